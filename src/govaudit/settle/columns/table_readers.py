"""The three tables of a large docket as what binding takes: obligations, the instruments they belong to, the events that move them."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

from govaudit.docket import TABLES
from govaudit.docket.events import EVENT_OF_COLUMN
from govaudit.docket.labels import is_near_cause
from govaudit.formats.cells import read_rate
from govaudit.model import Fault, parse_day
from govaudit.rules.days import NEVER, NO_ROLL, ROLLS
from govaudit.settle import codes as c
from govaudit.settle.columns.cell_kinds import FIRST_DAY, LAST_DAY, Lookup, as_text, coded, is_day, truths
from govaudit.settle.columns.codebook import CAUSED
from govaudit.settle.columns.column_reader import ColumnReader
from govaudit.settle.deadline import TOLLING, UNITS
from govaudit.settle.interest import FIXED_AT_CONTRACT, FLOATING, MODES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from govaudit.settle.columns.cell_kinds import Coded
    from govaudit.settle.columns.codebook import Clauses, Vocabulary

Ints = Any  # an int64 array
Bools = Any  # an array of booleans
DOMAINS = TABLES["instruments"].columns["domain"].values
_LONGEST = {"workday": 25000, "week": 5218, "month": 1200, "year": 100}  # a hundred years (docket.term_checks)
_DAYS = 36525
_BEFORE = "前|before"


class Compared(NamedTuple):
    """What the cells of a docket are compared with: ids of posts (each with its number), of all who may bear a duty, and of persons; how far the records of each source go, and of those that no row names; the day of knowledge."""

    posts: Mapping[str, int]
    parties: Collection[str]
    persons: Collection[str]
    horizons: Mapping[str, int]
    rest: int | None
    known_at: int | None


class DutyColumns(NamedTuple):
    """N obligations: ids, instruments (null where there is none), and integers by name, one array each."""

    id: pa.Array
    instrument: pa.Array
    ints: dict[str, Ints]

    def slice(self, start: int, stop: int) -> DutyColumns:
        """Return some of them."""
        ints = {name: column[start:stop] for name, column in self.ints.items()}
        return DutyColumns(self.id[start:stop], self.instrument[start:stop], ints)


def joined(one: DutyColumns, other: DutyColumns) -> DutyColumns:
    """Return obligations of two batches as one."""
    ints = {name: np.concatenate([column, other.ints[name]]) for name, column in one.ints.items()}
    return DutyColumns(pa.concat_arrays([one.id, other.id]), pa.concat_arrays([one.instrument, other.instrument]), ints)


class InstrumentCells(NamedTuple):
    """M instruments: ids, days that columns state (NEVER for none), domains by number from 1, horizons (NEVER), which are odd."""

    id: pa.Array
    signed_on: Ints
    effective_on: Ints
    ends_on: Ints
    domain: Ints
    horizon: Ints
    odd: Bools


class Happened(NamedTuple):
    """K events: the obligations and instruments they name, days (NEVER for one not yet known), codes of types and causes, money, which are odd."""

    obligation: pa.Array
    instrument: pa.Array
    day: Ints
    type: Ints
    value: Ints
    cause: Ints
    odd: Ints


# --- instruments ------------------------------------------------------------------------------------------------------


class Instruments:
    """Reads instruments. One is odd too where a column of it starts a deadline of the law: `started[domain]` lists these columns."""

    def __init__(self, known: Compared, started: Sequence[Collection[str]]) -> None:
        self.reader, self._started = ColumnReader("instruments"), started
        self._domain = Lookup(lambda word: (DOMAINS.index(word) + 1, 0) if word in DOMAINS else (0, 1))
        self._party = Lookup(_missing_from(known.parties))
        self._kind = Lookup(_blank)
        self._source = Lookup(_horizon(known))

    def read(self, batch: pa.RecordBatch) -> InstrumentCells:
        """Read a batch."""
        r = self.reader
        r.begin(batch)
        ids = r.ids("id")
        (domain,) = r.sound("domain", self._domain)
        r.sound("kind", self._kind)
        r.title("title")
        r.sound("authority", self._party)
        r.sound("counterparty", self._party)
        r.odd |= ~r.filled("authority")
        signed, effective, ends = (r.days(name) for name in EVENT_OF_COLUMN)
        r.money("amount")
        (horizon,) = r.words("source", self._source)
        odd = r.end()
        for column in sorted(set().union(*self._started)):
            of_domain = np.array([column in columns for columns in self._started])
            odd |= of_domain[domain] & r.filled(column)
        return InstrumentCells(ids, signed, effective, ends, domain, horizon, odd)


def _missing_from(ids: Collection[str]) -> Any:
    return lambda word: (int(word is not None and word not in ids),)


def _blank(word: str | None) -> tuple[int, ...]:
    return (int(word is None or not word.strip()),)


def _horizon(known: Compared) -> Any:
    return lambda word: (known.horizons.get((word or "").strip(), NEVER),)


# --- obligations ------------------------------------------------------------------------------------------------------


def _choice(column: str, codes: Mapping[str, int]) -> Lookup:
    """Look up a choice: its code (that of the default where the cell is empty), and whether the word is none of it."""
    spec = TABLES["obligations"].columns[column]
    missing = codes.get(spec.default or "", 0)
    return Lookup(lambda word: (codes.get(word, missing), int(word not in spec.values)) if word else (missing, 0))


def _unit(word: str | None) -> tuple[int, ...]:
    """Return the code of a unit, the longest period in it, whether there is one, whether the rows must read it."""
    return (
        UNITS.get(word or "", 0),
        _LONGEST.get(word or "", _DAYS),
        int(word is not None),
        int(word is not None and word not in UNITS),
    )


class Obligations:
    """Reads obligations."""

    def __init__(self, known: Compared, vocabulary: Vocabulary, clauses: Clauses) -> None:
        self.reader, self._clauses, self._known, self._vocabulary = (
            ColumnReader("obligations"),
            clauses,
            known,
            vocabulary,
        )
        self._kind, self._roll = _choice("kind", c.KINDS), _choice("roll", ROLLS)
        self._grace_mode, self._tolling = _choice("grace_mode", c.GRACE_MODES), _choice("tolling", TOLLING)
        self._start, self._calendar = _choice("start", {"include": 1, "before": 2}), _choice("calendar", {"none": 1})
        self._allocation = _choice("allocation", {"interest_first": 0, "principal_first": 1, "fifo": 2})
        self._unit = Lookup(_unit)
        self._grace_unit = Lookup(lambda word: _unit(word or "day"))
        self._bearer = Lookup(lambda word: (known.posts.get(word or "", -1), int(word not in known.parties)))
        self._party = Lookup(_missing_from(known.parties))
        self._action = Lookup(lambda word: (*vocabulary.done(word), int(bool(word and word.strip()))))
        self._anchor, self._condition, self._source = (
            Lookup(self._anchored),
            Lookup(self._conditioned),
            Lookup(_horizon(known)),
        )
        self._mode, self._rate = Lookup(_interest_mode), Lookup(_unreadable)

    def _anchored(self, word: str | None) -> tuple[int, ...]:
        """Return the day or the type of event a period runs from, whether the type is strange, whether it is no such thing."""
        if word is None:
            return NEVER, 0, 0, 0
        if word.strip()[:1].isdecimal():
            day = _day(word)
            return (day, 0, 0, 0) if day is not None else (NEVER, 0, 0, 1)
        return NEVER, *self._conditioned(word), 0

    def _conditioned(self, word: str | None) -> tuple[int, ...]:
        """Return the type of an event, and whether it is strange."""
        if word is None:
            return 0, 0
        means = self._vocabulary.word(word)
        return self._vocabulary.type(means), int(self._vocabulary.is_strange(means))

    def read(self, batch: pa.RecordBatch) -> DutyColumns:
        """Read a batch, all but what the instruments say."""
        r = self.reader
        r.begin(batch)
        ids, instruments = r.ids("id"), r.ids("instrument")
        r.title("title")
        fixed, amount = r.days("due_on"), r.money("amount")
        (post,) = r.sound("bearer", self._bearer)
        for name in ("performer", "beneficiary"):
            r.sound(name, self._party)
        done, pays, acts = r.words("action", self._action)
        o: dict[str, Ints] = {name: _numbers(batch, name) for name in ("rn", "place") if name in r.there}
        o |= {"fixed": fixed, "amount": amount, "post": post, "done": done}
        self._period(o)
        (allocation,) = r.sound("allocation", self._allocation)
        o["principal_first"], o["fifo"] = (allocation == 1).astype(np.int64), (allocation == 2).astype(np.int64)  # noqa: PLR2004 - codes above
        o["alone"] = (~r.filled("instrument")).astype(np.int64)
        o["debt"] = ((o["alone"] == 0) & r.filled("amount") & ((acts == 0) | (pays == 1))).astype(np.int64)
        o["tolerance"] = np.maximum(r.money("tolerance"), 0)
        o["long_stop"], o["draft"] = r.days("long_stop"), r.flag("draft")
        (o["source"],) = r.words("source", self._source)
        o["clause"] = self._clause(o)
        if "clause" in r.there:
            r.odd |= (fixed < NEVER) & _matches(batch["clause"], _BEFORE)
        o["odd"] = r.end().astype(np.int64)
        return DutyColumns(ids, instruments, o)

    def _period(self, o: dict[str, Ints]) -> None:
        """Read what a due day is reckoned from."""
        r, fixed = self.reader, o["fixed"]
        (o["kind"],) = r.sound("kind", self._kind)
        o["anchor"], kind, strange = self._runs_from()
        o["anchor_type"] = np.where(fixed < NEVER, 0, kind)
        (o["condition_type"],) = r.sound("condition", self._condition)
        o["unit"], longest, has_unit = r.sound("unit", self._unit)
        o["n"] = r.whole("n")
        (o["include"],) = r.sound("start", self._start)
        (o["uncalendared"],) = r.sound("calendar", self._calendar)
        (roll,) = r.sound("roll", self._roll)
        o["roll"] = np.where(o["uncalendared"] == 1, NO_ROLL, roll)
        o["grace_n"], (o["grace_unit"], longest_grace, _) = r.whole("grace_n"), r.sound("grace_unit", self._grace_unit)
        (o["grace_mode"],) = r.sound("grace_mode", self._grace_mode)
        (o["tolling"],) = r.sound("tolling", self._tolling)
        awaits = fixed >= NEVER
        r.odd |= (strange != 0) | (awaits & (~r.filled("n") | (has_unit == 0)))
        r.odd |= (o["n"] > longest) | (o["grace_n"] > longest_grace) | (o["include"] > 1)

    def _runs_from(self) -> tuple[Ints, Ints, Ints]:
        """Return the days and types of events that periods run from, and which types are strange."""
        r = self.reader
        if "anchor" in r.there and is_day(r.batch.schema.field("anchor").type):
            none = np.zeros(len(r.batch), np.int64)
            return r.days("anchor"), none, none
        day, kind, strange = r.sound("anchor", self._anchor)
        return day, kind, strange

    def _clause(self, o: dict[str, Ints]) -> Ints:
        """Return the number of each clause of late interest, and note the mode."""
        r, count = self.reader, len(o["fixed"])
        (o["mode"],) = r.sound("interest_mode", self._mode)
        r.sound("interest_rate", self._rate)
        names = ("interest_mode", "interest_rate", "rate_table")
        if not r.there & set(names):
            return np.zeros(count, np.int64)
        columns = [coded(r.batch[name]) if name in r.there else None for name in names]
        sizes = [1 if column is None else len(column.words) + 1 for column in columns]
        key = np.zeros(count, np.int64)
        for column, size in zip(columns, sizes, strict=True):
            key = key * size + (0 if column is None else column.at)
        key = np.where(o["amount"] >= 0, key + 1, 0)
        different, at = (
            np.unique(key, return_inverse=True)
            if math.prod(sizes) > count
            else (np.flatnonzero(np.bincount(key)), None)
        )
        found = [self._clause_of(int(one) - 1, columns, sizes) for one in different]
        if at is not None:
            return np.array(found, np.int64)[at]
        codes = np.zeros(int(different[-1]) + 1, np.int64)
        codes[different] = found
        return codes[key]

    def _clause_of(self, key: int, columns: Sequence[Coded | None], sizes: Sequence[int]) -> int:
        """Return the number of the clause that a key made of the words of three columns tells; -1 is that of an act."""
        words: list[str | None] = []
        left = key
        for column, size in zip(reversed(columns), reversed(sizes), strict=True):
            at = left % size
            words.append(column.words[at].as_py() or None if column is not None and at < size - 1 else None)
            left //= size
        return 0 if key < 0 else self._clauses.code(*reversed(words))


def _numbers(batch: pa.RecordBatch, name: str) -> Ints:
    return batch[name].to_numpy(zero_copy_only=False).astype(np.int64, copy=False)


def _interest_mode(word: str | None) -> tuple[int, ...]:
    if word is None:
        return FLOATING, 0
    return MODES.get(word, FIXED_AT_CONTRACT), int(word not in TABLES["obligations"].columns["interest_mode"].values)


def _unreadable(word: str | None) -> tuple[int, ...]:
    """Return 1 for what is no rate, also where nothing is to bear it."""
    try:
        if word is not None:
            read_rate(word)
    except Fault:
        return (1,)
    return (0,)


def _day(word: str) -> int | None:
    """Return a civil day of the years for which duties are computed, None for anything else."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", word):
        return None
    try:
        day = parse_day(word)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _matches(cells: pa.Array, pattern: str) -> Bools:
    if pa.types.is_dictionary(cells.type):
        return Lookup(lambda word: (int(bool(re.search(pattern, word or "", re.IGNORECASE))),))(coded(cells))[0] != 0
    return truths(pc.match_substring_regex(as_text(cells), pattern, ignore_case=True))


# --- events -----------------------------------------------------------------------------------------------------------


class EventStream:
    """Reads events."""

    def __init__(self, known: Compared, vocabulary: Vocabulary) -> None:
        self.reader, self._known_at, self._vocabulary = ColumnReader("events"), known.known_at, vocabulary
        self._caused, self._stated = (
            [vocabulary.type(word) for word in words] for words in (CAUSED, EVENT_OF_COLUMN.values())
        )
        self._type = Lookup(
            lambda word: (
                (0, 1)
                if word is None
                else (vocabulary.type(means := vocabulary.word(word)), int(vocabulary.is_strange(means)))
            )
        )
        self._cause = Lookup(lambda word: (vocabulary.cause(word or ""), int(is_near_cause((word or "").strip()))))
        self._suspending = [vocabulary.type(word) for word in ("suspend", "resume")]
        self._person, self._post = Lookup(_missing_from(known.persons)), Lookup(_missing_from(known.posts))

    def read(self, batch: pa.RecordBatch) -> Happened:
        """Read a batch."""
        r = self.reader
        r.begin(batch)
        _, obligation, instrument = (r.ids(name) for name in ("id", "obligation", "instrument"))
        (kind,) = r.sound("type", self._type)
        day, recorded, value = r.days("occurred_on"), r.days("recorded_at"), r.money("amount")
        if self._known_at is not None:
            known_on: Ints = np.where(recorded < NEVER, recorded, day)
            day = np.where(known_on > self._known_at, NEVER, day)
        cause = np.zeros(len(batch), np.int64)
        if "cause" in r.there and np.isin(kind, self._caused).any():
            cause, near = r.words("cause", self._cause)
            r.odd |= (near != 0) & np.isin(kind, self._suspending)
        for name, look in (("person", self._person), ("post", self._post)):
            r.sound(name, look)
        # Of an instrument it names beside the obligation it says what a column of it may say too (settle.columns.settle_columns).
        r.odd |= r.filled("obligation") & r.filled("instrument") & np.isin(kind, self._stated)
        odd = r.end()
        return Happened(obligation, instrument, day, kind, value, cause, odd.astype(np.int64))

    def may_start(self, kind: Ints) -> Ints:
        """Tell of types by code whether a deadline of the law runs from them in some domain, or they are there to move duties.

        The latter moved none where there are no duties, which has to be said (settle.unused).
        """
        meaning = self._vocabulary.meaning
        started: Ints = meaning.trigger.max(axis=0)[kind]
        return (started > 0) | (meaning.idle[kind] > 0) | np.isin(kind, (meaning.suspend, meaning.resume, meaning.pay))
