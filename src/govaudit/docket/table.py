"""Columnar tables: one Python list a column, all of one length; `places` keeps where each row came from.

Values by column kind (docket.schema): text kinds str, date int (days since 1970-01-01), partial PartialDate,
instant aware datetime, money int (minor units), int int, number Decimal, rate Rate, json dict/list, flag bool;
an empty cell is None.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from govaudit.docket.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from govaudit.model.problem import Place, Problem


@dataclass(slots=True)
class Table:
    """One table of the docket; every column of its schema is present."""

    name: str
    columns: dict[str, list[Any]]
    places: list[Place]

    @classmethod
    def empty(cls, name: str) -> Table:
        """Return a table without rows."""
        return cls(name, {column: [] for column in TABLES[name].columns}, [])

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, column: str) -> list[Any]:
        return self.columns[column]

    def append(self, row: Mapping[str, Any], place: Place) -> None:
        """Add a row of typed values; missing columns become None."""
        for values, value in zip(self.columns.values(), map(row.get, self.columns), strict=True):
            values.append(value)
        self.places.append(place)

    def extend(self, columns: Mapping[str, Sequence[Any]], places: Sequence[Place], start: int, stop: int) -> None:
        """Add the rows `start` to `stop` of typed columns; missing columns become None."""
        for name, values in self.columns.items():
            values.extend(columns[name][start:stop] if name in columns else [None] * (stop - start))
        self.places.extend(places[start:stop])

    def row(self, index: int) -> dict[str, Any]:
        """Return one row as a dict (for small tables and messages)."""
        return {name: values[index] for name, values in self.columns.items()}

    def rows(self) -> Iterator[dict[str, Any]]:
        """Iterate over rows as dicts (for small tables)."""
        return (self.row(index) for index in range(len(self)))

    def index(self) -> dict[str, int]:
        """Return id -> row number; of a repeated id the first row."""
        found: dict[str, int] = {}
        for number, key in enumerate(self.columns["id"]):
            found.setdefault(key, number)
        return found

    def keep(self, wanted: list[bool]) -> None:
        """Drop the rows whose flag is False (bad rows under --lenient)."""
        for name, values in self.columns.items():
            self.columns[name] = [v for v, keep in zip(values, wanted, strict=True) if keep]
        self.places = [p for p, keep in zip(self.places, wanted, strict=True) if keep]


@dataclass(slots=True)
class Input:
    """One file that was read: the name as given, its sha256 and size in bytes."""

    file: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Statutory:
    """How a statutory obligation (`<instrument>/<rule>[#k]`) is tied to its rule and to the events that perform it."""

    rule: str
    trigger: int | None  # row of the triggering event, None when a column (signed_on) is the trigger
    performed_by: tuple[int, ...]  # rows of the events that perform it


@dataclass(slots=True)
class Docket:
    """All tables by name, the files they came from, and every problem met on the way.

    `rejected` holds the ids of rows that could not be used, by table; `elsewhere` those of sound rows left in their files (of a large
    docket: as many as a reference names or a suggestion may be made from); `statutory` is filled by the checklists: obligation id -> its
    rule and events. `reading` says how the files were read: what was declared of them, and what was wrong with the settings beside them.
    """

    tables: dict[str, Table] = field(default_factory=lambda: {name: Table.empty(name) for name in TABLES})
    inputs: list[Input] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rejected: dict[str, set[str]] = field(default_factory=dict)
    elsewhere: dict[str, set[str]] = field(default_factory=dict)
    statutory: dict[str, Statutory] = field(default_factory=dict)
    reading: str = ""

    @property
    def digest(self) -> str:
        """The sha256 over the files, names and bytes, and how they were read; of a docket from no file, over its rows."""
        said: list[object] = [self.reading, [(one.file, one.sha256, one.size) for one in self.inputs]]
        if not self.inputs:
            said += [(table.name, table.columns, table.places) for table in self.tables.values()]
        return hashlib.sha256(repr(said).encode()).hexdigest()

    def __getitem__(self, table: str) -> Table:
        return self.tables[table]

    def trigger_event(self, obligation: str) -> str | None:
        """Return the id of the event that gave rise to a statutory obligation, None of a promised one."""
        tied = self.statutory.get(obligation)
        return None if tied is None or tied.trigger is None else str(self["events"]["id"][tied.trigger])

    @property
    def errors(self) -> list[Problem]:
        """Problems that cost a row; notes are not among them."""
        return [problem for problem in self.problems if problem.level == "error"]
