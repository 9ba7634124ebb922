"""What the commands over a docket share: read it with its settings, stop on problems, write the output, exit."""

from __future__ import annotations

import errno
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

import click

from govaudit.cli.options import say, today
from govaudit.cli.place import place_rules
from govaudit.docket import View
from govaudit.formats import read_docket
from govaudit.formats.settings import (
    Settings,
    read_settings,
    read_suppressions,
    settings_folder,
    settings_not_used,
)
from govaudit.model import Text
from govaudit.rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from govaudit.audit import Question
    from govaudit.docket import Docket, Input
    from govaudit.model import Fault, Place, Problem, Suppression
    from govaudit.officials.trace import RuleFile
    from govaudit.rules import RuleSet

PROBLEM_EXIT = 2
# Notes on facts that moved nothing: every command says them, whatever it writes (R25.2). Types that nobody knows are told by the audit.
_LOST = {"event_without_effect", "suspension_not_taken", "duty_not_computed"}
# Why a file cannot be written, in the words of the two languages; the system has only one.
_WRITE_ERRORS = {
    errno.ENOENT: Text("文件夹不存在", "the folder does not exist"),
    errno.EACCES: Text("没有写入权限", "no permission to write there"),
    errno.EPERM: Text("没有写入权限", "no permission to write there"),
    errno.EROFS: Text("该处只读", "the place is read-only"),
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EISDIR: Text("这是一个文件夹", "it is a folder"),
    errno.ENOTDIR: Text("路径中有一段不是文件夹", "a part of the path is no folder"),
}


@dataclass(slots=True)
class Loaded:
    """A docket read with its settings, the rules, and the days that apply."""

    docket: Docket
    rules: RuleSet
    settings: Settings
    as_of: int
    known_at: int | None
    suppressions: tuple[Suppression, ...]
    place: RuleFile | None  # the rules of degrees and handover of the place, None for the general ones

    def question(self, *, lenient: bool) -> Question:
        """Return what is asked of the docket, the same for every command."""
        from govaudit.audit import Question

        return Question(
            as_of=self.as_of, known_at=self.known_at, lenient=lenient, suppressions=self.suppressions, place=self.place,
            ppp_growth=self.settings.ppp_growth,
        )  # fmt: skip

    def view(self) -> View:
        """Return the docket as it was read, on the days asked for."""
        return View(self.docket, self.as_of, self.known_at)

    def named(self, asked: bool | None, *, default: bool = True) -> bool:
        """Whether persons are named: as asked on the command line, else as the settings say, else by default."""
        return next((said for said in (asked, self.settings.names) if said is not None), default)


@dataclass(slots=True)
class Reading:
    """How a docket is to be read: its settings with the options that win over them, the rules, what is no part of it, problems so far."""

    paths: Sequence[Path]
    settings: Settings
    rules: RuleSet
    exclude: list[str]
    problems: list[Problem]
    as_of: int
    known_at: int | None
    encoding: str | None
    suppressions: list[Suppression]
    place: RuleFile | None


def prepare(
    paths: Sequence[Path],
    as_of: int | None,
    known_at: int | None,
    checklists: Sequence[Path] = (),
    suppressions: Path | None = None,
    encoding: str | None = None,
) -> Reading:
    """Read what stands beside a docket: settings, exclusions, rules. Options given on the command line win."""
    folder = settings_folder(paths)
    settings, problems = read_settings(folder) if folder else (Settings(), settings_not_used(paths))
    lists = (
        [suppressions]
        if suppressions is not None
        else [folder / name for name in settings.suppressions]
        if folder
        else []
    )
    found: list[Suppression] = []
    for path in lists:
        items, more = read_suppressions(path)
        found += items
        problems += more
    place, more = place_rules(settings, folder)
    extra = [*checklists, *((folder / name for name in settings.checklists) if folder else ())]
    rules = load_rules(extra, examples=False)
    exclude = [*settings.exclude, *settings.suppressions, *settings.checklists, *filter(None, [settings.degrees])]
    day = as_of if as_of is not None else settings.as_of if settings.as_of is not None else today()
    return Reading(
        paths, settings, rules, exclude, [*problems, *more, *rules.problems], day, known_at if known_at is not None else settings.known_at,
        encoding or settings.encoding, found, place,
    )  # fmt: skip


def load(
    paths: Sequence[Path],
    as_of: int | None,
    known_at: int | None,
    checklists: Sequence[Path] = (),
    suppressions: Path | None = None,
    encoding: str | None = None,
    outputs: Sequence[Path | None] = (),
) -> Loaded:
    """Read a docket and what stands beside it. No output may be a file of the docket."""
    return read(prepare(paths, as_of, known_at, checklists, suppressions, encoding), outputs)


def read(how: Reading, outputs: Sequence[Path | None] = ()) -> Loaded:
    """Read a docket row by row. No output may be a file of it."""
    docket = read_docket(how.paths, how.exclude, how.encoding)
    spare_inputs(how.paths, docket.inputs, outputs)
    docket = replace(docket, problems=(*how.problems, *docket.problems), reading=docket.reading + repr(how.problems))
    return Loaded(docket, how.rules, how.settings, how.as_of, how.known_at, tuple(how.suppressions), how.place)


def spare_inputs(paths: Sequence[Path], inputs: Sequence[Input], outputs: Sequence[Path | None]) -> None:
    """Refuse an output that would take the place of a file just read."""
    for output in outputs:
        if output is not None and output.exists():
            read = {path / item.file if path.is_dir() else path for path in paths for item in inputs}
            if any(file.exists() and output.samefile(file) for file in read):
                raise click.UsageError(say(f"{output} 是卷宗中的文件，不能覆盖。请换一个文件名",
                                           f"{output} is a file of the docket and is not overwritten. Choose another name"))  # fmt: skip


def stop_on_problems(docket: Docket, lenient: bool, lang: str, shown: int = 0) -> int:
    """Show the problems on stderr after the first `shown`; without --lenient they end the command with exit status 2.

    Returns how many there are now: settling may find more, which a second call shows.
    """
    errors = docket.errors
    for problem in docket.problems:
        if problem.code in _LOST and problem.level == "note":
            click.echo(problem_line(problem, lang), err=True)
    if len(errors) == shown:
        return shown
    show_problems(errors[shown:], lang)
    if not lenient:
        text = Text(
            f"共{len(errors)}个问题，审计停止。改正后重试，或加 --lenient 跳过有问题的行。",
            f"{len(errors)} problems, stopped. Correct them and try again, or pass --lenient to go on without the bad rows.",
        )
        click.echo(text.pick(lang), err=True)
        raise SystemExit(PROBLEM_EXIT)
    return len(errors)


def left_out_status(docket: Docket, lang: str) -> int:
    """Return the exit status of a command that has no findings: 2 and a word on stderr when rows were left out."""
    if not (count := len(docket.errors)):
        return 0
    click.echo(Text(f"有{count}行因问题未读入，结果不完整。", f"{count} rows were left out for problems: the result is incomplete.").pick(lang), err=True)  # fmt: skip
    return PROBLEM_EXIT


_SHOWN = 50


def show_problems(problems: Sequence[Problem], lang: str) -> None:
    """Print each problem on stderr: place, value, what is wrong, what to do."""
    first = [problem for problem in problems if problem.code != "refers_to_bad_row"]
    for problem in first[:_SHOWN]:
        click.echo(problem_line(problem, lang), err=True)
    if len(first) > _SHOWN:
        more = len(first) - _SHOWN
        click.echo(
            Text(
                f"……另有{more}个，用 --errors 文件名 查看全部", f"... and {more} more; see them all with --errors FILE"
            ).pick(lang),
            err=True,
        )
    if followers := len(problems) - len(first):
        click.echo(
            Text(
                f"另有{followers}行引用了以上有问题的行，一并未使用。",
                f"{followers} further rows refer to rows with a problem and are not used either.",
            ).pick(lang),
            err=True,
        )


def problem_line(problem: Problem, lang: str) -> str:
    """Say a problem on one line, whatever the data holds: place, value, what is wrong, what to do."""
    from govaudit.report.renderers import clean

    zh = lang == "zh"
    value = "" if problem.value is None else f"“{problem.value}”" if zh else f"'{problem.value}': "
    parts = (problem.what.pick(lang), problem.remedy.pick(lang))
    sentences = [part if part.endswith(("。", "？", ".", "?")) else part + ("。" if zh else ".") for part in parts]
    return clean(f"{_place(problem.place, lang)}{'：' if zh else ': '}{value}{('' if zh else ' ').join(sentences)}")


def _place(place: Place, lang: str) -> str:
    parts = [place.file]
    if place.sheet:
        parts.append(place.sheet)
    if place.row:
        parts.append(f"第{place.row}行" if lang == "zh" else f"row {place.row}")
    if place.column:
        parts.append(f"{place.column}列" if lang == "zh" else f"column {place.column}")
    return " ".join(parts)


def refuse(fault: Fault, lang: str) -> NoReturn:
    """Say why what is asked cannot be done, and end with exit status 2."""
    click.echo(f"{fault.what.pick(lang)}{'。' if lang == 'zh' else '. '}{fault.remedy.pick(lang)}", err=True)
    raise SystemExit(PROBLEM_EXIT) from None


def cannot_read(error: OSError, lang: str) -> NoReturn:
    """Say which file cannot be read, and whether it is there at all; end with exit status 2."""
    what = (
        Text("没有这个文件", "no such file")
        if isinstance(error, FileNotFoundError)
        else Text("不能打开", "it cannot be opened")
    )
    click.echo(
        Text(f"文件不能读取：{error.filename} {what.zh}", f"the file cannot be read: {error.filename} {what.en}").pick(
            lang
        ),
        err=True,
    )
    raise SystemExit(PROBLEM_EXIT) from None


def cannot_write(target: Path, error: OSError, lang: str) -> NoReturn:
    """Say why a file cannot be written, and end with exit status 2."""
    reason = _WRITE_ERRORS.get(error.errno or 0, Text(error.strerror or "", error.strerror or ""))
    click.echo(Text(f"不能写入 {target}：{reason.zh}", f"cannot write {target}: {reason.en}").pick(lang), err=True)
    raise SystemExit(PROBLEM_EXIT) from None


def emit(content: str | bytes, output: Path | None, lang: str, *, bom: bool = False) -> None:
    """Write to a file (whole or not at all) or to standard output; `bom` marks a CSV file for Excel."""
    if output is not None:
        from govaudit.formats.writing import replace_file

        data = content if isinstance(content, bytes) else content.encode("utf-8-sig" if bom else "utf-8")
        try:
            replace_file(output, data)
        except OSError as error:
            cannot_write(output, error, lang)
        click.echo(Text(f"已写入 {output}", f"written: {output}").pick(lang), err=True)
    elif isinstance(content, bytes):
        if sys.stdout.isatty():
            raise click.UsageError(
                Text("该格式请用 --output 指定文件", "give a file with --output for this format").pick(lang)
            )
        sys.stdout.buffer.write(content)
    else:
        click.echo(content, nl=not content.endswith("\n"))
