"""Excluding findings with a reason, and saying which exclusions have expired, exclude nothing, or do not say which trigger they mean.

A duty of the law is known by the event that triggered it: its number (`C1/GP-13#2`) moves when an earlier event is entered late, and with
it what an exclusion by number, or by a fingerprint made from it, would excuse. Such an exclusion holds only where there is one trigger.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from govaudit.checks.breaches import fingerprints
from govaudit.model import Finding, Problem, Text, fingerprint_of, iso, to_date
from govaudit.rules import builtin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govaudit.model import Suppression
    from govaudit.settle import Status

_STALE, _UNUSED, _UNCLEAR = "SU-01", "SU-02", "SU-03"


def suppress_findings(
    findings: Iterable[Finding], statuses: Iterable[Status], suppressions: Sequence[Suppression], as_of: int
) -> tuple[list[Finding], list[Problem]]:
    """Mark excluded findings, and add a finding for each exclusion that has expired, matches nothing, or is unclear.

    The notes give, for each old exclusion that still holds, the line to write instead.
    """
    duties = _Duties(statuses if suppressions else ())
    unclear = {number for number, item in enumerate(suppressions) if len(duties.meant(item)) > 1}
    used: set[int] = set()
    marked = []
    for finding in findings:
        for number, item in enumerate(suppressions):
            if number not in unclear and duties.excludes(item, finding):
                used.add(number)
                if as_of <= item.until:
                    finding = replace(finding, suppressed=_reason(item))  # noqa: PLW2901 - the marked copy goes on
                    break
        marked.append(finding)
    notes = []
    for number, item in enumerate(suppressions):
        if as_of > item.until:
            marked.append(_expired(item))
        elif number in unclear:
            marked.append(_unclear(item, duties.meant(item)))
        elif number not in used:
            marked.append(_unused(item, duties))
        else:
            notes += [_instead(item, status) for status in duties.meant(item)]
    return marked, notes


class _Duties:
    """The duties of the law on record, by what an exclusion may call them."""

    def __init__(self, statuses: Iterable[Status]) -> None:
        self._of: dict[str, list[Status]] = defaultdict(list)  # id without `#k` -> one for each trigger
        self._called: dict[str, str] = {}  # id, or former fingerprint -> id without `#k`
        for status in statuses:
            _, former = fingerprints(status)
            if former is not None:
                self._of[status.duty].append(status)
                self._called |= {status.obligation: status.duty, former: status.duty}

    def duty(self, name: str | None) -> str | None:
        """Return the duty that an id, whatever its number, or a former fingerprint stands for; else the name itself."""
        bare, _, number = (name or "").rpartition("#")
        return bare if number.isdecimal() and bare in self._of else self._called.get(name or "", name)

    def by(self, trigger: str) -> list[str]:
        """Return the duties that an event triggered."""
        return [duty for duty, each in self._of.items() if trigger in {status.trigger_event for status in each}]

    def meant(self, item: Suppression) -> list[Status]:
        """Return the duties, one a trigger, that an exclusion may mean which names a duty of the law but no trigger."""
        if self._says_which(item):
            return []
        named = item.obligation if item.fingerprint is None else item.fingerprint
        return self._of.get(self.duty(named) or "", [])

    def _says_which(self, item: Suppression) -> bool:
        """Whether an exclusion names the trigger, or a fingerprint that is not made from a number."""
        return item.trigger is not None or (item.fingerprint is not None and item.fingerprint not in self._called)

    def excludes(self, item: Suppression, finding: Finding) -> bool:
        """Whether an exclusion concerns a finding; where it says which trigger, the number in its other names does not matter."""
        wanted = (
            (item.rule, finding.rule),
            (item.instrument, finding.instrument),
            (item.trigger, finding.trigger_event),
        )
        if not all(want is None or want == have for want, have in wanted):
            return False
        called = self.duty if self._says_which(item) else str
        named = [(item.obligation, finding.obligation)]
        if item.fingerprint != finding.fingerprint:
            named.append((item.fingerprint, finding.former_fingerprint))
        return all(want is None or (have is not None and called(want) == called(have)) for want, have in named)


def _instead(item: Suppression, status: Status) -> Problem:
    """Return the note on an exclusion that holds because the duty it names has one trigger, with the line to write instead."""
    line = _line(item, status)
    what = Text(
        f"没有写明触发事件；“{status.duty}”现在只有一个，所以仍然有效，再登记一个即失效。改写为：\n{line}",
        f"no trigger is named; '{status.duty}' has a single one, so this still holds, until another is entered. Write instead:\n{line}",
    )
    remedy = Text("换成所列的一行", "put the line given in its place")
    return Problem("exclusion_without_trigger", item.place, what, remedy, level="note")


def _line(item: Suppression, status: Status) -> str:
    """Return the line of YAML that excludes the same by its trigger."""
    import yaml

    named = {
        "fingerprint": item.fingerprint and fingerprints(status)[0], "rule": item.rule, "instrument": item.instrument, "obligation": item.obligation,
        "trigger": status.trigger_event, "reason": item.reason, "who": item.who, "until": to_date(item.until),
    }  # fmt: skip
    stated = {key: value for key, value in named.items() if value is not None}
    written: str = yaml.safe_dump(stated, default_flow_style=True, allow_unicode=True, sort_keys=False, width=math.inf)
    return f"- {written.strip()}"


def _reason(item: Suppression) -> Text:
    return Text(
        f"{item.reason}（{item.who}，至{iso(item.until)}）", f"{item.reason} ({item.who}, until {iso(item.until)})"
    )


def _expired(item: Suppression) -> Finding:
    return _finding(item, _STALE, until=iso(item.until))


def _unclear(item: Suppression, duties: Sequence[Status]) -> Finding:
    zh = "、".join(f"{one.trigger_event}（到期日{iso(one.due_on) or '未定'}）" for one in duties)
    en = ", ".join(f"{one.trigger_event} (due {iso(one.due_on) or 'on no set day'})" for one in duties)
    return _finding(item, _UNCLEAR, duty=duties[0].duty, count=len(duties), triggers=Text(zh, en))


def _unused(item: Suppression, duties: _Duties) -> Finding:
    by = duties.by(item.trigger) if item.trigger is not None else []
    form = "" if item.trigger is None else "triggers_others" if by else "triggers_nothing"
    return _finding(item, _UNUSED, form, trigger=item.trigger, duties=Text("、".join(by), ", ".join(by)))


def _finding(item: Suppression, key: str, form: str = "", /, **blanks: object) -> Finding:
    rule = builtin(key)
    subject = [item.fingerprint or "", item.rule or "", item.instrument or "", item.obligation or ""]
    subject += [] if item.trigger is None else [item.trigger]
    return Finding(
        fingerprint=fingerprint_of(key, *subject), kind=rule.found, rule=key, severity=rule.severity, instrument=item.instrument, obligation=item.obligation,
        title=rule.title, message=rule.say(form, reason=item.reason, **blanks), place=str(item.place), next_step=rule.next_step,
    )  # fmt: skip
