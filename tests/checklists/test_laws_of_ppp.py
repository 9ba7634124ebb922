"""The 5, 7 and 10 percent lines of PPP outlays: boundaries, many projects, year by year, and what is not counted."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from checklists.law_docket import docket_of, figures, findings, unit

LINES = ("PP-01", "PP-02", "PP-03")
Tables = dict[str, list[dict[str, Any]]]


def projects(*outlays: tuple[str, int, str], source: str = "general_public") -> Tables:
    """Return the tables of PPP projects with their outlays (project, year, yuan)."""
    common = {
        "domain": "ppp",
        "kind": "contract",
        "authority": "unit",
        "signed_on": "2020-06-01",
        "attributes": {"outlay_source": source, "payment_mechanism": "政府付费"},
    }
    ids = sorted({project for project, _, _ in outlays})
    return {
        "orgs": [unit()],
        "instruments": [{**common, "id": key, "title": key} for key in ids],
        "ppp_outlays": [
            {"project": project, "year": year, "bucket": "subsidy", "planned": value}
            for project, year, value in outlays
        ],
    }


def years_passed(tables: Tables, fiscal: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Return the years in which each line is passed."""
    as_of = "2026-06-30"
    return {
        rule: [
            int(year)
            for one in findings(docket_of(**tables, fiscal=fiscal), as_of, rule)
            for year in str(one.facts.get("years", one.facts["year"])).split()
        ]
        for rule in LINES
    }


@pytest.mark.parametrize(
    ("duty", "passed"),
    [
        ("4990000", ()),
        ("5000000", ()),
        ("5010000", ()),  # the project was signed in 2020, before the line was passed
        ("7000000", ()),
        ("7010000", ("PP-03",)),
        ("10000000", ("PP-03",)),
        ("10010000", ("PP-01", "PP-03")),
    ],
)
def test_the_line_itself_is_lawful_and_a_little_more_is_not(duty: str, passed: tuple[str, ...]) -> None:
    fiscal = figures(2025, "元", general_budget_expenditure="100000000")
    assert years_passed(projects(("P1", 2025, duty)), fiscal) == {
        rule: [2025] if rule in passed else [] for rule in LINES
    }


def test_all_projects_of_a_level_are_added_up_year_by_year() -> None:
    # 6.2, 9.7, 13.0, 15.9, 12.4 over budgets grown by 5.525% a year: 4.7382, 7.0249, 8.9219, 10.3408, 7.6423 percent
    duties = {2021: "6.2", 2022: "9.7", 2023: "13.0", 2024: "15.9", 2025: "12.4"}
    budgets = {2021: "130.8510", 2022: "138.0806", 2023: "145.7095", 2024: "153.7600", 2025: "162.2553"}
    halves = [(name, year, str(Decimal(duty) * 500000)) for year, duty in duties.items() for name in ("P1", "P2")]
    fiscal = [
        row
        for year, budget in budgets.items()
        for row in figures(year, "元", general_budget_expenditure=str(Decimal(budget) * 1000000))
    ]
    assert years_passed(projects(*halves), fiscal) == {
        "PP-01": [2024],
        "PP-02": [],
        "PP-03": [2022, 2023, 2024, 2025],
    }


def test_outlays_of_the_fund_budget_are_not_counted() -> None:
    fiscal = figures(2025, "元", general_budget_expenditure="100000000")
    tables = projects(("P1", 2025, "20000000"), source="fund_budget")
    assert years_passed(tables, fiscal) == {rule: [] for rule in LINES}


def test_the_caps_warn_because_their_papers_are_recalled() -> None:
    fiscal = figures(2025, "元", general_budget_expenditure="100000000")
    (found,) = findings(docket_of(**projects(("P1", 2025, "12000000")), fiscal=fiscal), "2026-06-30", "PP-01")
    assert found.kind == "warning"
    assert "12%" in found.message.zh
