"""How long payments of debt and PPP have been unpaid, by the government that owes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.fiscal.duties import nearest_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket.table import Docket
    from govaudit.engine.status import Status

_DOMAINS = {"debt", "ppp"}
_OPEN = {"breached", "curing", "defaulted", "breached_final"}


def arrears(docket: Docket, statuses: Iterable[Status]) -> dict[str, int]:
    """Return by unit the most days a payment due is still unpaid, 0 where all are paid; units without payment duties are left out."""
    table, owner = docket["obligations"], nearest_unit(docket)
    action = dict(zip(table["id"], table["action"], strict=True))
    instruments = docket["instruments"]
    authority = dict(zip(instruments["id"], instruments["authority"], strict=True))
    found: dict[str, int] = {}
    for one in statuses:
        unit = owner(authority.get(one.instrument or ""))
        if one.domain in _DOMAINS and action.get(one.obligation) == "pay" and unit is not None:
            found[unit] = max(found.get(unit, 0), one.breach_days if one.state in _OPEN else 0)
    return found
