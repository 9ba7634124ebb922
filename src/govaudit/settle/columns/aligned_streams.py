"""The rows of a large docket in the order of its obligations, those of an instrument one after another.

`InLine` takes the tables as they lie, where instruments and events come in the order of the obligations; `Placed` takes them with the
place of the obligation each belongs to, in that order. Both give for each part of the obligations its instruments and its events.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from govaudit.rules.days import NEVER
from govaudit.settle.columns.bind_arrays import Moves
from govaudit.settle.columns.byte_parsers import TextBounds, line_up, order_of, place_events, starts_of, text
from govaudit.settle.columns.table_readers import DutyColumns, joined
from govaudit.settle.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyarrow as pa

    from govaudit.settle.columns.table_readers import EventStream, Happened, InstrumentCells, Instruments

Ints = Any  # an int64 array
NOWHERE = 1 << 40  # the place of what belongs to no obligation
_AHEAD = 2  # batches that wait to be taken


class OutOfLineError(Exception):
    """The rows do not lie as they must."""


def ahead(batches: Iterator[pa.RecordBatch], jobs: int) -> Iterator[pa.RecordBatch]:
    """Yield batches; with several jobs they are read on a thread of its own, a few ahead."""
    if jobs == 1:
        yield from batches
        return
    with ThreadPoolExecutor(1) as thread:
        waiting = deque(thread.submit(next, batches, None) for _ in range(_AHEAD))
        while (batch := waiting.popleft().result()) is not None:
            waiting.append(thread.submit(next, batches, None))
            yield batch


def whole_instruments(batches: Iterator[DutyColumns]) -> Iterator[tuple[DutyColumns, Ints]]:
    """Cut the obligations between instruments; yields with each part where its instruments start, and where the last one ends."""
    left: DutyColumns | None = None
    for batch in batches:
        if not len(batch.id):
            continue
        rows = batch if left is None else joined(left, batch)
        starts = _starts(rows)
        left = rows.slice(int(starts[-1]), len(rows.id))
        if len(starts) > 1:
            yield rows.slice(0, int(starts[-1])), starts
    if left is not None:
        yield left, np.append(_starts(left), len(left.id))


def _starts(rows: DutyColumns) -> Ints:
    """Return where each instrument starts; an obligation without one stands alone."""
    new = np.empty(len(rows.id), np.int64)
    compiled(starts_of)(text(rows.instrument), new)
    return np.flatnonzero(new)


class Owned(NamedTuple):
    """What the instruments of G groups of obligations say: days (NEVER for none), domains (0), horizons (NEVER), and which are odd or not there."""

    signed_on: Ints
    effective_on: Ints
    ends_on: Ints
    domain: Ints
    horizon: Ints
    odd: Ints

    @classmethod
    def of_none(cls, count: int) -> Owned:
        """Return what is known of groups before their instruments are found."""
        never, zero = np.full(count, NEVER), np.zeros(count, np.int64)
        return cls(never, never.copy(), never.copy(), zero, never.copy(), zero.copy())

    def put(self, groups: Ints, held: InstrumentCells, at: Ints) -> None:
        """Note the instruments found for some groups."""
        for name in self._fields:
            getattr(self, name)[groups] = getattr(held, name)[at]


class Streams:
    """The instruments and events of a docket as batches of raw rows; `note` is told of an odd instrument, and of what an odd event stands on."""

    def __init__(
        self, readers: tuple[Instruments, EventStream], raw: tuple[Iterator[pa.RecordBatch], Iterator[pa.RecordBatch]], note: Callable[[str | None, str | None], None]
    ) -> None:  # fmt: skip
        self._instruments, self._events = readers
        self._raw_instruments, self._raw_events = raw
        self._note = note

    def _next_instruments(self) -> tuple[InstrumentCells, pa.RecordBatch] | None:
        """Read the next instruments; those that are odd are noted even where they have no obligations."""
        batch = next(self._raw_instruments, None)
        if batch is None:
            return None
        held = self._instruments.read(batch)
        for at in np.flatnonzero(held.odd).tolist():
            self._note(held.id[at].as_py(), None)
        return held, batch

    def _next_events(self) -> tuple[Happened, pa.RecordBatch] | None:
        batch = next(self._raw_events, None)
        return None if batch is None else (self._events.read(batch), batch)


class InLine(Streams):
    """The tables as they lie; OutOfLineError where they do not lie so."""

    _held: InstrumentCells | None = None
    _from = 0  # the first of `_held` to look at
    _happened: Happened | None = None
    _placed = 0  # events of `_happened` that have their obligations
    _last = -1  # row of the last obligation

    def owned(self, duties: DutyColumns, starts: Ints) -> Owned:
        """Return what the instruments of some obligations say, which follow those of the last call."""
        rn = duties.ints["rn"]
        if rn[0] <= self._last or (np.diff(rn) < 1).any():
            raise OutOfLineError
        self._last = int(rn[-1])
        owners, rows = text(duties.instrument), starts[:-1]
        found, place, done = Owned.of_none(len(rows)), np.empty(len(rows), np.int64), 0
        while True:
            if self._held is not None:
                at = np.array([done, self._from])
                compiled(line_up)(owners, rows, text(self._held.id), at, place)
                groups = done + np.flatnonzero(place[done : at[0]] >= 0)
                found.put(groups, self._held, place[groups])
                done, self._from = int(at[0]), int(at[1])
            if done == len(rows):
                return found
            if (following := self._next_instruments()) is None:
                raise OutOfLineError
            self._held, self._from = following[0], 0

    def moves(self, duties: DutyColumns, starts: Ints) -> Moves:
        """Return the events of some obligations, which follow those of the last call."""
        ids, owners = text(duties.id), text(duties.instrument)
        bounds = TextBounds(*(np.repeat(edge, np.diff(starts)) for edge in (starts[:-1], starts[1:])))
        taken: list[tuple[Happened, int, int]] = []
        rows, direct, here = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], 0
        while True:
            if (now := self._happened) is not None:
                row, own, at = (
                    np.empty(len(now.day), np.int64),
                    np.empty(len(now.day), np.int64),
                    np.array([self._placed, here]),
                )
                compiled(place_events)(ids, owners, bounds, text(now.obligation), text(now.instrument), at, row, own)
                rows.append(row[self._placed : at[0]])
                direct.append(own[self._placed : at[0]])
                taken.append((now, self._placed, int(at[0])))
                self._placed, here = int(at[0]), int(at[1])
                if self._placed < len(now.day):
                    break
            following = self._next_events()
            self._happened, self._placed = (following[0], 0) if following else (None, 0)
            if following is None:
                break
        if self._happened is not None and not sum(map(len, rows)):
            raise OutOfLineError  # what follows may belong to rows before
        return _sorted(len(duties.id), np.concatenate(rows), np.concatenate(direct), taken)

    def end(self) -> None:
        """Look at what is left; nothing but instruments without obligations may be."""
        if self._happened is not None or self._next_events() is not None:
            raise OutOfLineError
        while self._next_instruments() is not None:
            pass


def _sorted(count: int, row: Ints, direct: Ints, taken: list[tuple[Happened, int, int]]) -> Moves:
    """Bring events into the order of their rows."""
    at, order = np.empty(count + 1, np.int64), np.empty(len(row), np.int64)
    compiled(order_of)(row, at, order)

    def column(name: str) -> Ints:
        parts = [getattr(one, name)[start:stop] for one, start, stop in taken]
        return np.concatenate([np.zeros(0, np.int64), *parts])[order]

    day, kind, value, cause, odd = map(column, ("day", "type", "value", "cause", "odd"))
    return Moves(at, day, kind, value, cause, direct[order], odd)


class Placed(Streams):
    """Tables in the order of the column `place`: the first obligation of an instrument, the obligation of an event or the first of its instrument (NOWHERE for none)."""

    _held: tuple[InstrumentCells, Ints] | None = None
    _happened: tuple[Happened, Ints, Ints] | None = None

    def owned(self, duties: DutyColumns, starts: Ints) -> Owned:
        """Return what the instruments of some obligations say, which follow those of the last call."""
        places = duties.ints["place"][starts[:-1]]
        found, done = Owned.of_none(len(places)), 0
        found.odd[:] = 1 - duties.ints["alone"][starts[:-1]]  # an instrument that is not found is not there
        while True:
            if self._held is not None:
                held, at = self._held
                upto = int(np.searchsorted(places, at[-1], "right"))
                groups = np.arange(done, max(upto, done))
                near = np.searchsorted(at, places[groups])
                hit = at[near] == places[groups]
                found.put(groups[hit], held, near[hit])
                done = max(upto, done)
            if done == len(places) or (following := self._next_instruments()) is None:
                return found
            self._held = (following[0], _column(following[1], "place")) if len(following[1]) else self._held

    def moves(self, duties: DutyColumns, _starts: Ints) -> Moves:
        """Return the events of some obligations, which follow those of the last call."""
        first = int(duties.ints["place"][0])
        end = first + len(duties.id)
        taken: list[tuple[Happened, int, int]] = []
        rows, direct = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        while True:
            if self._happened is not None:
                now, at, own = self._happened
                start, stop = np.searchsorted(at, (first, end)).tolist()
                rows.append(at[start:stop] - first)
                direct.append(own[start:stop])
                taken.append((now, start, stop))
                if stop < len(at):
                    break
            if not self._advance():
                break
        return _sorted(len(duties.id), np.concatenate(rows), np.concatenate(direct), taken)

    def _advance(self) -> bool:
        following = self._next_events()
        if following is None:
            self._happened = None
            return False
        self._happened = following[0], *(_column(following[1], name) for name in ("place", "direct"))
        return True

    def end(self) -> None:
        """Look at the instruments without obligations, and at the events on them: those that are odd, or start a deadline, are for the rows."""
        while self._happened is not None or self._advance():
            if self._happened is not None:
                now, at, _ = self._happened
                for event in np.flatnonzero((at == NOWHERE) & (now.odd | self._events.may_start(now.type))).tolist():
                    if not now.obligation[event].is_valid:
                        self._note(now.instrument[event].as_py(), None)
            self._happened = None
        while self._next_instruments() is not None:
            pass


def _column(batch: pa.RecordBatch, name: str) -> Ints:
    return batch[name].to_numpy(zero_copy_only=False).astype(np.int64)
