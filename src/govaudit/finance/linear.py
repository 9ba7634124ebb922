"""Formulas as text: sums of items with coefficients, one sum over another, and the same in words.

`general_balance + special_balance / comprehensive_capacity`; `item@-1` is the year before, `0.5*item` half of it, `item?` may be
missing and then counts nothing.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from govaudit.model import Text
from govaudit.words import FISCAL_ITEMS

_TERM = re.compile(
    r"\s*(?P<sign>[+-]?)\s*(?:(?P<times>\d+(?:\.\d+)?)\s*\*\s*)?(?P<item>[a-z][a-z_]*)(?:@(?P<years>[+-]\d+))?(?P<optional>\?)?\s*"
)


class LinearTerm(NamedTuple):
    """`times` the item of the year `years` after; an optional one may be missing."""

    item: str
    times: Fraction = Fraction(1)
    years: int = 0
    optional: bool = False


def terms(text: str) -> tuple[LinearTerm, ...]:
    """Read a sum; ValueError with what is left when it is none."""
    found: list[LinearTerm] = []
    at = 0
    while at < len(text) or not found:
        match = _TERM.match(text, at)
        if match is None or (found and not match["sign"]):
            msg = f"not a sum of items: {text[at:]}"
            raise ValueError(msg)
        sign = -1 if match["sign"] == "-" else 1
        found.append(
            LinearTerm(
                match["item"], sign * Fraction(match["times"] or 1), int(match["years"] or 0), bool(match["optional"])
            )
        )
        at = match.end()
    return tuple(found)


def spoken(top: tuple[LinearTerm, ...], under: tuple[LinearTerm, ...] = ()) -> Text:
    """Write a formula for people: names of the items in Chinese, their words in English."""
    return Text(*(_quotient(top, under, lang) for lang in ("zh", "en")))


def _quotient(top: tuple[LinearTerm, ...], under: tuple[LinearTerm, ...], lang: str) -> str:
    sums = [_sum(part, lang) for part in (top, under) if part]
    if len(sums) == 1:
        return sums[0]
    brackets = ("（", "）") if lang == "zh" else ("(", ")")
    return " ÷ ".join(
        f"{brackets[0]}{text}{brackets[1]}" if len(part) > 1 else text
        for text, part in zip(sums, (top, under), strict=True)
    )


def _sum(part: tuple[LinearTerm, ...], lang: str) -> str:
    text = ""
    for term in part:
        sign = ("" if not text else " + ") if term.times > 0 else ("−" if not text else " − ")
        text += sign + _name(term, lang)
    return text


def _name(term: LinearTerm, lang: str) -> str:
    label = FISCAL_ITEMS.get(term.item)
    name = label.zh if label and lang == "zh" else term.item
    if term.years:
        when = {-1: "上年", 1: "下年"}.get(term.years, f"{term.years:+d}年") if lang == "zh" else f"@{term.years:+d}"
        name = f"{when}{name}" if lang == "zh" else f"{name}{when}"
    size = abs(term.times)
    return name if size == 1 else f"{size * 100}% × {name}" if size.denominator != 1 else f"{size} × {name}"
