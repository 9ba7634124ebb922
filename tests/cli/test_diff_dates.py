"""`govaudit diff` over two days of one docket: what changed, why, and which questions are refused."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from cli.desk import CASE, call, docket

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

LATE_RECORD = CASE.replace("occurred_on: 2026-04-20", "occurred_on: 2026-04-20, recorded_at: 2026-06-15")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return docket(tmp_path, LATE_RECORD)


@pytest.fixture(autouse=True)
def in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals are said before --lang is parsed."""
    monkeypatch.setenv("GOVAUDIT_LANG", "zh")


def diff(*args: object, lang: str = "zh") -> Result:
    return call("diff", *args, "--lang", lang)


def obligations(done: Result) -> dict[str, Any]:
    return {one["obligation"]: one for one in json.loads(done.stdout)["obligations"]}


def test_two_days_show_what_happened_between(folder: Path):
    done = diff(folder, "--as-of", "2026-03-31", "--and-as-of", "2026-04-30", "--format", "json")
    assert done.exit_code == 1  # a breach is new
    changed = obligations(done)
    assert changed.keys() == {"O1"}  # O2 is due in July and stands as it did
    assert changed["O1"]["fields"]["state"] == {"old": "active", "new": "fulfilled_late"}
    assert changed["O1"]["fields"]["breach_days"] == {"old": 0, "new": 20}
    assert [(step["day"], step["effect"], step["event"]) for step in changed["O1"]["because"]] == [
        ("2026-04-01", "due_passed", None),
        ("2026-04-20", "performed", "E1"),
    ]


def test_days_alone_are_said_to_be_the_reason(folder: Path):
    done = diff(folder, "--as-of", "2026-08-05", "--and-as-of", "2026-08-10")
    assert done.exit_code == 0
    assert "逾期天数：5 → 10" in done.stdout
    assert "其间没有新的事件，只是日子过去" in done.stdout


def test_two_days_of_knowledge_show_what_was_recorded_between(folder: Path):
    days = ("--as-of", "2026-06-30", "--known-at", "2026-06-14", "--and-known-at", "2026-06-15")
    changed = obligations(diff(folder, *days, "--format", "json"))
    assert changed["O1"]["fields"]["state"] == {"old": "breached", "new": "fulfilled_late"}
    assert [step["event"] for step in changed["O1"]["because"]] == ["E1"]
    said = diff(folder, *days).stdout
    assert "同一案卷截至2026年6月30日：2026年6月14日已知的与2026年6月15日已知的比较" in said
    assert "2026年6月15日记录" in said


def test_the_day_the_record_came_is_the_first_that_knows_it(folder: Path):
    days = ("--as-of", "2026-06-30", "--known-at", "2026-06-13", "--and-known-at", "2026-06-14")
    assert obligations(diff(folder, *days, "--format", "json")) == {}


def test_a_duty_that_came_up_between_is_new(folder: Path):
    case = LATE_RECORD + "- {id: E2, instrument: C, type: award_notice, occurred_on: 2026-05-06}\n"
    (folder / "案卷.yaml").write_text(case, "utf-8")
    done = diff(folder, "--as-of", "2026-05-01", "--and-as-of", "2026-05-10", "--format", "json")
    new = obligations(done)["C/GP-13"]
    assert new["fields"] == {"state": {"old": None, "new": "active"}}
    assert [step["event"] for step in new["because"]] == ["E2"]


def test_a_trigger_entered_late_is_another_duty_not_the_same_with_another_day(folder: Path):
    """Until October only the notice of May was known, as C/GP-13; that of March takes the number, and May becomes C/GP-13#2."""
    case = LATE_RECORD + "- {id: N2, instrument: C, type: award_notice, occurred_on: 2026-05-06}\n"
    case += "- {id: N1, instrument: C, type: award_notice, occurred_on: 2026-03-02, recorded_at: 2026-10-08}\n"
    (folder / "案卷.yaml").write_text(case, "utf-8")
    days = ("--as-of", "2026-12-31", "--known-at", "2026-09-30", "--and-known-at", "2026-10-08")
    done = diff(folder, *days, "--format", "json")
    (new,) = obligations(done).items()
    assert new[0] == "C/GP-13"
    assert new[1]["fields"] == {
        "state": {"old": None, "new": "superseded"}
    }  # by the notice of May, when it was overdue
    found = json.loads(done.stdout)
    assert [one["trigger_event"] for one in found["new_findings"] if one["rule"] == "GP-13"] == ["N1"]
    assert "closed" in found
    assert [one for one in found["closed"] if one["rule"] == "GP-13"] == []


def test_one_language_at_a_time(folder: Path):
    days = ("--as-of", "2026-03-31", "--and-as-of", "2026-04-30")
    zh, en = (diff(folder, *days, lang=lang).stdout for lang in ("zh", "en"))
    assert not re.search(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", zh)
    for own in ("支付首期款", "道路养护合同", "示例市建设局", "局长", "甲某", "乙某"):
        en = en.replace(own, "")
    assert not re.search(r"[\u4e00-\u9fff]", en)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--as-of", "2026-03-31"], "--and-as-of"),
        (["--known-at", "2026-03-31"], "--and-known-at"),
        (["--and-as-of", "2026-03-31"], "请同时给出 --as-of"),
        (["--and-known-at", "2026-03-31"], "请同时给出 --known-at"),
        (["--as-of", "2026-03-31", "--and-as-of", "2026-03-31"], "应早于"),
        (["--as-of", "2026-03-31", "--and-as-of", "2026-04-30", "--known-at", "2026-01-01", "--and-known-at", "2026-05-01"], "只能用一个"),
        ([], "两个审计结果文件"),
    ],
)  # fmt: skip
def test_days_that_make_no_pair_are_refused(folder: Path, words: list[str], said: str):
    done = diff(folder, *words)
    assert done.exit_code == 2
    assert said in done.output


def test_output_is_the_same_every_time(folder: Path):
    days = ("--as-of", "2026-03-31", "--and-as-of", "2026-04-30")
    assert diff(folder, *days).stdout == diff(folder, *days).stdout


def test_a_run_that_is_not_there_is_named(tmp_path: Path):
    done = diff(tmp_path / "a.json", tmp_path / "b.json")
    assert done.exit_code == 2
    assert "没有这个文件" in done.output
