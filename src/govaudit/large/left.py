"""What of a large docket is left to the rows: found here, then read and settled as a docket in memory is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from govaudit.accountability.officials import Officials
from govaudit.accountability.shares import holders_of
from govaudit.checks.settled import settled
from govaudit.docket.integrity import check
from govaudit.docket.schema import TABLES
from govaudit.intake.large import STREAMED
from govaudit.report.status_out import arrow_table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from govaudit.docket.table import Docket
    from govaudit.engine.status import Status
    from govaudit.large.run import Run

_MOST_BY_LAW = 1 << 20  # duties of one instrument, numbered one after another
OWNER = "o.instrument, CASE WHEN o.instrument IS NULL THEN o.id END"


def leave_odd_rows(run: Run) -> bool:
    """Leave what has repeated ids, odd instruments and odd events on instruments; whether events stand on instruments at all."""
    run.leave(
        "SELECT id, NULL FROM instruments WHERE odd OR authority NOT IN (SELECT id FROM parties) OR counterparty NOT IN (SELECT id FROM parties)",
    )
    if repeated := _repeated(run.base, "instruments"):
        run.leave(f"SELECT id, NULL FROM instruments WHERE id IN ({repeated})")
    if repeated := _repeated(run.base, "obligations"):
        run.leave(f"SELECT {OWNER} FROM obligations o WHERE id IN ({repeated})")
    if repeated := _repeated(run.base, "events"):
        run.leave(
            f"SELECT {OWNER} FROM obligations o WHERE id IN (SELECT obligation FROM events WHERE id IN ({repeated}))",
        )
        run.leave(
            f"SELECT instrument, NULL FROM events WHERE obligation IS NULL AND instrument IS NOT NULL AND id IN ({repeated})",
        )
    if not run.base.execute("SELECT count(instrument) FROM events").fetchall()[0][0]:
        return False
    run.leave("SELECT instrument, NULL FROM known WHERE obligation IS NULL AND odd = 1 AND instrument IS NOT NULL")
    unknown = "FROM events e ANTI JOIN instruments i ON e.instrument = i.id WHERE e.instrument IS NOT NULL"
    if run.base.execute(f"SELECT count(*) {unknown}").fetchall()[0][0]:
        run.leave(f"SELECT e.instrument, NULL {unknown}")
        run.leave(f"SELECT {OWNER} FROM obligations o WHERE id IN (SELECT e.obligation {unknown})")
    return True


def _repeated(base: DuckDBPyConnection, table: str) -> str | None:
    """Return a query of the repeated ids of a table, None when there are none: ids that grow, as most do, need no look-up."""
    falls = base.execute(f"""
        SELECT count(*) FROM (SELECT id, lag(id) OVER () AS before FROM {table})
        WHERE length(id) < length(before) OR (length(id) = length(before) AND id <= before)""").fetchall()[0][0]  # fmt: skip
    if not falls:
        return None
    rows, different = base.execute(f"SELECT count(id), count(DISTINCT hash(id)) FROM {table}").fetchall()[0]
    return None if rows == different else f"SELECT id FROM {table} GROUP BY id HAVING count(*) > 1"


def leave_orphans(run: Run, direct: int) -> None:
    """Note the events that name no obligation there is; leave what refers to, or is referred to from, what is left already."""
    base = run.base
    base.execute("CREATE OR REPLACE TABLE orphans (rn BIGINT)")
    if base.execute("SELECT count(obligation) FROM events").fetchall()[0][0] == direct and not run.again:
        return
    base.execute(
        "INSERT INTO orphans SELECT e.rn FROM events e ANTI JOIN obligations o ON e.obligation = o.id WHERE e.obligation IS NOT NULL"
    )
    named = "SELECT trim(e.obligation) FROM events e JOIN orphans USING (rn)"
    run.leave(f"SELECT {OWNER} FROM obligations o WHERE trim(id) IN ({named})")
    types = {table: run.large.types[table] for table in ("obligations", "events")}
    for column in ("reciprocal_of", "reparation_of"):
        if column in types["obligations"]:
            run.leave(f"SELECT {OWNER} FROM obligations o WHERE id IN (SELECT trim({column}) FROM raw_obligations)")
    targets = [f"SELECT trim({column}) FROM raw_events" for column in ("corrects",) if column in types["events"]]
    targets.append(
        "SELECT trim(e.cause) FROM events e JOIN types t ON t.name = e.type WHERE t.word IN ('correct', 'reject')"
    )
    corrected = f"id IN ({' UNION ALL '.join(targets)})"
    run.leave(f"SELECT {OWNER} FROM obligations o WHERE id IN (SELECT obligation FROM events WHERE {corrected})")
    run.leave(
        f"SELECT instrument, NULL FROM events WHERE obligation IS NULL AND instrument IS NOT NULL AND {corrected}"
    )


class Left(NamedTuple):
    """What was left to the rows: statuses, their docket, and the row number of each status."""

    statuses: list[Status]
    docket: Docket
    rn: list[int]

    def table(self) -> pa.Table:
        """Return the rows of the status table with `rn`."""
        return arrow_table(self.statuses).append_column("rn", pa.array(self.rn, pa.int64()))

    def holders(self, known_at: int | None) -> pa.Table:
        """Return who held the bearers' posts on the breach days, with `rn`."""
        table, behind = holders_of(Officials(self.docket, known_at), self.statuses)
        return table.append_column("rn", pa.array([self.rn[row] for row in behind], pa.int64()))


def by_row(run: Run) -> Left:
    """Read and settle what was left to the rows, with the tables that are not streamed.

    What the law obliges comes after all rows, in the order of its instruments.
    """
    small, large = run.large.small, run.large
    docket = small.docket
    run.table("again", pa.table({"name": pa.array([one for one, _ in run.again if one is not None], pa.string())}))
    run.table(
        "again_alone",
        pa.table({"id": pa.array([key for one, key in run.again if one is None and key is not None], pa.string())}),
    )
    spare_references(run)
    if not run.again and not run.base.execute("SELECT count(*) FROM orphans").fetchall()[0][0]:
        small.finish()
        check(docket)
        return Left([], docket, [])
    rows = {"instruments": large.add_rows(run.base, "instruments", "id IN (FROM again)", small)}
    mine = "instrument IN (FROM again) OR id IN (FROM again_alone)"
    rows["obligations"] = large.add_rows(run.base, "obligations", mine, small)
    rn = {
        (table, place): row
        for table, numbers in rows.items()
        for place, row in zip(docket[table].places, numbers, strict=True)
    }
    events = f"""obligation IN (SELECT id FROM obligations WHERE {mine})
        OR (obligation IS NULL AND instrument IN (FROM again)) OR rn IN (FROM orphans)"""
    large.add_rows(run.base, "events", events, small)
    _spare_sources(run)
    small.finish()
    check(docket)
    statuses = settled(docket, run.rules, run.as_of, run.known_at).statuses
    after = large.rows("obligations")
    by_law: Counter[str | None] = Counter()
    of_instrument = dict(zip(docket["instruments"]["id"], docket["instruments"].places, strict=True))
    numbers: list[int] = []
    for place, status in zip(docket["obligations"].places, statuses, strict=True):
        if status.obligation in docket.statutory:
            owner = rn["instruments", of_instrument[status.instrument or ""]]
            numbers.append(after + owner * _MOST_BY_LAW + by_law[status.instrument])
            by_law[status.instrument] += 1
        else:
            numbers.append(rn["obligations", place])
    return Left(statuses, docket, numbers)


def _spare_sources(run: Run) -> None:
    """Take the horizon from sources that only rows elsewhere name: they say nothing of rows without a source (R16)."""
    docket = run.large.small.docket
    here = {*docket["instruments"]["source"], *docket["obligations"]["source"]}
    elsewhere = (run.named or set()) - here
    t = docket["sources"]
    t.columns["complete_through"] = [
        None if key in elsewhere and table == "events" else through
        for key, table, through in zip(t["id"], t["table"], t["complete_through"], strict=True)
    ]


def spare_references(run: Run) -> None:
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
            run.table("referred", pa.table({"id": pa.array(sorted(values), pa.string())}))
            known = " UNION ".join(f"SELECT id FROM {name} WHERE id IN (FROM referred)" for name in into)
            found = {key for (key,) in run.base.execute(known).fetchall()}
            table.columns[column.name] = [None if value in found else value for value in table[column.name]]
