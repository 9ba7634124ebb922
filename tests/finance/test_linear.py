"""Formulas as text: what they read as, what they say, and that a ratio is what an independent sum gives."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.desk import city, rows
from govaudit.finance.figures import Figures
from govaudit.finance.linear import LinearTerm, spoken, terms
from govaudit.finance.ratios.ratio import take
from govaudit.finance.ratios.ratio_measures import RATIOS
from govaudit.report.tables.ratios_table import number


def test_a_sum_is_read_term_by_term() -> None:
    assert terms("a_b + 0.5*c@-1 - d?") == (
        LinearTerm("a_b"),
        LinearTerm("c", Fraction(1, 2), -1),
        LinearTerm("d", Fraction(-1), 0, optional=True),
    )
    assert terms("- 2 * x@+1") == (LinearTerm("x", Fraction(-2), 1),)


@pytest.mark.parametrize("text", ["a b", "a +", "a ++ b", "a / b", "2", "a*2", "A", "a@1", "__import__('os')"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a sum"):
        terms(text)


def test_a_formula_is_said_in_both_languages() -> None:
    said = spoken(terms("total_balance - total_balance@-1"), terms("total_balance@-1"))
    assert said.zh == "（政府债务余额 − 上年政府债务余额） ÷ 上年政府债务余额"
    assert said.en == "(total_balance − total_balance@-1) ÷ total_balance@-1"
    assert spoken(terms("total_balance + 0.5*contingent_balance")).zh == "政府债务余额 + 50% × 或有债务余额"


amounts = st.integers(0, 10**15)


@given(amounts, amounts, st.integers(1, 10**15))
def test_a_ratio_is_exact(general: int, special: int, capacity: int) -> None:
    figures = Figures.read(
        city(rows(2025, "元", general_balance=general, special_balance=special, comprehensive_capacity=capacity))
    )
    found = take(figures, RATIOS["debt_ratio"], "unit", 2025)
    assert found.value == Fraction(general + special, capacity)


@given(st.fractions(-100, 100, max_denominator=10**9))
def test_a_percentage_is_rounded_half_up_to_four_decimals(value: Fraction) -> None:
    printed = Fraction(number(value, "share") or "")
    assert abs(printed - value * 100) <= Fraction(1, 20000)
    if abs(printed - value * 100) == Fraction(1, 20000):
        assert abs(printed) > abs(value * 100)


def test_the_half_goes_up() -> None:
    assert [number(Fraction(text), "share") for text in ("0.0000005", "-0.0000005", "0.12345650", "1")] == [
        "0.0001",
        "-0.0001",
        "12.3457",
        "100.0000",
    ]
