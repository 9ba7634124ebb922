"""The state of an obligation that no event has closed: active, in grace, suspended, refused, in breach, and what a demand made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.rules.days import NEVER, roll_day
from govaudit.settle import codes as c
from govaudit.settle.deadline import DAY, add_period, forward_only

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.settle.terms import Days, EventColumns, Terms, Tolled

_CURE_DAYS = 15  # R15, A9: no period given


def in_grace(s: Sequence[int], t: Terms, day: int) -> bool:
    """Whether a grace that forgives covers the day (R7)."""
    return t.grace_mode == c.FORGIVE and s[c.DUE] < day <= s[c.GRACE_END]


def open_state(s: list[int], t: Terms, events: EventColumns, tolled: Tolled, days: Days) -> int:
    """Return the state at the end of `as_of` of an obligation no event has closed."""
    due, known = s[c.DUE], s[c.KNOWN]
    untriggered = t.fixed >= NEVER and t.anchor >= NEVER
    refused = not untriggered and _refused(events, due)
    if refused:
        s[c.FLAG_BITS] |= c.F_REPUDIATED
    if t.kind == c.PUNCTUAL and known > due and not in_grace(s, t, known):
        return c.BREACHED_FINAL
    if _suspended(tolled, days.as_of, due):
        return c.SUSPENDED
    if untriggered:
        return c.PENDING
    if known <= due:
        return c.REPUDIATED if refused else c.CONDITIONAL if t.condition >= NEVER else c.ACTIVE
    if in_grace(s, t, known):
        return c.GRACE
    return _after_demand(s, t, events, days)


def _refused(events: EventColumns, due: int) -> bool:
    """Whether a refusal before the due day stands (T11, T12)."""
    refused = False
    for index in range(len(events.day)):
        if events.code[index] == c.REPUDIATE and events.day[index] <= due:
            refused = True
        elif events.code[index] == c.RETRACT:
            refused = False
    return refused


def _suspended(tolled: Tolled, day: int, due: int) -> bool:
    """Whether a suspension is at work on the day: any before default, after it one that also stops breach days (T13)."""
    for index in range(len(tolled.begin)):
        if tolled.begin[index] <= day < tolled.end[index] and (day <= due or tolled.court[index]):
            return True
    return False


def first_demand(s: Sequence[int], t: Terms, events: EventColumns) -> int:
    """Return the number of the first demand made in breach, -1 when there is none; within grace none counts (T9)."""
    for index in range(len(events.day)):
        day = events.day[index]
        if events.code[index] == c.DEMAND and day > s[c.DUE] and not in_grace(s, t, day):
            return index
    return -1


def cure_end(t: Terms, events: EventColumns, index: int, days: Days) -> int:
    """Return the last day of the cure period a demand sets (T9, R15), rolled forward unless the text excludes it."""
    period = _CURE_DAYS if events.value[index] == c.IN_FULL else events.value[index]
    end = add_period(events.day[index], period, DAY, days.rank, days.nth)
    return roll_day(end, forward_only(t.roll), days.rank, days.nth)


def _after_demand(s: list[int], t: Terms, events: EventColumns, days: Days) -> int:
    """Return BREACHED, or CURING and DEFAULTED by the first demand made in breach (T9, T10)."""
    index = first_demand(s, t, events)
    if index < 0:
        return c.BREACHED
    if events.value[index] == c.IN_FULL:
        s[c.FLAG_BITS] |= c.F_CURE_ASSUMED
    return c.CURING if s[c.KNOWN] <= cure_end(t, events, index, days) else c.DEFAULTED


def last_claim(events: EventColumns, due: int) -> int:
    """Return the day from which the time bar runs: the due day, or the last demand or performance after it (R18, 民法典 195)."""
    last = due
    for index in range(len(events.day)):
        if events.code[index] in (c.DEMAND, c.PERFORM):
            last = max(last, events.day[index])
    return last
