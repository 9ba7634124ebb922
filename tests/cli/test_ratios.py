"""`govaudit ratios`: the rows of the docket contract, in csv, json and text."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from cli.desk import call, docket

if TYPE_CHECKING:
    from pathlib import Path

CASE = """\
orgs:
- {id: G, name: 示例市人民政府, kind: government, level: city}
fiscal:
- {unit: G, year: 2025, basis: final, item: special_interest, value: 824294, unit_of_value: 万元, source: 决算报告第12页}
- {unit: G, year: 2025, basis: final, item: 政府性基金预算支出, value: 7750000, unit_of_value: 万元}
"""
COLUMNS = "unit,year,basis,measure,value,unit_of_value,band,line,distance,formula,components,sources,status"


def test_csv_has_the_columns_of_the_contract(tmp_path: Path) -> None:
    result = call("ratios", docket(tmp_path, CASE), "--year", "2025", "--format", "csv", "--lang", "en")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == COLUMNS
    found = {row["measure"]: row for row in csv.DictReader(io.StringIO(result.stdout))}
    share = found["special_interest_share"]
    # a city's own level, 2025: 824,294 / 7,750,000 万元
    assert (share["value"], share["unit_of_value"], share["band"], share["line"], share["distance"], share["status"]) == (
        "10.6361", "%", "red", "10.0000", "-0.6361", "ok",
    )  # fmt: skip
    assert share["basis"] == "final"
    assert "confirm the denominator" in share["formula"]
    assert (
        share["components"]
        == "special_interest@2025 final 8242940000.00; fund_budget_expenditure@2025 final 77500000000.00"
    )
    assert "决算报告第12页" in share["sources"]
    assert found["debt_ratio"]["status"] == found["debt_ratio"]["band"] == "no_data"
    assert found["debt_ratio"]["value"] == ""


def test_json_holds_the_same_values_with_both_languages(tmp_path: Path) -> None:
    document = json.loads(call("ratios", docket(tmp_path, CASE), "--year", "2025", "--format", "json").stdout)
    (share,) = (row for row in document["ratios"] if row["measure"] == "special_interest_share")
    assert set(COLUMNS.split(",")) <= set(share)
    assert (share["value"], share["rule"]) == ("10.6361", "LD-10a")
    assert share["formula"]["zh"].startswith("专项债务付息 ÷")
    assert [part["value"] for part in share["components"]] == ["8242940000.00", "77500000000.00"]


@pytest.mark.parametrize(("lang", "word"), [("zh", "超出0.6361%"), ("en", "0.6361% beyond")])
def test_text_shows_value_band_and_line(tmp_path: Path, lang: str, word: str) -> None:
    result = call("ratios", docket(tmp_path, CASE), "--year", "2025", "--lang", lang)
    assert word in result.stdout
    assert "8,242,940,000" in result.stdout


def test_a_year_without_figures_has_no_data_in_every_row(tmp_path: Path) -> None:
    result = call("ratios", docket(tmp_path, CASE), "--year", "2023", "--format", "csv")
    assert {row["status"] for row in csv.DictReader(io.StringIO(result.stdout))} == {"no_data"}
    assert result.exit_code == 0


def test_the_year_must_be_given(tmp_path: Path) -> None:
    assert call("ratios", docket(tmp_path, CASE)).exit_code == 2


def test_a_unit_with_debts_and_without_figures_is_listed_as_no_data(tmp_path: Path) -> None:
    case = CASE + "- {unit: G, year: 2025, basis: final, item: gdp, value: 1}\n"
    case = case.replace("fiscal:", "- {id: D, name: 示例区, kind: government, level: district}\nfiscal:")
    case += "debts:\n- {id: B1, unit: D, kind: general, principal: 100, start: 2024-01-01, end: 2029-01-01, rate: 0.03, freq: 1}\n"
    result = call("ratios", docket(tmp_path, case), "--year", "2025", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert {row["status"] for row in rows if row["unit"] == "D"} == {"no_data"}


def test_an_unknown_basis_or_a_bad_figure_is_refused(tmp_path: Path) -> None:
    folder = docket(tmp_path, CASE)
    assert call("ratios", folder, "--year", "2025", "--basis", "plan").exit_code == 2
    docket(tmp_path, CASE.replace("7750000", "很多"))
    assert call("ratios", folder, "--year", "2025").exit_code == 2
    lenient = call("ratios", folder, "--year", "2025", "--format", "csv", "--lenient")
    assert lenient.exit_code == 2
    found = {row["measure"]: row for row in csv.DictReader(io.StringIO(lenient.stdout))}
    assert found["special_interest_share"]["status"] == "no_data"
