"""Integrity of a docket: ids unique, references that exist, intervals the right way round, terms that fit together.

Bad rows are reported, never repaired; `check` marks them and takes them out, so that what is left is sound and
`--lenient` may go on with it.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from govaudit.docket.builder import report_problem
from govaudit.docket.cases.cases_on_record import instrument_of
from govaudit.docket.schema import TABLES
from govaudit.docket.term_checks import TERM_CHECKS
from govaudit.model import Text, iso

if TYPE_CHECKING:
    from govaudit.docket.builder import DocketBuilder, TableBuilder
    from govaudit.docket.schema import Column
    from govaudit.model import Place

# Columns that bound an interval, per table.
_INTERVALS = {
    "tenures": ("start", "end"), "assignments": ("start", "end"), "delegations": ("start", "end"),
    "authorities": ("start", "end"), "orgs": ("founded", "dissolved"), "posts": ("created", "abolished"),
    "debts": ("start", "end"),
}  # fmt: skip


MOST_COMPARED = 100_000  # ids; a 'did you mean' for each of thousands of missing ids would take minutes


def check_integrity(docket: DocketBuilder) -> None:
    """Check all tables, add problems to the docket and take bad rows out.

    Rows are taken out together with those that refer to them, each with a problem of its own.
    """
    for table in docket.tables.values():
        _drop(docket, table, _repeated(docket, table), gone=False)
        _drop(docket, table, _reversed(docket, table))
    for name, find in TERM_CHECKS:
        _drop(docket, docket[name], find(docket))
    _drop_dangling(docket)


def _drop(docket: DocketBuilder, table: TableBuilder, bad: set[int], *, gone: bool = True) -> None:
    """Take rows out of a table; `gone` when no other row of their id is left."""
    if bad:
        if gone and "id" in table.columns:
            docket.rejected.setdefault(table.name, set()).update(table["id"][row] for row in bad)
        for row in sorted(bad) if table.name == "events" else ():
            docket.leave_out(
                table.name, {name: values[row] for name, values in table.columns.items()}, table.places[row]
            )
        table.keep([row not in bad for row in range(len(table))])


def _repeated(docket: DocketBuilder, table: TableBuilder) -> set[int]:
    if "id" not in table.columns or len(set(table["id"])) == len(table):
        return set()
    first: dict[str, int] = {}
    bad: set[int] = set()
    for row, key in enumerate(table["id"]):
        if first.setdefault(key, row) != row:
            bad.add(row)
            report_problem(docket, "repeated_id", table.places[row].at("id"), Text(f"编号重复，首次出现在 {table.places[first[key]]}", f"the id is repeated, first seen at {table.places[first[key]]}"),
                    Text("改用另一个编号，或删除重复行", "give it another id or remove the row"), key)  # fmt: skip
    return bad


def _bounds(value: Any) -> tuple[int, int]:
    return (value, value) if isinstance(value, int) else (value.lo, value.hi)


def _reversed(docket: DocketBuilder, table: TableBuilder) -> set[int]:
    if table.name not in _INTERVALS:
        return set()
    first, last = _INTERVALS[table.name]
    bad: set[int] = set()
    for row, (start, end) in enumerate(zip(table[first], table[last], strict=True)):
        if start is not None and end is not None and _bounds(end)[1] < _bounds(start)[0]:
            bad.add(row)
            report_problem(docket, "end_before_start", table.places[row].at(last), Text("结束早于开始", "the end is before the start"),
                    Text("核对两个日期", "check both dates"), iso(end) if isinstance(end, int) else end.as_written)  # fmt: skip
    return bad


def _drop_dangling(docket: DocketBuilder) -> None:
    """Drop the rows that refer to none, then those that refer to what was dropped, each row looked at once."""
    refs = [
        (table, column)
        for table in docket.tables.values()
        for column in TABLES[table.name].columns.values()
        if column.refers
    ]
    ids = {
        table.name: {*table["id"], *docket.elsewhere.get(table.name, ())}
        for table in docket.tables.values()
        if "id" in table.columns
    }
    bad: dict[str, set[int]] = defaultdict(set)
    for table, column in refs:
        bad[table.name] |= _dangling(docket, table, column, set().union(*(ids[name] for name in _targets(column))))
    todo = [(docket[name], row) for name, rows in bad.items() for row in sorted(rows)]
    users = _users(refs) if todo else {}
    while todo:
        gone, row = todo.pop()
        if gone.name not in ids:
            continue
        key = gone["id"][row]
        ids[gone.name].discard(key)
        for table, column, at in users.get(key, ()):
            if at not in bad[table.name] and not any(key in ids[name] for name in _targets(column)):
                bad[table.name].add(at)
                _follows(docket, table.places[at].at(column.name), key)
                todo.append((table, at))
    for name, rows in bad.items():
        _drop(docket, docket[name], rows)


def _targets(column: Column) -> tuple[str, ...]:
    """Return the tables a reference may point into: a debt is an instrument, whether or not the docket also lists it as one."""
    return (*column.refers, "debts") if "instruments" in column.refers else column.refers


def _users(refs: list[tuple[TableBuilder, Column]]) -> dict[str, list[tuple[TableBuilder, Column, int]]]:
    """Return, by id, every cell that refers to it."""
    found: dict[str, list[tuple[TableBuilder, Column, int]]] = defaultdict(list)
    for table, column in refs:
        for row, value in enumerate(table[column.name]):
            if value is not None:
                found[value].append((table, column, row))
    return found


def _dangling(docket: DocketBuilder, table: TableBuilder, column: Column, known: set[str]) -> set[int]:
    bad: set[int] = set()
    if not set(table[column.name]) - known - {None}:
        return bad
    rejected: set[str] = set().union(*(docket.rejected.get(name, ()) for name in _targets(column)))
    ours = "obligations" in column.refers
    debts = set(docket["debts"]["id"]) if ours else set()
    instruments = {*docket["instruments"]["id"], *docket.elsewhere.get("instruments", ())} if ours else set()
    for row, value in enumerate(table[column.name]):
        if (
            value is None
            or value in known
            or (ours and (_is_flow(value, debts) or instrument_of(value) in instruments))
        ):
            continue  # of a debt, or of the law: those duties are made later (duties.stray_names)
        place = table.places[row].at(column.name)
        if value in rejected:
            _follows(docket, place, value)
        else:
            _missing(docket, column, place, value, known if (len(bad) + 1) * len(known) <= MOST_COMPARED else set())
        bad.add(row)
    return bad


def _is_flow(value: str, debts: set[str]) -> bool:
    """Whether an id is that of a debt's n-th payment, `<debt>/<n>`, which becomes an obligation later (duties.debt_service)."""
    debt, _, number = value.rpartition("/")
    return debt in debts and number.isdecimal()


def _follows(docket: DocketBuilder, place: Place, value: str) -> None:
    report_problem(docket, "refers_to_bad_row", place, Text("引用的那一行有问题，本行也未使用", "it refers to a row with a problem, so this row is not used either"),
           Text("先改正被引用的行", "correct the row it refers to first"), value)  # fmt: skip


def _missing(docket: DocketBuilder, column: Column, place: Place, value: str, known: set[str]) -> None:
    near = difflib.get_close_matches(value, sorted(known), 1)
    names = " / ".join(column.refers)
    report_problem(docket, "missing_reference", place, Text(f"表 {names} 中没有此编号", f"no such id in {names}"),
           Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?") if near
           else Text("补上该行，或改正编号", "add that row or correct the id"), value)  # fmt: skip
