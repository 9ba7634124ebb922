"""An interest rate with its period and day basis, exact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from fractions import Fraction


class Rate(NamedTuple):
    """`value` a fraction per `per`; a yearly rate accrues value / basis a day (R13: 365 unless ACT/360 is stated)."""

    value: Fraction
    per: Literal["day", "year"]
    basis: int = 365

    @property
    def daily(self) -> Fraction:
        """The fraction that one day adds."""
        return self.value if self.per == "day" else self.value / self.basis
