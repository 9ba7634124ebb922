"""Two runs compared: new, still open, changed, closed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from govaudit.cli.diff import diff as command
from govaudit.model.run import Run
from govaudit.model.text import Text
from govaudit.report.diff import diff_table as diff
from govaudit.report.renderers import run_json as json_out
from report import example

if TYPE_CHECKING:
    from pathlib import Path

OLD = example.run()
PPP, REWARD, *REST = OLD.findings


def later() -> Run:
    """Return a later run: the PPP breach grew, the reward was paid, another finding is new."""
    grown = replace(PPP, facts={**PPP.facts, "breach_days": 190}, severity="ordinary")
    new = replace(REWARD, fingerprint="a" * 16, title=Text("未兑现用地承诺", "land not provided"))
    return Run(manifest=example.manifest(as_of="2026-07-09"), findings=(grown, new, *REST))


def test_findings_fall_into_four_heaps_by_fingerprint() -> None:
    found = diff.compare_runs(OLD, later())
    assert [finding.fingerprint for finding in found.added] == ["a" * 16]
    assert [finding.fingerprint for finding in found.closed] == [REWARD.fingerprint]
    assert [change.new.fingerprint for change in found.changed] == [PPP.fingerprint]
    assert [finding.rule for finding in found.same] == ["GP-18", "AC-01", "DQ-02"]


def test_a_change_names_its_fields_with_both_values() -> None:
    (change,) = diff.compare_runs(OLD, later()).changed
    assert change.fields == (("severity", "serious", "ordinary"), ("facts.breach_days", 181, 190))


def test_a_run_compared_with_itself_has_no_news() -> None:
    found = diff.compare_runs(OLD, OLD)
    assert (found.added, found.changed, found.closed) == ((), (), ())


def test_a_finding_excluded_since_counts_as_closed() -> None:
    excluded = replace(PPP, suppressed=Text("已整改", "rectified"))
    found = diff.compare_runs(OLD, Run(manifest=example.manifest(), findings=(excluded, REWARD, *REST)))
    assert [finding.fingerprint for finding in found.closed] == [PPP.fingerprint]


def test_order_of_findings_does_not_matter() -> None:
    turned = replace(OLD, findings=OLD.findings[::-1])
    assert diff.compare_runs(OLD, turned).changed == ()


def test_a_run_of_before_is_paired_by_the_former_fingerprint() -> None:
    """As version 1.0 wrote it: other fingerprints of findings about duties of the law, and no trigger, subject or former fingerprint."""
    moved = replace(PPP, fingerprint="b" * 16, former_fingerprint=PPP.fingerprint, trigger_event="E1", subject="O1")
    plain = json.loads(json_out.write_run_json(OLD))
    plain["schema_version"] = "1.0"
    for one in plain["findings"]:
        for name in ("former_fingerprint", "trigger_event", "subject"):
            del one[name]
    for name in ("docket_digest", "question_digest"):
        del plain["manifest"][name]
    for name in ("statuses", "instruments", "debts", "orgs", "posts", "persons", "evidence", "events", "chains"):
        del plain[name]
    old = json_out.read_run(json.dumps(plain).encode(), "old.json", diff.COMPARABLE_VERSIONS)
    new = replace(OLD, findings=(moved, REWARD, *REST))
    for pair in ((old, new), (new, old)):
        found = diff.compare_runs(*pair)
        assert (found.added, found.changed, found.closed) == ((), (), ())
        assert len(found.same) == 5


def test_text_says_what_changed_in_words() -> None:
    text = diff.diff_text(diff.compare_runs(OLD, later()), "zh")
    assert "新增 1项，变化 1项，未变 3项，了结 1项" in text
    assert "逾期天数：181 → 190" in text
    assert "程度：严重 → 一般" in text


def files(folder: Path, *texts: str) -> list[str]:
    paths = [folder / f"run{number}.json" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, "utf-8")
    return [str(path) for path in paths]


@pytest.mark.parametrize(("new", "status"), [(OLD, 0), (later(), 1)])
def test_exit_status_is_1_when_something_is_new(tmp_path: Path, new: Run, status: int) -> None:
    result = CliRunner().invoke(
        command, [*files(tmp_path, json_out.write_run_json(OLD), json_out.write_run_json(new)), "--lang", "zh"]
    )
    assert result.exit_code == status, result.output


@pytest.mark.parametrize(
    "broken", ["", "[1]", "{}", '{"schema_version": "99.0"}', '{"schema_version": "1.1", "findings": 1}']
)
def test_a_file_that_is_no_run_gives_2_and_a_remedy(tmp_path: Path, broken: str) -> None:
    result = CliRunner().invoke(command, [*files(tmp_path, json_out.write_run_json(OLD), broken), "--lang", "zh"])
    assert result.exit_code == 2
    assert "run1.json" in result.output
    assert "重新生成" in result.output
    assert "Traceback" not in result.output


def test_json_is_the_same_every_time_and_names_all_heaps(tmp_path: Path) -> None:
    arguments = [*files(tmp_path, json_out.write_run_json(OLD), json_out.write_run_json(later())), "--format", "json"]
    first, second = (CliRunner().invoke(command, arguments).output for _ in range(2))
    assert first == second
    document = json.loads(first)
    assert [finding["fingerprint"] for finding in document["new_findings"]] == ["a" * 16]
    assert document["changed"][0]["fields"]["facts.breach_days"] == {"old": 181, "new": 190}
    assert len(document["still_open"]) == 3
    assert document["closed"][0]["rule"] == "IP-05"
