"""What changed between two runs, or between two days of one docket and why: new, changed, still open, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.report.diff.diff_of_days import Dates, days_json, days_text
    from govaudit.report.diff.diff_table import COMPARABLE_VERSIONS, compare_runs, diff_json, diff_text

open_door(__name__)
