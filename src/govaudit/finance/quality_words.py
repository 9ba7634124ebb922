"""What is said of figures in doubt, in the words of their rules (checklists/builtin)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.model import Text, half_up, spoken_money, to_text
from govaudit.rules import builtin
from govaudit.words import FISCAL_ITEMS

if TYPE_CHECKING:
    from govaudit.model import Place


class FigureDoubt(NamedTuple):
    """A check that figures failed: `items` are those it is about, `amounts` decimal yuan."""

    check: str
    unit: str
    year: int
    items: tuple[str, ...]
    what: Text
    place: Place
    amounts: dict[str, str]

    @property
    def grave(self) -> bool:
        """Whether ratios of the items are not to be relied on; else it is only said beside them."""
        return self.check not in _BESIDE

    @property
    def proves_nothing(self) -> bool:
        """Whether a line passed on the figure is a warning only; a balance above its limit is not in doubt, it is what the line is about."""
        return self.check != "DQ-04"


_BESIDE = {"DQ-04", "DQ-07", "DQ-08", "DQ-09", "DQ-10", "DQ-11"}


_MONEY = ("value", "other", "gap")


def named(item: str) -> Text:
    """Return the name of an item; one that is not in the vocabulary stays as written."""
    return FISCAL_ITEMS.get(item, Text(item, item))


Said = Text | Fraction | int | str


def doubt(check: str, unit: str, year: int, items: tuple[str, ...], place: Place, **said: Said) -> FigureDoubt:
    """Write a doubt: amounts (value, other, gap) in fen, `times` and `share` as fractions."""
    amounts: dict[str, int] = {}
    blanks: dict[str, object] = {**said}
    for name, value in said.items():
        if isinstance(value, Fraction | int) and name in _MONEY:
            amounts[name] = half_up(*value.as_integer_ratio())
            blanks[name] = spoken_money(amounts[name])
        elif isinstance(value, Fraction):
            blanks[name] = f"{_tenths(value * 100)}%" if name == "share" else _tenths(value)
    return FigureDoubt(
        check,
        unit,
        year,
        items,
        builtin(check).say(**blanks),
        place,
        {name: to_text(value) for name, value in amounts.items()},
    )


def _tenths(value: Fraction) -> str:
    tenths = half_up(value.numerator * 10, value.denominator)
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")
