"""Day counts: the share of a year of an accrual period, as an exact fraction (numerator, denominator).

Act/Act ICMA: ICMA rule 251.1; Act/Act ISDA, Act/365 (fixed), Act/360, 30/360 (bond basis), 30E/360: 2006 ISDA Definitions 4.16 (b),
(d), (e), (f), (g). `periodic`: 1 / freq whatever the days, a stub as under ICMA.
"""

from __future__ import annotations

from calendar import isleap
from itertools import pairwise
from typing import TYPE_CHECKING

from govaudit.law.rolling import day_number
from govaudit.schedules.schedule_dates import civil_parts, icma_fraction

if TYPE_CHECKING:
    from govaudit.schedules.schedule_dates import Periods

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
