"""The rates of late interest by clause or table, as known on a day, over one denominator each (R13, R17)."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from govaudit.engine.terms import Rates
from govaudit.law.rolling import NEVER
from govaudit.model.rate import Rate

if TYPE_CHECKING:
    from govaudit.docket.table import Docket

NO_INTEREST = 0, Rates((), ())
_STATUTORY_RATE = Rate(Fraction(5, 10000), "day")  # 国令802号 17: 0.05 % a day where nothing is agreed
_ALWAYS = -NEVER


class LateRates:
    """The rate tables of a docket; rows recorded after `known_at` are not seen."""

    def __init__(self, docket: Docket, known_at: int | None) -> None:
        t = docket["rates"]
        tables: dict[str, list[tuple[int, Fraction]]] = defaultdict(list)
        for name, first, value, recorded in zip(t["table"], t["from"], t["value"], t["recorded_at"], strict=True):
            if known_at is None or recorded is None or recorded <= known_at:
                tables[name].append((first, Fraction(value) / 365))
        self._tables = {name: sorted(rows) for name, rows in tables.items()}
        self._scaled: dict[Rate | str, tuple[int, Rates]] = {}

    def of(self, mode: str | None, rate: Rate | None, table: str | None) -> tuple[int, Rates]:
        """Return (denominator, rows) of the late interest of a debt; 0 and no rows when none runs."""
        if mode == "none":
            return NO_INTEREST
        if rate is None and table is None:
            if mode != "fixed_at_contract":
                return NO_INTEREST
            rate = _STATUTORY_RATE
        key: Rate | str = rate if rate is not None else table or ""
        if key not in self._scaled:
            rows = [(_ALWAYS, rate.daily)] if rate is not None else self._tables.get(table or "", [])
            self._scaled[key] = _over_one_denominator(rows)
        return self._scaled[key]


def _over_one_denominator(rows: list[tuple[int, Fraction]]) -> tuple[int, Rates]:
    den = lcm(*(daily.denominator for _, daily in rows)) if rows else 1
    return den, Rates([day for day, _ in rows], [int(daily * den) for _, daily in rows])
