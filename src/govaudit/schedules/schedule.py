"""Debt service schedules (还本付息计划): every flow of a debt from its terms, exact to the minor unit.

Accrual runs over unadjusted periods; only the payment day is rolled, without further interest. Every amount is rounded half up to
the minor unit and interest is taken on the rounded balance, so that each row can be recomputed from what it shows. A level
instalment is rounded first; the last repayment takes the rest.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, compress
from typing import TYPE_CHECKING, Literal, NamedTuple

from govaudit.model import half_up, to_day
from govaudit.rules.days import NO_ROLL, Calendar, chinese_calendar, roll_day
from govaudit.schedules.schedule_dates import Periods, between, fractions, periods

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.model import Place

_SATURDAY = 5
# Working days on which the exchanges stayed closed: New Year's Eve of 2024, by the exchanges' notice of closing days for 2024.
_CLOSED = {to_day(dt.date(2024, 2, 9))}

Amortisation = Literal["bullet", "equal_principal", "level", "custom"]


class RateFrom(NamedTuple):
    """The yearly rate, a fraction, in force from a day on."""

    first: int
    value: Decimal


class Draw(NamedTuple):
    """A part of the principal drawn on a day (提款), in minor units."""

    day: int
    amount: int


@dataclass(frozen=True, slots=True)
class Debt:
    """The terms of one debt: days are civil day numbers, `principal` minor units, `rates` ascending and in force on `start`.

    `weights` are the shares of the principal repaid in each period, for custom amortisation. `grace` periods pay interest only.
    `late_factor` is what the contract multiplies the rate by on what is late, `commitment_rate` the yearly fee on what is not drawn.
    `last_regular_on` ends the regular periods before a last one of another length; `equal_last` has the last level instalment equal the others.
    Without `draws` the whole principal is drawn on `start`. `roll` is one of rules.days.rolling's; `calendar` cn (make-up workdays are business days) or cn-exchange (they are not).
    """

    id: str
    unit: str
    kind: str
    principal: int
    start: int
    end: int
    rates: tuple[RateFrom, ...]
    freq: int
    place: Place
    currency: str = "CNY"
    floating: bool = False
    amortisation: Amortisation = "bullet"
    weights: tuple[Fraction, ...] = ()
    grace: int = 0
    first_pay_on: int | None = None
    end_of_month: bool = False
    day_count: str = "act/act-icma"
    roll: int = 1
    calendar: str = "cn"
    draws: tuple[Draw, ...] = ()
    late_factor: Decimal | None = None
    commitment_rate: Decimal | None = None
    purpose: str | None = None
    repayment_source: str | None = None
    last_regular_on: int | None = None
    equal_last: bool = False

    @property
    def periods(self) -> Periods:
        """The accrual periods."""
        return periods(
            self.start, self.end, self.freq, self.first_pay_on, self.last_regular_on, end_of_month=self.end_of_month
        )


class Flow(NamedTuple):
    """One payment: `due_on` is the end of its accrual period, `pay_on` the business day it moves to; amounts in minor units.

    `provisional`: the payment day rests on holidays not yet announced, or the rate on a reset that has not come.
    """

    debt: str
    n: int
    accrual_start: int
    accrual_end: int
    due_on: int
    pay_on: int
    rate: Decimal
    balance_before: int
    interest: int
    principal: int
    provisional: bool

    @property
    def total(self) -> int:
        """Interest and principal."""
        return self.interest + self.principal


def flows(debt: Debt, as_of: int | None = None, known_at: int | None = None) -> list[Flow]:
    """Return every flow of a debt, in order.

    `as_of`: floating rates of periods that begin later are assumed to stay and flagged. `known_at`: only holiday notices published
    by then count.
    """
    found = debt.periods
    ends, years = found.ends, fractions(found, debt.freq, debt.day_count)
    rates = _rates(debt, ends)
    repay = _REPAY[debt.amortisation](debt, rates, years)
    calendar = business_days(debt.calendar, known_at)
    rank, nth, roll = calendar.rank, calendar.nth, debt.roll
    assumed_after = as_of if as_of is not None and debt.floating else ends[-1]
    balance, last, rows = 0 if debt.draws else debt.principal, len(years) - 1, []
    for k, ((share, year), (rate, numerator, denominator)) in enumerate(zip(years, rates, strict=True)):
        start, end = ends[k], ends[k + 1]
        interest, drawn = half_up(balance * numerator * share, denominator * year), 0
        if debt.draws and (draws := [draw for draw in debt.draws if start <= draw.day < end]):
            weighed = balance * Fraction(share, year) + sum(
                draw.amount * _part(debt, draw.day, start, end, (share, year)) for draw in draws
            )
            interest = half_up(*(weighed * numerator / denominator).as_integer_ratio())
            drawn = sum(draw.amount for draw in draws)
        opening, balance = balance, balance + drawn
        principal = balance if k == last else repay.principal(k, balance, interest)
        if k == last and debt.equal_last and isinstance(repay, _Level):
            interest = repay.last_interest(balance, interest)
        pay_on = roll_day(end, roll, rank, nth)
        projected = roll != NO_ROLL and not (calendar.announced(end) and calendar.announced(pay_on))
        rows.append(Flow(debt.id, k + 1, start, end, end, pay_on, rate, opening, interest, principal, projected or start > assumed_after))  # fmt: skip
        balance -= principal
    return rows


def _part(debt: Debt, day: int, start: int, end: int, period: tuple[int, int]) -> Fraction:
    """Return the share of a year from a day within a period to its end."""
    if debt.day_count in ("act/act-icma", "periodic"):
        return Fraction(end - day, end - start) * Fraction(*period)
    return Fraction(*between(day, end, debt.day_count))


@lru_cache(maxsize=8)
def business_days(name: str, known_at: int | None = None) -> Calendar:
    """Return the calendar of a debt: `cn` as the State Council announces it, `cn-exchange` without make-up workdays."""
    cn = chinese_calendar(known_at)
    if name == "cn":
        return cn
    # 1970-01-01 was a Thursday: (day + 3) % 7 counts from Monday.
    open_ = bytes(
        cn.is_workday(day) and (day + 3) % 7 < _SATURDAY and day not in _CLOSED for day in range(len(cn.rank) - 1)
    )
    return Calendar([0, *accumulate(open_)], list(compress(range(len(open_)), open_)), cn.first, cn.last)


_Rate = tuple[Decimal, int, int]  # as written, and as numerator and denominator


def _rates(debt: Debt, ends: Sequence[int]) -> list[_Rate]:
    """Return the rate of each period: the one in force on its first day."""
    table = [(first, (value, *value.as_integer_ratio())) for first, value in debt.rates]
    if len(table) == 1:
        return [table[0][1]] * (len(ends) - 1)
    found, at = [], 0
    for start in ends[:-1]:
        while at + 1 < len(table) and table[at + 1][0] <= start:
            at += 1
        found.append(table[at][1])
    return found


class _Bullet:
    """Everything at maturity."""

    def __init__(self, debt: Debt, rates: Sequence[_Rate], years: Sequence[tuple[int, int]]) -> None:
        pass

    def principal(self, k: int, balance: int, interest: int) -> int:
        """Repay nothing before the end."""
        del k, balance, interest
        return 0


class _EqualPrincipal:
    """等额本金: the same principal in every period after the grace."""

    def __init__(self, debt: Debt, rates: Sequence[_Rate], years: Sequence[tuple[int, int]]) -> None:
        del rates
        self.grace, self.part = debt.grace, half_up(debt.principal, len(years) - debt.grace)

    def principal(self, k: int, balance: int, interest: int) -> int:
        """Return the equal part, at most what is left."""
        del interest
        return 0 if k < self.grace else min(self.part, balance)


class _Custom:
    """分年还本: a share of the principal in each period; the last share takes the rest."""

    def __init__(self, debt: Debt, rates: Sequence[_Rate], years: Sequence[tuple[int, int]]) -> None:
        del rates, years
        self.whole, self.weights = debt.principal, debt.weights
        self.final = max(k for k, weight in enumerate(debt.weights) if weight)

    def principal(self, k: int, balance: int, interest: int) -> int:
        """Return the share of the period, at most what is left."""
        del interest
        weight = self.weights[k]
        part = half_up(self.whole * weight.numerator, weight.denominator)
        return balance if k >= self.final else min(part, balance)


class _Level:
    """等额本息: the same instalment in every period after the grace, worked out anew when the rate or the sum drawn changes."""

    def __init__(self, debt: Debt, rates: Sequence[_Rate], years: Sequence[tuple[int, int]]) -> None:
        self.grace, self.rates, self.years = debt.grace, rates, years
        self.instalment, self.expected, self.at_rate = 0, -1, (0, 0)

    def principal(self, k: int, balance: int, interest: int) -> int:
        """Return what the instalment leaves after interest."""
        if k < self.grace:
            return 0
        _, numerator, denominator = self.rates[k]
        if (numerator, denominator) != self.at_rate or balance != self.expected:
            self.at_rate = numerator, denominator
            self.instalment = level_instalment(balance, numerator, denominator, self.years[k:])
        principal = min(max(self.instalment - interest, 0), balance)
        self.expected = balance - principal
        return principal

    def last_interest(self, balance: int, interest: int) -> int:
        """Return the interest that makes the last instalment what the others are: it takes what they were rounded by (at most a few fen).

        Where the rate or the sum drawn changed for the last period alone, the instalment is new, and its interest stays.
        """
        expected = balance == self.expected and self.rates[-1][1:] == self.at_rate
        return self.instalment - balance if expected else interest


def level_instalment(balance: int, numerator: int, denominator: int, years: Sequence[tuple[int, int]]) -> int:
    """Return the rounded A with balance = Σ A / Π(1 + rate × year): the annuity of possibly unequal periods, exact until rounded.

    With equal periods that is P·i·(1+i)^n / ((1+i)^n − 1).
    """
    factors = [(denominator * year + numerator * share, denominator * year) for share, year in years]
    product, sum_, over = factors[0][0], 1, 1
    for up, down in factors[1:]:
        product *= up
        sum_ = sum_ * up + over * down
        over *= down
    return half_up(balance * product, factors[0][1] * sum_)


_REPAY: dict[str, type[_Bullet | _EqualPrincipal | _Custom | _Level]] = {
    "bullet": _Bullet, "equal_principal": _EqualPrincipal, "custom": _Custom, "level": _Level,
}  # fmt: skip
