"""Words nobody knows that lie near a known one: types of events, causes of suspensions, anchors and conditions of duties.

A misspelt one would lose a fact in silence, so it is a problem that asks; any other unknown word is left to a note (settle.unused).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from govaudit.docket.builder import report_problem
from govaudit.docket.events.known_events import (
    COURT_CAUSES,
    CREDITOR_CAUSES,
    DONE,
    EVENT_OF_COLUMN,
    STATUTE_CAUSES,
)
from govaudit.model import Text
from govaudit.words import EVENTS, SUSPENSION_CAUSES, cause_codes

if TYPE_CHECKING:
    from collections.abc import Collection

    from govaudit.docket.builder import DocketBuilder, TableBuilder

_TYPES = frozenset({*EVENTS, *EVENTS.meanings(), *DONE.values(), *EVENT_OF_COLUMN.values()})
_CAUSES = frozenset({*SUSPENSION_CAUSES, *SUSPENSION_CAUSES.meanings()})
_LATIN, _CHINESE = 5, 3  # characters of the shortest words that are compared: of shorter ones too many are alike
_LETTERS, _CHARACTERS = 2, 1  # how many may differ


def near_types(docket: DocketBuilder) -> set[int]:
    """Find events whose type nothing knows or waits for, near a word that something does."""
    events, duties = docket["events"], docket["obligations"]
    awaited = {word for column in ("anchor", "condition") for word in duties[column] if word and not word[:1].isdigit()}
    unknown = {word for word in set(events["type"]) if word not in _TYPES and word not in awaited}
    return _ask(docket, events, "type", unknown, _TYPES | awaited)


def near_anchors(docket: DocketBuilder) -> set[int]:
    """Find duties that wait for a word no event is called by, near a known one."""
    duties, known = docket["obligations"], _TYPES | set(docket["events"]["type"])
    bad: set[int] = set()
    for column in ("anchor", "condition"):
        unknown = {word for word in set(duties[column]) if word and not word[:1].isdigit() and word not in known}
        bad |= _ask(docket, duties, column, unknown - _NAMED, _TYPES)
    return bad


_NAMED = frozenset({"breached"})  # an anchor of reparations


def near_causes(docket: DocketBuilder) -> set[int]:
    """Find suspensions whose cause is no known word, near one that is."""
    events = docket["events"]
    moves = {
        row for row, word in enumerate(events["type"]) if EVENTS.meanings().get(word, word) in {"suspend", "resume"}
    }
    causes = {row: events["cause"][row] for row in moves if events["cause"][row]}
    unknown = {cause for cause in causes.values() if not _is_cause(cause)}
    return _ask(docket, events, "cause", unknown, _CAUSES) & moves


def is_near_type(word: str) -> bool:
    """Whether a type of event no duty waits for is asked about: nothing knows it, and it is near a word that something does."""
    return word not in _TYPES and nearest(word, _TYPES) is not None


def is_near_cause(cause: str) -> bool:
    """Whether a suspension's cause is asked about."""
    return bool(cause) and not _is_cause(cause) and nearest(cause, _CAUSES) is not None


def _is_cause(cause: str) -> bool:
    """Whether a cause is a known word, holds one that decides, or is one with a number, which tells several of a kind apart."""
    text = cause.lower()
    known = {code.rstrip("0123456789") for code in cause_codes(text)} & _CAUSES
    return bool(known) or any(word in text for word in (*COURT_CAUSES, *CREDITOR_CAUSES, *STATUTE_CAUSES))


def _ask(
    docket: DocketBuilder, table: TableBuilder, column: str, unknown: Collection[str], known: Collection[str]
) -> set[int]:
    meant = {word: near for word in unknown if (near := nearest(word, known)) is not None}
    bad = {row for row, word in enumerate(table[column]) if word in meant}
    for row in sorted(bad):
        word = table[column][row]
        report_problem(docket, "near_word", table.places[row].at(column), Text(f"“{word}”不是已知的词", f"'{word}' is no known word"),
                       Text(f"是否指“{meant[word]}”？", f"did you mean '{meant[word]}'?"), word)  # fmt: skip
    return bad


def nearest(word: str, known: Collection[str]) -> str | None:
    """Return the known word that a misspelt one is nearest to, of several the first by distance and alphabet; None where none is near.

    Near is two letters or one Chinese character away, a part of it, or its characters in another order.
    """
    text = word.strip()
    latin = text.isascii()
    least, most = (_LATIN, _LETTERS) if latin else (_CHINESE, _CHARACTERS)
    if len(text) < least:
        return None
    alike = (one for one in known if one.isascii() is latin and len(one) >= least)
    found = [(far, one) for one in alike if (far := _far(text, one, most)) is not None]
    return min(found)[1] if found else None


def _far(word: str, other: str, most: int) -> int | None:
    """Return how far two words are apart, None where that is more than `most` and neither a part nor an order explains it."""
    if abs(len(word) - len(other)) <= most:
        far = _distance(word, other)
        if far <= most:
            return far
    if len(word) == len(other) and Counter(word) == Counter(other):
        return most + 1
    return most + 2 if word in other else None


def _distance(word: str, other: str) -> int:
    """Return how many characters have to be written otherwise, added or left out (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(word, 1):
        diagonal, row[0] = row[0], at
        for to, against in enumerate(other, 1):
            diagonal, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, diagonal + (letter != against))
    return row[-1]
