"""A result may be kept under its three digests: equal ones mean equal bytes, and whatever is changed changes one of them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.desk import CASE, call, docket
from govaudit.audit import Question, audit
from govaudit.formats.read import read_docket
from govaudit.model.days import parse_day
from govaudit.model.finding import Suppression
from govaudit.model.problem import Place
from govaudit.officials.trace.degrees import rule_file
from govaudit.report.renderers.run_json import read_run, write_run_json
from govaudit.rules.catalogue import checklists_home, load_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from govaudit.model.finding import Manifest

Digests = tuple[str, str, str]
ASK = Question(as_of=parse_day("2026-06-30"))
OTHER = "orgs:\n- {id: Z, name: 示例公司}\n"


def digests(manifest: Manifest) -> Digests:
    return manifest.docket_digest, manifest.rule_set, manifest.question_digest


def audited(folder: Path, *options: object) -> tuple[Digests, bytes]:
    """Audit a folder by command; return the digests and the bytes."""
    target = folder.with_suffix(".json")
    done = call("audit", folder, "--format", "json", "--output", target, "--fail-on", "never", *options)
    assert done.exit_code in {0, 2}, done.output  # 2: something was left out, and --lenient goes on
    return digests(read_run(target.read_bytes(), target.name).manifest), target.read_bytes()


def test_the_same_files_in_another_folder_give_the_same_digests_and_bytes(tmp_path: Path):
    first, second = docket(tmp_path / "one"), docket(tmp_path / "other" / "deeper")
    assert audited(first, "--as-of", "2026-06-30") == audited(second, "--as-of", "2026-06-30")


FILES: dict[str, Callable[[Path], object]] = {
    "a byte": lambda folder: (folder / "案卷.yaml").write_text(CASE + "\n", "utf-8"),
    "a name": lambda folder: (folder / "案卷.yaml").rename(folder / "卷宗.yaml"),
    "one more": lambda folder: (folder / "更多.yaml").write_text(OTHER, "utf-8"),
    "a fault of the settings": lambda folder: (folder / "govaudit.yaml").write_text("colour: red\n", "utf-8"),
}


@pytest.mark.parametrize("change", FILES.values(), ids=FILES.keys())
def test_a_change_of_the_files_changes_the_digest_of_the_docket_alone(tmp_path: Path, change: Callable[[Path], object]):
    first, second = docket(tmp_path / "one"), docket(tmp_path / "other")
    change(second)
    before, after = (audited(folder, "--as-of", "2026-06-30", "--lenient")[0] for folder in (first, second))
    assert before[0] != after[0]
    assert before[1:] == after[1:]


def test_how_files_are_read_belongs_to_the_digest_of_the_docket(tmp_path: Path):
    folder = docket(tmp_path / "one")
    (folder / "orgs.csv").write_text("id,name\nZ,示例公司\n", "utf-8")
    plain, declared = audited(folder)[0], audited(folder, "--encoding", "utf-8")[0]
    assert plain[0] != declared[0]
    assert plain[1:] == declared[1:]


def test_a_rule_more_changes_the_digest_of_the_rules_alone(tmp_path: Path):
    folder, rules = docket(tmp_path / "one"), tmp_path / "rules"
    rules.mkdir()
    source = next(checklists_home().rglob("GP-13-*.yaml"))
    shutil.copy(source, rules / "ZZ-01-copy.yaml")
    (rules / "ZZ-01-copy.yaml").write_text(source.read_text("utf-8").replace("GP-13", "ZZ-01"), "utf-8")
    before, after = audited(folder)[0], audited(folder, "--checklists", rules)[0]
    assert before[1] != after[1]
    assert (before[0], before[2]) == (after[0], after[2])


EXCLUDED = Suppression(Place("排除.yaml", row=1), "已整改", "法制科", parse_day("2026-12-31"), rule="OB-01")
PLACE = rule_file().adjusted(3, None, None)
ASKED = {
    "day": replace(ASK, as_of=ASK.as_of + 1), "day of knowledge": replace(ASK, known_at=ASK.as_of), "lenient": replace(ASK, lenient=True),
    "an exclusion": replace(ASK, suppressions=(EXCLUDED,)), "a longer one": replace(ASK, suppressions=(EXCLUDED._replace(until=EXCLUDED.until + 1),)),
    "another reason": replace(ASK, suppressions=(EXCLUDED._replace(reason="已付清"),)), "place": replace(ASK, place=PLACE),
    "another place": replace(ASK, place=PLACE.adjusted(4, None, None)),
}  # fmt: skip


def test_every_question_has_a_digest_of_its_own():
    found = [one.digest for one in (ASK, *ASKED.values())]
    assert len(set(found)) == len(found)
    assert replace(ASK).digest == ASK.digest


def test_leaving_out_names_is_another_question(tmp_path: Path):
    folder = docket(tmp_path / "one")
    named, unnamed = audited(folder)[0], audited(folder, "--no-names")[0]
    assert named[:2] == unnamed[:2]
    assert named[2] != unnamed[2]


CASES = st.tuples(st.sampled_from([ASK, *ASKED.values()]), st.sampled_from(["", OTHER]))


@given(CASES, CASES)
def test_equal_digests_mean_equal_bytes(
    tmp_path_factory: pytest.TempPathFactory, one: tuple[Question, str], other: tuple[Question, str]
):
    made = []
    for ask, more in (one, other):
        folder = docket(tmp_path_factory.mktemp("docket"))
        (folder / "更多.yaml").write_text(more or "{}", "utf-8")
        run = audit(read_docket([folder]), RULES, ask).run
        made.append((digests(run.manifest), write_run_json(run)))
    (before, first), (after, second) = made
    assert (before == after) == (one == other)
    assert (before == after) == (first == second)


RULES = load_rules(examples=False)
