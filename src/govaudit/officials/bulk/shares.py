"""Breach days by holder of the bearer's post (R24), in columns: a row for each run of days on which the holder did not change.

Days are half-open inside; `days` counts the breach days of a run, so that those of an obligation add up to its own.
"""

from __future__ import annotations

from itertools import pairwise, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from govaudit.officials.bulk.plain_posts import BITS, plain_posts, ranges
from govaudit.officials.record.officials import Officials
from govaudit.officials.record.tenure import FOREVER
from govaudit.officials.record.timeline import HOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govaudit.docket import View
    from govaudit.docket.events import Register
    from govaudit.settle import Status

COLUMNS = ("obligation", "post", "holder", "tenure", "person", "from", "to", "days")
_TYPES = {"from": pa.date32(), "to": pa.date32(), "days": pa.int64()}
SCHEMA = pa.schema({name: _TYPES.get(name, pa.string()) for name in COLUMNS})
Ints = Any  # an int64 array
Label = tuple[str, str | None, str | None]  # who holds, ids of tenures and persons


class Holders:
    """The timelines of posts as one sorted array: `post << BITS | first day` of each segment, and a label: who held the post in it.

    Post -1 and label -1 stand for a bearer that is no post.
    """

    def __init__(self, officials: Officials, posts: Sequence[str]) -> None:
        plain, cut = plain_posts(officials, posts)
        labels: dict[Label, int] = {(holder, None, None): number for number, holder in enumerate(HOLDERS)}
        segments = [(-1 << BITS, -1), *_segments(officials, posts, np.flatnonzero(~plain).tolist(), labels)]
        key, label = np.array(segments, np.int64).T
        key = np.concatenate([key, cut.key])
        label = np.concatenate([label, np.where(cut.held < 0, -1 - cut.held, len(labels) + cut.held)])
        order = np.argsort(key)
        order = order[_differs(key[order] >> BITS, label[order])]
        self._key = key[order]
        since = self._key & (1 << BITS) - 1
        until = np.append(np.where(np.diff(self._key >> BITS), FOREVER, since[1:]), FOREVER)
        self._label, self._since, self._until = _slim(label[order], since, until)
        tenures = officials.docket["tenures"]
        people = [officials.person(key) for key in tenures["person"]]
        words: Iterable[Label] = (*labels, *zip(repeat("person"), tenures["id"], people), ("no_post", None, None))
        self._words = [pa.array(column, pa.string()).dictionary_encode() for column in zip(*words, strict=True)]
        self._posts = pa.array([*posts, None], pa.string()).dictionary_encode()

    def runs(self, row: Ints, post: Ints, start: Ints, end: Ints) -> Runs:
        """Return the runs of one holder over breach spans [start, end); spans of a row follow one another in time.

        `post` is the number of the post; -1 where the bearer is no post.
        """
        if not len(row):
            return Runs(row, post, row, start, end, row)
        first = np.searchsorted(self._key, post << BITS | start, "right") - 1
        stop = first + 1
        longer = np.flatnonzero(end > self._until[first])
        stop[longer] = np.searchsorted(self._key, post[longer] << BITS | end[longer])
        span, segment = ranges(first, stop)
        row, post, start, end = _slim(row, post, start, end)
        row, post, label = row[span], post[span], self._label[segment]
        since, until = np.maximum(start[span], self._since[segment]), np.minimum(end[span], self._until[segment])
        new = np.flatnonzero(_differs(row, post, label))
        days = np.add.reduceat(until - since, new)
        return Runs(row[new], post[new], label[new], since[new], until[np.append(new[1:], len(row)) - 1], days)

    def table(self, obligation: pa.Array, runs: Runs) -> pa.Table:
        """Write runs as the rows of the table of holders; `obligation` are the ids of the rows.

        The words are dictionaries; `cast(SCHEMA)` makes them plain.
        """
        post = self._posts.take(pa.array(runs.post % len(self._posts)))
        label = pa.array(runs.label % len(self._words[0]))
        words = [post, *(column.take(label) for column in self._words)]
        dates = (pa.array(day, pa.date32()) for day in _slim(runs.start, runs.end - 1))
        days = pa.array(runs.days.astype(np.int64))
        return pa.table([obligation.take(pa.array(runs.row)), *words, *dates, days], COLUMNS)


def _slim(*columns: Ints) -> Iterator[Ints]:
    """Yield columns as int32, which numpy reads and writes in half the time."""
    return (column.astype(np.int32, copy=False) for column in columns)


def _differs(*columns: Ints) -> Any:
    """Return which rows differ from the one before; the first does."""
    changes = [column[1:] != column[:-1] for column in columns]
    return np.append(True, np.logical_or.reduce(changes))


def _segments(
    officials: Officials, posts: Sequence[str], numbers: Sequence[int], labels: dict[Label, int]
) -> Iterator[tuple[int, int]]:
    """Yield the segments of some posts from day 0 on as key and label; adds to the labels."""
    for number in numbers:
        for start, _, holding in officials.timeline(posts[number]).between(0, FOREVER):
            label = (
                holding.holder,
                " ".join(t.id for t in holding.primary) or None,
                " ".join(t.person for t in holding.primary) or None,
            )
            yield number << BITS | start, labels.setdefault(label, len(labels))


class Runs(NamedTuple):
    """A row for each run: row of the obligation, number of the post, label, first day, day after the last, breach days."""

    row: Ints
    post: Ints
    label: Ints
    start: Ints
    end: Ints
    days: Ints


def holders_of(officials: Officials, statuses: Iterable[Status]) -> tuple[pa.Table, Ints]:
    """Return the table of holders of a docket's breach days, and the number of the status behind each row.

    A day is charged to who bears the duty on it (T20-T22); joint bearers owe the whole, each on rows of its own.
    """
    duties = officials.docket["obligations"]
    bearer_of = dict(zip(duties["id"], duties["bearer"], strict=True))
    ids, spans = [], []
    for at, status in enumerate(statuses):
        ids.append(status.obligation)
        for bearer, pieces in _borne(officials.register, bearer_of.get(status.obligation, ""), status).items():
            spans += [(at, bearer, start, end) for start, end in pieces]
    if not spans:
        return SCHEMA.empty_table(), np.zeros(0, np.int64)
    bearers = {bearer for _, bearer, _, _ in spans}
    posts = [post for post in officials.docket["posts"]["id"] if post in bearers]
    number = {post: at for at, post in enumerate(posts)}
    holders = Holders(officials, posts)
    rows = [(at, number.get(bearer, -1), start, end) for at, bearer, start, end in spans]
    found = holders.runs(*np.array(rows, np.int64).reshape(-1, 4).T)
    order = np.lexsort((found.post, found.start, found.row))
    runs = Runs(*(column[order] for column in found))
    return holders.table(pa.array(ids, pa.string()), runs).cast(SCHEMA), runs.row


class BreachHolders:
    """Who held the bearers' posts on the days of breach, for the settling of large dockets, which knows nothing of officials."""

    schema = SCHEMA

    @staticmethod
    def of_posts(view: View, posts: Sequence[str]) -> Holders:
        """Return the timelines of posts."""
        return Holders(Officials(view), posts)

    @staticmethod
    def of_statuses(view: View, statuses: Iterable[Status]) -> tuple[pa.Table, Ints]:
        """Return the rows of `holders_of`."""
        return holders_of(Officials(view), statuses)


def _borne(register: Register | None, bearer: str, status: Status) -> dict[str, list[tuple[int, int]]]:
    """Return the breach days of each bearer; without a register nobody but the first ever bears a duty."""
    if register is None:
        return {bearer: [(span.start, span.end) for span in status.spans]}
    found: dict[str, list[tuple[int, int]]] = {}
    days = [move.day for move in register.moves(status.obligation)] if status.spans else []
    for span in status.spans:
        cuts = [span.start, *(day for day in days if span.start < day < span.end), span.end]
        for start, end in pairwise(cuts):
            for one in register.on(status.obligation, start).bearers:
                found.setdefault(one, []).append((start, end))
    return found
