"""Acts, documents and minimum times that must be on record before another act (kind: required)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govaudit.checks.found import attribute_of, make_finding, name_of, with_doubts
from govaudit.duties import NotComputable, Unstated, concerns
from govaudit.model import Text, spoken, spoken_count
from govaudit.rules import plain, spoken_period
from govaudit.rules.days import ROLLS, add_months, chinese_calendar, roll_day
from govaudit.rules.kinds import Required
from govaudit.rules.terms import in_force
from govaudit.words import value_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket.cases import Case, CaseEvent, Cases
    from govaudit.model import Finding
    from govaudit.rules.kinds import Need
    from govaudit.rules.terms import Period


class Lack(NamedTuple):
    """One need that is not met: in words, the day of the need found too late, the last lawful day."""

    text: Text
    on: int | None = None
    latest: int | None = None


def check(cases: Cases, rules: Iterable[object]) -> tuple[list[Finding], list[NotComputable]]:
    """Return the findings and what could not be computed."""
    findings: list[Finding] = []
    missing: list[NotComputable] = []
    wanted = [rule for rule in rules if isinstance(rule, Required)]
    for case in cases:
        for rule in wanted:
            if case.values["domain"] in rule.applies.domain:
                result = _judge(rule, case, cases)
                if isinstance(result, NotComputable):
                    missing.append(result)
                elif result is not None:
                    findings.append(result)
    return findings, missing


def reached(rule: Required, case: Case) -> CaseEvent | None:
    """Return the act that had to be preceded, if it is on record and the rule was in force on its day."""
    acts = case.of(rule.before)
    act = (acts[0] if rule.before_takes == "first" else acts[-1]) if acts else None
    return act if act is not None and rule.basis_on(act.day) else None


def _judge(rule: Required, case: Case, cases: Cases) -> Finding | NotComputable | None:
    act = reached(rule, case)
    if act is None:
        return None
    fits = concerns(rule.applies, case)
    if not fits or (isinstance(fits, Text) and not isinstance(fits, Unstated)):
        return NotComputable(rule.id, case.id, fits) if isinstance(fits, Text) else None
    results = [_lack(rule, need, act, case, cases) for need in rule.needs]
    lacks = [result for result in results if isinstance(result, Lack)]
    if isinstance(fits, Unstated):  # what is not stated decides only where something is lacking
        return NotComputable(rule.id, case.id, fits) if lacks else None
    if lacks:  # what is lacking for certain decides, whatever else cannot be told
        return with_doubts(_finding(rule, act, case, lacks), rule, case)
    unknown = next((result for result in results if isinstance(result, Text)), None)
    return None if unknown is None else NotComputable(rule.id, case.id, unknown)


def _finding(rule: Required, act: CaseEvent, case: Case, lacks: list[Lack]) -> Finding:
    words = Text("；".join(lack.text.zh for lack in lacks), "; ".join(lack.text.en for lack in lacks))
    blanks = {
        "title": case.values["title"],
        "before": name_of(rule, act.type),
        "before_on": spoken(act.day),
        "missing": words,
    }
    dates: dict[str, int | None] = {"before_on": act.day}
    for lack in lacks:
        dates.update({"needed_on": lack.on, "latest_on": lack.latest} if lack.on is not None else {})
    return make_finding(
        rule, (case.id,), act.day, case.place, blanks, instrument=case.id, dates=dates, evidence=act.evidence
    )


def _lack(rule: Required, need: Need, act: CaseEvent, case: Case, cases: Cases) -> Lack | Text | None:
    """Return what is lacking of one need, None when it is met, a Text when it cannot be told."""
    if need.attribute:
        return _attribute_lack(rule, need, case)
    if need.evidence:
        titles = _titles(case, cases, act.day)
        if any(word in title for word in need.evidence for title in titles):
            return None
        what = Text(f"没有{'或'.join(need.evidence)}", f"no document '{need.evidence[0]}'")
        return _unrecorded(need, what, act, case, cases)
    names = [name_of(rule, event) for event in need.event]
    label = Text("或".join(name.zh for name in names), " or ".join(name.en for name in names))
    events = [event for event in case.of(need.event) if event.day <= act.day and event.row != act.row]
    if not events:
        what = Text(f"此前没有“{label.zh}”的记录", f"no record of '{label.en}' before it")
        return _unrecorded(need, what, act, case, cases)
    chosen = {"first": events[:1], "last": events[-1:], "each": events}[need.which]
    return next((lack for event in chosen if (lack := _too_late(need, label, event, act))), None)


def _unrecorded(need: Need, what: Text, act: CaseEvent, case: Case, cases: Cases) -> Lack | Text | None:
    """Return what it means that nothing is on record: nothing certain when records do not reach the last day it could be done (R16)."""
    result = _absent(need, what)
    period = in_force(need.at_least, act.day) if need.at_least else None
    beyond = cases.beyond_records(case, act.day if period is None else last_lawful(act.day, period))
    if beyond is None or not isinstance(result, Lack):
        return result
    return Text(f"{what.zh}；{beyond.zh}", f"{what.en}; {beyond.en}")


def _absent(need: Need, what: Text) -> Lack | Text | None:
    if need.missing == "fine":
        return None
    return what if need.missing == "unknown" else Lack(what)


def _attribute_lack(rule: Required, need: Need, case: Case) -> Lack | Text | None:
    name = need.attribute or ""
    value, label = case.attributes.get(name), attribute_of(rule, name)
    stated = plain(value) if not isinstance(value, (list, dict)) else ("true" if value else None)
    if stated is None:
        return _absent(need, Text(f"没有写明“{label.zh}”", f"'{label.en}' is not stated"))
    met = stated in need.values if need.values else stated != "false"
    said = value_name(stated)
    return None if met else Lack(Text(f"“{label.zh}”为“{said.zh}”", f"'{label.en}' is {said.en}"))


def _too_late(need: Need, label: Text, event: CaseEvent, act: CaseEvent) -> Lack | None:
    period = in_force(need.at_least, event.day) if need.at_least else None
    if period is None:
        return None
    latest = last_lawful(act.day, period)
    if event.day <= latest:
        return None
    what = _TOO_LATE.format(
        label=label,
        on=spoken(event.day),
        days=spoken_count(act.day - event.day),
        period=spoken_period(period.n, period.unit),
        latest=spoken(latest),
    )
    return Lack(what, event.day, latest)


_TOO_LATE = Text(
    "“{label}”在{on}，距此仅{days}，不足{period}（最迟应为{latest}）",
    "'{label}' was on {on}, {days} before, fewer than {period} (latest lawful day {latest})",
)


def last_lawful(end: int, period: Period) -> int:
    """Return the last day on which something "at least n before `end`" can still be done (R4, T6): never moved forward."""
    calendar = chinese_calendar()
    if period.unit == "workday":
        return (
            calendar.nth[calendar.rank[end + 1] - period.n] - 1
        )  # so that n working days lie after it, `end` among them
    months = {"month": period.n, "year": 12 * period.n}.get(period.unit, 0)
    day = add_months(end, -months) if months else end - period.n * (7 if period.unit == "week" else 1)
    return roll_day(day, ROLLS["preceding"], calendar.rank, calendar.nth) if period.roll == "preceding" else day


def _titles(case: Case, cases: Cases, day: int) -> list[str]:
    """Titles of the documents on an instrument's file up to a day: of its events, its acts and its own list."""
    ids = {key for event in case.events if event.day <= day for key in event.evidence}
    ids |= cases.evidence_of_acts.get(case.id, set())
    listed = case.attributes.get("evidence") or ()
    ids.update(listed if isinstance(listed, (list, tuple)) else [listed])
    found = [cases.documents[key] for key in sorted(ids) if key in cases.documents]
    return [title for title, issued in found if issued is None or issued <= day]
