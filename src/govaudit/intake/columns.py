"""A large docket of plain tables, opened in DuckDB: its instruments, obligations and events stay in their files."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from govaudit.docket.schema import TABLES
from govaudit.engine.columns.checked import Checked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from duckdb import DuckDBPyConnection

STREAMED = ("instruments", "obligations", "events")


def open_views(base: DuckDBPyConnection, files: Mapping[str, Sequence[Path]]) -> None:
    for table in STREAMED:
        paths = [str(path) for path in files.get(table, ())]
        base.execute(f"CREATE OR REPLACE VIEW raw_{table} AS SELECT * RENAME (file_row_number AS rn) FROM read_parquet({paths!r}, file_row_number = true)")
        types = {name: kind for name, kind, *_ in base.execute(f"DESCRIBE raw_{table}").fetchall() if name != "rn"}
        checked = Checked(table, types)
        columns = ", ".join(f'{value} AS "{name}"' for name, value in checked.sql.items())
        base.execute(f"CREATE OR REPLACE VIEW {table} AS SELECT rn, {columns}, ({checked.odd}) AS odd FROM raw_{table}")
