"""The ids and words of the streamed tables as text, as SQL over their files: what rows are looked up by in DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.settle.columns.cell_kinds import UnfitError

if TYPE_CHECKING:
    from collections.abc import Mapping

_WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
_FLOATS = {"FLOAT", "DOUBLE"}
_LOOKED_UP = {
    "instruments": ("id", "source"),
    "obligations": ("id", "instrument", "source", "reciprocal_of", "reparation_of"),
    "events": ("id", "obligation", "instrument", "type", "cause", "corrects"),
}


def text_view(table: str, types: Mapping[str, str]) -> str:
    """Return the query of the view of a table whose columns have these types; UnfitError for ids that are no text."""
    columns = {
        name: text_of(name, types[name]) if name in types else "CAST(NULL AS VARCHAR)" for name in _LOOKED_UP[table]
    }
    chosen = ", ".join(f'{value} AS "{name}"' for name, value in columns.items())
    return f"SELECT rn, {chosen} FROM raw_{table}"


def text_of(name: str, kind: str) -> str:
    """Return a cell as the text that ids are compared by, NULL where it is empty; UnfitError for a type that is none of text."""
    if kind == "VARCHAR":
        return f"nullif(\"{name}\", '')"
    if kind in _WHOLE:
        return f'CAST("{name}" AS VARCHAR)'
    if kind == '"NULL"':
        return "CAST(NULL AS VARCHAR)"
    if (
        kind in _FLOATS
    ):  # how some programs write whole numbers where cells are empty; NaN is how they write an empty one
        number = f"nullif(CAST(\"{name}\" AS DOUBLE), 'nan'::DOUBLE)"
        whole = f"{number} = trunc({number}) AND abs({number}) < 1e15"
        return f"CASE WHEN {whole} THEN CAST(CAST({number} AS BIGINT) AS VARCHAR) WHEN {number} IS NOT NULL THEN error('{name}') END"
    raise UnfitError(name, kind)
