"""The debt ledger by hand: flows apart, units as a tree, contingent debt in no total, exchange rates a flow of their own."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from cli.desk import call
from govaudit.docket.schema import TABLES

if TYPE_CHECKING:
    from pathlib import Path

_ORGS = "id,name,kind,parent\nCITY,某市,government,\nOWN,某市本级,government,CITY\nD1,一区,government,CITY\n"
_HEAD = "id,unit,kind,principal,currency,start,end,rate,freq,amortisation,purpose\n"
_DEBTS = (
    "B1,OWN,general,1000,,2020-06-15,2030-06-15,0.03,1,equal_principal,道路\n"  # 100 a year
    "B2,OWN,general,300,,2025-03-03,2030-03-03,0.02,1,bullet,再融资一般债券\n"
    "B3,D1,special,500,,2025-04-01,2035-04-01,0.02,1,bullet,置换存量隐性债务\n"
    "B4,D1,special,200,,2025-05-06,2035-05-06,0.02,1,bullet,污水处理厂\n"
    "C1,D1,contingent,900,,2021-01-04,2031-01-04,0.05,1,bullet,担保\n"
)


def _docket(folder: Path, debts: str = _DEBTS, **tables: str) -> Path:
    for name, text in {"orgs": _ORGS, "debts": _HEAD + debts, **tables}.items():
        assert name in TABLES
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def _rows(folder: Path, *args: str) -> dict[tuple[str, str, str], dict[str, str]]:
    result = call("ledger", folder, "--format", "csv", "--as-of", "2026-01-31", *args)
    assert result.exit_code == 0, result.stderr
    rows = csv.DictReader(io.StringIO(result.stdout))
    return {(row["unit"], row["scope"], row["kind"]): row for row in rows}


def _shown(row: dict[str, str]) -> list[str]:
    return [
        row[name].removesuffix(".00") for name in ("opening", "new", "refinancing", "swap", "repaid", "fx", "closing")
    ]


def test_flows_of_a_year_stand_apart_and_add_up(tmp_path: Path) -> None:
    rows = _rows(_docket(tmp_path), "--year", "2025")
    assert _shown(rows["OWN", "own", "general"]) == ["600", "0", "300", "0", "100", "0", "800"]
    assert _shown(rows["D1", "own", "special"]) == ["0", "200", "0", "500", "0", "0", "700"]
    for row in rows.values():
        opening, new, refinancing, swap, repaid, fx, closing = map(int, _shown(row))
        assert opening + new + refinancing + swap + fx - repaid == closing


def test_the_city_is_the_sum_of_its_own_level_and_its_districts(tmp_path: Path) -> None:
    rows = _rows(_docket(tmp_path), "--year", "2025")
    assert _shown(rows["CITY", "all", "total"]) == ["600", "200", "300", "500", "100", "0", "1500"]
    assert ("CITY", "own", "total") not in rows
    assert ("OWN", "all", "total") not in rows


def test_contingent_debt_is_in_no_total(tmp_path: Path) -> None:
    rows = _rows(_docket(tmp_path), "--year", "2025")
    assert _shown(rows["D1", "own", "contingent"]) == ["900", "0", "0", "0", "0", "0", "900"]
    assert rows["D1", "own", "total"]["closing"] == "700.00"
    assert "或有债务单列" in call("ledger", tmp_path, "--year", "2025", "--lang", "zh").stdout


def test_principal_unpaid_past_its_day_stays_in_the_balance(tmp_path: Path) -> None:
    events = "id,instrument,type,occurred_on,amount\nE1,B1,pay,2024-06-14,118\n"
    folder = _docket(
        tmp_path, _DEBTS.splitlines()[0].replace("2020", "2023").replace("2030", "2033") + "\n", events=events
    )
    # 2024: 100 + 30 fell due, 118 were paid: 88 of principal, interest first. 2025: 100 + 27, nothing paid.
    row = _rows(folder, "--year", "2025")["OWN", "own", "general"]
    assert _shown(row) == ["912", "0", "0", "0", "0", "0", "912"]
    assert row["overdue"] == "112.00"
    late = _rows(folder, "--year", "2024")["OWN", "own", "general"]
    assert (late["opening"], late["repaid"], late["closing"], late["overdue"]) == (
        "1000.00",
        "88.00",
        "912.00",
        "12.00",
    )


def test_what_is_not_drawn_yet_is_not_owed(tmp_path: Path) -> None:
    events = "id,instrument,type,occurred_on,amount\nE1,L1,提款,2025-02-03,40\nE2,L1,提款,2026-02-03,35\n"
    debts = "L1,OWN,loan,100,,2025-01-06,2030-01-06,0.04,1,bullet,地铁\n"
    row = _rows(_docket(tmp_path, debts, events=events), "--year", "2025")["OWN", "own", "loan"]
    assert _shown(row) == ["0", "40", "0", "0", "0", "0", "40"]
    assert row["undrawn"] == "60.00"


_FOREIGN = "F1,OWN,on_lent,12000000,USD,2013-07-01,2036-07-01,0.0185,1,equal_principal,世行贷款\n"


def test_the_change_by_exchange_rates_is_a_flow_of_its_own(tmp_path: Path) -> None:
    debts = _FOREIGN.replace("2013-07-01,2036", "2024-07-01,2036")  # one million a year
    rates = "table,from,value\nUSD/CNY,2024-12-31,7.1884\nUSD/CNY,2025-06-30,7.1562\nUSD/CNY,2025-12-31,7.0288\n"
    row = _rows(_docket(tmp_path, debts, rates=rates), "--year", "2025")["OWN", "own", "on_lent"]
    assert _shown(row) == ["86260800", "0", "0", "0", "7156200", "-1787800", "77316800"]


def test_without_a_rate_foreign_debt_stays_in_its_currency(tmp_path: Path) -> None:
    row = _rows(_docket(tmp_path, _FOREIGN + _DEBTS), "--year", "2025")
    assert row["OWN", "own", "on_lent"]["currency"] == "USD"
    assert row["OWN", "own", "general"]["closing"] == "800.00"


def test_json_and_one_unit(tmp_path: Path) -> None:
    folder = _docket(tmp_path)
    document = json.loads(call("ledger", folder, "--year", "2025", "--format", "json", "--unit", "D1").stdout)
    assert {row["unit"] for row in document["ledger"]} == {"D1"}
    assert call("ledger", folder, "--year", "2025", "--unit", "D9").exit_code == 2


@pytest.mark.parametrize("parent", ["D1", "CITY"])
def test_a_tree_that_bites_its_tail_ends(tmp_path: Path, parent: str) -> None:
    orgs = f"id,name,kind,parent\nCITY,某市,government,{parent}\nOWN,本级,government,CITY\nD1,一区,government,CITY\n"
    result = call("ledger", _docket(tmp_path, orgs=orgs), "--year", "2025")
    assert result.exit_code in (0, 2)
