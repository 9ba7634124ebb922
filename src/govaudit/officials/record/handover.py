"""What the holder of a post, or a body, had in hand over a period: duties, breaches inherited, carried on and ended.

Of a person each unbroken time in a post is a term of its own, judged on its last day: what is open then is what he hands
over (离任交接清单). Of a body, or of a post, each post is one term over the whole period.
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, NamedTuple

from govaudit.model import DEFAULT_TZ, civil_day, to_day
from govaudit.officials.record.bodies import gone
from govaudit.officials.record.posts import reachable, scoped_rows
from govaudit.officials.record.tenure import FOREVER, NEVER
from govaudit.officials.trace import other_roles as beside
from govaudit.officials.trace.trace import commitment_day
from govaudit.officials.trace.tracer import Tracer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from govaudit.officials.record.assignment_scope import ScopedDuty
    from govaudit.officials.record.officials import Officials
    from govaudit.officials.record.posts import Answer
    from govaudit.officials.record.timeline import Holder
    from govaudit.settle import Status

# States in which nothing is asked any more.
OVER = frozenset({"fulfilled", "fulfilled_late", "discharged", "expired", "terminated", "superseded", "breached_final"})
_FIRST = to_day(dt.date(1700, 1, 1))  # no date that is read lies before it
_ROLES = (
    "approver",
    "reviewer",
    "handler",
    "payer",
    "supervisor",
)  # by assignment; of lines of authority there would be no end


class Sitting(NamedTuple):
    """Days [start, end) of a post with the same holder; `holder` says why where `person` is None."""

    start: int
    end: int
    holder: Holder
    person: str | None


class HeldTerm(NamedTuple):
    """One post over days [start, end), and who held it: one person, or for the whole post or body those who followed each other."""

    post: str
    person: str | None
    start: int
    end: int
    sittings: tuple[Sitting, ...] = ()


class HeldDuty(NamedTuple):
    """One duty of a term on its days [start, end), as it stood at the end of the last of them.

    `days` are breach days within, `inherited`: already late when the term began, `arose`: became late within,
    `ended_on`: the last breach day where it came to an end within, `carried`: still late at the end.
    """

    status: Status
    role: str
    start: int
    end: int
    days: int
    inherited: bool
    arose: bool
    ended_on: int | None
    carried: bool

    @property
    def open(self) -> bool:
        """Whether something is still asked: the duty belongs on the handover sheet."""
        return self.status.state not in OVER


def terms(officials: Officials, key: str, start: int | None, end: int) -> list[HeldTerm]:
    """Return the terms of a person, post or body within [start, end), by post and day; `start` None: from the first on record."""
    since = NEVER if start is None else start
    if key in officials.persons:
        return sorted(
            _of_person(officials, officials.person(key), since, end), key=lambda term: (term.start, term.post)
        )
    posts = [key] if key in officials.posts else officials.ranked(key, None)
    found = []
    for post in posts:
        first, last = officials.post_life(post)
        first = max(first, since, officials.timeline(post).known_from if since == NEVER else NEVER)
        if first < min(last, end):
            held = list(_existing(officials, post, _sittings(officials, post, first, min(last, end))))
            found += [HeldTerm(post, None, first, held[-1].end, tuple(held))] if held else []
    return found


def _existing(officials: Officials, post: str, sittings: Iterable[Sitting]) -> Iterator[Sitting]:
    """Yield the sittings of a post without the days on which nobody held it because its body was no more."""
    ended = gone(officials, officials.org_of(post))
    for one in sittings:
        start = one.start
        for first, until in ended if one.holder != "person" else ():
            if start < first < one.end:
                yield one._replace(start=start, end=first)
            start = max(start, min(until, one.end)) if first < one.end else start
        if start < one.end:
            yield one._replace(start=start)


def _sittings(officials: Officials, post: str, start: int, end: int) -> Iterator[Sitting]:
    """Yield who held a post, in order of time; of joint holders one after the other, with their common days."""
    cut = [
        (since, until, holding.holder, tuple(tenure.person for tenure in holding.primary))
        for since, until, holding in officials.timeline(post).between(start, end)
    ]
    for (holder, people), run in itertools.groupby(cut, key=lambda piece: piece[2:]):
        pieces = list(run)
        for person in people or (None,):
            yield Sitting(pieces[0][0], pieces[-1][1], holder, person)


def _of_person(officials: Officials, person: str, start: int, end: int) -> Iterator[HeldTerm]:
    """Yield the unbroken times in which a person answered for a post; suspension interrupts them."""
    posts = {post for post, rows in officials.tenures_of.items() for row in rows
             if officials.person(officials.docket["tenures"]["person"][row]) == person}  # fmt: skip
    for post in sorted(posts & officials.posts.keys()):
        timeline = officials.timeline(post)
        mine = [tenure for tenure in timeline.tenures if tenure.person == person]
        first, last = min(tenure.start_lo for tenure in mine), max(tenure.end_hi for tenure in mine)
        began: int | None = None
        for since, until, holding in timeline.between(max(start, first), min(end, last)):
            here = any(tenure.person == person for tenure in (*holding.primary, *holding.possible))
            if here and began is None:
                began = since
            if began is not None and (not here or until >= min(end, last)):
                yield HeldTerm(post, person, began, until if here else since)
                began = None


def sheets(
    officials: Officials, key: str, start: int | None, end: int, settle: Callable[[int], list[Status]]
) -> list[tuple[HeldTerm, list[HeldDuty]]]:
    """Return each term with its duties; `settle` gives the status of every obligation as of a day."""
    found, began = terms(officials, key, start, end), triggers(officials)
    judged = {day: settle(day) for day in sorted({term.end - 1 for term in found})}
    return [(term, holdings(officials, judged[term.end - 1], term, began)) for term in found]


def holdings(
    officials: Officials, statuses: Iterable[Status], term: HeldTerm, trigger: dict[str, int]
) -> list[HeldDuty]:
    """Return the duties of a term, as settled at the end of its last day; `trigger` gives the day a statutory duty began."""
    found = [held for status in statuses for held in _held(officials, status, term, trigger)]
    return sorted(found, key=lambda held: (held.status.due_on is None, held.status.due_on or 0, held.status.obligation))


def triggers(officials: Officials) -> dict[str, int]:
    """Return the day on which each statutory obligation was triggered."""
    events, found = officials.docket["events"], {}
    for key, statutory in officials.view.statutory.items():
        row = officials.events[statutory.trigger_event]
        day, at = events["occurred_on"][row], events["occurred_at"][row]
        found[key] = day if day is not None else civil_day(at, DEFAULT_TZ) if at is not None else NEVER
    return found


def _held(officials: Officials, status: Status, term: HeldTerm, trigger: dict[str, int]) -> Iterator[HeldDuty]:
    tracer = Tracer(officials, status, term.end - 1)
    if term.post not in _candidates(officials, tracer.duty):
        return
    began = trigger.get(status.obligation, commitment_day(officials, tracer.duty))
    first = max(term.start, _FIRST, NEVER if began is None else began)
    over = _over_on(officials, status)
    last = term.end if over is None else min(term.end, over + 1)
    runs = [(start, end, role) for start, end, role in _runs(tracer, term.post, first, last) if role]
    if runs:
        role = min((role for _, _, role in runs), key=_weight)
        yield _judged(status, role, [(start, end) for start, end, _ in runs])


def _over_on(officials: Officials, status: Status) -> int | None:
    """Return the day on which nothing was asked any more: of performance, else of the last event that decided it."""
    if status.performed_on is not None or status.state not in OVER:
        return status.performed_on
    days = officials.docket["events"]["occurred_on"]
    rows = [row for key in status.decisive if (row := officials.events.get(key)) is not None]
    return max((days[row] for row in rows if days[row] is not None), default=None)


def _weight(role: str) -> int:
    return ("responsible", "delegate", "head", *_ROLES).index(role)


def _candidates(officials: Officials, duty: ScopedDuty) -> set[str]:
    """Return every post that may have to do with a duty on some day, so that only those are walked through."""
    table = officials.docket["assignments"]
    rows = [
        *officials.assigned_by_obligation.get(duty.obligation, ()),
        *officials.assigned_by_instrument.get(duty.instrument or "", ()),
    ]
    named = {table["post"][row] for row in rows}
    named |= {table["post"][row] for body in reachable(officials, duty.bearer) for row in scoped_rows(officials, body)}
    bodies = {*reachable(officials, duty.bearer), *(officials.org_of(post) for post in named)}
    posts = {post for body in bodies for post in officials.ranked(body, None)} | named
    waiting = list(posts)
    while waiting:
        for row in officials.delegated_from.get(waiting.pop(), ()):
            to = officials.docket["delegations"]["to_post"][row]
            if to not in posts:
                posts.add(to)
                waiting.append(to)
    return posts


def _runs(tracer: Tracer, post: str, start: int, end: int) -> Iterator[tuple[int, int, str | None]]:
    """Cut [start, end) where answers may change, and say in which role the post answers on each piece."""
    if start >= end:
        return
    cuts = [start, *tracer.changes(start, end), end]
    for since, until in itertools.pairwise(cuts):
        yield since, until, _role(tracer, tracer.answer(since), post, since)


def _role(tracer: Tracer, answer: Answer, post: str, day: int) -> str | None:
    if any(seat.post == post for seat in answer.seats):
        return "responsible"
    if post in tracer.delegates(day).hops:
        return "delegate"
    if post in answer.heads:
        return "head"
    given = (role for role in _ROLES if post in beside.assigned(tracer.officials, tracer.duty, answer, day, role))
    return next(given, None)


def _judged(status: Status, role: str, runs: Sequence[tuple[int, int]]) -> HeldDuty:
    """Say what of the breach fell into the days held."""
    first, last = runs[0][0], runs[-1][1]
    late = [(max(span.start, start), min(span.end, end)) for span in status.spans for start, end in runs
            if max(span.start, start) < min(span.end, end)]  # fmt: skip
    # A breach begins with its first span and ends with its last: suspension in between does not end it.
    begin = status.spans[0].start if status.spans else FOREVER
    stop = status.spans[-1].end if status.spans else NEVER
    inherited = begin < first < stop
    carried = bool(status.spans) and begin < last and (status.state not in OVER if stop <= last else True)
    ended = bool(late) and not carried
    return HeldDuty(
        status, role, first, last, sum(end - start for start, end in late), inherited, first <= begin < last,
        stop - 1 if ended else None, carried,
    )  # fmt: skip
