"""A docket as seen on a day, as known on a day: what every room asks of it, worked out once and by nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from govaudit.docket.cases.cases_on_record import Cases, ties_of
from govaudit.docket.events.coverage import Coverage
from govaudit.docket.events.horizons import Horizons
from govaudit.docket.events.known_events import KEPT, known_events
from govaudit.docket.events.parties_by_day import Register
from govaudit.docket.sides import Sides

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.docket.cases.cases_on_record import StatutoryTie
    from govaudit.docket.events.known_events import KnownEvents
    from govaudit.docket.table import Docket


@dataclass(frozen=True, eq=False)
class View:
    """A docket at 24:00 of `as_of`, using what was recorded by `known_at` (None: all)."""

    docket: Docket
    as_of: int
    known_at: int | None = None

    @cached_property
    def known(self) -> KnownEvents:
        """The events as known then: corrected, not rejected by then."""
        return known_events(self.docket["events"], self.as_of, self.known_at)

    @cached_property
    def horizons(self) -> Horizons:
        """Up to which day the records of each fact are complete (R16)."""
        return Horizons(self.docket)

    @cached_property
    def coverage(self) -> Coverage:
        """Since when the records of each body are complete (R16, R25.5)."""
        return Coverage(self.docket)

    @cached_property
    def register(self) -> Register | None:
        """The changes of parties by events (T18-T22), None when no event makes one."""
        return None if KEPT.isdisjoint(self.docket["events"]["type"]) else Register(self.docket, self.known)

    @cached_property
    def sides(self) -> Sides:
        """Whose side each duty lies on (R25.6)."""
        return Sides(self.docket, self.register)

    @cached_property
    def statutory(self) -> Mapping[str, StatutoryTie]:
        """The duties that the law adds, by id: each with its rule, the id of its trigger event, and the acts that perform it."""
        return MappingProxyType(ties_of(self.docket["obligations"]))

    @cached_property
    def cases(self) -> Cases:
        """The docket by instrument: what was promised, and what is on record by then."""
        return Cases(self.docket, self.as_of, self.known_at, self.known, self.horizons, self.coverage)

    def over(self, docket: Docket, *kept: str) -> View:
        """Return the same days over another docket; `kept` names what is worked out already and stands as it is."""
        other = View(docket, self.as_of, self.known_at)
        other.__dict__.update((name, self.__dict__[name]) for name in kept if name in self.__dict__)
        return other

    def on(self, as_of: int) -> View:
        """Return the same docket, seen on another day."""
        return self if as_of == self.as_of else View(self.docket, as_of, self.known_at)
