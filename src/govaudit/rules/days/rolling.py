"""Civil days as numbers, and the roll of a day off a non-working one (rules R3, R5), as integer arithmetic.

Days are civil day numbers. `rank[d]` counts the working days before d, `nth[k]` is the k-th working day. Everything here is plain
integers and index access, so that the same source can be compiled with the fold.
"""

from __future__ import annotations

from collections.abc import Sequence

Ints = Sequence[int]

# Roll conventions as the fold knows them.
NO_ROLL, FOLLOWING, PRECEDING, MODIFIED_FOLLOWING = range(4)
ROLLS = {"none": NO_ROLL, "following": FOLLOWING, "preceding": PRECEDING, "modified_following": MODIFIED_FOLLOWING}

MARGIN = 40  # so near to an end of the calendar nothing is rolled
NEVER = 1 << 40  # a day after all days: an interval without end, a duty whose due date is suspended


def civil(day: int) -> tuple[int, int, int]:
    """Return (year, month, day of month) of a day number (proleptic Gregorian).

    Years begin with March here, so that a leap day ends one; counted in quarters of a day, centuries and years have whole lengths.
    """
    quarters = 4 * (day + 719468) + 3
    century = quarters // 146097
    quarters = quarters - 146097 * century | 3
    year = quarters // 1461
    place = 5 * ((quarters - 1461 * year) >> 2) + 2  # fifths of a day since 1 March: five months have 153 days
    month = place // 153
    dom = (place - 153 * month) // 5 + 1
    if month < 10:  # noqa: PLR2004 - ten months of the year that began in March
        return 100 * century + year, month + 3, dom
    return 100 * century + year + 1, month - 9, dom


def day_number(year: int, month: int, day: int) -> int:
    """Return the day number of a civil date."""
    if month <= 2:  # noqa: PLR2004 - numbers of months
        year, month = year - 1, month + 12
    century = year // 100
    return 365 * year + (year >> 2) - century + (century >> 2) + (153 * month - 457) // 5 + day - 719469


def add_months(day: int, months: int) -> int:
    """Return the corresponding day `months` later, else the last day of that month (R3, 民法典 202); never chained."""
    year, month, dom = civil(day)
    total = year * 12 + month - 1 + months
    year, month = total // 12, total % 12 + 1
    corresponding = day_number(year, month, dom)
    if dom <= 28:  # noqa: PLR2004 - every month has so many days
        return corresponding
    return min(corresponding, day_number(year + month // 12, month % 12 + 1, 1) - 1)


def roll_day(day: int, roll: int, rank: Ints, nth: Ints) -> int:
    """Move a day off a non-working day by convention (R5); a day outside the calendar stays."""
    if roll == NO_ROLL or day < MARGIN or day + MARGIN > len(rank) or rank[day + 1] > rank[day]:
        return day
    following = nth[rank[day]]
    preceding = nth[rank[day] - 1]
    if roll == FOLLOWING:
        return following
    if roll == PRECEDING:
        return preceding
    return following if civil(following)[2] > following - day else preceding  # in the month of `day`, or the next
