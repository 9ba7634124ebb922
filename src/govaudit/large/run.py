"""One run over a large docket, and what the streams of the engine join: checked views, small tables, words, clauses, horizons."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa

from govaudit.checks.chinese_words import meaning_of
from govaudit.checks.columns import EVENT_OF_COLUMN
from govaudit.docket.integrity import check
from govaudit.docket.schema import TABLES
from govaudit.docket.table import Docket
from govaudit.engine.columns import streams
from govaudit.engine.columns.checked import Checked
from govaudit.engine.columns.settle import Asked
from govaudit.engine.columns.words import gather_clauses, gather_words
from govaudit.engine.late_rates import LateRates
from govaudit.engine.verbs import ENGINE_TYPES, SUSPENSION, VERBS
from govaudit.intake.large import STREAMED
from govaudit.law.calendar import chinese_calendar
from govaudit.law.rule import Deadline
from govaudit.law.vocabulary import EVENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from govaudit.engine.columns.words import Words
    from govaudit.intake.large import Large
    from govaudit.law.rules import RuleSet

_NEAR = 0.8  # how alike a word must be to count as a misspelling (checks.events_used)
_IN_COLUMNS = (set(VERBS) - {"amend"}) | SUSPENSION


@dataclass(slots=True)
class Run:
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
    is_ordered: bool = True  # the obligations of each instrument follow one another

    def __post_init__(self) -> None:
        self.small = sound(self.large.small.docket)

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


def prepare(run: Run, jobs: int) -> Asked:
    """Make the views and small tables of the streams."""
    base, small = run.base, run.small
    for table in STREAMED:
        checked = Checked(table, run.large.view(base, table))
        columns = ", ".join(f'{value} AS "{name}"' for name, value in checked.sql.items())
        base.execute(f"CREATE VIEW {table} AS SELECT rn, {columns}, {checked.odd} AS odd FROM raw_{table}")
    for name, ids in (
        ("parties", [*small["posts"]["id"], *small["orgs"]["id"]]),
        ("posts", small["posts"]["id"]),
        ("persons", small["persons"]["id"]),
    ):
        run.table(name, pa.table({"id": pa.array(ids, pa.string()), "code": pa.array(range(len(ids)), pa.int32())}))
    limits = {"known_at": run.known_at, "rest": _horizons(run)}
    run.table("limits", pa.table({name: pa.array([day], pa.int64()) for name, day in limits.items()}))
    known = ENGINE_TYPES | set(EVENTS) | {word for rule in run.rules for word in rule.event_types}

    def is_strange(word: str) -> bool:
        if word in ENGINE_TYPES:
            return word not in _IN_COLUMNS
        return (
            word in {"", "breached"}
            or word[0].isdecimal()
            or (word not in known and bool(difflib.get_close_matches(word, known, 1, cutoff=_NEAR)))
        )

    words = gather_words(base, meaning_of, is_strange)
    base.execute(streams.KNOWN)
    clauses = gather_clauses(base, streams.CLAUSE, LateRates(run.small, run.known_at))
    trigger = _triggers(run, words)
    return Asked(run.as_of, words, clauses, trigger, chinese_calendar(run.known_at), jobs)


def sound(small: Docket) -> Docket:
    """Return the tables that are not streamed as they will be once all is checked; what refers to streamed rows is left out of account."""
    made = Docket(rejected={table: set(ids) for table, ids in small.rejected.items()})
    for name, table in small.tables.items():
        columns = TABLES[name].columns
        made[name].places = list(table.places)
        for column, values in table.columns.items():
            away = not set(STREAMED).isdisjoint(columns[column].refers)
            made[name].columns[column] = [None] * len(values) if away else list(values)
    check(made)
    return made


def _horizons(run: Run) -> int | None:
    """Note how far the records of each source go, as rows write it; returns how far those go that no row names (engine.horizon)."""
    stated = stated_horizons(run.small)
    written = named_sources(run.base) if stated else set()
    if run.named is None:
        run.named = {name.strip() for name in written}
    known = sorted(name for name in written if name.strip() in stated)
    days = {"name": pa.array(known, pa.string()), "day": pa.array([stated[name.strip()] for name in known], pa.int64())}
    run.table("horizons", pa.table(days))
    return rest(stated, run.named)


def named_sources(base: DuckDBPyConnection, condition: str = "true") -> set[str]:
    """Return the sources that rows name, as they write them; `{}` in a condition stands for the table."""
    tables = ("obligations", "instruments")
    query = " UNION ".join(f"SELECT source FROM {table} WHERE {condition.format(table)}" for table in tables)
    return {name for (name,) in base.execute(query).fetchall() if name}


def rest(stated: Mapping[str, int], named: Collection[str]) -> int | None:
    """Return how far the records of the sources go that no row names, None when there are none."""
    return min((day for key, day in stated.items() if key not in named), default=None)


def stated_horizons(small: Docket) -> dict[str, int]:
    """Return the last day of complete events by source, of those that state one."""
    t = small["sources"]
    rows = zip(t["id"], t["table"], t["complete_through"], strict=True)
    return {key: through for key, table, through in rows if table == "events" and through is not None}


def _triggers(run: Run, words: Words) -> Any:
    """Mark the event types of each domain that start a deadline of the law, and leave the instruments that have such a column to the rows."""
    domains = TABLES["instruments"].columns["domain"].values
    present = {domain for (domain,) in run.base.execute("SELECT DISTINCT domain FROM instruments").fetchall()}
    trigger = np.zeros((len(domains) + 1, len(words.types)), np.int64)
    for number, domain in enumerate(domains, 1):
        started = {
            word
            for rule in run.rules
            if isinstance(rule, Deadline) and domain in rule.applies.domain
            for word in rule.trigger
        }
        types = [code for code, word in enumerate(words.types) if word in started]
        trigger[number, types] = 1
        if domain not in present:
            continue
        for column in [column for column, word in EVENT_OF_COLUMN.items() if word in started]:
            run.leave(f"SELECT id, NULL FROM instruments WHERE domain = '{domain}' AND {column} IS NOT NULL")
        if types:
            inside = ", ".join(str(code) for code in types)
            run.leave(f"SELECT DISTINCT i.id, NULL FROM known e JOIN instruments i ON e.instrument = i.id WHERE e.obligation IS NULL AND i.domain = '{domain}' AND e.type IN ({inside})")  # fmt: skip
    return trigger
