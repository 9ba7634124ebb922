"""Time stamps of a log become civil days, once each and here: nothing after this knows hours (R1)."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from govaudit.model import Fault, Text, civil_day, to_day, zone

if TYPE_CHECKING:
    from govaudit.formats.event_log.log_map import Columns

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEARS = range(1970, 2101)  # the days over which duties are computed


class Clock:
    """Reads the stamps of one log: `day(text)` is the civil day in the map's zone.

    An instant with an offset is carried over to that zone; one without is local time there, or in `stamps_in` when the map says so.
    """

    def __init__(self, log: Columns) -> None:
        self._tz, self._formats = log.time_zone, log.formats
        self._written_in = None if log.stamps_in is None else zone(log.stamps_in)
        self.day = lru_cache(maxsize=1 << 16)(self._day)  # logs of whole days repeat a few thousand stamps

    def _day(self, text: str) -> int:
        moment = self._moment(text)
        if moment.year not in _YEARS:
            raise Fault("date_out_of_range", Text("日期应在1970年至2100年之间", "dates lie between 1970 and 2100"),
                        Text("核对年份", "check the year"))  # fmt: skip
        if moment.tzinfo is None and self._written_in is not None:
            moment = moment.replace(tzinfo=self._written_in)
        return to_day(moment.date()) if moment.tzinfo is None else civil_day(moment, self._tz)

    def _moment(self, text: str) -> dt.datetime:
        for form in self._formats:
            try:
                return dt.datetime.strptime(text, form)  # noqa: DTZ007 - a format may have %z; else the zone is added by _day
            except ValueError:
                continue
        try:
            if _ISO.match(text):
                return dt.datetime.fromisoformat(text)
        except ValueError:
            pass
        raise Fault("bad_stamp", Text("时间无法识别", "the time stamp cannot be read"),
                    Text("在对照表的 timestamp_formats 中写明格式，如 %d/%m/%Y %H:%M", "state its form in the map under timestamp_formats, such as %d/%m/%Y %H:%M"))  # fmt: skip
