"""Sections 5 and 6: limits by unit and class; maturities and refinancing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.finance import EXPOSURES
from govaudit.finance.ratios import year_end
from govaudit.model import Text
from govaudit.report.warning.content import KINDS, NO_DATA, GridColumn, Num, Section, WarningGrid, band, fen, value
from govaudit.report.warning.districts import FEW
from govaudit.report.warning.service_chapter import other_debts
from govaudit.schedules import portfolio

_LIMITED = ("general", "special", "total")

if TYPE_CHECKING:
    from govaudit.finance.ratios import Ratio
    from govaudit.report.warning.content import Cell, Chart
    from govaudit.report.warning.scene import Scene


def section(scene: Scene, charts: tuple[Chart, ...]) -> Section:
    """Return the section on limits."""
    rows = tuple(_row(unit, kind, scene) for unit, kind in _order(scene))
    columns = (
        GridColumn("unit", Text("单位", "unit"), 26), GridColumn("kind", Text("类别", "class"), 12), GridColumn("limit", Text("限额", "limit"), 15), GridColumn("balance", Text("余额", "balance"), 15),
        GridColumn("use", Text("使用率", "use"), 11), GridColumn("headroom", Text("余量", "headroom"), 14), GridColumn("band", Text("等级", "level"), 9),
    )  # fmt: skip
    grid = WarningGrid("limits", Text(f"{scene.year}年末限额和余额（万元）", f"Limits and balances at the end of {scene.year} (CNY million)"), columns, rows, most=27)  # fmt: skip
    return Section(Text("债务限额", "Debt limits"), grids=(grid,), charts=charts,
                   notes=(Text("限额分类、合计分别核对；合计不超而一类超限额的，同样列为超限额。", "Each class is held against its own limit as well as the total."),))  # fmt: skip


def _order(scene: Scene) -> list[tuple[str, str]]:
    """Return the unit, then those below: as they stand, or where they are many the fullest limits first."""
    own, below = ([(unit, kind) for unit in units for kind in _LIMITED] for units in ((scene.unit,), scene.below))
    if len(scene.below) > FEW:
        below.sort(key=lambda pair: -(scene.ratio(f"{pair[1]}_limit_use", pair[0]).value or 0))
    return own + below


def _row(unit: str, kind: str, scene: Scene) -> tuple[Cell, ...]:
    use = scene.ratio(f"{kind}_limit_use", unit)
    amounts = [[part.figure.value for part in use.components if part.under is under] for under in (True, False)]
    limit, balance = (fen(sum(some)) if some else NO_DATA for some in amounts)
    room = scene.ratio(f"{kind}_limit_headroom", unit)
    return (scene.name(unit), KINDS[kind], limit, balance, value(use), Num(room.value), band(use))


def maturity(scene: Scene) -> Section:
    """Return the section on maturities and refinancing."""
    schedules, end = scene.book.schedules(scene.unit), year_end(scene.year)
    now, others = portfolio(schedules, end), portfolio(other_debts(scene), end).outstanding
    rows: list[tuple[Cell, ...]] = [
        (Text("债务明细余额（万元）", "debt listed (CNY million)"), fen(now.outstanding) if schedules else NO_DATA),
        *(((Text("另有转贷、贷款等余额（不计入以上和以下各项，万元）", "on-lent debt, loans and the like beside (in no other row, CNY million)"), fen(others)),) if others else ()),
        (Text("一年内到期比例", "due within a year"), Num(now.due_1y, "share") if schedules else _exposure(scene, "one_year_share")),
        (Text("三年内到期比例", "due within three years"), Num(now.due_3y, "share")),
        (Text("平均剩余期限（年）", "average time to maturity (years)"), Num(now.average_years, "year")),
        (Text("加权平均利率", "average rate"), Num(now.average_rate, "share")),
        (Text("还本高峰年度", "peak year"), _peak_year(scene)),
        *((EXPOSURES[name].measure.label, _exposure(scene, name)) for name in ("peak_of_stock", "peak_over_next_five", "reset_cost")),
    ]  # fmt: skip
    columns = (GridColumn("item", Text("项目", "item"), 60), GridColumn("value", Text("数值", "value"), 40))
    grid = WarningGrid("maturity", Text(f"{scene.year}年末期限结构", f"Maturities at the end of {scene.year}"), columns, tuple(rows))  # fmt: skip
    return Section(Text("期限与再融资", "Maturities and refinancing"), grids=(grid, _refinancing(scene)))


def _exposure(scene: Scene, name: str) -> Cell:
    ratio = scene.book.computed(name, scene.unit, scene.year)
    if ratio.value is not None:
        number = Num(ratio.value, ratio.measure.unit)
        if ratio.at is None:
            return number
        return Text(f"{number.shown('zh', unit=True)}（{ratio.at}年）", f"{number.shown('en', unit=True)} ({ratio.at})")
    note = ratio.notes[0]
    return Text(f"无数据（{note.zh}）", f"no data ({note.en})")


def _peak_year(scene: Scene) -> Cell:
    peak = scene.book.computed("peak_of_stock", scene.unit, scene.year)
    parts = peak.components
    if not parts:
        return NO_DATA
    amount = fen(sum(part.figure.value for part in parts))
    return Text(
        f"{parts[0].year}年，还本{amount.shown('zh', unit=True)}", f"{parts[0].year}, {amount.shown('en', unit=True)}"
    )


def _refinancing(scene: Scene) -> WarningGrid:
    years = range(scene.year - 2, scene.year + 2)
    names = ("refinancing_rate", "refinancing_of_service", "service_ratio", "service_ratio_net")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            scene.ratio(name).measure.label,
            *(value(_of(scene.ratio(name, year=year), scene.year)) for year in years),
            band(scene.ratio(name)),
        )
        for name in names
    )
    columns = (
        GridColumn("measure", Text("指标", "measure"), 30),
        *(
            GridColumn(
                f"y{year}",
                Text(
                    f"{year}年" + ("（预算）" if year > scene.year else ""),
                    str(year) + (" (budget)" if year > scene.year else ""),
                ),
                14,
            )
            for year in years
        ),
        GridColumn("band", Text("等级", "level"), 12),
    )
    return WarningGrid(
        "refinancing", Text("借新还旧和偿债负担", "Refinancing and the burden of service"), columns, rows
    )


def _of(ratio: Ratio, year: int) -> Ratio:
    """Return a ratio of accounts, or of a budget for years ahead."""
    from dataclasses import replace

    return ratio if ratio.projected == (ratio.year > year) or ratio.value is None else replace(ratio, value=None)
