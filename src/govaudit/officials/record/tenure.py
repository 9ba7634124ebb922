"""One tenure as intervals of days: when it certainly covers a day, when it possibly does (accountability.md §2.2).

Inside, intervals are half-open; the tables give the last day in office. An open end is open only as far as the source
reaches, and is bounded by death, retirement and the end of the post or body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from govaudit.model import Certainty, PartialDate

NEVER = -(10**7)
FOREVER = 10**7
# Who answers first (§2.3 step 5); a nominal tenure (挂名) holds nothing.
CLASSES = {"substantive": 0, "concurrent": 0, "acting": 1, "presiding": 2, "secondment": 3}
CERTAINTIES: tuple[Certainty, ...] = ("certain", "probable", "possible")

EndBy = Literal["written", "open", "left", "abolished"]


class Tenure(NamedTuple):
    """Certain on [start_hi, end_lo), possible on [start_lo, end_hi); `row` is its row in the table."""

    row: int
    id: str
    post: str
    person: str
    kind: str
    seat: str | None
    start_lo: int
    start_hi: int
    end_lo: int
    end_hi: int
    end_by: EndBy
    suspended: tuple[tuple[int, int], ...] = ()

    def covers(self, day: int) -> bool:
        """Whether the tenure certainly covers the day."""
        return self.start_hi <= day < self.end_lo

    def may_cover(self, day: int) -> bool:
        """Whether the tenure covers the day or may do so."""
        return self.start_lo <= day < self.end_hi

    def is_suspended(self, day: int) -> bool:
        """Whether the holder was suspended on the day."""
        return any(start <= day < end for start, end in self.suspended)


def same_office(one: Tenure, other: Tenure) -> bool:
    """Whether two records state one person in one post in the same way, over days that meet, with other dates."""
    same = (one.person, one.kind, one.seat) == (other.person, other.kind, other.seat)
    meet = max(one.start_lo, other.start_lo) < min(one.end_hi, other.end_hi) - 1
    return same and one.id != other.id and meet


class TenureBounds(NamedTuple):
    """What ends a tenure without a written end: `coverage` is the last day the source reaches, None without a limit."""

    coverage: int | None
    left: PartialDate | None
    abolished: PartialDate | None


def ends(start_hi: int, written: PartialDate | None, bounds: TenureBounds) -> tuple[int, int, EndBy]:
    """Return the half-open end as (certain up to, possible up to, what ended it)."""
    if written is not None:
        return written.lo + 1, written.hi + 1, "written"
    lo, hi, by = FOREVER, FOREVER, "open"
    if bounds.coverage is not None:
        lo = max(bounds.coverage, start_hi) + 1
    for bound, name in ((bounds.left, "left"), (bounds.abolished, "abolished")):
        if bound is not None and bound.hi + 1 < hi:
            lo, hi, by = min(lo, bound.lo + 1), bound.hi + 1, name
    return lo, hi, by  # type: ignore[return-value]
