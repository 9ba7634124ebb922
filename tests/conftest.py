"""Property tests draw the same in every run; `script/search` lets them draw at random."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

if TYPE_CHECKING:
    from collections.abc import Iterator

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"

# A slow machine is no failure, and nothing is remembered from one run for the next.
_SAME = settings(settings.get_profile("default"), database=None, print_blob=True, deadline=None,
                 suppress_health_check=[HealthCheck.too_slow])  # fmt: skip
settings.register_profile("repeatable", _SAME, derandomize=True)
settings.register_profile("search", _SAME, derandomize=False)
settings.load_profile("repeatable")

# Hypothesis also draws numbers and words that stand in the modules loaded so far: others in each worker and each order of tests.
_of_loaded_modules = providers._get_local_constants
providers._get_local_constants = lambda: (
    providers._local_constants if settings.default.derandomize else _of_loaded_modules()
)


@pytest.fixture
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the scripts of `benchmarks/` be imported as they import each other, and by this test alone.

    Left on the path, their `accountability.py` and `engine.py` would stand before the folders of tests of these names.
    """
    before = set(sys.modules)
    monkeypatch.syspath_prepend(BENCHMARKS)
    yield
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(BENCHMARKS)):
            del sys.modules[name]
