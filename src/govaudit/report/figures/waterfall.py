"""(g) The change of statutory debt in the year: from the opening to the closing balance, each flow apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.finance import ACCOUNTS, LinearTerm
from govaudit.model import Text
from govaudit.report.figures.chart_style import Scale, axis, base, fill, label, scale_of
from govaudit.report.warning.content import Chart

if TYPE_CHECKING:
    from govaudit.report.warning.scene import Scene


def waterfall(scene: Scene) -> Chart:
    """Return the chart."""
    caption = Text(f"{scene.year}年政府债务余额变动（纵轴不从零起）", f"Change of government debt in {scene.year} (the axis does not begin at zero)")  # fmt: skip
    steps = changes(scene)
    if steps is None:
        return Chart(caption, None, Text("无数据：期初、期末余额或者发行、还本数不全", "no data: balances, issues or repayments are incomplete"))  # fmt: skip
    opening, flows, closing = steps
    levels = [opening]
    for _, change in flows:
        levels.append(levels[-1] + change)
    low = min(*levels, closing)
    scale = scale_of([*levels, closing])
    floor = _floor(low, max(*levels, closing))
    names = [Text("年初余额", "opening"), *(name for name, _ in flows), Text("年末余额", "closing")]
    bases = [floor, *(min(levels[n], levels[n + 1]) for n in range(len(flows))), floor]
    heights = [opening - floor, *(abs(change) for _, change in flows), closing - floor]
    said = [scale.said(opening), *(_signed(scale, change) for _, change in flows), scale.said(closing)]
    fills = [0, *(1 if change >= 0 else 2 for _, change in flows), 0]
    stack = {"type": "bar", "stack": "change", "stackStrategy": "all"}  # also below zero one upon the other
    hidden: dict[str, Any] = {"color": "transparent", "borderColor": "transparent"}
    option = base(
        legend={"show": False}, grid={"left": 8, "right": 16, "top": 30, "bottom": 10, "containLabel": True},
        xAxis=axis("category", data=names, axisLabel={"color": "#000000", "interval": 0}), yAxis=axis("value", name=scale.unit, min=scale.at(floor)),
        series=[
            {**stack, "silent": True, "itemStyle": hidden, "data": [scale.at(one) for one in bases]},
            {**stack, "barMaxWidth": 44, "data": [
                {"value": scale.at(height), "itemStyle": fill(number), "label": label(formatter=text, position="top")}
                for height, number, text in zip(heights, fills, said, strict=True)
            ]},
        ],
    )  # fmt: skip
    return Chart(caption, option, height=290)


def _floor(low: int, high: int) -> int:
    """Return where the axis begins: as far below the lowest level as the changes reach, rounded down."""
    if low <= 0:
        return low
    spread = max(1, high - low)
    step = int("1" + "0" * (len(str(spread)) - 1))
    return max(0, (low - spread) // step * step)


def _signed(scale: Scale, change: int) -> Text:
    said = scale.said(change)
    return Text(f"+{said.zh}", f"+{said.en}") if change > 0 else said


def changes(scene: Scene) -> tuple[int, list[tuple[Text, int]], int] | None:
    """Return the opening balance, the flows of the year and the closing balance in fen; what does not add up is a flow of its own."""
    opening, closing = _sum(scene, "total_balance", -1), _sum(scene, "total_balance")
    new, refinancing, repaid = (_sum(scene, item) for item in ("total_new", "refinancing", "total_principal"))
    if opening is None or closing is None or new is None or refinancing is None or repaid is None:
        return None
    swap, swapped, exchange = (_sum(scene, item) or 0 for item in ("swap", "swap_repaid", "fx_change"))
    flows = [
        (Text("新增", "new"), new), (Text("再融资", "refinanced"), refinancing - swap), (Text("置换隐性债务", "swap"), swap), (Text("还本", "repaid"), swapped - repaid),
        (Text("汇兑", "exchange"), exchange),
    ]  # fmt: skip
    gap = closing - opening - sum(change for _, change in flows)
    kept = [(name, change) for name, change in flows if change or name.en in {"new", "refinanced", "repaid"}]
    return opening, [*kept, *([(Text("差额", "residual"), gap)] if gap else [])], closing


def _sum(scene: Scene, item: str, years: int = 0) -> int | None:
    parts = scene.book.figures.find(scene.unit, scene.year, LinearTerm(item, years=years), ACCOUNTS)
    return None if parts is None else int(sum(part.amount for part in parts))
