"""A docket settled in pieces gives what it gives whole."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from govaudit.cli.run import prepare
from govaudit.intake.large import find_large
from govaudit.large.many import settle_many
from govaudit.large.status import settle_large
from govaudit.model.days import parse_day
from large.loop import Loop

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))


@pytest.mark.parametrize("pieces", [1, 7])
def test_pieces_make_the_whole(tmp_path: Path, pieces: int) -> None:
    from generate import generate

    generate(tmp_path / "docket", 5000, shuffle=True)
    how = prepare([tmp_path / "docket"], None, None)
    found: list[Any] = []
    for settle, carrier in ((settle_large, 1), (settle_many, Loop(pieces))):
        large = find_large(how.paths, [], at_least=0)
        assert large is not None
        (tmp_path / settle.__name__).mkdir()
        question = large, how.rules, (parse_day("2026-06-30"), None), tmp_path / settle.__name__, carrier, print
        done = settle(*question, holders=True)  # type: ignore[operator]
        found.append([parquet.read_table(path).to_pylist() for path in (done.rows, done.holders)] + [done.by_row])
    assert len(found[0][0]) == 5000
    assert found[0] == found[1]
