"""Section 2: whose figures, of what year and basis, what comprehensive capacity is made of, which rules, what is in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model import Text
from govaudit.report import say_facts as show
from govaudit.report.labels import word
from govaudit.report.warning.content import GridColumn, Num, Section, WarningGrid, fen
from govaudit.report.warning.service_chapter import other_debts, planned
from govaudit.rules import builtin
from govaudit.words import FISCAL_ITEMS

if TYPE_CHECKING:
    from govaudit.finance import Component
    from govaudit.report.warning.content import Cell
    from govaudit.report.warning.scene import Scene
    from govaudit.schedules import Debt, Flow


def section(scene: Scene) -> Section:
    """Return the section."""
    doubts = _doubts(scene)
    none = (
        ()
        if doubts.rows
        else (Text("本年度数据未发现质量问题。", "The data-quality checks of the year found nothing."),)
    )
    return Section(Text("口径说明", "Scope and sources"), none, (_scope(scene), *((doubts,) if doubts.rows else ())))


def _scope(scene: Scene) -> WarningGrid:
    scope = scene.book.units.scope(scene.unit)
    bases = dict.fromkeys(ratio.basis for ratio in scene.ratios if ratio.basis)
    rows: list[tuple[Cell, Cell]] = [
        (Text("单位和范围", "unit and scope"), scope),
        (Text("数据年度", "year of the figures"), Text(f"{scene.year}年", str(scene.year))),
        (Text("截至日", "as of"), show.day(scene.as_of)),
        (
            Text("数据口径", "basis"),
            show.join([word(basis) for basis in bases]) if bases else Text("无数据", "no data"),
        ),
        (Text("综合财力构成", "comprehensive capacity"), _capacity(scene)),
        (Text("债务明细", "debts listed"), _coverage(scene)),
        (Text("规则集版本", "rule set"), scene.audit.run.manifest.rule_set[:16]),
        (Text("程序版本", "program"), scene.audit.run.manifest.program),
        (
            Text("主要说明", "caveats"),
            Text(
                "付息占比为计算口径，分母须核对；或有债务单列，不计入法定债务；区间和预警阈值非法律明文的，已在规则中注明。",
                "interest shares are on the computed basis, to be confirmed; contingent debt is in no total; bands and start values found in no law are marked in their rules.",
            ),
        ),
    ]
    columns = (GridColumn("item", Text("项目", "item"), 20), GridColumn("said", Text("说明", "what"), 80))
    return WarningGrid("scope", Text("数据口径", "Scope"), columns, tuple(rows))


def _capacity(scene: Scene) -> Text:
    """Say what the capacity of the year is made of."""
    ratio = scene.ratio("debt_ratio")
    parts = [one for one in ratio.components if one.under]
    if not parts:
        return Text("无数据", "no data")
    if len(parts) == 1 and parts[0].item == "comprehensive_capacity":
        number = fen(parts[0].figure.value)
        source = parts[0].figure.source
        return Text(
            f"采用公布数{number.shown('zh', unit=True)}" + (f"（{source}）" if source else ""),
            f"the published value {number.shown('en', unit=True)}" + (f" ({source})" if source else ""),
        )
    return Text("；".join(_part(one, "zh") for one in parts), "; ".join(_part(one, "en") for one in parts))


def _part(one: Component, lang: str) -> str:
    label = FISCAL_ITEMS.get(one.item, Text(one.item, one.item)).pick(lang)
    sign = "−" if one.times < 0 else ""
    return f"{sign}{label} {fen(one.figure.value).shown(lang, unit=True)}"


def _coverage(scene: Scene) -> Text:
    """Say how much of the stated balance the debts listed come to at the end of the year."""
    schedules = scene.book.schedules(scene.unit)
    others = other_debts(scene)
    if others:
        beside = Text(f"另有转贷、贷款等{len(others)}笔，列入还本付息计划，明细未列为一般、专项债务，不与余额核对", f"{len(others)} on-lent debts, loans and the like stand in the plan; listed as neither general nor special, they are not held against the balance")  # fmt: skip
        said = _covered(scene, schedules)
        return Text(f"{said.zh}；{beside.zh}", f"{said.en}; {beside.en}")
    return _covered(scene, schedules)


def _covered(scene: Scene, schedules: list[tuple[Debt, list[Flow]]]) -> Text:
    if not schedules:
        if planned(scene):
            return Text(
                "没有一般、专项债务明细，还本采用公开的分年度偿还计划",
                "no general or special debt is listed: principal follows the published plan",
            )
        return Text(
            "没有一般、专项债务明细，其还本付息计划无法推算", "no general or special debt is listed: no schedule of it"
        )
    from govaudit.finance.ratios import year_end
    from govaudit.schedules import portfolio

    listed = portfolio(schedules, year_end(scene.year)).outstanding
    parts = [one for one in scene.ratio("debt_ratio").components if not one.under]
    stated = sum(one.figure.value for one in parts)
    count, amount = len(schedules), fen(listed)
    if not stated:
        return Text(
            f"{count}笔，{scene.year}年末余额{amount.shown('zh', unit=True)}；决算余额无数据",
            f"{count} debts, {amount.shown('en', unit=True)} at the end of {scene.year}; no stated balance",
        )
    from fractions import Fraction

    share = Num(Fraction(listed, stated), "share")
    return Text(
        f"{count}笔，{scene.year}年末余额{amount.shown('zh', unit=True)}，为决算余额的{share.shown('zh')}",
        f"{count} debts, {amount.shown('en', unit=True)} at the end of {scene.year}, {share.shown('en')} of the stated balance",
    )


def _doubts(scene: Scene) -> WarningGrid:
    units = {scene.unit, *scene.below}
    rows: list[tuple[Cell, ...]] = [
        (
            one.check,
            scene.name(one.unit),
            builtin(one.check).title,
            one.what,
            builtin(one.check).next_step,
            str(one.place),
        )
        for one in scene.book.doubts
        if one.unit in units and one.year >= scene.year
    ]
    columns = (
        GridColumn("check", Text("检查", "check"), 9), GridColumn("unit", Text("单位", "unit"), 16), GridColumn("title", Text("问题", "problem"), 14),
        GridColumn("what", Text("情况", "finding"), 30), GridColumn("next_step", Text("处理", "remedy"), 21), GridColumn("place", Text("位置", "place"), 14),
    )  # fmt: skip
    return WarningGrid("doubts", Text("数据质量问题", "Data in doubt"), columns, tuple(rows), most=8)
