"""Breach days by holder of the bearer's post (R24), in columns: a row for each run of days on which the holder did not change.

Days are half-open inside; `days` counts the breach days of a run, so that those of an obligation add up to its own.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from govaudit.accountability.tenure import FOREVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govaudit.accountability.officials import Officials
    from govaudit.engine.parties import Register
    from govaudit.engine.status import Status

COLUMNS = ("obligation", "post", "holder", "tenure", "person", "from", "to", "days")
_BITS = 22  # of a day in a key; 2^22 days from 1970 on are eleven thousand years
Ints = Any  # an int64 array


class Holders:
    """The timelines of posts as one sorted array: `post << 22 | first day` of each segment, and who held the post in it."""

    def __init__(self, officials: Officials, posts: Sequence[str]) -> None:
        self.posts = pa.array(posts, pa.string())
        self._labels: dict[tuple[str, str | None, str | None], int] = {}
        keys, labels = [], []
        for number, post in enumerate(posts):
            for start, _, holding in officials.timeline(post).between(0, FOREVER):
                label = (
                    holding.holder,
                    " ".join(t.id for t in holding.primary) or None,
                    " ".join(t.person for t in holding.primary) or None,
                )
                keys.append(number << _BITS | start)
                labels.append(self._labels.setdefault(label, len(self._labels)))
        self._key, self._label = np.array(keys, np.int64), np.array(labels, np.int64)

    def runs(self, row: Ints, post: Ints, start: Ints, end: Ints) -> Runs:
        """Return the runs of one holder over breach spans [start, end); spans of a row follow one another in time.

        `post` is the number of the post; -1 where the bearer is no post.
        """
        if not len(row):
            return Runs(row, post, row, start, end, row)
        known = post >= 0
        first = np.where(known, np.searchsorted(self._key, post << _BITS | start, "right") - 1, 0)
        last = np.where(known, np.searchsorted(self._key, post << _BITS | end - 1, "right") - 1, 0)
        pieces = last - first + 1
        span = np.repeat(np.arange(len(row)), pieces)
        segment = first[span] + np.arange(len(span)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        after = np.append(self._key & (1 << _BITS) - 1, 0)
        is_last = segment == last[span]
        since = np.where(segment == first[span], start[span], after[segment])
        until = np.where(is_last, end[span], after[np.minimum(segment + 1, len(after) - 1)])
        label = np.where(known[span], self._label[segment] if len(self._label) else 0, -1)
        rows = row[span]
        new = np.flatnonzero(
            np.concatenate(
                ([True], (rows[1:] != rows[:-1]) | (label[1:] != label[:-1]) | (post[span][1:] != post[span][:-1]))
            )
        )
        days = np.add.reduceat(until - since, new)
        ends = np.append(new[1:], len(rows)) - 1
        return Runs(rows[new], post[span][new], label[new], since[new], until[ends], days)

    def table(self, obligation: pa.Array, runs: Runs) -> pa.Table:
        """Write runs as the rows of the table of holders; `obligation` are the ids of the rows."""
        known = runs.post >= 0
        words = [*self._labels, ("no_post", None, None)]
        columns = [
            pa.array(column, pa.string()).take(pa.array(np.where(runs.label < 0, len(words) - 1, runs.label)))
            for column in zip(*words, strict=True)
        ]
        posts = self.posts.take(pa.array(np.where(known, runs.post, 0), mask=~known))
        dates = (pa.array(day.astype(np.int32)).cast(pa.date32()) for day in (runs.start, runs.end - 1))
        return pa.table(
            dict(
                zip(
                    COLUMNS,
                    [obligation.take(pa.array(runs.row)), posts, *columns, *dates, pa.array(runs.days)],
                    strict=True,
                )
            )
        )


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
    names = officials.docket["posts"]["id"]
    number = {post: at for at, post in enumerate(names)}
    duties = officials.docket["obligations"]
    bearer_of = dict(zip(duties["id"], duties["bearer"], strict=True))
    ids, spans = [], []
    for at, status in enumerate(statuses):
        ids.append(status.obligation)
        for bearer, pieces in _borne(officials.register, bearer_of.get(status.obligation, ""), status).items():
            spans += [(at, number.get(bearer, -1), start, end) for start, end in pieces]
    holders = Holders(officials, names)
    found = holders.runs(*np.array(spans, np.int64).reshape(-1, 4).T)
    order = np.lexsort((found.post, found.start, found.row))
    runs = Runs(*(column[order] for column in found))
    return holders.table(pa.array(ids, pa.string()), runs), runs.row


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
