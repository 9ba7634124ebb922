"""The status of a large docket: settled in columns, what is not plain row by row, put together in the order of its obligations."""

from __future__ import annotations

import errno
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
from pyarrow import parquet

from govaudit.formats.bulk import UnreadableError
from govaudit.settle.bulk.column_pass import either_way, settle_plain
from govaudit.settle.bulk.column_run import ColumnRun, connect, prepare
from govaudit.settle.bulk.row_fallback import by_row
from govaudit.settle.columns.cell_kinds import UnfitError
from govaudit.settle.status_rows import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from govaudit.formats.bulk import Large
    from govaudit.model import Problem
    from govaudit.rules import RuleSet
    from govaudit.settle.bulk.row_fallback import HolderFinder


# Columns with words, which a dictionary suits; ids and sums are too many.
_REPEATED = ["domain", "rule", "state", "flags", "rules_applied"]
# Columns whose least and greatest value of each group of rows are noted for who looks one up: they are much in order.
_IDS = ["obligation", "instrument"]
_GROUP = 1 << 19  # rows of a group, each of which has dictionaries of its own


class Result(NamedTuple):
    """Where the rows of the status table are (Parquet), how many were settled row by row, and where the holders are, if asked for.

    Of all problems the first `read` were met before anything was settled row by row.
    """

    rows: Path
    by_row: int
    holders: Path | None
    problems: Sequence[Problem]
    read: int


class NotInColumnsError(Exception):
    """The docket must be settled row by row."""


class ResultPart:
    """Rows written as they come into a file, and the number of the obligation's row behind each.

    The file says nothing of Arrow: what comes as a dictionary is read back as the text it is.
    """

    def __init__(self, path: Path, repeated: list[str]) -> None:
        self.path, self._repeated = path, repeated
        self._writer: parquet.ParquetWriter | None = None
        self._own: list[Any] = [np.zeros(0, np.uint32)]
        self._waiting: list[pa.Table] = []

    def write(self, table: pa.Table, own: Any) -> None:
        """Write rows, some hundred thousand at a time, and note their numbers."""
        self._waiting.append(table)
        if sum(map(len, self._waiting)) >= _GROUP:
            self._write_group()
        self._own.append(
            own if own.max(initial=0) >> 32 else own.astype(np.uint32)
        )  # duties of the law have higher numbers

    def _write_group(self) -> None:
        table = pa.concat_tables(self._waiting)
        self._waiting.clear()
        if any(map(_differ, table.columns)):
            table = table.unify_dictionaries()
        self._writer = self._writer or self._opened(table.schema)
        self._writer.write_table(table)

    def _opened(self, schema: pa.Schema) -> parquet.ParquetWriter:
        numbers = [one.name for one in schema if pa.types.is_integer(one.type) or pa.types.is_date(one.type)]
        return parquet.ParquetWriter(
            self.path, schema, use_dictionary=self._repeated, column_encoding=dict.fromkeys(numbers, "DELTA_BINARY_PACKED"),
            write_statistics=[name for name in _IDS if name in schema.names], store_schema=False,
        )  # fmt: skip

    def close(self) -> None:
        """End the file."""
        if self._waiting:
            self._write_group()
        if self._writer is not None:
            self._writer.close()

    @property
    def own(self) -> Any:
        """The row numbers."""
        return np.concatenate(self._own)


def _differ(column: pa.ChunkedArray) -> bool:
    """Whether the chunks of a column have different dictionaries, of which the writer would use only the first."""
    if not pa.types.is_dictionary(column.type):
        return False
    dictionaries = [chunk.dictionary for chunk in column.chunks]
    return any(not one.equals(dictionaries[0]) for one in dictionaries)


def parts_of(scratch: Path) -> dict[str, ResultPart]:
    """Return the files that verdicts and holders are written into."""
    return {
        "verdicts": ResultPart(scratch / "columns.parquet", _REPEATED),
        "holders": ResultPart(scratch / "holders.parquet", ["post", "holder", "tenure", "person"]),
    }


def settle_large(
    large: Large, rules: RuleSet, days: tuple[int, int | None], scratch: Path, jobs: int, progress: Callable[[int], None], *, holders: HolderFinder | None = None
) -> Result:  # fmt: skip
    """Settle a docket as of a day and as known on a day (None: now) into files in `scratch`; NotInColumnsError when it cannot be.

    `holders` finds who held the bearer's post on the breach days too.
    """
    if not large.rows("obligations"):
        raise NotInColumnsError
    with connect(scratch) as base:
        run = ColumnRun(large, rules, *days, base)
        try:
            asked = prepare(run, jobs)
            posts = None if holders is None else holders.of_posts(run.view, run.small["posts"]["id"])

            def written(is_placed: bool) -> Collection[ResultPart]:  # noqa: FBT001 - called by either_way
                rows, shares = parts = parts_of(scratch).values()
                done = 0
                with closing(rows), closing(shares):
                    for found in settle_plain(run, asked, is_placed=is_placed):
                        rows.write(found.table, found.own)
                        if posts is not None:
                            runs = posts.runs(*found.late)
                            shares.write(
                                posts.table(found.table["obligation"].combine_chunks(), runs), found.own[runs.row]
                            )
                        done += len(found.own)
                        progress(done)
                return parts

            rows, shares = either_way(run, written)
            left = by_row(run)
            whole = together(run, rows, left.table(), COLUMNS)
            return Result(
                whole,
                len(left.rn),
                None if holders is None else together(run, shares, left.holders(holders), holders.schema.names),
                left.problems,
                left.read,
            )
        except (UnfitError, UnreadableError, duckdb.Error, pa.ArrowException) as error:
            raise _given_up(error) from error
        except RuntimeError as error:  # what DuckDB makes of Ctrl-C
            if "interrupted" in str(error):
                raise KeyboardInterrupt from error
            raise


def _given_up(error: Exception) -> Exception:
    """Return what an error of the run means: that no disk has room for it, or that the docket must be settled row by row."""
    if any(reason in str(error) for reason in ("Out of Memory Error", "No space left")):
        return OSError(errno.ENOSPC, str(error))
    return NotInColumnsError(str(error))


GONE = "SELECT id FROM obligations WHERE id IS NOT NULL AND rn IN (FROM left_obligations)"


def together(run: ColumnRun, part: ResultPart, left: pa.Table, columns: Sequence[str], gone: str = GONE) -> Path:
    """Merge what was settled in columns, but for the obligations that are `gone`, with what was left to the rows, in the order of the rows."""
    if left.num_rows == 0 and not run.again and run.is_ordered:
        return part.path
    own, base = part.own, run.base
    run.table("by_row", left)
    base.register("own", pa.table({"rn": own}))
    whole = part.path.with_stem(f"{part.path.stem}-whole")
    chosen = ", ".join(f'"{column}"' for column in columns)
    settled = f"SELECT p.*, o.rn FROM read_parquet('{part.path}') p POSITIONAL JOIN own o WHERE p.obligation NOT IN ({gone}) UNION ALL BY NAME" if len(own) else ""  # fmt: skip
    base.execute(
        f"COPY (SELECT {chosen} FROM ({settled} SELECT * FROM by_row) ORDER BY rn{_within(columns)}) TO '{whole}' (FORMAT parquet)"
    )
    return whole


def _within(columns: Sequence[str]) -> str:
    """Return how rows of one obligation are sorted: those of holders by time."""
    return ', "from", post' if "from" in columns else ""
