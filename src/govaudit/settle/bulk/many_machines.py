"""The status of a large docket settled on many machines: what they are told, and what is done with what they send back."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Protocol

import duckdb
import numpy as np
import pyarrow as pa

from govaudit.docket import DocketBuilder
from govaudit.formats import Collector
from govaudit.formats.bulk import STREAMED, UnreadableError
from govaudit.settle.bulk.blobs import received
from govaudit.settle.bulk.bulk_status import GONE, NotInColumnsError, Result, ResultPart, parts_of, together
from govaudit.settle.bulk.bulk_tasks import Job
from govaudit.settle.bulk.column_run import ColumnRun, connect, prepare
from govaudit.settle.bulk.row_fallback import OWNER, by_row
from govaudit.settle.columns.cell_kinds import UnfitError
from govaudit.settle.status_rows import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from govaudit.formats.bulk import Large, Slice
    from govaudit.rules import RuleSet
    from govaudit.settle.bulk.blobs import Blob
    from govaudit.settle.bulk.row_fallback import HolderFinder

PIECE = 1 << 18  # obligations settled at a time
_SLICE = 1 << 19  # rows read at a time
_MOST = 1 << 10  # pieces, and slices of a table: above, both grow, for each slice sends something to each piece


class Carrier(Protocol):
    """Runs the tasks (settle.bulk.bulk_tasks) on the parts of a docket and brings blobs of one key together between them.

    What `read_ids` makes of the slices `ids` goes through `match`; that and what `read_groups` makes of `groups` through `settle`, then
    through `in_order`. The blobs come back in the order in which `keys` gave their keys.
    """

    def keys(self, pieces: int) -> tuple[int, ...]:
        """Return the keys of that many pieces, or of more where there are more processors."""

    def spread(
        self, task: Callable[[Iterable[Blob]], Iterator[Blob]], blobs: Iterable[Blob], pieces: int
    ) -> Iterator[Blob]:
        """Run one task on the blobs of each key."""

    def carry(self, job: Job, ids: Sequence[Slice], groups: Sequence[Slice]) -> Iterator[Blob]:
        """Run all tasks."""


@dataclass(slots=True)
class _Back:
    """What has come back beside the tables: whose verdicts were settled row by row, and the notes."""

    by_row: list[pa.Table] = field(default_factory=list)
    notes: dict[str, list[pa.Table]] = field(default_factory=dict)


def settle_many(
    large: Large, rules: RuleSet, days: tuple[int, int | None], scratch: Path, carrier: Carrier, progress: Callable[[int], None], *, holders: HolderFinder | None = None
) -> Result:  # fmt: skip
    """Settle a docket on many machines as `settle_large` does on one; NotInColumnsError when it cannot be settled in columns."""
    rows = large.rows("obligations")
    if not rows:
        raise NotInColumnsError
    with connect(scratch) as base:
        run = ColumnRun(large, rules, *days, base)
        try:
            prepare(run, 1)
            keys = carrier.keys(min(-(-rows // PIECE), _MOST))
            job = Job(
                pickle.dumps(replace(large, small=_small(run))),
                rules,
                *days,
                frozenset(run.named or ()),
                keys,
                rows,
                holders,
            )
            slices = {table: large.slices(table, max(_SLICE, -(-large.rows(table) // _MOST))) for table in STREAMED}
            parts = parts_of(scratch)
            blobs = carrier.carry(job, [*slices["obligations"], *slices["events"]], [*chain(*slices.values())])
            back = _received(blobs, parts, progress)
            return _finish(run, back, parts, holders=holders)
        except (UnfitError, UnreadableError, duckdb.Error, pa.ArrowException) as error:
            raise NotInColumnsError(str(error)) from error


def _received(blobs: Iterator[Blob], parts: dict[str, ResultPart], progress: Callable[[int], None]) -> _Back:
    """Write the tables as they come, in the order of their rows."""
    back, done = _Back(), 0
    for blob in blobs:
        table = received([blob])[blob.kind]
        if blob.kind == "unfit":
            raise NotInColumnsError(table["why"][0].as_py())
        if blob.kind not in parts:
            back.notes.setdefault(blob.kind, []).append(table)
            continue
        parts[blob.kind].write(table.drop_columns(["rn", "by_row"]), table["rn"].to_numpy())
        if blob.kind == "verdicts":
            back.by_row.append(table.select(["instrument", "obligation"]).filter(table["by_row"]))
            done += len(table)
            progress(done)
    return back


def _finish(run: ColumnRun, back: _Back, parts: dict[str, ResultPart], *, holders: HolderFinder | None) -> Result:
    """Settle what was sent back, for a problem or for what it rests on elsewhere, as one machine does."""
    astray = _noted(back, "orphans", rn=pa.int64(), instrument=pa.string(), alone=pa.string())
    run.table("orphans", astray.select(["rn"]))
    run.table("astray", astray)
    if len(astray):
        run.leave("SELECT instrument, alone FROM astray WHERE coalesce(instrument, alone) IS NOT NULL")
        run.leave("SELECT e.instrument, NULL FROM events e JOIN orphans USING (rn)")
    again = _noted(back, "again", instrument=pa.string(), alone=pa.string())
    run.again.update(zip(again["instrument"].to_pylist(), again["alone"].to_pylist(), strict=True))
    run.table("owners", _noted(back, "owners", obligation=pa.string(), instrument=pa.string()))
    run.leave(f"SELECT {OWNER} FROM obligations o WHERE id IN (SELECT obligation FROM owners)")
    run.leave("SELECT instrument, NULL FROM owners WHERE obligation IS NULL AND instrument IS NOT NULL")
    left = by_row(run)
    run.table("afar", pa.concat_tables([left.table().slice(0, 0).select(["instrument", "obligation"]), *back.by_row]))
    gone = f"{GONE} UNION SELECT obligation FROM afar WHERE instrument IN (FROM again)"  # duties of the law too
    rest = {"verdicts": left.table()} | ({} if holders is None else {"holders": left.holders(holders)})
    for kind, table in rest.items():
        if not len(parts[kind].own):
            parts[kind].write(table.slice(0, 0).drop_columns(["rn"]), np.zeros(0, np.int64))
        parts[kind].close()
    rows = together(run, parts["verdicts"], rest["verdicts"], COLUMNS, gone)
    afar = run.base.execute(f"SELECT count(*) FROM afar WHERE obligation NOT IN ({gone})").fetchall()[0][0]
    shares = None if holders is None else together(run, parts["holders"], rest["holders"], holders.schema.names, gone)
    return Result(rows, afar + len(left.rn), shares, left.problems, left.read)


def _small(run: ColumnRun) -> Collector:
    """Return the small tables as tasks need them: sound rows, none of which refers to streamed ones."""
    small = Collector()
    small.docket = DocketBuilder.of(run.small)
    return small


def _noted(back: _Back, kind: str, **columns: pa.DataType) -> pa.Table:
    return pa.concat_tables([pa.schema(columns).empty_table(), *back.notes.get(kind, ())])
