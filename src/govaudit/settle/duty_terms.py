"""What the words of a duty, and of an event on it, mean to the fold: rolls, long stops, money that counts, changes of terms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govaudit.model import exponent, to_minor
from govaudit.rules.days import NEVER, NO_ROLL, PRECEDING, ROLLS
from govaudit.settle import codes as c
from govaudit.settle.clause import BEFORE, HOUR, HoursLimit
from govaudit.settle.interest import FIXED_AT_CONTRACT, FLOATING, MODES

if TYPE_CHECKING:
    from govaudit.docket.events import KnownEvent
    from govaudit.settle.terms import Obligation, Terms

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")


def interest_mode_of(o: Obligation) -> int:
    """Return how late interest of a duty runs: as stated, else by table where one is named."""
    if o.interest_mode in MODES:
        return MODES[o.interest_mode]
    return FLOATING if o.interest_mode is None else FIXED_AT_CONTRACT


def awaited_types(o: Obligation) -> set[str | None]:
    """Return the event types an obligation waits for; beside a stated due day an anchor says nothing."""
    return {o.anchor if o.due_on is None else None, o.condition}


def survives(o: Obligation, fact: KnownEvent) -> bool:
    """Whether an obligation outlives what ends its contract: a reparation does, and what arises by that very event (民法典 566, 567)."""
    return o.reparation_of is not None or fact.type in awaited_types(o)


def roll_of(o: Obligation) -> int:
    """Return how the last day rolls: backwards only where it must lie before something (R4), an hour never (A15)."""
    if o.calendar == "none" or o.roll == "none" or (o.unit == HOUR and o.due_on is None):
        return NO_ROLL
    return PRECEDING if counts_backwards(o) else ROLLS[o.roll or "following"]


def counts_backwards(o: Obligation) -> bool:
    """Whether the last day lies at least n days before the anchor (R4); beside a stated due day a period says nothing."""
    return o.start == BEFORE and o.due_on is None


def long_stop_of(o: Obligation, anchor: int, condition: int) -> int:
    """Return the long stop where the event it waits for had not come by then, NEVER otherwise (T3); a date is not waited for."""
    awaited = anchor if o.due_on is None and not _DATE.match(o.anchor) else -NEVER
    return o.long_stop if o.long_stop is not None and max(awaited, condition or -NEVER) > o.long_stop else NEVER


def unusable_flag(o: Obligation, fact: KnownEvent) -> int:
    """Return the flag of an event whose money cannot be counted (another currency, negative, too fine), 0 for any other."""
    if o.amount is None or fact.amount is None or counted_amount(fact, o.currency) is not None:
        return 0
    return c.F_OTHER_CURRENCY if fact.currency not in {None, o.currency or "CNY"} else c.F_UNUSABLE


def unauthorised_flag(fact: KnownEvent, code: int) -> int:
    """Return the flag of a waiver or amendment made without authority, or by one side only, which is void (T15, T16); else 0."""
    void = code in (c.WAIVE, c.WAIVE_BREACH, c.AMEND) and fact.terms.get("authorised") is False
    return c.F_NO_AUTHORITY if void else 0


def counted_amount(fact: KnownEvent, currency: str | None) -> int | None:
    """Return an event's money in minor units of a debt's currency; None when it cannot be counted.

    Without a currency of its own the amount was read as yuan and is taken as the debt's.
    """
    debt = currency or "CNY"
    if fact.amount is None or fact.amount < 0 or fact.currency not in (None, debt):
        return None
    finer = exponent(debt) - exponent(fact.currency or "CNY")
    minor, rest = (fact.amount * 10**finer, 0) if finer >= 0 else divmod(fact.amount, 10**-finer)
    return None if rest else minor


def changes_terms(fact: KnownEvent) -> bool:
    """Whether an amendment, or a waiver of time, states new terms; without them it names a successor, or releases (T15, T16)."""
    return "due_on" in fact.terms or ("amount" in fact.terms and fact.type == "amend")


def in_force_from(fact: KnownEvent, day: int) -> int:
    """Return the day from which an amendment counts: the later of its signature and its effective date (A12: never backwards)."""
    effective, signed = fact.terms.get("effective_on", day), fact.terms.get("signed_on", day)
    return max(day, int(effective), int(signed))


def folded_on(fact: KnownEvent, day: int, code: int, limit: HoursLimit | None) -> int:
    """Return the day on which the fold takes an event."""
    if code == c.AMEND:
        return in_force_from(fact, day)
    return limit.day_of(fact, day) if code == c.PERFORM and limit is not None else day


def changed_terms(terms: Terms, fact: KnownEvent, day: int, o: Obligation) -> Terms:
    """Return the terms an amendment in force from `day` states; its due date already knows the suspensions before it (T16, R9)."""
    changed: dict[str, int] = {"signed": max(fact.day or 0, fact.terms.get("signed_on", 0))}
    if "due_on" in fact.terms:
        changed |= {"fixed": fact.terms["due_on"], "anchor": day, "backwards": 0}
        dated = o._replace(
            due_on=fact.terms["due_on"]
        )  # it rolls as its clause says, and waits for no trigger any more
        changed |= {"roll": roll_of(dated), "long_stop": long_stop_of(dated, NEVER, terms.condition)}
    if "amount" in fact.terms and terms.amount >= 0:
        changed["amount"] = to_minor(fact.terms["amount"], o.currency or "CNY")
    return terms._replace(**changed)
