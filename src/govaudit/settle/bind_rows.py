"""From docket rows to what the fold works on: terms, events, suspensions and rates as integers."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from govaudit.docket.events import DONE, day_of
from govaudit.model import DEFAULT_TZ, parse_day
from govaudit.rules.days import NEVER
from govaudit.settle import codes as c
from govaudit.settle.clause import BEFORE, BREACHED, HOUR, HoursLimit, day_before, hours_from, names_day_before
from govaudit.settle.deadline import DAY, TOLLING, UNITS
from govaudit.settle.duty_terms import (
    awaited_types,
    changed_terms,
    changes_terms,
    counted_amount,
    counts_backwards,
    folded_on,
    in_force_from,
    interest_mode_of,
    long_stop_of,
    roll_of,
    survives,
    unauthorised_flag,
    unusable_flag,
)
from govaudit.settle.event_effects import OF_INSTRUMENT, OPENING, SANCTION, SUSPENSION, VERBS, cause_by_law
from govaudit.settle.interest import NO_INTEREST, LateInterest, LateRates
from govaudit.settle.lost_events import LostEvents
from govaudit.settle.terms import EventColumns, Obligation, RateColumns, Terms, Tolled, disjoint, paired

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.docket import Docket, View
    from govaudit.docket.cases import StatutoryTie
    from govaudit.docket.events import KnownEvent

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")
_MOVING = OF_INSTRUMENT | SUSPENSION  # on the instrument these concern each of its obligations
_NOT_TOLLED = Tolled((), (), ())
_NO_EVENTS = EventColumns((), (), ())
_NO_ACTS: frozenset[int] = frozenset()


@dataclass(slots=True)
class BoundDuty:
    """One obligation bound to its facts, ready to fold."""

    row: int
    id: str
    versions: list[Terms]
    events: EventColumns
    tolled: Tolled
    rates: RateColumns
    rows: list[int]  # the event row behind each event, -1 for an allotted payment
    flags: int  # bits of what could not be used, or was assumed
    rate_source: str | None = None  # whose rate late interest runs at: agreed, statutory, assumed, floor
    limit: HoursLimit | None = None  # where a period of hours ends
    sanctions: list[int] = field(default_factory=list)  # days of sanctions
    performing: list[tuple[int, KnownEvent]] = field(default_factory=list)  # what says that a sum was paid, by day
    opened: int | None = None  # the day a ledger began with it open (event `opening`)


class Binder:
    """Binds the obligations of one docket, as of a day and as known on a day."""

    def __init__(self, view: View) -> None:
        docket, facts, known_at = view.docket, view.known, view.known_at
        self.docket, self.facts, self.as_of = docket, facts, view.as_of
        self.table = docket["obligations"]
        self.number = self.table.index
        self.statutory = view.statutory
        rows = docket["events"].index
        self._acts = {key: frozenset(rows[act] for act in tie.performed_by) for key, tie in self.statutory.items()}
        self._ends = {
            key: {
                rows[event]: code for event, code in ((tie.superseded_by, c.AMEND), (tie.excused_by, c.EXCUSE)) if event
            }
            for key, tie in self.statutory.items()
        }
        self.twins = _twins(self.statutory)
        cells = zip(*(self.table[name] for name in Obligation._fields), strict=True)
        self.obligations = [Obligation(*row) for row in cells]
        self.signed = dict(zip(docket["instruments"]["id"], docket["instruments"]["signed_on"], strict=True))
        self.late = LateRates(docket, known_at)
        self._contractors = _contractors(docket)
        self.allotted: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self.spent: dict[str, int] = defaultdict(int)  # surplus of a debt that later debts have used
        self.breached: dict[str, int] = {}  # the first day of breach of obligations that have a reparation
        self.used: set[int] = set()
        self.idle: set[int] = set()  # resumptions that ended no suspension of some obligation
        self.known_at = known_at
        self.lost = LostEvents(view)
        self._moving = {
            key: [fact for fact in found if fact.type in _MOVING] for key, found in facts.of_instrument.items()
        }

    @property
    def suspends(self) -> bool:
        """Whether anything is suspended at all."""
        return "suspend" in self.docket["events"]["type"]

    def anchor_of(self, row: int) -> int:
        """Return the day a statutory duty runs from."""
        return parse_day(self.obligations[row].anchor)

    def duty(self, row: int) -> BoundDuty:
        """Bind one obligation by its row number."""
        o = self.obligations[row]
        own = self._facts(o)
        anchor, fixed, limit = self._days(o, own)
        condition = self._condition(o, own)
        opening = _opening(own)
        if opening is not None and opening[1] is not None and o.amount is not None:
            o = o._replace(amount=opening[1])
        late = self._late(o, row)
        base = Terms(
            kind=c.KINDS[o.kind], anchor=anchor, fixed=fixed, n=o.n or 0, unit=UNITS.get(o.unit or "", DAY),
            include=int(o.start == "include"),
            roll=roll_of(o),
            condition=condition, long_stop=long_stop_of(o, anchor, condition),
            grace_n=o.grace_n or 0, grace_unit=UNITS[o.grace_unit or "day"], grace_mode=c.GRACE_MODES[o.grace_mode or "forgive"],
            tolling=TOLLING[o.tolling or "pause"], amount=c.NO_AMOUNT if o.amount is None else o.amount, tolerance=o.tolerance or 0,
            principal_first=int(o.allocation == "principal_first"), interest_mode=interest_mode_of(o), contract=self._contract_day(o, anchor), den=late.den,
            signed=0, skips_paying_day=int(o.paying_day == "not_counted"), backwards=int(counts_backwards(o)),
        )  # fmt: skip
        opened = None if opening is None else opening[0]
        if opened is not None:  # what was paid before is in what was open
            own = [item for item in own if item[0] >= opened or not self._performs(o, *item[1:])]
        events, versions, rows = self._events(o, own, base, limit)
        flags = self._assumed(o, own) | late.flags
        duty = BoundDuty(row, o.id, versions, events, self._tolled(o, own), late.rates, rows, flags, late.source, limit)
        duty.opened = opened
        if o.amount is not None:
            duty.performing = [(day, fact) for day, fact, direct in own if self._performs(o, fact, direct)]
        for day, fact, direct in own:
            if direct:
                duty.flags |= unusable_flag(o, fact) | unauthorised_flag(fact, VERBS.get(fact.type, c.PERFORM))
            if fact.type == SANCTION and direct:
                duty.sanctions.append(day)
        return duty

    def _performs(self, o: Obligation, fact: KnownEvent, direct: bool) -> bool:  # noqa: FBT001 - a plain fact
        """Whether an event says that a duty was performed: on it, or one of the acts that the law takes."""
        if fact.row in self._acts.get(o.id, _NO_ACTS):
            return True
        done = fact.type == DONE.get(o.action or "") and fact.type not in awaited_types(o)
        return direct and (VERBS.get(fact.type) == c.PERFORM or done)

    def facts_of(self, row: int) -> list[tuple[int, KnownEvent, bool]]:
        """Return (day, event, on the duty itself) of every event by the day judged that may move an obligation."""
        o, found = self.obligations[row], self._facts(self.obligations[row])
        return [item for item in found if item[1].type not in SUSPENSION or self._cause(o, item[1]) is not None]

    # --- facts --------------------------------------------------------------------------------------------------------

    def _facts(self, o: Obligation) -> list[tuple[int, KnownEvent, bool]]:
        """Return (day, event, on the obligation itself) of every event on or before `as_of` that may concern it.

        Of the events on its instrument these are what moves all its obligations and what this one waits for: a contract of
        hundreds of instalments has hundreds of payments, which are not looked through for each of them.
        """
        tz, cutoff = o.tz or DEFAULT_TZ, o.cutoff
        acts = self._acts.get(o.id)
        own = [(day_of(fact, tz, cutoff), fact, True) for fact in self.facts.of_obligation.get(o.id, ())]
        for twin in self.twins.get(o.id, ()):
            paid = (fact for fact in self.facts.of_obligation.get(twin, ()) if _ends_both(fact))
            own += [(day_of(fact, tz, cutoff), fact, True) for fact in paid]
        if acts is not None:
            seen = {fact.row for _, fact, _ in own}
            rows = ({*acts, *self._ends[o.id]} - seen) & self.facts.by_row.keys()
            own += [(day_of(fact, tz, cutoff), fact, True) for fact in map(self.facts.by_row.__getitem__, rows)]
            own += [(day_of(fact, tz, cutoff), fact, False) for fact in self._suspensions(o)]
        elif o.instrument in self.facts.of_instrument:
            own += [(day_of(fact, tz, cutoff), fact, False) for fact in self._moving[o.instrument]]
            awaited = awaited_types(o) - {None} - _MOVING
            if awaited:
                there = self.facts.of_instrument[o.instrument]
                own += [(day_of(fact, tz, cutoff), fact, False) for fact in there if fact.type in awaited]
        if o.reparation_of is not None:
            there = self.facts.of_obligation.get(o.reparation_of, [])
            own += [(day_of(fact, tz, cutoff), fact, False) for fact in there if fact.type in {o.anchor, o.condition}]
        found = [item for item in own if item[0] <= self.as_of]
        if len(found) > 1:
            found.sort(key=lambda item: (item[0], item[1].id))
        return found

    def _suspensions(self, o: Obligation) -> list[KnownEvent]:
        """Return the suspensions of the instrument, and what ends them, of a duty of the law."""
        return [fact for fact in self._moving.get(o.instrument or "", ()) if fact.type in SUSPENSION]

    def _days(self, o: Obligation, own: list[tuple[int, KnownEvent, bool]]) -> tuple[int, int, HoursLimit | None]:
        """Return (anchor day, fixed due day, end of a period of hours); NEVER for a day that does not apply or is not yet seen."""
        if o.due_on is not None:
            return NEVER, o.due_on, None
        if o.anchor == BREACHED and o.reparation_of is not None:
            day = self.breached.get(o.reparation_of, NEVER)
            anchor = day if day <= self.as_of else NEVER
            return anchor, day_before(anchor, o, self.known_at) if o.start == BEFORE else NEVER, None
        dated = _DATE.match(o.anchor) is not None
        first = None if dated else self._first(own, o.anchor)
        anchor = parse_day(o.anchor) if dated else NEVER if first is None else first[0]
        if o.unit == HOUR and anchor < NEVER:
            start = (first[1].instant if first is not None and first[1].day is None else None) or anchor
            limit = hours_from(start, o.n or 0, o.tz or DEFAULT_TZ, include=o.start == "include")
            return anchor, limit.day, limit
        return anchor, day_before(anchor, o, self.known_at) if o.start == BEFORE else NEVER, None

    def _first(self, own: list[tuple[int, KnownEvent, bool]], kind: str) -> tuple[int, KnownEvent] | None:
        """Return day and event of the first event of a type, on the obligation itself before its instrument."""
        for direct in (True, False):
            for day, fact, is_direct in own:
                if fact.type == kind and is_direct is direct:
                    self.used.add(fact.row)
                    return day, fact
        return None

    def _condition(self, o: Obligation, own: list[tuple[int, KnownEvent, bool]]) -> int:
        """Return the day on which all conditions were met: 0 when there is none, NEVER while one is open (T2, R10)."""
        day = 0
        if o.condition:
            met = self._first(own, o.condition)
            day = NEVER if met is None else max(day, met[0])
        if o.reciprocal_of and o.reciprocal_of in self.number:
            day = max(day, self._first_performed(self.number[o.reciprocal_of]))
        return day

    def _first_performed(self, row: int) -> int:
        """Return the day the other side's obligation was first performed in full, by its own events (民法典 526)."""
        other = self.obligations[row]
        paid = 0
        for day, fact, direct in self._facts(other):
            performs = VERBS.get(fact.type) == c.PERFORM or fact.type == DONE.get(other.action or "")
            if not direct or not performs or unusable_flag(other, fact):
                continue
            amount = counted_amount(fact, other.currency)
            paid += amount or 0
            if other.amount is None or amount is None or paid >= other.amount:
                return day
        return NEVER

    # --- events -------------------------------------------------------------------------------------------------------

    def _events(
        self, o: Obligation, own: list[tuple[int, KnownEvent, bool]], base: Terms, limit: HoursLimit | None
    ) -> tuple[EventColumns, list[Terms], list[int]]:
        """Return events sorted as §1.2 orders a day, the versions of the terms, and the event rows."""
        found: list[tuple[int, int, str, int, int]] = []
        changes: list[tuple[int, str, KnownEvent]] = []
        acts = self._acts.get(o.id, _NO_ACTS)
        if not own and o.id not in self.allotted:
            return _NO_EVENTS, [base], []
        for day, fact, direct in own:
            code = self._code(o, fact, direct, acts)
            if code is None:
                continue
            self.used.add(fact.row)
            if unusable_flag(o, fact) or unauthorised_flag(fact, code):
                continue
            if code in (c.AMEND, c.WAIVE) and changes_terms(fact):
                changes.append((in_force_from(fact, day), fact.id, fact._replace(day=day)))
            else:
                found.append((folded_on(fact, day, code, limit), code, fact.id, self._value(o, fact, code), fact.row))
        versions = [base]
        for day, key, fact in sorted(changes, key=lambda change: change[:2]):
            versions.append(changed_terms(versions[-1], fact, day, o))
            found.append((day, c.CHANGE, key, len(versions) - 1, fact.row))
        found += [(day, c.PERFORM, name, amount, -1) for day, amount, name in self.allotted.get(o.id, ())]
        found = sorted((event for event in found if event[0] <= self.as_of), key=lambda event: event[:3])
        columns = list(zip(*found, strict=True)) or [()] * 5
        return EventColumns(columns[0], columns[1], columns[3]), versions, list(columns[4])

    def _code(self, o: Obligation, fact: KnownEvent, direct: bool, acts: frozenset[int]) -> int | None:  # noqa: FBT001 - a plain fact
        """Return what an event does to the obligation, None for nothing."""
        if fact.row in acts:
            return c.PERFORM
        if (end := self._ends.get(o.id, {}).get(fact.row)) is not None:
            return end
        if not direct:
            return VERBS[fact.type] if fact.type in OF_INSTRUMENT and not survives(o, fact) else None
        if fact.type == "waive" and (fact.terms.get("scope") or fact.cause) in {"breach", "违约"}:
            return c.WAIVE_BREACH
        if fact.type in VERBS:
            return VERBS[fact.type]
        done = DONE.get(o.action or "")
        return c.PERFORM if fact.type == done and fact.type not in awaited_types(o) else None

    def _value(self, o: Obligation, fact: KnownEvent, code: int) -> int:
        """Return the integer an event carries: minor units of the obligation's currency, or the days of a cure period."""
        if code == c.DEMAND:
            return max(int(fact.terms.get("n", c.IN_FULL)), c.IN_FULL)
        amount = counted_amount(fact, o.currency)
        return c.IN_FULL if amount is None else amount

    def _cause(self, o: Obligation, fact: KnownEvent) -> str | None:
        """Return the cause of a suspension or resumption of a duty, None where the law of a statutory one does not take it (R25.2)."""
        tie = self.statutory.get(o.id)
        return (fact.cause or "") if tie is None else cause_by_law(fact, tie.suspended_by)

    def _tolled(self, o: Obligation, own: list[tuple[int, KnownEvent, bool]]) -> Tolled:
        """Return the suspensions as disjoint intervals; those of a cause that also stops breach days are marked (R9)."""
        found = {
            fact.row: (day, fact.type == "suspend", cause)
            for day, fact, _ in own
            if fact.type in SUSPENSION and (cause := self._cause(o, fact)) is not None
        }
        if not found:
            return _NOT_TOLLED
        intervals, idle = paired(list(found.values()))
        for row, move in found.items():
            (self.idle if move in idle else self.used).add(row)
        return disjoint(intervals)

    def _assumed(self, o: Obligation, own: list[tuple[int, KnownEvent, bool]]) -> int:
        """Return the flags of what a clause or a trigger leaves open: a day named with 前 (A1), an hour not stated (A15)."""
        if o.due_on is not None:
            return c.F_DAY_BEFORE if names_day_before(o.clause) else 0
        if o.unit != HOUR or _DATE.match(o.anchor):
            return 0
        first = self._first(own, o.anchor)
        return c.F_HOUR_NOT_STATED if first is not None and first[1].day is not None else 0

    def _late(self, o: Obligation, row: int) -> LateInterest:
        """Return the late interest of an obligation, at least the floor of the law where that may concern it."""
        if o.amount is None:
            return LateInterest(*NO_INTEREST)
        terms = o.interest_mode, o.interest_rate, o.rate_table
        if o.instrument is not None:
            own_bearer = self.table["bearer"][row]
            if self._contractors.get(o.instrument, own_bearer) == own_bearer:
                return self.late.plain(*terms)
        return self.late.floored(*terms, self._signed_on(o.instrument))

    def _signed_on(self, instrument: str | None) -> int | None:
        """Return the day a contract was signed, as its column states it, else its first event."""
        stated = self.signed.get(instrument)
        if stated is not None or instrument is None:
            return stated
        days = (
            day_of(fact, DEFAULT_TZ, None)
            for fact in self.facts.of_instrument.get(instrument, ())
            if fact.type == "signed"
        )
        return min(days, default=None)

    def _contract_day(self, o: Obligation, anchor: int) -> int:
        signed = self.signed.get(o.instrument)
        return signed if signed is not None else anchor if anchor < NEVER else 0


def _opening(own: list[tuple[int, KnownEvent, bool]]) -> tuple[int, int | None] | None:
    """Return the day a ledger began with a duty open, and what was open then; None where no event says so."""
    found = [(day, fact.amount) for day, fact, direct in own if direct and fact.type == OPENING]
    return found[-1] if found else None


def _twins(statutory: Mapping[str, StatutoryTie]) -> dict[str, tuple[str, ...]]:
    """Return the duties that one payment performs together: a statutory one and those it stands beside (R25.4)."""
    found: dict[str, tuple[str, ...]] = {key: tie.beside for key, tie in statutory.items() if tie.beside}
    for key, beside in tuple(found.items()):
        for stated in beside if len(beside) == 1 else ():
            found[stated] = (*found.get(stated, ()), key)
    return found


def _ends_both(fact: KnownEvent) -> bool:
    """Whether an event on one of two duties for the same thing pays or releases the other too."""
    return VERBS.get(fact.type) in {c.PERFORM, c.WAIVE} and not changes_terms(fact)


def _contractors(docket: Docket) -> dict[str, str | None]:
    """Return the other side of each contract whose late payments the floor of the law may concern (国令802号 17).

    Not loans and bonds, nor a contract with a stated large enterprise; what the contractor itself owes is nobody's claim under that article.
    """
    t = docket["instruments"]
    columns = zip(t["id"], t["domain"], t["attributes"], t["counterparty"], strict=True)
    debts = docket["debts"].index
    return {
        key: other
        for key, domain, stated, other in columns
        if domain != "debt" and key not in debts and not (isinstance(stated, dict) and stated.get("sme") is False)
    }
