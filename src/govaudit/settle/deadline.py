"""Due dates: periods, tolling, grace (rules R2-R7, R9) as integer arithmetic over the calendar's index arrays.

Days are civil day numbers. `rank[d]` counts the working days before d, `nth[k]` is the k-th working day. Tolled intervals are
half-open, merged and ascending: their first day is tolled, their end is counted. Everything here is plain integers and
index access, so that the same source can be compiled. Tolled intervals come as two parallel sequences, of first days and of ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from govaudit.rules.days import FOLLOWING, MARGIN, NEVER, NO_ROLL, add_months, civil, roll_day

Ints = Sequence[int]

# Units and tolling modes as the kernel knows them.
DAY, WORKDAY, WEEK, MONTH, YEAR = range(5)
PAUSE, RESIDUAL, RESTART = range(3)
UNITS = {"day": DAY, "workday": WORKDAY, "week": WEEK, "month": MONTH, "year": YEAR}
TOLLING = {"pause": PAUSE, "residual": RESIDUAL, "restart": RESTART}


def forward_only(roll: int) -> int:
    """Return the roll of a period that must not end before it began: forward, unless the text excludes rolling."""
    return NO_ROLL if roll == NO_ROLL else FOLLOWING


def add_period(start: int, n: int, unit: int, rank: Ints, nth: Ints) -> int:
    """Return the n-th day, working day, week, month or year after `start` (R2, R3, A14); NEVER when that lies outside the calendar."""
    if n > len(rank):
        return NEVER
    end = start
    if unit == DAY:
        end = start + n
    elif unit == WEEK:
        end = start + 7 * n
    elif unit == WORKDAY:
        end = _nth_working_day(start, n, rank, nth)
    else:
        end = add_months(start, n if unit == MONTH else 12 * n)
    return end if end + MARGIN <= len(rank) else NEVER


def _nth_working_day(start: int, n: int, rank: Ints, nth: Ints) -> int:
    """Return the n-th working day after `start`; NEVER when the calendar does not reach so far."""
    if n == 0:
        return start
    if start < 0 or start + 1 >= len(rank) or rank[start + 1] + n > len(nth):
        return NEVER
    return nth[rank[start + 1] + n - 1]


def _rank(rank: Ints, day: int) -> int:
    """Return the number of working days before a day, none before the calendar begins."""
    return rank[min(max(day, 0), len(rank) - 1)]


def counted_period(start: int, n: int, unit: int, rank: Ints, nth: Ints, begins: Ints, ends: Ints) -> int:
    """Return the day on which n untolled days (or working days) after `start` are used up (R9 pause, V5-V5d)."""
    at, left = start, n
    for index in range(len(begins)):
        end = ends[index]
        if end <= at + 1:
            continue
        begin = max(begins[index], at + 1)
        free = begin - 1 - at if unit == DAY else _rank(rank, begin) - _rank(rank, at + 1)
        if free >= left:
            break
        if end >= NEVER:
            return NEVER
        left -= free
        at = end - 1
    return add_period(at, left, unit, rank, nth)


def shifted(due: int, start: int, begins: Ints, ends: Ints) -> int:
    """Return a fixed or monthly due day moved by the tolled days in (start, due], until nothing changes (R9)."""
    for index in range(len(begins)):
        end = ends[index]
        if end <= start + 1:
            continue
        begin = max(begins[index], start + 1)
        if begin > due:
            break
        if end >= NEVER:
            return NEVER
        due += end - begin
    return due


def off_suspension(due: int, roll: int, rank: Ints, nth: Ints, begins: Ints, ends: Ints) -> int:
    """Move a due day off a suspended day: to the first working day on or after the resumption, under `none` the first day (R7).

    Tolling alone cannot bring it there, but the roll in either direction, a condition met meanwhile, an amendment agreed while it ran can.
    """
    for index in range(len(begins)):
        if begins[index] <= due < ends[index]:
            if ends[index] >= NEVER:
                return NEVER
            due = roll_day(ends[index], forward_only(roll), rank, nth)
    return due


def due_day(
    start: int, n: int, unit: int, include: int, roll: int, rank: Ints, nth: Ints, begins: Ints, ends: Ints
) -> tuple[int, int]:
    """Return (raw, rolled) due days of a period after `start`; (NEVER, NEVER) while suspended without end.

    Tolling first, then the roll once (R5). Working-day periods end on a working day and need no roll. With `include` the first day
    counts: a period of months then ends on the day before the corresponding day, or on the last of a month that has none.
    """
    if unit in (DAY, WORKDAY, WEEK):
        days = 7 * n if unit == WEEK else n
        raw = counted_period(
            start - (include if n else 0), days, WORKDAY if unit == WORKDAY else DAY, rank, nth, begins, ends
        )
    else:
        end = add_period(start, n, unit, rank, nth)
        if end >= NEVER:
            return NEVER, NEVER
        early = include if include and n and civil(end)[2] == civil(start)[2] else 0
        raw = shifted(end - early, start - include, begins, ends)
    return _rolled(raw, roll, rank, nth, begins, ends)


def fixed_due(day: int, since: int, roll: int, rank: Ints, nth: Ints, begins: Ints, ends: Ints) -> tuple[int, int]:
    """Return (raw, rolled) due days of a fixed date; tolled days after `since` move it (R9, A2)."""
    return _rolled(shifted(day, since, begins, ends), roll, rank, nth, begins, ends)


def _rolled(raw: int, roll: int, rank: Ints, nth: Ints, begins: Ints, ends: Ints) -> tuple[int, int]:
    if raw >= NEVER:
        return NEVER, NEVER
    return raw, off_suspension(roll_day(raw, roll, rank, nth), roll, rank, nth, begins, ends)


def grace_end(due: int, n: int, unit: int, roll: int, rank: Ints, nth: Ints) -> int:
    """Return the last day of grace, counted from the due day; it never ends before its n days, so it only rolls forward (R7)."""
    if due >= NEVER:
        return NEVER
    end = add_period(due, n, unit, rank, nth)
    return end if end >= NEVER else roll_day(end, forward_only(roll), rank, nth)


def union(intervals: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Merge half-open intervals into ascending, non-touching ones."""
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(intervals):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > begin:
            merged.append((begin, end))
    return merged
