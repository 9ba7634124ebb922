"""What the fold works on: one obligation's terms, and its events, suspensions and rates as parallel integer sequences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from govaudit.rules.days import NEVER
from govaudit.settle.deadline import union
from govaudit.settle.event_effects import stops_after_default

if TYPE_CHECKING:
    from govaudit.model import Rate

Ints = Sequence[int]


class Terms(NamedTuple):
    """The terms of one obligation, all integers.

    `include` is 1 where the text counts the first day (R2). `anchor` and `condition` are days, NEVER while unseen (`condition` 0
    when there is none); `fixed` is NEVER for a period; `amount` NO_AMOUNT for an act. `den` is the denominator of the rates, 0
    when no interest runs. `signed` is the day an amendment was made, 0 for the first terms. `long_stop` is
    NEVER unless trigger or condition had not come by then. `skips_paying_day` is 1 where the day of payment is no breach day (A7),
    `backwards` where `fixed` was counted back from the anchor: no suspension moves it (R4, R9).
    """

    kind: int
    anchor: int
    fixed: int
    n: int
    unit: int
    include: int
    roll: int
    condition: int
    long_stop: int
    grace_n: int
    grace_unit: int
    grace_mode: int
    tolling: int
    amount: int
    tolerance: int
    principal_first: int
    interest_mode: int
    contract: int
    den: int
    signed: int
    skips_paying_day: int = 0
    backwards: int = 0


class EventColumns(NamedTuple):
    """Events in the order of §1.2: civil days, codes, values (minor units, IN_FULL, cure days, or a version's number for CHANGE)."""

    day: Ints
    code: Ints
    value: Ints


class Tolled(NamedTuple):
    """Suspensions, half-open, disjoint, ascending; `court` is 1 where breach days stop too after default (R9)."""

    begin: Ints
    end: Ints
    court: Ints


class RateColumns(NamedTuple):
    """Rate rows: first days ascending, numerators over `Terms.den`."""

    first: Ints
    numerator: Ints


class Days(NamedTuple):
    """The calendar (`rank`, `nth`) and the two days of a verdict: `as_of`, and `known`, the last day of complete records."""

    rank: Ints
    nth: Ints
    as_of: int
    known: int


class Obligation(NamedTuple):
    """The cells of one obligation that the fold rests on, as the table has them."""

    id: str
    instrument: str | None
    kind: str
    action: str | None
    due_on: int | None
    anchor: str
    n: int | None
    unit: str | None
    start: str | None
    roll: str | None
    cutoff: int | None
    grace_n: int | None
    grace_unit: str | None
    grace_mode: str | None
    amount: int | None
    currency: str | None
    tolerance: int | None
    allocation: str | None
    paying_day: str | None
    interest_mode: str | None
    interest_rate: Rate | None
    rate_table: str | None
    condition: str | None
    reciprocal_of: str | None
    reparation_of: str | None
    long_stop: int | None
    tolling: str | None
    calendar: str | None
    tz: str | None
    clause: str | None


# --- Suspensions and resumptions paired into intervals, and overlapping ones cut into disjoint pieces (T13, T14, R9)


def pair_suspensions(moves: list[tuple[int, bool, str]]) -> list[tuple[int, int, bool]]:
    """Pair (day, whether it suspends, cause) into intervals [suspended, resumed), marked where breach days stop too (T13, T14).

    A resumption ends the suspension of its own cause, or one that named none; naming no cause it ends all. On one day what is
    suspended resumes first and may be suspended anew.
    """
    return paired(moves)[0]


def paired(moves: list[tuple[int, bool, str]]) -> tuple[list[tuple[int, int, bool]], set[tuple[int, bool, str]]]:
    """Return the intervals, and the resumptions that ended nothing: no suspension was open, or none of their cause."""
    opened: dict[str, int] = {}
    idle: set[tuple[int, bool, str]] = set()
    intervals: list[tuple[int, int, bool]] = []
    resumed: set[tuple[int, str]] = set()
    for day, begins, cause in sorted(set(moves)):
        if not begins:
            closed = list(opened) if not cause else [key for key in (cause, "") if key in opened][:1]
            intervals += [(opened.pop(key), day, stops_after_default(key)) for key in closed]
            resumed |= {(day, key) for key in closed}
            if not closed and (day, True, cause) not in moves:
                idle.add((day, begins, cause))
        elif (day, False, cause) not in moves or (day, cause) in resumed:
            opened.setdefault(cause, day)
    return intervals + [(day, NEVER, stops_after_default(cause)) for cause, day in opened.items()], idle


def disjoint(intervals: list[tuple[int, int, bool]]) -> Tolled:
    """Cut overlapping suspensions into disjoint pieces, a piece marked when any marked one covers it."""
    marked = union([(begin, end) for begin, end, court in intervals if court])
    pieces = [(begin, end, 1) for begin, end in marked]
    for begin, end in union([(begin, end) for begin, end, _ in intervals]):
        start = begin
        for left, right in marked:
            if right <= start or left >= end:
                continue
            if left > start:
                pieces.append((start, left, 0))
            start = right
        if start < end:
            pieces.append((start, end, 0))
    columns = list(zip(*sorted(pieces), strict=True)) or [()] * 3
    return Tolled(*columns)
