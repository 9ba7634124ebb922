"""Milestones are obligations: one each, with the moves of its due date and what came of it as events.

OCDS names no obligor. Payments are owed by whoever pays, deliveries and reports by the supplier, plans, approvals, assessments and
everything before the contract by the public body; a note says that this was assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from govaudit.formats.ocds.json_values import Money, date, dates, day_text, money, money_columns
from govaudit.formats.ocds.release_papers import documents

if TYPE_CHECKING:
    from govaudit.formats.ocds.entity import Entity, Release
    from govaudit.formats.ocds.json_values import Dated
    from govaudit.formats.ocds.process import Process
    from govaudit.formats.ocds.release_dates import ReleaseMoment
    from govaudit.model import Place

_BY_PUBLIC_BODY = {"preProcurement", "approval", "assessment", "engagement", "procurement", "contractClose"}
_CODES_OF_PUBLIC_BODY = {"projectApproval", "commercialClose"}
_ACTIONS = {"payment": "pay", "delivery": "deliver", "reporting": "report", "approval": "approve"}
_DENIED = {"notMet", "partiallyMet"}
_OPEN = {"scheduled", "notMet"}


@dataclass(slots=True)
class Instrument:
    """Where obligations hang; `suppliers` are the organisations bound on the private side."""

    process: Process
    id: str
    entity: Entity
    stage: Literal["before", "contract"]
    suppliers: list[str] = field(default_factory=list)

    def supplier(self, place: Place) -> str:
        """Return the private side: the supplier, several as one joint body, or a placeholder."""
        process = self.process
        if len(self.suppliers) == 1:
            return self.suppliers[0]
        if not self.suppliers:
            process.run.note("no_supplier", place)
            return process.parties.placeholder("supplier", place, "supplier")
        names = "、".join(process.parties.orgs.found[key].name for key in self.suppliers)
        process.run.note("joint_suppliers", place, names)
        return process.parties.orgs.note(f"{self.id}/suppliers", names, place, "supplier")


@dataclass(slots=True)
class MilestoneDuty:
    """One obligation made of a milestone: its last due date, and what the payments on it add up to."""

    id: str
    milestone: Entity
    type: str | None
    due: ReleaseMoment
    amount: Money | None
    paid: Decimal = Decimal(0)


def duties(
    instrument: Instrument, found: list[Entity], prefix: str, payers: dict[str, str] | None = None
) -> list[MilestoneDuty]:
    """Add an obligation for each milestone with a due date; `payers` maps milestone ids to who paid them."""
    made = []
    for milestone in found:
        due = dates(milestone, "dueDate")
        if due:
            made.append(_duty(instrument, milestone, f"{prefix}/{milestone.key}", due, payers or {}))
        else:
            _undated(instrument, milestone, f"{prefix}/{milestone.key}")
    return made


def _duty(
    instrument: Instrument, milestone: Entity, key: str, due: list[Dated], payers: dict[str, str]
) -> MilestoneDuty:
    process, kind = instrument.process, milestone.text("type")
    value = money(milestone.child("value")) if kind == "payment" else None
    bearer = _bearer(instrument, milestone, kind, payers.get(milestone.key))
    other = process.authority
    if bearer == process.authority:
        other = instrument.supplier(milestone.place) if instrument.suppliers else bearer
    process.obligation({
        "id": key, "instrument": instrument.id, "title": _title(milestone), "bearer": bearer, "beneficiary": other if other != bearer else None,
        "action": _ACTIONS.get(kind or ""), "due_on": day_text(due[0].day), **money_columns(value),
        "draft": "true" if instrument.stage == "before" else None,  # a plan's estimate is no promise until somebody confirms it
    }, milestone.place, milestone, denied=milestone.text("status") in _DENIED)  # fmt: skip
    moves(process, key, milestone, due)
    return MilestoneDuty(key, milestone, kind, due[-1].moment, value)


def _title(milestone: Entity) -> str:
    return (
        milestone.text("title")
        or milestone.text("description")
        or milestone.text("code", "milestoneCode")
        or milestone.key
    )


def _bearer(instrument: Instrument, milestone: Entity, kind: str | None, payer: str | None) -> str:
    """Say who owes a milestone (see the module's docstring)."""
    process = instrument.process
    if kind == "payment" and payer:
        return payer
    code = milestone.text("code", "milestoneCode")
    process.run.note("bearer_from_type", milestone.under("type"), kind or code)
    if kind == "payment" or instrument.stage == "before" or kind in _BY_PUBLIC_BODY or code in _CODES_OF_PUBLIC_BODY:
        return process.authority
    return instrument.supplier(milestone.place)


def moves(process: Process, key: str, entity: Entity, due: list[Dated]) -> None:
    """Add an amendment for each release that moves a due date; the first date stays the obligation's own."""
    for number, (before, now) in enumerate(pairwise(due), 1):
        if now.day != before.day and now.release.day is not None:
            process.run.note("due_date_moved", entity.place, f"{day_text(before.day)} → {day_text(now.day)}")
            process.event({"id": f"{key}/amend-{number}", "obligation": key, "type": "amend", "terms": {"due_on": day_text(now.day)}, "note": now.release.id},
                          now.release.day, now.release, entity.place)  # fmt: skip


def _undated(instrument: Instrument, milestone: Entity, key: str) -> None:
    """Keep a milestone without a due date: when met, as an event of the instrument."""
    process, met = instrument.process, date(milestone, "dateMet")
    process.run.note("no_due_date", milestone.place, _title(milestone))
    if met:
        process.event(
            {"id": key, "instrument": instrument.id, "type": "milestone_met", "note": _title(milestone)},
            met.day,
            milestone.first,
            milestone.place,
        )


def settle(instrument: Instrument, made: list[MilestoneDuty]) -> None:
    """Add what came of each obligation: performed when met; partly met, scheduled and not met leave it open."""
    process = instrument.process
    for duty in made:
        status, met = duty.milestone.text("status"), date(duty.milestone, "dateMet")
        proof = documents(process, duty.milestone, duty.id)
        if status == "partiallyMet":
            process.run.note("partially_met", duty.milestone.under("status"))
        elif status == "met" or (met and status is None):
            _performed(process, duty, met, proof)
        elif status is not None and status not in _OPEN:
            process.run.note("status_unknown", duty.milestone.under("status"), status)


def _performed(process: Process, duty: MilestoneDuty, met: ReleaseMoment | None, proof: list[str]) -> None:
    rest = None
    if duty.amount is not None:
        rest = Money(duty.amount.amount - duty.paid, duty.amount.currency)
        if rest.amount <= 0:
            return  # the payments themselves are the performance
        if duty.paid:
            process.run.note("paid_less_than_met", duty.milestone.place, str(rest.amount))
    release = since(duty.milestone, "status", "met")
    row: dict[str, Any] = {
        "id": f"{duty.id}/met",
        "obligation": duty.id,
        "type": "perform",
        "evidence": proof or None,
        **money_columns(rest),
    }
    if met is not None:
        day = met.day_beside(duty.due)
    else:
        process.run.note("met_without_date", duty.milestone.under("dateMet"))
        lower, upper = bounds(duty.milestone, release, "status", "met")
        day = undated(lower, upper, duty.due.day)
        row["note"] = f"dateMet=?; {day_text(lower) or '?'} ≤ dateMet ≤ {day_text(upper) or '?'}"
    process.event(row, day, release, duty.milestone.place)


def since(entity: Entity, name: str, word: str) -> Release:
    """Return the release from which on a value is stated without interruption; the newest one when it is not."""
    first = None
    for value, release, _ in entity.history(name):
        first = (first or release) if value == word else None
    return first or entity.versions[-1].release


def bounds(entity: Entity, known: Release, name: str, word: str) -> tuple[int | None, int | None]:
    """Return the days between which something became so: the last release that denies it, and dateModified or the release."""
    before = [release.day for value, release, _ in entity.history(name) if value != word and release.day is not None]
    changed = [dated.day for dated in dates(entity, "dateModified") if known.day is None or dated.day <= known.day]
    lower = max(before) if before else None
    upper = [day for day in (*changed[-1:], known.day) if day is not None and (lower is None or day >= lower)]
    return lower, min(upper) if upper else None


def undated(lower: int | None, upper: int | None, due: int) -> int:
    """Choose the day of an act whose date is not stated.

    The upper bound when that is in time, the lower bound when even that is late, else the due day: no lateness is asserted that
    the data do not show.
    """
    if upper is not None and upper <= due:
        return upper
    return due if lower is None else max(due, lower)
