"""The debt ledger (债务台账): by unit, class and year what was owed, raised, repaid and is owed, each flow apart.

New debt, refinancing and the swap of hidden debt are told apart by the words of `purpose` (再融资, 置换); the docket has no other place
for it. Contingent debt has rows of its own and enters no total. Units form a tree: beside a unit's own rows stand those of the unit
with all below it. Amounts in fen; debts in another currency are revalued where a rate table `USD/CNY` is given, the change by exchange
rates a flow of its own, and stay in their currency where none is.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from govaudit.finance.debt_ledger.penalty_interest import split_arrears
from govaudit.model import exponent, half_up, to_day
from govaudit.schedules import flows
from govaudit.settle import settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from govaudit.docket import Docket
    from govaudit.duties import DebtService
    from govaudit.schedules import Debt

Raised = Literal["new", "refinancing", "swap"]
TOTAL, CONTINGENT = "total", "contingent"
_WORDS: dict[Raised, tuple[str, ...]] = {"swap": ("置换", "swap"), "refinancing": ("再融资", "借新还旧", "refinanc")}


@dataclass(slots=True)
class Sums:
    """The movement of one year: opening + new + refinancing + swap + fx − repaid = closing; `overdue` is part of closing."""

    opening: int = 0
    new: int = 0
    refinancing: int = 0
    swap: int = 0
    repaid: int = 0
    fx: int = 0
    closing: int = 0
    overdue: int = 0
    undrawn: int = 0
    debts: int = 0

    def add(self, other: Sums) -> None:
        """Add another movement to this one."""
        for name in AMOUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))


AMOUNTS = tuple(field.name for field in fields(Sums))


class LedgerEntry(NamedTuple):
    """One row: `scope` own for the unit alone, all with the units below; `kind` a class of debt, or total of those not contingent."""

    unit: str
    scope: Literal["own", "all"]
    kind: str
    currency: str
    sums: Sums


def raised_as(debt: Debt) -> Raised:
    """Tell new debt, refinancing and swap of hidden debt by the words of the purpose."""
    purpose = (debt.purpose or "").lower()
    return next((kind for kind, words in _WORDS.items() if any(word in purpose for word in words)), "new")


def overdue_principal(service: DebtService, day: int) -> dict[str, int]:
    """Return by debt the principal past due and unpaid at the end of a day; debts without any payment on record count as paid."""
    found: dict[str, int] = defaultdict(int)
    for status in settle(service.view.on(day)):
        flow = service.flow.get(status.obligation)
        if flow is not None and flow.debt not in service.unrecorded and flow.pay_on <= day and status.open_amount:
            found[flow.debt] += split_arrears(flow, status.open_amount)[0]
    return found


class LedgerRates(NamedTuple):
    """Yuan per unit of each currency, from a day on."""

    rows: Mapping[str, list[tuple[int, Fraction]]]

    @classmethod
    def read(cls, docket: Docket) -> LedgerRates:
        """Read the rate tables named `<currency>/CNY`."""
        table, found = docket["rates"], defaultdict(list)
        for name, first, value in zip(table["table"], table["from"], table["value"], strict=True):
            if name.endswith("/CNY"):
                found[name.removesuffix("/CNY")].append((first, Fraction(value)))
        return cls({currency: sorted(rows) for currency, rows in found.items()})

    def on(self, currency: str, day: int) -> Fraction | None:
        """Return the rate in force on a day: 1 for the yuan, None where it is not known."""
        if currency == "CNY":
            return Fraction(1)
        known = [value for first, value in self.rows.get(currency, ()) if first <= day]
        return known[-1] if known else None


def ledger_of_year(service: DebtService, year: int) -> list[LedgerEntry]:
    """Return the ledger of a docket for a year; days after that of the view are as planned."""
    ends = (to_day(dt.date(year - 1, 12, 31)), to_day(dt.date(year, 12, 31)))
    late = [overdue_principal(service, min(end, service.view.as_of)) for end in ends]
    docket = service.view.docket
    parents = dict(zip(docket["orgs"]["id"], docket["orgs"]["parent"], strict=True))
    return ledger(service.debts, year, LedgerRates.read(docket), parents, (late[0], late[1]))


def ledger(
    debts: Iterable[Debt], year: int, rates: LedgerRates, parents: Mapping[str, str | None],
    overdue: tuple[Mapping[str, int], Mapping[str, int]] = ({}, {}),
) -> list[LedgerEntry]:  # fmt: skip
    """Return the rows of a year; `overdue` is the principal unpaid past its day at the end of the year before and of the year."""
    own: dict[tuple[str, str, str], Sums] = defaultdict(Sums)
    for debt in debts:
        currency, sums = _movement(debt, year, rates, (overdue[0].get(debt.id, 0), overdue[1].get(debt.id, 0)))
        if sums is not None:
            own[debt.unit, debt.kind, currency].add(sums)
    every: dict[tuple[str, str, str], Sums] = defaultdict(Sums)
    for (unit, kind, currency), sums in own.items():
        for at in _upwards(unit, parents):
            every[at, kind, currency].add(sums)
    above = {at for unit, _, _ in own for at in _upwards(unit, parents) if at != unit}
    wide = {key: sums for key, sums in every.items() if key[0] in above}
    return [*_entries("own", own), *_entries("all", wide)]


def _upwards(unit: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    seen: set[str] = set()
    at: str | None = unit
    while at is not None and at not in seen:
        seen.add(at)
        yield at
        at = parents.get(at)


def _entries(scope: Literal["own", "all"], found: Mapping[tuple[str, str, str], Sums]) -> Iterator[LedgerEntry]:
    totals: dict[tuple[str, str], Sums] = defaultdict(Sums)
    for (unit, kind, currency), sums in found.items():
        if kind != CONTINGENT:
            totals[unit, currency].add(sums)
    rows = {**found, **{(unit, TOTAL, currency): sums for (unit, currency), sums in totals.items()}}
    order = {TOTAL: 1, CONTINGENT: 2}
    for unit, kind, currency in sorted(rows, key=lambda key: (key[0], key[2], order.get(key[1], 0), key[1])):
        yield LedgerEntry(unit, scope, kind, currency, rows[unit, kind, currency])


def _movement(debt: Debt, year: int, rates: LedgerRates, overdue: tuple[int, int]) -> tuple[str, Sums | None]:
    """Return the currency and the movement of one debt in a year, None when it has not begun or was repaid before."""
    before, last = to_day(dt.date(year - 1, 12, 31)), to_day(dt.date(year, 12, 31))
    draws = debt.draws or ((debt.start, debt.principal),)
    payments = [(flow.pay_on, flow.principal) for flow in flows(debt) if flow.principal]

    def drawn(day: int) -> int:
        return sum(amount for on, amount in draws if on <= day)

    def owed(day: int, late: int) -> int:
        return drawn(day) - sum(amount for on, amount in payments if on <= day) + late

    parts = {
        "opening": [(before, owed(before, overdue[0]))],
        raised_as(debt): [(on, amount) for on, amount in draws if before < on <= last],
        "repaid": [*((on, amount) for on, amount in payments if before < on <= last), (last, overdue[0] - overdue[1])],
        "closing": [(last, owed(last, overdue[1]))],
        "overdue": [(last, overdue[1])],
        "undrawn": [(last, debt.principal - drawn(last) if debt.start <= last < debt.end else 0)],
    }
    if not any(amount for listed in parts.values() for _, amount in listed):
        return debt.currency, None
    yuan = {name: _in_yuan(debt.currency, listed, rates) for name, listed in parts.items()}
    known = {name: amount for name, amount in yuan.items() if amount is not None}
    if len(known) < len(parts):
        return debt.currency, _sums({name: sum(amount for _, amount in listed) for name, listed in parts.items()})
    return "CNY", _sums(known)


def _sums(found: Mapping[str, int]) -> Sums:
    sums = Sums(debts=1, **found)
    sums.fx = sums.closing + sums.repaid - sums.opening - sums.new - sums.refinancing - sums.swap
    return sums


def _in_yuan(currency: str, parts: Iterable[tuple[int, int]], rates: LedgerRates) -> int | None:
    """Return amounts (day, minor units) in fen at the rates of their days, None where one is not known."""
    total = 0
    for day, minor in parts:
        rate = rates.on(currency, day) if minor else Fraction(0)
        if rate is None:
            return None
        total += half_up(minor * 100 * rate.numerator, rate.denominator * 10 ** exponent(currency))
    return total
