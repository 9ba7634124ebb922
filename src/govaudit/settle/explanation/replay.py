"""What moved an obligation, in order: its events and the passing of its days, each with the state at the end of the day.

The fold is asked again as of each day, so that a step never says anything the fold would not.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.docket.events import KEPT, effective
from govaudit.rules.days import NEVER
from govaudit.settle import codes as c
from govaudit.settle.clause import BREACHED
from govaudit.settle.event_effects import SUSPENSION
from govaudit.settle.explanation.verdict_reasons import ExplainedStep
from govaudit.settle.kernel import fold
from govaudit.settle.open_state import cure_end, first_demand
from govaudit.settle.terms import EventColumns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.docket.events import KnownEvent
    from govaudit.settle.bind_rows import Binder, BoundDuty
    from govaudit.settle.explanation.verdict_reasons import Derivation
    from govaudit.settle.terms import Days

# What an event did, by the code of the fold, and the transition it is (obligations.md §1.2).
_EFFECTS: dict[int, tuple[str, str]] = {
    c.AMEND: ("superseded", "T16"), c.CHANGE: ("changed", "T16"), c.PERFORM: ("performed", "T4"), c.VIOLATE: ("violated", "T26"),
    c.RESTORE: ("restored", "T26"), c.WAIVE: ("waived", "T15"), c.WAIVE_BREACH: ("waived_breach", "T15"), c.IMPOSSIBLE: ("impossible", "T24"),
    c.REPUDIATE: ("refused", "T11"), c.RETRACT: ("retracted", "T12"), c.DEMAND: ("demanded", "T9"), c.TERMINATE: ("terminated", "T23"),
    c.EXCUSE: ("excused", "R25"),
}  # fmt: skip
_KEPT = {"assign": "T18", "delegate": "T19", "transfer_debt": "T20", "join_debt": "T21", "succeed": "T22"}
_PASSED = {
    "due_passed": ("T7",),
    "grace_over": ("T8",),
    "cure_over": ("T10",),
    "long_stop": ("T3",),
    "ended": ("T26",),
    "violation_over": ("T26",),
}
_ENDED = (c.FULFILLED, c.FULFILLED_LATE, c.DISCHARGED, c.EXPIRED, c.TERMINATED, c.SUPERSEDED)
_CLOSING = {c.FULFILLED: "T5", c.FULFILLED_LATE: "T6", c.BREACHED_FINAL: "T25"}
# The order inside one civil day (§1.2); what merely passes comes before all events of the day.
_ORDER = (
    "due_passed", "grace_over", "cure_over", "long_stop", "ended", "violation_over", "corrected", "rejected", "superseded", "changed", "moved", "kept", "suspended",
    "resumed", "triggered", "condition_met", "other_side_performed", "performed", "violated", "restored", "waived", "waived_breach", "impossible",
    "refused", "retracted", "demanded", "terminated", "excused", "compensated", "no_effect",
)  # fmt: skip


class _Act(NamedTuple):
    """One event to be told: its effect and transition, and its place in the fold (-1 when it is not folded)."""

    day: int
    effect: str
    code: str | None
    id: str
    fact: KnownEvent | None
    place: int = -1


class Replay:
    """Replays one obligation of a binder; `days` are those of the verdict, with its horizon."""

    def __init__(self, binder: Binder, duty: BoundDuty, facts: Sequence[tuple[int, KnownEvent]], days: Days) -> None:
        self.binder, self.duty, self.facts, self.days = binder, duty, facts, days
        self.o: dict[str, Any] = binder.table.row(duty.row)
        self._states: dict[int, int] = {}

    def state(self, day: int) -> int:
        """Return the state at the end of a day, from what had happened by then."""
        if day not in self._states:
            then = copy(self.binder)
            then.as_of = day
            duty = then.duty(self.duty.row)
            slots, _ = fold(duty.versions, duty.events, duty.tolled, duty.rates, self.days._replace(as_of=day))
            self._states[day] = slots[c.STATE]
        return self._states[day]

    def steps(
        self, derivations: Sequence[Derivation], made_good: Sequence[tuple[int, str]] = ()
    ) -> tuple[ExplainedStep, ...]:
        """Return every step up to the day of the verdict; `made_good` are the days and ids of reparations that count (T27)."""
        found = [*self._passings(derivations), *(self._told(act) for act in self._acts())]
        found += [
            ExplainedStep(day, "compensated", ("T27",), c.STATES[self.state(day)], about=key) for day, key in made_good
        ]
        return tuple(sorted(found, key=lambda step: (step.day, _ORDER.index(step.effect), step.event or "")))

    # --- the passing of days ------------------------------------------------------------------------------------------

    def _passings(self, derivations: Sequence[Derivation]) -> list[ExplainedStep]:
        """Return the days on which the obligation changed by mere time."""
        steps = []
        for day, effect in sorted(self._candidates(derivations)):
            if day > self.days.as_of:
                continue
            before, after = self.state(day - 1), self.state(day)
            if before != after and after in _AFTER[effect]:
                codes = ("T25",) if after == c.BREACHED_FINAL else _PASSED[effect]
                steps.append(ExplainedStep(day, effect, codes, c.STATES[after]))
        return steps

    def _candidates(self, derivations: Sequence[Derivation]) -> set[tuple[int, str]]:
        found = set()
        lasting = self.duty.versions[0].kind in (c.MAINTENANCE, c.PROHIBITION)
        for one in derivations:
            if one.due is not None:
                found.add((one.due + 1, "ended" if lasting else "due_passed"))
            if one.grace_until is not None:
                found.add((one.grace_until + 1, "grace_over"))
            if one.long_stop is not None:
                found.add((one.long_stop + 1, "long_stop"))
        terms, events = self.duty.versions[-1], self.duty.events
        found |= {
            (day + 1, "violation_over")
            for day, code in zip(events.day, events.code, strict=True)
            if code in (c.VIOLATE, c.RESTORE)
        }
        slots, _ = fold(self.duty.versions, events, self.duty.tolled, self.duty.rates, self.days)
        if (index := first_demand(slots, terms, events)) >= 0:
            found.add((cure_end(terms, events, index, self.days) + 1, "cure_over"))
        return found

    # --- events -------------------------------------------------------------------------------------------------------

    def _acts(self) -> list[_Act]:
        """Return every event that concerns the obligation, once for each thing it does."""
        acts = [*self._folded(), *self._unfolded()]
        told = {act.id for act in acts}
        for day, fact in self.facts:
            direct = self.binder.docket["events"]["obligation"][fact.row] == self.duty.id
            if direct and fact.id not in told:
                acts.append(_Act(day, "no_effect", None, fact.id, fact))
        return acts

    def _folded(self) -> list[_Act]:
        by_row = {fact.row: fact for _, fact in self.facts}
        allotted = iter(sorted((day, name) for day, _, name in self.binder.allotted.get(self.duty.id, ())))
        acts = []
        for place, (day, code, row) in enumerate(
            zip(self.duty.events.day, self.duty.events.code, self.duty.rows, strict=True)
        ):
            fact = by_row.get(row)
            name = fact.id if fact is not None else next(allotted)[1]
            acts.append(_Act(day, *_EFFECTS[code], name, fact, place))
        return acts

    def _unfolded(self) -> list[_Act]:
        """Return trigger, condition, suspensions, corrections, rejections, and what is only recorded for people."""
        acts = []
        statutory = self.binder.statutory.get(self.duty.id)
        trigger = statutory.trigger_event if statutory is not None else None
        base = self.duty.versions[0]
        for day, fact in self.facts:
            if fact.id == trigger or (trigger is None and fact.type == self.o["anchor"] and day == base.anchor):
                acts.append(_Act(day, "triggered", "T1", fact.id, fact))
            elif fact.type == self.o["condition"] and day <= base.condition < NEVER:
                acts.append(_Act(day, "condition_met", "T2", fact.id, fact))
            elif fact.type in SUSPENSION:
                began = fact.type == "suspend"
                acts.append(_Act(day, "suspended" if began else "resumed", "T13" if began else "T14", fact.id, fact))
            elif fact.type in KEPT:
                moves = effective(fact)
                acts.append(_Act(day, "moved" if moves else "kept", _KEPT[fact.type] if moves else None, fact.id, fact))
            elif fact.type in {"correct", "reject"}:
                corrects = fact.type == "correct"
                acts.append(
                    _Act(day, "corrected" if corrects else "rejected", "T28" if corrects else "T17", fact.id, fact)
                )
        if self.o["anchor"] == BREACHED and self.o["reparation_of"] and base.anchor < NEVER:
            acts.append(_Act(base.anchor, "triggered", "T1", "", None))
        if self.o["reciprocal_of"] and 0 < base.condition < NEVER:
            acts.append(_Act(base.condition, "other_side_performed", "T2", "", None))
        return acts

    def _told(self, act: _Act) -> ExplainedStep:
        if act.place >= 0 and not self._counts(act):
            act = act._replace(effect="no_effect", code=None)
        state = self.state(act.day)
        codes = (act.code,) if act.code else ()
        principal = interest = credit = 0
        if act.effect == "performed":
            principal, interest, credit = self._use(act.place)
            closing = _CLOSING.get(state)
            if closing and self.state(act.day - 1) != state:
                codes = (*codes, closing)
        fact = act.fact
        value = self.duty.events.value[act.place] if act.place >= 0 and act.effect == "performed" else c.IN_FULL
        money = self.duty.versions[0].amount >= 0
        return ExplainedStep(
            act.day, act.effect, codes, c.STATES[state], act.id or None, fact.type if fact else None, fact.cause if fact else None,
            fact.recorded if fact else None, value if money and value != c.IN_FULL else None, principal, interest, credit,
            surplus=act.effect == "performed" and fact is None, about=_about(fact) if fact is not None else None,
        )  # fmt: skip

    def _counts(self, act: _Act) -> bool:
        """Whether an event still moved the obligation: on one that has ended only money does, which pays what is open."""
        before = self._folded_to(act.place, act.day)[c.STATE]
        return before not in _ENDED or (act.effect == "performed" and any(self._use(act.place)))

    def _use(self, place: int) -> tuple[int, int, int]:
        """Return what of a payment went to principal and to interest, and what was left over."""
        day = self.duty.events.day[place]
        before, after = self._folded_to(place, day), self._folded_to(place + 1, day)
        return (
            before[c.BALANCE] - after[c.BALANCE],
            after[c.INTEREST_PAID] - before[c.INTEREST_PAID],
            after[c.CREDIT] - before[c.CREDIT],
        )

    def _folded_to(self, count: int, day: int) -> list[int]:
        """Return the slots at the end of a day with the first events only."""
        duty = self.duty
        events = EventColumns(*(column[:count] for column in duty.events))
        return fold(duty.versions, events, duty.tolled, duty.rates, self.days._replace(as_of=day))[0]


def _about(fact: KnownEvent) -> str | None:
    """Return the event a correction or rejection names, or the new party of a move."""
    if fact.type in KEPT:
        return str(fact.terms["to"]) if effective(fact) else None
    named = fact.terms.get("corrects") or fact.cause if fact.type in {"correct", "reject"} else None
    return named if isinstance(named, str) else None


_LATE = (c.GRACE, c.BREACHED, c.CURING, c.DEFAULTED, c.BREACHED_FINAL)
_AFTER = {
    "due_passed": _LATE, "grace_over": _LATE, "cure_over": (c.DEFAULTED,), "long_stop": (c.EXPIRED,), "ended": (c.FULFILLED,), "violation_over": (c.ACTIVE,),
}  # fmt: skip
