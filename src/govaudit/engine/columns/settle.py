"""Settle a docket in columns: the streams, bound and folded some hundred thousand obligations at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

from govaudit.engine import codes as c
from govaudit.engine.batch import Batch
from govaudit.engine.bind import disjoint, pair_suspensions
from govaudit.engine.columns import streams
from govaudit.engine.columns.bound import PAIR, Into, Meaning, Moves, Rows, bind_rows
from govaudit.engine.columns.verdicts import Known, columns_of
from govaudit.engine.compiled import TERMS, Folded, compiled, fold_batch
from govaudit.engine.deadline import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    from govaudit.engine.columns.words import Clauses, Words
    from govaudit.law.calendar import Calendar

    Ints = NDArray[np.int64]

_BATCH = 1 << 18  # obligations bound and folded at a time


class Asked(NamedTuple):
    """The day judged, what the words and clauses mean, `trigger[domain, type]` of the law, the calendar, threads to fold on."""

    as_of: int
    words: Words
    clauses: Clauses
    trigger: NDArray[np.int8]
    calendar: Calendar
    jobs: int


class Verdicts(NamedTuple):
    """Rows of the status table with their obligations' row numbers `rn`; obligations left to the rows, and instruments with a surplus."""

    rn: Ints
    table: pa.Table
    again: pa.Table
    surplus: pa.Array
    direct: int


def settle_columns(base: DuckDBPyConnection, asked: Asked, *, on_instruments: bool) -> Iterator[Verdicts]:
    """Yield the verdicts in the order of the obligations' rows; the views and tables of streams.py must be there."""
    events = _Events(base, on_instruments=on_instruments)
    room: Folded | None = None
    last = -1
    for rows in base.cursor().sql(streams.obligations()).to_arrow_reader(_BATCH):
        rn = _ints(rows, "rn")
        if len(rn) == 0:
            continue
        if rn[0] != last + 1 or rn[-1] - rn[0] != len(rn) - 1 or (np.diff(rn) != 1).any():
            raise OrderError
        last = int(rn[-1])
        moves = events.until(rn)
        batch, into = _bound(rows, moves, asked)
        room = fold_batch(batch, asked.calendar, asked.as_of, asked.jobs, room)
        yield _verdicts(rows, rn, moves, batch, into, room, asked)


class OrderError(Exception):
    """The obligations came in another order than that of their rows."""


class _Events:
    """The stream of events, cut where the obligations are."""

    def __init__(self, base: DuckDBPyConnection, *, on_instruments: bool) -> None:
        self._reader = base.cursor().sql(streams.events(on_instruments=on_instruments)).to_arrow_reader(_BATCH)
        self._left: list[pa.RecordBatch] = []

    def until(self, rn: Ints) -> Moves:
        """Return the events of the obligations of these rows, which follow one another."""
        end = int(rn[-1]) + 1
        while not self._left or int(self._left[-1]["rn"][-1].as_py()) < end:
            batch = next(self._reader, None)
            if batch is None:
                break
            if batch.num_rows:
                self._left.append(batch)
        found = pa.Table.from_batches(self._left) if self._left else None
        if found is None:
            empty = np.zeros(0, np.int64)
            return Moves(np.zeros(len(rn) + 1, np.int64), empty, empty, empty, empty, empty, empty)
        rows = _ints(found, "rn")
        at = np.searchsorted(rows, np.arange(rn[0], end + 1))
        self._left = found.slice(int(at[-1])).to_batches() if at[-1] < len(rows) else []
        mine = found.slice(0, int(at[-1]))
        return Moves(at, *(_ints(mine, name) for name in Moves._fields[1:]))


def _ints(table: pa.Table | pa.RecordBatch, name: str) -> Any:
    return table[name].to_numpy() if isinstance(table, pa.Table) else table[name].to_numpy(zero_copy_only=True)


def _bound(rows: pa.RecordBatch, moves: Moves, asked: Asked) -> tuple[Batch, Into]:
    """Bind a batch of obligations to what the fold takes."""
    clauses, words = asked.clauses, asked.words
    clause = _ints(rows, "clause")
    cells = {name: _ints(rows, name) for name in Rows._fields if name not in {"den", "odd"}}
    o = Rows(**cells, den=clauses.den[clause], odd=_ints(rows, "odd") | clauses.bad[clause])
    count, most = len(o.kind), len(moves.day)
    into = Into(
        np.empty(count, TERMS), *(np.empty(most, np.int64) for _ in range(3)), np.empty(count + 1, np.int64),
        *(np.empty(count, np.int64) for _ in range(3)), np.zeros(count, np.int64), np.empty(count, np.int64),
    )  # fmt: skip
    meaning = Meaning(words.verb, words.moves, words.court, words.breach, asked.trigger, *map(words.type, ("suspend", "resume", "pay", "waive", "perform")))
    compiled(bind_rows)(o, moves, meaning, asked.as_of, into)
    used = int(into.event_at[-1])
    begin, end, court, tolled_at = _tolled(moves, into, words, asked.as_of)
    batch = Batch(
        into.terms, np.arange(count + 1), into.day[:used], into.code[:used], into.value[:used], into.event_at, begin, end, court, tolled_at,
        clauses.first, clauses.numerator, clauses.start[clause], clauses.end[clause], _ints(rows, "horizon"),
    )  # fmt: skip
    return batch, into


def _tolled(moves: Moves, into: Into, words: Words, as_of: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Lay the suspensions of all obligations one after another; those of several are paired and cut into disjoint pieces."""
    paired = {int(row): _paired(moves, int(row), words, as_of) for row in np.flatnonzero(into.pieces == PAIR)}
    counts = into.pieces.copy()
    for row, pieces in paired.items():
        counts[row] = len(pieces[0])
    at = np.concatenate(([0], np.cumsum(counts)))
    columns = [np.empty(int(at[-1]), np.int64) for _ in range(3)]
    single = np.flatnonzero(into.pieces == 1)
    for column, source in zip(columns, (into.begin, into.end, into.court), strict=True):
        column[at[single]] = source[single]
    for row, pieces in paired.items():
        for column, values in zip(columns, pieces, strict=True):
            column[at[row] : at[row + 1]] = values
    return columns[0], columns[1], columns[2], at


def _paired(moves: Moves, row: int, words: Words, as_of: int) -> Any:
    lo, hi = moves.at[row], moves.at[row + 1]
    suspend, resume = words.type("suspend"), words.type("resume")
    found = [
        (int(moves.day[at]), moves.type[at] == suspend, words.causes[moves.cause[at]])
        for at in range(lo, hi)
        if moves.type[at] in (suspend, resume) and moves.day[at] <= as_of
    ]
    return disjoint(pair_suspensions(found))


def _verdicts(
    rows: pa.RecordBatch, rn: Ints, moves: Moves, batch: Batch, into: Into, folded: Folded, asked: Asked
) -> Verdicts:  # fmt: skip
    slots = folded.out
    again = (into.again != 0) | (slots[:, c.STATE] == c.TOO_LARGE)
    known = Known(_ints(rows, "uncalendared"), _ints(rows, "draft"), _ints(rows, "horizon"), asked.as_of)
    ids = {"obligation": rows["id"], "instrument": rows["instrument"], "domain": rows["domain_name"], "rule": pa.nulls(len(rn), pa.string())}
    table = pa.table(ids | columns_of(slots, batch, known, asked.calendar))
    left = pa.table({"obligation": rows["id"], "instrument": rows["instrument"]}).filter(pa.array(again)) if again.any() else None
    surplus = pc.unique(rows["instrument"].filter(pa.array(slots[:, c.CREDIT] > 0)))
    if left is not None:
        table = table.filter(pa.array(~again))
    return Verdicts(rn[~again], table, left, surplus, int(moves.direct.sum()))
