"""What the records do not tell, said once: payments before they began, events that cannot be used, figures in doubt."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from govaudit.checks import breach_words as words
from govaudit.duties import NotComputable
from govaudit.model import Finding, Text, as_text, fingerprint_of, iso, parse_day, spoken
from govaudit.rules import builtin
from govaudit.rules.days import NEVER

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from govaudit.docket import Docket
    from govaudit.docket.events import EventDoubt
    from govaudit.finance import FigureDoubt, Units
    from govaudit.settle import Status


def unrecorded_findings(
    docket: Docket, statuses: Iterable[Status], flow: Container[str], debts: frozenset[str]
) -> list[Finding]:
    """Return one warning about the payments of debts past due that are not assessed, as no source says since when they are on record.

    `flow` holds the ids of debt service, `debts` those of which no payment is on record at all; none where nothing is past due.
    """
    late = [
        status
        for status in statuses
        if status.obligation in flow and any(flag.startswith(_SINCE) for flag in status.flags)
    ]
    days = [status.due_on for status in late if status.due_on is not None]
    if not days:
        return []
    owing = {status.instrument for status in late}
    rule = builtin(words.NO_RECORD)
    since = {flag[len(_SINCE) : -1] for status in late for flag in status.flags if flag.startswith(_SINCE)} - {""}
    form = "" if owing & debts or not since else "since"
    message = rule.say(
        form,
        debts=len(owing),
        count=len(late),
        first=spoken(min(days)),
        last=spoken(max(days)),
        since=spoken(parse_day(min(since))) if since else Text("", ""),
    )
    return [Finding(
        fingerprint=fingerprint_of(words.NO_RECORD), kind="warning", rule=rule.id, severity=rule.severity, title=rule.title, message=message,
        dates={"first_due_on": iso(min(days)) or "", "last_due_on": iso(max(days)) or ""}, facts={"debts": len(owing), "payments": len(late)},
        place=str(docket["debts"].places[0]), next_step=rule.next_step,
    )]  # fmt: skip


_SINCE = "not_assessed("


def not_assessed(docket: Docket, statuses: Iterable[Status]) -> list[NotComputable]:
    """Say once a body, and first day of its records, how many duties due before it have no performance on record and are not assessed (R16)."""
    table, org = docket["obligations"], dict(zip(docket["posts"]["id"], docket["posts"]["org"], strict=True))
    names = dict(zip(docket["orgs"]["id"], docket["orgs"]["name"], strict=True))
    counts: Counter[tuple[str, str]] = Counter()
    for status in statuses:
        bearer = table["bearer"][table.index[status.obligation]]
        counts.update(
            (org.get(bearer, bearer), flag[len(_SINCE) : -1])
            for flag in status.flags
            if flag.startswith(_SINCE) and flag != f"{_SINCE})"
        )
    said = (
        Text(
            f"{names.get(body, body)}：{count}项义务在记录起始日{since}之前到期，没有履行记录，不作认定",
            f"{names.get(body, body)}: {count} duties fell due before {since}, when its records begin, with no performance on record: not assessed",
        )
        for (body, since), count in sorted(counts.items())
    )
    return [NotComputable("R16", body, text) for (body, _), text in zip(sorted(counts), said, strict=True)]


# --- Events that cannot be used, or ask to be checked (R16)


def doubted_event_findings(docket: Docket, statuses: Iterable[Status]) -> list[Finding]:
    """Return a finding for each event on record that cannot be used for a duty, or asks to be checked; of one event once."""
    table, rule = docket["events"], builtin(words.EVENT_IN_DOUBT)
    duties: dict[tuple[int, str], list[Status]] = {}
    doubts: dict[tuple[int, str], EventDoubt] = {}
    for status in statuses:
        for one in status.doubts:
            key = (one.row, one.name)
            duties.setdefault(key, []).append(status)
            if key not in doubts or not one.usable:
                doubts[key] = one
    titles = dict(zip(docket["obligations"]["id"], docket["obligations"]["title"], strict=True))
    found = []
    for key, one in doubts.items():
        of = duties[key]
        names = Text(
            "、".join(f"“{as_text(titles[s.obligation]).zh}”" for s in of[:_MOST]),
            ", ".join(f"'{as_text(titles[s.obligation]).en}'" for s in of[:_MOST]),
        )
        more = len(of) - _MOST
        if more > 0:
            names = Text(f"{names.zh}等{len(of)}项", f"{names.en} and {more} more")
        form = "counted" if one.usable else ""
        found.append(Finding(
            fingerprint=fingerprint_of(rule.id, one.name, *([of[0].obligation] if len(of) == 1 else [])), kind="data_problem", rule=rule.id, severity=rule.severity,
            instrument=of[0].instrument, obligation=of[0].obligation if len(of) == 1 else None, title=rule.title,
            message=rule.say(form, event=one.name, on=spoken(one.day) if abs(one.day) < NEVER else _SOME_DAY, why=one.why, duties=names),
            facts={"event": one.name, "duties": len(of), "usable": one.usable}, place=str(table.places[one.row] if one.row >= 0 else one.place), next_step=rule.next_step,
        ))  # fmt: skip
    return found


_MOST = 5  # duties named in one sentence
_SOME_DAY = Text("日期不明", "a day that cannot be read")


# --- Figures in doubt, as findings: problems of the data, never breaches


def doubt_findings(doubts: Iterable[FigureDoubt], units: Units) -> list[Finding]:
    """Return a finding for each figure in doubt that no rule speaks of, in their order."""
    return [
        Finding(
            fingerprint=fingerprint_of(one.check, one.unit, str(one.year), *one.items), kind="data_problem", rule=one.check, severity=builtin(one.check).severity,
            title=builtin(one.check).title, message=_sentence(one, units), amounts=one.amounts,
            facts={"unit": one.unit, "year": one.year, "items": " ".join(one.items)}, place=str(one.place), next_step=builtin(one.check).next_step,
        )
        for one in doubts
        if one.check not in _SAID
    ]  # fmt: skip


_SAID = {"DQ-04", "DQ-10"}


def _sentence(one: FigureDoubt, units: Units) -> Text:
    name = units.name(one.unit)
    return Text(f"{name}：{one.year}年{one.what.zh}", f"{name}, {one.year}: {one.what.en}")
