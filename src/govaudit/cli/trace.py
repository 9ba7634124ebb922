"""`govaudit trace`: who answered for one obligation, day by day, with every hop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govaudit.cli.one_obligation import about_one_obligation, docket_last, find
from govaudit.cli.options import names_option, output_options, say

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.accountability.officials import Officials
    from govaudit.accountability.trace import Trace


@click.command(
    short_help=say("某项义务由谁负责，逐日逐步", "who answered for an obligation, day by day"),
    help=say(
        "追溯一项义务：到期日和每个逾期日由谁在任，依据哪条记录。OBLIGATION 是义务编号，DOCKET 默认为当前文件夹。"
        "svg 格式在一张图上画出任期图和责任链图，prov 格式（PROV-JSON）写出推导过程供其他程序使用。",
        "Trace one obligation: who held the post on the due date and on each breach day, and by which record. OBLIGATION is its "
        "id, DOCKET by default the current folder. The svg format draws tenure lanes and graph on one sheet; prov (PROV-JSON) "
        "hands the derivation to other programs.",
    ),
)
@output_options(("text", "json", "svg", "prov"))
@names_option
@about_one_obligation
def trace(
    obligation: str, docket: tuple[Path, ...], folders: tuple[Path, ...], as_of: int | None, known_at: int | None, form: str, output: Path | None,
    names: bool | None, checklists: tuple[Path, ...], encoding: str | None, lenient: bool, lang: str,
) -> None:  # fmt: skip
    """Settle the docket and trace one obligation; an unknown one ends with exit status 2."""
    from govaudit.accountability.officials import Officials
    from govaudit.accountability.trace import trace as run_trace
    from govaudit.accountability.trace import unnamed
    from govaudit.checks.settled import settled
    from govaudit.cli.run import emit, left_out_status, load, stop_on_problems
    from govaudit.report import trace_out

    obligation, paths = docket_last(obligation, docket + folders)
    loaded = load(paths, as_of, known_at, checklists, encoding=encoding, outputs=[output])
    shown = stop_on_problems(loaded.docket, lenient, lang)
    done = settled(loaded.docket, loaded.rules, loaded.as_of, loaded.known_at)
    stop_on_problems(loaded.docket, lenient, lang, shown)
    status = find(done.statuses, obligation, lang)
    officials = Officials(done.docket, loaded.known_at, loaded.place)
    found = run_trace(officials, status, loaded.as_of)
    named = loaded.named(names)
    found = found if named else unnamed(found)
    if form == "json":
        emit(trace_out.write_json(found, status, loaded.known_at), output, lang)
    elif form == "prov":
        from govaudit.report.prov_out import write_prov

        emit(write_prov(found, loaded.known_at), output, lang)
    elif form == "svg":
        emit(_svg(officials, found, lang, names=named), output, lang)
    else:
        emit(trace_out.write_text(officials, found, lang), output, lang)
    raise SystemExit(left_out_status(loaded.docket, lang))


def _svg(officials: Officials, found: Trace, lang: str, *, names: bool) -> str:
    from govaudit.accountability.drawing import MISSING
    from govaudit.accountability.picture import picture

    drawn, whole = picture(officials, found, lang, names=names)
    if not whole:
        click.echo(MISSING.pick(lang), err=True)
    return drawn
