"""Section 9: the ratios under each stress, and how far each line is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.finance.stress import STRESSED, reverse
from govaudit.model import Text
from govaudit.report.warning.content import NOTHING, GridColumn, Num, Section, WarningGrid, ratio_number, value

if TYPE_CHECKING:
    from govaudit.report.warning.content import Cell, Chart
    from govaudit.report.warning.scene import Scene


def section(scene: Scene, charts: tuple[Chart, ...]) -> Section:
    """Return the section."""
    baseline = {ratio.measure.name: ratio for ratio in scene.stress[0].ratios}
    known = [name for name in STRESSED if baseline[name].value is not None]
    title = Text("压力测试", "Stress tests")
    if not known:
        return Section(title, (Text("压力测试：无数据（可测算的指标均缺数据）。", "Stress: no data (no ratio can be computed)."),), charts=charts)  # fmt: skip
    columns = (GridColumn("scenario", Text("情景", "scenario"), 24), *(GridColumn(name, baseline[name].measure.label, 12) for name in known))  # fmt: skip
    rows = tuple(
        (stress.scenario.title, *(ratio_number(ratio) for ratio in stress.ratios if ratio.measure.name in known))
        for stress in scene.stress
    )
    grid = WarningGrid("stress", Text(f"{scene.year}年各情景下的指标", f"Ratios of {scene.year} under each scenario"), columns, rows)  # fmt: skip
    return Section(title, grids=(grid, _reverse(scene)), charts=charts, notes=(Text(
        "数值后的字为等级：绿、黄、橙、红。情景改变当年数据后重算；反向压力指其他数据不变时，分子上升或者分母下降多少即到下一条线，负数为已越过。",
        "The letter is the level: G, Y, O, R. A scenario changes the figures of the year; reverse stress is how much the numerator may rise or the denominator fall, all else "
        "unchanged, before the next line; negative where it has been passed.",
    ),))  # fmt: skip


def _reverse(scene: Scene) -> WarningGrid:
    rows: list[tuple[Cell, ...]] = []
    for ratio in scene.stress[0].ratios:
        found = reverse(ratio)
        if found is not None:
            rows.append((ratio.measure.label, value(ratio), Num(found.line, ratio.measure.unit), Num(found.rise, "share"), Num(found.fall, "share")))  # fmt: skip
    columns = (
        GridColumn("measure", Text("指标", "measure"), 34), GridColumn("value", Text("现值", "now"), 14), GridColumn("line", Text("下一条线", "next line"), 14),
        GridColumn("rise", Text("分子可升", "numerator may rise"), 19), GridColumn("fall", Text("分母可降", "denominator may fall"), 19),
    )  # fmt: skip
    return WarningGrid("reverse_stress", Text("反向压力：距线多远", "Reverse stress: how far each line is"), columns, tuple(rows) or ((Text("没有可比的线", "no line ahead"), NOTHING, NOTHING, NOTHING, NOTHING),))  # fmt: skip
