"""How a source of office holders writes the handover: the days from one holder's end to the next one's start.

Sources mix conventions (accountability.md): 0 where both share the handover day, 1 where the end is the last day. The counts let a
person see which; nothing is changed by them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from govaudit.model.problem import Place
from govaudit.model.text import Text

if TYPE_CHECKING:
    from govaudit.intake.collect import Collector

_LONG = 31


def gaps(out: Collector, file: str, several: set[str]) -> None:
    """Note how often each number of days lies between successive holders of the posts of a file; `several` posts have many holders."""
    counted: Counter[int] = Counter()
    for tenures in _by_post(out, file, several).values():
        for (_, end), (start, _) in pairwise(sorted(tenures)):
            counted[start - end] += 1
    if not counted:
        return
    words = told(counted)
    out.note("handover_days", Place(file), Text(
        f"前任离任日到继任任职日的天数：{words.zh}", f"days from one holder's end to the next one's start: {words.en}",
    ), Text("0 表示交接日同属两人（归后任），1 表示离任日为最后一日；两者并存时核对来源", "0: both share the day (it is the incomer's); 1: the end is the last day; check the source where both occur"))  # fmt: skip


def told(counted: Counter[int]) -> Text:
    """Say how often each number of days occurs; overlaps, and a month and more, are each taken together."""
    grouped: Counter[int] = Counter()
    for days, times in counted.items():
        grouped[max(-1, min(days, _LONG))] += times
    words = [(_name(days), times) for days, times in sorted(grouped.items())]
    return Text(
        "，".join(f"{name.zh} {n}次" for name, n in words) or "无",
        ", ".join(f"{name.en}: {n}" for name, n in words) or "none",
    )


def _name(days: int) -> Text:
    if days < 0:
        return Text("重叠", "overlap")
    return Text("31天以上", "31 and more") if days == _LONG else Text(f"{days}天", str(days))


def _by_post(out: Collector, file: str, several: set[str]) -> dict[str, list[tuple[int, int]]]:
    """Return (start, end) of the tenures of a file with both dates known to the day, by post."""
    table = out.docket["tenures"]
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for post, start, end, place in zip(table["post"], table["start"], table["end"], table.places, strict=True):
        if place.file == file and post not in several and start and end and start.exact and end.exact:
            found[post].append((start.lo, end.lo))
    return found
