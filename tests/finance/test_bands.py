"""Bands and lines: edges, places, dates, and what has none."""

from __future__ import annotations

from fractions import Fraction

import pytest

from checklists.law_docket import docket_of, findings, rules, unit
from finance.desk import WAN, city, printed, ratios, rows
from govaudit.finance.accounts import Accounts


@pytest.mark.parametrize(
    ("percent", "band", "line"),
    [
        # band edges of a municipal budget glossary: red from 300, orange from 200, yellow from 120, each line inside its band
        ("0", "green", "120.0000"), ("119.9999", "green", "120.0000"), ("120", "yellow", "200.0000"), ("199.9999", "yellow", "200.0000"),
        ("200", "orange", "300.0000"), ("299.9999", "orange", "300.0000"), ("300", "red", "300.0000"), ("460", "red", "300.0000"),
    ],
)  # fmt: skip
def test_the_debt_ratio_stands_in_a_band_with_its_next_line(percent: str, band: str, line: str) -> None:
    found = ratios(city(rows(2025, total_balance=percent, comprehensive_capacity=100)), 2025)["debt_ratio"]
    assert found.mark is not None
    assert (found.mark.band, found.mark.rule) == (band, "LD-13")
    assert f"{float(found.mark.line or 0) * 100:.4f}" == line
    assert found.mark.distance == (found.mark.line or 0) - Fraction(percent) / 100


@pytest.mark.parametrize(
    ("balance", "capacity", "band"),
    [("273", "100", "orange"), ("143", "100", "yellow"), ("176", "100", "yellow"), ("191", "100", "yellow"), ("199", "100", "yellow"),
     ("119.99", "100", "green"), ("460.01", "100", "red"),
     # prefectures of a rating report, 2018
     ("121.55", "100", "yellow"), ("162.41", "100", "yellow"), ("145.56", "100", "yellow"), ("836.66", "1587.59", "green")],
)  # fmt: skip
def test_published_cities_stand_where_their_papers_say(balance: str, capacity: str, band: str) -> None:
    found = ratios(city(rows(2025, all_balance=balance, comprehensive_capacity=capacity)), 2025)["debt_ratio_all"]
    assert found.mark is not None
    assert found.mark.band == band


def test_the_audit_says_the_band_in_words() -> None:
    docket = city(rows(2025, general_balance=100, special_balance=173, comprehensive_capacity=100))
    (found,) = findings(docket, "2026-06-30", "LD-13")
    assert (found.kind, found.facts["level"], found.facts["measure"]) == ("warning", "orange", "debt_ratio")
    assert "273%" in found.message.zh
    assert "橙色" in found.message.zh
    assert "orange" in found.message.en


def test_bands_of_a_place_hold_there_and_nowhere_else() -> None:
    # one province's plan of 2016: overdue debt from 10 per cent is its first level
    figures = rows(2025, overdue_balance="13.40", total_balance="89.35")
    here = docket_of(orgs=[unit() | {"name": "广东省示例市"}], fiscal=figures)
    coded = docket_of(orgs=[unit() | {"code": "114401000000000000"}], fiscal=figures)
    below = docket_of(
        orgs=[{"id": "top", "name": "广东省", "kind": "government"}, unit() | {"parent": "top"}], fiscal=figures
    )
    for docket in (here, coded, below):
        found = ratios(docket, 2025)["overdue_ratio"]
        assert printed(found) == "14.9972"
        assert found.mark is not None
        assert (found.mark.band, found.mark.name and found.mark.name.zh) == ("yellow", "初级")
    elsewhere = ratios(city(figures), 2025)["overdue_ratio"]
    assert (printed(elsewhere), elsewhere.mark) == ("14.9972", None)
    before = ratios(
        docket_of(
            orgs=[unit() | {"name": "广东省示例市"}], fiscal=rows(2014, overdue_balance="13.40", total_balance="89.35")
        ),
        2014,
    )
    assert before["overdue_ratio"].mark is None


@pytest.mark.parametrize(
    ("percent", "name"),
    [("9.99", None), ("10", "初级"), ("19.99", "初级"), ("20", "中级"), ("50", "中级"), ("50.01", "严重")],
)
def test_the_edges_of_the_overdue_levels(percent: str, name: str | None) -> None:
    docket = docket_of(
        orgs=[unit() | {"name": "广东省示例市"}], fiscal=rows(2025, overdue_balance=percent, total_balance=100)
    )
    mark = ratios(docket, 2025)["overdue_ratio"].mark
    assert mark is not None
    assert (mark.name and mark.name.zh) == name


def test_a_province_has_no_restructuring_line_a_city_has() -> None:
    # final accounts of a province, 2024: 10.91 per cent triggers nothing there
    figures = rows(2024, WAN, special_interest=586673, fund_budget_expenditure=5378590)
    province, county = (
        ratios(city(figures, level=level), 2024)["special_interest_share"] for level in ("province", "county")
    )
    assert (printed(province), province.mark) == ("10.9076", None)
    assert county.mark is not None
    assert (county.mark.band, county.mark.rule) == ("red", "LD-10a")


def test_limits_are_used_class_by_class_and_together() -> None:
    # a city of four units, 亿元: own level, a district and two counties sum to it
    units = {"own": ("97.52", "89.35"), "d1": ("41.74", "39.60"), "c1": ("91.74", "89.96"), "c2": ("51.64", "47.72")}
    orgs = [
        {"id": "city", "name": "示例市", "kind": "government"},
        {"id": "own", "name": "示例市本级", "kind": "government", "parent": "city"},
    ]
    orgs += [{"id": key, "name": key, "kind": "government", "parent": "city"} for key in units if key != "own"]
    fiscal = [
        row
        for key, (limit, balance) in units.items()
        for row in rows(2025, org=key, total_limit=limit, total_balance=balance)
    ]
    book = Accounts(
        docket_of(orgs=orgs, fiscal=[*fiscal, *rows(2025, org="city", total_limit="282.64", total_balance="266.63")]),
        rules(),
    )
    assert [printed(book.ratio("total_limit_use", key, 2025)) for key in units] == [
        "91.6222",
        "94.8730",
        "98.0597",
        "92.4090",
    ]
    assert printed(book.ratio("total_limit_use", "city", 2025)) == "94.3356"
    assert printed(book.ratio("total_limit_headroom", "city", 2025)) == "1601000000.00"
    assert [book.ratio("total_limit_use", key, 2025).mark.band for key in units] == [
        "green",
        "green",
        "orange",
        "green",
    ]  # type: ignore[union-attr]
    assert book.doubts == []


def test_a_balance_above_its_limit_is_red_with_its_caveat() -> None:
    # a district whose table calls its limits preliminary: total and general above, special below
    figures = rows(2025, WAN, total_limit=806065, total_balance=807120, general_limit=352701, general_balance=354261,
                   special_limit=453364, special_balance=452859)  # fmt: skip
    found = ratios(city([row | {"source": "限额为预下达数"} for row in figures]), 2025)
    assert {name: printed(found[f"{name}_limit_use"]) for name in ("total", "general", "special")} == {
        "total": "100.1309", "general": "100.4423", "special": "99.8886",
    }  # fmt: skip
    assert printed(found["general_limit_headroom"]) == "-15600000.00"
    assert found["general_limit_use"].mark is not None
    assert (found["general_limit_use"].mark.band, found["general_limit_use"].status) == ("red", "ok")
    assert any("预下达" in note.zh for note in found["general_limit_use"].notes)


def test_the_three_lines_of_ppp_outlays_are_bands() -> None:
    bands = {}
    for duty in ("5", "5.01", "7", "7.01", "10", "10.01"):
        tables = {"instruments": [{"id": "P", "domain": "ppp", "kind": "contract", "title": "P", "authority": "unit", "signed_on": "2020-01-01"}],
                  "ppp_outlays": [{"project": "P", "year": 2025, "bucket": "subsidy", "planned": duty, "unit": "亿元"}]}  # fmt: skip
        mark = ratios(city(rows(2025, general_budget_expenditure=100), **tables), 2025)["ppp_outlay_share"].mark
        assert mark is not None
        bands[duty] = (mark.band, f"{float(mark.line or 0):.2f}")
    assert bands == {
        "5": ("green", "0.05"), "5.01": ("yellow", "0.07"), "7": ("yellow", "0.07"), "7.01": ("orange", "0.10"),
        "10": ("orange", "0.10"), "10.01": ("red", "0.10"),
    }  # fmt: skip
