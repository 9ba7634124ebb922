"""Payments that name no debt, and surplus, among the debts of an instrument (settle.allocate), in arrays and without allocating.

Compiled with the kernel; as it stands it is plain Python. What the arrays are too small for, what an id would have to decide, and debts
whose rates have different denominators are left to the rows: `again`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.rules.days import NEVER
from govaudit.settle import codes as c
from govaudit.settle.fold_batch import beside_events, fits
from govaudit.settle.interest import rate_on, rounded
from govaudit.settle.kernel import fold_into
from govaudit.settle.terms import Days, EventColumns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.settle.fold_batch import Batch
    from govaudit.settle.terms import RateColumns, Terms, Tolled

PAYMENT = 100  # the code of a payment on the instrument itself, among the events of its first debt
Ints = Any  # an int64 array, or any sequence of integers
MOST_DEBTS, MOST_EVENTS, MOST_PAYMENTS = 64, 64, 128
SPANS = 3 * (2 * MOST_EVENTS + 1)  # of a debt with as many suspensions as events
_LARGEST_PRODUCT = 2.0**62
_MOST_PAID = 1 << 55
_ANY = -1


class Groups(NamedTuple):
    """Obligations `start[g]` to `start[g + 1]` belong to one instrument, of which `debts[g]` are debts; per obligation: `debt`, `fifo`."""

    start: Ints
    debts: Ints
    debt: Ints
    fifo: Ints


class Pool(NamedTuple):
    """Room for the debts of one instrument: their events (a row each), rows, due days, and what a distribution needs."""

    day: Any
    code: Any
    value: Any
    count: Any
    row: Any
    due: Any
    open: Any
    chosen: Any
    rest: Any
    waits: Any  # whether credit is used on its due day
    state: Any
    spans: Any
    paid_day: Any
    paid: Any
    numbers: Any  # [0] debts, [1] payments, [2] whether the rows must decide, [3] whether two payments of a day differ


class Allotted(NamedTuple):
    """The events of all obligations with the parts allotted to them; what of each one's surplus other debts have used; `again`."""

    day: Any
    code: Any
    value: Any
    event_at: Any
    spent: Any
    again: Any


def allot_rows(b: Batch, g: Groups, rank: Ints, nth: Ints, as_of: int, pool: Pool, to: Allotted) -> None:
    """Copy the events of all obligations, those of instruments with several debts with what falls to each."""
    filled, left = 0, len(b.day)
    for group in range(len(g.debts)):
        lo, hi = g.start[group], g.start[group + 1]
        own = b.event_at[hi] - b.event_at[lo]
        left -= own
        shared = g.debts[group] > 1 and _is_shared(b, g, lo, hi)
        if shared and _gather(b, g, lo, hi, as_of, pool):
            _share(b, g, rank, nth, as_of, pool, to)
        if shared and (pool.numbers[2] or filled + _size(pool, own) + left > len(to.day)):
            to.again[lo:hi] = 1
            shared = False
        at = 0
        for row in range(lo, hi):
            to.event_at[row] = filled
            if shared and g.debt[row]:
                filled = _put_all(pool, at, to, filled)
                at += 1
            else:
                filled = _copy(b, row, to, filled)
    to.event_at[g.start[len(g.debts)]] = filled


def _size(pool: Pool, own: int) -> int:
    total = own
    for at in range(pool.numbers[0]):
        total += pool.count[at]
    return total


def _copy(b: Batch, row: int, to: Allotted, filled: int) -> int:
    for at in range(b.event_at[row], b.event_at[row + 1]):
        if b.code[at] != PAYMENT:
            to.day[filled], to.code[filled], to.value[filled] = b.day[at], b.code[at], b.value[at]
            filled += 1
    return filled


def _put_all(pool: Pool, at: int, to: Allotted, filled: int) -> int:
    for index in range(pool.count[at]):
        to.day[filled], to.code[filled], to.value[filled] = (
            pool.day[at, index],
            pool.code[at, index],
            pool.value[at, index],
        )
        filled += 1
    return filled


def _is_shared(b: Batch, g: Groups, lo: int, hi: int) -> bool:
    """Whether a payment names no debt, or a debt may have been paid beyond what it is."""
    for row in range(lo, hi):
        paid = 0.0
        for at in range(b.event_at[row], b.event_at[row + 1]):
            code = b.code[at]
            if code == PAYMENT:
                return True
            if g.debt[row] and ((code == c.PERFORM and b.value[at] == c.IN_FULL) or code in (c.WAIVE, c.IMPOSSIBLE)):
                return True
            if code == c.PERFORM:
                paid += b.value[at]
        if g.debt[row] and paid > b.terms[row].amount:
            return True
    return False


def _gather(b: Batch, g: Groups, lo: int, hi: int, as_of: int, pool: Pool) -> bool:
    """Bring the debts of an instrument and the payments on it into the pool; False when they must be settled in rows."""
    debts = payments = 0
    pool.numbers[2], pool.numbers[3] = 1, 0
    den, total = 0, 0
    for row in range(lo, hi):
        if not g.debt[row]:
            continue
        events = b.event_at[row + 1] - b.event_at[row]
        tolled = b.tolled_at[row + 1] - b.tolled_at[row]
        if debts == MOST_DEBTS or events > MOST_EVENTS or tolled > MOST_EVENTS or not fits(b, row, as_of):
            return False
        own = b.terms[row].den
        if own and den and own != den:
            return False
        den, count = own or den, 0
        for at in range(b.event_at[row], b.event_at[row + 1]):
            if b.code[at] == PAYMENT:
                total += b.value[at]
                if payments == MOST_PAYMENTS or b.value[at] > _MOST_PAID or total > _MOST_PAID:
                    return False
                if payments and pool.paid_day[payments - 1] == b.day[at]:
                    pool.numbers[3] |= int(pool.paid[payments - 1] != b.value[at])
                pool.paid_day[payments], pool.paid[payments] = b.day[at], b.value[at]
                payments += 1
            else:
                pool.day[debts, count], pool.code[debts, count], pool.value[debts, count] = (
                    b.day[at],
                    b.code[at],
                    b.value[at],
                )
                count += 1
        pool.count[debts], pool.row[debts] = count, row
        debts += 1
    pool.numbers[0], pool.numbers[1], pool.numbers[2] = debts, payments, 0
    return True


def _share(b: Batch, g: Groups, rank: Ints, nth: Ints, as_of: int, pool: Pool, to: Allotted) -> None:
    """Walk payments and due days in order, then use what was paid on a debt beyond it for the next ones (R11, R12)."""
    debts = pool.numbers[0]
    for at in range(debts):
        fold_to(b, rank, nth, pool, at, as_of)
        pool.due[at] = pool.state[c.DUE]
        pool.open[at] = _owed(b, pool, at)
        pool.waits[at] = int(pool.due[at] <= as_of and pool.open[at] > 0)
    credit, paid, day = 0, 0, -NEVER
    while pool.numbers[1]:
        pays = paid < pool.numbers[1]
        next_due = _next_due(pool, day)
        if not pays and next_due >= NEVER:
            break
        if pays and pool.paid_day[paid] <= next_due:
            day_now = pool.paid_day[paid]
            credit += pool.paid[paid]
            paid += 1
        else:
            day_now = day = next_due
        if credit:
            credit = _spread(b, g, rank, nth, pool, credit, day_now, _ANY)
    for at in range(debts):
        _use_surplus(b, g, rank, nth, as_of, pool, at, to)


def _next_due(pool: Pool, after: int) -> int:
    """Return the first due day after a day on which credit is used, NEVER when there is none."""
    found = NEVER
    for at in range(pool.numbers[0]):
        if pool.waits[at] and after < pool.due[at]:
            found = min(found, pool.due[at])
    return found


def _use_surplus(b: Batch, g: Groups, rank: Ints, nth: Ints, as_of: int, pool: Pool, at: int, to: Allotted) -> None:
    paid, paid_on, may = 0, -NEVER, False
    for index in range(pool.count[at]):
        code = pool.code[at, index]
        if code == c.PERFORM:
            may |= pool.value[at, index] == c.IN_FULL
            paid, paid_on = paid + pool.value[at, index], pool.day[at, index]
        may |= code in (c.WAIVE, c.IMPOSSIBLE)
    row = pool.row[at]
    if not may and paid <= b.terms[row].amount:
        return
    fold_to(b, rank, nth, pool, at, as_of)
    credit = pool.state[c.CREDIT]
    if not credit:
        return
    for other in range(pool.numbers[0]):
        fold_to(b, rank, nth, pool, other, as_of)
        pool.waits[other] = int(paid_on < pool.due[other] <= as_of and _owed(b, pool, other) > 0)
    due = _next_due(pool, paid_on)
    while credit and due < NEVER:
        left = _spread(b, g, rank, nth, pool, credit, due, due)
        to.spent[row] += credit - left
        credit = left
        due = _next_due(pool, due)


def _spread(b: Batch, g: Groups, rank: Ints, nth: Ints, pool: Pool, money: int, day: int, only: int) -> int:
    """Settle the debts due by a day (or `only` on one) in order, the heaviest first, then the earliest, equals in proportion."""
    debts = pool.numbers[0]
    for at in range(debts):
        pool.chosen[at] = 0 if (pool.due[at] <= day if only == _ANY else pool.due[at] == only) else 2
    while money:
        first = -1
        for at in range(debts):
            if pool.chosen[at] == 0 and (first < 0 or _key(b, g, pool, at, day) < _key(b, g, pool, first, day)):
                first = at
        if first < 0:
            break
        key, total = _key(b, g, pool, first, day), 0
        for at in range(debts):
            if pool.chosen[at] == 0 and _key(b, g, pool, at, day) == key:
                fold_to(b, rank, nth, pool, at, day)
                pool.open[at] = _owed(b, pool, at)
                pool.chosen[at] = 1 if pool.open[at] > 0 else 2
                total += max(pool.open[at], 0)
        _hand_out(pool, money, total, day)
        money -= min(money, total)
    return money


def _key(b: Batch, g: Groups, pool: Pool, at: int, day: int) -> tuple[int, int]:
    row = pool.row[at]
    weight = 0
    if not g.fifo[row] and b.terms[row].den:
        lo, hi = b.rate_from[row], b.rate_to[row]
        weight = max(rate_on(b.first[lo:hi], b.numerator[lo:hi], day), 0)
    return -weight, pool.due[at]


def _hand_out(pool: Pool, money: int, total: int, day: int) -> None:
    """Give each chosen debt its part, whole minor units, largest remainders first; what only ids decide goes to the rows.

    Of two payments on one day the first by id is divided first, which matters only where debts of one rank share it.
    """
    left, sharing = money, 0
    for at in range(pool.numbers[0]):
        if pool.chosen[at] != 1:
            continue
        if money >= total:
            part = pool.open[at]
        else:
            if float(money) * float(pool.open[at]) > _LARGEST_PRODUCT:
                pool.numbers[2] = 1
                return
            part, pool.rest[at] = money * pool.open[at] // total, money * pool.open[at] % total
        pool.open[at] = part
        left -= part
        sharing += 1
    if money < total and sharing > 1 and pool.numbers[3]:
        pool.numbers[2] = 1
        return
    if money < total:
        _remainders(pool, left)
    for at in range(pool.numbers[0]):
        if pool.chosen[at] == 1:
            pool.chosen[at] = 2
            if pool.open[at]:
                _put(pool, at, day, pool.open[at])


def _remainders(pool: Pool, left: int) -> None:
    while left > 0:
        best, equals = -1, 0
        for at in range(pool.numbers[0]):
            if pool.chosen[at] != 1 or pool.rest[at] < 0:
                continue
            if best < 0 or pool.rest[at] > pool.rest[best]:
                best, equals = at, 1
            elif pool.rest[at] == pool.rest[best]:
                equals += 1
        if equals > left:
            pool.numbers[2] = 1
            return
        pool.open[best] += 1
        pool.rest[best] = -1
        left -= 1


def _put(pool: Pool, at: int, day: int, amount: int) -> None:
    """Put a part among the events of a debt."""
    place = pool.count[at]
    if place == MOST_EVENTS:
        pool.numbers[2] = 1
        return
    while place and (pool.day[at, place - 1], pool.code[at, place - 1]) > (day, c.PERFORM):
        pool.day[at, place], pool.code[at, place] = pool.day[at, place - 1], pool.code[at, place - 1]
        pool.value[at, place] = pool.value[at, place - 1]
        place -= 1
    pool.day[at, place], pool.code[at, place], pool.value[at, place] = day, c.PERFORM, amount
    pool.count[at] += 1


def _owed(b: Batch, pool: Pool, at: int) -> int:
    """Return balance and interest of the debt last folded."""
    s: Ints = pool.state
    return int(s[c.BALANCE] + rounded(s[c.ACCRUED], b.terms[pool.row[at]].den) - s[c.INTEREST_PAID])


def fold_to(b: Batch, rank: Ints, nth: Ints, pool: Pool, at: int, day: int) -> None:
    """Fold a debt of the pool to the end of a day, from the events up to it, into `pool.state`."""
    count = 0
    while count < pool.count[at] and pool.day[at, count] <= day:
        count += 1
    events = EventColumns(pool.day[at, :count], pool.code[at, :count], pool.value[at, :count])
    versions, tolled, rates = beside_events(b, pool.row[at])
    fold_afresh(pool.state, pool.spans, versions, events, tolled, rates, Days(rank, nth, day, NEVER))


def fold_afresh(
    s: Any, spans: Any, versions: Sequence[Terms], events: EventColumns, tolled: Tolled, rates: RateColumns, days: Days
) -> None:
    """Clear the state and fold; compiled this is a call of its own, and a batch and a pool would be 250 words on its stack."""
    for slot in range(c.SLOTS):
        s[slot] = 0
    fold_into(s, spans, versions, events, tolled, rates, days)
