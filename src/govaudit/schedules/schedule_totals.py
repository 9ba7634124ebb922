"""Totals of schedules: by calendar year of payment, and the indicators of a portfolio on a day."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.schedules.schedule_dates import civil_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govaudit.schedules.schedule import Debt, Flow


class YearService(NamedTuple):
    """Debt service, minor units."""

    interest: int
    principal: int

    @property
    def total(self) -> int:
        """Interest and principal."""
        return self.interest + self.principal


def by_year(flows: Iterable[Flow]) -> dict[int, YearService]:
    """Return the service of each calendar year of payment (by `pay_on`), ascending; years without a flow are left out."""
    interest: dict[int, int] = defaultdict(int)
    principal: dict[int, int] = defaultdict(int)
    for flow in flows:
        year = civil_parts(flow.pay_on)[0]
        interest[year] += flow.interest
        principal[year] += flow.principal
    return {year: YearService(interest[year], principal[year]) for year in sorted(interest)}


class Portfolio(NamedTuple):
    """Indicators of the debt outstanding on a day; shares are of the outstanding principal, None where nothing is outstanding.

    `average_years` is the average time to maturity: Σ principal × days to its due day ÷ 365 ÷ outstanding. `average_rate` weighs
    the rate of the running period by the balance.
    """

    outstanding: int
    due_1y: Fraction | None
    due_3y: Fraction | None
    average_years: Fraction | None
    average_rate: Fraction | None


def portfolio(schedules: Sequence[tuple[Debt, list[Flow]]], as_of: int) -> Portfolio:
    """Return the indicators at the end of `as_of`, by scheduled due days, of debts of one currency that have started."""
    year, month, dom = civil_parts(as_of)
    within = {n: _same_day(year + n, month, dom) for n in (1, 3)}
    outstanding = 0
    due = {1: 0, 3: 0}
    day_weight, rate_weight = 0, Fraction(0)
    for debt, flows in schedules:
        left = [flow for flow in flows if flow.due_on > as_of] if debt.start <= as_of else []
        if not left:
            continue
        outstanding += left[0].balance_before
        rate_weight += left[0].balance_before * Fraction(left[0].rate)
        day_weight += sum(flow.principal * (flow.due_on - as_of) for flow in left)
        for n, last in within.items():
            due[n] += sum(flow.principal for flow in left if flow.due_on <= last)
    if not outstanding:
        return Portfolio(0, None, None, None, None)
    return Portfolio(
        outstanding, Fraction(due[1], outstanding), Fraction(due[3], outstanding), Fraction(day_weight, 365 * outstanding), rate_weight / outstanding,
    )  # fmt: skip


def _same_day(year: int, month: int, dom: int) -> int:
    from govaudit.rules.days import day_number

    first_of_next = day_number(year + month // 12, month % 12 + 1, 1)
    return min(day_number(year, month, dom), first_of_next - 1)
