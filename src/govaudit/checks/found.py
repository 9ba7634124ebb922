"""A finding of a rule, written from the rule's own words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from govaudit.duties import doubts
from govaudit.model import Basis, Finding, Text, fingerprint_of, iso, to_day
from govaudit.rules import matches
from govaudit.rules.kinds import Deadline, Forbidden
from govaudit.words import attribute_name, cause_name, event_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from govaudit.docket.cases import Case
    from govaudit.model import Place
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


# --- What a finding rests on that is not on record (R25.5), or not settled (T9): named in it, and never a breach where it decides

_UNSTATED = Text("{said}（未写明：{names}）", "{said} (not stated: {names})")
_UNSETTLED = Text("{said}（{why}）", "{said} ({why})")
_SIGNED_ON = Text("签订日", "day of signature")


def with_doubts(finding: Finding, rule: Rule, case: Case, assumed: Iterable[str] = ()) -> Finding:
    """Return a finding on an instrument with what is not stated there said, as a warning where that, or an unsettled point of law, decides."""
    names, decides = doubts(rule.applies, case, assumed)
    labels = [rule.words.get(name) or attribute_name(name) for name in names]
    said, older = finding.message, rule.unsettled if isinstance(rule, (Deadline, Forbidden)) else None
    signed = _signed_on(case)
    if (
        older is not None
        and (signed is None or signed < to_day(older.signed_before))
        and all(matches(case.attributes.get(name), words) for name, words in older.where.items())
    ):
        said, decides = _UNSETTLED.format(said=said, why=older.why), True
        names, labels = (*names, *(["signed_on"] * (signed is None))), [*labels, *([_SIGNED_ON] * (signed is None))]
    if names:
        listed = Text("、".join(one.zh for one in labels), ", ".join(one.en for one in labels))
        said = _UNSTATED.format(said=said, names=listed)
        finding = replace(finding, facts={**finding.facts, "not_stated": " ".join(names)})
    return replace(finding, message=said, kind="warning" if decides else finding.kind)


def _signed_on(case: Case) -> int | None:
    """Return the day an instrument was signed: as stated, else as the first event says."""
    stated: int | None = case.values["signed_on"]
    return stated if stated is not None else next((event.day for event in case.of(["signed"])), None)
