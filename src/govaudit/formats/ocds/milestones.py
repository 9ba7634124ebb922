"""Milestones are obligations: one each, with the moves of its due date and what came of it as events.

Who owes it is told in `obligors`. What is said of its performance but cannot be used leaves it unknown, never undone (R16).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.formats.ocds.json_values import Money, date, dates, day_text, money, money_columns
from govaudit.formats.ocds.obligors import obligor
from govaudit.formats.ocds.release_papers import documents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.formats.ocds.entity import Entity, Release
    from govaudit.formats.ocds.json_values import Dated
    from govaudit.formats.ocds.obligors import Instrument, Obligor
    from govaudit.formats.ocds.process import Process
    from govaudit.formats.ocds.release_dates import ReleaseMoment

_ACTIONS = {"payment": "pay", "delivery": "deliver", "reporting": "report", "approval": "approve"}
_STATUSES = {word.casefold(): word for word in ("scheduled", "met", "notMet", "partiallyMet")}
_DENIED = {"notMet", "partiallyMet"}


@dataclass(slots=True)
class MilestoneDuty:
    """One obligation made of a milestone: its last due date, and what the payments on it add up to."""

    id: str
    milestone: Entity
    type: str | None
    due: ReleaseMoment
    amount: Money | None
    paid: Decimal = Decimal(0)


class Paid(NamedTuple):
    """What the transactions on a milestone tell of it: who owed the payment, and in which currencies it was paid."""

    by: Obligor | None = None
    currencies: tuple[str, ...] = ()


def duties(
    instrument: Instrument, found: list[Entity], prefix: str, paid: Mapping[str, Paid] | None = None
) -> list[MilestoneDuty]:
    """Add an obligation for each milestone with a due date; `paid` says by milestone id what its transactions tell."""
    made = []
    for milestone in found:
        due = dates(milestone, "dueDate")
        if due:
            on = (paid or {}).get(milestone.key, Paid())
            made.append(_duty(instrument, milestone, f"{prefix}/{milestone.key}", due, on))
        else:
            _undated(instrument, milestone, f"{prefix}/{milestone.key}")
    return made


def _duty(instrument: Instrument, milestone: Entity, key: str, due: list[Dated], paid: Paid) -> MilestoneDuty:
    process, kind = instrument.process, milestone.text("type")
    value = money(milestone.child("value")) if kind == "payment" else None
    owed = money_columns(value)
    if kind == "payment" and value is None:
        # Not CNY for want of a word: the contract's currency, else that of the payment on it.
        owed = {"currency": instrument.currency or next(iter(paid.currencies), "CNY")}
    other = value is not None and not {value.currency}.issuperset(paid.currencies)
    bearer, side = obligor(instrument, milestone, paid.by)
    process.obligation({
        "id": key, "instrument": instrument.id, "title": _title(milestone), "bearer": bearer, "beneficiary": _creditor(instrument, milestone, bearer, side),
        "action": _ACTIONS.get(kind or ""), "due_on": day_text(due[0].day), **owed, "side": side,
        "draft": "true" if instrument.stage == "before" else None,  # a plan's estimate is no promise until somebody confirms it
    }, milestone.place, milestone, denied=status_of(milestone) in _DENIED, known_to=_eve(due) if other or _is_unclear(milestone) else None)  # fmt: skip
    moves(process, key, milestone, due)
    return MilestoneDuty(key, milestone, kind, due[-1].moment, value)


def _creditor(instrument: Instrument, milestone: Entity, bearer: str, side: str | None) -> str | None:
    """Return who may claim: the other side of the bearer, as far as one is on record."""
    authority = instrument.process.authority
    if side == "not_stated":
        return None
    if bearer != authority and side in {"other_side", "other_by_type"}:
        return authority
    return instrument.supplier(milestone.place) if instrument.suppliers else None


def _title(milestone: Entity) -> str:
    return (
        milestone.text("title")
        or milestone.text("description")
        or milestone.text("code", "milestoneCode")
        or milestone.key
    )


def status_of(milestone: Entity) -> str | None:
    """Return the status in the standard's word, however it is capitalised; what is none of its words stays as written."""
    written = milestone.text("status")
    return written and _STATUSES.get(_plain(written), written)


def _plain(word: Any) -> str:
    return re.sub(r"[\s_-]", "", str(word)).casefold()


def _eve(due: list[Dated]) -> int:
    """Return the last day of which anything is known where it is not known whether a duty was performed."""
    return min(one.day for one in due) - 1


def _is_unclear(milestone: Entity) -> bool:
    """Whether something is said of the performance that cannot be used: a word that is no status, or a day met of what is not met."""
    status, met = status_of(milestone), date(milestone, "dateMet")
    return status is not None and status != "met" and (met is not None or status not in _STATUSES.values())


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
    """Add what came of each obligation: performed when met; partly met, scheduled and not met leave it open; else it is unclear."""
    process = instrument.process
    for duty in made:
        status, met = status_of(duty.milestone), date(duty.milestone, "dateMet")
        proof = documents(process, duty.milestone, duty.id)
        if _is_unclear(duty.milestone):
            _unclear(process, duty, status, met, proof)
        elif status == "partiallyMet":
            process.run.note("partially_met", duty.milestone.under("status"))
        elif status == "met" or (met and status is None):
            _performed(process, duty, met, proof)


def _unclear(
    process: Process, duty: MilestoneDuty, status: str | None, met: ReleaseMoment | None, proof: list[str]
) -> None:
    """Keep what is said of a performance and cannot be used, as an event that performs nothing; the records end before the due day."""
    written = duty.milestone.text("status")
    known = status in _STATUSES.values()
    process.run.note("status_contradicts" if known else "status_unknown", duty.milestone.under("status"), written)
    release = duty.milestone.versions[-1].release
    days = (met and met.day_beside(duty.due), release.day, duty.due.day)
    process.event({
        "id": f"{duty.id}/status", "obligation": duty.id, "type": "status_unclear", "evidence": proof or None,
        "note": f"status={written}; dateMet={day_text(met.day if met else None) or '?'}",
    }, next(day for day in days if day is not None), release, duty.milestone.place)  # fmt: skip


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
        first = (first or release) if _plain(value) == word.casefold() else None
    return first or entity.versions[-1].release


def bounds(entity: Entity, known: Release, name: str, word: str) -> tuple[int | None, int | None]:
    """Return the days between which something became so: the last release that denies it, and dateModified or the release."""
    before = [
        release.day
        for value, release, _ in entity.history(name)
        if _plain(value) != word.casefold() and release.day is not None
    ]
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
