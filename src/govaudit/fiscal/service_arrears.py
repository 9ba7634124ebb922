"""Arrears of debt service and what they cost: 罚息, 复利, 承诺费, exchange differences. Amounts in minor units, rounded half up once.

Part payments settle interest before principal (民法典 561). Late interest counts from the day after the due day (R8), a 360th of the
yearly rate a day; the factor 1.5 is the most that 银发〔2003〕251号 (article 3) allows, and the contract's own where it states one.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.duties.debt_service import LATE_FACTOR
from govaudit.model.money import half_up

if TYPE_CHECKING:
    from decimal import Decimal

    from govaudit.engine.status import Status
    from govaudit.schedules.schedule import Flow


class Arrears(NamedTuple):
    """What of a flow is open after its payment day, and what the days late cost so far: on principal 罚息, on interest 复利."""

    principal: int
    interest: int
    days: int
    penalty: int
    compound: int


def arrears(flow: Flow, status: Status, factor: Fraction = LATE_FACTOR) -> Arrears:
    """Return the arrears of a flow from the status of its obligation; 罚息 and 复利 also of what was late and is paid by now."""
    open_principal, open_interest = split(flow, status.open_amount or 0 if status.breach_days else 0)
    penalty, compound = Fraction(0), Fraction(0)
    for span in status.spans:
        principal, interest = split(flow, span.balance)
        penalty += late(principal, flow.rate, span.days, factor)
        compound += late(interest, flow.rate, span.days, factor)
    return Arrears(open_principal, open_interest, status.breach_days, _rounded(penalty), _rounded(compound))


def split(flow: Flow, open_amount: int) -> tuple[int, int]:
    """Split what is open of a flow into (principal, interest): interest is paid first."""
    principal = min(open_amount, flow.principal)
    return principal, open_amount - principal


def late(
    amount: int, rate: Decimal | Fraction, days: int, factor: Fraction = LATE_FACTOR, basis: int = 360
) -> Fraction:
    """Return amount × rate × factor × days / basis, exact."""
    return amount * Fraction(rate) * factor * days / basis


def late_interest(
    amount: int, rate: Decimal | Fraction, days: int, factor: Fraction = LATE_FACTOR, basis: int = 360
) -> int:
    """罚息 of late principal, 复利 of late interest: amount × rate × factor × days / basis."""
    return _rounded(late(amount, rate, days, factor, basis))


def commitment_fee(undrawn: int, rate: Decimal | Fraction, days: int, basis: int = 360) -> int:
    """承诺费: undrawn × rate × days / basis."""
    return _rounded(undrawn * Fraction(rate) * days / basis)


def revalued(foreign: Decimal | int, rate: Decimal) -> int:
    """Return a foreign amount (major units) in fen at yuan per unit."""
    return _rounded(Fraction(foreign) * Fraction(rate) * 100)


def exchange_gain(opening: int, drawn: int, repaid: int, closing: int) -> int:
    """汇兑损益, all in one currency at the rates of their days: opening + drawn − repaid − closing; a loss is negative."""
    return opening + drawn - repaid - closing


def _rounded(value: Fraction) -> int:
    return half_up(value.numerator, value.denominator)
