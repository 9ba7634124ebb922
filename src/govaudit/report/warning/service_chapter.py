"""Section 4: what falls due in the next twelve months and ten years, by class and by the source it is paid from, and the gap."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from govaudit.finance import LinearTerm
from govaudit.finance.ratios import year_end
from govaudit.model import Text, iso, to_date
from govaudit.report.warning.content import KINDS, NO_DATA, NOT_STATED, GridColumn, Section, WarningGrid, fen
from govaudit.report.warning.scene import month_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.report.warning.content import Cell, Chart
    from govaudit.report.warning.scene import Scene
    from govaudit.schedules import Debt, Flow

YEARS, MONTHS = 10, 12
_BUDGETS = ("adjusted", "budget", "execution", "final")
_CLASSES = ("general", "special")
_OTHERS = ("on_lent", "loan", "ppp")  # owed all the same, though in no statutory balance; what others owe is section 8


def other_debts(scene: Scene) -> list[tuple[Debt, list[Flow]]]:
    """Return the debts the unit owes that are neither general nor special: on-lent, loans, PPP finance."""
    return scene.book.schedules(scene.unit, *_OTHERS)


def _owed(scene: Scene) -> list[tuple[Debt, list[Flow]]]:
    return scene.book.schedules(scene.unit, *_CLASSES, *_OTHERS)


def _kinds(scene: Scene) -> tuple[str, ...]:
    """Return the classes with columns: general and special, and those of the others that are listed."""
    listed = {debt.kind for debt, _ in other_debts(scene)}
    return (*_CLASSES, *(kind for kind in _OTHERS if kind in listed))


def due(scene: Scene) -> Iterator[tuple[Debt, Flow]]:
    """Yield every payment of debt still to come after the day of the report, but for contingent debt."""
    for debt, flows in _owed(scene):
        for flow in flows:
            if flow.pay_on > scene.as_of:
                yield debt, flow


def section(scene: Scene, charts: tuple[Chart, ...]) -> Section:
    """Return the section."""
    plan = (_plan(scene),) if planned(scene) else ()
    if not _owed(scene):
        lacks = Text(
            "还本付息计划：无数据（没有债务明细）。",
            "Debt service: no data (no debts are listed).",
        )
        if plan:
            lacks = Text(
                "没有债务明细，到期本金按公开的分年度偿还计划列示；利息和到期月份无数据。",
                "No debts are listed: principal follows the published repayment plan; interest and months are unknown.",
            )
        return Section(_TITLE, (lacks, *_foreign(scene)), plan, charts)
    lead = (*_lead(scene), *_foreign(scene))
    if plan:
        lead = (*lead, Text("公开的分年度偿还计划另表列示，供与按债务明细推算的数核对。", "The published repayment plan stands in a table of its own, to compare with what the debts listed come to."))  # fmt: skip
    grids = (_months(scene), _wall(scene), *plan, _sources(scene), flows(scene))
    return Section(_TITLE, lead, grids, charts, _NOTES)


class Planned(NamedTuple):
    """Principal of one year of the published plan, in fen; `onward`: of that year and all after it."""

    year: int
    onward: bool
    general: int | None
    special: int | None


def planned(scene: Scene) -> list[Planned]:
    """Return the published repayment plan of the years after that of the figures, in order; empty where none is on record."""
    figures, found = scene.book.figures, []
    for year in (one for one in figures.years(scene.unit) if one > scene.year):
        for tail in ("", "_onward"):
            parts = [figures.find(scene.unit, year, LinearTerm(f"plan_{kind}{tail}"), _BUDGETS[:2]) for kind in _CLASSES]  # fmt: skip
            if any(parts):
                found.append(Planned(year, bool(tail), *(int(sum(one.amount for one in some)) if some else None for some in parts)))  # fmt: skip
    return found


def _plan(scene: Scene) -> WarningGrid:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (_plan_year(one), *(NO_DATA if cell is None else fen(cell) for cell in (one.general, one.special)),
         NO_DATA if one.general is None or one.special is None else fen(one.general + one.special))
        for one in planned(scene)
    )  # fmt: skip
    columns = (GridColumn("year", Text("年度", "year"), 16), *(GridColumn(kind, KINDS[kind], 20) for kind in _CLASSES), GridColumn("total", Text("合计", "total"), 20))  # fmt: skip
    return WarningGrid("published_plan", Text("公开的分年度偿还计划（本金，万元）", "Published repayment plan (principal, CNY million)"), columns, rows)  # fmt: skip


def _plan_year(one: Planned) -> Text:
    return Text(f"{one.year}年及以后", f"{one.year} and after") if one.onward else Text(f"{one.year}年", str(one.year))


def _foreign(scene: Scene) -> tuple[Text, ...]:
    """Say which debts are in none of these sums because they are in another currency."""
    table = scene.book.docket["debts"]
    left = [key for key, unit, kind, currency in zip(*(table[name] for name in ("id", "unit", "kind", "currency")), strict=True)
            if unit == scene.unit and kind != "contingent" and (currency or "CNY") != "CNY"]  # fmt: skip
    said = Text(f"外币债务{len(left)}笔（{'、'.join(left)}）未计入以上各数。", f"{len(left)} debts in other currencies ({', '.join(left)}) are in none of these sums.")  # fmt: skip
    return (said,) if left else ()


_TITLE = Text("还本付息计划", "Debt service")
_NOTES = (
    Text("按债务明细逐笔推算，付款日遇节假日顺延；尚未公布节假日或者利率未重定价的为暂定。资金来源为预算安排、再融资债券和上年末偿债准备金，没有数据的不推定。",
         "Computed debt by debt; payment days roll over holidays, and are provisional where those or rates are not yet fixed. Funds are the budget, refinancing bonds and the "
         "reserve of the year before; nothing is assumed where no figure is given."),
)  # fmt: skip


def next_months(scene: Scene) -> list[Flow]:
    """Return what falls due within twelve months, to the end of the month."""
    last = month_end(to_date(scene.as_of).year, to_date(scene.as_of).month + MONTHS)
    return [flow for _, flow in due(scene) if flow.pay_on <= last]


def _lead(scene: Scene) -> tuple[Text, ...]:
    coming = next_months(scene)
    principal, interest = fen(sum(flow.principal for flow in coming)), fen(sum(flow.interest for flow in coming))
    total = fen(sum(flow.total for flow in coming))
    return (
        Text(
            f"今后12个月应还本金{principal.shown('zh', unit=True)}、利息{interest.shown('zh', unit=True)}，合计{total.shown('zh', unit=True)}。",
            f"Within twelve months {principal.shown('en', unit=True)} of principal and {interest.shown('en', unit=True)} of interest fall due, "
            f"{total.shown('en', unit=True)} together.",
        ),
        *(_beside(kind, scene) for kind in _kinds(scene)[len(_CLASSES) :]),
    )


def _beside(kind: str, scene: Scene) -> Text:
    """Say what of the next twelve months falls on a class in no statutory balance."""
    last = month_end(to_date(scene.as_of).year, to_date(scene.as_of).month + MONTHS)
    mine = [flow for debt, flow in due(scene) if debt.kind == kind and flow.pay_on <= last]
    principal, interest = fen(sum(flow.principal for flow in mine)), fen(sum(flow.interest for flow in mine))
    return Text(
        f"其中{KINDS[kind].zh}（明细未列为一般、专项债务）本金{principal.shown('zh', unit=True)}、利息{interest.shown('zh', unit=True)}。",
        f"Of this {KINDS[kind].en} (listed as neither general nor special debt): {principal.shown('en', unit=True)} of principal, {interest.shown('en', unit=True)} of interest.",
    )  # fmt: skip


def funds(scene: Scene, year: int) -> int | None:
    """Return what a year's service is funded with, in fen: budget, refinancing, the reserve of the year before; None where no budget says."""
    figures = scene.book.figures
    own = figures.find(scene.unit, year, LinearTerm("own_funds"), _BUDGETS)
    if own is None:
        return None
    refinancing = figures.find(scene.unit, year, LinearTerm("refinancing"), _BUDGETS) or []
    reserve = figures.find(scene.unit, year - 1, LinearTerm("reserve"), ("final", "execution")) or []
    return int(sum(part.amount for part in (*own, *refinancing, *reserve)))


def _months(scene: Scene) -> WarningGrid:
    """Return the calendar: what each month asks, what the year has asked by then, what it is funded with, what is short."""
    first = to_date(scene.as_of)
    rows: list[tuple[Cell, ...]] = []
    for k in range(1, MONTHS + 1):
        end = month_end(first.year, first.month + k)
        begin = month_end(first.year, first.month + k - 1) if k > 1 else scene.as_of
        year, month = to_date(end).year, to_date(end).month
        rows.append((f"{year}-{month:02d}", *_split(scene, begin, end), *_cover(scene, year, end)))
    columns = (GridColumn("month", Text("月份", "month"), 11), *_split_columns(scene), *(
        GridColumn(key, label, 14) for key, label in (
            ("year_to_date", Text("本年累计应付", "due in the year so far")), ("funds", Text("本年资金来源", "funds of the year")), ("gap", Text("缺口", "gap")),
        )))  # fmt: skip
    return WarningGrid(
        "calendar",
        Text("今后12个月还本付息（万元）", "Service of the next twelve months (CNY million)"),
        columns,
        tuple(rows),
    )


def _split_columns(scene: Scene) -> tuple[GridColumn, ...]:
    return (
        *(
            GridColumn(
                f"{kind}_{what}",
                Text(f"{KINDS[kind].zh.removesuffix('债务')}{zh}", f"{kind.replace('_', '-')} {what}"),
                13,
            )
            for kind in _kinds(scene)
            for what, zh in (("principal", "本金"), ("interest", "利息"))
        ),
        GridColumn("total", Text("合计", "total"), 14),
    )


def _split(scene: Scene, begin: int, end: int) -> tuple[Cell, ...]:
    """Return principal and interest of each class paid after one day and up to another, and their sum."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for debt, flows_ in _owed(scene):
        for flow in flows_:
            if begin < flow.pay_on <= end:
                sums[debt.kind, "principal"] += flow.principal
                sums[debt.kind, "interest"] += flow.interest
    cells = [sums[kind, what] for kind in _kinds(scene) for what in ("principal", "interest")]
    return (*(fen(cell) for cell in cells), fen(sum(cells)))


def _due_by(scene: Scene, year: int, day: int) -> int:
    """Return what falls due in a year up to a day."""
    first = year_end(year - 1)
    return sum(flow.total for _, some in _owed(scene) for flow in some if first < flow.pay_on <= day)


def _cover(scene: Scene, year: int, end: int) -> tuple[Cell, ...]:
    so_far = _due_by(scene, year, end)
    have = funds(scene, year)
    if have is None:
        return fen(so_far), NO_DATA, NO_DATA
    return fen(so_far), fen(have), fen(max(0, so_far - have))


def _wall(scene: Scene) -> WarningGrid:
    first = to_date(scene.as_of).year
    rows: list[tuple[Cell, ...]] = []
    for year in range(first, first + YEARS):
        begin = max(scene.as_of, year_end(year - 1))
        rows.append((str(year), *_split(scene, begin, year_end(year)), _left(scene, year)))
    columns = (
        GridColumn("year", Text("年度", "year"), 9),
        *_split_columns(scene),
        GridColumn("funds", Text("可用资金", "funds left"), 14),
    )
    return WarningGrid("wall", Text("十年还本付息（万元，首年为截至日以后）", "Service of ten years (CNY million; the first from the day after)"), columns, tuple(rows))  # fmt: skip


def funds_left(scene: Scene, year: int) -> int | None:
    """Return what is left of the funds of a year, in fen, after what fell due in it up to the day of the report; None where unknown."""
    have = funds(scene, year)
    return None if have is None else max(0, have - _due_by(scene, year, scene.as_of))


def _left(scene: Scene, year: int) -> Cell:
    left = funds_left(scene, year)
    return NO_DATA if left is None else fen(left)


def by_source(scene: Scene) -> dict[tuple[str, str], dict[int, int]]:
    """Return by class and stated source of repayment what falls due in each of the ten years, in fen."""
    first = to_date(scene.as_of).year
    found: dict[tuple[str, str], dict[int, int]] = {}
    for debt, flow in due(scene):
        year = to_date(flow.pay_on).year
        if year < first + YEARS:
            row = found.setdefault((debt.kind, debt.repayment_source or ""), defaultdict(int))
            row[year] += flow.total
    return dict(sorted(found.items()))


def _sources(scene: Scene) -> WarningGrid:
    first = to_date(scene.as_of).year
    years = range(first, first + YEARS)
    rows = tuple(
        (KINDS[kind], source or NOT_STATED, *(fen(amounts.get(year, 0)) for year in years))
        for (kind, source), amounts in by_source(scene).items()
    )
    columns = (GridColumn("kind", Text("类别", "class"), 12), GridColumn("source", Text("偿还资金来源", "paid from"), 16), *(GridColumn(f"y{year}", Text(f"{year}年", str(year)), 11) for year in years))  # fmt: skip
    return WarningGrid("sources", Text("十年还本付息按资金来源（万元）", "Service of ten years by source (CNY million)"), columns, rows, annex=True)  # fmt: skip


def flows(scene: Scene) -> WarningGrid:
    """Return every payment still to come, for the workbook."""
    rows = tuple(
        (debt.id, KINDS[debt.kind], debt.purpose or "", debt.repayment_source or NOT_STATED, iso(flow.pay_on) or "", fen(flow.principal), fen(flow.interest), fen(flow.total),
         Text("暂定", "provisional") if flow.provisional else Text("", ""))
        for debt, flow in sorted(due(scene), key=lambda pair: (pair[1].pay_on, pair[0].id))
    )  # fmt: skip
    columns = (
        GridColumn("debt", Text("债务", "debt"), 12), GridColumn("kind", Text("类别", "class"), 10), GridColumn("purpose", Text("用途", "purpose"), 20),
        GridColumn("source", Text("偿还资金来源", "paid from"), 16), GridColumn("pay_on", Text("付款日", "payment day"), 12), GridColumn("principal", Text("本金（万元）", "principal (CNY mn)"), 14),
        GridColumn("interest", Text("利息（万元）", "interest (CNY mn)"), 14), GridColumn("total", Text("合计（万元）", "total (CNY mn)"), 14), GridColumn("provisional", Text("备注", "note"), 10),
    )  # fmt: skip
    return WarningGrid("flows", Text("逐笔还本付息", "Every payment"), columns, rows, annex=True)
