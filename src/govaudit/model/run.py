"""One audit as a value that stands alone: every document, table and drawing of it is made from this, without the docket.

Beside findings and manifest it holds what documents print of a docket: how each obligation stands, the bodies, posts, contracts, evidence and
project events behind the ids, and what the drawing of a breach shows. It is in neither language: what the program says is a Text, the rest is data.
Days are YYYY-MM-DD, amounts decimal text in their currency; tables keep the order of the docket, and the keys of `dates`, `amounts`, `facts` and
`counts` the order in which documents list them. An id that no table holds is shown as it stands. The JSON of it is `report.renderers.run_json`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from govaudit.model.finding import SCHEMA_VERSION, Day, Finding, Manifest, Whole
from govaudit.model.problem import Fault
from govaudit.model.record import Record, Written, checked_record
from govaudit.model.text import Text

_AGAIN = Text("重新生成审计结果", "make the result again")
_LAST = "9900"  # years in which a drawing still finds its ticks
Amount = Annotated[str, Written(pattern=r"^-?[0-9]{1,40}([.][0-9]{1,6})?$")]


@checked_record
class StatusRecord(Record):
    """One obligation and how it stands."""

    obligation: str
    title: str | Text | None = None  # what the program itself words is a Text, as in a duty of the law
    instrument: str | None = None
    bearer: str | None = None
    clause: str | Text | None = None
    domain: str | None = None
    rule: str | None = None
    state: str
    due_on: Day | None = None
    due_on_raw: Day | None = None
    grace_until: Day | None = None
    performed_on: Day | None = None
    amount: Amount | None = None
    performed_amount: Amount | None = None
    open_amount: Amount | None = None
    interest: Amount | None = None
    currency: str = "CNY"
    breach_days: Whole = 0
    episodes: Whole = 0
    tolled_days: Whole = 0
    flags: tuple[str, ...] = ()
    rules_applied: tuple[str, ...] = ()
    provisional: bool = False
    trigger_event: str | None = None


@checked_record
class OrgRecord(Record):
    """A body."""

    id: str
    name: str
    kind: str | None = None
    code: str | None = None


@checked_record
class PostRecord(Record):
    """A post of a body."""

    id: str
    org: str
    title: str


@checked_record
class PersonRecord(Record):
    """A registered person; a run that names nobody has none."""

    id: str
    name: str


@checked_record
class InstrumentRecord(Record):
    """A contract, agreement, commitment, plan; attributes that are lists or tables are not among them."""

    id: str
    domain: str
    kind: str
    title: str
    authority: str
    counterparty: str | None = None
    signed_on: Day | None = None
    effective_on: Day | None = None
    ends_on: Day | None = None
    amount: Amount | None = None
    currency: str = "CNY"
    region: str | None = None
    status: str | None = None
    attributes: dict[str, str | bool]


@checked_record
class DebtRecord(Record):
    """A debt and the unit that owes it."""

    id: str
    unit: str


@checked_record
class EvidenceRecord(Record):
    """A paper that a finding, a step of a trace or an event of a project rests on."""

    id: str
    title: str
    locator: str | None = None
    issued_on: Day | None = None
    sha256: str | None = None


@checked_record
class EventRecord(Record):
    """What had happened on a PPP project by the day judged, and was known then."""

    instrument: str
    obligation: str | None = None
    type: str
    on: Day
    evidence: tuple[str, ...] = ()
    note: str | None = None


@checked_record
class SpanRecord(Record):
    """Days from the first to the last, both included."""

    from_: Day
    to: Day


@checked_record
class TenureRecord(Record):
    """One tenure in the drawing: perhaps in office on [start_lo, end_hi), certainly on [start_hi, end_lo), cut to the window and two days around it."""

    id: str
    name: str | None = None
    kind: str
    start_lo: Day
    start_hi: Day
    end_lo: Day
    end_hi: Day


@checked_record
class EmptyRecord(Record):
    """Days on [start, end) without a certain holder; `doubtful` ones may have one, whose bar stands above."""

    start: Day
    end: Day
    holder: Literal["vacant", "unknown", "post_missing"]
    doubtful: bool


@checked_record
class Lane(Record):
    """One post in the drawing: the role in which it stands here, its tenures, and the days without a holder."""

    post: str
    label: str
    role: str
    tenures: tuple[TenureRecord, ...]
    empty: tuple[EmptyRecord, ...]


@checked_record
class Chain(Record):
    """What the drawings of one breach show beside the lines of its finding.

    `holders` gives for each line of the finding the number of its person, 0 where there is none: so that persons are told apart where nobody is
    named. `transfers` and `delegations` are the facts among the steps that moved the duty. The window is [start, end).
    """

    finding: str
    obligation: str
    title: Text
    instrument: str | None = None
    instrument_title: str | None = None
    due_on: Day | None = None
    as_of: Day
    breach_days: Whole
    spans: tuple[SpanRecord, ...]
    start: Day
    end: Day
    holders: tuple[Whole, ...]
    transfers: tuple[str, ...] = ()
    delegations: tuple[str, ...] = ()
    lanes: tuple[Lane, ...]

    def __post_init__(self) -> None:
        """Refuse a window that cannot be drawn."""
        if not self.start < self.end < _LAST:
            raise Fault("window", Text("图的起止日不成立", "the days of a drawing do not make a window"), _AGAIN)


@checked_record
class Run(Record):
    """One audit: the JSON document."""

    schema_version: str = SCHEMA_VERSION
    manifest: Manifest
    findings: tuple[Finding, ...]
    statuses: tuple[StatusRecord, ...] = ()
    instruments: tuple[InstrumentRecord, ...] = ()
    debts: tuple[DebtRecord, ...] = ()
    orgs: tuple[OrgRecord, ...] = ()
    posts: tuple[PostRecord, ...] = ()
    persons: tuple[PersonRecord, ...] = ()
    evidence: tuple[EvidenceRecord, ...] = ()
    events: tuple[EventRecord, ...] = ()
    chains: tuple[Chain, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a chain that does not fit its finding, and names in a run that names nobody."""
        lines = {(finding.fingerprint, len(finding.responsible)) for finding in self.findings if self.chains}
        if not lines.issuperset((chain.finding, len(chain.holders)) for chain in self.chains):
            raise Fault(
                "chain_without_lines", Text("责任链与其发现不符", "a chain of posts does not fit its finding"), _AGAIN
            )
        if self.persons and not self.manifest.names:
            raise Fault(
                "names_withheld",
                Text("声明不显示姓名，却列有姓名", "it says that names are withheld, yet it lists them"),
                _AGAIN,
            )
