"""What a clause says about days beyond a plain period: cut-off hours (R6), at least n days before (R4), hours (A15), 某日前 (A1)."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from govaudit.model import civil_day, to_date, zone
from govaudit.rules.days import NEVER, add_months, chinese_calendar

if TYPE_CHECKING:
    from govaudit.docket.events import KnownEvent
    from govaudit.settle.terms import Obligation

BEFORE, HOUR = "before", "hour"
BREACHED = "breached"  # the anchor of a reparation: the breach of what it repairs
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_BEFORE_A_DAY = re.compile(r"[日号底末]\s*[之以]?前|\bbefore\b", re.IGNORECASE)


def names_day_before(clause: object) -> bool:
    """Whether a clause names its day with 前, of which no statute says that it includes the day (A1)."""
    return isinstance(clause, str) and _BEFORE_A_DAY.search(clause) is not None


def day_before(anchor: int, o: Obligation, known_at: int | None) -> int:
    """Return the last day that lies at least n days (working days, weeks, months, years) before the anchor (R4)."""
    n, unit = o.n or 0, o.unit or "day"
    if anchor >= NEVER:
        return NEVER
    if unit in _DAYS:
        return anchor - _DAYS[unit] * n
    if unit in _MONTHS:
        return add_months(anchor, -_MONTHS[unit] * n)
    assert unit == "workday"  # noqa: S101 - hours run forward only
    rank, nth = (calendar := chinese_calendar(known_at)).rank, calendar.nth
    before = rank[anchor] - n if 0 <= anchor < len(rank) else -1
    return anchor if n == 0 else nth[before] if before >= 0 else NEVER


class HoursLimit(NamedTuple):
    """The moment a period of hours ends, and the civil day it falls on: one at midnight ends with the day before."""

    day: int
    moment: dt.datetime

    def day_of(self, fact: KnownEvent, day: int) -> int:
        """Return the day a performance counts on: one after the moment is late, on that very day too (R6, A15)."""
        if fact.day is not None or fact.instant is None:
            return day
        return min(day, self.day) if fact.instant <= self.moment else max(day, self.day + 1)


def hours_from(start: int | dt.datetime, n: int, tz: str, *, include: bool) -> HoursLimit:
    """Return the end of n hours from an instant (民法典 201(2)), or from the end of a day (its beginning with `include`)."""
    if isinstance(start, int):
        midnight = dt.datetime.combine(to_date(start + (not include)), dt.time(), zone(tz))
        start = midnight
    moment = start.astimezone(dt.UTC) + dt.timedelta(hours=n)
    return HoursLimit(civil_day(moment - dt.timedelta(microseconds=1), tz), moment)
