"""The working-day table against the packages chinesecalendar and holidays, and counting rules T1-T8."""

from __future__ import annotations

import datetime as dt
import warnings
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.model.days import iso, parse_day, to_date, to_day
from govaudit.rules.days.rolling import (
    FOLLOWING,
    MODIFIED_FOLLOWING,
    NO_ROLL,
    PRECEDING,
    add_months,
    civil,
    day_number,
    roll_day,
)
from govaudit.rules.days.working_days import LAST, chinese_calendar
from govaudit.settle.deadline import WORKDAY, add_period

FIRST, LAST_ANNOUNCED = parse_day("2004-01-01"), parse_day("2026-12-31")
# The notice of 国办发明电〔2005〕35号 makes Saturday 31 December 2005 a working day; chinesecalendar says otherwise.
KNOWN_ERROR = {"2005-12-31"}


@cache
def ours() -> dict[str, bool]:
    calendar = chinese_calendar()
    return {str(iso(day)): calendar.is_workday(day) for day in range(FIRST, LAST_ANNOUNCED + 1)}


def test_every_day_2004_to_2026_agrees_with_chinesecalendar_but_for_its_known_error():
    from chinese_calendar import is_workday

    differing = {day for day, works in ours().items() if is_workday(dt.date.fromisoformat(day)) != works}
    assert differing == KNOWN_ERROR


def test_every_day_2004_to_2026_agrees_with_holidays():
    import holidays

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        china = holidays.country_holidays("CN", years=range(2003, 2028))
        differing = {day for day, works in ours().items() if china.is_working_day(dt.date.fromisoformat(day)) != works}
    assert differing == set()


def test_the_table_has_8401_days():
    assert len(ours()) == 8401


def test_only_announced_years_are_announced():
    calendar = chinese_calendar()
    assert (iso(calendar.first), iso(calendar.last)) == ("2004-01-01", "2026-12-31")
    assert not calendar.announced(calendar.first - 1)
    assert calendar.announced(calendar.first)
    assert calendar.announced(calendar.last)
    assert not calendar.announced(calendar.last + 1)


def test_statutory_holidays_of_2027_are_free_without_a_notice():
    calendar = chinese_calendar()
    assert not calendar.is_workday(parse_day("2027-10-01"))  # a Friday
    assert calendar.is_workday(parse_day("2027-10-08"))


@pytest.mark.parametrize(
    ("day", "known_at", "works"),
    [
        # 国办发明电 of 2019-03-22 made Friday 3 May 2019 free and Sunday 28 April a working day (A5).
        ("2019-05-03", "2019-03-21", True),
        ("2019-05-03", "2019-03-22", False),
        ("2019-04-28", "2019-03-21", False),
        ("2019-04-28", "2019-03-22", True),
        # 2020-01-27 extended the Spring Festival by Friday 31 January (and Saturday 1 February).
        ("2020-01-31", "2020-01-26", True),
        ("2020-01-31", "2020-01-27", False),
    ],
)
def test_a5_a_notice_counts_from_the_day_it_was_published(day: str, known_at: str, *, works: bool):
    assert chinese_calendar(parse_day(known_at)).is_workday(parse_day(day)) is works


def test_before_a_notice_its_year_is_not_announced():
    calendar = chinese_calendar(parse_day("2025-09-30"))
    assert iso(calendar.last) == "2025-12-31"


def test_rank_and_nth_are_inverse():
    calendar = chinese_calendar()
    for k in range(0, len(calendar.nth), 97):
        assert calendar.rank[calendar.nth[k]] == k
        assert calendar.is_workday(calendar.nth[k])
    assert len(calendar.rank) > LAST


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2025-09-26", 2, "2025-09-29"),  # Sunday 28 is a make-up day
        ("2025-09-26", 7, "2025-10-13"),  # Saturday 11 works
        ("2026-02-12", 5, "2026-02-26"),
        ("2024-04-26", 7, "2024-05-09"),
        ("2013-09-18", 7, "2013-09-29"),
        ("2026-10-09", 1, "2026-10-10"),
        ("2026-02-10", 7, "2026-02-26"),
    ],
)
def test_t1_t7_working_days_with_known_answers(start: str, n: int, expected: str):
    calendar = chinese_calendar()
    assert iso(add_period(parse_day(start), n, WORKDAY, calendar.rank, calendar.nth)) == expected


def test_t3_thirty_days_from_2025_09_05_roll_over_the_national_holiday():
    calendar = chinese_calendar()
    raw = parse_day("2025-09-05") + 30
    assert (iso(raw), iso(roll_day(raw, FOLLOWING, calendar.rank, calendar.nth))) == ("2025-10-05", "2025-10-09")


@pytest.mark.parametrize(
    ("roll", "day", "expected"),
    [
        (FOLLOWING, "2026-01-31", "2026-02-02"),
        (PRECEDING, "2026-01-31", "2026-01-30"),
        (MODIFIED_FOLLOWING, "2026-01-31", "2026-01-30"),
        (MODIFIED_FOLLOWING, "2026-01-24", "2026-01-26"),
        (NO_ROLL, "2026-01-31", "2026-01-31"),
        (FOLLOWING, "2026-10-10", "2026-10-10"),  # A4: a make-up Saturday
        (FOLLOWING, "2026-02-14", "2026-02-14"),  # likewise
    ],
)
def test_t3_rolls(roll: int, day: str, expected: str):
    calendar = chinese_calendar()
    assert iso(roll_day(parse_day(day), roll, calendar.rank, calendar.nth)) == expected


@given(st.integers(to_day(dt.date(1600, 1, 1)), to_day(dt.date(2400, 12, 31))))
def test_civil_dates_are_those_of_the_standard_library(day: int):
    date = to_date(day)
    assert civil(day) == (date.year, date.month, date.day)
    assert day_number(*civil(day)) == day


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-11-30", 3, "2025-02-28"),
        ("2024-12-15", 1, "2025-01-15"),
    ],
)
def test_t4_months_end_on_the_same_day_else_on_the_last(day: str, months: int, expected: str):
    assert iso(add_months(parse_day(day), months)) == expected


def test_thirty_six_months_are_1095_days_or_a_day_more():
    """So that no claim is barred within 1095 days (R18): held for all days of the 400 years after which the calendar repeats."""
    assert {add_months(day, 36) - day for day in range(146097)} == {1095, 1096}


@given(st.integers(0, LAST - 100), st.sampled_from([NO_ROLL, FOLLOWING, PRECEDING, MODIFIED_FOLLOWING]))
def test_r5_a_roll_is_idempotent(day: int, roll: int):
    calendar = chinese_calendar()
    day = max(day, 40)  # nearer to the ends of the calendar nothing is rolled
    once = roll_day(day, roll, calendar.rank, calendar.nth)
    assert roll_day(once, roll, calendar.rank, calendar.nth) == once
    assert roll == NO_ROLL or calendar.is_workday(once)
