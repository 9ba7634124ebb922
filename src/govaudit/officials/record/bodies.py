"""Step 2 of a trace: follow a body, or a post, through mergers, splits and moved functions to the day asked about.

A transfer counts from its own date on, never back (§3 case 52). 民法典 67 and 行政诉讼法 26: the merged body or the
successor answers, and only where an abolished body has none, the body that decided the abolition: an abolition written
down beside a merger of the same day names nobody more, and a body that is itself no more takes nothing on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govaudit.model import Text, iso
from govaudit.officials.record.assignment_scope import specificity
from govaudit.officials.record.tenure import FOREVER, NEVER
from govaudit.officials.trace.hops import hop
from govaudit.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.model import Hop
    from govaudit.officials.record.assignment_scope import ScopedDuty
    from govaudit.officials.record.officials import Officials

KINDS = words("responsibility", "successions")
_ENDS = {"merge", "abolish", "rename"}  # of the whole body: under its own id it is no more


class Succession(NamedTuple):
    """Where the duty lies on the day: bodies or posts, the hops there, and what was odd on the way."""

    at: tuple[str, ...]
    hops: tuple[Hop, ...] = ()
    flags: tuple[str, ...] = ()


def follow(officials: Officials, start: str, duty: ScopedDuty, day: int) -> Succession:
    """Return the bodies (or posts) in which the duty of `start` lies on the day; several after an unscoped split."""
    if start not in officials.transfers_from:
        return Succession((start,))
    walk = _Walk(officials, duty, day)
    walk.go(_Here(start, NEVER, None, None))
    return Succession(tuple(walk.at), tuple(walk.hops), tuple(walk.flags))


def gone(officials: Officials, body: str) -> list[tuple[int, int]]:
    """Return the days [start, end) on which a body is no more: merged, abolished or renamed, and not set up again since."""
    table = officials.docket["transfers"]
    ends = sorted(
        table["date"][row]
        for row in officials.transfers_from.get(body, ())
        if table["kind"][row] in _ENDS and not table["scope"][row]
    )
    starts = sorted(table["date"][row] for row in officials.transfers_to.get(body, ()))
    found: list[tuple[int, int]] = []
    for day in ends:
        if not found or day >= found[-1][1]:
            found.append((day, next((start for start in starts if start > day), FOREVER)))
    return found


class _Here(NamedTuple):
    """A body on the way: the day from which the duty lies there, the transfer that brought it, and where it came from."""

    body: str
    since: int
    by: int | None
    before: _Here | None
    beside: tuple[int, ...] = ()  # the transfers taken together with `by`, itself among them

    def came_by(self) -> set[int]:
        """Return the transfers of the same day on the way here: one of them again would be a circle."""
        rows: set[int] = set()
        here: _Here | None = self
        while here is not None and here.by is not None and here.since == self.since:
            rows.update(here.beside)
            here = here.before
        return rows


class _Walk:
    """One walk along the transfers; no body is left twice on one day by the same of them."""

    def __init__(self, officials: Officials, duty: ScopedDuty, day: int) -> None:
        self.officials, self.duty, self.day = officials, duty, day
        self.table = officials.docket["transfers"]
        self.at: dict[str, None] = {}
        self.hops: list[Hop] = []
        self.flags: dict[str, None] = {}
        self.used: set[int] = set()

    def go(self, start: _Here) -> None:
        waiting, met = [start], set()
        while waiting:
            here = waiting.pop()
            came_by = here.came_by()
            repeated = came_by.intersection(self.officials.transfers_from.get(here.body, ()))
            key = (here.body, here.since, frozenset(repeated))
            if key in met:
                continue
            met.add(key)
            if here.by is not None:
                self.hops.append(_hop(self.officials, here.by, here.body or None, self.day))
            onward = self._onward(here, came_by) if here.body else []
            rows = tuple(row for row, _ in onward)
            waiting += [_Here(body or "", self.table["date"][row], row, here, rows) for row, body in reversed(onward)]

    def _onward(self, here: _Here, came_by: set[int]) -> list[tuple[int, str | None]]:
        """Return the transfers that take the duty on from here, with their targets; none where it stays."""
        dates = self.table["date"]
        rows = [row for row in self.officials.transfers_from.get(here.body, ()) if dates[row] <= self.day]
        later = [row for row in rows if dates[row] >= here.since]
        fitting = _with_successor(self.officials, _fitting(later, self.table["scope"], self.duty))
        chosen = _choose(self.officials, [(depth, row) for depth, row in fitting if row not in came_by])
        if not chosen:
            self.at[here.body] = None
            self.flags.update(
                dict.fromkeys(
                    _standing_flags(
                        self.officials, [row for row in rows if row not in self.used], later, stuck=bool(fitting)
                    )
                )
            )
            return []
        self.used.update(chosen)
        found = self._targets(chosen, came_by)
        if len(found) > 1:
            self.flags["joint_successors"] = None
        return found

    def _targets(self, chosen: list[int], came_by: set[int]) -> list[tuple[int, str | None]]:
        """Return who takes the duty: the successors; where there are none the bodies that decided it, if they still are."""
        named = [(row, self.table["to"][row]) for row in chosen if self.table["to"][row] is not None]
        if named:
            return named
        self.flags["no_successor"] = None
        followed = came_by.union(chosen)
        deciding = [(row, self.table["deciding_body"][row]) for row in chosen]
        return [
            (row, None if body and self._ended(body, self.table["date"][row], followed) else body)
            for row, body in deciding
        ]

    def _ended(self, body: str, day: int, followed: set[int]) -> bool:
        """Whether a body is no more: it ended on an earlier day, or on this one on the way here, and was not set up since."""
        dates, kinds, scopes = (self.table[column] for column in ("date", "kind", "scope"))
        ends = [
            dates[row]
            for row in self.officials.transfers_from.get(body, ())
            if kinds[row] in _ENDS and not scopes[row] and (dates[row] < day or row in followed)
        ]
        return bool(ends) and not any(
            max(ends) < dates[row] <= day for row in self.officials.transfers_to.get(body, ())
        )


def _standing_flags(officials: Officials, rows: list[int], later: list[int], *, stuck: bool) -> tuple[str, ...]:
    """Say why nothing is followed: the chain came back to itself, or the body was gone before the duty reached it."""
    if stuck:
        return ("succession_cycle",)
    gone = [row for row in rows if officials.docket["transfers"]["kind"][row] in {"merge", "abolish"}]
    return ("succession_order",) if gone and not later else ()


def _fitting(rows: list[int], scopes: Sequence[str | None], duty: ScopedDuty) -> list[tuple[int, int]]:
    """Return the transfers that take the duty, each with how narrowly its scope names it; the whole body comes last."""
    depths = ((specificity(scopes[row], duty) if scopes[row] else -1, row) for row in rows)
    return [(depth, row) for depth, row in depths if depth is not None]


def _with_successor(officials: Officials, fitting: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out what names no successor on a day on which another transfer names one."""
    table = officials.docket["transfers"]
    named = {table["date"][row] for _, row in fitting if table["to"][row] is not None}
    return [one for one in fitting if table["to"][one[1]] is not None or table["date"][one[1]] not in named]


def _choose(officials: Officials, fitting: list[tuple[int, int]]) -> list[int]:
    """Return the transfers that take the duty first: the narrowest scope, then the earliest day."""
    days = officials.docket["transfers"]["date"]
    deepest = max((depth for depth, _ in fitting), default=None)
    rows = [row for depth, row in fitting if depth == deepest]
    first = min((days[row] for row in rows), default=None)
    return [row for row in rows if days[row] == first]


def name_of(officials: Officials, key: str | None) -> str:
    """Return the name of a body or post."""
    if key is not None and key in officials.posts:
        return officials.post_label(key)
    return officials.org_name(key)


def _hop(officials: Officials, row: int, target: str | None, day: int) -> Hop:
    table = officials.docket["transfers"]
    source, kind = name_of(officials, table["from"][row]), KINDS[table["kind"][row]]
    to = name_of(officials, target)
    if table["to"][row] is None:
        kind = Text(
            "撤销且无承继机关，转至作出决定的机关", "abolished without a successor, on to the body that decided it"
        )
    unscoped = table["kind"][row] in {"function_move", "split"} and not table["scope"][row]
    return hop(
        officials,
        table["id"][row],
        Text(f"“{source}”{kind.zh}“{to or '无'}”", f"{source} {kind.en} {to or '(none)'}"),
        officials.evidence("transfers", row),
        day,
        (iso(table["date"][row]), None),
        table["certainty"][row] or ("probable" if unscoped else "certain"),
    )
