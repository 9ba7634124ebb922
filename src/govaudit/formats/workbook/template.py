"""The empty workbook to fill in: a sheet of notes, then one sheet a table, with drop-downs, units and a worked row.

Row 1 has the column names of the docket (`amount (元)` for money), row 2 their labels, which the reader skips; row 3 is
the worked row, which it leaves out while nobody changed it.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from govaudit.docket import TABLES
from govaudit.docket.labels import OPEN_ZH, ZH_WORDS
from govaudit.formats.collect import UNIT_COLUMNS
from govaudit.formats.workbook.template_examples import WORKED
from govaudit.formats.workbook.template_notes import column_note, notes
from govaudit.model import Text, parse_day, to_date

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from govaudit.docket import Column, TableSpec

_FORMATS = {
    "date": "yyyy-mm-dd", "recorded": "yyyy-mm-dd", "money": "#,##0.00", "id": "@", "ref": "@", "text": "@", "partial": "@", "anchor": "@",
    "instant": "@", "list": "@", "spans": "@", "rate": "@", "json": "@", "terms": "@", "tz": "@", "clock": "@", "choice": "@", "flag": "@",
}  # fmt: skip
_NO_DAY = parse_day("1980-01-01")  # the first a zip file knows: an empty form speaks of no day
_FIRST, _LAST = 3, 20_000  # rows with drop-downs
_REQUIRED, _OPTIONAL, _GROUP = "C00000", "44546A", "BF6A00"
_EXAMPLE = Font(italic=True, color="808080")
_THIN = Border(bottom=Side(style="thin", color="BFBFBF"))
_NOTES, _WORDS = Text("说明", "notes"), Text("词表", "words")
_MONEY_UNIT = " (元)"


def empty_workbook(lang: str) -> bytes:
    """Return the workbook, always the same bytes; `lang` (zh or en) is that of labels, notes and drop-downs."""
    book = Workbook()
    first = book.active
    assert first is not None  # noqa: S101 - a new workbook has a sheet
    first.title = _NOTES.pick(lang)
    _write_notes(first, lang)
    words = _TemplateWords(lang)
    for spec in TABLES.values():
        _write_table(book.create_sheet(spec.name), spec, words, lang)
    words.write(book.create_sheet(_WORDS.pick(lang)))
    out = io.BytesIO()
    book.save(out)
    return without_clock(out.getvalue(), _NO_DAY)


def heading(column: Column) -> str:
    """Return a column's heading in the template."""
    return column.name + (_MONEY_UNIT if column.kind == "money" else "")


def columns_of(spec: TableSpec) -> list[Column]:
    """Return the columns of a table's sheet, in order; the unit stands in the headings, so its own column is left out."""
    return [column for column in spec.columns.values() if column.name != UNIT_COLUMNS.get(spec.name)]


class _TemplateWords:
    """The lists behind the drop-downs: each a column of the sheet of words, for an inline list holds 255 characters."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.lists: dict[tuple[str, ...], str] = {}
        self.titles: dict[tuple[str, ...], str] = {}

    def shown(self, table: str, column: Column) -> tuple[str, ...]:
        """Return a column's words as the drop-down shows them."""
        if column.kind == "flag":
            return ("是", "否") if self.lang == "zh" else ("yes", "no")
        return tuple(word_of(table, column.name, word, self.lang) for word in column.values)

    def validation(self, table: str, column: Column) -> DataValidation | None:
        """Return the drop-down of a column; on an open list other words are let through."""
        words = self.shown(table, column)
        if not words:
            return None
        if words not in self.lists:
            letter = get_column_letter(len(self.lists) + 1)
            self.lists[words] = f"'{_WORDS.pick(self.lang)}'!${letter}$2:${letter}${len(words) + 1}"
            self.titles[words] = f"{table}.{column.name}"
        made = DataValidation(
            type="list", formula1=self.lists[words], allow_blank=True, showErrorMessage=not column.open_list
        )
        made.errorTitle = column.label.pick(self.lang)
        made.error = Text("请从下拉列表中选择", "choose one of the list").pick(self.lang)
        return made

    def write(self, sheet: Worksheet) -> None:
        """Write the lists."""
        for at, (words, title) in enumerate(self.titles.items(), 1):
            sheet.cell(1, at, title).font = Font(bold=True)
            for row, word in enumerate(words, 2):
                sheet.cell(row, at, word)
            sheet.column_dimensions[get_column_letter(at)].width = 24


def word_of(table: str, column: str, word: str, lang: str) -> str:
    """Return a word of a list in a language; words without a Chinese form stay as they are."""
    if lang != "zh":
        return word
    return OPEN_ZH.get((table, column), ZH_WORDS).get(word, word)


def _write_notes(sheet: Worksheet, lang: str) -> None:
    for row, (text, is_title) in enumerate(notes(lang), 1):
        cell = sheet.cell(row, 1, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=is_title, size=14 if row == 1 else 11)
        # Programs differ in fitting the height of wrapped rows when a file is opened.
        width = sum(2 if ord(char) > 0x2E7F else 1 for char in text)  # noqa: PLR2004 - Chinese characters are two wide
        sheet.row_dimensions[row].height = 20 * (1 + width // 100)
    sheet.column_dimensions["A"].width = 110
    sheet.sheet_view.showGridLines = False


def _write_table(sheet: Worksheet, spec: TableSpec, words: _TemplateWords, lang: str) -> None:
    worked = WORKED.get(spec.name, [])
    grouped = {name for group in spec.needs for name in group}
    for at, column in enumerate(columns_of(spec), 1):
        letter = get_column_letter(at)
        _write_heading(sheet, at, spec, column, in_group=column.name in grouped, lang=lang)
        dimension = sheet.column_dimensions[letter]
        dimension.width = max(
            28 if column.name in {"title", "name"} else 12, len(heading(column)) + 4, 2 * len(column.label.zh) + 4
        )
        dimension.number_format = _FORMATS.get(column.kind, "General")
        if validation := words.validation(spec.name, column):
            validation.add(f"{letter}{_FIRST}:{letter}{_LAST}")
            sheet.add_data_validation(validation)
        for row, values in enumerate(worked, _FIRST):
            if column.name in values:
                _write_example(sheet.cell(row, at), spec.name, column, values[column.name], lang)
    sheet.freeze_panes = f"B{_FIRST}"
    sheet.sheet_properties.tabColor = _REQUIRED if spec.name in {"instruments", "obligations", "events"} else _OPTIONAL


def _write_heading(sheet: Worksheet, at: int, spec: TableSpec, column: Column, *, in_group: bool, lang: str) -> None:
    cell = sheet.cell(1, at, heading(column))
    colour = _REQUIRED if column.required else _GROUP if in_group else _OPTIONAL
    cell.fill = PatternFill("solid", start_color=colour)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.comment = Comment(column_note(spec, column, lang), "govaudit", width=320, height=170)
    label = sheet.cell(2, at, column.label.pick(lang))
    label.font, label.border = Font(color="595959"), _THIN
    label.alignment = cell.alignment = Alignment(vertical="center")


def _write_example(cell: Cell | MergedCell, table: str, column: Column, value: Any, lang: str) -> None:
    if column.kind == "choice" or column.open_list:
        value = word_of(table, column.name, value, lang)
    if column.kind in {"partial", "anchor"} and not isinstance(value, str):
        value = value.isoformat()
    cell.value = value
    cell.font = _EXAMPLE
    cell.number_format = _FORMATS.get(column.kind, "General")


# --- Office files without a clock: the same content gives the same bytes, and the dates inside are the day it speaks of

_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def without_clock(data: bytes, as_of: int) -> bytes:
    """Return the zip file (xlsx, docx) with every time in it replaced by midnight of `as_of`."""
    date = to_date(as_of)
    stamp = (max(date.year, 1980), date.month, date.day, 0, 0, 0)  # a zip file knows no year before 1980
    text = f"{date.isoformat()}T00:00:00Z".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + text + rb"\g<3>", content)
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()
