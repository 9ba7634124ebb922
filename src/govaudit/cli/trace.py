"""`govaudit trace`: who answered for one obligation, day by day, with every hop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from govaudit.cli.one_obligation import about_one_obligation, docket_last, find
from govaudit.cli.options import names_option, output_options, say

if TYPE_CHECKING:
    from govaudit.cli.run import Loaded
    from govaudit.officials.record import Officials
    from govaudit.officials.trace import Trace
    from govaudit.settle import Settled, Status


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
@output_options(("text", "json", "svg", "html", "pdf", "docx", "prov", "csv", "parquet"))
@click.option(
    "--all",
    "every",
    is_flag=True,
    help=say(
        "全部义务的逾期日由谁在任，一行一人（csv、json、parquet）；此时只写案卷",
        "the breach days of every obligation, a row for each holder (csv, json, parquet); then give only the docket",
    ),
)
@names_option
@about_one_obligation
def trace(
    obligation: str, docket: tuple[Path, ...], folders: tuple[Path, ...], as_of: int | None, known_at: int | None, form: str, output: Path | None,
    names: bool | None, every: bool, checklists: tuple[Path, ...], encoding: str | None, lenient: bool, lang: str,
) -> None:  # fmt: skip
    """Settle the docket and trace one obligation; an unknown one ends with exit status 2."""
    from govaudit.cli.run import emit, left_out_status, load, stop_on_problems
    from govaudit.officials.record import Officials
    from govaudit.officials.trace import trace_duty as run_trace
    from govaudit.officials.trace import unnamed
    from govaudit.report import withheld_view
    from govaudit.report.tables import trace_json, trace_lines
    from govaudit.settle import settle_docket

    _refuse(form, every=every)
    obligation, paths = (
        ("", (Path(obligation), *docket, *folders)) if every else docket_last(obligation, docket + folders)
    )
    loaded = load(paths, as_of, known_at, checklists, encoding=encoding, outputs=[output])
    shown = stop_on_problems(loaded.docket, lenient, lang)
    done = settle_docket(loaded.docket, loaded.rules, loaded.as_of, loaded.known_at)
    stop_on_problems(done.docket, lenient, lang, shown)
    named = loaded.named(names)
    officials = Officials(done.view if named else withheld_view(done.view), loaded.place)
    if every:
        emit(_shares(officials, done.statuses, loaded.as_of, form, names=named), output, lang, bom=form == "csv")
        raise SystemExit(left_out_status(done.docket, lang))
    status = find(done.statuses, obligation, lang)
    whole = run_trace(officials, status, loaded.as_of)  # the drawings tell persons apart, named or not
    found = whole if named else unnamed(whole)
    if form == "json":
        emit(trace_json(found, status, loaded.known_at), output, lang)
    elif form == "prov":
        from govaudit.report.exports import write_prov

        emit(write_prov(found, loaded.known_at), output, lang)
    elif form in {"html", "pdf", "docx"}:
        emit(_page(loaded, done, officials, (whole, form, lang), lenient=lenient, named=named), output, lang)
    elif form == "svg":
        emit(_svg(officials, whole, lang, names=named), output, lang)
    else:
        emit(trace_lines(officials, found, lang), output, lang)
    raise SystemExit(left_out_status(done.docket, lang))


def _page(
    loaded: Loaded, done: Settled, officials: Officials, said: tuple[Trace, str, str], *, lenient: bool, named: bool
) -> str | bytes:
    """Return the trace as a document, with its drawings."""
    from govaudit.cli.paged import view_of
    from govaudit.officials.trace import chain_of, unnamed
    from govaudit.report import Names, write_document
    from govaudit.report.documents import trace_document
    from govaudit.report.figures import figures

    found, form, lang = said
    drawn = figures(chain_of(officials, found), found.responsible, lang, names=named)
    view = view_of(loaded, done, Names(officials.docket, lang), loaded.as_of, lang, lenient=lenient, named=named)
    return write_document(form, trace_document(found if named else unnamed(found), view, drawn), lang)


def _refuse(form: str, *, every: bool) -> None:
    """Refuse a format that is not one of these rows, or not one of a single trace."""
    if every and form not in {"csv", "json", "parquet"}:
        raise click.UsageError(
            say("--all 请用 --format csv、json 或 parquet", "with --all choose --format csv, json or parquet")
        )
    if not every and form in {"csv", "parquet"}:
        raise click.UsageError(say(f"{form} 格式列出全部义务，请加 --all", f"{form} lists all obligations: add --all"))


def _shares(officials: Officials, statuses: list[Status], as_of: int, form: str, *, names: bool) -> str | bytes:
    from govaudit.report.exports import share_rows, shares_csv, shares_json, shares_parquet

    rows = share_rows(officials, statuses, as_of, names=names)
    if form == "csv":
        return shares_csv(rows)
    return shares_json(rows) if form == "json" else shares_parquet(rows)


def _svg(officials: Officials, found: Trace, lang: str, *, names: bool) -> str:
    from govaudit.officials.trace import chain_of
    from govaudit.report.figures import MISSING, picture

    drawn, whole = picture(chain_of(officials, found), found.responsible, lang, names=names)
    if not whole:
        click.echo(MISSING.pick(lang), err=True)
    return drawn
