"""Ratios with the digits of published budget papers and of worked cases; the source of each stands beside it."""

from __future__ import annotations

import pytest

from finance.desk import WAN, city, printed, ratios, rows


def test_the_debt_service_and_new_debt_ratios_of_a_worked_city() -> None:
    # derived case, 亿元: every reading of the new-debt ratio stands under its own name
    docket = city(
        rows(2024, general_balance="240.00", special_balance="0", comprehensive_capacity="160.00"),
        rows(2025, total_balance="266.63", comprehensive_capacity="165.00", gdp="620", total_principal="29.90",
             total_interest="7.19", refinancing="26.23", total_new="33.57"),
    )  # fmt: skip
    found = ratios(docket, 2025)
    assert {name: printed(found[name]) for name in (
        "debt_ratio", "debt_to_gdp", "service_ratio", "service_ratio_net", "new_debt_growth", "new_debt_capacity", "new_debt_marginal",
        "refinancing_rate",
    )} == {
        "debt_ratio": "161.5939", "debt_to_gdp": "43.0048", "service_ratio": "22.4788", "service_ratio_net": "6.5818",
        "new_debt_growth": "11.0958", "new_debt_capacity": "20.3455", "new_debt_marginal": "532.6000", "refinancing_rate": "87.7258",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("year", "figures", "general", "special"),
    [
        # a city's final accounts of 2025, 万元: whole city, then its budget of 2026
        (2025, {"general_interest": 332531, "general_budget_expenditure": 28174696, "special_interest": 1703905, "fund_budget_expenditure": 19000000},
         "1.1802", "8.9679"),
        (2026, {"special_interest": 2036545, "fund_budget_expenditure": 14760000}, None, "13.7977"),
        # a province's accounts of 2024, 亿元 written in 万元
        (2024, {"general_interest": 2645994, "general_budget_expenditure": 95363000, "special_interest": 3435710, "fund_budget_expenditure": 32120000},
         "2.7747", "10.6965"),
        # final accounts of three provinces
        (2023, {"general_interest": 2538017, "general_budget_expenditure": 125817390, "special_interest": 5693807, "fund_budget_expenditure": 82282559},
         "2.0172", "6.9198"),
        (2024, {"general_interest": 2158360, "general_budget_expenditure": 64545393, "special_interest": 586673, "fund_budget_expenditure": 5378590},
         "3.3439", "10.9076"),
        (2024, {"general_interest": 1271326, "general_budget_expenditure": 60809300}, "2.0907", None),
        # a city's execution of 2025 and draft of 2026
        (2025, {"general_interest": 67522, "general_budget_expenditure": 2735288, "special_interest": 23873, "fund_budget_expenditure": 596643},
         "2.4686", "4.0012"),
        (2026, {"special_interest": 33792, "fund_budget_expenditure": 269365}, None, "12.5451"),
    ],
)  # fmt: skip
def test_interest_over_expenditure(
    year: int, figures: dict[str, int], general: str | None, special: str | None
) -> None:
    found = ratios(city(rows(year, WAN, **figures)), year)
    assert (printed(found["general_interest_share"]), printed(found["special_interest_share"])) == (general, special)


def test_no_data_is_a_level_of_its_own() -> None:
    found = ratios(city(rows(2025, general_balance=1)), 2025)["special_interest_share"]
    assert (found.status, found.value, found.mark and found.mark.band) == ("no_data", None, "no_data")
    assert "政府性基金预算支出" in found.notes[0].zh
    assert "fund_budget_expenditure" in found.notes[0].en


def test_two_bases_are_never_mixed_in_a_share() -> None:
    docket = city(
        rows(2025, basis="execution", special_interest=1), rows(2025, basis="budget", fund_budget_expenditure=5)
    )
    found = ratios(docket, 2025)["special_interest_share"]
    assert (found.status, found.value) == ("no_data", None)
    assert "同一口径" in found.notes[0].zh


def test_the_most_settled_basis_that_has_every_figure_is_taken_unless_one_is_asked_for() -> None:
    docket = city(
        rows(2025, basis="budget", special_interest=2, fund_budget_expenditure=10),
        rows(2025, basis="execution", special_interest=1, fund_budget_expenditure=10),
        rows(2025, basis="final", special_interest=1),
    )
    settled, budget = (ratios(docket, 2025, basis)["special_interest_share"] for basis in (None, "budget"))
    assert (settled.basis, printed(settled), settled.projected) == ("execution", "10.0000", False)
    assert (budget.basis, printed(budget), budget.projected) == ("budget", "20.0000", True)


def test_each_value_shows_its_formula_figures_and_where_they_stand() -> None:
    docket = city(
        [row | {"source": "决算表第3页"} for row in rows(2025, special_interest=1, fund_budget_expenditure=10)]
    )
    found = ratios(docket, 2025)["special_interest_share"]
    assert found.measure.formula.zh.startswith("专项债务付息 ÷ 政府性基金预算支出")
    assert "分母待核" in found.measure.formula.zh
    assert [(one.item, one.figure.value, one.under) for one in found.components] == [
        ("special_interest", 10**10, False), ("fund_budget_expenditure", 10**11, True),
    ]  # fmt: skip
    assert found.sources == ("case:1（决算表第3页）", "case:2（决算表第3页）")
    assert found.scope is not None
    assert found.scope.zh == "示例政府"
