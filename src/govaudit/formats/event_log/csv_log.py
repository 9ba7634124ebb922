"""CSV logs: a row an event, in any order; cases are brought together on disk, so that memory stays flat."""

from __future__ import annotations

import csv
import gzip
import itertools
import shutil
import sqlite3
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from govaudit.formats.encodings import find_encoding
from govaudit.formats.event_log.log_case import LogEntry, LogTrace, Seen
from govaudit.model import Fault, Text

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator, Sequence

    from govaudit.formats.collect import Collector

_DELIMITERS = (",", "\t", ";", "|")
_FIELD = 4 << 20  # a longer field is a quote that was never closed
_GZIP = b"\x1f\x8b"


def read_csv_log(path: Path, case: str, wanted: set[str], seen: Seen, out: Collector) -> Iterator[LogTrace]:
    """Yield the cases of a .csv or .csv.gz log in the order of their first rows; `case` is the column of the case id.

    `out` knows the declared encoding and takes the note on the one that was used. Fault, with its line, when the file cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="govaudit-") as folder:
        plain = _unpacked(path, Path(folder))
        encoding = find_encoding(plain, path.name, out)
        with plain.open(encoding=encoding, newline="") as file:
            yield from _Rows(case, wanted, seen).traces(file)


def _unpacked(path: Path, folder: Path) -> Path:
    """Return the file, unpacked to a folder when it is gzip: the encoding is found by reading it twice."""
    with path.open("rb") as raw:
        if raw.read(2) != _GZIP:
            return path
    made = folder / "log.csv"
    try:
        with gzip.open(path, "rb") as packed, made.open("wb") as out:
            shutil.copyfileobj(packed, out, 1 << 20)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise Fault("damaged_gzip", Text("压缩文件已损坏或不完整", "the gzip file is damaged or cut off"),
                    Text("重新导出", "export it again")) from None  # fmt: skip
    return made


class _Rows:
    """The rows of one log, sorted by case through a database of the standard library that lives and dies on disk."""

    def __init__(self, case: str, wanted: set[str], seen: Seen) -> None:
        self.case, self.wanted, self.seen = case, wanted, seen
        self.names: list[str] = []  # the wanted columns that the file has
        self.cases: dict[str, int] = {}

    def traces(self, file: io.TextIOWrapper) -> Iterator[LogTrace]:
        """Sort the rows of a file by case and yield the cases."""
        delimiter = _delimiter(file, self.wanted)
        file.seek(0)
        records = _records(file, delimiter)
        heads = [cell.strip().lstrip("\ufeff") for cell in next(records, (1, []))[1]]
        self.seen.attributes.update(heads)
        self.names = [name for name in dict.fromkeys(heads) if name in self.wanted]
        if repeated := [name for name in self.names if heads.count(name) > 1]:
            raise Fault("repeated_heading", Text(f"列“{repeated[0]}”出现了两次", f"column '{repeated[0]}' occurs twice"),
                        Text("删除其中一列", "remove one of them"), line=1)  # fmt: skip
        if self.case not in self.names:
            return  # the names that a map gives and a log has not are reported for all of them at once
        store = sqlite3.connect("")
        try:
            yield from self._sorted(store, records, heads)
        finally:
            store.close()

    def _sorted(
        self, store: sqlite3.Connection, records: Iterator[tuple[int, list[str]]], heads: list[str]
    ) -> Iterator[LogTrace]:
        columns = "".join(f", v{number} TEXT" for number in range(len(self.names)))
        store.execute(f"CREATE TABLE entry (number INTEGER, line INTEGER, fields INTEGER{columns})")
        marks = ", ".join("?" * (3 + len(self.names)))
        store.executemany(f"INSERT INTO entry VALUES ({marks})", self._rows(records, heads))  # noqa: S608 - question marks only
        ordered = store.execute("SELECT * FROM entry ORDER BY number, line")
        for number, rows in itertools.groupby(ordered, key=lambda row: row[0]):
            yield self._trace(number, list(rows), len(heads))

    def _rows(self, records: Iterator[tuple[int, list[str]]], heads: list[str]) -> Iterator[Sequence[object]]:
        places = [heads.index(name) for name in self.names]
        at, last = heads.index(self.case), max(places)
        for line, cells in records:
            key = cells[at].strip() if at < len(cells) else ""
            # Rows without a case id are cases of their own: each is reported, none can be judged.
            number = self.cases.setdefault(key or f"\0{line}", len(self.cases) + 1)
            padded = [*cells, *[""] * (last + 1 - len(cells))]
            yield number, line, len(cells), *(padded[place].strip() for place in places)

    def _trace(self, number: int, rows: list[tuple[int | str, ...]], width: int) -> LogTrace:
        entries = []
        faults = []
        for count, (_, line, fields, *cells) in enumerate(rows, 1):
            entries.append(LogEntry(count, int(line), {n: str(c) for n, c in zip(self.names, cells, strict=True) if c}))
            if fields != width:
                faults.append((int(line), _ragged(int(fields), width)))
        own = {self.case: entries[0].values[self.case]} if self.case in entries[0].values else {}
        return LogTrace(number, entries[0].line, own, entries, faults, flat=True)


def _ragged(fields: int, width: int) -> Fault:
    return Fault("ragged_row", Text(f"该行有 {fields} 个字段，表头有 {width} 个", f"the row has {fields} fields, the heading {width}"),
                 Text("补足或删去多余的分隔符；含分隔符的字段加引号", "add or remove separators; quote fields that contain one"))  # fmt: skip


def _delimiter(file: io.TextIOWrapper, wanted: set[str]) -> str:
    """Return the delimiter under which the first line names most columns of the map; the comma where none speaks for another."""
    line = next((line for line in file if line.strip()), "").strip("\ufeff\r\n")

    def named(delimiter: str) -> int:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        return len(wanted & {cell.strip() for cell in cells})

    return max(_DELIMITERS, key=named)


def _records(file: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line on which the record starts, cells) of records that hold anything; Fault at a broken quote."""
    csv.field_size_limit(_FIELD)
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            raise Fault("bad_csv", Text("引号没有成对，自该行起无法读取", "quotes do not match; nothing can be read from this line on"),
                        Text('字段内的引号写成两个 ""', 'write a quote inside a field as two ""'), line=line) from None  # fmt: skip
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells
