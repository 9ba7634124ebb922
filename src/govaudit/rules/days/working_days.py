"""Working days of China: the State Council's yearly arrangements 2004-2026 with make-up workdays, then a projection.

`cn_workdays.csv` holds every day that differs from Monday-to-Friday, with the notice it comes from and, where known, the day the
notice was published (only the month for notices since 2023; the first of it is then used). Facts compiled from the MIT-licensed
packages holiday-cn, chinesecalendar and holidays. Days outside the announced years are `provisional`: 2027-2040 hold the statutory
holidays (全国年节及纪念日放假办法) without the make-up days that only a notice fixes, other years plain weekends.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, compress
from pathlib import Path
from typing import NamedTuple

from govaudit.model import parse_day, to_date, to_day

LAST = to_day(dt.date(2260, 12, 31))
_TABLE = Path(__file__).with_name("cn_workdays.csv")
_FIRST_ANNOUNCED = to_day(dt.date(2004, 1, 1))
# 1970-01-01 was a Thursday: one week from it, 1 a working day.
_WEEK = bytes((1, 1, 0, 0, 1, 1, 1))


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Working days as index arrays, so that counting and rolling never loop over days; told apart by identity, a key of caches.

    `rank[d]` is the number of working days before day d (0 <= d <= LAST), `nth[k]` the k-th working day;
    days from `first` to `last` (both included) are announced, others provisional.
    """

    rank: list[int]
    nth: list[int]
    first: int
    last: int

    def is_workday(self, day: int) -> bool:
        """Whether a day is a working day, make-up days included (T7)."""
        return self.rank[day + 1] > self.rank[day]

    def announced(self, day: int) -> bool:
        """Whether the day's year has been announced (as known)."""
        return self.first <= day <= self.last


class SpecialDay(NamedTuple):
    """One day and why it is worked or not: `name` is the holiday in Chinese as its notice writes it, None for a plain weekend or weekday."""

    day: int
    works: bool
    name: str | None
    announced: bool

    @property
    def make_up(self) -> bool:
        """Whether it is a Saturday or Sunday that is worked."""
        return self.works and not _WEEK[self.day % 7]


def special_days(first: int, last: int, known_at: int | None = None) -> list[SpecialDay]:
    """Return the days from `first` to `last` (both included) that are not worked, or worked although on a weekend."""
    calendar, named = chinese_calendar(known_at), _names(known_at)
    found = []
    for day in range(max(first, 0), min(last, LAST) + 1):
        works = calendar.is_workday(day)
        if not works or not _WEEK[day % 7]:
            found.append(SpecialDay(day, works, named.get(day), calendar.announced(day)))
    return found


@lru_cache(maxsize=8)
def _names(known_at: int | None) -> dict[int, str]:
    """Return the holiday each listed day belongs to, as known on a day; early rows of the table name none."""
    rows = csv.reader(_TABLE.read_text(encoding="utf-8").splitlines()[1:])
    return {
        parse_day(date): name
        for date, _, name, _, published, _ in rows
        if name and (known_at is None or not published or parse_day(published) <= known_at)
    }


def chinese_calendar(known_at: int | None = None) -> Calendar:
    """Return the calendar as known on a day: notices published later are not used (R17)."""
    return _calendar(known_at)


@lru_cache(maxsize=8)
def _calendar(known_at: int | None) -> Calendar:
    working = bytearray(_WEEK * (LAST // 7 + 2))[: LAST + 2]
    last = _FIRST_ANNOUNCED - 1
    for day, works, announced, published in _rows():
        if known_at is None or published is None or published <= known_at:
            working[day] = works
            if announced:
                last = max(last, day)
    last_year = to_date(last).year
    return Calendar(
        list(accumulate(working, initial=0)),
        list(compress(range(len(working)), working)),
        _FIRST_ANNOUNCED,
        to_day(dt.date(last_year, 12, 31)),
    )


@lru_cache(maxsize=1)
def _rows() -> list[tuple[int, int, bool, int | None]]:
    """Read the table: day, 1 for a working day, whether announced, the day published where known; by date then publication."""
    rows = csv.reader(_TABLE.read_text(encoding="utf-8").splitlines()[1:])
    return [
        (parse_day(date), int(works), status == "announced", parse_day(published) if published else None)
        for date, works, _, status, published, _ in rows
    ]
