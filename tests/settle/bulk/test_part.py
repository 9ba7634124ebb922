"""What a part of the result is written as: every reader sees texts, dates and whole numbers, whatever they came as."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet

from govaudit.settle.bulk.bulk_status import ResultPart

if TYPE_CHECKING:
    from pathlib import Path

STATES = ["active", None, "breached"]
DAYS = [date(2026, 1, 31), None, date(1999, 12, 1)]


def rows(start: int, states: pa.Array) -> pa.Table:
    ids = [f"O-{start + number}" for number in range(3)]
    days, counts = pa.array(DAYS, pa.date32()), pa.array([1, 0, -1], pa.int64())
    return pa.table({"obligation": ids, "state": states, "due_on": days, "breach_days": counts})


@pytest.mark.parametrize("group", [3, 6, 100])
def test_what_comes_as_dictionaries_is_read_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: int):
    monkeypatch.setattr("govaudit.settle.bulk.bulk_status._GROUP", group)
    part = ResultPart(tmp_path / "part.parquet", ["state"])
    first = pa.array(STATES).dictionary_encode()
    other = pa.DictionaryArray.from_arrays(pa.array([1, None, 0]), pa.array(["breached", "active", "unused"]))
    part.write(rows(0, first), np.arange(3))
    part.write(rows(3, other.cast(first.type)), np.array([3, 4, 1 << 40]))
    part.close()
    assert part.own.tolist() == [0, 1, 2, 3, 4, 1 << 40]
    expected = pa.concat_tables([rows(0, pa.array(STATES)), rows(3, pa.array(STATES))])
    assert parquet.read_metadata(part.path).num_row_groups == (2 if group == 3 else 1)
    state = parquet.read_metadata(part.path).row_group(0).column(1)
    assert state.encodings == ("PLAIN", "RLE", "RLE_DICTIONARY")  # nothing fell back to plain text
    read = parquet.read_table(part.path)
    assert read.schema == expected.schema
    assert read == expected
    assert pl.read_parquet(part.path).equals(pl.DataFrame(expected))
    found = duckdb.read_parquet(str(part.path))
    assert found.types == ["VARCHAR", "VARCHAR", "DATE", "BIGINT"]
    assert found.fetchall() == [tuple(row.values()) for row in expected.to_pylist()]


def test_an_id_is_found_by_the_bounds_of_its_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("govaudit.settle.bulk.bulk_status._GROUP", 3)
    part = ResultPart(tmp_path / "part.parquet", [])
    for start in (0, 3):
        part.write(rows(start, pa.array(STATES)), np.arange(3))
    part.close()
    groups = parquet.read_metadata(part.path)
    bounds = [groups.row_group(number).column(0).statistics for number in range(groups.num_row_groups)]
    assert [(one.min, one.max) for one in bounds] == [("O-0", "O-2"), ("O-3", "O-5")]
