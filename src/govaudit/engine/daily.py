"""Maintenance and prohibition duties, judged day by day (T26)."""

from __future__ import annotations

from govaudit.engine import codes as c
from govaudit.engine.deadline import NEVER
from govaudit.engine.terms import Days, Events, Terms

_CLOSING = {c.WAIVE: c.DISCHARGED, c.TERMINATE: c.TERMINATED, c.AMEND: c.SUPERSEDED}


def by_day(s: list[int], spans: list[tuple[int, int, int]], t: Terms, events: Events, days: Days) -> None:
    """Settle a duty that runs until its due day; one episode per maximal run of violated days.

    A violation of a prohibition lasts its own day, of a maintenance duty until it is restored.
    """
    s[c.OPEN_SINCE] = NEVER
    last = min(days.as_of, days.known, s[c.DUE])
    runs: list[tuple[int, int]] = []
    for index in range(len(events.day)):
        day, code = events.day[index], events.code[index]
        if s[c.STATE] != c.OPEN or day > s[c.DUE]:
            break
        if code == c.VIOLATE and t.kind == c.PROHIBITION:
            runs.append((day, day + 1))
        elif code == c.VIOLATE:
            s[c.OPEN_SINCE] = min(s[c.OPEN_SINCE], day)
        elif code == c.RESTORE and s[c.OPEN_SINCE] < NEVER:
            runs.append((s[c.OPEN_SINCE], max(day, s[c.OPEN_SINCE] + 1)))
            s[c.OPEN_SINCE] = NEVER
        elif code in _CLOSING:
            s[c.STATE], s[c.CLOSED], last = _CLOSING[code], day, min(last, day)
    if s[c.OPEN_SINCE] < NEVER:
        runs.append((s[c.OPEN_SINCE], last + 1))
    _merge(spans, runs, last)
    s[c.BREACH_DAYS] = sum(end - begin for begin, end, _ in spans)
    s[c.EPISODES] = len(spans)
    if s[c.STATE] == c.OPEN:
        s[c.STATE] = _state(s, t, days.as_of)


def _state(s: list[int], t: Terms, as_of: int) -> int:
    if t.fixed >= NEVER and t.anchor >= NEVER:
        return c.PENDING
    if s[c.OPEN_SINCE] < NEVER:
        return c.BREACHED
    return c.FULFILLED if as_of > s[c.DUE] else c.ACTIVE


def _merge(spans: list[tuple[int, int, int]], runs: list[tuple[int, int]], last: int) -> None:
    """Join touching runs and cut them at the last known day."""
    for begin, end in sorted(runs):
        stop = min(end, last + 1)
        if spans and begin <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(stop, spans[-1][1]), 0)
        elif stop > begin:
            spans.append((begin, stop, 0))
