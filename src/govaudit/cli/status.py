"""`govaudit status`: a row for each obligation, as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govaudit.cli.options import output_options, reads_docket, say

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("text", "csv", "json", "parquet")


@click.command(
    help=say(
        "每项义务截至某日的状态：到期日、是否履行、逾期天数、欠付金额、利息。",
        "The state of every obligation as of a day: due day, performance, breach days, open amount, interest.",
    )
)
@output_options(FORMATS)
@reads_docket
def status(
    docket: tuple[Path, ...],
    as_of: int | None,
    known_at: int | None,
    form: str,
    output: Path | None,
    checklists: tuple[Path, ...],
    encoding: str | None,
    lenient: bool,
    lang: str,
) -> None:
    """Settle a docket and write the rows; problems of the input end it with exit status 2."""
    from govaudit.checks.settled import settled
    from govaudit.cli.run import emit, left_out_status, load, stop_on_problems
    from govaudit.report import status_out

    loaded = load(docket, as_of, known_at, checklists, encoding=encoding, outputs=[output])
    shown = stop_on_problems(loaded.docket, lenient, lang)
    done = settled(loaded.docket, loaded.rules, loaded.as_of, loaded.known_at)
    stop_on_problems(loaded.docket, lenient, lang, shown)
    if form == "csv":
        emit(status_out.write_csv(done.statuses), output, lang, bom=True)
    elif form == "json":
        from govaudit.audit import Question, manifest_of

        ask = Question(loaded.as_of, loaded.known_at, lenient)
        manifest = manifest_of(loaded.docket, loaded.rules, ask, done.statuses, [], done.missing)
        emit(status_out.write_json(done.statuses, manifest.model_dump(mode="json")), output, lang)
    elif form == "parquet":
        emit(status_out.write_parquet(done.statuses), output, lang)
    else:
        emit(status_out.write_text(done.statuses, loaded.docket, loaded.as_of, lang), output, lang)
    raise SystemExit(left_out_status(loaded.docket, lang))
