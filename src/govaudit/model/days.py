"""Civil days as integers: days since 1970-01-01, the atom of every verdict (rule R1).

Inside the program an interval is half-open, [start, end); outside both ends are days in force.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

from govaudit.model.text import Text

EPOCH = dt.date(1970, 1, 1).toordinal()
DEFAULT_TZ = "Asia/Shanghai"
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})$")


def to_day(date: dt.date) -> int:
    """Return the days since 1970-01-01 of a civil date."""
    return date.toordinal() - EPOCH


def to_date(day: int) -> dt.date:
    """Return the civil date of a day number."""
    return dt.date.fromordinal(day + EPOCH)


def iso(day: int | None) -> str | None:
    """Write a day number as YYYY-MM-DD, None as None."""
    return None if day is None else to_date(day).isoformat()


def spoken(day: int | None) -> Text:
    """Write a day as people do: 2026年3月31日, 2026-03-31; a dash for none."""
    if day is None:
        return Text("—", "—")
    date = to_date(day)
    return Text(f"{date.year}年{date.month}月{date.day}日", date.isoformat())


def spoken_count(days: int) -> Text:
    """Write a number of days: 5天, 5 days."""
    return Text(f"{days}天", f"{days} day" if days == 1 else f"{days} days")


def parse_day(text: str) -> int:
    """Read YYYY-MM-DD; ValueError when it is not a civil date."""
    return to_day(dt.date.fromisoformat(text))


def read_iso(value: object) -> object:
    """Return a text that is YYYY-MM-DD as it stands, and what is no text; ValueError for any other text."""
    if isinstance(value, str) and iso(parse_day(value)) != value:
        raise ValueError(value)
    return value


@lru_cache(maxsize=256)
def zone(name: str) -> dt.tzinfo:
    """Return a time zone by IANA name or fixed offset such as +04:30."""
    from zoneinfo import ZoneInfo

    if match := _OFFSET.match(name):
        minutes = int(match[2]) * 60 + int(match[3])
        return dt.timezone(dt.timedelta(minutes=-minutes if match[1] == "-" else minutes))
    return ZoneInfo(name)


def civil_day(moment: dt.datetime, tz: str = DEFAULT_TZ) -> int:
    """Return the civil day of an instant in a time zone: converted once, here (R1)."""
    return to_day(moment.astimezone(zone(tz)).date())


# --- Dates known only to the month or the year (accountability.md §2.1): a range of days

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
