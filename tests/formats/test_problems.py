"""Problems as CSV and JSON: with headings, grouped, each once, safe to open (ocds.md §5, platform.md §7)."""

from __future__ import annotations

import csv
import io
import json

import pytest

from govaudit.formats.writing.problem_files import HEADINGS, problems_csv, problems_json
from govaudit.model.problem import Place, Problem
from govaudit.model.text import Text

WHAT, REMEDY = Text("没有这一天", "there is no such day"), Text("核对", "check it")


def problem(file: str, row: int | None, value: str | None = None, level: str = "error") -> Problem:
    return Problem(
        "impossible_date",
        Place(file, "events", row, "occurred_on", f"E{row}" if row else None),
        WHAT,
        REMEDY,
        value,
        level,
    )  # type: ignore[arg-type]


def rows(problems: list[Problem], lang: str = "en") -> list[list[str]]:
    return list(csv.reader(io.StringIO(problems_csv(problems, lang))))


def test_headings_then_file_sheet_and_row_in_order():
    found = rows([problem("b.xlsx", 2), problem("a.xlsx", 10), problem("a.xlsx", 9), problem("a.xlsx", None)])
    assert found[0] == [heading.en for heading in HEADINGS]
    assert [(row[1], row[3]) for row in found[1:]] == [
        ("a.xlsx", ""),
        ("a.xlsx", "9"),
        ("a.xlsx", "10"),
        ("b.xlsx", "2"),
    ]


def test_one_row_says_place_value_and_remedy():
    assert rows([problem("a.xlsx", 7, "2026-02-30")], "zh")[1] == [
        "错误", "a.xlsx", "events", "7", "occurred_on", "E7", "2026-02-30", "没有这一天", "核对", "impossible_date",
    ]  # fmt: skip


def test_the_same_problem_is_said_once():
    assert len(rows([problem("a.xlsx", 7)] * 3)) == 2


@pytest.mark.parametrize("value", ["=1+1", "+86", "-a", "@x", "\tx", "\rx", "＝1", "－1x"])
def test_values_that_a_spreadsheet_would_compute_are_made_harmless(value: str):
    text = rows([problem("a.xlsx", 7, value)])[1][6]
    # +86 is a number, which a spreadsheet may read as one.
    assert text == (value if value == "+86" else "'" + value)


def test_numbers_stay_numbers():
    assert rows([problem("a.xlsx", 7, "-12.50")])[1][6] == "-12.50"


def test_json_counts_and_lists_in_one_language():
    found = json.loads(problems_json([problem("a.xlsx", 7, "x"), problem("a.xlsx", 8, level="note")], "zh"))
    assert found["counts"] == {"error": 1, "note": 1}
    assert found["problems"][0] == {
        "level": "error", "code": "impossible_date", "file": "a.xlsx", "sheet": "events", "row": 7, "column": "occurred_on", "cell": "E7",
        "value": "x", "problem": "没有这一天", "what_to_do": "核对",
    }  # fmt: skip


def test_the_order_of_the_problems_does_not_change_a_byte():
    found = [problem("a.xlsx", row) for row in (3, 1, 2)]
    assert problems_csv(found, "zh") == problems_csv(found[::-1], "zh")
    assert problems_json(found, "zh") == problems_json(found[::-1], "zh")
