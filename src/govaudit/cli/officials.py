"""`govaudit officials`: what a person, post or body had in hand, and the handover sheet on leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govaudit.cli.one_obligation import about_one, docket_last
from govaudit.cli.options import Day, names_option, output_options, say
from govaudit.model import Text

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.cli.run import Loaded
    from govaudit.officials.record import Officials
    from govaudit.report import Names
    from govaudit.report.tables import Listed
    from govaudit.settle import Settled

FORMATS = ("text", "json", "csv", "xlsx", "html", "docx", "pdf")


@click.command(
    short_help=say("某人、某岗位或某机构的在手义务与离任交接清单", "duties in hand, and the handover sheet on leaving"),
    help=say(
        "列出某人、某岗位或某机构在一段时间内承担的义务：接任时已逾期的、任内发生的、任内了结的、期末仍逾期的，以及须移交的未了义务"
        "（离任交接清单，docx、pdf 可签字）。WHO 是编号或姓名、名称，DOCKET 默认为当前文件夹。",
        "List the duties a person, post or body had over a period: breaches inherited, arisen, ended, carried on, and every open obligation "
        "to be handed over (a sheet to sign as docx or pdf). WHO is an id or a name, DOCKET by default the current folder.",
    ),
)
@click.option(
    "--from",
    "start",
    type=Day(),
    default=None,
    help=say("期间首日，默认自有记录起", "first day, default the first on record"),
)
@click.option(
    "--to", "end", type=Day(), default=None, help=say("期间末日，默认截至日", "last day, default the day judged")
)
@output_options(FORMATS)
@names_option
@about_one("who")
def officials(
    who: str, docket: tuple[Path, ...], folders: tuple[Path, ...], start: int | None, end: int | None, as_of: int | None, known_at: int | None,
    form: str, output: Path | None, names: bool | None, checklists: tuple[Path, ...], encoding: str | None, lenient: bool, lang: str,
) -> None:  # fmt: skip
    """Settle the docket at the end of each term and list what was in hand; unknown names end with exit status 2."""
    from govaudit.cli.run import emit, left_out_status, load, stop_on_problems
    from govaudit.officials.record import Officials, sheets
    from govaudit.report import Names, withheld_view
    from govaudit.report.tables import Listed
    from govaudit.settle import settle, settle_docket

    who, paths = docket_last(who, docket + folders)
    loaded = load(paths, as_of, known_at, checklists, encoding=encoding, outputs=[output])
    shown = stop_on_problems(loaded.docket, lenient, lang)
    done = settle_docket(loaded.docket, loaded.rules, loaded.as_of, loaded.known_at)
    stop_on_problems(done.docket, lenient, lang, shown)
    index = Officials(done.view, loaded.place)
    key = _find(index, who, lang)
    last = loaded.as_of if end is None else min(end, loaded.as_of)
    if start is not None and start > last:
        raise click.UsageError(
            say("期间首日晚于末日或截至日", "the first day lies after the last, or after the day judged")
        )
    named = loaded.named(names)
    view = done.view if named else withheld_view(done.view)
    made = sheets(Officials(view, loaded.place), key, start, last + 1, lambda day: settle(view.on(day)))
    listed = Listed(key, start, last, loaded.known_at, made, named)
    titles = Names(view.docket, "zh" if form in {"json", "csv"} else lang)
    emit(_written(loaded, done, listed, titles, form, lang, lenient=lenient), output, lang, bom=form == "csv")
    raise SystemExit(left_out_status(done.docket, lang))


def _written(
    loaded: Loaded, done: Settled, listed: Listed, names: Names, form: str, lang: str, *, lenient: bool
) -> str | bytes:
    if form not in {"html", "docx", "pdf"}:
        from govaudit.report.tables import write_officials

        return write_officials(form, listed, names, lang)
    from govaudit.cli.paged import view_of
    from govaudit.report import write_document
    from govaudit.report.documents import handover_document

    view = view_of(loaded, done, names, listed.as_of, lang, lenient=lenient, named=listed.named)
    return write_document(form, handover_document(listed, view), lang)


def _find(index: Officials, who: str, lang: str) -> str:
    """Return the id of the person, post or body that is meant, or end with those that may be."""
    tables = (("persons", index.persons, "name"), ("posts", index.posts, "title"), ("orgs", index.orgs, "name"))
    for _, rows, _ in tables:
        if who in rows:
            return who
    named = [key for table, rows, column in tables for key, row in rows.items()
             if who in {index.docket[table][column][row], index.post_label(key) if table == "posts" else None}]  # fmt: skip
    if len({index.person(key) if key in index.persons else key for key in named}) == 1:
        return named[0]
    import difflib

    near = named[:5] or difflib.get_close_matches(who, [key for _, rows, _ in tables for key in rows], 3)
    hint = (
        Text(f"是否指：{'、'.join(near)}", f"did you mean: {', '.join(near)}")
        if near
        else Text("用人员、岗位或机构的编号或名称", "give the id or name of a person, post or body")
    )
    said = (
        Text(f"“{who}”不止一个", f"there is more than one '{who}'")
        if named
        else Text(f"没有人员、岗位或机构“{who}”", f"no person, post or body '{who}'")
    )
    raise click.UsageError(Text(f"{said.zh}。{hint.zh}", f"{said.en}; {hint.en}").pick(lang))
