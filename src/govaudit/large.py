"""The status of a large docket: settled in columns, what is not plain row by row, put together in the order of its obligations.

This file is to a docket larger than memory what audit.py is to one that fits: the drawing of the house for `govaudit status`.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa
from pyarrow import parquet

from govaudit.checks.chinese_words import meaning_of
from govaudit.checks.columns import EVENT_OF_COLUMN
from govaudit.checks.settled import settled
from govaudit.docket.integrity import check
from govaudit.docket.schema import TABLES
from govaudit.engine.columns import streams
from govaudit.engine.columns.checked import Checked, UnfitError
from govaudit.engine.columns.settle import Asked, OrderError, settle_columns
from govaudit.engine.columns.words import gather_clauses, gather_words
from govaudit.engine.late_rates import LateRates
from govaudit.engine.verbs import ENGINE_TYPES, SUSPENSION, VERBS
from govaudit.intake.large import STREAMED
from govaudit.law.calendar import chinese_calendar
from govaudit.law.rule import Deadline
from govaudit.law.vocabulary import EVENTS
from govaudit.report.status_out import COLUMNS, arrow_table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from govaudit.docket.table import Docket
    from govaudit.engine.columns.words import Words
    from govaudit.intake.large import Large
    from govaudit.law.rules import RuleSet

_NEAR = 0.8  # how alike a word must be to count as a misspelling (checks.events_used)
_IN_COLUMNS = (set(VERBS) - {"amend"}) | SUSPENSION


@dataclass(slots=True)
class Result:
    """Where the rows of the status table are (Parquet), and how many of them were settled row by row."""

    rows: Path
    by_row: int


@dataclass(slots=True)
class _Run:
    """One run over a large docket."""

    large: Large
    rules: RuleSet
    as_of: int
    known_at: int | None
    base: DuckDBPyConnection
    scratch: Path
    again: set[tuple[str | None, str | None]] = field(default_factory=set)  # instruments, and obligations without one


class NotInColumnsError(Exception):
    """The docket must be settled row by row."""


def settle_large(
    large: Large,
    rules: RuleSet,
    days: tuple[int, int | None],
    scratch: Path,
    jobs: int,
    progress: Callable[[int], None],
) -> Result:
    """Settle a docket as of a day and as known on a day (None: now) into a file in `scratch`; NotInColumnsError when it cannot be."""
    with duckdb.connect() as base:
        base.execute(f"SET threads = {jobs}")
        base.execute("SET memory_limit = '2GB'")
        base.execute(f"SET temp_directory = '{scratch}'")
        run = _Run(large, rules, *days, base, scratch)
        try:
            asked = _prepare(run, jobs)
            return _settle(run, asked, progress)
        except (UnfitError, OrderError, duckdb.Error) as error:
            raise NotInColumnsError(str(error)) from error


# --- what the streams join --------------------------------------------------------------------------------------------


def _prepare(run: _Run, jobs: int) -> Asked:
    """Make the views and small tables of the streams."""
    base, small = run.base, run.large.small.docket
    for table in STREAMED:
        checked = Checked(table, run.large.view(base, table))
        columns = ", ".join(f'{value} AS "{name}"' for name, value in checked.sql.items())
        base.execute(f"CREATE VIEW {table} AS SELECT rn, {columns}, {checked.odd} AS odd FROM raw_{table}")
    for name, ids in (
        ("parties", [*small["posts"]["id"], *small["orgs"]["id"]]),
        ("posts", small["posts"]["id"]),
        ("persons", small["persons"]["id"]),
    ):
        _table(base, name, pa.table({"id": pa.array(ids, pa.string())}))
    base.execute("SET VARIABLE known_at = ?", [run.known_at])
    _horizons(base, small)
    known = ENGINE_TYPES | set(EVENTS) | {word for rule in run.rules for word in rule.event_types}

    def is_strange(word: str) -> bool:
        if word in ENGINE_TYPES:
            return word not in _IN_COLUMNS
        return word == "breached" or (
            word not in known and bool(difflib.get_close_matches(word, known, 1, cutoff=_NEAR))
        )

    words = gather_words(base, meaning_of, is_strange)
    base.execute(streams.KNOWN)
    clauses = gather_clauses(base, streams.CLAUSE, LateRates(small, run.known_at))
    trigger = _triggers(run, words)
    return Asked(run.as_of, words, clauses, trigger, chinese_calendar(run.known_at), jobs)


def _table(base: DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    base.register("arrow_rows", rows)
    base.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM arrow_rows")
    base.unregister("arrow_rows")


def _horizons(base: DuckDBPyConnection, small: Docket) -> None:
    """Note how far the records of each source go, and of those that no row names (engine.horizon)."""
    t = small["sources"]
    stated = {
        key: through
        for key, table, through in zip(t["id"], t["table"], t["complete_through"], strict=True)
        if table == "events" and through is not None
    }
    _table(
        base,
        "horizons",
        pa.table({"name": pa.array(list(stated), pa.string()), "day": pa.array(list(stated.values()), pa.int64())}),
    )
    named = (
        base.execute("SELECT DISTINCT source FROM obligations UNION SELECT DISTINCT source FROM instruments").fetchall()
        if stated
        else []
    )
    rest = [day for key, day in stated.items() if (key,) not in named]
    base.execute("SET VARIABLE rest = ?", [min(rest, default=None)])


def _triggers(run: _Run, words: Words) -> Any:
    """Mark the event types of each domain that start a deadline of the law, and leave the instruments that have such a column to the rows."""
    domains = TABLES["instruments"].columns["domain"].values
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
        filled = [column for column, word in EVENT_OF_COLUMN.items() if word in started]
        for column in filled:
            _leave(run, f"SELECT id, NULL FROM instruments WHERE domain = '{domain}' AND {column} IS NOT NULL")
        if types:
            inside = ", ".join(str(code) for code in types)
            _leave(run, f"SELECT DISTINCT i.id, NULL FROM known e JOIN instruments i ON e.instrument = i.id WHERE e.obligation IS NULL AND i.domain = '{domain}' AND e.type IN ({inside})")  # fmt: skip
    return trigger


# --- settling ---------------------------------------------------------------------------------------------------------


def _settle(run: _Run, asked: Asked, progress: Callable[[int], None]) -> Result:
    """Settle in columns into one file, then what was left to the rows, and put them together."""
    is_scattered = _gather_instruments(run)
    on_instruments = _leave_odd_rows(run)
    part, own = run.scratch / "columns.parquet", []
    direct = done = 0
    writer = None
    for found in settle_columns(run.base, asked, on_instruments=on_instruments, is_placed=is_scattered):
        writer = writer or parquet.ParquetWriter(part, found.table.schema)
        writer.write_table(found.table)
        own.append(found.own)
        keys = zip(found.again["instrument"].to_pylist(), found.again["obligation"].to_pylist(), strict=True)
        run.again.update((instrument, None) if instrument is not None else (None, key) for instrument, key in keys)
        direct += found.direct
        done += len(found.own) + len(found.again)
        progress(done)
    if writer is None or done != sum(file.rows for file in run.large.files["obligations"]):
        raise OrderError
    writer.close()
    _leave_orphans(run, direct)
    return _together(run, part, np.concatenate(own), is_scattered=is_scattered)


def _gather_instruments(run: _Run) -> bool:
    """Bring the obligations of each instrument together where the file scatters them: `rn` is then their place, `own` their row."""
    starts, instruments = run.base.execute("""
        SELECT count(*) FILTER (instrument IS DISTINCT FROM before AND instrument IS NOT NULL), count(DISTINCT hash(instrument))
        FROM (SELECT instrument, lag(instrument) OVER () AS before FROM obligations)""").fetchall()[0]  # fmt: skip
    if starts == instruments:
        run.base.execute("CREATE OR REPLACE VIEW placed AS SELECT *, rn AS own FROM obligations")
        return False
    run.base.execute("""
        CREATE TABLE places AS SELECT rn AS own, row_number() OVER (ORDER BY instrument, rn) - 1 AS place FROM obligations""")  # fmt: skip
    run.base.execute(
        "CREATE OR REPLACE VIEW placed AS SELECT p.place AS rn, p.own, o.* EXCLUDE rn FROM obligations o JOIN places p ON o.rn = p.own"
    )
    return True


# --- what is left to the rows -----------------------------------------------------------------------------------------

_OWNER = "o.instrument, CASE WHEN o.instrument IS NULL THEN o.id END"


def _leave(run: _Run, query: str) -> None:
    """Leave the instruments (or obligations without one) that a query names to the rows."""
    run.again.update(run.base.execute(query).fetchall())


def _leave_odd_rows(run: _Run) -> bool:
    """Leave what has repeated ids, odd instruments and odd events on instruments; whether events stand on instruments at all."""
    _leave(
        run,
        "SELECT id, NULL FROM instruments WHERE odd OR authority NOT IN (FROM parties) OR counterparty NOT IN (FROM parties)",
    )
    if repeated := _repeated(run.base, "instruments"):
        _leave(run, f"SELECT id, NULL FROM instruments WHERE id IN ({repeated})")
    if repeated := _repeated(run.base, "obligations"):
        _leave(run, f"SELECT {_OWNER} FROM obligations o WHERE id IN ({repeated})")
    if repeated := _repeated(run.base, "events"):
        _leave(
            run,
            f"SELECT {_OWNER} FROM obligations o WHERE id IN (SELECT obligation FROM events WHERE id IN ({repeated}))",
        )
        _leave(
            run,
            f"SELECT instrument, NULL FROM events WHERE obligation IS NULL AND instrument IS NOT NULL AND id IN ({repeated})",
        )
    if not run.base.execute("SELECT count(instrument) FROM events").fetchall()[0][0]:
        return False
    _leave(run, "SELECT instrument, NULL FROM known WHERE obligation IS NULL AND odd = 1 AND instrument IS NOT NULL")
    unknown = "e.instrument IS NOT NULL AND e.instrument NOT IN (SELECT id FROM instruments)"
    _leave(run, f"SELECT e.instrument, NULL FROM events e WHERE {unknown}")
    _leave(run, f"SELECT {_OWNER} FROM obligations o WHERE id IN (SELECT obligation FROM events e WHERE {unknown})")
    return True


def _repeated(base: DuckDBPyConnection, table: str) -> str | None:
    """Return a query of the repeated ids of a table, None when there are none: ids that grow, as most do, need no look-up."""
    falls = base.execute(f"""
        SELECT count(*) FROM (SELECT id, lag(id) OVER () AS before FROM {table})
        WHERE (length(id), id) <= (length(before), before)""").fetchall()[0][0]  # fmt: skip
    if not falls:
        return None
    rows, different = base.execute(f"SELECT count(id), count(DISTINCT hash(id)) FROM {table}").fetchall()[0]
    return None if rows == different else f"SELECT id FROM {table} GROUP BY id HAVING count(*) > 1"


def _leave_orphans(run: _Run, direct: int) -> None:
    """Note the events that name no obligation there is; leave what refers to, or is referred to from, what is left already."""
    base = run.base
    base.execute("CREATE OR REPLACE TABLE orphans (rn BIGINT)")
    stated = base.execute("SELECT count(obligation) FROM events").fetchall()[0][0]
    if stated != direct or run.again:
        base.execute("INSERT INTO orphans SELECT rn FROM events WHERE obligation NOT IN (SELECT id FROM obligations)")
        named = "SELECT trim(e.obligation) FROM events e JOIN orphans USING (rn)"
        _leave(run, f"SELECT {_OWNER} FROM obligations o WHERE trim(id) IN ({named})")
    types = {table: run.large.types[table] for table in ("obligations", "events")}
    for column in ("reciprocal_of", "reparation_of"):
        if column in types["obligations"]:
            _leave(run, f"SELECT {_OWNER} FROM obligations o WHERE id IN (SELECT trim({column}) FROM raw_obligations)")
    targets = [f"SELECT trim({column}) FROM raw_events" for column in ("corrects",) if column in types["events"]]
    targets.append(
        "SELECT trim(e.cause) FROM events e JOIN types t ON t.name = e.type WHERE t.word IN ('correct', 'reject')"
    )
    corrected = f"id IN ({' UNION ALL '.join(targets)})"
    _leave(run, f"SELECT {_OWNER} FROM obligations o WHERE id IN (SELECT obligation FROM events WHERE {corrected})")
    _leave(
        run, f"SELECT instrument, NULL FROM events WHERE obligation IS NULL AND instrument IS NOT NULL AND {corrected}"
    )


def _together(run: _Run, part: Path, own: Any, *, is_scattered: bool) -> Result:
    """Settle the rows left, and merge them with what was settled in columns, in the order of the obligations' rows."""
    base = run.base
    lonely = pa.array([key for instrument, key in run.again if instrument is None], pa.string())
    named = pa.array([instrument for instrument, _ in run.again if instrument is not None], pa.string())
    _table(base, "again", pa.table({"name": named}))
    _table(base, "again_alone", pa.table({"id": lonely}))
    by_row = _by_row(run)
    rows = by_row.num_rows
    if rows == 0 and not run.again and not is_scattered:
        return Result(part, 0)
    _table(base, "by_row", by_row)
    base.register("own", pa.table({"rn": own}))
    whole = run.scratch / "whole.parquet"
    columns = ", ".join(COLUMNS)
    base.execute(f"""
        COPY (SELECT {columns} FROM (
            SELECT p.*, o.rn FROM read_parquet('{part}') p POSITIONAL JOIN own o
            WHERE p.instrument IS NULL AND p.obligation NOT IN (FROM again_alone) OR p.instrument NOT IN (FROM again)
            UNION ALL BY NAME SELECT * FROM by_row) ORDER BY rn) TO '{whole}' (FORMAT parquet)""")  # fmt: skip
    part.unlink()
    return Result(whole, rows)


def _by_row(run: _Run) -> pa.Table:
    """Read and settle what was left to the rows, with the tables that are not streamed; returns statuses with their row numbers."""
    small, large = run.large.small, run.large
    docket = small.docket
    _spare_references(run)
    large.add_rows(run.base, "instruments", "id IN (FROM again)", small)
    own = large.add_rows(run.base, "obligations", "instrument IN (FROM again) OR id IN (FROM again_alone)", small)
    places = docket["obligations"].places
    row_of = {(place.file, place.row): rn for place, rn in zip(places, own, strict=True)}
    events = """obligation IN (SELECT id FROM obligations WHERE instrument IN (FROM again) OR id IN (FROM again_alone))
        OR (obligation IS NULL AND instrument IN (FROM again)) OR rn IN (FROM orphans)"""
    large.add_rows(run.base, "events", events, small)
    small.finish()
    check(docket)
    statuses = settled(docket, run.rules, run.as_of, run.known_at).statuses
    after = sum(file.rows for file in large.files["obligations"])
    numbers: list[int] = []
    for place, status in zip(docket["obligations"].places, statuses, strict=True):
        by_law = status.obligation in docket.statutory
        numbers.append(after + len(numbers) if by_law else row_of[place.file, place.row])
    return arrow_table(statuses).append_column("rn", pa.array(numbers, pa.int64()))


def _spare_references(run: _Run) -> None:
    """Take references into the streamed tables that lead somewhere out of the other tables: no verdict rests on them."""
    for table in run.large.small.docket.tables.values():
        for column in TABLES[table.name].columns.values():
            into = [name for name in column.refers if name in STREAMED]
            values = (
                {value for value in table[column.name] if value is not None}
                if into and table.name not in STREAMED
                else set()
            )
            if not values:
                continue
            _table(run.base, "referred", pa.table({"id": pa.array(sorted(values), pa.string())}))
            known = " UNION ".join(f"SELECT id FROM {name} WHERE id IN (FROM referred)" for name in into)
            found = {key for (key,) in run.base.execute(known).fetchall()}
            table.columns[column.name] = [None if value in found else value for value in table[column.name]]
