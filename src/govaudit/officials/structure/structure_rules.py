"""The findings of structure: what may be odd in the record of officials, in the words of its rules (checklists/builtin)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model import Finding, fingerprint_of
from govaudit.rules import builtin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def structure_finding(
    key: str,
    subject: Iterable[str],
    blanks: Mapping[str, object],
    records: Iterable[str] = (),
    form: str = "",
    **facts: str,
) -> Finding:
    """Return the finding of a rule of structure; `blanks` fill in its sentence, `records` are the ids of the rows it is about."""
    rule = builtin(key)
    listed = ", ".join(records)
    return Finding(
        fingerprint=fingerprint_of(key, *subject), kind=rule.found, rule=key, severity=rule.severity, title=rule.title,
        message=rule.say(form, **blanks), facts={**facts, **({"records": listed} if listed else {})}, next_step=rule.next_step,
    )  # fmt: skip
