"""Small dockets for the tests of this room."""

from __future__ import annotations

from typing import Any

from govaudit.intake.collect import Collector
from govaudit.model.problem import Place

PLACE = Place("case.yaml", row=1)


def docket(
    instrument: dict[str, Any] | None = None, events: list[dict[str, Any]] | None = None, **tables: list[dict[str, Any]]
):
    """Build a docket with one contract C1 of `bureau` with `firm`, its events, and rows of other tables."""
    out = Collector()
    for org in ("bureau", "firm"):
        out.add("orgs", {"id": org, "name": org}, PLACE)
    base = {
        "id": "C1",
        "domain": "procurement",
        "kind": "contract",
        "title": "合同",
        "authority": "bureau",
        "counterparty": "firm",
    }
    out.add("instruments", base | (instrument or {}), PLACE)
    for table, rows in tables.items():
        for row in rows:
            out.add(table, row, PLACE)
    for number, event in enumerate(events or [], 1):
        owner = {} if "obligation" in event else {"instrument": "C1"}
        out.add("events", {"id": f"E{number}", **owner, **event}, PLACE)
    assert out.docket.errors == []
    return out.docket
