"""Governments with little, nothing, too much or nonsense on record: no data is said, never green; the report stays readable."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdf
import pytest

from govaudit.report.warning.chapters import charts, render_warning, warning_issue
from govaudit.report.warning.conclusion import unknown
from govaudit.report.warning.warning_items import most_urgent
from report.warn.warned import city, figures, government, grid, issue, sample, scene

if TYPE_CHECKING:
    from govaudit.docket.table import Docket
    from report.warn.warned import Row


def one_figure() -> Docket:
    return city([government()], figures("U", 2025, general_balance=125000))


def thirty_districts() -> tuple[list[Row], list[Row]]:
    orgs: list[Row] = [government("C", level="city", title="名称很长很长的示例自治州人民政府（含开发区、高新区）")]
    rows: list[Row] = []
    for n in range(30):
        long = "特别特别特别特别特别长的" if n % 3 else ""
        orgs.append(government(f"D{n}", "C", title=f"名称{long}第{n}号民族自治县人民政府"))
        rows += figures(
            f"D{n}", 2025, general_balance=1000 + n, general_limit=1010, special_balance=2000, special_limit=2100, comprehensive_capacity=900 + 40 * n,
            special_interest=50 + n, fund_budget_expenditure=600, general_interest=9, general_budget_expenditure=900,
        )  # fmt: skip
    total = figures("C", 2025, general_balance=30435, general_limit=30300, special_balance=60000, special_limit=63000, comprehensive_capacity=44400)  # fmt: skip
    return orgs, [*rows, *total]


def thirty() -> Docket:
    return city(*thirty_districts())


def negative() -> Docket:
    rows = [
        row
        for year in (2023, 2024, 2025)
        for row in figures(
            "U", year, general_balance=-500, special_balance=300, general_limit=0, special_limit=0, comprehensive_capacity=-10, general_interest=-3,
            fund_budget_expenditure=0, new_general=-20, new_special=5, refinancing_general=0, refinancing_special=0, general_principal=-7, special_principal=2,
        )
    ]  # fmt: skip
    return city([government()], rows)


@pytest.mark.parametrize(
    ("docket", "unit", "lang"), [(one_figure, "U", "zh"), (thirty, "C", "zh"), (negative, "U", "en")]
)
def test_any_docket_gives_a_readable_report_of_at_most_twenty_pages(docket: object, unit: str, lang: str) -> None:
    assert callable(docket)
    made = render_warning("pdf", warning_issue(scene(docket(), unit)), lang)
    assert isinstance(made, bytes)
    assert len(pypdf.PdfReader(io.BytesIO(made)).pages) <= 20


def test_with_one_figure_the_level_is_no_data_and_every_chart_says_so() -> None:
    found = warning_issue(scene(one_figure(), "U"))
    assert (found.level, found.risk, found.baseline, found.under_stress) == ("no_data", "unknown", "no_data", "no_data")
    assert all(chart.option is None and chart.lacks is not None and "无数据" in chart.lacks.zh for section in found.sections for chart in section.charts)  # fmt: skip
    text = render_warning("text", found, "zh")
    assert isinstance(text, str)
    assert "总体等级为无数据（风险不明）" in text
    assert "绿色（" not in text
    assert "还本付息计划：无数据" in text
    assert "PPP支出责任：无数据" in text


def test_what_everybody_must_know_is_listed_when_it_is_missing() -> None:
    assert {ratio.measure.name for ratio in unknown(scene(one_figure(), "U"))} >= {
        "debt_ratio", "general_interest_share", "special_interest_share", "general_limit_use", "special_limit_use",
    }  # fmt: skip


def test_each_class_over_its_limit_is_said_though_the_total_is_not() -> None:
    orgs = [government()]
    rows = figures("U", 2025, general_balance=90, general_limit=100, special_balance=101, special_limit=100)
    rows_of = {str(row[1].zh): row for row in grid(warning_issue(scene(city(orgs, rows), "U")), "limits").rows}  # type: ignore[union-attr]
    assert rows_of["专项债务"][-1].zh == "红色"  # type: ignore[union-attr]
    assert rows_of["合计"][-1].zh == "黄色"  # type: ignore[union-attr]


def test_the_three_most_urgent_are_about_three_matters() -> None:
    chosen = most_urgent(issue().items)
    assert len(chosen) == 3
    assert len({(one.unit, one.finding.facts.get("measure")) for one in chosen}) == 3
    assert {one.level for one in chosen} == {"red"}


def test_ranks_count_from_the_worst_among_governments_of_one_level() -> None:
    orgs = [government("C", level="city"), *(government(name, "C") for name in ("X", "Y", "Z"))]
    rows = [
        row
        for name, share in (("X", 30), ("Y", 50), ("Z", 40))
        for row in figures(name, 2025, special_interest=share, fund_budget_expenditure=1000)
    ]
    rows += figures("C", 2025, gdp=1)
    found = warning_issue(scene(city(orgs, rows), "Z"))
    (row,) = (row for row in grid(found, "indicators").rows if getattr(row[0], "zh", "") == "专项债务付息支出占比")
    assert row[7].zh == "2/3"  # type: ignore[union-attr]


def test_the_flows_of_the_year_lead_from_the_opening_to_the_closing_balance() -> None:
    from govaudit.report.figures.waterfall import changes

    # 2,205,000 + 139,500 new + 115,000 refinanced + 10,000 swap − 130,000 repaid + 500 exchange = 2,340,000 万元
    found = changes(sample())
    assert found is not None
    opening, flows, closing = found
    wan = 1_000_000
    assert (opening, closing) == (2_205_000 * wan, 2_340_000 * wan)
    assert [change // wan for _, change in flows] == [139_500, 115_000, 10_000, -130_000, 500]


def test_a_balance_that_does_not_follow_from_its_flows_shows_the_gap() -> None:
    from govaudit.report.figures.waterfall import changes

    rows = figures("U", 2024, general_balance=100, special_balance=0)
    rows += figures("U", 2025, general_balance=130, special_balance=0, new_general=20, new_special=0, refinancing_general=5, refinancing_special=0, general_principal=5, special_principal=0)  # fmt: skip
    found = changes(scene(city([government()], rows), "U"))
    assert found is not None
    assert [(name.zh, change // 1_000_000) for name, change in found[1]] == [("新增", 20), ("再融资", 5), ("还本", -5), ("差额", 10)]  # fmt: skip


def test_debts_without_a_payment_on_record_are_no_data_not_arrears() -> None:
    debt = {"id": "B", "unit": "U", "kind": "general", "principal": "1000000", "start": "2023-01-15", "end": "2028-01-15", "rate": "0.03", "freq": "1"}  # fmt: skip
    found = warning_issue(scene(city([government()], figures("U", 2025, general_balance=100), debts=[debt]), "U"))
    assert not [item for item in found.items if item.finding.rule in {"OB-01", "OB-12"}]
    assert any("没有任何付款记录" in getattr(row[2], "zh", "") for row in grid(found, "no_data").rows)


def test_eight_charts_one_for_each_letter() -> None:
    found = charts(sample())
    assert list(found) == list("abcdefgh")
    shown = [chart.id for section in issue().sections for chart in section.charts]
    assert sorted(shown) == list("abcdefgh")
    assert all(chart.option is not None for chart in found.values())
