"""Suspensions and resumptions paired into intervals, and overlapping ones cut into disjoint pieces (T13, T14, R9)."""

from __future__ import annotations

from govaudit.engine.deadline import union
from govaudit.engine.terms import Tolled
from govaudit.engine.verbs import stops_after_default
from govaudit.law.rolling import NEVER


def pair_suspensions(moves: list[tuple[int, bool, str]]) -> list[tuple[int, int, bool]]:
    """Pair (day, whether it suspends, cause) into intervals [suspended, resumed), marked where breach days stop too (T13, T14).

    A resumption ends the suspension of its own cause, or one that named none; naming no cause it ends all. On one day what is
    suspended resumes first and may be suspended anew.
    """
    return paired(moves)[0]


def paired(moves: list[tuple[int, bool, str]]) -> tuple[list[tuple[int, int, bool]], set[tuple[int, bool, str]]]:
    """Return the intervals, and the resumptions that ended nothing: no suspension was open, or none of their cause."""
    opened: dict[str, int] = {}
    idle: set[tuple[int, bool, str]] = set()
    intervals: list[tuple[int, int, bool]] = []
    resumed: set[tuple[int, str]] = set()
    for day, begins, cause in sorted(set(moves)):
        if not begins:
            closed = list(opened) if not cause else [key for key in (cause, "") if key in opened][:1]
            intervals += [(opened.pop(key), day, stops_after_default(key)) for key in closed]
            resumed |= {(day, key) for key in closed}
            if not closed and (day, True, cause) not in moves:
                idle.add((day, begins, cause))
        elif (day, False, cause) not in moves or (day, cause) in resumed:
            opened.setdefault(cause, day)
    return intervals + [(day, NEVER, stops_after_default(cause)) for cause, day in opened.items()], idle


def disjoint(intervals: list[tuple[int, int, bool]]) -> Tolled:
    """Cut overlapping suspensions into disjoint pieces, a piece marked when any marked one covers it."""
    marked = union([(begin, end) for begin, end, court in intervals if court])
    pieces = [(begin, end, 1) for begin, end in marked]
    for begin, end in union([(begin, end) for begin, end, _ in intervals]):
        start = begin
        for left, right in marked:
            if right <= start or left >= end:
                continue
            if left > start:
                pieces.append((start, left, 0))
            start = right
        if start < end:
            pieces.append((start, end, 0))
    columns = list(zip(*sorted(pieces), strict=True)) or [()] * 3
    return Tolled(*columns)
