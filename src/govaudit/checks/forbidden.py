"""Events, reasons and terms that must not occur (kind: forbidden)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.checks.found import attribute_of, cause_of, make_finding, name_of, with_doubts
from govaudit.duties import NotComputable, concerns
from govaudit.model import Finding, Text, spoken
from govaudit.rules import matches, plain
from govaudit.rules.kinds import Forbidden
from govaudit.words import cause_codes, value_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govaudit.docket.cases import Case, CaseEvent, Cases


def check(cases: Cases, rules: Iterable[object]) -> tuple[list[Finding], list[NotComputable]]:
    """Return the findings and what could not be computed."""
    findings: list[Finding] = []
    missing: list[NotComputable] = []
    wanted = [rule for rule in rules if isinstance(rule, Forbidden)]
    for case in cases:
        for rule in wanted:
            if case.values["domain"] not in rule.applies.domain:
                continue
            here = [*_events(rule, case, cases), *_terms(rule, case, cases)]
            fits = concerns(rule.applies, case) if here else False
            if isinstance(fits, Text):
                missing.append(NotComputable(rule.id, case.id, fits))
            elif fits:
                findings += [with_doubts(one, rule, case) for one in here if isinstance(one, Finding)]
                missing += [one for one in here if isinstance(one, NotComputable)]
    return findings, missing


def _events(rule: Forbidden, case: Case, cases: Cases) -> Iterator[Finding | NotComputable]:
    if not (rule.events or rule.causes):
        return
    for event in case.of(rule.events) if rule.events else case.events:
        causes = sorted(cause_codes(event.cause) & set(rule.causes))
        if (
            (rule.causes and not causes)
            or not rule.basis_on(event.day)
            or (rule.during and not _within(rule, case, event))
        ):
            continue
        # That nothing ended the time rests on the absence of a record (R16).
        beyond = cases.beyond_records(case, event.day) if rule.during else None
        if beyond is not None:
            yield NotComputable(rule.id, case.id, beyond)
            continue
        cause = (
            _joined([cause_of(rule, code) for code in causes])
            if causes
            else Text(event.cause or "未写明", event.cause or "not stated")
        )
        blanks = {
            "title": case.values["title"],
            "event": name_of(rule, event.type),
            "on": spoken(event.day),
            "cause": cause,
            "attribute": "",
        }
        yield make_finding(rule, (case.id, event.id), event.day, cases.docket["events"].places[event.row], blanks, instrument=case.id,
                    dates={"on": event.day}, facts={"event": event.id}, evidence=event.evidence)  # fmt: skip


def _within(rule: Forbidden, case: Case, event: CaseEvent) -> bool:
    """Whether an event falls after an opening event that nothing has closed before it; on the closing day it is free."""
    during = rule.during
    if during is None:
        return True
    return any(_is_open(case, event, *pair) for pair in zip(during.after, during.until, strict=True))


def _is_open(case: Case, event: CaseEvent, after: str, until: str) -> bool:
    before = [other for other in case.of((after, until)) if other.day <= event.day and other.row != event.row]
    return bool(before) and before[-1].type == after


def _terms(rule: Forbidden, case: Case, cases: Cases) -> Iterator[Finding]:
    stated = [name for name, words in rule.attributes.items() if matches(case.attributes.get(name), words)]
    if not stated:
        return
    day = term_day(case, cases)
    if day is None or not rule.basis_on(day):
        return
    shown = [_said(rule, name, case.attributes[name]) for name in stated]
    blanks = {
        "title": case.values["title"],
        "event": "",
        "on": spoken(day),
        "cause": "",
        "attribute": _joined(shown),
    }
    yield make_finding(rule, (case.id, *stated), day, case.place, blanks, instrument=case.id, dates={"on": day},
                facts={name: "; ".join(filter(None, _items(case.attributes[name]))) for name in stated})  # fmt: skip


def _items(value: object) -> list[str | None]:
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else [plain(value)]


def _said(rule: Forbidden, name: str, value: object) -> Text:
    """Write an attribute with its value: 投标保证金形式：现金."""
    label, said = attribute_of(rule, name), [value_name(item) for item in _items(value)]
    return Text(
        f"{label.zh}：{'、'.join(text.zh for text in said)}", f"{label.en}: {', '.join(text.en for text in said)}"
    )


def term_day(case: Case, cases: Cases) -> int | None:
    """Return the day a term of an instrument is judged by: its signature, else its first event, else the day of the audit."""
    signed = case.values["signed_on"]
    if signed is not None:
        return signed if signed <= cases.as_of else None
    return case.events[0].day if case.events else cases.as_of


def _joined(texts: list[Text]) -> Text:
    return Text("、".join(text.zh for text in texts), ", ".join(text.en for text in texts))
