"""Which event types move an obligation, and how (obligations.md §1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.docket.events import COURT_CAUSES, CREDITOR_CAUSES, KEPT, STATUTE_CAUSES
from govaudit.settle import codes as c
from govaudit.words import cause_codes

if TYPE_CHECKING:
    from collections.abc import Collection

    from govaudit.docket.events import KnownEvent

# On the obligation itself.
VERBS: dict[str, int] = {
    "perform": c.PERFORM, "pay": c.PERFORM, "set_off": c.PERFORM, "amend": c.AMEND, "waive": c.WAIVE, "release": c.WAIVE,
    "deposit": c.WAIVE, "merger": c.WAIVE, "condition_failed": c.WAIVE, "impossible": c.IMPOSSIBLE, "repudiate": c.REPUDIATE,
    "retract": c.RETRACT, "demand": c.DEMAND, "terminate": c.TERMINATE, "violate": c.VIOLATE, "restore": c.RESTORE,
}  # fmt: skip
# On the instrument these move each of its obligations.
OF_INSTRUMENT = {"terminate", "repudiate", "retract", "impossible"}
SUSPENSION = {"suspend", "resume"}
SANCTION = (
    "sanction"  # a penalty for lateness: it moves nothing, but must not come before the day after the due day (A6)
)
OPENING = "opening"  # what was open on the day a ledger began
CORRECTIONS = {"correct", "reject"}
ENGINE_TYPES = set(VERBS) | SUSPENSION | KEPT | CORRECTIONS | {SANCTION, OPENING}


def stops_after_default(cause: str | None) -> bool:
    """Whether a suspension of this cause also stops breach days and interest after default."""
    text = (cause or "").lower()
    return any(word in text for word in (*COURT_CAUSES, *CREDITOR_CAUSES, *STATUTE_CAUSES))


def cause_by_law(fact: KnownEvent, listed: Collection[str]) -> str | None:
    """Return the cause for which a suspension, or what ends one, concerns a duty whose law lists causes; None where it does not (R25.2).

    A court's tolls every duty, the general word of the statute every one whose law lists a cause. A resumption without a cause ends all.
    """
    text = (fact.cause or "").strip().lower()
    if any(word in text for word in COURT_CAUSES):
        return "court"
    codes = cause_codes(text)
    taken = sorted(codes & {*listed, "statute"}) if listed else []
    if taken:
        return ";".join(taken)
    return "" if not text and fact.type == "resume" else None
