"""The words of a docket as small integers: event types, causes of suspensions, clauses of late interest; 0 is an empty cell.

Each kind of word is gathered once before the streams run, into a small table (`name`, `code`) that they join.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from govaudit.docket.open_words import OPEN_ENGLISH
from govaudit.engine.deadline import NEVER
from govaudit.engine.late_rates import NO_INTEREST
from govaudit.engine.verbs import DONE, OF_INSTRUMENT, VERBS, stops_after_default
from govaudit.intake.rates import read_rate
from govaudit.model.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from duckdb import DuckDBPyConnection

    from govaudit.engine.late_rates import LateRates

Ints = Any  # an int64 array
BREACH_SCOPE = {"breach", "违约"}
PAYING = {"pay", "refund"}  # what a debt is for; a sum without an action is one too (engine.allocate)
_TYPES = """
    SELECT DISTINCT type FROM events UNION SELECT DISTINCT anchor FROM obligations WHERE NOT regexp_matches(anchor, '^[0-9]')
    UNION SELECT DISTINCT condition FROM obligations"""
_CAUSES = """
    SELECT DISTINCT cause FROM events e JOIN types t ON t.name = e.type WHERE t.word IN ('suspend', 'resume', 'waive')"""


class Words(NamedTuple):
    """Arrays indexed by the codes of words; `types` and `causes` are the words themselves.

    `verb` is what an event of a type does to an obligation it stands on, -1 for nothing; `moves` is 1 where it does so from the
    instrument too; `court` and `breach` tell of a cause whether breach days stop for it, and whether it names a breach to be waived.
    """

    types: list[str]
    causes: list[str]
    verb: Ints
    moves: Ints
    court: Ints
    breach: Ints

    def type(self, word: str) -> int:
        """Return the code of a type, 0 when the docket has none of it."""
        return self.types.index(word) if word in self.types else 0


def gather_words(base: DuckDBPyConnection, meaning: Callable[[str], str], is_strange: Callable[[str], bool]) -> Words:
    """Number the event types (each as the word it means) and causes of a docket; writes the tables `types`, `actions` and `causes`.

    Events of a strange type are left to the rows: corrections, and words that look misspelt.
    """
    written = _distinct(base, _TYPES)
    words = [meaning(_english("events", "type", name)) for name in written]
    types = ["", *sorted({*words, *DONE.values()})]
    at = {word: code for code, word in enumerate(types)}
    _table(
        base,
        "types",
        name=written,
        code=[at[word] for word in words],
        word=words,
        strange=[is_strange(word) for word in words],
    )
    actions = _distinct(base, "SELECT DISTINCT action FROM obligations")
    english = [_english("obligations", "action", name) for name in actions]
    done = [at.get(DONE.get(word, ""), 0) for word in english]
    _table(base, "actions", name=actions, code=done, pays=[word in PAYING for word in english])
    written = _distinct(base, _CAUSES)
    causes = sorted({"", *(name.strip() for name in written)})
    number = {cause: code for code, cause in enumerate(causes)}
    _table(base, "causes", name=written, code=[number[name.strip()] for name in written])
    return Words(
        types,
        causes,
        _ints(VERBS.get(word, -1) for word in types),
        _ints(word in OF_INSTRUMENT for word in types),
        _ints(stops_after_default(cause) for cause in causes),
        _ints(cause in BREACH_SCOPE for cause in causes),
    )


def _english(table: str, column: str, name: str) -> str:
    """Return the word a column's open list has for a name, as the readers do."""
    return OPEN_ENGLISH.get((table, column), {}).get(name.strip(), name.strip())


def _distinct(base: DuckDBPyConnection, query: str) -> list[str]:
    return sorted(name for (name,) in base.execute(query).fetchall() if name is not None)


class Clauses(NamedTuple):
    """Late interest by clause: its denominator (0 where none runs), its rows `start` to `end` of the shared rates; `bad` is unreadable."""

    den: Ints
    start: Ints
    end: Ints
    first: Ints
    numerator: Ints
    bad: Ints


def gather_clauses(base: DuckDBPyConnection, clause: str, late: LateRates) -> Clauses:
    """Number the clauses that the SQL expression `clause` writes (see streams); writes the table `clauses`."""
    found = _distinct(base, f"SELECT DISTINCT {clause} FROM obligations")
    _table(base, "clauses", name=found, code=list(range(1, len(found) + 1)))
    rates = [NO_INTEREST, *(_rates(name, late) for name in found)]
    rows = [NO_INTEREST[1] if one is None else one[1] for one in rates]
    ends = np.cumsum([len(one.first) for one in rows], dtype=np.int64)
    return Clauses(
        _ints(0 if one is None else one[0] for one in rates),
        ends - _ints(len(one.first) for one in rows),
        ends,
        _ints(day for one in rows for day in one.first),
        _ints(value for one in rows for value in one.numerator),
        _ints(one is None for one in rates),
    )


def _rates(clause: str, late: LateRates) -> Any:
    """Return (denominator, rows) of a clause: `=` and a rate, `:` and a table, or the statutory rate; None when it cannot be read."""
    if clause.startswith(":"):
        found = late.of(None, None, clause[1:].strip())
    elif clause.startswith("="):
        try:
            found = late.of(None, read_rate(clause[1:]), None)
        except Fault:
            return None
    else:
        found = late.of("fixed_at_contract", None, None)
    fits = all(abs(value) < NEVER << 20 for value in (found[0], *found[1].numerator))
    return found if fits else None


def _table(base: DuckDBPyConnection, table: str, **columns: Sequence[Any]) -> None:
    kinds = {"name": pa.string(), "code": pa.int32(), "word": pa.string(), "strange": pa.bool_(), "pays": pa.bool_()}
    rows = pa.table({name: pa.array(values, kinds[name]) for name, values in columns.items()})
    base.register("rows", rows)
    base.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM rows")
    base.unregister("rows")


def _ints(values: Iterable[int]) -> Ints:
    return np.array([int(value) for value in values], np.int64)
