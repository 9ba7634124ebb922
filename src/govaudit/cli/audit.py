"""`govaudit audit`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from govaudit.cli.options import names_option, output_options, reads_docket, say
from govaudit.cli.spark import master_option, refuse_master, settler
from govaudit.cli.written_run import document_options, write_run
from govaudit.model import Fault
from govaudit.report import FORMATS

if TYPE_CHECKING:
    from govaudit.audit import Audit
    from govaudit.cli.run import Loaded

FAIL_ON = ("breach", "warning", "accountability_gap", "data_problem", "never")


@click.command(
    help=say(
        "审计案卷（案卷文件夹、工作簿、数据表或OCDS文件），列出失信违约、风险、责任岗位。",
        "Audit a docket (case files, workbooks, tables or OCDS files): breaches, warnings and the posts that answered.",
    )
)
@output_options(FORMATS)
@document_options
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default=None,
    help=say("达到何种发现即退出码为1，默认 breach", "from which kind of finding the exit status is 1; default breach"),
)
@click.option(
    "--suppressions",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help=say("排除清单（YAML）", "a file of exclusions (YAML)"),
)
@click.option("--engine", type=click.Choice(["rows", "spark"]), default="rows", show_default=True,
              help=say("rows 在本机计算义务状态；spark 在多台机器上", "rows: the states of obligations are computed here; spark: on many machines"))  # fmt: skip
@master_option
@names_option
@click.option("--errors", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True), default=None,
              help=say("把问题写入文件：.csv、.json，或 .xlsx（带“错误”列的工作簿副本）；- 为标准输出", "write the problems to a file: .csv, .json, or .xlsx (a copy of the workbook with an error column); - for standard output"))  # fmt: skip
@reads_docket
def audit(
    docket: tuple[Path, ...], as_of: int | None, known_at: int | None, form: str, output: Path | None, document: str, subject: str | None, fail_on: str | None,
    suppressions: Path | None, engine: str, master: str | None, names: bool | None, errors: Path | None, checklists: tuple[Path, ...], encoding: str | None, lenient: bool, lang: str,
) -> None:  # fmt: skip
    """Audit and report; exit status 0, 1 by --fail-on, 2 for problems."""
    from govaudit.audit import audit as run_audit
    from govaudit.cli.run import left_out_status, load, stop_on_problems
    from govaudit.report import withhold_names

    refuse_master(engine, master)
    loaded = load(docket, as_of, known_at, checklists, suppressions, encoding, (output, errors))
    if errors is not None:
        _write_errors(loaded, docket, errors, lang)
    shown = stop_on_problems(loaded.docket, lenient, lang)
    with settler(engine, master, lang) as settle:
        result = run_audit(loaded.docket, loaded.rules, loaded.question(lenient=lenient), settle)
    stop_on_problems(result.docket, lenient, lang, shown)
    run = result.run if loaded.named(names) else withhold_names(result.run)
    write_run(run, form, output, document, subject, lang)
    found = _exit_status(result, fail_on or loaded.settings.fail_on or "breach")
    raise SystemExit(found or left_out_status(result.docket, lang))


def _exit_status(result: Audit, fail_on: str) -> int:
    from govaudit.model import KINDS

    if fail_on == "never":
        return 0
    floor = next(number for number, kind in enumerate(KINDS) if kind == fail_on)
    return int(
        any(finding.suppressed is None and KINDS.index(finding.kind) >= floor for finding in result.run.findings)
    )


def _write_errors(loaded: Loaded, paths: tuple[Path, ...], target: Path, lang: str) -> None:
    """Write all problems as CSV or JSON, or into a copy of the user's workbook."""
    from govaudit.cli.run import cannot_write, emit, refuse
    from govaudit.formats.writing import problems_csv, problems_json

    if target.suffix.lower() == ".xlsx":
        books = [path for path in paths if path.suffix.lower() in {".xlsx", ".xlsm"}]
        if len(books) != 1:
            raise click.UsageError(
                say(
                    "--errors 写 .xlsx 时，案卷必须正好是一个工作簿",
                    "--errors FILE.xlsx needs a docket of exactly one workbook",
                )
            )
        from govaudit.formats.workbook import write_marked

        try:
            write_marked(books[0], loaded.docket.problems, target, lang)
        except Fault as fault:
            refuse(fault, lang)
        except OSError as error:
            cannot_write(target, error, lang)
        return
    write = problems_json if target.suffix.lower() == ".json" else problems_csv
    emit(write(loaded.docket.problems, lang), None if str(target) == "-" else target, lang, bom=write is problems_csv)
