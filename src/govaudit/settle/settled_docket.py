"""A docket settled: every duty's status as of a day, with all problems met on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from govaudit.duties import NO_RECORD, gather_duties
from govaudit.settle.events_used import unknown_attributes, unknown_items, unused_events
from govaudit.settle.settle_rows import settle_with_use

if TYPE_CHECKING:
    from govaudit.docket import Docket, View
    from govaudit.duties import Duties
    from govaudit.model import Problem
    from govaudit.rules import RuleSet
    from govaudit.settle.status import Status


class Settler(Protocol):
    """Settles the duties of a view: here, or on other machines."""

    def __call__(self, view: View) -> tuple[list[Status], set[int], list[Problem]]:
        """Return the statuses, the rows of the events that some duty used, and notes on events that could do nothing."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The duties of a docket and their statuses; `docket` is the one `read`, with the duties and with the problems met since."""

    read: Docket
    duties: Duties
    statuses: list[Status]
    docket: Docket

    @property
    def view(self) -> View:
        """The view that all this was seen in."""
        return self.duties.view


def settle_docket(
    docket: Docket, rules: RuleSet, as_of: int, known_at: int | None = None, settle: Settler = settle_with_use
) -> Settled:
    """Gather what is owed, then settle every duty as of a day; `settle` may do so elsewhere (settle.bulk.spread)."""
    duties, problems = gather_duties(docket, rules, as_of, known_at)
    statuses, used, idle = settle(duties.view)
    for status in statuses:
        if status.instrument in duties.unrecorded and status.breach_days:
            status.flags += (NO_RECORD,)
    seen = duties.view.docket
    problems += [*idle, *unused_events(seen, rules, used), *unknown_attributes(seen, rules), *unknown_items(seen)]
    return Settled(docket, duties, statuses, seen.with_problems(problems))
