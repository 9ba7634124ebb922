"""(b) The debt ratio: accounts solid, plan dashed, stress dotted, against the bands of the place."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from govaudit.finance.stress import combined, stressed
from govaudit.finance.warning import LEVELS as ORDER
from govaudit.model import Text
from govaudit.report.figures.chart_style import LEVEL_COLOURS, axis, base, label, percent
from govaudit.report.warning.content import Chart
from govaudit.rules import LEVELS

if TYPE_CHECKING:
    from govaudit.finance import Accounts
    from govaudit.report.warning.scene import Scene

_BACK, _AHEAD = 4, 5
_HUNDRED = 100


def debt_path(scene: Scene) -> Chart:
    """Return the chart, of the debt ratio or where it is unknown of the one over all debt."""
    name = next((one for one in ("debt_ratio", "debt_ratio_all") if scene.ratio(one).value is not None), "debt_ratio")
    caption = Text(f"{scene.ratio(name).measure.label.zh}走势：决算、计划和压力情景", f"Path of the {scene.ratio(name).measure.label.en}: accounts, plan and stress")  # fmt: skip
    history = {year: _value(scene.book, name, scene, year) for year in range(scene.year - _BACK, scene.year + 1)}
    if scene.ratio(name).value is None:
        return Chart(caption, None, Text("无数据：债务率缺数据", "no data: the debt ratio is unknown"))
    ahead = range(scene.year, scene.year + _AHEAD + 1)
    plan = {year: _value(scene.plan, name, scene, year) for year in ahead}
    worse = scene.book.under(stressed(scene.plan.figures, combined(scene.scenarios), scene.unit, scene.year))
    stress = {year: _value(worse, name, scene, year) for year in ahead}
    years = list(range(scene.year - _BACK, scene.year + _AHEAD + 1))
    lines = scene.lines(name)
    known = [one for some in (history, plan, stress) for one in some.values() if one is not None]
    top = _top(max(known), [value for value, _ in lines])
    series = [
        {**_line(Text("决算", "accounts"), history, years, "solid", "circle"), **_bands(lines, top)},
        _line(Text("计划", "plan"), {**plan, scene.year: history[scene.year]}, years, "dashed", "rect"),
        _line(Text("压力（各情景合并）", "stress, all scenarios"), stress, years, "dotted", "triangle"),
    ]
    option = base(
        xAxis=axis("category", data=[str(year) for year in years]), yAxis=axis("value", name="%", min=0, max=top),
        series=series, grid={"left": 8, "right": 44, "top": 30, "bottom": 40, "containLabel": True}, tooltip={"trigger": "axis", "confine": True},
    )  # fmt: skip
    return Chart(caption, option, height=320)


def _value(book: Accounts, name: str, scene: Scene, year: int) -> Fraction | None:
    return book.computed(name, scene.unit, year).value


def _top(highest: Fraction, lines: list[Fraction]) -> int:
    """Return the top of the axis: above what is drawn and above the last line, so that every band is seen."""
    reach = max(highest, *lines, Fraction(0)) * 11 / 10
    return -(-int(reach * _HUNDRED) // 20) * 20


def _line(name: Text, points: dict[int, Fraction | None], years: list[int], dash: str, symbol: str) -> dict[str, Any]:
    data = []
    for year in years:
        value = points.get(year)
        if value is None:
            data.append({"value": "-"})
            continue
        place = "bottom" if dash == "dashed" else "top"
        show = not (dash == "dashed" and year == min(points))
        data.append({"value": value * _HUNDRED, "label": label(formatter=percent(value, 1), position=place, show=show, fontSize=10)})  # type: ignore[dict-item]  # fmt: skip
    return {"type": "line", "name": name, "data": data, "symbol": symbol, "symbolSize": 7, "itemStyle": {"color": "#000000"}, "lineStyle": {"color": "#000000", "type": dash, "width": 1.8}}  # fmt: skip


def _bands(lines: list[tuple[Fraction, str]], top: int) -> dict[str, Any]:
    """Return the areas between the lines with the name of each level at the right."""
    edges = [(Fraction(0), "green"), *((value * _HUNDRED, level) for value, level in sorted(lines, key=lambda one: (one[0], ORDER.index(one[1]))))]  # fmt: skip
    areas = []
    for number, (low, level) in enumerate(edges):
        high = edges[number + 1][0] if number + 1 < len(edges) else Fraction(top)
        if low < top and high > low:
            style = {"color": LEVEL_COLOURS[level], "opacity": 0.35}
            name = label(position="insideRight", offset=[36, 0])
            areas.append([{"yAxis": low, "itemStyle": style, "name": LEVELS[level], "label": name}, {"yAxis": min(high, top)}])  # fmt: skip
    marks = [{"yAxis": low, "label": {"show": False}} for low, _ in edges[1:] if low < top]
    return {
        "markArea": {"silent": True, "data": areas},
        "markLine": {"silent": True, "symbol": "none", "lineStyle": {"color": "#555555", "type": "solid", "width": 0.8}, "data": marks},
    }  # fmt: skip
