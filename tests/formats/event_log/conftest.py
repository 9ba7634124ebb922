"""A map and a log become a docket, read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from formats.event_log.logs import Made, xes
from govaudit.formats.event_log.map_read import read_map
from govaudit.formats.event_log.to_docket import import_log
from govaudit.formats.read import read_docket

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def carry(tmp_path: Path) -> Callable[..., Made]:
    """Return a function: a map and a log (traces, or the text of a file of that name) become a docket, read back."""

    def run(text: str, log: Any, name: str = "log.xes", form: str = "csv", encoding: str | None = None) -> Made:
        path, folder = tmp_path / name, tmp_path / f"docket-{len(list(tmp_path.iterdir()))}"
        path.write_bytes(log if isinstance(log, bytes) else (log if isinstance(log, str) else xes(log)).encode())
        (tmp_path / "map.yaml").write_text(text, encoding="utf-8")
        mapping, problems = read_map(tmp_path / "map.yaml")
        assert mapping is not None, problems
        folder.mkdir()
        done = import_log(path, mapping, folder, form, encoding)
        docket = read_docket([folder])
        assert not docket.errors or not done.rows.get("instruments"), docket.errors
        return Made(done, docket)

    return run
