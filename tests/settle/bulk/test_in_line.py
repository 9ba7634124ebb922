"""Tables that lie in line, read in batches of any size: what goes over the edge of a batch is settled as all else."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from govaudit.settle.bulk import column_pass as plain
from govaudit.settle.columns.aligned_streams import InLine
from settle.bulk.both import REFUSED, ask, plainly
from settle.bulk.dockets import Maker
from settle.bulk.files import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pyarrow as pa
    import pytest

    from settle.bulk.dockets import Row, Tables


class Ordered(Maker):
    """Makes a docket whose instruments and events lie in the order of its obligations."""

    def make(self) -> Tables:
        t, draw = self.tables, self.draw
        self.links = False
        t |= self.surroundings()
        t["instruments"] = [self.instrument(number) for number in range(1, draw.choice([1, 4, 8, 15]) + 1)]
        duties = [self.obligation(number) for number in range(1, draw.choice([4, 8, 16]) + 1)]
        place = {row["id"]: number for number, row in enumerate(t["instruments"])}
        t["obligations"] = sorted(duties, key=lambda row: place.get(row.get("instrument", ""), draw.randrange(9)))
        for row in t["obligations"]:
            for _ in range(draw.choice([1, 1, 2, 3])):
                self.event(**self.owner(row), action=row.get("action"), anchor=row.get("anchor"))
        for _ in range(self.dirt):
            self.spoil()
        return t

    def owner(self, duty: Row) -> Row:
        """Return what an event on a duty names: it, its instrument, or both."""
        both = {"obligation": duty["id"], **({"instrument": duty["instrument"]} if "instrument" in duty else {})}
        named = self.draw.choice([["obligation"], ["obligation"], ["instrument"], [*both]])
        return {name: both[name] for name in named if name in both} or both


def cut(rows: Callable[..., Iterator[pa.RecordBatch]], draw: random.Random) -> Callable[..., Iterator[pa.RecordBatch]]:
    """Return a reader of the same rows in small slices of batches."""

    def read(*args: object) -> Iterator[pa.RecordBatch]:
        most = draw.choice([1, 2, 5])
        for batch in rows(*args):
            at = 0
            while at < len(batch):
                yield batch.slice(at, size := draw.randint(1, most))
                at += size

    return read


def test_tables_in_line_settle_alike_wherever_their_batches_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    plainly(monkeypatch)
    monkeypatch.setattr("govaudit.formats.bulk.bulk_reader.ENOUGH", 0)
    draw = random.Random(1)  # noqa: S311 - no secret
    for name in ("batches", "rows_of"):
        monkeypatch.setattr(plain, name, cut(getattr(plain, name), draw))
    ends, in_line = [], InLine.end
    monkeypatch.setattr(InLine, "end", lambda self: (in_line(self), ends.append(1)))
    for seed in range(10):
        monkeypatch.setattr("govaudit.formats.bulk.column_batches.ROWS", draw.choice([1, 2, 3, 7]))
        docket = tmp_path / str(seed)
        docket.mkdir()
        write(docket, Ordered(draw, draw.choice([0, 0, 1])).make(), draw)
        more = ["--as-of", draw.choice(["2025-06-30", "2026-06-30"]), "--lenient"]
        by_row = ask(docket, "rows", "csv", tmp_path / "rows.csv", *more)
        by_column = ask(docket, "columns", "csv", tmp_path / "rows.csv", *more, "--jobs", draw.choice("12"))
        if REFUSED not in by_column.err:
            assert by_column == by_row, seed
    assert sum(ends) > 4
