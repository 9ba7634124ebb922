"""All duties of a docket on a day: promised, of debts, of the law; each pass takes a view and gives a new table, the docket stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.docket import TABLES, View
from govaudit.docket.cases import instrument_of
from govaudit.docket.events import EVENT_OF_COLUMN
from govaudit.duties.debt_service import owed_by_debts
from govaudit.duties.statutory import statutory
from govaudit.duties.stray_names import without_strays
from govaudit.model import DEFAULT_TZ
from govaudit.rules.kinds import Deadline

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from govaudit.docket import Docket, Table
    from govaudit.duties.applicability import NotComputable
    from govaudit.model import Place, Problem, Text
    from govaudit.rules import RuleSet
    from govaudit.schedules import Debt, Flow


class Duties(NamedTuple):
    """What is owed on a day; `view` shows a docket that has all of it among its obligations, and only rows that can be used.

    `debts` with the `flow` behind each of their duties, those `unrecorded` (duties.debt_service), and what could not be computed.
    """

    view: View
    debts: Sequence[Debt]
    flow: Mapping[str, Flow]
    unrecorded: frozenset[str]
    missing: Sequence[NotComputable]

    @property
    def table(self) -> Table:
        """The duties: the columns of obligations and, of the law's, rule, trigger_event and performed_by."""
        return self.view.docket["obligations"]


def gather_duties(
    docket: Docket, rules: RuleSet, as_of: int, known_at: int | None = None
) -> tuple[Duties, list[Problem]]:
    """Return the duties of a docket as of a day, using what was recorded by `known_at`, and the problems met."""
    service, problems = owed_by_debts(View(with_column_events(docket), as_of, known_at))
    view = service.view
    while True:
        table, missing = statutory(view, rules)
        whole, strays = without_strays(view.docket.with_tables(table), _perhaps(view, rules, missing), by_law=True)
        problems += strays
        if not any(one.level == "error" for one in strays):
            break
        view = view.over(_unlawful(whole))  # what was read from rows that name no duty there is must not stand either
    # What the law adds changes neither the events nor what was promised.
    view = view.over(whole, "known", "horizons", "cases")
    return Duties(view, service.debts, service.flow, service.unrecorded, missing), problems


def _unlawful(docket: Docket) -> Docket:
    """Return a docket without the duties that the law added."""
    duties = docket["obligations"]
    return docket.with_tables(duties.without({row for row, rule in enumerate(duties["rule"]) if rule is not None}))


def _perhaps(view: View, rules: RuleSet, missing: Sequence[NotComputable]) -> dict[str, Text | None]:
    """Return the statutory duties that rows name and that are not there, yet may be: of later triggers, or for want of a fact (and which)."""
    docket, known = view.docket, view.docket["obligations"].index
    named = {
        value
        for table in docket.tables.values()
        for column in TABLES[table.name].columns.values()
        if "obligations" in column.refers
        for value in table[column.name]
        if value is not None and value not in known and instrument_of(value) is not None
    }
    unknown = {f"{item.instrument}/{item.rule}": item.what for item in missing} if named else {}
    found: dict[str, Text | None] = {}
    for name in named:
        bare, _, number = name.partition("#")
        rule = rules.rules.get(bare.rpartition("/")[2])
        if bare in unknown:
            found[name] = unknown[bare]
        elif isinstance(rule, Deadline) and _later(view, instrument_of(name), rule.starts, int(number or 1)):
            found[name] = None
    return found


def _later(view: View, instrument: str | None, types: Collection[str], count: int) -> bool:
    """Whether events of some types on an instrument are as many as a number asks for, some of them not yet seen in the view."""
    events, known = view.docket["events"], view.known.by_row
    rows = [
        row
        for row, (kind, on) in enumerate(zip(events["type"], events["instrument"], strict=True))
        if on == instrument and kind in types
    ]
    return len(rows) >= count and any(row not in known or known[row].on(DEFAULT_TZ) > view.as_of for row in rows)


# --- Facts that stand in a column, as events: signed_on, effective_on and ends_on of an instrument


def with_column_events(docket: Docket) -> Docket:
    """Return the docket with an event `<instrument>/<column>` for each such date that has no event of its type on the instrument."""
    table, events = docket["instruments"], docket["events"]
    known = set(zip(events["instrument"], events["type"], strict=True))
    rows: list[dict[str, Any]] = []
    places: list[Place] = []
    for row, instrument in enumerate(table["id"]):
        for column, type_ in EVENT_OF_COLUMN.items():
            day, key = table[column][row], f"{instrument}/{column}"
            if day is not None and (instrument, type_) not in known and key not in events.index:
                rows.append({"id": key, "instrument": instrument, "type": type_, "occurred_on": day})
                places.append(table.places[row].at(column))
    return docket.with_tables(events.with_rows(rows, places))
