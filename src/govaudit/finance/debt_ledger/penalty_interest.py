"""What loans cost beside their schedule: 罚息 and 复利 of what is late, 承诺费 of what is not drawn. Minor units, rounded half up once.

Part payments settle interest before principal (民法典 561). Late interest counts from the day after the due day (R8), a 360th of the yearly
rate a day; the factor is the contract's own where it states one, else the most that 银发〔2003〕251号 (article 3) allows.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.duties import late_factor
from govaudit.model import half_up
from govaudit.schedules import flows
from govaudit.settle import settle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.duties import DebtService
    from govaudit.schedules import Debt, Flow
    from govaudit.settle import Status

_YEAR = 360  # days of a year for late interest and fees


class Arrears(NamedTuple):
    """What of a flow is open after its payment day, and what the days late cost so far: on principal 罚息, on interest 复利."""

    n: int
    principal: int
    interest: int
    days: int
    penalty: int
    compound: int


class Fee(NamedTuple):
    """承诺费 of the days [start, end) of an accrual period: `undrawn` is what was left to draw at its end."""

    n: int
    start: int
    end: int
    undrawn: int
    fee: int


class Costs(NamedTuple):
    """What loans cost beside their schedules, by debt; `unknown` are those of which not one payment is on record."""

    late: dict[str, list[Arrears]]
    fees: dict[str, list[Fee]]
    unknown: frozenset[str]


def costs(service: DebtService) -> Costs:
    """Return the late flows of every loan and the fees for what it left undrawn, up to the day of the view."""
    loans = {debt.id: debt for debt in service.debts if debt.kind == "loan"}
    late: dict[str, list[Arrears]] = {}
    for status in settle(service.view) if loans else ():
        flow = service.flow.get(status.obligation)
        if flow is not None and flow.debt in loans and flow.debt not in service.unrecorded and status.breach_days:
            late.setdefault(flow.debt, []).append(arrears(flow, status, late_factor(loans[flow.debt])))
    view = service.view
    accrued = {
        key: commitment_fees(debt, flows(debt, view.as_of, view.known_at), view.as_of) for key, debt in loans.items()
    }
    fees = {key: found for key, found in accrued.items() if found}
    return Costs(late, fees, service.unrecorded & loans.keys())


def arrears(flow: Flow, status: Status, factor: Fraction) -> Arrears:
    """Return the arrears of a flow from the status of its obligation; 罚息 and 复利 also of what was late and is paid by now."""
    open_principal, open_interest = split_arrears(flow, status.open_amount or 0 if status.breach_days else 0)
    penalty, compound = Fraction(0), Fraction(0)
    for span in status.spans:
        principal, interest = split_arrears(flow, span.balance)
        late = Fraction(flow.rate) * factor * span.days / _YEAR
        penalty += principal * late
        compound += interest * late
    return Arrears(flow.n, open_principal, open_interest, status.breach_days, _rounded(penalty), _rounded(compound))


def split_arrears(flow: Flow, open_amount: int) -> tuple[int, int]:
    """Split what is open of a flow into (principal, interest): interest is paid first."""
    principal = min(open_amount, flow.principal)
    return principal, open_amount - principal


def commitment_fees(debt: Debt, schedule: Iterable[Flow], as_of: int) -> list[Fee]:
    """Return the fee of each accrual period on what is agreed and not drawn, day by day, to the end of `as_of`.

    A loan without draws on record was drawn whole on its start, and one without a fee bears none.
    """
    found = []
    for flow in schedule if debt.draws and debt.commitment_rate else ():
        start, end = flow.accrual_start, min(flow.accrual_end, as_of + 1)
        if end <= start:
            break
        days = sorted({start, end, *(draw.day for draw in debt.draws if start < draw.day < end)})
        left = [debt.principal - sum(draw.amount for draw in debt.draws if draw.day <= day) for day in days]
        owed = sum(sum_ * (until - day) for sum_, day, until in zip(left, days, days[1:], strict=False))
        if owed > 0:
            fee = _rounded(owed * Fraction(debt.commitment_rate or 0) / _YEAR)
            found.append(Fee(flow.n, start, end, left[-2], fee))
    return found


def _rounded(value: Fraction) -> int:
    return half_up(value.numerator, value.denominator)
