"""Why an obligation stands as it does: terms, due day, events, breach days, interest, verdict, taken apart into records.

Nothing is computed twice in another way: each part asks the same functions as the fold, with one circumstance left out or
one day earlier. `govaudit explain-status` says it in words.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.docket.events import day_of
from govaudit.model import DEFAULT_TZ
from govaudit.rules.days import NEVER, chinese_calendar
from govaudit.settle import codes as c
from govaudit.settle.bind_rows import Binder
from govaudit.settle.clause import BREACHED
from govaudit.settle.codes import SET_OFF
from govaudit.settle.deadline import WEEK
from govaudit.settle.explanation.replay import Replay
from govaudit.settle.explanation.verdict_reasons import DueSource, Explanation, Segment, Verdict, derive, tollings
from govaudit.settle.interest import FLOATING, UNKNOWN, next_change, rate_of_day
from govaudit.settle.kernel import fold
from govaudit.settle.reparation import bind_reparations, reparations_of
from govaudit.settle.silence import as_recorded
from govaudit.settle.terms import Days

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govaudit.docket import View
    from govaudit.docket.events import KnownEvent
    from govaudit.settle.bind_rows import BoundDuty
    from govaudit.settle.explanation.verdict_reasons import Derivation, ExplainedStep
    from govaudit.settle.status import Span, Status
    from govaudit.settle.terms import Terms


class Explainer:
    """Explains the verdicts on the duties of a view."""

    def __init__(self, view: View) -> None:
        self.calendar = chinese_calendar(view.known_at)
        self.view, self.as_of, self.known_at = view, view.as_of, view.known_at
        self.facts, self.horizons = view.known, view.horizons
        self.binder = Binder(view)
        self.days = Days(self.calendar.rank, self.calendar.nth, view.as_of, NEVER)
        bind_reparations(self.binder, self.days, self.horizons)
        self.reparations = reparations_of(self.binder)

    def explain(self, status: Status) -> Explanation:
        """Return what a status of this docket, day and knowledge rests on."""
        row = self.binder.number[status.obligation]
        o = self.binder.table.row(row)
        duty = self.binder.duty(row)
        horizon = self.horizons.of(o["source"], o["instrument"])
        duty, days = as_recorded(duty, status, self.days._replace(known=horizon))
        facts = self._facts(duty.id, o)
        derivations = tuple(
            derive(o, terms, duty, self._source(duty, o, facts, number), days, self.known_at)
            for number, terms in _in_force(duty, days)
        )
        steps = Replay(self.binder, duty, facts, days).steps(derivations, self._made_good(status))
        parts = segments(duty, status.spans, derivations, status.interest)
        last = derivations[-1]
        forgives = last.grace_mode == "forgive" and last.grace_until is not None
        stop, can_be_missed = duty.versions[-1].long_stop, duty.versions[-1].condition < NEVER
        bounds = VerdictBounds(
            (last.grace_until if forgives else last.due) if can_be_missed else None,
            None if stop >= NEVER else stop,
            None if horizon >= NEVER else horizon,
        )
        own_rate = None if status.rate_source == "floor" else o["interest_rate"]
        return Explanation(
            status=status, as_of=self.as_of, known_at=self.known_at, kind=o["kind"], tz=o["tz"] or DEFAULT_TZ,
            verdict=verdict(status, bounds, self.as_of), derivations=derivations, tollings=tollings(facts, last), steps=steps, segments=parts,
            rate_per=own_rate.per if own_rate else "year" if o["rate_table"] or status.rate_source == "floor" else "day", rate_basis=own_rate.basis if own_rate else 365,
            set_off=SET_OFF[duty.versions[-1].principal_first],
            interest_mode=_mode(o) if duty.versions[0].den else None, rate_table=None if own_rate else o["rate_table"], horizon=bounds.horizon,
            calendar=o["calendar"] or "cn", calendar_until=self.calendar.last, provisional_for=self._provisional(status, last),
            codes=_codes(status, o, duty, derivations, steps, parts),
        )  # fmt: skip

    def _facts(self, key: str, o: dict[str, Any]) -> list[tuple[int, KnownEvent]]:
        """Return (day, event) of the events that concern the obligation, by day and id, as the fold sees them."""
        facts, tz = self.facts, o["tz"] or DEFAULT_TZ
        own = list(facts.of_obligation.get(key, ()))
        statutory = self.view.statutory.get(key)
        if statutory is not None:
            trigger = facts.by_row.get(self.view.docket["events"].index[statutory.trigger_event])
            bound = [fact for _, fact, _ in self.binder.facts_of(self.binder.number[key]) if fact not in own]
            own += [trigger, *bound] if trigger is not None and trigger not in bound else bound
        elif o["instrument"] is not None:
            own += facts.of_instrument.get(o["instrument"], ())
        if o["reparation_of"] is not None:
            there = facts.of_obligation.get(o["reparation_of"], ())
            own += [fact for fact in there if fact.type in {o["anchor"], o["condition"]}]
        dated = [(day_of(fact, tz, o["cutoff"]), fact) for fact in own]
        return sorted((item for item in dated if item[0] <= self.as_of), key=lambda item: (item[0], item[1].id))

    def _made_good(self, status: Status) -> list[tuple[int, str]]:
        """Return the days on which reparations of the obligation were fulfilled, where they made it good (T27)."""
        found = []
        for row in self.reparations.get(status.obligation, ()) if "compensated" in status.flags else ():
            duty = self.binder.duty(row)
            slots, _ = fold(duty.versions, duty.events, duty.tolled, duty.rates, self.days)
            if slots[c.STATE] == c.FULFILLED:
                found.append((slots[c.PERFORMED], duty.id))
        return found

    def _source(
        self, duty: BoundDuty, o: dict[str, Any], facts: list[tuple[int, KnownEvent]], number: int
    ) -> DueSource:
        """Return where a version of the terms comes from."""
        if number:
            changes = zip(duty.events.day, duty.events.code, duty.events.value, duty.rows, strict=True)
            day, row = next((day, row) for day, code, value, row in changes if code == c.CHANGE and value == number)
            return DueSource(day, self.facts.by_row[row].id, None, None)
        statutory = self.view.statutory.get(duty.id)
        if statutory is not None:
            fact = self.facts.by_row.get(self.view.docket["events"].index[statutory.trigger_event])
            return DueSource(None, None, fact.type if fact else None, fact.id if fact else None)
        anchor = None if o["due_on"] is not None or o["anchor"][:4].isdecimal() else o["anchor"]
        day = duty.versions[0].anchor
        if anchor == BREACHED and o["reparation_of"] is not None:
            return DueSource(None, None, anchor, o["reparation_of"])
        event = next((fact.id for on, fact in facts if fact.type == anchor and on == day), None)
        return DueSource(None, None, anchor, event)

    def _provisional(self, status: Status, last: Derivation) -> tuple[str, ...]:
        """Return why a status is provisional: days of a calendar not yet announced, rates the table does not hold."""
        if not status.provisional:
            return ()
        days = [day for day in (last.raw, last.due, last.grace_until) if day is not None]
        open_days = any(not self.calendar.announced(day) for day in days)
        missing, recalled = "rate_missing" in status.flags, "rate_floor_recalled" in status.flags
        why = {"calendar": open_days or not (missing or recalled), "rate": missing, "floor": recalled}
        return tuple(name for name, holds in why.items() if holds)


def _in_force(duty: BoundDuty, days: Days) -> list[tuple[int, Terms]]:
    """Return the number and terms of each version that has come into force; one made after the end never does."""
    last = fold(duty.versions, duty.events, duty.tolled, duty.rates, days)[0][c.VERSION]
    return list(enumerate(duty.versions[: last + 1]))


def _mode(o: dict[str, Any]) -> str:
    return o["interest_mode"] or "floating"


def _codes(
    status: Status,
    o: dict[str, Any],
    duty: BoundDuty,
    derivations: tuple[Derivation, ...],
    steps: tuple[ExplainedStep, ...],
    parts: tuple[Segment, ...],
) -> tuple[str, ...]:
    """Return the codes of rules, ambiguities and transitions behind the verdict, in that order."""
    last = derivations[-1]
    performed_late = status.performed_on is not None and any(
        span.start <= status.performed_on < span.end for span in status.spans
    )
    ambiguous = {
        "A2": last.fixed is not None and (bool(last.passed) or last.roll == "none"),
        "A3": bool(last.passed),
        "A4": last.make_up is not None and last.roll != "none",
        "A5": status.provisional,
        "A7": performed_late or o["paying_day"] == "not_counted",
        "A13": o["force"] == "none",
        "A8": last.grace_mode == "forgive" and last.grace_until is not None and bool(status.spans),
        "A10": duty.versions[0].interest_mode == FLOATING
        and not o["interest_mode"]
        and o["rate_table"] is not None
        and bool(parts),
        "A11": "partial" in status.flags and bool(status.spans),
        "A14": last.unit is not None and duty.versions[0].unit == WEEK,
    }
    found = [*status.rules_applied, *(code for code, holds in ambiguous.items() if holds)]
    rules = sorted({code for code in found if code[0] == "R"}, key=_number)
    open_points = sorted({code for code in found if code[0] == "A"}, key=_number)
    moves = sorted({code for step in steps for code in step.codes}, key=_number)
    return (*rules, *open_points, *moves)


def _number(code: str) -> int:
    return int(code[1:])


# --- Satisfied, violated, pending or unknown, and the first day at which it can be decided (R16)

_VIOLATED = {"breached", "curing", "defaulted", "fulfilled_late", "breached_final"}
_RELEASED = {"discharged", "expired", "terminated", "superseded"}
_WAITING = {"pending": "trigger", "conditional": "condition", "suspended": "resumption"}


class VerdictBounds(NamedTuple):
    """The days a verdict hangs on: the last day to perform without breach, the long stop that ends the waiting, the horizon; None for none."""

    last: int | None
    long_stop: int | None
    horizon: int | None


def verdict(status: Status, bounds: VerdictBounds, as_of: int) -> Verdict:
    """Return the verdict on one status; a duty that ended unbroken before it was due is satisfied, `waits_for` says `released`."""
    after_last = None if bounds.last is None else bounds.last + 1
    if status.silent:
        return Verdict("unknown", None, "usable_record")
    if status.spans or status.state in _VIOLATED:
        return Verdict("violated", _first_broken(status, after_last), None)
    if status.state == "fulfilled" or status.state in _RELEASED:
        return Verdict("satisfied", None, "released" if status.state in _RELEASED else None)
    if status.state in _WAITING:
        lapse = None if bounds.long_stop is None or status.state == "suspended" else bounds.long_stop + 1
        return Verdict("pending", lapse, _WAITING[status.state])
    return _undecided(status, after_last, bounds, as_of)


def _first_broken(status: Status, after_last: int | None) -> int | None:
    """Return the first breach day; where grace forgives, the breach is decided only after it although its days count from before."""
    first = status.spans[0].start if status.spans else None
    if first is None or status.due_on is None or after_last is None or first <= status.due_on:
        return first if first is not None else after_last
    return max(first, after_last)


def _undecided(status: Status, after_last: int | None, bounds: VerdictBounds, as_of: int) -> Verdict:
    """Return pending while the day to perform lies ahead, unknown where the records end before it (R16).

    Without a day that can be missed a refused obligation still waits for its condition (R14), and one beyond the calendar for a day.
    """
    if after_last is None:
        lapse = None if bounds.long_stop is None else bounds.long_stop + 1
        return Verdict("pending", lapse, "due_day" if status.due_on is None else "condition")
    if as_of >= after_last and bounds.horizon is not None and bounds.horizon < as_of:
        return Verdict("unknown", after_last, "records")
    return Verdict("pending", after_last, "performance")


# --- Late interest taken apart: the days with one balance and one rate, adding up to the interest of the verdict (R13)


class _SegmentPiece(NamedTuple):
    start: int
    end: int
    balance: int
    numerator: int
    since: int | None


def segments(
    duty: BoundDuty, spans: Sequence[Span], derivations: Sequence[Derivation], total: int | None
) -> tuple[Segment, ...]:
    """Return the interest of every stretch of breach days; the parts add up to `total`, the rounded whole."""
    den = duty.versions[0].den
    if not den or total is None:
        return ()
    pieces = [piece for span in spans for piece in _pieces(duty, span, derivations)]
    exact = [
        Fraction(max(piece.numerator, 0) * piece.balance * (piece.end - piece.start), den)
        if piece.numerator != UNKNOWN
        else Fraction(0)
        for piece in pieces
    ]
    return tuple(
        Segment(
            piece.start,
            piece.end,
            piece.balance,
            None if piece.numerator == UNKNOWN else Fraction(piece.numerator, den),
            piece.since,
            value,
            part,
        )
        for piece, value, part in zip(pieces, exact, _parts(exact, total), strict=True)
    )


def _pieces(duty: BoundDuty, span: Span, derivations: Sequence[Derivation]) -> Iterator[_SegmentPiece]:
    """Cut one stretch of breach days where the rate changes; a stretch lies under one version of the terms (T16)."""
    terms, (firsts, numerators) = duty.versions[0], duty.rates
    version = [one for one in derivations if one.since is None or one.since <= span.start][-1]
    due = version.due if version.due is not None else NEVER
    start, numerator = span.start, UNKNOWN
    at = span.start
    while at < span.end:
        now = rate_of_day(terms.interest_mode, firsts, numerators, at, due, terms.contract)
        if at > start and now != numerator:
            yield _SegmentPiece(start, at, span.balance, numerator, _row(duty, start))
            start = at
        numerator = now
        at = min(span.end, next_change(terms.interest_mode, firsts, at))
    yield _SegmentPiece(start, span.end, span.balance, numerator, _row(duty, start))


def _row(duty: BoundDuty, day: int) -> int | None:
    """Return the first day of the row of a floating table that holds on a day, None for an agreed rate."""
    if duty.versions[0].interest_mode != FLOATING:
        return None
    return max((first for first in duty.rates.first if -NEVER < first <= day), default=None)


def _parts(exact: Sequence[Fraction], total: int) -> list[int]:
    """Round each part down and give what is left of the total to the largest remainders, the earlier first."""
    whole = [int(value) for value in exact]
    left = total - sum(whole)
    order = sorted(range(len(exact)), key=lambda index: (whole[index] - exact[index], index))
    extra = set(order[:left])
    return [value + (index in extra) for index, value in enumerate(whole)]
