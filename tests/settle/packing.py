"""The compiled fold in the place of the plain one: an obligation packed as a batch of one."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from govaudit.rules.days.working_days import Calendar, chinese_calendar
from govaudit.settle.compiled import TERMS, fold_batch
from govaudit.settle.fold_batch import Batch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govaudit.settle.terms import Days, EventColumns, RateColumns, Terms, Tolled


class Bound(NamedTuple):
    """What one fold takes: versions of the terms, events, suspensions, rates, the last day of complete records."""

    versions: Sequence[Terms]
    events: EventColumns
    tolled: Tolled
    rates: RateColumns
    known: int


def pack(bound: Sequence[Bound]) -> Batch:
    """Lay obligations one after another; OverflowError when a single number of one does not fit in 64 bits."""
    rate_at = _ends(len(one.rates.first) for one in bound)
    versions = [tuple(terms) for one in bound for terms in one.versions]
    terms: Any = np.array(versions, TERMS)
    return Batch(
        terms=terms, term_at=_ends(len(one.versions) for one in bound),
        day=_row(bound, 1, 0), code=_row(bound, 1, 1), value=_row(bound, 1, 2), event_at=_ends(len(one.events.day) for one in bound),
        begin=_row(bound, 2, 0), end=_row(bound, 2, 1), court=_row(bound, 2, 2), tolled_at=_ends(len(one.tolled.begin) for one in bound),
        first=_row(bound, 3, 0), numerator=_row(bound, 3, 1), rate_from=rate_at[:-1].copy(), rate_to=rate_at[1:].copy(),
        known=_ints(one.known for one in bound),
    )  # fmt: skip


def _row(bound: Sequence[Bound], part: int, column: int) -> Any:
    parts: list[Any] = [one[part] for one in bound]
    return _ints(value for one in parts for value in one[column])


def _ends(counts: Iterable[int]) -> Any:
    return _ints([0, *accumulate(counts)])


def _ints(values: Iterable[int]) -> Any:
    return np.array(list(values), np.int64)


def fold_compiled(
    versions: Sequence[Terms], events: EventColumns, tolled: Tolled, rates: RateColumns, days: Days
) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Fold as `kernel.fold` does, by machine code."""
    assert days.rank is chinese_calendar(None).rank  # as settle asks for it
    b = pack([Bound(versions, events, tolled, rates, days.known)])
    return fold_batch(b, calendar(), days.as_of).of(b, 0)


@cache
def calendar() -> Calendar:
    """The calendar with arrays for lists: to convert them anew for each obligation would take longer than the fold."""
    plain = chinese_calendar(None)
    return Calendar(np.array(plain.rank), np.array(plain.nth), plain.first, plain.last)  # type: ignore[arg-type]
