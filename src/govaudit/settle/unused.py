"""Events on record that moved nothing: a fact that is lost must not pass in silence (R25.2)."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from govaudit.model import DEFAULT_TZ, Problem, Text
from govaudit.settle.event_effects import ENGINE_TYPES, OF_INSTRUMENT, SUSPENSION, VERBS, cause_by_law
from govaudit.words import EVENTS, SUSPENSION_CAUSES, cause_codes, cause_name, event_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govaudit.docket import Docket, View
    from govaudit.docket.events import KnownEvent
    from govaudit.rules import RuleSet
    from govaudit.settle.bind_rows import Binder
    from govaudit.settle.status import Status

NOT_TAKEN = "suspension_not_taken("  # a flag of a duty of the law, with the suspension that does not toll it
_NEAR = 0.8  # how alike a word must be to count as a misspelling
_NEAR_CAUSE = 0.7  # of words of two to four characters one may differ
# What is recorded only to move a duty, and moves none when it names none. What ends an instrument may be looked at by rules alone.
MOVES = (set(VERBS) | SUSPENSION) - OF_INSTRUMENT


def unused_events(docket: Docket, rules: RuleSet, used: set[int]) -> list[Problem]:
    """Return a problem for each event type that no obligation used and that no rule or vocabulary knows.

    It is an error when the type looks like a misspelt one, because then a fact is lost; else a note.
    """
    known = set(ENGINE_TYPES) | set(EVENTS) | {word for rule in rules for word in rule.event_types}
    rows: dict[str, list[int]] = {}
    for row, kind in enumerate(docket["events"]["type"]):
        if row not in used and kind not in known:
            rows.setdefault(kind, []).append(row)
    return [_unknown(docket, kind, found, known) for kind, found in rows.items()]


def idle_events(view: View, used: set[int]) -> list[Problem]:
    """Return a note for each event type that is there to move duties, of events that moved none by the day of the view."""
    rows: dict[str, list[int]] = {}
    for fact in view.known.by_row.values():
        if fact.row not in used and fact.type in MOVES and fact.on(DEFAULT_TZ) <= view.as_of:
            rows.setdefault(fact.type, []).append(fact.row)
    return [_idle(view.docket, kind, sorted(found)) for kind, found in rows.items()]


def _unknown(docket: Docket, kind: str, rows: list[int], known: set[str]) -> Problem:
    near = difflib.get_close_matches(kind, sorted(known), 1, cutoff=_NEAR)
    remedy = (
        Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?")
        if near
        else Text(
            "如需据此判定，请把它写入义务的 anchor 或 condition",
            "to judge by it, name it as an obligation's anchor or condition",
        )
    )
    return Problem(
        "event_unused", docket["events"].places[rows[0]].at("type"), Text(f"{len(rows)}个“{kind}”事件没有被任何义务或规则用到", f"{len(rows)} events of type '{kind}' are used by no obligation and no rule"),
        remedy, kind, "error" if near else "note",
    )  # fmt: skip


def _idle(docket: Docket, kind: str, rows: list[int]) -> Problem:
    name = event_name(kind)
    return Problem(
        "event_without_effect", docket["events"].places[rows[0]].at("type"),
        Text(f"{len(rows)}个“{name.zh}”（{kind}）事件没有作用于任何义务", f"{len(rows)} events of type '{kind}' had an effect on no obligation"),
        Text("写明它所指的义务；中止的要写明原因", "name the obligation it is about; of a suspension, its cause"), kind, "note",
    )  # fmt: skip


# --- Suspensions that the law of a statutory duty does not take


def not_taken(binder: Binder, statuses: Sequence[Status]) -> list[Problem]:
    """Return for each suspension that did not toll a statutory duty running then a note which; an error where its cause looks misspelt."""
    named: dict[int, list[str]] = {}
    facts: dict[int, KnownEvent] = {}
    for status in statuses:
        tie = binder.statutory.get(status.obligation)
        for fact in _refused(binder, status, tie.suspended_by) if tie is not None and binder.suspends else ():
            named.setdefault(fact.row, []).append(status.obligation)
            facts[fact.row] = fact
            status.flags += (f"{NOT_TAKEN}{fact.id})",) if status.breach_days else ()
            binder.used |= _same(binder, fact)  # said here, with its reason
    return [_note(binder, facts[row], duties) for row, duties in sorted(named.items())]


def _refused(binder: Binder, status: Status, listed: tuple[str, ...]) -> Iterator[KnownEvent]:
    """Yield the suspensions of a duty, or of its instrument, that its law does not take, while it ran."""
    row = binder.number[status.obligation]
    since = binder.anchor_of(row)
    until = binder.as_of if status.performed_on is None else status.performed_on
    on: Iterable[KnownEvent] = (
        *binder.facts.of_obligation.get(status.obligation, ()),
        *binder.facts.of_instrument.get(status.instrument or "", ()),
    )
    for fact in on:
        if fact.type == "suspend" and cause_by_law(fact, listed) is None and since <= fact.on(DEFAULT_TZ) <= until:
            yield fact


def _same(binder: Binder, fact: KnownEvent) -> set[int]:
    """Return the suspensions and resumptions of one cause that stand on what an event stands on."""
    table = binder.docket["events"]
    duty, instrument = table["obligation"][fact.row], table["instrument"][fact.row]
    there = binder.facts.of_obligation.get(duty, ()) if duty else binder.facts.of_instrument.get(instrument, ())
    return {one.row for one in there if one.type in SUSPENSION and one.cause == fact.cause}


def _note(binder: Binder, fact: KnownEvent, duties: list[str]) -> Problem:
    place, which = binder.docket["events"].places[fact.row].at("cause"), ", ".join(duties)
    names = [name for code, text in SUSPENSION_CAUSES.items() for name in (code, text.zh)]
    strange = [word for word in cause_codes(fact.cause) if word not in SUSPENSION_CAUSES]
    near = [other for word in strange for other in difflib.get_close_matches(word, names, 1, cutoff=_NEAR_CAUSE)]
    cause = cause_name(fact.cause) if fact.cause else Text("未写明原因", "no cause stated")
    what = Text(
        f"这次中止（{cause.zh}）不停止法定义务 {which} 的期限",
        f"this suspension ({cause.en}) does not stop the time of {which}",
    )
    remedy = (
        Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?")
        if near
        else Text(
            "原因写成该规则所列的一种（govaudit explain 规则编号），或者法定、法院",
            "state a cause that the rule lists (govaudit explain RULE), or statute or court",
        )
    )
    return Problem("suspension_not_taken", place, what, remedy, fact.cause, "error" if near else "note")
