"""The end of a tenure as its source means it: the last day in office, or the day after (`sources.ends`).

A source whose ends are days after is brought to last days, which the docket holds. Such sources mix both: where the next holder of the post
begins on the day after the written end, that end is taken as a last day, or a day would seem vacant (a tolerance of one day). The days
between each end and the next start are counted and told, so that a person sees what the source does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from govaudit.formats.popolo import told
from govaudit.model import PartialDate, Place, Text, iso

if TYPE_CHECKING:
    from govaudit.docket import TableBuilder
    from govaudit.formats.collect import Collector


def last_days(out: Collector) -> None:
    """Bring the ends of every source that writes the day after to last days, and say so."""
    sources = out.docket["sources"]
    stated = zip(sources["id"], sources["table"], sources["ends"], strict=True)
    for source in [key for key, table, ends in stated if table == "tenures" and ends == "day_after"]:
        _bring(out, source)


def _bring(out: Collector, source: str) -> None:
    table = out.docket["tenures"]
    rows = [row for row, end in enumerate(table["end"]) if end is not None and _comes_from(table, row, source)]
    starts = _starts(table)
    between: Counter[int] = Counter()
    kept = 0
    for row in rows:
        end, following = table["end"][row], starts[table["post"][row]]
        place = bisect_left(following, end.lo)
        if end.exact and place < len(following):
            days = following[place] - end.lo
            between[days] += 1
            if days == 1:
                kept += 1
                continue
        table["end"][row] = _day_before(end)
    words = told(between)
    out.note("ends_day_after", Place(source), Text(
        f"{len(rows)} 个离任日按“次日”读取，减一日；其中 {kept} 个的次日即有继任者到任，按最后在任日读取。离任日到下一个到任日的天数：{words.zh}",
        f"{len(rows)} ends read as days after the last one and set a day back, except {kept} that the next start follows on the next day: these "
        f"are last days. Days from an end to the next start: {words.en}",
    ), Text("核对来源的约定", "check the convention of the source"))  # fmt: skip


def _comes_from(table: TableBuilder, row: int, source: str) -> bool:
    """Whether a tenure names the source, or stands in the file of that name."""
    return source in {table["source"][row], table.places[row].file}


def _starts(table: TableBuilder) -> dict[str, list[int]]:
    """Return the days on which a tenure of each post begins, sorted; only those known to the day."""
    found: dict[str, list[int]] = defaultdict(list)
    for post, start in zip(table["post"], table["start"], strict=True):
        if start is not None and start.exact:
            found[post].append(start.lo)
    for days in found.values():
        days.sort()
    return found


def _day_before(date: PartialDate) -> PartialDate:
    said = iso(date.lo - 1) or "" if date.exact else date.as_written
    return PartialDate(date.lo - 1, date.hi - 1, said)
