"""A docket while it is read: rows are added and, where they are no good, taken out again. `freeze` is the end of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.docket.events.left_out import LeftOut
from govaudit.docket.schema import TABLES
from govaudit.docket.table import Docket, Input, Table
from govaudit.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from govaudit.model import Place, Text


class TableBuilder:
    """One table that grows; every column of its schema is present."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.columns: dict[str, list[Any]] = {column: [] for column in TABLES[name].columns}
        self.places: list[Place] = []

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

    def rows(self) -> Iterator[dict[str, Any]]:
        """Iterate over rows as dicts (for small tables)."""
        return ({name: values[row] for name, values in self.columns.items()} for row in range(len(self)))

    def keep(self, wanted: Sequence[bool]) -> None:
        """Drop the rows whose flag is False (bad rows under --lenient)."""
        for name, values in self.columns.items():
            self.columns[name] = [v for v, keep in zip(values, wanted, strict=True) if keep]
        self.places = [p for p, keep in zip(self.places, wanted, strict=True) if keep]


class DocketBuilder:
    """All tables while they grow, the files read, and the problems met so far; the rest as in `Docket`."""

    def __init__(self) -> None:
        self.tables = {name: TableBuilder(name) for name in TABLES}
        self.inputs: list[Input] = []
        self.problems: list[Problem] = []
        self.rejected: dict[str, set[str]] = {}
        self.elsewhere: dict[str, set[str]] = {}
        self.reading = ""
        self.left_out: list[LeftOut] = []

    @classmethod
    def of(cls, docket: Docket) -> DocketBuilder:
        """Return what goes on from a docket: its tables and rejected ids, without files and problems."""
        made = cls()
        for name, table in docket.tables.items():
            made[name].extend(table.columns, table.places, 0, len(table))
        made.rejected = {table: set(ids) for table, ids in docket.rejected.items()}
        made.left_out = list(docket.left_out)
        return made

    def __getitem__(self, table: str) -> TableBuilder:
        return self.tables[table]

    def leave_out(self, table: str, row: Mapping[str, Any], place: Place) -> None:
        """Remember a row of events that cannot be used: it may have moved a duty."""
        if table == "events":
            self.left_out.append(LeftOut(dict(row), place))

    @property
    def errors(self) -> list[Problem]:
        """Problems that cost a row; notes are not among them."""
        return [problem for problem in self.problems if problem.level == "error"]

    def freeze(self) -> Docket:
        """Return what was read, which nobody changes any more."""
        tables = {name: Table(name, table.columns, table.places) for name, table in self.tables.items()}
        return Docket(tables, self.inputs, self.problems, self.rejected, self.elsewhere, self.reading, self.left_out)


# --- Adding a problem to a docket


def report_problem(docket: DocketBuilder, code: str, place: Place, what: Text, remedy: Text, value: Any = None) -> None:
    """Record what is wrong with a row of the docket."""
    docket.problems.append(Problem(code, place, what, remedy, None if value is None else str(value)))
