"""PPP outlay duties by the unit that bears them and the budget that pays them: contracted where fixed, else planned.

A project belongs to the nearest organisation, from its authority upwards, that has fiscal figures. Only what the general public budget pays
counts towards its lines (财政部 2022-11: 从一般公共预算列支); a row says its budget, else the project does.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from govaudit.duties import NO_RECORD
from govaudit.finance.ppp.ppp_formulas import projected
from govaudit.model import to_date
from govaudit.rules import matches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from govaudit.docket import Docket
    from govaudit.model import Place, Text
    from govaudit.settle import Status

# What a project may say of the budget it is paid from: of all its outlays, and of its operating subsidy.
_NOT_GENERAL = ("fund_budget", "政府性基金预算", "government_fund", "政府性基金", "fund", "state_capital", "国有资本经营", "国有资本经营预算")  # fmt: skip


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
    general: bool = True  # paid out of the general public budget
    why: Text | None = None  # the sums cannot be computed from the inputs stated

    @property
    def duty(self) -> int | None:
        """What is owed in the year: what the contract fixes, or what was planned before there is one."""
        owed = self.planned if self.contracted is None else self.contracted
        return None if self.why is not None else owed


def outlays(docket: Docket) -> list[Outlay]:
    """Return the outlays of all projects in the order of the table, of whatever budget.

    What no row states of a PPP project, the inputs it states give by the formulas (finance.ppp), after the rows.
    """
    bearers = _bearers(docket)
    table = docket["ppp_outlays"]
    columns = (table[name] for name in ("project", "year", "bucket", "planned", "contracted", "paid", "budget"))
    found = [
        Outlay(
            project, bearers[project].unit, year, bucket, planned, contracted, paid, place,
            bearers[project].general(bucket) if budget is None else budget == "general",
        )
        for project, year, bucket, planned, contracted, paid, budget, place in zip(*columns, table.places, strict=True)
        if project in bearers
    ]  # fmt: skip
    return [*found, *_computed(docket, bearers, {(one.project, one.year, one.bucket) for one in found})]


def _computed(docket: Docket, bearers: Mapping[str, _Bearer], stated: set[tuple[str, int, str]]) -> Iterator[Outlay]:
    """Yield the outlays of projects that state the inputs of the formulas, but for the years and buckets that rows state."""
    table, fiscal = docket["instruments"], docket["fiscal"]
    for row, (project, domain, attributes) in enumerate(
        zip(table["id"], table["domain"], table["attributes"], strict=True)
    ):
        inputs = attributes.get("outlay_inputs") if domain == "ppp" and isinstance(attributes, dict) else None
        if inputs is None:
            continue
        by = bearers[project]
        years = sorted({year for at, year in zip(fiscal["unit"], fiscal["year"], strict=True) if at == by.unit})
        for one in projected(inputs, years):
            if (project, one.year, one.bucket) not in stated:
                place = table.places[row].at("attributes")
                yield Outlay(
                    project, by.unit, one.year, one.bucket, one.planned, one.contracted, None, place,
                    by.general(one.bucket), one.why,
                )  # fmt: skip


def duties(docket: Docket) -> dict[tuple[str, int], list[Outlay]]:
    """Return the outlays a unit bears in a year, those of other budgets than the general one too."""
    found: dict[tuple[str, int], list[Outlay]] = defaultdict(list)
    for one in outlays(docket):
        if one.unit is not None:
            found[one.unit, one.year].append(one)
    return dict(found)


class _Bearer(NamedTuple):
    """The unit that bears a project, and what the project says of the budget of all outlays and of the subsidy."""

    unit: str | None
    source: object
    subsidy: object

    def general(self, bucket: str) -> bool:
        """Whether a row that names no budget is taken to be paid out of the general public one."""
        said = [self.source, self.subsidy if bucket == "subsidy" else None]
        return not any(matches(one, _NOT_GENERAL) for one in said)


def _bearers(docket: Docket) -> dict[str, _Bearer]:
    owner = nearest_unit(docket)
    table = docket["instruments"]
    columns = zip(table["id"], table["authority"], table["attributes"], strict=True)
    return {
        project: _Bearer(owner(authority), stated.get("outlay_source"), stated.get("subsidy_budget"))
        for project, authority, attributes in columns
        for stated in (attributes if isinstance(attributes, dict) else {},)
    }


class Unpaid(NamedTuple):
    """What contracts owe of a year and no payment is on record for: the outlays paid short with what is left (fen), and those with no sum paid stated."""

    short: list[tuple[Outlay, int]]
    unstated: list[Outlay]


def unpaid(docket: Docket) -> dict[tuple[str, int], Unpaid]:
    """Return what is unpaid under contracts, by unit and year.

    Left out are projects with a payment duty due in the year or the next (what is owed of a year is often paid after it), or on no civil day: how it stands
    says more. Left out is the risk bucket: what is provided for a risk is owed only when it comes.
    """
    table = docket["obligations"]
    promised = {
        (instrument, None if due is None else to_date(due).year)
        for instrument, action, due in zip(table["instrument"], table["action"], table["due_on"], strict=True)
        if action == "pay"
    }
    found: dict[tuple[str, int], Unpaid] = defaultdict(lambda: Unpaid([], []))
    for one in outlays(docket):
        told = {(one.project, at) for at in (one.year, one.year + 1, None)} & promised
        if one.unit is None or one.contracted is None or one.bucket == "risk" or told:
            continue
        if one.paid is None:
            found[one.unit, one.year].unstated.append(one)
        elif one.contracted > one.paid:
            found[one.unit, one.year].short.append((one, one.contracted - one.paid))
    return dict(found)


def nearest_unit(docket: Docket) -> Callable[[str | None], str | None]:
    """Return what finds the nearest organisation, from one upwards, that has fiscal figures; where none has, the nearest with debts; None when none has either."""
    with_figures, with_debts = frozenset(docket["fiscal"]["unit"]), frozenset(docket["debts"]["unit"])
    parents = dict(zip(docket["orgs"]["id"], docket["orgs"]["parent"], strict=True))

    def nearest(org: str | None) -> str | None:
        above: list[str] = []
        while org is not None and org not in above:
            above.append(org)
            org = parents.get(org)
        return next((one for units in (with_figures, with_debts) for one in above if one in units), None)

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
