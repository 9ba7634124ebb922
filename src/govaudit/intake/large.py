"""A large docket of plain tables: its instruments, obligations and events stay in their files and are seen through DuckDB.

What is not plain here (another format among the files, headings with units, an encoding, fields of several lines) makes the docket one
to be read row by row: `find_large` then answers None, and the ordinary readers say what there is to say.
"""

from __future__ import annotations

import csv
import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from govaudit.intake.collect import Collector
from govaudit.intake.headings import read_headings, table_of
from govaudit.intake.parquet import cell
from govaudit.intake.read import docket_files, read_files
from govaudit.intake.worked import is_worked
from govaudit.model.problem import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from duckdb import DuckDBPyConnection
    from pyarrow import Table

    from govaudit.docket.schema import Column

STREAMED = ("instruments", "obligations", "events")
ENOUGH = 200_000  # rows of obligations and events; below them reading row by row takes less than compiling would
_BYTES_A_ROW = 40  # of a CSV file, to guess its rows by


@dataclass(slots=True)
class TableFile:
    """One file of a streamed table: its columns in order, its rows, and the number of the first of them in the table."""

    path: Path
    name: str
    columns: list[Column]
    rows: int
    digest: str
    first: int = 0


class Slice(NamedTuple):
    """Rows `start` to `stop` of a streamed table, all in one of its files."""

    table: str
    file: int
    start: int
    stop: int


@dataclass(slots=True)
class Large:
    """A docket whose large tables stay in their files; `small` collects the rows of all other tables.

    `piece` holds instead the rows of a part of it by table, with their row numbers `rn` in the whole, until their views are made.
    """

    files: dict[str, list[TableFile]]
    types: dict[str, dict[str, str]] = field(
        default_factory=dict
    )  # of the columns of each streamed table, once its view is made
    small: Collector = field(default_factory=Collector)
    piece: dict[str, Table] = field(default_factory=dict)

    def view(self, base: DuckDBPyConnection, table: str) -> dict[str, str]:
        """Make the view `raw_<table>` over the files of a table, with the row number `rn`; returns the types of its columns."""
        if table in self.piece:
            base.register("arrow_rows", self.piece.pop(table))
            base.execute(f"CREATE TABLE piece_{table} AS SELECT * FROM arrow_rows")
            base.unregister("arrow_rows")
            base.execute(f"CREATE OR REPLACE VIEW raw_{table} AS SELECT rn, {self._cast(table)} FROM piece_{table}")
            return self.types[table]
        parts = [_select(file) for file in self.files[table]]
        base.execute(f"CREATE OR REPLACE VIEW raw_{table} AS {' UNION ALL BY NAME '.join(parts)}")
        described = base.execute(f"DESCRIBE raw_{table}").fetchall()
        self.types[table] = {name: kind for name, kind, *_ in described if name != "rn"}
        return self.types[table]

    def rows(self, table: str) -> int:
        """Return the number of rows of a streamed table."""
        return sum(file.rows for file in self.files[table])

    def slices(self, table: str, size: int) -> list[Slice]:
        """Cut a streamed table into slices of about so many rows; a CSV file is one, because its rows have no addresses."""
        found = []
        for number, file in enumerate(self.files[table]):
            step = file.rows if file.path.suffix.lower() == ".csv" else size
            end = file.first + file.rows
            found += [Slice(table, number, at, min(at + step, end)) for at in range(file.first, end, max(step, 1))]
        return found

    def read(self, base: DuckDBPyConnection, part: Slice, columns: Sequence[str] | None = None) -> Table:
        """Read the rows of a slice (or some columns of it) with their row numbers `rn`, in the types of the whole table's view."""
        file = self.files[part.table][part.file]
        there = {column.name for column in file.columns}
        chosen = self._cast(part.table, columns, there)
        rows = f"SELECT rn, {chosen} FROM ({_select(file)}) WHERE rn BETWEEN {part.start} AND {part.stop - 1}"
        return base.sql(rows).to_arrow_table()

    def _cast(self, table: str, columns: Sequence[str] | None = None, there: Collection[str] | None = None) -> str:
        """Return columns in the types of the whole table, empty where the file has none."""
        types = self.types[table]
        values = {name: "NULL" if there is not None and name not in there else f'"{name}"' for name in columns or types}
        return ", ".join(
            f'{value} AS "{name}"' if types[name] == '"NULL"' else f'CAST({value} AS {types[name]}) AS "{name}"'
            for name, value in values.items()
        )

    def add_rows(self, base: DuckDBPyConnection, table: str, condition: str, out: Collector) -> list[int]:
        """Read the rows of a streamed table that fit a condition as the ordinary readers do; returns the row numbers of those added."""
        added = []
        files = self.files[table]
        firsts = [file.first for file in files]
        rows = base.execute(f"SELECT * FROM raw_{table} WHERE {condition} ORDER BY rn")
        names = [name for name, *_ in rows.description or ()]
        columns = {column.name: column for file in files for column in file.columns}
        while batch := rows.fetchmany(10_000):
            for values in batch:
                row = dict(zip(names, values, strict=True))
                rn = row.pop("rn")
                file = files[bisect_right(firsts, rn) - 1]
                heading = 1 if file.path.suffix.lower() == ".csv" else 0
                raw = {name: read for name, value in row.items() if (read := cell(value, columns[name])) is not None}
                before = len(out.docket[table])
                out.add(table, raw, Place(file.name, row=rn - file.first + 1 + heading))
                added += [rn] * (len(out.docket[table]) - before)
        return added


def find_large(paths: Sequence[Path], exclude: Sequence[str], *, at_least: int = ENOUGH) -> Large | None:
    """Return the docket opened in columns, None when it is not large enough or not plain."""
    found = [
        (file, name, _streamed(file, name))
        for path in paths
        if path.exists()
        for file, name in docket_files(path, exclude)
    ]
    large = [(file, name, table) for file, name, table in found if table is not None]
    if sum(_rows(file) for file, _, table in large if table != "instruments") < at_least:
        return None
    opened = Large({table: [] for table in STREAMED})
    for file, name, table in large:
        part = _open_parquet(file, name, table) if file.suffix.lower() == ".parquet" else _open_csv(file, name, table)
        if part is None:
            return None
        part.first = sum(other.rows for other in opened.files[table])
        opened.files[table].append(part)
        opened.small.record(name, part.digest, file.stat().st_size)
    if not all(opened.files.values()):
        return None
    read_files([(file, name) for file, name, table in found if table is None], opened.small)
    elsewhere = any(len(opened.small.docket[table]) for table in (*STREAMED, "debts"))
    return None if elsewhere else opened


def _streamed(file: Path, name: str) -> str | None:
    if file.suffix.lower() not in {".parquet", ".csv"}:
        return None
    table = table_of(file.stem) or table_of(name.rpartition("/")[0].rpartition("/")[2])
    return table if table in STREAMED else None


def _rows(file: Path) -> int:
    """Return the number of rows, of a CSV file about."""
    if file.suffix.lower() == ".csv":
        return file.stat().st_size // _BYTES_A_ROW
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return int(parquet.read_metadata(file).num_rows)
    except (pa.ArrowException, OSError):
        return 0


def _open_parquet(file: Path, name: str, table: str) -> TableFile | None:
    from pyarrow import parquet

    names = parquet.read_schema(file).names
    columns = _columns(table, names)
    return TableFile(file, name, columns, _rows(file), _digest(file)[0]) if columns else None


def _open_csv(file: Path, name: str, table: str) -> TableFile | None:
    """Open a CSV file of UTF-8, commas and one line a record; whether a record has several lines shows when all are counted."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text, strict=True)
            names, first = next(reader, []), next(reader, [])
    except (UnicodeDecodeError, csv.Error):
        return None
    columns = _columns(table, names)
    if not columns or is_worked(table, dict(zip((column.name for column in columns), first, strict=False))):
        return None
    digest, lines = _digest(file)
    return TableFile(file, name, columns, lines - 1, digest)


def _columns(table: str, names: list[str]) -> list[Column] | None:
    headings = read_headings(table, names, Place(""), Collector())
    if headings is None or headings.units or headings.remarks is not None or len(headings.columns) != len(names):
        return None
    columns = [column for column in headings.columns if column is not None]
    return columns if len(columns) == len(names) else None


def _digest(file: Path) -> tuple[str, int]:
    """Return the sha256 of a file and the number of its lines."""
    digest, lines, last = hashlib.sha256(), 0, b"\n"
    with file.open("rb") as data:
        while chunk := data.read(1 << 20):
            digest.update(chunk)
            lines += chunk.count(b"\n")
            last = chunk[-1:]
    return digest.hexdigest(), lines + (last != b"\n")


def _select(file: TableFile) -> str:
    path = str(file.path).replace("'", "''")
    if file.path.suffix.lower() == ".csv":
        types = ", ".join(f"'{column.name}': 'VARCHAR'" for column in file.columns)
        source = f"read_csv('{path}', header=true, auto_detect=false, delim=',', quote='\"', escape='\"', nullstr='', strict_mode=true, columns={{{types}}})"
        return f"SELECT row_number() OVER () - 1 + {file.first} AS rn, * FROM {source}"
    from pyarrow import parquet

    names = parquet.read_schema(file.path).names
    chosen = ", ".join(
        f'"{name.replace(chr(34), chr(34) * 2)}" AS "{column.name}"'
        for name, column in zip(names, file.columns, strict=True)
    )
    return f"SELECT file_row_number + {file.first} AS rn, {chosen} FROM read_parquet('{path}', file_row_number=true)"
