"""The status of a large docket: settled in columns, what is not plain row by row, put together in the order of its obligations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa
from pyarrow import parquet

from govaudit.engine.columns.checked import UnfitError
from govaudit.engine.columns.settle import OrderError
from govaudit.large.left import by_row
from govaudit.large.plain import settle_plain
from govaudit.large.run import Run, connect, prepare
from govaudit.report.status_out import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from govaudit.intake.large import Large
    from govaudit.law.rules import RuleSet


@dataclass(slots=True)
class Result:
    """Where the rows of the status table are (Parquet), and how many of them were settled row by row."""

    rows: Path
    by_row: int


class NotInColumnsError(Exception):
    """The docket must be settled row by row."""


def settle_large(
    large: Large,
    rules: RuleSet,
    days: tuple[int, int | None],
    scratch: Path,
    jobs: int,
    progress: Callable[[int], None],
) -> Result:
    """Settle a docket as of a day and as known on a day (None: now) into a file in `scratch`; NotInColumnsError when it cannot be."""
    with connect(scratch, jobs) as base:
        run = Run(large, rules, *days, base)
        part, own = scratch / "columns.parquet", []
        writer = None
        try:
            for found in settle_plain(run, prepare(run, jobs)):
                writer = writer or parquet.ParquetWriter(part, found.table.schema)
                writer.write_table(found.table)
                own.append(found.own)
                progress(sum(map(len, own)))
            if writer is not None:
                writer.close()
            return together(run, part, np.concatenate([np.zeros(0, np.int64), *own]), is_ordered=run.is_ordered)
        except (UnfitError, OrderError, duckdb.Error) as error:
            raise NotInColumnsError(str(error)) from error


def together(run: Run, part: Path, own: Any, *, is_ordered: bool) -> Result:
    """Settle the rows left, and merge them with what was settled in columns, in the order of the obligations' rows `own`."""
    base = run.base
    left = by_row(run)
    rows = left.num_rows
    if rows == 0 and not run.again and is_ordered:
        return Result(part, 0)
    run.table("by_row", left)
    base.register("own", pa.table({"rn": own}))
    whole = part.with_name("whole.parquet")
    columns = ", ".join(COLUMNS)
    base.execute(f"""
        COPY (SELECT {columns} FROM (
            SELECT p.*, o.rn FROM read_parquet('{part}') p POSITIONAL JOIN own o
            WHERE p.instrument IS NULL AND p.obligation NOT IN (FROM again_alone) OR p.instrument NOT IN (FROM again)
            UNION ALL BY NAME SELECT * FROM by_row) ORDER BY rn) TO '{whole}' (FORMAT parquet)""")  # fmt: skip
    part.unlink()
    return Result(whole, rows)
