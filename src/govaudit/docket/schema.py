"""The tables of a docket: every column with its kind, whether it must be filled, and what it refers to.

One description serves all readers, the template workbook, the JSON Schema of case files and the docs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from govaudit.docket.table_columns import COLUMNS, TABLE_TITLES
from govaudit.model import Text


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `kind` is one of id, ref, text, choice, date, anchor, partial, instant, recorded, money, int, number, rate,
    json, flag, list, spans, terms, tz.

    `values` are the allowed words of a choice, or the usual words of an open text (`open_list`).
    `refers` names the tables a ref may point into.
    """

    name: str
    kind: str
    label: Text
    required: bool = False
    values: tuple[str, ...] = ()
    open_list: bool = False
    refers: tuple[str, ...] = ()
    default: str | None = None


@dataclass(frozen=True)
class TableSpec:
    """One table; `needs` lists groups of columns of which at least one must be filled."""

    name: str
    title: Text
    columns: dict[str, Column] = field(default_factory=dict)
    needs: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def defaults(self) -> dict[str, str]:
        """What an empty cell of a column stands for."""
        return {name: column.default for name, column in self.columns.items() if column.default is not None}

    @cached_property
    def required(self) -> frozenset[str]:
        """The columns that must be filled in every row."""
        return frozenset(name for name, column in self.columns.items() if column.required)

    @cached_property
    def as_written(self) -> frozenset[str]:
        """The columns that hold text as it stands."""
        kinds = {"id", "ref", "text"}
        return frozenset(name for name, column in self.columns.items() if column.kind in kinds and not column.open_list)


def _column(line: str) -> Column:
    """Read one line of COLUMNS: `name[*] kind zh|en [= default] [: refs or values] [...]`."""
    head, _, rest = line.partition(" : ")
    head, _, default = head.partition(" = ")
    name, kind, label = head.split(None, 2)
    zh, en = label.split("|")
    words = tuple(word.strip() for word in rest.split(",")) if rest else ()
    open_list = bool(words) and words[-1] == "…"
    words = words[:-1] if open_list else words
    refers = words if kind == "ref" else ()
    return Column(
        name.rstrip("*"), kind, Text(zh.strip(), en.strip()), name.endswith("*"),
        () if refers else words, open_list, refers, default.strip() or None,
    )  # fmt: skip


def _tables() -> dict[str, TableSpec]:
    specs = {}
    for name, (zh, en, needs) in TABLE_TITLES.items():
        columns = [_column(line.strip()) for line in COLUMNS[name].strip().splitlines()]
        specs[name] = TableSpec(name, Text(zh, en), {column.name: column for column in columns}, needs)
    return specs


TABLES: dict[str, TableSpec] = _tables()
