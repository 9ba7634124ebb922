"""`govaudit render`: a document, table or page of an audit that was kept as JSON."""

from __future__ import annotations

from pathlib import Path

import click

from govaudit.cli.options import lang_option, names_option, output_options, say
from govaudit.cli.written_run import document_options, write_run
from govaudit.model import Fault, Text
from govaudit.report import FORMATS


@click.command(
    help=say(
        "由已存的审计结果（govaudit audit --format json 的文件）生成报告或文书，不需要案卷；与当时直接生成的相同。"
        "退出码：0 已生成，2 文件不能读或用法有误。",
        "Make a report or document from a kept result (a file of govaudit audit --format json), without the docket; it is the same as "
        "if it had been made then. Exit status: 0 written, 2 the file cannot be read or wrong usage.",
    )
)
@click.argument("run", type=click.Path(dir_okay=False, path_type=Path), metavar="RUN.json")
@output_options(FORMATS)
@document_options
@names_option
@lang_option
def render(
    run: Path, form: str, output: Path | None, document: str, subject: str | None, names: bool | None, lang: str
) -> None:
    """Read a run and write it in another form; exit status 0, or 2 when it cannot be read."""
    from govaudit.cli.run import cannot_read, refuse
    from govaudit.report import withhold_names
    from govaudit.report.renderers import read_run

    if output is not None and output.exists() and run.exists() and output.samefile(run):
        raise click.UsageError(say(f"{output} 是所读的文件，不能覆盖。请换一个文件名", f"{output} is the file read and is not overwritten. Choose another name"))  # fmt: skip
    try:
        found = read_run(run.read_bytes(), run.name)
    except Fault as fault:
        refuse(fault, lang)
    except OSError as error:
        cannot_read(error, lang)
    if names and not found.manifest.names:
        refuse(Fault("names_withheld", Text(f"{run.name} 生成时未写出姓名", f"{run.name} was written without names"),
                     Text("重新审计并加 --names", "audit again with --names")), lang)  # fmt: skip
    write_run(withhold_names(found) if names is False else found, form, output, document, subject, lang)
