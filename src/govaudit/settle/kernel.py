"""The fold: one obligation's events in civil-day order to its state as of a day (obligations.md §1.1-1.3).

Everything is integers and sequences of integers: days since 1970-01-01, minor units, codes. The running state `s` is a row of
SLOTS integers; breach days go to `spans`, three integers each: start, end (half-open) and balance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.rules.days import NEVER, add_months, roll_day
from govaudit.settle import codes as c
from govaudit.settle.deadline import (
    MONTH,
    RESIDUAL,
    RESTART,
    due_day,
    fixed_due,
    forward_only,
    grace_end,
    off_suspension,
)
from govaudit.settle.interest import accrued, rounded
from govaudit.settle.lasting_duties import by_day, put_span
from govaudit.settle.open_state import cure_end, first_demand, in_grace, last_claim, open_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.settle.terms import Days, EventColumns, RateColumns, Terms, Tolled

Spans = list[tuple[int, int, int]]

_TIME_BAR_MONTHS = 36  # R18, 民法典 188
_TIME_BAR_DAYS = 1095  # at least so many they are
_RESIDUAL_MONTHS = 6  # R9, 民法典 194


def fold(
    versions: Sequence[Terms], events: EventColumns, tolled: Tolled, rates: RateColumns, days: Days
) -> tuple[list[int], Spans]:
    """Fold sorted events on or before `days.as_of` into (state slots, breach spans).

    `versions[0]` are the first terms, later ones come into force by CHANGE events (T16). Days after `days.known` are breach days
    only where a later performance proves that it had not come before (R16).
    """
    s = [0] * c.SLOTS
    spans = [0] * (3 * most_spans(len(events.day), len(tolled.begin)))
    fold_into(s, spans, versions, events, tolled, rates, days)
    return s, [(spans[at], spans[at + 1], spans[at + 2]) for at in range(0, 3 * s[c.SPANS], 3)]


def most_spans(events: int, tolled: int) -> int:
    """Return how many breach spans there can be: one up to each event and one after, each suspension cutting one in two."""
    return events + tolled + 1


def fold_into(
    s: list[int],
    spans: list[int],
    versions: Sequence[Terms],
    events: EventColumns,
    tolled: Tolled,
    rates: RateColumns,
    days: Days,
) -> None:
    """Fold into a row of SLOTS zeros and three integers for each of `most_spans`: the compiled form allocates nothing."""
    s[c.KNOWN] = min(days.as_of, max(days.known, _last_performance(events)))
    s[c.STATE], s[c.PERFORMED], s[c.CLOSED] = c.OPEN, NEVER, NEVER
    is_judged_by_day = versions[0].kind in (c.MAINTENANCE, c.PROHIBITION)
    if is_judged_by_day:
        _take_last_terms(s, events)
    t = versions[s[c.VERSION]]
    _set_dates(s, t, tolled, days)
    if is_judged_by_day:
        by_day(s, spans, t, events, tolled, days)
        return
    s[c.BALANCE], s[c.THROUGH] = max(t.amount, 0), s[c.DUE]
    for index in range(len(events.day)):
        day, code, value = events.day[index], events.code[index], events.value[index]
        _lapse(s, t, min(day, s[c.KNOWN]))
        if s[c.STATE] != c.OPEN:
            _pay_after_the_end(s, t, day, code, value)
            continue
        _account(s, spans, t, _counts_to(t, code, day), tolled, rates)
        if code == c.CHANGE:
            s[c.VERSION] = value
            _change(s, t, versions[value], day, tolled, days)
            t = versions[value]
        else:
            _apply(s, t, day, code, value)
    _lapse(s, t, s[c.KNOWN])
    if s[c.STATE] == c.OPEN:
        _account(s, spans, t, s[c.KNOWN], tolled, rates)
        _forgive(s, t, s[c.KNOWN])
        s[c.STATE] = open_state(s, t, events, tolled, days)
    _finish(s, t, events, tolled, days)


def _take_last_terms(s: list[int], events: EventColumns) -> None:
    """A maintenance or prohibition duty is judged under its last terms: an amendment moves its end."""
    for index in range(len(events.day)):
        if events.code[index] == c.CHANGE:
            s[c.VERSION] = events.value[index]
            s[c.FLAG_BITS] |= c.F_AMENDED


def _last_performance(events: EventColumns) -> int:
    """Return the day of the last performance on record, -NEVER when there is none."""
    last = -NEVER
    for index in range(len(events.day)):
        if events.code[index] == c.PERFORM:
            last = max(last, events.day[index])
    return last


def _lapse(s: list[int], t: Terms, last: int) -> None:
    """Let an obligation expire once `last` lies after its long stop (T3)."""
    if s[c.STATE] == c.OPEN and t.long_stop < last:
        s[c.STATE], s[c.CLOSED] = c.EXPIRED, t.long_stop


# --- due dates --------------------------------------------------------------------------------------------------------


def _set_dates(s: list[int], t: Terms, tolled: Tolled, days: Days) -> None:
    """Set raw due, due and grace end; NEVER when not triggered or suspended without end.

    A condition met after the due day makes the obligation owed on the day it is met (T2), rolled forward; while it is open nothing
    can be missed, and only NOMINAL keeps the day the clause names (R10).
    """
    rank, nth, moves = days.rank, days.nth, 0 if t.backwards else len(tolled.begin)
    begins, ends = tolled.begin[:moves], tolled.end[:moves]
    raw = due = NEVER
    if t.fixed < NEVER:
        since = t.anchor if t.anchor < NEVER else -NEVER
        raw, due = fixed_due(t.fixed, since, t.roll, rank, nth, begins, ends)
    elif t.anchor < NEVER:
        raw, due = _period(t, tolled, days)
    if due < t.condition < NEVER:
        raw = t.condition
        due = off_suspension(roll_day(raw, forward_only(t.roll), rank, nth), t.roll, rank, nth, begins, ends)
    grace = grace_end(due, t.grace_n, t.grace_unit, t.roll, rank, nth) if t.grace_n else due
    if t.grace_mode == c.EXTEND:  # its end is the due day
        grace = off_suspension(grace, t.roll, rank, nth, begins, ends)
    s[c.RAW], s[c.NOMINAL], s[c.GRACE_END] = raw, grace if t.grace_mode == c.EXTEND else due, grace
    s[c.DUE] = NEVER if t.condition >= NEVER else s[c.NOMINAL]


def _period(t: Terms, tolled: Tolled, days: Days) -> tuple[int, int]:
    """Return the due days of a period by its tolling mode (R9)."""
    rank, nth = days.rank, days.nth
    runs_again = t.tolling in (RESTART, RESIDUAL)
    paused = 0 if runs_again else len(tolled.begin)
    raw, due = due_day(t.anchor, t.n, t.unit, t.include, t.roll, rank, nth, tolled.begin[:paused], tolled.end[:paused])
    if not runs_again:
        return raw, due
    n, unit, include = t.n, t.unit, t.include  # 民法典 195: the whole period runs again
    if t.tolling == RESIDUAL:
        n, unit, include = _RESIDUAL_MONTHS, MONTH, 0
    for index in range(len(tolled.begin)):
        begin, end = tolled.begin[index], tolled.end[index]
        if begin > due or (t.tolling == RESIDUAL and end <= add_months(raw, -_RESIDUAL_MONTHS)):
            continue
        if end >= NEVER:
            return NEVER, NEVER
        raw, due = due_day(end, n, unit, include, t.roll, rank, nth, tolled.begin[:0], tolled.end[:0])
    return raw, off_suspension(due, t.roll, rank, nth, tolled.begin, tolled.end)


def _change(s: list[int], old: Terms, new: Terms, day: int, tolled: Tolled, days: Days) -> None:
    """Bring new terms into force on `day`; the days before stay under the old ones (T16, A12)."""
    _forgive(s, old, min(day - 1, s[c.KNOWN]))
    old_due = s[c.DUE]
    _set_dates(s, new, tolled, days)
    if new.signed > old_due and s[c.DUE] > old_due:
        s[c.FLAG_BITS] |= c.F_BACKDATED
    s[c.FLAG_BITS] |= c.F_AMENDED
    if s[c.DUE] >= day:
        s[c.OPEN_SINCE] = 0
    s[c.THROUGH] = max(day - 1, s[c.DUE])
    s[c.BALANCE] = max(s[c.BALANCE] + max(new.amount, 0) - max(old.amount, 0), 0)
    s[c.MARK_SPANS], s[c.MARK_DAYS], s[c.MARK_AMOUNT] = s[c.SPANS], s[c.BREACH_DAYS], s[c.AMOUNT_DAYS]
    s[c.MARK_ACCRUED], s[c.MARK_EPISODES] = s[c.ACCRUED], s[c.EPISODES]


# --- breach days and interest -----------------------------------------------------------------------------------------


def _account(s: list[int], spans: list[int], t: Terms, last: int, tolled: Tolled, rates: RateColumns) -> None:
    """Add the breach days after the last one counted up to and including `last`, court-tolled days left out (R8, R9)."""
    start, last = s[c.THROUGH] + 1, min(last, s[c.KNOWN])
    if last < start:
        return
    for index in range(len(tolled.begin)):
        begin, end = tolled.begin[index], tolled.end[index]
        if not tolled.court[index] or end <= start or begin > last:
            continue
        _add_span(s, spans, t, start, begin, rates)
        start = max(start, end)
    _add_span(s, spans, t, start, last + 1, rates)
    s[c.THROUGH] = last


def _add_span(s: list[int], spans: list[int], t: Terms, start: int, end: int, rates: RateColumns) -> None:
    """Count the breach days [start, end) at the opening balance (R8, R13)."""
    if end <= start:
        return
    balance = s[c.BALANCE]
    put_span(s, spans, start, end, balance)
    if not s[c.OPEN_SINCE]:
        s[c.OPEN_SINCE] = start
        s[c.EPISODES] += 1
    s[c.BREACH_DAYS] += end - start
    s[c.AMOUNT_DAYS] += balance * (end - start)
    if t.den:
        total, unknown = accrued(t.interest_mode, rates.first, rates.numerator, start, end, s[c.DUE], t.contract)
        s[c.ACCRUED] += balance * total
        if unknown:
            s[c.FLAG_BITS] |= c.F_RATE_MISSING


def interest(s: Sequence[int], t: Terms) -> int:
    """Return the interest accrued, rounded half up once (R13)."""
    return rounded(s[c.ACCRUED], t.den)


def _forgive(s: list[int], t: Terms, day: int) -> None:
    """Drop the days late under these terms when the obligation stands in, or is closed within, a grace that forgives (R7)."""
    if not in_grace(s, t, day):
        return
    s[c.SPANS] = s[c.MARK_SPANS]
    s[c.BREACH_DAYS], s[c.AMOUNT_DAYS], s[c.ACCRUED] = s[c.MARK_DAYS], s[c.MARK_AMOUNT], s[c.MARK_ACCRUED]
    if s[c.EPISODES] > s[c.MARK_EPISODES]:  # it began on a day that is dropped, so the next late day begins one
        s[c.EPISODES], s[c.OPEN_SINCE] = s[c.MARK_EPISODES], 0


# --- events -----------------------------------------------------------------------------------------------------------


def _counts_to(t: Terms, code: int, day: int) -> int:
    """Return the day up to which breach days are counted before an event takes effect, -NEVER where it changes nothing in them.

    What becomes impossible is excused up to the due day only, when no day is late yet.
    """
    if code == c.PERFORM:
        return day - t.skips_paying_day
    if code in (c.AMEND, c.CHANGE, c.EXCUSE):
        return day - 1
    return day if code in (c.WAIVE, c.TERMINATE) else -NEVER


def _apply(s: list[int], t: Terms, day: int, code: int, value: int) -> None:
    """Apply one event to an open obligation."""
    if code == c.AMEND:
        _forgive(s, t, min(day - 1, s[c.KNOWN]))
        s[c.STATE], s[c.CLOSED] = c.SUPERSEDED, day
    elif code == c.EXCUSE:  # from its day on; the days before stay (R25.3)
        _forgive(s, t, min(day - 1, s[c.KNOWN]))
        s[c.STATE], s[c.CLOSED] = c.DISCHARGED, day
        s[c.FLAG_BITS] |= c.F_EXCUSED
    elif code == c.PERFORM:
        _perform(s, t, value, day)
    elif code in (c.WAIVE, c.IMPOSSIBLE):
        _release(s, t, code, day, value)
    elif code == c.TERMINATE:
        _close(s, t, c.TERMINATED, day)
    elif code == c.WAIVE_BREACH:
        s[c.FLAG_BITS] |= c.F_WAIVED_BREACH


def _pay_after_the_end(s: list[int], t: Terms, day: int, code: int, value: int) -> None:
    """Apply one event to a closed obligation: only money still moves, unpaid interest and surplus (R12)."""
    if code == c.PERFORM and value > 0 and t.amount >= 0:
        _pay(s, t, value, day)


def _close(s: list[int], t: Terms, state: int, day: int) -> None:
    """End the obligation on a day; within grace, as far as the records go, no day of breach is known yet."""
    _forgive(s, t, min(day, s[c.KNOWN]))
    s[c.STATE], s[c.CLOSED] = state, day


def _pay(s: list[int], t: Terms, amount: int, day: int) -> None:
    """Allocate a payment inside the debt: interest first (民法典 561), or principal first where so agreed (R11)."""
    accrued_by_now = s[c.MARK_ACCRUED] if in_grace(s, t, day) else s[c.ACCRUED]
    owed = rounded(accrued_by_now, t.den) - s[c.INTEREST_PAID]
    first = 0 if t.principal_first else min(amount, owed)
    principal = min(amount - first, s[c.BALANCE])
    last = min(amount - first - principal, owed - first)
    s[c.INTEREST_PAID] += first + last
    s[c.BALANCE] -= principal
    s[c.CREDIT] += amount - first - principal - last


def _perform(s: list[int], t: Terms, value: int, day: int) -> None:
    """Apply a performance; close the obligation once what is open lies within the tolerance (T4-T6)."""
    if t.amount >= 0 and value == c.IN_FULL:
        s[c.FLAG_BITS] |= c.F_AMOUNT_NOT_STATED
        s[c.BALANCE] = 0
    elif t.amount >= 0:
        _pay(s, t, value, day)
    if t.amount >= 0 and s[c.BALANCE] > t.tolerance:
        return
    s[c.PERFORMED] = day
    if day <= s[c.DUE]:
        _close(s, t, c.FULFILLED, day)
    elif in_grace(s, t, day):
        s[c.FLAG_BITS] |= c.F_WITHIN_GRACE
        _close(s, t, c.FULFILLED, day)
    else:
        _close(s, t, c.BREACHED_FINAL if t.kind == c.PUNCTUAL else c.FULFILLED_LATE, day)


def _release(s: list[int], t: Terms, code: int, day: int, value: int) -> None:
    """Waive or excuse the whole, or an amount (T15, T24); impossibility after default excuses nothing."""
    if code == c.IMPOSSIBLE and day > s[c.DUE]:
        s[c.FLAG_BITS] |= c.F_EXCUSED_LATE
        return
    if value != c.IN_FULL and t.amount >= 0:
        part = min(value, s[c.BALANCE])
        s[c.BALANCE] -= part
        s[c.RELEASED] += part
        if s[c.BALANCE] > t.tolerance:
            return
    s[c.RELEASED] += s[c.BALANCE]
    s[c.BALANCE] = 0
    _close(s, t, c.DISCHARGED, day)


# --- the end ----------------------------------------------------------------------------------------------------------


def _finish(s: list[int], t: Terms, events: EventColumns, tolled: Tolled, days: Days) -> None:
    """Set the flags and counts that follow from the end state."""
    state, due = s[c.STATE], s[c.DUE]
    if state == c.FULFILLED_LATE:
        demand = first_demand(s, t, events)
        if demand >= 0 and events.day[demand] <= s[c.PERFORMED] <= cure_end(t, events, demand, days):
            s[c.FLAG_BITS] |= c.F_CURED
    if 0 < s[c.BALANCE] < t.amount and state not in (c.FULFILLED, c.FULFILLED_LATE):
        s[c.FLAG_BITS] |= c.F_PARTIAL
    if s[c.CREDIT]:
        s[c.FLAG_BITS] |= c.F_CREDIT
    if state in (c.BREACHED, c.CURING, c.DEFAULTED) and t.amount >= 0:
        claimed = last_claim(events, due)
        if days.as_of - claimed > _TIME_BAR_DAYS and days.as_of > add_months(claimed, _TIME_BAR_MONTHS):
            s[c.FLAG_BITS] |= c.F_TIME_BARRED
    triggered = t.fixed < NEVER or t.anchor < NEVER
    if triggered and t.condition < NEVER and s[c.NOMINAL] >= NEVER and len(tolled.begin) == 0:
        s[c.FLAG_BITS] |= c.F_OUT_OF_RANGE
    _count_tolled(s, t, tolled, min(s[c.CLOSED], days.as_of) + 1)


def _count_tolled(s: list[int], t: Terms, tolled: Tolled, last: int) -> None:
    """Count the suspended days before `last` that moved the due day or are no breach days (R9); mark a suspension that did nothing."""
    due = s[c.DUE]
    first = min(t.anchor, due) + 1 - t.include if t.anchor < NEVER else -NEVER
    for index in range(len(tolled.begin)):
        if tolled.court[index] or (tolled.begin[index] <= due and not t.backwards):
            s[c.TOLLED_DAYS] += max(0, min(tolled.end[index], last) - max(tolled.begin[index], first))
        elif due < tolled.begin[index] < last and s[c.BREACH_DAYS]:
            s[c.FLAG_BITS] |= c.F_NOT_DEDUCTED
