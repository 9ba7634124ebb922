"""Obligations settled day by day, slowly, from obligations.md alone: the second opinion on the engine.

Nothing of the engine is used: days are `datetime.date`, working days a set, every day from the first event to the as-of
day is walked through in the order of §1.2, and interest is a fraction.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
from dataclasses import dataclass, field, replace
from fractions import Fraction

ONE = dt.timedelta(days=1)
COURT = {"court", "creditor", "statute"}  # R9: these stop breach days after default, other causes do not
ORDER = (
    "amend",
    "suspend",
    "resume",
    "delivered",
    "accepted",
    "pay",
    "waive",
    "repudiate",
    "retract",
    "demand",
    "terminate",
)
CURE_DAYS = 15  # A9


@dataclass
class Terms:
    """What was promised. `due_on` or a period of n units from `anchor` (a date, or None: from the event `delivered`)."""

    due_on: dt.date | None = None
    anchor: dt.date | None = None
    n: int = 0
    unit: str = "day"
    start: str = "exclude"
    roll: str = "following"
    grace_n: int = 0
    grace_unit: str = "day"
    grace_mode: str = "forgive"
    amount: int | None = None
    tolerance: int = 0
    allocation: str = "interest_first"
    interest_mode: str = "none"
    rates: dict[dt.date, Fraction] = field(default_factory=dict)  # the daily rate from each day on
    condition: bool = False  # the event `accepted` must have happened
    long_stop: dt.date | None = None
    punctual: bool = False
    cutoff: dt.time | None = None  # R6
    paying_day_counts: bool = True  # A7


@dataclass
class Event:
    kind: str
    on: dt.date
    amount: int | None = None
    cause: str = ""
    due_on: dt.date | None = None
    n: int | None = None
    scope: str | None = None
    at: dt.time | None = None  # the time of day, where the evidence states one


@dataclass
class Verdict:
    state: str
    due_on: dt.date | None = None
    breach: list[tuple[dt.date, int]] = field(default_factory=list)
    performed_on: dt.date | None = None
    open_amount: int | None = None
    interest: int = 0
    interest_paid: int = 0
    credit: int = 0


def half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def month_later(day: dt.date, count: int) -> dt.date:
    """R3: the corresponding day, else the last of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return dt.date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


class Interpreter:
    """One obligation walked through from day to day."""

    def __init__(
        self, terms: Terms, events: list[Event], as_of: dt.date, workdays: set[dt.date], horizon: dt.date | None = None
    ):
        self.terms, self.as_of, self.workdays, self.horizon = terms, as_of, workdays, horizon
        counted = [replace(e, on=e.on + ONE) if self.after_hours(e) else e for e in events]
        self.events = sorted((e for e in counted if e.on <= as_of), key=lambda e: (e.on, ORDER.index(e.kind)))
        self.causes = self._causes()
        self.endless = set(self.causes.get(as_of, ()))
        self.pending_late: list[tuple[dt.date, int]] = []
        self.breach: list[tuple[dt.date, int]] = []
        self.accrued = Fraction(0)
        self.balance = terms.amount or 0
        self.done = self.interest_paid = self.credit = 0
        self.state: str | None = None  # the terminal state, once there is one
        self.performed: dt.date | None = None
        self.amended: dt.date | None = None
        self.amended_on: dt.date | None = None
        self.refused = False
        self.cure: dt.date | None = None
        self.met = not terms.condition
        self.met_on: dt.date | None = None
        self.anchor: dt.date | None = terms.anchor
        if (
            terms.start == "before" and not terms.anchor and not terms.due_on
        ):  # what had to precede it was owed before it came
            self.anchor = min((e.on for e in self.events if e.kind == "delivered"), default=None)
        self.locked: Fraction | None = None

    def after_hours(self, event: Event) -> bool:
        """R6: an act after the cut-off counts as the next day; evidence of a date only is in time."""
        return self.terms.cutoff is not None and event.at is not None and event.at > self.terms.cutoff

    # --- tolling and due days -----------------------------------------------------------------------------------------

    def _causes(self) -> dict[dt.date, tuple[str, ...]]:
        """The causes at work on each day up to as_of: from the day of suspension, not on the day of resumption."""
        found: dict[dt.date, tuple[str, ...]] = {}
        active: list[str] = []
        moves = [e for e in self.events if e.kind in {"suspend", "resume"}]
        day = min((e.on for e in moves), default=self.as_of)
        while day <= self.as_of:
            for cause in dict.fromkeys(move.cause for move in moves if move.on == day):
                today = {move.kind for move in moves if move.on == day and move.cause == cause}
                # Both on one day: one that runs ends and begins anew, one that does not run has no length.
                if today == {"suspend"} and cause not in active:
                    active.append(cause)
                if today == {"resume"} and cause in active:
                    active.remove(cause)
            found[day] = tuple(active)
            day += ONE
        return found

    def tolled(self, day: dt.date) -> bool:
        return bool(self.endless) if day > self.as_of else bool(self.causes.get(day))

    def stopped_after_default(self, day: dt.date) -> bool:
        return any(cause in COURT for cause in self.causes.get(day, ()))

    def works(self, day: dt.date) -> bool:
        return day in self.workdays

    def add(self, start: dt.date, n: int, unit: str) -> dt.date:
        """R2, R3, A14 without tolling."""
        if unit in {"month", "year"}:
            return month_later(start, n if unit == "month" else 12 * n)
        day, left = start, 7 * n if unit == "week" else n
        while left:
            day += ONE
            left -= unit != "workday" or self.works(day)
        return day

    def rolled(self, day: dt.date, roll: str) -> dt.date:
        """R5, once."""
        if roll == "none" or self.works(day):
            return day
        ahead = back = day
        while not self.works(ahead):
            ahead += ONE
        while not self.works(back):
            back -= ONE
        if roll == "preceding" or (roll == "modified_following" and ahead.month != day.month):
            return back
        return ahead

    def due(self) -> tuple[dt.date | None, dt.date | None]:
        """The due day as known on as_of, and the end of grace."""
        t = self.terms
        if self.amended:
            raw: dt.date | None = self.shifted(self.amended, self.amended_on)
        elif t.due_on:
            raw = self.shifted(t.due_on, None)
        elif self.anchor is None:
            return None, None
        else:
            raw = self.period(self.anchor)
        if raw is None:
            return None, None
        roll = "preceding" if self.backwards() and t.roll != "none" else t.roll
        due = self.rolled(raw, roll)
        onward = "none" if t.roll == "none" else "following"
        found = self.off_suspension(due, onward)
        if found is not None and self.met_on and self.met_on > found:
            found = self.off_suspension(self.rolled(self.met_on, onward), onward)  # never before it was met
        if found is None or not t.grace_n:
            return found, found
        grace = self.rolled(self.add(found, t.grace_n, t.grace_unit), onward)  # never shorter than it says
        if t.grace_mode != "extend":
            return found, grace
        extended = self.off_suspension(grace, onward)
        return extended, extended

    def off_suspension(self, day: dt.date, onward: str) -> dt.date | None:
        """R7: a due day is no suspended day, but the first (working) day on or after the resumption; counted backwards it stays."""
        while self.tolled(day) and not self.backwards():
            day += ONE
            if self.tolled(day) and day > self.as_of:
                return None
            day = self.rolled(day, onward)
        return day

    def backwards(self) -> bool:
        """R4: the last day lies before the anchor."""
        return self.terms.start == "before" and not self.amended and not self.terms.due_on

    def period(self, start: dt.date) -> dt.date | None:
        """Count untolled days (or working days); months get the tolled days added (R9)."""
        t = self.terms
        if self.backwards():  # at least n before: no suspension moves it
            if t.unit in {"month", "year"}:
                return month_later(start, -t.n * (1 if t.unit == "month" else 12))
            day, left = start, 7 * t.n if t.unit == "week" else t.n
            while left:
                day -= ONE
                left -= t.unit != "workday" or self.works(day)
            return day
        early = ONE if t.start == "include" else 0 * ONE
        if t.unit in {"month", "year"}:
            end = self.add(start, t.n, t.unit)
            # R2, R3: with the first day counted, the day before the corresponding day; where there is none, the last of the month.
            return self.shifted(end - early if t.n and end.day == start.day else end, start - early)
        start -= early if t.n else 0 * ONE
        day, left = start, 7 * t.n if t.unit == "week" else t.n
        while left:
            day += ONE
            if self.tolled(day):
                if day > self.as_of:
                    return None
                continue
            left -= t.unit != "workday" or self.works(day)
        return day

    def shifted(self, raw: dt.date, start: dt.date | None) -> dt.date | None:
        day, left = raw, sum(self.tolled(d) for d in self.causes if d <= raw and (start is None or d > start))
        if self.endless:
            left += max(0, (raw - max(self.as_of, start or self.as_of)).days)
        while left:
            day += ONE
            if self.tolled(day):
                if day > self.as_of:
                    return None
                continue
            left -= 1
        return day

    # --- the walk -----------------------------------------------------------------------------------------------------

    def run(self) -> Verdict:
        days = [e.on for e in self.events] + [d for d in (self.terms.due_on, self.anchor, self.terms.long_stop) if d]
        day = min([*days, self.as_of]) - 20 * ONE  # a roll may lead back
        if self.backwards() and self.anchor:
            day = min(day, self.period(self.anchor) or day) - 20 * ONE
        while day <= self.as_of:
            today = [e for e in self.events if e.on == day]
            self.expire(day)
            for event in today:
                if event.kind in {"amend", "delivered", "accepted"}:
                    self.before(event)
            if not self.terms.paying_day_counts:  # A7: what is paid today is not late today; a grace missed by now is
                self.open_day(day, owes=False)
                for event in today:
                    if event.kind == "pay":
                        self.pay(event)
                today = [event for event in today if event.kind != "pay"]
            self.open_day(day)
            for event in today:
                if event.kind not in {"amend", "delivered", "accepted", "suspend", "resume"}:
                    self.happen(event)
            day += ONE
        due, grace = self.due()
        state = self.state or self.open_state(due, grace)
        money = self.terms.amount is not None
        return Verdict(
            state, due, self.breach, self.performed, self.balance if money else None,
            half_up(self.accrued), self.interest_paid, self.credit,
        )  # fmt: skip

    def before(self, event: Event) -> None:
        if event.kind == "delivered" and self.anchor is None:
            self.anchor = event.on
        elif event.kind == "accepted" and self.terms.condition and not self.met:
            self.met, self.met_on = True, event.on
        if self.state:
            return
        if event.kind == "amend" and event.due_on is None:
            self.state = "superseded"
        elif event.kind == "amend":
            self.amended, self.amended_on = event.due_on, event.on
            self.pending_late = []  # in grace no breach was on record
            self.locked = None

    def open_day(self, day: dt.date, *, owes: bool = True) -> None:
        """The opening balance of the day is what may be late (R8, R13)."""
        if self.state:
            return
        due, grace = self.due()
        if self.state or due is None or grace is None or not self.met or day <= due or not self.counts(day):
            return
        owed = [(day, self.balance)] if owes and not self.stopped_after_default(day) else []
        if self.terms.grace_mode == "forgive" and day <= grace:
            self.pending_late += owed
            return
        for late, balance in [*self.pending_late, *owed]:
            if self.locked is None:
                self.locked = self.rate(due + ONE)
            self.breach.append((late, balance))
            self.accrued += balance * self.late_rate(late)
        self.pending_late = []

    def counts(self, day: dt.date) -> bool:
        """R16: after the horizon nothing is a breach day unless the performance is on record."""
        if self.horizon is None or day <= self.horizon:
            return True
        return any(e.kind == "pay" and e.on >= day for e in self.events)

    def expire(self, day: dt.date) -> None:
        stop = self.terms.long_stop
        if (
            self.state is None
            and stop
            and day > stop
            and self.counts(day)
            and (not self.met or (self.anchor is None and not self.terms.due_on and not self.amended))
        ):
            self.state = "expired"

    def rate(self, day: dt.date) -> Fraction:
        known = [since for since in self.terms.rates if since <= day]
        return self.terms.rates[max(known)] if known else Fraction(0)

    def late_rate(self, day: dt.date) -> Fraction:
        mode = self.terms.interest_mode
        if mode == "none":
            return Fraction(0)
        if mode == "fixed_at_breach":
            return self.locked or Fraction(0)
        if mode == "semester":
            return self.rate(day.replace(month=1 if day.month <= 6 else 7, day=1))
        return self.rate(day)

    def happen(self, event: Event) -> None:
        if event.kind == "pay":
            self.pay(event)
        elif self.state:
            return
        elif event.kind == "waive":
            if event.scope == "obligation":
                self.state, self.balance = "discharged", 0
        elif event.kind == "repudiate":
            due, _ = self.due()
            self.refused = self.refused or due is None or not self.met or event.on <= due
        elif event.kind == "retract":
            self.refused = False
        elif event.kind == "demand":
            due, grace = self.due()
            forgiven = grace if self.terms.grace_mode == "forgive" else due
            late = forgiven is not None and event.on > forgiven
            if self.cure is None and late and self.met:
                self.cure = self.rolled(
                    self.add(event.on, event.n or CURE_DAYS, "day"),
                    "none" if self.terms.roll == "none" else "following",
                )
        elif event.kind == "terminate":
            self.state = "terminated"

    def pay(self, event: Event) -> None:
        """R11: inside one debt interest before principal, or the other way; R12: the rest is credit."""
        t = self.terms
        if t.amount is None:
            if self.state is None:
                self.finish(event.on)
            return
        unpaid = half_up(self.accrued) - self.interest_paid
        left = event.amount or 0
        if t.allocation == "principal_first":
            principal = min(left, self.balance)
            interest = min(left - principal, unpaid)
        else:
            interest = min(left, unpaid)
            principal = min(left - interest, self.balance)
        self.interest_paid += interest
        self.balance -= principal
        self.credit += left - interest - principal
        if self.state is None and self.balance <= t.tolerance:
            self.finish(event.on)

    def finish(self, day: dt.date) -> None:
        self.performed = day
        due, grace = self.due()
        if due is None or not self.met or day <= due or (self.terms.grace_mode == "forgive" and grace and day <= grace):
            self.state = "fulfilled"
        else:
            self.state = "breached_final" if self.terms.punctual else "fulfilled_late"

    def open_state(  # noqa: PLR0911 - one return a state
        self, due: dt.date | None, grace: dt.date | None
    ) -> str:
        day = self.as_of
        seen = day
        while not self.counts(seen):
            seen -= ONE
        in_grace = self.terms.grace_mode == "forgive" and grace is not None and seen <= grace
        if self.terms.punctual and self.met and due and seen > due and not in_grace:
            return "breached_final"
        late_tolled = self.met and due is not None and day > due
        if self.stopped_after_default(day) if late_tolled else self.tolled(day):
            return "suspended"
        if self.anchor is None and not self.terms.due_on and not self.amended:
            return "pending"
        if self.refused and (due is None or not self.met or seen <= due):
            return "repudiated"
        if not self.met:
            return "conditional"
        if due is None or grace is None or seen <= due:
            return "active"
        if in_grace:
            return "grace"
        if self.cure:
            return "curing" if seen <= self.cure else "defaulted"
        return "breached"
