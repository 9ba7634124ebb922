"""On which day a stated duty falls due, before anything suspends it: enough to compare it with a deadline of the law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from govaudit.model import DEFAULT_TZ, parse_day, to_minor
from govaudit.rules.days import NEVER, PRECEDING, ROLLS, add_months, chinese_calendar, roll_day

if TYPE_CHECKING:
    from govaudit.docket.cases import Case, Cases

_MONTHS = {"month": 1, "year": 12}
_DAYS = {"day": 1, "week": 7}
_HOURS = 24


class Length(Protocol):
    """What a period of the law says of how it is counted."""

    @property
    def unit(self) -> str: ...  # noqa: D102 - the unit of time
    @property
    def start(self) -> str: ...  # noqa: D102 - whether the first day counts
    @property
    def roll(self) -> str: ...  # noqa: D102 - what a last day off does


def period_end(day: int, n: int, length: Length, known_at: int | None) -> int:
    """Return the last day of n units after a day (R2, R3, R5)."""
    return _end(day, n, (length.unit, length.start, length.roll), known_at)


def _end(day: int, n: int, counted: tuple[str, str, str], known_at: int | None) -> int:
    """Return the last day of n units; counted `before`, the latest day n units before (R4)."""
    (unit, start, roll), calendar = counted, chinese_calendar(known_at)
    rank, nth = calendar.rank, calendar.nth
    sign, early = (-1 if start == "before" else 1), int(start == "include" and n > 0)
    if unit == "workday":
        at = rank[day + 1 - early] + n - 1 if sign > 0 else rank[day] - n
        return day if not n else nth[at] if 0 <= at < len(nth) else NEVER
    if unit == "hour":
        return day + -(-n // _HOURS)
    end = day + sign * n * _DAYS[unit] if unit in _DAYS else add_months(day, sign * n * _MONTHS[unit])
    return roll_day(end - early, PRECEDING if sign < 0 and roll != "none" else ROLLS[roll], rank, nth)


def due_of(row: int, case: Case, cases: Cases) -> tuple[int | None, int]:
    """Return the amount of a stated duty and the day it falls due, as last changed by what is on record; NEVER while no day is known."""
    table = cases.docket["obligations"]
    amount, due_on = table["amount"][row], table["due_on"][row]
    facts = ((fact.on(DEFAULT_TZ), fact.id, fact) for fact in cases.known.of_obligation.get(table["id"][row], ()))
    for day, _, fact in sorted(facts, key=lambda one: one[:2]):
        if fact.type in {"amend", "waive"} and day <= cases.as_of and fact.terms.get("authorised") is not False:
            due_on = fact.terms.get("due_on", due_on)
            stated = fact.terms.get("amount") if fact.type == "amend" else None
            amount = amount if stated is None or amount is None else to_minor(stated, table["currency"][row] or "CNY")
    roll = "none" if table["calendar"][row] == "none" else table["roll"][row] or "following"
    calendar = chinese_calendar(cases.known_at)
    if due_on is not None:
        return amount, roll_day(due_on, ROLLS[roll], calendar.rank, calendar.nth)
    anchor = _anchor(row, case, cases)
    n, unit = table["n"][row], table["unit"][row]
    if anchor is None or n is None or unit is None:
        return amount, NEVER
    return amount, _end(anchor, n, (unit, table["start"][row] or "exclude", roll), cases.known_at)


def _anchor(row: int, case: Case, cases: Cases) -> int | None:
    """Return the day a period runs from: stated, or that of the first event, on the duty itself before its instrument."""
    table = cases.docket["obligations"]
    anchor, key = table["anchor"][row], table["id"][row]
    if anchor[:4].isdecimal():
        return parse_day(anchor)
    seen = [event for event in case.events if event.type == anchor and event.duty in {None, key}]
    return min(seen, key=lambda event: (event.duty is None, event.day)).day if seen else None
