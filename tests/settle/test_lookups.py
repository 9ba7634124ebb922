"""Words of columns by number, whatever there is room to remember."""

from __future__ import annotations

import pyarrow as pa
import pytest

from govaudit.settle.columns import cell_kinds as kinds


@pytest.mark.parametrize("most", [1, 3, 100])
def test_words_mean_the_same_when_those_before_have_been_forgotten(most: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kinds, "_MOST_KNOWN", most)
    look = kinds.Lookup(lambda word: (len(word or ""), int(word is None)))
    for cells in (["a", "bb", None], ["bb", "ccc", ""], ["a", "dddd", "bb"], ["a", None]):
        size, empty = look(kinds.coded(pa.array(cells, pa.string())))
        assert size.tolist() == [len(cell or "") for cell in cells]
        assert empty.tolist() == [int(not cell) for cell in cells]
