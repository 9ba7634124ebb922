"""What the generated contracts hold: obligations and events as Arrow tables, each row a function of the obligation's number alone.

Contracts of four obligations, of two kinds in turn:

* delivery by a fixed day; a payment 30 days after an invoice; a payment some working days after a date; a report within some months of a
  date. Payments name their debt, come in up to three parts and bear the late interest of a dated table, interest or principal first.
* a filing some working days after delivery; two instalments, by a fixed day and by months; a report some days after a date. Payments
  name only the contract: they settle the instalments first in, first out, without interest.

Any obligation may be suspended once, agreed or by a court; one suspension in six has no end. About 1.4 events an obligation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

EACH = 4  # obligations of a contract
CONTRACTS_OF_A_POST = 250
_EPOCH = np.datetime64("1970-01-01")
_FIRST = 19724  # 2024-01-02: contracts start from here on
_DAYS = 800  # within so many days
DELIVER, INVOICED, WORKDAYS, MONTHS, FILE, FIRST, SECOND, REPORT = range(2 * EACH)
_TITLES = (
    "交付设备",
    "支付开票货款",
    "支付验收款",
    "提交进度报告",
    "办理备案",
    "第一期价款",
    "第二期价款",
    "提交结算资料",
)
_ACTIONS = ("deliver", "pay", "pay", "report", "file", "pay", "pay", "report")
_UNITS = (None, "day", "workday", "month", "workday", None, "month", "day")


def drawn(number: Ints, salt: int, below: int) -> Ints:
    """Return a whole number in [0, below) for each number: the same always, without a pattern (splitmix64)."""
    x = number.astype(np.uint64) + np.uint64((salt + 1) * 0x9E3779B97F4A7C15 % 2**64)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((x ^ (x >> np.uint64(31))) % np.uint64(below)).astype(np.int64)


class Duties(NamedTuple):
    """Obligations by number: contract, kind, first day, amount in minor units (0 for acts), parts it is paid in."""

    number: Ints
    contract: Ints
    kind: Ints
    start: Ints
    amount: Ints
    parts: Ints


def duties(number: Ints) -> Duties:
    """Return what the events and the terms of these obligations both rest on; the instalments of a contract start together."""
    contract = number // EACH
    kind = number % EACH + EACH * (contract % 2)
    of = np.where((kind == FIRST) | (kind == SECOND), contract * EACH, number)
    pays = np.isin(kind, (INVOICED, WORKDAYS, FIRST, SECOND))
    amount = np.where(pays, 100_000 + drawn(number, 1, 90_000_000), 0)
    parts = np.array([0] * 2 + [1] * 12 + [2] * 4 + [3] * 2)[drawn(number, 2, 20)]
    return Duties(number, contract, kind, _FIRST + drawn(of, 3, _DAYS), amount, parts)


# --- Arrow ------------------------------------------------------------------------------------------------------------


def names(letter: str, number: Ints) -> pa.Array:
    """Return ids: a letter and the number."""
    return pc.binary_join_element_wise(letter, pa.array(number).cast(pa.string()), "")


def dates(day: Ints, known: NDArray[np.bool_] | None = None) -> pa.Array:
    """Return days as dates, null where not known."""
    return pa.array(day.astype(np.int32), pa.date32(), mask=None if known is None else ~known)


def money(minor: Ints, known: NDArray[np.bool_]) -> pa.Array:
    """Return minor units as DECIMAL(18, 2), null where not known."""
    wide = np.stack([minor, np.zeros_like(minor)], axis=1)  # 128 bits, none negative
    validity = pa.py_buffer(np.packbits(known, bitorder="little"))
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(minor), [validity, pa.py_buffer(wide)])


def words(code: Ints, said: tuple[str | None, ...]) -> pa.Array:
    """Return one of a few words by its number."""
    return pa.DictionaryArray.from_arrays(pa.array(code.astype(np.int8)), pa.array(said, pa.string())).cast(pa.string())


# --- obligations ------------------------------------------------------------------------------------------------------


def obligations(number: Ints, posts: int) -> pa.Table:
    """Return the obligations of these numbers, in their order, with the columns of the docket."""
    d = duties(number)
    fixed = np.isin(d.kind, (DELIVER, FIRST))
    due = d.start + np.where(d.kind == DELIVER, 60 + drawn(number, 4, 200), drawn(number, 4, 60))
    pays = d.amount > 0
    interest = np.isin(d.kind, (INVOICED, WORKDAYS))
    order = np.where(interest, drawn(number, 5, 2), np.where(pays, 2, 3))
    return pa.table(
        {
            "id": names("o", number),
            "instrument": names("i", d.contract),
            "title": words(d.kind, _TITLES),
            "bearer": names("p", d.contract % posts),
            "action": words(d.kind, _ACTIONS),
            "due_on": dates(due, fixed),
            "anchor": _anchors(d, fixed),
            "n": pa.array(_periods(d).astype(np.int32), mask=fixed),
            "unit": words(d.kind, _UNITS),
            "amount": money(d.amount, pays),
            "allocation": words(order, ("interest_first", "principal_first", "fifo", None)),
            "interest_mode": words(np.where(interest, 0, np.where(pays, 1, 2)), ("floating", "none", None)),
            "rate_table": words(np.where(interest, 0, 1), ("lpr", None)),
        }
    )


def _anchors(d: Duties, fixed: NDArray[np.bool_]) -> pa.Array:
    """Return what periods run from: the name of an event, or a date as text."""
    dated = dates(d.start).cast(pa.string())
    named = words(np.where(d.kind == INVOICED, 0, np.where(d.kind == FILE, 1, 2)), ("invoiced", "delivered", None))
    return pc.if_else(pa.array(fixed), pa.scalar(None, pa.string()), pc.coalesce(named, dated))


def _periods(d: Duties) -> Ints:
    """Return the length of each period, in its own unit."""
    few = {
        INVOICED: 30,
        WORKDAYS: 5 + drawn(d.number, 6, 40),
        MONTHS: 1 + drawn(d.number, 6, 11),
        FILE: 10 + drawn(d.number, 6, 20),
        SECOND: 6 + drawn(d.number, 6, 6),
        REPORT: 30 + drawn(d.number, 6, 90),
    }
    return np.select([d.kind == kind for kind in few], list(few.values()), 0)


# --- events -----------------------------------------------------------------------------------------------------------

_TYPES = ("invoiced", "delivered", "pay", "perform", "suspend", "resume")
_CAUSES = (None, "court", "agreed")
_MOST = 8  # events of an obligation are numbered below this


class Part(NamedTuple):
    """Events of one sort: the obligations they belong to (places, not numbers), number within it, type, day, amount, cause."""

    at: Ints
    number: int
    type: int
    day: Ints
    amount: Ints | None = None
    cause: Ints | None = None


def events(number: Ints) -> pa.Table:
    """Return the events of these obligations, those of one beside each other; payments of instalments stand on the contract."""
    d = duties(number)
    parts = [part for made in (_triggers(d), _payments(d), _performances(d), _suspensions(d)) for part in made]
    zeros = [np.zeros(len(part.at), np.int64) for part in parts]
    at = np.concatenate([part.at for part in parts])
    key = at * _MOST + np.concatenate([zero + part.number for zero, part in zip(zeros, parts, strict=True)])
    order = np.argsort(key)
    kind = np.concatenate([zero + part.type for zero, part in zip(zeros, parts, strict=True)])[order]
    day = np.concatenate([part.day for part in parts])[order]
    amount = np.concatenate([z if p.amount is None else p.amount for z, p in zip(zeros, parts, strict=True)])[order]
    cause = np.concatenate([z if p.cause is None else p.cause for z, p in zip(zeros, parts, strict=True)])[order]
    at, number = at[order], number[at[order]] * _MOST + key[order] % _MOST
    on_contract = pa.array((kind == 1) | ((kind == 2) & (d.kind[at] >= EACH)))  # noqa: PLR2004 - delivered, pay
    none = pa.scalar(None, pa.string())
    return pa.table(
        {
            "id": names("e", number),
            "obligation": pc.if_else(on_contract, none, names("o", d.number[at])),
            "instrument": pc.if_else(on_contract, names("i", d.contract[at]), none),
            "type": words(kind, _TYPES),
            "occurred_on": dates(day),
            "amount": money(amount, amount > 0),
            "cause": words(cause, _CAUSES),
        }
    )


def _triggers(d: Duties) -> Iterator[Part]:
    """Yield what periods run from; one in twenty has not come."""
    for kind, name in ((INVOICED, 0), (FILE, 1)):
        at = np.flatnonzero((d.kind == kind) & (drawn(d.number, 7, 20) > 0))
        yield Part(at, 0, name, d.start[at])


def _payments(d: Duties) -> Iterator[Part]:
    """Yield the parts each debt is paid in, the last of which one debtor in ten withholds."""
    for n in range(1, 4):
        stays_away = (n == d.parts) & (drawn(d.number, 8, 10) == 0)
        at = np.flatnonzero((d.amount > 0) & (n <= d.parts) & ~stays_away)
        amount = d.amount[at] * n // d.parts[at] - d.amount[at] * (n - 1) // d.parts[at]
        day = d.start[at] + 10 + drawn(d.number[at], 9, 60) + (n - 1) * (5 + drawn(d.number[at], 10, 90))
        day += np.where(d.kind[at] == SECOND, 160, 0)
        yield Part(at, n, 2, day, amount)


def _performances(d: Duties) -> Iterator[Part]:
    """Yield the acts done, in time and late; one in ten is not."""
    at = np.flatnonzero((d.amount == 0) & (drawn(d.number, 11, 10) > 0))
    yield Part(at, 4, 3, d.start[at] + drawn(d.number[at], 12, 400))


def _suspensions(d: Duties) -> Iterator[Part]:
    """Yield suspensions of up to two months, a third of them by a court, and their ends."""
    at = np.flatnonzero(drawn(d.number, 13, 18) == 0)
    cause = np.where(drawn(d.number[at], 14, 3) == 0, 1, 2)
    begin = d.start[at] + drawn(d.number[at], 15, 100)
    yield Part(at, 5, 4, begin, None, cause)
    ends = drawn(d.number[at], 16, 6) > 0
    yield Part(at[ends], 6, 5, (begin + 5 + drawn(d.number[at], 17, 55))[ends], None, cause[ends])
