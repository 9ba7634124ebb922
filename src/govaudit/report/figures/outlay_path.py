"""(e) PPP: the outlay share of each year by bucket against the lines of 5, 7 and 10 per cent."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from govaudit.finance.ppp import BUCKETS
from govaudit.model import Text
from govaudit.report.figures.chart_style import axis, base, fill, label, percent
from govaudit.report.labels import word
from govaudit.report.warning.content import Chart
from govaudit.report.warning.ppp_chapter import bucket_sums, of_unit, path

if TYPE_CHECKING:
    from govaudit.report.warning.scene import Scene

_CAPTION = Text("PPP支出责任占一般公共预算支出的比例", "PPP outlays over general public budget expenditure")
_HUNDRED = 100


def outlays(scene: Scene) -> Chart:
    """Return the chart."""
    mine, ratios = of_unit(scene), [one for one in path(scene) if one.value is not None]
    if not mine or not ratios:
        return Chart(_CAPTION, None, Text("无数据：没有支出责任或者支出数", "no data: no duties, or no expenditure"))
    years = [one.year for one in ratios]
    spent = [sum(part.figure.value for part in one.components if part.under) for one in ratios]
    sums = [bucket_sums(scene, year) for year in years]
    bars: list[dict[str, Any]] = [
        {"type": "bar", "stack": "duty", "name": word(bucket), "itemStyle": fill(number), "barMaxWidth": 34,
         "data": [Fraction(_HUNDRED * some[bucket], under) for some, under in zip(sums, spent, strict=True)]}
        for number, bucket in enumerate(BUCKETS)
    ]  # fmt: skip
    lines = sorted({value for value, _ in scene.lines("ppp_outlay_share")})
    totals: list[dict[str, Any]] = [{"value": (one.value or Fraction(0)) * _HUNDRED, "label": {"formatter": percent(one.value or Fraction(0))}} for one in ratios]  # fmt: skip
    top = max([one.value or Fraction(0) for one in ratios] + lines) * _HUNDRED
    option = base(
        xAxis=axis("category", data=[str(year) for year in years]), yAxis=axis("value", name="%", max=-(-int(top * 23 / 20) // 1) + 1),
        grid={"left": 8, "right": 40, "top": 30, "bottom": 40, "containLabel": True},
        series=[*bars, {
            "type": "line", "name": Text("合计", "total"), "symbol": "circle", "symbolSize": 1, "itemStyle": {"color": "transparent"}, "lineStyle": {"width": 0}, "label": label(position="top", backgroundColor="#ffffff", padding=1), "data": totals,
            "markLine": {"silent": True, "symbol": "none", "lineStyle": {"color": "#000000", "type": "dashed"}, "data": [{"yAxis": line * _HUNDRED, "label": label(formatter=percent(line, 0), position="end")} for line in lines]},
        }], legend={"bottom": 0, "data": [one["name"] for one in bars], "textStyle": {"fontSize": 12, "color": "#000000"}, "itemWidth": 26, "itemHeight": 14},
    )  # fmt: skip
    return Chart(_CAPTION, option, height=310)
