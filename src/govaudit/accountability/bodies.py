"""Step 2 of a trace: follow a body, or a post, through mergers, splits and moved functions to the day asked about.

A transfer counts from its own date on, never back (§3 case 52). 民法典 67 and 行政诉讼法 26: the merged body or the
successor answers, and where an abolished body has none, the body that decided the abolition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govaudit.accountability.hops import hop
from govaudit.accountability.scope import specificity
from govaudit.accountability.tenure import NEVER
from govaudit.model.days import iso
from govaudit.model.text import Text
from govaudit.words import words

if TYPE_CHECKING:
    from govaudit.accountability.officials import Officials
    from govaudit.accountability.scope import Duty
    from govaudit.model.finding import Hop

KINDS = words("responsibility", "successions")


class Succession(NamedTuple):
    """Where the duty lies on the day: bodies or posts, the hops there, and what was odd on the way."""

    at: tuple[str, ...]
    hops: tuple[Hop, ...] = ()
    flags: tuple[str, ...] = ()


def follow(officials: Officials, start: str, duty: Duty, day: int) -> Succession:
    """Return the bodies (or posts) in which the duty of `start` lies on the day; several after an unscoped split."""
    if start not in officials.transfers_from:
        return Succession((start,))
    walk = _Walk(officials, duty, day)
    walk.go(_Here(start, NEVER, None, None))
    return Succession(tuple(walk.at), tuple(walk.hops), tuple(walk.flags))


class _Here(NamedTuple):
    """A body on the way: the day from which the duty lies there, the transfer that brought it, and where it came from."""

    body: str
    since: int
    by: int | None
    before: _Here | None

    def came_by(self) -> set[int]:
        """Return the transfers of the same day on the way here: one of them again would be a circle."""
        rows: set[int] = set()
        here: _Here | None = self
        while here is not None and here.by is not None and here.since == self.since:
            rows.add(here.by)
            here = here.before
        return rows


class _Walk:
    """One walk along the transfers; each body is left once for each day on which the duty came to it."""

    def __init__(self, officials: Officials, duty: Duty, day: int) -> None:
        self.officials, self.duty, self.day = officials, duty, day
        self.table = officials.docket["transfers"]
        self.at: dict[str, None] = {}
        self.hops: list[Hop] = []
        self.flags: dict[str, None] = {}
        self.used: set[int] = set()

    def go(self, start: _Here) -> None:
        waiting, met = [start], {(start.body, start.since)}
        while waiting:
            here = waiting.pop()
            if here.by is not None:
                self.hops.append(_hop(self.officials, here.by, here.body or None, self.day))
            onward = self._onward(here) if here.body else []
            for row, target in reversed(onward):
                key = (target or "", self.table["date"][row])
                if key not in met:
                    met.add(key)
                    waiting.append(_Here(*key, row, here))

    def _onward(self, here: _Here) -> list[tuple[int, str | None]]:
        """Return the transfers that take the duty on from here, with their targets; none where it stays."""
        dates = self.table["date"]
        rows = [row for row in self.officials.transfers_from.get(here.body, ()) if dates[row] <= self.day]
        later = [row for row in rows if dates[row] >= here.since]
        came_by = here.came_by()
        chosen = _choose(self.officials, [row for row in later if row not in came_by], self.duty)
        if not chosen:
            self.at[here.body] = None
            stuck = bool(later) and came_by.issuperset(later)
            self.flags.update(
                dict.fromkeys(
                    _standing_flags(self.officials, [row for row in rows if row not in self.used], later, stuck=stuck)
                )
            )
            return []
        self.used.update(chosen)
        found = [(row, *_target(self.officials, row)) for row in chosen]
        self.flags.update(dict.fromkeys(flag for _, _, flags in found for flag in flags))
        if len(chosen) > 1:
            self.flags["joint_successors"] = None
        return [(row, target) for row, target, _ in found]


def _standing_flags(officials: Officials, rows: list[int], later: list[int], *, stuck: bool) -> tuple[str, ...]:
    """Say why nothing is followed: the chain came back to itself, or the body was gone before the duty reached it."""
    if stuck:
        return ("succession_cycle",)
    gone = [row for row in rows if officials.docket["transfers"]["kind"][row] in {"merge", "abolish"}]
    return ("succession_order",) if gone and not later else ()


def _choose(officials: Officials, rows: list[int], duty: Duty) -> list[int]:
    """Return the transfers that take the duty: scope-specific ones first, then whole-body ones of one day."""
    table = officials.docket["transfers"]
    scoped = [
        (depth, row)
        for row in rows
        if table["scope"][row] and (depth := specificity(table["scope"][row], duty)) is not None
    ]
    if scoped:
        deepest = max(depth for depth, _ in scoped)
        return _earliest(officials, [row for depth, row in scoped if depth == deepest])
    return _earliest(officials, [row for row in rows if not table["scope"][row]])


def _earliest(officials: Officials, rows: list[int]) -> list[int]:
    days = officials.docket["transfers"]["date"]
    first = min((days[row] for row in rows), default=NEVER)
    return [row for row in rows if days[row] == first]


def _target(officials: Officials, row: int) -> tuple[str | None, tuple[str, ...]]:
    table = officials.docket["transfers"]
    if table["to"][row] is not None:
        return table["to"][row], ()
    return table["deciding_body"][row], ("no_successor",)


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
        table["id"][row],
        Text(f"“{source}”{kind.zh}“{to or '无'}”", f"{source} {kind.en} {to or '(none)'}"),
        officials.evidence("transfers", row),
        day,
        (iso(table["date"][row]), None),
        table["certainty"][row] or ("probable" if unscoped else "certain"),
    )
