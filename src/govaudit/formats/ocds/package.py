"""From packages, records, single releases and lists of compiled releases to processes: every ocid read once, oldest release first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.formats.ocds import contracts, milestones
from govaudit.formats.ocds.convert import at
from govaudit.formats.ocds.entity import Entity, Release, Version, text_of
from govaudit.formats.ocds.json_values import date, money, money_columns
from govaudit.formats.ocds.obligors import Instrument
from govaudit.formats.ocds.ocds_parties import Orgs, ReleaseParties
from govaudit.formats.ocds.process import Process, write_sources
from govaudit.formats.ocds.release_dates import moment
from govaudit.formats.ocds.release_papers import documents, published
from govaudit.model import Place, Text

if TYPE_CHECKING:
    from govaudit.formats.ocds.convert import Conversion

# A release that has no more than these is a link to one.
_LINK_ONLY = {"url", "uri", "date", "tag", "id", "ocid"}


class ReleaseSource(NamedTuple):
    """One JSON object of a file: its pointer and, in JSON lines, its line."""

    node: dict[str, Any]
    pointer: str
    line: int | None = None


class PackageReader:
    """Reads the processes of one file; `known` maps ocids of earlier files to the file, `published` is the package's day."""

    def __init__(self, run: Conversion, *, ppp: bool = False, published: int | None = None) -> None:
        self.run, self.ppp, self.published = run, ppp, published
        self.orgs = Orgs(run)
        instruments = run.out.docket["instruments"]
        self.known: dict[str, str] = {}
        for attributes, place in zip(instruments["attributes"], instruments.places, strict=True):
            if isinstance(attributes, dict) and "ocid" in attributes:
                self.known.setdefault(attributes["ocid"], place.file)

    def releases(self, sources: list[ReleaseSource]) -> None:
        """Read releases, those of one ocid as one process."""
        groups: dict[str, list[ReleaseSource]] = {}
        for source in sources:
            ocid = self._ocid(source)
            if ocid is not None:
                groups.setdefault(ocid, []).append(source)
        for ocid, found in groups.items():
            self.process(ocid, self._distinct(ocid, found))

    def records(self, sources: list[ReleaseSource]) -> None:
        """Read records: embedded releases, else the versioned, else the compiled release."""
        for source in sources:
            ocid = self._ocid(source)
            if ocid is None or not self.fresh(ocid, source):
                continue
            found = self._of_record(source, ocid)
            if found:
                self.process(ocid, found)

    def _ocid(self, source: ReleaseSource) -> str | None:
        raw, place = source.node.get("ocid"), Place(self.run.file, None, source.line, source.pointer or "/")
        if raw is None and isinstance(source.node.get("compiledRelease"), dict):
            raw = source.node["compiledRelease"].get("ocid")
        if raw is None or isinstance(raw, (dict, list)) or not str(raw).strip():
            self.run.problem("no_ocid", at(place, f"{source.pointer}/ocid"), Text("没有 ocid，无法识别流程，未导入", "without an ocid the process cannot be told, not imported"),
                                 Text("补充 ocid", "add ocid"), raw)  # fmt: skip
            return None
        if not isinstance(raw, str):
            self.run.note("id_is_number", at(place, f"{source.pointer}/ocid"), raw)
        self.run.used.add((id(source.node), "ocid"))
        return text_of(raw)

    def fresh(self, ocid: str, source: ReleaseSource) -> bool:
        """Whether an ocid is met for the first time; otherwise say where it was."""
        first = self.known.setdefault(ocid, "")
        if first == "":
            self.known[ocid] = self.run.file
            return True
        self.run.problem("repeated_ocid", Place(self.run.file, ocid, source.line, f"{source.pointer}/ocid"),
                             Text(f"同一流程已在 {first} 中读取，此处未导入", f"this process was already read from {first}, not imported again"),
                             Text("把同一流程的全部发布记录放入一个文件", "put all releases of a process into one file"), ocid)  # fmt: skip
        return False

    def _distinct(self, ocid: str, sources: list[ReleaseSource]) -> list[ReleaseSource]:
        """Drop releases that repeat another one; a compiled release stands alone."""
        compiled = [source for source in sources if _is_compiled(source.node)]
        if compiled and len(sources) > 1:
            for other in sources:
                if other is not compiled[0]:
                    self._twice(ocid, other)
            return compiled[:1]
        kept: list[ReleaseSource] = []
        for source in sources:
            same = [
                other
                for other in kept
                if source.node.get("id") is not None and other.node.get("id") == source.node.get("id")
            ]
            if not same:
                kept.append(source)
            elif same[0].node == source.node:
                self.run.note("repeated_release", Place(self.run.file, ocid, source.line, source.pointer))
            else:
                self._twice(ocid, source)
        return kept

    def _twice(self, ocid: str, source: ReleaseSource) -> None:
        self.run.problem("repeated_ocid", Place(self.run.file, ocid, source.line, source.pointer),
                             Text("同一 ocid（或同一发布记录编号）出现两次而内容不同，只读第一个", "an ocid (or a release id) stands twice with different content, only the first was read"),
                             Text("删除其中之一，或改正编号", "remove one of them or correct the id"), source.node.get("id", ocid))  # fmt: skip

    def _of_record(self, source: ReleaseSource, ocid: str) -> list[ReleaseSource]:
        node, pointer, line = source
        listed = node.get("releases")
        items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
        if items and not any(is_link(item) for item in items):
            return self._distinct(
                ocid, [ReleaseSource(item, f"{pointer}/releases/{i}", line) for i, item in enumerate(items)]
            )
        for name in ("versionedRelease", "compiledRelease"):
            if isinstance(node.get(name), dict) and node[name]:
                if items and name == "compiledRelease":
                    self.run.note(
                        "linked_releases", Place(self.run.file, ocid, line, f"{pointer}/releases"), len(items)
                    )
                return [ReleaseSource(node[name], f"{pointer}/{name}", line)]
        self.run.problem("only_links", Place(self.run.file, ocid, line, f"{pointer}/releases"), Text("记录只有链接，没有内容", "the record has links only and no content"),
                             Text("下载所链接的发布记录，放入文件包的 releases", "download the linked releases and put them into the package's releases"), len(items))  # fmt: skip
        return []

    def process(self, ocid: str, sources: list[ReleaseSource]) -> None:
        """Read one process from its releases."""
        if not sources or (ocid not in self.known and not self.fresh(ocid, sources[0])):
            return
        if self.known[ocid] != self.run.file and not self.fresh(ocid, sources[0]):
            return
        versions = self._ordered(ocid, sources)
        root = Entity(self.run, versions, ocid)
        root.get("ocid")
        root.words("tag")
        last = versions[-1].release
        days = [day for day in (*(version.release.day for version in versions), self.published) if day is not None]
        read_process(
            Process(
                self.run,
                ocid,
                root,
                ReleaseParties(self.orgs, ocid),
                at(last.place, root.pointer),
                max(days, default=None),
                self.ppp,
            )
        )

    def _ordered(self, ocid: str, sources: list[ReleaseSource]) -> list[Version]:
        """Return the releases as versions, oldest first; one without a date keeps its place in the file."""
        found = []
        before = 0.0
        for number, source in enumerate(sources):
            place = Place(self.run.file, ocid, source.line, source.pointer)
            versioned = source.pointer.endswith("/versionedRelease")
            when = moment(_newest(source.node) if versioned else source.node.get("date"))
            if when is None:
                self.run.note("no_release_date", place, source.node.get("date"))
            for name in ("date", "id"):
                if not isinstance(source.node.get(name, []), (dict, list)):
                    self.run.used.add((id(source.node), name))
            # Order only: the seconds of an instant, the start of the day (UTC) of a date alone.
            before = before if when is None else when.instant.timestamp() if when.instant else when.day * 86400.0
            raw = source.node.get("id")
            own = None if raw is None or isinstance(raw, (dict, list)) else text_of(raw)
            release = Release(when.day if when else None, own, place, versioned)
            found.append((before, number, Version(source.node, release, source.pointer)))
        return [version for _, _, version in sorted(found, key=lambda item: item[:2])]


def _is_compiled(node: dict[str, Any]) -> bool:
    tag = node.get("tag")
    return isinstance(tag, (list, str)) and "compiled" in tag


def is_link(item: dict[str, Any]) -> bool:
    """Whether a release has nothing of its own: only what points at one."""
    return not item.keys() - _LINK_ONLY


def _newest(node: Any) -> str | None:
    """Return the newest releaseDate inside a versioned release."""
    newest, stack = "", [node]
    while stack:
        inner = stack.pop()
        if isinstance(inner, dict) and isinstance(inner.get("releaseDate"), str):
            newest = max(newest, inner["releaseDate"])
        stack += [
            value for value in (inner.values() if isinstance(inner, dict) else inner) if isinstance(value, (dict, list))
        ]
    return newest or None


# --- From one contracting process to its instruments: a contract each; the tender or plan itself where it owes something

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
    instrument = Instrument(process, process.scope, main, "before")
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
