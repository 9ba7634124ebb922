"""Rows that come in blocks, read column by column: a cell that repeats is read once.

What comes out is what `Collector.add` makes of one row after another: a row with anything to say (a fault, an empty cell that must be
filled, the first date of a column in another form) goes that way, in its place.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from govaudit.docket import TABLES
from govaudit.formats.collect import REPEATED, UNIT_COLUMNS, echo, is_empty
from govaudit.model import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from govaudit.docket import Column
    from govaudit.formats.collect import Collector
    from govaudit.model import Place

_TEXT = {str, type(None)}
_ALIKE = {str, int, dt.date, type(None)}  # types of cells that say the same where they are equal


def add_block(
    out: Collector, table: str, cells: Mapping[str, Sequence[Any]], places: Sequence[Place], units: Mapping[str, int],
    alone: Callable[[int], None], apart: Collection[int] = (),
) -> None:  # fmt: skip
    """Add the rows of a file, their cells given by column; `alone` adds the n-th of them by itself, as the rows in `apart` must go."""
    block = _Block(out, table, cells, units, len(places))
    block.find_empty()
    echoes = block.echoes(places, apart)
    odd = block.odd.union(apart)
    start = 0
    for row in (*sorted(odd), len(places)):
        if start < row:
            out.docket[table].extend(block.columns, places, start, row)
        if row < len(places):
            alone(row)
        start = row + 1
    for key, rows in echoes.items():
        out.echo_again(key, len(rows - odd))


class _Block:
    """The typed columns of a block, None in cells that are empty; `odd` are the rows with something to say.

    `echoed` are, by column, the rows with a date in another form.
    """

    def __init__(
        self, out: Collector, table: str, cells: Mapping[str, Sequence[Any]], units: Mapping[str, int], count: int
    ) -> None:
        self.out, self.spec, self.cells, self.units, self.count = out, TABLES[table], cells, units, count
        self.odd: set[int] = set()
        self.echoed: dict[str, set[int]] = {}
        self._beside = [name for name in ("currency", UNIT_COLUMNS.get(table, "")) if name in cells]
        self.columns = {name: self._column(self.spec.columns[name]) for name in cells}

    def find_empty(self) -> None:
        """Find the rows that leave empty what must be filled; in the others empty cells take the default of their column."""
        for group in (*((name,) for name in self.spec.required), *self.spec.needs):
            found = [self.columns[name] for name in group if name in self.columns]
            if all(None in values for values in found):
                nothing = (None,) * len(found)
                rows = zip(*found, strict=True) if found else [nothing] * self.count
                self.odd.update(row for row, values in enumerate(rows) if values == nothing)
        for name, default in self.spec.defaults.items():
            values = self.columns.get(name)
            self.columns[name] = (
                [default] * self.count if values is None else [default if value is None else value for value in values]
            )

    def echoes(self, places: Sequence[Place], apart: Collection[int]) -> dict[tuple[str, str | None, str], set[int]]:
        """Return the rows of each echo but those that go apart; the first of an echo is odd, so that it stands where it belongs."""
        found = {}
        for column, rows in self.echoed.items():
            if mine := rows.difference(apart):
                first = min(mine)
                key = (places[first].file, places[first].sheet, column)
                found[key] = mine
                if key not in self.out.echoes:
                    self.odd.add(first)
        return found

    def _column(self, column: Column) -> list[Any]:
        cells = self.cells[column.name]
        kinds = set(map(type, cells))
        if kinds <= _TEXT and column.name in self.spec.as_written:
            return [(cell and cell.strip()) or None for cell in cells]
        if kinds <= _ALIKE and (column.open_list or column.kind in REPEATED):
            return self._repeated(column, cells)
        return [None if cell is None or cell == "" else self._single(column, row) for row, cell in enumerate(cells)]

    def _repeated(self, column: Column, cells: Sequence[Any]) -> list[Any]:
        """Read a column's cells, each once for all rows that hold it."""
        known = self.out.known[self.spec.name, column.name]
        loud = self.out.loud[self.spec.name, column.name]
        bad = set()
        for cell in set(cells).difference(known, loud):
            try:
                value = self._read(column, cell, {})
            except Fault:
                bad.add(cell)
            else:
                (known if echo(column, cell, value) is None else loud)[cell] = value
        if bad:
            self.odd.update(row for row, cell in enumerate(cells) if cell in bad)
        if loud:
            self.echoed[column.name] = {row for row, cell in enumerate(cells) if cell in loud}
            return [loud[cell] if cell in loud else known.get(cell) for cell in cells]
        return list(map(known.get, cells))

    def _single(self, column: Column, row: int) -> Any:
        cell = self.cells[column.name][row]
        beside = {name: self.cells[name][row] for name in self._beside} if column.kind == "money" else {}
        try:
            value = self._read(column, cell, beside)
        except Fault:
            self.odd.add(row)
            return None
        if echo(column, cell, value) is not None:
            self.odd.add(row)
        return value

    def _read(self, column: Column, cell: Any, beside: Mapping[str, Any]) -> Any:
        if is_empty(cell):
            return None
        given = {name: value for name, value in beside.items() if not is_empty(value)}
        return self.out.cell(self.spec.name, column, cell, given, self.units)
