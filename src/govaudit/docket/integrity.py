"""Integrity of a docket: ids unique, references that exist, intervals the right way round, terms that fit together.

Bad rows are reported, never repaired; `check` marks them and takes them out, so that what is left is sound and
`--lenient` may go on with it.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from govaudit.docket.schema import TABLES
from govaudit.model.problem import Problem
from govaudit.model.text import Text

if TYPE_CHECKING:
    from govaudit.docket.table import Docket, Table
    from govaudit.model.problem import Place

# Columns that bound an interval, per table.
_INTERVALS = {
    "tenures": ("start", "end"), "assignments": ("start", "end"), "delegations": ("start", "end"),
    "authorities": ("start", "end"), "orgs": ("founded", "dissolved"), "posts": ("created", "abolished"),
    "debts": ("start", "end"),
}  # fmt: skip


def check(docket: Docket) -> None:
    """Check all tables, add problems to the docket and take bad rows out until nothing new is found.

    Rows are taken out together with those that refer to them: a dangling reference is itself a problem of its row.
    """
    for table in docket.tables.values():
        _drop(table, _repeated(docket, table))
        _drop(table, _reversed(docket, table))
    _drop(docket["obligations"], _bad_terms(docket))
    while any([_drop(table, _dangling(docket, table)) for table in docket.tables.values()]):
        pass


def _drop(table: Table, bad: set[int]) -> bool:
    if bad:
        table.keep([row not in bad for row in range(len(table))])
    return bool(bad)


def _report(docket: Docket, code: str, place: Place, what: Text, remedy: Text, value: Any = None) -> None:
    docket.problems.append(Problem(code, place, what, remedy, None if value is None else str(value)))


def _repeated(docket: Docket, table: Table) -> set[int]:
    if "id" not in table.columns:
        return set()
    first: dict[str, int] = {}
    bad = set()
    for row, key in enumerate(table["id"]):
        if first.setdefault(key, row) != row:
            bad.add(row)
            _report(docket, "repeated_id", table.places[row].at("id"), Text(f"编号重复，首次出现在 {table.places[first[key]]}", f"the id is repeated, first seen at {table.places[first[key]]}"),
                    Text("改用另一个编号，或删除重复行", "give it another id or remove the row"), key)  # fmt: skip
    return bad


def _bounds(value: Any) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else (value.lo, value.hi)


def _reversed(docket: Docket, table: Table) -> set[int]:
    if table.name not in _INTERVALS:
        return set()
    first, last = _INTERVALS[table.name]
    bad = set()
    for row, (start, end) in enumerate(zip(table[first], table[last], strict=True)):
        if start is not None and end is not None and _bounds(end)[1] < _bounds(start)[0]:
            bad.add(row)
            _report(docket, "end_before_start", table.places[row].at(last), Text("结束早于开始", "the end is before the start"),
                    Text("核对两个日期", "check both dates"), getattr(end, "as_written", end))  # fmt: skip
    return bad


def _bad_terms(docket: Docket) -> set[int]:
    """Find obligations whose due terms do not say a day: an anchor that is no date needs n and unit."""
    table = docket["obligations"]
    bad = set()
    rows = zip(table["anchor"], table["n"], table["unit"], table["due_on"], strict=True)
    for row, (anchor, n, unit, due_on) in enumerate(rows):
        if due_on is None and anchor is not None and (n is None or unit is None):
            bad.add(row)
            _report(docket, "missing_value", table.places[row].at("n"), Text("有起算事件而无期限：缺 n 或 unit", "an anchor without a period: n or unit is empty"),
                    Text("填写 n 和 unit，或直接填写 due_on", "fill in n and unit, or due_on"))  # fmt: skip
        elif n is not None and n < 0:
            bad.add(row)
            _report(docket, "negative_period", table.places[row].at("n"), Text("期限不能为负", "a period cannot be negative"), Text("核对 n", "check n"), n)
    return bad


def _dangling(docket: Docket, table: Table) -> set[int]:
    bad = set()
    for column in TABLES[table.name].columns.values():
        if not column.refers:
            continue
        known: set[str] = set().union(*(docket[name]["id"] for name in column.refers))
        for row, value in enumerate(table[column.name]):
            if value is not None and value not in known:
                bad.add(row)
                near = difflib.get_close_matches(value, sorted(known), 1)
                names = " / ".join(column.refers)
                _report(docket, "missing_reference", table.places[row].at(column.name),
                        Text(f"表 {names} 中没有此编号", f"no such id in {names}"),
                        Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?") if near
                        else Text("补上该行，或改正编号", "add that row or correct the id"), value)  # fmt: skip
    return bad
