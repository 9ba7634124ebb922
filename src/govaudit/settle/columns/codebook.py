"""The words of a docket as small integers, numbered as they come: event types, causes of suspensions, clauses of late interest; 0 is an empty cell."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from govaudit.docket.events import DONE
from govaudit.docket.labels import OPEN_ENGLISH
from govaudit.formats.cells import read_rate
from govaudit.model import Fault
from govaudit.rules.days import NEVER
from govaudit.settle.columns.bind_arrays import Meaning
from govaudit.settle.event_effects import OF_INSTRUMENT, OPENING, VERBS, stops_after_default
from govaudit.settle.interest import NO_INTEREST
from govaudit.settle.unused import MOVES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from govaudit.settle.interest import LateRates

Ints = Any  # an int64 array
BREACH_SCOPE = {"breach", "违约"}
PAYING = {"pay", "refund"}  # what a debt is for; a sum without an action is one too (settle.allocate)
_ROLES = ("suspend", "resume", "pay", "waive", "perform")  # types that binding asks for by name
_ON_INSTRUMENTS = {"suspend", "resume", "pay"}  # they move the duties of an instrument that they stand on
CAUSED = ("suspend", "resume", "waive")  # types of which the cause matters


class Vocabulary:
    """Event types, each as the word it means, and causes, by code.

    `meaning_of` tells what a type of the docket means, `is_strange` whether events of a type are left to the rows: corrections, and words
    that look misspelt. `started` lists for each domain, by number, the types that start a deadline of the law.
    """

    def __init__(
        self, meaning_of: Callable[[str], str], is_strange: Callable[[str], bool], started: Sequence[Collection[str]]
    ) -> None:
        self.types = list(dict.fromkeys(["", *DONE.values(), *_ROLES, *CAUSED]))
        self.causes = [""]
        self._type = {word: code for code, word in enumerate(self.types)}
        self._cause = {"": 0}
        self._meaning_of, self.started = meaning_of, started
        self.is_strange = lru_cache(maxsize=1 << 16)(is_strange)
        self._meaning: tuple[int, int, Meaning] | None = None

    def word(self, name: str) -> str:
        """Return the word that a type as written means."""
        return self._meaning_of(_english("events", "type", name))

    def type(self, word: str) -> int:
        """Return the code of a type."""
        if word not in self._type:
            self._type[word] = len(self.types)
            self.types.append(word)
        return self._type[word]

    def cause(self, name: str) -> int:
        """Return the code of a cause."""
        word = name.strip()
        if word not in self._cause:
            self._cause[word] = len(self.causes)
            self.causes.append(word)
        return self._cause[word]

    def done(self, action: str | None) -> tuple[int, int]:
        """Return the type of the event named after an action, and whether the action pays."""
        word = _english("obligations", "action", action or "")
        return (self.type(DONE[word]) if word in DONE else 0), int(word in PAYING)

    @property
    def meaning(self) -> Meaning:
        """What the codes mean, as arrays."""
        known = len(self.types), len(self.causes)
        if self._meaning is None or self._meaning[:2] != known:
            trigger = np.zeros((len(self.started), known[0]), np.int64)
            for number, words in enumerate(self.started):
                trigger[number, [code for code, word in enumerate(self.types) if word in words]] = 1
            made = Meaning(
                _ints(VERBS.get(word, -1) for word in self.types),
                _ints(word in OF_INSTRUMENT for word in self.types),
                _ints(stops_after_default(cause) for cause in self.causes),
                _ints(cause in BREACH_SCOPE for cause in self.causes),
                trigger,
                _ints(word in MOVES and word not in _ON_INSTRUMENTS for word in self.types),
                _ints(word == OPENING for word in self.types),
                *map(self.type, _ROLES),
            )
            self._meaning = *known, made
        return self._meaning[2]


def _english(table: str, column: str, name: str) -> str:
    """Return the word a column's open list has for a name, as the readers do."""
    return OPEN_ENGLISH.get((table, column), {}).get(name.strip(), name.strip())


class Clauses:
    """Clauses of late interest by number: denominators (0 where none runs), the rows of the shared rates of each, which are left to the rows.

    Those are unreadable, or agreed below some LPR: what the floor of the law makes of them depends on each contract.
    """

    def __init__(self, late: LateRates) -> None:
        self._late = late
        self._code: dict[tuple[bool, str], int] = {}
        self._den, self._start, self._end, self._bad = [0], [0], [0], [0]
        self._first: list[int] = []
        self._numerator: list[int] = []
        self._arrays: tuple[Ints, ...] = ()

    def code(self, mode: str | None, rate: str | None, table: str | None) -> int:
        """Return the number of a clause: a rate agreed, a table, or where nothing is agreed the statutory rate (国令802号 17)."""
        clause = f"={rate}" if rate is not None else f":{table.strip()}" if table and table.strip() else ""
        if mode == "none" or (not clause and mode != "fixed_at_contract"):
            return 0
        key = mode == "fixed_at_contract", clause
        if key not in self._code:
            self._code[key] = len(self._den)
            self._add(_rates(clause, self._late, mode))
        return self._code[key]

    def _add(self, found: Any) -> None:
        den, rows = found or NO_INTEREST
        self._den.append(den)
        self._bad.append(int(found is None))
        self._first += rows.first
        self._numerator += rows.numerator
        self._start.append(self._end[-1])
        self._end.append(len(self._first))
        self._arrays = ()

    @property
    def arrays(self) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
        """Denominator, `start`, `end` and whether unreadable by clause; first days and numerators of the shared rates."""
        columns = (self._den, self._start, self._end, self._bad, self._first, self._numerator)
        self._arrays = self._arrays or tuple(map(_ints, columns))
        return self._arrays


def _rates(clause: str, late: LateRates, mode: str | None) -> Any:
    """Return (denominator, rows) of a clause: `=` and a rate, `:` and a table, or the statutory rate; None when it is left to the rows."""
    try:
        terms = (
            mode,
            read_rate(clause[1:]) if clause.startswith("=") else None,
            clause[1:] if clause.startswith(":") else None,
        )
    except Fault:
        return None
    if late.may_be_lifted(*terms):
        return None
    found = late.of(*terms)
    fits = all(abs(value) < NEVER << 20 for value in (found[0], *found[1].numerator))
    return found if fits else None


def _ints(values: Iterable[int]) -> Ints:
    return np.array([int(value) for value in values], np.int64)
