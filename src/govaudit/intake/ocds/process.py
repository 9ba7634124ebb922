"""One contracting process: who is in it, and its instruments (a contract each; the tender or plan itself where it owes something)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from govaudit.intake.ocds import contracts, milestones
from govaudit.intake.ocds.documents import documents, published
from govaudit.intake.ocds.values import date, day_text, money, money_columns
from govaudit.model.days import iso

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.intake.ocds.entity import Entity, Release
    from govaudit.intake.ocds.parties import Parties
    from govaudit.intake.ocds.run import Run
    from govaudit.model.problem import Place

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
_CHINA = {"CN", "CHN", "CHINA", "中国", "中华人民共和国"}


@dataclass(slots=True)
class Process:
    """A process while it is read; `scope` is its ocid, which stands before every id that is not known everywhere.

    `through` is the last day of which the file knows anything: no record after it means unknown, not undone (R16).
    """

    run: Run
    scope: str
    root: Entity
    parties: Parties
    place: Place
    through: int | None
    ppp: bool = False
    authority: str = ""
    awards: dict[str, Entity] = field(default_factory=dict)
    sources: dict[str, int] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        """The docket's domain of the process."""
        return "ppp" if self.ppp else "procurement"

    @property
    def region(self) -> str | None:
        """The country of the authority, as the data write it."""
        return self.parties.countries.get(self.authority)

    @property
    def source_id(self) -> str:
        """The id of the process in the table of sources."""
        return f"{self.run.file}#{self.scope}"

    def add(self, table: str, row: Mapping[str, Any], place: Place) -> None:
        """Add one row."""
        self.run.add(table, row, place)

    def instrument(self, row: dict[str, Any], place: Place) -> None:
        """Add an instrument; its attributes name the process and the jurisdiction, as far as the data show one."""
        attributes = {
            "ocid": self.scope,
            "jurisdiction": self._jurisdiction(row.get("currency")),
            **row.pop("attributes"),
        }
        self.run.out.add(
            "instruments",
            {
                "source": self.source_id,
                "domain": self.domain,
                "authority": self.authority,
                "region": self.region,
                **row,
                "attributes": attributes,
            },
            place,
        )

    def _jurisdiction(self, currency: str | None) -> str:
        """CN where the country or, without one, the currency says so; else the country as written, or unknown."""
        if self.region is None:
            return "CN" if currency == "CNY" else "unknown"
        return "CN" if self.region.strip().upper() in _CHINA else self.region

    def obligation(self, row: dict[str, Any], place: Place, entity: Entity, *, denied: bool) -> None:
        """Add an obligation; its source is the process, so that the engine knows how far the records go.

        Foreign calendars are not known: no due day rolls. What is denied (`notMet`) stays so until a release says otherwise; what is
        only announced (`scheduled`) is known as of the last release that says it, not after.
        """
        through = self.through if denied else self._stated_through(entity)
        source = self.source_id + ("" if through == self.through or through is None else f"@{iso(through)}")
        if through is not None:
            self.sources[source] = through
        self.run.out.add(
            "obligations", {"roll": "none", "calendar": "none", "clause": place.column, **row, "source": source}, place
        )

    def _stated_through(self, entity: Entity) -> int | None:
        """Return the day of the last release that states an object; a process of one release is stated as a whole."""
        days = [version.release.day for version in entity.versions if version.release.day is not None]
        return self.through if len(self.root.versions) == 1 or not days else max(days)

    def event(self, row: dict[str, Any], day: int, known: Release, place: Place) -> None:
        """Add an event of a civil day, recorded with the release that states it."""
        self.add("events", {"occurred_on": iso(day), "recorded_at": day_text(known.day), **row}, place)


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


def write_sources(process: Process) -> None:
    """Say up to which day the file's records of this process, and of single obligations in it, go."""
    if process.through is not None:
        process.sources.setdefault(process.source_id, process.through)
    for key, through in process.sources.items():
        process.run.note("records_end", process.place, iso(through))
        process.run.out.add("sources", {"id": key, "table": "events", "complete_through": iso(through)}, process.place)


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
