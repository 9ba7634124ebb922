"""Steps 2 to 8 of a trace for many breaches at once, over the arrays of an `Index`.

Spans of breach days in, pieces out: days on which one post answered in one role under one holding, as in `apportion.Piece`, and
every hop that leads there. `bulk_lines` gathers the pieces of each duty into lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govaudit.model import EPOCH
from govaudit.officials.bulk.holder_index import BITS, ROLES, Index, keyed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from govaudit.docket import Docket
    from govaudit.settle import Status

_DAY = (1 << BITS) - 1


@dataclass(frozen=True, slots=True)
class Spans:
    """Breach days: `duty` is a row of the index's duties; [start, end) days since 1970-01-01; `balance` in minor units.

    The spans of one duty follow each other in order of time, as in `Status.spans`.
    """

    duty: NDArray[Any]
    start: NDArray[Any]
    end: NDArray[Any]
    balance: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Traced:
    """Pieces as columns of one length; `hop_*` are one row a hop, in order of piece and chain.

    `span` is a row of the spans asked about, `entry` one of `index.answers`, `holding` one of `index.held`. A hop is a number for
    `Index.hop`, tested on the piece's first day.
    """

    index: Index
    spans: Spans
    span: NDArray[Any]
    entry: NDArray[Any]
    holding: NDArray[Any]
    start: NDArray[Any]
    end: NDArray[Any]
    hop_piece: NDArray[Any]
    hop: NDArray[Any]


def spans_of(docket: Docket, statuses: Iterable[Status]) -> Spans:
    """Return the breach days of settled obligations of a docket."""
    import numpy as np

    rows = docket["obligations"].index
    listed = [(rows[status.obligation], *span) for status in statuses for span in status.spans]
    return Spans(*np.array(listed, np.int64).reshape(-1, 4).T)


def trace_many(index: Index, spans: Spans, roles: int = 1) -> Traced:
    """Trace every span; `roles` is how many of index.ROLES are wanted: 1 only those responsible, len(ROLES) all."""
    import numpy as np

    answers, held = index.answers, index.held
    if len(spans.start) and (int(spans.start.min()) < index.first or int(spans.end.max()) > index.until):
        msg = "spans outside the days of the index"
        raise ValueError(msg)
    number = index.class_of[spans.duty]
    span, answer = _slices(answers.key, number, spans.start, spans.end)
    start = np.maximum(spans.start[span], (answers.key[answer] & _DAY) - EPOCH)
    end = np.minimum(spans.end[span], answers.stop[answer])
    near, entry = spread(answers.entry_at[answer], answers.entry_at[answer + 1])
    if roles < len(ROLES):
        wanted = answers.role[entry] < roles
        near, entry = near[wanted], entry[wanted]
    span, start, end = span[near], start[near], end[near]
    near, holding = _slices(held.key, answers.post[entry], start, end)
    span, entry = span[near], entry[near]
    start = np.maximum(start[near], (held.key[holding] & _DAY) - EPOCH)
    end = np.minimum(end[near], held.stop[holding])
    hop_piece, hop = _hops(index, entry, holding)
    return Traced(index, spans, span, entry, holding, start, end, hop_piece, hop)


def spread(lo: NDArray[Any], hi: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return, for ranges [lo, hi), the range each number belongs to and the numbers, in order."""
    import numpy as np

    count = hi - lo
    if len(count) and count.min() == count.max() == 1:
        return np.arange(len(lo)), lo
    which = np.repeat(np.arange(len(lo)), count)
    return which, np.arange(len(which)) + (lo - np.cumsum(count) + count)[which]


def _slices(
    keys: NDArray[Any], number: NDArray[Any], start: NDArray[Any], end: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return which row each stretch of the numbered timelines belongs to, and the stretches that meet [start, end)."""
    import numpy as np

    low = np.searchsorted(keys, keyed(number, start), side="right") - 1
    return spread(low, np.searchsorted(keys, keyed(number, end), side="left"))


def _hops(index: Index, entry: NDArray[Any], holding: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the hops of each piece: those to the post, then one for each tenure that shares the days."""
    import numpy as np

    answers, held = index.answers, index.held
    first, last = answers.hop_at[entry], answers.hop_at[entry + 1]
    since, until = held.at[holding], held.at[holding + 1]
    people = np.where(held.tenure[since] < 0, 0, until - since)
    length = last - first + people
    piece = np.repeat(np.arange(len(entry)), length)
    place = np.arange(len(piece)) - (np.cumsum(length) - length)[piece]
    before = (last - first)[piece]
    to_post = place < before
    found = np.empty(len(piece), np.int64)
    found[to_post] = answers.hop[(first[piece] + place)[to_post]]
    found[~to_post] = len(index.hops) + held.tenure[(since[piece] + place - before)[~to_post]]
    return piece, found
