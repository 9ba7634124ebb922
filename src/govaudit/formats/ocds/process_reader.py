"""From one contracting process to its instruments: a contract each; the tender or plan itself where it owes something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.formats.ocds import contracts, milestones
from govaudit.formats.ocds.json_values import date, money, money_columns
from govaudit.formats.ocds.process import write_sources
from govaudit.formats.ocds.release_papers import documents, published

if TYPE_CHECKING:
    from govaudit.formats.ocds.entity import Entity
    from govaudit.formats.ocds.process import Process

# Plain blocks of a tender that are kept as written in the instrument's attributes.
_TENDER_KEPT = ("status", "procurementMethod", "procurementMethodDetails", "mainProcurementCategory", "awardCriteria", "numberOfTenderers",
                "tenderPeriod", "enquiryPeriod", "awardPeriod", "contractPeriod", "value", "datePublished", "costEstimate")  # fmt: skip
_PPP_FIELDS = (
    "riskAllocation",
    "finance",
    "financeSummary",
    "agreedMetrics",
    "tariffs",
    "performanceFailures",
    "charges",
)


def read_process(process: Process) -> None:
    """Turn one process into rows."""
    root = process.root
    process.parties.read(root.children("parties"))
    tender, planning = root.child("tender"), root.child("planning")
    _authority(process, tender)
    process.awards = {award.key: award for award in root.children("awards", "award")}
    found = root.children("contracts", "contract")
    process.ppp = process.ppp or any(_is_ppp(contract) for contract in found)
    for contract in found:
        contracts.read_contract(process, contract)
    _before_contract(process, planning, tender, contracts=bool(found))
    write_sources(process)


def _is_ppp(contract: Entity) -> bool:
    implementation = contract.child("implementation")
    return contract.has(*_PPP_FIELDS) or (implementation is not None and implementation.has(*_PPP_FIELDS))


def _authority(process: Process, tender: Entity | None) -> None:
    """Find who buys: buyer, else the procuring entity, else a party in such a role or the payer, else a placeholder."""
    parties, root = process.parties, process.root
    buyer = parties.ref(root.child("buyer"), "buyer")
    procuring = parties.ref(tender.child("procuringEntity"), "procuringEntity") if tender else None
    if buyer:
        process.authority = buyer
        return
    by_role = [
        key
        for role in ("buyer", "procuringEntity", "publicAuthority", "payer")
        for key in parties.by_role.get(role, [])
    ]
    if procuring or by_role:
        process.authority = procuring or by_role[0]
        process.run.note("buyer_from_role", root.under("buyer"), process.authority)
        parties.orgs.found[process.authority].roles.add("buyer")
        return
    process.run.note("no_buyer", root.under("buyer"))
    process.authority = parties.placeholder("buyer", root.under("buyer"), "buyer")


def _before_contract(process: Process, planning: Entity | None, tender: Entity | None, *, contracts: bool) -> None:
    """Make an instrument of the tender (or the plan) when there is no contract or it has milestones or changes of its own."""
    stages = [("planning", planning), ("tender", tender)]
    promised = [(name, stage, stage.children("milestones")) for name, stage in stages if stage]
    if (
        contracts
        and not any(found for _, _, found in promised)
        and not (tender and tender.has("amendments", "amendment"))
    ):
        return
    main = tender or planning or process.root
    process.instrument(_plan_row(process, planning, tender), main.place)
    instrument = milestones.Instrument(process, process.scope, main, "before")
    for name, stage, found in promised:
        milestones.settle(instrument, milestones.duties(instrument, found, f"{process.scope}/{name}"))
        documents(process, stage, f"{process.scope}/{name}")
    if tender:
        _notice_changes(process, tender)
        if first := published(tender, "tenderNotice"):
            day, release = first
            process.event(
                {"id": f"{process.scope}/tender_notice", "instrument": process.scope, "type": "tender_notice"},
                day,
                release,
                tender.under("documents"),
            )


def _plan_row(process: Process, planning: Entity | None, tender: Entity | None) -> dict[str, Any]:
    budget = planning.child("budget") if planning else None
    value = money(tender.child("value")) if tender else None
    if value is None and budget:
        value = money(budget.child("amount"))
    project = planning.child("project") if planning else None
    title = (tender.text("title") if tender else None) or (project.text("title") if project else None)
    title = title or (budget.text("project") or budget.text("description") if budget else None) or process.scope
    kept = {name: tender.whole(name) for name in _TENDER_KEPT if tender.has(name)} if tender else {}
    return {
        "id": process.scope, "kind": "tender" if tender else "planning", "title": title, "status": tender.text("status") if tender else None,
        "attributes": {"tender": kept} if kept else {}, **money_columns(value),
    }  # fmt: skip


def _notice_changes(process: Process, tender: Entity) -> None:
    """Keep the amendments of a tender notice as events."""
    for amendment in tender.children("amendments", "amendment"):
        when, key = date(amendment, "date"), f"{process.scope}/tender/amendments/{amendment.key}"
        day = when.day if when else amendment.first.day
        if day is None:
            process.run.note("no_date", amendment.place)
            continue
        process.event({
            "id": key, "instrument": process.scope, "type": "notice_changed", "note": amendment.text("rationale") or amendment.text("description"),
            "evidence": documents(process, amendment, key) or None,
        }, day, amendment.first, amendment.place)  # fmt: skip
