"""From the slots of the fold to rows of `govaudit status`, in columns (engine.settle says the same of one obligation)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

from govaudit.engine import codes as c
from govaudit.engine.codes import FLAGS, STATES
from govaudit.engine.deadline import MONTH, NEVER, NO_ROLL, WORKDAY, YEAR
from govaudit.model.days import iso

if TYPE_CHECKING:
    from govaudit.engine.batch import Batch
    from govaudit.law.calendar import Calendar


Ints = Any  # an int64 array
Bools = Any  # an array of booleans
# Bit of each rule code, in the order in which `engine.settle` names them.
RULES = ("R2", "R3", "R5", "R7", "R8", "R9", "R10", "R11", "R12", "R13", "R14", "R15", "R16", "R17", "R18", "A9", "A12")
_CLOSED = (c.FULFILLED, c.FULFILLED_LATE, c.DISCHARGED, c.TERMINATED, c.SUPERSEDED, c.EXPIRED)
_FEN = 2
_DRAFT, _PROVISIONAL, _HORIZON = 30, 31, 32  # bits of the key of flags beside those of the fold


class Known(NamedTuple):
    """What verdicts rest on beside the fold: 1 where the calendar does not matter, 1 for a draft, horizons, surplus used, the day."""

    uncalendared: Ints
    draft: Ints
    horizon: Ints
    spent: Ints
    as_of: int


def columns_of(s: Ints, b: Batch, known: Known, calendar: Calendar) -> dict[str, pa.Array]:
    """Return the columns of the status table from `due_on` to `provisional`, and `state`; money as decimal text of yuan."""
    t: Any = b.terms
    money = t["amount"] >= 0
    provisional = _provisional(s, t, known, calendar)
    bears = t["den"] > 0
    return {
        "state": pa.DictionaryArray.from_arrays(s[:, c.STATE].astype(np.int8), pa.array(STATES)).cast(pa.string()),
        "due_on": _dates(s[:, c.NOMINAL]), "due_on_raw": _dates(s[:, c.RAW]),
        "grace_until": _dates(np.where(t["grace_n"] > 0, s[:, c.GRACE_END], NEVER)), "performed_on": _dates(s[:, c.PERFORMED]),
        "amount": _yuan(t["amount"], money), "performed_amount": _yuan(t["amount"] - s[:, c.BALANCE] - s[:, c.RELEASED], money),
        "open_amount": _yuan(s[:, c.BALANCE], money), "breach_days": pa.array(s[:, c.BREACH_DAYS]),
        "amount_days": _yuan(s[:, c.AMOUNT_DAYS], money), "interest": _yuan(_interest(s, t["den"]), bears),
        "episodes": pa.array(s[:, c.EPISODES]), "tolled_days": pa.array(s[:, c.TOLLED_DAYS]),
        "flags": _flags(s, known, provisional), "rules_applied": _rules(s, t, b, known), "provisional": pa.array(provisional),
    }  # fmt: skip


def _dates(days: Ints) -> pa.Array:
    gone = (days >= NEVER) | (days <= -NEVER)
    return pa.array(np.where(gone, 0, days).astype(np.int32), pa.int32(), mask=gone).cast(pa.date32())


def _yuan(minor: Ints, present: Bools) -> pa.Array:
    """Write fen as decimal text; through 128-bit decimals, whose two halves are laid out here."""
    halves = np.empty((len(minor), 2), np.int64)
    halves[:, 0], halves[:, 1] = minor, minor >> 63
    decimals = pa.Array.from_buffers(pa.decimal128(38, _FEN), len(minor), [None, pa.py_buffer(halves)])
    return pc.if_else(pa.array(present), decimals, None).cast(pa.string())


def _interest(s: Ints, den: Ints) -> Ints:
    """Return the accrued interest, rounded half up once (R13)."""
    safe = np.maximum(den, 1)
    return np.where(den > 0, (2 * s[:, c.ACCRUED] + safe) // (2 * safe), 0)


def _provisional(s: Ints, t: Any, known: Known, calendar: Calendar) -> Bools:
    """Whether a due day rests on days that no notice has announced, or interest on a rate that is missing."""
    nominal = s[:, c.NOMINAL]
    counted = (t["unit"] == WORKDAY) & (t["fixed"] >= NEVER)

    def announced(day: Ints) -> Bools:
        return (calendar.first <= day) & (day <= calendar.last)

    sure = announced(s[:, c.RAW]) & announced(nominal)
    sure &= (s[:, c.GRACE_END] >= NEVER) | announced(s[:, c.GRACE_END])
    sure &= ~counted | announced(t["anchor"] + 1)
    rests = (known.uncalendared == 0) & (nominal < NEVER) & (counted | (t["roll"] != NO_ROLL))
    return (rests & ~sure) | ((s[:, c.FLAG_BITS] & c.F_RATE_MISSING) > 0)


def _flags(s: Ints, known: Known, provisional: Bools) -> pa.Array:
    open_ = ~np.isin(s[:, c.STATE], _CLOSED)
    unknown = open_ & (known.as_of > known.horizon)
    used_up = (known.spent > 0) & (s[:, c.CREDIT] == known.spent)
    bits = np.where(used_up, s[:, c.FLAG_BITS] & ~c.F_CREDIT, s[:, c.FLAG_BITS])
    key = bits | known.draft << _DRAFT | provisional.astype(np.int64) << _PROVISIONAL
    key |= np.where(unknown, known.horizon + 1, 0) << _HORIZON
    return _spelled(key, _flag_words)


def _flag_words(key: int) -> str:
    words = [name for bit, name in enumerate(FLAGS) if key >> bit & 1]
    if horizon := key >> _HORIZON:
        words.append(f"unknown_after({iso(horizon - 1)})")
    return " ".join(words + ["draft"] * (key >> _DRAFT & 1) + ["provisional"] * (key >> _PROVISIONAL & 1))


def _rules(s: Ints, t: Any, b: Batch, known: Known) -> pa.Array:
    due, bits = s[:, c.NOMINAL], s[:, c.FLAG_BITS]
    period = (t["fixed"] >= NEVER) & (due < NEVER)
    pieces = np.diff(b.tolled_at)
    holds = {
        "R2": period, "R3": period & np.isin(t["unit"], (MONTH, YEAR)), "R5": (due < NEVER) & (due != s[:, c.RAW]), "R7": t["grace_n"] > 0,
        "R8": s[:, c.BREACH_DAYS] > 0, "R9": (s[:, c.TOLLED_DAYS] > 0) | ((pieces > 0) & (due >= NEVER)), "R10": t["condition"] > 0,
        "R11": (t["amount"] >= 0) & _performed(b), "R12": s[:, c.CREDIT] > 0, "R13": (t["den"] > 0) & (s[:, c.ACCRUED] > 0),
        "R14": (bits & c.F_REPUDIATED) > 0,
        "R15": ((bits & (c.F_CURED | c.F_CURE_ASSUMED)) > 0) | np.isin(s[:, c.STATE], (c.CURING, c.DEFAULTED)),
        "R16": known.as_of > known.horizon, "R17": (bits & c.F_AMENDED) > 0, "R18": (bits & c.F_TIME_BARRED) > 0,
        "A9": (bits & c.F_CURE_ASSUMED) > 0, "A12": (bits & c.F_BACKDATED) > 0,
    }  # fmt: skip
    key = np.zeros(len(due), np.int64)
    for bit, code in enumerate(RULES):
        key |= holds[code].astype(np.int64) << bit
    return _spelled(key, lambda key: " ".join(code for bit, code in enumerate(RULES) if key >> bit & 1))


def _performed(b: Batch) -> Bools:
    """Whether an obligation has a performance among its events."""
    found = np.concatenate(([0], np.cumsum(np.asarray(b.code) == c.PERFORM)))
    return found[b.event_at[1:]] > found[b.event_at[:-1]]


def _spelled(key: Ints, words: Any) -> pa.Array:
    """Write each key in words; there are few different ones."""
    coded = pa.array(key).dictionary_encode()
    return pa.array([words(one) for one in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)
