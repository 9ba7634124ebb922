"""What an explanation of a verdict consists of: plain records of days, amounts and codes; the words are the report's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.rules.days import NEVER, ROLLS, special_days
from govaudit.settle import codes as c
from govaudit.settle.clause import BEFORE
from govaudit.settle.deadline import DAY, UNITS, WORKDAY
from govaudit.settle.event_effects import SUSPENSION
from govaudit.settle.kernel import fold
from govaudit.settle.terms import EventColumns, RateColumns, Tolled, pair_suspensions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from fractions import Fraction

    from govaudit.docket.events import KnownEvent
    from govaudit.rules.days import SpecialDay
    from govaudit.settle.bind_rows import BoundDuty
    from govaudit.settle.status import Status
    from govaudit.settle.terms import Days, Terms


class Tolling(NamedTuple):
    """One suspension [begin, end); `end` is None while it lasts. `stops_breach`: also after default (R9).

    `not_deducted` says why it moves nothing: begun after the due day, a day counted backwards, over before the period began; None if it does.
    """

    begin: int
    end: int | None
    causes: tuple[str, ...]
    events: tuple[str, ...]
    stops_breach: bool
    not_deducted: str | None = None


class Derivation(NamedTuple):
    """How the due day follows from one version of the terms; `since` is None for the first version.

    `untolled` is the due day before suspensions and roll, `raw` after suspensions, `rolled` after the roll, `due` with an
    extension by grace. `passed` are the non-working days the roll passed over, `special` the days of a working-day period
    that are not what the day of the week says, `off` the number of its days that did not count. `before`: the period runs backwards
    from the anchor (R4). `ends_at` is the moment a period of hours ends (A15).
    """

    since: int | None
    event: str | None
    anchor: int | None
    anchor_type: str | None
    anchor_event: str | None
    fixed: int | None
    n: int | None
    unit: str | None
    include: bool
    first_counted: int | None
    untolled: int | None
    raw: int | None
    rolled: int | None
    due: int | None
    roll: str
    passed: tuple[SpecialDay, ...]
    make_up: SpecialDay | None
    special: tuple[SpecialDay, ...]
    off: int
    condition: int | None
    condition_type: str | None
    reciprocal_of: str | None
    long_stop: int | None
    tolling: str
    grace_n: int
    grace_unit: str
    grace_mode: str
    grace_until: int | None
    amount: int | None
    before: bool = False
    ends_at: dt.datetime | None = None


class ExplainedStep(NamedTuple):
    """One thing that moved the obligation, and the state at the end of its day.

    `event` is None for the passing of a day. `principal`, `interest` and `credit` are how a payment was used, `surplus` marks one
    that came from elsewhere: undesignated money on the instrument, or the surplus of another debt (R11, R12). `about` is the event a correction or
    rejection names.
    """

    day: int
    effect: str
    codes: tuple[str, ...]
    state: str
    event: str | None = None
    type: str | None = None
    cause: str | None = None
    recorded: int | None = None
    amount: int | None = None
    principal: int = 0
    interest: int = 0
    credit: int = 0
    surplus: bool = False
    about: str | None = None


class Segment(NamedTuple):
    """Late interest of days with one balance and one rate: exact, and as its part of the rounded total (largest remainder, R13).

    `daily` is None where the table has no rate. `since` is the first day of the row of the rate table, None for an agreed rate.
    """

    start: int
    end: int
    balance: int
    daily: Fraction | None
    since: int | None
    exact: Fraction
    part: int


class Verdict(NamedTuple):
    """R16: satisfied, violated, pending or unknown; the first day at which it is (or could be) decided, and what is waited for."""

    answer: str
    decidable_from: int | None
    waits_for: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything one verdict rests on; `set_off` is what money pays first inside the debt (R11)."""

    status: Status
    as_of: int
    known_at: int | None
    kind: str
    tz: str
    verdict: Verdict
    derivations: tuple[Derivation, ...]
    tollings: tuple[Tolling, ...]
    steps: tuple[ExplainedStep, ...]
    segments: tuple[Segment, ...]
    rate_per: str | None
    rate_basis: int | None
    interest_mode: str | None
    rate_table: str | None
    set_off: str
    horizon: int | None
    calendar: str
    calendar_until: int
    provisional_for: tuple[str, ...]
    codes: tuple[str, ...]


# --- How a due day came about, step by step: each step is the fold's own answer with one circumstance left out

_NO_EVENTS, _NO_RATES, _UNTOLLED = EventColumns((), (), ()), RateColumns((), ()), Tolled((), (), ())
_UNIT_WORD = {code: word for word, code in UNITS.items()}
_ROLL_WORD = {code: word for word, code in ROLLS.items()}
_GRACE_WORD = {code: word for word, code in c.GRACE_MODES.items()}


class DueSource(NamedTuple):
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


def derive(
    o: dict[str, Any], terms: Terms, duty: BoundDuty, source: DueSource, days: Days, known_at: int | None
) -> Derivation:
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


def tollings(facts: Sequence[tuple[int, KnownEvent]], last: Derivation) -> tuple[Tolling, ...]:
    """Return the suspensions with their causes and events, in order of their days; `last` is how the due day came about."""
    moves = [(day, fact) for day, fact in facts if fact.type in SUSPENSION]
    pairs = pair_suspensions([(day, fact.type == "suspend", fact.cause or "") for day, fact in moves])
    found = []
    for begin, end, stops in sorted(set(pairs)):
        begun = [fact for day, fact in moves if day == begin and fact.type == "suspend"]
        ended = [fact for day, fact in moves if day == end and fact.type == "resume"]
        causes = tuple(dict.fromkeys(fact.cause for fact in begun if fact.cause))
        why = None if stops else _not_deducted(begin, end, last)
        found.append(Tolling(begin, known_day(end), causes, tuple(fact.id for fact in (*begun, *ended)), stops, why))
    return tuple(found)


def _not_deducted(begin: int, end: int, last: Derivation) -> str | None:
    """Return why a suspension that does not stop breach days moves nothing (R9)."""
    if last.before:
        return "backwards"
    if last.due is not None and begin > last.due:
        return "after_due"
    return "before_start" if last.first_counted is not None and end <= last.first_counted else None
