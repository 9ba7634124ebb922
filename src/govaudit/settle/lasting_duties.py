"""Maintenance and prohibition duties, judged day by day (T26)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.rules.days import NEVER
from govaudit.settle import codes as c

if TYPE_CHECKING:
    from govaudit.settle.terms import Days, EventColumns, Terms, Tolled


def by_day(s: list[int], spans: list[int], t: Terms, events: EventColumns, tolled: Tolled, days: Days) -> None:
    """Settle a duty that runs until its due day; one episode per maximal run of violated days, suspended days left out.

    A violation of a prohibition lasts its own day, of a maintenance duty until it is restored.
    """
    s[c.OPEN_SINCE] = NEVER
    first = t.anchor + 1 - t.include if t.fixed >= NEVER else -NEVER
    last = min(s[c.KNOWN], s[c.DUE])
    for index in range(len(events.day)):
        day, code = events.day[index], events.code[index]
        if s[c.STATE] != c.OPEN or day > s[c.DUE]:
            break
        if code == c.VIOLATE and day >= first:
            if t.kind == c.PROHIBITION:
                _add_run(s, spans, day, min(day, last) + 1, tolled)
            else:
                s[c.OPEN_SINCE] = min(s[c.OPEN_SINCE], day)
        elif code == c.RESTORE and s[c.OPEN_SINCE] < NEVER:
            _add_run(s, spans, s[c.OPEN_SINCE], min(max(day, s[c.OPEN_SINCE] + 1), last + 1), tolled)
            s[c.OPEN_SINCE] = NEVER
        elif code in (c.WAIVE, c.IMPOSSIBLE, c.TERMINATE, c.AMEND):
            s[c.STATE] = c.TERMINATED if code == c.TERMINATE else c.SUPERSEDED if code == c.AMEND else c.DISCHARGED
            s[c.CLOSED] = day
            # The day of an amendment belongs to the new terms, that of a waiver or termination still to the old.
            last = min(last, day - 1 if code == c.AMEND else day)
    if s[c.OPEN_SINCE] < NEVER:
        _add_run(s, spans, s[c.OPEN_SINCE], last + 1, tolled)
    for at in range(0, 3 * s[c.SPANS], 3):
        s[c.BREACH_DAYS] += spans[at + 1] - spans[at]
    s[c.EPISODES] = s[c.SPANS]
    if s[c.STATE] == c.OPEN:
        s[c.STATE] = _state(s, spans, t, tolled, days.as_of)


def _state(s: list[int], spans: list[int], t: Terms, tolled: Tolled, as_of: int) -> int:
    """Return the state at the end of `as_of` of a duty that no event has ended."""
    for index in range(len(tolled.begin)):
        if tolled.begin[index] <= as_of < tolled.end[index] and as_of <= s[c.DUE]:
            return c.SUSPENDED
    if t.fixed >= NEVER and t.anchor >= NEVER:
        return c.PENDING
    if s[c.OPEN_SINCE] < NEVER or (s[c.SPANS] and spans[3 * s[c.SPANS] - 2] > as_of):
        return c.BREACHED
    return c.FULFILLED if as_of > s[c.DUE] and s[c.KNOWN] >= s[c.DUE] else c.ACTIVE


def _add_run(s: list[int], spans: list[int], begin: int, end: int, tolled: Tolled) -> None:
    """Add the violated days [begin, end) without the suspended ones; runs come in order of time."""
    for index in range(len(tolled.begin)):
        if tolled.begin[index] < end and tolled.end[index] > begin:
            _append(s, spans, begin, tolled.begin[index])
            begin = tolled.end[index]
    _append(s, spans, begin, end)


def _append(s: list[int], spans: list[int], begin: int, end: int) -> None:
    """Append days, joined to the last run where they touch it."""
    last = 3 * s[c.SPANS] - 2  # where the last run's end stands
    if s[c.SPANS] and begin <= spans[last]:
        spans[last] = max(end, spans[last])
    elif begin < end:
        put_span(s, spans, begin, end, 0)


def put_span(s: list[int], spans: list[int], start: int, end: int, balance: int) -> None:
    """Write one more span of breach days, [start, end) with the balance open on them."""
    at = 3 * s[c.SPANS]
    spans[at], spans[at + 1], spans[at + 2] = start, end, balance
    s[c.SPANS] += 1
