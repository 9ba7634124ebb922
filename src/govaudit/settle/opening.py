"""A duty that was open when a ledger began here: late since its due day, its money counted from the opening day (docket.md, `opening`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.rules.days import NEVER, NO_ROLL
from govaudit.settle import codes as c
from govaudit.settle.kernel import fold

if TYPE_CHECKING:
    from govaudit.settle.bind_rows import BoundDuty
    from govaudit.settle.terms import Days

_MONEY = (c.BALANCE, c.ACCRUED, c.INTEREST_PAID, c.CREDIT, c.AMOUNT_DAYS)


def fold_opened(duty: BoundDuty, days: Days) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Fold a duty; interest and amount-days of one that an opening balance states run from that day, breach days from the due day."""
    s, spans = fold(duty.versions, duty.events, duty.tolled, duty.rates, days)
    if duty.opened is None or s[c.DUE] >= duty.opened or s[c.DUE] >= NEVER:
        return s, spans
    later = [terms._replace(fixed=duty.opened - 1, roll=NO_ROLL, grace_n=0) for terms in duty.versions]
    money, _ = fold(later, duty.events, duty.tolled, duty.rates, days)
    for slot in _MONEY:
        s[slot] = money[slot]
    return s, spans
