"""Published debt figures of cities and counties with their known answers, held against the debt rules."""

from __future__ import annotations

import pytest

from checklists.law_docket import docket_of, figures, findings, unit

YI, WAN = "亿元", "万元"


def limit_case(year: int, unit_of_value: str, **items: str) -> dict[str, list[str]]:
    """Return the kinds of finding of the general and the special limit rule."""
    docket = docket_of(orgs=[unit()], fiscal=figures(year, unit_of_value, **items))
    return {
        rule: [finding.kind for finding in findings(docket, f"{year + 1}-12-31", rule)] for rule in ("LD-03", "LD-03a")
    }


@pytest.mark.parametrize(
    ("year", "unit_of_value", "general", "special"),
    [
        (2021, YI, ("9.91", "11.64"), ("45.65", "47.72")),
        (2024, WAN, ("36874", "39629"), ("37600", "38571")),
        (2023, YI, ("1076.89", "1077.45"), ("2543.12", "2573.50")),
        (2024, YI, ("1145.59", "1146.45"), ("3236.98", "3579.50")),
        (2025, YI, ("1210.12", "1224.45"), ("4053.47", "4230.50")),
    ],
)
def test_a_balance_within_both_limits_is_no_finding(
    year: int, unit_of_value: str, general: tuple[str, str], special: tuple[str, str]
) -> None:
    found = limit_case(year, unit_of_value, general_balance=general[0], general_limit=general[1],
                       special_balance=special[0], special_limit=special[1])  # fmt: skip
    assert found == {"LD-03": [], "LD-03a": []}


def test_each_class_is_tested_by_itself() -> None:
    # total 390 of 422, but general debt 135 of 130
    found = limit_case(2021, YI, general_balance="135", general_limit="130", special_balance="255", special_limit="292")
    assert found == {"LD-03": ["breach"], "LD-03a": []}


def test_both_classes_above_their_limits_are_two_findings() -> None:
    found = limit_case(
        2018, YI, general_balance="257.53", general_limit="247.82", special_balance="47.98", special_limit="42.75"
    )
    assert found == {"LD-03": ["breach"], "LD-03a": ["breach"]}


@pytest.mark.parametrize(
    ("balance", "limit", "kind"),
    [
        ("213.08", "196.35", ["breach"]),
        ("252.05", "252.04", ["warning"]),
        ("252.06", "252.04", ["breach"]),
        ("252.04", "252.04", []),
    ],
)
def test_a_difference_within_rounding_is_for_review(balance: str, limit: str, kind: list[str]) -> None:
    assert limit_case(2024, YI, special_balance=balance, special_limit=limit)["LD-03a"] == kind


def test_rounding_is_no_excuse_where_figures_are_exact() -> None:
    # two yuan above a limit that is stated to the yuan
    assert limit_case(2024, "元", general_balance="25204000002", general_limit="25204000000")["LD-03"] == ["breach"]


@pytest.mark.parametrize(
    ("rule", "level", "basis", "interest", "spending", "kind"),
    [
        ("LD-10", "city", "final", ("general_interest", "67522"), ("general_budget_expenditure", "2735288"), []),
        ("LD-10a", "city", "execution", ("special_interest", "23873"), ("fund_budget_expenditure", "596643"), []),
        # a draft budget is a projection: 12.55% warns
        ("LD-10a", "city", "budget", ("special_interest", "33792"), ("fund_budget_expenditure", "269365"), ["warning"]),
        ("LD-10a", "city", "final", ("special_interest", "33792"), ("fund_budget_expenditure", "269365"), ["warning"]),
        # 10.91% of a whole province triggers nothing; of a city it would
        ("LD-10a", "province", "final", ("special_interest", "586673"), ("fund_budget_expenditure", "5378590"), []),
        (
            "LD-10a",
            "county",
            "final",
            ("special_interest", "586673"),
            ("fund_budget_expenditure", "5378590"),
            ["warning"],  # a line: what would break a duty is not to begin the restructuring
        ),
        ("LD-10", "city", "final", ("general_interest", "100000"), ("general_budget_expenditure", "1000000"), []),
    ],
)
def test_restructuring_starts_above_ten_percent_of_a_city_or_county(
    rule: str, level: str, basis: str, interest: tuple[str, str], spending: tuple[str, str], kind: list[str]
) -> None:
    fiscal = figures(2025, WAN, basis, **dict((interest, spending)))
    docket = docket_of(orgs=[unit(level)], fiscal=fiscal)
    assert [finding.kind for finding in findings(docket, "2026-06-30", rule)] == kind


def test_the_debt_ratio_of_a_city_at_69_percent_is_below_the_line() -> None:
    fiscal = figures(2017, WAN, general_balance="733852", special_balance="122588", comprehensive_capacity="1245000")
    assert findings(docket_of(orgs=[unit()], fiscal=fiscal), "2018-12-31", "LD-12") == []


def test_a_budget_published_on_day_21_is_one_day_late() -> None:
    docket = docket_of(
        orgs=[unit()],
        instruments=[{"id": "B1", "domain": "debt", "kind": "plan", "title": "年度预算", "authority": "unit"}],
        events=[
            {"id": "E1", "instrument": "B1", "type": "budget_approved", "occurred_on": "2026-02-10"},
            {"id": "E2", "instrument": "B1", "type": "budget_published", "occurred_on": "2026-03-03"},
        ],
    )
    (found,) = findings(docket, "2026-06-30", "LD-08")
    assert found.kind == "breach"
    assert "2026年3月2日" in found.message.zh
    assert "逾期1天" in found.message.zh


@pytest.mark.parametrize(
    ("org", "kind"),
    [({"level": "city"}, "warning"), ({"level": "市本级"}, "warning"), ({}, "warning"), ({"level": "本级"}, "warning"),
     ({"level": "本级", "parent": "above"}, "warning"), ({"level": "省"}, None)],
)  # fmt: skip
def test_the_interest_line_warns_of_cities_and_counties_and_where_the_level_is_not_stated(
    org: dict[str, str], kind: str | None
) -> None:
    # a city's own level, 万元: 824,294 over 7,750,000 is 10.6361 per cent
    units = [{"id": "above", "name": "示例市", "level": "city"}, {"id": "unit", "name": "示例市本级", **org}]
    accounts = figures(2025, WAN, special_interest="824294", fund_budget_expenditure="7750000")
    found = findings(docket_of(orgs=units, fiscal=accounts), "2026-06-30", "LD-10a")
    assert [one.kind for one in found] == ([kind] if kind else [])


def test_a_published_total_above_its_limit_is_a_breach_of_its_own() -> None:
    # a district's table, 万元: general +1,560, special within, total +1,055
    accounts = figures(
        2025, WAN, general_balance="354261", general_limit="352701", total_balance="807120", total_limit="806065"
    )
    docket = docket_of(orgs=[unit("district")], fiscal=accounts)
    found = {rule: [one.kind for one in findings(docket, "2026-06-30", rule)] for rule in ("LD-03", "LD-03a", "LD-03b")}
    assert found == {"LD-03": ["breach"], "LD-03a": [], "LD-03b": ["breach"]}
