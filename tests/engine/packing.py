"""The compiled fold in the place of the plain one: an obligation packed as a batch of one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from govaudit.engine.compiled import fold_batch
from govaudit.engine.pack import Bound, pack
from govaudit.law.calendar import Calendar, chinese_calendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.engine.terms import Days, Events, Rates, Terms, Tolled


def fold_compiled(
    versions: Sequence[Terms], events: Events, tolled: Tolled, rates: Rates, days: Days
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
