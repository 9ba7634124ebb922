"""The main job: a docket and rules in, findings out. This file is the drawing of the house as code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from govaudit import __version__
from govaudit.accountability.conduct import conduct_lines
from govaudit.accountability.officials import Officials
from govaudit.accountability.posts import body_bound
from govaudit.accountability.structure import structure_findings
from govaudit.accountability.trace import Trace, gap_findings, indicator_findings, trace
from govaudit.checks.apply import check_rules
from govaudit.checks.breaches import breach_findings
from govaudit.checks.settled import settled
from govaudit.checks.suppress import suppress
from govaudit.checks.unrecorded import unrecorded_findings
from govaudit.docket.withhold import withhold_names
from govaudit.engine.settle import settle_with_use
from govaudit.model.days import iso, parse_day
from govaudit.model.finding import Finding, InputFile, Manifest, NotComputed, ProblemRecord, Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govaudit.accountability.degrees import RuleFile
    from govaudit.checks.scope import NotComputable
    from govaudit.checks.settled import Settler
    from govaudit.docket.table import Docket
    from govaudit.engine.status import Status
    from govaudit.law.rules import RuleSet
    from govaudit.model.problem import Problem
    from govaudit.model.suppression import Suppression


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a docket: the day judged, the day of knowledge, and how to say it."""

    as_of: int
    known_at: int | None = None
    lenient: bool = False
    names: bool = True
    suppressions: Sequence[Suppression] = ()
    place: RuleFile | None = None  # the rules of degrees and handover of a place; the general ones when None


@dataclass(frozen=True, slots=True)
class Audit:
    """The result of an audit: the run for every report, the statuses, a trace for each late obligation, and their index."""

    run: Run
    statuses: list[Status]
    traces: dict[str, Trace]
    officials: Officials


def audit(docket: Docket, rules: RuleSet, ask: Question, settle: Settler = settle_with_use) -> Audit:
    """Audit a docket: settle (here, or with `settle` elsewhere), find breaches and broken rules, trace who held the posts, exclude, and write the manifest."""
    done = settled(docket, rules, ask.as_of, ask.known_at, settle)
    if not ask.names:
        withhold_names(docket)
    found = breach_findings(docket, done.statuses, rules, ask.as_of, ask.known_at)
    checked = check_rules(docket, rules, ask.as_of, ask.known_at)
    officials = Officials(docket, ask.known_at, ask.place)
    late = {finding.obligation for finding in found if finding.obligation}
    traces = {
        status.obligation: trace(officials, status, ask.as_of) for status in done.statuses if status.obligation in late
    }
    found = [_answered(finding, traces.get(finding.obligation or "")) for finding in found]
    gaps = gap_findings(traces.values())
    broken = [_conduct(officials, finding, ask.as_of) for finding in checked.findings]
    # A predecessor's slip of publication is no duty left lying: only what was promised counts (新官不理旧账).
    promised = {status.obligation for status in done.statuses if status.rule is None}
    lying = [sign for key, one in traces.items() if key in promised for sign in indicator_findings(one)]
    unpaid = unrecorded_findings(docket, done.statuses, done.unrecorded)
    findings = [*found, *unpaid, *broken, *lying, *gaps, *structure_findings(officials, ask.as_of)]
    of_duty = {status.obligation: status for status in done.statuses}
    findings = [_bound(finding, of_duty.get(finding.obligation or ""), officials, ask.as_of) for finding in findings]
    findings, notes = suppress(findings, done.statuses, ask.suppressions, ask.as_of)
    if not ask.names:
        findings = [_unnamed(finding, officials) for finding in findings]
    manifest = manifest_of(docket, rules, ask, done.statuses, findings, [*done.missing, *checked.missing], notes)
    return Audit(Run(manifest=manifest, findings=tuple(findings)), done.statuses, traces, officials)


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


def _unnamed(finding: Finding, officials: Officials) -> Finding:
    """Leave out persons' names and ids: only the posts, and the records about them, are shown."""
    lines = tuple(replace(line, name=None, person=None) for line in finding.responsible)
    facts = dict(finding.facts)
    if isinstance(listed := facts.get("records"), str):
        facts["records"] = ", ".join(key for key in listed.split(", ") if key not in officials.persons)
    return replace(finding, responsible=lines, facts=facts)


def manifest_of(
    docket: Docket,
    rules: RuleSet,
    ask: Question,
    statuses: list[Status],
    findings: list[Finding],
    missing: list[NotComputable],
    notes: Sequence[Problem] = (),
) -> Manifest:
    """Write what a result rests on: program, rules, days, inputs, counts, problems (and further notes), what could not be computed."""
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
        program=f"govaudit {__version__}", rule_set=rules.digest, as_of=iso(ask.as_of) or "", known_at=iso(ask.known_at), lenient=ask.lenient, names=ask.names,
        inputs=tuple(InputFile(file=i.file, sha256=i.sha256, size=i.size) for i in docket.inputs), counts=counts, left_out=len(docket.errors),
        problems=tuple(problem_records([*docket.problems, *notes])), rules={rule: rules[rule].version for rule in used},
        not_computed=tuple(NotComputed(rule=item.rule, subject=item.instrument, what=item.what) for item in missing),
    )  # fmt: skip


def problem_records(problems: Iterable[Problem]) -> list[ProblemRecord]:
    """Return the problems as records of the manifest, in the order they were met."""
    return [
        ProblemRecord(code=p.code, level=p.level, file=p.place.file, sheet=p.place.sheet, row=p.place.row, column=p.place.column, value=p.value, what=p.what, remedy=p.remedy)
        for p in problems
    ]  # fmt: skip
