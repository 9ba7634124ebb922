"""Section 7: PPP duties by year and bucket against the lines, the largest projects, what is unpaid, what the new mechanism forbids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.finance.ppp import BUCKETS, Project, cap_path, projects
from govaudit.model import Text
from govaudit.report import say_facts as show
from govaudit.report.labels import word
from govaudit.report.warning.content import NO_DATA, GridColumn, Num, Section, WarningGrid, band, fen, value
from govaudit.rules import LEVELS

if TYPE_CHECKING:
    from govaudit.finance.ppp import Amounts
    from govaudit.finance.ratios import Ratio
    from govaudit.report.warning.content import Cell, Chart, Item
    from govaudit.report.warning.scene import Scene


def of_unit(scene: Scene) -> list[Project]:
    """Return the projects the unit bears."""
    return [one for one in projects(scene.book.docket) if one.unit == scene.unit]


def duty(amounts: Amounts) -> int | None:
    """Return what is owed: contracted where fixed, else planned, in fen."""
    return amounts.planned if amounts.contracted is None else amounts.contracted


def section(scene: Scene, items: tuple[Item, ...], charts: tuple[Chart, ...]) -> Section:
    """Return the section."""
    mine = of_unit(scene)
    title = Text("PPP支出责任", "PPP outlays")
    if not mine:
        return Section(title, (Text("PPP支出责任：无数据（没有项目的支出责任记录）。", "PPP outlays: no data (no project has outlays on record)."),), charts=charts)  # fmt: skip
    flags = [item for item in items if item.finding.rule.startswith("PP-")]
    said = Text(f"涉及PPP的预警事项{len(flags)}项（含新机制禁止情形）。", f"{len(flags)} items concern PPP, what the new mechanism forbids included.")  # fmt: skip
    unknown = tuple(
        Text(f"未能测算：{one.title}，{why.zh}，其支出责任不明。", f"Not computed: {one.title}, {why.en}; what is owed is unknown.")
        for one in mine for why in one.unknown
    )  # fmt: skip
    grids = (_path(scene), _projects(scene, mine), *((_flags(flags),) if flags else ()))
    return Section(title, (said, *unknown, *_growth(scene)), grids, charts, notes=(Text(
        "支出责任占比只计一般公共预算列支的部分，除以一般公共预算支出；以后年度支出按预算，没有预算的按过去决算的增速推算；5%、7%、10%线见规则PP-02、PP-03、PP-01。",
        "The share counts what the general public budget pays over its expenditure, budgeted or grown at the past rate of the accounts; for the lines of 5, 7 and 10 % see rules PP-02, PP-03 and PP-01.",
    ),))  # fmt: skip


def path(scene: Scene) -> list[Ratio]:
    """Return the outlay share of the year and those after it."""
    return cap_path(scene.book, scene.unit, scene.year)


def bucket_sums(scene: Scene, year: int, *, general: bool = True) -> dict[str, int]:
    """Return what is owed in a year by bucket, in fen: out of the general public budget, or out of the others."""
    sums = dict.fromkeys(BUCKETS, 0)
    for one in scene.book.figures.duties.get((scene.unit, year), ()):
        if one.general is general:
            sums[one.bucket] += one.duty or 0
    return sums


def _path(scene: Scene) -> WarningGrid:
    ratios = path(scene)
    others = {ratio.year: sum(bucket_sums(scene, ratio.year, general=False).values()) for ratio in ratios}
    beside = any(others.values())
    rows: list[tuple[Cell, ...]] = []
    for ratio in ratios:
        sums = bucket_sums(scene, ratio.year)
        spending = [part.figure.value for part in ratio.components if part.under]
        rows.append((str(ratio.year), *(fen(sums[bucket]) for bucket in BUCKETS), fen(sum(sums.values())), *((fen(others[ratio.year]),) if beside else ()),
                     fen(sum(spending)) if spending else NO_DATA, value(ratio), band(ratio)))  # fmt: skip
    columns = (
        GridColumn("year", Text("年度", "year"), 9), *(GridColumn(bucket, word(bucket), 12) for bucket in BUCKETS), GridColumn("duty", Text("合计", "total"), 13),
        *((GridColumn("other_budgets", Text("另由基金预算列支", "other budgets"), 13),) if beside else ()),
        GridColumn("spending", Text("一般公共预算支出", "expenditure"), 16), GridColumn("share", Text("占比", "share"), 10), GridColumn("band", Text("等级", "level"), 9),
    )  # fmt: skip
    return WarningGrid("ppp_path", Text("分年度支出责任（万元）", "Duties by year (CNY million)"), columns, tuple(rows))


def _growth(scene: Scene) -> tuple[Text, ...]:
    """Say how the expenditure of the years ahead is projected, of the last of them."""
    grown = [ratio for ratio in path(scene) if ratio.growth is not None]
    said = grown[-1].said_growth if grown else None
    if said is None:
        return ()
    first, last = grown[0].year, grown[-1].year
    zh, en = (f"{first}年起", f"From {first} on ") if first != last else ("", "")
    return (Text(f"{zh}{last}年{said.zh}。" if not zh else f"{zh}{said.zh}（{last}年）。", f"{en}{said.en} ({last})."),)


def _projects(scene: Scene, mine: list[Project]) -> WarningGrid:
    rows = tuple(_project(project, scene) for project in mine)
    ordered = tuple(sorted(rows, key=lambda row: -(row[2].value or 0) if isinstance(row[2], Num) else 0))
    columns = (
        GridColumn("project", Text("项目", "project"), 28), GridColumn("authority", Text("实施机构", "body"), 20), GridColumn("duty", Text(f"{scene.year}年应付", f"due {scene.year}"), 13),
        GridColumn("paid", Text("已付", "paid"), 13), GridColumn("unpaid", Text("未付", "unpaid"), 12), GridColumn("peak", Text("最高年度", "peak year"), 10), GridColumn("peak_duty", Text("最高年度应付", "due in it"), 14),
    )  # fmt: skip
    return WarningGrid("ppp_projects", Text("主要项目（万元）", "Projects (CNY million)"), columns, ordered, most=10)


def _project(project: Project, scene: Scene) -> tuple[Cell, ...]:
    now = project.sums(scene.year)
    owed, paid = duty(now), now.paid
    by_year = {year: duty(project.sums(year)) or 0 for year, _ in project.amounts}
    peak = max(sorted(by_year), key=lambda year: by_year[year])
    authority = scene.names.title("orgs", scene.names.cell("instruments", project.id, "authority"))
    unpaid = NO_DATA if owed is None or paid is None else fen(owed - paid)
    return (project.title, authority, _known(owed), _known(paid), unpaid, str(peak), fen(by_year[peak]))


def _known(amount: int | None) -> Cell:
    return NO_DATA if amount is None else fen(amount)


def _flags(flags: list[Item]) -> WarningGrid:
    rows = tuple(
        (item.finding.rule, item.finding.title, LEVELS[item.level], show.message(item.finding), item.finding.next_step)
        for item in flags
    )
    columns = (
        GridColumn("rule", Text("规则", "rule"), 9), GridColumn("title", Text("事项", "matter"), 16), GridColumn("level", Text("等级", "level"), 8),
        GridColumn("message", Text("情况", "finding"), 42), GridColumn("next_step", Text("办理要求", "what to do"), 25),
    )  # fmt: skip
    return WarningGrid("ppp_flags", Text("PPP预警事项", "PPP items"), columns, rows, most=8)
