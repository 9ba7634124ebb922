"""The timelines of plain posts, cut all at once in columns: those where nothing is in doubt and the dates alone decide.

A post is plain that has one seat and whose tenures are of a kind that answers and known to the day, begun on different days within a
class, without suspension, and ended in writing or by nothing at all. A day then belongs to the highest class in office and in it to
the latest start. All other posts are for timeline.py, which says the same of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from govaudit.officials.record.tenure import CLASSES, FOREVER, NEVER
from govaudit.officials.record.timeline import HOLDERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.officials.record.officials import Officials

BITS = 22  # of a day in a key; 2^22 days from 1970 on are eleven thousand years
Ints = Any  # an int64 array
_LAST = (1 << BITS) - 1  # stands for FOREVER in a key
_MOST = 64  # tenures of a plain post: each is laid over all cuts within it
_ODD = -1 - FOREVER  # in place of a class or a day that is not plain
_VACANT, _UNKNOWN, _MISSING = (-1 - HOLDERS.index(holder) for holder in ("vacant", "unknown", "post_missing"))


class Segments(NamedTuple):
    """Sorted keys `post << BITS | first day`, from day 0 of each post, and who holds: a row of tenures, or -1 - a number of HOLDERS."""

    key: Ints
    held: Ints


class _Terms(NamedTuple):
    """Tenures: number of the post, row, class, first day and day after the last."""

    post: Ints
    row: Ints
    rank: Ints
    start: Ints
    end: Ints


def plain_posts(officials: Officials, posts: Sequence[str]) -> tuple[Any, Segments]:
    """Return which of the posts are plain, and the segments of these."""
    terms = _terms(officials, posts)
    life = np.array([officials.post_life(post) for post in posts], np.int64).reshape(-1, 2).T
    odd = np.array([(officials.cell("posts", post, "seats") or 1) > 1 for post in posts], bool)
    odd |= (np.bincount(terms.post, minlength=len(posts)) > _MOST) | (not officials.is_of_one_standing)
    ends_with_post = (terms.end == FOREVER) & (life[1][terms.post] < FOREVER)
    odd[terms.post[ends_with_post | (np.minimum(terms.rank, terms.start) == _ODD) | (terms.start >= terms.end)]] = True
    # Who answers before the others comes last, to be laid over them.
    terms = _Terms(*(column[np.lexsort((terms.start, -terms.rank, terms.post))] for column in terms))
    alike = [column[1:] == column[:-1] for column in (terms.post, terms.rank, terms.start)]
    odd[terms.post[1:][np.logical_and.reduce(alike)]] = True
    return ~odd, _cut(officials, life, np.flatnonzero(~odd), _Terms(*(column[~odd[terms.post]] for column in terms)))


def _terms(officials: Officials, posts: Sequence[str]) -> _Terms:
    table, left = officials.docket["tenures"], officials.left
    number = {post: at for at, post in enumerate(posts)}
    post = np.array([number.get(post, -1) for post in table["post"]], np.int64)
    row = np.fromiter(officials.visible("tenures"), np.int64)
    row = row[post[row] >= 0]
    open_end = FOREVER if officials.coverage[1] is None else _ODD
    ranks = [
        _ODD if suspended else CLASSES.get(kind or "substantive", _ODD)
        for kind, suspended in zip(table["kind"], table["suspended"], strict=True)
    ]
    starts = [date.lo if date and date.lo == date.hi else _ODD for date in table["start"]]
    ends = [
        (_ODD if left and officials.person(person) in left else open_end) if date is None
        else date.lo + 1 if date.lo == date.hi else _ODD
        for date, person in zip(table["end"], table["person"], strict=True)
    ]  # fmt: skip
    return _Terms(post[row], row, *(np.array(column, np.int64)[row] for column in (ranks, starts, ends)))


def _cut(officials: Officials, life: Ints, plain: Ints, terms: _Terms) -> Segments:
    """Cut the plain posts at every day on which who holds them may change."""
    stated, reach = officials.coverage
    known_to = FOREVER if reach is None else reach + 1
    known_from = np.full(len(life[0]), FOREVER)
    np.minimum.at(known_from, terms.post, terms.start)
    known_from = np.where((known_from < FOREVER) & (life[0] > NEVER), life[0], known_from)
    known_from = np.full_like(known_from, NEVER) if stated else known_from
    days = (0, *life[:, plain], known_from[plain], known_to)
    starts, ends = (_key(terms.post, day) for day in (terms.start, terms.end))
    key = np.unique(np.concatenate([*(_key(plain, day) for day in days), starts, ends]))
    key = key[key & _LAST < _LAST]
    post, day = key >> BITS, key & _LAST
    held = np.where((day < known_from[post]) | (day >= known_to), _UNKNOWN, _VACANT)
    term, at = ranges(np.searchsorted(key, starts), np.searchsorted(key, ends))
    held[at] = terms.row[term]
    held[(day < life[0][post]) | (day >= life[1][post])] = _MISSING
    return Segments(key, held)


def _key(post: Ints, day: Ints) -> Ints:
    return post << BITS | np.clip(day, 0, _LAST)


def ranges(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return the numbers of all ranges [start, end), one after another, with the number of the range before each."""
    size = end - start
    owner = np.repeat(np.arange(len(size)), size)
    return owner, np.arange(len(owner)) + (start + size - np.cumsum(size))[owner]
