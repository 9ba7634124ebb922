"""The desk of these tests: `book(tables)` lays a docket down and returns it, as CSV or YAML."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from verdicts.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from verdicts.ledger import Tables


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Ledger]:
    number = count()

    def lay(tables: Tables, form: str = "csv") -> Ledger:
        return Ledger(tmp_path / str(next(number)), tables, form)

    return lay
