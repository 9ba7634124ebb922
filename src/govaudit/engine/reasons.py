"""What an explanation of a verdict consists of: plain records of days, amounts and codes; the words are the report's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from fractions import Fraction

    from govaudit.engine.status import Status
    from govaudit.law.calendar import SpecialDay


class Tolling(NamedTuple):
    """One suspension [begin, end); `end` is None while it lasts. `stops_breach`: also after default (R9)."""

    begin: int
    end: int | None
    causes: tuple[str, ...]
    events: tuple[str, ...]
    stops_breach: bool


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


class Step(NamedTuple):
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
    """Everything one verdict rests on."""

    status: Status
    as_of: int
    known_at: int | None
    kind: str
    tz: str
    verdict: Verdict
    derivations: tuple[Derivation, ...]
    tollings: tuple[Tolling, ...]
    steps: tuple[Step, ...]
    segments: tuple[Segment, ...]
    rate_per: str | None
    rate_basis: int | None
    interest_mode: str | None
    rate_table: str | None
    horizon: int | None
    calendar: str
    calendar_until: int
    provisional_for: tuple[str, ...]
    codes: tuple[str, ...]
