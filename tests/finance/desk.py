"""What the fiscal tests share: figures as rows, one ratio of them, its printed digits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from checklists.law_docket import docket_of, rules, unit
from govaudit.finance.accounts import Accounts
from govaudit.report.tables.ratios_table import number

if TYPE_CHECKING:
    from govaudit.docket.table import Docket
    from govaudit.finance.ratios.ratio import Ratio

YI, WAN = "亿元", "万元"
Rows = list[dict[str, Any]]


def rows(year: int, unit_of_value: str = YI, basis: str = "final", org: str = "unit", **items: object) -> Rows:
    """Return rows of the fiscal table."""
    common = {"unit": org, "year": year, "basis": basis, "unit_of_value": unit_of_value}
    return [{**common, "item": item, "value": str(value)} for item, value in items.items()]


def city(*figures: Rows, level: str = "city", **tables: Rows) -> Docket:
    """Return a docket of one government with figures."""
    return docket_of(orgs=[unit(level)], fiscal=[row for some in figures for row in some], **tables)


def ratios(docket: Docket, year: int, basis: str | None = None, org: str = "unit") -> dict[str, Ratio]:
    """Return the ratios of a unit by measure."""
    return {one.measure.name: one for one in Accounts(docket, rules()).table(year, basis) if one.unit == org}


def printed(ratio: Ratio) -> str | None:
    """Return the value as the table prints it."""
    return number(ratio.value, ratio.measure.unit)
