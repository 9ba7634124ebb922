"""`govaudit schedule`: every flow of every debt, from its terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govaudit.cli.options import output_options, reads_docket, say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from govaudit.schedules import Debt

FORMATS = ("text", "csv", "json", "parquet")


@click.command(
    help=say(
        "还本付息计划：每笔债务逐期的计息期、到期日、付款日、利率、余额、利息和本金；text、json 另列借款逾期的罚息、复利和未提款的承诺费。",
        "Debt service schedule: period, due day, payment day, rate, balance, interest and principal of every flow; text and json also tell what "
        "is late of loans with its penalty and compound interest, and the fee on what is not drawn.",
    )
)
@click.option("--instrument", default=None, help=say("只列这一笔债务", "this debt only"))
@output_options(FORMATS)
@reads_docket
def schedule(
    docket: tuple[Path, ...], instrument: str | None, as_of: int | None, known_at: int | None, form: str, output: Path | None,
    checklists: tuple[Path, ...], encoding: str | None, lenient: bool, lang: str,
) -> None:  # fmt: skip
    """Write the schedule; problems of the input end it with exit status 2."""
    from govaudit.cli.run import emit, left_out_status, load, show_problems, stop_on_problems
    from govaudit.duties import owed_by_debts
    from govaudit.finance.debt_ledger import costs
    from govaudit.report.tables import write_schedule
    from govaudit.schedules import flows

    loaded = load(docket, as_of, known_at, checklists, encoding=encoding, outputs=[output])
    shown = stop_on_problems(loaded.docket, lenient, lang)
    service, problems = owed_by_debts(loaded.view())
    seen = service.view.docket.with_problems(problems)
    stop_on_problems(seen, lenient, lang, shown)
    show_problems([one for one in problems if one.level == "note"], lang)
    wanted = service.debts if instrument is None else [_named(instrument, service.debts)]
    found = [(debt, flows(debt, loaded.as_of, loaded.known_at)) for debt in wanted]
    emit(write_schedule(form, found, costs(service), loaded.as_of, lang), output, lang, bom=form == "csv")
    raise SystemExit(left_out_status(seen, lang))


def _named(instrument: str, debts: Sequence[Debt]) -> Debt:
    for debt in debts:
        if debt.id == instrument:
            return debt
    import difflib

    near = difflib.get_close_matches(instrument, [debt.id for debt in debts], 1)
    hint = say(f"，是否指“{near[0]}”？", f"; did you mean '{near[0]}'?") if near else ""
    raise click.UsageError(say(f"没有编号为“{instrument}”的债务", f"there is no debt '{instrument}'") + hint)
