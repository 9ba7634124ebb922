"""Accrual periods of a debt: their ends, and the grid of payment days they lie on (unadjusted civil days).

The grid steps by 12 / freq months from one day. Without a first payment day it is counted back from the maturity, so that a
remainder falls on the first period; with one, forward from it, so that a remainder falls on the last. A last regular day ends the grid
before the maturity: what is left, short or long, is one period.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import isleap
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from govaudit.rules.days import day_number

_YEARS = range(1900, 2201)
_MONTH_END = 31  # a day of the month that every month clips to its last
_FEBRUARY, _LAST_OF_FEBRUARY = 2, 28


@lru_cache(maxsize=1)
def _first_days() -> list[int]:
    """Return the day number of the first of every month of _YEARS."""
    return [day_number(year, month, 1) for year in _YEARS for month in range(1, 13)]


def _month(day: int) -> int:
    return bisect_right(_first_days(), day) - 1


def civil_parts(day: int) -> tuple[int, int, int]:
    """Return (year, month, day of month)."""
    month = _month(day)
    return _YEARS[0] + month // 12, month % 12 + 1, day - _first_days()[month] + 1


class DateGrid(NamedTuple):
    """Days `step` months apart that fall on `dom`, or on the last day of a shorter month; `month` is one of their months."""

    month: int
    dom: int
    step: int

    def day(self, k: int) -> int:
        """Return the k-th day of the grid, counted from `month`."""
        first = _first_days()
        month = self.month + k * self.step
        return min(first[month] + self.dom, first[month + 1]) - 1

    def meets(self, k: int, day: int) -> bool:
        """Whether a day is the k-th of the grid; of month ends 28 February is one in every year, as terms of common years write it."""
        return day == self.day(k) or (
            self.dom == _MONTH_END and ends_month(day) and _month(day) == self.month + k * self.step
        )


class Periods(NamedTuple):
    """`ends[0]` is the start, `ends[k]` the end of the k-th period; `grid` the regular days, `ends[on_grid]` its day 0."""

    ends: list[int]
    grid: DateGrid
    on_grid: int


def ends_month(day: int) -> bool:
    """Whether a day is the last of its month, or 28 February, the last in three years of four."""
    return _first_days()[_month(day) + 1] == day + 1 or civil_parts(day)[1:] == (_FEBRUARY, _LAST_OF_FEBRUARY)


def periods(
    start: int, end: int, freq: int, first_pay_on: int | None = None, last_regular_on: int | None = None, *, end_of_month: bool = False
) -> Periods:  # fmt: skip
    """Return the accrual periods of [start, end): 12 must be a multiple of `freq`, and start < first_pay_on <= last_regular_on < end."""
    step = 12 // freq
    last = end if last_regular_on is None else last_regular_on
    if first_pay_on is not None:
        found = _from_first(start, first_pay_on, last, step, end_of_month)
    else:
        found = _back_from(last, start, step, end_of_month)
    return found if last == end else found._replace(ends=[*found.ends, end])


def _back_from(end: int, start: int, step: int, end_of_month: bool) -> Periods:  # noqa: FBT001 - a term of the debt
    grid = DateGrid(_month(end), _day_of_month(end, start, step, end_of_month), step)
    ends, k = [end], -1
    while (day := grid.day(k)) > start:
        ends.append(day)
        k -= 1
    ends.append(start)
    ends.reverse()
    return Periods(ends, grid, len(ends) - 1)


def _from_first(start: int, first: int, end: int, step: int, end_of_month: bool) -> Periods:  # noqa: FBT001 - a term of the debt
    grid = DateGrid(_month(first), _day_of_month(first, end, step, end_of_month), step)
    ends, k = [start, first], 1
    while first < end and (day := grid.day(k)) < end:
        ends.append(day)
        k += 1
    if first < end:
        ends.append(end)
    return Periods(ends, grid, 1)


def _day_of_month(anchor: int, other: int, step: int, end_of_month: bool) -> int:  # noqa: FBT001 - a term of the debt
    """Return the day of the month that the grid keeps.

    That of its anchor; but where the anchor only clips the other end's (29 February to 28 February, 31 to 30), the other end's.
    """
    first = _first_days()
    a, b = _month(anchor), _month(other)
    if end_of_month and ends_month(anchor):
        return _MONTH_END
    dom, other_dom = anchor - first[a] + 1, other - first[b] + 1
    clipped = other_dom > dom and first[a + 1] == anchor + 1 and (a - b) % step == 0
    return other_dom if clipped else dom


def icma_fraction(found: Periods, k: int, freq: int) -> tuple[int, int]:
    """Return the share of a year of period k (from 1) under ICMA rule 251: 1 / freq where regular, else by quasi-periods."""
    start, end = found.ends[k - 1], found.ends[k]
    at = k - found.on_grid
    begins_on_grid = found.grid.day(at - 1) == start or (k > 1 and found.grid.meets(at - 1, start))
    if begins_on_grid and found.grid.meets(at, end):
        return 1, freq
    backward = found.grid.meets(at, end)
    whole, day, step = 0, end if backward else start, -1 if backward else 1
    near = at if backward else at - 1
    while True:
        far = found.grid.day(near + step)
        if (far <= start) if backward else (far >= end):
            break
        whole, day, near = whole + 1, far, near + step
    length = abs(far - day)
    rest = day - start if backward else end - day
    return whole * length + rest, freq * length


# --- Day counts: the share of a year of an accrual period, as an exact fraction (numerator, denominator)

_BASES = {"act/365": 365, "act/360": 360}
_LONG = 30  # days of a month of bookkeeping


def fractions(found: Periods, freq: int, day_count: str) -> list[tuple[int, int]]:
    """Return the share of a year of each period, in order."""
    if day_count not in ("act/act-icma", "periodic"):
        return [between(start, end, day_count) for start, end in pairwise(found.ends)]
    count, regular = len(found.ends) - 1, (1, freq)
    # Only the first and the last period can be irregular.
    return [icma_fraction(found, k, freq) if k in (1, count) else regular for k in range(1, count + 1)]


def between(start: int, end: int, day_count: str) -> tuple[int, int]:
    """Return the share of a year of [start, end) by a day count that needs no periods."""
    if day_count in _BASES:
        return end - start, _BASES[day_count]
    if day_count == "act/act-isda":
        return _isda(start, end)
    return _thirty(start, end, european=day_count == "30e/360"), 360


def _thirty(start: int, end: int, *, european: bool) -> int:
    y1, m1, d1 = civil_parts(start)
    y2, m2, d2 = civil_parts(end)
    d1 = min(d1, _LONG)
    if european or d1 == _LONG:
        d2 = min(d2, _LONG)
    return 360 * (y2 - y1) + 30 * (m2 - m1) + d2 - d1


def _isda(start: int, end: int) -> tuple[int, int]:
    """Days in leap years over 366, the others over 365."""
    leap = plain = 0
    while start < end:
        year = civil_parts(start)[0]
        stop = min(end, day_number(year + 1, 1, 1))
        if isleap(year):
            leap += stop - start
        else:
            plain += stop - start
        start = stop
    return leap * 365 + plain * 366, 365 * 366
