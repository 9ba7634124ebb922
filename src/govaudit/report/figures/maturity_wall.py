"""(a) The repayment wall: ten years by class and source of repayment, what the next twelve months ask, what funds are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.model import Text, to_date
from govaudit.report.figures.chart_style import Scale, axis, base, fill, label, legend_lines, scale_of, short
from govaudit.report.warning.content import KINDS, NOT_STATED, Chart
from govaudit.report.warning.service_chapter import YEARS, by_source, funds_left, next_months, planned

if TYPE_CHECKING:
    from govaudit.report.warning.scene import Scene

_CAPTION = Text("十年还本付息（首年为截至日以后）", "Debt service of ten years (the first from the day after)")
_MOST, _OTHER = 6, "\0other"  # of classes and sources drawn apart; the name of the rest
_LONGEST = 12  # characters of a source


def wall(scene: Scene) -> Chart:
    """Return the chart."""
    sums = _largest(by_source(scene))
    if not sums and planned(scene):
        return _published(scene)
    if not sums:
        return Chart(_CAPTION, None, Text("无数据：没有债务明细", "no data: no debts are listed"))
    first = to_date(scene.as_of).year
    years = list(range(first, first + YEARS))
    totals = [sum(amounts.get(year, 0) for amounts in sums.values()) for year in years]
    scale = scale_of(totals)
    bars = [_bar(scale, number, kind, source, [amounts.get(year, 0) for year in years]) for number, ((kind, source), amounts) in enumerate(sums.items())]  # fmt: skip
    known = [funds_left(scene, year) for year in years]
    names = [one["name"] for one in bars]
    series = [*bars, _totals(scale, totals), *_funds(scale, known), _twelve(scale, scene)]
    shown = [*names, *(one["name"] for one in series[len(bars) + 1 :])]
    lines = legend_lines(shown)
    option = base(
        xAxis=axis("category", data=[str(year) for year in years]), yAxis=axis("value", name=scale.unit),
        series=series, legend={"bottom": 0, "data": shown, "itemWidth": 26, "itemHeight": 14, "textStyle": {"fontSize": 12, "color": "#000000"}},
        grid={"left": 8, "right": 44, "top": 30, "bottom": 14 + 23 * lines, "containLabel": True}, tooltip={"trigger": "axis", "confine": True},
    )  # fmt: skip
    return Chart(_CAPTION, option, height=280 + 23 * lines)


def _published(scene: Scene) -> Chart:
    """Return the principal of the published plan, where no debts are listed."""
    plan = planned(scene)
    scale = scale_of([(one.general or 0) + (one.special or 0) for one in plan])
    bars = [_bar(scale, number, kind, "", [getattr(one, kind) or 0 for one in plan]) for number, kind in enumerate(("general", "special"))]  # fmt: skip
    bars = [bar | {"name": KINDS[kind]} for bar, kind in zip(bars, ("general", "special"), strict=True)]
    years = [Text(f"{one.year}及以后", f"{one.year} on") if one.onward else str(one.year) for one in plan]
    option = base(
        xAxis=axis("category", data=years), yAxis=axis("value", name=scale.unit), series=[*bars, _totals(scale, [(one.general or 0) + (one.special or 0) for one in plan])],
        legend={"bottom": 0, "data": [one["name"] for one in bars], "textStyle": {"fontSize": 12, "color": "#000000"}},
        grid={"left": 8, "right": 44, "top": 30, "bottom": 37, "containLabel": True}, tooltip={"trigger": "axis", "confine": True},
    )  # fmt: skip
    return Chart(Text("公开的分年度偿还计划（本金）", "Published repayment plan (principal)"), option, height=303)


def _largest(sums: dict[tuple[str, str], dict[int, int]]) -> dict[tuple[str, str], dict[int, int]]:
    """Return the largest classes and sources, the others of a class together: more cannot be told apart."""
    order = sorted(sums, key=lambda key: (-sum(sums[key].values()), key))
    kept = set(order[:_MOST]) if len(order) > _MOST + 1 else set(order)
    found: dict[tuple[str, str], dict[int, int]] = {}
    for (kind, source), amounts in sums.items():
        row = found.setdefault((kind, source if (kind, source) in kept else _OTHER), {})
        for year, amount_ in amounts.items():
            row[year] = row.get(year, 0) + amount_
    return found


def _bar(scale: Scale, number: int, kind: str, source: str, amounts: list[int]) -> dict[str, Any]:
    said = Text("其他来源", "other sources") if source == _OTHER else short(source, _LONGEST) if source else NOT_STATED
    name = Text(f"{KINDS[kind].zh}·{said.zh}", f"{KINDS[kind].en}: {said.en}")
    return {"type": "bar", "stack": "due", "name": name, "itemStyle": fill(number), "barMaxWidth": 34, "data": [scale.at(one) for one in amounts]}  # fmt: skip


def _totals(scale: Scale, totals: list[int]) -> dict[str, Any]:
    """Return a line that is not drawn and carries the sums above the bars."""
    points = [{"value": scale.at(one), "label": {"formatter": scale.said(one, 1)}} for one in totals]
    return {"type": "line", "name": Text("合计", "total"), "symbol": "none", "lineStyle": {"width": 0}, "label": label(position="top"), "data": [{**point, "symbol": "circle", "symbolSize": 1, "itemStyle": {"color": "transparent"}} for point in points]}  # fmt: skip


def _funds(scale: Scale, known: list[int | None]) -> list[dict[str, Any]]:
    if all(one is None for one in known):
        return []
    points = ["-" if one is None else scale.at(one) for one in known]
    return [{"type": "line", "name": Text("可用资金", "funds left"), "symbol": "diamond", "symbolSize": 11, "symbolOffset": [26, 0], "itemStyle": {"color": "#000000"}, "lineStyle": {"color": "#000000", "width": 1.5}, "data": points}]  # fmt: skip


def _twelve(scale: Scale, scene: Scene) -> dict[str, Any]:
    """Return the dashed line of what the next twelve months ask."""
    total = sum(flow.total for flow in next_months(scene))
    line = {"yAxis": scale.at(total), "label": label(formatter=scale.said(total, 1), position="end")}
    return {
        "type": "line", "name": Text("今后12个月应付", "due in 12 months"), "symbol": "none", "data": [], "itemStyle": {"color": "#000000"}, "lineStyle": {"color": "#000000", "type": "dashed", "width": 1.2},
        "markLine": {"silent": True, "symbol": "none", "lineStyle": {"color": "#000000", "type": "dashed", "width": 1.2}, "data": [line]},
    }  # fmt: skip
