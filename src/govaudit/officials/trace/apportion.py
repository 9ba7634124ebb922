"""Step 8 of a trace: split the breach days among those in office (rule R24); nothing is lost and nothing charged twice.

Each breach day is charged once: to the posts that answer on it, in equal parts when they are joint, and in each post to its
holder, in equal parts when seats are joint, or to `vacant` or `unknown`. Fractions are exact.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.officials.record.tenure import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from govaudit.officials.record.officials import Officials
    from govaudit.officials.record.tenure import Tenure
    from govaudit.officials.record.timeline import Holder, Holding, Reason
    from govaudit.settle import Span

_JOINT = 2  # from two on, a day is shared


class Piece(NamedTuple):
    """Days [start, end) on which one post answered, for `part` of each day, under one holding; post None: no post is known."""

    start: int
    end: int
    balance: int
    post: str | None
    part: Fraction | int
    holding: Holding | None


@dataclass(slots=True)
class ShareLine:
    """One holder of one post over a run of breach days; `charge` in days, `amount` in minor units times days."""

    post: str | None
    holder: Holder
    reason: Reason
    person: str | None
    start: int
    last: int
    days: int = 0
    charge: Fraction | int = 0
    amount: Fraction | int = 0
    tenures: dict[str, Tenure] = field(default_factory=dict)
    possible: dict[str, Tenure] = field(default_factory=dict)
    beside: dict[str, Tenure] = field(default_factory=dict)


def pieces(
    officials: Officials,
    spans: Iterable[Span],
    posts_on: Callable[[int], Sequence[str]],
    changes: Callable[[int, int], Sequence[int]],
) -> Iterator[Piece]:
    """Cut the spans wherever the posts that answer or their holders change."""
    for span in spans:
        cuts = [span.start, *changes(span.start, span.end), span.end]
        for start, end in itertools.pairwise(cuts):
            posts = posts_on(start)
            if not posts:
                yield Piece(start, end, span.balance, None, 1, None)
            part = 1 if len(posts) < _JOINT else Fraction(1, len(posts))
            for post in posts:
                for since, until, holding in officials.timeline(post).between(start, end):
                    yield Piece(since, until, span.balance, post, part, holding)


def lines(found: Iterable[Piece]) -> list[ShareLine]:
    """Gather pieces into runs: a holder of a post stays one line until somebody else holds it, or another post answers instead.

    Over days that do not count a line goes on.
    """
    done: list[ShareLine] = []
    current: dict[str | None, tuple[int, dict[_Key, ShareLine]]] = {}
    reach = before_start = since = NEVER
    for piece in sorted(found, key=lambda piece: (piece.start, piece.post or "")):
        if piece.start > since:
            before_start, since = reach, piece.start
        reach = max(reach, piece.end)
        until, before = current.get(piece.post, (NEVER, {}))
        before = before if before_start <= until else {}
        now: dict[_Key, ShareLine] = {}
        shares = _shares(piece)
        for key, tenure in shares:
            holder, reason, person = key
            line = before.get(key)
            if line is None:
                line = ShareLine(piece.post, holder, reason, person, piece.start, piece.end - 1)
                done.append(line)
            now[key] = line
            _add(line, piece, piece.part if len(shares) < _JOINT else Fraction(piece.part) / len(shares), tenure)
        current[piece.post] = (piece.end, now)
    return done


_Key = tuple["Holder", "Reason", "str | None"]


def _shares(piece: Piece) -> list[tuple[_Key, Tenure | None]]:
    holding = piece.holding
    if holding is None:
        return [(("post_missing", "post_missing", None), None)]
    if holding.holder == "person":
        return [(("person", holding.reason, tenure.person), tenure) for tenure in holding.primary]
    return [((holding.holder, holding.reason, None), None)]


def _add(line: ShareLine, piece: Piece, part: Fraction | int, tenure: Tenure | None) -> None:
    days = piece.end - piece.start
    line.last = piece.end - 1
    line.days += days
    line.charge += part * days
    line.amount += part * days * piece.balance
    if tenure is not None:
        line.tenures[tenure.id] = tenure
    if piece.holding is not None:
        line.possible.update((other.id, other) for other in piece.holding.possible)
        line.beside.update((other.id, other) for other in (*piece.holding.beside, *piece.holding.idle))


def largest_remainder(total: int, weights: Sequence[Fraction | int]) -> list[int]:
    """Split a whole number in proportion to weights; the parts add up to it exactly (Hamilton's method, ties by order).

    Used for late interest (minor units, weights = amount-days of each line) and for amount-days of joint holders. With
    weights that are all zero everything stays with the first.
    """
    whole = sum(weights, Fraction(0))
    if not weights:
        return []
    if whole == 0:
        return [total, *([0] * (len(weights) - 1))]
    exact = [Fraction(weight) * total / whole for weight in weights]
    parts = [int(share // 1) for share in exact]
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for number in order[: total - sum(parts)]:
        parts[number] += 1
    return parts
