"""A date of open contracting data as a civil day in its own offset.

The standard wants RFC 3339 with a zone; real data hold dates alone, instants without a zone, blanks in place of the T.
Midnight and 23:59:59 are how programs write a date alone, so those keep their own day whatever the offset.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

from govaudit.model import to_day

PLACEHOLDERS = ("0001-01-01", "1970-01-01", "1900-01-01", "9999-12-31", "2999-12-31", "0000-00-00")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|z|[+-]\d{2}:?\d{2})?)?$")
_FIRST_YEAR, _LAST_YEAR = 1700, 2200
_DAY_LENGTH = 10


class ReleaseMoment(NamedTuple):
    """`day`: days since 1970-01-01 in the date's own offset; `instant` is None for a date alone or one without a zone."""

    day: int
    instant: dt.datetime | None
    form: str

    def day_beside(self, other: ReleaseMoment) -> int:
        """Return the civil day of this moment in the offset of another (R1: one zone decides), if both state one."""
        if self.instant is None or other.instant is None or self.form == "day":
            return self.day
        return to_day(self.instant.astimezone(other.instant.tzinfo).date())


def moment(raw: Any) -> ReleaseMoment | None:
    """Read a date; None when it is not one. `form`: day (no time of day meant), instant, no_time, no_zone."""
    if not isinstance(raw, str) or not _ISO.match(raw.strip()):
        return None
    text = raw.strip().upper().replace(" ", "T", 1).replace(" ", "")
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return None
    day = to_day(found.date())
    if len(text) == _DAY_LENGTH:
        return ReleaseMoment(day, None, "no_time")
    if found.tzinfo is None:
        return ReleaseMoment(day, None, "no_zone")
    whole = (found.hour, found.minute, found.second) in {(0, 0, 0), (23, 59, 59)} or (found.hour, found.minute) == (
        23,
        59,
    )
    return ReleaseMoment(day, found, "day" if whole else "instant")
