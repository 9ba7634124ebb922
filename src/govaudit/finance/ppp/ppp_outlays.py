"""PPP outlays of a docket: by project, year and bucket what was planned, contracted and paid, the path against the cap."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from govaudit.finance.debt_duties import outlays
from govaudit.finance.warning.projection import HORIZON, with_projection

if TYPE_CHECKING:
    from govaudit.docket import Docket
    from govaudit.finance.accounts import Accounts
    from govaudit.finance.ratios.ratio import Ratio
    from govaudit.model import Place, Text

BUCKETS = ("equity", "subsidy", "risk", "matching")


@dataclass(slots=True)
class Amounts:
    """Fen; None where no row states the figure."""

    planned: int | None = None
    contracted: int | None = None
    paid: int | None = None


class Project(NamedTuple):
    """One project: who bears it and its amounts by (year, bucket). What its terms break is for the rules PP-07 and PP-15 to say."""

    id: str
    title: str
    unit: str | None
    signed_on: int | None
    amounts: dict[tuple[int, str], Amounts]  # of whatever budget
    place: Place
    unknown: tuple[Text, ...] = ()  # why some of the amounts cannot be computed

    def sums(self, year: int) -> Amounts:
        """Return the amounts of a year over all buckets; None where no bucket states the figure."""
        rows = [amounts for (at, _), amounts in self.amounts.items() if at == year]
        return Amounts(*(_total([getattr(row, name) for row in rows]) for name in ("planned", "contracted", "paid")))


def _total(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def projects(docket: Docket) -> list[Project]:
    """Return every project with outlays, in the order of the instruments."""
    amounts: dict[str, dict[tuple[int, str], Amounts]] = defaultdict(dict)
    units: dict[str, str | None] = {}
    unknown: dict[str, dict[Text, None]] = defaultdict(dict)
    for one in outlays(docket):
        units[one.project] = one.unit
        if one.why is not None:
            unknown[one.project][one.why] = None
        cell = amounts[one.project].setdefault((one.year, one.bucket), Amounts())
        for name in ("planned", "contracted", "paid"):
            setattr(cell, name, _total([getattr(cell, name), getattr(one, name)]))
    table = docket["instruments"]
    rows = ((table.row(number), place) for number, place in enumerate(table.places))
    return [
        Project(
            row["id"],
            row["title"],
            units[row["id"]],
            row["signed_on"],
            amounts[row["id"]],
            place,
            tuple(unknown[row["id"]]),
        )
        for row, place in rows
        if row["id"] in amounts
    ]


def cap_path(book: Accounts, unit: str, year: int, horizon: int = HORIZON) -> list[Ratio]:
    """Return the outlay share of a year and the years after it, expenditure stated or grown at the past rate (21号).

    Years without a duty are left out.
    """
    ahead = with_projection(book, unit, year, horizon)
    path = (ahead.ratio("ppp_outlay_share", unit, year + k) for k in range(horizon + 1))
    return [ratio for ratio in path if ratio.asked]
