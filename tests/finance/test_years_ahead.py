"""Years ahead: known from the day they are recorded, warned of before they begin, projected with the method said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from checklists.law_docket import rules
from checks.cases import checked_by
from cli.desk import call
from finance.desk import Rows, city, printed, rows
from govaudit.finance.accounts import Accounts
from govaudit.model.days import parse_day

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.docket.table import Docket
    from govaudit.model.finding import Finding

# a city's yearly general budget expenditure, 亿元, and an outlay of 31.5亿 a year from 2020 to 2030
SPENT = ("115.42", "124.18", "130.38", "129.82", "135.87", "159.07")


def interest(year: int, special: str, basis: str = "budget", **further: str) -> Rows:
    return [row | further for row in rows(year, basis=basis, special_interest=special, fund_budget_expenditure=100)]


def found(docket: Docket, rule: str, as_of: str) -> list[Finding]:
    return [one for one in checked_by(docket, rules(), parse_day(as_of)).findings if one.rule == rule]


def written(folder: Path, **tables: Rows) -> Path:
    file = folder / "docket.yaml"
    orgs = [{"id": "u", "name": "u", "kind": "government", "level": "city"}]
    file.write_text(json.dumps({"orgs": orgs, **tables}), encoding="utf-8")
    return file


def warned(file: Path, as_of: str, *further: str) -> dict[str, Any]:
    done = call("warn", file, "--unit", "u", "--as-of", as_of, "--format", "json", *further)
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


def ahead(years: int) -> Rows:
    common = {"unit": "u", "unit_of_value": "亿元"}
    return [
        {**common, "year": year, "basis": basis, "item": item, "value": value}
        for year, basis, special in ((2025, "final", "9"), (2025 + years, "budget", "11"))
        for item, value in (("special_interest", special), ("fund_budget_expenditure", "100"))
    ]


@pytest.mark.parametrize(("years", "level"), [(1, "red"), (2, "orange"), (3, "orange"), (4, "yellow"), (5, "yellow")])
@pytest.mark.parametrize("as_of", ["2025-12-31", "2026-06-30"])
def test_the_plan_warns_before_its_year_begins(tmp_path: Path, years: int, level: str, as_of: str) -> None:
    file = written(tmp_path, fiscal=ahead(years))
    issue = warned(file, as_of, "--year", "2025")
    assert [one["level"] for one in issue["items"] if one["rule"] == "EW-F1"] == [level]
    # the line of the law is named too, no graver than it is near
    assert [one["level"] for one in issue["items"] if one["rule"] == "LD-10a"] == [level]
    (ratio,) = (
        one
        for one in json.loads(call("ratios", file, "--year", str(2025 + years), "--format", "json").stdout)["ratios"]
        if one["measure"] == "special_interest_share"
    )
    assert (ratio["value"], ratio["band"]) == ("11.0000", "red")


def test_a_budget_is_known_from_the_day_it_is_recorded() -> None:
    docket = city(interest(2025, "9", "final"), interest(2026, "11", recorded_at="2026-01-20"))
    assert [len(found(docket, "LD-10a", day)) for day in ("2026-01-19", "2026-01-20")] == [0, 1]
    known = [Accounts(docket, rules(), parse_day("2026-06-30"), known_at=parse_day(day)) for day in ("2026-01-19", "2026-01-20")]  # fmt: skip
    assert [printed(one.ratio("special_interest_share", "unit", 2026)) for one in known] == [None, "11.0000"]


def test_accounts_of_a_year_that_is_not_over_are_not_known() -> None:
    docket = city(interest(2026, "11", "final"))
    assert [len(found(docket, "LD-10a", day)) for day in ("2026-12-30", "2026-12-31")] == [0, 1]


def outlays(first: int, last: int, value: str, **row: object) -> dict[str, Rows]:
    return {
        "instruments": [{"id": "X1", "domain": "ppp", "kind": "contract", "title": "X1", "authority": "unit", "signed_on": "2019-05-01"}],
        "ppp_outlays": [{"project": "X1", "year": year, "bucket": "subsidy", "planned": value, "unit": "亿元", **row} for year in range(first, last + 1)],
    }  # fmt: skip


def spending() -> Rows:
    return [row for n, value in enumerate(SPENT) for row in rows(2014 + n, general_budget_expenditure=value)]


@pytest.mark.parametrize(
    ("method", "value", "other"),
    [("compound", "9.7779", "9.6258"), ("mean", "9.6258", "9.7779")],  # (159.07/115.42)^(1/5); mean of 5 rates
)
def test_the_denominator_grows_by_either_method_and_both_rates_are_said(method: Any, value: str, other: str) -> None:
    book = Accounts(city(spending(), **outlays(2020, 2030, "31.5")), rules(), method=method)
    ratio = book.ratio("ppp_outlay_share", "unit", 2030)
    assert printed(ratio) == value
    (note,) = ratio.notes
    assert all(word in note.zh for word in ("推算", "2014—2019年", "6.6256%", "6.7777%", f"{other}%"))
    assert all(word in note.en for word in ("projected", "2014-2019", "compound", "mean", f"{other}%"))


def test_at_most_five_steps_count_and_fewer_do_where_no_more_are_on_record() -> None:
    longer = [*rows(2013, general_budget_expenditure="10"), *spending()]
    assert printed(Accounts(city(longer, **outlays(2030, 2030, "31.5")), rules()).ratio("ppp_outlay_share", "unit", 2030)) == "9.7779"  # fmt: skip
    two = [*rows(2018, general_budget_expenditure=100), *rows(2019, general_budget_expenditure=110)]
    assert printed(Accounts(city(two, **outlays(2020, 2020, "12.1")), rules()).ratio("ppp_outlay_share", "unit", 2020)) == "10.0000"  # fmt: skip


def test_a_share_over_a_line_is_one_finding_with_its_years_that_says_what_is_projected() -> None:
    docket = city(spending(), **outlays(2020, 2030, "31.5"))
    (one,) = found(docket, "PP-01", "2020-12-31")
    assert (one.kind, one.facts["years"], one.facts["level"]) == (
        "warning",
        " ".join(map(str, range(2020, 2030))),
        "red",
    )
    assert all(
        word in one.message.zh
        for word in ("2020—2029年", "推算", "2014—2019年", "年均复合增速6.6256%", "平均值6.7777%", "10.2782%")
    )
    assert [len(found(docket, rule, "2020-12-31")) for rule in ("PP-02", "PP-03")] == [0, 1]


def test_accounts_are_not_compared_with_a_budget() -> None:
    (one,) = found(city(interest(2025, "11", "final"), interest(2026, "13")), "LD-10a", "2026-06-30")
    assert (one.facts["year"], one.facts["basis"], one.facts["years"]) == (2025, "final", "2025 2026")
    assert "2026年为预算数" in one.message.zh


def test_years_apart_are_named_one_by_one_and_of_few_years_each_value() -> None:
    figures = [row for year, special in ((2021, "11"), (2022, "9"), (2024, "12")) for row in interest(year, special, "final")]  # fmt: skip
    (one,) = found(city(figures), "LD-10a", "2025-06-30")
    assert "2021、2024年" in one.message.zh
    assert "11%（2021年）、12%（2024年）" in one.message.zh
    assert one.dates["on"] == "2024-12-31"


@pytest.mark.parametrize(
    ("row", "attributes", "share"),
    [
        ({"budget": "fund"}, {}, "0.0000"),
        ({"budget": "政府性基金预算"}, {}, "0.0000"),
        ({}, {"subsidy_budget": "government_fund"}, "0.0000"),
        ({}, {"subsidy_budget": "国有资本经营"}, "0.0000"),
        ({"budget": "general"}, {"subsidy_budget": "government_fund"}, "12.0000"),
        ({"bucket": "equity"}, {"subsidy_budget": "government_fund"}, "12.0000"),
        ({}, {"subsidy_budget": "general"}, "12.0000"),
        ({}, {}, "12.0000"),
    ],
)
def test_only_what_the_general_budget_pays_counts(row: dict[str, str], attributes: dict[str, str], share: str) -> None:
    tables = outlays(2025, 2025, "12", **row)
    tables["instruments"][0]["attributes"] = attributes
    docket = city(rows(2025, general_budget_expenditure=100), **tables)
    ratio = Accounts(docket, rules()).ratio("ppp_outlay_share", "unit", 2025)
    assert printed(ratio) == share
    beside = share == "0.0000"
    assert any("不计入" in note.zh for note in ratio.notes) is beside
    assert [len(found(docket, rule, "2026-06-30")) for rule in ("PP-01", "PP-03")] == ([0, 0] if beside else [1, 1])


def test_what_the_fund_pays_stands_beside_what_the_general_budget_pays() -> None:
    tables = outlays(2025, 2025, "4")
    tables["ppp_outlays"] += [{**tables["ppp_outlays"][0], "budget": "fund", "planned": "8"}]
    assert printed(Accounts(city(rows(2025, general_budget_expenditure=100), **tables), rules()).ratio("ppp_outlay_share", "unit", 2025)) == "4.0000"  # fmt: skip


@pytest.mark.parametrize(
    ("signed", "over", "mechanism", "count"),
    [
        ("2021-06-01", 2021, "政府付费", 1), ("2021-06-01", 2020, "政府付费", 1), ("2021-06-01", 2022, "政府付费", 0), ("2016-05-01", 2025, "政府付费", 0),
        ("2021-06-01", 2021, "使用者付费", 0), ("2021-06-01", 2021, None, 0),
    ],
)  # fmt: skip
def test_the_five_percent_line_speaks_of_projects_signed_above_it(
    signed: str, over: int, mechanism: str | None, count: int
) -> None:
    tables = outlays(over, over, "6")
    tables["instruments"][0] |= {"signed_on": signed, "attributes": {"payment_mechanism": mechanism} if mechanism else {}}  # fmt: skip
    done = checked_by(city(rows(over, general_budget_expenditure=100), **tables), rules(), parse_day("2026-06-30"))
    said = [one for one in done.findings if one.rule == "PP-02"]
    assert [(one.kind, one.instrument) for one in said] == [("warning", "X1")] * count
    unstated = [one for one in done.missing if one.rule == "PP-02"]
    assert len(unstated) == (mechanism is None)


def test_the_mechanism_may_be_called_that_of_the_return() -> None:
    tables = outlays(2021, 2021, "6")
    tables["instruments"][0] |= {"signed_on": "2021-06-01", "attributes": {"return_mechanism": "政府付费"}}
    assert len(found(city(rows(2021, general_budget_expenditure=100), **tables), "PP-02", "2026-06-30")) == 1


def test_a_misspelt_method_is_refused(tmp_path: Path) -> None:
    written(tmp_path, fiscal=ahead(1))
    (tmp_path / "govaudit.yaml").write_text("ppp_growth: average\n", "utf-8")
    done = call("audit", tmp_path, "--as-of", "2026-06-30", "--lang", "en")
    assert done.exit_code == 2
    assert "compound, mean" in done.stderr
