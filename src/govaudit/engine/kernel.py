"""The fold: one obligation's events in civil-day order to its state as of a day (obligations.md §1.1-1.3).

Everything is integers and sequences of integers: days since 1970-01-01, minor units, codes. The running state `s` is a row of
SLOTS integers; breach days go to `spans` as (start, end, balance), half-open.
"""

from __future__ import annotations

from collections.abc import Sequence

from govaudit.engine import codes as c
from govaudit.engine.daily import by_day
from govaudit.engine.deadline import MONTH, NEVER, RESIDUAL, RESTART, add_months, add_period, due_day, fixed_due, grace_end, roll_day
from govaudit.engine.interest import accrued
from govaudit.engine.terms import Days, Events, Rates, Terms, Tolled

Spans = list[tuple[int, int, int]]

_CURE_DAYS = 15  # R15, A9: no period given
_TIME_BAR_MONTHS = 36  # R18, 民法典 188
_RESIDUAL_MONTHS = 6  # R9, 民法典 194


def fold(versions: Sequence[Terms], events: Events, tolled: Tolled, rates: Rates, days: Days) -> tuple[list[int], Spans]:
    """Fold sorted events on or before `days.as_of` into (state slots, breach spans).

    `versions[0]` are the first terms, later ones come into force by CHANGE events (T16). Days after `days.known` are breach days
    only where a later performance proves them (R16).
    """
    t = versions[0]
    s = [0] * c.SLOTS
    spans: Spans = []
    _set_dates(s, t, tolled, days)
    s[c.STATE], s[c.PERFORMED], s[c.CLOSED] = c.OPEN, NEVER, NEVER
    if t.kind in (c.MAINTENANCE, c.PROHIBITION):
        by_day(s, spans, t, events, days)
        return s, spans
    s[c.BALANCE], s[c.THROUGH] = max(t.amount, 0), s[c.DUE]
    for index in range(len(events.day)):
        if events.code[index] == c.CHANGE and s[c.STATE] == c.OPEN:
            t = _change(s, spans, t, versions[events.value[index]], events.day[index], tolled, rates, days)
        else:
            _apply(s, spans, t, events.day[index], events.code[index], events.value[index], tolled, rates)
    if s[c.STATE] == c.OPEN:
        _account(s, spans, t, min(days.as_of, days.known), tolled, rates)
        s[c.STATE] = _open_state(s, t, events, tolled, days)
        if s[c.STATE] == c.GRACE:
            _forget(s, spans)
    _finish(s, t, events, tolled, days)
    return s, spans


# --- due dates --------------------------------------------------------------------------------------------------------


def _set_dates(s: list[int], t: Terms, tolled: Tolled, days: Days) -> None:
    """Set raw due, due and grace end; NEVER when not triggered or suspended without end.

    A condition met after the due day makes the obligation owed on the day it is met (T2), rolled like any due day.
    """
    rank, nth = days.rank, days.nth
    raw = due = NEVER
    if t.fixed < NEVER:
        since = t.anchor if t.anchor < NEVER else -NEVER
        raw, due = fixed_due(t.fixed, since, t.roll, rank, nth, tolled.begin, tolled.end)
    elif t.anchor < NEVER:
        raw, due = _period(t, tolled, days)
    if due < t.condition < NEVER:
        raw, due = t.condition, roll_day(t.condition, t.roll, rank, nth)
    grace = grace_end(due, t.grace_n, t.grace_unit, t.roll, rank, nth) if t.grace_n else due
    s[c.RAW], s[c.DUE], s[c.GRACE_END] = raw, grace if t.grace_mode == c.EXTEND else due, grace


def _period(t: Terms, tolled: Tolled, days: Days) -> tuple[int, int]:
    """Return the due days of a period by its tolling mode (R9)."""
    rank, nth = days.rank, days.nth
    if t.tolling not in (RESTART, RESIDUAL):
        return due_day(t.anchor, t.n, t.unit, t.include, t.roll, rank, nth, tolled.begin, tolled.end)
    raw, due = due_day(t.anchor, t.n, t.unit, t.include, t.roll, rank, nth, (), ())
    for index in range(len(tolled.begin)):
        begin, end = tolled.begin[index], tolled.end[index]
        if begin > due or (t.tolling == RESIDUAL and end <= add_months(raw, -_RESIDUAL_MONTHS)):
            continue
        if end >= NEVER:
            return NEVER, NEVER
        if t.tolling == RESTART:  # 民法典 195: the whole period runs again
            raw, due = due_day(end, t.n, t.unit, t.include, t.roll, rank, nth, (), ())
        else:
            raw, due = due_day(end, _RESIDUAL_MONTHS, MONTH, 0, t.roll, rank, nth, (), ())
    return raw, due


def _change(s: list[int], spans: Spans, old: Terms, new: Terms, day: int, tolled: Tolled, rates: Rates, days: Days) -> Terms:
    """Bring new terms into force on `day`; the days before stay under the old ones (T16, A12)."""
    _account(s, spans, old, day - 1, tolled, rates)
    old_due = s[c.DUE]
    _set_dates(s, new, tolled, days)
    if day > old_due and s[c.DUE] > old_due:
        s[c.FLAG_BITS] |= c.F_BACKDATED
    s[c.FLAG_BITS] |= c.F_AMENDED
    s[c.THROUGH] = max(day - 1, s[c.DUE])
    s[c.BALANCE] += max(new.amount, 0) - max(old.amount, 0)
    return new


# --- breach days and interest -----------------------------------------------------------------------------------------


def _account(s: list[int], spans: Spans, t: Terms, last: int, tolled: Tolled, rates: Rates) -> None:
    """Add the breach days after the last one counted up to and including `last`, court-tolled days left out (R8, R9)."""
    start = s[c.THROUGH] + 1
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


def _add_span(s: list[int], spans: Spans, t: Terms, start: int, end: int, rates: Rates) -> None:
    """Count the breach days [start, end) at the opening balance (R8, R13)."""
    if end <= start:
        return
    balance = s[c.BALANCE]
    spans.append((start, end, balance))
    s[c.BREACH_DAYS] += end - start
    s[c.AMOUNT_DAYS] += balance * (end - start)
    if t.den:
        total, unknown = accrued(t.interest_mode, rates.first, rates.numerator, start, end, s[c.DUE], t.contract)
        s[c.ACCRUED] += balance * total
        if unknown:
            s[c.FLAG_BITS] |= c.F_RATE_MISSING


def interest(s: Sequence[int], t: Terms) -> int:
    """Return the interest accrued, rounded half up once (R13)."""
    return (2 * s[c.ACCRUED] + t.den) // (2 * t.den) if t.den else 0


def _forget(s: list[int], spans: Spans) -> None:
    """Drop the days of a breach that grace forgives (R7)."""
    spans.clear()
    s[c.BREACH_DAYS] = s[c.AMOUNT_DAYS] = s[c.ACCRUED] = 0


# --- events -----------------------------------------------------------------------------------------------------------


def _apply(s: list[int], spans: Spans, t: Terms, day: int, code: int, value: int, tolled: Tolled, rates: Rates) -> None:
    """Apply one event; on a closed obligation only money still moves: unpaid interest and surplus (R12)."""
    if s[c.STATE] != c.OPEN:
        if code == c.PERFORM and value > 0 and t.amount >= 0:
            _pay(s, t, value, day)
    elif code == c.AMEND:
        _account(s, spans, t, day - 1, tolled, rates)
        s[c.STATE], s[c.CLOSED] = c.SUPERSEDED, day
    elif code == c.PERFORM:
        _account(s, spans, t, day, tolled, rates)
        _perform(s, spans, t, value, day)
    elif code in (c.WAIVE, c.IMPOSSIBLE):
        _release(s, spans, t, code, day, value, tolled, rates)
    elif code == c.TERMINATE:
        _account(s, spans, t, day, tolled, rates)
        s[c.STATE], s[c.CLOSED] = c.TERMINATED, day
    elif code == c.WAIVE_BREACH:
        s[c.FLAG_BITS] |= c.F_WAIVED_BREACH


def _pay(s: list[int], t: Terms, amount: int, day: int) -> None:
    """Allocate a payment inside the debt: interest first (民法典 561), or principal first where so agreed (R11)."""
    forgiven = t.grace_mode == c.FORGIVE and day <= s[c.GRACE_END]
    owed = 0 if forgiven else interest(s, t) - s[c.INTEREST_PAID]
    first = 0 if t.principal_first else min(amount, owed)
    principal = min(amount - first, s[c.BALANCE])
    last = min(amount - first - principal, owed - first)
    s[c.INTEREST_PAID] += first + last
    s[c.BALANCE] -= principal
    s[c.CREDIT] += amount - first - principal - last


def _perform(s: list[int], spans: Spans, t: Terms, value: int, day: int) -> None:
    """Apply a performance; close the obligation once what is open lies within the tolerance (T4-T6)."""
    if t.amount >= 0 and value == c.IN_FULL:
        s[c.FLAG_BITS] |= c.F_AMOUNT_NOT_STATED
        s[c.BALANCE] = 0
    elif t.amount >= 0:
        _pay(s, t, value, day)
    if t.amount >= 0 and s[c.BALANCE] > t.tolerance:
        return
    s[c.PERFORMED] = s[c.CLOSED] = day
    if day <= s[c.DUE]:
        s[c.STATE] = c.FULFILLED
    elif t.grace_mode == c.FORGIVE and day <= s[c.GRACE_END]:
        _forget(s, spans)
        s[c.FLAG_BITS] |= c.F_WITHIN_GRACE
        s[c.STATE] = c.FULFILLED
    else:
        s[c.STATE] = c.BREACHED_FINAL if t.kind == c.PUNCTUAL else c.FULFILLED_LATE


def _release(s: list[int], spans: Spans, t: Terms, code: int, day: int, value: int, tolled: Tolled, rates: Rates) -> None:
    """Waive or excuse the whole, or an amount (T15, T24); impossibility after default excuses nothing."""
    if code == c.IMPOSSIBLE and day > s[c.DUE]:
        s[c.FLAG_BITS] |= c.F_EXCUSED_LATE
        return
    _account(s, spans, t, day, tolled, rates)
    if value != c.IN_FULL and t.amount >= 0:
        part = min(value, s[c.BALANCE])
        s[c.BALANCE] -= part
        s[c.RELEASED] += part
        if s[c.BALANCE] > t.tolerance:
            return
    s[c.RELEASED] += s[c.BALANCE]
    s[c.BALANCE] = 0
    s[c.STATE], s[c.CLOSED] = c.DISCHARGED, day


# --- the state of what is still open ----------------------------------------------------------------------------------


def _open_state(s: list[int], t: Terms, events: Events, tolled: Tolled, days: Days) -> int:
    """Return the state at the end of `as_of` of an obligation no event has closed."""
    due, known = s[c.DUE], min(days.as_of, days.known)
    untriggered = t.fixed >= NEVER and t.anchor >= NEVER
    if untriggered or t.condition >= NEVER:
        return c.EXPIRED if days.as_of > t.long_stop else c.PENDING if untriggered else c.CONDITIONAL
    if due >= NEVER:
        return c.SUSPENDED
    refused = _refused(events, due)
    if refused:
        s[c.FLAG_BITS] |= c.F_REPUDIATED
    if known <= due:
        return c.REPUDIATED if refused else c.ACTIVE
    if t.grace_mode == c.FORGIVE and known <= s[c.GRACE_END]:
        return c.GRACE
    if t.kind == c.PUNCTUAL:
        return c.BREACHED_FINAL
    if _halted(tolled, days.as_of):
        return c.SUSPENDED
    return _after_demand(s, events, due, days)


def _refused(events: Events, due: int) -> bool:
    """Whether a refusal before the due day stands (T11, T12)."""
    refused = False
    for index in range(len(events.day)):
        if events.code[index] == c.REPUDIATE and events.day[index] <= due:
            refused = True
        elif events.code[index] == c.RETRACT:
            refused = False
    return refused


def _halted(tolled: Tolled, day: int) -> bool:
    """Whether a suspension that stops breach days covers the day."""
    for index in range(len(tolled.begin)):
        if tolled.court[index] and tolled.begin[index] <= day < tolled.end[index]:
            return True
    return False


def _first_demand(events: Events, due: int) -> int:
    """Return the number of the first demand after the due day, -1 when there is none."""
    for index in range(len(events.day)):
        if events.code[index] == c.DEMAND and events.day[index] > due:
            return index
    return -1


def _cure_end(events: Events, index: int, days: Days) -> int:
    """Return the last day of the cure period a demand sets (T9, R15)."""
    period = _CURE_DAYS if events.value[index] == c.IN_FULL else events.value[index]
    return roll_day(add_period(events.day[index], period, 0, days.rank, days.nth), 1, days.rank, days.nth)


def _after_demand(s: list[int], events: Events, due: int, days: Days) -> int:
    """Return BREACHED, or CURING and DEFAULTED by the first demand after the due day (T9, T10)."""
    index = _first_demand(events, due)
    if index < 0:
        return c.BREACHED
    if events.value[index] == c.IN_FULL:
        s[c.FLAG_BITS] |= c.F_CURE_ASSUMED
    return c.CURING if days.as_of <= _cure_end(events, index, days) else c.DEFAULTED


def _finish(s: list[int], t: Terms, events: Events, tolled: Tolled, days: Days) -> None:
    """Set the flags and counts that follow from the end state."""
    state, due = s[c.STATE], s[c.DUE]
    if state == c.FULFILLED_LATE:
        demand = _first_demand(events, due)
        if 0 <= demand and events.day[demand] <= s[c.PERFORMED] <= _cure_end(events, demand, days):
            s[c.FLAG_BITS] |= c.F_CURED
    if 0 < s[c.BALANCE] < t.amount and state not in (c.FULFILLED, c.FULFILLED_LATE):
        s[c.FLAG_BITS] |= c.F_PARTIAL
    if s[c.CREDIT]:
        s[c.FLAG_BITS] |= c.F_CREDIT
    if state in (c.BREACHED, c.CURING, c.DEFAULTED) and t.amount >= 0 and days.as_of > add_months(due, _TIME_BAR_MONTHS):
        s[c.FLAG_BITS] |= c.F_TIME_BARRED
    s[c.EPISODES] = 1 if s[c.BREACH_DAYS] else 0
    last = min(s[c.CLOSED], days.as_of) + 1
    for index in range(len(tolled.begin)):
        if tolled.begin[index] <= due or tolled.court[index]:
            s[c.TOLLED_DAYS] += max(0, min(tolled.end[index], last) - tolled.begin[index])
