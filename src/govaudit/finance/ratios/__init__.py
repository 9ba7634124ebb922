"""Ratios of a unit and a year with formula, figures, places, band and line. A share is a Fraction of 1; None where figures are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.finance.ratios.ratio import Measure as Measure
    from govaudit.finance.ratios.ratio import Ratio as Ratio
    from govaudit.finance.ratios.ratio import Unit as Unit
    from govaudit.finance.ratios.ratio_lines import NO_DATA as NO_DATA
    from govaudit.finance.ratios.ratio_lines import RatioLine as RatioLine
    from govaudit.finance.ratios.ratio_lines import bands as bands
    from govaudit.finance.ratios.ratio_lines import concerns_unit as concerns_unit
    from govaudit.finance.ratios.ratio_lines import lines_of as lines_of
    from govaudit.finance.ratios.ratio_lines import marked as marked
    from govaudit.finance.ratios.ratio_lines import reached as reached
    from govaudit.finance.ratios.ratio_lines import rules_by_measure as rules_by_measure
    from govaudit.finance.ratios.ratio_lines import year_end as year_end
    from govaudit.finance.ratios.ratio_measures import COMPARED as COMPARED
    from govaudit.finance.ratios.ratio_measures import RATIOS as RATIOS
    from govaudit.finance.ratios.ratio_measures import SHOWN as SHOWN

open_door(__name__)
