"""Many obligations at once: terms, events, suspensions and rates of all of them in flat arrays, each obligation owning a range.

`fold_rows` is compiled with the kernel (compiled.py); as it stands it is plain Python and works on lists just as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.rules.days import NEVER
from govaudit.settle import codes as c
from govaudit.settle.kernel import fold_into
from govaudit.settle.terms import Days, EventColumns, RateColumns, Tolled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.settle.terms import Ints, Terms


_ROOM = 2.0**61  # what a sum may reach: its double, rounded up, still fits in 64 bits
_SLACK = 64  # days by which a due day may be rolled back before what it runs from


class Batch(NamedTuple):
    """N obligations. Rows `x_at[i]` to `x_at[i + 1]` of the arrays of x belong to obligation i; `x_at` has N + 1 entries.

    `terms` has a row a version, the first terms first; events, suspensions and rates are ordered within each obligation as
    `Events`, `Tolled` and `Rates` are. Rates may be shared: those of obligation i are the rows `rate_from[i]` to `rate_to[i]`.
    `known` is the last day of complete records, NEVER when nothing limits them. Days since 1970-01-01, minor units.
    """

    terms: Sequence[Terms]
    term_at: Ints
    day: Ints
    code: Ints
    value: Ints
    event_at: Ints
    begin: Ints
    end: Ints
    court: Ints
    tolled_at: Ints
    first: Ints
    numerator: Ints
    rate_from: Ints
    rate_to: Ints
    known: Ints


def spans_at(b: Batch, row: int) -> int:
    """Return where the breach spans of an obligation start: three integers each, room for `kernel.most_spans` of them."""
    return 3 * (b.event_at[row] + b.tolled_at[row] + row)


def fold_rows(out: Any, spans: Any, b: Batch, rank: Ints, nth: Ints, as_of: int, start: int, stop: int) -> int:
    """Fold the obligations [start, stop) of a batch, each into its row of SLOTS of `out` and its part of `spans`.

    One whose sums could outgrow 64 bits is only marked TOO_LARGE; how many they are is returned.
    """
    large = 0
    for row in range(start, stop):
        s = out[row]
        for slot in range(c.SLOTS):
            s[slot] = 0
        if not fits(b, row, as_of):
            s[c.STATE] = c.TOO_LARGE
            large += 1
            continue
        lo, hi = b.event_at[row], b.event_at[row + 1]
        events = EventColumns(b.day[lo:hi], b.code[lo:hi], b.value[lo:hi])
        own = spans[spans_at(b, row) : spans_at(b, row + 1)]
        versions, tolled, rates = beside_events(b, row)
        fold_into(s, own, versions, events, tolled, rates, Days(rank, nth, as_of, b.known[row]))
    return large


def beside_events(b: Batch, row: int) -> tuple[Sequence[Terms], Tolled, RateColumns]:
    """Return what the fold of an obligation takes beside its events and days."""
    lo, hi = b.tolled_at[row], b.tolled_at[row + 1]
    tolled = Tolled(b.begin[lo:hi], b.end[lo:hi], b.court[lo:hi])
    lo, hi = b.rate_from[row], b.rate_to[row]
    rates = RateColumns(b.first[lo:hi], b.numerator[lo:hi])
    return b.terms[b.term_at[row] : b.term_at[row + 1]], tolled, rates


def fits(b: Batch, row: int, as_of: int) -> bool:
    """Whether an obligation can be folded in 64 bits; bounds in floating point, with room for its rounding.

    The balance is never more than all amounts agreed, the days late never more than those since the first day a term names.
    """
    owed, paid, highest, first = 0.0, 0.0, 1.0, NEVER
    for index in range(b.term_at[row], b.term_at[row + 1]):
        t = b.terms[index]
        owed += max(t.amount, 0)
        first = min(first, t.anchor, t.fixed, t.condition or NEVER)
    for index in range(b.event_at[row], b.event_at[row + 1]):
        paid += abs(b.value[index])
    for index in range(b.rate_from[row], b.rate_to[row]):
        highest = max(highest, float(b.numerator[index]))
    days = max(as_of - first, 0) + _SLACK
    return owed * highest * days + b.terms[b.term_at[row]].den < _ROOM and owed + paid < _ROOM
