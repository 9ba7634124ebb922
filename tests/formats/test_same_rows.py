"""The same rows as workbook, CSV, Parquet and YAML give the same tables; money is read to the fen (docket.md)."""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from govaudit.docket.labels.column_words import ZH_WORDS
from govaudit.docket.schema import TABLES
from govaudit.model.money import to_text
from intake_books import ORGS, only, read, write_book

if TYPE_CHECKING:
    from govaudit.docket.table import Docket

WORDS = st.text("合同设备采购工程abcXYZ019 -_/（）", min_size=1, max_size=12).map(str.strip).filter(bool)
DAYS = st.dates(dt.date(1971, 1, 1), dt.date(2099, 12, 31))
FEN = st.integers(-(10**14), 10**14)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


INSTRUMENT = st.fixed_dictionaries({
    "domain": st.sampled_from(TABLES["instruments"].columns["domain"].values), "kind": WORDS, "title": WORDS, "authority": st.just("o1"),
    "signed_on": maybe(DAYS), "amount": maybe(FEN), "region": maybe(WORDS),
})  # fmt: skip
OBLIGATION = st.fixed_dictionaries({
    "instrument": st.just("instruments-1"), "title": WORDS, "bearer": st.just("o1"), "due_on": DAYS, "amount": maybe(st.integers(0, 10**14)), "grace_n": maybe(st.integers(0, 400)), "draft": maybe(st.booleans()),
    "interest_rate": st.sampled_from([None, "0.05%/day", "4%/year"]), "roll": maybe(st.sampled_from(["none", "following"])),
})  # fmt: skip
DOCKETS = st.fixed_dictionaries({
    "instruments": st.lists(INSTRUMENT, min_size=1, max_size=4), "obligations": st.lists(OBLIGATION, max_size=4),
})  # fmt: skip


def numbered(tables: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [{"id": f"{name}-{at}", **row} for at, row in enumerate(rows, 1)] for name, rows in tables.items() if rows
    }


def cells(table: str, row: dict[str, Any], form: str) -> dict[str, Any]:
    """Write a row as its form does: a workbook has numbers and dates, the others text."""
    written = {}
    for name, value in row.items():
        kind = TABLES[table].columns[name].kind
        if value is None:
            continue
        if kind == "money":
            written[name] = value / 100 if form == "xlsx" else to_text(value)
        elif kind == "choice" and form == "xlsx":
            written[name] = ZH_WORDS[value]
        elif form == "xlsx":
            written[name] = value
        else:
            written[name] = (
                ("true" if value else "false")
                if kind == "flag"
                else value.isoformat()
                if kind == "date"
                else str(value)
            )
    return written


def write(folder: Path, tables: dict[str, list[dict[str, Any]]], form: str) -> Path:
    rows = {name: [cells(name, row, form) for row in found] for name, found in tables.items()}
    rows["orgs"] = [dict(zip(*ORGS, strict=True))]
    folder = folder / form
    folder.mkdir()
    if form == "xlsx":
        heads = {name: list(dict.fromkeys(key for row in found for key in row)) for name, found in rows.items()}
        write_book(
            folder / "a.xlsx",
            {
                name: [heads[name], *([row.get(key) for key in heads[name]] for row in found)]
                for name, found in rows.items()
            },
        )
    elif form == "yaml":
        (folder / "a.yaml").write_text(yaml.safe_dump(rows, allow_unicode=True), "utf-8")
    for name, found in rows.items():
        heads_of = list(dict.fromkeys(key for row in found for key in row))
        if form == "csv":
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, heads_of)
                writer.writeheader()
                writer.writerows(found)
        elif form == "parquet":
            pq.write_table(
                pa.table({key: pa.array([row.get(key) for row in found], pa.string()) for key in heads_of}),
                folder / f"{name}.parquet",
            )
    return folder


def columns(docket: Docket) -> dict[str, Any]:
    assert not docket.errors, [(problem.code, str(problem.place), problem.value) for problem in docket.errors]
    return {name: table.columns for name, table in docket.tables.items()}


@settings(max_examples=40, deadline=None)
@given(DOCKETS)
def test_all_formats_give_the_same_tables(tables: dict[str, list[dict[str, Any]]]):
    with tempfile.TemporaryDirectory() as name:
        found = [
            columns(read(write(Path(name), numbered(tables), form))) for form in ("csv", "xlsx", "yaml", "parquet")
        ]
    assert list(found[0]["instruments"]["amount"]) == [row["amount"] for row in tables["instruments"]]
    assert all(other == found[0] for other in found[1:])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-(10**14) + 1, 10**14 - 1), st.integers(-1, 1)), min_size=1, max_size=30))
def test_floats_of_a_spreadsheet_are_read_to_the_fen_that_it_shows(amounts: list[tuple[int, int]]):
    """A sum such as 0.1+0.2 is a float beside 0.3; the spreadsheet shows 15 digits, and those are read."""
    heads = ["id", "domain", "kind", "title", "authority", "amount"]

    def stored(fen: int, side: int) -> float:
        return math.nextafter(fen / 100, math.inf * side) if side else fen / 100

    rows = [[f"c{at}", "debt", "loan", "x", "o1", stored(*amount)] for at, amount in enumerate(amounts)]
    with tempfile.TemporaryDirectory() as name:
        docket = read(write_book(Path(name) / "a.xlsx", {"orgs": ORGS, "instruments": [heads, *rows]}))
    assert list(columns(docket)["instruments"]["amount"]) == [fen for fen, _ in amounts]


def test_the_rest_of_a_binary_sum_is_no_amount_but_parts_of_a_fen_are(tmp_path: Path):
    heads = ["id", "domain", "kind", "title", "authority", "amount"]
    rows = [
        [f"c{at}", "debt", "loan", "x", "o1", value]
        for at, value in enumerate([1000000.1 - 999999.9, 0.1 + 0.2 - 0.3, 0.001])
    ]
    docket = read(write_book(tmp_path / "a.xlsx", {"orgs": ORGS, "instruments": [heads, *rows]}))
    assert list(docket["instruments"]["amount"]) == [20, 0]
    problem = only(docket, "finer_than_minor")
    assert (problem.place.clause, problem.value) == ("F4", "0.001")


@settings(max_examples=30, deadline=None)
@given(st.integers(-(10**12), 10**12))
def test_ten_thousands_of_yuan_are_exact(fen: int):
    heads = ["id", "domain", "kind", "title", "authority", "amount(万元)"]
    with tempfile.TemporaryDirectory() as name:
        docket = read(
            write_book(
                Path(name) / "a.xlsx",
                {"orgs": ORGS, "instruments": [heads, ["c", "debt", "loan", "x", "o1", fen / 10**6]]},
            )
        )
    assert list(columns(docket)["instruments"]["amount"]) == [fen]


def test_structured_attributes_survive_every_format(tmp_path: Path):
    attributes = {"预算": "100.10", "项目": ["甲", "乙"]}
    heads = ["id", "domain", "kind", "title", "authority", "attributes"]
    row = ["c", "debt", "loan", "x", "o1", json.dumps(attributes, ensure_ascii=False)]
    book = read(write_book(tmp_path / "a.xlsx", {"orgs": ORGS, "instruments": [heads, row]}))
    case = tmp_path / "a.yaml"
    case.write_text(
        yaml.safe_dump(
            {
                "orgs": [dict(zip(*ORGS, strict=True))],
                "instrument": dict(zip(heads, [*row[:-1], attributes], strict=True)),
            },
            allow_unicode=True,
        ),
        "utf-8",
    )
    assert columns(read(case)) == columns(book)
