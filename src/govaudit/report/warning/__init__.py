"""The early-warning report in twelve sections with its charts, from accounts to pages. In come accounts of a unit and a year, out come chapters with tables and drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.report.warning.chapters import render_warning as render_warning
    from govaudit.report.warning.chapters import warning_issue as warning_issue
    from govaudit.report.warning.content import Issue as Issue
    from govaudit.report.warning.previous import read_previous as read_previous
    from govaudit.report.warning.scene import Scene as Scene
    from govaudit.report.warning.scene import last_year as last_year

open_door(__name__)
