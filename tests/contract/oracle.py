"""A second reading of spec sections 1.1 to 1.3, one day at a time, from datetime and a copied list of days off.

It shares nothing with the program: days are `datetime.date`, money is `Fraction` yuan, every day of a breach is looked
at. Slow and plain on purpose.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Row = dict[str, Any]
ONE = dt.timedelta(1)

# The arrangements of the State Council for 2025 and 2026 as chinesecalendar 1.11.0 has them: weekdays off, weekends worked.
OFF = {
    2025: "0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602 1001 1002 1003 1006 1007 1008",
    2026: "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 1007",
}
ON = {2025: "0126 0208 0427 0928 1011", 2026: "0104 0214 0228 0509 0920 1010"}


def works(day: dt.date) -> bool:
    """Whether it is a working day; only 2025 and 2026 are known."""
    key = f"{day:%m%d}"
    return key in ON[day.year].split() or (day.weekday() < 5 and key not in OFF[day.year].split())


def to_working(day: dt.date, step: int = 1) -> dt.date:
    while not works(day):
        day += step * ONE
    return day


def rolled(day: dt.date, roll: str) -> dt.date:
    """R5."""
    if roll == "none":
        return day
    if roll == "preceding":
        return to_working(day, -1)
    later = to_working(day)
    return to_working(day, -1) if roll == "modified_following" and later.month != day.month else later


def months_after(day: dt.date, n: int) -> dt.date:
    """R3: the same day of the month, else its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def raw_due(start: dt.date, n: int, unit: str, tolled: set[dt.date], *, include: bool = False) -> dt.date:
    """R2, R3 and the pause of R9."""
    if unit in {"day", "workday"}:
        day = start - ONE if include else start
        while n:
            day += ONE
            n -= day not in tolled and (unit == "day" or works(day))
        return day
    if unit == "week":
        return raw_due(start, 7 * n, "day", tolled, include=include)
    end = months_after(start, n if unit == "month" else 12 * n)
    return stretched(end - ONE if include else end, start, tolled)


def stretched(end: dt.date, start: dt.date, tolled: set[dt.date]) -> dt.date:
    """R9 for months and fixed dates: the tolled days up to the end are added, until nothing changes."""
    last = end
    while True:
        later = end + ONE * sum(1 for day in tolled if start < day <= last)
        if later == last:
            return last
        last = later


@dataclass
class Want:
    """What the status row must say; None where the spec fixes nothing."""

    state: str = "pending"
    due_on: dt.date | None = None
    due_on_raw: dt.date | None = None
    grace_until: dt.date | None = None
    performed_on: dt.date | None = None
    performed: Fraction = Fraction(0)
    open: Fraction = Fraction(0)
    breach: list[dt.date] = field(default_factory=list)
    amount_days: Fraction = Fraction(0)
    interest: Fraction = Fraction(0)
    tolled: int = 0
    flags: set[str] = field(default_factory=set)


def fen(yuan: Fraction) -> Fraction:
    """Half a fen goes up."""
    return Fraction(int(yuan * 100 + Fraction(1, 2)), 100)


def _first(events: list[Row], kind: str) -> dt.date | None:
    return min((e["day"] for e in events if e["type"] == kind), default=None)


def _tolled(events: list[Row], as_of: dt.date) -> tuple[set[dt.date], bool]:
    """The days of all suspensions, and whether one still runs."""
    days: set[dt.date] = set()
    begun: dt.date | None = None
    for event in sorted(events, key=lambda e: e["day"]):
        if event["type"] == "suspend":
            begun = event["day"]
        if event["type"] == "resume" and begun:
            days |= {begun + ONE * k for k in range((event["day"] - begun).days)}
            begun = None
    if begun:
        days |= {begun + ONE * k for k in range((as_of - begun).days + 1)}
    return days, begun is not None


def daily_rate(obligation: Row, day: dt.date, rates: list[Row]) -> Fraction:
    text = obligation.get("interest_rate")
    if text:
        number, per = text.split("%/")
        return Fraction(number) / 100 / {"day": 1, "year": 365}[per]
    table = [r for r in rates if r["table"] == obligation["rate_table"] and r["from"] <= day]
    return Fraction(max(table, key=lambda r: r["from"])["value"]) / 365


def fold(obligation: Row, events: list[Row], rates: list[Row], as_of: dt.date) -> Want:
    """The state at the end of `as_of`; `events` are those of this obligation and of its instrument, each with its civil `day`."""
    want = Want()
    events = [e for e in events if e["day"] <= as_of]
    amount = Fraction(obligation["amount"]) if obligation.get("amount") is not None else None
    want.open = amount or Fraction(0)
    mine = [e for e in events if e.get("obligation") == obligation["id"]]
    tolled, running = _tolled(mine, as_of)
    anchor = obligation.get("anchor")
    start = (anchor if isinstance(anchor, dt.date) else _first(events, anchor)) if anchor else dt.date.min
    waived = _first(mine, "waive")
    long_stop = obligation.get("long_stop")
    conditional = obligation.get("condition") and not _first(events, obligation["condition"])
    if start is None or conditional:
        if conditional and obligation.get("due_on"):
            want.due_on_raw = obligation["due_on"]
            want.due_on = rolled(want.due_on_raw, obligation.get("roll") or "following")
        want.state = "conditional" if conditional and start else "pending"
        if long_stop and as_of > long_stop:
            want.state = "expired"
        return _ended(want, waived)
    return _owed(want, obligation, mine, rates, as_of, amount, start, tolled, running, waived)


def _ended(want: Want, waived: dt.date | None) -> Want:
    if waived and want.state not in {"fulfilled", "fulfilled_late"}:
        want.state = "discharged"
    return want


def _owed(
    want: Want, obligation: Row, mine: list[Row], rates: list[Row], as_of: dt.date, amount: Fraction | None, start: dt.date,
    tolled: set[dt.date], running: bool, waived: dt.date | None,  # noqa: FBT001 - a plain fact
) -> Want:  # fmt: skip
    roll = obligation.get("roll") or "following"
    if obligation.get("due_on"):
        want.due_on_raw = stretched(obligation["due_on"], start, tolled)
    else:
        include = obligation.get("start") == "include"
        want.due_on_raw = raw_due(start, obligation["n"], obligation["unit"], tolled, include=include)
    want.due_on = want.due_on_raw if obligation.get("unit") == "workday" else rolled(want.due_on_raw, roll)
    onward = "none" if roll == "none" else "following"
    while want.due_on in tolled and not running:  # no due day is a suspended one
        want.due_on = rolled(want.due_on + ONE, onward)
    last = want.due_on  # of the days without a breach
    mode = obligation.get("grace_mode") or "forgive"
    if obligation.get("grace_n"):
        unit = obligation.get("grace_unit") or "day"
        end = raw_due(want.due_on, obligation["grace_n"], unit, set())
        # A grace of n days never ends before them: it rolls forward whatever the clause says of the due day.
        want.grace_until = end if unit == "workday" else rolled(end, onward)
        if mode == "extend":
            last = want.due_on = want.grace_until
    _perform(want, obligation, mine, rates, as_of, amount, tolled, waived)
    done = want.performed_on
    if done and done > last and mode == "forgive" and want.grace_until and done <= want.grace_until:
        want.flags.add("within_grace")
        want.breach, want.amount_days, want.interest = [], Fraction(0), Fraction(0)
    if not done and mode == "forgive" and want.grace_until and last < as_of <= want.grace_until:
        want.breach, want.amount_days, want.interest = [], Fraction(0), Fraction(0)
    want.state = _state(want, obligation, as_of, last, mode, running)
    if amount and 0 < want.performed < amount:
        want.flags.add("partial")
    want.tolled = len([d for d in tolled if start < d])
    if want.state == "suspended" and min(tolled) <= last:
        want.due_on = want.due_on_raw = None  # nobody knows how long it will last
    return _ended(want, waived)


def _perform(
    want: Want, obligation: Row, mine: list[Row], rates: list[Row], as_of: dt.date, amount: Fraction | None, tolled: set[dt.date],
    waived: dt.date | None,
) -> None:  # fmt: skip
    """R8, R11 and R13: walk the days; pay at the end of each; the opening balance bears interest."""
    paid = sorted((e for e in mine if e["type"] in {"pay", "perform"}), key=lambda e: e["day"])
    balance, interest, interest_paid = amount or Fraction(0), Fraction(0), Fraction(0)
    first = obligation.get("allocation") or "interest_first"
    mode = obligation.get("interest_mode") or (
        "floating" if obligation.get("interest_rate") or obligation.get("rate_table") else "none"
    )
    tolerance = Fraction(obligation.get("tolerance") or 0)
    assert want.due_on
    day = min([want.due_on, *(e["day"] for e in paid)]) - ONE
    while day < as_of and not want.performed_on and not (waived and day >= waived and day >= want.due_on):
        day += ONE
        if day > want.due_on and day not in tolled:
            want.breach.append(day)
            want.amount_days += balance
            if mode != "none":
                interest += balance * daily_rate(
                    obligation, want.due_on + ONE if mode == "fixed_at_breach" else day, rates
                )
        for event in (e for e in paid if e["day"] == day):
            value = Fraction(event["amount"]) if event.get("amount") is not None else balance
            to_interest = min(value, fen(interest - interest_paid)) if first == "interest_first" else Fraction(0)
            interest_paid += to_interest
            balance -= min(balance, value - to_interest)
            if balance <= tolerance:
                want.performed_on = day
                break
    want.performed = (amount or Fraction(0)) - balance
    want.open, want.interest = balance, interest
    if (
        sum(Fraction(e["amount"]) for e in paid if e.get("amount") is not None and e["day"] <= day)
        > want.performed + interest_paid
    ):
        want.flags.add("credit")


def _state(want: Want, obligation: Row, as_of: dt.date, last: dt.date, mode: str, running: bool) -> str:  # noqa: FBT001 - a plain fact
    done = want.performed_on
    punctual = obligation.get("kind") == "punctual"
    if done:
        good = last if not (mode == "forgive" and want.grace_until) else want.grace_until
        return "fulfilled" if done <= good else "breached_final" if punctual else "fulfilled_late"
    if running:
        return "suspended"
    if as_of <= last:
        return "active"
    if want.grace_until and mode == "forgive" and as_of <= want.grace_until:
        return "grace"
    return "breached_final" if punctual else "breached"
