"""The years ahead: stated budgets, duties already contracted, debt service of the schedules, and denominators grown at the past rate.

Assumed and said so: principal that falls due is refinanced at the average rate, no new debt beyond what budgets state, and items without
a budget grow at the rate of up to five yearly steps of their accounts (finance.figures). Schedules count only where they cover the stated balance.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from govaudit.finance.figures import ACCOUNTS, PROJECTED, Figure, Figures, rounded
from govaudit.finance.linear import LinearTerm
from govaudit.finance.ratios.ratio_lines import year_end
from govaudit.schedules import by_year, portfolio

if TYPE_CHECKING:
    from govaudit.finance.accounts import Accounts
    from govaudit.finance.figures import Key

HORIZON = 10  # years
_GROWN = (
    "general_budget_expenditure", "fund_budget_expenditure", "comprehensive_capacity", "gdp", "general_revenue", "fund_revenue",
    "operating_revenue", "operating_expenditure",
)  # fmt: skip
_COVER = Fraction(1, 100)  # the most a schedule may differ from the stated balance


def with_projection(book: Accounts, unit: str, year: int, horizon: int = HORIZON) -> Accounts:
    """Return the book with figures of the years after `year` filled in for a unit, on the basis `plan`."""
    filled: dict[Key, Figure] = {}
    for item in _GROWN:
        filled |= book.grown(unit, year, item, horizon)
    for kind in ("general", "special"):
        filled |= _debt(book, unit, year, kind, horizon)
    stated = book.figures.stated
    for at, basis, item in [
        (at, basis, item) for one, at, basis, item in stated if one == unit and at > year and basis in PROJECTED
    ]:
        found = book.figures.find(unit, at, LinearTerm(item), PROJECTED)
        if found and basis != "plan":
            filled[unit, at, "plan", item] = found[0].figure
    return book.under(Figures({**filled, **stated}, book.figures.duties, book.figures.repeated))


def _debt(book: Accounts, unit: str, year: int, kind: str, horizon: int) -> dict[Key, Figure]:
    """Roll a class of debt forward: the balance held, what falls due refinanced at the average rate."""
    at_end = book.figures.find(unit, year, LinearTerm(f"{kind}_balance"), ACCOUNTS)
    if not at_end:
        return {}
    balance, place = int(at_end[0].amount), at_end[0].figure.place
    schedules = book.schedules(unit, kind)
    now = portfolio(schedules, year_end(year))
    rate = now.average_rate if abs(now.outstanding - balance) <= _COVER * balance else None
    service = by_year(flow for _, flows in schedules for flow in flows)
    filled: dict[Key, Figure] = {}
    held, refinanced = balance, 0
    for at in range(year + 1, year + horizon + 1):
        new = book.figures.most_settled(unit, at, f"new_{kind}")
        held += new.value if new else 0
        values = {f"{kind}_balance": held}
        if rate is not None:
            due = service.get(at)
            interest, principal = (due.interest, due.principal) if due else (0, 0)
            values |= {
                f"{kind}_interest": interest + rounded(refinanced * rate), f"{kind}_principal": principal, f"refinancing_{kind}": principal,
            }  # fmt: skip
            refinanced += principal
        filled |= {(unit, at, "plan", item): Figure(value, place) for item, value in values.items()}
    return filled
