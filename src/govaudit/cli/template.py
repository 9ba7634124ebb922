"""`govaudit template`: write an empty workbook to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from govaudit.cli.options import lang_option, say
from govaudit.model import Text


@click.command(
    short_help=say("生成空白工作簿", "Write an empty workbook to fill in."),
    help=say(
        "生成一个空白工作簿（.xlsx）：每张表一个工作表，带下拉列表、单位、说明和一行示例。不覆盖已有文件。",
        "Write an empty workbook (.xlsx): one sheet a table, with drop-downs, units, notes and a worked row. No file is overwritten.",
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@lang_option
def template(file: Path, lang: str) -> None:
    """Write the template workbook to FILE."""
    from govaudit.formats.workbook import empty_workbook as make

    if file.suffix.lower() != ".xlsx":
        raise click.UsageError(
            Text(f"文件名应以 .xlsx 结尾：{file}", f"the file's name must end in .xlsx: {file}").pick(lang)
        )
    if file.exists():
        raise click.UsageError(
            Text(
                f"文件已存在，未改动：{file}。请换一个文件名",
                f"the file exists and was not changed: {file}. Choose another name",
            ).pick(lang)
        )
    from govaudit.cli.run import cannot_write

    data = make(lang)
    try:
        with file.open("xb") as out:
            out.write(data)
    except OSError as error:
        cannot_write(file, error, lang)
    click.echo(
        Text(
            f"已生成 {file}。填写后运行：govaudit audit {file}",
            f"wrote {file}; when it is filled in, run: govaudit audit {file}",
        ).pick(lang)
    )
