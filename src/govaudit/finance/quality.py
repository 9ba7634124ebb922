"""Data-quality checks of fiscal figures, each met in published tables; a finding names the figures, nothing is averaged away.

The thresholds are start values: figures that move slowly (balances, limits, expenditure) do not change fivefold in a year.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from govaudit.finance.figures import ACCOUNTS, BASES
from govaudit.finance.linear import LinearTerm
from govaudit.finance.quality_words import FigureDoubt, doubt, named
from govaudit.finance.ratios.ratio import take
from govaudit.finance.ratios.ratio_lines import published_step
from govaudit.finance.ratios.ratio_measures import RATIOS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.finance.figures import Figure, Figures
    from govaudit.finance.quality_words import FigureDoubt
    from govaudit.finance.units import Units

# The most a figure that moves slowly changes in a year before its scope is in doubt, and before its unit is.
_SCOPE, _UNIT = Fraction(5), Fraction(100)
_SLOW = ("_limit", "_balance", "_expenditure", "_revenue", "_capacity", "gdp")
_PRELIMINARY = ("预下达", "提前下达", "初步", "暂定", "预计", "preliminary")
_LOW_ISSUE, _FULL = Fraction(1, 2), Fraction(1)


def slow(item: str) -> bool:
    """Whether an item moves slowly from year to year and cannot be negative."""
    return item.endswith(_SLOW)


class FigurePoint(NamedTuple):
    """The most settled figure of an item in a year."""

    year: int
    basis: str
    figure: Figure


def series(figures: Figures, unit: str, item: str) -> list[FigurePoint]:
    """Return an item year by year, each on its most settled basis."""
    found = []
    for year in figures.years(unit):
        for basis in BASES:
            if (figure := figures.get(unit, year, item, basis)) is not None:
                found.append(FigurePoint(year, basis, figure))
                break
    return found


def doubts(figures: Figures, units: Units) -> list[FigureDoubt]:
    """Return everything in doubt, by unit, year and check."""
    found: list[FigureDoubt] = []
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


def _series_doubts(unit: str, item: str, points: list[FigurePoint]) -> Iterator[FigureDoubt]:
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


def _wrong(before: list[FigurePoint], one: FigurePoint, two: FigurePoint, after: list[FigurePoint]) -> FigurePoint:
    """Return which of two neighbours is out of line: the one its other neighbour disagrees with, else the later."""
    near = [(two, any(_times(at, one) < _SCOPE for at in before)), (one, any(_times(two, at) < _SCOPE for at in after)),
            (one, any(_times(at, two) < _SCOPE for at in before))]  # fmt: skip
    return next((wrong for wrong, told in near if told), two)


def _times(one: FigurePoint, two: FigurePoint) -> Fraction:
    low, high = sorted((abs(one.figure.value), abs(two.figure.value)))
    return Fraction(high, low) if low else Fraction(0)


def _bases(figures: Figures, unit: str) -> Iterator[FigureDoubt]:
    """Doubt the unit of a figure that is a hundredfold of the same figure on another basis of its year."""
    for item in figures.items(unit):
        for year in figures.years(unit):
            on = [
                FigurePoint(year, basis, figure)
                for basis in BASES
                if (figure := figures.get(unit, year, item, basis)) is not None
            ]
            for one, two in pairwise(on):
                if _times(one, two) >= _UNIT:
                    yield doubt("DQ-01", unit, year, (item,), one.figure.place, item=named(item), value=one.figure.value,
                                other=two.figure.value, when=str(year), times=_times(one, two))  # fmt: skip


def _gaps(figures: Figures, unit: str) -> Iterator[FigureDoubt]:
    """Doubt a series with a year left out between two years with accounts."""
    years = [year for year in figures.years(unit) if not set(ACCOUNTS).isdisjoint(figures.bases(unit, year))]
    for one, two in pairwise(years):
        for year in range(one + 1, two):
            if not figures.bases(unit, year):
                yield doubt("DQ-11", unit, year, (), figures.place(unit, two), first=str(one), last=str(two))


def _stated(figures: Figures, unit: str, year: int) -> Iterator[FigureDoubt]:
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


def _limits(figures: Figures, unit: str, year: int) -> Iterator[FigureDoubt]:
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


# --- Sums a table of figures must satisfy: parts and wholes, units and the one above, stock and flow, a limit and its increase

_RESIDUAL = Fraction(5, 100_000)  # of the closing balance; published tables differ by exchange rates of foreign debt
_ROUNDED = 100_000_000  # fen: tables are published to 0.01亿元 at the coarsest
_TOTALS = {
    f"total_{what}": (f"general_{what}", f"special_{what}")
    for what in ("limit", "balance", "interest", "principal", "issued")
} | {"total_new": ("new_general", "new_special"), "refinancing": ("refinancing_general", "refinancing_special")}
_ADDITIVE = tuple(part for parts in _TOTALS.values() for part in parts) + tuple(_TOTALS)
_BASED = ("special_interest_share", "general_interest_share", "debt_ratio", "general_limit_use", "special_limit_use")


def identity_doubts(figures: Figures, units: Units, unit: str, year: int) -> Iterator[FigureDoubt]:
    """Doubt what does not add up in a unit and year."""
    for basis in figures.bases(unit, year):
        yield from _parts(figures, unit, year, basis)
        yield from _children(figures, units, unit, year, basis)
    yield from _limit_after(figures, unit, year)
    yield from _stock_flow(figures, unit, year)
    for name in _BASED:
        ratio = take(figures, RATIOS[name], unit, year)
        if ratio.value is None and ratio.basis is None and _both_sides(figures, unit, year, name):
            first = ratio.components[0]
            yield doubt("DQ-08", unit, year, (), first.figure.place, item=RATIOS[name].label)


def _both_sides(figures: Figures, unit: str, year: int, name: str) -> bool:
    """Whether every figure is on record, though not on one basis."""
    terms = (*RATIOS[name].top, *RATIOS[name].under)
    return all(any(figures.find(unit, year, term, (basis,)) for basis in BASES) for term in terms)


def _parts(figures: Figures, unit: str, year: int, basis: str) -> Iterator[FigureDoubt]:
    """Compare a stated total with its stated classes, and any item with its listed parts (`item:part`)."""
    for total, classes in _TOTALS.items():
        have = [figures.get(unit, year, item, basis) for item in classes]
        yield from _sum(
            figures, unit, year, basis, total, [one for one in have if one is not None] if None not in have else []
        )
    items = figures.items(unit)
    for item in items if any(":" in item for item in items) else ():
        listed = [
            one
            for part in figures.items(unit)
            if part.startswith(f"{item}:") and (one := figures.get(unit, year, part, basis))
        ]
        yield from _sum(figures, unit, year, basis, item, listed)


def _children(figures: Figures, units: Units, unit: str, year: int, basis: str) -> Iterator[FigureDoubt]:
    """Compare a unit with those below it, where its own level is listed among them: only then must they sum to it."""
    below = units.below(unit)
    if not any(units.own_level(one) for one in below):
        return
    for item in _ADDITIVE:
        have = [figures.get(one, year, item, basis) for one in below]
        if all(have):
            yield from _sum(figures, unit, year, basis, item, [one for one in have if one is not None], children=True)


def _sum(
    figures: Figures, unit: str, year: int, basis: str, item: str, parts: list[Figure], *, children: bool = False
) -> Iterator[FigureDoubt]:
    whole = figures.get(unit, year, item, basis)
    if whole is None or not parts:
        return
    total = sum(part.value for part in parts)
    slack = Fraction((len(parts) + 1) * min(published_step(whole.value, *(part.value for part in parts)), _ROUNDED), 2)
    if abs(total - whole.value) > slack:
        check = "DQ-03" if children else "DQ-15"
        yield doubt(
            check,
            unit,
            year,
            (item,),
            whole.place,
            item=named(item),
            value=whole.value,
            other=total,
            gap=whole.value - total,
        )


def _limit_after(figures: Figures, unit: str, year: int) -> Iterator[FigureDoubt]:
    """Compare the limit after an adjustment with the one before it, of the year or the last, and what was added: J = A + D of the table."""
    for kind in ("general", "special", "total"):
        before = figures.find(unit, year, LinearTerm(f"{kind}_limit"), ("budget",)) or figures.find(
            unit, year - 1, LinearTerm(f"{kind}_limit"), ("adjusted",)
        )
        added = figures.find(unit, year, LinearTerm(f"{kind}_quota"), ("adjusted",))
        after = figures.find(unit, year, LinearTerm(f"{kind}_limit"), ("adjusted",))
        if not (before and added and after):
            continue
        sums = [sum(int(one.amount) for one in parts) for parts in (before, added, after)]
        if sums[0] + sums[1] != sums[2]:
            yield doubt("DQ-15", unit, year, (f"{kind}_limit",), before[0].figure.place, item=named(f"{kind}_limit"), value=sums[2],
                        other=sums[0] + sums[1], gap=sums[2] - sums[0] - sums[1])  # fmt: skip


def _stock_flow(figures: Figures, unit: str, year: int) -> Iterator[FigureDoubt]:
    """Doubt the flows when opening + issued − repaid misses the closing balance; tell a swap booked as repayment from the rest."""
    for kind in ("general", "special", "total"):
        ratio = take(figures, RATIOS[f"{kind}_residual"], unit, year)
        if ratio.value is None:
            continue
        close = ratio.components[0]
        closing = sum(
            (one.amount for one in ratio.components if one.item.endswith("_balance") and one.year == year), Fraction(0)
        )
        residual, slack = ratio.value * 100, max(_RESIDUAL * closing, Fraction(1))
        swap = figures.most_settled(unit, year, "swap" if kind == "total" else f"{kind}_swap")
        noted = any(one.item.endswith("fx_change") for one in ratio.components)
        flows = (f"{kind}_principal", f"{kind}_issued", f"{kind}_residual")
        if swap is not None and abs(residual) > slack and abs(residual - swap.value) <= 20 * slack:
            yield doubt(
                "DQ-06",
                unit,
                year,
                flows,
                close.figure.place,
                item=named(f"{kind}_balance"),
                gap=residual,
                value=swap.value,
            )
        elif (abs(residual) > slack and not noted) or (noted and abs(residual) > slack):
            yield doubt(
                "DQ-05",
                unit,
                year,
                flows,
                close.figure.place,
                item=named(f"{kind}_balance"),
                gap=residual,
                value=closing,
            )
