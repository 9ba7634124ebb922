"""Run peer.sql with DuckDB: `peer_sql.py DOCKET CALENDAR SETTLED SHARES`; what does not fit in memory goes beside SETTLED."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
from day import AS_OF


def main() -> None:
    """Settle a docket and write both tables."""
    docket, calendar, settled, shares = sys.argv[1:]
    script = Path(__file__).with_name("peer.sql").read_text(encoding="utf-8")
    with duckdb.connect(config={"temp_directory": str(Path(settled).with_name("duckdb"))}) as base:
        base.execute(script.format(as_of=AS_OF, docket=docket, calendar=calendar, settled=settled, shares=shares))


if __name__ == "__main__":
    main()
