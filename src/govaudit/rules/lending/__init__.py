"""The one-year loan prime rate: in comes a day of knowledge, out come (first day, rate a year as a fraction), from notices recalled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.rules.lending.lending_rates import FLOOR_SINCE, LPR, recalled_lpr

open_door(__name__)
