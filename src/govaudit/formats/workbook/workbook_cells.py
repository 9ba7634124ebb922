"""What a spreadsheet did to a value, undone or refused: floats, dates that were none, digits that are gone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from govaudit.formats.cells.cell_values import read_date
from govaudit.model import UNITS, Fault, Text, to_date

if TYPE_CHECKING:
    from govaudit.docket import Column
    from govaudit.formats.workbook.sheet_scan import Shown

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
