"""`govaudit forms`: the six published debt forms, read into a docket and written from one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from govaudit.cli.options import OutputFile, lang_option, lenient_option, reads_docket, say
from govaudit.model import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.finance.form_figures import FormDoubt
    from govaudit.formats.debt_forms import FormFigure


@click.group(
    help=say(
        "地方政府债务公开表（限额及余额、一般债务余额、专项债务余额、发行及还本付息、分年度偿还计划、限额调整）：读入为案卷，或由案卷生成。",
        "The six published debt forms (limits and balances, general and special balance, issue and service, repayment plan, limits "
        "adjusted): read into a docket, or written from one.",
    )
)
def forms() -> None:
    """Read or write debt forms."""


@forms.command(
    help=say(
        "读取公开表工作簿，核对表内和表间关系，写成案卷文件夹（fiscal.csv、orgs.csv）。有勾稽不符时退出状态为1。",
        "Read a workbook of published forms, check their sums, and write a docket folder (fiscal.csv, orgs.csv). Exit status 1 when sums do not hold.",
    )
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--unit", required=True, help=say("本地区名称，如 某市", "name of the unit the forms are about"))
@click.option("--output", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
              help=say("案卷文件夹，须不存在或为空", "the docket folder; it must not exist or be empty"))  # fmt: skip
@lenient_option
@lang_option
def read(file: Path, unit: str, folder: Path, lenient: bool, lang: str) -> None:
    """Write the docket; exit status 2 for problems, 1 for sums that do not hold."""
    from govaudit.cli.run import PROBLEM_EXIT, problem_line
    from govaudit.finance.form_figures import form_doubts
    from govaudit.formats.debt_forms import read_forms

    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(Text(f"文件夹不是空的，未改动：{folder}", f"the folder is not empty and was not changed: {folder}").pick(lang))  # fmt: skip
    found, problems = read_forms(file, unit)
    for problem in problems:
        click.echo(problem_line(problem, lang), err=True)
    errors = [problem for problem in problems if problem.level == "error"]
    if not found or (errors and not lenient):
        raise SystemExit(PROBLEM_EXIT)
    _write(folder, found, unit, lang)
    wrong = form_doubts(found, unit)
    _tell(found, wrong, folder, lang)
    raise SystemExit(PROBLEM_EXIT if errors else 1 if wrong else 0)


def _write(folder: Path, found: Sequence[FormFigure], unit: str, lang: str) -> None:
    """Write the two tables of the docket."""
    from govaudit.cli.run import cannot_write
    from govaudit.model import to_text
    from govaudit.report.renderers import csv_table

    units = [unit, *dict.fromkeys(read.unit for read in found if read.unit != unit)]
    orgs = csv_table(
        ("id", "name", "kind", "parent"), ((name, name, "government", "" if name == unit else unit) for name in units)
    )
    rows = dict.fromkeys((read.unit, read.year, read.basis, read.item, to_text(read.value), "元") for read in found)
    sources = {row: str(read.place) for read in reversed(found) for row in [(read.unit, read.year, read.basis, read.item, to_text(read.value), "元")]}  # fmt: skip
    fiscal = csv_table(
        ("unit", "year", "basis", "item", "value", "unit_of_value", "source"), ((*row, sources[row]) for row in rows)
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in (("orgs.csv", orgs), ("fiscal.csv", fiscal)):
            (folder / name).write_text(text, encoding="utf-8-sig", newline="")
    except OSError as error:
        cannot_write(folder, error, lang)


def _tell(found: Sequence[FormFigure], wrong: Sequence[FormDoubt], folder: Path, lang: str) -> None:
    from govaudit.finance.form_figures import spoken_doubt
    from govaudit.formats.debt_forms import FORMS

    for form in FORMS:
        if count := sum(read.form == form.id for read in found):
            click.echo(Text(f"{form.title}：{count}个数", f"{form.title}: {count} figures").pick(lang))
    for doubt in wrong:
        click.echo(spoken_doubt(doubt).pick(lang))
    click.echo(
        Text(f"勾稽不符{len(wrong)}处。案卷：{folder}", f"{len(wrong)} sums do not hold. Docket: {folder}").pick(lang)
    )


@forms.command(
    help=say(
        "由案卷生成六张公开表（xlsx）：数据取自表 fiscal；偿还计划没有数据时按表 debts 计算。",
        "Write the six forms (xlsx) from a docket: figures of the table fiscal; a repayment plan it does not state is worked out from debts.",
    )
)
@click.option("--unit", required=True, help=say("单位编号", "id of the unit"))
@click.option("--year", type=click.IntRange(1971, 2100), required=True, help=say("年度（上一年度，偿还计划从次年起）", "the year reported on; the plan begins with the next"))  # fmt: skip
@click.option("--money", type=click.Choice(["元", "万元", "亿元"]), default="亿元", show_default=True, help=say("金额单位", "unit of the amounts"))  # fmt: skip
@click.option("--output", required=True, type=OutputFile(dir_okay=False, path_type=Path), help=say("输出文件（.xlsx）", "output file (.xlsx)"))  # fmt: skip
@reads_docket
def write(
    docket: tuple[Path, ...], unit: str, year: int, money: str, output: Path, as_of: int | None, known_at: int | None,
    checklists: tuple[Path, ...], encoding: str | None, lenient: bool, lang: str,
) -> None:  # fmt: skip
    """Write the workbook."""
    from govaudit.cli.run import emit, left_out_status, load, stop_on_problems
    from govaudit.finance.form_figures import fill_forms
    from govaudit.report.tables import write_forms
    from govaudit.schedules import read_debts

    loaded = load(docket, as_of, known_at, checklists, encoding=encoding, outputs=[output])
    shown = stop_on_problems(loaded.docket, lenient, lang)
    debts, problems = read_debts(loaded.view())
    seen = loaded.docket.with_problems(problems)
    stop_on_problems(seen, lenient, lang, shown)
    names = dict(zip(loaded.docket["orgs"]["id"], loaded.docket["orgs"]["name"], strict=True))
    if unit not in names:
        raise click.UsageError(Text(f"没有编号为“{unit}”的单位", f"there is no unit '{unit}'").pick(lang))
    emit(write_forms(fill_forms(loaded.docket, debts, unit, year), names, unit, year, money), output, lang)
    raise SystemExit(left_out_status(seen, lang))
