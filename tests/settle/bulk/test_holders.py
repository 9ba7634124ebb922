"""The holders of a large docket are, in rows and types, what the rows give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyarrow import parquet

from govaudit.officials.bulk.shares import SCHEMA
from settle.bulk.both import ask

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("benchmarks")
def test_holders_are_those_of_the_rows(tmp_path: Path) -> None:
    from generate import generate

    generate(tmp_path / "docket", 3000)
    found = []
    for engine in ("rows", "columns"):
        holders = tmp_path / f"{engine}.parquet"
        said = ask(
            tmp_path / "docket", engine, "csv", tmp_path / "x.csv", "--holders", str(holders), "--as-of", "2026-06-30"
        )
        assert said.status == 0
        found.append(parquet.read_table(holders))
    assert [table.schema for table in found] == [SCHEMA, SCHEMA]
    assert found[0].to_pylist() == found[1].to_pylist()
    assert {"person", "vacant"} <= set(found[0]["holder"].to_pylist())
