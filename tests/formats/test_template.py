"""The template can be filled in and read back: sheets, headings, drop-downs, worked rows (docket.md)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from govaudit.cli.template import template as command
from govaudit.docket.schema import TABLES
from govaudit.formats.workbook.template import columns_of, empty_workbook, heading
from govaudit.formats.workbook.template_examples import WORKED, is_worked
from govaudit.formats.workbook.template_notes import column_note, notes
from intake_books import only, read

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=["zh", "en"])
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "t.xlsx"
    path.write_bytes(empty_workbook(request.param))
    return path


def test_one_sheet_a_table_between_notes_and_words(blank: Path):
    names = load_workbook(blank).sheetnames
    assert names[1:-1] == list(TABLES)
    assert names[0] in {"说明", "notes"}


def test_the_template_is_the_same_file_whenever_it_is_made(monkeypatch: pytest.MonkeyPatch):
    first = empty_workbook("zh")
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2_000_000_000))
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert empty_workbook("zh") == first


def test_the_untouched_template_gives_no_problem_but_that_nothing_is_in_it(blank: Path):
    docket = read(blank)
    assert [problem.code for problem in docket.errors] == ["empty_docket"]
    assert only(docket, "worked_row").what.en.split(": ")[1].split(", ") == list(WORKED)


def test_every_worked_row_is_sound_data_once_somebody_changes_it(blank: Path):
    book = load_workbook(blank)
    for table, rows in WORKED.items():
        sheet = book[table]
        at = [cell.value for cell in sheet[1]].index("source") + 1
        for number in range(3, 3 + len(rows)):
            sheet.cell(number, at, "合同原件")
    book.save(blank)
    docket = read(blank)
    assert not docket.errors
    assert {name: len(table) for name, table in docket.tables.items() if len(table)} == {
        name: len(rows) for name, rows in WORKED.items()
    }
    assert list(docket["instruments"]["domain"]) == ["procurement"]
    assert list(docket["events"]["type"]) == ["accepted"]
    assert list(docket["fiscal"]["item"]) == ["general_budget_expenditure"]
    assert list(docket["instruments"]["amount"]) == [58_000_000]


def test_headings_are_the_column_names_with_a_unit_on_money(blank: Path):
    book = load_workbook(blank)
    for spec in TABLES.values():
        written = [cell.value for cell in book[spec.name][1]]
        assert written == [heading(column) for column in columns_of(spec)]
        left = set(spec.columns) - {column.name for column in columns_of(spec)}
        assert left <= {"unit", "amount_unit", "unit_of_value"}
    assert "amount (元)" in [cell.value for cell in book["instruments"][1]]


def test_every_closed_list_has_a_drop_down_whose_words_are_read(blank: Path, tmp_path: Path):
    book = load_workbook(blank)
    words = book.worksheets[-1]
    lists = {
        words.cell(1, at).value: [words.cell(row, at).value for row in range(2, words.max_row + 1)]
        for at in range(1, words.max_column + 1)
    }
    sheet = book["tenures"]
    assert {str(item.sqref).split(":")[0][:-1] for item in sheet.data_validations.dataValidation}
    chosen = [word for word in lists["tenures.kind"] if word]
    for row, word in enumerate(chosen, 3):
        for at, value in enumerate([f"t{row}", "p", "r"], 1):
            sheet.cell(row, at, value)
        sheet.cell(row, [cell.value for cell in sheet[1]].index("kind") + 1, word)
        sheet.cell(row, [cell.value for cell in sheet[1]].index("start") + 1, None)
    book.save(tmp_path / "filled.xlsx")
    faults = {problem.code for problem in read(tmp_path / "filled.xlsx").errors}
    assert "bad_choice" not in faults
    assert len(chosen) == len(TABLES["tenures"].columns["kind"].values)


def test_required_headings_are_marked_and_every_heading_is_explained(blank: Path):
    sheet = load_workbook(blank)["obligations"]
    colours = {cell.value: cell.fill.start_color.rgb for cell in sheet[1]}
    assert colours["id"] == colours["bearer"] != colours["clause"]
    assert colours["due_on"] == colours["anchor"] not in {colours["id"], colours["clause"]}
    assert all(cell.comment and len(cell.comment.text) >= 5 for cell in sheet[1])
    assert sheet.freeze_panes == "B3"


@pytest.mark.parametrize(("column", "form"), [("id", "@"), ("start", "@"), ("kind", "@")])
def test_columns_are_formatted_so_that_a_spreadsheet_does_not_change_them(blank: Path, column: str, form: str):
    sheet = load_workbook(blank)["tenures"]
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == column)
    assert sheet.column_dimensions[letter].number_format == form


def test_dates_are_formatted_year_first(blank: Path):
    sheet = load_workbook(blank)["obligations"]
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == "due_on")
    assert sheet.column_dimensions[letter].number_format == "yyyy-mm-dd"


def test_words_are_in_one_language():
    for spec in TABLES.values():
        for column in spec.columns.values():
            english = (
                column_note(spec, column, "en").replace("2026年3月31日", "").replace("(万元)", "").replace("万元", "")
            )
            english = english.replace(f"when empty: {column.default}", "")
            assert not any("一" <= char <= "龥" for char in english), english
    for text, _ in notes("zh"):
        words = [word for word in text.replace("/", " ").split() if word.isascii() and word.isalpha() and len(word) > 3]
        known = (
            {"govaudit", "audit", "instrument", "instruments", "obligations"}
            | set(TABLES)
            | {c for s in TABLES.values() for c in s.columns}
        )
        assert set(words) <= known | {"accepted"}, text


def test_a_worked_row_is_left_out_only_while_it_is_whole():
    row = dict(WORKED["orgs"][0])
    assert is_worked("orgs", row)
    assert is_worked("orgs", row | {"kind": "部门"})
    assert not is_worked("orgs", row | {"name": "示例市财政局"})
    assert not is_worked("orgs", row | {"code": "1"})
    assert not is_worked("orgs", {key: value for key, value in row.items() if key != "level"})


def test_the_command_writes_the_file_and_refuses_to_overwrite_it(tmp_path: Path):
    path = tmp_path / "in.xlsx"
    assert CliRunner().invoke(command, [str(path), "--lang", "zh"]).exit_code == 0
    assert [problem.code for problem in read(path).errors] == ["empty_docket"]
    before = path.read_bytes()
    again = CliRunner().invoke(command, [str(path), "--lang", "zh"])
    assert again.exit_code == 2
    assert "已存在" in again.output
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["in.xls", "no/such/folder/in.xlsx"])
def test_the_command_says_what_is_wrong_with_a_path(tmp_path: Path, name: str):
    result = CliRunner().invoke(command, [str(tmp_path / name), "--lang", "en"])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_heading_changed_to_ten_thousands_is_read_so(tmp_path: Path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(empty_workbook("zh"))
    book = load_workbook(path)
    sheet = book["debts"]
    at = [cell.value for cell in sheet[1]].index("principal (元)") + 1
    sheet.cell(1, at, "principal (万元)")
    sheet.cell(3, at, 2.5)
    book.save(path)
    docket = read(path)
    problem = only(docket, "missing_reference")
    assert (problem.place.sheet, problem.place.clause) == ("debts", "B3")
    book["orgs"]["C3"] = "government"
    book.save(path)
    assert list(read(path)["debts"]["principal"]) == [2_500_000]
