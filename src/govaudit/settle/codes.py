"""The integers of the fold: states, kinds, event codes, flags, slots (obligations.md §1.1-1.2)."""

from __future__ import annotations

# States, in the order of §1.1.
STATES = (
    "pending", "conditional", "active", "grace", "breached", "curing", "defaulted", "repudiated", "suspended", "fulfilled",
    "fulfilled_late", "discharged", "expired", "terminated", "superseded", "breached_final",
)  # fmt: skip
(
    PENDING, CONDITIONAL, ACTIVE, GRACE, BREACHED, CURING, DEFAULTED, REPUDIATED, SUSPENDED, FULFILLED, FULFILLED_LATE, DISCHARGED,
    EXPIRED, TERMINATED, SUPERSEDED, BREACHED_FINAL,
) = range(16)  # fmt: skip
OPEN = -1  # no event has closed the obligation yet
TOO_LARGE = -2  # its sums could outgrow 64 bits: left to the plain form of the fold

ACHIEVEMENT, PUNCTUAL, MAINTENANCE, PROHIBITION = range(4)
KINDS = {"achievement": ACHIEVEMENT, "punctual": PUNCTUAL, "maintenance": MAINTENANCE, "prohibition": PROHIBITION}
FORGIVE, EXTEND, SANCTION_ONLY = range(3)
GRACE_MODES = {"forgive": FORGIVE, "extend": EXTEND, "sanction_only": SANCTION_ONLY}

# Event codes; their order is the order inside one civil day (§1.2).
(
    AMEND,
    CHANGE,
    PERFORM,
    VIOLATE,
    RESTORE,
    WAIVE,
    WAIVE_BREACH,
    IMPOSSIBLE,
    REPUDIATE,
    RETRACT,
    DEMAND,
    TERMINATE,
    EXCUSE,
) = range(13)

SET_OFF = ("interest_first", "principal_first")  # what money pays first inside a debt (R11)
NO_AMOUNT = -1  # an act, not a payment
IN_FULL = -1  # an event that states no amount

# Flags, by bit.
FLAGS = (
    "partial", "time_barred", "within_grace", "backdated", "amended", "repudiated", "cured", "waived_breach", "amount_not_stated",
    "rate_missing", "cure_period_assumed", "excused_too_late", "credit", "other_currency", "unusable_amount", "due_out_of_range",
    "day_before_included", "hour_not_stated", "sanction_too_early", "without_authority",
    "excused", "suspension_not_deducted", "rate_floor", "rate_floor_recalled", "rate_floor_unknown",
)  # fmt: skip
(
    F_PARTIAL, F_TIME_BARRED, F_WITHIN_GRACE, F_BACKDATED, F_AMENDED, F_REPUDIATED, F_CURED, F_WAIVED_BREACH, F_AMOUNT_NOT_STATED,
    F_RATE_MISSING, F_CURE_ASSUMED, F_EXCUSED_LATE, F_CREDIT, F_OTHER_CURRENCY, F_UNUSABLE, F_OUT_OF_RANGE,
    F_DAY_BEFORE, F_HOUR_NOT_STATED, F_SANCTION_EARLY, F_NO_AUTHORITY, F_EXCUSED, F_NOT_DEDUCTED, F_FLOOR, F_FLOOR_RECALLED, F_FLOOR_UNKNOWN,
) = (1 << bit for bit in range(25))  # fmt: skip

# Slots of the fold's running state: a row of integers. NOMINAL is the due day the clause names, DUE the one that can be missed: they
# differ while a condition is open. VERSION numbers the terms in force. The MARKs are the counts when these terms came into force:
# what grace forgives goes back to them. SPANS counts the spans.
(
    STATE, RAW, DUE, GRACE_END, PERFORMED, CLOSED, BALANCE, ACCRUED, INTEREST_PAID, CREDIT, FLAG_BITS, THROUGH, BREACH_DAYS, AMOUNT_DAYS,
    EPISODES, TOLLED_DAYS, OPEN_SINCE, RELEASED, NOMINAL, VERSION, KNOWN, MARK_SPANS, MARK_DAYS, MARK_AMOUNT, MARK_ACCRUED, MARK_EPISODES,
    SPANS,
) = range(27)  # fmt: skip
SLOTS = 27
