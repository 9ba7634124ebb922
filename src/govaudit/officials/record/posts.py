"""Step 3 of a trace: from a duty to the posts that answer for it on a day, and the level at which they were found.

An assignment that names the obligation, the bearer where it is itself a post, an assignment that names the instrument, one by
scope (the narrowest), the deputy in charge (分管), the head (主要负责人). The head is always returned beside them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from govaudit.model import Text, iso
from govaudit.officials.record.assignment_scope import ScopedDuty, specificity
from govaudit.officials.record.bodies import Succession, follow, name_of
from govaudit.officials.trace.hops import hop, weakest, written
from govaudit.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govaudit.model import Hop
    from govaudit.officials.record.officials import Officials
    from govaudit.settle import Status

LEVELS = words("responsibility", "seats")
MOVES = words("responsibility", "moves")
UNASSIGNED = {"deputy", "head", "only_post"}


class Seat(NamedTuple):
    """A post that answers on the day, how it was found, and the hops that lead to it."""

    post: str
    level: str
    hops: tuple[Hop, ...]


class Answer(NamedTuple):
    """The posts that answer on a day (several are joint), the heads of the bodies, and what was odd."""

    seats: tuple[Seat, ...]
    bodies: tuple[str, ...]
    heads: tuple[str, ...]
    hops: tuple[Hop, ...]
    flags: tuple[str, ...]


def responsible_posts(officials: Officials, duty: ScopedDuty, day: int) -> Answer:
    """Return who answers for the duty on the day: for each of its bearers, joint ones owe the whole (T21)."""
    borne = bearers(officials, duty, day)
    if borne == (duty.bearer or "",):
        return _answer(officials, duty, day)
    answers = [_answer(officials, duty.borne_by(one), day, moved=one != duty.bearer) for one in borne]
    hops = (*_moves(officials, duty, day), *(step for one in answers for step in one.hops))
    flags = dict.fromkeys(flag for one in answers for flag in one.flags)
    seats = {seat.post: seat for one in reversed(answers) for seat in reversed(one.seats)}
    if len(seats) > 1:
        flags["joint_posts"] = None
    return Answer(
        tuple(reversed(seats.values())), tuple(dict.fromkeys(body for one in answers for body in one.bodies)),
        tuple(dict.fromkeys(head for one in answers for head in one.heads)), hops, tuple(flags),
    )  # fmt: skip


def bearers(officials: Officials, duty: ScopedDuty, day: int) -> tuple[str, ...]:
    """Return who bears the duty on the day (T20-T22)."""
    if officials.register is None or duty.obligation not in officials.obligations:
        return (duty.bearer or "",)
    return officials.register.on(duty.obligation, day).bearers


def body_bound(officials: Officials, status: Status, as_of: int) -> str:
    """Return the body that an obligation bound when it was first broken (else at the end of `as_of`), of joint bearers the first."""
    day = status.spans[0].start if status.spans else as_of
    bearer = bearers(officials, ScopedDuty(officials, status.obligation), day)[0]
    return officials.org_of(bearer) or bearer


def _moves(officials: Officials, duty: ScopedDuty, day: int) -> tuple[Hop, ...]:
    """Return the hops of the events by which the duty came to other bearers by the day."""
    if officials.register is None:
        return ()
    return tuple(
        hop(officials, move.event, Text(f"{MOVES[move.kind].zh}“{name_of(officials, move.new)}”", f"{MOVES[move.kind].en} {name_of(officials, move.new)}"),
            officials.evidence("events", move.row), day, (iso(move.day), None),
        )
        for move in officials.register.moves(duty.obligation)
        if move.day <= day and move.kind in MOVES
    )  # fmt: skip


def _answer(officials: Officials, duty: ScopedDuty, day: int, *, moved: bool = False) -> Answer:
    """Return who answers for one bearer; an assignment of a duty that has `moved` binds only posts of the new bearer."""
    if duty.uncharged:
        return Answer((), (), (), (), ())
    bodies = _bodies(officials, duty, day)
    named = _named(officials, officials.assigned_by_obligation.get(duty.obligation, ()), duty, day, "obligation")
    if moved:
        named = tuple(seat for seat in named if _within(officials, officials.org_of(seat.post), bodies.at))
    seats = named or _bearer(officials, duty, day) or _in_bodies(officials, duty, bodies, day)
    flags = dict.fromkeys(bodies.flags)
    if len({seat.post for seat in seats}) > 1 and "joint_successors" not in flags:
        flags["joint_posts"] = None
    if not seats:
        flags["no_post"] = None
    places = tuple(dict.fromkeys((*bodies.at, *(officials.org_of(seat.post) for seat in seats))))
    heads = tuple(post for body in places for post in _ranked(officials, body, "head", day))
    hops = () if named else bodies.hops
    return Answer(seats, bodies.at, heads, hops, tuple(flags))


def changes(officials: Officials, duty: ScopedDuty, start: int, end: int) -> list[int]:
    """Return the days inside (start, end) on which `answer` may change, sorted."""
    named = (
        *officials.assigned_by_obligation.get(duty.obligation, ()),
        *officials.assigned_by_instrument.get(duty.instrument or "", ()),
    )
    moves = officials.register.moves(duty.obligation) if officials.register is not None else []
    if moves:
        own = {
            day
            for one in (duty.bearer or "", *(move.new for move in moves))
            for day in _change_days(officials, duty.borne_by(one), named)
        }
        return sorted(day for day in own | {move.day for move in moves} if start < day < end)
    key = (duty.bearer, duty.beside, named)
    days = officials.change_days.get(key)
    if days is None:
        days = officials.change_days[key] = _change_days(officials, duty, named)
    return days[bisect_right(days, start) : bisect_left(days, end)]


def _change_days(officials: Officials, duty: ScopedDuty, named: Sequence[int]) -> list[int]:
    """Return the days on which answers for a bearer may change, with the assignments that name the duty, sorted."""
    table = officials.docket["assignments"]
    bodies = reachable(officials, duty.bearer) | reachable(officials, duty.beside)
    rows = [*named, *(row for body in bodies for row in scoped_rows(officials, body))]
    keys = reached(officials, {*bodies, *(table["post"][row] for row in rows)})
    posts = {post for key in keys for post in (key, *officials.ranked(key, None))}
    days = {officials.docket["transfers"]["date"][row] for key in keys for row in officials.transfers_from.get(key, ())}
    for row in rows:
        for column, later in (("start", 0), ("end", 1)):
            date = table[column][row]
            days.update((date.lo + later, date.hi + later, date.hi) if date is not None else ())
    for post in posts:
        days.update(officials.post_life(post))
    return sorted(days)


def reachable(officials: Officials, bearer: str | None) -> set[str]:
    """Return every body a bearer's duties may pass through, whatever the dates, and the bearer itself."""
    return reached(officials, {bearer} if bearer else set())


def reached(officials: Officials, keys: Iterable[str]) -> set[str]:
    """Return the keys, the bodies of those that are posts, and every body and post that transfers lead to from them."""
    found: set[str] = set()
    table = officials.docket["transfers"]
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key and key not in found:
            found.add(key)
            waiting.append(officials.org_of(key))
            for row in officials.transfers_from.get(key, ()):
                waiting += [to for to in (table["to"][row], table["deciding_body"][row]) if to]
    return found


def _bodies(officials: Officials, duty: ScopedDuty, day: int) -> Succession:
    bearer = duty.bearer or ""
    return follow(officials, officials.org_of(bearer) if bearer in officials.posts else bearer, duty, day)


def exists(officials: Officials, post: str, day: int) -> bool:
    """Whether a post may exist on the day."""
    start, end = officials.post_life(post)
    return post in officials.posts and start <= day < end


def duty_papers(officials: Officials, duty: ScopedDuty) -> tuple[str, ...]:
    """Return the documents that show a duty, its own or its instrument's; without any its clause."""
    papers = officials.instruments.get(duty.instrument or "")
    return officials.shown_by(("obligations", officials.obligations.get(duty.obligation)), ("instruments", papers))


def _bearer(officials: Officials, duty: ScopedDuty, day: int) -> tuple[Seat, ...]:
    """Return the bearer where it is a post that still exists, or the posts it was moved to."""
    if duty.bearer is None or duty.bearer not in officials.posts:
        return ()
    moved = follow(officials, duty.bearer, duty, day)
    seats = []
    for post in moved.at:
        body = officials.org_of(post)
        if exists(officials, post, day) and (moved.hops or body in follow(officials, body, duty, day).at):
            said = LEVELS["bearer"]
            evidence = duty_papers(officials, duty)
            label = officials.post_label(post)
            step = hop(
                officials,
                duty.obligation,
                Text(f"责任岗位：{label}（{said.zh}）", f"post: {label} ({said.en})"),
                evidence,
                day,
            )
            seats.append(Seat(post, "bearer", (*moved.hops, step)))
    return tuple(seats)


def _in_bodies(officials: Officials, duty: ScopedDuty, bodies: Succession, day: int) -> tuple[Seat, ...]:
    by_instrument = officials.assigned_by_instrument.get(duty.instrument or "", ())
    family = [
        row
        for row in by_instrument
        if _within(officials, officials.org_of(officials.docket["assignments"]["post"][row]), bodies.at)
    ]
    found = _named(officials, family, duty, day, "instrument")
    if found:
        return found
    seats: list[Seat] = []
    for body in bodies.at:
        seats += (
            _scoped(officials, duty, scoped_rows(officials, body), day, ({"responsible"}, "scope"), body)
            or _deputy(officials, duty, body, day)
            or _fallback(officials, body, day)
        )
    return tuple(seats)


def _within(officials: Officials, org: str, bodies: Iterable[str]) -> bool:
    """Whether an organisation is one of the bodies or stands under one of them."""
    wanted, seen = set(bodies), set()
    here: str | None = org
    while here is not None and here not in seen:
        if here in wanted:
            return True
        seen.add(here)
        here = officials.cell("orgs", here, "parent")
    return False


def scoped_rows(officials: Officials, body: str) -> tuple[int, ...]:
    """Return the assignments by scope that may reach a body's duties: of its own posts, of bodies above it and of bodies below it.

    A finance bureau answers for its city's debts, a deputy mayor for the bureaus below him (accountability.md 2.3, step 3).
    """
    found = officials.reaching.get(body)
    if found is None:
        near = {body, *_line_above(officials, body)}
        orgs = (org for org in officials.assigned_by_scope if org in near or body in _line_above(officials, org))
        rows = [row for org in orgs for row in officials.assigned_by_scope[org]]
        found = officials.reaching[body] = tuple(sorted(rows, key=officials.docket["assignments"]["id"].__getitem__))
    return found


def _line_above(officials: Officials, body: str) -> list[str]:
    """Return the bodies above a body, the nearest first."""
    found: list[str] = []
    here = officials.cell("orgs", body, "parent")
    while here is not None and here not in found and here != body:
        found.append(here)
        here = officials.cell("orgs", here, "parent")
    return found


def _scoped(
    officials: Officials, duty: ScopedDuty, rows: Iterable[int], day: int, wanted: tuple[set[str], str], body: str
) -> tuple[Seat, ...]:
    """Return the posts of the narrowest assignments by scope that hold on the day, of the `wanted` roles, with the level to say.

    One that is over, or whose post is no more, does not stand before a wider one; of two alike that of the body itself stands first.
    """
    roles, level = wanted
    table = officials.docket["assignments"]
    by_depth: dict[tuple[int, bool], list[int]] = {}
    for row in rows:
        if table["role"][row] in roles and (depth := specificity(table["scope"][row], duty)) is not None:
            by_depth.setdefault((depth, officials.org_of(table["post"][row]) == body), []).append(row)
    found = (_seats(officials, by_depth[depth], duty, day, level) for depth in sorted(by_depth, reverse=True))
    return next((seats for seats in found if seats), ())


def _named(officials: Officials, rows: Iterable[int], duty: ScopedDuty, day: int, level: str) -> tuple[Seat, ...]:
    """Return the posts of the responsible assignments among `rows` that are in force on the day."""
    table = officials.docket["assignments"]
    wanted = [row for row in rows if table["role"][row] == "responsible"]
    return _seats(officials, wanted, duty, day, level)


def _seats(officials: Officials, rows: Iterable[int], duty: ScopedDuty, day: int, level: str) -> tuple[Seat, ...]:
    table = officials.docket["assignments"]
    active = [row for row in rows if officials.in_force("assignments", row, day)]
    if not active:
        return ()
    seats: dict[str, Seat] = {}
    for row in _handed_over(officials, active, day):
        moved = follow(officials, table["post"][row], duty, day)
        for post in moved.at:
            if exists(officials, post, day) and _still_there(officials, row, post, duty, day):
                seats.setdefault(
                    post, Seat(post, level, (*moved.hops, assignment_hop(officials, row, post, level, day)))
                )
    return tuple(seats.values())


def _handed_over(officials: Officials, rows: list[int], day: int) -> list[int]:
    """Leave out an assignment whose last day is the first day of another: that day is the later one's."""
    table = officials.docket["assignments"]
    starting = any(table["start"][row] is not None and table["start"][row].lo == day for row in rows)
    if not starting:
        return rows
    start, end = table["start"], table["end"]
    return [
        row
        for row in rows
        if end[row] is None or end[row].hi != day or (start[row] is not None and start[row].lo == day)
    ]


def _still_there(officials: Officials, row: int, post: str, duty: ScopedDuty, day: int) -> bool:
    """Whether the duty has not left the body of the post since it was assigned."""
    body = officials.org_of(post)
    moved = follow(officials, body, duty, day)
    if body in moved.at or not moved.hops:
        return True
    start = officials.docket["assignments"]["start"][row]
    return start is not None and (iso(start.lo) or "") >= (moved.hops[0].start or "")


def assignment_hop(officials: Officials, row: int, post: str, level: str, day: int) -> Hop:
    """Return the hop from the duty to a post by an assignment."""
    said, label = LEVELS[level], officials.post_label(post)
    stated = officials.docket["assignments"]["certainty"][row] or "certain"
    return hop(
        officials,
        officials.docket["assignments"]["id"][row],
        Text(f"责任岗位：{label}（{said.zh}）", f"post: {label} ({said.en})"),
        officials.evidence("assignments", row),
        day,
        written(officials, "assignments", row),
        weakest(
            (
                stated,
                officials.in_force("assignments", row, day) or "possible",
                "probable" if level in UNASSIGNED else "certain",
            )
        ),
    )


def _ranked(officials: Officials, body: str, rank: str | None, day: int) -> list[str]:
    """Return the body's posts of a rank (any when None) that exist on the day, by id."""
    return [post for post in officials.ranked(body, rank) if exists(officials, post, day)]


def _deputy(officials: Officials, duty: ScopedDuty, body: str, day: int) -> tuple[Seat, ...]:
    """Return the deputy whose supervision, by scope, contains the duty (分管负责人)."""
    posts = officials.docket["assignments"]["post"]
    rows = officials.assigned_by_scope.get(body, ())
    deputies = set(_ranked(officials, body, "deputy", day)) if rows else set()
    rows = [row for row in rows if posts[row] in deputies]
    return _scoped(officials, duty, rows, day, ({"supervisor", "approver"}, "deputy"), body)


def _fallback(officials: Officials, body: str, day: int) -> tuple[Seat, ...]:
    heads, level = _ranked(officials, body, "head", day), "head"
    if not heads:
        every = _ranked(officials, body, None, day)
        heads, level = (every, "only_post") if len(every) == 1 else ([], "head")
    said = LEVELS[level]
    seats = []
    for post in heads:
        label = officials.post_label(post)
        evidence = officials.evidence("posts", officials.posts[post])
        step = hop(
            officials,
            post,
            Text(f"责任岗位：{label}（{said.zh}）", f"post: {label} ({said.en})"),
            evidence,
            day,
            certainty="probable",
        )
        seats.append(Seat(post, level, (step,)))
    return tuple(seats)
