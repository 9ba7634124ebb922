"""Debt figures as cities, counties and provinces published them, with their printed digits."""

from __future__ import annotations

import pytest

from checklists.law_docket import rules
from finance.desk import WAN, YI, city, printed, ratios, rows
from govaudit.finance.accounts import Accounts


def values(year: int, *figures: list[dict[str, object]], names: str) -> dict[str, str | None]:
    found = ratios(city(*figures), year)
    return {name: printed(found[name]) for name in names.split()}


def test_w01_a_city_at_the_end_of_2017() -> None:
    figures = rows(
        2017, WAN, total_balance=856440, general_balance=733852, special_balance=122588, comprehensive_capacity=1245000
    )
    assert values(2017, figures, names="debt_ratio") == {"debt_ratio": "68.7904"}


def test_w02_a_city_that_counts_half_of_its_contingent_debt() -> None:
    figures = rows(2014, total_balance="116.7736", contingent_balance="1.6883", comprehensive_capacity="304.4009")
    found = ratios(city(figures), 2014)
    assert printed(found["debt_ratio_contingent"]) == "38.6391"
    assert sum(one.amount for one in found["debt_ratio_contingent"].components if not one.under) == 1_176_177_500_000
    # contingent debt is never added to statutory debt
    assert printed(found["debt_ratio"]) == "38.3618"


def test_w03_the_capacity_behind_a_published_ratio() -> None:
    # 15.32万亿 at 80.5 per cent: capacity 19.03万亿
    assert values(2016, rows(2016, total_balance=153200, comprehensive_capacity=190311), names="debt_ratio") == {
        "debt_ratio": "80.4998"
    }


@pytest.mark.parametrize(
    ("year", "unit", "general", "special", "use"),
    [
        # a district 2021, a county 2024
        (2021, YI, ("9.91", "11.64"), ("45.65", "47.72"), ("85.1375", "95.6622", "93.5984")),
        (2024, WAN, ("36874", "39629"), ("37600", "38571"), ("93.0480", "97.4826", "95.2353")),
        # a city, 2023, 2024 and 2025
        (2023, YI, ("1076.89", "1077.45"), ("2543.12", "2573.50"), ("99.9480", "98.8195", "99.1525")),
        (2024, YI, ("1145.59", "1146.45"), ("3236.98", "3579.50"), ("99.9250", "90.4311", "92.7342")),
        (2025, YI, ("1210.12", "1224.45"), ("4053.47", "4230.50"), ("98.8297", "95.8154", "96.4920")),
    ],
)  # fmt: skip
def test_w04_w05_w08_limits_by_class(
    year: int, unit: str, general: tuple[str, str], special: tuple[str, str], use: tuple[str, str, str]
) -> None:
    figures = rows(
        year,
        unit,
        general_balance=general[0],
        general_limit=general[1],
        special_balance=special[0],
        special_limit=special[1],
    )
    found = values(year, figures, names="general_limit_use special_limit_use total_limit_use")
    assert tuple(found.values()) == use
    assert [one for one in Accounts(city(figures), rules()).doubts if one.check == "DQ-04"] == []


def test_w08_is_near_its_limit_by_class() -> None:
    figures = rows(
        2024, general_balance="1145.59", general_limit="1146.45", special_balance="3236.98", special_limit="3579.50"
    )
    found = ratios(city(figures), 2024)
    assert [found[f"{name}_limit_use"].mark.band for name in ("general", "special", "total")] == [
        "orange",
        "green",
        "green",
    ]  # type: ignore[union-attr]


def test_w14_a_debt_plan_for_2026() -> None:
    # 万元: whole city 44,295,273 + 1,566,567 − 1,749,600 = 44,112,240 = 2,740,661 + 41,371,579; limit 45,845,668 = 2,858,634 + 42,987,034
    figures = [
        *rows(2025, WAN, total_balance=44295273),
        *rows(2026, WAN, "budget", total_issued=1566567, total_principal=1749600, total_balance=44112240, general_balance=2740661,
              special_balance=41371579, total_limit=45845668, general_limit=2858634, special_limit=42987034),
    ]  # fmt: skip
    assert values(2026, figures, names="total_residual total_limit_headroom") == {
        "total_residual": "0.00",
        "total_limit_headroom": "17334280000.00",
    }
    assert Accounts(city(figures), rules()).doubts == []
    own = [
        *rows(2025, WAN, total_balance=30334739),
        *rows(2026, WAN, "budget", total_issued=1165637, total_principal=1705045, total_balance=29795331),
    ]
    assert values(2026, own, names="total_residual") == {"total_residual": "0.00"}


def test_w15_service_of_a_province_in_2023() -> None:
    # interest 253.80 + 569.38 = 823.18, principal 1,197.86 + 1,465.59 = 2,663.45 亿元
    figures = rows(2023, general_interest="253.80", special_interest="569.38", general_principal="1197.86", special_principal="1465.59",
                   comprehensive_capacity=10000)  # fmt: skip
    assert values(2023, figures, names="service_ratio") == {"service_ratio": "34.8663"}


def test_a_city_refinances_most_of_what_falls_due() -> None:
    # a city, 亿元: own funds 3.67, refinanced 26.23
    assert values(2025, rows(2025, refinancing="26.23", total_principal="29.90"), names="refinancing_rate") == {
        "refinancing_rate": "87.7258"
    }


def test_the_service_plan_of_an_own_level() -> None:
    # 2026, 万元: 24,830 + 53,200 = 78,030 = 56,662 + 21,368
    figures = rows(2026, WAN, "budget", refinancing=53200, total_principal=56662, total_interest=21368)
    assert values(2026, figures, names="refinancing_rate refinancing_of_service") == {
        "refinancing_rate": "93.8901",
        "refinancing_of_service": "68.1789",
    }


def test_the_service_plan_of_a_province() -> None:
    # 2025, 亿元: principal 326.7 of which refinanced ... 295.9 + 30.8 and 95.0 + 14.1; 89.6971 per cent by refinancing
    figures = rows(
        2025,
        basis="budget",
        refinancing_general="295.9",
        refinancing_special="95.0",
        general_principal="326.7",
        special_principal="109.1",
    )
    assert values(2025, figures, names="refinancing_rate") == {"refinancing_rate": "89.6971"}


def test_swaps_of_hidden_debt_are_taken_out_of_refinancing() -> None:
    figures = rows(2024, refinancing=300, swap=120, total_principal=200)
    assert values(2024, figures, names="refinancing_rate") == {"refinancing_rate": "90.0000"}


def test_capacity_is_the_published_value_or_its_components() -> None:
    parts = rows(2025, general_revenue=60, fund_revenue=30, transfers_in=20, transfers_up=10, total_balance=120)
    found = ratios(city(parts), 2025)["debt_ratio"]
    assert printed(found) == "120.0000"
    assert [one.item for one in found.components if one.under] == [
        "general_revenue",
        "fund_revenue",
        "transfers_in",
        "transfers_up",
    ]
    published = ratios(city(parts, rows(2025, comprehensive_capacity=150)), 2025)["debt_ratio"]
    assert (printed(published), [one.item for one in published.components if one.under]) == (
        "80.0000",
        ["comprehensive_capacity"],
    )


def test_the_ratios_of_rating_scorecards() -> None:
    figures = rows(
        2025,
        total_balance=100,
        reserve=10,
        operating_revenue=50,
        operating_expenditure=41,
        total_interest=3,
        total_principal=6,
    )
    assert values(2025, figures, names="payback interest_over_revenue service_cover") == {
        "payback": "10.0000", "interest_over_revenue": "6.0000", "service_cover": "100.0000",
    }  # fmt: skip


def test_the_reserve_covers_part_of_next_years_service() -> None:
    figures = [*rows(2025, reserve=5), *rows(2026, basis="budget", total_principal=15, total_interest=5)]
    found = ratios(city(figures), 2025)["reserve_coverage"]
    assert (printed(found), [one.year for one in found.components]) == ("25.0000", [2025, 2026, 2026])


def test_foreign_loans_count_as_raised_and_repayment_by_refinancing_as_refinancing() -> None:
    # the lines of the published forms: raised = foreign loans + bonds; of the principal so much by refinancing
    figures = [
        *rows(2025, general_balance=100),
        *rows(2026, basis="budget", general_balance=118, general_issued=20, general_foreign=3, general_principal=5, special_principal=10,
              general_principal_refinanced=4, special_principal_refinanced=8),
    ]  # fmt: skip
    assert values(2026, figures, names="general_residual refinancing_rate") == {
        "general_residual": "0.00",
        "refinancing_rate": "80.0000",
    }


def test_w07_with_the_limit_of_the_year_before() -> None:
    after = rows(2019, WAN, "adjusted", total_limit=502325, total_quota=42866)
    (found,) = Accounts(city(rows(2018, WAN, "adjusted", total_limit=459458), after), rules()).doubts
    assert (found.check, found.amounts["gap"]) == ("DQ-15", "10000.00")
    assert Accounts(city(rows(2018, WAN, "adjusted", total_limit=459459), after), rules()).doubts == []
