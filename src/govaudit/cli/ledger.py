"""`govaudit ledger`: what each unit owed, raised, repaid and owes, by class of debt and year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from govaudit.cli.options import output_options, reads_docket, say

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("text", "csv", "json")


@click.command(
    help=say(
        "债务台账：各单位、各类债务一年内的期初、新增、再融资、置换、还本、汇兑、期末，以及逾期和未提款；或有债务单列。",
        "Debt ledger: opening, new, refinancing, swap, repaid, exchange and closing of each unit and class in a year, with what is "
        "overdue and undrawn; contingent debt apart.",
    )
)
@click.option("--year", type=click.IntRange(1971, 2100), required=True, help=say("年度", "the year"))
@click.option("--unit", default=None, help=say("只列这个单位", "this unit only"))
@output_options(FORMATS)
@reads_docket
def ledger(
    docket: tuple[Path, ...], year: int, unit: str | None, as_of: int | None, known_at: int | None, form: str, output: Path | None,
    checklists: tuple[Path, ...], encoding: str | None, lenient: bool, lang: str,
) -> None:  # fmt: skip
    """Write the ledger; problems of the input end it with exit status 2."""
    from govaudit.cli.run import emit, left_out_status, load, stop_on_problems
    from govaudit.duties import owed_by_debts
    from govaudit.finance.debt_ledger import ledger_of_year
    from govaudit.report.tables import write_ledger

    loaded = load(docket, as_of, known_at, checklists, encoding=encoding, outputs=[output])
    shown = stop_on_problems(loaded.docket, lenient, lang)
    service, problems = owed_by_debts(loaded.view())
    seen = service.view.docket.with_problems(problems)
    stop_on_problems(seen, lenient, lang, shown)
    if unit is not None and unit not in seen["orgs"]["id"]:
        raise click.UsageError(say(f"没有编号为“{unit}”的单位", f"there is no unit '{unit}'"))
    wanted = [entry for entry in ledger_of_year(service, year) if unit in (None, entry.unit)]
    emit(write_ledger(form, wanted, seen, year, loaded.as_of, lang), output, lang, bom=form == "csv")
    raise SystemExit(left_out_status(seen, lang))
