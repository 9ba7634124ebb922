"""The user's own workbook back: a copy with a column 错误 at the end of each sheet that has problems, faulty cells in red.

Formulas, styles, drop-downs and comments are kept; charts and pictures are what openpyxl does not carry over. Computed
values are stored again when the copy is saved in Excel or WPS.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from govaudit.formats.workbook.guard import inspect
from govaudit.formats.workbook.headings import ERROR_COLUMNS
from govaudit.formats.writing.problem_files import HEADINGS, cell_of, in_order, row_of
from govaudit.formats.writing.whole_file import replace_file
from govaudit.model import Fault, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openpyxl.worksheet.worksheet import Worksheet

    from govaudit.model import Problem

_RED = PatternFill("solid", start_color="FF9C9C")
_COLUMN, _SUMMARY = Text("错误", "problems"), Text("错误汇总", "problems")
_WIDTHS = (8, 24, 16, 8, 20, 12, 30, 60, 60, 24)
_LARGEST = 300 << 20  # unpacked bytes; openpyxl takes about eight times as much memory


def write_marked(source: Path, problems: Iterable[Problem], target: Path, lang: str = "zh") -> None:
    """Write a marked copy of the workbook `source` to `target`, whole or not at all.

    All problems are listed on a sheet 错误汇总; those of sheets of `source` are marked in place, too. A workbook that
    cannot be opened, or is too large to rewrite, gives the list alone. Fault when target is source itself.
    """
    if target.exists() and target.samefile(source):
        raise Fault("would_overwrite", Text("标注副本不能覆盖原工作簿", "the marked copy must not replace the workbook itself"),
                    Text("换一个文件名", "choose another name"))  # fmt: skip
    book = _open(source)
    ordered = in_order(problems)
    by_sheet: dict[str, list[Problem]] = defaultdict(list)
    for problem in ordered:
        if problem.level == "error" and problem.place.sheet and Path(problem.place.file).name == source.name:
            by_sheet[problem.place.sheet].append(problem)
    for name, found in by_sheet.items():
        if name in book.sheetnames and hasattr(book[name], "cell"):
            _Marker(book[name], lang).mark(found)
    _summarise(book, ordered, lang)
    out = io.BytesIO()
    book.save(out)
    replace_file(target, out.getvalue())


def _open(source: Path) -> Workbook:
    """Open the user's workbook; one without sheets when it cannot be used."""
    try:
        if inspect(source).unpacked <= _LARGEST:
            return load_workbook(source)
    except (Fault, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        # openpyxl raises whatever its parsing met; the list of problems says why the workbook was not read.
        pass
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


class _Marker:
    """Marks the problems of one sheet."""

    def __init__(self, sheet: Worksheet, lang: str) -> None:
        self.sheet, self.lang = sheet, lang
        self.heading_row = next(
            (int(row[0].row or 1) for row in sheet.iter_rows() if any(cell.value is not None for cell in row)), 1
        )
        self.merged = {
            cell: area.start_cell.coordinate
            for area in sheet.merged_cells.ranges
            for row in area.rows
            for cell in _names(row)
        }

    def mark(self, problems: list[Problem]) -> None:
        """Write the column and colour the cells and the tab."""
        said: dict[int, list[str]] = defaultdict(list)
        for problem in problems:
            text = f"{problem.place.column + ': ' if problem.place.column else ''}{problem.what.pick(self.lang)}"
            text += f"{'。' if self.lang == 'zh' else '. '}{problem.remedy.pick(self.lang)}"
            if problem.place.row and problem.place.row != self.heading_row:
                said[problem.place.row].append(text)
            if cell := cell_of(problem):
                self._cell(cell.split(":")[0], text)
        column = self._column(wanted=bool(said))
        for row, texts in said.items():
            _write_text(self.sheet.cell(row, column), "\n".join(texts))
        self.sheet.sheet_properties.tabColor = "FF0000"

    def _column(self, *, wanted: bool) -> int:
        """Return the column for the remarks: that of an earlier marking, emptied, else a new one where wanted."""
        width = self.sheet.max_column or 0
        earlier = (
            at for at in range(1, width + 1) if str(self.sheet.cell(self.heading_row, at).value) in ERROR_COLUMNS
        )
        column = next(earlier, width + 1)
        for row in range(self.heading_row + 1, (self.sheet.max_row or 0) + 1 if column <= width else 0):
            if (cell := self._free(row, column)) is not None:
                cell.value = None
        if wanted:
            heading = self.sheet.cell(self.heading_row, column)
            _write_text(heading, _COLUMN.pick(self.lang))
            heading.font = Font(bold=True, color="C00000")
            self.sheet.column_dimensions[get_column_letter(column)].width = 60
        return column

    def _free(self, row: int, column: int) -> Any:
        cell = self.sheet.cell(row, column)
        return None if cell.coordinate in self.merged else cell

    def _cell(self, name: str, text: str) -> None:
        cell: Any = self.sheet[self.merged.get(name, name)]
        cell.fill = _RED
        earlier = f"{cell.comment.text}\n" if cell.comment and text not in cell.comment.text else ""
        cell.comment = Comment(earlier + text, "govaudit", width=320, height=120)


def _names(row: Any) -> list[str]:
    """Return the cell names of a row of a merged range, given as (row, column) pairs."""
    return [f"{get_column_letter(column)}{number}" for number, column in row]


def _write_text(cell: Any, text: str) -> None:
    """Write text as text, never as a formula."""
    cell.value = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "�", text)[:32_000]
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _summarise(book: Workbook, problems: list[Problem], lang: str) -> None:
    title = _SUMMARY.pick(lang)
    if title in book.sheetnames:
        del book[title]
    sheet = book.create_sheet(title)
    for at, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True), 1):
        cell = sheet.cell(1, at, heading.pick(lang))
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = width
    for row, problem in enumerate(problems, 2):
        for at, value in enumerate(row_of(problem, lang), 1):
            if isinstance(value, int):
                sheet.cell(row, at, value)
            elif value:
                _write_text(sheet.cell(row, at), value)
        cell, name = cell_of(problem), problem.place.sheet
        if cell and name in book.sheetnames:
            sheet.cell(row, 6).hyperlink = f"#'{name.replace(chr(39), chr(39) * 2)}'!{cell.split(':')[0]}"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
