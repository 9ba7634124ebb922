"""`govaudit explain-status` as a user runs it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cli.desk import call, docket

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return docket(tmp_path)


def explain(*args: object, lang: str = "zh") -> str:
    done = call("explain-status", *args, "--as-of", "2026-06-30", "--lang", lang)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_text_tells_due_day_steps_and_days(folder: Path):
    said = explain("O1", folder)
    assert "逾期履行" in said
    assert "2026年4月1日至2026年4月20日，20天" in said
    assert "自2026年4月1日起可以认定" in said
    assert "R8 " in said


def test_an_obligation_still_running_says_when_it_can_be_decided(folder: Path):
    assert "自2026年8月1日起可以认定违约" in explain("O2", folder)
    assert "broken from 2026-08-01 on" in explain("O2", folder, lang="en")


def test_the_docket_may_stand_first_last_or_be_an_option(folder: Path):
    said = explain("O1", folder)
    assert explain(folder, "O1") == said
    assert explain("O1", "--docket", folder) == said


def test_json_holds_the_status_row_and_the_verdict(folder: Path):
    document = json.loads(explain("O1", folder, "--format", "json"))
    assert document["verdict"] == {"answer": "violated", "decidable_from": "2026-04-01", "waits_for": None}
    assert document["status"]["state"] == "fulfilled_late"
    assert [step["effect"] for step in document["steps"]] == ["due_passed", "performed"]


def test_a_duty_of_the_law_can_be_explained(folder: Path):
    case = (folder / "案卷.yaml").read_text("utf-8") + "- {id: E2, instrument: C, type: award_notice, occurred_on: 2026-01-16}\n"  # fmt: skip
    (folder / "案卷.yaml").write_text(case, "utf-8")
    said = explain("C/GP-13", folder)
    assert "中标（成交）通知书发出 E2" in said
    assert "2026年2月24日" in said


def test_known_at_leaves_later_records_out(folder: Path):
    case = (folder / "案卷.yaml").read_text("utf-8")
    paid = "occurred_on: 2026-04-20"
    (folder / "案卷.yaml").write_text(case.replace(paid, f"{paid}, recorded_at: 2026-05-20"), "utf-8")
    said = explain("O1", folder, "--known-at", "2026-05-01")
    assert "已逾期" in said
    assert "E1" not in said
    assert "2026年5月20日记录" in explain("O1", folder)


def test_an_unknown_obligation_is_answered_with_a_near_one(folder: Path):
    done = call("explain-status", "O11", folder, "--lang", "en")
    assert done.exit_code == 2
    assert "did you mean" in done.stderr
