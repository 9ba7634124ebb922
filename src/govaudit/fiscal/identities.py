"""Sums a table of figures must satisfy: parts and wholes, units and the one above, stock and flow, a limit and its increase."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from govaudit.fiscal.figures import BASES
from govaudit.fiscal.linear import Term
from govaudit.fiscal.measures import RATIOS
from govaudit.fiscal.quality_words import doubt, named
from govaudit.fiscal.ratio import take

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.fiscal.figures import Figure, Figures
    from govaudit.fiscal.quality_words import Doubt
    from govaudit.fiscal.units import Units

_RESIDUAL = Fraction(5, 100_000)  # of the closing balance; published tables differ by exchange rates of foreign debt
_ROUNDED = 100_000_000  # fen: tables are published to 0.01亿元 at the coarsest
_TOTALS = {
    f"total_{what}": (f"general_{what}", f"special_{what}")
    for what in ("limit", "balance", "interest", "principal", "issued")
} | {"total_new": ("new_general", "new_special"), "refinancing": ("refinancing_general", "refinancing_special")}
_ADDITIVE = tuple(part for parts in _TOTALS.values() for part in parts) + tuple(_TOTALS)
_BASED = ("special_interest_share", "general_interest_share", "debt_ratio", "general_limit_use", "special_limit_use")


def identity_doubts(figures: Figures, units: Units, unit: str, year: int) -> Iterator[Doubt]:
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


def _parts(figures: Figures, unit: str, year: int, basis: str) -> Iterator[Doubt]:
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


def _children(figures: Figures, units: Units, unit: str, year: int, basis: str) -> Iterator[Doubt]:
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
) -> Iterator[Doubt]:
    whole = figures.get(unit, year, item, basis)
    if whole is None or not parts:
        return
    total = sum(part.value for part in parts)
    slack = Fraction((len(parts) + 1) * min(grain(whole.value, *(part.value for part in parts)), _ROUNDED), 2)
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


def grain(*values: int) -> int:
    """Return how coarsely figures were published, in fen: the largest power of ten yuan that divides them all."""
    step = 100
    if any(value % step for value in values) or not any(values):
        return 1
    while all(value % (step * 10) == 0 for value in values):
        step *= 10
    return step


def _limit_after(figures: Figures, unit: str, year: int) -> Iterator[Doubt]:
    """Compare the limit after an adjustment with the one before it, of the year or the last, and what was added: J = A + D of the table."""
    for kind in ("general", "special", "total"):
        before = figures.find(unit, year, Term(f"{kind}_limit"), ("budget",)) or figures.find(
            unit, year - 1, Term(f"{kind}_limit"), ("adjusted",)
        )
        added = figures.find(unit, year, Term(f"{kind}_quota"), ("adjusted",))
        after = figures.find(unit, year, Term(f"{kind}_limit"), ("adjusted",))
        if not (before and added and after):
            continue
        sums = [sum(int(one.amount) for one in parts) for parts in (before, added, after)]
        if sums[0] + sums[1] != sums[2]:
            yield doubt("DQ-15", unit, year, (f"{kind}_limit",), before[0].figure.place, item=named(f"{kind}_limit"), value=sums[2],
                        other=sums[0] + sums[1], gap=sums[2] - sums[0] - sums[1])  # fmt: skip


def _stock_flow(figures: Figures, unit: str, year: int) -> Iterator[Doubt]:
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
