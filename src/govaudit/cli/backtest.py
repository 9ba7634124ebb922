"""`govaudit backtest`: how early-warning signals of the past stood against what came after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govaudit.cli.options import output_options, reads_docket, say

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("text", "csv", "json")


@click.command(
    help=say(
        "预警信号回测：案卷中各单位各年度的信号与其后实际发生的事件对照，列命中、误报、漏报、无事及噪声信号比。",
        "Back-test of signals: each unit and year of the docket against the events after it: hits, false alarms, misses, quiet years, "
        "noise-to-signal.",
    )
)
@click.option("--rule", "wanted", default=None, help=say("只测这一条规则，如 EW-L1", "this rule only, such as EW-L1"))
@click.option("--ahead", type=click.IntRange(1, 10), default=1, show_default=True, help=say("看其后几年", "years looked at after the signal"))  # fmt: skip
@output_options(FORMATS)
@reads_docket
def backtest(
    docket: tuple[Path, ...], wanted: str | None, ahead: int, as_of: int | None, known_at: int | None, form: str, output: Path | None,
    checklists: tuple[Path, ...], encoding: str | None, lenient: bool, lang: str,
) -> None:  # fmt: skip
    """Write the tables; problems of the input end it with exit status 2."""
    from govaudit.cli.run import emit, left_out_status, load, stop_on_problems
    from govaudit.finance import Accounts
    from govaudit.finance.warning import backtest_signals as tested
    from govaudit.report.tables import write_backtest
    from govaudit.rules.kinds import Signal
    from govaudit.settle import settle_docket

    loaded = load(docket, as_of, known_at, checklists, encoding=encoding, outputs=[output])
    shown = stop_on_problems(loaded.docket, lenient, lang)
    done = settle_docket(loaded.docket, loaded.rules, loaded.as_of, loaded.known_at)
    stop_on_problems(done.docket, lenient, lang, shown)
    rules = [rule for rule in loaded.rules if isinstance(rule, Signal) and wanted in (None, rule.id)]
    if not rules:
        raise click.UsageError(say(f"没有预警规则“{wanted}”，见 govaudit rules --kind signal", f"there is no signal '{wanted}'; see govaudit rules --kind signal"))  # fmt: skip
    book = Accounts(
        done.docket,
        loaded.rules,
        loaded.as_of,
        done.statuses,
        done.duties.debts,
        loaded.known_at,
        loaded.settings.ppp_growth,
    )
    emit(
        write_backtest(form, [(rule, tested(book, rule, ahead)) for rule in rules], lang),
        output,
        lang,
        bom=form == "csv",
    )
    raise SystemExit(left_out_status(done.docket, lang))
