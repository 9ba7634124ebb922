"""Since when, and up to when, the ledgers kept here hold all acts of a body: only there does "no record" mean "did not happen" (R16, R25.5)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from govaudit.words import EVENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from govaudit.docket.table import Docket

PAYMENTS = frozenset({"pay", "perform", "paid", "refund", "refunded"})  # what tells that money was paid


class _SourceRow(NamedTuple):
    table: str
    unit: str | None
    types: frozenset[str]
    since: int
    through: int | None


class Coverage:
    """The rows of `sources` that state from which day they are complete, asked for a body (or post) and what it should have done."""

    def __init__(self, docket: Docket) -> None:
        t = docket["sources"]
        names = EVENTS.meanings()
        rows = zip(t["table"], t["unit"], t["types"], t["complete_from"], t["complete_through"], strict=True)
        self._ledgers = [
            _SourceRow(table, unit, frozenset(names.get(one, one) for one in types or ()), since, through)
            for table, unit, types, since, through in rows
            if since is not None
        ]
        self._parent = dict(zip(docket["orgs"]["id"], docket["orgs"]["parent"], strict=True))
        self._body = dict(zip(docket["posts"]["id"], docket["posts"]["org"], strict=True))
        self._above = cache(lambda body: frozenset(self._chain(body)))

    def __bool__(self) -> bool:
        return bool(self._ledgers)

    def began(self, body: str | None, types: Collection[str]) -> int | None:
        """Return the day from which acts of some types of a body are on record; None where no ledger says."""
        return min((one.since for one in self._of("events", body, types)), default=None)

    def covers(self, body: str | None, what: Collection[str], since: int, until: int, table: str = "events") -> bool:
        """Whether a ledger holds all acts of a body, or documents with such titles, from one day to another (both included).

        A ledger that states no last day reaches to the day of the question, which `until` never passes.
        """
        return any(
            one.since <= since and (one.through is None or until <= one.through) for one in self._of(table, body, what)
        )

    def named(self, table: str) -> set[str]:
        """Return all types, or titles, that the ledgers of a table name."""
        return {word for one in self._ledgers if one.table == table for word in one.types}

    def _of(self, table: str, body: str | None, what: Collection[str]) -> Iterator[_SourceRow]:
        for one in self._ledgers:
            mine = one.unit is None or one.unit in self._above(body)
            if one.table == table and mine and (not one.types or not one.types.isdisjoint(what)):
                yield one

    def _chain(self, body: str | None) -> Iterator[str]:
        """Yield a body, or that of a post, and those above it."""
        seen: set[str] = set()
        at = self._body.get(body or "", body)
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            at = self._parent.get(at)
