"""One run over a large docket, and what its streams rest on: views, small tables, what cells are compared with, words, clauses, horizons."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import duckdb

from govaudit.docket import TABLES, DocketBuilder, View, check_integrity
from govaudit.docket.labels import is_near_type
from govaudit.formats import meaning_of
from govaudit.formats.bulk import STREAMED
from govaudit.rules.days import chinese_calendar
from govaudit.rules.kinds import Deadline
from govaudit.settle.columns.cell_kinds import UnfitError
from govaudit.settle.columns.codebook import Clauses, Vocabulary
from govaudit.settle.columns.id_text_sql import text_view
from govaudit.settle.columns.settle_columns import Asked
from govaudit.settle.columns.table_readers import DOMAINS, Compared
from govaudit.settle.event_effects import ENGINE_TYPES, SUSPENSION, VERBS
from govaudit.settle.interest import LateRates
from govaudit.words import EVENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from govaudit.docket import Docket
    from govaudit.formats.bulk import Large
    from govaudit.rules import RuleSet

_NEAR = 0.8  # how alike a word must be to count as a misspelling (settle.settled_docket)
_IN_COLUMNS = (set(VERBS) - {"amend"}) | SUSPENSION


@dataclass(slots=True)
class ColumnRun:
    """One run: the docket, the rules, the day judged and the day of knowledge (None: now), and its workplace.

    `named` holds the sources that any row of the whole docket names, None until they are looked up.
    """

    large: Large
    rules: RuleSet
    as_of: int
    known_at: int | None
    base: DuckDBPyConnection
    named: set[str] | None = None
    small: Docket = field(init=False)  # the tables that are not streamed, sound rows only
    again: set[tuple[str | None, str | None]] = field(default_factory=set)  # instruments, and obligations without one
    is_ordered: bool = True  # the verdicts come in the order of the rows

    def __post_init__(self) -> None:
        self.small = sound(self.large.small.docket)

    @property
    def view(self) -> View:
        """The view of the tables that are not streamed."""
        return View(self.small, self.as_of, self.known_at)

    def leave(self, query: str) -> None:
        """Leave the instruments (or obligations without one) that a query names to the rows."""
        for instrument, obligation in self.base.execute(query).fetchall():
            self.note(instrument, obligation)

    def note(self, instrument: str | None, obligation: str | None) -> None:
        """Note one to be left to the rows, as it is written and as the readers understand it; rows of neither are left too."""
        if instrument is not None:
            self.again |= {(instrument, None), (instrument.strip(), None)}
        if obligation is not None:
            self.again |= {(None, obligation), (None, obligation.strip())}
        if not (instrument or obligation):
            self.again.add((None, None))

    def table(self, name: str, rows: pa.Table) -> None:
        """Make a table of the database."""
        self.base.register("arrow_rows", rows)
        self.base.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM arrow_rows")
        self.base.unregister("arrow_rows")


def connect(scratch: Path, memory: str = "2GB") -> DuckDBPyConnection:
    """Open a database in memory that spills into a folder; on one thread, for rows of several come in no order."""
    base = duckdb.connect()
    base.execute("SET threads = 1")
    base.execute(f"SET memory_limit = '{memory}'")
    base.execute(f"SET temp_directory = '{scratch}'")
    return base


def prepare(run: ColumnRun, jobs: int) -> Asked:
    """Make the views of the tables, and what their cells are compared with."""
    for table in STREAMED:
        types = run.large.view(run.base, table)
        run.base.execute(f"CREATE VIEW {table} AS {text_view(table, types)}")
    posts, orgs, persons = (run.small[table]["id"] for table in ("posts", "orgs", "persons"))
    numbers = {post: number for number, post in enumerate(posts)}
    stated, rest = _horizons(run)
    compared = Compared(numbers, {*posts, *orgs}, set(persons), stated, rest, run.known_at)
    known = ENGINE_TYPES | set(EVENTS) | {word for rule in run.rules for word in rule.event_types}

    def is_strange(word: str) -> bool:
        if word in ENGINE_TYPES:
            return word not in _IN_COLUMNS
        return (
            word in {"", "breached"}
            or word[0].isdecimal()
            or (word not in known and bool(difflib.get_close_matches(word, known, 1, cutoff=_NEAR)))
            or is_near_type(word)
        )

    vocabulary = Vocabulary(meaning_of, is_strange, started(run.rules))
    return Asked(
        run.as_of,
        vocabulary,
        Clauses(LateRates(run.small, run.known_at)),
        compared,
        chinese_calendar(run.known_at),
        jobs,
    )


def started(rules: RuleSet) -> list[set[str]]:
    """Return the event types of each domain, numbered from 1, that start a deadline of the law."""
    deadlines = [rule for rule in rules if isinstance(rule, Deadline)]
    return [
        set(),
        *({word for rule in deadlines if domain in rule.applies.domain for word in rule.starts} for domain in DOMAINS),
    ]


def sound(small: DocketBuilder) -> Docket:
    """Return the tables that are not streamed as they will be once all is checked; what refers to streamed rows is left out of account."""
    made = DocketBuilder()
    made.rejected = {table: set(ids) for table, ids in small.rejected.items()}
    for name, table in small.tables.items():
        columns = TABLES[name].columns
        made[name].places = list(table.places)
        for column, values in table.columns.items():
            away = not set(STREAMED).isdisjoint(columns[column].refers)
            made[name].columns[column] = [None] * len(values) if away else list(values)
    check_integrity(made)
    return made.freeze()


def _horizons(run: ColumnRun) -> tuple[dict[str, int], int | None]:
    """Return how far the records of each source go, and those that no row names (docket.events.horizons)."""
    stated = stated_horizons(run.small)
    if run.named is None:
        run.named = {name.strip() for name in named_sources(run.base)} if stated else set()
    return stated, rest(stated, run.named)


def named_sources(base: DuckDBPyConnection, condition: str = "true") -> set[str]:
    """Return the sources that rows name, as they write them; `{}` in a condition stands for the table."""
    tables = ("obligations", "instruments")
    query = " UNION ".join(f"SELECT source FROM {table} WHERE {condition.format(table)}" for table in tables)
    return {name for (name,) in base.execute(query).fetchall() if name}


def rest(stated: Mapping[str, int], named: Collection[str]) -> int | None:
    """Return how far the records of the sources go that no row names, None when there are none."""
    return min((day for key, day in stated.items() if key not in named), default=None)


def stated_horizons(small: Docket) -> dict[str, int]:
    """Return the last day of complete events by source, of those that state one; UnfitError where one states its first day: only rows know it."""
    t = small["sources"]
    if any(day is not None for day in t["complete_from"]):
        raise UnfitError("complete_from")
    rows = zip(t["id"], t["table"], t["complete_through"], strict=True)
    return {key: through for key, table, through in rows if table == "events" and through is not None}
