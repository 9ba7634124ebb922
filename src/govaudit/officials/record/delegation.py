"""Step 4 of a trace: from the responsible post along delegations in force, in scope and under the ceiling.

The delegator stays answerable (行政处罚法 20: the delegating body answers), so a delegate is listed beside and takes no days
away. Depth is one unless the delegation says it may be passed on; a hop that fails is reported as void and not followed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govaudit.model import Text
from govaudit.officials.record.assignment_scope import ScopedDuty, specificity
from govaudit.officials.structure.gaps import Gap
from govaudit.officials.trace.hops import hop, weakest, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govaudit.model import Hop
    from govaudit.officials.record.officials import Officials
    from govaudit.officials.record.tenure import Tenure

_VOID = {
    "ceiling": Text("超出委托的金额上限", "the amount is above its ceiling"),
    "again": Text("委托未允许转委托", "the delegation may not be passed on"),
    "circle": Text("委托回到已在链上的岗位", "it leads back to a post already on the chain"),
    "lapsed": Text("委托人已离任，按规则委托随之终止", "the delegator has left, and by the rules it ended with him"),
}


class Delegates(NamedTuple):
    """The posts the duty was delegated to on the day, the hops to each, and delegations that came to nothing."""

    hops: dict[str, tuple[Hop, ...]]
    gaps: tuple[Gap, ...]


class _At(NamedTuple):
    """A post on a chain: how it was reached, and whether from it the duty may be passed on."""

    post: str
    day: int
    path: tuple[Hop, ...] = ()
    seen: frozenset[str] = frozenset()
    may_pass_on: bool = True


def delegates(officials: Officials, duty: ScopedDuty, posts: Iterable[str], day: int) -> Delegates:
    """Follow the delegations of the responsible posts on the day."""
    found: dict[str, tuple[Hop, ...]] = {}
    gaps: dict[int, Gap] = {}
    followed: set[int] = set()
    for post in posts:
        _follow(officials, duty, _At(post, day, seen=frozenset({post})), found, gaps, followed)
    # What is void on one way may hold on another.
    return Delegates(found, tuple(gap for row, gap in gaps.items() if row not in followed))


def _follow(
    officials: Officials,
    duty: ScopedDuty,
    start: _At,
    found: dict[str, tuple[Hop, ...]],
    gaps: dict[int, Gap],
    followed: set[int],
) -> None:
    """Walk on from a post; each post is left once with leave to pass on and once without, however many ways lead to it."""
    table = officials.docket["delegations"]
    waiting, met = [start], {(start.post, True)}
    while waiting:
        at = waiting.pop()
        good = []
        applying = []
        for row in _in_scope(officials, duty, officials.delegated_from.get(at.post, ()), at.day):
            why = _inapplicable(officials, duty, row, at.day)
            if why is None:
                applying.append(row)
            else:
                gaps.setdefault(row, _void_gap(officials, row, why))
        for row in _narrowest(officials, duty, applying):
            why = _void(officials, row, at)
            if why is None:
                good.append(row)
            else:
                gaps.setdefault(row, _void_gap(officials, row, why))
        followed.update(good)
        if len(good) > 1:
            gaps[-1 - good[0]] = _tie(officials, at.post, good)
        onward = []
        for row in good:
            to, may = table["to_post"][row], bool(table["may_redelegate"][row])
            steps = (*at.path, _hop(officials, row, at.day))
            found.setdefault(to, steps)
            if not {(to, may), (to, True)} & met:
                met.add((to, may))
                onward.append(_At(to, at.day, steps, at.seen | {to}, may))
        waiting += reversed(onward)


def _in_scope(officials: Officials, duty: ScopedDuty, rows: Iterable[int], day: int) -> list[int]:
    """Return the delegations in force whose scope contains the duty."""
    table = officials.docket["delegations"]
    return [
        row for row in rows
        if officials.in_force("delegations", row, day)
        and (table["revoked_on"][row] is None or day < table["revoked_on"][row])
        and _depth(officials, duty, row) is not None
    ]  # fmt: skip


def _depth(officials: Officials, duty: ScopedDuty, row: int) -> int | None:
    scope = officials.docket["delegations"]["scope"][row]
    return specificity(scope, duty) if scope else 0


def _narrowest(officials: Officials, duty: ScopedDuty, rows: Iterable[int]) -> list[int]:
    depths = {row: _depth(officials, duty, row) or 0 for row in rows}
    deepest = max(depths.values(), default=0)
    return [row for row, depth in depths.items() if depth == deepest]


def covers(officials: Officials, duty: ScopedDuty, row: int, day: int, amount: int | None) -> bool:
    """Whether a delegation is in force on the day, contains the duty and reaches up to the amount."""
    ceiling = officials.docket["delegations"]["ceiling"][row]
    return bool(_in_scope(officials, duty, [row], day)) and (ceiling is None or amount is None or amount <= ceiling)


def _inapplicable(officials: Officials, duty: ScopedDuty, row: int, day: int) -> str | None:
    """Return why a delegation in force does not reach the duty, so that a wider one may; None when it does."""
    ceiling = officials.docket["delegations"]["ceiling"][row]
    if ceiling is not None and duty.amount is not None and duty.amount > ceiling:
        return "ceiling"
    return "lapsed" if officials.rules.delegation.lapses_with_delegator and _lapsed(officials, row, day) else None


def _void(officials: Officials, row: int, at: _At) -> str | None:
    """Return why the delegation fails on this way, None when it holds."""
    if not at.may_pass_on:
        return "again"
    return "circle" if officials.docket["delegations"]["to_post"][row] in at.seen else None


def _lapsed(officials: Officials, row: int, day: int) -> bool:
    """Whether everybody who gave the delegation has left the post since; unknown givers have not."""
    givers = _givers(officials, row)
    return bool(givers) and all(tenure.end_hi <= day for tenure in givers)


def _givers(officials: Officials, row: int) -> tuple[Tenure, ...]:
    """Return the tenures that held the delegating post on the day the delegation began."""
    table = officials.docket["delegations"]
    start = table["start"][row]
    return () if start is None else officials.timeline(table["from_post"][row]).at(start.hi).primary


def changes(officials: Officials, posts: Iterable[str], start: int, end: int) -> set[int]:
    """Return the days inside (start, end) on which some delegation begins, ends or is revoked or lapses on the chains from the posts."""
    table, days, seen, waiting = officials.docket["delegations"], set[int](), set[str](), list(posts)
    while waiting:
        post = waiting.pop()
        if post not in seen:
            seen.add(post)
            rows = officials.delegated_from.get(post, ())
            days |= {day for row in rows for day in _days(officials, row) if start < day < end}
            waiting += [table["to_post"][row] for row in rows]
    return days


def _days(officials: Officials, row: int) -> Iterator[int]:
    """Yield the days from which a delegation may be, surely is, may no longer be and surely no longer is in force."""
    table = officials.docket["delegations"]
    first, last, revoked = table["start"][row], table["end"][row], table["revoked_on"][row]
    yield from (first.lo, first.hi) if first is not None else ()
    yield from (last.lo + 1, last.hi + 1) if last is not None else ()
    yield from (revoked,) if revoked is not None else ()
    if officials.rules.delegation.lapses_with_delegator:
        yield from (tenure.end_hi for tenure in _givers(officials, row))


def _hop(officials: Officials, row: int, day: int) -> Hop:
    table = officials.docket["delegations"]
    giver, to = officials.post_label(table["from_post"][row]), officials.post_label(table["to_post"][row])
    certainty = weakest(
        (table["certainty"][row] or "certain", officials.in_force("delegations", row, day) or "possible")
    )
    return hop(officials, table["id"][row], Text(f"“{giver}”委托“{to}”", f"{giver} delegated to {to}"), officials.evidence("delegations", row),
        day, written(officials, "delegations", row), certainty,
    )  # fmt: skip


def _void_gap(officials: Officials, row: int, why: str) -> Gap:
    table = officials.docket["delegations"]
    giver, to = officials.post_label(table["from_post"][row]), officials.post_label(table["to_post"][row])
    key = table["id"][row]
    return Gap(
        "void_delegation",
        (key, why),
        {"giver": giver, "delegate": to, "why": _VOID[why]},
        post=table["to_post"][row],
        facts=(key,),
        evidence=officials.evidence("delegations", row),
    )


def _tie(officials: Officials, post: str, rows: list[int]) -> Gap:
    ids = tuple(officials.docket["delegations"]["id"][row] for row in rows)
    said = {"post": officials.post_label(post), "count": len(ids)}
    return Gap("tied_delegations", (post, *ids), said, post=post, facts=ids)
