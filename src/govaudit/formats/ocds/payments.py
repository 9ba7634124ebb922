"""Transactions are payments.

They stand on the milestone they name, else on the payment milestone of equal amount and nearest date, else on the contract. Which
of the three it was is in the event's note.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from govaudit.formats.ocds.json_values import Money, date, exact, money, money_columns
from govaudit.model import Text

if TYPE_CHECKING:
    from govaudit.formats.ocds.entity import Entity
    from govaudit.formats.ocds.milestones import Instrument, MilestoneDuty
    from govaudit.formats.ocds.release_dates import ReleaseMoment

How = Literal["link", "match", "broken", "none"]
_NOTES: dict[How, str] = {"match": "payment_matched", "broken": "payment_link_broken", "none": "payment_unmatched"}


class Payment(NamedTuple):
    """One transaction; `link` is the id of the milestone it names."""

    entity: Entity
    when: ReleaseMoment
    value: Money | None
    payer: str | None
    payee: str | None
    link: str | None

    @property
    def refund(self) -> bool:
        """Whether the money went back."""
        return self.value is not None and self.value.amount < 0


def read_payments(instrument: Instrument, found: list[Entity]) -> list[Payment]:
    """Read the transactions that have a date, oldest first; one without is a problem."""
    parties, read = instrument.process.parties, []
    for entity in found:
        when = date(entity, "date")
        if when is None:
            entity.run.problem("missing_value", entity.under("date"), Text("付款没有日期，未导入", "a payment without a date, not imported"),
                                   Text("补充 date", "add date"))  # fmt: skip
            continue
        link = entity.child("relatedImplementationMilestone")
        payer = parties.ref(entity.child("payer", "providerOrganization"), "payer")
        payee = parties.ref(entity.child("payee", "receiverOrganization"), "payee")
        read.append(Payment(entity, when, _value(entity), payer, payee, link.text("id") if link else None))
    return sorted(read, key=lambda payment: (payment.when.day, payment.entity.key))


def _value(entity: Entity) -> Money | None:
    """Read a transaction's value; 1.0 has `amount` as an object, some publishers a bare number with the currency beside it."""
    nested = entity.child("value", "amount")
    if nested is not None:
        return money(nested)
    raw, currency = entity.get("value", "amount"), entity.text("currency")
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
        if duty and how == "match":
            free.remove(duty)
        if duty and payment.value:
            duty.paid += payment.value.amount
        _event(instrument, payment, duty, how)


def _duty_of(
    payment: Payment, owed: dict[str, MilestoneDuty], free: list[MilestoneDuty]
) -> tuple[MilestoneDuty | None, How]:
    value = payment.value
    if payment.link is not None:
        duty = owed.get(payment.link)
        fits = (
            duty is not None
            and not payment.refund
            and (duty.amount is None or value is None or duty.amount.currency == value.currency)
        )
        return (duty, "link") if fits else (None, "broken")
    same = [duty for duty in free if value is not None and duty.amount == value]
    if not same:
        return None, "none"
    return min(same, key=lambda duty: (abs(duty.due.day - payment.when.day), duty.due.day, duty.id)), "match"


def _event(instrument: Instrument, payment: Payment, duty: MilestoneDuty | None, how: How) -> None:
    process, entity = instrument.process, payment.entity
    key = f"{instrument.id}/transactions/{entity.key}"
    names = " → ".join(process.parties.orgs.found[org].name for org in (payment.payer, payment.payee) if org)
    which = (
        "" if how == "link" else f"milestone={payment.link or '?'} ({'amount+date' if how == 'match' else 'unmatched'})"
    )
    value = Money(abs(payment.value.amount), payment.value.currency) if payment.value else None
    row: dict[str, Any] = {"obligation": duty.id} if duty else {"instrument": instrument.id}
    process.event({
        "id": key, **row, "type": "pay" if duty else _type(instrument, payment), "evidence": _proof(instrument, entity, key),
        "note": "; ".join(part for part in (names, which) if part), **money_columns(value),
    }, payment.when.day_beside(duty.due) if duty else payment.when.day, entity.first, entity.place)  # fmt: skip


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
