"""Many obligations at once: terms, events, suspensions and rates of all of them in flat arrays, each obligation owning a range.

`fold_rows` is compiled with the kernel (compiled.py); as it stands it is plain Python and works on lists just as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.engine.kernel import fold_into
from govaudit.engine.terms import Days, Events, Rates, Tolled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.engine.terms import Ints, Terms


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


def fold_rows(out: Any, spans: Any, b: Batch, rank: Ints, nth: Ints, as_of: int, start: int, stop: int) -> None:
    """Fold the obligations [start, stop) of a batch, each into its row of SLOTS zeros of `out` and its part of `spans`."""
    for row in range(start, stop):
        lo, hi = b.event_at[row], b.event_at[row + 1]
        events = Events(b.day[lo:hi], b.code[lo:hi], b.value[lo:hi])
        lo, hi = b.tolled_at[row], b.tolled_at[row + 1]
        tolled = Tolled(b.begin[lo:hi], b.end[lo:hi], b.court[lo:hi])
        lo, hi = b.rate_from[row], b.rate_to[row]
        rates = Rates(b.first[lo:hi], b.numerator[lo:hi])
        versions = b.terms[b.term_at[row] : b.term_at[row + 1]]
        own = spans[spans_at(b, row) : spans_at(b, row + 1)]
        fold_into(out[row], own, versions, events, tolled, rates, Days(rank, nth, as_of, b.known[row]))
