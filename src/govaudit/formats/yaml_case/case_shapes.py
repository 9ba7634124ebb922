"""The several ways a person writes the same rows in YAML, brought to one: mappings keyed by id, terms in groups, rows in place.

`obligations: {A-1: {title: …}}` is a list of one row; `grace: {n: 5, unit: day}` is the columns grace_n and grace_unit;
`authority: {id: F, name: …}` is a row of orgs and a reference to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.docket import TABLES
from govaudit.model import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

# Terms of an obligation that belong together -> the column of each word (the words are those of the clause: due, grace, interest).
GROUPS: dict[str, dict[str, str]] = {
    "due": {"on": "due_on", **{name: name for name in ("due_on", "anchor", "n", "unit", "start", "roll")}},
    "grace": {"n": "grace_n", "unit": "grace_unit", "mode": "grace_mode"},
    "interest": {"mode": "interest_mode", "rate": "interest_rate", "table": "rate_table"},
}


def rows_of(table: str, value: Any, inside: set[str]) -> Iterator[Any]:
    """Yield the rows that `value` holds: a list, a single row, or rows under their ids; `inside` may nest in a row."""
    if value is None:
        return
    if isinstance(value, list):
        yield from value
    elif isinstance(value, Mapping) and _keyed(table, value, inside):
        for key, row in value.items():
            if "id" not in row:
                row["id"] = key
                row.lines["id"] = value.line_of(key)
            yield row
    else:
        yield value


def _keyed(table: str, value: Mapping, inside: set[str]) -> bool:
    words = {*TABLES[table].columns, *inside, *GROUPS}
    return (
        "id" in TABLES[table].columns and bool(value) and not words & set(value) and all(isinstance(row, Mapping) for row in value.values())
    )  # fmt: skip


def ungroup(table: str, row: Mapping) -> None:
    """Write grouped terms of an obligation as its columns, in place; a group with an unknown word is left to be refused."""
    if table != "obligations":
        return
    for group, columns in GROUPS.items():
        terms = row.get(group)
        if (
            not isinstance(terms, Mapping)
            or not set(terms) <= set(columns)
            or any(columns[word] in row for word in terms)
        ):
            continue
        for word, value in terms.items():
            row[columns[word]] = value
            row.lines[columns[word]] = terms.line_of(word)
        del row[group]


def rows_in_place(table: str, row: Mapping) -> Iterator[tuple[str, Mapping]]:
    """Yield (table, row) of rows written where a reference stands, and leave their ids there."""
    if not any(isinstance(value, (list, Mapping)) for value in row.values()):
        return  # nearly every row
    for name, column in TABLES[table].columns.items():
        target = "evidence" if name == "evidence" else column.refers[0] if len(column.refers) == 1 else None
        value = row.get(name)
        listed = value if isinstance(value, list) else [value]
        if (table, name) == ("instruments", "evidence"):
            continue  # rows there are the evidence of the whole case, not of the paper itself
        if target is None or not any(isinstance(one, Mapping) for one in listed):
            continue
        if not all(isinstance(one, str) or (isinstance(one, Mapping) and one.get("id")) for one in listed):
            continue
        for one in listed:
            if isinstance(one, Mapping):
                yield target, one
        ids = [str(one["id"]) if isinstance(one, Mapping) else one for one in listed]
        row[name] = ids if isinstance(value, list) else ids[0]
