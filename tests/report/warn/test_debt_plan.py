"""What is to be paid: loans beside bonds, the published plan, debts without figures, what is urgent, words that follow the colour."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govaudit.report.warning.chapters import warning_issue
from govaudit.report.warning.warning_items import most_urgent
from report.warn.warned import AS_OF, Row, city, figures, government, grid, scene


def debt(key: str, kind: str, principal: int, end: str, **further: object) -> Row:
    return {"id": key, "unit": "U", "kind": kind, "principal": str(principal), "start": "2024-08-17", "end": end, "rate": "0.03", "freq": 1, **further}  # fmt: skip


BOND = debt("B1", "general", 1_000_000, "2026-08-17")
PLAN = [
    {"unit": "U", "year": year, "basis": "budget", "item": f"plan_{item}", "value": value, "unit_of_value": "万元"}
    for year, item, value in (
        (2026, "general", "10"), (2026, "special", "70"), (2027, "general", "20"), (2027, "special", "30"), (2030, "general_onward", "90"),
        (2030, "special_onward", "80"),
    )
]  # fmt: skip


@pytest.mark.parametrize("kind", ["loan", "on_lent", "ppp"])
def test_no_debt_is_left_out_of_the_plan_in_silence(kind: str) -> None:
    debts = [BOND, debt("L1", kind, 360_000, "2026-12-21"), debt("F1", "special", 5, "2026-12-21", currency="USD")]
    report = warning_issue(scene(city([government()], figures("U", 2025, general_balance=100), debts=debts), "U"))
    calendar = grid(report, "calendar")
    columns = [column.key for column in calendar.columns]
    due = {str(row[0]): row[columns.index(f"{kind}_principal")] for row in calendar.rows}
    assert due["2026-12"].shown("zh") == "36.00"  # type: ignore[union-attr]
    said = " ".join(text.zh for text in report.sections[3].paragraphs)
    assert "今后12个月应还本金136.00万元" in said  # 100 of the bond, 36 beside
    assert "本金36.00万元" in said
    assert "外币债务1笔（F1）" in said


def test_the_published_plan_stands_where_no_debts_are_listed_and_beside_them_where_some_are() -> None:
    accounts = figures("U", 2025, total_balance=300)
    alone = warning_issue(scene(city([government()], [*accounts, *PLAN]), "U"))
    rows = [
        [cell.zh if hasattr(cell, "zh") else cell.shown("zh") for cell in row]
        for row in grid(alone, "published_plan").rows
    ]  # type: ignore[union-attr]
    assert rows == [
        ["2026年", "10.00", "70.00", "80.00"],
        ["2027年", "20.00", "30.00", "50.00"],
        ["2030年及以后", "90.00", "80.00", "170.00"],
    ]
    assert "分年度偿还计划" in alone.sections[3].paragraphs[0].zh
    assert alone.sections[3].charts[0].option is not None
    # 80 of 300 within a year
    share = {str(row[0].zh): row[1] for row in grid(alone, "maturity").rows}["一年内到期比例"]  # type: ignore[union-attr]
    assert share.shown("zh") == "26.67%"  # type: ignore[union-attr]
    both = warning_issue(scene(city([government()], [*accounts, *PLAN], debts=[BOND]), "U"))
    assert grid(both, "calendar").rows
    assert grid(both, "published_plan").rows == grid(alone, "published_plan").rows


def test_debts_without_figures_have_their_service_and_no_data_for_the_rest() -> None:
    report = warning_issue(scene(city([government()], [], debts=[BOND]), "U"))
    assert (report.year, report.level, report.risk) == (2025, "no_data", "unknown")
    assert "应还本金100.00万元" in report.sections[3].paragraphs[0].zh
    assert {str(row[0].zh): row[1] for row in grid(report, "maturity").rows}["债务明细余额（万元）"].shown(
        "zh"
    ) == "100.00"  # type: ignore[union-attr]


def test_principal_due_soon_without_funds_is_among_the_three_most_urgent() -> None:
    orgs = [government(), government("V", parent="U")]
    worse = figures("V", 2025, general_balance=110, general_limit=100, special_balance=110, special_limit=100, special_interest=20, fund_budget_expenditure=100,
                    total_balance=400, comprehensive_capacity=100)  # fmt: skip
    looked = scene(city(orgs, [*figures("U", 2025, general_balance=100), *worse], debts=[BOND]), "U")
    report = warning_issue(looked)
    chosen = most_urgent(report.items, "U")
    assert "EW-F2a" in [one.finding.rule for one in chosen]
    (said,) = (one for one in report.items if one.finding.rule == "EW-F2a")
    assert (said.level, said.finding.facts["measured"], said.finding.amounts["principal_due@2026"]) == (
        "orange",
        "48",  # 30 June to 17 August
        "1000000.00",
    )
    budget = [{"unit": "U", "year": 2026, "basis": "budget", "item": "own_funds", "value": "100", "unit_of_value": "万元"}]  # fmt: skip
    funded = warning_issue(scene(city(orgs, [*figures("U", 2025, general_balance=100), *worse, *budget], debts=[BOND]), "U"))  # fmt: skip
    assert "EW-F2a" not in {one.finding.rule for one in funded.items}


def test_a_ratio_that_several_rules_speak_of_is_counted_once() -> None:
    accounts = figures("U", 2025, general_balance=99, general_limit=100, special_balance=99, special_limit=100, comprehensive_capacity=130)  # fmt: skip
    report = warning_issue(scene(city([government()], accounts), "U"))
    about = {str(one.finding.facts.get("measure")) for one in report.items}
    assert {"debt_ratio", "general_limit_use", "special_limit_use", "total_limit_use"} <= about
    limits_and_ratio = [one for one in report.items if "limit_use" in str(one.finding.facts["measure"]) or one.finding.facts["measure"] == "debt_ratio"]  # fmt: skip
    others = len(report.items) - len(limits_and_ratio)
    assert len(limits_and_ratio) >= 5
    said = next(text.zh for text in report.sections[0].paragraphs if text.zh.startswith("预警事项"))
    assert said.startswith(f"预警事项{others + 2}项")
    assert {one.level for one in report.items if one.finding.facts.get("measure") == "debt_ratio"} == {"yellow"}


@pytest.mark.parametrize(
    ("balance", "words"),
    [("90", "绿色（低风险）"), ("150", "黄色（中风险）"), ("250", "橙色（较高风险）"), ("310", "红色（高风险）")],
)
def test_the_word_of_risk_follows_the_colour(balance: str, words: str) -> None:
    accounts = figures("U", 2025, total_balance=balance, total_limit=1000, comprehensive_capacity=100)
    report = warning_issue(scene(city([government()], accounts), "U"))
    assert f"总体等级为{words}" in report.sections[0].paragraphs[0].zh


def test_what_a_contract_owes_and_was_not_paid_is_never_nought_arrears() -> None:
    tables = {
        "instruments": [{"id": "P", "domain": "ppp", "kind": "contract", "title": "P", "authority": "U", "signed_on": "2019-05-06"}],
        "ppp_outlays": [{"project": "P", "year": 2025, "bucket": "subsidy", "planned": "101", "contracted": "101", "paid": "70"}],
    }  # fmt: skip
    report = warning_issue(scene(city([government()], figures("U", 2025, general_budget_expenditure=100), **tables), "U"))  # fmt: skip
    said = " ".join(text.zh for text in report.sections[10].paragraphs)
    assert "逾期0项" not in said
    assert "不能定逾期" in said
    assert "PP-25" in {one.finding.rule for one in report.items}


def test_years_ahead_alone_are_no_graver_than_their_distance() -> None:
    ahead = [
        {"unit": "U", "year": 2028, "basis": "budget", "item": item, "value": value, "unit_of_value": "万元"}
        for item, value in (("special_interest", "11"), ("fund_budget_expenditure", "100"))
    ]
    accounts = figures("U", 2025, special_interest=9, fund_budget_expenditure=100)
    looked = scene(city([government()], [*accounts, *ahead]), "U")
    (line,) = (one for one in warning_issue(looked).items if one.finding.rule == "LD-10a")
    assert (line.level, line.finding.facts["level"]) == ("orange", "red")
    nearer = replace(looked, year=2027)
    assert {one.level for one in warning_issue(nearer).items if one.finding.rule == "LD-10a"} == {"red"}
    assert looked.as_of == AS_OF
