"""What of a large docket is plain, settled in columns; what is not is left to the rows on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.engine.columns.settle import OrderError, settle_columns
from govaudit.large.left import leave_connected, leave_odd_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.engine.columns.settle import Asked, Verdicts
    from govaudit.large.run import Run


def settle_plain(run: Run, asked: Asked, rows: int) -> Iterator[Verdicts]:
    """Yield the verdicts of what is plain among so many rows; afterwards `run.again` names all that is not: verdicts on it do not count."""
    is_scattered = _gather_instruments(run, is_whole=rows == run.large.rows("obligations"))
    on_instruments = leave_odd_rows(run)
    types = run.large.types
    present = {*types["obligations"], *({"source"} & types["instruments"].keys())}
    direct = done = 0
    for found in settle_columns(run.base, asked, present, on_instruments=on_instruments, is_placed=is_scattered):
        for instrument, key in zip(
            *(found.again[name].to_pylist() for name in ("instrument", "obligation")), strict=True
        ):
            run.note(instrument, None if instrument and instrument.strip() else key)
        direct += found.direct
        done += len(found.own) + len(found.again)
        yield found
    if done != rows:
        raise OrderError
    leave_connected(run, direct)


def _gather_instruments(run: Run, *, is_whole: bool) -> bool:
    """Bring the obligations of each instrument together where the file scatters them or has more: `rn` is then their place, `own` their row."""
    starts, instruments = run.base.execute("""
        SELECT count(*) FILTER (instrument IS DISTINCT FROM before AND instrument IS NOT NULL), count(DISTINCT hash(instrument))
        FROM (SELECT instrument, lag(instrument) OVER () AS before FROM obligations)""").fetchall()[0]  # fmt: skip
    run.is_ordered = is_whole and starts == instruments
    if run.is_ordered:
        run.base.execute("CREATE OR REPLACE VIEW placed AS SELECT *, rn AS own FROM obligations")
        return False
    run.base.execute("""
        CREATE TABLE places AS SELECT rn AS own, row_number() OVER (ORDER BY instrument, rn) - 1 AS place FROM obligations""")  # fmt: skip
    run.base.execute(
        "CREATE OR REPLACE VIEW placed AS SELECT p.place AS rn, p.own, o.* EXCLUDE rn FROM obligations o JOIN places p ON o.rn = p.own"
    )
    return True
