"""From the slots of the fold to the cells of the status table, obligation by obligation (settle.settle_rows says the same of one).

Compiled with the kernel; as it stands it is plain Python. Money becomes decimal text of yuan here, every other text a small integer
that `verdicts` puts into words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from govaudit.rules.days import NEVER, NO_ROLL
from govaudit.settle import codes as c
from govaudit.settle.deadline import MONTH, WORKDAY, YEAR

if TYPE_CHECKING:
    from govaudit.settle.fold_batch import Batch
    from govaudit.settle.terms import Ints, Terms

# Bits of the key of rules, in the order in which `settle.settle_rows` names them.
RULES = ("R2", "R3", "R5", "R7", "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15", "R16", "R17", "R18", "A9", "A12")
# Bits of the key of flags beside those of the fold; from HORIZON on the last day of complete records and one, where that matters.
DRAFT, PROVISIONAL, HORIZON = 30, 31, 32
WIDEST = 21  # bytes of any sum: nineteen digits, a point, a sign
_POINT, _MINUS = 46, 45  # in ASCII
# Without a sign they divide in two thirds of the time.
_ZERO, _TEN, _THOUSAND = np.uint64(48), np.uint64(10), np.uint64(1000)
AMOUNT, PERFORMED, OPEN, AMOUNT_DAYS, INTEREST = range(5)  # the sums, in the order of the table


class Known(NamedTuple):
    """What verdicts rest on beside the fold: 1 where the calendar does not matter, 1 for a draft, surplus used, the day, the days announced."""

    uncalendared: Ints
    draft: Ints
    spent: Ints
    as_of: int
    first: int
    last: int


class StatusCells(NamedTuple):
    """Where the cells of N obligations go: rows of N for each column, in the order of the table, and 1 in `dated`, `priced` where there is one.

    The text of a sum is `text[k][text_at[k][i] : text_at[k][i + 1]]`.
    """

    days: Any
    dated: Any
    text: Any
    text_at: Any
    priced: Any
    counts: Any
    state: Any
    flags: Any
    rules: Any
    provisional: Any


def write_cells(out: Any, b: Batch, known: Known, to: StatusCells) -> None:
    """Write the cells of every obligation of a batch; `out` are the rows of slots that its fold left."""
    for row in range(len(b.known)):
        s, t = out[row], b.terms[b.term_at[row]]
        _write_day(to, 0, row, s[c.NOMINAL])
        _write_day(to, 1, row, s[c.RAW])
        _write_day(to, 2, row, s[c.GRACE_END] if t.grace_n else NEVER)
        _write_day(to, 3, row, s[c.PERFORMED])
        for column in range(len(to.text)):
            is_stated = t.den > 0 if column == INTEREST else t.amount >= 0
            end = to.text_at[column][row]
            to.priced[column][row] = is_stated
            to.text_at[column][row + 1] = write_yuan(to.text[column], end, _sum(s, t, column)) if is_stated else end
        to.counts[0][row] = s[c.BREACH_DAYS]
        to.counts[1][row] = s[c.EPISODES]
        to.counts[2][row] = s[c.TOLLED_DAYS]
        to.state[row] = s[c.STATE]
        to.provisional[row] = _is_provisional(s, t, known, row)
        to.flags[row] = _flags(s, b, known, row, to.provisional[row])
        to.rules[row] = _rules(s, t, b, known, row)


def _write_day(to: StatusCells, column: int, row: int, day: int) -> None:
    is_day = -NEVER < day < NEVER
    to.dated[column][row] = is_day
    to.days[column][row] = day if is_day else 0


def _sum(s: Ints, t: Terms, column: int) -> int:
    """Return the sum of a column in minor units; interest rounded half up once (R13)."""
    if column == AMOUNT:
        return t.amount
    if column == PERFORMED:
        return t.amount - s[c.BALANCE] - s[c.RELEASED]
    if column == OPEN:
        return s[c.BALANCE]
    if column == AMOUNT_DAYS:
        return s[c.AMOUNT_DAYS]
    return (2 * s[c.ACCRUED] + t.den) // (2 * t.den)


def write_yuan(text: Any, start: int, minor: int) -> int:
    """Write fen as decimal text of yuan, `-1234.05`; returns where it ends."""
    if minor < 0:
        text[start] = _MINUS
        start, minor = start + 1, -minor
    rest, end, next_power = np.uint64(minor), start + 4, _THOUSAND
    while next_power <= rest:
        end, next_power = end + 1, next_power * _TEN
    for at in (end - 1, end - 2):
        text[at] = _ZERO + rest % _TEN
        rest //= _TEN
    text[end - 3] = _POINT
    for at in range(end - 4, start - 1, -1):
        text[at] = _ZERO + rest % _TEN
        rest //= _TEN
    return end


def _is_provisional(s: Ints, t: Terms, known: Known, row: int) -> bool:
    """Whether a due day rests on days that no notice has announced, or interest on a rate that is missing."""
    if s[c.FLAG_BITS] & c.F_RATE_MISSING:
        return True
    counted = t.unit == WORKDAY and t.fixed >= NEVER
    if known.uncalendared[row] or s[c.NOMINAL] >= NEVER or not (counted or t.roll != NO_ROLL):
        return False
    if not (_is_announced(s[c.RAW], known) and _is_announced(s[c.NOMINAL], known)):
        return True
    if s[c.GRACE_END] < NEVER and not _is_announced(s[c.GRACE_END], known):
        return True
    return counted and not _is_announced(t.anchor + 1, known)


def _is_announced(day: int, known: Known) -> bool:
    return known.first <= day <= known.last


def _is_closed(state: int) -> bool:
    return state in (c.FULFILLED, c.FULFILLED_LATE, c.DISCHARGED, c.TERMINATED, c.SUPERSEDED, c.EXPIRED)


def _flags(s: Ints, b: Batch, known: Known, row: int, provisional: int) -> int:
    key = s[c.FLAG_BITS] | known.draft[row] << DRAFT | provisional << PROVISIONAL
    if known.spent[row] > 0 and s[c.CREDIT] == known.spent[row]:
        key &= ~c.F_CREDIT
    if known.as_of > b.known[row] and not _is_closed(s[c.STATE]):
        key |= b.known[row] + 1 << HORIZON
    return key


def _rules(s: Ints, t: Terms, b: Batch, known: Known, row: int) -> int:
    due, flags = s[c.NOMINAL], s[c.FLAG_BITS]
    has_day = due < NEVER
    is_period = t.fixed >= NEVER and has_day
    is_tolled = b.tolled_at[row + 1] > b.tolled_at[row]
    is_cured = flags & (c.F_CURED | c.F_CURE_ASSUMED) > 0
    holds = (
        is_period, is_period and t.unit in (MONTH, YEAR), has_day and due != s[c.RAW], t.grace_n > 0, s[c.BREACH_DAYS] > 0,
        s[c.TOLLED_DAYS] > 0 or (is_tolled and not has_day), t.condition > 0, t.amount >= 0 and _is_performed(b, row),
        s[c.CREDIT] > 0, t.den > 0 and s[c.ACCRUED] > 0, flags & c.F_REPUDIATED > 0,
        is_cured or s[c.STATE] in (c.CURING, c.DEFAULTED), known.as_of > b.known[row], flags & c.F_AMENDED > 0,
        flags & c.F_TIME_BARRED > 0, flags & c.F_CURE_ASSUMED > 0, flags & c.F_BACKDATED > 0,
    )  # fmt: skip
    key = 0
    for bit, one in enumerate(holds):
        key |= one << bit
    return key


def _is_performed(b: Batch, row: int) -> bool:
    """Whether an obligation has a performance among its events."""
    for event in range(b.event_at[row], b.event_at[row + 1]):  # noqa: SIM110 - generators are not compiled
        if b.code[event] == c.PERFORM:
            return True
    return False
