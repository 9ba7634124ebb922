"""Section 10: the units below by indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.finance.ratios import COMPARED, RATIOS
from govaudit.model import Text
from govaudit.report.warning.content import GridColumn, Section, WarningGrid, ratio_number

if TYPE_CHECKING:
    from govaudit.report.warning.content import Chart
    from govaudit.report.warning.scene import Scene

FEW = 8  # units beyond which the drawing stands alone in documents


def measures(scene: Scene) -> list[str]:
    """Return the indicators any unit has a value of."""
    units = (scene.unit, *scene.below)
    return [name for name in COMPARED if any(scene.ratio(name, unit).value is not None for unit in units)]


def section(scene: Scene, charts: tuple[Chart, ...]) -> Section:
    """Return the section."""
    title = Text("分地区情况", "Units below")
    if not scene.below:
        return Section(title, (Text("没有下级单位的数据。", "There are no figures of units below."),), charts=charts)
    names = measures(scene)
    columns = (
        GridColumn("unit", Text("单位", "unit"), 24),
        *(GridColumn(name, RATIOS[name].label, 12) for name in names),
    )
    rows = tuple((scene.name(unit), *(ratio_number(scene.ratio(name, unit)) for name in names)) for unit in (scene.unit, *scene.below))  # fmt: skip
    grid = WarningGrid(
        "districts",
        Text(f"{scene.year}年分地区指标", f"Indicators of {scene.year} by unit"),
        columns,
        rows,
        annex=len(scene.below) > FEW,
    )
    return Section(title, grids=(grid,), charts=charts, notes=(Text("数值后的字为等级：绿、黄、橙、红；“无”为数据存疑、不定级；不设线的只列数值。", "The letter is the level: G, Y, O, R; – where figures are in doubt; without one no line is drawn."),))  # fmt: skip
