"""(h) The calendar of coupons and maturities: months by years, principal marked."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from govaudit.model import Text, to_date
from govaudit.report.figures.chart_style import Scale, axis, base, label, scale_of
from govaudit.report.warning.content import Chart
from govaudit.report.warning.service_chapter import YEARS, due

if TYPE_CHECKING:
    from govaudit.report.warning.scene import Scene

_CAPTION = Text("付息和到期日历", "Coupons and maturities")
_MONTHS = 12


def calendar(scene: Scene) -> Chart:
    """Return the chart."""
    first = to_date(scene.as_of).year
    totals: dict[tuple[int, int], int] = defaultdict(int)
    principal: set[tuple[int, int]] = set()
    for _, flow in due(scene):
        day = to_date(flow.pay_on)
        if day.year < first + YEARS:
            totals[day.year, day.month] += flow.total
            if flow.principal:
                principal.add((day.year, day.month))
    if not totals:
        return Chart(_CAPTION, None, Text("无数据：没有债务明细", "no data: no debts are listed"))
    years = range(first, first + YEARS)
    scale = scale_of(totals.values())
    begin = to_date(scene.as_of).month
    months = [(year, month) for year in years for month in range(1, _MONTHS + 1) if year > first or month >= begin]
    cells = [_cell(scale, month - 1, year - first, totals.get((year, month), 0), (year, month) in principal) for year, month in months]  # fmt: skip
    option = base(
        legend={"show": False}, grid={"left": 8, "right": 8, "top": 8, "bottom": 8, "containLabel": True},
        xAxis=axis("category", position="top", data=[Text(f"{month}月", str(month)) for month in range(1, _MONTHS + 1)], splitArea={"show": False}),
        yAxis=axis("category", inverse=True, data=[str(year) for year in years]),
        series=[{"type": "heatmap", "data": cells, "itemStyle": {"borderColor": "#000000", "borderWidth": 0.6}}],
        visualMap={"show": False, "min": 0, "max": scale.at(max(totals.values())), "dimension": 2, "inRange": {"color": ["#ffffff", "#a8a8a8"]}},
    )  # fmt: skip
    caption = Text(f"付息和到期日历（{scale.unit.zh}；“本”为含还本的月份，其余为付息）", f"Coupons and maturities ({scale.unit.en}; P: a month with principal, else interest)")  # fmt: skip
    return Chart(caption, option, height=50 + 26 * YEARS)


def _cell(scale: Scale, x: int, y: int, total: int, repays: bool) -> dict[str, Any]:  # noqa: FBT001 - one of two looks of a cell
    said = scale.said(total, 1)
    text = Text(f"{said.zh}本", f"{said.en} P") if repays else said if total else Text("", "")
    return {"value": [x, y, scale.at(total)], "label": label(formatter=text, fontSize=11, fontWeight="bold" if repays else "normal")}  # fmt: skip
