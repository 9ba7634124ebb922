"""A contract: the instrument, its award and signing, its milestones, payments and changes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from govaudit.formats.ocds import completion, milestones, payments
from govaudit.formats.ocds import ppp_fields as ppp
from govaudit.formats.ocds.json_values import date, dates, day_text, money, money_columns
from govaudit.formats.ocds.obligors import Instrument
from govaudit.formats.ocds.release_papers import documents, published

if TYPE_CHECKING:
    from govaudit.formats.ocds.entity import Entity, Release
    from govaudit.formats.ocds.process import Process

_AWARD_KEPT = ("status", "date", "value", "contractPeriod", "evaluationIndicators")


def read_contract(process: Process, contract: Entity) -> None:
    """Turn one contract into rows."""
    award = process.awards.get(contract.text("awardID") or "")
    if award is None and len(process.awards) == 1:
        award = next(iter(process.awards.values()))
    instrument = Instrument(
        process, f"{process.scope}/{contract.key}", contract, "contract", _suppliers(process, contract, award)
    )
    _row(instrument, award)
    _signed(instrument, award)
    _changes(instrument)
    if contract.text("status") == "cancelled":
        process.run.note("contract_cancelled", contract.under("status"))
        return
    implementation = contract.child("implementation")
    _performance(instrument, implementation)
    completion.owe(instrument, implementation)
    ppp.measures(instrument, implementation)


def _suppliers(process: Process, contract: Entity, award: Entity | None) -> list[str]:
    """Find the private side: the contract's suppliers, else the award's, else parties in the role."""
    parties = process.parties
    for owner in (contract, award):
        found = [parties.ref(one, "supplier") for one in owner.children("suppliers")] if owner else []
        if known := list(dict.fromkeys(key for key in found if key)):
            return known
    return list(dict.fromkeys(parties.by_role.get("supplier", [])))


def _row(instrument: Instrument, award: Entity | None) -> None:
    process, contract = instrument.process, instrument.entity
    period = contract.child("period")
    signed, start, end = date(contract, "dateSigned"), date(period, "startDate"), date(period, "endDate")
    attributes: dict[str, Any] = {}
    if award is not None:
        attributes["award"] = {name: award.whole(name) for name in _AWARD_KEPT if award.has(name)}
    if contract.has("extendsContractID"):
        attributes["extends"] = f"{process.scope}/{contract.text('extendsContractID')}"
    title = (
        contract.text("title")
        or (award.text("title") if award else None)
        or contract.text("description")
        or contract.key
    )
    process.instrument({
        "id": instrument.id, "kind": "contract", "title": title, "counterparty": instrument.supplier(contract.place) if instrument.suppliers else None,
        "signed_on": day_text(signed.day if signed else None), "effective_on": day_text(start.day if start else None),
        "ends_on": day_text(end.day if end else None), "status": contract.text("status"),
        "attributes": attributes | ppp.attributes(instrument), **money_columns(money(contract.child("value"))),
    }, contract.place)  # fmt: skip


def _signed(instrument: Instrument, award: Entity | None) -> None:
    """Add the award, the signing and their publication as events, with the documents that show them.

    The award's date is that of the decision, not of the notice to the winner (中标通知书): its type is `award`.
    """
    process, contract, key = instrument.process, instrument.entity, instrument.id
    if award is not None:
        proof = documents(process, award, f"{key}/award")
        if awarded := date(award, "date"):
            process.event(
                {"id": f"{key}/award", "instrument": key, "type": "award", "evidence": proof or None},
                awarded.day,
                award.first,
                award.place,
            )
        _published(instrument, award, "result_published", "awardNotice")
    proof = documents(process, contract, key, "contractSigned")
    if signed := date(contract, "dateSigned"):
        process.event(
            {"id": f"{key}/signed", "instrument": key, "type": "signed", "evidence": proof or None},
            signed.day,
            contract.first,
            contract.under("dateSigned"),
        )
    _published(instrument, contract, "contract_published", "contractSigned", "contractNotice")


def _published(instrument: Instrument, owner: Entity, kind: str, *types: str) -> None:
    """Add the first publication of a notice or of the contract itself."""
    if found := published(owner, *types):
        day, release = found
        instrument.process.event(
            {"id": f"{instrument.id}/{kind}", "instrument": instrument.id, "type": kind},
            day,
            release,
            owner.under("documents"),
        )


def _performance(instrument: Instrument, implementation: Entity | None) -> None:
    """Milestones and payments of a contract, matched with each other."""
    done = implementation.children("milestones") if implementation else []
    taken = {milestone.key for milestone in done}
    paid = payments.read_payments(instrument, implementation.children("transactions") if implementation else [])
    told = payments.told(instrument, paid)
    made = milestones.duties(instrument, done, instrument.id, told)
    for milestone in instrument.entity.children("milestones"):
        # The two lists hold different promises in published data even where their ids meet; then the contract's own carries its path.
        prefix = f"{instrument.id}/milestones" if milestone.key in taken else instrument.id
        made += milestones.duties(instrument, [milestone], prefix, told)
    payments.pay(instrument, paid, made)
    milestones.settle(instrument, made)
    if implementation:
        documents(instrument.process, implementation, f"{instrument.id}/implementation")


def _changes(instrument: Instrument) -> None:
    """Add the amendments, each with the value and end that its release changes, then changes nobody announced."""
    process, contract = instrument.process, instrument.entity
    changed = _changed(contract)
    for amendment in contract.children("amendments", "amendment"):
        release, when = amendment.first, date(amendment, "date")
        own = amendment.text("releaseID") or release.id
        day = when.day if when else release.day
        if day is None:
            process.run.note("no_date", amendment.place)
            continue
        key = f"{instrument.id}/amendments/{amendment.key}"
        terms, _ = changed.pop(own, ({}, release))
        said = [
            amendment.text("rationale"),
            amendment.text("description"),
            _from_to(amendment),
            *_fields_changed(amendment),
        ]
        process.event({
            "id": key, "instrument": instrument.id, "type": "contract_changed", "terms": terms or None, "note": "; ".join(filter(None, said)),
            "evidence": documents(process, amendment, key) or None,
        }, day, release, amendment.place)  # fmt: skip
    for number, (terms, release) in enumerate(changed.values(), 1):
        if release.day is not None:
            process.event({"id": f"{instrument.id}/changed-{number}", "instrument": instrument.id, "type": "contract_changed", "terms": terms,
                           "note": release.id}, release.day, release, contract.place)  # fmt: skip


def _from_to(amendment: Entity) -> str | None:
    before, after = amendment.text("amendsReleaseID"), amendment.text("releaseID")
    return f"{before or '?'} → {after or '?'}" if before or after else None


def _fields_changed(amendment: Entity) -> list[str]:
    """Return the changes that version 1.0 lists: the field and its former value."""
    return [
        f"{change.text('property') or '?'} ← {change.whole('former_value')}" for change in amendment.children("changes")
    ]


def _changed(contract: Entity) -> dict[str | None, tuple[dict[str, Any], Release]]:
    """Return, per release id, what it changes of the contract's value and end."""
    changed: dict[str | None, tuple[dict[str, Any], Release]] = {}
    value, period = contract.child("value"), contract.child("period")
    ends = dates(period, "endDate")
    amounts = [
        (str(stated), release)
        for stated, release, _ in (value.history("amount") if value else [])
        if stated is not None
    ]
    for old, new in pairwise(ends):
        if old.day != new.day:
            changed.setdefault(new.release.id, ({}, new.release))[0]["due_on"] = day_text(new.day)
    for (before, _), (after, release) in pairwise(amounts):
        if before != after:
            changed.setdefault(release.id, ({}, release))[0]["amount"] = after
    return changed
