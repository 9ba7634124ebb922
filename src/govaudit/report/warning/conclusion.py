"""Section 1, the page that is read: the level and what set it, what changed, the most urgent items, what is unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.finance.ratios import SHOWN
from govaudit.finance.warning import LEVELS as ORDER
from govaudit.finance.warning import statutory
from govaudit.model import Text
from govaudit.report import say_facts as show
from govaudit.report.warning.content import RISKS, GridColumn, Section, WarningGrid, band, value
from govaudit.report.warning.warning_events import unrecorded
from govaudit.report.warning.warning_items import by_matter, most_urgent
from govaudit.rules import LEVELS
from govaudit.rules.kinds import Signal

if TYPE_CHECKING:
    from govaudit.finance.ratios import Ratio
    from govaudit.report.warning.content import Cell, Item
    from govaudit.report.warning.scene import Scene


def section(scene: Scene, items: tuple[Item, ...]) -> Section:
    """Return the section."""
    grids = [grid for grid in (_urgent(items, scene), _unknown(scene)) if grid.rows]
    nothing = () if items else (Text("没有需要办理的事项。", "Nothing asks to be acted on."),)
    return Section(Text("结论", "Conclusion"), (_level(scene), *_set_by(scene), _changes(scene), _count(items), *nothing), tuple(grids),
                   notes=(Text("办理期限为建议：红色7日、橙色15日、黄色30日，法定期限更短的从其规定。指标提示风险，不认定责任。",
                               "The days to act are proposals: 7 for red, 15 for orange, 30 for yellow; a shorter term of law goes before. Ratios indicate risk and convict nobody."),))  # fmt: skip


def _level(scene: Scene) -> Text:
    one = scene.overall
    level, risk, at = LEVELS[one.level], RISKS[scene.risk], show.day(scene.as_of)
    base, stress = LEVELS[scene.baseline], LEVELS[scene.under_stress]
    return Text(
        f"截至{at.zh}，{scene.name(scene.unit)}总体等级为{level.zh}（{risk.zh}）。法定线和地方风险区间下为{base.zh}，压力情景下最差为{stress.zh}。",
        f"As of {at.en} the overall level of {scene.name(scene.unit)} is {level.en} ({risk.en}). By the lines of the law and the bands of the place it is {base.en}, "
        f"under stress {stress.en} at worst.",
    )  # fmt: skip


def _set_by(scene: Scene) -> list[Text]:
    one = scene.overall
    late = scene.book.arrears.get(scene.unit, 0)
    if late:
        return [
            Text(
                f"决定等级的规则：有债务或者PPP付款到期未付，最长{late}天；欠付一律定为红色。",
                f"What set the level: a payment of debt or PPP is {late} days overdue; arrears are always red.",
            )
        ]
    parts = [_by(ratio, scene) for ratio in one.set_by]
    if one.level not in {one.baseline, "no_data"}:
        parts = _by_stress(scene)
        way = Text("情景下超线的，总体等级比情景下低一档：", "A line passed only under stress counts one notch less: ")
    else:
        way = Text("决定等级的规则：", "What set the level: ")
    if parts:
        return [
            Text(
                f"{way.zh}{'；'.join(part.zh for part in parts)}。", f"{way.en}{'; '.join(part.en for part in parts)}."
            )
        ]
    if one.level == "no_data":
        return [
            Text(
                "可用数据不足，不能定级；缺数据不等于没有风险。",
                "The figures do not suffice for a level; missing figures are no sign of safety.",
            )
        ]
    return [
        Text("没有指标超过法定线或者地方风险区间。", "No ratio has passed a line of the law or a band of the place.")
    ]


def _by_stress(scene: Scene) -> list[Text]:
    """Say which ratio is worst under which single scenario, else under all of them."""
    lawful = {ratio.measure.name for ratio in scene.lawful}
    found: dict[str, Text] = {}
    for stress in scene.stress[1:]:
        for ratio in stress.ratios:
            name = ratio.measure.name
            if (
                name in lawful
                and name not in found
                and ratio.mark is not None
                and ratio.mark.band == scene.overall.under_stress
            ):
                title, said = stress.scenario.title, _by(ratio, scene)
                found[name] = Text(f"{title.zh}时，{said.zh}", f"with {title.en}, {said.en}")
    return list(found.values())


def _by(ratio: Ratio, scene: Scene) -> Text:
    mark = ratio.mark
    rule = mark.rule if mark and mark.rule in scene.rules.rules else None
    title = scene.rules[rule].title if rule else Text("", "")
    number, level, label = value(ratio), band(ratio), ratio.measure.label
    return Text(
        f"{ratio.year}年{label.zh}{number.shown('zh', unit=True)}，{level.zh}（{rule} {title.zh}）",
        f"{label.en} of {ratio.year} {number.shown('en', unit=True)}, {level.en} ({rule} {title.en})",
    )


def _changes(scene: Scene) -> Text:
    before = scene.previous
    if before is None:
        return Text("与上期比较：未提供上期报告。", "Change since the last issue: no earlier report was given.")
    now = scene.overall.level
    worse = ORDER.index(now) - ORDER.index(before.level) if before.level in ORDER else 0
    way = (
        Text("持平", "unchanged")
        if worse == 0
        else Text("上升（趋于严重）", "worse")
        if worse > 0
        else Text("下降（趋于缓和）", "better")
    )
    moved = _moved(scene)
    said = Text("；指标档次没有变化", "; no ratio changed its band")
    if moved:
        said = Text(
            "；档次变化：" + "、".join(one.zh for one in moved),
            "; bands changed: " + ", ".join(one.en for one in moved),
        )
    was = LEVELS.get(before.level, Text(before.level, before.level))
    return Text(
        f"与上期（截至{show.iso_day(before.as_of).zh}，{was.zh}）比较：总体等级{way.zh}{said.zh}。",
        f"Since the last issue (as of {before.as_of}, {was.en}): the level is {way.en}{said.en}.",
    )


def _moved(scene: Scene) -> list[Text]:
    then = {one.measure: one.band for one in scene.previous.ratios} if scene.previous else {}
    found = []
    for ratio in scene.ratios:
        old, new = then.get(ratio.measure.name), ratio.mark.band if ratio.mark else None
        if old and new and old != new and old in LEVELS:
            label = ratio.measure.label
            found.append(
                Text(
                    f"{label.zh}由{LEVELS[old].zh}转为{LEVELS[new].zh}",
                    f"{label.en} from {LEVELS[old].en} to {LEVELS[new].en}",
                )
            )
    return found


def _count(items: tuple[Item, ...]) -> Text:
    """Count the matters, each at its worst level: a ratio that several rules speak of is one."""
    matters = [max((item.level for item in some), key=ORDER.index) for some in by_matter(items).values()]
    counts = [(LEVELS[level], matters.count(level)) for level in reversed(ORDER) if level in LEVELS]
    parts = [(level, count) for level, count in counts if count]
    return Text(
        f"预警事项{len(matters)}项" + (f"（{'、'.join(f'{level.zh}{count}项' for level, count in parts)}）" if parts else "") + "，同一指标只计一次，明细见附件。",
        f"{len(matters)} items" + (f" ({', '.join(f'{level.en} {count}' for level, count in parts)})" if parts else "") + ", a ratio counted once, all findings in the annex.",
    )  # fmt: skip


def _urgent(items: tuple[Item, ...], scene: Scene) -> WarningGrid:
    rows: list[tuple[Cell, ...]] = [
        (str(number), _matter(item), show.message(item.finding), item.finding.next_step, item.who, show.day(item.by))
        for number, item in enumerate(most_urgent(items, scene.unit), 1)
    ]
    columns = (
        GridColumn("number", Text("序号", "No."), 6), GridColumn("title", Text("事项和等级", "matter, level"), 16), GridColumn("message", Text("情况", "finding"), 30),
        GridColumn("next_step", Text("办理要求", "what to do"), 20), GridColumn("who", Text("办理人", "who"), 15), GridColumn("by", Text("期限", "by"), 15),
    )  # fmt: skip
    return WarningGrid("urgent", Text("最紧急的三项", "The three most urgent items"), columns, tuple(rows), roomy=True)


def _matter(item: Item) -> Text:
    title, level = item.finding.title, LEVELS[item.level]
    return Text(f"{title.zh}（{level.zh}，{item.finding.rule}）", f"{title.en} ({level.en}, {item.finding.rule})")


def _unknown(scene: Scene) -> WarningGrid:
    by_unit: dict[str, list[Ratio]] = {}
    for ratio in unknown(scene):
        by_unit.setdefault(ratio.unit, []).append(ratio)
    rows: list[tuple[Cell, ...]] = [
        (scene.name(unit), show.join([one.measure.label for one in some]), show.join(list(dict.fromkeys(_lacks(one) for one in some))))
        for unit, some in by_unit.items()
    ]  # fmt: skip
    if count := unrecorded(scene):
        rows.append((
            scene.name(scene.unit), Text("债务是否逾期", "arrears of debt"),
            Text(f"{count}笔债务没有任何付款记录", f"{count} debts have no payment on record"),
        ))  # fmt: skip
    columns = (
        GridColumn("unit", Text("单位", "unit"), 24),
        GridColumn("measure", Text("指标", "measure"), 32),
        GridColumn("lacks", Text("缺少或者存疑的数据", "what is missing or in doubt"), 44),
    )
    caption = Text("无数据清单（无数据是单独一级，不等于绿色）", "No data (a level of its own, never green)")
    return WarningGrid("no_data", caption, columns, tuple(rows), most=6)


def _lacks(ratio: Ratio) -> Text:
    return ratio.notes[0] if ratio.notes else Text("数据存疑", "figures in doubt")


def unknown(scene: Scene) -> list[Ratio]:
    """Return the ratios that should be known and are not, of the unit and those below.

    Those the law draws a line for, where part of their figures is on record, and those the data rule (EW-Q1) asks of everybody.
    """
    asked = {name for rule in scene.rules if isinstance(rule, Signal) and rule.sign == "unknown" for name in rule.of}
    found: dict[tuple[str, str], Ratio] = {}
    for unit in (scene.unit, *scene.below):
        for ratio in (*statutory(scene.book, unit, scene.year), *(scene.ratio(name, unit) for name in sorted(asked))):
            known = (ratio.value is not None and ratio.status == "ok") or ratio.measure.name not in SHOWN
            if not known and (ratio.asked or (ratio.measure.name in asked and unit == scene.unit)):
                found.setdefault((unit, ratio.measure.name), ratio)
    return list(found.values())
