"""A finding excluded on purpose: which, why, by whom, until when (已排除)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from govaudit.model.problem import Place


class Suppression(NamedTuple):
    """Excludes findings by fingerprint, rule, instrument, obligation, id of the event that triggered it; `until` is its last day."""

    place: Place
    reason: str
    who: str
    until: int
    fingerprint: str | None = None
    rule: str | None = None
    instrument: str | None = None
    obligation: str | None = None
    trigger: str | None = None
