"""Interest rates as people write them: `0.05%/day`, `每日万分之五`, `4%/year`, `4% a year act/360`."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from govaudit.model import Fault, Rate, Text

if TYPE_CHECKING:
    from govaudit.docket import Column

_DAY = re.compile(r"每日|日利率|/\s*日|per\s*day|a\s*day|/\s*d(ay)?\b|daily", re.IGNORECASE)
_YEAR = re.compile(
    r"每年|年利率|年化|/\s*年|per\s*year|per\s*annum|a\s*year|/\s*y(ear)?\b|/\s*a\b|p\.a\.|yearly|annual", re.IGNORECASE
)
_BASIS = re.compile(r"(?:act(?:ual)?|/|÷)\s*/?\s*(360|365)\b", re.IGNORECASE)
_VALUE = re.compile(r"(\d+(?:\.\d+)?)\s*(%|％|‰|‱|bp)?")
_SCALE = {"%": 100, "％": 100, "‰": 1000, "‱": 10000, "bp": 10000, "": 1}
_CHINESE = re.compile(r"(百|千|万)分之([一二三四五六七八九]|\d+(?:\.\d+)?)")
_DIGITS = {digit: str(number) for number, digit in enumerate("一二三四五六七八九", 1)}
_LONGEST = 200  # characters of a rate
_PARTS = {"百": 100, "千": 1000, "万": 10000}


def read_rate(raw: Any, _column: Column | None = None) -> Rate:
    """Read a rate; one that does not say per day or per year is refused."""
    if isinstance(raw, dict):
        text = " ".join(str(raw.get(key, "")) for key in ("value", "rate", "basis"))
        text += f" /{raw['per']}" if "per" in raw else ""
    else:
        text = repr(raw) if isinstance(raw, float) else str(raw).strip()
    if len(text) > _LONGEST:
        raise _bad_rate()
    per: Literal["day", "year"] | None = "day" if _DAY.search(text) else "year" if _YEAR.search(text) else None
    if per is None:
        raise Fault("rate_period_unclear", Text("没有说明是日利率还是年利率", "does not say whether it is per day or per year"),
                    Text("写成 0.05%/day 或 4%/year，按360天计时加 act/360", "write 0.05%/day or 4%/year, and act/360 if that is the basis"))  # fmt: skip
    basis = _BASIS.search(text)
    return Rate(_value(text), per, int(basis[1]) if basis else 365)


def _value(text: str) -> Fraction:
    if chinese := _CHINESE.search(text):
        return Fraction(Decimal(_DIGITS.get(chinese[2], chinese[2]))) / _PARTS[chinese[1]]
    if not (plain := _VALUE.search(text)):
        raise _bad_rate()
    return Fraction(Decimal(plain[1])) / _SCALE[plain[2] or ""]


def _bad_rate() -> Fault:
    return Fault("bad_rate", Text("不是有效利率", "not a rate"),
                 Text("写成 0.05%/day 或 4%/year", "write 0.05%/day or 4%/year"))  # fmt: skip
