"""The end of a contract's period is an obligation to complete; what is known of the completion settles it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.formats.ocds import milestones
from govaudit.formats.ocds.json_values import date, dates, day_text
from govaudit.model import Text

if TYPE_CHECKING:
    from govaudit.formats.ocds.entity import Entity
    from govaudit.formats.ocds.json_values import Dated
    from govaudit.formats.ocds.obligors import Instrument
    from govaudit.formats.ocds.release_dates import ReleaseMoment

_FINAL = {"complete": "perform", "incomplete": "terminate"}


def owe(instrument: Instrument, implementation: Entity | None) -> None:
    """Add the obligation and what came of it; a contract not in force yet owes nothing."""
    process, contract = instrument.process, instrument.entity
    period = contract.child("period")
    due, start = dates(period, "endDate"), date(period, "startDate")
    if period is None or not due:
        return
    place = period.under("endDate")
    if contract.text("status") == "pending":
        process.run.note("contract_pending", contract.under("status"))
    elif start and due[-1].day < start.day:
        process.run.problem("end_before_start", place, Text("合同期限的结束早于开始，未作为义务", "the contract's period ends before it starts: no obligation was made of it"),
                                Text("核对合同期限", "check the contract's period"), day_text(due[-1].day))  # fmt: skip
    else:
        key = f"{instrument.id}/period"
        process.obligation({
            "id": key, "instrument": instrument.id, "title": contract.text("title") or contract.key, "bearer": instrument.supplier(contract.place),
            "beneficiary": process.authority, "action": "deliver", "due_on": day_text(due[0].day), "side": "other_by_type",
        }, place, contract, denied=False)  # fmt: skip
        milestones.moves(process, key, period, due)
        _settle(instrument, implementation, key, due)


def _settle(instrument: Instrument, implementation: Entity | None, key: str, due: list[Dated]) -> None:
    """Say what came of it: the completion extension, a completion milestone, finalStatus (1.2), or the contract's end."""
    process, contract = instrument.process, instrument.entity
    status, final, closed = contract.text("status"), contract.text("finalStatus"), date(contract, "finalStatusDate")
    end = date(implementation, "endDate") or _milestone(implementation)
    release = contract.versions[-1].release
    row = {"id": f"{key}/end", "obligation": key, "type": _FINAL.get(final or "", "terminate"), "note": final or status}
    if end:
        process.event(row | {"type": "perform"}, end.day_beside(due[-1].moment), release, contract.place)
    elif final in _FINAL and closed:
        process.event(row, closed.day_beside(due[-1].moment), release, contract.place)
    elif final in _FINAL or status == "terminated":
        process.run.note("contract_closed", contract.under("status"))
        release = milestones.since(contract, "status", "terminated")
        day = milestones.undated(*milestones.bounds(contract, release, "status", "terminated"), due[-1].day)
        process.event(row, day, release, contract.place)


def _milestone(implementation: Entity | None) -> ReleaseMoment | None:
    """Return when a milestone of the code `completion` was met."""
    for milestone in implementation.children("milestones") if implementation else []:
        if milestone.text("code", "milestoneCode") == "completion" and milestones.status_of(milestone) == "met":
            return date(milestone, "dateMet")
    return None
