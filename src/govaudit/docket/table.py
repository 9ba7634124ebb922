"""Columnar tables: one tuple a column, all of one length; `places` keeps where each row came from. Nothing of them changes.

Values by column kind (docket.schema): text kinds str, date int (days since 1970-01-01), partial PartialDate,
instant aware datetime, money int (minor units), int int, number Decimal, rate Rate, json dict/list, flag bool;
an empty cell is None. What a reader puts together row by row is a `docket.builder`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from govaudit.docket.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from govaudit.docket.events.left_out import LeftOut
    from govaudit.model import Place, Problem


@dataclass(frozen=True, eq=False)
class Table:
    """One table of the docket; every column of its schema is present, and none can be written to."""

    name: str
    columns: Mapping[str, Sequence[Any]]
    places: Sequence[Place]

    def __post_init__(self) -> None:
        own = self.__dict__
        own["columns"] = MappingProxyType({name: tuple(values) for name, values in self.columns.items()})
        own["places"] = tuple(self.places)

    def __reduce__(self) -> tuple[type[Table], tuple[str, dict[str, Sequence[Any]], Sequence[Place]]]:
        """Say how it is sent to another process, which a read-only view of a dict cannot be."""
        return Table, (self.name, dict(self.columns), self.places)

    @classmethod
    def empty(cls, name: str) -> Table:
        """Return a table without rows."""
        return cls(name, dict.fromkeys(TABLES[name].columns, ()), ())

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, column: str) -> Sequence[Any]:
        return self.columns[column]

    def row(self, index: int) -> dict[str, Any]:
        """Return one row as a dict (for small tables and messages)."""
        return {name: values[index] for name, values in self.columns.items()}

    def rows(self) -> Iterator[dict[str, Any]]:
        """Iterate over rows as dicts (for small tables)."""
        return (self.row(index) for index in range(len(self)))

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Id -> row number; of a repeated id the first row."""
        found: dict[str, int] = {}
        for number, key in enumerate(self.columns["id"]):
            found.setdefault(key, number)
        return MappingProxyType(found)

    def with_rows(self, rows: Sequence[Mapping[str, Any]], places: Sequence[Place]) -> Table:
        """Return the table with rows of typed values after its own; columns that a row leaves out are empty."""
        if not rows:
            return self
        columns = {name: (*values, *(row.get(name) for row in rows)) for name, values in self.columns.items()}
        return Table(self.name, columns, (*self.places, *places))

    def with_columns(self, **columns: Sequence[Any]) -> Table:
        """Return the table with some columns in place of its own, or beside them."""
        return Table(self.name, {**self.columns, **columns}, self.places)

    def chosen(self, rows: Sequence[int]) -> Table:
        """Return the table of some rows."""
        columns = {name: [values[row] for row in rows] for name, values in self.columns.items()}
        return Table(self.name, columns, [self.places[row] for row in rows])

    def without(self, rows: Collection[int]) -> Table:
        """Return the table without some rows."""
        return self.chosen([row for row in range(len(self)) if row not in rows]) if rows else self


@dataclass(frozen=True, slots=True)
class Input:
    """One file that was read: the name as given, its sha256 and size in bytes."""

    file: str
    sha256: str
    size: int


@dataclass(frozen=True, eq=False)
class Docket:
    """All tables by name, the files they came from, and every problem met on the way. A docket never changes after it was read.

    `rejected` holds the ids of rows that could not be used, by table; `elsewhere` those of sound rows left in their files (of a large
    docket: as many as a reference names or a suggestion may be made from). `reading` says how the files were read: what was declared of
    them, and what was wrong with the settings beside them. `left_out` are the rows of events that could not be used.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    inputs: Sequence[Input] = ()
    problems: Sequence[Problem] = ()
    rejected: Mapping[str, Collection[str]] = field(default_factory=dict)
    elsewhere: Mapping[str, Collection[str]] = field(default_factory=dict)
    reading: str = ""
    left_out: Sequence[LeftOut] = ()

    def __post_init__(self) -> None:
        own = self.__dict__
        own["tables"] = MappingProxyType(
            {name: self.tables[name] if name in self.tables else Table.empty(name) for name in TABLES}
        )
        own["inputs"], own["problems"], own["left_out"] = tuple(self.inputs), tuple(self.problems), tuple(self.left_out)
        for name in ("rejected", "elsewhere"):
            own[name] = MappingProxyType({table: frozenset(ids) for table, ids in own[name].items()})

    def __reduce__(self) -> tuple[type[Docket], tuple[Any, ...]]:
        """Say how it is sent to another process, which a read-only view of a dict cannot be."""
        return Docket, (
            dict(self.tables),
            self.inputs,
            self.problems,
            dict(self.rejected),
            dict(self.elsewhere),
            self.reading,
            self.left_out,
        )

    @property
    def digest(self) -> str:
        """The sha256 over the files, names and bytes, and how they were read; of a docket from no file, over its rows."""
        said: list[object] = [self.reading, [(one.file, one.sha256, one.size) for one in self.inputs]]
        if not self.inputs:
            said += [(table.name, dict(table.columns), table.places) for table in self.tables.values()]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def __getitem__(self, table: str) -> Table:
        return self.tables[table]

    def with_tables(self, *tables: Table) -> Docket:
        """Return the docket with other tables in the place of those of their names."""
        return replace(self, tables={**self.tables, **{table.name: table for table in tables}})

    def with_problems(self, problems: Sequence[Problem]) -> Docket:
        """Return the docket with further problems after its own."""
        return replace(self, problems=(*self.problems, *problems)) if problems else self

    @property
    def errors(self) -> list[Problem]:
        """Problems that cost a row; notes are not among them."""
        return [problem for problem in self.problems if problem.level == "error"]
