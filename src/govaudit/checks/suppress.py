"""Excluding findings with a reason, and saying which exclusions have expired or exclude nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from govaudit.law.rules import builtin
from govaudit.model.days import iso
from govaudit.model.finding import Finding
from govaudit.model.fingerprint import fingerprint
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.model.suppression import Suppression

_STALE = "SU-01"
_UNUSED = "SU-02"


def suppress(findings: list[Finding], suppressions: Sequence[Suppression], as_of: int) -> list[Finding]:
    """Mark excluded findings, and add a finding for each exclusion that has expired or matches nothing."""
    used: set[int] = set()
    marked = []
    for finding in findings:
        for number, item in enumerate(suppressions):
            if _matches(item, finding):
                used.add(number)
                if as_of <= item.until:
                    finding = replace(finding, suppressed=_reason(item))  # noqa: PLW2901 - the marked copy goes on
                    break
        marked.append(finding)
    for number, item in enumerate(suppressions):
        if as_of > item.until:
            marked.append(_finding(item, _STALE, until=iso(item.until)))
        elif number not in used:
            marked.append(_finding(item, _UNUSED))
    return marked


def _matches(item: Suppression, finding: Finding) -> bool:
    wanted = (
        (item.fingerprint, finding.fingerprint),
        (item.rule, finding.rule),
        (item.instrument, finding.instrument),
        (item.obligation, finding.obligation),
    )
    return all(want is None or want == have for want, have in wanted)


def _reason(item: Suppression) -> Text:
    return Text(
        f"{item.reason}（{item.who}，至{iso(item.until)}）", f"{item.reason} ({item.who}, until {iso(item.until)})"
    )


def _finding(item: Suppression, key: str, **blanks: object) -> Finding:
    rule = builtin(key)
    subject = (item.fingerprint or "", item.rule or "", item.instrument or "", item.obligation or "")
    return Finding(
        fingerprint=fingerprint(key, *subject), kind="data_problem", rule=key, severity=rule.severity, instrument=item.instrument, obligation=item.obligation,
        title=rule.title, message=rule.say(reason=item.reason, **blanks), place=str(item.place), next_step=rule.next_step,
    )  # fmt: skip
