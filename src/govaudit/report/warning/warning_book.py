"""The annex as a workbook: every table of the report, numbers as numbers, and the log a reader recalculates from."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from govaudit.model import Text
from govaudit.report import say_facts as show
from govaudit.report.renderers.sheet_book import Percent, SheetBook, amount
from govaudit.report.tables.ratios_table import number
from govaudit.report.warning.content import NO_DATA, Num

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.report.renderers.sheet_book import Cell as BookCell
    from govaudit.report.warning.content import Cell, Issue, WarningGrid

_NARROW, _STEP = 9, 0.8  # widths of a sheet from those of a document
_YUAN = {"zh": 10_000, "en": 1_000_000}


def write(issue: Issue, lang: str) -> bytes:
    """Return the workbook: a sheet for each table, named by its section."""
    day = show.day(issue.as_of)
    title = Text(f"{issue.name}财政风险预警报告附件（截至{day.zh}）", f"Annex of the fiscal risk warning: {issue.name}, {day.en}")  # fmt: skip
    book = SheetBook(lang, title.pick(lang))
    for section in issue.sections:
        for grid in section.grids:
            _sheet(book, grid, f"{section.number} {grid.caption.pick(lang)}", lang)
    for grid in issue.annex:
        _sheet(book, grid, grid.caption.pick(lang), lang)
    return book.bytes(issue.as_of)


def _sheet(book: SheetBook, grid: WarningGrid, title: str, lang: str) -> None:
    columns = [(column.label, max(_NARROW, round(column.width * _STEP) + 6)) for column in grid.columns]
    book.sheet(title, columns, (_row(row, lang) for row in grid.rows))


def _row(row: Sequence[Cell], lang: str) -> list[BookCell]:
    return [_cell(cell, lang) for cell in row]


def _cell(cell: Cell, lang: str) -> BookCell:
    """Return a number in the unit the report prints it in, with all its decimals: shares as percentages, money in 万元 or CNY million."""
    if not isinstance(cell, Num):
        return cell
    if cell.value is None:
        return NO_DATA
    if cell.unit == "yuan":
        whole = (
            number(cell.value / _YUAN[lang] * 1_000_000, "yuan") or ""
        )  # a money value to eight decimals of its unit
        return _scaled(whole)
    if cell.unit == "share":
        return Percent(Decimal(number(cell.value, "share") or "0").scaleb(-2))
    return amount(number(cell.value, cell.unit))


def _scaled(text: str) -> BookCell:
    return Decimal(text).scaleb(-6).normalize() + 0
