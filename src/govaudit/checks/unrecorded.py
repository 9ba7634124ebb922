"""Debts of which not one payment is on record: the records are more likely missing than every payment, so one warning each."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from govaudit.checks import breach_words as words
from govaudit.model.days import iso, spoken
from govaudit.model.finding import Finding
from govaudit.model.fingerprint import fingerprint
from govaudit.model.money import spoken_money, to_text
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket.table import Docket
    from govaudit.engine.status import Status

_MESSAGE = Text(
    "债务 {debt} 自{first}至{last}到期{count}期，合计{amount}，没有一笔付款记录",
    "debt {debt}: {count} payments fell due from {first} to {last}, {amount} in all, and not one is on record",
)


def unrecorded_findings(docket: Docket, statuses: Iterable[Status], debts: frozenset[str]) -> list[Finding]:
    """Return a warning for each of the debts with something past due, in the order of the table."""
    late: dict[str, list[Status]] = defaultdict(list)
    for status in statuses:
        if status.instrument in debts and status.breach_days:
            late[status.instrument or ""].append(status)
    table = docket["debts"]
    return [
        _finding(debt, late[debt], str(place))
        for debt, place in zip(table["id"], table.places, strict=True)
        if debt in late
    ]


def _finding(debt: str, late: list[Status], place: str) -> Finding:
    days = [status.due_on for status in late if status.due_on is not None]
    total, currency = sum(status.open_amount or 0 for status in late), late[0].currency
    message = _MESSAGE.format(debt=debt, count=len(late), first=spoken(min(days)), last=spoken(max(days)), amount=spoken_money(total, currency))  # fmt: skip
    return Finding(
        fingerprint=fingerprint(words.NO_RECORD, debt), kind="warning", rule=words.NO_RECORD, severity="ordinary", instrument=debt, title=words.TITLES[words.NO_RECORD], message=message,
        dates={"first_due_on": iso(min(days)) or "", "last_due_on": iso(max(days)) or ""}, amounts={"open_amount": to_text(total, currency)},
        facts={"payments": len(late), "currency": currency}, place=place, next_step=words.NEXT_STEPS[words.NO_RECORD],
    )  # fmt: skip
