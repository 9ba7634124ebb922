"""Schedules against the flows of cashflows.json, and the rounding rules worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from finance.debts import CASES, HERE, debt_of
from govaudit.model.days import iso, parse_day
from govaudit.model.money import to_text
from govaudit.schedules.schedule import Debt, Draw, RateFrom, flows
from govaudit.schedules.schedule_totals import by_year, portfolio

_ANNOUNCED = "2026-12-31"
_LEVEL = "L03"


def _ids(case: object) -> str:
    return case["id"] if isinstance(case, dict) else ""


@pytest.mark.parametrize("case", CASES, ids=_ids)
def test_every_flow_has_the_days_of_the_oracle(case: dict[str, Any]) -> None:
    got = flows(debt_of(case))
    assert [(iso(f.accrual_start), iso(f.accrual_end)) for f in got] == [(f[0], f[1]) for f in case["flows"]]
    assert all(f.due_on == f.accrual_end for f in got)
    paid = [(iso(f.pay_on), f.provisional) for f in got]
    for (pay_on, provisional), flow in zip(paid, case["flows"], strict=True):
        if flow[2] <= _ANNOUNCED:
            assert (pay_on, provisional) == (flow[2], False)
        else:
            assert provisional is (case["roll"] != "NONE")


@pytest.mark.parametrize("case", [c for c in CASES if c["id"] != _LEVEL], ids=_ids)
def test_every_amount_is_that_of_the_oracle_to_the_fen(case: dict[str, Any]) -> None:
    got = flows(debt_of(case))
    assert [[to_text(f.interest), to_text(f.principal)] for f in got] == [f[3:] for f in case["flows"]]
    assert to_text(sum(f.interest for f in got)) == case["total_interest_2dp"]
    assert to_text(sum(f.principal for f in got)) == case["total_principal_2dp"]
    years = {str(y): [to_text(s.interest), to_text(s.principal)] for y, s in by_year(got).items()}
    assert years == case["by_calendar_year"]


def test_a_level_instalment_is_rounded_first_and_the_last_takes_the_rest() -> None:
    # The oracle does not round the instalment (306,595.1257) nor the balance: its rounded principals add up to five fen too much.
    case = next(c for c in CASES if c["id"] == _LEVEL)
    got = flows(debt_of(case))
    assert {to_text(f.total) for f in got[:-1]} == {"306595.13"}
    assert sum(f.principal for f in got) == debt_of(case).principal
    for f, (*_, interest, principal) in zip(got[:-1], case["flows"], strict=False):
        assert abs(f.interest - Decimal(interest) * 100) <= 1
        assert abs(f.principal - Decimal(principal) * 100) <= 1
    # Each of 119 instalments pays 0.0043 yuan more than the exact one; with interest that is 0.61 yuan less in the last.
    assert to_text(got[-1].total) == "306594.52"
    for f in got:
        assert f.interest == (f.balance_before * 35 + 5000) // 10000  # 4.2 % / 12 = 0.35 %, half up


def _loan(**terms: object) -> Debt:
    day = parse_day("2024-01-20")
    base = Debt(
        "D", "CITY", "loan", 100_000_000, day, parse_day("2027-01-20"), (RateFrom(day, Decimal("0.04")),), 1, HERE
    )
    return replace(base, **terms)  # type: ignore[arg-type] - a test names the terms it means


def test_the_last_repayment_takes_what_rounding_left() -> None:
    got = flows(_loan(amortisation="equal_principal", principal=100))
    assert [f.principal for f in got] == [33, 33, 34]
    got = flows(_loan(amortisation="custom", principal=101, weights=(Fraction("0.5"), Fraction("0.5"), Fraction(0))))
    assert [f.principal for f in got] == [51, 50, 0]


@pytest.mark.parametrize("amortisation", ["equal_principal", "level"])
def test_a_principal_smaller_than_the_number_of_periods_is_repaid_exactly(amortisation: str) -> None:
    got = flows(_loan(amortisation=amortisation, principal=7, freq=12))
    assert sum(f.principal for f in got) == 7
    assert min(f.principal for f in got) >= 0


def test_a_floating_debt_bears_the_rate_in_force_on_the_first_day_of_each_period() -> None:
    table = (RateFrom(parse_day("2023-08-21"), Decimal("0.042")), RateFrom(parse_day("2025-01-20"), Decimal("0.036")),
             RateFrom(parse_day("2026-01-21"), Decimal("0.035")))  # fmt: skip
    got = flows(_loan(rates=table, floating=True), as_of=parse_day("2025-06-30"))
    assert [str(f.rate) for f in got] == ["0.042", "0.036", "0.036"]
    assert [to_text(f.interest) for f in got] == ["42000.00", "36000.00", "36000.00"]
    # The third period begins after the day of the schedule: a reset may still come.
    assert [f.provisional for f in got] == [False, False, True]


def test_a_level_instalment_is_worked_out_anew_when_the_rate_changes() -> None:
    table = (RateFrom(parse_day("2024-01-20"), Decimal("0.04")), RateFrom(parse_day("2025-01-20"), Decimal("0.03")))
    got = flows(_loan(rates=table, floating=True, amortisation="level"))
    # 1,000,000 at 4 % over 3 years: 360,348.54; then 679,651.46 at 3 % over 2: 355,193.22.
    assert [to_text(f.total) for f in got[:2]] == ["360348.54", "355193.22"]
    assert sum(f.principal for f in got) == 100_000_000


def test_level_instalments_of_unequal_periods_are_equal() -> None:
    got = flows(_loan(amortisation="level", freq=4, day_count="act/360"))
    assert len({f.total for f in got[:-1]}) == 1
    assert abs(got[-1].total - got[0].total) < len(got)


def test_exchange_days_are_no_make_up_workdays() -> None:
    # 2026-02-14 is a Saturday worked for the Spring Festival; the first exchange day after it is 24 February.
    bond = replace(_loan(), start=parse_day("2023-02-14"), end=parse_day("2026-02-14"))
    assert iso(flows(bond)[-1].pay_on) == "2026-02-14"
    assert iso(flows(replace(bond, calendar="cn-exchange"))[-1].pay_on) == "2026-02-24"


def test_a_notice_not_yet_known_makes_the_payment_day_provisional() -> None:
    bond = replace(_loan(), start=parse_day("2023-02-14"), end=parse_day("2026-02-14"))
    last = flows(bond, known_at=parse_day("2025-06-30"))[-1]
    assert last.provisional


def test_portfolio_indicators_by_hand() -> None:
    # 300 at 3 % due in 365 days, 100 at 5 % in 4 equal yearly parts, one debt repaid, one not yet begun.
    start, as_of = parse_day("2024-12-31"), parse_day("2025-12-31")
    bullet = _loan(
        id="A", principal=30000, start=start, end=parse_day("2026-12-31"), rates=(RateFrom(0, Decimal("0.03")),)
    )
    parts = _loan(id="B", principal=12500, start=start, end=parse_day("2029-12-31"), amortisation="equal_principal",
                  rates=(RateFrom(0, Decimal("0.05")),))  # fmt: skip
    gone = _loan(id="C", principal=99, start=parse_day("2023-12-31"), end=as_of)
    later = _loan(id="D", principal=77, start=parse_day("2026-01-01"), end=parse_day("2030-01-01"))
    found = portfolio([(debt, flows(debt)) for debt in (bullet, parts, gone, later)], as_of)
    assert found.outstanding == 30000 + 10000
    assert found.due_1y == Fraction(32500, 40000)
    assert found.due_3y == Fraction(37500, 40000)
    days = 30000 * 365 + 2500 * (365 + 730 + 1096 + 1461)
    assert found.average_years == Fraction(days, 365 * 40000)
    assert found.average_rate == (Fraction(3, 100) * 30000 + Fraction(5, 100) * 10000) / 40000


def test_an_empty_portfolio_has_no_shares() -> None:
    assert portfolio([], 0) == (0, None, None, None, None)


def test_a_loan_without_interest_is_repaid_in_equal_parts() -> None:
    got = flows(_loan(rates=(RateFrom(0, Decimal(0)),), amortisation="level"))
    assert [(f.interest, f.principal) for f in got] == [(0, 33333333), (0, 33333333), (0, 33333334)]


def test_interest_runs_on_what_is_drawn_from_the_day_it_is_drawn() -> None:
    start = parse_day("2025-01-20")
    loan = _loan(principal=1_000_000_00, start=start, end=parse_day("2027-01-20"), day_count="act/360",
                 rates=(RateFrom(start, Decimal("0.036")),))  # fmt: skip
    # 600,000 on the first day, 400,000 on 1 July: 203 days to 20 January 2026.
    got = flows(replace(loan, draws=(Draw(start, 600_000_00), Draw(parse_day("2025-07-01"), 400_000_00))))
    assert to_text(got[0].interest) == "30020.00"  # 600,000 × 3.6 % × 365/360 + 400,000 × 3.6 % × 203/360
    assert [(f.balance_before, f.principal) for f in got] == [(0, 0), (1_000_000_00, 1_000_000_00)]
    assert to_text(got[1].interest) == "36500.00"


def test_what_was_not_drawn_is_not_repaid() -> None:
    start = parse_day("2024-01-20")
    got = flows(_loan(amortisation="equal_principal", principal=900_00, draws=(Draw(start, 500_00),)))
    assert [f.principal for f in got] == [300_00, 200_00, 0]
    level = flows(
        _loan(amortisation="level", draws=(Draw(start, 40_000_000), Draw(parse_day("2025-01-20"), 60_000_000)))
    )
    assert sum(f.principal for f in level) == 100_000_000


def test_a_draw_within_an_icma_period_bears_its_share_of_the_coupon() -> None:
    start = parse_day("2025-01-20")
    loan = _loan(principal=365_00, start=start, end=parse_day("2026-01-20"), rates=(RateFrom(start, Decimal("0.1")),))
    got = flows(replace(loan, draws=(Draw(parse_day("2025-01-21"), 365_00),)))
    assert got[0].interest == 36_40


def _bond(start: str, end: str, **more: Any) -> Debt:
    rate = (RateFrom(parse_day(start), Decimal("0.04")),)
    return Debt("B", "CITY", "general", 1_000_000_00, parse_day(start), parse_day(end), rate, 2, HERE, roll=0, **more)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2020-02-29", "2024-02-28", ["2020-08-31", "2021-02-28", "2021-08-31", "2022-02-28", "2022-08-31", "2023-02-28", "2023-08-31", "2024-02-28"]),
        ("2022-08-31", "2024-02-28", ["2023-02-28", "2023-08-31", "2024-02-28"]),
    ],
)  # fmt: skip
def test_of_month_ends_28_february_is_one_in_a_leap_year_too(start: str, end: str, days: list[str]) -> None:
    got = flows(_bond(start, end, end_of_month=True))
    assert [iso(one.accrual_end) for one in got] == days
    assert {one.interest for one in got} == {20_000_00}


@pytest.mark.parametrize(
    ("day_count", "end", "interest"),
    [
        (
            "act/act-icma",
            "2023-03-15",
            26_519_34,
        ),  # one half-year and 59 of the next one's 181 days: 20,000 × (1 + 59/181)
        ("30/360", "2023-03-15", 26_666_67),  # 240 days of 360
        ("act/365", "2023-03-15", 26_630_14),  # 243 days
        ("act/act-icma", "2022-10-15", 10_000_00),  # short: 92 of 184 days
        ("30/360", "2022-10-15", 10_000_00),  # 90 of 360
    ],
)
def test_a_last_regular_day_leaves_one_period_short_or_long(day_count: str, end: str, interest: int) -> None:
    got = flows(_bond("2020-01-15", end, last_regular_on=parse_day("2022-07-15"), day_count=day_count))
    assert [iso(one.accrual_end) for one in got[-2:]] == ["2022-07-15", end]
    assert len(got) == 6
    assert (got[-1].interest, got[-1].principal) == (interest, 1_000_000_00)
    assert got[0].interest in {20_000_00, 19_945_21}  # a half-year; of 365 days 182


def test_a_long_first_and_a_long_last_period_in_one_bond() -> None:
    stated = {
        "first_pay_on": parse_day("2020-07-15"),
        "last_regular_on": parse_day("2022-07-15"),
        "day_count": "30/360",
    }
    got = flows(_bond("2019-12-01", "2023-03-15", **stated))
    assert [one.interest for one in got] == [
        24_888_89,
        20_000_00,
        20_000_00,
        20_000_00,
        20_000_00,
        26_666_67,
    ]  # 224 and 240 days


def test_the_last_level_instalment_takes_the_rest_or_equals_the_others() -> None:
    loan = _bond("2024-01-15", "2027-01-15", amortisation="level", day_count="periodic")
    rest, equal = flows(loan), flows(replace(loan, equal_last=True))
    # 1,000,000 at 2 % for six periods: 178,525.81 (exactly 178,525.8123…), paid back in full either way.
    assert {one.total for one in rest[:-1]} == {178_525_81}
    assert {one.total for one in equal} == {178_525_81}
    assert (
        rest[-1].total == 178_525_83
    )  # 0.0023 yuan left of each instalment, with interest 1.5 fen, and what the interest was rounded by
    assert [sum(one.principal for one in got) for got in (rest, equal)] == [1_000_000_00] * 2
    assert equal[-1].interest == rest[-1].interest - 2
