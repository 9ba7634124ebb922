"""SQL that reads the cells of a table as integers and clean text, and says of each row whether every cell is one (`odd`).

A row is odd when some cell is not written in the plainest form of its kind; the ordinary readers then read it, and report what is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.docket.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.docket.schema import Column

_WIDTH, _SCALE = 18, 2  # of the decimals that money is read as
_FIRST, _LAST = 0, 47846  # 1970-01-01 to 2100-12-31 (docket.terms)
_WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
_ONLY = {"currency": "CNY", "tz": "Asia/Shanghai"}
# What the streams read, and what moves no verdict. A cell in any other column sends its row back.
_READ = {
    "instruments": {"id", "domain", "kind", "title", "authority", "counterparty", "signed_on", "effective_on", "ends_on", "amount", "currency", "source"},
    "obligations": {
        "id", "instrument", "title", "kind", "bearer", "performer", "beneficiary", "action", "due_on", "anchor", "n", "unit", "start", "roll",
        "grace_n", "grace_unit", "grace_mode", "amount", "currency", "tolerance", "allocation", "interest_mode", "interest_rate", "rate_table",
        "condition", "long_stop", "tolling", "calendar", "tz", "draft", "source", "clause",
    },
    "events": {"id", "obligation", "instrument", "type", "occurred_on", "recorded_at", "amount", "currency", "cause", "person", "post", "source"},
}  # fmt: skip
_SILENT = {"note", "evidence", "region", "status"}
_FREE = {"title", "clause"}


class UnfitError(Exception):
    """A column of a type that is not read in columns (its name and type): the docket is settled row by row."""


class Checked:
    """One table's columns as SQL, blanks around words left to who compares them: `sql[name]` the value (days as integers, money as DECIMAL(18,2), text as text), `odd` the condition.

    `types` are the types DuckDB gives the columns of the file.
    """

    def __init__(self, table: str, types: Mapping[str, str]) -> None:
        spec = TABLES[table]
        self.sql = dict.fromkeys(_READ[table], "NULL")
        odd = [f"{_filled(name, kind)}" for name, kind in types.items() if name not in _READ[table] | _SILENT]
        for name in _READ[table] & types.keys():
            self.sql[name], wrong = _cell(spec.columns[name], types[name])
            odd += [wrong] if wrong else []
        odd += [_missing(column.name, types) for column in spec.columns.values() if column.required]
        odd += [" AND ".join(f"{self.sql.get(name, 'NULL')} IS NULL" for name in group) for group in spec.needs]
        joined = " OR ".join(f"({one})" for one in odd)
        self.odd = f"coalesce({joined}, false)"


def _missing(name: str, types: Mapping[str, str]) -> str:
    if name not in types:
        return "true"
    return f'"{name}" IS NULL' + (f" OR \"{name}\" = ''" if types[name] == "VARCHAR" else "")


def _filled(name: str, kind: str) -> str:
    return f"nullif(\"{name}\", '') IS NOT NULL" if kind == "VARCHAR" else f'"{name}" IS NOT NULL'


def _cell(column: Column, kind: str) -> tuple[str, str | None]:
    """Return the value of a cell and the condition on which it is odd."""
    name = column.name
    if column.kind in _KINDS:
        return _KINDS[column.kind](name, kind)
    text = f'CAST("{name}" AS VARCHAR)' if kind == "DATE" and column.kind == "anchor" else _text(name, kind)
    value = f"coalesce({text}, '{column.default}')" if column.default else text
    if name in _ONLY:
        return f"coalesce({text}, '{_ONLY[name]}')", f"{text} <> '{_ONLY[name]}'"
    if column.kind == "choice":
        return value, f"{text} NOT IN ({', '.join(map(_quoted, column.values))})"
    return value, f"trim({text}) = ''" if name in _FREE and column.required else None


def _quoted(word: str) -> str:
    return f"'{word}'"


def _text(name: str, kind: str) -> str:
    if kind == "VARCHAR":
        return f"nullif(\"{name}\", '')"
    if kind in _WHOLE:
        return f'CAST("{name}" AS VARCHAR)'
    if kind == '"NULL"':
        return "CAST(NULL AS VARCHAR)"
    raise UnfitError(name, kind)


def _number_text(name: str, kind: str) -> str:
    return f'CAST("{name}" AS VARCHAR)' if kind == "DOUBLE" else _text(name, kind)


def _days(value: str) -> str:
    return f"({value} - DATE '1970-01-01')"


def _date(name: str, kind: str) -> tuple[str, str | None]:
    """Return a civil day as days since 1970-01-01; odd outside the years for which duties are computed."""
    if kind == "DATE":
        value = _days(f'"{name}"')
        return value, f"{value} NOT BETWEEN {_FIRST} AND {_LAST}"
    text = _text(name, kind)
    day = f"TRY_CAST({text} AS DATE)"
    value = _days(day)
    clean = f"{value} BETWEEN {_FIRST} AND {_LAST} AND CAST({day} AS VARCHAR) = {text}"
    return value, f"{text} IS NOT NULL AND NOT coalesce({clean}, false)"


def _recorded(name: str, kind: str) -> tuple[str, str | None]:
    if kind.startswith("TIMESTAMP"):
        return "NULL", f'"{name}" IS NOT NULL'
    return _date(name, kind)


def _money(name: str, kind: str) -> tuple[str, str | None]:
    """Return yuan and fen as DECIMAL(18,2); odd what is negative, finer than a fen, too large for it, or not plain digits."""
    text = kind == "DOUBLE" or not kind.startswith(("DECIMAL", *_WHOLE))
    source = _number_text(name, kind) if text else f'"{name}"'
    value = f"TRY_CAST({source} AS DECIMAL({_WIDTH},{_SCALE}))"
    if text:
        return value, f"{source} IS NOT NULL AND NOT regexp_full_match({source}, '[0-9]{{1,16}}(\\.[0-9]{{1,2}})?')"
    width, scale = map(int, kind[8:-1].split(",")) if kind.startswith("DECIMAL") else (_WIDTH + 1, 0)
    fits = width <= _WIDTH and scale <= _SCALE
    return value, f"{source} < 0" if fits else f"{source} < 0 OR coalesce({value} <> {source}, {source} IS NOT NULL)"


def _int(name: str, kind: str) -> tuple[str, str | None]:
    if kind in _WHOLE:
        return f'CAST("{name}" AS BIGINT)', f'"{name}" NOT BETWEEN 0 AND 36525'
    text = _number_text(name, kind)
    return (
        f"TRY_CAST(CAST(regexp_replace({text}, '\\.0$', '') AS VARCHAR) AS BIGINT)",
        f"{text} IS NOT NULL AND NOT regexp_full_match({text}, '[0-9]{{1,5}}(\\.0)?')",
    )


def _flag(name: str, kind: str) -> tuple[str, str | None]:
    if kind == "BOOLEAN":
        return f'"{name}"', None
    text = _text(name, kind)
    return f"{text} = 'true'", f"{text} NOT IN ('true', 'false')"


_KINDS = {"date": _date, "recorded": _recorded, "money": _money, "int": _int, "flag": _flag}
