"""Figures grown at the rate of their own past, where nothing states the years ahead."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING

from govaudit.finance.figures import ACCOUNTS, Figure
from govaudit.finance.linear import LinearTerm
from govaudit.model import Place, half_up

if TYPE_CHECKING:
    from govaudit.finance.figures import Figures, Key

_FIVE = 5


def growth(first: int, last: int, years: int) -> Fraction:
    """Return the compound growth factor a year between two figures some years apart, to 30 digits: the root of last over first."""
    with localcontext(prec=40) as context:
        root = context.power(Decimal(last) / Decimal(first), Decimal(1) / Decimal(years))
        return Fraction(round(root, 30))


def grow_item(figures: Figures, unit: str, year: int, item: str, horizon: int) -> dict[Key, Figure]:
    """Grow an item at the rate of its accounts of the last five years; of fewer than two, or one not above zero, nothing is known."""
    known: dict[int, Figure] = {}
    for at in range(year - _FIVE + 1, year + 1):
        if parts := figures.find(unit, at, LinearTerm(item), ACCOUNTS):
            known[at] = _together([part.figure for part in parts], int(sum(part.amount for part in parts)))
    if len(known) < 2 or any(one.value <= 0 for one in known.values()):  # noqa: PLR2004 - growth takes two
        return {}
    first, last = min(known), max(known)
    factor = growth(known[first].value, known[last].value, last - first)
    return {
        (unit, at, "plan", item): known[last]._replace(value=rounded(known[last].value * factor ** (at - last)))
        for at in range(year + 1, year + horizon + 1)
    }


def _together(figures: list[Figure], value: int) -> Figure:
    """Return a sum of figures: of several no one place is that of the sum, so it stands in their file and names the places."""
    first = figures[0]
    if len(figures) == 1:
        return first._replace(value=value)
    places = dict.fromkeys(str(figure.place) for figure in figures)
    return Figure(value, Place(first.place.file, first.place.sheet), " + ".join(places))


def rounded(value: Fraction) -> int:
    """Return a sum of fen rounded half up."""
    return half_up(value.numerator, value.denominator)
