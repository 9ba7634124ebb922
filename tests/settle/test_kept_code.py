"""Machine code is kept between runs; code that is damaged, or that another may have written, is compiled again without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from govaudit.settle import compiled
from govaudit.settle.columns import byte_parsers as ids

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(compiled, "_cache_folder", compiled._cache_folder.__wrapped__)
    return tmp_path / "govaudit"


def run() -> int:
    """Order three events by machine code as a new process gets it; how often it was kept already."""
    function = compiled._compiled.__wrapped__()[ids.order_of]
    at, order = np.zeros(3, np.int64), np.zeros(3, np.int64)
    function(np.array([1, 0, 1]), at, order)
    assert (order.tolist(), at.tolist()) == ([1, 0, 2], [0, 1, 3])
    return sum(function.stats.cache_hits.values())


@pytest.mark.parametrize("damage", [lambda _: b"", lambda _: b"no code", lambda data: data[:-9], lambda data: data[:400] + b"\0" + data[401:]])  # fmt: skip
def test_damaged_code_is_compiled_again(cache: Path, damage: Callable[[bytes], bytes]):
    assert [run(), run()] == [0, 1]
    (file,) = cache.glob("fold-*/*")
    file.write_bytes(damage(file.read_bytes()))
    assert [run(), run()] == [0, 1]


def test_code_others_may_write_is_not_run(cache: Path):
    run()
    (file,) = cache.glob("fold-*/*")
    for path in (file, file.parent, cache):
        mode = path.stat().st_mode
        path.chmod(mode | 0o020)
        assert run() == 0
        path.chmod(mode)
    assert run() == 1
