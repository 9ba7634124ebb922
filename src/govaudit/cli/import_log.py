"""`govaudit import-log`: turn an event log into a docket folder that the other commands read."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govaudit.cli.options import encoding_option, lang_option, lenient_option, say
from govaudit.model import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.formats.event_log import Imported, LogMap, Tally
    from govaudit.model import Problem


@click.command(
    short_help=say("把事件日志转成卷宗", "Turn an event log into a docket."),
    help=say(
        "把事件日志（.xes、.csv，可为 .gz）按对照表转成卷宗文件夹，供 status、audit 等命令读取。对照表写明哪项活动起算、哪项履行、期限多长、由谁负责；写法见 schema map 命令。",
        "Turn an event log (.xes, .csv, or either as .gz) into a docket folder for status, audit and the others. The map says which "
        "activity triggers a duty, which fulfils it, within what time and by whom; see govaudit schema map.",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--map", "map_file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help=say("对照表（YAML）", "the map (YAML)"))  # fmt: skip
@click.option("--output", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
              help=say("卷宗文件夹，须不存在或为空", "the docket folder; it must not exist or be empty"))  # fmt: skip
@click.option("--format", "form", type=click.Choice(["csv", "parquet"]), default="csv", show_default=True,
              help=say("数据表的格式", "format of the tables"))  # fmt: skip
@encoding_option
@lenient_option
@lang_option
def import_log(
    file: Path, map_file: Path, folder: Path, form: str, encoding: str | None, lenient: bool, lang: str
) -> None:
    """Write the docket, whole or not at all."""
    from govaudit.cli.run import PROBLEM_EXIT
    from govaudit.formats.event_log import is_log, read_map

    if not is_log(file.name):
        raise click.UsageError(Text(f"不是事件日志：{file}。可读 .xes、.csv 及其 .gz", f"not an event log: {file}; .xes, .csv and their .gz are read").pick(lang))  # fmt: skip
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(Text(f"文件夹不是空的，未改动：{folder}。请换一个位置", f"the folder is not empty and was not changed: {folder}. Choose another place").pick(lang))  # fmt: skip
    mapping, problems = read_map(map_file)
    if mapping is None:
        _tell(problems, lang)
        raise SystemExit(PROBLEM_EXIT)
    done = _write(file, mapping, folder, form, encoding, lenient, lang)
    _tell(done.problems, lang)
    if not _is_docket(done, lenient):
        said = _NONE_LEFT if lenient else _STOPPED
        click.echo(said.format(errors=len(done.errors), left=done.left_out, cases=done.cases).pick(lang), err=True)
        raise SystemExit(PROBLEM_EXIT)
    _summary(done, folder, lang)
    raise SystemExit(PROBLEM_EXIT if done.errors else 0)


_STOPPED = Text(
    "{errors}个问题，涉及{cases}个案例中的{left}个，未生成卷宗。改正日志或对照表后重试，或加 --lenient 略去这些案例。",
    "{errors} problems in {left} of {cases} cases; no docket was written. Correct the log or the map and try again, or pass --lenient to leave these cases out.",
)

_NONE_LEFT = Text(
    "{errors}个问题，{cases}个案例无一可用，未生成卷宗。改正日志或对照表后重试。",
    "{errors} problems and none of {cases} cases can be used; no docket was written. Correct the log or the map and try again.",
)


def _is_docket(done: Imported, lenient: bool) -> bool:
    """Whether what came of a log is written: without a case there is nothing to read."""
    return bool(done.rows.get("instruments")) and (lenient or not done.errors)


def _write(
    file: Path, mapping: LogMap, folder: Path, form: str, encoding: str | None, lenient: bool, lang: str
) -> Imported:
    from govaudit.cli.run import cannot_write
    from govaudit.formats.event_log import import_log as carry_over

    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".govaudit-") as made:
            docket = Path(made) / "docket"
            docket.mkdir()
            done = carry_over(file, mapping, docket, form, encoding)
            if _is_docket(done, lenient):
                docket.replace(folder)
    except OSError as error:
        cannot_write(folder, error, lang)
    return done


def _tell(problems: Sequence[Problem], lang: str) -> None:
    """Say every problem and note on stderr; the importer has cut long runs of one kind short."""
    from govaudit.cli.run import problem_line

    for problem in problems:
        click.echo(problem_line(problem, lang), err=True)


def _summary(done: Imported, folder: Path, lang: str) -> None:
    """Say what was carried over, and for each rule what it met: the numbers to check a map by."""
    from govaudit.model import spoken

    kept = done.cases - done.left_out
    lines = [Text(f"已读{done.cases}个案例，卷宗：{folder}", f"read {done.cases} cases; docket: {folder}")]
    if done.left_out:
        lines.append(Text(f"{done.cases}个案例中有{done.left_out}个因问题略去，结果不完整", f"{done.left_out} of {done.cases} cases left out for problems: the result is incomplete"))  # fmt: skip
    if done.passed_over:
        lines.append(
            Text(f"按 only 略去事件{done.passed_over}个", f"passed over {done.passed_over} events, as 'only' says")
        )
    rows = done.rows
    lines.append(Text(f"文书{kept}份，义务{rows.get('obligations', 0)}项，事件{rows.get('events', 0)}个", f"{kept} instruments, {rows.get('obligations', 0)} obligations, {rows.get('events', 0)} events"))  # fmt: skip
    through = spoken(done.complete_through)
    lines.append(
        Text(
            f"记录截至{through.zh}；此后没有记录的，视为不明",
            f"records go up to {through.en}; what has no record after it is unknown",
        )
    )
    lines += [_rule_line(name, tally) for name, tally in done.tallies.items()]
    lines.append(Text(f"下一步：govaudit status {folder}", f"next: govaudit status {folder}"))
    for line in lines:
        click.echo(line.pick(lang))


def _rule_line(name: str, tally: Tally) -> Text:
    parts = [
        Text(f"义务{tally.obligations}项", f"{tally.obligations} obligations"),
        Text(f"对应履行{tally.acts}次", f"{tally.acts} acts that fulfil them"),
        Text(f"没有起算活动的案例{tally.untriggered}个", f"{tally.untriggered} cases without the trigger") if tally.untriggered else None,
        Text(f"重复起算而未计{tally.later}次", f"{tally.later} later triggers not counted") if tally.later else None,
        Text(f"不符合 where {tally.elsewhere}次", f"{tally.elsewhere} triggers left out by 'where'") if tally.elsewhere else None,
        Text(f"没有期限{tally.undated}次", f"{tally.undated} without a deadline") if tally.undated else None,
        Text(f"未用到的履行{tally.unused}次（起算之前或多余）", f"{tally.unused} acts not used (before the trigger, or more than needed)") if tally.unused else None,
    ]  # fmt: skip
    said = [part for part in parts if part]
    return Text(f"{name}：{'，'.join(part.zh for part in said)}", f"{name}: {', '.join(part.en for part in said)}")
