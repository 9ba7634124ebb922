"""Days of handover and the rules of a place, as the settings of a docket folder name them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from govaudit.cli.main import cli

if TYPE_CHECKING:
    from pathlib import Path

CASE = """
orgs: [{id: fin, name: 示例市财政局}]
posts: [{id: head, org: fin, title: 局长, rank: head}]
persons: [{id: p1, name: 甲一}, {id: p2, name: 乙二}]
tenures:
- {id: t1, post: head, person: p1, start: 2020-01-01, end: 2026-04-12}
- {id: t2, post: head, person: p2, start: 2026-04-10}
instruments: [{id: i, domain: procurement, kind: contract, title: 示例合同, authority: fin, signed_on: 2025-01-01}]
obligations: [{id: o, instrument: i, title: 付款, bearer: head, action: pay, due_on: 2026-03-31, amount: 1000}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


def traced(folder: Path, settings: str) -> dict[str, list[dict[str, object]]]:
    (folder / "govaudit.yaml").write_text("as_of: 2026-05-31\n" + settings, encoding="utf-8")
    done = asked(folder)
    assert done.exit_code == 0, done.stderr
    found: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    return found


def asked(folder: Path) -> Result:
    return CliRunner().invoke(cli, ["trace", "o", str(folder), "--format", "json", "--lang", "en"])


def test_an_overlap_within_the_tolerance_is_no_conflict(folder: Path) -> None:
    assert [gap["rule"] for gap in traced(folder, "")["gaps"]] == [
        "AG-06"
    ]  # 10, 11 and 12 April: two beyond the shared day
    assert traced(folder, "handover_tolerance: 1\n")["gaps"]
    assert traced(folder, "handover_tolerance: 2\n")["gaps"] == []


def test_left_lying_counts_from_the_days_the_settings_give(folder: Path) -> None:
    assert [one["rule"] for one in traced(folder, "")["indicators"]] == ["AG-18"]  # 52 days
    assert len(traced(folder, "left_lying_after: 51\n")["indicators"]) == 1
    assert traced(folder, "left_lying_after: 52\n")["indicators"] == []


def test_a_place_may_have_a_rule_file_of_its_own(folder: Path) -> None:
    mine = (
        "place: 示例市\ninherited: {after_days: 99, versions: []}\nhandover: {tolerance_days: 5}\ndegrees:\n"
        "- {id: X-1, situation: {zh: 甲, en: a}, basis: 无, when: {role: [responsible], phase: [overdue]}, degree: main_leading}\n"
    )
    (folder / "ours.yaml").write_text(mine, encoding="utf-8")
    found = traced(folder, "degrees: ours.yaml\n")
    assert (found["gaps"], found["indicators"]) == ([], [])
    assert {line["degree"] for line in found["responsible"] if line["counted"]} == {"main_leading"}
    assert traced(folder, "degrees: ours.yaml\nhandover_tolerance: 0\n")["gaps"]  # the settings win


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("degrees: none.yaml\n", "no such file"),
        ("degrees: bad.yaml\n", "bad.yaml inherited.after_days column"),
        ("handover_allowance: -1\n", "a number of days from 0"),
        ("handover_alowance: 1\n", "handover_allowance"),
    ],
)
def test_what_is_wrong_is_a_problem_with_its_place(folder: Path, settings: str, said: str) -> None:
    (folder / "bad.yaml").write_text(
        "place: x\ninherited: {after_days: -3, versions: []}\ndegrees: []\n", encoding="utf-8"
    )
    (folder / "govaudit.yaml").write_text(settings, encoding="utf-8")
    done = CliRunner().invoke(cli, ["trace", "o", str(folder), "--as-of", "2026-05-31", "--lang", "en"])
    assert done.exit_code == 2
    assert said in done.stderr.replace("column inherited.after_days", "inherited.after_days column")
