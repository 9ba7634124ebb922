"""`govaudit status`: a row for each obligation, as of a day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from govaudit.cli.options import OutputFile, output_options, reads_docket, say
from govaudit.cli.spark import master_option, refuse_master, settler

if TYPE_CHECKING:
    from govaudit.cli.run import Loaded
    from govaudit.settle import Settled

_TABLES = {".csv", ".parquet"}
FORMATS = ("text", "csv", "json", "parquet")


@click.command(
    help=say(
        "每项义务截至某日的状态：到期日、是否履行、逾期天数、欠付金额、利息。",
        "The state of every obligation as of a day: due day, performance, breach days, open amount, interest.",
    )
)
@click.option("--engine", type=click.Choice(["auto", "rows", "columns", "spark"]), default="auto", show_default=True,
              help=say("rows 逐行计算；columns 按列计算大型数据表（CSV、Parquet，输出 csv 或 parquet）；spark 同此，在多台机器上；auto 按规模选择", "rows: row by row; columns: large tables (CSV, Parquet; csv or parquet out) by the column; spark: so on many machines; auto: by size"))  # fmt: skip
@click.option("--jobs", type=click.IntRange(1, 256), default=None,
              help=say("columns 使用的处理器核数，默认全部", "cores that columns uses; default all"))  # fmt: skip
@click.option("--holders", type=OutputFile(dir_okay=False, path_type=Path), default=None,
              help=say("另写一表（.csv 或 .parquet）：各逾期日由谁任义务主体岗位", "also write (.csv or .parquet) who held the bearer's post on the breach days"))  # fmt: skip
@master_option
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
    master: str | None,
    holders: Path | None,
) -> None:
    """Settle a docket and write the rows; problems of the input end it with exit status 2."""
    from govaudit.cli.run import left_out_status, prepare, read, stop_on_problems
    from govaudit.settle import settle_docket

    if engine in {"rows", "spark"} and jobs is not None:
        raise click.UsageError(say("--jobs 只用于按列计算", "--jobs is for columns"))
    refuse_master(engine, master)
    if holders is not None and holders.suffix.lower() not in _TABLES:
        raise click.UsageError(
            say("--holders 的文件名应以 .csv 或 .parquet 结尾", "the file of --holders must end in .csv or .parquet")
        )
    if holders is not None and output is not None and holders.resolve() == output.resolve():
        raise click.UsageError(say("--output 和 --holders 是同一个文件", "--output and --holders are the same file"))
    how = prepare(docket, as_of, known_at, checklists, encoding=encoding)
    if engine != "rows":
        from govaudit.cli.columns import Where, status_in_columns

        status_in_columns(how, form, [output, holders], Where(engine, jobs, master), lenient=lenient, lang=lang)
    loaded = read(how, [output, holders])
    shown = stop_on_problems(loaded.docket, lenient, lang)
    with settler(engine, master, lang) as settle:
        done = settle_docket(loaded.docket, loaded.rules, loaded.as_of, loaded.known_at, settle)
    stop_on_problems(done.docket, lenient, lang, shown)
    _write(loaded, done, form, output, lenient, lang)
    if holders is not None:
        _write_holders(loaded, done, holders, lang)
    raise SystemExit(left_out_status(done.docket, lang))


def _write(loaded: Loaded, done: Settled, form: str, output: Path | None, lenient: bool, lang: str) -> None:
    from govaudit.cli.run import emit
    from govaudit.report.status import status_csv, status_json, status_parquet, status_text

    if form == "csv":
        emit(status_csv(done.statuses), output, lang, bom=True)
    elif form == "json":
        from govaudit.audit import manifest_of
        from govaudit.model import as_json

        manifest = manifest_of(done, loaded.rules, loaded.question(lenient=lenient))
        emit(status_json(done.statuses, as_json(manifest)), output, lang)
    elif form == "parquet":
        emit(status_parquet(done.statuses), output, lang)
    else:
        emit(status_text(done.statuses, done.docket, loaded.as_of, lang), output, lang)


def _write_holders(loaded: Loaded, done: Settled, target: Path, lang: str) -> None:
    from govaudit.cli.run import emit
    from govaudit.officials.bulk import holders_of
    from govaudit.officials.record import Officials
    from govaudit.report.status import table_csv, table_parquet

    table, _ = holders_of(Officials(done.view, loaded.place), done.statuses)
    is_csv = target.suffix.lower() == ".csv"
    emit(table_csv(table) if is_csv else table_parquet(table), target, lang, bom=is_csv)
