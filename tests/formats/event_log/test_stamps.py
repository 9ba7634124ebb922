"""Stamps become civil days of the stated zone, once; hours are gone after that (R1)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.formats.event_log.log_map import Columns
from govaudit.formats.event_log.stamps import Clock
from govaudit.model.days import iso, to_day
from govaudit.model.problem import Fault


def clock(tz: str = "Europe/Rome", written_in: str | None = None, *formats: str) -> Clock:
    return Clock(Columns("case", "activity", "time", tz, written_in, formats))


@given(
    st.dates(dt.date(1970, 1, 2), dt.date(2100, 12, 30)),
    st.sampled_from(["Europe/Rome", "Asia/Shanghai", "America/New_York"]),
)
def test_local_midnight_is_its_own_day_in_every_season(day: dt.date, tz: str):
    stamp = dt.datetime.combine(day, dt.time(), ZoneInfo(tz))
    assert clock(tz).day(stamp.isoformat()) == to_day(day)
    assert clock(tz).day(stamp.astimezone(dt.UTC).isoformat(timespec="milliseconds")) == to_day(day)


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2007-03-25T00:00:00.000+01:00", "2007-03-25"),  # the clocks go forward two hours later
        ("2007-10-28T00:00:00.000+02:00", "2007-10-28"),  # and back three hours later
        ("2007-03-24T23:59:59.999+01:00", "2007-03-24"),
        ("2007-10-28T23:30:00Z", "2007-10-29"),
        ("2007-07-01T22:00:00Z", "2007-07-02"),
        ("2007-01-01T22:59:59Z", "2007-01-01"),
        ("2007-10-28T02:30:00", "2007-10-28"),  # twice that day: the day is the same
        ("2007-10-28", "2007-10-28"),
        ("2007-10-28 23:59:59", "2007-10-28"),
    ],
)
def test_instants_are_carried_over_and_local_time_is_taken_as_it_stands(stamp: str, day: str):
    assert iso(clock().day(stamp)) == day


def test_stamps_without_offset_may_be_written_in_another_zone():
    assert iso(clock("Asia/Shanghai", "UTC").day("2026-03-31 16:00:00")) == "2026-04-01"
    assert iso(clock("Asia/Shanghai", "UTC").day("2026-03-31T23:00:00+08:00")) == "2026-03-31"


def test_forms_are_tried_in_order_and_iso_last():
    forms = clock("Asia/Shanghai", None, "%d.%m.%Y", "%m/%d/%Y %I:%M %p %z")
    assert iso(forms.day("05.04.2026")) == "2026-04-05"
    assert iso(forms.day("04/05/2026 11:30 PM +0000")) == "2026-04-06"
    assert iso(forms.day("2026-04-05T00:00:00")) == "2026-04-05"


@pytest.mark.parametrize(
    "stamp",
    ["", "05/04/2026", "1333238400000", "2026-13-01", "2026-02-30T00:00:00", "gestern", "NULL", "20260101T000000"],
)
def test_what_is_no_stamp_is_a_fault(stamp: str):
    with pytest.raises(Fault) as caught:
        clock().day(stamp)
    assert caught.value.code == "bad_stamp"


@pytest.mark.parametrize(
    "stamp", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1969-12-31", "2101-01-01"]
)
def test_days_beyond_reason_are_a_fault(stamp: str):
    with pytest.raises(Fault) as caught:
        clock().day(stamp)
    assert caught.value.code == "date_out_of_range"
