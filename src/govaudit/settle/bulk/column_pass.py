"""What of a large docket is plain, settled in columns; what is not is left to the rows on the way."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, TypeVar

from govaudit.docket.events import EVENT_OF_COLUMN
from govaudit.formats.bulk import batches, rows_of
from govaudit.settle.bulk.row_fallback import leave_connected, leave_repeated
from govaudit.settle.columns import table_readers as tables
from govaudit.settle.columns.aligned_streams import NOWHERE, InLine, OutOfLineError, Placed, ahead
from govaudit.settle.columns.id_text_sql import text_of
from govaudit.settle.columns.settle_columns import settle_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from govaudit.settle.bulk.column_run import ColumnRun
    from govaudit.settle.columns.settle_columns import Asked, Verdicts

T = TypeVar("T")


def either_way(run: ColumnRun, attempt: Callable[[bool], T]) -> T:
    """Settle a docket as its tables lie; where they do not lie as they must, from the beginning in the order that DuckDB brings them to."""
    with contextlib.suppress(OutOfLineError):  # which holds what has been read until it is let go
        return attempt(False)  # noqa: FBT003 - not placed
    run.again.clear()
    run.is_ordered = True
    return attempt(True)  # noqa: FBT003 - placed


def settle_plain(run: ColumnRun, asked: Asked, *, is_placed: bool) -> Iterator[Verdicts]:
    """Yield the verdicts of what is plain; afterwards `run.again` names all that is not: verdicts on it do not count.

    OutOfLineError where the tables do not lie in line and are not placed.
    """
    dated = [
        {column for column, word in EVENT_OF_COLUMN.items() if word in words} for words in asked.vocabulary.started
    ]
    instruments = tables.Instruments(asked.compared, dated)
    events = tables.EventStream(asked.compared, asked.vocabulary)
    obligations = tables.Obligations(asked.compared, asked.vocabulary, asked.clauses)
    raw = _placed(run) if is_placed else {table: batches(run.large, run.base, table) for table in run.large.files}
    raw = {table: ahead(rows, asked.jobs) for table, rows in raw.items()}
    streams = (Placed if is_placed else InLine)((instruments, events), (raw["instruments"], raw["events"]), run.note)
    for found in settle_columns(asked, map(obligations.read, raw["obligations"]), streams):
        for instrument, key in zip(
            *(found.again[name].to_pylist() for name in ("instrument", "obligation")), strict=True
        ):
            run.note(instrument, None if instrument and instrument.strip() else key)
        yield found
    for table, reader in (("instruments", instruments), ("obligations", obligations), ("events", events)):
        leave_repeated(run, table, reader.reader)
    leave_connected(run, asked.vocabulary, is_placed=is_placed)


def _placed(run: ColumnRun) -> dict[str, Iterator[pa.RecordBatch]]:
    """Bring the tables into the order of the obligations, those of an instrument together: `place` is then the place of the obligation."""
    base, types = run.base, run.large.types
    starts, instruments = base.execute("""
        SELECT count(*) FILTER (instrument IS DISTINCT FROM before AND instrument IS NOT NULL), count(DISTINCT instrument)
        FROM (SELECT instrument, lag(instrument) OVER (ORDER BY rn) AS before FROM obligations)""").fetchall()[0]  # fmt: skip
    run.is_ordered = starts == instruments
    order = "rn" if run.is_ordered else "instrument, rn"
    base.execute(
        f"CREATE OR REPLACE TABLE places AS SELECT rn, id, instrument, row_number() OVER (ORDER BY {order}) - 1 AS place FROM obligations"
    )
    base.execute(
        "CREATE OR REPLACE TABLE firsts AS SELECT instrument, min(place) AS place FROM places WHERE instrument IS NOT NULL GROUP BY instrument"
    )
    key, obligation, instrument = (
        text_of(name, types[table][name]) if name in types[table] else "CAST(NULL AS VARCHAR)"
        for table, name in (("instruments", "id"), ("events", "obligation"), ("events", "instrument"))
    )
    return {
        "obligations": rows_of(base, "SELECT p.place, o.* FROM raw_obligations o JOIN places p ON o.rn = p.rn ORDER BY p.place"),
        "instruments": rows_of(base, f"""
            SELECT coalesce(f.place, {NOWHERE}) AS place, i.* EXCLUDE key_ FROM (SELECT *, {key} AS key_ FROM raw_instruments) i LEFT JOIN firsts f ON i.key_ = f.instrument ORDER BY 1"""),
        "events": rows_of(base, f"""
            SELECT coalesce(p.place, f.place, {NOWHERE}) AS place, CASE WHEN e.obligation_ IS NULL THEN 0 ELSE 1 END AS direct, e.* EXCLUDE (obligation_, instrument_)
            FROM (SELECT *, {obligation} AS obligation_, {instrument} AS instrument_ FROM raw_events) e
            LEFT JOIN places p ON e.obligation_ = p.id LEFT JOIN firsts f ON e.obligation_ IS NULL AND e.instrument_ = f.instrument ORDER BY 1"""),
    }  # fmt: skip
