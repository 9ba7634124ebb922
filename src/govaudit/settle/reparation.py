"""Contrary-to-duty obligations: what becomes owed because another was broken, and the other made good by it (T27).

After the compensation operator of contract logics (Governatori 2005): the reparation has terms, a bearer and a fate of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from govaudit.rules.days import NEVER
from govaudit.settle import codes as c
from govaudit.settle.allocate import allot
from govaudit.settle.clause import BREACHED
from govaudit.settle.kernel import fold
from govaudit.settle.open_state import in_grace
from govaudit.settle.terms import EventColumns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket.events import Horizons
    from govaudit.settle.bind_rows import Binder, BoundDuty
    from govaudit.settle.status import Status
    from govaudit.settle.terms import Days

_CHANGED = {"superseded", "terminated", "discharged"}  # a lawful change may be compensated like a breach
_NOTHING_OWED = {"fulfilled", "pending", "expired", *_CHANGED}


def bind_reparations(binder: Binder, days: Days, horizons: Horizons) -> dict[int, BoundDuty]:
    """Allot money as `allot` does, with every reparation running from the day the obligation it repairs was broken.

    That day rests on money that came before it, and no money reaches a reparation before it exists: so a chain of them is settled
    from its beginning, one link a round; a round goes only through the instruments of reparations whose day it found.
    """
    bound = allot(binder, days)
    awaited = sorted({
        o.reparation_of for o in binder.obligations if o.anchor == BREACHED and o.reparation_of in binder.number and o.reparation_of
    })  # fmt: skip
    for _ in awaited:
        found = {key: _broken_on(binder, bound, key, days, horizons) for key in awaited}
        if found == binder.breached:
            break
        moved = frozenset(
            row for row, o in enumerate(binder.obligations)
            if o.anchor == BREACHED and found.get(o.reparation_of or "", NEVER) != binder.breached.get(o.reparation_of or "", NEVER)
        )  # fmt: skip
        binder.breached = found
        bound |= allot(binder, days, moved)
    return bound


def _broken_on(binder: Binder, bound: dict[int, BoundDuty], key: str, days: Days, horizons: Horizons) -> int:
    """Return the first day on which an obligation stands in breach, NEVER while it does not."""
    row = binder.number[key]
    duty = bound[row] if row in bound else binder.duty(row)
    table = binder.table
    known = horizons.of(table["source"][row], table["instrument"][row])
    return first_breach(duty, days._replace(known=known))


def first_breach(duty: BoundDuty, days: Days) -> int:
    """Return the first day of breach as it stood then: after a grace that forgives, though its days count from before (R7)."""
    s, spans = fold(duty.versions, duty.events, duty.tolled, duty.rates, days)
    if not spans and s[c.STATE] not in (c.FULFILLED_LATE, c.BREACHED_FINAL):
        return NEVER
    start = spans[0][0] if spans else s[c.DUE] + 1
    upto = bisect_right(duty.events.day, start)
    events = EventColumns(*(column[:upto] for column in duty.events))
    then, _ = fold(duty.versions, events, duty.tolled, duty.rates, days._replace(as_of=start))
    return then[c.GRACE_END] + 1 if in_grace(then, duty.versions[then[c.VERSION]], start) else start


def reparations_of(binder: Binder) -> dict[str, list[int]]:
    """Return the rows of the reparations of each obligation that has any."""
    found: dict[str, list[int]] = defaultdict(list)
    for row, o in enumerate(binder.obligations):
        if o.reparation_of is not None:
            found[o.reparation_of].append(row)
    return found


def mark_compensated(binder: Binder, statuses: list[Status]) -> None:
    """Flag what its reparations have made good (T27): one was fulfilled in its own time, and none is owed still, or was late."""
    for key, rows in reparations_of(binder).items():
        status = statuses[binder.number[key]]
        if (status.breach_days or status.state in {*_CHANGED, "fulfilled_late", "breached_final"}) and _made_good(
            statuses[row].state for row in rows
        ):
            status.flags = (*status.flags, "compensated")
            status.rules_applied = (*status.rules_applied, "T27")


def _made_good(states: Iterable[str]) -> bool:
    found = set(states)
    return "fulfilled" in found and found <= _NOTHING_OWED
