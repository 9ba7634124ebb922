"""`govaudit init`: write a small sample project in which three breaches are found."""

from __future__ import annotations

import json
import shutil
import tempfile
from importlib import resources
from pathlib import Path

import click

from govaudit.cli.options import lang_option, say
from govaudit.model import Text


@click.command(
    short_help=say("生成样例项目", "Write a sample project."),
    help=say(
        "在 DIR 生成一个样例项目：案卷、官员任职和设置文件，审计后可见3项违约。DIR 须不存在或为空。",
        "Write a sample project to DIR: case files, officials and settings, in which an audit finds 3 breaches. DIR must not exist or be empty.",
    ),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@lang_option
def init(folder: Path, lang: str) -> None:
    """Write the sample project, whole or not at all."""
    from govaudit.cli.run import cannot_write

    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(
            Text(
                f"文件夹不是空的，未改动：{folder}。请换一个位置",
                f"the folder is not empty and was not changed: {folder}. Choose another place",
            ).pick(lang)
        )
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".govaudit-") as made:
            _write(Path(made) / "project")
            (Path(made) / "project").replace(folder)
    except OSError as error:
        cannot_write(folder, error, lang)
    click.echo(
        Text(
            f"已生成样例项目。试运行：govaudit audit {folder}", f"wrote a sample project; try: govaudit audit {folder}"
        ).pick(lang)
    )


def _write(folder: Path) -> None:
    from govaudit.cli.schema import schema_of

    with resources.as_file(resources.files("govaudit.formats") / "sample") as sample:
        shutil.copytree(sample, folder)
    # Editors find the schemas by the first line of each file; readers of dockets pass over hidden folders.
    schemas = folder / ".schema"
    schemas.mkdir()
    for what in ("case", "config"):
        text = json.dumps(schema_of(what), ensure_ascii=False, indent=2)
        (schemas / f"{what}.schema.json").write_text(text + "\n", encoding="utf-8")
