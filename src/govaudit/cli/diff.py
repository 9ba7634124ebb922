"""`govaudit diff`: what changed between two runs, or between two days of one docket."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import click

from govaudit.cli.options import Day, checklists_option, day_options, encoding_option, lang_option, lenient_option, say

if TYPE_CHECKING:
    from govaudit.cli.run import Loaded


@click.command(
    short_help=say("比较两次审计，或同一案卷的两个日期", "compare two audits, or two days of one docket"),
    help=say(
        "比较两次审计结果（两个JSON文件）：新增、变化、未变、了结。或者比较同一案卷的两个日期，并说明原因："
        "--as-of A --and-as-of B 比较截至两日的情况（其间发生了什么）；--known-at A --and-known-at B 比较两日各自已知的情况"
        "（其间登记了什么）。退出码：0 无新增，1 有新增，2 文件不能读或用法有误。",
        "Compare two audits (two JSON files): new, changed, still open, closed. Or compare two days of one docket and say why: "
        "--as-of A --and-as-of B what had happened by two days; --known-at A --and-known-at B what was known on two days. "
        "Exit status: 0 nothing new, 1 new findings, 2 a file cannot be read or wrong usage.",
    ),
)
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="RUN1.json RUN2.json | DOCKET..."
)
@day_options
@click.option("--and-as-of", type=Day(), default=None, help=say("与哪一日的情况比较", "compare with this day"))
@click.option(
    "--and-known-at",
    type=Day(),
    default=None,
    help=say("与哪一日已知的情况比较", "compare with what was known on this day"),
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=say("输出格式", "format of the output"),
)
@checklists_option
@encoding_option
@lenient_option
@lang_option
def diff(
    paths: tuple[Path, ...], as_of: int | None, known_at: int | None, and_as_of: int | None, and_known_at: int | None, kind: str,
    checklists: tuple[Path, ...], encoding: str | None, lenient: bool, lang: str,
) -> None:  # fmt: skip
    """Compare two runs by fingerprint, or two days of a docket."""
    pair = _pair(paths, {"as_of": (as_of, and_as_of), "known_at": (known_at, and_known_at)})
    if pair is None:
        _two_runs(paths, kind, lang)
    from govaudit.cli.run import load

    _two_days(load(paths, as_of, known_at, checklists, encoding=encoding), pair, kind, lang, lenient=lenient)


class _Pair(NamedTuple):
    """The two days compared, along `as_of` or `known_at`."""

    along: str
    first: int
    last: int


def _pair(paths: tuple[Path, ...], days: dict[str, tuple[int | None, int | None]]) -> _Pair | None:
    """Return the pair of days asked for, None for two runs; days that make no single pair are refused."""
    second = [name for name, (_, last) in days.items() if last is not None]
    if len(second) > 1:
        raise click.UsageError(say("一次只比较一种日期：--and-as-of 与 --and-known-at 只能用一个", "compare along one kind of day: --and-as-of or --and-known-at, not both"))  # fmt: skip
    if not second:
        given = next((_option(name) for name, (first, _) in days.items() if first is not None), None)
        if given is not None:
            raise click.UsageError(say(f"比较两个日期还须给出 --and{given[1:]}", f"to compare two days give --and{given[1:]} too"))  # fmt: skip
        if len(paths) != 2:  # noqa: PLR2004 - a comparison has two sides
            raise click.UsageError(say("请给出两个审计结果文件；或者一个案卷和两个日期（--as-of 与 --and-as-of）", "give two files of results, or one docket and two days (--as-of and --and-as-of)"))  # fmt: skip
        return None
    along, option = second[0], _option(second[0])
    first, last = days[along]
    if first is None or last is None:
        raise click.UsageError(say(f"请同时给出 {option}", f"give {option} too"))
    if first >= last:
        raise click.UsageError(say(f"{option} 应早于 --and{option[1:]}", f"{option} must lie before --and{option[1:]}"))
    return _Pair(along, first, last)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _two_runs(paths: tuple[Path, ...], kind: str, lang: str) -> NoReturn:
    from govaudit.cli.run import cannot_read, refuse
    from govaudit.model import Fault
    from govaudit.report.diff import COMPARABLE_VERSIONS, compare_runs, diff_json, diff_text
    from govaudit.report.renderers import read_run, wants_color

    try:
        found = compare_runs(*(read_run(path.read_bytes(), path.name, COMPARABLE_VERSIONS) for path in paths))
    except Fault as fault:
        refuse(fault, lang)
    except OSError as error:
        cannot_read(error, lang)
    if kind == "json":
        click.echo(diff_json(found), nl=False)
    else:
        click.echo(diff_text(found, lang, color=wants_color(sys.stdout)), nl=False)
    sys.exit(1 if found.added else 0)


def _two_days(loaded: Loaded, pair: _Pair, kind: str, lang: str, *, lenient: bool) -> NoReturn:
    """Audit one docket twice and compare."""
    from dataclasses import replace

    from govaudit.audit import audit
    from govaudit.cli.run import left_out_status, stop_on_problems
    from govaudit.report import Names, withheld_audit
    from govaudit.report.diff import Dates, compare_runs, days_json, days_text
    from govaudit.report.renderers import wants_color
    from govaudit.settle import occurred_between, recorded_between, state_changes
    from govaudit.settle.explanation import Explainer

    shown = stop_on_problems(loaded.docket, lenient, lang)
    first = loaded.question(lenient=lenient)
    by_day = pair.along == "as_of"
    second = replace(first, as_of=pair.last) if by_day else replace(first, known_at=pair.last)
    before, after = (audit(loaded.docket, loaded.rules, ask) for ask in (first, second))
    stop_on_problems(after.docket, lenient, lang, shown)
    between = occurred_between if by_day else recorded_between
    explainer = Explainer(after.settled.view)
    changed = state_changes(before.statuses, after.statuses, explainer, between(pair.first, pair.last))
    if not loaded.named(None):
        before, after = withheld_audit(before), withheld_audit(after)
    found = compare_runs(before.run, after.run)
    dates = Dates(*pair, first.known_at if by_day else first.as_of)
    if kind == "json":
        click.echo(days_json(dates, found, changed), nl=False)
    else:
        click.echo(days_text(dates, found, changed, Names(after.docket, lang), lang, color=wants_color(sys.stdout)), nl=False)  # fmt: skip
    sys.exit(left_out_status(after.docket, lang) or (1 if found.added else 0))
