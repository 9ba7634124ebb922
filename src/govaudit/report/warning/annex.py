"""The annex: all items, the rules that spoke, formulas and figures, and what a reader recalculates from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model import Basis, Text
from govaudit.report import say_facts as show
from govaudit.report.warning import indicators
from govaudit.report.warning.content import NOTHING, GridColumn, WarningGrid
from govaudit.rules import LEVELS

if TYPE_CHECKING:
    from govaudit.report.warning.content import Item
    from govaudit.report.warning.scene import Scene
    from govaudit.rules.kinds import AnyRule


def grids(scene: Scene, items: tuple[Item, ...]) -> tuple[WarningGrid, ...]:
    """Return the tables of the annex."""
    return (
        _items(scene, items),
        *indicators.formulas(scene),
        _rules(scene, items),
        indicators.recalculation(scene),
        _inputs(scene),
    )


def _items(scene: Scene, items: tuple[Item, ...]) -> WarningGrid:
    rows = tuple(
        (item.finding.rule, scene.name(item.unit), item.finding.title, LEVELS[item.level], show.message(item.finding), item.who, show.day(item.by))
        for item in items
    )  # fmt: skip
    columns = (
        GridColumn("rule", Text("规则", "rule"), 10), GridColumn("unit", Text("单位", "unit"), 16), GridColumn("title", Text("事项", "matter"), 15), GridColumn("level", Text("等级", "level"), 8),
        GridColumn("message", Text("情况", "finding"), 40), GridColumn("who", Text("办理人", "who"), 15), GridColumn("by", Text("期限", "by"), 12),
    )  # fmt: skip
    return WarningGrid("items", Text("全部预警事项", "All items"), columns, rows, most=15)


def _rules(scene: Scene, items: tuple[Item, ...]) -> WarningGrid:
    used = {item.finding.rule for item in items} | {ratio.mark.rule for ratio in scene.ratios if ratio.mark and ratio.mark.rule}  # fmt: skip
    rows = tuple((rule.id, rule.title, _basis(rule)) for rule in scene.rules if rule.id in used)
    columns = (GridColumn("rule", Text("规则", "rule"), 12), GridColumn("title", Text("名称", "title"), 28), GridColumn("basis", Text("依据", "basis"), 60))  # fmt: skip
    return WarningGrid("rules", Text("适用规则", "Rules"), columns, rows)


def _basis(rule: AnyRule) -> Text:
    said = [show.say_basis(Basis(act=one.act, article=one.article, confidence=one.confidence), confidence=True) for one in rule.basis]  # fmt: skip
    return Text("；".join(one.zh for one in said), "; ".join(one.en for one in said)) if said else NOTHING


def _inputs(scene: Scene) -> WarningGrid:
    rows = tuple((one.file, str(one.size), one.sha256) for one in scene.audit.run.manifest.inputs)
    columns = (GridColumn("file", Text("文件", "file"), 26), GridColumn("size", Text("字节数", "bytes"), 9), GridColumn("sha256", Text("SHA-256", "SHA-256"), 65))  # fmt: skip
    return WarningGrid("inputs", Text("输入文件", "Inputs"), columns, rows, most=12)
