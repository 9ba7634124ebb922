"""The early-warning report in twelve sections with its charts, from accounts to pages. In come accounts of a unit and a year, out come chapters with tables and drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.report.warning.chapters import render_warning, warning_issue
    from govaudit.report.warning.content import Issue
    from govaudit.report.warning.previous import read_previous
    from govaudit.report.warning.scene import Scene, last_year

open_door(__name__)
