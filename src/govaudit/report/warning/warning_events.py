"""Section 11: payments of debt and PPP that were late or are, and the emergency levels of the plan for debt risks."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from govaudit.duties import NO_RECORD
from govaudit.finance.ratios import bands, concerns_unit, marked, year_end
from govaudit.model import Text, iso
from govaudit.report import say_facts as show
from govaudit.report.documents.document_view import SETTLED
from govaudit.report.labels import STATE
from govaudit.report.warning.content import NOT_STATED, GridColumn, Num, Section, WarningGrid, band, fen, value
from govaudit.rules.kinds import Grade

if TYPE_CHECKING:
    from govaudit.finance.ratios import Ratio
    from govaudit.report.warning.content import Cell
    from govaudit.report.warning.scene import Scene
    from govaudit.settle import Status


def late(scene: Scene) -> list[Status]:
    """Return payments of debt and PPP of the unit and those below that were late, open ones first, the longest first."""
    docket, units = scene.book.docket, {scene.unit, *scene.below}
    debts = dict(zip(docket["debts"]["id"], docket["debts"]["unit"], strict=True))
    found = []
    for one in scene.audit.statuses:
        if scene.names.cell("obligations", one.obligation, "action") != "pay":
            continue
        row = scene.names.row("instruments", one.instrument)
        body = debts.get(one.instrument or "") or (
            row.get("authority") if row.get("domain") in {"debt", "ppp"} else None
        )
        if one.breach_days and body and scene.nearest.get(body) in units and NO_RECORD not in one.flags:
            found.append(one)
    return sorted(found, key=lambda one: (one.state in SETTLED, -one.breach_days, one.obligation))


def unrecorded(scene: Scene) -> int:
    """Return of how many debts of the unit and those below something fell due and no payment at all is on record."""
    docket, units = scene.book.docket, {scene.unit, *scene.below}
    mine = {debt for debt, unit in zip(docket["debts"]["id"], docket["debts"]["unit"], strict=True) if unit in units}
    return len({one.instrument for one in scene.audit.statuses if NO_RECORD in one.flags} & mine)


def section(scene: Scene) -> Section:
    """Return the section."""
    events, levels = late(scene), _levels(scene)
    open_ = [one for one in events if one.state not in SETTLED]
    short = _short(scene)
    lead = [Text(f"债务和PPP付款逾期{len(events)}项，其中未了结{len(open_)}项。", f"{len(events)} payments of debt and PPP were late, {len(open_)} of them still open.")]  # fmt: skip
    if short and not events:
        lead = [Text("登记的付款义务没有逾期的。", "No payment duty on record is late.")]
    lead += short
    if count := unrecorded(scene):
        lead.append(Text(
            f"{count}笔债务没有任何付款记录，是否逾期无数据，不作为未逾期。",
            f"Of {count} debts no payment is on record: whether they are in arrears is unknown, not denied.",
        ))  # fmt: skip
    lead.append(_emergency(levels))
    grids = [grid for grid in (_late(scene, events), levels) if grid.rows]
    return Section(Text("违约、逾期事件和应急级别", "Arrears and emergency level"), tuple(lead), tuple(grids), notes=(Text(
        "应急级别按《地方政府性债务风险应急处置预案》（国办函〔2016〕88号）逐项对照，数值未核对原文，只作提示；几项指标交叉的按高的级别。",
        "Emergency levels follow the plan of 国办函〔2016〕88号; its numbers are recalled, not checked against the wording, and only warn; of several the highest holds.",
    ),))  # fmt: skip


def _short(scene: Scene) -> list[Text]:
    """Say what PPP contracts owe of past years and no payment is on record for: whether it is overdue nobody can tell."""
    found = [
        (year, sum(gap for _, gap in some.short))
        for (unit, year), some in sorted(scene.book.unpaid.items())
        if unit in {scene.unit, *scene.below} and year_end(year) <= scene.as_of and some.short
    ]
    if not found:
        return []
    total = fen(sum(gap for _, gap in found))
    years = sorted({year for year, _ in found})
    return [Text(
        f"PPP支出责任合同数大于实付数{total.shown('zh', unit=True)}（{'、'.join(f'{year}年' for year in years)}），无付款义务登记，不能定逾期，也不作为未逾期。",
        f"Contracted PPP outlays exceed what was paid by {total.shown('en', unit=True)} ({', '.join(map(str, years))}); no payment duty is on record: whether they are overdue is unknown, not denied.",
    )]  # fmt: skip


def _late(scene: Scene, events: list[Status]) -> WarningGrid:
    names = scene.names
    rows: list[tuple[Cell, ...]] = [
        (
            names.title("obligations", one.obligation), names.title("instruments", one.instrument) or NOT_STATED, names.party(names.cell("obligations", one.obligation, "bearer")),
            iso(one.due_on) or "", iso(one.performed_on) or "", Num(Fraction(one.breach_days), "day"), _open(one), STATE.get(one.state, Text(one.state, one.state)),
        )
        for one in events
    ]  # fmt: skip
    columns = (
        GridColumn("obligation", Text("事项", "payment"), 22), GridColumn("instrument", Text("文书", "instrument"), 22), GridColumn("bearer", Text("义务主体", "bearer"), 18), GridColumn("due_on", Text("到期日", "due"), 13),
        GridColumn("performed_on", Text("履行日", "paid"), 13), GridColumn("days", Text("逾期天数", "days late"), 9), GridColumn("open", Text("未付（万元）", "open (CNY mn)"), 13), GridColumn("state", Text("状态", "state"), 12),
    )  # fmt: skip
    return WarningGrid("late", Text("逾期付款", "Late payments"), columns, tuple(rows), most=10)


def _open(one: Status) -> Cell:
    if one.open_amount is None or one.currency == "CNY":
        return fen(one.open_amount or 0)
    return show.minor(one.open_amount, one.currency)


def _levels(scene: Scene) -> WarningGrid:
    """Return each indicator of the emergency plan: rules whose bands have names of their own."""
    rows: list[tuple[Cell, ...]] = []
    for rule in scene.rules:
        if not isinstance(rule, Grade) or not any(step.name for steps in rule.levels.values() for step in steps or ()):
            continue
        if concerns_unit(rule.applies, scene.book.units.unit(scene.unit)):
            for name in rule.of:
                ratio = _marked(scene, rule, name)
                rows.append((rule.id, ratio.measure.label, value(ratio), band(ratio)))
    columns = (
        GridColumn("rule", Text("规则", "rule"), 10), GridColumn("measure", Text("指标", "measure"), 50), GridColumn("value", Text("数值", "value"), 15), GridColumn("level", Text("级别", "level"), 25),
    )  # fmt: skip
    return WarningGrid("emergency", Text("应急级别对照", "Indicators of the emergency plan"), columns, tuple(rows))


def _marked(scene: Scene, rule: Grade, name: str) -> Ratio:
    return marked(scene.book.computed(name, scene.unit, scene.year), bands(rule, scene.year))


def _emergency(levels: WarningGrid) -> Text:
    named = [row for row in levels.rows if isinstance(row[3], Text) and "（" in row[3].zh]
    if named:
        return Text(
            "达到应急级别的指标：" + "；".join(f"{_said(row[1], 'zh')} {_said(row[3], 'zh')}" for row in named) + "。",
            "Indicators at an emergency level: " + "; ".join(f"{_said(row[1], 'en')} {_said(row[3], 'en')}" for row in named) + ".",
        )  # fmt: skip
    known = [row for row in levels.rows if isinstance(row[2], Num) and row[2].value is not None]
    if not known:
        return Text("应急级别：无数据。", "Emergency level: no data.")
    return Text("有数据的指标均未达到应急级别。", "No indicator with figures reaches an emergency level.")


def _said(cell: Cell, lang: str) -> str:
    return cell.pick(lang) if isinstance(cell, Text) else str(cell)
