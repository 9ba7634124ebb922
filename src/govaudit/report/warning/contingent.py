"""Section 8: contingent debt and financing vehicles, shown apart and in no total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model import Text, iso, to_date
from govaudit.report.warning.content import NOT_STATED, GridColumn, Section, WarningGrid, band, fen, value
from govaudit.report.warning.scene import month_end

if TYPE_CHECKING:
    from govaudit.report.warning.content import Cell
    from govaudit.report.warning.scene import Scene

_RATIOS = ("contingent_overdue_share", "contingent_called_share", "contingent_gap_share", "debt_ratio_contingent")


def section(scene: Scene) -> Section:
    """Return the section."""
    debts = _debts(scene)
    ratios = tuple(
        (ratio.measure.label, value(ratio), band(ratio)) for ratio in (scene.ratio(name) for name in _RATIOS)
    )
    columns = (
        GridColumn("measure", Text("指标", "measure"), 60),
        GridColumn("value", Text("数值", "value"), 22),
        GridColumn("band", Text("等级", "level"), 18),
    )
    grids = [WarningGrid("contingent", Text("或有债务指标", "Contingent debt"), columns, ratios)]
    lead: tuple[Text, ...] = (
        Text("没有或有债务和融资平台债务的明细。", "No contingent debt or debt of financing vehicles is listed."),
    )
    if debts.rows:
        grids.append(debts)
        lead = (_due(scene),)
    return Section(Text("或有债务和融资平台", "Contingent debt and financing vehicles"), lead, tuple(grids),
                   notes=(Text("或有债务单列，不计入法定债务和任何合计。", "Contingent debt stands apart and enters no total."),))  # fmt: skip


def _due(scene: Scene) -> Text:
    last = month_end(to_date(scene.as_of).year, to_date(scene.as_of).month + 12)
    coming = fen(sum(flow.total for _, flows in scene.book.schedules(scene.unit, "contingent") for flow in flows if scene.as_of < flow.pay_on <= last))  # fmt: skip
    return Text(f"列入明细的或有债务今后12个月到期本息{coming.shown('zh', unit=True)}。", f"Within twelve months {coming.shown('en', unit=True)} of the contingent debt listed falls due.")  # fmt: skip


def _debts(scene: Scene) -> WarningGrid:
    rows: list[tuple[Cell, ...]] = []
    for debt, flows in scene.book.schedules(scene.unit, "contingent"):
        left = [flow for flow in flows if flow.due_on > scene.as_of]
        if left and debt.start <= scene.as_of:
            following = left[0]
            rows.append((debt.id, debt.purpose or NOT_STATED, fen(following.balance_before), iso(debt.end) or "", debt.repayment_source or NOT_STATED,
                         iso(following.pay_on) or "", fen(following.total)))  # fmt: skip
    columns = (
        GridColumn("debt", Text("编号", "id"), 12), GridColumn("party", Text("被担保方或者用途", "party or purpose"), 26), GridColumn("balance", Text("余额（万元）", "balance (CNY mn)"), 16),
        GridColumn("end", Text("到期日", "matures"), 14), GridColumn("source", Text("偿还来源", "paid from"), 18), GridColumn("next", Text("下一付款日", "next payment"), 14), GridColumn("amount", Text("金额（万元）", "amount (CNY mn)"), 15),
    )  # fmt: skip
    return WarningGrid("contingent_debts", Text("或有债务明细", "Contingent debts"), columns, tuple(rows), most=10)
