"""What the tests of the warning report share: the sample city and small invented ones, gathered once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checklists.law_docket import docket_of, rules
from govaudit.audit import Question, audit
from govaudit.finance.accounts import Accounts
from govaudit.finance.stress.stress import read_scenarios
from govaudit.formats.read import read_docket
from govaudit.model.days import parse_day
from govaudit.report.warning.chapters import warning_issue
from govaudit.report.warning.scene import Scene, last_year

if TYPE_CHECKING:
    from govaudit.docket.table import Docket
    from govaudit.report.warning.content import Issue, WarningGrid

SAMPLE = Path(__file__).parents[3] / "contracts_samples" / "warning"
AS_OF = parse_day("2026-06-30")
Row = dict[str, Any]


def scene(docket: Docket, unit: str) -> Scene:
    """Return the scene of a unit of a docket."""
    result = audit(docket, rules(), Question(as_of=AS_OF))
    book = Accounts(result.docket, rules(), AS_OF, result.statuses, result.settled.duties.debts)
    return Scene(book, unit, last_year(book, unit, AS_OF), AS_OF, result, rules(), read_scenarios())


@cache
def sample() -> Scene:
    """Return the scene of the sample city."""
    return scene(read_docket([SAMPLE]), "FL")


@cache
def issue() -> Issue:
    """Return the report of the sample city."""
    return warning_issue(sample())


def government(name: str = "U", parent: str | None = None, level: str = "county", title: str | None = None) -> Row:
    """Return the row of a government."""
    return {"id": name, "name": title or f"{name}县人民政府", "kind": "government", "level": level, "parent": parent}


def figures(unit: str, year: int, **items: object) -> list[Row]:
    """Return rows of accounts in 万元."""
    return [
        {"unit": unit, "year": year, "basis": "final", "item": item, "value": str(value), "unit_of_value": "万元"}
        for item, value in items.items()
    ]


def city(orgs: list[Row], fiscal: list[Row], **tables: list[Row]) -> Docket:
    """Return a docket of governments with figures."""
    return docket_of(orgs=orgs, fiscal=fiscal, **tables)


def grids(report: Issue) -> list[WarningGrid]:
    """Return every table of a report."""
    return [grid for section in report.sections for grid in section.grids] + list(report.annex)


def grid(report: Issue, key: str) -> WarningGrid:
    """Return one table."""
    (found,) = (one for one in grids(report) if one.id == key)
    return found
