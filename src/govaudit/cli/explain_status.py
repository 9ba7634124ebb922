"""`govaudit explain-status`: why one obligation stands as it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govaudit.cli.one_obligation import about_one_obligation, docket_last, find
from govaudit.cli.options import output_options, say

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    name="explain-status",
    short_help=say("说明某项义务的状态从何而来", "explain why an obligation stands as it does"),
    help=say(
        "说明一项义务的状态：期限怎样计算、中止和顺延了哪些日子、每个事件起了什么作用、逾期天数和利息分段怎样得出、适用哪些规则，"
        "尚不能判定的何时可以判定。OBLIGATION 是义务编号，DOCKET 默认为当前文件夹。",
        "Explain the state of one obligation: how its due day was counted, which days were suspended or rolled over, what each event "
        "did, how breach days and interest add up, by which rules, and when a verdict still open can be decided. OBLIGATION is its "
        "id, DOCKET by default the current folder.",
    ),
)
@output_options(("text", "json"))
@about_one_obligation
def explain_status(
    obligation: str, docket: tuple[Path, ...], folders: tuple[Path, ...], as_of: int | None, known_at: int | None, form: str, output: Path | None,
    checklists: tuple[Path, ...], encoding: str | None, lenient: bool, lang: str,
) -> None:  # fmt: skip
    """Settle the docket and explain one obligation; an unknown one ends with exit status 2."""
    from govaudit.cli.run import emit, left_out_status, load, stop_on_problems
    from govaudit.report import Names
    from govaudit.report.status import explained_json, explained_text
    from govaudit.settle import settle_docket
    from govaudit.settle.explanation import Explainer

    obligation, paths = docket_last(obligation, docket + folders)
    loaded = load(paths, as_of, known_at, checklists, encoding=encoding, outputs=[output])
    shown = stop_on_problems(loaded.docket, lenient, lang)
    done = settle_docket(loaded.docket, loaded.rules, loaded.as_of, loaded.known_at)
    stop_on_problems(done.docket, lenient, lang, shown)
    found = Explainer(done.view).explain(find(done.statuses, obligation, lang))
    names = Names(done.docket, "zh" if form == "json" else lang)
    text = explained_json(found, names) if form == "json" else explained_text(found, names, lang)
    emit(text, output, lang)
    raise SystemExit(left_out_status(done.docket, lang))
