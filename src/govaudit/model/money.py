"""Exact money: integer minor units inside, decimal text outside, never a float."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from govaudit.model.text import Text

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

# ISO 4217: currencies whose minor unit is not a hundredth.
_EXPONENTS = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
LARGEST = 1 << 62  # minor units; every amount of a docket lies below it
# Chinese units of account, in yuan (元).
UNITS = {"元": 1, "yuan": 1, "万": 10**4, "万元": 10**4, "百万元": 10**6, "千万元": 10**7, "亿": 10**8, "亿元": 10**8}


def exponent(currency: str) -> int:
    """Return the number of decimals of a currency (ISO 4217), 2 unless listed."""
    return _EXPONENTS.get(currency, 2)


def to_minor(amount: Decimal, currency: str = "CNY", unit: int = 1) -> int:
    """Return whole minor units of `amount` times `unit`; ValueError when a finer part is left."""
    numerator, denominator = amount.as_integer_ratio()
    scale: int = unit * 10 ** exponent(currency)
    minor, rest = divmod(numerator * scale, denominator)
    if rest:
        msg = f"finer than the minor unit of {currency}: {amount}"
        raise ValueError(msg)
    return minor


def to_text(minor: int, currency: str = "CNY") -> str:
    """Write minor units as decimal text, e.g. 30000001 -> '300000.01'."""
    places = exponent(currency)
    sign = "-" if minor < 0 else ""
    whole, rest = divmod(abs(minor), 10**places)
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def to_human(minor: int, currency: str = "CNY") -> str:
    """Write minor units with thousands separators, as people sign them."""
    text = to_text(minor, currency)
    whole, _, rest = text.partition(".")
    grouped = f"{int(whole):,}" if whole not in {"-0", "0"} else whole
    return f"{grouped}.{rest}" if rest else grouped


def spoken_money(minor: int, currency: str = "CNY") -> Text:
    """Write minor units with their unit: 1,000.00元, CNY 1,000.00; other currencies by their code in both languages."""
    number = to_human(minor, currency)
    return Text(f"{number}元" if currency == "CNY" else f"{currency} {number}", f"{currency} {number}")


def half_up(numerator: int, denominator: int) -> int:
    """Round numerator/denominator half away from zero to a whole minor unit (R13)."""
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


# --- An interest rate with its period and day basis, exact


class Rate(NamedTuple):
    """`value` a fraction per `per`; a yearly rate accrues value / basis a day (R13: 365 unless ACT/360 is stated).

    `source` says whose rate it is: the parties', that of the law where they agreed none, or one taken for want of a stated one.
    """

    value: Fraction
    per: Literal["day", "year"]
    basis: int = 365
    source: Literal["agreed", "statutory", "assumed"] = "agreed"

    @property
    def daily(self) -> Fraction:
        """The fraction that one day adds."""
        return self.value if self.per == "day" else self.value / self.basis
