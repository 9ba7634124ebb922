"""Payments that name no obligation, and surplus: which debt of the instrument they settle (R11, R12, 民法典 560).

Due before undue; among due debts the heaviest (highest rate), then the earliest due, equals in proportion. What is left is credit,
used on the due day of the next debt, not before. With a single debt there is nothing to choose: a payment is that debt's.

A contract of hundreds of instalments takes hundreds of payments: each debt is bound once, and folded only where money may reach it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from math import lcm
from typing import TYPE_CHECKING

from govaudit.docket.events import day_of
from govaudit.model import DEFAULT_TZ
from govaudit.rules.days import NEVER
from govaudit.settle import codes as c
from govaudit.settle.duty_terms import counted_amount
from govaudit.settle.interest import rate_on
from govaudit.settle.kernel import fold, interest
from govaudit.settle.terms import EventColumns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.settle.bind_rows import Binder, BoundDuty
    from govaudit.settle.terms import Days

_PAYING = {None, "pay", "refund"}
_LOWERING = {c.WAIVE, c.IMPOSSIBLE, c.CHANGE}  # events that may leave less open than was agreed


def allot(binder: Binder, days: Days, moved: frozenset[int] | None = None) -> dict[int, BoundDuty]:
    """Allot undesignated payments and surplus of every instrument: the parts go to `binder.allotted`.

    Once they were allotted, `moved` are the rows whose terms have changed: only their instruments are gone through anew. Returns the
    duties bound on the way, by row: what `binder.duty` would return now.
    """
    debts = _debts_of(binder)
    several = {name for name, currency in debts if currency != "CNY" and (name, "CNY") in debts}
    bound: dict[int, BoundDuty] = {}
    for (instrument, currency), rows in debts.items():
        if moved is not None:
            if moved.isdisjoint(rows):
                continue
            for key in (binder.table["id"][row] for row in rows):
                binder.allotted.pop(key, None)
                binder.spent.pop(key, None)
        payments = sorted(_undesignated(binder, instrument, currency, several, rows))
        if len(rows) == 1:
            binder.allotted[binder.table["id"][rows[0]]] += [(day, amount, name) for day, name, amount in payments]
            continue
        ledger = _Ledger(binder, rows, days)
        if payments:
            ledger.pay(payments)
        ledger.use_surplus()
        bound |= {debt.duty.row: debt.duty for debt in ledger.debts}
    for key, tie in binder.statutory.items():
        if tie.beside:  # the money of the stated duties performs it too; their surplus is theirs
            binder.allotted[key] = [part for stated in tie.beside for part in binder.allotted.get(stated, ())]
    return bound


def _debts_of(binder: Binder) -> dict[tuple[str, str], list[int]]:
    """Return the money obligations of each instrument, by currency: the contractual ones, and those of the law that share with them.

    Where one of the law shares, payments that name no duty are the public side's, and none goes to a duty of the other side.
    """
    t, statutory = binder.table, binder.statutory
    shared = {t["instrument"][binder.number[key]] for key, tie in statutory.items() if tie.shares or tie.beside}
    other = dict(zip(binder.docket["instruments"]["id"], binder.docket["instruments"]["counterparty"], strict=True))
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    columns = zip(t["instrument"], t["amount"], t["action"], t["id"], t["currency"], t["bearer"], strict=True)
    for row, (instrument, amount, action, key, currency, bearer) in enumerate(columns):
        if (
            instrument is None
            or amount is None
            or action not in _PAYING
            or (key in statutory and not statutory[key].shares)
        ):
            continue
        if instrument not in shared or bearer != other[instrument]:
            found[instrument, currency or "CNY"].append(row)
    return found


def _undesignated(
    binder: Binder, instrument: str, currency: str, several: set[str], rows: Sequence[int]
) -> list[tuple[int, str, int]]:
    """Return the payments on the instrument itself; where its debts have `several` currencies, one that states none is in yuan.

    Instants become days by the time zone and cut-off that all its debts share, else by the time of China without one.
    """
    found = []
    clocks = {(o.tz or DEFAULT_TZ, o.cutoff) for o in (binder.obligations[row] for row in rows)}
    clock = clocks.pop() if len(clocks) == 1 else (DEFAULT_TZ, None)
    for fact in binder.facts.of_instrument.get(instrument, ()):
        day, amount = day_of(fact, *clock), counted_amount(fact, currency)
        if fact.currency is None and instrument in several and currency != "CNY":
            continue
        if fact.type == "pay" and amount is not None and day <= binder.as_of:
            binder.used.add(fact.row)
            found.append((day, fact.id, amount))
    return found


class _Debt:
    """One debt of an instrument: bound once, each part allotted to it put among its events.

    Its due day moves only where changed terms come into force; `done_from` is a day from which nothing can be open any more.
    """

    def __init__(self, binder: Binder, row: int, days: Days) -> None:
        duty = binder.duty(row)
        self._columns = [list(column) for column in duty.events]
        duty.events = EventColumns(*self._columns)
        ids = binder.docket["events"]["id"]
        self.duty, self.days = duty, days
        self.fifo = binder.table["allocation"][row] == "fifo"
        self.done_from = NEVER
        self._keys = [(day, code, ids[number]) for day, code, number in zip(*duty.events[:2], duty.rows, strict=True)]
        self._changes = [day for day, code in zip(*duty.events[:2], strict=True) if code == c.CHANGE]
        self._dues: dict[int, int] = {}  # by the number of changes in force
        self._last: tuple[int, list[int]] | None = None

    def state(self, day: int) -> list[int]:
        """Return the slots at the end of a day, from the events up to it; of the day before where that of payment is not counted."""
        if self._last is None or self._last[0] != day:
            duty, count = self.duty, bisect_right(self.duty.events.day, day)
            events = EventColumns(*(column[:count] for column in duty.events))
            days = self.days._replace(as_of=day - duty.versions[0].skips_paying_day)
            slots, _ = fold(duty.versions, events, duty.tolled, duty.rates, days)
            self._last = day, slots
        return self._last[1]

    def due(self, day: int) -> int:
        """Return the due day under the terms in force on a day."""
        number = bisect_right(self._changes, day)
        if number not in self._dues:
            self._dues[number] = self.state(day)[c.DUE]
        return self._dues[number]

    def open(self, day: int) -> int:
        """Return what is owed at the end of a day: balance and interest."""
        slots = self.state(day)
        return slots[c.BALANCE] + interest(slots, self.duty.versions[0]) - slots[c.INTEREST_PAID]

    def closed(self, day: int) -> bool:
        """Whether the debt has ended by a day, so that nothing can fall open again."""
        return self.state(day)[c.CLOSED] < NEVER

    def put(self, day: int, amount: int, name: str) -> None:
        """Put a part among the events, where the order of a day has it."""
        key = (day, c.PERFORM, name)
        place = bisect_right(self._keys, key)
        self._keys.insert(place, key)
        for column, value in zip((*self._columns, self.duty.rows), (day, c.PERFORM, amount, -1), strict=True):
            column.insert(place, value)
        self._last = None
        if self._changes:  # a debt that has ended keeps its terms
            self._dues.clear()

    def surplus(self) -> int:
        """Return what was paid beyond the debt as of the day of the verdict."""
        events, terms = self.duty.events, self.duty.versions[0]
        paid = [value for code, value in zip(events.code, events.value, strict=True) if code == c.PERFORM]
        if c.IN_FULL not in paid and sum(paid) <= terms.amount and not _LOWERING & set(events.code):
            return 0
        return self.state(self.days.as_of)[c.CREDIT]


class _Ledger:
    """The debts of one instrument in one currency, and the order in which money settles them."""

    def __init__(self, binder: Binder, rows: Sequence[int], days: Days) -> None:
        self.binder, self.as_of = binder, days.as_of
        self.debts = [_Debt(binder, row, days) for row in rows]
        self._scale = lcm(*(debt.duty.versions[0].den or 1 for debt in self.debts))

    def pay(self, payments: list[tuple[int, str, int]]) -> None:
        """Walk payments (day, name, amount) and due days in order; hand each debt its part."""
        dues = [(due, "~", 0) for due in self._open_dues(-NEVER)]
        credit, last = 0, ""
        for day, name, amount in sorted([*payments, *dues]):
            credit += amount
            if amount:
                last = name
            if credit:
                credit = self._spread(credit, day, last)

    def use_surplus(self) -> None:
        """Use what was paid on a debt beyond it for the next debts, on their due days (R12)."""
        for debt in self.debts:
            credit = debt.surplus()
            if not credit:
                continue
            events, key = debt.duty.events, debt.duty.id
            paid_on = max(day for day, code in zip(events.day, events.code, strict=True) if code == c.PERFORM)
            for due in self._open_dues(paid_on):
                left = self._spread(credit, due, f"{key}+", due)
                self.binder.spent[key] += credit - left
                credit = left
                if not credit:
                    break

    def _open_dues(self, after: int) -> list[int]:
        """Return the due days after a day, up to that of the verdict, of what is still open then."""
        as_of = self.as_of
        return sorted(
            {debt.due(as_of) for debt in self.debts if after < debt.due(as_of) <= as_of and debt.open(as_of) > 0}
        )

    def _spread(self, money: int, day: int, name: str, due: int | None = None) -> int:
        """Settle the debts due by a day (or all on one day) in order, equals in proportion; return what is left."""
        groups: dict[tuple[int, int], list[_Debt]] = defaultdict(list)
        for debt in self.debts:
            if day < debt.done_from and (debt.due(day) <= day if due is None else debt.due(day) == due):
                groups[0 if debt.fifo else -self._weight(debt, day), debt.due(day)].append(debt)
        for key in sorted(groups):
            if not money:
                break
            owed = [(debt, debt.open(day)) for debt in groups[key]]
            for debt, amount in owed:
                if amount <= 0 and debt.closed(day):
                    debt.done_from = day
            money -= self._settle([(debt, amount) for debt, amount in owed if amount > 0], money, day, name)
        return money

    def _settle(self, owed: list[tuple[_Debt, int]], money: int, day: int, name: str) -> int:
        """Hand out what the debts of one rank take of the money; return how much that was."""
        total = sum(amount for _, amount in owed)
        for debt, part in shares(owed, money):
            if part:
                debt.put(day, part, f"{name}>{debt.duty.id}")
                self.binder.allotted[debt.duty.id].append((day, part, f"{name}>{debt.duty.id}"))
        return min(money, total)

    def _weight(self, debt: _Debt, day: int) -> int:
        """Return the rate a debt bears on a day, over the denominator of all of them."""
        rates, den = debt.duty.rates, debt.duty.versions[0].den
        return max(rate_on(rates.first, rates.numerator, day), 0) * (self._scale // den) if den else 0


def shares(owed: Sequence[tuple[_Debt, int]], money: int) -> list[tuple[_Debt, int]]:
    """Divide money over debts in proportion to what is open, whole minor units, largest remainders first (民法典 560)."""
    total = sum(amount for _, amount in owed)
    if money >= total:
        return list(owed)
    parts = [divmod(money * amount, total) for _, amount in owed]
    left = money - sum(whole for whole, _ in parts)
    order = sorted(range(len(owed)), key=lambda i: (-parts[i][1], owed[i][0].duty.id))
    extra = set(order[:left])
    return [(debt, parts[i][0] + (i in extra)) for i, (debt, _) in enumerate(owed)]
