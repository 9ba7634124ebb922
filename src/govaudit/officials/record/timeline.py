"""The timeline of one post: cut once at every start and end, then asked by day or by span with a bisection.

Who answers for a day (rule R24 and accountability.md §2.3 step 5): substantive, else acting, else presiding; among equals the
latest start, so the incomer on the day of handover; a suspended holder gives way. A day that may be one person's or
another's, because a date is known only to the month or the year, is nobody's: it is `unknown`, with those who may have
held the post named beside it. If those are several tenures of one person it is his, for the reason `precision`: possible at most.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from govaudit.officials.record.tenure import CLASSES, FOREVER, NEVER, Tenure, same_office

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from govaudit.model import PartialDate

Holder = Literal["person", "vacant", "unknown", "post_missing"]
# Why nobody can be named; "" when somebody is.
Reason = Literal[
    "",
    "vacant",
    "suspended",
    "nominal",
    "coverage",
    "precision",
    "blank_start",
    "before_records",
    "no_records",
    "post_missing",
]
HOLDERS: tuple[Holder, ...] = get_args(Holder)
REASONS: tuple[Reason, ...] = get_args(Reason)


class Holding(NamedTuple):
    """Who held the post: `primary` share the day, `beside` were in office too, `possible` may have been.

    `idle` held it in name only or were suspended while another held it.
    """

    holder: Holder
    reason: Reason
    primary: tuple[Tenure, ...] = ()
    beside: tuple[Tenure, ...] = ()
    possible: tuple[Tenure, ...] = ()
    idle: tuple[Tenure, ...] = ()


class Life(NamedTuple):
    """What bounds a post's timeline, in half-open days.

    The post surely does not exist outside [start, end). `known_from`: no holder from this day on means vacant, before
    it unknown (None: from the first tenure on). `known_to`: no holder on or after this day means unknown.
    """

    start: int = NEVER
    end: int = FOREVER
    known_from: int | None = None
    known_to: int = FOREVER
    seats: int = 1


class Timeline:
    """Segments of days with the same holders, in order, from NEVER to FOREVER."""

    def __init__(self, tenures: Sequence[Tenure], life: Life) -> None:
        self.life = life
        self.tenures = sorted(tenures, key=lambda t: (t.start_lo, t.start_hi, t.id))
        first = min((t.start_lo if t.start_lo > NEVER else t.end_lo for t in tenures), default=FOREVER)
        self.known_from = life.known_from if life.known_from is not None else first
        cuts = {NEVER, life.start, life.end, life.known_to, self.known_from}
        for tenure in tenures:
            cuts.update((tenure.start_lo, tenure.start_hi, tenure.end_lo, tenure.end_hi))
            cuts.update(day for span in tenure.suspended for day in span)
        cuts.update(_later_starts(tenures))
        self.cuts = sorted(cut for cut in cuts if NEVER <= cut < FOREVER)
        self._starts = [tenure.start_lo for tenure in self.tenures]
        self._reach = list(accumulate((tenure.end_hi for tenure in self.tenures), max))
        self._known: dict[int, Holding] = {}

    def at(self, day: int) -> Holding:
        """Return who held the post on the day."""
        return self._segment(bisect_right(self.cuts, day) - 1)

    def between(self, start: int, end: int) -> Iterator[tuple[int, int, Holding]]:
        """Yield (from, until, holding) that cover [start, end) without gap or overlap."""
        number = bisect_right(self.cuts, start) - 1
        while start < end:
            stop = self.cuts[number + 1] if number + 1 < len(self.cuts) else FOREVER
            stop = min(stop, end)
            yield start, stop, self._segment(number)
            start, number = stop, number + 1

    def _segment(self, number: int) -> Holding:
        if number not in self._known:
            self._known[number] = self._resolve(self.cuts[number])
        return self._known[number]

    def _resolve(self, day: int) -> Holding:
        if not self.life.start <= day < self.life.end:
            return Holding("post_missing", "post_missing")
        active = self._active(day)
        if not active:
            return self._nobody(day, active)
        serving = [tenure for tenure in active if tenure.kind in CLASSES and not tenure.is_suspended(day)]
        certain = sorted((tenure for tenure in serving if tenure.covers(day)), key=_rank)
        possible = sorted((tenure for tenure in serving if not tenure.covers(day)), key=_rank)
        if certain and len(active) == 1:
            return Holding("person", "", tuple(certain))
        primary, beside = _seated(certain, self.life.seats)
        outranking = _may_displace(primary, beside, possible, self.life.seats, day)
        if outranking:
            return self._doubtful(tuple(sorted((*primary, *outranking), key=_rank)), outranking, day)
        if primary:
            idle = (
                tenure for tenure in active if tenure.covers(day) and tenure not in serving
            )  # in name only, or suspended
            return Holding("person", "", tuple(primary), (*beside, *idle))
        return self._nobody(day, active)

    def _doubtful(self, candidates: tuple[Tenure, ...], outranking: list[Tenure], day: int) -> Holding:
        """Say who may have held a day of which the dates do not decide whose it is."""
        if self.life.seats == 1 and len(candidates) > 1 and len({tenure.person for tenure in candidates}) == 1:
            return Holding("person", "precision", candidates[:1], possible=candidates)
        ended = all(tenure.end_by == "open" and tenure.start_hi <= day for tenure in outranking)
        coarse: Reason = "blank_start" if any(tenure.start_hi == FOREVER for tenure in outranking) else "precision"
        return Holding("unknown", "coverage" if ended and day >= self.life.known_to else coarse, possible=candidates)

    def _active(self, day: int) -> list[Tenure]:
        """Return the tenures that may cover the day, in order; those before which all have ended are not looked at."""
        number = bisect_right(self._starts, day)
        found = []
        while number and self._reach[number - 1] > day:
            number -= 1
            if self.tenures[number].end_hi > day:
                found.append(self.tenures[number])
        return found[::-1]

    def _nobody(self, day: int, active: list[Tenure]) -> Holding:
        beside = tuple(tenure for tenure in active if tenure.covers(day))
        if day >= self.life.known_to:
            return Holding("unknown", "coverage")
        if not self.tenures and self.life.known_from is None:
            return Holding("unknown", "no_records")
        if day < self.known_from:
            return Holding("unknown", "before_records")
        if any(tenure.kind not in CLASSES for tenure in beside):
            return Holding("vacant", "nominal", beside=beside)
        return Holding("vacant", "suspended" if beside else "vacant", beside=beside)


def _later_starts(tenures: Sequence[Tenure]) -> Iterator[int]:
    """Yield the days from which somebody's second tenure may have begun later than another's (see `_may_surpass`)."""
    loose = {
        (tenure.start_lo, tenure.start_hi, tenure.person) for tenure in tenures if tenure.start_lo < tenure.start_hi
    }
    if not loose:
        return
    counts = Counter(tenure.person for tenure in tenures)
    starts = sorted({tenure.start_lo for tenure in tenures})
    for low, high in {(low, high) for low, high, person in loose if counts[person] > 1}:
        yield from (start + 1 for start in starts[bisect_left(starts, low) : bisect_left(starts, high)])


def _rank(tenure: Tenure) -> tuple[int, int, int, str]:
    return CLASSES.get(tenure.kind, len(CLASSES)), -tenure.start_hi, -tenure.start_lo, tenure.id


def _equal(one: Tenure, other: Tenure) -> bool:
    """Whether both surely began on the same day, in the same class: neither came later."""
    return _rank(one)[:3] == _rank(other)[:3] and one.start_lo == one.start_hi


def _seated(certain: list[Tenure], seats: int) -> tuple[list[Tenure], list[Tenure]]:
    """Seat those who rank first, one tenure a person and one a named seat; equals of the last one seated share with it."""
    primary: list[Tenure] = []
    beside: list[Tenure] = []
    people: set[str] = set()
    taken: set[str] = set()
    for tenure in certain:
        full = len(primary) >= seats and not _equal(tenure, primary[-1])
        if tenure.person in people:
            continue
        people.add(tenure.person)
        if full or (tenure.seat is not None and seats > 1 and tenure.seat in taken):
            beside.append(tenure)
        else:
            primary.append(tenure)
            taken.update([tenure.seat] if tenure.seat is not None else [])
    return primary, beside


def _may_displace(
    primary: list[Tenure], beside: list[Tenure], possible: list[Tenure], seats: int, day: int
) -> list[Tenure]:
    """Return those who, in some reading of the partial dates, hold the day instead of or with the primary holders."""
    people = {tenure.person for tenure in primary}
    rivals = [tenure for tenure in possible if tenure.person not in people]
    if len(primary) < seats:
        return rivals
    found = [rival for rival in rivals if any(_may_outrank(rival, holder) for holder in primary)]
    if (
        len(primary) > seats
    ):  # equals share the last seat: a later tenure of one of them would leave the others without it
        last = primary[-1]
        found += [
            other for other in possible if other.person in people and _may_surpass(other, last, day)
            and any(_equal(holder, last) for holder in primary if holder.person == other.person)
        ]  # fmt: skip
    # Two certain holders of whom it is not known who came later.
    found += [other for other in beside if other.seat is None and any(_unordered(other, holder) for holder in primary)]
    return found


def _may_outrank(rival: Tenure, holder: Tenure) -> bool:
    mine, theirs = CLASSES[rival.kind], CLASSES[holder.kind]
    return mine < theirs or (mine == theirs and rival.start_hi >= holder.start_lo)


def _may_surpass(tenure: Tenure, holder: Tenure, day: int) -> bool:
    """Whether a tenure that may cover the day may rank before a holder's, and not merely beside it."""
    mine, theirs = CLASSES[tenure.kind], CLASSES[holder.kind]
    return mine < theirs or (mine == theirs and min(tenure.start_hi, day) > holder.start_lo)


def _unordered(other: Tenure, holder: Tenure) -> bool:
    exact = other.start_lo == other.start_hi and holder.start_lo == holder.start_hi
    return CLASSES[other.kind] == CLASSES[holder.kind] and not exact and other.start_hi >= holder.start_lo


def reliable(
    tenures: Sequence[Tenure], standing: Mapping[str, tuple[int, int]]
) -> tuple[list[Tenure], list[tuple[Tenure, Tenure]]]:
    """Return the tenures that no more reliable record states otherwise (§3 case 67), and pairs of one left out and what overrules it.

    `standing` says by id how reliable a record is: less is more.
    """
    if len(set(standing.values())) <= 1:
        return list(tenures), []
    alike: dict[tuple[str, str, str | None], list[Tenure]] = defaultdict(list)
    for tenure in tenures:
        alike[tenure.person, tenure.kind, tenure.seat].append(tenure)
    kept: list[Tenure] = []
    overruled: list[tuple[Tenure, Tenure]] = []
    for one in tenures:
        near = alike[one.person, one.kind, one.seat]
        over = [other for other in near if same_office(one, other) and standing[other.id] < standing[one.id]]
        overruled += [(one, other) for other in over]
        kept += [] if over else [one]
    return kept, overruled


def life_between(starts: tuple[PartialDate | None, ...], stops: tuple[PartialDate | None, ...]) -> tuple[int, int]:
    """Return the widest life [start, end) of a post that the dates allow; the last day is included in the table."""
    start = max((date.lo for date in starts if date is not None), default=NEVER)
    end = min((date.hi + 1 for date in stops if date is not None), default=FOREVER)
    return start, end
