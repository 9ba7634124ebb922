"""The years ahead: stated budgets, duties already contracted, debt service of the schedules, and denominators grown at the past rate.

Assumed and said so: principal that falls due is refinanced at the average rate, no new debt beyond what budgets state, and items without
a budget grow at the compound rate of their last five accounts. Schedules count only where they cover the stated balance.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING

from govaudit.fiscal.figures import ACCOUNTS, PROJECTED, Figure, Figures
from govaudit.fiscal.linear import Term
from govaudit.fiscal.lines import year_end
from govaudit.model.money import half_up
from govaudit.model.problem import Place
from govaudit.schedules.schedule_totals import by_year, portfolio

if TYPE_CHECKING:
    from govaudit.fiscal.book import Book
    from govaudit.fiscal.figures import Key

HORIZON = 10  # years
_GROWN = (
    "general_budget_expenditure", "fund_budget_expenditure", "comprehensive_capacity", "gdp", "general_revenue", "fund_revenue",
    "operating_revenue", "operating_expenditure",
)  # fmt: skip
_FIVE = 5
_COVER = Fraction(1, 100)  # the most a schedule may differ from the stated balance


def growth(first: int, last: int, years: int) -> Fraction:
    """Return the compound growth factor a year between two figures some years apart, to 30 digits: the root of last over first."""
    with localcontext(prec=40) as context:
        root = context.power(Decimal(last) / Decimal(first), Decimal(1) / Decimal(years))
        return Fraction(round(root, 30))


def planned(book: Book, unit: str, year: int, horizon: int = HORIZON) -> Book:
    """Return the book with figures of the years after `year` filled in for a unit, on the basis `plan`."""
    filled: dict[Key, Figure] = {}
    for item in _GROWN:
        filled |= grown(book.figures, unit, year, item, horizon)
    for kind in ("general", "special"):
        filled |= _debt(book, unit, year, kind, horizon)
    stated = book.figures.stated
    for at, basis, item in [
        (at, basis, item) for one, at, basis, item in stated if one == unit and at > year and basis in PROJECTED
    ]:
        found = book.figures.find(unit, at, Term(item), PROJECTED)
        if found and basis != "plan":
            filled[unit, at, "plan", item] = found[0].figure
    return book.under(Figures({**filled, **stated}, book.figures.duties, book.figures.repeated))


def grown(figures: Figures, unit: str, year: int, item: str, horizon: int) -> dict[Key, Figure]:
    """Grow an item at the rate of its accounts of the last five years; of fewer than two, or one not above zero, nothing is known."""
    known: dict[int, Figure] = {}
    for at in range(year - _FIVE + 1, year + 1):
        if parts := figures.find(unit, at, Term(item), ACCOUNTS):
            known[at] = _together([part.figure for part in parts], int(sum(part.amount for part in parts)))
    if len(known) < 2 or any(one.value <= 0 for one in known.values()):  # noqa: PLR2004 - growth takes two
        return {}
    first, last = min(known), max(known)
    factor = growth(known[first].value, known[last].value, last - first)
    return {
        (unit, at, "plan", item): known[last]._replace(value=_round(known[last].value * factor ** (at - last)))
        for at in range(year + 1, year + horizon + 1)
    }


def _together(figures: list[Figure], value: int) -> Figure:
    """Return a sum of figures: of several no one place is that of the sum, so it stands in their file and names the places."""
    first = figures[0]
    if len(figures) == 1:
        return first._replace(value=value)
    places = dict.fromkeys(str(figure.place) for figure in figures)
    return Figure(value, Place(first.place.file, first.place.sheet), " + ".join(places))


def _debt(book: Book, unit: str, year: int, kind: str, horizon: int) -> dict[Key, Figure]:
    """Roll a class of debt forward: the balance held, what falls due refinanced at the average rate."""
    at_end = book.figures.find(unit, year, Term(f"{kind}_balance"), ACCOUNTS)
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
                f"{kind}_interest": interest + _round(refinanced * rate), f"{kind}_principal": principal, f"refinancing_{kind}": principal,
            }  # fmt: skip
            refinanced += principal
        filled |= {(unit, at, "plan", item): Figure(value, place) for item, value in values.items()}
    return filled


def _round(value: Fraction) -> int:
    return half_up(value.numerator, value.denominator)
