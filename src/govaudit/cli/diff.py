"""`govaudit diff`: what changed between two runs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from govaudit.cli.options import lang_option, say

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(help=say("比较两次审计结果（JSON）：新增、变化、未变、了结。退出码：0 无新增，1 有新增，2 文件不能读",
                        "compare two audits (JSON): new, changed, still open, closed. Exit status: 0 nothing new, 1 new findings, 2 a file cannot be read"))  # fmt: skip
@click.argument("old", type=_FILE, metavar="RUN1.json")
@click.argument("new", type=_FILE, metavar="RUN2.json")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=say("输出格式", "format of the output"),
)
@lang_option
def diff(old: Path, new: Path, kind: str, lang: str) -> None:
    """Compare two runs by fingerprint."""
    from govaudit.model.fault import Fault
    from govaudit.report import diff as report
    from govaudit.report.terminal import wants_color

    try:
        found = report.compare(*(report.read(path.read_bytes().decode("utf-8-sig"), path.name) for path in (old, new)))
    except Fault as fault:
        click.echo(
            f"{fault.what.pick(lang)}。{fault.remedy.pick(lang)}"
            if lang == "zh"
            else f"{fault.what.en}; {fault.remedy.en}",
            err=True,
        )
        sys.exit(2)
    except (OSError, UnicodeDecodeError) as error:
        click.echo(say(f"不能读取文件：{error}", f"the file cannot be read: {error}"), err=True)
        sys.exit(2)
    if kind == "json":
        click.echo(report.write_json(found), nl=False)
    else:
        click.echo(report.write_text(found, lang, color=wants_color(sys.stdout)), nl=False)
    sys.exit(1 if found.added else 0)
