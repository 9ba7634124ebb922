"""Section 3: every ratio with its level, the next line, three years, the rank among its peers, the first breach under the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model import Text
from govaudit.report.labels import word
from govaudit.report.warning.content import NOTHING, GridColumn, Num, Section, WarningGrid, band, fen, value
from govaudit.words import FISCAL_ITEMS

if TYPE_CHECKING:
    from govaudit.finance import Component
    from govaudit.finance.ratios import Ratio
    from govaudit.report.warning.content import Cell, Chart
    from govaudit.report.warning.scene import Scene

# Of these the lower the worse: rank 1 is always the worst.
_FALLING = frozenset({"general_limit_headroom", "special_limit_headroom", "total_limit_headroom", "reserve_coverage", "service_cover"})  # fmt: skip


def section(scene: Scene, charts: tuple[Chart, ...]) -> Section:
    """Return the section."""
    year = scene.year
    ranked = bool(peers(scene))
    columns = (
        GridColumn("measure", Text("指标", "measure"), 25), GridColumn("value", Text(f"{year}年", str(year)), 14), GridColumn("band", Text("等级", "level"), 10),
        GridColumn("line", Text("下一条线", "next line"), 11), GridColumn("distance", Text("距线", "to go"), 11),
        GridColumn("before_2", Text(f"{year - 2}年", str(year - 2)), 13), GridColumn("before_1", Text(f"{year - 1}年", str(year - 1)), 13),
        *((GridColumn("rank", Text("同级排名", "rank"), 9),) if ranked else ()), GridColumn("first_breach", Text("计划内首次越档", "next band by plan"), 12),
    )  # fmt: skip
    grid = WarningGrid("indicators", Text(f"{year}年指标总表（金额单位：万元）", f"Indicators of {year} (money in CNY million)"), columns,
                tuple(_row(ratio, scene, ranked=ranked) for ratio in scene.ratios if _tells(ratio)))  # fmt: skip
    rank = Text("排名在同级单位中自最严重者排起。", "Ranks count from the worst among units of the same level. ") if ranked else Text("没有同级单位的数据，不排名。", "There are no peers to rank with. ")  # fmt: skip
    plan = Text("越档年份按计划推算：到期本金按平均利率再融资，新增债券和预算以列明的为限，其他数据按前五年平均增速。",
                "The year of the next band follows the plan: what falls due is refinanced at the average rate, new bonds and budgets as stated, the rest grown at the rate of five years.")  # fmt: skip
    notes = (Text(rank.zh + plan.zh, rank.en + plan.en),)
    return Section(Text("指标总表", "Indicators"), grids=(grid,), charts=charts, notes=notes)


def _tells(ratio: Ratio) -> bool:
    """Whether a ratio says anything: a stock and its flows that meet do not."""
    return not (ratio.measure.name.endswith("_residual") and ratio.value == 0)


def _row(ratio: Ratio, scene: Scene, *, ranked: bool) -> tuple[Cell, ...]:
    mark, unit = ratio.mark, ratio.measure.unit
    line = Num(mark.line, unit) if mark and mark.line is not None else NOTHING
    distance = Num(mark.distance, unit) if mark and mark.distance is not None else NOTHING
    before = (Num(scene.ratio(ratio.measure.name, year=scene.year - back).value, unit) for back in (2, 1))
    rank = (_rank(ratio, scene),) if ranked else ()
    return (ratio.measure.label, value(ratio), band(ratio), line, distance, *before, *rank, _breach(ratio, scene))


def _rank(ratio: Ratio, scene: Scene) -> Text:
    if ratio.value is None:
        return NOTHING
    name = ratio.measure.name
    others = (scene.book.computed(name, unit, scene.year).value for unit in peers(scene))
    known = [one for one in others if one is not None]
    if not known:
        return Text("无同级", "no peer")
    sign = -1 if name in _FALLING else 1
    worse = sum(sign * one > sign * ratio.value for one in known)
    return Text(f"{worse + 1}/{len(known) + 1}", f"{worse + 1}/{len(known) + 1}")


def peers(scene: Scene) -> list[str]:
    """Return the other units with figures of the same level (city, county, ...)."""
    units = scene.book.units
    level = units.row(scene.unit).get("level")
    return [
        one
        for one in scene.book.figures.units()
        if one != scene.unit and level is not None and units.row(one).get("level") == level and not units.own_level(one)
    ]


def _breach(ratio: Ratio, scene: Scene) -> Text:
    found = scene.first_breaches.get(ratio.measure.name)
    if found is None:
        return NOTHING
    if found.value is None:
        return Text("不越档", "none") if found.status == "ok" else Text("无数据", "no data")
    year = scene.year + int(found.value)
    return Text("已在最差档", "worst already") if found.value == 0 else Text(f"{year}年", str(year))


def formulas(scene: Scene) -> tuple[WarningGrid, WarningGrid]:
    """Return the ratios with a line, each with its formula, figures, basis and sources, and for the workbook the others."""
    columns = (
        GridColumn("measure", Text("指标", "measure"), 18), GridColumn("value", Text("数值", "value"), 12), GridColumn("formula", Text("公式", "formula"), 28),
        GridColumn("figures", Text("数据（万元）", "figures (CNY mn)"), 36), GridColumn("basis", Text("口径", "basis"), 7), GridColumn("sources", Text("出处", "sources"), 30),
    )  # fmt: skip
    lined = [ratio for ratio in scene.ratios if ratio.mark is not None and ratio.mark.line is not None]
    others = [ratio for ratio in scene.ratios if ratio not in lined]
    return (
        WarningGrid("formulas", Text("设线指标的公式、数据和出处", "Formulas, figures and sources of ratios with a line"), columns, tuple(map(_formula, lined))),
        WarningGrid("formulas_others", Text("其他指标的公式、数据和出处", "Formulas, figures and sources of the others"), columns, tuple(map(_formula, others)), annex=True),
    )  # fmt: skip


def _formula(ratio: Ratio) -> tuple[Cell, ...]:
    figures = Text(_figures(ratio, "zh"), _figures(ratio, "en"))
    places = dict.fromkeys(one.figure.source or str(one.figure.place) for one in ratio.components)
    sources = Text("；".join(places), "; ".join(places))
    basis = word(ratio.basis) if ratio.basis else Text("无数据", "no data")
    return (ratio.measure.label, value(ratio), ratio.measure.formula, figures, basis, sources)


_MOST_FIGURES = 6  # of one ratio in a document; the recalculation log has all


def _figures(ratio: Ratio, lang: str) -> str:
    parts = [figure(one, lang) for one in ratio.components[:_MOST_FIGURES]]
    if (more := len(ratio.components) - _MOST_FIGURES) > 0:
        parts.append(Text(f"另{more}项见重算记录", f"{more} more in the recalculation log").pick(lang))
    return ("；" if lang == "zh" else "; ").join(parts)


def figure(one: Component, lang: str) -> str:
    """Write one figure of a ratio: item and amount, with the year where it is another."""
    label = FISCAL_ITEMS.get(one.item, Text(one.item, one.item)).pick(lang)
    return f"{one.year}年{label} {fen(one.figure.value).shown(lang)}" if lang == "zh" else f"{label} {one.year} {fen(one.figure.value).shown(lang)}"  # fmt: skip


def recalculation(scene: Scene) -> WarningGrid:
    """Return the log a reader recalculates from: a row for each figure of each ratio, in yuan, with sign, side of the line and place."""
    columns = (
        GridColumn("measure", Text("指标", "measure"), 26), GridColumn("value", Text("指标值", "value"), 14), GridColumn("unit", Text("单位", "unit"), 7),
        GridColumn("item", Text("数据项", "item"), 24), GridColumn("year", Text("年度", "year"), 7), GridColumn("basis", Text("口径", "basis"), 9),
        GridColumn("amount", Text("数值（万元）", "figure (CNY mn)"), 16), GridColumn("times", Text("系数", "times"), 7),
        GridColumn("side", Text("位置", "side"), 9), GridColumn("place", Text("出处", "place"), 40),
    )  # fmt: skip
    rows = tuple(
        _figure_row(ratio, one)
        for ratio in scene.ratios
        for one in ratio.components
    )  # fmt: skip
    return WarningGrid("recalculation", Text("重算记录", "Recalculation log"), columns, rows, annex=True)


def _figure_row(ratio: Ratio, one: Component) -> tuple[Cell, ...]:
    side = (
        Text("分母", "denominator")
        if one.under
        else Text("分子", "numerator")
        if ratio.measure.under
        else Text("加减项", "term")
    )
    at, source = str(one.figure.place), one.figure.source
    place = Text(f"{at}（{source}）", f"{at} ({source})") if source else Text(at, at)
    unit = {"share": Text("%", "%"), "yuan": Text("万元", "CNY mn"), "year": Text("年", "years")}
    return (
        ratio.measure.label, value(ratio), unit.get(ratio.measure.unit, Text("", "")), FISCAL_ITEMS.get(one.item, Text(one.item, one.item)), str(one.year),
        word(one.basis), fen(one.figure.value), str(one.times), side, place,
    )  # fmt: skip
