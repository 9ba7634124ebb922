"""All rules that look at a docket directly; deadlines go through the engine instead, signals belong to early warning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govaudit.checks import forbidden, grades, limits, required
from govaudit.checks.doubted import doubt_findings
from govaudit.checks.facts import gather

if TYPE_CHECKING:
    from govaudit.checks.scope import NotComputable
    from govaudit.docket.table import Docket
    from govaudit.law.rules import RuleSet
    from govaudit.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Checked:
    """What limits, bands, required and forbidden acts came to, and figures in doubt; `missing` lists what could not be computed and why."""

    findings: list[Finding]
    missing: list[NotComputable]


def check_rules(docket: Docket, rules: RuleSet, as_of: int, known_at: int | None = None) -> Checked:
    """Apply limit, grade, required and forbidden rules as of a day, in order of rule, instrument or unit, day and fingerprint; then what is in doubt."""
    facts = gather(docket, as_of, known_at)
    parts = [kind.check(facts, rules) for kind in (limits, grades, required, forbidden)]
    order = {rule: place for place, rule in enumerate(rules.rules)}
    findings = [finding for part in parts for finding in part[0]]
    findings.sort(
        key=lambda one: (
            order[one.rule],
            one.instrument or str(one.facts.get("unit", "")),
            one.dates.get("on") or "",
            one.fingerprint,
        )
    )
    findings += doubt_findings(facts.book.doubts, facts.book.units)
    missing = [item for part in parts for item in part[1]]
    missing.sort(key=lambda item: (order[item.rule], item.instrument))
    return Checked(findings, missing)
