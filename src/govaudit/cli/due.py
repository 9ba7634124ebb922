"""`govaudit due`: what falls due soon, with lights and owners."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from govaudit.cli.options import names_option, output_options, reads_docket, say

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("text", "xlsx", "ics", "json", "csv")
_DAYS = {"d": 1, "w": 7, "m": 31, "y": 366, "日": 1, "天": 1, "周": 7, "月": 31, "年": 366}


class DueWindow(click.ParamType[int]):
    """A number of days: 30, 30d, 4w, 3m."""

    name = "days"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the span, or fail saying how to write it."""
        match = re.fullmatch(r"(\d{1,4})\s*([dwmy日天周月年]?)", str(value))
        if not match:
            self.fail(
                say(f"“{value}”不是时间长度，写成 30d、4w 或 3m", f"'{value}' is no span of time; write 30d, 4w or 3m"),
                param,
                ctx,
            )
        return int(match[1]) * _DAYS[match[2] or "d"]


@click.command(
    help=say(
        "近期到期的义务：剩余天数、红黄绿灯、责任岗位和在任者。",
        "What falls due soon: days left, lights, the post that answers and who holds it.",
    )
)
@click.option("--within", type=DueWindow(), default="30d", show_default=True, help=say("今后多久以内", "how far ahead"))
@click.option("--overdue", is_flag=True, help=say("同时列出已逾期的义务", "list overdue duties as well"))
@output_options(FORMATS)
@names_option
@reads_docket
def due(
    docket: tuple[Path, ...], within: int, overdue: bool, as_of: int | None, known_at: int | None, form: str, output: Path | None,
    names: bool | None, checklists: tuple[Path, ...], encoding: str | None, lenient: bool, lang: str,
) -> None:  # fmt: skip
    """List what falls due; exit status 0, or 2 for problems of the input."""
    from govaudit.checks import due_rows
    from govaudit.cli.run import emit, left_out_status, load, stop_on_problems
    from govaudit.report import withheld_view
    from govaudit.report.renderers import wants_color
    from govaudit.report.tables import write_due
    from govaudit.settle import settle_docket

    loaded = load(docket, as_of, known_at, checklists, encoding=encoding, outputs=[output])
    shown = stop_on_problems(loaded.docket, lenient, lang)
    done = settle_docket(loaded.docket, loaded.rules, loaded.as_of, loaded.known_at)
    stop_on_problems(done.docket, lenient, lang, shown)
    named = loaded.named(names, default=form != "ics")  # a calendar is subscribed to, and shown to others
    view = done.view if named else withheld_view(done.view)
    rows = due_rows(view, done.statuses, within, overdue=overdue)
    rows = rows if named else [row._replace(owner_person=None) for row in rows]
    colored = output is None and wants_color(sys.stdout)
    emit(write_due(form, rows, view.docket, loaded.as_of, lang, color=colored), output, lang, bom=form == "csv")
    raise SystemExit(left_out_status(done.docket, lang))
