"""A measured value with the figures it rests on, and how numbers are read from attributes and shown to people."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from govaudit.formats.cells import exact_decimal
from govaudit.model import UNITS, Text, half_up, spoken_money, to_text
from govaudit.rules import plain

if TYPE_CHECKING:
    from govaudit.finance.ratios import Ratio

_PLACES, _MOST_PLACES = 4, 40
Unit = Literal["share", "yuan", "day", "year", "times", "count"]


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
        return Fraction(exact_decimal(text)) * scale
    except ValueError:
        return Text(f"“{text[:40]}”不是数字", f"'{text[:40]}' is not a number")


def share(
    part: int,
    whole: int | None,
    name: Text,
    part_name: str,
    whole_name: str,
    day: int | None = None,
    currency: str = "CNY",
) -> Measured | Text:
    """Return part ÷ whole (minor units of one currency); a Text when the whole is missing or not above zero."""
    if whole is None or whole <= 0:
        return Text(f"没有{name.zh}", f"no {name.en}")
    parts = {part_name: to_text(part, currency), whole_name: to_text(whole, currency)}
    return Measured(Fraction(part, whole), parts if currency == "CNY" else {**parts, "currency": currency}, day)


def measured_of(ratio: Ratio) -> Measured:
    """Return a computed ratio as a measured value: its figures by item, of another year with the year."""
    parts: dict[str, int] = {}
    for one in (one for one in ratio.components if one.times):  # what counts nought times is named beside
        name = one.item if one.year == ratio.year else f"{one.item}@{one.year}"
        parts[name] = one.figure.value + (parts.get(name, 0) if one.item in _BY_ROW else 0)
    projects = {one.figure.source for one in ratio.components if one.item == "ppp_duty" and one.times}
    said = {name: to_text(value) for name, value in parts.items()} | {"basis": ratio.basis or ""}
    return Measured(
        ratio.value or Fraction(0),
        said | ({"projects": str(len(projects))} if projects else {}),
        grain=_grain(*parts.values()) if ratio.measure.unit == "yuan" else Fraction(0),
        projected=ratio.projected or ratio.status == "inconsistent" or ratio.doubted,  # figures in doubt prove nothing
    )


_BY_ROW = {"ppp_duty", "ppp_unpaid", "principal_due"}  # a component a row: together they are the figure


def _grain(*values: int) -> Fraction:
    """Return how coarsely figures (fen) were published: the largest power of ten yuan that divides them all."""
    grain = 100
    while any(values) and all(value % (grain * 10) == 0 for value in values):
        grain *= 10
    return Fraction(grain, 100) if all(value % 100 == 0 for value in values) else Fraction(1, 100)


def shown(value: Fraction, unit: Unit, against: Fraction | None = None) -> Text:
    """Write a value for people: a share as per cent, money with separators; at most four decimals.

    Where it is compared with a line, so many more decimals that it can be seen on which side of the line it lies.
    """
    if unit == "share":
        number = _decimal(value * 100, None if against is None else against * 100)
        return Text(f"{number}%", f"{number}%")
    if unit == "yuan":
        return spoken_money(int(value * 100))
    number = _decimal(value, against)
    zh, en = {"day": ("日", " day"), "year": ("年", " year"), "times": ("倍", " time"), "count": ("", "")}[unit]
    en = f"{en}s" if en and value != 1 else en
    return Text(f"{number}{zh}", f"{number}{en}")


def _decimal(value: Fraction, against: Fraction | None) -> str:
    for places in range(_PLACES, _MOST_PLACES):
        written = _rounded(value, places)
        # Enough decimals when the value, as written, lies on the same side of the line.
        if against in (None, value) or (written != against and (written > against) == (value > against)):
            break
    text = f"{abs(written.numerator) * 10**places // written.denominator:0{places + 1}d}"
    sign = "-" if written < 0 else ""
    return f"{sign}{text[:-places]}.{text[-places:]}".rstrip("0").rstrip(".")


def _rounded(value: Fraction, places: int) -> Fraction:
    scaled = value * 10**places
    return Fraction(half_up(scaled.numerator, scaled.denominator), 10**places)
