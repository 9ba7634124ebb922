"""`govaudit export`: the record of officials for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from govaudit.cli.options import OutputFile, reads_docket, say

if TYPE_CHECKING:
    from govaudit.report.exports import HandedOut

FORMATS = ("popolo", "ftm", "graphml")


@click.command(
    short_help=say("导出机构、岗位、任期给其他程序", "hand bodies, posts and tenures to other programs"),
    help=say(
        "导出机构、岗位、人员、任期和责任关系：popolo（JSON）、ftm（FollowTheMoney，每行一个 JSON）、graphml（关系图）。默认不写人员姓名和原编号。",
        "Write bodies, posts, persons, tenures and lines of responsibility as popolo (JSON), ftm (FollowTheMoney, JSON lines) or graphml "
        "(the graph). Persons' names and ids are left out unless asked for.",
    ),
)
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help=say("输出格式", "output format"))
@click.option(
    "--output",
    type=OutputFile(dir_okay=False, path_type=Path),
    default=None,
    help=say("输出文件，默认标准输出", "output file, default standard output"),
)
@click.option(
    "--names/--no-names", default=False, help=say("是否写出人员姓名，默认不写", "whether persons are named; default no")
)
@reads_docket
def export(
    docket: tuple[Path, ...], as_of: int | None, known_at: int | None, form: str, output: Path | None, checklists: tuple[Path, ...],
    encoding: str | None, lenient: bool, lang: str, names: bool,
) -> None:  # fmt: skip
    """Write the file; what cannot be handed out is told on stderr and ends with exit status 2."""
    from govaudit.cli.run import PROBLEM_EXIT, emit, left_out_status, load, show_problems, stop_on_problems
    from govaudit.report.exports import HandedOut

    loaded = load(docket, as_of, known_at, checklists, encoding=encoding, outputs=[output])
    stop_on_problems(loaded.docket, lenient, lang)
    facts = HandedOut(loaded.view(), names=names)
    emit(_written(form, facts), output, lang)
    show_problems(facts.problems, lang)
    raise SystemExit(PROBLEM_EXIT if facts.problems else left_out_status(loaded.docket, lang))


def _written(form: str, facts: HandedOut) -> str:
    if form == "popolo":
        from govaudit.report.exports import write_popolo

        return write_popolo(facts)
    if form == "ftm":
        from govaudit.report.exports import write_ftm

        return write_ftm(facts)
    from govaudit.report.exports import write_graphml

    return write_graphml(facts)
