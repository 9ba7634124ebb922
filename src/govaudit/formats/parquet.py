"""Parquet tables, batch by batch; only here is pyarrow needed for reading. Rows are counted from 1."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from govaudit.formats.csv_block import add_block
from govaudit.formats.workbook.headings import read_headings
from govaudit.model import Place, Text

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.docket import Column
    from govaudit.formats.collect import Collector

_BATCH = 8192
_AS_THEY_ARE = {str, int, bool, Decimal, dt.date, type(None)}  # types that `cell` leaves alone
_DATES = {"date", "partial", "anchor", "recorded"}


def read_parquet(path: Path, name: str, table: str, out: Collector) -> None:
    """Read a Parquet file into the collector."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    place = Place(name)
    try:
        with pq.ParquetFile(path) as file:
            headings = read_headings(table, file.schema_arrow.names, place, out)
            if headings is None:
                out.note("sheet_left_out", place, Text(f"列名有误，{file.metadata.num_rows} 行未读取", f"because of the column names {file.metadata.num_rows} rows were not read"),
                         Text("改正列名后重试", "correct the names and try again"))  # fmt: skip
                return
            columns = [*headings.columns, *[None] * (len(file.schema_arrow) - len(headings.columns))]
            _say_floats(columns, file.schema_arrow, place, out)
            row = 1
            for batch in file.iter_batches(batch_size=_BATCH):
                lists = [array.to_pylist() for array in batch.columns]
                raw = {column.name: (column, values) for column, values in zip(columns, lists, strict=True) if column}
                places = [Place(name, row=row + at) for at in range(batch.num_rows)]
                _add(table, raw, places, headings.units, out)
                row += batch.num_rows
    except (pa.ArrowException, OSError, ValueError, OverflowError):  # the last of days that no calendar has
        out.problem(
            "damaged_parquet",
            place,
            Text("不是有效的 Parquet 文件", "not a valid Parquet file"),
            Text("重新导出，或改用CSV", "export it again, or use CSV"),
        )


def _add(
    table: str, raw: dict[str, tuple[Column, list[Any]]], places: list[Place], units: dict[str, int], out: Collector
) -> None:
    """Add the rows of a batch, one by one where a cell is no text."""

    def alone(row: int) -> None:
        out.add(table, {name: cell(values[row], column) for name, (column, values) in raw.items()}, places[row], units)

    try:
        cells = {name: _cells(values, column) for name, (column, values) in raw.items()}
    except ValueError:
        for row in range(len(places)):
            alone(row)
    else:
        add_block(out, table, cells, places, units, alone)


def _cells(values: list[Any], column: Column) -> list[Any]:
    return values if _AS_THEY_ARE.issuperset(map(type, values)) else [cell(value, column) for value in values]


def _say_floats(columns: list[Column | None], schema: Any, place: Place, out: Collector) -> None:
    for column, kind in zip(columns, schema.types, strict=True):
        if column and column.kind == "money" and str(kind) in {"float", "double", "halffloat"}:
            out.note("float_money", place.at(column.name), Text("金额以浮点数保存，按其最短十进制写法读取", "amounts are stored as floats; read as their shortest decimal"),
                     Text("导出时用 decimal 或整数", "export them as decimals or integers"))  # fmt: skip


def cell(value: Any, column: Column) -> Any:
    """Return what the cell readers take; NaN is how some programs write an empty cell, bytes how some write text."""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return int(value) if value.is_integer() and column.kind != "number" else value
    if isinstance(value, dt.datetime) and value.tzinfo is None and column.kind in _DATES and value.time() == dt.time():
        return value.date()
    return value
