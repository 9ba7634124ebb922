"""Dates known only to the month or the year (accountability.md §2.1): a range of days."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple

from govaudit.model.days import to_day

_YEAR, _MONTH, _DAY = 1, 2, 3


class PartialDate(NamedTuple):
    """The day lies in [lo, hi], both inclusive; `as_written` is the source's text."""

    lo: int
    hi: int
    as_written: str

    @property
    def exact(self) -> bool:
        """Whether the date is known to the day."""
        return self.lo == self.hi


def partial_date(*parts: int) -> PartialDate:
    """Build from year[, month[, day]]; ValueError when there is no such date."""
    if len(parts) == _YEAR:
        (year,) = parts
        return PartialDate(to_day(dt.date(year, 1, 1)), to_day(dt.date(year, 12, 31)), f"{year:04d}")
    if len(parts) == _MONTH:
        year, month = parts
        last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0  # noqa: PLR2004 - months of a year
        first = dt.date(year, month, 1)
        return PartialDate(to_day(first), to_day(first.replace(day=last)), f"{year:04d}-{month:02d}")
    date = dt.date(*parts)
    day = to_day(date)
    return PartialDate(day, day, date.isoformat())
