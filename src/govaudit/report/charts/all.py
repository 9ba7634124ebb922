"""The charts of a report, by letter."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase
from typing import TYPE_CHECKING

from govaudit.report.charts.calendar import calendar
from govaudit.report.charts.heat import heat
from govaudit.report.charts.limits import limit_use
from govaudit.report.charts.outlays import outlays
from govaudit.report.charts.path import debt_path
from govaudit.report.charts.tornado import tornado
from govaudit.report.charts.wall import wall
from govaudit.report.charts.waterfall import waterfall

if TYPE_CHECKING:
    from govaudit.report.warn.content import Chart
    from govaudit.report.warn.scene import Scene

# In the order of their letters, by which warn.gather places them.
_CHARTS = (wall, debt_path, tornado, heat, outlays, limit_use, waterfall, calendar)


def charts(scene: Scene) -> dict[str, Chart]:
    """Return every chart by its letter."""
    return {letter: replace(make(scene), id=letter) for letter, make in zip(ascii_lowercase, _CHARTS, strict=False)}
