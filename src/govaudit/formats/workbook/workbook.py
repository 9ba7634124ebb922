"""Workbooks (XLSX): one sheet a table, its first row with anything in it the headings.

Formula cells are read with the value last computed, and it is said where; error values, formulas without a value and
merged cells are problems of their rows. Blank rows are no rows; rows keep the numbers people see.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from govaudit.formats.cells.cell_values import read_date
from govaudit.formats.collect import UNIT_COLUMNS
from govaudit.formats.workbook.book_values import cells_of
from govaudit.formats.workbook.guard import inspect
from govaudit.formats.workbook.headings import (
    cell_place,
    ignored_sheet,
    near_table,
    read_headings,
    recognised,
    repeats_headings,
    table_of,
)  # fmt: skip
from govaudit.formats.workbook.sheet_scan import column_letters, column_number
from govaudit.formats.workbook.template_examples import is_worked
from govaudit.model import UNITS, Fault, Place, Text, to_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from govaudit.docket import Column
    from govaudit.formats.collect import Collector
    from govaudit.formats.workbook.guard import GuardedBook, GuardedSheet
    from govaudit.formats.workbook.headings import Headings
    from govaudit.formats.workbook.sheet_scan import Shown


def read_workbook(path: Path, name: str, out: Collector) -> None:
    """Read a workbook into the collector."""
    out.file(path, name)
    try:
        book = inspect(path)
        sheets = _wanted(book, name, out)
        for title, rows in itertools.groupby(cells_of(path, book, list(sheets)), key=lambda item: item[0]):
            sheets[title].read((number, cells) for _, number, cells in rows)
        _say_worked([sheet.table for sheet in sheets.values() if sheet.worked], name, out)
    except Fault as fault:
        out.problem(fault.code, Place(name), fault.what, fault.remedy)


def _wanted(book: GuardedBook, name: str, out: Collector) -> dict[str, _SheetReader]:
    """Choose the sheets that hold tables; say what becomes of the others."""
    found = {}
    for sheet in book.sheets:
        place = Place(name, sheet.name)
        table = table_of(sheet.name)
        if ignored_sheet(sheet.name):
            out.note("notes_sheet", place, Text("说明页，未作为数据读取", "a sheet of notes, not read as data"))
        elif sheet.facts.used is None and not sheet.facts.errors:
            out.note("empty_sheet", place, Text("空工作表", "the sheet is empty"))
        elif table is None:
            out.problem("unknown_sheet", place, Text("没有叫这个名字的表", "no table has this name"),
                        near_table(sheet.name), sheet.name)  # fmt: skip
        else:
            if sheet.hidden:
                out.note("hidden_sheet", place, Text("隐藏的工作表，已读取", "the sheet is hidden; it was read"))
            found[sheet.name] = _SheetReader(sheet, table, book, name, out)
    if not any(sheet.facts.used for sheet in book.sheets):
        out.problem("empty_file", Place(name), Text("工作簿没有内容", "the workbook is empty"),
                    Text("删除该文件，或用 govaudit template 生成模板后填写", "remove it, or fill in the one that govaudit template writes"))  # fmt: skip
    return found


def _say_worked(tables: list[str], name: str, out: Collector) -> None:
    if tables:
        out.note("worked_row", Place(name), Text(f"模板的示例行未改动，未作为数据读取：{'、'.join(tables)}", f"the template's worked rows are unchanged and were not read as data: {', '.join(tables)}"))  # fmt: skip


class _SheetReader:
    """Reads one sheet: headings, then rows."""

    def __init__(self, sheet: GuardedSheet, table: str, book: GuardedBook, name: str, out: Collector) -> None:
        self.sheet, self.table, self.book, self.out = sheet, table, book, out
        self.facts = sheet.facts
        self.place = Place(name, sheet.name)
        self.headings: Headings | None = None
        self.letters: dict[str, str] = {}
        self.merged: dict[int, list[str]] = {}  # data row -> the merged ranges it lies in
        self.broken: dict[int, set[str]] = {}
        self.computed = {int(re.sub(r"\D", "", first)): letters for letters, (_, first) in self.facts.formulas.items()}
        self.shown: dict[str, Any] = {}
        self.strays: set[int] = set()
        self.timed: dict[str, tuple[int, Place]] = {}
        self.worked = 0

    def read(self, rows: Iterable[tuple[int, list[Any]]]) -> None:
        """Read all rows of the sheet."""
        filled = ((number, cells) for number, cells in rows if any(not _blank(cell) for cell in cells))
        first = next(filled, None)
        if first is None or not self._begin(*first):
            self._left_out(sum(1 for _ in filled))
            return
        second = next(filled, None)
        if second and not self._second_heading(*second):
            self.row(*second)
        for number, cells in filled:
            self.row(number, cells)
        self._say()

    def _begin(self, number: int, cells: list[Any]) -> bool:
        place = Place(self.place.file, self.place.sheet, number)
        merged = [item for item in self.facts.merged if item[0] <= number <= item[1]]
        if merged or not recognised(self.table, cells):
            self._not_headings(place, cells, merged)
            return False
        self.headings = read_headings(self.table, cells, place, self.out)
        if self.headings is None:
            return False
        self.letters = {
            column.name: column_letters(at + 1) for at, column in enumerate(self.headings.columns) if column
        }
        self._merged(number)
        self._bad_cells()
        return True

    def _not_headings(self, place: Place, cells: list[Any], merged: list[tuple[int, int, str]]) -> None:
        shown = next((cell for cell in cells if not _blank(cell)), None)
        remedy = Text(
            "第一行应为列名：删除上方的标题行，取消合并单元格",
            "the first row must be the column names: delete the title above them and unmerge the cells",
        )
        if merged:
            what = Text(f"表头所在行有合并单元格 {merged[0][2]}", f"merged cells in the heading row: {merged[0][2]}")
            self.out.problem(
                "merged_cells", Place(place.file, place.sheet, place.row, None, merged[0][2]), what, remedy, shown
            )
        else:
            self.out.problem(
                "no_headings",
                place,
                Text("该行没有一个列名可识别", "no column name was recognised in this row"),
                remedy,
                shown,
            )

    def _left_out(self, rows: int) -> None:
        if rows:
            self.out.note("sheet_left_out", self.place, Text(f"表头有误，其下 {rows} 行未读取", f"because of the headings {rows} rows below were not read"),
                          Text("改正表头后重试", "correct the headings and try again"))  # fmt: skip

    def _second_heading(self, number: int, cells: list[Any]) -> bool:
        assert self.headings is not None  # noqa: S101 - set by _begin
        again = repeats_headings(self.table, self.headings, cells)
        if again is None:
            return False
        for column, unit in again.units.items():
            if self.headings.units.setdefault(column, unit) != unit:
                self.out.problem("unit_conflict", RowPlace(self.place.file, self.place.sheet, number, letters=self.letters).at(column),
                                 Text("两行表头的金额单位不一致", "the two heading rows state different units"), Text("改为同一单位", "make them the same"))  # fmt: skip
        return True

    def _merged(self, heading: int) -> None:
        """Remember the merged ranges of each data row: below the first row of a range nobody can tell what a cell holds."""
        bottom = self.facts.used[1] if self.facts.used else 0
        for top, last, ref in self.facts.merged:
            for number in range(max(top, heading + 1), min(last, bottom) + 1):
                self.merged.setdefault(number, []).append(ref)

    def _under_merged(self, number: int) -> set[str]:
        """Report the merged ranges over a row's columns and return these columns; one over remarks alone hides nothing."""
        broken: set[str] = set()
        for ref in self.merged.get(number, ()):
            ends = [column_number(letters) for letters in re.findall(r"[A-Z]+", ref)]
            covered = [
                name for name, letters in self.letters.items() if min(ends) <= column_number(letters) <= max(ends)
            ]
            if covered:
                self.out.problem("merged_cells", Place(self.place.file, self.place.sheet, number, None, ref), Text(f"数据区有合并单元格 {ref}，本行未读取", f"merged cells {ref} among the data; this row was not read"),
                                 Text("取消合并，每行填写各自的值", "unmerge them and fill in every row"), ref)  # fmt: skip
                broken.update(covered)
        return broken

    def _bad_cells(self) -> None:
        names = {letters: column for column, letters in self.letters.items()}
        cells = sorted(
            (*self.facts.uncached, *self.facts.errors),
            key=lambda cell: (int(re.sub(r"\D", "", cell)), column_number(re.sub(r"\d", "", cell))),
        )
        for cell in cells:
            place = Place(
                self.place.file,
                self.place.sheet,
                int(re.sub(r"\D", "", cell)),
                names.get(re.sub(r"\d", "", cell)),
                cell,
            )
            self.broken.setdefault(place.row or 0, set()).add(place.column or cell)
            if cell in self.facts.errors:
                self.out.problem("error_value", place, Text("单元格是错误值", "the cell holds an error value"),
                                 Text("改正公式，或填写数值", "correct the formula or write the value"), self.facts.errors[cell])  # fmt: skip
            else:
                self.out.problem("formula_without_value", place, Text("公式没有计算结果", "the formula has no computed value"),
                                 Text("用 Excel 或 WPS 打开并保存一次，或改填数值", "open and save it in Excel or WPS, or write the value"))  # fmt: skip

    def row(self, number: int, cells: list[Any]) -> None:
        """Read one data row."""
        assert self.headings is not None  # noqa: S101 - set by _begin
        if number in self.computed:
            self._computed(number, cells)
        place = RowPlace(self.place.file, self.place.sheet, number, letters=self.letters)
        raw: dict[str, Any] = {}
        broken = self.broken.get(number, set()) | self._under_merged(number)
        for position, cell in enumerate(cells):
            if _blank(cell) or position == self.headings.remarks:
                continue
            column = self.headings.columns[position] if position < len(self.headings.columns) else None
            if column is None:
                self._stray(position, place, cell)
                continue
            try:
                raw[column.name] = self._value(cell, column, f"{column_letters(position + 1)}{number}")
            except Fault as fault:
                broken = {*broken, column.name}
                self.out.problem(fault.code, place.at(column.name), fault.what, fault.remedy, cell)
            if time_of_day(cell, column):
                self.timed[column.name] = (self.timed.get(column.name, (0, place))[0] + 1, place.at(column.name))
        if is_worked(self.table, raw):
            self.worked += 1
        elif raw:
            self.out.add(self.table, raw, place, self.headings.units, broken)

    def _value(self, cell: Any, column: Column, name: str) -> Any:
        value = clean_cell(cell, column, self._unit(column), serials_from_1904=self.book.serials_from_1904)
        shown = self.facts.coarse.get(name) if self.facts.coarse else None
        return as_shown(value, column, shown) if shown else value

    def _unit(self, column: Column) -> int | None:
        """Return yuan per unit of a column's amounts; None where a unit column says it row by row."""
        assert self.headings is not None  # noqa: S101 - set by _begin
        stated = UNIT_COLUMNS.get(self.table) in self.letters
        return self.headings.units.get(column.name, None if stated else 1)

    def _computed(self, number: int, cells: list[Any]) -> None:
        for letters, (_, first) in self.facts.formulas.items():
            if first == f"{letters}{number}":
                at = column_number(letters) - 1
                self.shown[letters] = cells[at] if at < len(cells) else None

    def _stray(self, position: int, place: Place, cell: Any) -> None:
        """Report a column with values and no heading, once."""
        if position not in self.strays:
            self.strays.add(position)
            self.out.problem("no_heading", cell_place(place, None, position), Text(f"{column_letters(position + 1)} 列有数据而没有表头", f"column {column_letters(position + 1)} has values and no heading"),
                             Text("填写表头，或清空该列", "write a heading or clear the column"), cell)  # fmt: skip

    def _say(self) -> None:
        """Echo what was understood, once a column or sheet."""
        names = {letters: column for column, letters in self.letters.items()}
        for letters, (count, first) in self.facts.formulas.items():
            if letters in names:
                row = int(re.sub(r"\D", "", first))
                self.out.note("formula_value", Place(self.place.file, self.place.sheet, row, names[letters], first),
                              Text(f"{count} 个公式单元格按已保存的计算结果读取，首个为 {first}", f"{count} formula cells were read with the value last computed, the first is {first}"), value=self.shown.get(letters))  # fmt: skip
        for count, place in self.timed.values():
            self.out.note(
                "time_left_out",
                place,
                Text(f"{count} 个日期带有时刻，只取日期", f"{count} dates have a time of day; only the day was read"),
            )
        if self.facts.hidden_rows:
            self.out.note("hidden_rows", Place(self.place.file, self.place.sheet, self.facts.first_hidden), Text(f"{self.facts.hidden_rows} 行被隐藏，已照常读取", f"{self.facts.hidden_rows} rows are hidden; they were read"))  # fmt: skip


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


# --- The place of a row in a workbook, which can also name the cell of each of its columns (E7)


@dataclass(frozen=True, slots=True)
class RowPlace(Place):
    """A row; `letters` maps column names to the sheet's letters and is shared by all rows of a sheet."""

    letters: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def at(self, column: str | None) -> Place:
        """Return the place of one cell: the column by its name, the cell in `clause`."""
        letters = self.letters.get(column or "")
        return Place(self.file, self.sheet, self.row, column, f"{letters}{self.row}" if letters else self.clause)


# --- What a spreadsheet did to a value, undone or refused: floats, dates that were none, digits that are gone

_DIGITS = 15  # a spreadsheet keeps and shows no more
_PLACES = 6  # of an amount in yuan: a ten-thousandth of a fen
_NAMES = {"id", "ref", "list"}
_DATES = {"date", "partial", "anchor", "recorded"}


def clean_cell(cell: Any, column: Column, unit: int | None = 1, *, serials_from_1904: bool = False) -> Any:
    """Return a cell as a person sees it: exact numbers, whole days, text; Fault when the spreadsheet destroyed it.

    `unit` is yuan per unit of an amount, None when the row itself states it.
    """
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (int, float)):
        number = _number(float(cell), column, serials_from_1904=serials_from_1904)
        return _amount(number, unit) if column.kind == "money" else number
    if isinstance(cell, dt.date):
        if column.kind in _NAMES:
            raise Fault("id_became_date", Text("编号被表格软件改成了日期", "the spreadsheet turned this id into a date"),
                        Text("把该列设为文本格式后重新填写", "format the column as text and write it again"))  # fmt: skip
        if isinstance(cell, dt.datetime) and cell.time() == dt.time():
            return cell.date()
    return cell


def _number(cell: float, column: Column, *, serials_from_1904: bool) -> int | Decimal:
    """Return the number with the 15 digits that a spreadsheet shows: 0.30000000000000004 is 0.3."""
    if column.kind in _NAMES | {"text"} and abs(cell) >= 10**_DIGITS:
        raise Fault("digits_lost", Text("超过15位的数字已被表格软件改动，末尾数位不可靠", "a number of more than 15 digits was altered by the spreadsheet"),
                    Text("把该列设为文本格式后重新填写", "format the column as text and write it again"))  # fmt: skip
    if column.kind in _DATES and serials_from_1904:
        raise Fault("serial_from_1904", Text("该工作簿的日期从1904年起算，未设日期格式的数字无法确定是哪天", "the workbook counts days from 1904: a plain number does not say which day"),
                    Text("把单元格设为日期格式", "format the cell as a date"))  # fmt: skip
    number = Decimal(f"{cell:.{_DIGITS}g}")
    return int(number) if number == number.to_integral_value() else number


def _amount(number: int | Decimal, unit: int | None) -> int | Decimal:
    """Take the rest of a binary sum off an amount: 1000000.1-999999.9 is stored as 0.199999999953, and 0.20 is meant.

    What goes is less than a ten-thousandth of a fen; anything more stays and is refused as finer than a fen.
    """
    places = _PLACES + len(str(unit or max(UNITS.values()))) - 1
    rounded = round(Decimal(number), places)
    if rounded == number:
        return number
    return int(rounded) if rounded == rounded.to_integral_value() else rounded.normalize()


def as_shown(cell: Any, column: Column, shown: Shown) -> Any:
    """Return a date as far as its format shows it: 1 May 2019 shown as 2019-05 is a month, for that is what was typed.

    Fault in a column that needs the day.
    """
    if column.kind not in _DATES:
        return cell
    try:
        date = to_date(read_date(cell))
    except Fault:
        return cell
    if date.day != 1 or (shown == "year" and date.month != 1):
        return cell
    if column.kind == "partial":
        return f"{date:%Y-%m}" if shown == "month" else f"{date:%Y}"
    raise Fault("day_not_shown", Text("单元格只显示到年或月，不能确定是哪一天", "the cell shows a month or year only, so the day is not certain"),
                Text("填写完整日期，格式设为年-月-日", "write the whole date and show it as year-month-day"))  # fmt: skip


def time_of_day(cell: Any, column: Column) -> bool:
    """Tell whether a civil date is written with a time, which is then left out."""
    return column.kind in _DATES and isinstance(cell, dt.datetime) and cell.time() != dt.time()
