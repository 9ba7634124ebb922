"""Data-quality checks of fiscal figures, each met in published tables; a finding names the figures, nothing is averaged away.

The thresholds are start values: figures that move slowly (balances, limits, expenditure) do not change fivefold in a year.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from govaudit.fiscal.figures import ACCOUNTS, BASES
from govaudit.fiscal.identities import identity_doubts
from govaudit.fiscal.quality_words import Doubt, doubt, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.fiscal.figures import Figure, Figures
    from govaudit.fiscal.units import Units

# The most a figure that moves slowly changes in a year before its scope is in doubt, and before its unit is.
_SCOPE, _UNIT = Fraction(5), Fraction(100)
_SLOW = ("_limit", "_balance", "_expenditure", "_revenue", "_capacity", "gdp")
_PRELIMINARY = ("预下达", "提前下达", "初步", "暂定", "预计", "preliminary")
_LOW_ISSUE, _FULL = Fraction(1, 2), Fraction(1)


def slow(item: str) -> bool:
    """Whether an item moves slowly from year to year and cannot be negative."""
    return item.endswith(_SLOW)


class Point(NamedTuple):
    """The most settled figure of an item in a year."""

    year: int
    basis: str
    figure: Figure


def series(figures: Figures, unit: str, item: str) -> list[Point]:
    """Return an item year by year, each on its most settled basis."""
    found = []
    for year in figures.years(unit):
        for basis in BASES:
            if (figure := figures.get(unit, year, item, basis)) is not None:
                found.append(Point(year, basis, figure))
                break
    return found


def doubts(figures: Figures, units: Units) -> list[Doubt]:
    """Return everything in doubt, by unit, year and check."""
    found: list[Doubt] = []
    for unit in figures.units():
        for item in figures.items(unit):
            found += _series_doubts(unit, item, series(figures, unit, item))
        found += _bases(figures, unit)
        found += _gaps(figures, unit)
        for year in figures.years(unit):
            found += _stated(figures, unit, year)
            found += _limits(figures, unit, year)
            found += identity_doubts(figures, units, unit, year)
    found += figures.repeated
    return sorted(found, key=lambda one: (one.unit, one.year, one.check, one.items))


def _series_doubts(unit: str, item: str, points: list[Point]) -> Iterator[Doubt]:
    """Doubt a figure that leaps away from its neighbours: a hundredfold its unit, fivefold its scope."""
    if not slow(item):
        return
    blamed: set[int] = set()
    for n, (one, two) in enumerate(pairwise(points)):
        times = _times(one, two)
        if times < _SCOPE:
            continue
        wrong = _wrong(points[max(0, n - 1) : n], one, two, points[n + 2 : n + 3])
        if wrong.year in blamed:
            continue
        blamed.add(wrong.year)
        other = two if wrong is one else one
        check = "DQ-01" if times >= _UNIT else "DQ-02"
        yield doubt(check, unit, wrong.year, (item,), wrong.figure.place, item=named(item), value=wrong.figure.value,
                    other=other.figure.value, when=str(other.year), times=times)  # fmt: skip


def _wrong(before: list[Point], one: Point, two: Point, after: list[Point]) -> Point:
    """Return which of two neighbours is out of line: the one its other neighbour disagrees with, else the later."""
    near = [(two, any(_times(at, one) < _SCOPE for at in before)), (one, any(_times(two, at) < _SCOPE for at in after)),
            (one, any(_times(at, two) < _SCOPE for at in before))]  # fmt: skip
    return next((wrong for wrong, told in near if told), two)


def _times(one: Point, two: Point) -> Fraction:
    low, high = sorted((abs(one.figure.value), abs(two.figure.value)))
    return Fraction(high, low) if low else Fraction(0)


def _bases(figures: Figures, unit: str) -> Iterator[Doubt]:
    """Doubt the unit of a figure that is a hundredfold of the same figure on another basis of its year."""
    for item in figures.items(unit):
        for year in figures.years(unit):
            on = [
                Point(year, basis, figure)
                for basis in BASES
                if (figure := figures.get(unit, year, item, basis)) is not None
            ]
            for one, two in pairwise(on):
                if _times(one, two) >= _UNIT:
                    yield doubt("DQ-01", unit, year, (item,), one.figure.place, item=named(item), value=one.figure.value,
                                other=two.figure.value, when=str(year), times=_times(one, two))  # fmt: skip


def _gaps(figures: Figures, unit: str) -> Iterator[Doubt]:
    """Doubt a series with a year left out between two years with accounts."""
    years = [year for year in figures.years(unit) if not set(ACCOUNTS).isdisjoint(figures.bases(unit, year))]
    for one, two in pairwise(years):
        for year in range(one + 1, two):
            if not figures.bases(unit, year):
                yield doubt("DQ-11", unit, year, (), figures.place(unit, two), first=str(one), last=str(two))


def _stated(figures: Figures, unit: str, year: int) -> Iterator[Doubt]:
    """Doubt negative stocks, a limit of zero, one class without the other, an issue that does not fit its quota."""
    for item in figures.items(unit):
        found = figures.most_settled(unit, year, item)
        if found is not None and slow(item) and found.value < 0:
            yield doubt("DQ-12", unit, year, (item,), found.place, item=named(item), value=found.value)
    for basis in figures.bases(unit, year):
        for general, special in _PAIRS:
            have = [figures.get(unit, year, item, basis) for item in (general, special)]
            one = have[0] or have[1]
            if one is not None and None in have and not figures.has(unit, year, special if have[0] else general):
                missing = special if have[0] else general
                yield doubt(
                    "DQ-10",
                    unit,
                    year,
                    (missing,),
                    one.place,
                    item=named(missing),
                    other=named(general if have[0] else special),
                )
    for issued, quota in (("new_general", "general_quota"), ("new_special", "special_quota")):
        part, whole = figures.most_settled(unit, year, issued), figures.most_settled(unit, year, quota)
        if part and whole and whole.value > 0 and not _LOW_ISSUE <= (use := Fraction(part.value, whole.value)) <= _FULL:
            yield doubt(
                "DQ-09", unit, year, (), part.place, item=named(issued), value=part.value, other=whole.value, share=use
            )


_PAIRS = tuple(
    (f"general_{rest}", f"special_{rest}") for rest in ("limit", "balance", "interest", "principal")
)  # a class that is nil is written 0


def _limits(figures: Figures, unit: str, year: int) -> Iterator[Doubt]:
    """Doubt a balance above its limit, a limit of zero, and a limit that is only preliminary."""
    for kind in ("general", "special", "total"):
        limit, balance = (figures.most_settled(unit, year, f"{kind}_{what}") for what in ("limit", "balance"))
        if limit is None or balance is None:
            continue
        item = f"{kind}_limit"
        if limit.value == 0 < balance.value:
            yield doubt("DQ-13", unit, year, (item,), limit.place, item=named(item), value=balance.value)
        elif balance.value > limit.value:
            yield doubt("DQ-04", unit, year, (f"{kind}_balance",), balance.place, item=named(f"{kind}_balance"), value=balance.value, other=limit.value,
                        gap=balance.value - limit.value)  # fmt: skip
        if any(word in (limit.source or "") for word in _PRELIMINARY):
            yield doubt("DQ-07", unit, year, (item,), limit.place, item=named(item), value=limit.value)
