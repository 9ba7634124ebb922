"""Events beside the obligations they stand on: found with few looks where they lie in line, given up where they do not."""

from __future__ import annotations

import random

import numpy as np
import pyarrow as pa
import pytest

from govaudit.settle.columns import byte_parsers as ids
from govaudit.settle.columns.byte_parsers import TextBounds, place_events, text

MANY = 2_000  # obligations of one instrument


def placed(
    obligations: list[str | None], instruments: list[str | None], count: int = MANY, size: int = MANY
) -> tuple[list[int], list[int]]:
    """Place events among obligations o0, o1, … of instruments c0, c1, … of some size; returns rows and whether each is direct."""
    row, direct = np.zeros(len(obligations), np.int64), np.zeros(len(obligations), np.int64)
    at = np.zeros(2, np.int64)
    start = np.arange(count) // size * size
    place_events(
        text(pa.array([f"o{number}" for number in range(count)])), text(pa.array([f"c{number // size}" for number in range(count)])),
        TextBounds(start, np.minimum(start + size, count)), text(pa.array(obligations, pa.string())), text(pa.array(instruments, pa.string())), at, row, direct,
    )  # fmt: skip
    return row[: at[0]].tolist(), direct[: at[0]].tolist()


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the comparisons of ids."""
    found, same = [0], ids._same

    def counted(*args: object) -> bool:
        found[0] += 1
        return same(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(ids, "_same", counted)
    return found


def test_events_of_a_large_instrument_in_order(looks: list[int]):
    rows, _ = placed([f"o{number}" for number in range(MANY)], [None] * MANY)
    assert rows == [*range(MANY)]
    assert looks[0] <= 2 * MANY


def test_events_of_a_large_instrument_in_no_order_are_given_up(looks: list[int]):
    order = random.Random(1).sample(range(MANY), MANY)  # noqa: S311 - no secret
    rows, _ = placed([f"o{number}" for number in order], [None] * MANY)
    assert rows == order[: len(rows)]
    assert len(rows) < MANY
    assert looks[0] < 300 * MANY


def test_events_in_any_order_within_their_instruments():
    obligations = ["o2", None, "o0", "o5", "o3", None, "o4", "o7", "o1"]
    instruments = [None, "c0", "c0", None, "c1", "c1", None, None, None]
    rows, direct = placed(obligations, instruments, count=9, size=3)
    assert rows == [2, 0, 0, 5, 3, 3, 4, 7]  # o1 has been passed
    assert direct == [1, 0, 1, 1, 1, 0, 1, 1]


def test_an_event_that_names_another_instrument_than_its_obligations_is_not_placed():
    assert placed(["o0", "o1"], ["c0", "c1"], count=4, size=2) == ([0], [1])


@pytest.mark.parametrize("beneath", [b"abcd", b"cd"], ids=["bytes", "nothing"])
def test_a_null_is_empty_whatever_lies_beneath_it(beneath: bytes):
    bounds = np.array([0, len(beneath) - 2, len(beneath)], np.int32)
    cells = pa.Array.from_buffers(pa.string(), 2, [pa.py_buffer(b"\x02"), pa.py_buffer(bounds), pa.py_buffer(beneath)])
    seen = text(cells)
    first, second = (bytes(seen.data[seen.starts[at] : seen.starts[at + 1]]) for at in range(2))
    assert (cells.to_pylist(), first, second) == ([None, "cd"], b"", b"cd")
