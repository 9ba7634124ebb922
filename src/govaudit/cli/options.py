"""Options that several commands share."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govaudit.model import Text, to_day

if TYPE_CHECKING:
    from collections.abc import Callable

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def default_lang() -> str:
    """Return the language: `--lang` on the command line, else GOVAUDIT_LANG, else that of the locale, else English.

    Read from the command line itself, because help pages and refusals are said before options are parsed.
    """
    stated = _on_command_line(sys.argv) or os.environ.get("GOVAUDIT_LANG", "")
    if stated in {"zh", "en"}:
        return stated
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "zh" if locale.lower().startswith("zh") else "en"


def _on_command_line(words: list[str]) -> str | None:
    for number, word in enumerate(words):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang":
            return words[number + 1] if number + 1 < len(words) else None
    return None


def say(zh: str, en: str) -> str:
    """Return a help text in the language of the session."""
    return Text(zh, en).pick(default_lang())


class Day(click.ParamType[int]):
    """A civil day: 2026-03-31, 2026/3/31 or 2026年3月31日; given on as a day number."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the day or fail with what is wrong."""
        if isinstance(value, int):
            return value
        from govaudit.formats.cells import read_date
        from govaudit.model import Fault

        try:
            return read_date(value)
        except Fault as fault:
            lang = default_lang()
            self.fail(f"{fault.what.pick(lang)}：{value}。{fault.remedy.pick(lang)}", param, ctx)


def today() -> int:
    """Return today's civil day in China."""
    import datetime as dt
    from zoneinfo import ZoneInfo

    now = dt.datetime.now(ZoneInfo("Asia/Shanghai"))
    return to_day(now.date())


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--lang zh|en`, given on as `lang`."""
    return click.option("--lang", type=click.Choice(["zh", "en"]), default=_output_lang,
                        help=say("语言，默认取 GOVAUDIT_LANG，否则按卷宗设置、系统语言", "language; default GOVAUDIT_LANG, else that of the docket's settings, else of the locale"))(command)  # fmt: skip


def _output_lang() -> str:
    """Return the language of the output: that of the docket's settings where only the locale speaks for another."""
    found = click.get_current_context().params.get("docket")
    paths = (found,) if isinstance(found, Path) else found or ()
    if os.environ.get("GOVAUDIT_LANG") or not any(path.is_dir() for path in paths):
        return default_lang()
    from govaudit.formats.settings import read_settings, settings_folder

    folder = settings_folder(paths)
    return (read_settings(folder)[0].lang if folder else None) or default_lang()


def docket_argument(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add one or more docket paths, given on as `docket: tuple[Path, ...]`."""
    return click.argument("docket", nargs=-1, required=True, type=click.Path(path_type=Path))(command)


def day_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--as-of` and `--known-at`, given on as day numbers or None."""
    as_of = click.option(
        "--as-of",
        type=Day(),
        default=None,
        help=say("截至日（当日24时），默认今天", "judged at the end of this day; default today"),
    )
    known = click.option(
        "--known-at",
        type=Day(),
        default=None,
        help=say("只用该日及以前记录的事实", "use only facts recorded by this day"),
    )
    return as_of(known(command))


def checklists_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--checklists DIR` (repeatable), given on as `checklists: tuple[Path, ...]`."""
    return click.option("--checklists", multiple=True, type=click.Path(exists=True, file_okay=False, path_type=Path),
                        help=say("另加的规则文件夹（可多次）", "a further folder of rules (repeatable)"))(command)  # fmt: skip


def lenient_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--strict/--lenient`, given on as `lenient`."""
    return click.option("--lenient/--strict", "lenient", default=False,
                        help=say("宽松：跳过有问题的行继续，并写明跳过多少；严格（默认）：有问题即停止", "lenient: go on without bad rows and say how many; strict (default): stop"))(command)  # fmt: skip


def encoding_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--encoding NAME`, given on as `encoding`."""
    return click.option(
        "--encoding",
        default=None,
        help=say(
            "CSV文件的编码，如 gbk；默认自动识别并写明",
            "encoding of CSV files, such as gbk; detected and reported by default",
        ),
    )(command)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add how a docket is read and judged: as_of, known_at, checklists, encoding, lenient, lang."""
    for option in (lang_option, lenient_option, encoding_option, checklists_option, day_options):
        command = option(command)
    return command


def reads_docket(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what every command over a docket takes: the docket, and how it is read and judged."""
    return docket_argument(reading_options(command))


class OutputFile(click.Path):
    """The file to write: a name ending in / is refused, where pathlib would quietly write a file of that name."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read the path, or fail with what is wanted instead."""
        if str(value).endswith(("/", os.sep)):
            self.fail(say(f"“{value}”是文件夹，请给出文件名，如 {value}报告.pdf", f"'{value}' is a folder; give a file, such as {value}report.pdf"), param, ctx)  # fmt: skip
        return super().convert(value, param, ctx)


def output_options(formats: tuple[str, ...]) -> Decorator:
    """Add `--format`, given on as `form`, and `--output`."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        output = click.option("--output", type=OutputFile(dir_okay=False, path_type=Path), default=None,
                              help=say("输出文件，默认标准输出", "output file, default standard output"))  # fmt: skip
        form = click.option(
            "--format",
            "form",
            type=click.Choice(formats),
            default="text",
            show_default=True,
            help=say("输出格式", "output format"),
        )
        return form(output(command))

    return decorate


def names_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--names/--no-names`, given on as `names`: None where nothing is said, for the settings or the default to decide."""
    return click.option(
        "--names/--no-names",
        default=None,
        help=say(
            "是否写出人员姓名，默认写出；公开的内容用 --no-names",
            "whether persons are named; default yes; --no-names for anything public",
        ),
    )(command)
