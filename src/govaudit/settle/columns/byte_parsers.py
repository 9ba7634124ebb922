"""Text as bytes: ids that grow, ids matched side by side, days and money in digits. Compiled like the kernel; as it stands plain Python."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

from govaudit.rules.days import civil, day_number

Ints = Any  # an int64 array, or any sequence of integers
_ZERO, _DASH, _POINT, _BLANK, _NINE, _ASCII = 48, 45, 46, 32, 9, 127
_DAY, _YEAR_END, _MONTH_END = 10, 4, 7  # of YYYY-MM-DD: its length, and where its hyphens are
_FIRST_YEAR, _LAST_YEAR = 1970, 2100  # for which duties are computed (docket.term_checks)
_MONTHS, _DAYS_OF_MONTH = 12, 31
_MOST_YUAN, _FEN = 16, 2  # digits
_PATIENCE = 64  # obligations looked at again for one event, on average


class TextColumn(NamedTuple):
    """N texts: the i-th is the bytes `starts[i]` to `starts[i + 1]` of UTF-8; an empty one says nothing."""

    starts: Ints
    data: Ints


class TextBounds(NamedTuple):
    """For each obligation the first of its instrument, and the first of the next one."""

    start: Ints
    stop: Ints


def text(cells: pa.Array) -> TextColumn:
    """See an Arrow array of strings as bytes, without copying; a null is empty."""
    _, starts, data = cells.buffers()
    if starts is None or not len(cells):
        return TextColumn(_seen(bytes(4 * len(cells) + 4), np.int32), _seen(bytes(1), np.uint8))
    if cells.null_count and _hides(cells):
        return text(pc.fill_null(cells, ""))
    bounds = _seen(starts, np.int32)[cells.offset : cells.offset + len(cells) + 1]
    return TextColumn(bounds, _seen(data if data is not None and data.size else bytes(1), np.uint8))


def _hides(cells: pa.Array) -> bool:
    """Whether there are bytes beneath a null, which Arrow allows and few write."""
    size = np.diff(np.frombuffer(cells.buffers()[1], np.int32)[cells.offset : cells.offset + len(cells) + 1])
    return bool(size[cells.is_null().to_numpy(zero_copy_only=False)].any())


def _seen(buffer: Any, kind: Any) -> Ints:
    """See a buffer as an array that cannot be written to, whether or not the buffer can: for both, functions would be compiled twice."""
    array = np.frombuffer(buffer, kind)
    array.flags.writeable = False
    return array


# --- one text against another -----------------------------------------------------------------------------------------


def _size(t: TextColumn, at: int) -> int:
    return int(t.starts[at + 1] - t.starts[at])


def _same(a: TextColumn, i: int, b: TextColumn, j: int) -> bool:
    """Whether two texts are equal: compared from their ends, where ids differ."""
    size = a.starts[i + 1] - a.starts[i]
    if b.starts[j + 1] - b.starts[j] != size:
        return False
    left, right = a.starts[i] - 1, b.starts[j] - 1
    while size > 0:
        if a.data[left + size] != b.data[right + size]:
            return False
        size -= 1
    return True


def look_through(ids: TextColumn, before: TextColumn, found: Ints) -> None:
    """Look through the ids of a batch, after the last of the batch before.

    found[0]: whether each is longer than the one before, or as long and greater. found[1]: whether each begins and ends with something
    that is seen. found[2]: whether all bytes are ASCII.
    """
    grows, seen, most = True, True, len(ids.starts) - 1
    for at in range(most):
        start, stop = ids.starts[at], ids.starts[at + 1]
        if start == stop:
            grows = False
            continue
        grows = grows and (_grown(ids, at, ids, at - 1) if at > 0 else _grown(ids, at, before, 0))
        first, last = ids.data[start], ids.data[stop - 1]
        seen = seen and _BLANK < first < _ASCII and _BLANK < last < _ASCII
    every = 0
    for place in range(ids.starts[0], ids.starts[most]):
        every |= ids.data[place]
    found[0], found[1], found[2] = int(grows), int(seen), int(every <= _ASCII)


def _grown(a: TextColumn, i: int, b: TextColumn, j: int) -> bool:
    """Whether one id is longer than another, or as long and greater."""
    size, other = a.starts[i + 1] - a.starts[i], b.starts[j + 1] - b.starts[j]
    if size != other:
        return bool(size > other)
    left, right = a.starts[i], b.starts[j]
    for at in range(size):
        if a.data[left + at] != b.data[right + at]:
            return bool(a.data[left + at] > b.data[right + at])
    return False


def starts_of(owners: TextColumn, new: Ints) -> None:
    """Mark the rows whose owner is not that of the row before, or empty."""
    for at in range(len(owners.starts) - 1):
        new[at] = int(at == 0 or _size(owners, at) == 0 or not _same(owners, at, owners, at - 1))


# --- side by side -----------------------------------------------------------------------------------------------------


def line_up(ids: TextColumn, rows: Ints, there: TextColumn, at: Ints, found: Ints) -> None:
    """Find the ids of some rows in another list that has them in the same order, and others between.

    Begins with rows[at[0]] at there[at[1]]; found[n] is the place of the n-th row, -1 for an empty id. Ends where the list does: at[0] is
    then the first row not found, at[1] the place from which to look.
    """
    n, place, most = at[0], at[1], len(there.starts) - 1
    while n < len(rows):
        if _size(ids, rows[n]) == 0:
            found[n] = -1
            n += 1
            continue
        other = place
        while other < most and not _same(ids, rows[n], there, other):
            other += 1
        if other == most:
            break
        found[n] = other
        place = other + 1
        n += 1
    at[0], at[1] = n, place if n == len(rows) else most


def place_events(
    ids: TextColumn,
    owners: TextColumn,
    bounds: TextBounds,
    obligations: TextColumn,
    instruments: TextColumn,
    at: Ints,
    row: Ints,
    direct: Ints,
) -> None:
    """Find the rows that events stand on, where the events of an instrument lie together, in the order of the instruments.

    `ids` and `owners` are those of the obligations. Begins with the event at[0], and looks from the row at[1] on; for each event found,
    `row` is its obligation, or the first of its instrument where it names only that (`direct` is 0). Ends before the first event that is
    not found: at[0]. It gives up where the events of a large instrument lie in no order.
    """
    event, here, steps = at[0], at[1], 0
    most, events = len(ids.starts) - 1, len(obligations.starts) - 1
    while event < events and steps <= _PATIENCE * (most + events):
        named, owned = _size(obligations, event) > 0, _size(instruments, event) > 0
        start, stop = bounds.start[here], bounds.stop[here]
        if named:
            found = _among(ids, here, stop, obligations, event)
            if found == stop:
                found, steps = _among(ids, start, here, obligations, event), steps + stop - start
                found = found if found < here else _among(ids, stop, most, obligations, event)
        else:
            found = start if owned else most
            while found < most and not _same(owners, found, instruments, event):
                found = bounds.stop[found]
        if found == most or (named and owned and not _same(owners, found, instruments, event)):
            break
        row[event], direct[event], here = found, int(named), found
        event += 1
    at[0], at[1] = event, here


def _among(ids: TextColumn, start: int, stop: int, wanted: TextColumn, at: int) -> int:
    """Return where among some ids one is, `stop` where it is not."""
    while start < stop and not _same(ids, start, wanted, at):
        start += 1
    return start


def order_of(row: Ints, at: Ints, order: Ints) -> None:
    """Order events by their rows, those of a row as they came: `order`; those of row i are at[i] to at[i + 1] in it."""
    for place in range(len(at)):
        at[place] = 0
    for place in range(len(row)):
        at[row[place] + 1] += 1
    for place in range(1, len(at)):
        at[place] += at[place - 1]
    for place in range(len(row)):
        order[at[row[place]]] = place
        at[row[place]] += 1
    for place in range(len(at) - 1, 0, -1):
        at[place] = at[place - 1]
    at[0] = 0


# --- digits -----------------------------------------------------------------------------------------------------------


def read_days(words: TextColumn, empty: int, value: Ints, odd: Ints) -> None:
    """Read civil days written YYYY-MM-DD as days since 1970-01-01; what is not one, or outside the years of the docket, is odd."""
    for at in range(len(words.starts) - 1):
        start, size = words.starts[at], words.starts[at + 1] - words.starts[at]
        value[at], odd[at] = empty, int(size > 0)
        if size != _DAY or words.data[start + _YEAR_END] != _DASH or words.data[start + _MONTH_END] != _DASH:
            continue
        year, month, day = _digits(words, start, 4), _digits(words, start + 5, 2), _digits(words, start + 8, 2)
        if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= _MONTHS and 1 <= day <= _DAYS_OF_MONTH):
            continue
        found = day_number(year, month, day)
        if civil(found)[2] == day:  # there is such a day in the month
            value[at], odd[at] = found, 0


def _digits(words: TextColumn, start: int, count: int) -> int:
    """Return the number that some digits are, -1 when they are none."""
    total = 0
    for at in range(start, start + count):
        digit = int(np.int64(words.data[at])) - _ZERO  # a signed number, compiled or not
        if digit < 0 or digit > _NINE:
            return -1
        total = total * 10 + digit
    return int(total)


def read_money(words: TextColumn, empty: int, value: Ints, odd: Ints) -> None:
    """Read yuan of at most sixteen digits, and two after the point, as fen; anything else is odd."""
    for at in range(len(words.starts) - 1):
        start, stop = words.starts[at], words.starts[at + 1]
        value[at], odd[at] = empty, int(stop > start)
        point = start
        while point < stop and words.data[point] != _POINT:
            point += 1
        after = stop - point - 1
        if stop == start or not 0 < point - start <= _MOST_YUAN or after == 0 or after > _FEN:
            continue
        yuan, fen = _digits(words, start, point - start), 0
        if after > 0:
            fen = _digits(words, point + 1, after)
            if after == 1 and fen > 0:
                fen *= 10
        if yuan >= 0 and fen >= 0:
            value[at], odd[at] = yuan * 100 + fen, 0
