"""A measured value with the figures it rests on, and how numbers are read from attributes and shown to people."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal

from govaudit.law.plain import plain
from govaudit.model.money import UNITS, to_human, to_text
from govaudit.model.text import Text

Unit = Literal["share", "yuan", "day", "year", "count"]


@dataclass(frozen=True, slots=True)
class Measured:
    """`value` in the measure's unit; `parts` the figures it was made of; `day` of the fact that fixed it.

    `grain` is the coarseness of the figures (yuan): the tolerance of a limit never exceeds it. `projected` figures come from
    a budget, not from accounts.
    """

    value: Fraction
    parts: dict[str, str] = field(default_factory=dict)
    day: int | None = None
    grain: Fraction = Fraction(0)
    projected: bool = False


def number_of(value: object) -> Fraction | Text | None:
    """Read an attribute as an exact number (30%, 30万元, 1,200.50); None when it is empty, a Text when it is no number."""
    text = (plain(value) or "").replace(",", "").replace("，", "")
    if not text:
        return None
    scale = Fraction(1)
    if text.endswith(("%", "％")):
        text, scale = text[:-1].strip(), Fraction(1, 100)
    for unit in sorted(UNITS, key=len, reverse=True):
        if text.endswith(unit):
            text, scale = text[: -len(unit)].strip(), Fraction(UNITS[unit])
            break
    try:
        return Fraction(Decimal(text)) * scale
    except (InvalidOperation, ValueError, OverflowError):
        return Text(f"“{value}”不是数字", f"'{value}' is not a number")


def share(
    part: int, whole: int | None, name: Text, part_name: str, whole_name: str, day: int | None = None
) -> Measured | Text:
    """Return part ÷ whole (fen); a Text when the whole is missing or not above zero."""
    if whole is None or whole <= 0:
        return Text(f"没有{name.zh}", f"no {name.en}")
    return Measured(Fraction(part, whole), {part_name: to_text(part), whole_name: to_text(whole)}, day)


def shown(value: Fraction, unit: Unit) -> Text:
    """Write a value for people: a share as per cent to the first digits that tell it from its neighbours, money with separators."""
    if unit == "share":
        return Text(f"{_decimal(value * 100)}%", f"{_decimal(value * 100)}%")
    if unit == "yuan":
        text = to_human(int(value * 100))
        return Text(f"{text}元", f"{text} yuan")
    number = _decimal(value)
    zh, en = {"day": ("日", " day"), "year": ("年", " year"), "count": ("", "")}[unit]
    en = f"{en}s" if en and value != 1 else en
    return Text(f"{number}{zh}", f"{number}{en}")


def _decimal(value: Fraction) -> str:
    """Write a fraction in decimals, exactly or rounded half up to six places; further ones when they alone tell it from a round figure."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    for places in (6, 9, 12, 15):
        rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if rounded == exact or rounded != rounded.quantize(Decimal("0.01")):
            break
    return format(rounded, "f").rstrip("0").rstrip(".")
