"""Limits, required and forbidden acts: exact boundaries (T5, T6), dates, what is missing, the shape of a finding."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checks.cases import checked_by, docket
from govaudit.checks.measured import shown
from govaudit.checks.required import last_lawful
from govaudit.model.days import iso, parse_day
from govaudit.model.finding import fingerprint_of
from govaudit.rules.catalogue import RuleSet, load_rules
from govaudit.rules.days.working_days import chinese_calendar
from govaudit.rules.terms.rule_fields import Period

if TYPE_CHECKING:
    from govaudit.checks.measured import Unit
    from govaudit.docket.table import Docket

RULES = load_rules()
AS_OF = parse_day("2026-06-30")


def only(*ids: str) -> RuleSet:
    return RuleSet(rules={rule: RULES[rule] for rule in ids})


def supplements(*amounts: str) -> list[dict[str, str]]:
    return [
        {"type": "supplement_signed", "occurred_on": f"2025-0{n}-01", "amount": amount}
        for n, amount in enumerate(amounts, 2)
    ]


def test_supplements_w18():
    lawful = docket({"amount": "3000000", "signed_on": "2025-01-10"}, supplements("180000", "120000"))
    assert checked_by(lawful, only("GP-17a"), AS_OF).findings == []
    over = docket({"amount": "3000000", "signed_on": "2025-01-10"}, supplements("180000", "120000", "0.01"))
    (finding,) = checked_by(over, only("GP-17a"), AS_OF).findings
    assert (finding.kind, finding.rule, finding.instrument, finding.severity) == ("breach", "GP-17a", "C1", "serious")
    assert finding.amounts == {"total": "300000.01", "original": "3000000.00"}
    assert finding.dates == {"on": "2025-04-01"}
    assert finding.fingerprint == fingerprint_of("GP-17a", "C1")
    assert [(basis.act, basis.article) for basis in finding.basis] == [("政府采购法", "第四十九条")]
    assert "10%" in finding.message.zh
    assert "10%" in finding.message.en
    assert "合同" in finding.message.zh


def test_what_happens_after_the_day_of_the_audit_is_not_seen():
    over = docket({"amount": "3000000", "signed_on": "2025-01-10"}, supplements("180000", "120000", "0.01"))
    assert checked_by(over, only("GP-17a"), parse_day("2025-03-31")).findings == []
    assert len(checked_by(over, only("GP-17a"), parse_day("2025-04-01")).findings) == 1


def test_what_was_recorded_later_is_not_known():
    event = {"type": "repudiate", "occurred_on": "2025-03-01", "recorded_at": "2025-05-01"}
    found = docket(events=[event])
    assert checked_by(found, only("GP-20a"), AS_OF, parse_day("2025-04-30")).findings == []
    assert len(checked_by(found, only("GP-20a"), AS_OF, parse_day("2025-05-01")).findings) == 1


def test_a_missing_figure_is_said_and_never_taken_as_nought():
    found = docket({"signed_on": "2025-01-10"}, supplements("180000"))
    checked = checked_by(found, only("GP-17a"), AS_OF)
    assert checked.findings == []
    assert [(one.rule, one.instrument, one.what.en) for one in checked.missing] == [
        ("GP-17a", "C1", "no original amount")
    ]


@given(amount=st.integers(1, 10**12), extra=st.integers(-5, 5))
def test_ten_per_cent_is_exact_to_the_fen(amount: int, extra: int):
    found = docket(
        {"signed_on": "2025-01-10"}, [{"type": "supplement_signed", "occurred_on": "2025-02-01", "amount": "1"}]
    )
    found = found.with_tables(
        found["instruments"].with_columns(amount=[amount * 10]), found["events"].with_columns(amount=[amount + extra])
    )
    assert bool(checked_by(found, only("GP-17a"), AS_OF).findings) == (extra > 0)


@given(day=st.integers(parse_day("2010-01-01"), parse_day("2026-12-31")), n=st.integers(1, 60))
def test_at_least_n_days_before_is_exactly_n_days_and_never_moves_forward(day: int, n: int):
    assert last_lawful(day, Period(n=n, unit="day")) == day - n
    preceding = last_lawful(day, Period(n=n, unit="day", roll="preceding"))
    assert preceding <= day - n
    assert chinese_calendar().is_workday(preceding)


@given(day=st.integers(parse_day("2010-01-01"), parse_day("2026-12-31")), n=st.integers(1, 30))
def test_n_working_days_lie_after_the_last_lawful_day(day: int, n: int):
    calendar = chinese_calendar()
    latest = last_lawful(day, Period(n=n, unit="workday"))
    assert sum(calendar.is_workday(one) for one in range(latest + 1, day + 1)) == n
    assert sum(calendar.is_workday(one) for one in range(latest + 2, day + 1)) < n


def test_a_period_of_months_ends_on_the_last_day_of_a_shorter_month():
    assert iso(last_lawful(parse_day("2025-05-31"), Period(n=3, unit="month"))) == "2025-02-28"


def test_too_short_a_bid_period_tells_the_last_lawful_day():
    found = docket(
        events=[
            {"type": "documents_issued", "occurred_on": "2025-03-03"},
            {"type": "bid_deadline", "occurred_on": "2025-03-22"},
        ]
    )
    (finding,) = checked_by(found, only("GP-04"), AS_OF).findings
    assert finding.dates == {"before_on": "2025-03-22", "needed_on": "2025-03-03", "latest_on": "2025-03-02"}
    assert "19" in finding.message.zh


def test_a_region_and_an_amount_narrow_a_rule():
    rule = replace(RULES["GP-25a"], applies=replace(RULES["GP-25a"].applies, region=("青岛", "3702")))
    rules = RuleSet(rules={rule.id: rule})
    events = [{"type": "tender_notice", "occurred_on": "2025-03-01"}]
    base = {"attributes": {"category": "goods"}, "amount": "10000000"}
    for region, expected in (("山东省青岛市", 1), ("370202", 1), ("山东省济南市", 0), (None, 0)):
        found = docket(base | {"region": region}, events)
        assert len(checked_by(found, rules, AS_OF).findings) == expected, region


def test_an_amount_in_another_currency_is_not_compared():
    found = docket(
        {"attributes": {"category": "goods"}, "amount": "20000000", "currency": "USD"},
        [{"type": "tender_notice", "occurred_on": "2025-03-01"}],
    )
    assert [one.what.en for one in checked_by(found, only("GP-25a"), AS_OF).missing] == [
        "the amount is in USD, the rule in CNY"
    ]


def _purchases(*amounts: tuple[str, str]) -> Docket:
    """Purchases of one budget item without open tender, threshold 150,000 yuan."""
    attributes = {"budget_item": "B", "category": "goods", "method": "inquiry", "open_tender_threshold": "150000"}
    made = [
        {"id": f"P{n}", "domain": "procurement", "kind": "contract", "title": "t", "authority": "bureau", "signed_on": f"2025-0{n}-05",
         "amount": amount, "currency": currency, "attributes": attributes}
        for n, (amount, currency) in enumerate(amounts, 1)
    ]  # fmt: skip
    return docket(instruments=made)


@pytest.mark.parametrize(
    ("rule", "made", "said"),
    [
        ("GP-29", _purchases(("10000000", "KRW"), ("60000", "CNY")), "the amount is in KRW, the rule in CNY"),
        ("GP-29", _purchases(("60000", "USD"), ("60000", "USD"), ("60000", "USD")), "the amount is in USD, the rule in CNY"),
        ("GP-17a", docket({"amount": "1000000", "signed_on": "2025-01-10", "currency": "USD"}, supplements("200000")), "the amount is in CNY, the original contract in USD"),
        ("GP-17a", docket({"amount": "1000000", "signed_on": "2025-01-10"}, [{"type": "supplement_signed", "occurred_on": "2025-02-01", "amount": "200000", "currency": "KRW"}]), "the amount is in KRW, the original contract in CNY"),
        ("GP-19a", docket({"amount": "1000000", "signed_on": "2025-01-10", "currency": "JPY", "attributes": {"performance_bond": "200000"}}), "the amount is in JPY, performance bond (performance_bond) in CNY"),
    ],
)  # fmt: skip
def test_amounts_of_two_currencies_are_not_held_against_each_other(rule: str, made: Docket, said: str):
    checked = checked_by(made, only(rule), AS_OF)
    assert checked.findings == []
    assert {one.what.en for one in checked.missing} == {said}


def test_amounts_of_one_foreign_currency_have_a_share():
    events = [{"type": "supplement_signed", "occurred_on": "2025-02-01", "amount": "200000", "currency": "JPY"}]
    over = docket({"amount": "1000000", "signed_on": "2025-01-10", "currency": "JPY"}, events)
    (finding,) = checked_by(over, only("GP-17a"), AS_OF).findings
    assert finding.amounts == {"total": "200000", "original": "1000000", "currency": "JPY"}


def test_a_rate_recorded_later_is_not_known():
    rates = [{"table": "LPR-1Y", "from": "2024-01-01", "value": "0.031", "recorded_at": "2025-05-01"}]
    found = docket({"signed_on": "2025-01-10", "attributes": {"sme": True, "late_interest_rate": "3%/年"}}, rates=rates)
    assert len(checked_by(found, only("SM-03"), AS_OF, parse_day("2025-05-01")).findings) == 1
    checked = checked_by(found, only("SM-03"), AS_OF, parse_day("2025-04-30"))
    assert (checked.findings, [one.what.zh for one in checked.missing]) == (
        [],
        ["没有签订日的一年期LPR（利率表 LPR-1Y）"],
    )


def test_findings_and_gaps_come_in_the_order_of_the_rules():
    found = docket(
        {"signed_on": "2025-01-10", "attributes": {"performance_bond": 5, "similar_contracts": 3}},
        [*supplements("1"), {"type": "repudiate", "occurred_on": "2025-03-01"}],
    )
    checked = checked_by(found, RULES, AS_OF)
    assert [one.rule for one in checked.findings if one.rule[:2] == "GP"] == ["GP-20a", "GP-26"]
    assert [one.rule for one in checked.missing if one.rule[:2] == "GP"] == ["GP-17a", "GP-19a"]


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (Fraction(1, 10), "share", "10%"),
        (Fraction(2, 3), "share", "66.6667%"),
        (Fraction(-1, 200), "share", "-0.5%"),
        (Fraction(100), "day", "100 days"),
        (Fraction(1), "year", "1 year"),
        (Fraction(1234567, 1), "yuan", "CNY 1,234,567.00"),
    ],
)
def test_a_value_is_shown_with_at_most_four_decimals(value: Fraction, unit: Unit, expected: str):
    assert shown(value, unit).en == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(30000001, 300000000), "10.0000003%"),
        (Fraction(1, 10) - Fraction(1, 10**9), "9.9999999%"),
        (Fraction(1, 10), "10%"),
        (Fraction(1, 3), "33.3333%"),
    ],
)
def test_a_share_is_shown_on_its_side_of_the_line(value: Fraction, expected: str):
    assert shown(value, "share", Fraction(1, 10)).zh == expected


@given(st.fractions(), st.fractions())
def test_a_shown_value_compares_with_its_line_as_the_value_itself(value: Fraction, line: Fraction):
    written = Fraction(Decimal(shown(value, "share", line).zh[:-1])) / 100
    assume(abs(value - line) > Fraction(1, 10**30))
    assert (written > line) is (value > line)
    assert written != line


# --- figures of a unit and year ---------------------------------------------------------------------------------------

MEASURED = """\
id: ZZ-1
kind: limit
title: {zh: 超限额, en: above the limit}
message: {zh: "{title}{year}年{measured}", en: "{title} {year} {measured}"}
applies: {domain: debt}
measure: MEASURE
compare: ">"
value: {2015-01-01: LINE}
basis: [{act: 某法, article: 第一条, confidence: verified, from: 2015-01-01}]
verify: {zh: 核对, en: check}
next_step: {zh: 改正, en: correct}
examples: [{name: {zh: 例, en: example}, as_of: 2026-01-20, expect: kept}]
"""


def fiscal_rule(measure: str, line: str) -> RuleSet:
    from govaudit.rules.catalogue import read_rule

    read = read_rule(MEASURED.replace("MEASURE", measure).replace("LINE", line).encode(), "ZZ-1-x.yaml")
    assert not isinstance(read, list), read
    return RuleSet(rules={"ZZ-1": read})


def figures(basis: str = "final", unit: str = "亿元", year: int = 2023, **items: str) -> list[dict[str, object]]:
    return [
        {"unit": "bureau", "year": year, "basis": basis, "item": item, "value": value, "unit_of_value": unit}
        for item, value in items.items()
    ]


def kinds(
    rules: RuleSet, rows: list[dict[str, object]], as_of: int = AS_OF, **tables: list[dict[str, object]]
) -> list[str]:
    return [finding.kind for finding in checked_by(docket(fiscal=rows, **tables), rules, as_of).findings]


@pytest.mark.parametrize(
    ("kind", "balance", "limit", "expected"),
    [  # published figures, in 亿元
        ("general", "135", "130", ["breach"]),
        ("special", "213.08", "196.35", ["breach"]),
        ("general", "53.20", "52.86", ["breach"]),
        ("special", "252.05", "252.04", ["warning"]),  # the difference is the rounding of the figures
        ("special", "252.06", "252.04", ["breach"]),
        ("general", "1076.89", "1077.45", []),
        ("general", "130", "130", []),
    ],
)
def test_debt_against_its_limit_by_class_w09(kind: str, balance: str, limit: str, expected: list[str]):
    rules = fiscal_rule(f"{kind}_debt_excess", "{value: 0, tolerance: 1000000}")
    assert kinds(rules, figures(**{f"{kind}_balance": balance, f"{kind}_limit": limit})) == expected


def test_tolerance_is_for_rounded_figures_only():
    rules = fiscal_rule("special_debt_excess", "{value: 0, tolerance: 1000000}")
    assert kinds(rules, figures(unit="元", special_balance="25205000000.01", special_limit="25204500000")) == ["breach"]


@pytest.mark.parametrize(
    ("interest", "spending", "expected"),
    [("586673", "5378590", ["breach"]), ("10", "100", []), ("10.01", "100", ["breach"]), ("2158360", "64545393", [])],
)
def test_interest_above_a_tenth_w12(interest: str, spending: str, expected: list[str]):
    rules = fiscal_rule("special_interest_share", "{value: 10%}")
    assert kinds(rules, figures(unit="万元", special_interest=interest, fund_budget_expenditure=spending)) == expected


def test_a_budget_is_a_projection_w13():
    rules = fiscal_rule("special_interest_share", "{value: 10%}")
    rows = figures("budget", "万元", 2026, special_interest="33792", fund_budget_expenditure="269365")
    assert kinds(rules, rows) == ["warning"]


def test_figures_on_two_bases_are_not_divided():
    rules = fiscal_rule("special_interest_share", "{value: 10%}")
    rows = [*figures("budget", special_interest="5"), *figures("final", fund_budget_expenditure="10")]
    checked = checked_by(docket(fiscal=rows), rules, AS_OF)
    assert [(one.kind, one.rule) for one in checked.findings] == [("data_problem", "DQ-08")]
    assert [one.instrument for one in checked.missing] == ["bureau/2023"]


def test_accounts_of_a_year_that_is_not_over_are_not_seen():
    rules = fiscal_rule("general_debt_excess", "{value: 0}")
    rows = figures(general_balance="135", general_limit="130")
    assert kinds(rules, rows, parse_day("2023-12-30")) == []
    assert kinds(rules, rows, parse_day("2023-12-31")) == ["breach"]


@pytest.mark.parametrize(("outlay", "expected"), [("10", []), ("10.01", ["breach"]), ("9.99", [])])
def test_outlays_of_all_projects_of_a_level(outlay: str, expected: list[str]):
    rules = fiscal_rule("ppp_outlay_share", "{value: 10%}")
    outlays: list[dict[str, object]] = [
        {"project": "C1", "year": 2023, "bucket": "subsidy", "planned": outlay, "unit": "亿元"}
    ]
    assert kinds(rules, figures(general_budget_expenditure="100"), ppp_outlays=outlays) == expected


def test_outlays_without_the_expenditure_are_not_computable():
    rules = fiscal_rule("ppp_outlay_share", "{value: 10%}")
    outlays = [{"project": "C1", "year": 2023, "bucket": "subsidy", "planned": "1", "unit": "亿元"}]
    checked = checked_by(docket(fiscal=figures(general_balance="1"), ppp_outlays=outlays), rules, AS_OF)
    assert [one.what.en for one in checked.missing] == ["no fiscal figure general_budget_expenditure"]


def test_an_unknown_measure_is_said():
    checked = checked_by(docket(), fiscal_rule("no_such_measure", "{value: 0}"), AS_OF)
    assert [(one.rule, one.instrument) for one in checked.missing] == [("ZZ-1", "*")]


def test_every_published_limit_names_a_measure_there_is():
    from govaudit.checks.measures import MEASURES
    from govaudit.rules.kinds.rule import Limit

    assert {rule.measure for rule in RULES if isinstance(rule, Limit)} <= set(MEASURES)
