"""The tables of a docket written row by row, as CSV or Parquet; a table without rows makes no file."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, Self

from govaudit.model import iso

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from govaudit.formats.event_log.log_map import Party

COLUMNS: dict[str, tuple[str, ...]] = {
    "instruments": ("id", "domain", "kind", "title", "authority", "counterparty", "currency", "region", "attributes", "source"),
    "obligations": (
        "id", "instrument", "title", "bearer", "beneficiary", "action", "due_on", "anchor", "n", "unit", "start", "roll", "amount",
        "currency", "condition", "calendar", "tz", "clause", "source",
    ),
    "events": ("id", "obligation", "instrument", "type", "occurred_on", "amount", "currency", "person", "note", "source"),
    "orgs": ("id", "name"), "posts": ("id", "org", "title"), "persons": ("id", "name"),
    "tenures": ("id", "post", "person", "certainty", "source"), "sources": ("id", "table", "complete_through"),
}  # fmt: skip
_DAYS = {"due_on", "occurred_on", "complete_through"}
_COUNTS = {"n"}
_BATCH = 1 << 14  # rows
_iso = lru_cache(maxsize=1 << 15)(iso)


class _LogSheet(Protocol):
    def write(self, row: Sequence[Any]) -> None: ...
    def close(self) -> None: ...


class Tables:
    """Writes rows into the files of a folder; days are day numbers, money is decimal text. `counts` says how many went where."""

    def __init__(self, folder: Path, form: str) -> None:
        self._folder, self._form = folder, form
        self._sheets: dict[str, _LogSheet] = {}
        self._open = ExitStack()
        self.counts: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def write(self, table: str, row: Sequence[Any]) -> None:
        """Write one row in the order of COLUMNS."""
        sheet = self._sheets.get(table)
        if sheet is None:
            make = _CsvSheet if self._form == "csv" else _ParquetSheet
            sheet = self._sheets[table] = make(self._folder / f"{table}.{self._form}", COLUMNS[table])
            self._open.callback(sheet.close)
        sheet.write(row)
        self.counts[table] = self.counts.get(table, 0) + 1


class _CsvSheet:
    """UTF-8 with BOM, so that spreadsheets read it right."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(columns)
        self._days = [place for place, name in enumerate(columns) if name in _DAYS]

    def write(self, row: Sequence[Any]) -> None:
        cells = list(row)
        for place in self._days:
            cells[place] = _iso(cells[place])
        self._writer.writerow(cells)

    def close(self) -> None:
        self._file.close()


class _ParquetSheet:
    """Days as date32, counts as int32, all else as text."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        kinds = [pa.date32() if name in _DAYS else pa.int32() if name in _COUNTS else pa.string() for name in columns]
        self._schema = pa.schema(list(zip(columns, kinds, strict=True)))
        self._writer = parquet.ParquetWriter(path, self._schema)
        self._rows: list[Sequence[Any]] = []

    def write(self, row: Sequence[Any]) -> None:
        self._rows.append(row)
        if len(self._rows) == _BATCH:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        columns = zip(*self._rows, strict=True)
        arrays = [
            pa.array(column, pa.int32()).cast(pa.date32()) if field.name in _DAYS else pa.array(column, field.type)
            for column, field in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))
        self._rows.clear()

    def close(self) -> None:
        if self._rows:
            self._flush()
        self._writer.close()


# --- Bodies, posts and officials that a log names, each once

Row = tuple[object, ...]


class LogParties:
    """Collects who a log names; `rows` holds table -> id -> row.

    An official whom a log names as responsible holds a post of the authority that is known by his name only: the tenure has no
    days, because the log states none, so that he may, but not certainly does, answer on any of them.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self.rows: dict[str, dict[str, Row]] = {table: {} for table in ("orgs", "posts", "persons", "tenures")}

    def org(self, name: str) -> str:
        """Add a body and return its id."""
        self.rows["orgs"].setdefault(name, (name, name))
        return name

    def person(self, name: str) -> str:
        """Add an official and return his id."""
        self.rows["persons"].setdefault(name, (name, name))
        return name

    def of(self, party: Party, name: str, authority: str) -> str:
        """Add whom a map's party names and return the id of the body or post."""
        if party.kind == "ref":
            return name
        if party.kind == "org":
            return self.org(name)
        post = f"{authority}/{name}"
        self.rows["posts"].setdefault(post, (post, authority, name))
        if party.kind == "person" and post not in self.rows["tenures"]:
            self.rows["tenures"][post] = (post, post, self.person(name), "possible", self._source)
        return post
