"""`govaudit schedule`: the columns of the contract in every format, and honest problems for every bad value of a debt."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from cli.desk import call
from govaudit.report.tables.schedule_table import _decimal

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "instrument,n,accrual_start,accrual_end,due_on,pay_on,rate,balance_before,interest,principal,total,provisional"
_GOOD = {"id": "B1", "unit": "CITY", "kind": "general", "principal": "820000000", "start": "2023-06-20", "end": "2026-06-20",
         "rate": "0.0281", "freq": "1"}  # fmt: skip


def _docket(folder: Path, *changes: dict[str, str], rates: str = "") -> Path:
    rows = [_GOOD | change for change in changes or ({},)]
    heads = list(dict.fromkeys(key for row in rows for key in row))
    with (folder / "debts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heads)
        writer.writeheader()
        writer.writerows(rows)
    (folder / "orgs.csv").write_text("id,name\nCITY,某市\n", encoding="utf-8")
    if rates:
        (folder / "rates.csv").write_text("table,from,value\n" + rates, encoding="utf-8")
    return folder


def _rows(folder: Path, *args: str) -> list[dict[str, str]]:
    result = call("schedule", folder, "--format", "csv", *args)
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_csv_has_the_columns_of_the_contract_and_money_as_decimal_text(tmp_path: Path) -> None:
    result = call("schedule", _docket(tmp_path), "--format", "csv")
    assert result.stdout.splitlines() == [
        HEAD,
        "B1,1,2023-06-20,2024-06-20,2024-06-20,2024-06-20,0.0281,820000000.00,23042000.00,0.00,23042000.00,false",
        "B1,2,2024-06-20,2025-06-20,2025-06-20,2025-06-20,0.0281,820000000.00,23042000.00,0.00,23042000.00,false",
        "B1,3,2025-06-20,2026-06-20,2026-06-20,2026-06-22,0.0281,820000000.00,23042000.00,820000000.00,843042000.00,false",
    ]  # fmt: skip


def test_json_and_parquet_hold_the_same_rows(tmp_path: Path) -> None:
    from pyarrow import parquet

    (folder := tmp_path / "docket").mkdir()
    _docket(folder)
    rows = _rows(folder)
    document = json.loads(call("schedule", folder, "--format", "json", "--as-of", "2026-01-01").stdout)
    assert document["as_of"] == "2026-01-01"
    assert [{k: str(v) for k, v in row.items()} for row in document["flows"]] == [
        row | {"provisional": "False"} for row in rows
    ]
    target = tmp_path / "flows.parquet"
    assert call("schedule", folder, "--format", "parquet", "--output", target).exit_code == 0
    table = parquet.read_table(target).to_pylist()
    assert [str(row["pay_on"]) for row in table] == [row["pay_on"] for row in rows]
    assert [row["total"] for row in table] == [row["total"] for row in rows]


def test_one_instrument_on_request(tmp_path: Path) -> None:
    folder = _docket(tmp_path, {}, {"id": "B2", "end": "2028-06-20"})
    assert {row["instrument"] for row in _rows(folder)} == {"B1", "B2"}
    assert [row["n"] for row in _rows(folder, "--instrument", "B2")] == ["1", "2", "3", "4", "5"]
    result = call("schedule", folder, "--instrument", "B3", "--lang", "en")
    assert result.exit_code == 2


def test_text_adds_up_the_years_and_marks_provisional_days(tmp_path: Path) -> None:
    out = call("schedule", _docket(tmp_path, {"end": "2028-06-20"}), "--lang", "zh").stdout
    assert "2028-06-20*" in out
    assert "暂定" in out
    assert out.split("按付款年度合计")[1].split()[4:8] == ["2024", "23,042,000.00", "0.00", "23,042,000.00"]
    assert "provisional" not in out


def test_a_rate_in_per_cent_is_read_as_such(tmp_path: Path) -> None:
    assert _rows(_docket(tmp_path, {"rate": "2.81%"}))[0]["interest"] == "23042000.00"


LPR = "LPR,2022-08-22,0.0365\nLPR,2024-06-20,0.0345\n"


def test_a_floating_debt_takes_its_rates_from_the_table(tmp_path: Path) -> None:
    folder = _docket(tmp_path, {"rate": "", "rate_table": "LPR"}, rates=LPR)
    assert [row["rate"] for row in _rows(folder)] == ["0.0365", "0.0345", "0.0345"]


BAD = [
    ({"rate": "3.35"}, "rate", "0.0335"),
    ({"rate": "-0.01"}, "rate", "负"),
    ({"rate": "", "rate_table": "LPX"}, "rate_table", "LPR"),
    ({"rate": "", "rate_table": "LPR", "start": "2020-06-20"}, "rate_table", "2022-08-22"),
    ({"rate_table": "LPR"}, "rate_table", "只填一个"),
    ({"rate": ""}, "rate", "rate_table"),
    ({"principal": "-820000000"}, "principal", "大于零"),
    ({"principal": "0"}, "principal", "大于零"),
    ({"principal": "1e40"}, "principal", "过大"),
    ({"end": "2023-06-20"}, "end", "晚于"),
    ({"end": "2021-06-20"}, "end", "早于"),
    ({"end": "2199-06-20"}, "end", "2150"),
    ({"freq": "5"}, "freq", "12"),
    ({"freq": "0"}, "freq", "12"),
    ({"freq": "1e30"}, "freq", "12"),
    ({"amortisation": "balloon"}, "amortisation", "bullet"),
    ({"amortisation": "custom"}, "principal_weights", "列表"),
    ({"amortisation": "custom", "principal_weights": "[0.5, 0.5]"}, "principal_weights", "共3期"),
    ({"amortisation": "custom", "principal_weights": "[0.5, 0.5, 0.1]"}, "principal_weights", "1.1"),
    ({"amortisation": "custom", "principal_weights": "[1.5, -0.5, 0]"}, "principal_weights", "负"),
    ({"amortisation": "custom", "principal_weights": '["half", 0.5, 0]'}, "principal_weights", "列表"),
    ({"amortisation": "custom", "principal_weights": "[0.5, 0.5, 0]", "grace_periods": "1"}, "principal_weights", "宽限"),
    ({"amortisation": "level", "principal_weights": "[1, 0, 0]"}, "principal_weights", "custom"),
    ({"first_pay_on": "2023-06-20"}, "first_pay_on", "起息日之后"),
    ({"first_pay_on": "2027-06-20"}, "first_pay_on", "不晚于"),
    ({"grace_periods": "3"}, "grace_periods", "3期"),
    ({"grace_periods": "-1"}, "grace_periods", "负"),
    ({"grace_periods": "1.5"}, "grace_periods", "整数"),
    ({"day_count": "act/364"}, "day_count", "act/365"),
    ({"roll": "sometimes"}, "roll", "following"),
    ({"calendar": "us"}, "calendar", "cn-exchange"),
    ({"kind": "bond"}, "kind", "general"),
    ({"unit": "TOWN"}, "unit", "orgs"),
    ({"start": "2023-02-30"}, "start", "没有这一天"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "column", "said"), BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_a_bad_value_is_named_with_its_place_and_remedy(
    tmp_path: Path, change: dict[str, str], column: str, said: str
) -> None:
    folder = _docket(tmp_path, {}, {"id": "B2"} | change, rates=LPR)
    result = call("schedule", folder, "--lang", "zh")
    assert result.exit_code == 2
    assert not result.stdout
    (line,) = [line for line in result.stderr.splitlines() if "debts.csv" in line]
    assert line.startswith(f"debts.csv 第3行 {column}列")
    assert said in line


def test_the_good_debts_are_shown_on_request(tmp_path: Path) -> None:
    folder = _docket(tmp_path, {}, {"id": "B2", "rate": "3.35"})
    result = call("schedule", folder, "--lenient", "--format", "csv")
    assert result.exit_code == 2
    assert {line.split(",")[0] for line in result.stdout.splitlines()[1:]} == {"B1"}


def test_a_month_end_that_is_none_is_remarked(tmp_path: Path) -> None:
    assert call("schedule", _docket(tmp_path, {"end_of_month": "yes"}), "--format", "csv").exit_code == 0


def test_draws_are_events_of_the_loan(tmp_path: Path) -> None:
    folder = _docket(tmp_path, {"kind": "loan", "day_count": "30/360"})
    events = "id,instrument,type,occurred_on,amount\nE1,B1,提款,2023-06-20,100000000\n"
    (folder / "events.csv").write_text(events, encoding="utf-8")
    assert [row["total"] for row in _rows(folder)] == ["2810000.00", "2810000.00", "102810000.00"]
    (folder / "events.csv").write_text(events.replace("100000000", "900000000"), encoding="utf-8")
    result = call("schedule", folder, "--lang", "zh")
    assert result.exit_code == 2
    assert "debts.csv 第2行 principal列" in result.stderr
    (folder / "events.csv").write_text(events.replace("2023-06-20", "2023-06-19"), encoding="utf-8")
    assert "2023-06-19" in call("schedule", folder, "--lang", "zh").stderr


def test_weights_of_a_case_file_and_of_a_parquet_file_are_numbers(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    case = tmp_path / "case"
    case.mkdir()
    (case / "案卷.yaml").write_text(
        "orgs:\n- {id: CITY, name: 某市}\ndebts:\n- {id: L1, unit: CITY, kind: loan, principal: 100.01, start: 2024-01-31, end: 2027-01-31,"
        " rate: 0.0335, freq: 1, amortisation: custom, principal_weights: [0.1, 30%, 0.6]}\n",
        encoding="utf-8",
    )
    assert [row["principal"] for row in _rows(case)] == ["10.00", "30.00", "60.01"]
    row = {"id": "L1", "unit": "CITY", "kind": "loan", "principal": "100.01", "start": "2024-01-31", "end": "2027-01-31", "rate": 0.0335,
           "freq": 1, "amortisation": "custom", "principal_weights": [0.1, 0.3, 0.6]}  # fmt: skip
    (tmp_path / "orgs.csv").write_text("id,name\nCITY,某市\n", encoding="utf-8")
    parquet.write_table(pa.Table.from_pylist([row]), tmp_path / "debts.parquet")
    (case / "案卷.yaml").unlink()
    assert [row["principal"] for row in _rows(tmp_path)] == ["10.00", "30.00", "60.01"]


def test_the_portfolio_on_a_day_is_shown(tmp_path: Path) -> None:
    folder = _docket(
        tmp_path,
        {},
        {"id": "C1", "kind": "contingent"},
        {"id": "B2", "principal": "180000000", "end": "2033-06-20", "rate": "0.0331"},
    )
    document = json.loads(call("schedule", folder, "--format", "json", "--as-of", "2025-12-31").stdout)
    # 820 million due on 20 June 2026 (171 days), 180 million on 20 June 2033 (2,728 days).
    assert document["portfolio"] == [{
        "currency": "CNY", "outstanding": "1000000000.00", "due_1y": "0.820000", "due_3y": "0.820000",
        "average_years": "1.729479", "average_rate": "0.029000",
    }]  # fmt: skip
    out = call("schedule", folder, "--as-of", "2025-12-31", "--lang", "zh").stdout
    assert "余额1,000,000,000.00元，其中一年内到期82.00%，三年内82.00%；平均剩余期限1.73年，平均利率2.90%" in out


def test_a_figure_below_zero_keeps_its_sign_before_all_of_it():
    assert [_decimal(Fraction(value), 6) for value in ("-1/2", "1/2", "-3/2", "0")] == ["-0.500000", "0.500000", "-1.500000", "0.000000"]  # fmt: skip


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_a_flag_that_cannot_be_followed_is_said_by_schedule_as_by_audit(form: str, tmp_path: Path) -> None:
    folder = _docket(tmp_path, {"end_of_month": "true"})
    assert "2026-06-20不是月末" in call("schedule", folder, "--format", form, "--lang", "zh").stderr
    assert (
        "月末"
        not in call("schedule", _docket(tmp_path, {"end_of_month": "true", "end": "2026-06-30"}), "--lang", "zh").stderr
    )


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"last_regular_on": "2026-06-20"}, "last_regular_on"),  # the maturity itself
        ({"last_regular_on": "2023-06-20"}, "last_regular_on"),
        ({"last_regular_on": "2025-06-19", "first_pay_on": "2024-06-20"}, "last_regular_on"),
        ({"last_regular_on": "2024-01-20", "first_pay_on": "2024-06-20"}, "last_regular_on"),
        ({"last": "equal"}, "last"),
        ({"last": "equal", "amortisation": "equal_principal"}, "last"),
    ],
)
def test_a_last_period_that_cannot_be_is_a_problem(change: dict[str, str], column: str, tmp_path: Path) -> None:
    result = call("schedule", _docket(tmp_path, change))
    assert result.exit_code == 2
    assert column in result.stderr


def test_a_last_period_is_read_from_the_table(tmp_path: Path) -> None:
    rows = _rows(_docket(tmp_path, {"last_regular_on": "2025-03-20", "first_pay_on": "2024-03-20"}))
    # From 2025-03-20 one year and 92 of the 365 days after.
    assert [(row["accrual_end"], row["interest"]) for row in rows[1:]] == [
        ("2025-03-20", "23042000.00"),
        ("2026-06-20", "28849846.58"),
    ]
