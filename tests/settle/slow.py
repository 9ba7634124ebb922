"""The plain readings of two rules that the engine follows in a quicker way: what a rejection voids, what undesignated money settles."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.model.days import DEFAULT_TZ
from govaudit.rules.days.rolling import NEVER
from govaudit.settle import codes as c
from govaudit.settle.allocate import _debts_of, _undesignated
from govaudit.settle.interest import rate_on
from govaudit.settle.kernel import fold, interest
from govaudit.settle.terms import EventColumns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.docket.events.known_events import KnownEvent
    from govaudit.settle.bind_rows import Binder, BoundDuty
    from govaudit.settle.terms import Days


def reject(facts: dict[str, KnownEvent], obligation: Sequence[str | None], corrected: set[int], as_of: int) -> set[int]:
    """Look through all events for each rejection (T17)."""
    voided: set[int] = set()
    for fact in sorted((one for one in facts.values() if one.type == "reject"), key=_moment):
        if fact.row in corrected or (as_of is not None and fact.on(DEFAULT_TZ) > as_of):
            continue
        named = fact.terms.get("corrects") or fact.cause
        if named in facts:
            voided.add(facts[named].row)
            continue
        before = [
            other for other in facts.values()
            if other.type in {"perform", "pay"} and other.row not in voided | corrected
            and obligation[other.row] == obligation[fact.row] is not None and other.on(DEFAULT_TZ) <= fact.on(DEFAULT_TZ)
        ]  # fmt: skip
        if before:
            voided.add(max(before, key=_moment).row)
    return voided


def _moment(fact: KnownEvent) -> tuple[int, str]:
    return fact.on(DEFAULT_TZ), fact.id


class Open(NamedTuple):
    """What is open on a debt on a day."""

    id: str
    due: int
    open: int
    weight: Fraction


def allot(binder: Binder, days: Days) -> dict[int, BoundDuty]:
    """Bind and fold every debt anew on every day on which money may move (R11, R12)."""
    debts = _debts_of(binder)
    several = {name for name, currency in debts if currency != "CNY" and (name, "CNY") in debts}
    for (instrument, currency), rows in debts.items():
        payments = sorted(_undesignated(binder, instrument, currency, several, rows))
        if len(rows) == 1:
            binder.allotted[binder.table["id"][rows[0]]] += [(day, amount, name) for day, name, amount in payments]
            continue
        _pay(binder, rows, payments, days)
        _use_surplus(binder, rows, days)
    return {}


def _pay(binder: Binder, rows: list[int], payments: list[tuple[int, str, int]], days: Days) -> None:
    if not payments:
        return
    dues = {debt.due for debt in _open(binder, rows, days, days.as_of) if debt.due <= days.as_of}
    credit, last = 0, ""
    for day, name, amount in sorted([*payments, *((due, "~", 0) for due in dues)]):
        credit += amount
        last = name if amount else last
        if credit:
            credit = _spread(binder, _open(binder, rows, days, day), credit, day, last)


def _use_surplus(binder: Binder, rows: list[int], days: Days) -> None:
    for row in rows:
        duty = binder.duty(row)
        state, _ = fold(duty.versions, duty.events, duty.tolled, duty.rates, days)
        if not (credit := state[c.CREDIT]):
            continue
        paid_on = max(day for day, code in zip(duty.events.day, duty.events.code, strict=True) if code == c.PERFORM)
        for due in sorted(
            {debt.due for debt in _open(binder, rows, days, days.as_of) if paid_on < debt.due <= days.as_of}
        ):
            debts = [debt for debt in _open(binder, rows, days, due) if debt.due == due]
            left = _spread(binder, debts, credit, due, f"{duty.id}+")
            binder.spent[duty.id] += credit - left
            credit = left


def _open(binder: Binder, rows: list[int], days: Days, day: int) -> list[Open]:
    found = []
    for row in rows:
        duty = binder.duty(row)
        upto = [i for i in range(len(duty.events.day)) if duty.events.day[i] <= day]
        events = EventColumns(*([column[i] for i in upto] for column in duty.events))
        state, _ = fold(duty.versions, events, duty.tolled, duty.rates, days._replace(as_of=min(day, days.as_of)))
        terms = duty.versions[0]
        owed = state[c.BALANCE] + interest(state, terms) - state[c.INTEREST_PAID]
        if owed > 0 and state[c.DUE] < NEVER:
            rate = max(rate_on(duty.rates.first, duty.rates.numerator, day), 0)
            weighs = terms.den and binder.table["allocation"][row] != "fifo"
            found.append(Open(duty.id, state[c.DUE], owed, Fraction(rate, terms.den) if weighs else Fraction(0)))
    return found


def _spread(binder: Binder, debts: list[Open], money: int, day: int, name: str) -> int:
    groups: dict[tuple[Fraction, int], list[Open]] = defaultdict(list)
    for debt in debts:
        if debt.due <= day:
            groups[-debt.weight, debt.due].append(debt)
    for key in sorted(groups):
        for debt, part in zip(groups[key], _shares(groups[key], money), strict=True):
            if part:
                binder.allotted[debt.id].append((day, part, f"{name}>{debt.id}"))
        money -= min(money, sum(debt.open for debt in groups[key]))
    return money


def _shares(debts: list[Open], money: int) -> list[int]:
    total = sum(debt.open for debt in debts)
    if money >= total:
        return [debt.open for debt in debts]
    parts = [divmod(money * debt.open, total) for debt in debts]
    order = sorted(range(len(debts)), key=lambda i: (-parts[i][1], debts[i].id))
    extra = order[: money - sum(whole for whole, _ in parts)]
    return [whole + (i in extra) for i, (whole, _) in enumerate(parts)]
