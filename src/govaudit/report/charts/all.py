"""The charts of a report, by letter."""

from __future__ import annotations

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

_CHARTS = (wall, debt_path, tornado, heat, outlays, limit_use, waterfall, calendar)


def charts(scene: Scene) -> dict[str, Chart]:
    """Return every chart by its letter."""
    return {chart.id: chart for chart in (make(scene) for make in _CHARTS)}
