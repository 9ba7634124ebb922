"""Payments that name no obligation, and surplus: which debt of the instrument they settle (R11, R12, 民法典 560).

Due before undue; among due debts the heaviest (highest rate), then the earliest due, equals in proportion. What is left is credit,
used on the due day of the next debt, not before. With a single debt there is nothing to choose: a payment is that debt's.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.engine import codes as c
from govaudit.engine.bind import counted_amount
from govaudit.engine.deadline import NEVER
from govaudit.engine.interest import rate_on
from govaudit.engine.kernel import fold, interest
from govaudit.model.days import DEFAULT_TZ

if TYPE_CHECKING:
    from govaudit.engine.bind import Binder
    from govaudit.engine.terms import Days

_PAYING = {None, "pay", "refund"}


class Debt(NamedTuple):
    """One debt of an instrument on a day: what is open, what it bears, when it is due."""

    row: int
    id: str
    due: int
    open: int
    weight: Fraction
    fifo: bool


def allot(binder: Binder, days: Days) -> None:
    """Allot undesignated payments and surplus of every instrument: the parts go to `binder.allotted`."""
    debts = _debts_of(binder)
    several = {name for name, currency in debts if currency != "CNY" and (name, "CNY") in debts}
    for (instrument, currency), rows in debts.items():
        payments = _undesignated(binder, instrument, currency, several)
        if payments:
            _allot_instrument(binder, rows, sorted(payments), days)
        if len(rows) > 1:
            _use_surplus(binder, rows, days)


def _debts_of(binder: Binder) -> dict[tuple[str, str], list[int]]:
    """Return the contractual money obligations of each instrument, by currency."""
    t = binder.table
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    columns = zip(t["instrument"], t["amount"], t["action"], t["id"], t["currency"], strict=True)
    for row, (instrument, amount, action, key, currency) in enumerate(columns):
        if instrument is not None and amount is not None and action in _PAYING and key not in binder.docket.statutory:
            found[instrument, currency or "CNY"].append(row)
    return found


def _undesignated(binder: Binder, instrument: str, currency: str, several: set[str]) -> list[tuple[int, str, int]]:
    """Return the payments on the instrument itself; where its debts have `several` currencies, one that states none is in yuan."""
    found = []
    for fact in binder.facts.of_instrument.get(instrument, ()):
        day, amount = fact.on(DEFAULT_TZ), counted_amount(fact, currency)
        if fact.currency is None and instrument in several and currency != "CNY":
            continue
        if fact.type == "pay" and amount is not None and day <= binder.as_of:
            binder.used.add(fact.row)
            found.append((day, fact.id, amount))
    return found


def _use_surplus(binder: Binder, rows: list[int], days: Days) -> None:
    """Use what was paid on a debt beyond it for the next debts, on their due days (R12)."""
    for row in rows:
        duty = binder.duty(row)
        state, _ = fold(duty.versions, duty.events, duty.tolled, duty.rates, days)
        credit = state[c.CREDIT]
        if not credit:
            continue
        paid_on = max(day for day, code in zip(duty.events.day, duty.events.code, strict=True) if code == c.PERFORM)
        for due in sorted(
            {debt.due for debt in _open_debts(binder, rows, days, days.as_of) if paid_on < debt.due <= days.as_of}
        ):
            debts = [debt for debt in _open_debts(binder, rows, days, due) if debt.due == due]
            left = _spread(binder, debts, credit, due, f"{duty.id}+")
            binder.spent[duty.id] += credit - left
            credit = left


def _allot_instrument(binder: Binder, rows: list[int], payments: list[tuple[int, str, int]], days: Days) -> None:
    """Walk payments and due days in order; hand each debt its part."""
    ids = [binder.table["id"][row] for row in rows]
    if len(rows) == 1:
        binder.allotted[ids[0]] += [(day, amount, name) for day, name, amount in payments]
        return
    dues = sorted({debt.due for debt in _open_debts(binder, rows, days, days.as_of) if debt.due <= days.as_of})
    steps = sorted([(day, name, amount) for day, name, amount in payments] + [(due, "~", 0) for due in dues])
    credit = 0
    names: list[str] = []
    for day, name, amount in steps:
        credit += amount
        if amount:
            names.append(name)
        if credit:
            credit = _spread(binder, _open_debts(binder, rows, days, day), credit, day, names[-1])


def _open_debts(binder: Binder, rows: list[int], days: Days, day: int) -> list[Debt]:
    """Return the debts open on a day, due ones first in the order in which money settles them."""
    found = []
    at = days._replace(as_of=min(day, days.as_of))
    for row in rows:
        duty = binder.duty(row)
        upto = [i for i in range(len(duty.events.day)) if duty.events.day[i] <= day]
        events = type(duty.events)(*([column[i] for i in upto] for column in duty.events))
        state, _ = fold(duty.versions, events, duty.tolled, duty.rates, at)
        terms = duty.versions[0]
        owed = state[c.BALANCE] + interest(state, terms) - state[c.INTEREST_PAID]
        if owed > 0 and state[c.DUE] < NEVER:
            rate = rate_on(duty.rates.first, duty.rates.numerator, day)
            weight = Fraction(max(rate, 0), terms.den) if terms.den else Fraction(0)
            found.append(Debt(row, duty.id, state[c.DUE], owed, weight, binder.table["allocation"][row] == "fifo"))
    return found


def _spread(binder: Binder, debts: list[Debt], money: int, day: int, name: str) -> int:
    """Settle the due debts in order, equals in proportion with largest remainders; return what is left."""
    groups: dict[tuple[Fraction, int], list[Debt]] = defaultdict(list)
    for debt in debts:
        if debt.due <= day:
            groups[Fraction(0) if debt.fifo else -debt.weight, debt.due].append(debt)
    for key in sorted(groups):
        for debt, part in shares(groups[key], money):
            if part:
                binder.allotted[debt.id].append((day, part, f"{name}>{debt.id}"))
        money -= min(money, sum(debt.open for debt in groups[key]))
    return money


def shares(debts: list[Debt], money: int) -> list[tuple[Debt, int]]:
    """Divide money over debts in proportion to what is open, whole minor units, largest remainders first (民法典 560)."""
    total = sum(debt.open for debt in debts)
    if money >= total:
        return [(debt, debt.open) for debt in debts]
    parts = [divmod(money * debt.open, total) for debt in debts]
    left = money - sum(whole for whole, _ in parts)
    order = sorted(range(len(debts)), key=lambda i: (-parts[i][1], debts[i].id))
    extra = set(order[:left])
    return [(debt, parts[i][0] + (i in extra)) for i, debt in enumerate(debts)]
