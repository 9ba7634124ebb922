"""Data-quality checks on figures as they were published, and on bad input: named findings, no breaches, nothing averaged away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checklists.law_docket import docket_of, findings, rules
from finance.desk import WAN, city, printed, ratios, rows
from govaudit.audit import Question, audit
from govaudit.finance.accounts import Accounts
from govaudit.model.days import parse_day

if TYPE_CHECKING:
    from pathlib import Path

    from finance.desk import Rows
    from govaudit.finance.quality_words import FigureDoubt


def doubts(*figures: Rows) -> list[FigureDoubt]:
    return Accounts(city(*figures), rules()).doubts


def checks(*figures: Rows) -> list[tuple[str, int]]:
    return [(one.check, one.year) for one in doubts(*figures)]


def test_a_spike_between_two_years_is_blamed_on_the_year_itself() -> None:
    # one data set lists a city's 2019 debt at 1,387.05 between 120.40 (2018) and 193.72 (2020)
    found = doubts(
        *(rows(year, total_balance=value) for year, value in ((2018, "120.40"), (2019, "1387.05"), (2020, "193.72")))
    )
    assert [(one.check, one.year) for one in found] == [("DQ-02", 2019)]
    assert "11.5倍" in found[0].what.zh
    figures = [
        row
        for year, value in ((2018, "120.40"), (2019, "1387.05"), (2020, "193.72"))
        for row in rows(year, total_balance=value, total_limit=1500)
    ]
    run = audit(city(figures), rules(), Question(as_of=parse_day("2026-06-30"))).run
    assert {(one.rule, one.kind) for one in run.findings} == {("DQ-02", "data_problem")}


def test_figures_in_doubt_are_never_green() -> None:
    docket = city(
        *(
            rows(year, total_balance=value, comprehensive_capacity=1000)
            for year, value in ((2018, 120), (2019, 1100), (2020, 190))
        )
    )
    spike, after = ratios(docket, 2019)["debt_ratio"], ratios(docket, 2020)["debt_ratio"]
    assert (spike.status, printed(spike), spike.mark and spike.mark.band) == ("inconsistent", "110.0000", "no_data")
    assert (after.status, after.mark and after.mark.band) == ("ok", "green")


@pytest.mark.parametrize("times", [10**4, 176, 100])
def test_a_unit_slip_is_named(times: int) -> None:
    # a province's regional product at 176 times last year's; yuan entered as 万元
    assert checks(rows(2024, gdp=100), rows(2025, gdp=100 * times)) == [("DQ-01", 2025)]
    assert checks(rows(2024, "元", gdp=100 * times), rows(2025, "元", gdp=100), rows(2026, "元", gdp=101)) == [
        ("DQ-01", 2024)
    ]


def test_a_unit_slip_between_two_bases_of_a_year_is_named() -> None:
    assert checks(
        rows(2025, WAN, "budget", fund_budget_expenditure=1040000),
        rows(2025, WAN, "final", fund_budget_expenditure="106.24"),
    ) == [("DQ-01", 2025)]


@pytest.mark.parametrize(
    ("now", "found"),
    [("12", [("DQ-02", 2025)]), ("1000", [("DQ-01", 2025)]), ("999", [("DQ-02", 2025)]), ("20.01", []), ("499.99", [])],
)
def test_own_level_and_whole_city_are_told_apart_by_the_leap(now: str, found: list[tuple[str, int]]) -> None:
    # cities that jump tenfold or fall by 88 per cent within a year
    assert (
        checks(rows(2024, total_balance="100" if float(now) < 1000 else "10"), rows(2025, total_balance=now)) == found
    )


def test_flows_may_leap() -> None:
    assert checks(rows(2024, total_new=1), rows(2025, total_new=9)) == []


def test_units_below_must_sum_to_the_unit_where_its_own_level_is_among_them() -> None:
    def below(own: str, name: str) -> list[tuple[str, str]]:
        orgs = [{"id": "city", "name": "示例市", "kind": "government"}, {"id": "own", "name": name, "kind": "government", "parent": "city"},
                {"id": "d", "name": "甲区", "kind": "government", "parent": "city"}]  # fmt: skip
        fiscal = [
            *rows(2025, total_balance=100, org="city"),
            *rows(2025, total_balance=own, org="own"),
            *rows(2025, total_balance=40, org="d"),
        ]
        return [(one.check, one.unit) for one in Accounts(docket_of(orgs=orgs, fiscal=fiscal), rules()).doubts]

    assert below("60", "示例市本级") == []
    assert below("59", "示例市本级") == [("DQ-03", "city")]
    assert below("59", "乙区") == []


def test_classes_must_sum_to_the_total_w01() -> None:
    # a city at the end of 2017, 万元: every sum holds
    held = rows(2017, WAN, total_balance=856440, general_balance=733852, special_balance=122588)
    assert checks(held) == []
    assert checks(rows(2017, WAN, total_balance=856442, general_balance=733852, special_balance=122588)) == [
        ("DQ-15", 2017)
    ]


def test_listed_uses_must_sum_to_the_bonds_kept_w06() -> None:
    # final accounts of a city, 2024, 亿元: new bonds kept 27.38, uses listed 22.38
    parts = {f"total_new:{n}": value for n, value in enumerate(("8.4", "5.87", "2.9", "2.2", "3.01"), 1)}
    figures = rows(
        2024,
        total_new="27.38",
        total_limit="1679.93",
        total_balance="1557.34",
        general_balance="466.35",
        special_balance="1090.99",
        **parts,
    )
    (found,) = doubts(figures)
    assert (found.check, found.amounts["gap"]) == ("DQ-15", "500000000.00")
    assert printed(ratios(city(figures), 2024)["total_limit_use"]) == "92.7027"
    assert [one.kind for one in findings(city(figures), "2026-06-30", "DQ-15")] == ["data_problem"]
    assert findings(city(figures), "2026-06-30", "LD-03") == []


def test_a_limit_after_adjustment_is_the_one_before_and_the_increase_w07() -> None:
    # table of 2019 limit adjustments, 万元: A printed 42,866, D = 3,666 + 39,200, J = K + L = 229,079 + 273,246
    after = rows(2019, WAN, "adjusted", total_limit=502325, general_limit=229079, special_limit=273246, total_quota=42866,
                 general_quota=3666, special_quota=39200)  # fmt: skip
    (found,) = doubts(rows(2019, WAN, "budget", total_limit=42866), after)
    assert (found.check, found.amounts["gap"]) == ("DQ-15", "4165930000.00")
    assert doubts(rows(2019, WAN, "budget", total_limit=459459), after) == []


def test_stock_and_flow_of_a_province() -> None:
    # 亿元, 2023: general debt misses by 0.55 (exchange rates), special by 0.44, the latter within 0.005 per cent
    figures = [
        *rows(2022, general_balance="8004.28", special_balance="27257.09"),
        *rows(2023, general_balance="8457.13", special_balance="33002.49", general_issued="1392.01", special_issued="6261.14",
              general_principal="938.61", special_principal="516.18"),
    ]  # fmt: skip
    found = ratios(city(figures), 2023)
    assert (printed(found["general_residual"]), printed(found["special_residual"])) == ("-55000000.00", "44000000.00")
    assert [(one.check, one.items[0]) for one in doubts(figures)] == [("DQ-05", "general_principal")]
    assert found["general_residual"].status == "inconsistent"
    # noted as exchange rates, it is explained
    noted = [*figures, *rows(2023, general_fx_change="-0.55", special_fx_change="0.44")]
    assert doubts(noted) == []
    assert printed(ratios(city(noted), 2023)["general_residual"]) == "0.00"


def test_repayment_that_holds_a_swap_of_hidden_debt_is_told() -> None:
    # a province 2024, 亿元: 18,216.60 + 4,262.07 − 2,614.96 misses 21,246.85; the table's repayment holds a swap of 1,383.75
    figures = [
        *rows(2023, total_balance="18216.60"),
        *rows(2024, total_balance="21246.85", total_issued="4262.07", total_principal="2614.96"),
    ]
    assert printed(ratios(city(figures), 2024)["total_residual"]) == "138314000000.00"
    assert [one.check for one in doubts(figures)] == ["DQ-05"]
    assert [one.check for one in doubts([*figures, *rows(2024, swap="1383.75")])] == ["DQ-06"]
    apart = [*figures, *rows(2024, swap="1383.75", swap_repaid="1383.75")]
    assert printed(ratios(city(apart), 2024)["total_residual"]) == "-61000000.00"
    platform = [
        *rows(2023, total_balance="18216.60"),
        *rows(2024, total_balance="21246.85", total_issued="4262.07", total_principal="1231.21"),
    ]
    assert printed(ratios(city(platform), 2024)["total_residual"]) == "-61000000.00"


@pytest.mark.parametrize(
    ("issued", "found"), [("30", ["DQ-09"]), ("119", ["DQ-09"]), ("50", []), ("100", []), ("100.01", ["DQ-09"])]
)
def test_issue_and_quota_of_different_years_are_told(issued: str, found: list[str]) -> None:
    # issue over quota of published plans ran from 30 to 119 per cent
    assert [one.check for one in doubts(rows(2025, new_special=issued, special_quota=100))] == found


def test_a_blank_is_not_taken_for_nil() -> None:
    figures = rows(2025, general_balance=10, comprehensive_capacity=100)
    assert checks(figures) == [("DQ-10", 2025)]
    assert ratios(city(figures), 2025)["debt_ratio"].status == "no_data"
    assert printed(ratios(city([*figures, *rows(2025, special_balance=0)]), 2025)["debt_ratio"]) == "10.0000"


def test_figures_of_two_bases_are_named_where_a_ratio_needs_both() -> None:
    assert checks(
        rows(2025, basis="execution", special_interest=1), rows(2025, basis="budget", fund_budget_expenditure=5)
    ) == [("DQ-08", 2025), ("DQ-10", 2025)]  # general interest is a blank, too


def test_missing_years_negative_balances_and_limits_of_zero_are_named() -> None:
    assert checks(rows(2022, gdp=1), rows(2025, gdp=1)) == [("DQ-11", 2023), ("DQ-11", 2024)]
    assert checks(rows(2022, gdp=1), rows(2025, basis="budget", gdp=1)) == []
    assert ("DQ-12", 2025) in checks(rows(2025, total_balance=-1))
    zero = rows(2025, general_limit=0, general_balance=5, special_limit=0, special_balance=0)
    assert checks(zero) == [("DQ-13", 2025)]
    found = ratios(city(zero), 2025)
    assert (found["general_limit_use"].status, found["general_limit_use"].value) == ("inconsistent", None)
    assert (
        found["special_limit_use"].status,
        found["special_limit_use"].mark and found["special_limit_use"].mark.band,
    ) == ("no_data", "no_data")
    # a balance above a limit of zero is for review, it proves nothing
    assert [one.kind for one in findings(city(zero), "2026-06-30", "LD-03")] == ["warning"]


def test_a_figure_stated_twice_is_named_and_the_last_taken() -> None:
    twice = [*rows(2025, gdp=100), *rows(2025, gdp=120)]
    assert checks(twice) == [("DQ-14", 2025)]
    assert checks([*rows(2025, gdp=100), *rows(2025, gdp=100)]) == []


def test_the_command_shows_them(tmp_path: Path) -> None:
    import json

    from cli.desk import call
    from cli.desk import docket as on_disk

    text = "orgs:\n- {id: G, name: 示例市, kind: government}\nfiscal:\n- {unit: G, year: 2025, basis: final, item: gdp, value: -1}\n"
    folder = on_disk(tmp_path, text)
    document = json.loads(call("ratios", folder, "--year", "2025", "--format", "json").stdout)
    assert [one["check"] for one in document["data_problems"]] == ["DQ-12"]
    assert "为负数" in call("ratios", folder, "--year", "2025", "--lang", "zh").stdout
    assert "负" in call("explain", "DQ-12", "--lang", "zh").stdout
