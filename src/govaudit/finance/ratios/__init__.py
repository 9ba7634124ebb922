"""Ratios of a unit and a year with formula, figures, places, band and line. A share is a Fraction of 1; None where figures are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.finance.ratios.ratio import Measure, Ratio, Unit
    from govaudit.finance.ratios.ratio_lines import (
        NO_DATA,
        RatioLine,
        bands,
        concerns_unit,
        lines_of,
        marked,
        reached,
        rules_by_measure,
        year_end,
    )
    from govaudit.finance.ratios.ratio_measures import COMPARED, RATIOS, SHOWN

open_door(__name__)
