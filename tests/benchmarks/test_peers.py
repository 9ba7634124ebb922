"""The peers of the benchmarks: SQL and Polars say what govaudit says, or nothing would be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.usefixtures("benchmarks")
def test_peers_agree_with_govaudit_whatever_the_order_of_rows(tmp_path: Path):
    from peers import Tables, check, differences, tables

    assert check(tmp_path, 1000, shuffle=True) == []
    ours, theirs = tables(tmp_path, "govaudit"), tables(tmp_path, "Polars")
    settled, shares = pq.read_table(ours.settled), pq.read_table(ours.shares)
    assert settled.num_rows == 1000
    assert pc.sum(shares["days"]) == pc.sum(settled["breach_days"])  # R24: nothing lost, nothing charged twice
    states = set(settled["state"].to_pylist())
    assert states == {"fulfilled", "fulfilled_late", "breached", "active", "pending", "suspended"}
    assert shares["tenure"].null_count > 0

    pq.write_table(shares.slice(1), tmp_path / "short.parquet")
    assert differences(ours, Tables(theirs.settled, tmp_path / "short.parquet")) != []


@pytest.mark.usefixtures("benchmarks")
def test_the_docket_does_not_depend_on_chunks_or_shuffling():
    import numpy as np
    from mix import events, obligations

    whole = np.arange(2000)
    order = np.random.default_rng(1).permutation(whole)
    for make in (events, lambda number: obligations(number, 3)):
        rows = make(whole).sort_by("id")
        assert make(order).sort_by("id").equals(rows)
        assert rows["id"].to_pylist() == sorted(set(rows["id"].to_pylist()))
    assert 1.3 * len(whole) < events(whole).num_rows < 1.5 * len(whole)
