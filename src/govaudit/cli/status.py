"""`govaudit status`: a row for each obligation, as of a day."""

from __future__ import annotations

from pathlib import Path

import click

from govaudit.cli.options import checklists_option, day_options, docket_argument, encoding_option, lang_option, lenient_option, say


@click.command(help=say("每项义务截至某日的状态：到期日、是否履行、逾期天数、欠付金额、利息。", "The state of every obligation as of a day: due day, performance, breach days, open amount, interest."))
@docket_argument
@day_options
@click.option("--format", "form", type=click.Choice(["text", "csv", "json", "parquet"]), default="text", show_default=True, help=say("输出格式", "output format"))
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), default=None, help=say("输出文件，默认标准输出", "output file, default standard output"))
@checklists_option
@encoding_option
@lenient_option
@lang_option
def status(
    docket: tuple[Path, ...], as_of: int | None, known_at: int | None, form: str, output: Path | None, checklists: tuple[Path, ...], encoding: str | None, lenient: bool, lang: str
) -> None:
    """Settle a docket and write the rows; problems of the input end it with exit status 2."""
    from govaudit.audit import Question, manifest_of, settled
    from govaudit.cli.run import emit, load, stop_on_problems
    from govaudit.report import status_out

    loaded = load(docket, as_of, known_at, checklists, encoding=encoding)
    stop_on_problems(loaded.docket, lenient, lang)
    done = settled(loaded.docket, loaded.rules, loaded.as_of, loaded.known_at)
    stop_on_problems(loaded.docket, lenient, lang)
    if form == "csv":
        emit(status_out.write_csv(done.statuses), output, lang, bom=True)
    elif form == "json":
        ask = Question(loaded.as_of, loaded.known_at, lenient)
        manifest = manifest_of(loaded.docket, loaded.rules, ask, done.statuses, [], done.missing)
        emit(status_out.write_json(done.statuses, manifest.model_dump(mode="json")), output, lang)
    elif form == "parquet":
        emit(status_out.write_parquet(done.statuses), output, lang)
    else:
        emit(status_out.write_text(done.statuses, loaded.docket, loaded.as_of, lang), output, lang)
