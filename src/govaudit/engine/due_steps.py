"""How a due day came about, step by step: each step is the fold's own answer with one circumstance left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.engine import codes as c
from govaudit.engine.clause import BEFORE
from govaudit.engine.deadline import DAY, UNITS, WORKDAY
from govaudit.engine.kernel import fold
from govaudit.engine.reasons import Derivation, Tolling
from govaudit.engine.suspensions import pair_suspensions
from govaudit.engine.terms import Events, Rates, Tolled
from govaudit.engine.verbs import SUSPENSION
from govaudit.law.calendar import special_days
from govaudit.law.rolling import NEVER, ROLLS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.docket.known_events import KnownEvent
    from govaudit.engine.bind import Duty
    from govaudit.engine.terms import Days, Terms
    from govaudit.law.calendar import SpecialDay

_NO_EVENTS, _NO_RATES, _UNTOLLED = Events((), (), ()), Rates((), ()), Tolled((), (), ())
_UNIT_WORD = {code: word for word, code in UNITS.items()}
_ROLL_WORD = {code: word for word, code in ROLLS.items()}
_GRACE_WORD = {code: word for word, code in c.GRACE_MODES.items()}


class Source(NamedTuple):
    """Where a version of the terms comes from: the amendment, and the event its period runs from."""

    since: int | None
    event: str | None
    anchor_type: str | None
    anchor_event: str | None


def known_day(day: int) -> int | None:
    """Return a day of the fold, None for one that is not known."""
    return day if -NEVER < day < NEVER else None


def dates_of(terms: Terms, tolled: Tolled, days: Days) -> list[int]:
    """Return the fold's slots for terms without events: RAW, DUE, NOMINAL and GRACE_END hold their days."""
    return fold([terms], _NO_EVENTS, tolled, _NO_RATES, days)[0]


def derive(o: dict[str, Any], terms: Terms, duty: Duty, source: Source, days: Days, known_at: int | None) -> Derivation:
    """Return the steps from the anchor to the due day under one version of the terms."""
    amended = source.since is not None
    whole = dates_of(terms, duty.tolled, days)
    bare = terms._replace(grace_n=0)
    raw, rolled = (known_day(dates_of(bare, duty.tolled, days)[slot]) for slot in (c.RAW, c.NOMINAL))
    counted = o["due_on"] is None and terms.fixed == duty.versions[0].fixed  # backwards, or in hours
    fixed = None if counted else known_day(terms.fixed)
    anchor = None if fixed is not None else known_day(terms.anchor)
    first = None if anchor is None or terms.fixed < NEVER else anchor + 1 - terms.include
    counts_work = terms.unit == WORKDAY and terms.fixed >= NEVER
    special, off = _inside(first, raw, known_at) if counts_work else ((), 0)
    return Derivation(
        since=source.since, event=source.event, anchor=anchor, anchor_type=source.anchor_type, anchor_event=source.anchor_event,
        fixed=fixed, n=None if fixed is not None else terms.n, unit=None if fixed is not None else o["unit"] or _UNIT_WORD[terms.unit],
        include=bool(terms.include), first_counted=first, untolled=known_day(dates_of(bare, _UNTOLLED, days)[c.RAW]), raw=raw, rolled=rolled,
        due=known_day(whole[c.NOMINAL]), roll=_ROLL_WORD[terms.roll], passed=_passed(raw, rolled, known_at), make_up=_make_up(rolled, known_at),
        special=special, off=off, condition=known_day(terms.condition) or None,
        condition_type=o["condition"], reciprocal_of=o["reciprocal_of"], long_stop=o["long_stop"], tolling=o["tolling"] or "pause",
        grace_n=0 if amended and not terms.grace_n else terms.grace_n, grace_unit=_UNIT_WORD.get(terms.grace_unit, _UNIT_WORD[DAY]),
        grace_mode=_GRACE_WORD[terms.grace_mode], grace_until=known_day(whole[c.GRACE_END]) if terms.grace_n else None,
        amount=terms.amount if terms.amount >= 0 else None, before=counted and o["start"] == BEFORE, ends_at=duty.limit.moment if counted and duty.limit else None,
    )  # fmt: skip


def _passed(raw: int | None, rolled: int | None, known_at: int | None) -> tuple[SpecialDay, ...]:
    """Return the non-working days between the raw and the rolled due day, the raw one included."""
    if raw is None or rolled is None or raw == rolled:
        return ()
    first, last = (raw, rolled - 1) if rolled > raw else (rolled + 1, raw)
    return tuple(day for day in special_days(first, last, known_at) if not day.works)


def _make_up(rolled: int | None, known_at: int | None) -> SpecialDay | None:
    """Return the due day when it is a Saturday or Sunday that is worked (A4)."""
    if rolled is None:
        return None
    return next((day for day in special_days(rolled, rolled, known_at) if day.make_up), None)


def _inside(first: int | None, raw: int | None, known_at: int | None) -> tuple[tuple[SpecialDay, ...], int]:
    """Return the special days of a working-day period (holidays on weekdays, worked weekends), and how many did not count."""
    if first is None or raw is None:
        return (), 0
    found = special_days(first, raw, known_at)
    return tuple(day for day in found if day.make_up or day.name), sum(not day.works for day in found)


def tollings(facts: Sequence[tuple[int, KnownEvent]]) -> tuple[Tolling, ...]:
    """Return the suspensions with their causes and events, in order of their days."""
    moves = [(day, fact) for day, fact in facts if fact.type in SUSPENSION]
    pairs = pair_suspensions([(day, fact.type == "suspend", fact.cause or "") for day, fact in moves])
    found = []
    for begin, end, stops in sorted(set(pairs)):
        begun = [fact for day, fact in moves if day == begin and fact.type == "suspend"]
        ended = [fact for day, fact in moves if day == end and fact.type == "resume"]
        causes = tuple(dict.fromkeys(fact.cause for fact in begun if fact.cause))
        found.append(Tolling(begin, known_day(end), causes, tuple(fact.id for fact in (*begun, *ended)), stops))
    return tuple(found)
