"""What changed between two runs, or between two days of one docket and why: new, changed, still open, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.report.diff.diff_of_days import Dates as Dates
    from govaudit.report.diff.diff_of_days import days_json as days_json
    from govaudit.report.diff.diff_of_days import days_text as days_text
    from govaudit.report.diff.diff_table import COMPARABLE_VERSIONS as COMPARABLE_VERSIONS
    from govaudit.report.diff.diff_table import compare_runs as compare_runs
    from govaudit.report.diff.diff_table import diff_json as diff_json
    from govaudit.report.diff.diff_table import diff_text as diff_text

open_door(__name__)
