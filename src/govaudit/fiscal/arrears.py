"""How long payments of debt and PPP have been unpaid, by the government that owes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.duties.debt_service import NO_RECORD
from govaudit.fiscal.duties import nearest_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket.table import Docket
    from govaudit.engine.status import Status

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
