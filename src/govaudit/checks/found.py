"""A finding of a rule, written from the rule's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from govaudit.model import Basis, Finding, fingerprint_of, iso
from govaudit.words import attribute_name, cause_name, event_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.model import Place, Text
    from govaudit.rules.kinds import Builtin, Rule


def make_finding(
    rule: Rule,
    subject: tuple[str, ...],
    day: int,
    place: Place,
    blanks: Mapping[str, object],
    *,
    instrument: str | None = None,
    kind: Literal["breach", "warning"] | None = None,
    dates: Mapping[str, int | None] | None = None,
    amounts: Mapping[str, str] | None = None,
    facts: Mapping[str, str | int | bool] | None = None,
    evidence: tuple[str, ...] = (),
) -> Finding:
    """Return the finding that `subject` does not meet a rule as in force on `day`; `kind` may only soften the rule's own verdict."""
    return Finding(
        fingerprint=fingerprint_of(rule.id, *subject),
        kind="warning" if kind == "warning" else rule.verdict(day),
        rule=rule.id,
        severity=rule.severity,
        instrument=instrument,
        title=rule.title,
        message=rule.message.format(**blanks),
        basis=tuple(Basis(act=b.act, article=b.article, confidence=b.confidence) for b in rule.basis_on(day)),
        dates={name: iso(value) or "" for name, value in (dates or {}).items() if value is not None},
        amounts=dict(amounts or {}),
        facts=dict(facts or {}),
        evidence=evidence,
        place=str(place),
        next_step=rule.next_step,
    )


def name_of(rule: Rule | Builtin, word: str) -> Text:
    """Return the name of an event type as the rule or the vocabulary gives it."""
    return rule.words.get(word) or event_name(word)


def cause_of(rule: Rule | Builtin, word: str) -> Text:
    """Return the name of a reason code as the rule or the vocabulary gives it."""
    return rule.words.get(word) or cause_name(word)


def attribute_of(rule: Rule | Builtin, word: str) -> Text:
    """Return the name of an attribute as the rule or the vocabulary gives it."""
    return rule.words.get(word) or attribute_name(word)
