"""Early warning: what each rule comes to at its edges, the plan ahead, stress, distance to the lines, and the overall level."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from checklists.law_docket import docket_of, rules, unit
from finance.desk import WAN, city, printed, rows
from govaudit.checks.examples.rule_examples import run_examples
from govaudit.checks.grades import signal_findings
from govaudit.docket.view import View
from govaudit.finance.accounts import Accounts
from govaudit.finance.stress.stress import combined, read_scenarios, reverse, stress_table, stressed
from govaudit.finance.warning.projection import with_projection
from govaudit.finance.warning.signal_values import sign, sign_of, unknown_word
from govaudit.finance.warning.signals import mechanical, overall, signal_ratios
from govaudit.model.days import parse_day
from govaudit.model.problem import Fault
from govaudit.rules.kinds.rule import Graded, Signal
from govaudit.settle.settle_rows import settle

if TYPE_CHECKING:
    from pathlib import Path

    from finance.desk import Rows
    from govaudit.rules.kinds.rule import AnyRule

SIGNALS = [rule for rule in rules() if isinstance(rule, Signal)]


@pytest.mark.parametrize("rule", SIGNALS, ids=lambda rule: rule.id)
def test_the_examples_of_a_signal_hold_at_its_edges(rule: AnyRule) -> None:
    assert [(one.example.name.en, one.got) for one in run_examples(rule) if not one.met] == []
    assert {"kept", "warning"} <= {str(example.expect) for example in rule.examples}


def test_every_rule_of_the_catalogue_of_signals_is_there() -> None:
    ids = {rule.id.removeprefix("EW-")[:2] for rule in SIGNALS}
    assert ids == {"T1", "T2", "F1", "F2", "C1", "C2", "R1", "R2", "L1", "G1", "G2", "P1", "A1", "Q1"}
    assert {rule.verdict() for rule in SIGNALS} == {"warning"}
    assert {rule.confidence_on() for rule in SIGNALS} == {"doubtful"}


@pytest.mark.parametrize("rule", [rule for rule in rules() if isinstance(rule, Graded)], ids=lambda rule: rule.id)
def test_a_graded_rule_looks_at_measures_there_are(rule: Graded) -> None:
    for name in rule.of:
        assert unknown_word(rule, name) is None
        assert sign_of(rule, name).label.zh
    if isinstance(rule, Signal):
        sign(rule.sign)


@pytest.mark.parametrize(
    ("change", "said"),
    [({"of": ("debt_ratioo",)}, "there is no measure debt_ratioo"), ({"sign": "falls"}, "there is no sign falls"),
     ({"sign": "under flood"}, "there is no sign under flood")],
)  # fmt: skip
def test_a_word_of_a_rule_that_means_nothing_is_unknown_and_said(change: dict[str, Any], said: str) -> None:
    rule = replace(next(rule for rule in SIGNALS if rule.id == "EW-T1"), **change)
    (one, *_) = signal_ratios(
        Accounts(city(rows(2025, total_balance=50, comprehensive_capacity=100)), [rule]), "unit", 2025
    )
    assert (one.level, one.line, [note.en for note in one.ratio.notes]) == ("no_data", None, [said])


def levels(*figures: Rows, year: int = 2025, **tables: Rows) -> dict[tuple[str, str], str]:
    book = Accounts(city(*figures, **tables), rules())
    return {(one.rule.id, one.ratio.measure.name): one.level for one in signal_ratios(book, "unit", year)}


def test_a_signal_says_its_value_line_and_level_in_words() -> None:
    book = Accounts(city(rows(2025, general_balance="98.5", general_limit=100)), rules())
    found = [one for one in signal_findings(book, signal_ratios(book, "unit", 2025)) if one.rule == "EW-L1"]
    (one,) = found
    assert (one.kind, one.facts["level"], one.facts["measure"]) == ("warning", "orange", "general_limit_use")
    assert one.message.zh == "示例政府：2025年一般债务限额使用率为98.5%，橙色"
    assert one.message.en == "示例政府: use of the general debt limit in 2025 is 98.5%, orange"


@pytest.mark.parametrize(
    ("use", "level"),
    [("94.99", "green"), ("95", "yellow"), ("97.99", "yellow"), ("98", "orange"), ("100", "orange"), ("100.01", "red")],
)
def test_limit_use_has_three_levels(use: str, level: str) -> None:
    assert levels(rows(2025, special_balance=use, special_limit=100))["EW-L1", "special_limit_use"] == level


@pytest.mark.parametrize(
    ("late", "level"), [(0, "green"), (1, "yellow"), (30, "yellow"), (31, "orange"), (90, "orange"), (91, "red")]
)
def test_arrears_have_three_levels(late: int, level: str) -> None:
    due = f"2025-{10 if late > 60 else 12 if late < 31 else 11}-01"
    day = parse_day(due) + late
    tables: dict[str, Rows] = {
        "instruments": [{"id": "B", "domain": "debt", "kind": "bond", "title": "B", "authority": "unit"}],
        "obligations": [
            {
                "id": "O",
                "instrument": "B",
                "title": "pay",
                "bearer": "unit",
                "action": "pay",
                "due_on": due,
                "amount": 1,
                "roll": "none",
            }
        ],
    }
    docket = city(rows(2025, gdp=1), **tables)
    found = signal_ratios(Accounts(docket, rules(), statuses=settle(View(docket, day))), "unit", 2025)
    assert [one.level for one in found if one.rule.id == "EW-A1"] == [level]


@pytest.mark.parametrize(
    ("years", "level"), [(1, "red"), (2, "orange"), (3, "orange"), (4, "yellow"), (5, "yellow"), (6, None)]
)
def test_the_first_breach_ahead_is_graded_by_how_far_it_is(years: int, level: str | None) -> None:
    figures = [
        rows(2025, special_interest=9, fund_budget_expenditure=100),
        rows(2025 + years, basis="budget", special_interest=11, fund_budget_expenditure=100),
    ]
    found = levels(*figures).get(("EW-F1", "special_interest_share"))
    assert found == (level or "yellow") if level else found in {None, "green"}


def test_unknown_is_a_level_and_says_what_is_missing() -> None:
    book = Accounts(city(rows(2025, special_interest=1)), rules())
    found = {
        one.rule.id: one
        for one in signal_ratios(book, "unit", 2025)
        if one.ratio.measure.name == "special_interest_share"
    }
    assert found["EW-P1"].level == found["EW-Q1"].level == "no_data"
    assert "fund_budget_expenditure" in found["EW-P1"].ratio.notes[0].en


# --- the plan ---------------------------------------------------------------------------------------------------------


def bonds(*terms: tuple[str, int, str]) -> Rows:
    return [{"id": f"D{n}", "unit": "unit", "kind": kind, "principal": value, "start": "2024-06-30", "end": end, "rate": "0.03", "freq": 1, "roll": "none"}
            for n, (kind, value, end) in enumerate(terms)]  # fmt: skip


def test_the_plan_takes_service_from_the_schedules_and_refinances_what_falls_due() -> None:
    docket = city(
        rows(2024, "元", fund_budget_expenditure=1000), rows(2025, "元", special_balance=300, fund_budget_expenditure=1100),
        debts=bonds(("special", 100, "2026-06-30"), ("special", 200, "2028-06-30")),
    )  # fmt: skip
    ahead = with_projection(Accounts(docket, rules()), "unit", 2025, 3)
    interest = [ahead.figures.get("unit", year, "special_interest", "plan") for year in (2026, 2027, 2028)]
    # 2026: 3% of 300; 2027: 3% of 200 and 3% of the 100 refinanced; 2028 alike
    assert [one and one.value for one in interest] == [900, 900, 900]
    assert [
        (one := ahead.figures.get("unit", year, "refinancing_special", "plan")) and one.value
        for year in (2026, 2027, 2028)
    ] == [10000, 0, 20000]
    # expenditure grew by a tenth: 1,210 in 2026
    assert printed(ahead.ratio("special_interest_share", "unit", 2026)) == "0.7438"


def test_a_sum_that_grows_stands_at_no_one_place_of_its_parts() -> None:
    spent = [row for year in (2024, 2025) for row in rows(year, general_revenue=10, fund_revenue=20)]
    ahead = with_projection(Accounts(city(spent), rules()), "unit", 2025, 1)
    (whole, part) = (
        ahead.figures.get("unit", 2026, item, "plan") for item in ("comprehensive_capacity", "general_revenue")
    )
    assert whole is not None
    assert part is not None
    own = [ahead.figures.get("unit", 2025, item, "final") for item in ("general_revenue", "fund_revenue")]
    assert (whole.place.row, whole.source) == (None, " + ".join(str(one.place) for one in own if one))
    assert part.place == own[0].place  # type: ignore[union-attr]


def test_a_schedule_that_does_not_cover_the_stated_balance_is_not_used() -> None:
    docket = city(rows(2025, "元", special_balance=310), debts=bonds(("special", 300, "2028-06-30")))
    ahead = with_projection(Accounts(docket, rules()), "unit", 2025, 3)
    assert ahead.figures.get("unit", 2026, "special_interest", "plan") is None
    assert ahead.ratio("special_interest_share", "unit", 2026).status == "no_data"


# --- stress -----------------------------------------------------------------------------------------------------------

INTEREST = {"special_interest": 1703905, "fund_budget_expenditure": 19000000}  # a city's accounts of 2025, 万元


def test_fund_expenditure_may_fall_by_10_3208_per_cent_before_the_line() -> None:
    found = reverse(Accounts(city(rows(2025, WAN, **INTEREST)), rules()).ratio("special_interest_share", "unit", 2025))
    assert found is not None
    assert f"{float(found.fall) * 100:.4f}" == "10.3208"
    # at that fall the ratio stands exactly on the line
    assert INTEREST["special_interest"] / (INTEREST["fund_budget_expenditure"] * (1 - found.fall)) == pytest.approx(0.1)
    assert found.ratio.value is not None
    assert found.ratio.value * (1 + found.rise) == Fraction(1, 10)
    beyond = reverse(
        Accounts(city(rows(2025, WAN, special_interest=824294, fund_budget_expenditure=7750000)), rules()).ratio(
            "special_interest_share", "unit", 2025
        )
    )
    assert beyond is not None
    assert beyond.fall < 0


def test_the_six_standard_stresses() -> None:
    figures = [
        rows(2024, gdp=1000, fund_budget_expenditure=100, comprehensive_capacity=100, general_budget_expenditure=100),
        rows(2025, gdp=1000, fund_budget_expenditure=100, comprehensive_capacity=100, general_budget_expenditure=100, land_revenue=50,
             general_balance=60, special_balance=60, contingent_balance=50, general_interest=2, special_interest=8,
             refinancing_general=10, refinancing_special=20, general_principal=15, special_principal=25),
    ]  # fmt: skip
    table = {
        stress.scenario.id: {one.measure.name: printed(one) for one in stress.ratios}
        for stress in stress_table(Accounts(city(*figures), rules()), "unit", 2025, read_scenarios())
    }
    assert list(table) == ["baseline", "revenue", "land", "rates", "rollover", "contingent", "growth", "combined"]
    assert table["baseline"]["special_interest_share"] == "8.0000"
    assert table["revenue"]["debt_ratio"] == "133.3333"  # 120 / 90
    assert (
        table["land"]["special_interest_share"] == "9.4118"
    )  # 8 / (100 − 15): spending falls by what land no longer brings
    assert table["land"]["debt_ratio"] == "141.1765"  # 120 / (100 − 15)
    assert table["rates"]["special_interest_share"] == "8.2000"  # 8 + 1% of 20
    assert table["rates"]["general_interest_share"] == "2.1000"
    assert table["rollover"]["service_ratio_net"] == "29.0000"  # 40 + 10 − 0.7 × 30
    assert table["baseline"]["service_ratio_net"] == "20.0000"
    assert table["contingent"]["debt_ratio"] == "130.0000"
    assert table["growth"]["debt_ratio"] == "122.4490"  # 120 / 98
    assert table["growth"]["special_interest_share"] == "8.1633"
    # all at once: 130 over 100 × 0.9 − 15 − 2
    assert table["combined"]["debt_ratio"] == "178.0822"
    assert table["combined"]["special_interest_share"] == "9.8795"  # 8.2 / (100 − 15 − 2)


def test_stress_changes_no_figure_of_the_book() -> None:
    book = Accounts(city(rows(2025, WAN, **INTEREST)), rules())
    before = printed(book.ratio("special_interest_share", "unit", 2025))
    stressed(book.figures, combined(read_scenarios()), "unit", 2025)
    assert printed(book.ratio("special_interest_share", "unit", 2025)) == before == "8.9679"


def test_a_municipality_writes_scenarios_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "情景.yaml"
    path.write_text(
        "halved:\n  title: {zh: 基金支出减半, en: fund spending halved}\n  items: {fund_budget_expenditure: 0.5*fund_budget_expenditure}\n",
        "utf-8",
    )
    (own,) = read_scenarios(path)
    book = Accounts(city(rows(2025, WAN, **INTEREST)), rules())
    assert (
        printed(book.under(stressed(book.figures, own, "unit", 2025)).ratio("special_interest_share", "unit", 2025))
        == "17.9358"
    )


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "x: {title: {zh: 一}, items: {gdp: gdp}}\n",
        "x: {title: {zh: 一, en: one}, items: {gdp: 0.5 gdp}}\n",
        "x: {title: {zh: 一, en: one}}\n",
        "x: {title: {zh: 一, en: one}, items: {gpd: 0.5*gdp}}\n",
        "x: {title: {zh: 一, en: one}, items: {gdp: ''}}\n",
        "x: 1\n",
    ],
)
def test_a_file_of_scenarios_with_a_fault_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(Fault):
        read_scenarios(path)


# --- the overall level ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("baseline", "stress", "arrears", "level", "risk"),
    [
        # the published mechanical signal: none low, only under stress moderate, in the baseline high, arrears in distress
        ("green", "green", False, "green", "low"), ("green", "red", False, "orange", "moderate"), ("green", "yellow", False, "green", "moderate"),
        ("yellow", "red", False, "orange", "high"), ("red", "red", False, "red", "high"), ("orange", "orange", False, "orange", "high"),
        ("green", "green", True, "red", "in_distress"),
    ],
)  # fmt: skip
def test_the_level_is_mechanical(baseline: str, stress: str, arrears: bool, level: str, risk: str) -> None:  # noqa: FBT001 - a case of the table
    assert mechanical(baseline, stress, arrears=arrears) == (level, risk)


def test_the_overall_level_is_set_by_the_worst_line_of_the_law() -> None:
    safe = {"general_interest": 1, "general_budget_expenditure": 100, "general_balance": 10, "special_balance": 10, "comprehensive_capacity": 100,
            "general_limit": 20, "special_limit": 20, "special_interest": 1, "fund_budget_expenditure": 100}  # fmt: skip
    calm = overall(Accounts(city(rows(2025, **safe)), rules()), "unit", 2025)
    assert (calm.level, calm.risk, calm.set_by) == ("green", "low", ())
    shaken = overall(Accounts(city(rows(2025, **safe | {"special_interest": 9})), rules()), "unit", 2025)
    assert (shaken.level, shaken.risk, shaken.baseline, shaken.under_stress) == ("orange", "moderate", "green", "red")
    broken = overall(Accounts(city(rows(2025, **safe | {"special_balance": 21})), rules()), "unit", 2025)
    assert (broken.level, broken.risk, [one.measure.name for one in broken.set_by]) == (
        "red",
        "high",
        ["special_debt_excess"],
    )


def test_without_figures_the_overall_level_is_unknown_never_green() -> None:
    unknown = overall(Accounts(docket_of(orgs=[unit()], fiscal=rows(2025, special_interest=1)), rules()), "unit", 2025)
    assert (unknown.level, unknown.risk) == ("no_data", "unknown")
    assert [one.measure.name for one in unknown.unknown] == ["special_interest_share"]
