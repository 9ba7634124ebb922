"""What one machine of many does with its part of a large docket: read a slice, find whose the events are, settle a piece, put in order.

A piece holds whole settlement groups: an instrument with its obligations and events, or an obligation without one. It is settled by the
functions that settle a docket on one machine. Whatever rests on more than one piece, and whatever has a problem, is sent back to be
settled where the whole docket is seen: ids that repeat, events of no obligation, obligations and events that name those of another group.
"""

from __future__ import annotations

import pickle
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from govaudit.docket.labels import OPEN_ENGLISH
from govaudit.formats import meaning_of
from govaudit.formats.bulk import STREAMED, Large, Slice, UnreadableError
from govaudit.settle.bulk.blobs import ADDRESS, Blob, addressed, received, sent
from govaudit.settle.bulk.bulk_status import GONE
from govaudit.settle.bulk.column_pass import either_way, settle_plain
from govaudit.settle.bulk.column_run import ColumnRun, connect, prepare
from govaudit.settle.bulk.row_fallback import by_row
from govaudit.settle.columns.cell_kinds import UnfitError
from govaudit.settle.columns.id_text_sql import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from duckdb import DuckDBPyConnection

    from govaudit.rules import RuleSet
    from govaudit.settle.bulk.row_fallback import HolderFinder

_BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
_LINKS = ("reciprocal_of", "reparation_of")
_MEMORY = "1GB"  # of a task's database; what is more goes to its disk
ORDER = {"verdicts": [("rn", "ascending")], "holders": [(name, "ascending") for name in ("rn", "from", "post")]}
NOTES = ("again", "owners", "orphans", "unfit")  # kinds of what only the driver acts on


@dataclass(frozen=True, slots=True)
class Job:
    """What every task is told: the docket's files and small tables (pickled, for each task changes its own), the question, the keys.

    Rows go to `keys[n]` for the n-th group of groups, and verdicts for the n-th of equal ranges of `rows` obligations.
    """

    large: bytes
    rules: RuleSet
    as_of: int
    known_at: int | None
    named: frozenset[str]
    keys: tuple[int, ...]
    rows: int
    holders: HolderFinder | None


def read_ids(job: Job, part: Slice) -> Iterator[Blob]:
    """Read what is brought together by ids: of obligations their ids and groups, of events all."""
    return _guarded(job, lambda base, large: _ids(job, base, large, part))


def read_groups(job: Job, part: Slice) -> Iterator[Blob]:
    """Read what can be given to its piece at once: instruments, obligations, and the events that stand on instruments."""
    return _guarded(job, lambda base, large: _groups(job, base, large, part))


def match(job: Job, blobs: Iterable[Blob]) -> Iterator[Blob]:
    """Give the events to the pieces of their obligations; say which groups rest on another."""
    found = received(blobs)
    return _guarded(job, lambda base, large: _matched(job, base, large, found))


def settle(job: Job, blobs: Iterable[Blob]) -> Iterator[Blob]:
    """Settle a piece; notes are passed on."""
    found = received(blobs)
    return _guarded(job, lambda base, large: _settled(job, base, large, found))


def in_order(job: Job, blobs: Iterable[Blob]) -> Iterator[Blob]:
    """Put the verdicts of a range in the order of their rows; notes are passed on."""
    for kind, table in received(blobs).items():
        yield from sent(kind, table.sort_by(ORDER[kind]) if kind in ORDER else table, job.keys[0])


def _guarded(job: Job, task: Callable[[DuckDBPyConnection, Large], Iterator[Blob]]) -> Iterator[Blob]:
    """Run a task on a database of its own; a docket that is none for columns is said to be, not an error of the task."""
    large: Large = pickle.loads(job.large)  # noqa: S301 - written by the driver
    with tempfile.TemporaryDirectory() as scratch, connect(Path(scratch), _MEMORY) as base:
        base.execute("SET VARIABLE blanks = ?", [_BLANKS])
        try:
            yield from task(base, large)
        except (UnfitError, UnreadableError, duckdb.Error, pa.ArrowException) as error:
            yield from sent("unfit", pa.table({"why": [str(error)]}), job.keys[0])


# --- reading ----------------------------------------------------------------------------------------------------------


def _text(large: Large, table: str, column: str) -> str:
    """Return a column as text, NULL where it is empty or there is none."""
    kind = large.types[table].get(column)
    return "CAST(NULL AS VARCHAR)" if kind is None else text_of(column, kind)


def _word(large: Large, table: str, column: str) -> str:
    """Return a column as text without the blanks around it, NULL where nothing is left."""
    return _trimmed(_text(large, table, column))


def _trimmed(text: str) -> str:
    """Return a text without the blanks around it, as `str.strip` takes them off; most ids are seen to have none, which is quicker."""
    trimmed = f"nullif(trim({text}, getvariable('blanks')), '')"
    return f"CASE WHEN regexp_full_match({text}, '[!-~]+') THEN {text} ELSE {trimmed} END"


def _at(job: Job, word: str) -> str:
    """Return the number of the key a word goes to."""
    return f"CAST(hash({word}) % {len(job.keys)} AS INTEGER) AS {ADDRESS}"


def _group(instrument: str, obligation: str) -> str:
    """Return the settlement group: the instrument, or the obligation without one."""
    return f"coalesce('i' || {instrument}, 'o' || {obligation}, '')"


def _ids(job: Job, base: DuckDBPyConnection, large: Large, part: Slice) -> Iterator[Blob]:
    base.register("slice", large.read(base, part))
    key = _word(large, part.table, "id")
    if part.table == "obligations":
        owner = "instrument, CASE WHEN instrument IS NULL THEN written END AS alone"
        written = f"SELECT {_text(large, 'obligations', 'id')} AS written, {_text(large, 'obligations', 'instrument')} AS instrument"
        ids = f"SELECT id, written, {owner}, {_at(job, 'id')} FROM ({written}, {key} AS id FROM slice)"
        yield from addressed("ids", base.sql(ids).to_arrow_table(), job.keys)
        for name in sorted(set(_LINKS) & large.types["obligations"].keys()):
            to = _word(large, "obligations", name)
            links = f"SELECT id, {owner}, {_at(job, 'id')} FROM ({written}, {to} AS id FROM slice) WHERE id IS NOT NULL"
            yield from addressed("links", base.sql(links).to_arrow_table(), job.keys)
        return
    obligation = _word(large, "events", "obligation")
    events = f"SELECT *, {_at(job, obligation)} FROM slice WHERE {obligation} IS NOT NULL"
    yield from addressed("events", base.sql(events).to_arrow_table(), job.keys)
    owner = (
        f"{_text(large, 'events', 'obligation')} AS obligation, {_text(large, 'events', 'instrument')} AS instrument"
    )
    ids = f"SELECT {key} AS id, {owner}, {_at(job, key)} FROM slice"
    yield from addressed("event_ids", base.sql(ids).to_arrow_table(), job.keys)
    for to, condition in _corrected(base, large):
        targets = f"SELECT {to} AS id, {owner}, {_at(job, to)} FROM slice WHERE {to} IS NOT NULL AND {condition}"
        yield from addressed("targets", base.sql(targets).to_arrow_table(), job.keys)


def _corrected(base: DuckDBPyConnection, large: Large) -> Iterator[tuple[str, str]]:
    """Yield where the events of a slice name an event that they correct or reject: the name, and the condition (docket.events.known_events)."""
    if "corrects" in large.types["events"]:
        yield _word(large, "events", "corrects"), "true"
    found = base.execute(f"SELECT DISTINCT {_word(large, 'events', 'type')} FROM slice").fetchall()
    english = OPEN_ENGLISH.get(("events", "type"), {})
    words = [name for (name,) in found if name and meaning_of(english.get(name, name)) in {"correct", "reject"}]
    if words:
        base.register("correcting", pa.table({"name": pa.array(words, pa.string())}))
        condition = f"{_word(large, 'events', 'type')} IN (FROM correcting)"
        yield _word(large, "events", "cause"), condition
        if "terms" in large.types["events"]:
            yield """nullif(regexp_extract(CAST(terms AS VARCHAR), '"corrects"\\s*:\\s*"([^"]*)"', 1), '')""", condition


def _groups(job: Job, base: DuckDBPyConnection, large: Large, part: Slice) -> Iterator[Blob]:
    base.register("slice", large.read(base, part))
    key, instrument = _word(large, part.table, "id"), _word(large, part.table, "instrument")
    if part.table == "instruments":
        rows = f"SELECT *, {_at(job, _group(key, 'NULL'))} FROM slice"
    elif part.table == "obligations":
        rows = f"SELECT *, {_at(job, _group(instrument, key))} FROM slice"
    else:
        obligation = _word(large, "events", "obligation")
        rows = f"SELECT *, {_at(job, _group(instrument, 'NULL'))} FROM slice WHERE {obligation} IS NULL"
    yield from addressed(part.table, base.sql(rows).to_arrow_table(), job.keys)


# --- matching ---------------------------------------------------------------------------------------------------------

_IDS = {"id": pa.string(), "written": pa.string(), "instrument": pa.string(), "alone": pa.string()}
_LINK = {"id": pa.string(), "instrument": pa.string(), "alone": pa.string()}
_EVENT = {"id": pa.string(), "obligation": pa.string(), "instrument": pa.string()}


def _matched(job: Job, base: DuckDBPyConnection, large: Large, found: dict[str, pa.Table]) -> Iterator[Blob]:
    for kind, columns in {"ids": _IDS, "links": _LINK, "event_ids": _EVENT, "targets": _EVENT}.items():
        base.register(kind, found.get(kind, pa.schema(columns).empty_table()))
    base.execute("CREATE TEMP TABLE twice AS SELECT id FROM ids GROUP BY id HAVING count(*) > 1")
    base.execute("CREATE TEMP TABLE events_twice AS SELECT id FROM event_ids GROUP BY id HAVING count(*) > 1")
    again = """
        WITH others AS (
            SELECT a.instrument, a.alone, b.id IS NOT NULL AS there, b.instrument AS instrument_b, b.alone AS alone_b FROM links a LEFT JOIN ids b ON a.id = b.id
            WHERE (a.instrument, a.alone) IS DISTINCT FROM (b.instrument, b.alone))
        SELECT instrument, alone FROM ids WHERE id IN (FROM twice) UNION SELECT instrument, alone FROM others
        UNION SELECT instrument_b, alone_b FROM others WHERE there"""
    yield from sent("again", base.sql(again).to_arrow_table(), job.keys[0])
    owners = """
        SELECT obligation, instrument FROM event_ids WHERE id IN (FROM events_twice)
        UNION SELECT unnest([a.obligation, b.obligation]), unnest([a.instrument, b.instrument])
            FROM targets a JOIN event_ids b ON a.id = b.id WHERE (a.obligation, a.instrument) IS DISTINCT FROM (b.obligation, b.instrument)"""
    yield from sent("owners", base.sql(owners).to_arrow_table(), job.keys[0])
    if "events" not in found:
        return
    base.register("events", found["events"])
    obligation = _word(large, "events", "obligation")
    astray = f"""
        SELECT e.rn, o.instrument, o.alone FROM events e LEFT JOIN ids o ON {obligation.replace('"obligation"', 'e."obligation"')} = o.id
        WHERE CAST(e.obligation AS VARCHAR) IS DISTINCT FROM o.written"""
    yield from sent("orphans", base.sql(astray).to_arrow_table(), job.keys[0])
    theirs = f"""
        SELECT e.*, {_at(job, _group(_trimmed("o.instrument"), _trimmed("o.alone")))}
        FROM events e JOIN ids o ON {obligation.replace('"obligation"', 'e."obligation"')} = o.id"""
    yield from addressed("events", base.sql(theirs).to_arrow_table(), job.keys)


# --- settling ---------------------------------------------------------------------------------------------------------


def _settled(job: Job, base: DuckDBPyConnection, large: Large, found: dict[str, pa.Table]) -> Iterator[Blob]:
    for kind in NOTES:
        if kind in found:
            yield from sent(kind, found[kind], job.keys[0])
    large.piece = {table: _rows(base, large, table, found.get(table)) for table in STREAMED}
    run = ColumnRun(large, job.rules, job.as_of, job.known_at, base, set(job.named))
    asked = prepare(run, 1)
    posts = None if job.holders is None else job.holders.of_posts(run.view, run.small["posts"]["id"])

    def settled(is_placed: bool) -> tuple[list[pa.Table], list[pa.Table]]:  # noqa: FBT001 - called by either_way
        plain, shares = [], []
        for one in settle_plain(run, asked, is_placed=is_placed):
            plain.append(one.table.append_column("rn", pa.array(one.own, pa.int64())))
            if posts is not None and job.holders is not None:
                runs = posts.runs(*one.late)
                table = posts.table(one.table["obligation"].combine_chunks(), runs).cast(job.holders.schema)
                shares.append(table.append_column("rn", pa.array(one.own[runs.row], pa.int64())))
        return plain, shares

    plain, shares = either_way(run, settled)
    left = by_row(run)
    bad = any(one.level == "error" and one.place.file in _streamed(large) for one in left.problems)
    if bad or not large.is_uniform:  # of what type a cell was in its file only the file tells
        again = {"instrument": [one for one, _ in run.again], "alone": [key for _, key in run.again]}
        kinds = pa.schema({"instrument": pa.string(), "alone": pa.string()})
        yield from sent("again", pa.table(again, kinds), job.keys[0])
        left = left._replace(statuses=[], rn=[])
    yield from _merged(job, base, "verdicts", plain, left.table())
    if job.holders is not None:
        yield from _merged(job, base, "holders", shares, left.holders(job.holders))


def _merged(job: Job, base: DuckDBPyConnection, kind: str, plain: list[pa.Table], left: pa.Table) -> Iterator[Blob]:
    """Address what was settled in columns, without what was left to the rows, and that."""
    base.register("left_rows", left.append_column("by_row", pa.array([True] * len(left), pa.bool_())))
    base.register("plain_rows", pa.concat_tables([left.slice(0, 0), *(one.cast(left.schema) for one in plain)]))
    address = f"CAST(least(rn, {job.rows - 1}) * {len(job.keys)} // {job.rows} AS INTEGER) AS {ADDRESS}"
    rows = f"""
        SELECT * EXCLUDE by_row, coalesce(by_row, false) AS by_row, {address}
        FROM (SELECT * FROM plain_rows WHERE obligation NOT IN ({GONE}) UNION ALL BY NAME SELECT * FROM left_rows)"""
    yield from addressed(kind, base.sql(rows).to_arrow_table(), job.keys)


def _streamed(large: Large) -> set[str]:
    return {file.name for table in STREAMED for file in large.files[table]}


def _rows(base: DuckDBPyConnection, large: Large, table: str, rows: pa.Table | None) -> pa.Table:
    """Return the rows of a piece in the order of the table; without any, the empty table of its columns."""
    if rows is not None:
        return rows.sort_by("rn")
    return large.read(base, Slice(table, 0, 0, 0))
