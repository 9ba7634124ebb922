"""One table's raw rows, batch by batch: the cells asked for read by their kinds, all others looked at, so that no cell is passed over unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

from govaudit.docket import TABLES
from govaudit.formats.workbook import WORKED_ID
from govaudit.rules.days import NEVER
from govaudit.settle.columns.byte_parsers import look_through, text
from govaudit.settle.columns.cell_kinds import (
    Lookup,
    as_text,
    coded,
    days,
    flag,
    is_filled,
    money,
    truths,
    whole,
)
from govaudit.settle.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Callable

Ints = Any  # an int64 array
Bools = Any  # an array of booleans
_TYPED = {"date", "recorded", "money", "int", "flag", "anchor"}  # kinds that may be of other types than text
_ONLY = {"currency": "CNY", "tz": "Asia/Shanghai"}
_SILENT = {"note", "evidence", "region", "status", "source"}  # what moves no verdict, unless it is read below
_UNDECODED = _SILENT | {"clause", "cause"}  # text that may be passed over unread, which must be text all the same
# What is read; a cell in any other column sends its row back.
READ = {
    "instruments": {"id", "domain", "kind", "title", "authority", "counterparty", "signed_on", "effective_on", "ends_on", "amount", "currency", "source"},
    "obligations": {
        "id", "instrument", "title", "kind", "bearer", "performer", "beneficiary", "action", "due_on", "anchor", "n", "unit", "start", "roll",
        "grace_n", "grace_unit", "grace_mode", "amount", "currency", "tolerance", "allocation", "interest_mode", "interest_rate", "rate_table",
        "condition", "long_stop", "tolling", "calendar", "tz", "draft", "source", "clause",
    },
    "events": {"id", "obligation", "instrument", "type", "occurred_on", "recorded_at", "amount", "currency", "cause", "person", "post"},
}  # fmt: skip


class ColumnReader:
    """Reads the cells of a batch of one table, noting which rows are odd.

    Of the ids it has seen so far: `grows`, whether each was longer than the one before or as long and greater, so that none is repeated;
    `edged`, those with blanks around them.
    """

    def __init__(self, table: str) -> None:
        self._table, self._spec = table, TABLES[table]
        self._only = {name: Lookup(_other(word)) for name, word in _ONLY.items() if name in READ[table]}
        self._blank = Lookup(lambda word: (int(word is None or not word.strip()),))
        self.grows, self.edged = True, list[str]()
        self._last = ""

    def begin(self, batch: pa.RecordBatch) -> None:
        """Take a batch; whatever no reader below asks for is looked at here."""
        self.batch, self.there = batch, set(batch.schema.names)
        self.odd: Bools = np.zeros(len(batch), np.bool_)
        self._was_filled: dict[str, Bools] = {}
        for name in self.there - READ[self._table] - {"rn", "place", "direct"}:
            if name not in _SILENT or not _is_plain(batch.schema.field(name).type):
                self.odd |= is_filled(batch[name])
        for name in self.there & _UNDECODED:
            batch[name].validate(full=True)
        for name in self._only.keys() & self.there:
            self.odd |= self._only[name](coded(batch[name]))[0] != 0
        for name in READ[self._table] & self.there:
            if self._spec.columns[name].kind not in _TYPED:
                as_text(batch[name][:0])  # a type that is none of text is not read in columns
        for column in self._spec.columns.values():
            if column.required and column.name not in self.there:
                self.odd[:] = True

    def end(self) -> Bools:
        """Return which rows are odd, all having been read."""
        for group in self._spec.needs:
            self.odd |= ~np.logical_or.reduce([self.filled(name) for name in group])
        return self.odd

    def filled(self, name: str) -> Bools:
        """Tell which cells of a column are filled."""
        if name not in self._was_filled:
            there = name in self.there
            self._was_filled[name] = is_filled(self.batch[name]) if there else np.zeros(len(self.batch), np.bool_)
        return self._was_filled[name]

    def ids(self, name: str) -> pa.Array:
        """Return a column of ids, null where a cell is empty."""
        if name not in self.there:
            return pa.nulls(len(self.batch), pa.string())
        cells = as_text(self.batch[name])
        self._was_filled[name] = is_filled(cells)
        if cells.null_count + np.count_nonzero(self._was_filled[name]) < len(cells):
            cells = pc.if_else(pa.array(self._was_filled[name]), cells, pa.scalar(None, pa.string()))
        if self._spec.columns[name].required:
            self.odd |= ~self._was_filled[name]
        self._look_at(name, cells)
        return cells

    def _look_at(self, name: str, cells: pa.Array) -> None:
        """Note ids with blanks around them, which the ordinary readers take off, and of a row's own id what else there is to see."""
        grows, is_bare, is_ascii = seen(cells, self._last if name == "id" else "")
        if not is_bare:
            edged = truths(pc.not_equal(pc.utf8_trim_whitespace(cells), cells))
            self.odd |= edged
            self.edged += cells.filter(pa.array(edged)).to_pylist() if name == "id" else []
        if name == "id" and len(cells):
            self.grows &= grows
            self._last = cells[-1].as_py() or ""
            if not is_ascii:
                self.odd |= truths(pc.starts_with(cells, WORKED_ID))

    def words(self, name: str, look: Lookup) -> list[Ints]:
        """Return what the words of a column mean."""
        return look(coded(self.batch[name])) if name in self.there else look.of_none(len(self.batch))

    def sound(self, name: str, look: Lookup) -> list[Ints]:
        """Return what the words of a column mean but for the last integer, which tells odd ones."""
        *found, odd = self.words(name, look)
        self.odd |= odd != 0
        return found

    def days(self, name: str) -> Ints:
        """Return the days of a column."""
        return self._cells(name, days, NEVER)

    def money(self, name: str) -> Ints:
        """Return the fen of a column, -1 for none."""
        return self._cells(name, money, -1)

    def whole(self, name: str) -> Ints:
        """Return the whole numbers of a column."""
        return self._cells(name, whole, 0)

    def flag(self, name: str) -> Ints:
        """Return 1 for true."""
        return self._cells(name, flag, 0)

    def _cells(self, name: str, read: Callable[[pa.Array], Any], empty: int) -> Ints:
        if name not in self.there:
            return np.full(len(self.batch), empty, np.int64)
        found = read(self.batch[name])
        self.odd |= found.odd
        self._was_filled[name] = found.filled
        return found.value

    def title(self, name: str) -> None:
        """Note where a text that must be written is empty or blank."""
        if name not in self.there:
            return
        cells = self.batch[name]
        if pa.types.is_dictionary(cells.type):
            self.odd |= self._blank(coded(cells))[0] != 0
            return
        cells = as_text(cells)
        self.odd |= ~is_filled(cells)
        if not seen(cells, "")[1]:
            self.odd |= truths(pc.equal(pc.utf8_trim_whitespace(cells), ""))


def _is_plain(kind: pa.DataType) -> bool:
    """Whether any cell of a type is text or a plain value."""
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    t = pa.types
    return bool(
        t.is_string(inner) or t.is_large_string(inner) or t.is_string_view(inner) or t.is_boolean(inner) or t.is_null(inner)
        or (t.is_integer(inner) and not t.is_uint64(inner)) or t.is_float32(inner) or t.is_float64(inner)
    )  # fmt: skip


def _other(only: str) -> Callable[[str | None], tuple[int, ...]]:
    return lambda word: (int(word not in {None, only}),)


def seen(ids: pa.Array, before: str) -> tuple[bool, bool, bool]:
    """Look through ids after the last one before (ids.look_through): whether they grow, are bare of blanks, are ASCII; ArrowInvalid for no UTF-8."""
    found = np.zeros(3, np.int64)
    compiled(look_through)(text(ids), text(pa.array([before])), found)
    if not found[2]:
        ids.validate(full=True)
    return bool(found[0]), bool(found[1]), bool(found[2])
