"""Headings of a table, as people write them: the column name or its Chinese or English label, with or without a unit.

`amount`, `金额`, `amount(万元)` and `金额（元）` are one column. A table may have both rows, names and labels; the second is
then no data.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from govaudit.docket import TABLES
from govaudit.formats.collect import NEAR
from govaudit.model import UNITS, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.docket import Column
    from govaudit.formats.collect import Collector
    from govaudit.model import Place

_UNIT = re.compile(
    r"(?P<name>.*?)\s*[（(【\[]\s*(?:单位\s*[:：]\s*)?(?P<unit>[^（()）\[\]【】]+?)\s*[)）\]】]$", re.DOTALL
)
_IGNORED_SHEETS = {
    "说明", "填写说明", "使用说明", "填表说明", "词表", "错误汇总", "notes", "note", "readme", "help", "instructions", "words", "problems",
}  # fmt: skip
_LONGEST = 200  # characters of a heading; on a longer cell the pattern above would search for minutes
# The column that a marked copy adds: its words are ours, not data.
ERROR_COLUMNS = {"错误", "problems"}


@dataclass(slots=True)
class Headings:
    """The columns of a sheet or file, in order; None where the heading is blank. `units`: yuan per unit by column.

    `remarks` is the position of the column 错误 that a marked copy added, which is passed over.
    """

    columns: list[Column | None]
    units: dict[str, int] = field(default_factory=dict)
    remarks: int | None = None


def table_of(name: str) -> str | None:
    """Return the table that a sheet or file name means: its English name or Chinese title."""
    wanted = _folded(name)
    for table, spec in TABLES.items():
        if wanted in {table, _folded(spec.title.zh), _folded(spec.title.en)}:
            return table
    return None


def ignored_sheet(name: str) -> bool:
    """Tell whether a sheet holds explanations, not data."""
    return _folded(name) in _IGNORED_SHEETS


def near_table(name: str) -> Text:
    """Say what to do about a name that is no table."""
    titles = {
        _folded(title): table for table, spec in TABLES.items() for title in (table, spec.title.zh, spec.title.en)
    }
    near = difflib.get_close_matches(_folded(name), titles, 1)
    if near:
        table = titles[near[0]]
        return Text(f"是否指“{table}”（{TABLES[table].title.zh}）？", f"did you mean '{table}'?")
    return Text(f"改名为下列之一：{'、'.join(f'{table}（{spec.title.zh}）' for table, spec in TABLES.items())}；说明文字放在名为“说明”的工作表",
                f"rename it to one of: {', '.join(TABLES)}; explanations go into a sheet called 'notes'")  # fmt: skip


def read_headings(table: str, cells: Sequence[Any], place: Place, out: Collector) -> Headings | None:
    """Read a heading row; None when it has a fault, which is reported: without sure columns no row can be read."""
    found = Headings([])
    seen: dict[str, str] = {}
    good = True
    for position, cell in enumerate(cells):
        text = "" if cell is None else str(cell).strip()
        at = cell_place(place, text or None, position)
        column = None
        if text in ERROR_COLUMNS:
            found.remarks = position
        elif text:
            column, unit = _column(table, text)
            good = _check(column, unit, text, seen, at, out, table) and good
            if column and unit:
                found.units[column.name] = UNITS[unit]
        found.columns.append(column)
    while found.columns and found.columns[-1] is None:
        found.columns.pop()
    return found if good else None


def cell_place(place: Place, column: str | None, position: int) -> Place:
    """Return the place of a cell: the heading, and in a workbook the cell as a spreadsheet names it (`clause`)."""
    from govaudit.formats.workbook.sheet_scan import column_letters

    cell = f"{column_letters(position + 1)}{place.row}" if place.sheet else None
    return type(place)(place.file, place.sheet, place.row, column, cell)


def repeats_headings(table: str, headings: Headings, cells: Sequence[Any]) -> Headings | None:
    """Return the units of a second heading row (labels under names, or names under labels), None when it is data."""
    units = {}
    for position, column in enumerate(headings.columns):
        text = "" if position >= len(cells) or cells[position] is None else str(cells[position]).strip()
        if (column is None and not text) or position == headings.remarks:
            continue
        again, unit = _column(table, text)
        if column is None or again is not column:
            return None
        if unit:
            units[column.name] = UNITS.get(unit, 0)
    return Headings(headings.columns, units)


def recognised(table: str, cells: Sequence[Any]) -> bool:
    """Tell whether at least one cell of a row names a column."""
    return any(_column(table, str(cell).strip())[0] for cell in cells if cell is not None)


def _folded(name: str) -> str:
    return name.strip().casefold()


def _column(table: str, text: str) -> tuple[Column | None, str | None]:
    """Return (column, unit in brackets); the whole text comes first, for a label may itself have brackets."""
    if column := _named(table, text):
        return column, None
    if len(text) <= _LONGEST and (match := _UNIT.match(text)):
        return _named(table, match["name"]), match["unit"]
    return None, None


def _named(table: str, text: str) -> Column | None:
    wanted = _folded(text).rstrip("*＊").rstrip()
    columns = TABLES[table].columns
    if wanted in columns:
        return columns[wanted]
    for column in columns.values():
        if wanted in {_folded(column.label.zh), _folded(column.label.en)}:
            return column
    return None


def _check(
    column: Column | None, unit: str | None, text: str, seen: dict[str, str], at: Place, out: Collector, table: str
) -> bool:
    if column is None:
        _unknown(table, text, at, out)
    elif column.name in seen:
        out.problem("repeated_heading", at, Text(f"列“{column.name}”出现了两次（“{seen[column.name]}”和“{text}”）", f"column '{column.name}' occurs twice ('{seen[column.name]}' and '{text}')"),
                    Text("删除其中一列", "remove one of them"), text)  # fmt: skip
    elif unit and (column.kind != "money" or unit not in UNITS):
        out.problem("heading_unit", at, Text(f"表头中的单位“{unit}”不能用于此列", f"the unit '{unit}' in the heading does not fit this column"),
                    Text("金额列写 元、万元 或 亿元；利率写小数或带%的数", "amounts take 元, 万元 or 亿元; rates are fractions, or numbers with %"), text)  # fmt: skip
    else:
        seen[column.name] = text
        return True
    return False


def _unknown(table: str, text: str, at: Place, out: Collector) -> None:
    columns = TABLES[table].columns
    labels = {
        label: column
        for column in columns.values()
        for label in (column.name, _folded(column.label.zh), _folded(column.label.en))
    }
    near = difflib.get_close_matches(_folded(text), labels, 1, cutoff=NEAR)
    names = "、".join(columns)
    out.problem(
        "unknown_column", at, Text(f"表 {table} 没有列“{text}”", f"table {table} has no column '{text}'"),
        Text(f"是否指“{labels[near[0]].name}”（{labels[near[0]].label.zh}）？", f"did you mean '{labels[near[0]].name}'?") if near
        else Text(f"删除该列；可用的列：{names}", f"remove it; the columns are: {names.replace('、', ', ')}"), text,
    )  # fmt: skip
