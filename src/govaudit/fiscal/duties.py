"""PPP outlay duties by the unit that bears them: those of the general public budget, contracted where fixed, else planned.

A project belongs to the nearest organisation, from its authority upwards, that has fiscal figures.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from govaudit.law.plain import matches

if TYPE_CHECKING:
    from collections.abc import Callable

    from govaudit.docket.table import Docket
    from govaudit.model.problem import Place

OTHER_BUDGETS = ("fund_budget", "政府性基金预算")


class Outlay(NamedTuple):
    """One row of the outlays, in fen; `unit` is the government that bears it, None when none above has fiscal figures."""

    project: str
    unit: str | None
    year: int
    bucket: str
    planned: int | None
    contracted: int | None
    paid: int | None
    place: Place

    @property
    def duty(self) -> int | None:
        """What is owed in the year: what the contract fixes, or what was planned before there is one."""
        return self.planned if self.contracted is None else self.contracted


def outlays(docket: Docket, *, general_only: bool = True) -> list[Outlay]:
    """Return the outlays of all projects in the order of the table; by default those of the general public budget."""
    bearers = _bearers(docket)
    table = docket["ppp_outlays"]
    columns = (table[name] for name in ("project", "year", "bucket", "planned", "contracted", "paid"))
    found = [
        Outlay(project, bearers[project][0], year, bucket, planned, contracted, paid, place)
        for project, year, bucket, planned, contracted, paid, place in zip(*columns, table.places, strict=True)
        if project in bearers
    ]
    return [one for one in found if not general_only or not matches(bearers[one.project][1], OTHER_BUDGETS)]


def duties(docket: Docket) -> dict[tuple[str, int], list[Outlay]]:
    """Return the outlays a unit bears in a year out of its general public budget."""
    found: dict[tuple[str, int], list[Outlay]] = defaultdict(list)
    for one in outlays(docket):
        if one.unit is not None:
            found[one.unit, one.year].append(one)
    return dict(found)


def _bearers(docket: Docket) -> dict[str, tuple[str | None, object]]:
    """Return by project the unit that bears it and the budget it is paid from."""
    owner = nearest_unit(docket)
    table = docket["instruments"]
    columns = zip(table["id"], table["authority"], table["attributes"], strict=True)
    return {
        project: (owner(authority), (attributes or {}).get("outlay_source"))
        for project, authority, attributes in columns
    }


def nearest_unit(docket: Docket) -> Callable[[str | None], str | None]:
    """Return what finds the nearest organisation, from one upwards, that has fiscal figures; None when none has."""
    units = frozenset(docket["fiscal"]["unit"])
    parents = dict(zip(docket["orgs"]["id"], docket["orgs"]["parent"], strict=True))

    def nearest(org: str | None) -> str | None:
        seen: set[str] = set()
        while org is not None and org not in units and org not in seen:
            seen.add(org)
            org = parents.get(org)
        return org if org in units else None

    return nearest
