"""The six debt forms as a workbook, a sheet each, in the layout in which they are published."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from govaudit.formats.debt_forms import FORMS, ONWARD, plan_columns
from govaudit.formats.workbook import without_clock
from govaudit.model import UNITS, is_formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.finance.form_figures import Filled
    from govaudit.formats.debt_forms import Form, FormLine

_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TITLE, _HEAD, _BODY = Font(name="黑体", size=16), Font(name="黑体", size=10.5), Font(name="宋体", size=10.5)
_CENTER, _RIGHT = Alignment(horizontal="center", vertical="center", wrap_text=True), Alignment(horizontal="right")
_INDENTED = Alignment(horizontal="left", indent=2)
_HEADED = re.compile("[一二三四五六七八九]、|合计|附：")  # lines of the first level
_TITLE_ROW, _HEAD_ROW = 1, 3
_WIDE, _NARROW = 52, 16
_COLUMNS = {"all": "本地区", "own": "本级", "budget": "预算数", "execution": "执行数"}


def write_forms(found: Filled, names: Mapping[str, str], unit: str, year: int, money: str) -> bytes:
    """Return the workbook: figures in `money` (元, 万元, 亿元); a line without a figure stays blank."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = "地方政府债务公开表", "govaudit"
    for number, form in enumerate(FORMS, 1):
        sheet = book.create_sheet(f"表{number}")
        table = (
            _by_unit(form, found[form.id], names, year)
            if form.columns == "units"
            else _by_line(form, found[form.id], year)
        )
        _fill(sheet, f"{names.get(unit, unit)}{year}年{form.title}", table, money)
    out = io.BytesIO()
    book.save(out)
    import datetime as dt

    from govaudit.model import to_day

    return without_clock(out.getvalue(), to_day(dt.date(year, 12, 31)))


_Rows = list[list[str | int | None]]  # whole numbers are fen


def _by_unit(form: Form, cells: Mapping[str, Mapping[str, int]], names: Mapping[str, str], year: int) -> _Rows:
    units = list(dict.fromkeys(column for line in cells.values() for column in line))
    heads: list[str | int | None] = ["地区", *(line.said(year) for line in form.lines)]
    rows: _Rows = [heads, ["公式", *(_formula(line) for line in form.lines)]]
    rows += [[names.get(unit, unit), *(cells.get(line.key, {}).get(unit) for line in form.lines)] for unit in units]
    return rows


def _by_line(form: Form, cells: Mapping[str, Mapping[str, int]], year: int) -> _Rows:
    columns = {"bases": ["budget", "execution"], "scopes": ["all", "own"]}.get(form.columns) or plan_columns(year)
    lettered = form.columns == "scopes"
    heads = [
        _COLUMNS.get(column) or f"{column.removesuffix(ONWARD)}年{'及以后' if column.endswith(ONWARD) else ''}"
        for column in columns
    ]
    rows: _Rows = [["项目", *(["公式"] if lettered else []), *heads]]
    for line in form.lines:
        letter = [_formula(line)] if lettered else []
        rows.append([line.said(year), *letter, *(cells.get(line.key, {}).get(column) for column in columns)])
    return rows


def _formula(line: FormLine) -> str:
    """Return the letter of a line with its sum, as printed: A=B+C."""
    if len(line.key) > 1:
        return ""
    sums = [name for _, name in line.sums if len(name) == 1]
    return f"{line.key}={'+'.join(sums)}" if len(sums) == len(line.sums) and sums else line.key


def _fill(sheet: Any, title: str, rows: _Rows, money: str) -> None:
    width = len(rows[0])
    _put(sheet, 1, 1, title, _TITLE, _CENTER)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    _put(sheet, 2, width, f"单位：{money}", _BODY, _RIGHT)
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row, 1):
            shown = _in_units(value, money) if isinstance(value, int) else value
            head = number == _HEAD_ROW
            cell = _put(
                sheet,
                number,
                column,
                shown,
                _HEAD if head else _BODY,
                _CENTER if head else _placed(shown, rows, column),
            )
            cell.border = _FRAME
    sheet.row_dimensions[_TITLE_ROW].height, sheet.row_dimensions[_HEAD_ROW].height = (
        30,
        32,
    )  # points: two lines of a heading
    sheet.column_dimensions["A"].width = _WIDE
    for column in range(2, width + 1):
        sheet.column_dimensions[sheet.cell(row=3, column=column).column_letter].width = _NARROW
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True


def _placed(shown: Any, rows: _Rows, column: int) -> Alignment | None:
    """Indent the lines below a heading, as printed; the form by unit has none."""
    by_line = rows[0][0] == "项目"
    return _INDENTED if by_line and column == 1 and not _HEADED.match(str(shown)) else None


def _put(sheet: Any, row: int, column: int, value: Any, font: Font, alignment: Alignment | None) -> Any:
    cell = sheet.cell(row=row, column=column, value=value)
    if isinstance(value, str) and is_formula(value):
        cell.data_type, cell.quotePrefix = "s", True
    cell.font = font
    if alignment is not None:
        cell.alignment = alignment
    return cell


def _in_units(fen: int, money: str) -> Decimal:
    """Return fen in units of account, without trailing zeros."""
    value = (Decimal(fen) / 100 / UNITS[money]).normalize()
    return value if int(value.as_tuple().exponent) <= 0 else value.quantize(Decimal(1))
