"""SQL that reads the cells of a table as integers and clean text, and says of each row whether every cell is one (`odd`).

A row is odd when some cell is not written in the plainest form of its kind; the ordinary readers then read it, and report what is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.docket.schema import TABLES
from govaudit.intake.worked import WORKED_ID

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.docket.schema import Column

BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())  # what the readers take off a cell's ends
_WIDTH, _SCALE = 18, 2  # of the decimals that money is read as
_FIRST, _LAST = 0, 47846  # 1970-01-01 to 2100-12-31 (docket.terms)
_WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
_FLOATS = {"FLOAT", "DOUBLE"}
_PLAIN = {"VARCHAR", "DATE", "BOOLEAN", '"NULL"', *_WHOLE, *_FLOATS}
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
# What names another row: odd where it is filled, and read so that the row it names can be found.
_NAMING = {"reciprocal_of", "reparation_of", "corrects"}
_WORDS = {"type"}  # looked at once each (words.gather_words)
_EMPTY = {"date": "INTEGER", "recorded": "INTEGER", "int": "BIGINT", "money": "DECIMAL(18,2)", "flag": "BOOLEAN"}


class UnfitError(Exception):
    """A column of a type that is not read in columns (its name and type): the docket is settled row by row."""


class Checked:
    """The columns of one file of a table as SQL, blanks around words left to who compares them: `sql[name]` the value (days as integers, money as DECIMAL(18,2), text as text), `odd` the condition.

    `types` are the types DuckDB gives the columns of the file.
    """

    def __init__(self, table: str, types: Mapping[str, str]) -> None:
        spec = TABLES[table]
        named = _NAMING & spec.columns.keys()
        self.sql = {
            name: f"CAST(NULL AS {_EMPTY.get(spec.columns[name].kind, 'VARCHAR')})" for name in _READ[table] | named
        }
        odd = [_filled(name, kind) for name, kind in types.items() if name not in _READ[table] | _SILENT]
        odd += [_filled(name, types[name]) for name in _SILENT & types.keys() if types[name] not in _PLAIN]
        for name in self.sql.keys() & types.keys():
            self.sql[name], wrong = _cell(spec.columns[name], types[name])
            odd += [wrong] if wrong else []
        odd += [_missing(column, types) for column in spec.columns.values() if column.required]
        odd += [f"starts_with({self.sql['id']}, '{WORKED_ID}')"]
        odd += [" AND ".join(f"{self.sql.get(name, 'NULL')} IS NULL" for name in group) for group in spec.needs]
        joined = " OR ".join(f"({one})" for one in odd)
        self.odd = f"coalesce({joined}, false)"


def _missing(column: Column, types: Mapping[str, str]) -> str:
    """Say when a required cell is empty; blanks alone are so, which of ids and references shows where they are compared."""
    name = column.name
    if types.get(name) != "VARCHAR":
        return f'"{name}" IS NULL' if name in types else "true"
    empty = f'"{name}" IS NULL OR "{name}" = \'\''
    return f"{empty} OR {_is_blank(name)}" if column.kind == "text" and name not in _WORDS else empty


def _is_blank(name: str) -> str:
    """Say that a cell holds only blanks: what begins with none needs no closer look."""
    return f"""CASE WHEN "{name}" < '!' OR ("{name}" >= '\x85' AND "{name}" < '\u3001') THEN trim("{name}", '{BLANKS}') = '' ELSE false END"""


def _filled(name: str, kind: str) -> str:
    return f"nullif(\"{name}\", '') IS NOT NULL" if kind == "VARCHAR" else f'"{name}" IS NOT NULL'


def _cell(column: Column, kind: str) -> tuple[str, str | None]:
    """Return the value of a cell and the condition on which it is odd."""
    name = column.name
    if column.kind in _KINDS:
        try:
            return _KINDS[column.kind](name, kind)
        except UnfitError:
            return f"CAST(NULL AS {_EMPTY[column.kind]})", f'"{name}" IS NOT NULL'
    text = f'CAST("{name}"::DATE AS VARCHAR)' if _is_day(kind) and column.kind == "anchor" else text_of(name, kind)
    value = f"coalesce({text}, '{column.default}')" if column.default else text
    if name in _ONLY:
        return f"coalesce({text}, '{_ONLY[name]}')", f"{text} <> '{_ONLY[name]}'"
    if column.kind == "choice":
        return value, f"{text} NOT IN ({', '.join(map(_quoted, column.values))})"
    return value, None


def _quoted(word: str) -> str:
    return f"'{word}'"


def text_of(name: str, kind: str) -> str:
    """Return a cell as the text that ids are compared by, NULL where it is empty; UnfitError for a type that is none of text."""
    if kind == "VARCHAR":
        return f"nullif(\"{name}\", '')"
    if kind in _WHOLE:
        return f'CAST("{name}" AS VARCHAR)'
    if kind == '"NULL"':
        return "CAST(NULL AS VARCHAR)"
    if kind in _FLOATS:  # how some programs write whole numbers where cells are empty
        number = _number(name)
        whole = f"{number} = trunc({number}) AND abs({number}) < 1e15"
        return f"CASE WHEN {whole} THEN CAST(CAST({number} AS BIGINT) AS VARCHAR) WHEN {number} IS NOT NULL THEN error('{name}') END"
    raise UnfitError(name, kind)


def _number(name: str) -> str:
    """Return a floating number; NaN is how some programs write an empty cell."""
    return f"nullif(CAST(\"{name}\" AS DOUBLE), 'nan'::DOUBLE)"


def _number_text(name: str, kind: str) -> str:
    return f"CAST({_number(name)} AS VARCHAR)" if kind in _FLOATS else text_of(name, kind)


def _is_day(kind: str) -> bool:
    return kind == "DATE" or (kind.startswith("TIMESTAMP") and "ZONE" not in kind)


def _days(value: str) -> str:
    return f"({value} - DATE '1970-01-01')"


def _date(name: str, kind: str) -> tuple[str, str | None]:
    """Return a civil day as days since 1970-01-01; odd outside the years for which duties are computed."""
    if _is_day(kind):
        value = _days(f'"{name}"::DATE')
        return value, f"{value} NOT BETWEEN {_FIRST} AND {_LAST}"
    text = text_of(name, kind)
    day = f"TRY_CAST({text} AS DATE)"
    value = _days(day)
    clean = f"{value} BETWEEN {_FIRST} AND {_LAST} AND CAST({day} AS VARCHAR) = {text}"
    return value, f"{text} IS NOT NULL AND NOT coalesce({clean}, false)"


def _money(name: str, kind: str) -> tuple[str, str | None]:
    """Return yuan and fen as DECIMAL(18,2); odd what is negative, finer than a fen, too large for it, or not plain digits."""
    text = kind in _FLOATS or not kind.startswith(("DECIMAL", *_WHOLE))
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
    text = f'CAST("{name}" AS VARCHAR)' if kind.startswith("DECIMAL") else _number_text(name, kind)
    return (
        f"TRY_CAST(regexp_replace({text}, '\\.0+$', '') AS BIGINT)",
        f"{text} IS NOT NULL AND NOT regexp_full_match({text}, '[0-9]{{1,5}}(\\.0+)?')",
    )


def _flag(name: str, kind: str) -> tuple[str, str | None]:
    if kind == "BOOLEAN":
        return f'"{name}"', None
    text = text_of(name, kind)
    return f"{text} = 'true'", f"{text} NOT IN ('true', 'false')"


_KINDS = {"date": _date, "recorded": _date, "money": _money, "int": _int, "flag": _flag}
