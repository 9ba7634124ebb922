"""Late interest (R13): simple, by opening balance of each breach day, exact until one rounding.

Rates come as two parallel sequences, first days and numerators; the fraction a day is numerator / denominator, one denominator an
obligation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

from govaudit.model import Rate
from govaudit.rules.days import NEVER, civil, day_number
from govaudit.rules.lending import FLOOR_SINCE, LPR, recalled_lpr
from govaudit.settle import codes as c
from govaudit.settle.terms import RateColumns

if TYPE_CHECKING:
    from govaudit.docket import Docket

FLOATING, FIXED_AT_BREACH, SEMESTER, FIXED_AT_CONTRACT = range(4)
MODES = {
    "floating": FLOATING,
    "fixed_at_breach": FIXED_AT_BREACH,
    "semester": SEMESTER,
    "fixed_at_contract": FIXED_AT_CONTRACT,
}

Ints = Sequence[int]
UNKNOWN = -1  # the numerator of days for which the table holds no rate


def rate_on(firsts: Ints, numerators: Ints, day: int) -> int:
    """Return the numerator in force on a day, UNKNOWN before the first row."""
    found = UNKNOWN
    for index in range(len(firsts)):
        if firsts[index] > day:
            break
        found = numerators[index]
    return found


def half_year(day: int) -> int:
    """Return the 1 January or 1 July on or before a day."""
    year, month, _ = civil(day)
    return day_number(year, 1 if month <= 6 else 7, 1)  # noqa: PLR2004 - numbers of months


def next_change(mode: int, firsts: Ints, day: int) -> int:
    """Return the first day after `day` on which the rate may differ, by mode."""
    if mode == FLOATING:
        for first in firsts:
            if first > day:
                return first
    if mode == SEMESTER:
        year, month, _ = civil(day)
        return day_number(year, 7, 1) if month <= 6 else day_number(year + 1, 1, 1)  # noqa: PLR2004 - numbers of months
    return NEVER


def rate_of_day(mode: int, firsts: Ints, numerators: Ints, day: int, due: int, contract: int) -> int:
    """Return the numerator a breach day bears.

    floating: the row in force that day; fixed_at_breach: the row of the first breach day; semester: that of 1 January or 1 July;
    fixed_at_contract: that of the contract date.
    """
    if mode == FIXED_AT_BREACH:
        day = due + 1
    elif mode == FIXED_AT_CONTRACT:
        day = contract
    elif mode == SEMESTER:
        day = half_year(day)
    return rate_on(firsts, numerators, day)


def rounded(numerator: int, denominator: int) -> int:
    """Return numerator / denominator in whole minor units, half up (R13); 0 where no interest runs."""
    return (2 * numerator + denominator) // (2 * denominator) if denominator else 0


def accrued(
    mode: int, firsts: Ints, numerators: Ints, start: int, end: int, due: int, contract: int
) -> tuple[int, int]:
    """Return (sum of the numerators over the days [start, end), number of days without a known rate)."""
    total = unknown = 0
    while start < end:
        stop = min(end, next_change(mode, firsts, start))
        numerator = rate_of_day(mode, firsts, numerators, start, due, contract)
        if numerator == UNKNOWN:
            unknown += stop - start
        else:
            total += numerator * (stop - start)
        start = stop
    return total, unknown


# --- The rates of late interest by clause or table, as known on a day, over one denominator each (R13, R17)

NO_INTEREST = 0, RateColumns((), ())
_STATUTORY_RATE = Rate(
    Fraction(5, 10000), "day", source="statutory"
)  # 国令802号 17: 0.05 % a day where nothing is agreed
_ALWAYS = -NEVER


class LateInterest(NamedTuple):
    """What a debt bears when late: denominator (0 where nothing) and rows, whose rate it is, and flags of the floor of the law."""

    den: int
    rates: RateColumns
    source: str | None = None  # agreed, statutory, assumed, or floor
    flags: int = 0


class LateRates:
    """The rate tables of a docket; rows recorded after `known_at` are not seen."""

    def __init__(self, docket: Docket, known_at: int | None) -> None:
        t = docket["rates"]
        tables: dict[str, list[tuple[int, Fraction]]] = defaultdict(list)
        for name, first, value, recorded in zip(t["table"], t["from"], t["value"], t["recorded_at"], strict=True):
            if known_at is None or recorded is None or recorded <= known_at:
                tables[name].append((first, Fraction(value) / 365))
        self._tables = {name: sorted(rows) for name, rows in tables.items()}
        self._scaled: dict[Rate | str, tuple[int, RateColumns]] = {}
        self._is_recalled = LPR not in self._tables
        self._floor = self._tables.get(LPR) or [(first, value / 365) for first, value in recalled_lpr(known_at)]
        self._highest = max((daily for _, daily in self._floor), default=Fraction(0))

    def may_be_lifted(self, mode: str | None, rate: Rate | None, table: str | None) -> bool:
        """Whether a rate was agreed for the day of the contract that lies below some LPR, so that the floor of the law may bind (R13)."""
        if mode != "fixed_at_contract" or (rate is None and (table is None or table == LPR)):
            return False
        if rate is not None:
            return rate.source == "agreed" and rate.daily < self._highest
        return any(daily < self._highest for _, daily in self._tables.get(table or "", ()))

    def floored(self, mode: str | None, rate: Rate | None, table: str | None, signed: int | None) -> LateInterest:
        """Return the late interest of a debt to which 国令802号 17 applies: at least the LPR of the day its contract was signed.

        Daily rates are compared, so that a year of 360 days counts as what it costs. Where that day or its LPR is not known, or lies
        before the law, the rate stays as agreed, with a flag.
        """
        found = self.plain(mode, rate, table)
        if not found.den or not self.may_be_lifted(mode, rate, table):
            return found
        floor = None if signed is None or signed < FLOOR_SINCE else _in_force(self._floor, signed)
        if floor is None or signed is None:
            return found._replace(flags=c.F_FLOOR_UNKNOWN)
        agreed = rate.daily if rate is not None else _in_force(self._tables[table or ""], signed)
        if agreed is None or agreed >= floor:
            return found
        flags = c.F_FLOOR | (c.F_FLOOR_RECALLED if self._is_recalled else 0)
        return LateInterest(*_over_one_denominator([(_ALWAYS, floor)]), "floor", flags)

    def plain(self, mode: str | None, rate: Rate | None, table: str | None) -> LateInterest:
        """Return the late interest of a debt as its clause has it, where no law sets a floor."""
        den, rows = self.of(mode, rate, table)
        source = rate.source if rate is not None else "agreed" if table is not None else "statutory"
        return LateInterest(den, rows, source if den else None)

    def of(self, mode: str | None, rate: Rate | None, table: str | None) -> tuple[int, RateColumns]:
        """Return (denominator, rows) of the late interest of a debt; 0 and no rows when none runs."""
        if mode == "none":
            return NO_INTEREST
        if rate is None and table is None:
            if mode != "fixed_at_contract":
                return NO_INTEREST
            rate = _STATUTORY_RATE
        key: Rate | str = rate if rate is not None else table or ""
        if key not in self._scaled:
            rows = [(_ALWAYS, rate.daily)] if rate is not None else self._tables.get(table or "", [])
            self._scaled[key] = _over_one_denominator(rows)
        return self._scaled[key]


def _in_force(rows: Sequence[tuple[int, Fraction]], day: int) -> Fraction | None:
    """Return the rate of the last row on or before a day, None before the first."""
    return next((daily for first, daily in reversed(rows) if first <= day), None)


def _over_one_denominator(rows: list[tuple[int, Fraction]]) -> tuple[int, RateColumns]:
    den = lcm(*(daily.denominator for _, daily in rows)) if rows else 1
    return den, RateColumns([day for day, _ in rows], [int(daily * den) for _, daily in rows])
