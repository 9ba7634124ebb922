"""`govaudit warn`: the monthly fiscal risk-warning report of one government."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from govaudit.cli.options import names_option, output_options, reads_docket, say
from govaudit.model import Fault

if TYPE_CHECKING:
    from govaudit.cli.run import Loaded
    from govaudit.report.warning import Issue

FORMATS = ("text", "json", "xlsx", "html", "pdf", "docx")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    help=say(
        "财政风险预警报告：总体等级和由来、指标、还本付息计划、限额、PPP、或有债务、压力测试、分地区、整改，附八张图。",
        "Fiscal risk warning: the level and what set it, ratios, debt service, limits, PPP, contingent debt, stress, units below, follow-up, "
        "with eight charts.",
    )
)
@click.option("--unit", required=True, help=say("单位编号或名称", "the unit, by its id or name"))
@click.option("--year", type=click.IntRange(1970, 2100), default=None,
              help=say("数据年度，默认最近有决算的年度", "the year of the figures; default the last with accounts"))  # fmt: skip
@click.option("--previous", type=_FILE, default=None, help=say("上期报告（本命令的JSON），用于比较和整改情况", "the report before (JSON of this command), to compare with"))  # fmt: skip
@click.option("--scenarios", type=_FILE, default=None, help=say("压力情景文件（YAML），代替六种标准情景", "a file of scenarios (YAML) instead of the six standard ones"))  # fmt: skip
@click.option("--suppressions", type=_FILE, default=None, help=say("排除清单（YAML）", "a file of exclusions (YAML)"))
@names_option
@output_options(FORMATS)
@reads_docket
def warn(
    docket: tuple[Path, ...], unit: str, year: int | None, previous: Path | None, scenarios: Path | None, suppressions: Path | None, names: bool | None,
    as_of: int | None, known_at: int | None, form: str, output: Path | None, checklists: tuple[Path, ...], encoding: str | None, lenient: bool, lang: str,
) -> None:  # fmt: skip
    """Write the report; problems of the input end it with exit status 2."""
    from govaudit.cli.run import emit, left_out_status, load, refuse, stop_on_problems

    loaded = load(docket, as_of, known_at, checklists, suppressions, encoding, (output,))
    stop_on_problems(loaded.docket, lenient, lang)
    try:
        issue = _issue(loaded, unit, year, previous, scenarios, lenient=lenient, named=loaded.named(names))
    except Fault as fault:
        refuse(fault, lang)
    from govaudit.report.warning import render_warning

    emit(render_warning(form, issue, lang), output, lang)
    raise SystemExit(left_out_status(loaded.docket, lang))


def _issue(
    loaded: Loaded, unit: str, year: int | None, previous: Path | None, scenarios: Path | None, *, lenient: bool, named: bool
) -> Issue:  # fmt: skip
    from govaudit.audit import audit
    from govaudit.finance import Accounts
    from govaudit.finance.stress import STANDARD, read_scenarios
    from govaudit.report import withheld_audit
    from govaudit.report.warning import Scene, last_year, read_previous, warning_issue

    unit = _unit(loaded, unit)
    before = read_previous(previous, unit, loaded.as_of) if previous else None
    cases = read_scenarios(scenarios or STANDARD)
    # A unit without figures and debts is said before the audit.
    last_year(Accounts(loaded.docket, (), loaded.as_of, known_at=loaded.known_at), unit, loaded.as_of)
    result = audit(loaded.docket, loaded.rules, loaded.question(lenient=lenient))
    result = result if named else withheld_audit(result)
    book = Accounts(
        result.docket, loaded.rules, loaded.as_of, result.statuses, result.settled.duties.debts, loaded.known_at,
        loaded.settings.ppp_growth,
    )  # fmt: skip
    chosen = year if year is not None else last_year(book, unit, loaded.as_of)
    return warning_issue(
        Scene(book, unit, chosen, loaded.as_of, result, loaded.rules, cases, before, loaded.suppressions)
    )


def _unit(loaded: Loaded, said: str) -> str:
    """Return the unit by its id, or by its name where only one body has it."""
    orgs = loaded.docket["orgs"]
    named = [key for key, name in zip(orgs["id"], orgs["name"], strict=True) if name == said]
    return named[0] if said not in orgs["id"] and len(named) == 1 else said
