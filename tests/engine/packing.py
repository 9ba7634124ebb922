"""One bound obligation as a batch of one, so that a test of the plain fold can be asked of the compiled one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from govaudit.engine.batch import Batch
from govaudit.engine.compiled import TERMS, fold_batch
from govaudit.law.calendar import Calendar, chinese_calendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from govaudit.engine.terms import Days, Events, Rates, Terms, Tolled

Bound = tuple["Sequence[Terms]", "Events", "Tolled", "Rates", int]


def ints(values: Sequence[int]) -> NDArray[np.int64]:
    return np.asarray(list(values), np.int64)


def pack(bound: Sequence[Bound]) -> Batch:
    """Lay obligations (terms, events, suspensions, rates, last known day) one after another."""

    def ends(counts: list[int]) -> NDArray[np.int64]:
        return ints([0, *np.cumsum(counts, dtype=np.int64)])

    def column(number: int, place: int) -> NDArray[np.int64]:
        return ints([value for one in bound for value in one[number][place]])

    rate_at = ends([len(one[3].first) for one in bound])
    return Batch(
        np.array([tuple(terms) for one in bound for terms in one[0]], TERMS), ends([len(one[0]) for one in bound]),
        column(1, 0), column(1, 1), column(1, 2), ends([len(one[1].day) for one in bound]),
        column(2, 0), column(2, 1), column(2, 2), ends([len(one[2].begin) for one in bound]),
        column(3, 0), column(3, 1), rate_at[:-1].copy(), rate_at[1:].copy(), ints([one[4] for one in bound]),
    )  # fmt: skip


def fold_compiled(
    versions: Sequence[Terms], events: Events, tolled: Tolled, rates: Rates, days: Days
) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Fold as `kernel.fold` does, by machine code."""
    assert days.rank is chinese_calendar(None).rank  # as settle asks for it
    b = pack([(versions, events, tolled, rates, days.known)])
    return fold_batch(b, calendar(), days.as_of).of(b, 0)


@cache
def calendar() -> Calendar:
    """The calendar with arrays for lists: to convert them anew for each obligation would take longer than the fold."""
    plain = chinese_calendar(None)
    return Calendar(ints(plain.rank), ints(plain.nth), plain.first, plain.last)  # type: ignore[arg-type]
