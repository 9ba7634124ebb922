"""What changed between two settlements of one docket, obligation by obligation, and which steps lie between (bitemporal comparison)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from govaudit.settle.explanation.explain_duty import Explainer
    from govaudit.settle.explanation.verdict_reasons import ExplainedStep
    from govaudit.settle.status import Status

FIELDS = ("state", "due_on", "performed_on", "amount", "open_amount", "breach_days", "interest", "interest_paid", "credit", "tolled_days", "flags")  # fmt: skip


class StateChange(NamedTuple):
    """One obligation that stands otherwise: None where it did not exist; `fields` differ; `because` are the steps between."""

    before: Status | None
    after: Status | None
    fields: tuple[str, ...]
    because: tuple[ExplainedStep, ...]

    @property
    def obligation(self) -> str:
        """Return the id of the obligation."""
        status = self.after or self.before
        assert status is not None  # noqa: S101 - one of the two is there
        return status.obligation


def occurred_between(first: int, last: int) -> Callable[[ExplainedStep], bool]:
    """Return whether a step happened after `first` and by `last`."""
    return lambda step: first < step.day <= last


def recorded_between(first: int, last: int) -> Callable[[ExplainedStep], bool]:
    """Return whether a step's event became known after `first` and by `last`: when recorded, else, unsaid, when it happened."""
    return lambda step: (
        step.event is not None and first < (step.day if step.recorded is None else step.recorded) <= last
    )


def state_changes(
    before: Sequence[Status],
    after: Sequence[Status],
    explainer: Explainer,
    lies_between: Callable[[ExplainedStep], bool],
) -> list[StateChange]:
    """Compare two lists of statuses; `explainer` is that of the later one, `lies_between` chooses the steps that explain a change."""
    old = {status.cause: status for status in before}
    found = []
    for status in after:
        was = old.pop(status.cause, None)
        fields = FIELDS[:1] if was is None else tuple(name for name in FIELDS if _differs(was, status, name))
        if fields:
            steps = explainer.explain(status).steps
            found.append(StateChange(was, status, fields, tuple(step for step in steps if lies_between(step))))
    return found + [StateChange(status, None, FIELDS[:1], ()) for status in old.values()]


def _differs(was: Status, now: Status, name: str) -> bool:
    return bool(getattr(was, name) != getattr(now, name))
