"""What the commands about one obligation (or one person or body) share: which argument is the docket, and finding the obligation by its id."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from govaudit.cli.options import reading_options, say
from govaudit.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from govaudit.settle import Status


def about_one(subject: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add what is asked about, its docket as an argument or as `--docket` (given on as `folders`), and how it is read."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        command = click.option("--docket", "folders", multiple=True, type=click.Path(path_type=Path),
                               help=say("案卷路径（可多次）", "path of the docket (repeatable)"))(reading_options(command))  # fmt: skip
        command = click.argument("docket", nargs=-1, type=click.Path(path_type=Path))(command)
        return click.argument(subject)(command)

    return decorate


about_one_obligation = about_one("obligation")


def docket_last(obligation: str, paths: tuple[Path, ...]) -> tuple[str, tuple[Path, ...]]:
    """Take the docket before the obligation too, as the other commands have it first."""
    if len(paths) == 1 and not paths[0].exists() and Path(obligation).exists():
        return str(paths[0]), (Path(obligation),)
    return obligation, paths or (Path(),)


def find(statuses: list[Status], obligation: str, lang: str) -> Status:
    """Return the status of an obligation, or end with the ids that are near."""
    for status in statuses:
        if status.obligation == obligation:
            return status
    import difflib

    near = difflib.get_close_matches(obligation, [status.obligation for status in statuses], 3)
    hint = (
        Text(f"是否指：{'、'.join(near)}", f"did you mean: {', '.join(near)}")
        if near
        else Text("用 govaudit status 查看编号", "govaudit status lists the ids")
    )
    text = Text(f"没有义务“{obligation}”。{hint.zh}", f"no obligation '{obligation}'; {hint.en}")
    raise click.UsageError(text.pick(lang))
