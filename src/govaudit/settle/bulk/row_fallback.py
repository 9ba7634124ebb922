"""What of a large docket is left to the rows: found here, then read and settled as a docket in memory is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import pyarrow as pa

from govaudit.docket import MOST_COMPARED, TABLES, View
from govaudit.docket.cases import instrument_of
from govaudit.formats.bulk import STREAMED
from govaudit.settle.bulk.column_run import named_sources, rest, stated_horizons
from govaudit.settle.columns.cell_kinds import UnfitError
from govaudit.settle.event_effects import CORRECTIONS
from govaudit.settle.settled_docket import settle_docket
from govaudit.settle.status_rows import arrow_table

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from govaudit.docket import Docket
    from govaudit.model import Place, Problem
    from govaudit.settle.bulk.column_run import ColumnRun
    from govaudit.settle.columns.codebook import Vocabulary
    from govaudit.settle.columns.column_reader import ColumnReader
    from govaudit.settle.settled_docket import Settled
    from govaudit.settle.status import Status

_MOST_BY_LAW = 1 << 20  # duties of one instrument, numbered one after another
OWNER = "o.instrument, CASE WHEN o.instrument IS NULL THEN o.id END"


def leave_repeated(run: ColumnRun, table: str, read: ColumnReader) -> None:
    """Leave what has ids that are repeated, or have blanks around them; `read` has seen all ids: where they grow none is repeated."""
    if read.grows and not read.edged:
        return
    base, name = run.base, f"edged_{table}"
    run.table(name, pa.table({"id": pa.array({*read.edged, *(key.strip() for key in read.edged)}, pa.string())}))
    rows, different = base.execute(
        f"SELECT count(*), count(DISTINCT hash(id)) FROM {table} WHERE id IS NOT NULL"
    ).fetchall()[0]
    if rows == different and not read.edged:
        return
    repeated = f"SELECT id FROM {name} UNION ALL SELECT id FROM {table} GROUP BY id HAVING count(*) > 1"
    if table == "instruments":
        run.leave(f"SELECT id, NULL FROM instruments WHERE id IN ({repeated})")
    elif table == "obligations":
        _leave_owners(run, repeated)
    else:
        _leave_events(run, repeated)


def _leave_owners(run: ColumnRun, obligations: str) -> None:
    """Leave the instruments of the obligations whose ids a query lists, or themselves where they have none."""
    run.leave(f"SELECT {OWNER} FROM obligations o WHERE id IN ({obligations})")


def _leave_events(run: ColumnRun, events: str) -> None:
    """Leave what the events whose ids a query lists stand on."""
    _leave_owners(run, f"SELECT obligation FROM events WHERE id IN ({events})")
    run.leave(f"SELECT instrument, NULL FROM events WHERE obligation IS NULL AND id IN ({events})")


def leave_connected(run: ColumnRun, vocabulary: Vocabulary, *, is_placed: bool) -> None:
    """Note the events that name no obligation there is; leave what refers to, or is referred to from, what is left already.

    In tables that lie in line every event has its obligation, and names no other instrument than that of it.
    """
    base = run.base
    base.execute("CREATE OR REPLACE TABLE orphans (rn BIGINT)")
    for name, table in run.large.small.docket.tables.items():
        for column in (one.name for one in TABLES[name].columns.values() if "obligations" in one.refers):
            for instrument in {instrument_of(value) for value in set(table[column]) - {None}} - {None}:
                run.note(instrument, None)  # a duty of the law is named: only the rows know whether there is one
    if is_placed:
        _leave_orphans(run)
    if not run.again:
        return
    _leave_owners(run, _named(run, "SELECT reciprocal_of FROM obligations UNION SELECT reparation_of FROM obligations"))
    types = [name for (name,) in base.execute("SELECT DISTINCT type FROM events").fetchall() if name is not None]
    correcting = [name for name in types if vocabulary.word(name) in CORRECTIONS]
    run.table("correcting", pa.table({"name": pa.array(correcting, pa.string())}))
    corrected = "SELECT cause FROM events WHERE type IN (FROM correcting)"
    _leave_events(run, _named(run, f"SELECT corrects FROM events UNION {corrected}"))


def _leave_orphans(run: ColumnRun) -> None:
    """Leave what events name that have no obligation, or no instrument, though they name one, or another than that of their obligation."""
    base = run.base
    base.execute(
        "INSERT INTO orphans SELECT e.rn FROM events e ANTI JOIN obligations o ON e.obligation = o.id WHERE e.obligation IS NOT NULL"
    )
    run.leave(
        "SELECT e.instrument, NULL FROM events e ANTI JOIN instruments i ON e.instrument = i.id WHERE e.instrument IS NOT NULL"
    )
    apart = "events e JOIN obligations o ON e.obligation = o.id WHERE e.instrument <> coalesce(o.instrument, '')"
    run.leave(f"SELECT e.instrument, NULL FROM {apart} UNION SELECT {OWNER} FROM {apart}")
    run.leave("SELECT e.instrument, NULL FROM events e JOIN orphans USING (rn)")
    named = base.execute("SELECT DISTINCT e.obligation FROM events e JOIN orphans USING (rn)").fetchall()
    for instrument in {instrument_of(name.strip()) for (name,) in named if name} - {None}:
        run.note(instrument, None)
    _leave_owners(run, _named(run, "SELECT e.obligation FROM events e JOIN orphans USING (rn)"))


def _named(run: ColumnRun, query: str) -> str:
    """Return a query of the ids that the cells of a query name."""
    names = {name.strip() for (name,) in run.base.execute(query).fetchall() if name is not None}
    run.table("named", pa.table({"id": pa.array(sorted(names), pa.string())}))
    return "SELECT id FROM named"


# --- settled row by row -----------------------------------------------------------------------------------------------

_LEFT = {
    "instruments": "id IN (FROM again) OR id IS NULL",
    "obligations": "instrument IN (FROM again) OR id IN (FROM again_alone) OR (instrument IS NULL AND id IS NULL)",
    "events": """obligation IN (FROM left_ids) OR (obligation IS NULL AND (instrument IS NULL OR instrument IN (FROM again)))
        OR rn IN (FROM orphans)""",
}


class HolderTimelines(Protocol):
    """Timelines of posts, asked for the holders of breach spans in columns (officials' `Holders`)."""

    def runs(self, row: Any, post: Any, start: Any, end: Any) -> Any:
        """Return the runs of one holder over breach spans [start, end)."""

    def table(self, obligation: pa.Array, runs: Any) -> pa.Table:
        """Return runs as rows of the table of holders."""


class HolderFinder(Protocol):
    """Finds who held the bearers' posts on the days of breach: it is handed in, since officials stand below this room."""

    schema: pa.Schema

    def of_posts(self, view: View, posts: Sequence[str]) -> HolderTimelines:
        """Return the timelines of posts."""

    def of_statuses(self, view: View, statuses: Sequence[Status]) -> tuple[pa.Table, Any]:
        """Return the rows of holders of statuses, and the number of the status behind each."""


class Left(NamedTuple):
    """What was left to the rows: statuses, the view they were settled in, the row number of each status, and all problems met.

    Of the problems the first `read` were met before anything was settled.
    """

    statuses: list[Status]
    view: View
    rn: list[int]
    problems: Sequence[Problem]
    read: int

    def table(self) -> pa.Table:
        """Return the rows of the status table with `rn`."""
        return arrow_table(self.statuses).append_column("rn", pa.array(self.rn, pa.int64()))

    def holders(self, finder: HolderFinder) -> pa.Table:
        """Return who held the bearers' posts on the breach days, with `rn`."""
        table, behind = finder.of_statuses(self.view, self.statuses)
        return table.append_column("rn", pa.array([self.rn[row] for row in behind], pa.int64()))


def by_row(run: ColumnRun) -> Left:
    """Read and settle what was left to the rows, with the tables that are not streamed; the table `left_obligations` holds their numbers.

    What the law obliges comes after all rows, in the order of its instruments.
    """
    large = run.large
    small, builder = large.small, large.small.docket
    run.table("again", pa.table({"name": pa.array({one for one, _ in run.again if one is not None}, pa.string())}))
    alone = {key for one, key in run.again if one is None and key is not None}
    run.table("again_alone", pa.table({"id": pa.array(alone, pa.string())}))
    is_none = not run.again and not run.base.execute("SELECT count(*) FROM orphans").fetchall()[0][0]
    rows = {table: _read(run, table, is_none=is_none) for table in STREAMED}
    builder.problems.sort(key=lambda problem: large.order.get(problem.place.file, -1))
    small.finish()
    rn = {
        (table, place): row
        for table, numbers in rows.items()
        for place, row in zip(builder[table].places, numbers, strict=True)
    }
    builder.elsewhere = {table: _elsewhere(run, table) for table in STREAMED}
    docket = _spare_sources(run, small.sound())
    read = len(docket.problems)
    if is_none:
        return Left([], View(docket, run.as_of, run.known_at), [], docket.problems, read)
    done = settle_docket(docket, run.rules, run.as_of, run.known_at)
    numbers = _numbers(run.large.rows("obligations"), rn, done)
    return Left(done.statuses, done.view, numbers, done.docket.problems, read)


def _read(run: ColumnRun, table: str, *, is_none: bool) -> list[int]:
    """Read the rows of a table that were left; returns the numbers of those that could be read."""
    base, left = run.base, f"left_{table}"
    base.execute(
        f"CREATE OR REPLACE TABLE {left} AS SELECT rn FROM {table} WHERE {'false' if is_none else _LEFT[table]}"
    )
    if is_none:
        return []
    if table == "obligations":
        mine = f"SELECT id FROM obligations WHERE rn IN (FROM {left})"
        base.execute(f"CREATE OR REPLACE TABLE left_ids AS {_named(run, mine)} UNION {mine}")
    return run.large.add_rows(base, table, left, run.large.small)


def _elsewhere(run: ColumnRun, table: str) -> set[str]:
    """Return the ids of rows settled in columns: all that a cell refers to, and as many as a 'did you mean' may be made from."""
    referred = {
        value
        for other in run.large.small.docket.tables.values()
        for column in TABLES[other.name].columns.values()
        if table in column.refers
        for value in other[column.name]
    }
    if not referred - {None}:
        return set()
    run.table("named", pa.table({"id": pa.array(sorted(referred - {None}), pa.string())}))
    rows = f"SELECT id FROM {table} WHERE id IS NOT NULL AND rn NOT IN (FROM left_{table})"
    found = run.base.execute(f"{rows} AND id IN (SELECT id FROM named) UNION (({rows}) LIMIT {MOST_COMPARED + 1})")
    return {key for (key,) in found.fetchall()}


def _numbers(after: int, rn: dict[tuple[str, Place], int], done: Settled) -> list[int]:
    """Return the row number of each status; what the law obliges comes `after` all rows, in the order of its instruments."""
    docket = done.view.docket
    by_law: Counter[str | None] = Counter()
    of_instrument = dict(zip(docket["instruments"]["id"], docket["instruments"].places, strict=True))
    numbers: list[int] = []
    for place, status in zip(docket["obligations"].places, done.statuses, strict=True):
        if status.obligation in done.view.statutory:
            owner = rn["instruments", of_instrument[status.instrument or ""]]
            numbers.append(after + owner * _MOST_BY_LAW + by_law[status.instrument])
            by_law[status.instrument] += 1
        else:
            numbers.append(rn["obligations", place])
    return numbers


def _spare_sources(run: ColumnRun, docket: Docket) -> Docket:
    """Return the docket with only the horizons that the rows at hand may rest on.

    Of rows that turned out to be no good nobody knew before; where their sources would move the horizon, all is settled row by row. (In a
    piece of a docket rows that are no good send their groups back.)
    """
    stated, named = stated_horizons(docket), run.named or set()
    if stated and not run.large.is_piece:
        here = {*docket["instruments"]["source"], *docket["obligations"]["source"]}
        mine = {name.strip() for name in named_sources(run.base)}
        sound = {name.strip() for name in named_sources(run.base, "rn NOT IN (FROM left_{})")} | here
        if rest(stated, named - (mine - sound)) != rest(stated, named):
            raise UnfitError("source")
    return spare_sources(docket, named)


def spare_sources(docket: Docket, named: Collection[str]) -> Docket:
    """Take the horizon from sources that only rows elsewhere name: they say nothing of rows without a source (R16)."""
    here = {*docket["instruments"]["source"], *docket["obligations"]["source"]}
    t = docket["sources"]
    through_days = [
        None if key in named and key not in here and table == "events" else through
        for key, table, through in zip(t["id"], t["table"], t["complete_through"], strict=True)
    ]
    return docket.with_tables(t.with_columns(complete_through=through_days))
