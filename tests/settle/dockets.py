"""Dockets of one obligation, said in a line: terms, events as (type, day, more), an as-of day; read through the readers' door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.docket.view import View
from govaudit.formats.collect import Collector
from govaudit.model.days import iso, parse_day
from govaudit.model.problem import Place
from govaudit.settle.settle_rows import settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.docket.table import Docket
    from govaudit.settle.status import Status

Row = dict[str, Any]
Event = tuple[Any, ...]  # type, day[, columns]

WORLD: dict[str, list[Row]] = {
    "orgs": [{"id": "bureau", "name": "示例局"}, {"id": "firm", "name": "示例公司"}],
    "instruments": [
        {"id": "i", "domain": "procurement", "kind": "contract", "title": "示例合同", "authority": "bureau"}
    ],
}
FROM_EVENT: Row = {"anchor": "delivered", "n": 30, "unit": "day"}


def obligation(key: str = "o", **terms: Any) -> Row:
    return {"id": key, "instrument": "i", "title": "示例义务", "bearer": "bureau", "beneficiary": "firm", **terms}


def event_rows(events: Sequence[Event], target: Row | None = None) -> list[Row]:
    """Rows of the events table; each stands on obligation `o` unless it names another place."""
    rows = []
    for number, (kind, day, *more) in enumerate(events, 1):
        row: Row = {
            "id": f"e{number}",
            "type": kind,
            "occurred_on": day if isinstance(day, str) else iso(day),
            **(more[0] if more else {}),
        }
        if row.get("occurred_at"):
            del row["occurred_on"]
        if not {"obligation", "instrument"} & row.keys():
            row |= target or {"obligation": "o"}
        rows.append(row)
    return rows


def read(**tables: list[Row]) -> Docket:
    """Read rows as a reader would, then check integrity."""
    collector = Collector()
    for table, rows in {**WORLD, **tables}.items():
        for number, row in enumerate(rows, 2):
            collector.add(table, row, Place(f"{table}.csv", None, number))
    return collector.sound()


def docket(terms: Row, events: Sequence[Event] = (), **tables: list[Row]) -> Docket:
    """A docket of obligation `o`; it has to be free of problems."""
    made = read(obligations=[obligation(**terms)], events=event_rows(events), **tables)
    assert not made.errors, made.errors
    return made


def settled(made: Docket, as_of: str, known_at: str | None = None) -> dict[str, Status]:
    return {
        s.obligation: s for s in settle(View(made, parse_day(as_of), None if known_at is None else parse_day(known_at)))
    }


def status(terms: Row, events: Sequence[Event], as_of: str, known_at: str | None = None, **tables: list[Row]) -> Status:
    """The status of obligation `o`."""
    return settled(docket(terms, events, **tables), as_of, known_at)["o"]


def due(terms: Row, events: Sequence[Event] = (), as_of: str = "2030-12-31") -> str | None:
    """The due day of obligation `o` as text."""
    return iso(status(terms, events, as_of).due_on)


def days_of(found: Status) -> list[str]:
    """Every breach day, written out."""
    return [iso(day) or "" for span in found.spans for day in range(span.start, span.end)]
