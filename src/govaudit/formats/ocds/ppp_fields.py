"""What the PPP profile adds to a contract: agreed and measured performance, failures and penalties, risks, tariffs, finance.

Blocks with no table of their own are kept as written in the instrument's attributes. The profile states no comparison for a metric
(at least? at most?), so targets are draft obligations, which give no verdict until somebody confirms them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.formats.ocds.json_values import date, day_text

if TYPE_CHECKING:
    from govaudit.formats.ocds.entity import Entity
    from govaudit.formats.ocds.obligors import Instrument

_KEPT = ("riskAllocation", "finance", "financeSummary", "tariffs", "valueForMoney", "guarantees")
_KEPT_OF_IMPLEMENTATION = (
    "tariffs",
    "charges",
    "performanceFailures",
    "endDateDetails",
    "finalValue",
    "finalValueDetails",
)
_PENALTY = ("events", "penaltyContracted", "penaltyImposed", "penaltyPaid")


class Observation(NamedTuple):
    """One value of a metric: `same` identifies metric, period and dimensions, `words` is the measure as written."""

    same: tuple[Any, ...]
    day: int | None
    words: str


def attributes(instrument: Instrument) -> dict[str, Any]:
    """Return the blocks kept as written, and who signed; lenders become organisations."""
    contract, parties = instrument.entity, instrument.process.parties
    kept: dict[str, Any] = {name: contract.whole(name) for name in _KEPT if contract.has(name)}
    signed = [parties.ref(one) for one in contract.children("signatories")]
    if signed:
        kept["signatories"] = [key for key in signed if key]
    for loan in contract.children("finance"):
        parties.ref(loan.child("financingParty"), "lender")
    period = contract.child("period")
    if period and period.has("maxExtentDate"):
        kept["max_extent"] = period.text("maxExtentDate")
    implementation = contract.child("implementation")
    if implementation:
        kept |= {
            f"implementation_{name}": implementation.whole(name)
            for name in _KEPT_OF_IMPLEMENTATION
            if implementation.has(name)
        }
    return kept


def measures(instrument: Instrument, implementation: Entity | None) -> None:
    """Add targets, what was measured, and failures."""
    targets = _targets(instrument)
    if implementation is None:
        return
    for metric in implementation.children("metrics"):
        for seen in metric.children("observations"):
            _measured(instrument, metric, seen, targets)
    for failure in implementation.children("performanceFailures"):
        _failure(instrument, failure)


def _observed(metric: Entity, seen: Entity) -> Observation:
    period, unit, stated = seen.child("period"), seen.child("unit"), seen.whole("dimensions")
    dimensions = stated if isinstance(stated, dict) else {} if stated is None else {"": stated}
    start, end = date(period, "startDate"), date(period, "endDate")
    measure, value = seen.get("measure"), seen.child("value")
    if isinstance(measure, str):
        metric.run.note("number_is_text", seen.under("measure"), measure)
    if measure is None and value:
        measure = f"{value.text('amount')} {value.text('currency') or ''}".strip()
    words = " ".join(
        str(part) for part in (measure, unit.text("name") if unit else None, *dimensions.values()) if part is not None
    )
    last = end or start
    same = (
        metric.key,
        start and start.day,
        end and end.day,
        *sorted((name, str(word)) for name, word in dimensions.items()),
    )
    return Observation(same, last.day if last else None, words)


def _targets(instrument: Instrument) -> dict[tuple[Any, ...], str]:
    """Add each agreed value as a draft obligation; return the obligation by metric, period and dimensions."""
    process = instrument.process
    made: dict[tuple[Any, ...], str] = {}
    for metric in instrument.entity.children("agreedMetrics"):
        title = metric.text("title") or metric.key
        for target in metric.children("observations"):
            seen = _observed(metric, target)
            if seen.day is None:
                process.run.note("no_date", target.place)
                continue
            process.run.note("metric_draft", target.place)
            made[seen.same] = f"{instrument.id}/agreedMetrics/{metric.key}/{target.key}"
            process.obligation({
                "id": made[seen.same], "instrument": instrument.id, "title": f"{title} {seen.words}", "bearer": instrument.supplier(target.place),
                "beneficiary": process.authority, "due_on": day_text(seen.day), "draft": True,
            }, target.place, target, denied=False)  # fmt: skip
    return made


def _measured(instrument: Instrument, metric: Entity, entity: Entity, targets: dict[tuple[Any, ...], str]) -> None:
    """Add a measured value: on the target of the same metric, period and dimensions, else on the contract."""
    process, seen = instrument.process, _observed(metric, entity)
    if seen.day is None:
        process.run.note("no_date", entity.place)
        return
    target = targets.get(seen.same)
    if target is None:
        process.run.note("metric_unmatched", entity.place)
    where = {"obligation": target} if target else {"instrument": instrument.id}
    process.event({"id": f"{instrument.id}/metrics/{metric.key}/{entity.key}", **where, "type": "measured",
                   "note": f"{metric.text('title') or metric.key}: {seen.words}"}, seen.day, entity.first, entity.place)  # fmt: skip


def _failure(instrument: Instrument, failure: Entity) -> None:
    """Add a failure to perform, with what was agreed, imposed and paid for it in the note (as the data write it)."""
    process, period = instrument.process, failure.child("period")
    end = date(period, "endDate") or date(period, "startDate")
    day = end.day if end else failure.first.day
    if day is None:
        process.run.note("no_date", failure.place)
        return
    told = [f"{name}={failure.text(name)}" for name in _PENALTY if failure.has(name)]
    process.event({"id": f"{instrument.id}/performanceFailures/{failure.key}", "instrument": instrument.id, "type": "service_failure",
                   "cause": failure.text("category"), "note": "; ".join(told)}, day, failure.first, failure.place)  # fmt: skip
