"""Rows read in blocks are the rows read one by one: same values, places and problems, in the same order."""

from __future__ import annotations

import csv
import datetime as dt
import math
import tempfile
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govaudit.docket.schema import TABLES
from govaudit.formats import csv_block as block_module
from govaudit.formats import csv_table as plain
from govaudit.formats import parquet
from govaudit.formats.workbook.template_examples import WORKED
from intake_books import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.docket.table import Docket

# What people and programs write, for better or worse.
WRITTEN: dict[str, list[str]] = {
    "text": ["x", " x ", "a", "b", "示例-机构1", "合同", "contract", "=1+1", "x" * 300],
    "date": ["2026-03-31", "2026/3/31", "2026年3月31日", " 2026-03-31 ", "20260331", "46112", "2026-02-30", "9999-12-31", "2026", "2026-05", "x"],
    "anchor": ["delivered", "2026-03-31", "2026/4/1", "20260331", "2026-13-01"],
    "recorded": ["2026-03-31", "2026-03-31T09:00:00+08:00", "2026-03-31 09:00", "2026/3/31", "T"],
    "instant": ["2026-03-31T09:00:00+08:00", "2026-03-31T09:00:00", "x"],
    "money": ["1", "1.005", "1,000.00", "3万元", "1亿元", "￥5", "5%", "1e3", "-0", "1e60", "many"],
    "int": ["1", "30", "2025年度", "1.5", "-1", "三十"],
    "number": ["0.04", "4%", "1e999999", "-0.0", "x"],
    "rate": ["0.05%/day", "4%/year", "4%", "每日万分之五"],
    "json": ['{"a": 1}', "null", "[1]", "{", "x"],
    "flag": ["是", "no", "1", "maybe"],
    "list": ["a", "a; b", "；"],
    "spans": ["2026-01-01/2026-02-01", "2026-02-01/2026-01-01", "x"],
    "terms": ['{"due_on": "2026-06-30"}', "null", '{"x": 1}', "[]"],
    "tz": ["Asia/Shanghai", "+08:00", "Mars"],
    "clock": ["17:30", "17时", "25:00"],
    "currency": ["CNY", "JPY", " KWD", "x"],
    "unit": ["元", "万元", "亿元", "斤"],
}  # fmt: skip
ARROW: list[tuple[pa.DataType, list[Any]]] = [
    (pa.int32(), [0, 1, 30, 46112, 20260331]),
    (pa.float64(), [0.0, -0.0, 1.0, 1.5, math.nan, math.inf, 46112.0]),
    (pa.bool_(), [True, False]),
    (pa.date32(), [dt.date(2026, 3, 31), dt.date(1900, 1, 1)]),
    (pa.timestamp("us"), [dt.datetime(2026, 3, 31), dt.datetime(2026, 3, 31, 9)]),  # noqa: DTZ001 - as files have them
    (pa.timestamp("us", tz="America/New_York"), [dt.datetime(2026, 11, 1, hour, 30, tzinfo=dt.UTC) for hour in (5, 6)]),
    (pa.decimal128(18, 2), [Decimal("1.00"), Decimal("-3.50"), Decimal(0)]),
    (pa.binary(), [b"1", "合同".encode(), b"\xff", b"2026-03-31"]),
    (pa.list_(pa.string()), [["a"], []]),
    (pa.time32("s"), [dt.time(17, 30)]),
]  # fmt: skip
UNITS = ["", "(万元)", "（元）"]


def words(table: str, name: str) -> list[str]:
    column = TABLES[table].columns[name]
    known = (
        {"partial": "date"}.get(column.kind, column.kind)
        if column.kind != "text"
        else name.partition("_")[0].replace("amount", "unit")
    )
    own = WRITTEN.get(known, WRITTEN["text"])
    return [*own, *column.values[:2], *([name.upper()] if column.values else []), *(str(row[name]) for row in WORKED.get(table, ()) if name in row)]  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, dict[str, list[str]]]:
    """Draw a table of some columns, most of them sound in most rows, so that blocks hold rows of both kinds."""
    table = draw(st.sampled_from(list(TABLES)))
    spec = TABLES[table]
    usual = [name for name in spec.columns if name in spec.required or any(name in group for group in spec.needs)]
    names = draw(st.permutations([*draw(st.sets(st.sampled_from(list(spec.columns)))) | set(usual)]))
    if draw(st.integers(0, 5)) == 0:
        names = names[1:] or names
    count = draw(st.integers(1, 12))
    cells = {}
    for name in names:
        pool = words(table, name)
        good = spec.columns[name].values[:1] or pool[:1]
        cell = st.sampled_from([*good * (2 * len(pool)), *pool, "", " "])
        own = [f"{name}{at}" for at in range(count)]
        drawn = draw(st.lists(cell, min_size=count, max_size=count))
        cells[name] = own if name == "id" and draw(st.booleans()) else drawn
    return table, cells


def one_by_one(*given: Any) -> None:
    """Add the rows of a block as they were added before there were blocks."""
    places, alone = given[3], given[5]
    for row in range(len(places)):
        alone(row)


def told(docket: Docket) -> Iterator[object]:
    """Yield all that a docket holds, values as they are written in full: -0.0 is not 0, a word no number."""
    for name, table in docket.tables.items():
        yield name, {column: repr(values) for column, values in table.columns.items()}, table.places
    yield docket.problems
    yield {name: ids for name, ids in docket.rejected.items() if ids}


def both(path: Path, size: int = 3) -> Docket:
    """Read files in both ways, in blocks of few rows, and return what both say, before rows are held against each other."""
    with ExitStack() as patched:
        patched.enter_context(mock.patch("govaudit.formats.collect.check_integrity"))
        patched.enter_context(mock.patch.object(plain, "_BLOCK", size * plain._A_ROW))
        patched.enter_context(mock.patch.object(parquet, "_BATCH", size))
        found = read(path)
        for module in (plain, parquet):
            patched.enter_context(mock.patch.object(module, "add_block", one_by_one))
        expected = read(path)
    assert list(told(found)) == list(told(expected))
    return found


@settings(max_examples=150, deadline=None)
@given(tables(), st.data())
def test_csv_in_blocks_is_csv_row_by_row(drawn: tuple[str, dict[str, list[str]]], data: st.DataObject):
    table, cells = drawn
    kinds = {name: column.kind for name, column in TABLES[table].columns.items()}
    heads = [name + (data.draw(st.sampled_from(UNITS)) if kinds[name] == "money" else "") for name in cells]
    rows = [list(row) for row in zip(*cells.values(), strict=True)]
    spoilt = data.draw(st.sampled_from(["", "", "", "nameless", "again"]))
    if spoilt == "nameless":
        heads, rows = [*heads, ""], [[*row, data.draw(st.sampled_from(["", "", "x"]))] for row in rows]
    elif spoilt == "again":
        rows.insert(0, list(cells))
    for row in data.draw(st.lists(st.sampled_from(rows), max_size=2)):
        row.append("more")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{table}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heads, *rows])
            file.write(data.draw(st.sampled_from(["", "", "\n\n", 'a,"b'])))
        both(Path(folder))


@settings(max_examples=150, deadline=None)
@given(tables(), st.data())
def test_parquet_in_batches_is_parquet_row_by_row(drawn: tuple[str, dict[str, list[str]]], data: st.DataObject):
    table, cells = drawn
    arrays = {}
    for name, values in cells.items():
        kind, pool = data.draw(
            st.sampled_from([(pa.string(), [])] * 8 + [(pa.dictionary(pa.int8(), pa.string()), [])] + ARROW)
        )
        own = [value if value and data.draw(st.integers(0, 9)) else None for value in values]
        arrays[name] = pa.array([data.draw(st.sampled_from([*pool, None])) for _ in values] if pool else own, kind)
    with tempfile.TemporaryDirectory() as folder:
        pq.write_table(pa.table(arrays), Path(folder) / f"{table}.parquet")
        both(Path(folder))


@pytest.mark.parametrize("column", ["id", "type", "occurred_on"])
def test_a_cell_that_is_no_text_ends_a_parquet_file_where_it_stands(tmp_path: Path, column: str):
    cells = {"id": list("abcde"), "obligation": ["o"] * 5, "type": ["pay"] * 5, "occurred_on": ["2026/3/31"] * 5}
    made = {name: [value.encode() for value in values] for name, values in cells.items()}
    made[column][3] = b"\xff"
    pq.write_table(pa.table(made), tmp_path / "events.parquet")
    codes = [problem.code for problem in both(tmp_path, 5).problems]
    assert codes == ["damaged_parquet", "date_read"]


def test_cells_that_only_python_takes_for_the_same_are_read_apart(tmp_path: Path):
    """1 and True, 0.0 and -0.0, an hour that comes twice in autumn."""
    (tmp_path / "posts").mkdir()
    for name, seats in (("a", 1), ("b", True)):
        row = {"id": [name], "org": ["o"], "title": ["x"], "seats": [seats]}
        pq.write_table(pa.table(row), tmp_path / "posts" / f"{name}.parquet")
    pq.write_table(
        pa.table({"table": ["x", "x"], "from": ["2026-01-01"] * 2, "value": [0.0, -0.0]}), tmp_path / "rates.parquet"
    )
    hours = pa.array([dt.datetime(2026, 11, 1, hour, 30) for hour in (5, 6)], pa.timestamp("us", tz="America/New_York"))  # noqa: DTZ001 - the zone is the array's
    pq.write_table(
        pa.table({"id": ["1", "2"], "instrument": ["i"] * 2, "type": ["x"] * 2, "occurred_at": hours}),
        tmp_path / "events.parquet",
    )
    docket = both(tmp_path)
    assert [(problem.code, problem.place.file) for problem in docket.errors] == [("text_in_number", "posts/b.parquet")]
    assert list(map(str, docket["rates"]["value"])) == ["0.0", "-0.0"]
    assert [moment.astimezone(dt.UTC).hour for moment in docket["events"]["occurred_at"]] == [5, 6]


def test_dates_in_another_form_are_counted_once_a_column_from_the_first_place(tmp_path: Path):
    rows = ["id,title,issued_on,received_on"]
    rows += [f"e{at},x,{'2026-03-01' if at < 4 else '2026/3/2'},2026年3月{at + 1}日" for at in range(9)]
    (tmp_path / "evidence.csv").write_text("\n".join(rows), "utf-8")
    docket = both(tmp_path)
    assert [(p.place.row, p.place.column, p.value, p.what.en) for p in docket.problems] == [
        (2, "received_on", "2026年3月1日", "9 dates read like this: '2026年3月1日' as 2026-03-01"),
        (6, "issued_on", "2026/3/2", "5 dates read like this: '2026/3/2' as 2026-03-02"),
    ]
    assert len(docket["evidence"]) == 9


def test_rows_that_are_no_data_are_left_out_wherever_they_stand_and_echo_nothing(tmp_path: Path):
    worked = {"id": "示例-证据1", "title": "示例：验收报告", "locator": "档案室2026-15号", "issued_on": "2026-04-10"}
    assert worked == {name: str(value) for name, value in WORKED["evidence"][0].items()}
    rows = [
        [*worked, ""],
        ["a", "x", "", "2026/1/1", "to the right"],
        ["b", "x", "", "2026/1/2", ""],
        [*worked.values(), ""],
    ]
    rows += [["c", "x", "", "2026/1/3", ""], ["示例-证据1", "x", "", "2026/1/4", ""], ["d", "x", "", "2026/1/5", ""]]
    with (tmp_path / "evidence.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    docket = both(tmp_path, 9)
    assert list(docket["evidence"]["id"]) == ["b", "c", "示例-证据1", "d"]
    assert [(problem.code, problem.place.row, problem.value) for problem in docket.problems] == [
        ("no_heading", 2, "to the right"), ("worked_row", None, None), ("date_read", 3, "2026/1/2"),
    ]  # fmt: skip


def test_an_amount_is_read_by_the_currency_and_unit_of_its_row(tmp_path: Path):
    amounts = ["1.5,,", "1.5,JPY,", "2,JPY, ", "1.5,CNY,万元", "1万元,CNY,亿元", "3, KWD,"]
    rows = [
        "id,domain,kind,title,authority,amount,currency,unit",
        *(f"{at},debt,loan,x,o,{amount}" for at, amount in enumerate(amounts)),
    ]
    (tmp_path / "instruments.csv").write_text("\n".join(rows), "utf-8")
    docket = both(tmp_path, 9)
    assert list(docket["instruments"]["amount"]) == [150, 2, 1_500_000, 3000]
    assert [problem.code for problem in docket.problems] == ["finer_than_minor", "unit_conflict"]


def test_plain_rows_are_read_in_columns(tmp_path: Path):
    """Only rows with something to say go one by one: of these the fourth, and the first date in another form."""
    rows = ["id,title,issued_on", *(f"e{at},{'' if at == 3 else 'x'},2026/3/{at + 1}" for at in range(9))]
    (tmp_path / "evidence.csv").write_text("\n".join(rows), "utf-8")
    alone: list[int] = []

    def noted(*given: Any) -> None:
        *before, one, apart = given
        block_module.add_block(*before, lambda row: (alone.append(row), one(row))[1], apart)

    with mock.patch.object(plain, "add_block", noted):
        docket = read(tmp_path)
    assert alone == [0, 3]
    assert list(docket["evidence"]["issued_on"]) == [20513 + at for at in range(9) if at != 3]
