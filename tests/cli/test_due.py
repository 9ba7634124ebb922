"""`govaudit due`: what falls due, with lights."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cli.desk import call, docket
from govaudit.checks.due_soon import light

if TYPE_CHECKING:
    from pathlib import Path


def _due(folder: Path, *args: str) -> list[dict[str, object]]:
    document = json.loads(call("due", folder, "--as-of", "2026-07-10", "--format", "json", *args).stdout)
    rows: list[dict[str, object]] = document["due"] if "due" in document else document["rows"]
    return rows


def test_only_what_falls_due_within_the_span(tmp_path: Path) -> None:
    folder = docket(tmp_path)
    (row,) = _due(folder, "--within", "30d")
    assert (row["obligation"], row["due_on"], row["days_left"], row["light"]) == ("O2", "2026-07-31", 21, "yellow")
    assert row["owner_person"] == "乙某"
    assert _due(folder, "--within", "20d") == []
    assert [r["obligation"] for r in _due(folder, "--within", "3w")] == ["O2"]


def test_overdue_duties_on_request(tmp_path: Path) -> None:
    text = (docket(tmp_path) / "案卷.yaml").read_text(encoding="utf-8")
    docket(tmp_path, text.replace("occurred_on: 2026-04-20", "occurred_on: 2026-08-20"))
    assert [r["obligation"] for r in _due(tmp_path, "--overdue")] == ["O1", "O2"]


@pytest.mark.parametrize(("action", "days", "color"), [
    ("pay", 31, "green"), ("pay", 30, "yellow"), ("pay", 11, "yellow"), ("pay", 10, "red"), ("pay", -1, "red"),
    ("publish", 7, "yellow"), ("publish", 2, "red"), ("publish", 8, "green"), ("other", 21, "green"),
])  # fmt: skip
def test_lights_follow_the_lead_time_of_the_kind_of_duty(action: str, days: int, color: str) -> None:
    assert light(action, days) == color


def test_a_span_that_is_none_is_refused(tmp_path: Path) -> None:
    result = call("due", docket(tmp_path), "--within", "soon")
    assert result.exit_code == 2
