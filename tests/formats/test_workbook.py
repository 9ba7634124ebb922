"""Workbooks are read as a person sees them, and every fault has its cell (docket.md, using.md §2)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

from govaudit.formats.read import read_docket
from govaudit.formats.workbook import book_values
from govaudit.model.days import parse_day
from intake_books import INSTRUMENT, ORGS, codes, only, raw_book, read, sheet_xml, text_cell, write_book

if TYPE_CHECKING:
    from pathlib import Path

ROW = ["c1", "procurement", "contract", "某合同", "o1"]


# A spreadsheet's dates have no time zone.
MIDNIGHT, EVENING, MAC = (dt.datetime(*parts) for parts in ((2026, 3, 31), (2026, 3, 31, 17, 30), (1904, 1, 1)))  # noqa: DTZ001 - as above


def instruments(path: Path, *rows: list[object], headings: list[str] | None = None) -> Path:
    return write_book(path / "book.xlsx", {"orgs": ORGS, "instruments": [headings or INSTRUMENT, *rows]})


def test_names_labels_and_words_of_both_languages_are_the_same_table(tmp_path: Path):
    path = write_book(
        tmp_path / "a.xlsx",
        {
            "机构": [["编号", "名称"], ["o1", "甲"]],
            "文书": [["编号", "领域", "种类", "名称", "政府方"], ["c1", "政府采购", "合同", "某合同", "o1"]],
        },
    )
    docket = read(path)
    assert not docket.errors
    assert docket["instruments"].row(0) | {"domain": "procurement", "kind": "contract"} == docket["instruments"].row(0)


def test_rows_are_counted_as_the_sheet_shows_them_with_blank_rows_above_and_between(tmp_path: Path):
    path = write_book(tmp_path / "a.xlsx", {"orgs": [[], [], *ORGS, [], [" "], ["o2", None]]})
    docket = read(path)
    problem = only(docket, "missing_value")
    assert (problem.place.sheet, problem.place.row, problem.place.column, problem.place.clause) == (
        "orgs",
        7,
        "name",
        "B7",
    )
    assert docket["orgs"].places[0].row == 4
    assert len(docket["orgs"]) == 1


def test_a_row_of_labels_under_the_names_is_no_data(tmp_path: Path):
    docket = read(instruments(tmp_path, ["编号", "领域", "种类", "名称", "政府方"], ROW))
    assert not docket.errors
    assert list(docket["instruments"]["id"]) == ["c1"]


@pytest.mark.parametrize("heading", ["amount(万元)", "金额（万元）", "amount (万元)", "金额(单位：万元)"])
def test_the_unit_of_a_column_stands_in_its_heading(tmp_path: Path, heading: str):
    docket = read(instruments(tmp_path, [*ROW, 12.35], headings=[*INSTRUMENT, heading]))
    assert not docket.errors
    assert list(docket["instruments"]["amount"]) == [12_350_000]


def test_a_cell_that_states_another_unit_than_its_heading_is_a_problem(tmp_path: Path):
    docket = read(instruments(tmp_path, [*ROW, "58万元"], headings=[*INSTRUMENT, "amount(元)"]))
    problem = only(docket, "unit_conflict")
    assert (problem.place.row, problem.place.clause, problem.value) == (2, "F2", "58万元")
    assert len(docket["instruments"]) == 0


def test_heading_and_unit_column_that_disagree_are_a_problem(tmp_path: Path):
    docket = read(instruments(tmp_path, [*ROW, 58, "万元"], headings=[*INSTRUMENT, "amount(元)", "unit"]))
    assert only(docket, "unit_conflict").place.clause == "F2"


def test_a_unit_on_a_column_without_money_is_a_problem(tmp_path: Path):
    path = write_book(tmp_path / "a.xlsx", {"posts": [["id", "org", "title", "seats(万元)"], ["p", "o1", "局长", 1]]})
    assert only(read(path), "heading_unit").value == "seats(万元)"


def test_an_unknown_column_is_refused_with_a_did_you_mean_and_no_row_is_read(tmp_path: Path):
    docket = read(instruments(tmp_path, [*ROW, 1], headings=[*INSTRUMENT, "amout"]))
    problem = only(docket, "unknown_column")
    assert (problem.place.row, problem.place.column, problem.place.clause, problem.value) == (1, "amout", "F1", "amout")
    assert "amount" in problem.remedy.en
    assert len(docket["instruments"]) == 0
    assert "1" in only(docket, "sheet_left_out").what.zh


def test_a_repeated_heading_is_a_problem(tmp_path: Path):
    docket = read(instruments(tmp_path, [*ROW, "x"], headings=[*INSTRUMENT, "名称"]))
    problem = only(docket, "repeated_heading")
    assert (problem.place.clause, problem.value) == ("F1", "名称")


def test_a_title_row_above_the_headings_is_named_as_such(tmp_path: Path):
    path = write_book(tmp_path / "a.xlsx", {"orgs": [["2026年机构名录"], *ORGS]})
    problem = only(read(path), "no_headings")
    assert (problem.place.row, problem.value) == (1, "2026年机构名录")


def test_values_without_a_heading_are_not_dropped_silently(tmp_path: Path):
    docket = read(instruments(tmp_path, [*ROW, None, "备注"], ["c2", *ROW[1:], None, "再注"]))
    problem = only(docket, "no_heading")
    assert (problem.place.clause, problem.value) == ("G2", "备注")


def test_an_unknown_sheet_is_a_problem_with_a_did_you_mean(tmp_path: Path):
    docket = read(write_book(tmp_path / "a.xlsx", {"orgs": ORGS, "event": [["id"]]}))
    problem = only(docket, "unknown_sheet")
    assert (problem.place.sheet, problem.value) == ("event", "event")
    assert "events" in problem.remedy.en


@pytest.mark.parametrize("name", ["说明", "notes", "README"])
def test_sheets_of_notes_are_passed_over_and_it_is_said(tmp_path: Path, name: str):
    docket = read(write_book(tmp_path / "a.xlsx", {name: [["任意文字", 1]], "orgs": ORGS}))
    assert not docket.errors
    assert only(docket, "notes_sheet").place.sheet == name


def test_a_sheet_with_headings_only_or_nothing_is_fine(tmp_path: Path):
    docket = read(write_book(tmp_path / "a.xlsx", {"orgs": ORGS, "events": [["id", "type"]], "acts": [], "Sheet1": []}))
    assert not docket.errors


def test_an_empty_workbook_says_so(tmp_path: Path):
    assert "empty_file" in codes(read(write_book(tmp_path / "a.xlsx", {"orgs": []})))


def test_merged_cells_among_the_data_cost_their_rows_a_problem_each(tmp_path: Path):
    path = write_book(tmp_path / "a.xlsx", {"orgs": [*ORGS, ["o2", "乙"], ["o3", "丙"], ["o4", "丁"]]})
    book = load_workbook(path)
    book["orgs"].merge_cells("B3:B4")
    book.save(path)
    docket = read(path)
    problems = [(item.code, item.place.row, item.place.clause, item.value) for item in docket.errors]
    assert problems == [("merged_cells", 3, "B3:B4", "B3:B4"), ("merged_cells", 4, "B3:B4", "B3:B4")]
    assert list(docket["orgs"]["id"]) == ["o1", "o4"]


def test_what_refers_to_a_row_under_merged_cells_refers_to_a_bad_row(tmp_path: Path):
    posts = [["id", "org", "title"], ["p2", "o2", "局长"], ["p3", "o3", "局长"], ["p5", "o5", "局长"]]
    path = write_book(tmp_path / "a.xlsx", {"orgs": [*ORGS, ["o2", "乙"], ["o3", "丙"]], "posts": posts})
    book = load_workbook(path)
    book["orgs"].merge_cells("B3:B4")
    book.save(path)
    docket = read_docket([path])
    codes_at = [(item.code, item.place.sheet, item.place.row) for item in docket.errors]
    assert codes_at[:2] == [("merged_cells", "orgs", 3), ("merged_cells", "orgs", 4)]
    assert codes_at[2:] == [
        ("refers_to_bad_row", "posts", 2), ("refers_to_bad_row", "posts", 3), ("missing_reference", "posts", 4),
    ]  # fmt: skip


def test_a_merge_over_remarks_costs_no_row(tmp_path: Path):
    path = write_book(
        tmp_path / "a.xlsx", {"orgs": [["id", "name", "错误"], ["o1", "甲", "同上级"], ["o2", "乙", None]]}
    )
    book = load_workbook(path)
    book["orgs"].merge_cells("C2:C3")
    book.save(path)
    docket = read(path)
    assert not docket.errors
    assert list(docket["orgs"]["id"]) == ["o1", "o2"]


def test_merged_cells_in_the_heading_row_leave_the_sheet_unread(tmp_path: Path):
    path = write_book(tmp_path / "a.xlsx", {"orgs": [["机构名录", None], *ORGS]})
    book = load_workbook(path)
    book["orgs"].merge_cells("A1:B1")
    book.save(path)
    docket = read(path)
    problem = only(docket, "merged_cells")
    assert (problem.place.row, problem.place.clause) == (1, "A1:B1")
    assert len(docket["orgs"]) == 0


def test_a_formula_is_read_with_its_stored_value_and_echoed(tmp_path: Path):
    heading = "".join(text_cell(f"{letter}1", name) for letter, name in zip("ABC", ["id", "name", "code"], strict=True))
    rows = f'<row r="1">{heading}</row><row r="2">{text_cell("A2", "o1")}<c r="B2" t="str"><f>"甲"&amp;"局"</f><v>甲局</v></c></row>'
    docket = read(raw_book(tmp_path / "a.xlsx", sheet_xml(rows)))
    assert list(docket["orgs"]["name"]) == ["甲局"]
    note = only(docket, "formula_value")
    assert (note.level, note.place.clause, note.place.column, note.value) == ("note", "B2", "name", "甲局")
    assert not docket.errors


def test_a_formula_without_a_value_costs_its_row(tmp_path: Path):
    docket = read(write_book(tmp_path / "a.xlsx", {"orgs": [*ORGS, ["o2", "=A1"]]}))
    problem = only(docket, "formula_without_value")
    assert (problem.place.row, problem.place.column, problem.place.clause) == (3, "name", "B3")
    assert codes(docket) == ["formula_without_value"]
    assert list(docket["orgs"]["id"]) == ["o1"]


@pytest.mark.parametrize("cell", ['<c r="B3" t="e"><v>#REF!</v></c>', '<c r="B3" t="e"><f>C1</f><v>#REF!</v></c>'])
def test_an_error_value_costs_its_row(tmp_path: Path, cell: str):
    rows = f'<row r="1">{text_cell("A1", "id")}{text_cell("B1", "name")}</row><row r="3">{cell}</row>'
    docket = read(raw_book(tmp_path / "a.xlsx", sheet_xml(rows)))
    problem = only(docket, "error_value")
    assert (problem.place.row, problem.place.column, problem.place.clause, problem.value) == (3, "name", "B3", "#REF!")


@pytest.mark.parametrize(
    ("cell", "day"),
    [(dt.date(2026, 3, 31), "2026-03-31"), (MIDNIGHT, "2026-03-31"), ("2026年3月31日", "2026-03-31"), ("2026/3/31", "2026-03-31"), (46112, "2026-03-31")],
)  # fmt: skip
def test_dates_in_every_usual_form(tmp_path: Path, cell: object, day: str):
    docket = read(instruments(tmp_path, [*ROW, cell], headings=[*INSTRUMENT, "signed_on"]))
    assert not docket.errors
    assert list(docket["instruments"]["signed_on"]) == [parse_day(day)]


def test_a_date_with_a_time_of_day_is_read_as_the_day_and_it_is_said(tmp_path: Path):
    docket = read(instruments(tmp_path, [*ROW, EVENING], headings=[*INSTRUMENT, "signed_on"]))
    assert list(docket["instruments"]["signed_on"]) == [parse_day("2026-03-31")]
    assert only(docket, "time_left_out").place.clause == "F2"


def test_an_impossible_date_has_its_cell(tmp_path: Path):
    docket = read(instruments(tmp_path, [*ROW, "2019-13"], headings=[*INSTRUMENT, "signed_on"]))
    problem = only(docket, "impossible_date")
    assert (problem.place.row, problem.place.clause, problem.value) == (2, "F2", "2019-13")


def test_plain_day_numbers_of_a_workbook_from_1904_are_refused(tmp_path: Path):
    path = instruments(tmp_path, [*ROW, 46112], headings=[*INSTRUMENT, "signed_on"])
    book = load_workbook(path)
    book.epoch = MAC
    book.save(path)
    assert only(read(path), "serial_from_1904").place.clause == "F2"


def test_text_in_a_number_has_its_cell(tmp_path: Path):
    docket = read(instruments(tmp_path, [*ROW, "约三百万"], headings=[*INSTRUMENT, "amount"]))
    problem = only(docket, "text_in_number")
    assert (problem.place.row, problem.place.clause, problem.value) == (2, "F2", "约三百万")


def test_ids_that_the_spreadsheet_damaged_are_refused(tmp_path: Path):
    docket = read(
        write_book(
            tmp_path / "a.xlsx",
            {"orgs": [["id", "name", "code"], [dt.date(2026, 3, 1), "甲", None], ["o2", "乙", 912345678901234567]]},
        )
    )
    assert only(docket, "id_became_date").place.clause == "A2"
    assert only(docket, "digits_lost").place.clause == "C3"
    assert len(docket["orgs"]) == 0


def test_whole_numbers_as_ids_are_read_as_people_see_them(tmp_path: Path):
    docket = read(write_book(tmp_path / "a.xlsx", {"orgs": [["id", "name"], [30.0, 7]]}))
    assert docket["orgs"].row(0)["id"] == "30"


def test_hidden_sheets_and_rows_are_read_and_it_is_said(tmp_path: Path):
    path = write_book(
        tmp_path / "a.xlsx", {"orgs": [*ORGS, ["o2", "乙"]], "posts": [["id", "org", "title"], ["p", "o1", "局长"]]}
    )
    book = load_workbook(path)
    book["posts"].sheet_state = "hidden"
    book["orgs"].row_dimensions[3].hidden = True
    book.save(path)
    docket = read(path)
    assert len(docket["orgs"]) == 2
    assert len(docket["posts"]) == 1
    assert only(docket, "hidden_sheet").place.sheet == "posts"
    assert only(docket, "hidden_rows").place.row == 3


def test_a_column_of_remarks_from_a_marked_copy_is_passed_over(tmp_path: Path):
    docket = read(write_book(tmp_path / "a.xlsx", {"orgs": [["id", "name", "错误"], ["o1", "甲", "名称有误"]]}))
    assert not docket.errors
    assert list(docket["orgs"]["name"]) == ["甲"]


def test_a_large_workbook_is_read_by_a_child_process_with_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    rows = [*ROW, dt.date(2026, 3, 31), 0.3, True]
    path = instruments(tmp_path, rows, headings=[*INSTRUMENT, "signed_on", "amount", "region"])
    here = read(path)
    monkeypatch.setattr(book_values, "IN_PROCESS_CELLS", 0)
    apart = read(path)
    assert list(here["instruments"].rows()) == list(apart["instruments"].rows())
    assert here["instruments"].places == apart["instruments"].places
    assert list(here["instruments"]["amount"]) == [30]


def test_a_sheet_of_two_tables_names_is_read_under_both_names(tmp_path: Path):
    docket = read(write_book(tmp_path / "a.xlsx", {"orgs": ORGS, "机构": [["id", "name"], ["o2", "乙"]]}))
    assert list(docket["orgs"]["id"]) == ["o1", "o2"]


def test_a_chart_sheet_is_no_table(tmp_path: Path):
    book = Workbook()
    book.worksheets[0].title = "orgs"
    for row in ORGS:
        book.worksheets[0].append(row)
    book.create_chartsheet("图")
    book.save(tmp_path / "a.xlsx")
    assert not read(tmp_path / "a.xlsx").errors


@pytest.mark.parametrize("form", ["mmm-yy", "yyyy-mm", 'yyyy"年"m"月"', "[$-804]yyyy/m;@"])
def test_a_month_typed_into_a_spreadsheet_stays_a_month(tmp_path: Path, form: str):
    """2019-05 becomes 1 May 2019 in the file; what the person wrote and sees is a month."""
    path = write_book(
        tmp_path / "a.xlsx",
        {"persons": [["id", "name", "status_on"], ["r", "甲", dt.date(2019, 5, 1)], ["s", "乙", dt.date(2019, 5, 2)]]},
    )
    book = load_workbook(path)
    for row in (2, 3):
        book["persons"].cell(row, 3).number_format = form
    book.save(path)
    docket = read(path)
    assert not docket.errors
    assert [day.as_written for day in docket["persons"]["status_on"]] == ["2019-05", "2019-05-02"]


def test_a_month_where_a_day_is_needed_is_a_problem(tmp_path: Path):
    path = instruments(tmp_path, [*ROW, dt.date(2026, 5, 1)], headings=[*INSTRUMENT, "signed_on"])
    book = load_workbook(path)
    book["instruments"]["F2"].number_format = "yyyy-mm"
    book.save(path)
    problem = only(read(path), "day_not_shown")
    assert (problem.place.row, problem.place.clause) == (2, "F2")


def test_the_first_of_a_month_shown_as_a_day_is_that_day(tmp_path: Path):
    path = instruments(tmp_path, [*ROW, dt.date(2026, 5, 1)], headings=[*INSTRUMENT, "signed_on"])
    assert list(read(path)["instruments"]["signed_on"]) == [parse_day("2026-05-01")]


def test_an_end_before_the_start_and_a_missing_reference_have_their_cells(tmp_path: Path):
    tenures = [
        ["id", "post", "person", "start", "end"],
        ["t1", "p", "r", dt.date(2026, 5, 2), dt.date(2026, 5, 1)],
        ["t2", "p1", "r", None, None],
    ]
    sheets = {
        "orgs": ORGS,
        "posts": [["id", "org", "title"], ["p", "o1", "局长"]],
        "persons": [["id", "name"], ["r", "甲"]],
        "tenures": tenures,
    }
    docket = read(write_book(tmp_path / "a.xlsx", sheets))
    reversed_, dangling = only(docket, "end_before_start"), only(docket, "missing_reference")
    assert (reversed_.place.row, reversed_.place.column, reversed_.place.clause, reversed_.value) == (
        2,
        "end",
        "E2",
        "2026-05-01",
    )
    assert (dangling.place.row, dangling.place.column, dangling.place.clause, dangling.value) == (3, "post", "B3", "p1")
    assert "p" in dangling.remedy.en


def test_a_panic_of_the_library_is_a_damaged_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    class PanicException(BaseException):
        pass

    def panic(_path: str) -> None:
        raise PanicException

    monkeypatch.setattr("python_calamine.load_workbook", panic)
    assert only(read(write_book(tmp_path / "a.xlsx", {"orgs": ORGS})), "damaged_workbook").remedy.zh


def test_reading_in_a_child_process_that_dies_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(book_values, "IN_PROCESS_CELLS", 0)
    monkeypatch.setattr("sys.executable", "/bin/false")
    assert "CSV" in only(read(write_book(tmp_path / "a.xlsx", {"orgs": ORGS})), "workbook_too_large").remedy.en
