"""PPP outlay duties by the unit that bears them: those of the general public budget, contracted where fixed, else planned.

A project belongs to the nearest organisation, from its authority upwards, that has fiscal figures.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from govaudit.duties import NO_RECORD
from govaudit.finance.ppp.ppp_formulas import projected
from govaudit.rules import matches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from govaudit.docket import Docket
    from govaudit.model import Place, Text
    from govaudit.settle import Status

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
    why: Text | None = None  # the sums cannot be computed from the inputs stated

    @property
    def duty(self) -> int | None:
        """What is owed in the year: what the contract fixes, or what was planned before there is one."""
        owed = self.planned if self.contracted is None else self.contracted
        return None if self.why is not None else owed


def outlays(docket: Docket, *, general_only: bool = True) -> list[Outlay]:
    """Return the outlays of all projects in the order of the table; by default those of the general public budget.

    What no row states of a PPP project, the inputs it states give by the formulas (finance.ppp), after the rows.
    """
    bearers = _bearers(docket)
    table = docket["ppp_outlays"]
    columns = (table[name] for name in ("project", "year", "bucket", "planned", "contracted", "paid"))
    found = [
        Outlay(project, bearers[project][0], year, bucket, planned, contracted, paid, place)
        for project, year, bucket, planned, contracted, paid, place in zip(*columns, table.places, strict=True)
        if project in bearers
    ]
    found += _computed(docket, bearers, {(one.project, one.year, one.bucket) for one in found})
    return [one for one in found if not general_only or not matches(bearers[one.project][1], OTHER_BUDGETS)]


def _computed(docket: Docket, bearers: _Bearers, stated: set[tuple[str, int, str]]) -> Iterator[Outlay]:
    """Yield the outlays of projects that state the inputs of the formulas, but for the years and buckets that rows state."""
    table, fiscal = docket["instruments"], docket["fiscal"]
    for row, (project, domain, attributes) in enumerate(
        zip(table["id"], table["domain"], table["attributes"], strict=True)
    ):
        inputs = attributes.get("outlay_inputs") if domain == "ppp" and isinstance(attributes, dict) else None
        if inputs is None:
            continue
        unit = bearers[project][0]
        years = sorted({year for at, year in zip(fiscal["unit"], fiscal["year"], strict=True) if at == unit})
        for one in projected(inputs, years):
            if (project, one.year, one.bucket) not in stated:
                place = table.places[row].at("attributes")
                yield Outlay(project, unit, one.year, one.bucket, one.planned, one.contracted, None, place, one.why)


def duties(docket: Docket) -> dict[tuple[str, int], list[Outlay]]:
    """Return the outlays a unit bears in a year out of its general public budget."""
    found: dict[tuple[str, int], list[Outlay]] = defaultdict(list)
    for one in outlays(docket):
        if one.unit is not None:
            found[one.unit, one.year].append(one)
    return dict(found)


_Bearers = dict[str, tuple[str | None, object]]


def _bearers(docket: Docket) -> _Bearers:
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


# --- How long payments of debt and PPP have been unpaid, by the government that owes them

_DOMAINS = {"debt", "ppp"}
_OPEN = {"breached", "curing", "defaulted", "breached_final"}


def arrears(docket: Docket, statuses: Iterable[Status]) -> dict[str, int]:
    """Return by unit the most days a payment due is still unpaid, 0 where all are paid.

    Units without payment duties, or with some past due and no payment of any debt on record, are left out: nothing is known of them.
    """
    table, owner = docket["obligations"], nearest_unit(docket)
    action = dict(zip(table["id"], table["action"], strict=True))
    owes = {debt: owner(unit) for debt, unit in zip(docket["debts"]["id"], docket["debts"]["unit"], strict=True)}
    instruments = docket["instruments"]
    for key, domain, authority in zip(instruments["id"], instruments["domain"], instruments["authority"], strict=True):
        if domain in _DOMAINS:
            owes.setdefault(key, owner(authority))
    found: dict[str, int] = {}
    unknown: set[str] = set()
    for one in statuses:
        unit = owes.get(one.instrument or "")
        if action.get(one.obligation) == "pay" and unit is not None:
            found[unit] = max(found.get(unit, 0), one.breach_days if one.state in _OPEN else 0)
            unknown |= {unit} if NO_RECORD in one.flags else set()
    return {unit: days for unit, days in found.items() if unit not in unknown}
