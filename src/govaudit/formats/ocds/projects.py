"""OC4IDS projects: the project as an instrument, each contracting process by its embedded releases, else by its summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govaudit.formats.ocds import milestones, payments
from govaudit.formats.ocds.entity import Entity, Release, Version, text_of
from govaudit.formats.ocds.json_values import Dated, date, dates, day_text, money, money_columns
from govaudit.formats.ocds.obligors import Instrument
from govaudit.formats.ocds.ocds_parties import ReleaseParties
from govaudit.formats.ocds.package import ReleaseSource, is_link
from govaudit.formats.ocds.process import Process, write_sources
from govaudit.formats.ocds.release_papers import documents
from govaudit.model import Place, Text

if TYPE_CHECKING:
    from govaudit.formats.ocds.package import PackageReader

_KEPT = ("sector", "type", "purpose", "period", "completion", "policyAlignment")
_KEPT_OF_SUMMARY = ("nature", "finalValue", "tender", "externalReference")
_ENDED = {"closed", "terminated", "complete"}


def read_project(reader: PackageReader, source: ReleaseSource) -> None:
    """Read one project and its contracting processes."""
    raw = source.node.get("id")
    if raw is None or isinstance(raw, (dict, list)):
        reader.run.problem("no_ocid", Place(reader.run.file, None, source.line, f"{source.pointer}/id"), Text("项目没有编号，未导入", "the project has no id, not imported"),
                               Text("补充 id", "add id"))  # fmt: skip
        return
    scope = text_of(raw)
    if not reader.fresh(scope, source):
        return
    root = _root(reader, source, scope)
    process = Process(reader.run, scope, root, ReleaseParties(reader.orgs, scope), root.place, root.first.day)
    process.parties.read(root.children("parties"))
    process.authority = _authority(process, root)
    _project(process, root)
    for contracting in root.children("contractingProcesses"):
        _contracting(reader, process, contracting)
    write_sources(process)


def _root(reader: PackageReader, source: ReleaseSource, scope: str) -> Entity:
    """Return the project as an entity whose one version is dated by `updated`."""
    undated = Release(None, None, Place(reader.run.file, scope, source.line, source.pointer))
    root = Entity(reader.run, [Version(source.node, undated, source.pointer)], scope)
    root.get("id")
    updated = date(root, "updated")
    return Entity(
        reader.run,
        [Version(source.node, undated._replace(day=updated.day if updated else None), source.pointer)],
        scope,
    )


def _authority(process: Process, root: Entity) -> str:
    found = process.parties.ref(root.child("publicAuthority"), "publicAuthority")
    found = found or next(
        iter(process.parties.by_role.get("publicAuthority", []) or process.parties.by_role.get("buyer", [])), None
    )
    if found:
        return found
    process.run.note("no_buyer", root.under("publicAuthority"))
    return process.parties.placeholder("buyer", root.place, "publicAuthority")


def _project(process: Process, root: Entity) -> None:
    budget = root.child("budget")
    process.instrument({
        "id": process.scope, "kind": "project", "title": root.text("title") or process.scope, "status": root.text("status"),
        "attributes": {name: root.whole(name) for name in _KEPT if root.has(name)},
        **money_columns(money(budget.child("amount") if budget else None)),
    }, root.place)  # fmt: skip
    _owed(Instrument(process, process.scope, root, "before"), root)
    documents(process, root, process.scope)


def _owed(instrument: Instrument, owner: Entity) -> None:
    """Milestones and payments of a project or a summary."""
    paid = payments.read_payments(instrument, owner.children("transactions"))
    told = payments.told(instrument, paid)
    made = milestones.duties(instrument, owner.children("milestones"), instrument.id, told)
    payments.pay(instrument, paid, made)
    milestones.settle(instrument, made)


def _contracting(reader: PackageReader, process: Process, contracting: Entity) -> None:
    """Read one contracting process; without embedded releases its summary is all there is."""
    node, pointer = contracting.versions[-1].node, contracting.pointer
    listed = node.get("releases")
    items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    if items and not any(is_link(item) for item in items):
        reader.releases(
            [ReleaseSource(item, f"{pointer}/releases/{i}", process.place.row) for i, item in enumerate(items)]
        )
        return
    summary = contracting.child("summary")
    if items:
        process.run.note("linked_releases", contracting.under("releases"), len(items))
    if summary is not None:
        ocid = summary.text("ocid") or contracting.key
        if reader.fresh(ocid, ReleaseSource(node, pointer, process.place.row)):
            _summary(process, summary, ocid)


def _summary(project: Process, summary: Entity, ocid: str) -> None:
    tender = summary.child("tender")
    procuring = project.parties.ref(tender.child("procuringEntity") if tender else None, "procuringEntity")
    process = Process(
        project.run,
        ocid,
        summary,
        project.parties,
        summary.place,
        project.through,
        authority=procuring or project.authority,
    )
    suppliers = [key for one in summary.children("suppliers") if (key := project.parties.ref(one, "supplier"))]
    instrument = Instrument(process, ocid, summary, "contract", list(dict.fromkeys(suppliers)))
    period = summary.child("contractPeriod")
    start, end = date(period, "startDate"), date(period, "endDate")
    process.instrument({
        "id": ocid, "kind": "contract", "title": summary.text("title") or ocid, "status": summary.text("status"),
        "counterparty": instrument.supplier(summary.place) if instrument.suppliers else None,
        "effective_on": day_text(start.day if start else None), "ends_on": day_text(end.day if end else None),
        "attributes": {"project": project.scope, **{name: summary.whole(name) for name in _KEPT_OF_SUMMARY if summary.has(name)}},
        **money_columns(money(summary.child("contractValue"))),
    }, summary.place)  # fmt: skip
    _owed(instrument, summary)
    documents(process, summary, ocid)
    _completion(instrument, summary, dates(period, "endDate"))
    write_sources(process)


class _Change(NamedTuple):
    day: int
    entity: Entity
    old: list[Dated]
    new: list[Dated]


def _completion(instrument: Instrument, summary: Entity, ends: list[Dated]) -> None:
    """Add the end of the contract period as an obligation; modifications of the period move it."""
    process, changes = instrument.process, _modifications(instrument, summary)
    stated = next((change.old for change in changes if change.old), ends)
    if not stated:
        return
    key, due, place = f"{instrument.id}/period", stated[0].day, summary.under("contractPeriod/endDate")
    process.obligation({
        "id": key, "instrument": instrument.id, "title": summary.text("title") or instrument.id, "bearer": instrument.supplier(summary.place),
        "beneficiary": process.authority, "action": "deliver", "due_on": day_text(due), "side": "other_by_type",
    }, place, summary, denied=False)  # fmt: skip
    for change in changes:
        if change.new and change.new[0].day != due:
            due = change.new[0].day
            process.event({"id": f"{key}/amend-{change.entity.key}", "obligation": key, "type": "amend", "terms": {"due_on": day_text(due)}},
                          change.day, change.entity.first, change.entity.place)  # fmt: skip
    if summary.text("status") in _ENDED:
        process.run.note("contract_closed", summary.under("status"))
        process.event({"id": f"{key}/end", "obligation": key, "type": "terminate", "note": summary.text("status")},
                      milestones.undated(None, summary.first.day, due), summary.first, summary.place)  # fmt: skip


def _modifications(instrument: Instrument, summary: Entity) -> list[_Change]:
    """Add the modifications as events; return them oldest first."""
    process = instrument.process
    found = []
    for change in summary.children("modifications"):
        when = date(change, "date")
        day = when.day if when else change.first.day
        if day is None:
            process.run.note("no_date", change.place)
            continue
        old, new = change.child("oldContractPeriod"), change.child("newContractPeriod")
        found.append(_Change(day, change, dates(old, "endDate"), dates(new, "endDate")))
        before, after = money(change.child("oldContractValue")), money(change.child("newContractValue"))
        told = [change.text("type"), f"{before.amount if before else '?'} → {after.amount} {after.currency}" if after else None,
                change.text("rationale"), change.text("description"), change.text("releaseID")]  # fmt: skip
        terms = {"amount": str(after.amount)} if after else None
        process.event({"id": f"{instrument.id}/modifications/{change.key}", "instrument": instrument.id, "type": "contract_changed",
                       "terms": terms, "note": "; ".join(filter(None, told))}, day, change.first, change.place)  # fmt: skip
    return sorted(found, key=lambda change: (change.day, change.entity.key))
