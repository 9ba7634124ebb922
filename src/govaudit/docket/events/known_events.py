"""The events of a docket as known on a day: corrected, not rejected, dated as civil days, found by obligation or instrument."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.model import DEFAULT_TZ, civil_day, zone
from govaudit.rules.days import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govaudit.docket.table import Table

_PERFORMING = {"perform", "pay"}
_MIDNIGHT = 24 * 60  # minutes


class KnownEvent(NamedTuple):
    """One event: its row in the events table, id, type, civil day or instant, amount, cause, changed terms, day recorded."""

    row: int
    id: str
    type: str
    day: int | None
    instant: dt.datetime | None
    amount: int | None
    currency: str | None
    cause: str | None
    terms: dict[str, Any]
    recorded: int | None

    def on(self, tz: str) -> int:
        """Return the civil day in a time zone, converted once (R1)."""
        if self.day is not None:
            return self.day
        assert self.instant is not None  # noqa: S101 - the docket requires one of the two
        return civil_day(self.instant, tz)


class KnownEvents(NamedTuple):
    """Known events by the obligation and by the instrument they stand on; `voided` are rows corrected away or rejected."""

    of_obligation: dict[str, list[KnownEvent]]
    of_instrument: dict[str, list[KnownEvent]]
    by_row: dict[int, KnownEvent]
    voided: set[int]


def day_of(fact: KnownEvent, tz: str, cutoff: int | None) -> int:
    """Return the civil day an event counts on: an instant after the cut-off (minutes since midnight) counts as the next day (R6).

    Evidence that states a date only counts as in time.
    """
    day = fact.on(tz)
    if cutoff is None or fact.day is not None or fact.instant is None:
        return day
    local = fact.instant.astimezone(zone(tz))
    return day + (local.time() > dt.time(*divmod(cutoff, 60)) if cutoff < _MIDNIGHT else 0)


def known_events(table: Table, as_of: int, known_at: int | None) -> KnownEvents:
    """Read the events recorded by `known_at` (None: all); corrections replace what they correct, rejections void a performance (T17, T28).

    A rejection after `as_of` has not happened yet; a correction counts from the day it was recorded, whatever day it speaks of.
    """
    facts = _visible(table, known_at)
    voided = _correct(facts)
    voided |= _reject(facts, table["obligation"], voided, as_of)
    of_obligation: dict[str, list[KnownEvent]] = defaultdict(list)
    of_instrument: dict[str, list[KnownEvent]] = defaultdict(list)
    obligation, instrument = table["obligation"], table["instrument"]
    for fact in facts.values():
        if fact.row in voided:
            continue
        if obligation[fact.row] is not None:
            of_obligation[obligation[fact.row]].append(fact)
        else:
            of_instrument[instrument[fact.row]].append(fact)
    return KnownEvents(
        of_obligation, of_instrument, {fact.row: fact for fact in facts.values() if fact.row not in voided}, voided
    )


def _known(recorded: int | None, day: int | None, instant: dt.datetime | None) -> int:
    """Return the first day a fact can have been known: when it was recorded, else, unsaid, when it happened."""
    if recorded is not None:
        return recorded
    if instant is not None:
        return civil_day(instant, DEFAULT_TZ)
    return NEVER if day is None else day


def _visible(t: Table, known_at: int | None) -> dict[str, KnownEvent]:
    rows = zip(
        t["id"],
        t["type"],
        t["occurred_on"],
        t["occurred_at"],
        t["amount"],
        t["currency"],
        t["cause"],
        t["terms"],
        t["recorded_at"],
        strict=True,
    )
    found = {}
    for row, (key, kind, day, instant, amount, currency, cause, terms, recorded) in enumerate(rows):
        if known_at is None or _known(recorded, day, instant) <= known_at:
            found[key] = KnownEvent(row, key, kind, day, instant, amount, currency, cause, terms or {}, recorded)
    for key, column in zip(t["id"], t["corrects"], strict=True):
        if key in found and column is not None:
            found[key] = found[key]._replace(terms={**found[key].terms, "corrects": column})
    return found


def _target(fact: KnownEvent, facts: dict[str, KnownEvent]) -> str | None:
    """Return the id of the event a correction or rejection names: in `corrects`, else in its cause."""
    named = fact.terms.get("corrects") or fact.cause
    return named if isinstance(named, str) and named in facts else None


def _correct(facts: dict[str, KnownEvent]) -> set[int]:
    """Replace day and amount of corrected events, or void them (T28): corrections of corrections first, then the latest wins."""
    voided: set[int] = set()
    corrections = sorted((fact for fact in facts.values() if fact.type == "correct"), key=_by_record)
    for fact in reversed(corrections):
        _correct_one(fact.id, facts, voided, of_corrections=True)
    for fact in corrections:
        _correct_one(fact.id, facts, voided, of_corrections=False)
    return voided


def _by_record(fact: KnownEvent) -> tuple[int, int, str]:
    return (-(1 << 40) if fact.recorded is None else fact.recorded, fact.on(DEFAULT_TZ), fact.id)


def _correct_one(key: str, facts: dict[str, KnownEvent], voided: set[int], *, of_corrections: bool) -> None:
    fact = facts[key]
    target = _target(fact, facts)
    if target is None or target == key or fact.row in voided or (facts[target].type == "correct") is not of_corrections:
        return
    old = facts[target]
    if fact.terms.get("void"):
        voided.add(old.row)
    else:
        amount = old.amount if fact.amount is None else fact.amount
        facts[target] = old._replace(day=fact.day, instant=fact.instant, amount=amount)


def _reject(facts: dict[str, KnownEvent], obligation: Sequence[Any], corrected: set[int], as_of: int) -> set[int]:
    """Return the performances that a rejection voids: the one it names, else the last one before it on the same obligation."""
    rejections = _by_day(fact for fact in facts.values() if fact.type == "reject")
    if not rejections:
        return set()
    waiting: dict[str, list[KnownEvent]] = defaultdict(list)  # performances of each obligation, the earliest last
    for fact in reversed(_by_day(fact for fact in facts.values() if fact.type in _PERFORMING)):
        if obligation[fact.row] is not None:
            waiting[obligation[fact.row]].append(fact)
    before: dict[str, list[KnownEvent]] = defaultdict(list)  # those a rejection may void by now, the last one last
    voided: set[int] = set()
    for fact in rejections:
        day, key = fact.on(DEFAULT_TZ), obligation[fact.row]
        if fact.row in corrected or day > as_of:
            continue
        target = _target(fact, facts)
        if target is not None:
            voided.add(facts[target].row)
            continue
        while waiting[key] and waiting[key][-1].on(DEFAULT_TZ) <= day:
            before[key].append(waiting[key].pop())
        while before[key]:
            row = before[key].pop().row
            if row not in voided and row not in corrected:
                voided.add(row)
                break
    return voided


def _by_day(facts: Iterable[KnownEvent]) -> list[KnownEvent]:
    return sorted(facts, key=lambda fact: (fact.on(DEFAULT_TZ), fact.id))


# --- The event types that rooms below the engine know by what they do; which of them move an obligation, and how, says settle.event_effects

# An event named after the act performs it when it stands on the obligation itself: action -> type.
DONE = {
    "pay": "paid", "deliver": "delivered", "publish": "published", "sign": "signed", "file": "filed", "refund": "refunded",
    "report": "reported", "answer": "answered", "accept": "accepted",
}  # fmt: skip
# They change the parties (docket.events.parties_by_day), not the state (T18-T22).
KEPT = {"assign", "delegate", "transfer_debt", "join_debt", "succeed"}
# Columns of an instrument that state a day, and the event that they tell.
EVENT_OF_COLUMN = {"signed_on": "signed", "effective_on": "effective", "ends_on": "ended"}
# Causes that stop breach days even after default (R9: 法释〔2014〕8号 3(3)), and those that only excuse before it.
COURT_CAUSES = ("court", "法院", "stay", "中止执行", "保全")
CREDITOR_CAUSES = ("creditor", "债权人", "counterparty", "相对方", "beneficiary", "权利人")
STATUTE_CAUSES = ("statute", "law", "法定", "法律")
