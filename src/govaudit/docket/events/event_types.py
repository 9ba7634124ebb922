"""The event types that rooms below the engine know by what they do; which of them move an obligation, and how, says settle.event_effects."""

from __future__ import annotations

# An event named after the act performs it when it stands on the obligation itself: action -> type.
DONE = {
    "pay": "paid", "deliver": "delivered", "publish": "published", "sign": "signed", "file": "filed", "refund": "refunded",
    "report": "reported", "answer": "answered", "accept": "accepted",
}  # fmt: skip
# They change the parties (docket.parties), not the state (T18-T22).
KEPT = {"assign", "delegate", "transfer_debt", "join_debt", "succeed"}
# Columns of an instrument that state a day, and the event that they tell.
EVENT_OF_COLUMN = {"signed_on": "signed", "effective_on": "effective", "ends_on": "ended"}
