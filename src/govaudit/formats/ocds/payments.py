"""Transactions are payments.

They stand on the milestone they name, else on the payment milestone of equal amount and nearest date, else on the contract. Which
of the three it was is in the event's note.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from govaudit.formats.ocds.json_values import Money, currency_of, date, exact, money, money_columns
from govaudit.formats.ocds.milestones import Paid
from govaudit.formats.ocds.obligors import payer_of
from govaudit.model import Text

if TYPE_CHECKING:
    from govaudit.formats.ocds.entity import Entity
    from govaudit.formats.ocds.milestones import MilestoneDuty
    from govaudit.formats.ocds.obligors import Instrument
    from govaudit.formats.ocds.release_dates import ReleaseMoment

How = Literal["link", "match", "only", "broken", "currency", "none"]
_NOTES: dict[How, str] = {
    "match": "payment_matched",
    "only": "payment_unmatched",
    "currency": "payment_link_broken",
    "broken": "payment_link_broken",
    "none": "payment_unmatched",
}


class Payment(NamedTuple):
    """One transaction; `link` is the id of the milestone it names."""

    entity: Entity
    when: ReleaseMoment | None
    value: Money | None
    payer: str | None
    payee: str | None
    link: str | None

    @property
    def refund(self) -> bool:
        """Whether the money went back."""
        return self.value is not None and self.value.amount < 0


def read_payments(instrument: Instrument, found: list[Entity]) -> list[Payment]:
    """Read the transactions, oldest first; one without a date is a problem, and stays on record as such."""
    parties, read = instrument.process.parties, []
    for entity in found:
        when = date(entity, "date")
        if when is None:
            entity.run.problem("missing_value", entity.under("date"), Text("付款没有日期，不能使用", "a payment without a date cannot be used"),
                                   Text("补充 date", "add date"))  # fmt: skip
        link = entity.child("relatedImplementationMilestone")
        payer = parties.ref(entity.child("payer", "providerOrganization"), "payer")
        payee = parties.ref(entity.child("payee", "receiverOrganization"), "payee")
        read.append(Payment(entity, when, _value(entity), payer, payee, link.text("id") if link else None))
    return sorted(
        read, key=lambda payment: (payment.when is None, payment.when.day if payment.when else 0, payment.entity.key)
    )


def told(instrument: Instrument, payments: list[Payment]) -> dict[str, Paid]:
    """Return by the id of the milestone what the payments that name it tell: who owed, and in which currency."""
    found: dict[str, Paid] = {}
    for payment in (one for one in payments if one.link is not None and not one.refund):
        before = found.get(payment.link or "", Paid())
        by = before.by or payer_of(instrument, payment.payer, payment.payee)
        found[payment.link or ""] = Paid(by, (*before.currencies, *([payment.value.currency] if payment.value else [])))
    return found


def _value(entity: Entity) -> Money | None:
    """Read a transaction's value; 1.0 has `amount` as an object, some publishers a bare number with the currency beside it."""
    nested = entity.child("value", "amount")
    if nested is not None:
        return money(nested)
    raw, currency = entity.get("value", "amount"), currency_of(entity)
    return exact(entity, raw, currency, entity.under("value")) if raw is not None and currency else None


def pay(instrument: Instrument, payments: list[Payment], duties: list[MilestoneDuty]) -> None:
    """Add the payments as events, and what they add up to on the obligations."""
    owed = {duty.milestone.key: duty for duty in duties if duty.type == "payment"}
    linked = {payment.link for payment in payments}
    free = [duty for duty in owed.values() if duty.milestone.key not in linked]
    for payment in payments:
        duty, how = _duty_of(payment, owed, free)
        if how in _NOTES:
            instrument.process.run.note(_NOTES[how], payment.entity.place)
        if duty and how in {"match", "only"}:
            free.remove(duty)
        if payment.value is None:
            instrument.process.run.note("payment_without_amount", payment.entity.place)
        elif duty:
            duty.paid += payment.value.amount
        _event(instrument, payment, duty, how)
        if how == "currency":
            _unclear(instrument, payment, owed[payment.link or ""])


def _unclear(instrument: Instrument, payment: Payment, duty: MilestoneDuty) -> None:
    """Say on a duty that was paid in another currency that it is not known whether it was performed (R16)."""
    day, paid = payment.when.day if payment.when else duty.due.day, payment.value
    instrument.process.event({
        "id": f"{instrument.id}/transactions/{payment.entity.key}/unclear", "obligation": duty.id, "type": "status_unclear",
        "note": f"transactions/{payment.entity.key}: {paid.amount} {paid.currency}" if paid else None,
    }, day, payment.entity.first, payment.entity.place)  # fmt: skip


def _duty_of(
    payment: Payment, owed: dict[str, MilestoneDuty], free: list[MilestoneDuty]
) -> tuple[MilestoneDuty | None, How]:
    value = payment.value
    if payment.link is not None:
        duty = owed.get(payment.link)
        if duty is None or payment.refund:
            return None, "broken"
        same_currency = duty.amount is None or value is None or duty.amount.currency == value.currency
        return (duty, "link") if same_currency else (None, "currency")
    same = [duty for duty in free if value is not None and duty.amount == value]
    if value is None and len(free) == 1:
        return free[0], "only"
    if not same:
        return None, "none"
    day = payment.when.day if payment.when else None
    return min(same, key=lambda duty: (day is not None and abs(duty.due.day - day), duty.due.day, duty.id)), "match"


def _event(instrument: Instrument, payment: Payment, duty: MilestoneDuty | None, how: How) -> None:
    process, entity = instrument.process, payment.entity
    key = f"{instrument.id}/transactions/{entity.key}"
    names = " → ".join(process.parties.orgs.found[org].name for org in (payment.payer, payment.payee) if org)
    by = {"match": "amount+date", "only": "the only one open"}.get(how, "unmatched")
    which = "" if how == "link" else f"milestone={payment.link or '?'} ({by})"
    value = Money(abs(payment.value.amount), payment.value.currency) if payment.value else None
    row: dict[str, Any] = {"obligation": duty.id} if duty else {"instrument": instrument.id}
    row |= {
        "id": key, "type": "pay" if duty else _type(instrument, payment), "evidence": _proof(instrument, entity, key),
        "note": "; ".join(part for part in (names, which) if part), **money_columns(value),
    }  # fmt: skip
    if payment.when is None:
        process.undated(row, entity.place)
    else:
        process.event(row, payment.when.day_beside(duty.due) if duty else payment.when.day, entity.first, entity.place)


def _type(instrument: Instrument, payment: Payment) -> str:
    """Say what money on no milestone was: paid by the public side, given back, or paid to the public side."""
    if payment.refund:
        return "refunded"
    received = payment.payer in instrument.suppliers or (
        payment.payee is not None and payment.payee == instrument.process.authority
    )
    return "receipt" if received else "pay"


def _proof(instrument: Instrument, entity: Entity, key: str) -> list[str] | None:
    """Keep the address of a spending record as evidence."""
    where = entity.text("uri") or entity.text("source")
    if where is None:
        return None
    instrument.process.add("evidence", {"id": f"{key}/uri", "title": entity.key, "locator": where}, entity.place)
    return [f"{key}/uri"]
