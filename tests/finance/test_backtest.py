"""Back-tests: the confusion table of the signals approach and what follows from it."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.law_docket import docket_of, rules
from finance.desk import rows
from govaudit.finance.accounts import Accounts
from govaudit.finance.warning.backtesting import Confusion, backtest_signals, confusion, event
from govaudit.rules.kinds.rule import Signal


def test_a_worked_table() -> None:
    # A 12, B 18, C 8, D 162 (definitions of Kaminsky, Lizondo and Reinhart)
    table = Confusion(12, 18, 8, 162)
    assert f"{float(table.noise_to_signal or 0):.6f}" == "0.166667"
    assert (table.missed_share, table.false_share) == (Fraction(40, 100), Fraction(10, 100))
    assert (table.misclassified, table.power) == (Fraction(1, 2), Fraction(1, 2))
    assert (table.event_given_signal, table.event_rate) == (Fraction(40, 100), Fraction(10, 100))


def test_a_table_without_events_says_nothing_of_them() -> None:
    quiet = Confusion(0, 3, 0, 7)
    assert (quiet.missed_share, quiet.noise_to_signal, quiet.misclassified, quiet.power) == (None, None, None, None)
    assert Confusion(0, 0, 0, 0).event_rate is None
    assert Confusion(0, 1, 2, 3).noise_to_signal is None


@given(st.lists(st.tuples(st.booleans(), st.booleans())))
def test_every_pair_is_counted_once(pairs: list[tuple[bool, bool]]) -> None:
    table = confusion(pairs)
    assert sum(table) == len(pairs)
    assert tuple(table) == tuple(
        pairs.count(pair) for pair in ((True, True), (True, False), (False, True), (False, False))
    )


@pytest.mark.parametrize("year", [2016, 2024])
def test_a_panel_of_units_and_years(year: int) -> None:
    orgs = [{"id": key, "name": key, "kind": "government", "level": "county"} for key in "abcd"]
    # use of the limit in two years: near and then broken, near and kept, far and broken, far and kept
    use = {"a": (96, 101), "b": (96, 97), "c": (50, 101), "d": (50, 60)}
    fiscal = [
        row
        for key, (then, now) in use.items()
        for at, value in ((year, then), (year + 1, now))
        for row in rows(at, org=key, general_balance=value, general_limit=100)
    ]
    book = Accounts(docket_of(orgs=orgs, fiscal=fiscal), rules())
    rule = rules()["EW-L1"]
    assert isinstance(rule, Signal)
    assert backtest_signals(book, rule) == Confusion(1, 1, 1, 1)


def test_an_event_is_a_broken_limit_overdue_debt_or_a_step_up_of_the_band() -> None:
    def of(now: dict[str, object], before: dict[str, object]) -> bool | None:
        orgs = [{"id": "unit", "name": "unit", "kind": "government", "level": "city"}]
        return event(
            Accounts(docket_of(orgs=orgs, fiscal=[*rows(2024, **before), *rows(2025, **now)]), rules()), "unit", 2025
        )

    ratio = [{"total_balance": value, "comprehensive_capacity": 100} for value in (110, 130)]
    assert [of(now, before) for now, before in product(ratio, ratio)] == [False, False, True, False]
    assert of({"overdue_balance": 1, "total_balance": 100}, {}) is True
    assert of({"special_balance": 101, "special_limit": 100}, {}) is True
    assert of({"gdp": 1}, {}) is None
