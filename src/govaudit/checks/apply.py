"""All rules that look at a docket directly; deadlines go through the engine instead, signals belong to early warning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govaudit.checks import forbidden, grades, limits, required
from govaudit.checks.unrecorded import doubt_findings

if TYPE_CHECKING:
    from govaudit.docket import View
    from govaudit.duties import NotComputable
    from govaudit.finance import Accounts
    from govaudit.model import Finding
    from govaudit.rules import RuleSet


@dataclass(frozen=True, slots=True)
class Checked:
    """What limits, bands, required and forbidden acts came to, and figures in doubt; `missing` lists what could not be computed and why."""

    findings: list[Finding]
    missing: list[NotComputable]


def check_rules(view: View, rules: RuleSet, book: Accounts) -> Checked:
    """Apply limit, grade, required and forbidden rules to a docket and its public accounts.

    In order of rule, instrument or unit, day and fingerprint; then what is in doubt.
    """
    parts = [
        limits.check(view.cases, rules, book),
        grades.check(rules, book),
        required.check(view.cases, rules),
        forbidden.check(view.cases, rules),
    ]
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
    findings += doubt_findings(book.doubts, book.units)
    missing = [item for part in parts for item in part[1]]
    missing.sort(key=lambda item: (order[item.rule], item.instrument))
    return Checked(findings, missing)
