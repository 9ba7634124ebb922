"""Published debt forms read from a workbook: each form found by its title, lines in their order, figures with place and unit.

A sheet may hold several forms one below the other. What is not understood is said; a blank is no figure, never zero.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from govaudit.formats.cells.cell_values import read_money
from govaudit.formats.debt_forms.form_tables import FORMS, ONWARD, Form, FormLine
from govaudit.formats.workbook.book_values import cells_of
from govaudit.formats.workbook.guard import inspect
from govaudit.formats.workbook.sheet_scan import column_letters
from govaudit.model import UNITS, Fault, Place, Problem, Text, to_text

if TYPE_CHECKING:
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
_COUNTED = {"序号", "行次", "栏次"}  # columns that number the lines
_TITLE_CELLS = 2  # a title stands alone in its row, or beside the number of the form


class FormFigure(NamedTuple):
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


class _OpenForm:
    """One form being read. Until it ends the year of a figure is counted from the form's, which a later line may be the first to state."""

    def __init__(self, form: Form, title: str, unit: str) -> None:
        self.form, self.title, self.unit = form, title, unit
        self.money: int | None = None
        self.columns: dict[int, tuple[str, str]] = {}  # column -> (kind, value)
        self.headed: dict[int, str] = {}  # column -> the heading nobody knows, until it is told
        self.year: int | None = _year(title) if form.columns == "units" else None
        self.line = 0  # lines stand in their order: those before this one are past
        self.noted = False  # below the figures
        self.figures: list[FormFigure] = []
        self.without_columns: list[Place] = []  # rows of figures

    def close(self, problems: list[Problem]) -> list[FormFigure]:
        """Return the figures with their years; what no year or no column is stated for is said, each."""
        if not self.columns:
            problems += [_column_unclear(place, "", "error") for place in self.without_columns]
        if self.year is not None:
            return [figure._replace(year=self.year + figure.year) for figure in self.figures]
        problems += [
            Problem("year_unclear", figure.place, Text("没有写明年度，未读取", "the year is not stated, not read"),
                    Text("在项目中写明年度，如“2024年末”", "write the year in the line, as 2024年末"), to_text(figure.value))
            for figure in self.figures
        ]  # fmt: skip
        return []


def read_forms(path: Path, unit: str) -> tuple[list[FormFigure], list[Problem]]:
    """Return the figures of every form of a workbook about `unit`, and what could not be read."""
    found: list[FormFigure] = []
    problems: list[Problem] = []
    forms: list[_OpenForm] = []
    try:
        book = inspect(path)
        sheet = None
        for name, number, cells in cells_of(path, book, [one.name for one in book.sheets if not one.hidden]):
            place = Place(path.name, name, number)
            if (started := _title(cells, unit)) is not None:
                found += forms[-1].close(problems) if forms else []
                forms.append(started)
                sheet = name
            elif name == sheet:
                _row(forms[-1], cells, place, problems)
        found += forms[-1].close(problems) if forms else []
    except Fault as fault:
        problems.append(Problem(fault.code, Place(path.name), fault.what, fault.remedy))
    if not found and not problems:
        problems.append(_nothing_in(path, forms))
    return found, problems


def _nothing_in(path: Path, forms: list[_OpenForm]) -> Problem:
    if forms:
        titles = "、".join(one.title for one in forms)
        return Problem("empty_form", Place(path.name), Text("公开表内没有数字", "the debt forms have no figures"),
                       Text("核对文件是否为空表", "check whether these are blank forms"), titles)  # fmt: skip
    return Problem("no_form", Place(path.name), Text("没有找到政府债务公开表", "no published debt form was found"),
                   Text("表名应含“债务限额及余额”“债务余额情况”“发行及还本付息”“偿还计划”或“限额调整”", "titles must be those of the published forms"))  # fmt: skip


def _compact(cell: Any) -> str:
    return re.sub(r"\s+", "", cell) if isinstance(cell, str) else ""


def _title(cells: list[Any], unit: str) -> _OpenForm | None:
    filled = [text for cell in cells if (text := _compact(cell))]
    if not 0 < len(filled) <= _TITLE_CELLS or any(isinstance(cell, (int, float)) for cell in cells):
        return None
    for text in filled:
        for form in FORMS:
            if text.endswith("表") and form.words.search(text):
                return _OpenForm(form, text, unit)
    return None


def _row(table: _OpenForm, cells: list[Any], place: Place, problems: list[Problem]) -> None:
    texts = [_compact(cell) for cell in cells]
    numbers = [number for number, cell in enumerate(cells) if isinstance(cell, (int, float))]
    if (match := next((match for text in texts if (match := _UNIT.search(text))), None)) is not None:
        table.money = UNITS[match[1]]
    label = next((text for text in texts if text), "")
    table.noted |= bool(table.columns) and label.startswith("注")
    if not table.columns:
        _heads(table, texts)
        table.without_columns += [place] if numbers else []
        return
    if table.form.columns == "units" and not table.noted:
        _unit_row(table, label, cells, place, problems)
    elif not table.noted and (line := _line(table, label)) is not None:
        _check_year(table, line, label, place, problems)
        for number, (kind, value) in table.columns.items():
            if (figure := _figure(table, cells, number, place, problems)) is not None:
                table.figures.append(_form_figure(table, line, kind, value, figure))
    elif numbers:
        problems.append(Problem("unknown_line", place, Text("不认识的项目，未读取", "a line that is not known, not read"), Text("核对表样", "compare the published form"), label, "note"))  # fmt: skip
        return
    problems += [_column_unclear(place, table.headed.pop(number), "note") for number in numbers if number in table.headed]  # fmt: skip


def _column_unclear(row: Place, heading: str, level: Literal["error", "note"]) -> Problem:
    return Problem("unknown_column", row, Text("不认识栏目，数字未读取", "the heading is not known, figures not read"),
                   Text("核对表样的栏目", "compare the headings of the published form"), heading or None, level)  # fmt: skip


def _heads(table: _OpenForm, texts: list[str]) -> None:
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
        elif text and text not in _COUNTED:
            table.headed[number] = text
        if kind == "units" and (match := _YEAR.search(text)):
            table.year = int(match[1])
    for number in table.columns:
        table.headed.pop(number, None)
    if table.form.columns == "years" and table.columns and table.year is None:
        table.year = min(int(value) for _, value in table.columns.values()) - 1


def _line(table: _OpenForm, label: str) -> FormLine | None:
    """Return the next line of the form that a label tells; lines stand in their order."""
    plain = re.sub(r"^其中[:：]", "", label)
    for index in range(table.line, len(table.form.lines)):
        if table.form.lines[index].words.search(plain):
            table.line = index + 1
            return table.form.lines[index]
    return None


def _year(text: str) -> int | None:
    match = _YEAR.search(text)
    return int(match[1]) if match else None


def _check_year(table: _OpenForm, line: FormLine, label: str, place: Place, problems: list[Problem]) -> None:
    stated = _year(label)
    if stated is None or table.form.columns == "years":
        return
    year = stated - line.shift
    if table.year is None:
        table.year = year
    elif year != table.year:
        problems.append(Problem("year_mismatch", place, Text(f"年度与本表其他行（{table.year}年）不合", f"the year does not go with the other lines ({table.year})"), Text("核对年度", "check the year"), label))  # fmt: skip


def _figure(
    table: _OpenForm, cells: list[Any], number: int, row: Place, problems: list[Problem]
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


def _form_figure(
    table: _OpenForm, line: FormLine, kind: str, column: str, figure: tuple[int, int, Place]
) -> FormFigure:
    value, grain, place = figure
    unit = f"{table.unit}本级" if (kind, column) == ("scope", "own") else table.unit
    basis = line.basis if line.basis != "column" else column
    if basis == "execution" and "决算" in table.title:
        basis = "final"
    year = (
        int(column) - (table.year or 0) if kind in ("year", "onward") else line.shift
    )  # columns of years state the form's
    item = line.item + ONWARD if kind == "onward" else line.item
    return FormFigure(table.form.id, line.key, unit, year, basis, item, value, grain, place)


def _unit_row(table: _OpenForm, label: str, cells: list[Any], place: Place, problems: list[Problem]) -> None:
    if not label or label.startswith("公式"):
        return
    unit = table.unit if label in {*_SCOPES, "合计", "总计"} - {"本级"} else label
    for number, (_, key) in table.columns.items():
        if (figure := _figure(table, cells, number, place, problems)) is not None:
            made = _form_figure(table, table.form.line(key), "line", key, figure)
            table.figures.append(made._replace(unit=f"{table.unit}本级" if unit == "本级" else unit))
