"""Satisfied, violated, pending or unknown, and the first day at which it can be decided (R16).

As in run-time monitoring a duty due on day D that is unperformed is decided from D + 1: at the end of D itself nothing is late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govaudit.engine.reasons import Verdict

if TYPE_CHECKING:
    from govaudit.engine.status import Status

_VIOLATED = {"breached", "curing", "defaulted", "fulfilled_late", "breached_final"}
_RELEASED = {"discharged", "expired", "terminated", "superseded"}
_WAITING = {"pending": "trigger", "conditional": "condition", "suspended": "resumption"}


class Bounds(NamedTuple):
    """The days a verdict hangs on: the last day to perform without breach, the long stop that ends the waiting, the horizon; None for none."""

    last: int | None
    long_stop: int | None
    horizon: int | None


def verdict(status: Status, bounds: Bounds, as_of: int) -> Verdict:
    """Return the verdict on one status; a duty that ended unbroken before it was due is satisfied, `waits_for` says `released`."""
    after_last = None if bounds.last is None else bounds.last + 1
    if status.spans or status.state in _VIOLATED:
        return Verdict("violated", _first_broken(status, after_last), None)
    if status.state == "fulfilled" or status.state in _RELEASED:
        return Verdict("satisfied", None, "released" if status.state in _RELEASED else None)
    if status.state in _WAITING:
        lapse = None if bounds.long_stop is None or status.state == "suspended" else bounds.long_stop + 1
        return Verdict("pending", lapse, _WAITING[status.state])
    return _undecided(status, after_last, bounds, as_of)


def _first_broken(status: Status, after_last: int | None) -> int | None:
    """Return the first breach day; where grace forgives, the breach is decided only after it although its days count from before."""
    first = status.spans[0].start if status.spans else None
    if first is None or status.due_on is None or after_last is None or first <= status.due_on:
        return first if first is not None else after_last
    return max(first, after_last)


def _undecided(status: Status, after_last: int | None, bounds: Bounds, as_of: int) -> Verdict:
    """Return pending while the day to perform lies ahead, unknown where the records end before it (R16).

    Without a day that can be missed a refused obligation still waits for its condition (R14), and one beyond the calendar for a day.
    """
    if after_last is None:
        lapse = None if bounds.long_stop is None else bounds.long_stop + 1
        return Verdict("pending", lapse, "due_day" if status.due_on is None else "condition")
    if as_of >= after_last and bounds.horizon is not None and bounds.horizon < as_of:
        return Verdict("unknown", after_last, "records")
    return Verdict("pending", after_last, "performance")
