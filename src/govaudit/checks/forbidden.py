"""Events, reasons and terms that must not occur (kind: forbidden)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.checks.facts import gather
from govaudit.checks.found import cause_of, found, name_of
from govaudit.checks.scope import NotComputable, concerns
from govaudit.law.plain import matches, plain
from govaudit.law.rule import Forbidden
from govaudit.law.vocabulary import cause_codes
from govaudit.model.days import iso
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govaudit.checks.facts import Case, Event, Facts
    from govaudit.docket.table import Docket
    from govaudit.law.rules import RuleSet
    from govaudit.model.finding import Finding


def find(docket: Docket, rules: RuleSet, as_of: int) -> list[Finding]:
    """Return a finding for each forbidden event, and for each instrument with a forbidden term."""
    return check(gather(docket, as_of), rules)[0]


def check(facts: Facts, rules: Iterable[object]) -> tuple[list[Finding], list[NotComputable]]:
    """Return the findings and what could not be computed."""
    findings: list[Finding] = []
    missing: list[NotComputable] = []
    wanted = [rule for rule in rules if isinstance(rule, Forbidden)]
    for case in facts.cases:
        for rule in wanted:
            if case.values["domain"] not in rule.applies.domain:
                continue
            here = [*_events(rule, case, facts), *_terms(rule, case, facts)]
            fits = concerns(rule.applies, case, facts) if here else False
            if isinstance(fits, Text):
                missing.append(NotComputable(rule.id, case.id, fits))
            elif fits:
                findings += here
    return findings, missing


def _events(rule: Forbidden, case: Case, facts: Facts) -> Iterator[Finding]:
    if not (rule.events or rule.causes):
        return
    ids = facts.docket["events"]["id"]
    for event in case.of(rule.events) if rule.events else case.events:
        causes = sorted(cause_codes(event.cause) & set(rule.causes))
        if (
            (rule.causes and not causes)
            or not rule.basis_on(event.day)
            or (rule.during and not _within(rule, case, event))
        ):
            continue
        cause = (
            _joined([cause_of(rule, code) for code in causes])
            if causes
            else Text(event.cause or "未写明", event.cause or "not stated")
        )
        blanks = {
            "title": case.values["title"],
            "event": name_of(rule, event.type),
            "on": iso(event.day),
            "cause": cause,
            "attribute": "",
        }
        yield found(rule, (case.id, ids[event.row]), event.day, facts.docket["events"].places[event.row], blanks, instrument=case.id,
                    dates={"on": event.day}, facts={"event": ids[event.row]}, evidence=event.evidence)  # fmt: skip


def _within(rule: Forbidden, case: Case, event: Event) -> bool:
    """Whether an event falls after an opening event that nothing has closed before it; on the closing day it is free."""
    during = rule.during
    if during is None:
        return True
    opened: Event | None = None
    for other in case.of((*during.after, *during.until)):
        if other.day > event.day or other.row == event.row:
            continue
        opened = other if other.type in during.after else None
    return opened is not None


def _terms(rule: Forbidden, case: Case, facts: Facts) -> Iterator[Finding]:
    stated = [name for name, words in rule.attributes.items() if matches(case.attributes.get(name), words)]
    if not stated:
        return
    day = term_day(case, facts)
    if day is None or not rule.basis_on(day):
        return
    shown = [f"{name}={plain(case.attributes[name])}" for name in stated]
    blanks = {
        "title": case.values["title"],
        "event": "",
        "on": iso(day),
        "cause": "",
        "attribute": Text("、".join(shown), ", ".join(shown)),
    }
    yield found(rule, (case.id, *stated), day, case.place, blanks, instrument=case.id, dates={"on": day},
                facts={name: str(plain(case.attributes[name])) for name in stated})  # fmt: skip


def term_day(case: Case, facts: Facts) -> int | None:
    """Return the day a term of an instrument is judged by: its signature, else its first event, else the day of the audit."""
    signed = case.values["signed_on"]
    if signed is not None:
        return signed if facts.as_of is None or signed <= facts.as_of else None
    return case.events[0].day if case.events else facts.as_of


def _joined(texts: list[Text]) -> Text:
    return Text("、".join(text.zh for text in texts), ", ".join(text.en for text in texts))
