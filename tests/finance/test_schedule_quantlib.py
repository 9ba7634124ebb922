"""Random debts against QuantLib: periods, day counts, payment days and interest. QuantLib is an oracle of tests only."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import QuantLib as ql  # noqa: N813 - its usual name
from hypothesis import example, given, settings
from hypothesis import strategies as st

from finance.debts import HERE
from govaudit.model.days import to_date, to_day
from govaudit.rules.days.rolling import ROLLS, add_months
from govaudit.schedules.schedule import Debt, RateFrom, business_days, flows
from govaudit.schedules.schedule_dates import fractions

_COUNTS = {
    "act/act-isda": ql.ActualActual(ql.ActualActual.ISDA), "act/365": ql.Actual365Fixed(), "act/360": ql.Actual360(),
    "30/360": ql.Thirty360(ql.Thirty360.BondBasis), "30e/360": ql.Thirty360(ql.Thirty360.European),
}  # fmt: skip
_ROLLS = {
    "none": ql.Unadjusted,
    "following": ql.Following,
    "preceding": ql.Preceding,
    "modified_following": ql.ModifiedFollowing,
}
_CALENDARS = {"cn": ql.China(ql.China.IB), "cn-exchange": ql.China(ql.China.SSE)}
# QuantLib's list of holidays is that of the State Council from 2008 to 2026.
_FIRST, _LAST = to_day(dt.date(2008, 1, 1)), to_day(dt.date(2026, 12, 31))


def _ql(day: int) -> Any:
    date = to_date(day)
    return ql.Date(date.day, date.month, date.year)


def _day(date: Any) -> int:
    return to_day(dt.date(date.year(), date.month(), date.dayOfMonth()))


@pytest.mark.parametrize("name", list(_CALENDARS))
def test_business_days_are_those_of_the_oracle(name: str) -> None:
    ours = business_days(name)
    other = [
        day for day in range(_FIRST, _LAST + 1) if _CALENDARS[name].isBusinessDay(_ql(day)) != ours.is_workday(day)
    ]
    assert [to_date(day) for day in other] == []


@st.composite
def debts(draw: st.DrawFn) -> Debt:
    """Debts of up to 15 years; days of the month up to 28, or month ends where the debt keeps them."""
    freq = draw(st.sampled_from([1, 2, 4, 12]))
    step = 12 // freq
    month_end = draw(st.booleans())
    count = draw(st.integers(1, 15 * freq if freq < 12 else 60))
    year, month = draw(st.integers(2008, 2024)), draw(st.integers(1, 12))
    first_of_next = to_day(dt.date(year + month // 12, month % 12 + 1, 1))
    end = first_of_next - 1 if month_end else to_day(dt.date(year, month, draw(st.integers(1, 28))))
    grid_start = add_months(first_of_next if month_end else end, -count * step) - month_end
    # A stub: the start lies up to one period, or with a first payment day two, before a day of the grid.
    long = draw(st.integers(0, 62 * step - step * 2)) if draw(st.booleans()) else 0
    start = grid_start - long
    first = grid_start if long and grid_start > start and draw(st.booleans()) and grid_start <= end else None
    if first is None and long:
        start = grid_start - long % (27 * step)
    amortisation = draw(st.sampled_from(["bullet", "equal_principal"]))
    return Debt(
        "D", "CITY", "loan", draw(st.integers(10**6, 10**13)), start, end, (RateFrom(start, Decimal(draw(st.integers(1, 900))) / 10**4),),
        freq, HERE, amortisation=amortisation, first_pay_on=first, end_of_month=month_end,
        day_count=draw(st.sampled_from(["act/act-icma", *_COUNTS])), roll=ROLLS[draw(st.sampled_from(list(_ROLLS)))],
        calendar=draw(st.sampled_from(list(_CALENDARS))),
    )  # fmt: skip


_LONG_FIRST = Debt(
    "D", "CITY", "loan", 10**9, to_day(dt.date(2024, 1, 10)), to_day(dt.date(2026, 12, 20)), (RateFrom(0, Decimal("0.026")),), 2, HERE,
    first_pay_on=to_day(dt.date(2024, 12, 20)),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@example(_LONG_FIRST)
@given(debts())
def test_random_debts_agree_with_the_oracle(debt: Debt) -> None:
    step = ql.Period(12 // debt.freq, ql.Months)
    extra = [_ql(debt.first_pay_on)] if debt.first_pay_on else []
    schedule = ql.Schedule(
        _ql(debt.start), _ql(debt.end), step, ql.NullCalendar(), ql.Unadjusted, ql.Unadjusted, ql.DateGeneration.Backward,
        debt.end_of_month, *extra,
    )  # fmt: skip
    got = flows(debt)
    assert [debt.start, *(f.accrual_end for f in got)] == [_day(date) for date in schedule]
    count = _COUNTS.get(debt.day_count) or ql.ActualActual(ql.ActualActual.ISMA, schedule)
    roll = next(name for name, number in ROLLS.items() if number == debt.roll)
    for flow in got:
        if _FIRST <= flow.due_on <= _LAST:
            paid = _day(_CALENDARS[debt.calendar].adjust(_ql(flow.due_on), _ROLLS[roll]))
            assert flow.pay_on == paid
            assert not flow.provisional or paid > _LAST
        share = count.yearFraction(_ql(flow.accrual_start), _ql(flow.accrual_end))
        exact = flow.balance_before * float(flow.rate) * share
        assert abs(flow.interest - exact) <= 0.5 + exact * 1e-12 + 1e-6


@settings(max_examples=100, deadline=None)
@given(debts(), st.integers(1, 700), st.sampled_from(list(_COUNTS)))
def test_a_last_period_of_another_length_agrees_with_the_oracle(debt: Debt, more: int, day_count: str) -> None:
    """A debt whose regular days end where it would have ended, and that runs on for some days, less than two years."""
    regular = [one.accrual_end for one in flows(debt)]
    debt = replace(debt, last_regular_on=debt.end, end=debt.end + more, day_count=day_count)
    extra = [_ql(debt.first_pay_on)] if debt.first_pay_on else [ql.Date()]
    schedule = ql.Schedule(
        _ql(debt.start), _ql(debt.end), ql.Period(12 // debt.freq, ql.Months), ql.NullCalendar(), ql.Unadjusted, ql.Unadjusted,
        ql.DateGeneration.Backward, debt.end_of_month, *extra, _ql(debt.last_regular_on),
    )  # fmt: skip
    got = flows(debt)
    assert [debt.start, *(f.accrual_end for f in got)] == [_day(date) for date in schedule]
    assert [f.accrual_end for f in got] == [*regular, debt.end]
    share = _COUNTS[day_count].yearFraction(_ql(got[-1].accrual_start), _ql(debt.end))
    exact = got[-1].balance_before * float(got[-1].rate) * share
    assert abs(got[-1].interest - exact) <= 0.5 + exact * 1e-12 + 1e-6


@settings(max_examples=100, deadline=None)
@given(debts(), st.integers(0, 3))
def test_level_instalments_are_worth_the_principal(debt: Debt, grace: int) -> None:
    """Discounted at the debt's own rate, instalments are worth the principal to within half a fen an instalment."""
    debt = replace(debt, amortisation="level", grace=min(grace, len(debt.periods.ends) - 2))
    got = flows(debt)
    value, factor = Fraction(0), Fraction(1)
    years = fractions(debt.periods, debt.freq, debt.day_count)
    for flow, (share, year) in zip(got, years, strict=True):
        factor *= 1 + Fraction(flow.rate) * share / year
        value += flow.total / factor
    assert abs(value - debt.principal) <= len(got)
    assert sum(flow.principal for flow in got) == debt.principal
    assert all(flow.principal == 0 for flow in got[: debt.grace])
    assert len({flow.total for flow in got[debt.grace : -1]}) <= 1
