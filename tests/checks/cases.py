"""Small dockets for the tests of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.checks.apply import check_rules
from govaudit.docket.view import View
from govaudit.finance.accounts import Accounts
from govaudit.formats.collect import Collector
from govaudit.model.problem import Place

if TYPE_CHECKING:
    from govaudit.checks.apply import Checked
    from govaudit.docket.table import Docket
    from govaudit.rules.catalogue import RuleSet

PLACE = Place("case.yaml", row=1)


# Every act and paper is on record: what is not, was not done (R25.5). Tests of what is not complete state their own sources.
COMPLETE: list[dict[str, Any]] = [
    {"id": f"complete {table}", "table": table, "complete_from": "2000-01-01"} for table in ("events", "evidence")
]


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
    tables.setdefault("sources", COMPLETE)
    for table, rows in tables.items():
        for row in rows:
            out.add(table, row, PLACE)
    for number, event in enumerate(events or [], 1):
        owner = {} if "obligation" in event else {"instrument": "C1"}
        out.add("events", {"id": f"E{number}", **owner, **event}, PLACE)
    assert out.docket.errors == []
    return out.docket.freeze()


def checked_by(found: Docket, rules: RuleSet, as_of: int, known_at: int | None = None) -> Checked:
    """What rules that look at a docket directly make of it."""
    return check_rules(View(found, as_of, known_at), rules, Accounts(found, rules, as_of))
