"""`govaudit structure`: circles, self-supervision, orphan posts and seats taken twice in the record of officials."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from govaudit.cli.options import output_options, reads_docket, say
from govaudit.model import Text, as_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from govaudit.model import Finding


@click.command(
    short_help=say(
        "责任结构检查：循环、自我监督、孤立岗位", "check lines of authority: cycles, self-supervision, orphan posts"
    ),
    help=say(
        "检查岗位、机构、任期的结构：领导、委托、承继关系成环，自己监督自己，孤立岗位，没有岗位的义务，无人在任的责任岗位，任期越界，一席两人，同名不同编号，证据已撤回，多数义务系于一处。",
        "Check the structure of posts, bodies and tenures: circles of authority, delegation or succession, self-supervision, orphan "
        "posts, duties without a post, responsible posts nobody holds, tenures out of bounds, two holders of one seat, one name under several "
        "ids, withdrawn evidence, single points on which most duties hang.",
    ),
)
@output_options(("text", "json"))
@reads_docket
def structure(
    docket: tuple[Path, ...], as_of: int | None, known_at: int | None, form: str, output: Path | None, checklists: tuple[Path, ...],
    encoding: str | None, lenient: bool, lang: str,
) -> None:  # fmt: skip
    """Print the findings about structure; exit status 1 when there are any, 2 for problems of the input."""
    from govaudit.cli.run import emit, left_out_status, load, stop_on_problems
    from govaudit.officials.record import Officials
    from govaudit.officials.structure import find_single_points, structure_findings

    loaded = load(docket, as_of, known_at, checklists, encoding=encoding, outputs=[output])
    stop_on_problems(loaded.docket, lenient, lang)
    officials = Officials(loaded.view(), loaded.place)
    found = [*structure_findings(officials, loaded.as_of), *find_single_points(officials, loaded.as_of)]
    if form == "json":
        emit(
            json.dumps([as_json(finding) for finding in found], ensure_ascii=False, indent=2) + "\n",
            output,
            lang,
        )
    else:
        emit("\n".join(_told(found, lang)) + "\n", output, lang)
    raise SystemExit(int(bool(found)) or left_out_status(loaded.docket, lang))


def _told(found: list[Finding], lang: str) -> Iterator[str]:
    from govaudit.report.renderers import hanging

    if not found:
        yield Text("责任结构未见问题", "nothing odd in the structure of the officials' record").pick(lang)
        return
    for finding in found:
        yield from hanging(
            f"{finding.rule}  ",
            f"{finding.title.pick(lang)}{'：' if lang == 'zh' else ': '}{finding.message.pick(lang)}",
            0,
            100,
        )
        yield from hanging(" " * 7, finding.next_step.pick(lang), 0, 100)
