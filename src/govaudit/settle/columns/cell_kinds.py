"""The cells of a batch as integers, each kind in columns; what is not in its plainest form is `odd`.

A row with an odd cell is left to the ordinary readers, which report what is wrong. Cells that repeat are read once for each different word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc
from pyarrow import types

from govaudit.rules.days import NEVER
from govaudit.settle.columns.byte_parsers import read_days, read_money, text
from govaudit.settle.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Callable

Ints = Any  # an int64 array
Bools = Any  # an array of booleans
FIRST_DAY, LAST_DAY = 0, 47846  # 1970-01-01 to 2100-12-31 (docket.term_checks)
_MOST_DAYS, _DIGITS = 36525, 5  # of a period
_MOST_FEN = 10**18  # DECIMAL(18,2), in minor units
_EXACT = 2.0**53 / 100  # yuan up to which a double tells every fen
_UNITS_A_DAY = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_MOST_KNOWN = 1 << 20  # words remembered of one column


class UnfitError(Exception):
    """A column of a type that is not read in columns, or text that is none: the docket is settled row by row."""


class CellKinds(NamedTuple):
    """Values (NEVER for an empty day, -1 for empty money), which cells are filled, and which are odd."""

    value: Ints
    filled: Bools
    odd: Bools


# --- text -------------------------------------------------------------------------------------------------------------


def as_text(cells: pa.Array) -> pa.Array:
    """Return cells as the text that ids are compared by; UnfitError for a type that is none of text."""
    kind = cells.type
    if types.is_dictionary(kind):
        return as_text(cells.cast(kind.value_type))
    if types.is_string(kind):
        return cells
    if (
        types.is_large_string(kind)
        or types.is_string_view(kind)
        or (types.is_integer(kind) and not types.is_uint64(kind))
    ):
        return cells.cast(pa.string())
    if types.is_null(kind):
        return pa.nulls(len(cells), pa.string())
    if types.is_float32(kind) or types.is_float64(kind):  # how some programs write whole numbers where cells are empty
        number = _numbers(cells)
        whole = np.trunc(number)
        if not np.all((np.isnan(number)) | ((number == whole) & (np.abs(number) < 1e15))):  # noqa: PLR2004 - exact in a double
            raise UnfitError(str(kind))
        empty = np.isnan(number)
        return pa.array(np.where(empty, 0, whole).astype(np.int64), mask=empty).cast(pa.string())
    raise UnfitError(str(kind))


def _integers(cells: pa.Array, empty: int = 0) -> Ints:
    """Return whole numbers, and that for an empty cell."""
    return (pc.fill_null(cells, empty) if cells.null_count else cells).to_numpy()


def _numbers(cells: pa.Array) -> Any:
    """Return floating numbers, NaN for an empty cell: how some programs write one."""
    return pc.fill_null(cells.cast(pa.float64()), float("nan")).to_numpy(zero_copy_only=False)


class Coded(NamedTuple):
    """The words of a column, and for each cell which of them it is: one more than there are for an empty cell."""

    at: Ints
    words: pa.Array


def coded(cells: pa.Array) -> Coded:
    """Return repeated words by number."""
    if not types.is_dictionary(cells.type):
        cells = as_text(cells).dictionary_encode()
    words = as_text(cells.dictionary)
    return Coded(_integers(cells.indices.cast(pa.int32()), len(words)), words)


class Lookup:
    """What the words of a column mean: some integers each, asked once of `read`, which takes None for an empty cell."""

    def __init__(self, read: Callable[[str | None], tuple[int, ...]]) -> None:
        self._read = read
        self._words = pa.array([], pa.string())
        self._means = np.array([read(None)], np.int64)  # of an empty cell, then of each word

    def __call__(self, column: Coded) -> list[Ints]:
        """Return an array for each of the integers."""
        known = pc.index_in(column.words, value_set=self._words)
        if known.null_count:
            self._learn(column.words, known.is_null())
            known = pc.index_in(column.words, value_set=self._words)
        means = self._means[np.append(_integers(known, -1) + 1, 0)]
        return [np.take(one, column.at) for one in np.ascontiguousarray(means.T)]

    def _learn(self, words: pa.Array, new: pa.Array) -> None:
        """Read the words that have not come before; where they are too many to remember, those alone that come now."""
        if len(self._words) + len(words) > _MOST_KNOWN:
            self._words, self._means, new = self._words[:0], self._means[:1], words.is_valid()
        words = words.filter(new).drop_null()
        try:
            means = [self._read(word or None) for word in words.to_pylist()]
        except UnicodeDecodeError as error:
            raise UnfitError(str(words.type)) from error
        if means:
            self._words = pa.concat_arrays([self._words, words])
            self._means = np.concatenate([self._means, np.array(means, np.int64)])

    def of_none(self, count: int) -> list[Ints]:
        """Return the arrays of a column that is not there."""
        return [np.full(count, one, np.int64) for one in self._read(None)]


def truths(cells: pa.Array) -> Bools:
    """Return an Arrow array of booleans; null is false."""
    cells = pc.fill_null(cells, False) if cells.null_count else cells  # noqa: FBT003 - an argument of Arrow's
    return cells.to_numpy(zero_copy_only=False)


def is_filled(cells: pa.Array) -> Bools:
    """Tell which cells hold something."""
    if types.is_null(cells.type):
        return np.zeros(len(cells), np.bool_)
    if types.is_dictionary(cells.type):
        words = cells.dictionary
        filled = np.append(is_filled(words), False)
        return filled[_integers(cells.indices.cast(pa.int32()), len(words))]
    if types.is_floating(cells.type):
        return ~np.isnan(_numbers(cells))
    there = cells.is_valid()
    if types.is_string(cells.type) or types.is_large_string(cells.type) or types.is_string_view(cells.type):
        there = pc.not_equal(pc.binary_length(cells), 0)
    return truths(there)


# --- kinds ------------------------------------------------------------------------------------------------------------


def is_day(kind: pa.DataType) -> bool:
    """Whether a type tells civil days."""
    return bool(types.is_date(kind) or (types.is_timestamp(kind) and kind.tz is None))


def days(cells: pa.Array) -> CellKinds:
    """Read civil days as days since 1970-01-01; odd outside the years for which duties are computed."""
    kind = cells.type
    if is_day(kind):
        filled = is_filled(cells)
        value = _civil(cells)
        inside = (value >= FIRST_DAY) & (value <= LAST_DAY)
        return CellKinds(np.where(filled & inside, value, NEVER), filled, filled & ~inside)
    return _spelled(cells, read_days, NEVER)


def _civil(cells: pa.Array) -> Ints:
    """Return the days of dates and instants without a zone; an empty cell is some day. UnfitError for parts of a microsecond, which rows refuse."""
    if types.is_date32(cells.type):
        return _integers(cells.view(pa.int32())).astype(np.int64)
    value, unit = _integers(cells.view(pa.int64())), "ms" if types.is_date64(cells.type) else cells.type.unit
    if unit == "ns" and (value % 1000).any():
        raise UnfitError(str(cells.type))
    return value // _UNITS_A_DAY[unit]


def money(cells: pa.Array) -> CellKinds:
    """Read yuan as fen; odd what is negative, finer than a fen, too large for DECIMAL(18,2), or not plain digits."""
    kind = cells.type
    if types.is_decimal(kind):
        return _decimals(cells)
    if types.is_integer(kind) and not types.is_uint64(kind):
        filled = is_filled(cells)
        value = _integers(cells.cast(pa.int64()))
        return _amounts(np.where((value >= 0) & (value < _MOST_FEN // 100), value * 100, -1), filled)
    if types.is_float32(kind) or types.is_float64(kind):
        number = _numbers(cells)
        filled = is_filled(cells)
        sure = filled & (number >= 0) & (number < _EXACT) & ~np.signbit(number)
        value = np.rint(np.where(sure, number, 0) * 100)
        return _amounts(np.where(sure & (value / 100 == number), value, -1).astype(np.int64), filled)
    return _spelled(cells, read_money, -1)


def _amounts(value: Ints, filled: Bools) -> CellKinds:
    odd = filled & ((value < 0) | (value >= _MOST_FEN))
    return CellKinds(np.where(filled & ~odd, value, -1), filled, odd)


def _decimals(cells: pa.Array) -> CellKinds:
    """Take decimals of at most 64 bits apart; what needs more is odd."""
    filled, scale = is_filled(cells), cells.type.scale
    if not types.is_decimal128(cells.type):
        cells = cells.cast(pa.decimal128(38, scale))
    halves = np.frombuffer(cells.buffers()[1], np.int64)[2 * cells.offset :][: 2 * len(cells)]
    value, high = halves[::2], halves[1::2]
    fits = (high == 0) & (value >= 0)
    if scale <= 2:  # noqa: PLR2004 - fen
        factor = 10 ** (2 - scale)
        return _amounts(np.where(fits & (value < _MOST_FEN // factor), value * factor, -1), filled)
    finer = 10 ** min(scale - 2, 18)
    fits &= (value % finer == 0) & (scale - 2 <= 18)  # noqa: PLR2004 - digits of 64 bits
    return _amounts(np.where(fits, value // finer, -1), filled)


def _spelled(cells: pa.Array, read: Callable[..., None], empty: int) -> CellKinds:
    """Read text of which nearly every cell is different; any other type is odd where it is filled."""
    try:
        words = text(as_text(cells))
    except UnfitError:
        filled = is_filled(cells)
        return CellKinds(np.full(len(cells), empty, np.int64), filled, filled)
    value, odd = np.empty(len(cells), np.int64), np.empty(len(cells), np.int64)
    compiled(read)(words, empty, value, odd)
    return CellKinds(value, words.starts[1:] > words.starts[:-1], odd != 0)


def whole(cells: pa.Array) -> CellKinds:
    """Read whole numbers of days, months and the like; odd what is no number up to a hundred years of days."""
    kind = cells.type
    if types.is_integer(kind) and not types.is_uint64(kind):
        filled = is_filled(cells)
        value = _integers(cells.cast(pa.int64()))
        odd = (value < 0) | (value > _MOST_DAYS)
        return CellKinds(np.where(odd, 0, value), filled, odd)
    if types.is_floating(kind) or types.is_decimal(kind):
        cells = pa.array([None if one is None or one != one else str(one) for one in cells.to_pylist()], pa.string())  # noqa: PLR0124 - NaN
    return _said(cells, _WHOLE)


def _said(cells: pa.Array, look: Lookup) -> CellKinds:
    """Read cells by their words; any other type is odd where it is filled."""
    try:
        value, filled, odd = look(coded(cells))
    except UnfitError:
        filled = is_filled(cells)
        return CellKinds(np.zeros(len(cells), np.int64), filled, filled)
    return CellKinds(value, filled != 0, odd != 0)


def _whole(word: str | None) -> tuple[int, int, int]:
    if word is None:
        return 0, 0, 0
    digits, _, rest = word.partition(".")
    sound = (
        digits.isascii()
        and digits.isdecimal()
        and len(digits) <= _DIGITS
        and not rest.strip("0")
        and (rest != "" or "." not in word)
    )
    return (int(digits), 1, 0) if sound else (0, 1, 1)


_WHOLE = Lookup(_whole)


def flag(cells: pa.Array) -> CellKinds:
    """Read true and false."""
    if types.is_boolean(cells.type):
        filled = is_filled(cells)
        value = truths(cells).astype(np.int64)
        return CellKinds(value, filled, np.zeros(len(cells), np.bool_))
    return _said(cells, _FLAG)


_FLAG = Lookup(lambda word: (int(word == "true"), int(word is not None), int(word not in {None, "true", "false"})))
