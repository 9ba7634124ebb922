"""What falls due soon: each open duty with its days left, a light by its kind of duty, and who holds the post today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from govaudit.model import Text, as_text, to_text
from govaudit.officials.record import Officials
from govaudit.officials.trace import Tracer, held_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket import View
    from govaudit.settle import Status

Light = Literal["red", "yellow", "green"]
# Days of warning a duty of this kind needs: money wants a budget line and an approval, a notice only a signature.
LEAD_DAYS: dict[str | None, int] = {
    "pay": 30, "refund": 30, "deliver": 60, "publish": 7, "sign": 10, "file": 10, "report": 15, "answer": 15, None: 20,
}  # fmt: skip
_RUNNING = {"active", "grace", "repudiated"}
_OVERDUE = {"breached", "curing", "defaulted"}


class DueRow(NamedTuple):
    """One duty in the list: due day (end of grace while in grace), days left (negative when overdue), light, owner today."""

    obligation: str
    instrument: str | None
    title: Text
    action: str | None
    due_on: int
    days_left: int
    light: Light
    owner_org: str | None
    owner_post: str | None
    owner_person: str | None
    provisional: bool
    amount: str | None
    currency: str


def due_rows(view: View, statuses: Iterable[Status], within: int, *, overdue: bool = False) -> list[DueRow]:
    """Return the duties due from the day of the view to `within` days later, soonest first; with `overdue` the late ones before them."""
    officials, as_of = Officials(view), view.as_of
    rows = []
    for status in statuses:
        due = status.grace_until if status.state == "grace" else status.due_on
        wanted = status.state in _RUNNING or (overdue and status.state in _OVERDUE)
        if due is None or not wanted or due > as_of + within or (due < as_of and not overdue):
            continue
        rows.append(_row(officials, status, due, as_of))
    return sorted(rows, key=lambda row: (row.due_on, row.obligation))


def light(action: str | None, days_left: int) -> Light:
    """Return red when overdue or within a third of the lead time, yellow within it, else green."""
    lead = LEAD_DAYS.get(action, LEAD_DAYS[None])
    if days_left * 3 <= lead:
        return "red"
    return "yellow" if days_left <= lead else "green"


def _row(officials: Officials, status: Status, due: int, as_of: int) -> DueRow:
    action = officials.cell("obligations", status.obligation, "action")
    title = as_text(officials.cell("obligations", status.obligation, "title"))
    if status.rule:  # a statutory duty is called by its act alone: say on which instrument
        on = officials.cell("instruments", status.instrument, "title")
        title = Text(f"{on} {title.zh}", f"{on} {title.en}")
    owners = held_on(Tracer(officials, status, as_of), as_of, "due")
    owner = owners[0] if owners else None
    return DueRow(
        status.obligation, status.instrument, title, action, due, due - as_of, light(action, due - as_of),
        owner.org if owner else None, owner.post_title if owner else None, owner.name if owner else None, status.provisional,
        None if status.open_amount is None else to_text(status.open_amount, status.currency), status.currency,
    )  # fmt: skip
