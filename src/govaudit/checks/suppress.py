"""Excluding findings with a reason, and saying which exclusions have expired or exclude nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

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
            marked.append(
                _finding(
                    item,
                    _STALE,
                    Text(
                        f"排除项已于{iso(item.until)}到期：{item.reason}",
                        f"the exclusion expired on {iso(item.until)}: {item.reason}",
                    ),
                )
            )
        elif number not in used:
            marked.append(
                _finding(
                    item,
                    _UNUSED,
                    Text(f"排除项没有对应的发现：{item.reason}", f"the exclusion matches no finding: {item.reason}"),
                )
            )
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


def _finding(item: Suppression, rule: str, message: Text) -> Finding:
    subject = (item.fingerprint or "", item.rule or "", item.instrument or "", item.obligation or "")
    titles = {
        _STALE: Text("排除项已到期", "an exclusion has expired"),
        _UNUSED: Text("排除项未生效", "an exclusion has no effect"),
    }
    return Finding(
        fingerprint=fingerprint(rule, *subject), kind="data_problem", rule=rule, severity="minor", instrument=item.instrument, obligation=item.obligation,
        title=titles[rule], message=message, place=str(item.place), next_step=Text("删除该排除项，或写明新的理由和期限", "remove the exclusion, or give a new reason and date"),
    )  # fmt: skip
