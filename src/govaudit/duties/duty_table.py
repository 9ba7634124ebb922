"""All duties of a docket on a day: promised, of debts, of the law; each pass takes a view and gives a new table, the docket stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.docket import View
from govaudit.docket.events import EVENT_OF_COLUMN
from govaudit.duties.debt_service import owed_by_debts
from govaudit.duties.statutory import statutory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govaudit.docket import Docket, Table
    from govaudit.duties.applicability import NotComputable
    from govaudit.model import Place, Problem
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
    table, missing = statutory(service.view, rules)
    # What the law adds changes neither the events nor what was promised.
    view = service.view.over(service.view.docket.with_tables(table), "known", "horizons", "cases")
    return Duties(view, service.debts, service.flow, service.unrecorded, missing), problems


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
