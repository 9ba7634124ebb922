"""Small dockets of public cases for the rules' tests: rows in the words of the docket, findings of one rule."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any

from govaudit.audit import Question, audit
from govaudit.formats.collect import Collector
from govaudit.model.days import to_day
from govaudit.model.problem import Place
from govaudit.rules.catalogue import RuleSet, load_rules

if TYPE_CHECKING:
    from govaudit.docket.table import Docket
    from govaudit.model.finding import Finding


@cache
def rules() -> RuleSet:
    """Return the published rules."""
    return load_rules()


def docket_of(**tables: list[dict[str, Any]]) -> Docket:
    """Return a docket of rows given by table; every row must be sound."""
    out = Collector()
    for table, rows in tables.items():
        for number, row in enumerate(rows, 1):
            out.add(table, row, Place("case", row=number))
    assert not out.docket.errors, out.docket.errors
    return out.docket.freeze()


def findings(docket: Docket, as_of: str, rule: str) -> list[Finding]:
    """Audit a docket as of a day and return the findings of one rule."""
    found = audit(docket, rules(), Question(as_of=to_day(dt.date.fromisoformat(as_of)))).run.findings
    return [finding for finding in found if finding.rule == rule]


def unit(level: str = "city") -> dict[str, Any]:
    """Return a government of a level, with the id `unit`."""
    return {"id": "unit", "name": "示例政府", "kind": "government", "level": level}


def figures(year: int, unit_of_value: str, basis: str = "final", **items: str) -> list[dict[str, Any]]:
    """Return rows of the fiscal table for `unit` in one year."""
    common = {"unit": "unit", "year": year, "basis": basis, "unit_of_value": unit_of_value}
    return [{**common, "item": item, "value": value} for item, value in items.items()]
