"""(c) The tornado: by how much each shock moves the ratio that is nearest to its line."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from govaudit.model import Text
from govaudit.report.figures.chart_style import axis, base, fill, folded, label, percent
from govaudit.report.warning.content import Chart
from govaudit.rules import LEVELS

if TYPE_CHECKING:
    from govaudit.finance.ratios import Ratio
    from govaudit.report.warning.scene import Scene

_NAME = Text("各种冲击的影响", "What each shock does")


def tornado(scene: Scene) -> Chart:
    """Return the chart."""
    ratio = _nearest(scene)
    if ratio is None or ratio.value is None:
        return Chart(_NAME, None, Text("无数据：没有可测算的指标", "no data: no ratio can be computed"))
    name, now = ratio.measure.label, ratio.value
    moved = [
        (stress.scenario.title, one.value - now, one)
        for stress in scene.stress[1:]
        for one in stress.ratios
        if one.measure.name == ratio.measure.name and one.value is not None
    ]
    moved.sort(key=lambda one: abs(one[1]))
    caption = Text(f"各种冲击对{name.zh}的影响（基准{percent(now)}）", f"What each shock does to {name.en} (baseline {percent(now)})")  # fmt: skip
    to_go = ratio.mark.distance if ratio.mark and ratio.mark.line and ratio.mark.distance is not None else None
    shifts = [Fraction(0), *(change for _, change, _ in moved)]
    low, high = min(shifts), max(shifts)
    wide = (high - low) * 100
    if to_go is not None and 0 < to_go <= 2 * high:
        high = max(high, to_go)
    bar: dict[str, Any] = {"type": "bar", "barMaxWidth": 18, "itemStyle": fill(1), "data": [_bar(change, under) for _, change, under in moved], **_line(ratio, to_go, high)}  # fmt: skip
    option = base(
        legend={"show": False}, grid={"left": 8, "right": 24, "top": 24, "bottom": 26, "containLabel": True},
        xAxis=axis("value", name="", min=_edge(low, wide), max=_edge(high, wide), axisLabel={"color": "#000000", "formatter": Text("{value}点", "{value} pts")}),
        yAxis=axis("category", data=[folded(title, 14, 26) for title, _, _ in moved], axisLabel={"color": "#000000", "margin": 10}), series=[bar],
    )  # fmt: skip
    return Chart(caption, option, height=72 + 30 * len(moved))


def _line(ratio: Ratio, to_go: Fraction | None, high: Fraction) -> dict[str, Any]:
    """Return the line of the law where a shock could reach it."""
    if to_go is None or ratio.mark is None or ratio.mark.line is None or not 0 <= to_go <= high:
        return {}
    said = label(formatter=Text(f"{percent(ratio.mark.line, 0)}线", f"line {percent(ratio.mark.line, 0)}"), position="end")  # fmt: skip
    return {"markLine": {"silent": True, "symbol": "none", "lineStyle": {"color": "#000000", "type": "dashed", "width": 1.4}, "data": [{"xAxis": to_go * 100, "label": said}]}}  # fmt: skip


def _edge(change: Fraction, wide: Fraction) -> int:
    """Return the end of the axis in points, with room for the labels of the bars."""
    room = wide * 2 / 5
    return math.ceil(change * 100 + room) if change > 0 else math.floor(change * 100 - room) if change < 0 else 0


def _bar(change: Fraction, under: Ratio) -> dict[str, Any]:
    sign = "+" if change > 0 else ""
    level = LEVELS[under.mark.band] if under.mark else Text("", "")
    points = percent(change).removesuffix("%")
    said = Text(f"{sign}{points}点，{percent(under.value or change)} {level.zh}", f"{sign}{points} pts, {percent(under.value or change)} {level.en}")  # fmt: skip
    return {
        "value": change * 100,
        "label": label(
            formatter=said, backgroundColor="#ffffff", padding=[1, 2], position="left" if change < 0 else "right"
        ),
    }


def _nearest(scene: Scene) -> Ratio | None:
    """Return the ratio not beyond its line with the least relative distance to it, else the first that is known."""
    known = [one for one in scene.stress[0].ratios if one.value is not None]
    ahead = [one for one in known if one.mark and one.mark.line and one.mark.distance is not None and one.mark.distance > 0]  # fmt: skip
    return min(ahead, key=_relative, default=next(iter(known), None))


def _relative(ratio: Ratio) -> Fraction:
    mark = ratio.mark
    if mark is None or not mark.line or mark.distance is None:
        msg = "a ratio with a line ahead"
        raise ValueError(msg)
    return mark.distance / mark.line
