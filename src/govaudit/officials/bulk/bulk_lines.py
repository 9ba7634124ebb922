"""The pieces of many traces gathered into lines: who held which post on which breach days, with exact shares.

As `apportion.lines` does for one duty: a holder of a post stays one line until somebody else holds it. Shares are counted in units
of 1/`unit` days, so that sums are exact whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from govaudit.officials.bulk.holder_files import Traced, spread
from govaudit.officials.bulk.holder_index import ROLES
from govaudit.officials.record.tenure import CERTAINTIES
from govaudit.officials.record.timeline import HOLDERS, REASONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SAFE = 1 << 62
_UNKNOWN, _COARSE = HOLDERS.index("unknown"), REASONS.index("precision")


@dataclass(frozen=True, slots=True)
class Lines:
    """Columns of one length, ordered by duty, role, first day and post; days since 1970-01-01, `last` included.

    `charge` is in 1/`unit` days, `amount` in minor units times days (whole; the parts of a duty add up to its amount-days).
    `post` is a row of its table, one after the last where no post is known; `person` a place in Index.person_ids, -1 where nobody is known.
    """

    unit: int
    duty: NDArray[Any]
    role: NDArray[Any]
    post: NDArray[Any]
    holder: NDArray[Any]
    reason: NDArray[Any]
    person: NDArray[Any]
    first: NDArray[Any]
    last: NDArray[Any]
    days: NDArray[Any]
    charge: NDArray[Any]
    amount: NDArray[Any]
    certainty: NDArray[Any]

    def share(self, line: int) -> Fraction:
        """Return the days charged to a line."""
        return Fraction(int(self.charge[line]), self.unit)


def lines_of(traced: Traced) -> Lines:
    """Gather the pieces of every duty."""
    import numpy as np

    held, answers = traced.index.held, traced.index.answers
    pieces, group, place = _numbered(traced)
    near, sharer = spread(held.at[traced.holding[pieces]], held.at[traced.holding[pieces] + 1])
    who = _who(traced, pieces[near], sharer)
    low = int(who.min(initial=0))
    order = np.argsort(group[near] * (int(who.max(initial=0)) - low + 1) + who - low, kind="stable")
    near, who, sharer = near[order], who[order], sharer[order]
    starts = _starts(group[near], who, place[near])
    piece = pieces[near]
    unit, charge, amount = _charges(traced, piece)
    of_post = piece[starts]
    entry = traced.entry[of_post]
    tenure = held.tenure[sharer]
    stated = np.where(tenure < 0, 0, traced.index.tenure_certainty[tenure])
    holder = held.holder[traced.holding[of_post]]
    certainty = np.maximum(answers.certainty[entry], _reduced(np.maximum, stated, starts))
    certainty = np.maximum(certainty, traced.index.footing[traced.spans.duty[traced.span[of_post]]])
    found = Lines(
        unit,
        traced.spans.duty[traced.span[of_post]],
        answers.role[entry],
        answers.post[entry],
        holder,
        held.reason[traced.holding[of_post]],
        held.person[sharer[starts]],
        traced.start[of_post],
        traced.end[piece[np.append(starts[1:], len(piece)) - 1]] - 1 if len(piece) else starts,
        _reduced(np.add, (traced.end - traced.start)[piece], starts),
        _reduced(np.add, charge, starts),
        _reduced(np.add, amount, starts),
        np.where(
            (holder == _UNKNOWN) | (held.reason[traced.holding[of_post]] == _COARSE),
            CERTAINTIES.index("possible"),
            certainty,
        ),
    )
    return _whole_amounts(_ordered(found, _ranks(traced), sharer[starts]))


def _numbered(traced: Traced) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return the pieces by duty, role and post, in order of time, with the number of each of these and the place within it."""
    import numpy as np

    answers, posts = traced.index.answers, len(traced.index.post_ids)
    key = (traced.spans.duty[traced.span] * len(ROLES) + answers.role[traced.entry]) * posts + answers.post[
        traced.entry
    ]
    pieces = np.argsort(key, kind="stable")  # the pieces of one duty come in order of time
    new = np.ones(len(key), bool)
    new[1:] = np.diff(key[pieces]) != 0
    group = np.cumsum(new) - 1
    return pieces, group, np.arange(len(key)) - np.flatnonzero(new)[group] + np.cumsum(_parted(traced, pieces, ~new))


def _parted(traced: Traced, pieces: NDArray[Any], later: NDArray[Any]) -> NDArray[Any]:
    """Return which pieces, of those that are not the first of their post, another post's stretch parts from the one before."""
    import numpy as np

    role = traced.spans.duty[traced.span] * len(ROLES) + traced.index.answers.role[traced.entry]
    order = np.lexsort((traced.start, role))
    _, number = np.unique(role[order], return_inverse=True)
    width = int(traced.end.max(initial=0)) - int(traced.end.min(initial=0)) + 2
    reach = np.maximum.accumulate(number * width + traced.end[order] - int(traced.end.min(initial=0)) + 1)
    first = np.ones(len(order), bool)
    first[1:] = (np.diff(number) != 0) | (np.diff(traced.start[order]) != 0)
    at = np.flatnonzero(first)[np.cumsum(first) - 1] - 1  # the last piece that begins before the day
    before = np.empty(len(order), np.int64)
    before[order] = np.where(at < 0, -1, reach[at]) - number * width + int(traced.end.min(initial=0)) - 1
    ended = np.append(traced.end[pieces][:1], traced.end[pieces][:-1])
    parted: NDArray[Any] = later & (before[pieces] > ended)
    return parted


def _who(traced: Traced, piece: NDArray[Any], sharer: NDArray[Any]) -> NDArray[Any]:
    """Return a number for whom the days of a sharer go to: a person, or the reason why nobody is known, below zero."""
    import numpy as np

    held = traced.index.held
    holding = traced.holding[piece]
    nobody = -1 - (held.holder[holding] * len(REASONS) + held.reason[holding])
    loose = held.reason[holding] == _COARSE
    who: NDArray[Any] = np.where(held.tenure[sharer] < 0, nobody, 2 * held.person[sharer] + loose)
    return who


def _starts(group: NDArray[Any], who: NDArray[Any], place: NDArray[Any]) -> NDArray[Any]:
    """Return where a new line begins: another group or holder, or the post was somebody else's meanwhile."""
    import numpy as np

    new = np.ones(len(group), bool)
    new[1:] = (group[1:] != group[:-1]) | (who[1:] != who[:-1]) | (place[1:] != place[:-1] + 1)
    return np.flatnonzero(new)


def _charges(traced: Traced, piece: NDArray[Any]) -> tuple[int, NDArray[Any], NDArray[Any]]:
    """Return the unit, and the charge and amount of each sharer in it; Python integers where 64 bits do not hold the sums."""
    import numpy as np

    held, answers = traced.index.held, traced.index.answers
    parts = answers.joint[traced.entry] * (held.at[traced.holding + 1] - held.at[traced.holding])
    unit = lcm(*np.unique(parts).tolist())
    days = (traced.end - traced.start)[piece]
    balance = traced.spans.balance[traced.span[piece]]
    largest = unit * int(days.max(initial=0)) * max(1, abs(int(balance.max(initial=0)))) * max(1, len(piece))
    if largest >= _SAFE:
        days, balance, parts = days.astype(object), balance.astype(object), parts.astype(object)
    charge = days * (unit // parts[piece])
    return unit, charge, charge * balance


def _reduced(function: Any, values: NDArray[Any], starts: NDArray[Any]) -> Any:
    return function.reduceat(values, starts) if len(starts) else values[:0]


def _ranks(traced: Traced) -> NDArray[Any]:
    """Return the place of each post in the order of ids; no post comes first."""
    import numpy as np

    ids = traced.index.post_ids
    ranks = np.empty(len(ids), np.int64)
    ranks[sorted(range(len(ids)), key=lambda row: ids[row] or "")] = np.arange(len(ids))
    return ranks


def _ordered(found: Lines, ranks: NDArray[Any], sharer: NDArray[Any]) -> Lines:
    import numpy as np

    of_day = found.first * len(ranks) + ranks[found.post]
    order = np.lexsort((sharer, of_day, found.duty * len(ROLES) + found.role))
    return Lines(found.unit, *(getattr(found, name)[order] for name in Lines.__slots__[1:]))


def _whole_amounts(found: Lines) -> Lines:
    """Round amounts to whole minor units times days, by largest remainder within each duty and role (`apportion.largest_remainder`)."""
    import numpy as np

    if found.unit == 1 or not len(found.duty):
        return found
    whole, rest = found.amount // found.unit, found.amount % found.unit
    _, group = np.unique(found.duty * len(ROLES) + found.role, return_inverse=True)
    left = np.zeros(int(group.max()) + 1, rest.dtype)
    np.add.at(left, group, rest)
    _, largest_first = np.unique(-rest, return_inverse=True)  # a place for each, since rests may be beyond 64 bits
    order = np.lexsort((np.arange(len(group)), largest_first, group))
    count = np.bincount(group)
    place = np.arange(len(group)) - np.repeat(np.cumsum(count) - count, count)
    extra = place < (left // found.unit)[group[order]]
    whole[order] += np.where(extra, 1, 0)
    return Lines(found.unit, *(whole if name == "amount" else getattr(found, name) for name in Lines.__slots__[1:]))
