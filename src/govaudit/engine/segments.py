"""Late interest taken apart: the days with one balance and one rate, adding up to the interest of the verdict (R13)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.engine.interest import FLOATING, UNKNOWN, next_change, rate_of_day
from govaudit.engine.reasons import Segment
from govaudit.law.rolling import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govaudit.engine.bind import Duty
    from govaudit.engine.reasons import Derivation
    from govaudit.engine.status import Span


class _Piece(NamedTuple):
    start: int
    end: int
    balance: int
    numerator: int
    since: int | None


def segments(
    duty: Duty, spans: Sequence[Span], derivations: Sequence[Derivation], total: int | None
) -> tuple[Segment, ...]:
    """Return the interest of every stretch of breach days; the parts add up to `total`, the rounded whole."""
    den = duty.versions[0].den
    if not den or total is None:
        return ()
    pieces = [piece for span in spans for piece in _pieces(duty, span, derivations)]
    exact = [
        Fraction(max(piece.numerator, 0) * piece.balance * (piece.end - piece.start), den)
        if piece.numerator != UNKNOWN
        else Fraction(0)
        for piece in pieces
    ]
    return tuple(
        Segment(
            piece.start,
            piece.end,
            piece.balance,
            None if piece.numerator == UNKNOWN else Fraction(piece.numerator, den),
            piece.since,
            value,
            part,
        )
        for piece, value, part in zip(pieces, exact, _parts(exact, total), strict=True)
    )


def _pieces(duty: Duty, span: Span, derivations: Sequence[Derivation]) -> Iterator[_Piece]:
    """Cut one stretch of breach days where the rate changes; a stretch lies under one version of the terms (T16)."""
    terms, (firsts, numerators) = duty.versions[0], duty.rates
    version = [one for one in derivations if one.since is None or one.since <= span.start][-1]
    due = version.due if version.due is not None else NEVER
    start, numerator = span.start, UNKNOWN
    at = span.start
    while at < span.end:
        now = rate_of_day(terms.interest_mode, firsts, numerators, at, due, terms.contract)
        if at > start and now != numerator:
            yield _Piece(start, at, span.balance, numerator, _row(duty, start))
            start = at
        numerator = now
        at = min(span.end, next_change(terms.interest_mode, firsts, at))
    yield _Piece(start, span.end, span.balance, numerator, _row(duty, start))


def _row(duty: Duty, day: int) -> int | None:
    """Return the first day of the row of a floating table that holds on a day, None for an agreed rate."""
    if duty.versions[0].interest_mode != FLOATING:
        return None
    return max((first for first in duty.rates.first if -NEVER < first <= day), default=None)


def _parts(exact: Sequence[Fraction], total: int) -> list[int]:
    """Round each part down and give what is left of the total to the largest remainders, the earlier first."""
    whole = [int(value) for value in exact]
    left = total - sum(whole)
    order = sorted(range(len(exact)), key=lambda index: (whole[index] - exact[index], index))
    extra = set(order[:left])
    return [value + (index in extra) for index, value in enumerate(whole)]
