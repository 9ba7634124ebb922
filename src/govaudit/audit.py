"""The main job: a docket and rules in, findings out. This file is the drawing of the house as code."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from govaudit import __version__
from govaudit.checks import breach_findings, check_rules, suppress_findings, unrecorded_findings
from govaudit.docket import bodies, evidence, project_events
from govaudit.finance import Accounts
from govaudit.model import Finding, InputFile, Manifest, NotComputed, ProblemRecord, Run, iso, parse_day
from govaudit.officials.record import Officials, body_bound
from govaudit.officials.structure import structure_findings
from govaudit.officials.trace import Trace, chain_of, conduct_lines, gap_findings, indicator_findings, trace_duty
from govaudit.settle import settle_docket, settle_with_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govaudit.docket import Docket, View
    from govaudit.duties import NotComputable
    from govaudit.model import Problem, Suppression
    from govaudit.officials.trace import RuleFile
    from govaudit.rules import RuleSet
    from govaudit.settle import Settled, Settler, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a docket: the day judged, the day of knowledge, what is excluded, and the rules of the place."""

    as_of: int
    known_at: int | None = None
    lenient: bool = False
    suppressions: tuple[Suppression, ...] = ()
    place: RuleFile | None = None  # the rules of degrees and handover of a place; the general ones when None
    ppp_growth: Literal["compound", "mean"] = "compound"  # of the denominator of the PPP share of a year ahead

    @property
    def digest(self) -> str:
        """The sha256 over all that is asked."""
        said = (self.as_of, self.known_at, self.lenient, self.suppressions, self.place, self.ppp_growth)
        return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Audit:
    """The result of an audit: the run for every report, what was settled, a trace for each late obligation, and their index."""

    run: Run
    settled: Settled
    traces: dict[str, Trace]
    officials: Officials

    @property
    def statuses(self) -> list[Status]:
        """The status of every duty."""
        return self.settled.statuses

    @property
    def docket(self) -> Docket:
        """The docket audited, with the duties among its obligations and with all problems met."""
        return self.settled.docket


def audit(docket: Docket, rules: RuleSet, ask: Question, settle: Settler = settle_with_use) -> Audit:
    """Audit a docket: settle (here, or with `settle` elsewhere), find breaches and broken rules, trace who held the posts, exclude, and write the manifest.

    The run names persons; whoever shows it to others leaves the names out (report.withheld).
    """
    done = settle_docket(docket, rules, ask.as_of, ask.known_at, settle)
    view, duties = done.view, done.duties
    found = breach_findings(view, done.statuses, rules)
    book = Accounts(view.docket, rules, ask.as_of, debts=duties.debts, known_at=ask.known_at, method=ask.ppp_growth)
    checked = check_rules(view, rules, book)
    officials = Officials(view, ask.place)
    late = {finding.obligation for finding in found if finding.obligation}
    traces = {
        status.obligation: trace_duty(officials, status, ask.as_of)
        for status in done.statuses
        if status.obligation in late
    }
    found = [_answered(finding, traces.get(finding.obligation or "")) for finding in found]
    gaps = gap_findings(traces.values())
    broken = [_conduct(officials, finding, ask.as_of) for finding in checked.findings]
    # A predecessor's slip of publication is no duty left lying: only what was promised counts (新官不理旧账).
    promised = {status.obligation for status in done.statuses if status.rule is None}
    lying = [sign for key, one in traces.items() if key in promised for sign in indicator_findings(one)]
    unpaid = unrecorded_findings(view.docket, done.statuses, duties.unrecorded)
    findings = [*found, *unpaid, *broken, *lying, *gaps, *structure_findings(officials, ask.as_of)]
    of_duty = {status.obligation: status for status in done.statuses}
    findings = [_bound(finding, of_duty.get(finding.obligation or ""), officials, ask.as_of) for finding in findings]
    findings, notes = suppress_findings(findings, done.statuses, ask.suppressions, ask.as_of)
    manifest = manifest_of(done, rules, ask, findings, checked.missing, notes)
    fingerprints = {finding.obligation: finding.fingerprint for finding in reversed(found)}
    chains = tuple(chain_of(officials, one, fingerprints[key]) for key, one in traces.items())
    run = Run(manifest=manifest, findings=tuple(findings), chains=chains, **printed(view, done.statuses, findings))
    return Audit(run, done, traces, officials)


def printed(view: View, statuses: list[Status], findings: list[Finding]) -> dict[str, Any]:
    """Return what documents print of the docket: how each obligation stands, and the rows behind the ids, by table."""
    docket = view.docket
    events = project_events(docket, view.as_of, view.known_at)
    papers = {key for finding in findings for key in finding.evidence} | {
        key for event in events for key in event.evidence
    }
    papers |= {key for finding in findings for line in finding.responsible for hop in line.path for key in hop.evidence}
    table = docket["obligations"]
    stated = {
        key: {"title": title, "bearer": bearer, "clause": clause}
        for key, title, bearer, clause in zip(
            *(table[name] for name in ("id", "title", "bearer", "clause")), strict=True
        )
    }
    return bodies(docket) | {
        "statuses": tuple(status.record(**stated[status.obligation]) for status in statuses),
        "evidence": evidence(docket, papers),
        "events": events,
    }


def _answered(finding: Finding, found: Trace | None) -> Finding:
    return finding if found is None else replace(finding, responsible=found.responsible)


def _bound(finding: Finding, status: Status | None, officials: Officials, as_of: int) -> Finding:
    """Add the event that gave rise to the obligation a finding is about, and the body it bound."""
    if status is None:
        return finding
    return replace(finding, trigger_event=status.trigger_event, subject=body_bound(officials, status, as_of))


def _conduct(officials: Officials, finding: Finding, as_of: int) -> Finding:
    """Add who held the posts on the day a rule was broken."""
    on = finding.dates.get("on") or finding.dates.get("before_on")
    if on is None:
        return finding
    unit = finding.facts.get("unit")
    lines = conduct_lines(officials, finding.instrument, str(unit) if unit else None, parse_day(on), as_of)
    return replace(finding, responsible=lines)


def manifest_of(
    done: Settled,
    rules: RuleSet,
    ask: Question,
    findings: Sequence[Finding] = (),
    missing: Sequence[NotComputable] = (),
    notes: Sequence[Problem] = (),
) -> Manifest:
    """Write what a result rests on: program, rules, days, inputs, counts, problems (and further notes), what could not be computed (`missing` of rules)."""
    docket, statuses = done.docket, done.statuses
    open_findings = [finding for finding in findings if finding.suppressed is None]
    counts = {table.name: len(table) for table in docket.tables.values() if len(table)}
    counts |= {
        f"findings_{kind}": n
        for kind in ("breach", "warning", "accountability_gap", "data_problem")
        if (n := sum(f.kind == kind for f in open_findings))
    }
    counts |= {
        f"state_{state}": sum(s.state == state for s in statuses) for state in sorted({s.state for s in statuses})
    }
    used = sorted({finding.rule for finding in findings if finding.rule in rules.rules})
    return Manifest(
        program=f"govaudit {__version__}", docket_digest=done.read.digest, rule_set=rules.digest, question_digest=ask.digest,
        as_of=iso(ask.as_of) or "", known_at=iso(ask.known_at), lenient=ask.lenient, names=True,
        inputs=tuple(InputFile(file=i.file, sha256=i.sha256, size=i.size) for i in docket.inputs), counts=counts, left_out=len(docket.errors),
        problems=tuple(problem_records([*docket.problems, *notes])), rules={rule: rules[rule].version for rule in used},
        not_computed=tuple(NotComputed(rule=item.rule, subject=item.instrument, what=item.what) for item in (*done.duties.missing, *missing)),
    )  # fmt: skip


def problem_records(problems: Iterable[Problem]) -> list[ProblemRecord]:
    """Return the problems as records of the manifest, in the order they were met."""
    return [
        ProblemRecord(code=p.code, level=p.level, file=p.place.file, sheet=p.place.sheet, row=p.place.row, column=p.place.column, value=p.value, what=p.what, remedy=p.remedy)
        for p in problems
    ]  # fmt: skip
