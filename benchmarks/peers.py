"""Whether the peers say what govaudit says, row for row: `.venv/bin/python benchmarks/peers.py FOLDER [--obligations 10000] [--shuffle]`.

Each settles a docket of generate.py into two tables: a row an obligation, and who held the bearer's post on its breach days. The
docket, the calendar and all tables stay in the folder.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from day import AS_OF

HERE = Path(__file__).parent
GOVAUDIT = str(Path(sys.executable).with_name("govaudit"))
PEERS = {"SQL (DuckDB)": HERE / "peer_sql.py", "Polars": HERE / "peer_polars.py"}
_COMPARED = {
    "settled": """SELECT obligation, instrument, CAST(state AS VARCHAR), due_on, performed_on, CAST(COLUMNS(['amount', 'open_amount', 'amount_days',
        'interest']) AS DECIMAL(18, 2)), CAST(breach_days AS BIGINT) FROM read_parquet('{}')""",
    "shares": """SELECT obligation, post, tenure, "from", "to", CAST(days AS BIGINT) FROM read_parquet('{}')""",
}


class Tables(NamedTuple):
    """Where the two tables are."""

    settled: Path
    shares: Path


def tables(folder: Path, name: str) -> Tables:
    """Return where somebody's tables go."""
    return Tables(folder / f"{name}-settled.parquet", folder / f"{name}-shares.parquet")


def status_command(docket: Path, out: Tables) -> list[str]:
    """Return the command by which govaudit settles a docket."""
    return [
        GOVAUDIT, "status", str(docket), "--engine", "columns", "--as-of", AS_OF, "--format", "parquet", "--output", str(out.settled), "--holders", str(out.shares),
    ]  # fmt: skip


def peer_command(peer: str, docket: Path, calendar: Path, out: Tables) -> list[str]:
    """Return the command by which a peer settles a docket."""
    return [sys.executable, str(PEERS[peer]), str(docket), str(calendar), *map(str, out)]


def write_calendar(path: Path) -> None:
    """Write the index arrays of the calendar the peers read: day, working days before it, the first one from it on."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from govaudit.rules.days.working_days import chinese_calendar

    calendar = chinese_calendar()
    ranks = calendar.rank[: calendar.nth[-1] + 1]
    columns = {"day": range(len(ranks)), "rank": ranks, "following": [calendar.nth[rank] for rank in ranks]}
    pq.write_table(pa.table({name: pa.array(values, pa.int32()) for name, values in columns.items()}), path)


def differences(ours: Tables, theirs: Tables) -> list[str]:
    """Return the rows that only one side has, of both tables; money as decimal text and as decimals is the same."""
    import duckdb

    found = []
    for name, select in _COMPARED.items():
        pair = [select.format(getattr(side, name)) for side in (ours, theirs)]
        for who, (one, other) in (("govaudit", pair), ("the peer", pair[::-1])):
            rows = duckdb.sql(f"({one}) EXCEPT ALL ({other}) ORDER BY 1 LIMIT 3").fetchall()
            found += [f"{name}: only {who} has {row}" for row in rows]
    return found


def check(folder: Path, obligations: int, *, shuffle: bool = False) -> list[str]:
    """Settle a docket with govaudit and with the peers; return what they do not agree on."""
    from generate import generate

    docket, calendar, ours = folder / "docket", folder / "calendar.parquet", tables(folder, "govaudit")
    generate(docket, obligations, shuffle=shuffle)
    write_calendar(calendar)
    subprocess.run(status_command(docket, ours), check=True, stderr=subprocess.DEVNULL)
    found = []
    for peer in PEERS:
        theirs = tables(folder, peer)
        subprocess.run(peer_command(peer, docket, calendar, theirs), check=True)
        found += [f"{peer}: {difference}" for difference in differences(ours, theirs)]
    return found


def main() -> None:
    """Check once and say so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--obligations", type=int, default=10_000)
    parser.add_argument("--shuffle", action="store_true", help="scatter the rows over the files")
    chosen = parser.parse_args()
    found = check(chosen.folder, chosen.obligations, shuffle=chosen.shuffle)
    print("\n".join(found) or f"govaudit, {' and '.join(PEERS)} agree on {chosen.obligations} obligations")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
