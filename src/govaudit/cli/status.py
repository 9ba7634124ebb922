"""`govaudit status`: a row for each obligation, as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govaudit.cli.options import output_options, reads_docket, say

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.checks.settled import Settled
    from govaudit.cli.run import Loaded

FORMATS = ("text", "csv", "json", "parquet")


@click.command(
    help=say(
        "每项义务截至某日的状态：到期日、是否履行、逾期天数、欠付金额、利息。",
        "The state of every obligation as of a day: due day, performance, breach days, open amount, interest.",
    )
)
@click.option("--engine", type=click.Choice(["auto", "rows", "columns"]), default="auto", show_default=True,
              help=say("rows 逐行计算；columns 按列计算大型数据表（CSV、Parquet，输出 csv 或 parquet）；auto 按规模选择", "rows: row by row; columns: large tables (CSV, Parquet; csv or parquet out) by the column; auto: by size"))  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 256), default=None,
              help=say("columns 使用的处理器核数，默认全部", "cores that columns uses; default all"))  # fmt: skip
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
    engine: str,
    jobs: int | None,
) -> None:
    """Settle a docket and write the rows; problems of the input end it with exit status 2."""
    from govaudit.checks.settled import settled
    from govaudit.cli.run import left_out_status, prepare, read, stop_on_problems

    how = prepare(docket, as_of, known_at, checklists, encoding=encoding)
    if engine != "rows":
        from govaudit.cli.columns import status_in_columns

        status_in_columns(how, form, output, lenient=lenient, lang=lang, jobs=jobs, wanted=engine == "columns")
    loaded = read(how, [output])
    shown = stop_on_problems(loaded.docket, lenient, lang)
    done = settled(loaded.docket, loaded.rules, loaded.as_of, loaded.known_at)
    stop_on_problems(loaded.docket, lenient, lang, shown)
    _write(loaded, done, form, output, lenient, lang)
    raise SystemExit(left_out_status(loaded.docket, lang))


def _write(loaded: Loaded, done: Settled, form: str, output: Path | None, lenient: bool, lang: str) -> None:
    from govaudit.cli.run import emit
    from govaudit.report import status_out

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
