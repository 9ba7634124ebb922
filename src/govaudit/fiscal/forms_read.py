"""Published debt forms read from a workbook: each form found by its title, lines in their order, figures with place and unit.

A sheet may hold several forms one below the other. What is not understood is said; a blank is no figure, never zero.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.fiscal.forms import FORMS, ONWARD, Form, Line
from govaudit.intake.book_values import cells_of
from govaudit.intake.cells import read_money
from govaudit.intake.guard import inspect
from govaudit.intake.sheet_scan import column_letters
from govaudit.model.fault import Fault
from govaudit.model.money import UNITS
from govaudit.model.problem import Place, Problem
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_UNIT = re.compile(r"单位[:：](亿元|万元|百万元|千万元|元)")
_YEAR = re.compile(r"(20\d\d)年")
_BASES = {
    "预算数": "budget",
    "执行数": "execution",
    "预计执行数": "execution",
    "决算数": "final",
    "调整预算数": "adjusted",
}
_SCOPES = {"本地区": "all", "全市": "all", "全省": "all", "全县": "all", "全区": "all", "本级": "own", "市本级": "own", "省本级": "own", "县本级": "own"}  # fmt: skip
_NIL = {"", "-", "—", "——", "/"}  # no figure
_TITLE_CELLS = 2  # a title stands alone in its row, or beside the number of the form


class Read(NamedTuple):
    """One figure as a form states it, in fen; `grain` is the last digit it shows, in fen."""

    form: str
    key: str
    unit: str
    year: int
    basis: str
    item: str
    value: int
    grain: int
    place: Place


class _Table:
    """One form being read."""

    def __init__(self, form: Form, title: str, unit: str) -> None:
        self.form, self.title, self.unit = form, title, unit
        self.money: int | None = None
        self.columns: dict[int, tuple[str, str]] = {}  # column -> (kind, value)
        self.year: int | None = _year(title) if form.columns == "units" else None
        self.at = 0
        self.done = False


def read_forms(path: Path, unit: str) -> tuple[list[Read], list[Problem]]:
    """Return the figures of every form of a workbook about `unit`, and what could not be read."""
    found: list[Read] = []
    problems: list[Problem] = []
    try:
        book = inspect(path)
        table: _Table | None = None
        sheet = None
        for name, number, cells in cells_of(path, book, [one.name for one in book.sheets if not one.hidden]):
            if name != sheet:
                sheet, table = name, None
            place = Place(path.name, name, number)
            if (started := _title(cells, unit)) is not None:
                table = started
            elif table is not None and not table.done:
                found += _row(table, cells, place, problems)
    except Fault as fault:
        problems.append(Problem(fault.code, Place(path.name), fault.what, fault.remedy))
    if not found and not problems:
        problems.append(Problem("no_form", Place(path.name), Text("没有找到政府债务公开表", "no published debt form was found"),
                                Text("表名应含“债务限额及余额”“债务余额情况”“发行及还本付息”“偿还计划”或“限额调整”", "titles must be those of the published forms")))  # fmt: skip
    return found, problems


def _compact(cell: Any) -> str:
    return re.sub(r"\s+", "", cell) if isinstance(cell, str) else ""


def _title(cells: list[Any], unit: str) -> _Table | None:
    filled = [text for cell in cells if (text := _compact(cell))]
    if not 0 < len(filled) <= _TITLE_CELLS or any(isinstance(cell, (int, float)) for cell in cells):
        return None
    for text in filled:
        for form in FORMS:
            if text.endswith("表") and form.words.search(text):
                return _Table(form, text, unit)
    return None


def _row(table: _Table, cells: list[Any], place: Place, problems: list[Problem]) -> Iterator[Read]:
    texts = [_compact(cell) for cell in cells]
    if (match := next((match for text in texts if (match := _UNIT.search(text))), None)) is not None:
        table.money = UNITS[match[1]]
    table.done = bool(table.columns) and any(text.startswith("注") for text in texts)
    label = next((text for text in texts if text), "")
    if not table.columns:
        _heads(table, texts)
    elif table.done:
        return
    elif table.form.columns == "units":
        yield from _unit_row(table, label, cells, place, problems)
    elif (line := _line(table, label)) is not None:
        _check_year(table, line, label, place, problems)
        for number, (kind, value) in table.columns.items():
            figure = _figure(table, cells, number, place, problems)
            if figure is not None and (made := _read(table, line, kind, value, figure)) is not None:
                yield made
    elif any(isinstance(cell, (int, float)) for cell in cells):
        problems.append(Problem("unknown_line", place, Text("不认识的项目，未读取", "a line that is not known, not read"), Text("核对表样", "compare the published form"), label, "note"))  # fmt: skip


def _heads(table: _Table, texts: list[str]) -> None:
    """Take the columns from a heading row: bases, scopes, years, or the letters of the formulas."""
    for number, text in enumerate(texts):
        kind = table.form.columns
        if kind == "bases" and text in _BASES:
            table.columns[number] = ("basis", _BASES[text])
        elif kind == "scopes" and text in _SCOPES:
            table.columns[number] = ("scope", _SCOPES[text])
        elif kind == "years" and (match := _YEAR.match(text)):
            table.columns[number] = ("onward" if "以后" in text else "year", match[1])
        elif kind == "units" and re.fullmatch(r"[A-F](=.*)?", text):
            table.columns[number] = ("line", text[0])
        if kind == "units" and (match := _YEAR.search(text)):
            table.year = int(match[1])
    if table.form.columns == "years" and table.columns and table.year is None:
        table.year = min(int(value) for _, value in table.columns.values()) - 1


def _line(table: _Table, label: str) -> Line | None:
    """Return the next line of the form that a label tells; lines stand in their order."""
    plain = re.sub(r"^其中[:：]", "", label)
    for index in range(table.at, len(table.form.lines)):
        if table.form.lines[index].words.search(plain):
            table.at = index + 1
            return table.form.lines[index]
    return None


def _year(text: str) -> int | None:
    match = _YEAR.search(text)
    return int(match[1]) if match else None


def _check_year(table: _Table, line: Line, label: str, place: Place, problems: list[Problem]) -> None:
    stated = _year(label)
    if stated is None or table.form.columns == "years":
        return
    year = stated - line.shift
    if table.year is None:
        table.year = year
    elif year != table.year:
        problems.append(Problem("year_mismatch", place, Text(f"年度与本表其他行（{table.year}年）不合", f"the year does not go with the other lines ({table.year})"), Text("核对年度", "check the year"), label))  # fmt: skip


def _figure(
    table: _Table, cells: list[Any], number: int, row: Place, problems: list[Problem]
) -> tuple[int, int, Place] | None:
    """Return (fen, grain in fen, place) of a cell, None for a blank or one with a problem."""
    cell = cells[number] if number < len(cells) else None
    place = Place(row.file, row.sheet, row.row, column_letters(number + 1))
    if isinstance(cell, str):
        cell = cell.strip().replace(",", "").replace("，", "")
    if cell is None or cell in _NIL:
        return None
    if table.money is None:
        problems.append(Problem("unit_unclear", place, Text("没有写明金额单位", "the unit of the amounts is not stated"), Text("在表头写明“单位：亿元”", "write 单位：亿元 above the table")))  # fmt: skip
        table.done = True
        return None
    text = f"{cell:.15g}" if isinstance(cell, float) else str(cell)
    try:
        value = read_money(text, "CNY", table.money)
        places = max(0, -int(Decimal(text).as_tuple().exponent))
    except (Fault, ArithmeticError) as error:
        what = error.what if isinstance(error, Fault) else Text("应为数字", "a number is needed here")
        problems.append(Problem("bad_figure", place, what, Text("只写数字", "write digits only"), text))
        return None
    return value, table.money * 100 // 10**places or 1, place


def _read(table: _Table, line: Line, kind: str, column: str, figure: tuple[int, int, Place]) -> Read | None:
    if table.year is None:
        return None
    value, grain, place = figure
    unit = f"{table.unit}本级" if (kind, column) == ("scope", "own") else table.unit
    basis = line.basis if line.basis != "column" else column
    if basis == "execution" and "决算" in table.title:
        basis = "final"
    year = int(column) if kind in ("year", "onward") else table.year + line.shift
    item = line.item + ONWARD if kind == "onward" else line.item
    return Read(table.form.id, line.key, unit, year, basis, item, value, grain, place)


def _unit_row(table: _Table, label: str, cells: list[Any], place: Place, problems: list[Problem]) -> Iterator[Read]:
    if not label or label.startswith("公式"):
        return
    unit = table.unit if label in {*_SCOPES, "合计", "总计"} - {"本级"} else label
    for number, (_, key) in table.columns.items():
        figure = _figure(table, cells, number, place, problems)
        if figure is not None and (made := _read(table, table.form.line(key), "line", key, figure)) is not None:
            yield made._replace(unit=f"{table.unit}本级" if unit == "本级" else unit)
