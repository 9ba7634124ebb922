"""Settle a docket in columns: the streams, bound and folded some hundred thousand obligations at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from govaudit.docket.events import EVENT_OF_COLUMN
from govaudit.rules.days import NEVER
from govaudit.settle import codes as c
from govaudit.settle.columns.aligned_streams import whole_instruments
from govaudit.settle.columns.allocate_arrays import (
    MOST_DEBTS,
    MOST_EVENTS,
    MOST_PAYMENTS,
    SPANS,
    Allotted,
    Groups,
    Pool,
    allot_rows,
)
from govaudit.settle.columns.bind_arrays import FIRST, NOBODY, PAIR, SOLE, BoundRows, Into, Moves, bind_rows
from govaudit.settle.columns.status_cells import Known
from govaudit.settle.columns.status_table import columns_of
from govaudit.settle.compiled import TERMS, Folded, compiled, fold_batch
from govaudit.settle.fold_batch import Batch
from govaudit.settle.terms import disjoint, pair_suspensions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govaudit.rules.days import Calendar
    from govaudit.settle.columns.aligned_streams import InLine, Owned, Placed
    from govaudit.settle.columns.codebook import Clauses, Vocabulary
    from govaudit.settle.columns.table_readers import Compared, DutyColumns

Ints = Any  # an int64 array
_ROOM = 1 << 18  # events of instruments that move several obligations, for which there is room


class Asked:
    """The day judged, what the words and clauses mean, what cells are compared with, the calendar, threads to fold on."""

    def __init__(
        self, as_of: int, vocabulary: Vocabulary, clauses: Clauses, compared: Compared, calendar: Calendar, jobs: int
    ) -> None:
        self.as_of, self.vocabulary, self.clauses, self.compared, self.calendar, self.jobs = (
            as_of,
            vocabulary,
            clauses,
            compared,
            calendar,
            jobs,
        )
        self.ranks = np.asarray(calendar.rank, np.int64), np.asarray(calendar.nth, np.int64)
        wide = (np.empty((MOST_DEBTS, MOST_EVENTS), np.int64) for _ in range(3))
        slim = (np.empty(MOST_DEBTS, np.int64) for _ in range(7))
        lists = (np.empty(size, np.int64) for size in (c.SLOTS, SPANS, MOST_PAYMENTS, MOST_PAYMENTS, 4))
        self.pool = Pool(*wide, *slim, *lists)


class Verdicts(NamedTuple):
    """Rows of the status table with their obligations' row numbers `own`, and the obligations left to the rows (id and instrument)."""

    own: Ints
    table: pa.Table
    again: pa.Table
    late: Late


class Late(NamedTuple):
    """Breach spans [start, end) of the rows of a table, in their order and that of time; `post` numbers the bearer, -1 for no post."""

    row: Ints
    post: Ints
    start: Ints
    end: Ints


def settle_columns(asked: Asked, obligations: Iterable[DutyColumns], streams: InLine | Placed) -> Iterator[Verdicts]:
    """Yield the verdicts in the order of the obligations; those of an instrument must follow one another, and be where the streams have them."""
    room: Folded | None = None
    for duties, starts in whole_instruments(iter(obligations)):
        owned = streams.owned(duties, starts)
        moves = stated(streams.moves(duties, starts), duties, starts, owned, asked)
        rows = _told(duties, starts, owned, asked.compared.rest)
        groups = Groups(starts, np.add.reduceat(rows.ints["debt"], starts[:-1]), rows.ints["debt"], rows.ints["fifo"])
        batch, again = _bound(rows, moves, groups, asked)
        batch, spent, again = _allotted(batch, groups, again, asked)
        room = fold_batch(batch, asked.calendar, asked.as_of, asked.jobs, room)
        again = (again != 0) | (room.out[:, c.STATE] == c.TOO_LARGE)
        room.out[again] = 0
        yield _verdicts(rows, again, batch, room, spent, asked)
    streams.end()


def stated(moves: Moves, duties: DutyColumns, starts: Ints, owned: Owned, asked: Asked) -> Moves:
    """Add the days that columns of instruments state, as events, where an obligation awaits one and no event tells it (duties.duty_table)."""
    known_at = NEVER - 1 if asked.compared.known_at is None else asked.compared.known_at
    for column, word in EVENT_OF_COLUMN.items():
        code, day = asked.vocabulary.type(word), getattr(owned, column)
        awaited = (duties.ints["anchor_type"] == code) | (duties.ints["condition_type"] == code)
        if awaited.any():
            row = np.repeat(np.arange(len(awaited)), np.diff(moves.at))
            told = np.isin(starts[:-1], row[(moves.type == code) & (moves.direct == 0)])
            groups = np.flatnonzero(np.logical_or.reduceat(awaited, starts[:-1]) & (day <= known_at) & ~told)
            moves = _inserted(moves, starts[groups], day[groups], code)
    return moves


def _inserted(moves: Moves, row: Ints, day: Ints, code: int) -> Moves:
    """Add an event of a type on the instruments of some rows."""
    more = np.zeros(len(moves.at), np.int64)
    more[row + 1] = 1
    new = {"day": day, "type": code, "value": -1, "cause": 0, "direct": 0, "odd": 0}
    columns = {name: np.insert(getattr(moves, name), moves.at[row + 1], value) for name, value in new.items()}
    return Moves(moves.at + np.cumsum(more), **columns)


def _told(duties: DutyColumns, starts: Ints, owned: Owned, rest: int | None) -> DutyColumns:
    """Add to obligations what their instruments say, and how far the records go that they rest on."""
    sizes = np.diff(starts)
    signed, domain, horizon, odd = (
        np.repeat(column, sizes) for column in (owned.signed_on, owned.domain, owned.horizon, owned.odd)
    )
    contract, o = np.where(signed < NEVER, signed, -1), duties.ints
    own = np.where(o["source"] < NEVER, o["source"], horizon)
    limit = np.where(own < NEVER, own, NEVER if rest is None else rest)
    return duties._replace(ints=o | {"contract": contract, "domain": domain, "horizon": limit, "odd": o["odd"] | odd})


def _bound(rows: DutyColumns, moves: Moves, groups: Groups, asked: Asked) -> tuple[Batch, Ints]:
    """Bind a batch of obligations to what the fold takes; 1 for those left to the rows."""
    (den, rate_from, rate_to, bad, rate_days, numerators), clause = asked.clauses.arrays, rows.ints["clause"]
    cells = {name: rows.ints[name] for name in BoundRows._fields if name not in {"den", "odd", "takes", "first"}}
    first = np.where(rows.ints["alone"] == 1, -1, np.repeat(groups.start[:-1], np.diff(groups.start)))
    o = BoundRows(**cells, den=den[clause], odd=rows.ints["odd"] | bad[clause], takes=_takes(groups), first=first)
    count, most = len(o.kind), _most(moves, groups)
    everyone: Any = np.arange(count + 1)
    day, code, value = _room(most, 3)
    begin, end, court, again = _room(count, 4)
    into = Into(np.empty(count, TERMS), day, code, value, np.empty(count + 1, np.int64), begin, end, court, np.zeros(count, np.int64), again)  # fmt: skip
    compiled(bind_rows)(o, moves, asked.vocabulary.meaning, asked.as_of, into)
    used = int(into.event_at[-1])
    begin, end, court, tolled_at = _tolled(o, moves, into, asked.vocabulary, asked.as_of)
    batch = Batch(
        into.terms, everyone, into.day[:used], into.code[:used], into.value[:used], into.event_at, begin, end, court, tolled_at,
        rate_days, numerators, rate_from[clause], rate_to[clause], rows.ints["horizon"],
    )  # fmt: skip
    return batch, into.again


def _room(size: int, columns: int) -> list[Ints]:
    return [np.empty(size, np.int64) for _ in range(columns)]


def _takes(groups: Groups) -> Ints:
    """Return which debt a payment on the instrument itself goes to, or through: its only one, the first of several."""
    sizes = np.diff(groups.start)
    alone = np.repeat(groups.debts == 1, sizes)
    before = np.cumsum(groups.debt) - groups.debt
    first = before == np.repeat(before[groups.start[:-1]], sizes)
    none = np.repeat(groups.debts == 0, sizes)
    return np.where(groups.debt == 0, np.where(none, NOBODY, 0), np.where(alone, SOLE, np.where(first, FIRST, 0)))


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
    return int(len(moves.day) + min((on_instrument * np.diff(groups.start)).sum(), 16 * len(moves.day) + _ROOM))


def _tolled(o: BoundRows, moves: Moves, into: Into, words: Vocabulary, as_of: int) -> tuple[Ints, Ints, Ints, Ints]:
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


def _paired(o: BoundRows, moves: Moves, row: int, words: Vocabulary, as_of: int) -> Any:
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


def _verdicts(rows: DutyColumns, again: Any, batch: Batch, folded: Folded, spent: Ints, asked: Asked) -> Verdicts:
    o = rows.ints
    known = Known(o["uncalendared"], o["draft"], spent, asked.as_of, asked.calendar.first, asked.calendar.last)
    names = {"obligation": rows.id, "instrument": rows.instrument}
    table = pa.table(names | columns_of(folded.out, batch, known, o["domain"]))
    left = pa.table(names).filter(pa.array(again))
    if again.any():
        table = table.filter(pa.array(~again))
    return Verdicts(o["rn"][~again], table, left, _late(rows, again, batch, folded))


def _late(rows: DutyColumns, again: Any, batch: Batch, folded: Folded) -> Late:
    """Take the breach spans of the rows settled here out of the flat array of the fold."""
    count = np.where(again, 0, folded.out[:, c.SPANS])
    row = np.repeat(np.arange(len(count)), count)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    event_at, tolled_at = np.asarray(batch.event_at), np.asarray(batch.tolled_at)
    at = 3 * (event_at[row] + tolled_at[row] + row + nth)
    kept = np.cumsum(~again) - 1
    return Late(kept[row], rows.ints["post"][row], folded.spans[at], folded.spans[at + 1])
