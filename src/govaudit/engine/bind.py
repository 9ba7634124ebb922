"""From docket rows to what the fold works on: terms, events, suspensions and rates as integers."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from govaudit.engine import codes as c
from govaudit.engine.deadline import DAY, NEVER, NO_ROLL, ROLLS, TOLLING, UNITS, union
from govaudit.engine.facts import DEFAULT_TZ, Fact, Facts
from govaudit.engine.interest import FIXED_AT_CONTRACT, FLOATING, MODES
from govaudit.engine.terms import Events, Rates, Terms, Tolled
from govaudit.engine.verbs import DONE, OF_INSTRUMENT, VERBS, stops_after_default
from govaudit.model.days import parse_day
from govaudit.model.money import exponent, to_minor
from govaudit.model.rate import Rate

if TYPE_CHECKING:
    from govaudit.docket.table import Docket

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")
_STATUTORY_RATE = Rate(Fraction(5, 10000), "day")  # 国令802号 17: 0.05 % a day where nothing is agreed
_ALWAYS = -NEVER


@dataclass(slots=True)
class Duty:
    """One obligation bound to its facts, ready to fold."""

    row: int
    id: str
    versions: list[Terms]
    events: Events
    tolled: Tolled
    rates: Rates
    rows: list[int]  # the event row behind each event, -1 for an allotted payment


class Binder:
    """Binds the obligations of one docket, as of a day and as known on a day."""

    def __init__(self, docket: Docket, facts: Facts, as_of: int, known_at: int | None) -> None:
        self.docket, self.facts, self.as_of = docket, facts, as_of
        self.table = docket["obligations"]
        self.number = self.table.index()
        self.signed = dict(zip(docket["instruments"]["id"], docket["instruments"]["signed_on"], strict=True))
        self.rate_tables = _rate_tables(docket, known_at)
        self.allotted: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self.spent: dict[str, int] = defaultdict(int)  # surplus of a debt that later debts have used
        self.used: set[int] = set()

    def duty(self, row: int) -> Duty:
        """Bind one obligation by its row number."""
        o = self.table.row(row)
        tz = o["tz"] or DEFAULT_TZ
        own = self._facts(o, row, tz)
        anchor, fixed = self._anchor(o, own)
        den, rates = self._rates(o)
        base = Terms(
            kind=c.KINDS[o["kind"]], anchor=anchor, fixed=fixed, n=o["n"] or 0, unit=UNITS[o["unit"]] if o["unit"] else DAY,
            include=int(o["start"] == "include"),
            roll=NO_ROLL if o["calendar"] == "none" else ROLLS[o["roll"] or "following"],
            condition=self._condition(o, own, tz), long_stop=NEVER if o["long_stop"] is None else o["long_stop"],
            grace_n=o["grace_n"] or 0, grace_unit=UNITS[o["grace_unit"] or "day"], grace_mode=c.GRACE_MODES[o["grace_mode"] or "forgive"],
            tolling=TOLLING[o["tolling"] or "pause"], amount=c.NO_AMOUNT if o["amount"] is None else o["amount"], tolerance=o["tolerance"] or 0,
            principal_first=int(o["allocation"] == "principal_first"), interest_mode=_mode(o), contract=self._contract_day(o, anchor), den=den,
        )  # fmt: skip
        events, versions, rows = self._events(o, own, base)
        return Duty(row, o["id"], versions, events, self._tolled(own), rates, rows)

    # --- facts --------------------------------------------------------------------------------------------------------

    def _facts(self, o: dict[str, Any], row: int, tz: str) -> list[tuple[int, Fact, bool]]:
        """Return (day, event, on the obligation itself) of every event on or before `as_of` that may concern it."""
        key = self.table["id"][row]
        statutory = self.docket.statutory.get(key)
        own = [(fact, True) for fact in self.facts.of_obligation.get(key, ())]
        if statutory is not None:
            own += [(self.facts.by_row[r], True) for r in statutory.performed_by if r in self.facts.by_row]
        elif o["instrument"] is not None:
            own += [(fact, False) for fact in self.facts.of_instrument.get(o["instrument"], ())]
        dated = [(fact.on(tz), fact, direct) for fact, direct in own]
        return sorted((item for item in dated if item[0] <= self.as_of), key=lambda item: (item[0], item[1].id))

    def _anchor(self, o: dict[str, Any], own: list[tuple[int, Fact, bool]]) -> tuple[int, int]:
        """Return (anchor day, fixed due day); NEVER for the one that does not apply or is not yet seen."""
        if o["due_on"] is not None:
            return NEVER, o["due_on"]
        anchor = o["anchor"]
        day = parse_day(anchor) if _DATE.match(anchor) else self._first(own, anchor)
        return day, NEVER

    def _first(self, own: list[tuple[int, Fact, bool]], kind: str) -> int:
        """Return the day of the first event of a type, on the obligation itself before its instrument."""
        for direct in (True, False):
            for day, fact, is_direct in own:
                if fact.type == kind and is_direct is direct:
                    self.used.add(fact.row)
                    return day
        return NEVER

    def _condition(self, o: dict[str, Any], own: list[tuple[int, Fact, bool]], tz: str) -> int:
        """Return the day on which all conditions were met: 0 when there is none, NEVER while one is open (T2, R10)."""
        day = 0
        if o["condition"]:
            day = max(day, self._first(own, o["condition"]))
        if o["reciprocal_of"] and o["reciprocal_of"] in self.number:
            day = max(day, self._first_performed(self.number[o["reciprocal_of"]], tz))
        return day

    def _first_performed(self, row: int, tz: str) -> int:
        """Return the day the other side's obligation was first performed in full, by its own events (民法典 526)."""
        amount = self.table["amount"][row]
        paid = 0
        other = self.table.row(row)
        for day, fact, direct in self._facts(other, row, tz):
            if direct and VERBS.get(fact.type) == c.PERFORM or (direct and fact.type == DONE.get(other["action"] or "")):
                paid += fact.amount or 0
                if amount is None or fact.amount is None or paid >= amount:
                    return day
        return NEVER

    # --- events -------------------------------------------------------------------------------------------------------

    def _events(self, o: dict[str, Any], own: list[tuple[int, Fact, bool]], base: Terms) -> tuple[Events, list[Terms], list[int]]:
        """Return events sorted as §1.2 orders a day, the versions of the terms, and the event rows."""
        versions = [base]
        found: list[tuple[int, int, str, int, int]] = []
        statutory = o["id"] in self.docket.statutory
        for day, fact, direct in own:
            code = self._code(o, fact, direct, statutory)
            if code is None:
                continue
            self.used.add(fact.row)
            value = self._value(o, fact, code)
            if code == c.AMEND and (new := _changed(versions[-1], fact, o)):
                versions.append(new)
                code, value = c.CHANGE, len(versions) - 1
            found.append((fact.terms.get("effective_on", day), code, fact.id, value, fact.row))
        found += [(day, c.PERFORM, name, amount, -1) for day, amount, name in self.allotted.get(o["id"], ()) if day <= self.as_of]
        found.sort(key=lambda event: event[:3])
        columns = list(zip(*found, strict=True)) or [()] * 5
        return Events(columns[0], columns[1], columns[3]), versions, list(columns[4])

    def _code(self, o: dict[str, Any], fact: Fact, direct: bool, statutory: bool) -> int | None:  # noqa: FBT001 - two plain facts
        """Return what an event does to the obligation, None for nothing."""
        if statutory and fact.row in self.docket.statutory[o["id"]].performed_by:
            return c.PERFORM
        if not direct:
            return VERBS[fact.type] if fact.type in OF_INSTRUMENT else None
        if fact.type == "waive" and (fact.terms.get("scope") or fact.cause) in {"breach", "违约"}:
            return c.WAIVE_BREACH
        if fact.type in VERBS:
            return VERBS[fact.type]
        done = DONE.get(o["action"] or "")
        return c.PERFORM if fact.type == done and fact.type not in {o["anchor"], o["condition"]} else None

    def _value(self, o: dict[str, Any], fact: Fact, code: int) -> int:
        """Return the integer an event carries: minor units of the obligation's currency, or the days of a cure period."""
        if code == c.DEMAND:
            return int(fact.terms.get("n", c.IN_FULL))
        if fact.amount is None:
            return c.IN_FULL
        shift = exponent(o["currency"] or "CNY") - exponent(fact.currency or "CNY")
        return fact.amount * 10**shift if shift >= 0 else fact.amount // 10**-shift

    def _tolled(self, own: list[tuple[int, Fact, bool]]) -> Tolled:
        """Return the suspensions as disjoint intervals; those of a cause that also stops breach days are marked (R9)."""
        opened: dict[str, int] = {}
        intervals: list[tuple[int, int, bool]] = []
        for day, fact, _ in own:
            cause = fact.cause or ""
            if fact.type == "suspend":
                self.used.add(fact.row)
                opened.setdefault(cause, day)
            elif fact.type == "resume":
                self.used.add(fact.row)
                closed = [cause] if cause in opened else list(opened) if not cause or len(opened) == 1 else []
                intervals += [(opened.pop(key), day, stops_after_default(key)) for key in closed]
        intervals += [(day, NEVER, stops_after_default(cause)) for cause, day in opened.items()]
        return _disjoint(intervals)

    # --- rates --------------------------------------------------------------------------------------------------------

    def _rates(self, o: dict[str, Any]) -> tuple[int, Rates]:
        """Return (denominator, rows) of the late interest; 0 and no rows when none runs."""
        if o["interest_mode"] == "none" or o["amount"] is None:
            return 0, Rates((), ())
        rate: Rate | None = o["interest_rate"]
        if rate is None and o["rate_table"] is None:
            if o["interest_mode"] != "fixed_at_contract":
                return 0, Rates((), ())
            rate = _STATUTORY_RATE
        rows = [(_ALWAYS, rate.daily)] if rate is not None else self.rate_tables.get(o["rate_table"], [])
        den = lcm(*(daily.denominator for _, daily in rows)) if rows else 1
        return den, Rates([day for day, _ in rows], [int(daily * den) for _, daily in rows])

    def _contract_day(self, o: dict[str, Any], anchor: int) -> int:
        signed = self.signed.get(o["instrument"])
        return signed if signed is not None else anchor if anchor < NEVER else 0


def _mode(o: dict[str, Any]) -> int:
    if o["interest_mode"] in MODES:
        return MODES[o["interest_mode"]]
    return FLOATING if o["interest_mode"] is None else FIXED_AT_CONTRACT


def _rate_tables(docket: Docket, known_at: int | None) -> dict[str, list[tuple[int, Fraction]]]:
    """Return each rate table as (first day, daily fraction) in order of days, rows recorded later left out (R17)."""
    t = docket["rates"]
    tables: dict[str, list[tuple[int, Fraction]]] = defaultdict(list)
    for name, first, value, recorded in zip(t["table"], t["from"], t["value"], t["recorded_at"], strict=True):
        if known_at is None or recorded is None or recorded <= known_at:
            tables[name].append((first, Fraction(value) / 365))
    return {name: sorted(rows) for name, rows in tables.items()}


def _disjoint(intervals: list[tuple[int, int, bool]]) -> Tolled:
    """Cut overlapping suspensions into disjoint pieces, a piece marked when any marked one covers it."""
    marked = union([(begin, end) for begin, end, court in intervals if court])
    pieces = [(begin, end, 1) for begin, end in marked]
    for begin, end in union([(begin, end) for begin, end, _ in intervals]):
        start = begin
        for left, right in marked:
            if right <= start or left >= end:
                continue
            if left > start:
                pieces.append((start, left, 0))
            start = right
        if start < end:
            pieces.append((start, end, 0))
    columns = list(zip(*sorted(pieces), strict=True)) or [()] * 3
    return Tolled(*columns)


def _changed(terms: Terms, fact: Fact, o: dict[str, Any]) -> Terms | None:
    """Return the terms an amendment states: a new due date or amount; None when it only names a successor (T16)."""
    changed: dict[str, int] = {}
    if "due_on" in fact.terms:
        changed["fixed"] = fact.terms["due_on"]
    if "amount" in fact.terms:
        changed["amount"] = to_minor(fact.terms["amount"], o["currency"] or "CNY")
    return terms._replace(**changed) if changed else None
