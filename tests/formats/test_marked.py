"""The user's workbook comes back with what is wrong in it, and with everything else as it was (using.md §1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from govaudit.formats.workbook.marked_copy import write_marked
from govaudit.formats.writing.problem_files import HEADINGS
from govaudit.model.problem import Fault, Place, Problem
from govaudit.model.text import Text
from intake_books import ORGS, read, write_book

if TYPE_CHECKING:
    from pathlib import Path

INSTRUMENTS = [
    ["id", "domain", "kind", "title", "authority", "signed_on", "amount"],
    ["c1", "procurement", "contract", "甲合同", "o1", "2026-01-05", 10],
    ["c2", "procurement", "contract", "乙合同", "o9", "2026-02-30", "=1+1"],
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_book(tmp_path / "台账.xlsx", {"orgs": ORGS, "instruments": INSTRUMENTS, "其他": [["随便"]]})


def marked(path: Path, lang: str = "zh") -> Path:
    target = path.with_name("marked.xlsx")
    write_marked(path, read(path).problems, target, lang)
    return target


def test_the_row_says_what_is_wrong_and_what_to_do(book: Path):
    sheet = load_workbook(marked(book))["instruments"]
    assert sheet["H1"].value == "错误"
    assert sheet["H2"].value is None
    assert "signed_on: 没有这一天。核对年、月、日" in sheet["H3"].value
    assert "公式没有计算结果" in sheet["H3"].value


def test_the_faulty_cell_is_red_with_a_comment_and_its_neighbours_are_not(book: Path):
    sheet = load_workbook(marked(book))["instruments"]
    assert sheet["F3"].fill.fill_type == "solid"
    assert "没有这一天" in sheet["F3"].comment.text
    assert sheet["F2"].fill.fill_type is None
    assert sheet["E2"].comment is None


def test_all_else_is_kept(book: Path):
    original = load_workbook(book)
    sheet = original["instruments"]
    sheet["D2"].font = Font(bold=True)
    sheet["D2"].comment = Comment("经办人：某", "某")
    drop = DataValidation(type="list", formula1='"是,否"')
    drop.add("D2")
    sheet.add_data_validation(drop)
    sheet.column_dimensions["D"].width = 33
    original.save(book)
    before = book.read_bytes()
    copy = load_workbook(marked(book))["instruments"]
    assert book.read_bytes() == before
    assert copy["D2"].font.bold
    assert copy["D2"].comment.text == "经办人：某"
    assert copy.data_validations.dataValidation[0].formula1 == '"是,否"'
    assert copy.column_dimensions["D"].width == 33
    assert copy["G3"].value == "=1+1"
    assert [[cell.value for cell in row[:7]] for row in copy.iter_rows()] == INSTRUMENTS


def test_sheets_without_problems_get_no_column(book: Path):
    copy = load_workbook(marked(book))
    assert [cell.value for cell in copy["orgs"][1]] == ["id", "name"]


def test_problems_without_a_row_stand_on_the_summary(book: Path):
    copy = load_workbook(marked(book))
    rows = list(copy["错误汇总"].iter_rows(values_only=True))
    assert list(rows[0]) == [heading.zh for heading in HEADINGS]
    assert any(row[9] == "unknown_sheet" and row[2] == "其他" for row in rows)
    assert len(rows) == 1 + len(read(book).problems)


def test_the_copy_is_read_like_the_original(book: Path):
    def seen(path: Path) -> list[tuple[str, str | None, int | None]]:
        return sorted((p.code, p.place.sheet, p.place.row) for p in read(path).errors)

    assert seen(marked(book)) == seen(book)


def test_marking_a_marked_copy_uses_the_same_column(book: Path):
    first = marked(book)
    second = first.with_name("again.xlsx")
    write_marked(first, read(first).problems, second)
    sheet = load_workbook(second)["instruments"]
    assert sheet.max_column == 8
    assert sheet["H3"].value.count("没有这一天") == 1


def test_a_problem_in_merged_cells_marks_the_first_of_them(book: Path):
    original = load_workbook(book)
    original["instruments"].merge_cells("D2:D3")
    original.save(book)
    copy = load_workbook(marked(book))["instruments"]
    assert "D2:D3" in copy["D2"].comment.text


def test_words_that_look_like_formulas_stay_words(book: Path):
    problem = Problem(
        "x", Place(book.name, "orgs", 2, None, "B2"), Text("=1+1", "=1+1"), Text("=2", "=2"), "=HYPERLINK(1)"
    )
    target = book.with_name("m.xlsx")
    write_marked(book, [problem], target)
    copy = load_workbook(target)
    assert {cell.data_type for cell in copy["错误汇总"][2] if cell.value and not isinstance(cell.value, int)} == {"s"}
    assert copy["orgs"]["C2"].data_type == "s"


def test_a_workbook_that_cannot_be_opened_gives_the_list_alone(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    copy = load_workbook(marked(path))
    assert copy.sheetnames == ["错误汇总"]
    assert copy["错误汇总"]["J2"].value == "damaged_workbook"


def test_english_has_no_chinese_in_it(book: Path):
    copy = load_workbook(marked(book, "en"))
    said = [cell.value for row in copy["problems"].iter_rows(min_col=8, max_col=9) for cell in row]
    assert not any("一" <= char <= "龥" for text in said if text and "2026年" not in text for char in text)


def test_the_workbook_itself_is_never_overwritten(book: Path):
    with pytest.raises(Fault, match="itself"):
        write_marked(book, [], book)
