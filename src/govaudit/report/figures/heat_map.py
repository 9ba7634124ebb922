"""(d) The heat map: units by indicators, each cell its value and the letter of its level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.finance.ratios import RATIOS
from govaudit.model import Text
from govaudit.report.figures.chart_style import LEVEL_COLOURS, axis, base, folded, label, percent, shorts
from govaudit.report.warning.content import LETTERS, NO_DATA, Chart
from govaudit.report.warning.districts import FEW, measures
from govaudit.rules import LEVELS

if TYPE_CHECKING:
    from govaudit.finance.ratios import Ratio
    from govaudit.report.warning.scene import Scene

_CAPTION = Text("分地区指标热力图", "Heat map of the units")
_MOST = 40  # units on one chart: a page


def heat(scene: Scene) -> Chart:
    """Return the chart."""
    names = measures(scene)
    if not scene.below or not names:
        return Chart(_CAPTION, None, Text("无数据：没有下级单位的数据", "no data: there are no figures of units below"))  # fmt: skip
    units = [scene.unit, *scene.below][:_MOST]
    cells = [_cell(x, y, scene.ratio(name, unit)) for y, unit in enumerate(units) for x, name in enumerate(names)]
    rows = shorts([scene.name(unit) for unit in units])
    option = base(
        legend={"show": False}, grid={"left": 8, "right": 8, "top": 8, "bottom": 8, "containLabel": True},
        xAxis=axis("category", position="top", data=[folded(RATIOS[name].label, 5, 11) for name in names], axisLabel={"color": "#000000", "interval": 0, "fontSize": 11}),
        yAxis=axis("category", inverse=True, data=rows, axisLabel={"color": "#000000", "interval": 0, "fontSize": 10}),
        series=[{"type": "heatmap", "data": cells, "itemStyle": {"borderColor": "#000000", "borderWidth": 0.6}}],
        visualMap={"show": False, "type": "piecewise", "dimension": 2, "pieces": [{"value": number, "color": colour} for number, colour in enumerate(LEVEL_COLOURS.values())]},
    )  # fmt: skip
    return Chart(_CAPTION, option, height=90 + (27 if len(units) <= FEW else 23) * len(units))


def _cell(x: int, y: int, ratio: Ratio) -> dict[str, Any]:
    kinds = list(LEVEL_COLOURS)
    if ratio.value is None:
        return {"value": [x, y, kinds.index("no_data")], "label": label(formatter=NO_DATA, color="#444444")}
    number = percent(ratio.value, 1)
    if ratio.mark is None:
        return {"value": [x, y, kinds.index("no_line")], "label": label(formatter=number)}
    letter = LETTERS[ratio.mark.band]
    return {"value": [x, y, kinds.index(ratio.mark.band)], "name": LEVELS[ratio.mark.band], "label": label(formatter=Text(f"{number} {letter.zh}", f"{number} {letter.en}"))}  # fmt: skip
