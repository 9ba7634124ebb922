"""The matters that ask somebody to act: findings of the audit about this government's money, and what early warning found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.checks import signal_findings
from govaudit.duties import NO_RECORD
from govaudit.finance.warning import LEVELS
from govaudit.report.documents.document_view import SETTLED
from govaudit.report.warning.content import Item
from govaudit.rules.kinds import Signal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.model import Finding
    from govaudit.report.warning.scene import Scene

# Days a level leaves for an answer: start values of this program, found in no law; the issuing body may change the draft.
ANSWER = {"red": 7, "orange": 15, "no_data": 15, "yellow": 30, "blue": 30, "green": 30}
_BY_SEVERITY = {"minor": "yellow", "ordinary": "orange", "serious": "red"}
_DOMAINS = {"debt", "ppp"}
_NO_PAYMENTS = "OB-12"


def items(scene: Scene) -> tuple[Item, ...]:
    """Return all matters, the most urgent first: by level, rules of the law before signals of our own, the unit before those below."""
    found = [*_audited(scene), *signal_findings(scene.book, scene.signals)]
    return tuple(sorted((_item(one, scene) for one in _once(found)), key=lambda item: _urgency(item, scene)))


def _audited(scene: Scene) -> Iterable[Finding]:
    # What rests on no payment being on record is unknown, not late: it is said in sections 1 and 11, once.
    passed = {one.obligation for one in scene.audit.statuses if one.state in SETTLED or NO_RECORD in one.flags}
    units = {scene.unit, *scene.below}
    for one in scene.audit.run.findings:
        about = scene.nearest.get(scene.names.subject(one) or "")
        if (
            one.kind in {"breach", "warning"}
            and one.suppressed is None
            and scene.names.domain(one) in _DOMAINS
            and about in units
            and one.rule != _NO_PAYMENTS
            and _years(one, scene)[-1] >= scene.year
            and one.obligation not in passed
        ):
            yield one


def _years(finding: Finding, scene: Scene) -> list[int]:
    """Return the years a finding is about, in order; one of no year is about the present one."""
    facts = finding.facts
    return sorted(int(year) for year in str(facts.get("years") or facts.get("year") or scene.year).split())


def _once(found: Iterable[Finding]) -> Iterable[Finding]:
    """Yield one finding a rule and fact."""
    return {one.fingerprint: one for one in found}.values()


def _item(finding: Finding, scene: Scene) -> Item:
    level = _level(finding, scene)
    body = scene.names.subject(finding) or scene.unit
    return Item(finding, level, scene.nearest.get(body) or scene.unit, scene.holder(body), scene.as_of + ANSWER[level])


def _level(finding: Finding, scene: Scene) -> str:
    """Return the level of a finding; of years ahead alone no worse than their distance has it, as EW-F1 grades it."""
    level = str(finding.facts.get("level") or _BY_SEVERITY[finding.severity])
    ahead = _years(finding, scene)[0] - scene.year
    most = next((step for years, step in _AHEAD if ahead <= years), "yellow")
    return min(level, most, key=LEVELS.index)


_AHEAD = ((1, "red"), (3, "orange"))


def _urgency(item: Item, scene: Scene) -> tuple[object, ...]:
    rule = item.finding.rule
    own_signal = isinstance(scene.rules.rules.get(rule), Signal)
    return (-LEVELS.index(item.level), own_signal, item.unit != scene.unit, item.finding.kind != "breach", rule, item.finding.fingerprint)  # fmt: skip


def most_urgent(found: Iterable[Item], unit: str = "", count: int = 3) -> list[Item]:
    """Return the first items, each about another matter; what the `unit` owes, and what it has to pay soon, go before ratios."""
    matters = [some[0] for some in by_matter(found).values()]
    mine = [item for item in matters if item.unit == unit]
    owed = [item for item in mine if item.finding.rule in _OVERDUE or (item.finding.rule.startswith("OB-") and item.finding.kind == "breach")]  # fmt: skip
    coming = [item for item in mine if item.finding.rule in _COMING]
    first = [*owed[:1], *coming[:1]]
    return [*first, *(item for item in matters if item not in first)][:count]


_OVERDUE, _COMING = {"EW-A1"}, {"EW-F2", "EW-F2a"}


def by_matter(found: Iterable[Item]) -> dict[object, list[Item]]:
    """Return the items by what they are about, in their order: rules of one ratio, or of one use of the limits, are one matter."""
    matters: dict[object, list[Item]] = {}
    for item in found:
        facts = item.finding.facts
        measure = str(facts.get("measure") or "")
        about = "limit" if measure.endswith(_OF_LIMITS) else measure
        matters.setdefault(
            (item.unit, about or item.finding.obligation or item.finding.instrument or item.finding.rule), []
        ).append(item)
    return matters


_OF_LIMITS = ("_limit_use", "_debt_excess")
