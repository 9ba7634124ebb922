"""`govaudit officials`: what was in hand, what was inherited, carried on and ended, and the handover sheet."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from govaudit.cli.main import cli

if TYPE_CHECKING:
    from pathlib import Path

# 甲一 leaves on 30 April 2026, 乙二 comes on 1 May. Five duties of the head: paid late before the change (ended), late and open
# over the change (carried, then inherited), late and paid by the newcomer, late only after the change, not yet due.
CASE = """
orgs: [{id: fin, name: 示例市财政局}, {id: co, name: 示例公司}]
posts: [{id: head, org: fin, title: 局长, rank: head}, {id: clerk, org: fin, title: 科长, rank: handler}]
persons: [{id: p1, name: 甲一}, {id: p2, name: 乙二}, {id: p3, name: 丙三}]
tenures:
- {id: t1, post: head, person: p1, start: 2025-01-01, end: 2026-04-30}
- {id: t2, post: head, person: p2, start: 2026-05-01}
- {id: t3, post: clerk, person: p3, start: 2025-01-01}
instruments: [{id: i, domain: investment, kind: agreement, title: 示例协议, authority: fin, counterparty: co, signed_on: 2024-06-01}]
obligations:
- {id: ended, instrument: i, title: 付一, bearer: fin, action: pay, due_on: 2026-01-31, roll: none, amount: 100}
- {id: carried, instrument: i, title: 付二, bearer: fin, action: pay, due_on: 2026-03-31, amount: 200}
- {id: passed, instrument: i, title: 付三, bearer: fin, action: pay, due_on: 2026-03-31, amount: 300}
- {id: later, instrument: i, title: 付四, bearer: fin, action: pay, due_on: 2026-05-31, roll: none, amount: 400}
- {id: ahead, instrument: i, title: 付五, bearer: fin, action: pay, due_on: 2026-12-31, amount: 500}
assignments: [{id: a1, post: clerk, role: handler, obligation: ahead}]
events:
- {id: e1, obligation: ended, type: pay, occurred_on: 2026-02-10, amount: 100}
- {id: e2, obligation: passed, type: pay, occurred_on: 2026-05-10, amount: 300}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


def asked(who: str, folder: Path, *more: str) -> Result:
    return CliRunner().invoke(cli, ["officials", who, str(folder), "--as-of", "2026-06-30", "--lang", "zh", *more])


def told(who: str, folder: Path, *more: str) -> list[dict[str, Any]]:
    done = asked(who, folder, "--format", "json", *more)
    assert done.exit_code == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["terms"]
    return found


def marks(term: dict[str, Any]) -> dict[str, str]:
    said = {}
    for duty in term["duties"]:
        words = [word for word in ("inherited", "arose", "carried", "open") if duty[word]]
        said[duty["obligation"]] = " ".join([*words, *([f"ended {duty['ended_on']}"] if duty["ended_on"] else [])])
    return said


def test_whoever_leaves_is_judged_on_his_last_day(folder: Path) -> None:
    (term,) = told("甲一", folder)
    assert (term["from"], term["to"], term["name"]) == ("2025-01-01", "2026-04-30", "甲一")
    assert marks(term) == {
        "ended": "arose ended 2026-02-10", "carried": "arose carried open", "passed": "arose carried open", "later": "open", "ahead": "open",
    }  # fmt: skip
    days = {duty["obligation"]: duty["breach_days_in_term"] for duty in term["duties"]}
    assert days == {"ended": 10, "carried": 30, "passed": 30, "later": 0, "ahead": 0}


def test_whoever_comes_inherits_what_was_late_and_nothing_that_was_done(folder: Path) -> None:
    (term,) = told("p2", folder)
    assert marks(term) == {
        "carried": "inherited carried open", "passed": "inherited ended 2026-05-10", "later": "arose carried open", "ahead": "open",
    }  # fmt: skip
    days = {duty["obligation"]: duty["breach_days_in_term"] for duty in term["duties"]}
    assert days == {"carried": 61, "passed": 10, "later": 30, "ahead": 0}


def test_the_days_of_successive_holders_add_up_to_those_of_the_post(folder: Path) -> None:
    def days(who: str) -> int:
        return sum(duty["breach_days_in_term"] for term in told(who, folder) for duty in term["duties"])

    assert days("p1") + days("p2") == days("head") == 10 + 91 + 40 + 30


def test_a_body_shows_each_post_and_a_period_cuts_it(folder: Path) -> None:
    terms = told("示例市财政局", folder, "--from", "2026-02-11", "--to", "2026-05-05")
    assert [(term["post"], term["from"], term["to"]) for term in terms] == [
        ("clerk", "2026-02-11", "2026-05-05"), ("head", "2026-02-11", "2026-05-05"),
    ]  # fmt: skip
    assert [duty["role"] for duty in terms[0]["duties"]] == ["handler"]
    assert marks(terms[1]) == {
        "carried": "arose carried open",
        "passed": "arose carried open",
        "later": "open",
        "ahead": "open",
    }


def test_the_sheet_lists_every_open_obligation_in_every_format(folder: Path) -> None:
    import io as bytes_io

    import docx
    import openpyxl

    text = asked("p1", folder).stdout
    assert "任内义务 5，接任时已逾期 0，任内发生逾期 3，任内了结 1，期末仍逾期 2，须移交的未了义务 4" in text
    rows = list(csv.DictReader(io.StringIO(asked("p1", folder, "--format", "csv").stdout.removeprefix("\ufeff"))))
    assert [row["obligation"] for row in rows if row["open"] == "True"] == ["carried", "passed", "later", "ahead"]
    for form in ("xlsx", "docx", "pdf"):
        target = folder.parent / f"{folder.name}.{form}"
        assert asked("p1", folder, "--format", form, "--output", str(target)).exit_code == 0
        first = target.read_bytes()
        asked("p1", folder, "--format", form, "--output", str(target))
        assert target.read_bytes() == first, form
        if form == "xlsx":
            book = openpyxl.load_workbook(bytes_io.BytesIO(first))
            assert [row[-1].value for row in book.worksheets[0].iter_rows(min_row=2)] == [
                "carried",
                "passed",
                "later",
                "ahead",
            ]
        if form == "docx":
            paper = docx.Document(bytes_io.BytesIO(first))
            said = "\n".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
            signed = "\n".join(paragraph.text for paragraph in paper.paragraphs)
            assert all(title in said for title in ("付二", "付三", "付四", "付五"))
            assert "移交人（签字）" in signed
            assert "未履行金额合计：1,400.00元" in signed


@pytest.mark.parametrize("form", ["text", "json", "csv", "html"])
def test_names_can_be_left_out(folder: Path, form: str) -> None:
    assert "甲一" in asked("p1", folder, "--format", form).stdout
    said = asked("p1", folder, "--format", form, "--no-names").stdout
    assert "甲一" not in said
    assert "局长" in said


def test_a_name_that_fits_nobody_or_several_is_answered(folder: Path) -> None:
    assert asked("p9", folder).exit_code == 2
    assert "没有人员、岗位或机构" in asked("p9", folder).stderr
    (folder / "more.yaml").write_text("persons: [{id: p4, name: 甲一}]\n", encoding="utf-8")
    assert "是否指：p1、p4" in asked("甲一", folder).stderr
    (folder / "more.yaml").write_text("persons: [{id: p4, name: 甲一, merged_into: p1}]\n", encoding="utf-8")
    assert asked("甲一", folder).exit_code == 0


def test_before_anything_was_promised_nothing_is_in_hand(folder: Path) -> None:
    assert asked("p1", folder, "--from", "2026-07-01").exit_code == 2  # after the day judged
    assert told("head", folder, "--from", "2024-01-01", "--to", "2024-05-31")[0]["duties"] == []


def test_a_post_says_who_held_it_one_after_the_other_and_when_nobody_did(folder: Path) -> None:
    (folder / "case.yaml").write_text(CASE.replace("start: 2026-05-01", "start: 2026-05-04"), encoding="utf-8")
    (term,) = told("head", folder)
    assert [(one["from"], one["to"], one["days"], one["holder"], one["person"]) for one in term["holders"]] == [
        ("2025-01-01", "2026-04-30", 485, "person", "p1"), ("2026-05-01", "2026-05-03", 3, "vacant", None),
        ("2026-05-04", "2026-06-30", 58, "person", "p2"),
    ]  # fmt: skip
    assert "2026-05-01  2026-05-03  （岗位空缺）" in asked("head", folder).stdout
    (hidden,) = told("head", folder, "--no-names")
    assert {(one["person"], one["name"]) for one in hidden["holders"]} == {(None, None)}
    (own,) = told("甲一", folder)
    assert own["holders"] == []
