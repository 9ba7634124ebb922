"""A large docket of plain tables: its instruments, obligations and events stay in their files and are seen through DuckDB.

What is not plain here (another format among the files, headings with units, an encoding, fields of several lines) makes the docket one
to be read row by row: `find_large` then answers None, and the ordinary readers say what there is to say.
"""

from __future__ import annotations

import csv
import hashlib
import re
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.formats.collect import Collector
from govaudit.formats.csv_table import LONGEST_FIELD
from govaudit.formats.parquet import cell
from govaudit.formats.read import docket_files, read_files
from govaudit.formats.workbook.headings import Headings, read_headings, repeats_headings, table_of
from govaudit.formats.workbook.template_examples import is_worked
from govaudit.model import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    from duckdb import DuckDBPyConnection
    from pyarrow import Table

    from govaudit.docket import Column

STREAMED = ("instruments", "obligations", "events")
ENOUGH = 200_000  # rows of obligations and events; below them reading row by row takes less than compiling would
_NULL = '"NULL"'  # DuckDB's name of the type of nothing
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_MIXED = "MIXED"  # of columns whose files have different types, of which text would not say what the cell holds
_NO_LINE = re.compile(rb"\n\r?\n|\r(?!\n)")
_BYTES_A_ROW = 40  # of a CSV file, to guess its rows by


class UnreadableError(Exception):
    """A file with cells that no reader can read: the docket is read row by row, which says so."""


@dataclass(slots=True)
class TableFile:
    """One file of a streamed table: its headings, the columns they mean, their types in Parquet, its rows, whether a line is a row, and the number of the first row in the table."""

    path: Path
    name: str
    headings: list[str]
    columns: list[Column]
    kinds: list[pa.DataType | None]
    rows: int
    digest: str
    by_line: bool = True
    first: int = 0

    @property
    def is_csv(self) -> bool:
        """Whether it is CSV: else it is Parquet."""
        return self.path.suffix.lower() == ".csv"


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
    order: dict[str, int] = field(default_factory=dict)  # of all files, by the name shown to people
    types: dict[str, dict[str, str]] = field(
        default_factory=dict
    )  # of the columns of each streamed table, once its view is made
    small: Collector = field(default_factory=Collector)
    piece: dict[str, Table] = field(default_factory=dict)
    is_piece: bool = False  # once such views are made
    is_uniform: bool = True  # the files of a table have the same types, as far as views are made

    def view(self, base: DuckDBPyConnection, table: str) -> dict[str, str]:
        """Make the view `raw_<table>` over the files of a table, with the row number `rn`; returns the types of its columns."""
        if table in self.piece:
            self.is_piece = True
            base.register("arrow_rows", self.piece.pop(table))
            base.execute(f"CREATE TABLE piece_{table} AS SELECT * FROM arrow_rows")
            base.unregister("arrow_rows")
            base.execute(f"CREATE OR REPLACE VIEW raw_{table} AS SELECT rn, {self._cast(table)} FROM piece_{table}")
            return self.types[table]
        kinds = [_kinds(base, file) for file in self.files[table]]
        self.types[table] = types = _common(kinds)
        self.is_uniform &= all(own[name] in {types[name], _NULL} for own in kinds for name in own)
        parts = [
            f"SELECT rn, {', '.join(_as_kind(name, types[name]) for name in own)} FROM ({_select(file)})"
            for file, own in zip(self.files[table], kinds, strict=True)
        ]
        base.execute(f"CREATE OR REPLACE VIEW raw_{table} AS {' UNION ALL BY NAME '.join(parts)}")
        return types

    def rows(self, table: str) -> int:
        """Return the number of rows of a streamed table."""
        return sum(file.rows for file in self.files[table])

    def slices(self, table: str, size: int) -> list[Slice]:
        """Cut a streamed table into slices of about so many rows; a CSV file is one, because its rows have no addresses."""
        found = []
        for number, file in enumerate(self.files[table]):
            step = file.rows if file.is_csv else size
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
        return ", ".join(
            _as_kind(name, types[name], is_there=there is None or name in there) for name in columns or types
        )

    def add_rows(self, base: DuckDBPyConnection, table: str, wanted: str, out: Collector) -> list[int]:
        """Read the rows of a streamed table whose numbers are in the table `wanted` as the ordinary readers do; returns those of the rows added."""
        added = []
        for file in self.files[table]:
            rows = f"SELECT * FROM raw_{table}" if self.is_piece else _select(file)
            last = file.first + file.rows - 1
            mine = f"rn BETWEEN {file.first} AND {last} AND rn IN (SELECT rn FROM {wanted})"
            places = range(1 + file.is_csv, 1 + file.is_csv + file.rows) if self.is_piece else _places(file)
            for batch in stream(base, f"SELECT * FROM ({rows}) WHERE {mine} ORDER BY rn", 10_000):
                for rn, raw in _raw_rows(batch, file):
                    if file.is_csv and _says_nothing(table, raw):
                        continue
                    before = len(out.docket[table])
                    out.add(table, raw, Place(file.name, row=places[rn - file.first]))
                    added += [rn] * (len(out.docket[table]) - before)
        return added


def stream(base: DuckDBPyConnection, query: str, size: int) -> Iterator[pa.RecordBatch]:
    """Yield the batches of a query; what goes wrong between them, whatever it is to DuckDB, comes through Arrow as an OSError."""
    try:
        yield from base.sql(query).to_arrow_reader(size)
    except OSError as error:
        raise UnreadableError(str(error)) from error


def _raw_rows(batch: pa.RecordBatch, file: TableFile) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number of each row, and its cells as the reader of the format has them: instants in the time zone of their file."""
    columns = [batch[column.name] for column in file.columns]
    typed = [
        values.cast(kind)
        if kind is not None and str(kind).startswith("timestamp") and str(values.type).startswith("timestamp")
        else values
        for values, kind in zip(columns, file.kinds, strict=True)
    ]
    try:
        for rn, *values in zip(batch["rn"].to_pylist(), *(values.to_pylist() for values in typed), strict=True):
            cells = {column.name: cell(value, column) for column, value in zip(file.columns, values, strict=True)}
            yield rn, {name: value for name, value in cells.items() if value is not None}
    except (ValueError, OverflowError) as error:
        raise UnreadableError(file.name) from error


def _says_nothing(table: str, raw: Mapping[str, str]) -> bool:
    """Whether a line of CSV is blank, or the template's worked row."""
    filled = {name: value for name, value in raw.items() if value.strip()}
    return not filled or is_worked(table, filled)


def _places(file: TableFile) -> Sequence[int]:
    """Return for each row the number a person counts: of the row in Parquet, of the line on which it starts in CSV."""
    if file.by_line:
        return range(1 + file.is_csv, 1 + file.is_csv + file.rows)
    csv.field_size_limit(LONGEST_FIELD)
    places, line = array("q"), 1
    with file.path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text, strict=True)
        for cells in reader:
            if cells:
                places.append(line)
            line = reader.line_num + 1
    return places[1:]


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
    order = {name: number for number, (_, name, _) in enumerate(found)}
    opened = Large({table: [] for table in STREAMED}, order)
    for file, name, table in large:
        part = _open_parquet(file, name, table) if file.suffix.lower() == ".parquet" else _open_csv(file, name, table)
        if part is None:
            return None
        part.first = sum(other.rows for other in opened.files[table])
        opened.files[table].append(part)
        opened.small.record(name, part.digest, file.stat().st_size)
    if not all(opened.files.values()) or len(order) < len(found):
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
    import pyarrow as pa
    from pyarrow import parquet

    try:
        schema = parquet.read_schema(file)
    except (pa.ArrowException, OSError):
        return None
    columns = _columns(table, schema.names)
    if not columns or any(pa.types.is_decimal256(kind) for kind in schema.types):  # which DuckDB reads as floats
        return None
    return TableFile(file, name, schema.names, columns, schema.types, _rows(file), _digest(file))


def _open_csv(file: Path, name: str, table: str) -> TableFile | None:
    """Open a CSV file of UTF-8, commas and one line a record."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text, strict=True)
            names, first = next(reader, []), next(reader, [])
    except (UnicodeDecodeError, csv.Error):
        return None
    columns = _columns(table, names)
    if not columns or repeats_headings(table, Headings([*columns]), first) is not None:
        return None
    digest, lines = _scan(file)
    found = TableFile(
        file, name, names, columns, [None] * len(columns), (lines or 0) - 1, digest, by_line=lines is not None
    )
    if lines is None:
        found.rows = _records(found)
    return found if found.rows >= 0 else None


def _records(file: TableFile) -> int:
    """Count the records of a CSV file, -1 when it is none."""
    import duckdb

    try:
        with duckdb.connect() as base:
            return int(base.execute(f"SELECT count(*) FROM ({_select(file)})").fetchall()[0][0])
    except duckdb.Error:
        return -1


def _digest(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _columns(table: str, names: list[str]) -> list[Column] | None:
    headings = read_headings(table, names, Place(""), Collector())
    if headings is None or headings.units or headings.remarks is not None or len(headings.columns) != len(names):
        return None
    columns = [column for column in headings.columns if column is not None]
    return columns if len(columns) == len(names) else None


def _scan(file: Path) -> tuple[str, int | None]:
    """Return the sha256 of a file, and its lines up to the last with something on it where each of them is surely one record."""
    digest, lines, by_line, end = hashlib.sha256(), 1, True, b""
    with file.open("rb") as data:
        while chunk := data.read(1 << 20):
            digest.update(chunk)
            text = end + chunk
            body = text.rstrip(b"\r\n")
            end = text[len(body) :]
            lines += body.count(b"\n")
            by_line = by_line and b'"' not in body and not _NO_LINE.search(body)
    return digest.hexdigest(), lines if by_line else None


def _select(file: TableFile) -> str:
    path = str(file.path).replace("'", "''")
    if file.is_csv:
        types = ", ".join(f"'{column.name}': 'VARCHAR'" for column in file.columns)
        source = f"read_csv('{path}', header=true, auto_detect=false, delim=',', quote='\"', escape='\"', nullstr='', strict_mode=true, columns={{{types}}})"
        return f"SELECT row_number() OVER () - 1 + {file.first} AS rn, * FROM {source}"
    chosen = ", ".join(
        f'"{name.replace(chr(34), chr(34) * 2)}" AS "{column.name}"'
        for name, column in zip(file.headings, file.columns, strict=True)
    )
    return f"SELECT file_row_number + {file.first} AS rn, {chosen} FROM read_parquet('{path}', file_row_number=true)"


def _kinds(base: DuckDBPyConnection, file: TableFile) -> dict[str, str]:
    """Return the types that DuckDB gives the columns of a file."""
    return {name: kind for name, kind, *_ in base.execute(f"DESCRIBE {_select(file)}").fetchall() if name != "rn"}


def _common(kinds: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return one type for each column of several files: text where they differ, or _MIXED."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(name for own in kinds for name in own):
        own = {one[name] for one in kinds if name in one} - {_NULL}
        if len(own) > 1:
            found[name] = (
                "VARCHAR" if all(kind.startswith(("VARCHAR", "DATE", "DECIMAL", *_WHOLE)) for kind in own) else _MIXED
            )
        else:
            found[name] = own.pop() if own else _NULL
    return found


def _as_kind(name: str, kind: str, *, is_there: bool = True) -> str:
    """Return a column in a type; cells of a mixed one as bytes, which are no text to anyone."""
    value = f'"{name}"' if is_there else "NULL"
    if kind == _MIXED:
        value = f"encode(CAST({value} AS VARCHAR))"
    elif kind != _NULL:
        value = f"CAST({value} AS {kind})"
    return f'{value} AS "{name}"'
