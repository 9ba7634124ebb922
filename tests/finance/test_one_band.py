"""One figure has one band in findings, tables and signals; figures in doubt warn; what is unpaid is seen."""

from __future__ import annotations

import pytest

from checklists.law_docket import rules
from checks.cases import checked_by
from finance.desk import WAN, Rows, city, printed, rows
from finance.test_years_ahead import found, outlays
from govaudit.finance.accounts import Accounts
from govaudit.finance.warning.signals import signal_ratios
from govaudit.model.days import parse_day


@pytest.mark.parametrize(
    ("balance", "level"),
    [("99", "green"), ("115", "green"), ("120", "yellow"), ("143.63", "yellow"), ("200", "orange"), ("300", "red")],
)
def test_rules_of_the_debt_ratio_have_the_band_of_the_table(balance: str, level: str) -> None:
    docket = city(rows(2025, total_balance=balance, comprehensive_capacity=100))
    mark = Accounts(docket, rules()).ratio("debt_ratio", "unit", 2025).mark
    assert mark is not None
    assert mark.band == level
    said = [one for rule in ("LD-12", "LD-13") for one in found(docket, rule, "2026-06-30")]
    assert {(one.kind, one.facts["level"]) for one in said} <= {("warning", level)}
    assert len(said) == (float(balance) > 100) + (float(balance) >= 120)


@pytest.mark.parametrize(
    ("balance", "kind", "level"),
    [("252.05", "warning", "orange"), ("252.06", "breach", "red")],  # 0.01亿 is the last digit published
)
def test_a_limit_passed_by_rounding_alone_is_not_red_anywhere(balance: str, kind: str, level: str) -> None:
    docket = city(rows(2024, special_limit="252.04", special_balance=balance))
    book = Accounts(docket, rules())
    mark = book.ratio("special_limit_use", "unit", 2024).mark
    assert mark is not None
    signals = [one.level for one in signal_ratios(book, "unit", 2024) if one.rule.id == "EW-L1"]
    (said,) = found(docket, "LD-03a", "2025-12-31")
    assert (mark.band, signals, said.kind, said.facts["level"]) == (level, [level], kind, level)


def test_a_limit_that_is_preliminary_warns() -> None:
    figures = rows(2024, WAN, total_limit=806065, total_balance=807120)
    assert [one.kind for one in found(city(figures), "LD-03b", "2025-12-31")] == ["breach"]
    doubtful = [row | {"source": "限额为预下达数"} for row in figures]
    assert [one.kind for one in found(city(doubtful), "LD-03b", "2025-12-31")] == ["warning"]
    # nor is what stays below a preliminary limit green
    calm = [row | {"source": "预下达"} for row in rows(2024, total_limit=100, total_balance=80)]
    mark = Accounts(city(calm), rules()).ratio("total_limit_use", "unit", 2024).mark
    assert mark is not None
    assert mark.band == "no_data"


def paid(**row: object) -> dict[str, Rows]:
    return outlays(2025, 2025, "1", contracted="10100", unit="万元", **row)


@pytest.mark.parametrize(
    ("row", "as_of", "count", "missing"),
    [
        ({"paid": "7000"}, "2026-06-30", 1, 0),
        ({"paid": "10100"}, "2026-06-30", 0, 0),
        ({"paid": "7000"}, "2025-12-30", 0, 0),  # the year is not over
        ({"paid": "7000", "budget": "fund"}, "2026-06-30", 1, 0),  # whoever pays it
        (
            {"paid": "7000", "bucket": "risk"},
            "2026-06-30",
            0,
            0,
        ),  # what is provided for a risk is owed only when it comes
        ({}, "2026-06-30", 0, 1),
    ],
)
def test_outlays_contracted_and_not_paid_are_seen(row: dict[str, object], as_of: str, count: int, missing: int) -> None:
    docket = city(rows(2024, general_budget_expenditure=100), **paid(**row))
    done = checked_by(docket, rules(), parse_day(as_of))
    said = [one for one in done.findings if one.rule == "PP-25"]
    assert [(one.kind, one.amounts["ppp_unpaid"]) for one in said] == [("warning", "31000000.00")] * count
    assert all("无付款义务登记，不能定逾期" in one.message.zh for one in said)
    assert len([one for one in done.missing if one.rule == "PP-25"]) == missing


@pytest.mark.parametrize(("due", "count"), [("2025-12-31", 0), ("2026-03-31", 0), ("2024-12-31", 1)])
def test_a_payment_duty_of_the_year_on_record_tells_more_than_the_sum_paid(due: str, count: int) -> None:
    duty = {"id": "O", "instrument": "X1", "title": "pay", "bearer": "unit", "action": "pay", "due_on": due, "amount": 1}  # fmt: skip
    docket = city(rows(2024, general_budget_expenditure=100), **paid(paid="7000"), obligations=[duty])
    assert len(found(docket, "PP-25", "2026-06-30")) == count


def test_land_takes_one_sum_off_income_and_spending() -> None:
    figures = rows(2025, WAN, special_interest=73800, fund_budget_expenditure=1012000, land_revenue=640000)
    (said,) = (one for one in signal_ratios(Accounts(city(figures), rules()), "unit", 2025) if one.rule.id == "EW-P1")
    # 73,800 over 1,012,000 less 30 per cent of 640,000
    assert (printed(said.ratio), said.level) == ("9.0000", "green")


def bond(key: str, principal: int, end: str) -> dict[str, object]:
    return {"id": key, "unit": "unit", "kind": "special", "principal": principal, "start": "2020-01-01", "end": end, "rate": "0.03", "freq": 1}  # fmt: skip


def test_the_peak_belongs_to_its_year_and_the_tail_makes_none() -> None:
    # 100 in each of ten years and a tail of bullets of 1, 100 and 1: 100 over the mean of (1, 0, 0, 0, 0) is no peak of 2038
    debts = [bond(f"D{year}", 100, f"{year}-06-30") for year in range(2026, 2036)]
    debts += [bond("T1", 100, "2038-06-30"), bond("T2", 1, "2040-06-30")]
    calm = Accounts(city(rows(2025, gdp=1), debts=debts), rules()).ratio("peak_over_next_five", "unit", 2025)
    assert calm.value is not None
    assert calm.value <= 2
    peak = [bond("A", 500, "2027-06-30"), *(bond(f"B{year}", 100, f"{year}-06-30") for year in range(2028, 2036))]
    steep = Accounts(city(rows(2025, gdp=1), debts=peak), rules()).ratio("peak_over_next_five", "unit", 2025)
    assert (steep.value, steep.at, {part.year for part in steep.components}) == (5, 2027, {2027})
