"""`govaudit ratios`: debt, interest, limit and outlay ratios of a year, each with its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govaudit.cli.options import (
    checklists_option,
    docket_argument,
    encoding_option,
    lang_option,
    lenient_option,
    output_options,
    say,
)

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("text", "csv", "json")
BASES = ("budget", "adjusted", "execution", "final")


@click.command(
    help=say(
        "某年度的财政指标：债务率、偿债率、付息占比、限额使用率等，逐项列出公式、数据、口径、出处和距线距离。",
        "Fiscal ratios of a year: debt, service, interest, limits, each with formula, figures, basis, sources and the distance to its line.",
    )
)
@click.option("--year", type=click.IntRange(1970, 2100), required=True, help=say("年度", "the year"))
@click.option("--basis", type=click.Choice(BASES), default=None,
              help=say("只用这一口径；默认取最接近决算的口径", "this basis only; default the most settled that has every figure"))  # fmt: skip
@output_options(FORMATS)
@docket_argument
@checklists_option
@encoding_option
@lenient_option
@lang_option
def ratios(
    docket: tuple[Path, ...], year: int, basis: str | None, form: str, output: Path | None, checklists: tuple[Path, ...],
    encoding: str | None, lenient: bool, lang: str,
) -> None:  # fmt: skip
    """Compute the ratios and write the rows; problems of the input end it with exit status 2."""
    from govaudit.cli.run import emit, left_out_status, load, stop_on_problems
    from govaudit.finance import Accounts
    from govaudit.report.tables import write_ratios

    loaded = load(docket, None, None, checklists, encoding=encoding, outputs=[output])
    stop_on_problems(loaded.docket, lenient, lang)
    book = Accounts(loaded.docket, loaded.rules, known_at=loaded.known_at, method=loaded.settings.ppp_growth)
    emit(write_ratios(form, book.table(year, basis), book.doubts, year, lang), output, lang, bom=form == "csv")
    raise SystemExit(left_out_status(loaded.docket, lang))
