"""Settle a docket in columns: the streams, bound and folded some hundred thousand obligations at a time."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

from govaudit.engine import codes as c
from govaudit.engine.batch import Batch
from govaudit.engine.columns import streams
from govaudit.engine.columns.allotted import (
    MOST_DEBTS,
    MOST_EVENTS,
    MOST_PAYMENTS,
    SPANS,
    Allotted,
    Groups,
    Pool,
    allot_rows,
)
from govaudit.engine.columns.bound import FIRST, PAIR, SOLE, Into, Meaning, Moves, Rows, bind_rows
from govaudit.engine.columns.cells import Known
from govaudit.engine.columns.verdicts import columns_of
from govaudit.engine.compiled import TERMS, Folded, compiled, fold_batch
from govaudit.engine.suspensions import disjoint, pair_suspensions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from duckdb import DuckDBPyConnection

    from govaudit.engine.columns.words import Clauses, Words
    from govaudit.law.calendar import Calendar

Ints = Any  # an int64 array
_BATCH = 1 << 18  # obligations bound and folded at a time
_AHEAD = 2  # batches of a stream that wait to be bound


class Asked:
    """The day judged, what the words and clauses mean, `trigger[domain, type]` of the law, the calendar, threads to fold on."""

    def __init__(
        self, as_of: int, words: Words, clauses: Clauses, trigger: Ints, calendar: Calendar, jobs: int
    ) -> None:
        self.as_of, self.words, self.clauses, self.calendar, self.jobs = as_of, words, clauses, calendar, jobs
        types = map(words.type, ("suspend", "resume", "pay", "waive", "perform"))
        self.meaning = Meaning(words.verb, words.moves, words.court, words.breach, trigger, *types)
        self.ranks = np.asarray(calendar.rank, np.int64), np.asarray(calendar.nth, np.int64)
        wide = (np.empty((MOST_DEBTS, MOST_EVENTS), np.int64) for _ in range(3))
        slim = (np.empty(MOST_DEBTS, np.int64) for _ in range(7))
        lists = (np.empty(size, np.int64) for size in (c.SLOTS, SPANS, MOST_PAYMENTS, MOST_PAYMENTS, 4))
        self.pool = Pool(*wide, *slim, *lists)


class Verdicts(NamedTuple):
    """Rows of the status table with their obligations' row numbers `own`, and the obligations left to the rows (id and instrument).

    `direct` counts the events that stand on an obligation: fewer than the table has means that some name none.
    """

    own: Ints
    table: pa.Table
    again: pa.Table
    direct: int
    late: Late


class Late(NamedTuple):
    """Breach spans [start, end) of the rows of a table, in their order and that of time; `post` numbers the bearer, -1 for no post."""

    row: Ints
    post: Ints
    start: Ints
    end: Ints


class OrderError(Exception):
    """The obligations came in another order than that of their rows."""


def settle_columns(
    base: DuckDBPyConnection, asked: Asked, present: Collection[str], *, on_instruments: bool, is_placed: bool
) -> Iterator[Verdicts]:
    """Yield the verdicts in the order of the obligations' rows; the views and tables of streams.py must be there.

    The obligations of an instrument must follow one another; where they were brought together (`is_placed`) they come sorted.
    `present` are the columns that the table of obligations has.
    """
    events = _Events(base, asked.jobs, on_instruments=on_instruments)
    room: Folded | None = None
    stream = streams.Obligations(base, present)
    for streamed in _in_order(base, stream, asked.jobs, is_sorted=is_placed):
        rows = _with(streamed, stream.fixed)
        moves = events.until(_ints(rows, "rn"))
        groups = _groups(rows)
        batch, again = _bound(rows, moves, groups, asked)
        batch, spent, again = _allotted(batch, groups, again, asked)
        room = fold_batch(batch, asked.calendar, asked.as_of, asked.jobs, room)
        again = (again != 0) | (room.out[:, c.STATE] == c.TOO_LARGE)
        room.out[again] = 0
        yield _verdicts(rows, again, batch, room, spent, asked, int(moves.direct.sum()))


def _in_order(
    base: DuckDBPyConnection, stream: streams.Obligations, jobs: int, *, is_sorted: bool, after: int = -1
) -> Iterator[pa.Table]:
    """Yield the obligations after a row, each row the next; they are sorted only where DuckDB's joins did not keep their order."""
    for rows in _whole_instruments(_stream(base, stream.query(is_sorted=is_sorted, after=after), jobs)):
        rn = _ints(rows, "rn")
        if rn[0] != after + 1 or (np.diff(rn) != 1).any():
            break
        after = int(rn[-1])
        yield rows
    else:
        return
    if is_sorted:
        raise OrderError
    yield from _in_order(base, stream, jobs, is_sorted=True, after=after)


def _stream(base: DuckDBPyConnection, query: str, jobs: int) -> Iterator[pa.RecordBatch]:
    """Yield the batches of a query; with several jobs it runs on a thread of its own, a few batches ahead.

    A query itself runs on one thread: on several, its rows come in no order.
    """
    if jobs == 1:
        yield from base.cursor().sql(query).to_arrow_reader(_BATCH)
        return
    cursor = base.cursor()
    with ThreadPoolExecutor(1) as thread:
        batches = thread.submit(lambda: iter(cursor.sql(query).to_arrow_reader(_BATCH))).result
        waiting = deque(thread.submit(lambda: next(batches(), None)) for _ in range(_AHEAD))
        while (batch := waiting.popleft().result()) is not None:
            waiting.append(thread.submit(lambda: next(batches(), None)))
            yield batch


def _whole_instruments(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Cut the stream between instruments, some hundred thousand rows at a time."""
    left: list[pa.RecordBatch] = []
    for batch in batches:
        left.append(batch)
        if sum(map(len, left)) < _BATCH:
            continue
        rows = pa.Table.from_batches(left)
        cut = int(_starts(rows["instrument"])[-1])
        if cut:
            yield rows.slice(0, cut).combine_chunks()
            left = rows.slice(cut).to_batches()
    if any(map(len, left)):
        yield pa.Table.from_batches(left).combine_chunks()


def _with(rows: pa.Table, fixed: Mapping[str, int]) -> pa.Table:
    """Add the columns that are the same for all obligations."""
    for name, value in fixed.items():
        rows = rows.append_column(name, pa.array(np.full(len(rows), value, np.int64)))
    return rows


def _starts(instrument: pa.ChunkedArray) -> Ints:
    """Return where each instrument starts; an obligation without one stands alone."""
    differs = pc.not_equal(instrument.slice(1), instrument.slice(0, len(instrument) - 1))
    new = pc.fill_null(differs, True).combine_chunks().to_numpy(zero_copy_only=False)  # noqa: FBT003 - an argument of Arrow's
    return np.flatnonzero(np.concatenate(([True], new)))


def _groups(rows: pa.Table) -> Groups:
    starts = _starts(rows["instrument"])
    debt = _ints(rows, "debt")
    return Groups(np.append(starts, len(debt)), np.add.reduceat(debt, starts), debt, _ints(rows, "fifo"))


class _Events:
    """The stream of events, cut where the obligations are."""

    def __init__(self, base: DuckDBPyConnection, jobs: int, *, on_instruments: bool) -> None:
        self._reader = _stream(base, streams.events(on_instruments=on_instruments), jobs)
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


def _ints(table: pa.Table, name: str) -> Any:
    """Return a column as integers, money in minor units: the lower halves of its 128 bits."""
    column = table[name].combine_chunks()
    if not pa.types.is_decimal(column.type):
        return column.to_numpy()
    halves = np.frombuffer(column.buffers()[1], np.int64)[2 * column.offset :][: 2 * len(column)]
    return np.ascontiguousarray(halves[::2])


def _bound(rows: pa.Table, moves: Moves, groups: Groups, asked: Asked) -> tuple[Batch, Ints]:
    """Bind a batch of obligations to what the fold takes; 1 for those left to the rows."""
    clauses, words = asked.clauses, asked.words
    clause = _ints(rows, "clause")
    cells = {name: _ints(rows, name) for name in Rows._fields if name not in {"den", "odd", "takes", "first"}}
    odd = _ints(rows, "odd") | clauses.bad[clause] | _blank_edges(rows["id"]) | _blank_edges(rows["instrument"])
    first = np.where(_ints(rows, "alone") == 1, -1, np.repeat(groups.start[:-1], np.diff(groups.start)))
    o = Rows(**cells, den=clauses.den[clause], odd=odd, takes=_takes(groups), first=first)
    count, most = len(o.kind), _most(moves, groups)
    everyone: Any = np.arange(count + 1)
    day, code, value = _room(most, 3)
    begin, end, court, again = _room(count, 4)
    into = Into(np.empty(count, TERMS), day, code, value, np.empty(count + 1, np.int64), begin, end, court, np.zeros(count, np.int64), again)  # fmt: skip
    compiled(bind_rows)(o, moves, asked.meaning, asked.as_of, into)
    used = int(into.event_at[-1])
    begin, end, court, tolled_at = _tolled(o, moves, into, words, asked.as_of)
    batch = Batch(
        into.terms, everyone, into.day[:used], into.code[:used], into.value[:used], into.event_at, begin, end, court, tolled_at,
        clauses.first, clauses.numerator, clauses.start[clause], clauses.end[clause], _ints(rows, "horizon"),
    )  # fmt: skip
    return batch, into.again


def _blank_edges(text: pa.ChunkedArray) -> Any:
    """Tell which ids start or end with a blank: the rows take it off."""
    clean = pc.fill_null(pc.equal(pc.utf8_trim_whitespace(text), text), True)  # noqa: FBT003 - an argument of Arrow's
    return ~clean.combine_chunks().to_numpy(zero_copy_only=False)


def _room(size: int, columns: int) -> list[Ints]:
    return [np.empty(size, np.int64) for _ in range(columns)]


def _takes(groups: Groups) -> Ints:
    """Return which debt a payment on the instrument itself goes to, or through: its only one, the first of several."""
    sizes = np.diff(groups.start)
    alone = np.repeat(groups.debts == 1, sizes)
    before = np.cumsum(groups.debt) - groups.debt
    first = before == np.repeat(before[groups.start[:-1]], sizes)
    return np.where(groups.debt == 0, 0, np.where(alone, SOLE, np.where(first, FIRST, 0)))


def _allotted(batch: Batch, groups: Groups, again: Ints, asked: Asked) -> tuple[Batch, Ints, Ints]:
    """Divide payments that name no debt, and surplus, over the debts of each instrument."""
    count, room = len(again), 2 * len(batch.day) + 4 * MOST_EVENTS
    day, code, value = _room(room, 3)
    to = Allotted(day, code, value, np.empty(count + 1, np.int64), np.zeros(count, np.int64), again)
    rank, nth = asked.ranks
    compiled(allot_rows)(batch, groups, rank, nth, asked.as_of, asked.pool, to)
    used = int(to.event_at[-1])
    return (
        batch._replace(day=to.day[:used], code=to.code[:used], value=to.value[:used], event_at=to.event_at),
        to.spent,
        to.again,
    )


def _most(moves: Moves, groups: Groups) -> int:
    """Return room for the events of all obligations: what stands on an instrument may move each of them, up to a bound."""
    shared = np.add.reduceat(np.append(1 - moves.direct, 0), np.minimum(moves.at[groups.start[:-1]], len(moves.direct)))
    on_instrument = np.where(moves.at[groups.start[1:]] > moves.at[groups.start[:-1]], shared, 0)
    return int(len(moves.day) + min((on_instrument * np.diff(groups.start)).sum(), 16 * len(moves.day) + _BATCH))


def _tolled(o: Rows, moves: Moves, into: Into, words: Words, as_of: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Lay the suspensions of all obligations one after another; those of several are paired and cut into disjoint pieces."""
    paired = {int(row): _paired(o, moves, int(row), words, as_of) for row in np.flatnonzero(into.pieces == PAIR)}
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


def _paired(o: Rows, moves: Moves, row: int, words: Words, as_of: int) -> Any:
    suspend, resume = words.type("suspend"), words.type("resume")
    mine = [at for at in range(moves.at[row], moves.at[row + 1]) if moves.direct[at]]
    if (first := o.first[row]) >= 0:
        mine += [at for at in range(moves.at[first], moves.at[first + 1]) if not moves.direct[at]]
    found = [
        (int(moves.day[at]), moves.type[at] == suspend, words.causes[moves.cause[at]])
        for at in mine
        if moves.type[at] in (suspend, resume) and moves.day[at] <= as_of
    ]
    return disjoint(pair_suspensions(found))


def _verdicts(
    rows: pa.Table, again: Any, batch: Batch, folded: Folded, spent: Ints, asked: Asked, direct: int
) -> Verdicts:  # fmt: skip
    known = Known(
        _ints(rows, "uncalendared"), _ints(rows, "draft"), spent, asked.as_of, asked.calendar.first, asked.calendar.last
    )
    names = {"obligation": rows["id"], "instrument": rows["instrument"]}
    table = pa.table(names | columns_of(folded.out, batch, known, _ints(rows, "domain")))
    left = pa.table(names).filter(pa.array(again))
    if again.any():
        table = table.filter(pa.array(~again))
    return Verdicts(_ints(rows, "own")[~again], table, left, direct, _late(rows, again, batch, folded))


def _late(rows: pa.Table, again: Any, batch: Batch, folded: Folded) -> Late:
    """Take the breach spans of the rows settled here out of the flat array of the fold."""
    count = np.where(again, 0, folded.out[:, c.SPANS])
    row = np.repeat(np.arange(len(count)), count)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    event_at, tolled_at = np.asarray(batch.event_at), np.asarray(batch.tolled_at)
    at = 3 * (event_at[row] + tolled_at[row] + row + nth)
    kept = np.cumsum(~again) - 1
    return Late(kept[row], _ints(rows, "post")[row], folded.spans[at], folded.spans[at + 1])
