"""The two streams the columns are bound from, as SQL over the views `instruments`, `placed` and `events` of checked cells.

Both run in the order of `rn`, the places of the obligations: those of an instrument follow one another. Days are days since 1970-01-01 and NEVER, money DECIMAL(18,2), words their codes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govaudit.docket.schema import TABLES
from govaudit.engine import codes as c
from govaudit.engine.deadline import NEVER, NO_ROLL, ROLLS, TOLLING, UNITS
from govaudit.engine.interest import FIXED_AT_CONTRACT, FLOATING, MODES

if TYPE_CHECKING:
    from collections.abc import Collection

    from duckdb import DuckDBPyConnection

# The clause of late interest: a rate agreed, a table, or where nothing is agreed the statutory rate (国令802号 17).
CLAUSE = """CASE WHEN interest_mode = 'none' OR amount IS NULL THEN NULL WHEN interest_rate IS NOT NULL THEN '=' || interest_rate
    WHEN rate_table IS NOT NULL THEN ':' || rate_table WHEN interest_mode = 'fixed_at_contract' THEN '' END"""
_DEBT = "o.instrument IS NOT NULL AND o.amount IS NOT NULL AND (o.action IS NULL OR d.pays)"
_LONGEST = "CASE {unit} WHEN 'workday' THEN 25000 WHEN 'week' THEN 5218 WHEN 'month' THEN 1200 WHEN 'year' THEN 100 ELSE 36525 END"
_NONE = "CAST(-0.01 AS DECIMAL(18,2))"  # in minor units NO_AMOUNT and IN_FULL


def _code(column: str, codes: dict[str, int], missing: int) -> str:
    cases = " ".join(f"WHEN '{word}' THEN {code}" for word, code in codes.items())
    return f"CASE {column} {cases} ELSE {missing} END"


_ANCHOR_DAY = "CASE WHEN regexp_matches(o.anchor, '^[0-9]') THEN TRY_CAST(o.anchor AS DATE) END"


def _oddities() -> list[str]:
    """Return the conditions on which an obligation is left to the rows."""
    clean = (
        f"CAST({_ANCHOR_DAY} AS VARCHAR) = o.anchor AND {_ANCHOR_DAY} BETWEEN DATE '1970-01-01' AND DATE '2100-12-31'"
    )
    return [
        "o.odd", "i.odd", "o.instrument IS NOT NULL AND i.id IS NULL", "a.strange", "b.strange", "o.unit = 'hour'", "o.start = 'before'",
        *(f"o.{name} NOT IN (SELECT id FROM parties)" for name in ("bearer", "performer", "beneficiary")),
        "o.due_on IS NULL AND (o.n IS NULL OR o.unit IS NULL)",
        f"o.n > {_LONGEST.format(unit='o.unit')}", f"o.grace_n > {_LONGEST.format(unit='o.grace_unit')}",
        "o.due_on IS NOT NULL AND regexp_matches(o.clause, '前|(?i)before')", f"regexp_matches(o.anchor, '^[0-9]') AND NOT coalesce({clean}, false)",
    ]  # fmt: skip


def _cells() -> dict[str, str]:
    """Return each integer column of the stream of obligations as SQL."""
    roll = f"CASE WHEN o.calendar = 'none' THEN {NO_ROLL} ELSE {_code('o.roll', ROLLS, ROLLS['following'])} END"
    mode = f"CASE WHEN o.interest_mode IS NULL THEN {FLOATING} ELSE {_code('o.interest_mode', MODES, FIXED_AT_CONTRACT)} END"
    return {
        "rn": "o.rn", "own": "o.own", "kind": _code("o.kind", c.KINDS, 0), "fixed": f"coalesce(o.due_on, {NEVER})",
        "anchor": f"coalesce({_ANCHOR_DAY} - DATE '1970-01-01', {NEVER})", "anchor_type": "coalesce(a.code, 0)", "condition_type": "coalesce(b.code, 0)",
        "n": "coalesce(o.n, 0)", "unit": _code("o.unit", UNITS, 0), "include": "CASE o.start WHEN 'include' THEN 1 ELSE 0 END", "roll": roll,
        "grace_n": "coalesce(o.grace_n, 0)", "grace_unit": _code("o.grace_unit", UNITS, 0), "grace_mode": _code("o.grace_mode", c.GRACE_MODES, 0),
        "tolling": _code("o.tolling", TOLLING, 0), "principal_first": "CASE o.allocation WHEN 'principal_first' THEN 1 ELSE 0 END", "mode": mode, "contract": "coalesce(i.signed_on, -1)",
        "clause": "coalesce(r.code, 0)", "long_stop": f"coalesce(o.long_stop, {NEVER})", "done": "coalesce(d.code, 0)",
        "domain": _code("i.domain", {word: code for code, word in enumerate(TABLES["instruments"].columns["domain"].values, 1)}, 0),
        "fifo": "CASE o.allocation WHEN 'fifo' THEN 1 ELSE 0 END", "debt": f"CASE WHEN {_DEBT} THEN 1 ELSE 0 END",
        "post": "coalesce(q.code, -1)", "alone": "CASE WHEN o.instrument IS NULL THEN 1 ELSE 0 END", "uncalendared": "CASE o.calendar WHEN 'none' THEN 1 ELSE 0 END", "draft": "CASE WHEN o.draft THEN 1 ELSE 0 END",
        "horizon": f"coalesce(h.day, g.day, (SELECT rest FROM limits), {NEVER})",
    }  # fmt: skip


# What is joined, and the column of obligations each is looked up by.
_JOINS = {
    "i": ("instrument", "LEFT JOIN instruments i ON o.instrument = i.id"),
    "a": ("anchor", "LEFT JOIN types a ON o.due_on IS NULL AND a.name = o.anchor"),
    "b": ("condition", "LEFT JOIN types b ON b.name = o.condition"),
    "r": ("late", "LEFT JOIN clauses r ON r.name = o.late"),
    "d": ("action", "LEFT JOIN actions d ON d.name = o.action"),
    "q": ("bearer", "LEFT JOIN posts q ON q.id = o.bearer"),
    "h": ("source", "LEFT JOIN horizons h ON h.name = o.source"),
    "g": ("source", "LEFT JOIN horizons g ON g.name = i.source"),
}


class Obligations:
    """The stream of obligations over a table that has the columns `present` (`source` also where only the instruments have it).

    `fixed` are the integer columns that no cell moves, because the table has none of the columns they rest on.
    """

    def __init__(self, base: DuckDBPyConnection, present: Collection[str]) -> None:
        self._filled = {*present, "rn", "own", "instrument", "odd"}
        self._filled |= {"late"} if {"interest_mode", "interest_rate", "rate_table"} & self._filled else set()
        cells = _cells()
        fixed = {name: sql for name, sql in cells.items() if not self._moves(sql)}
        self._moving = {name: sql for name, sql in cells.items() if name not in fixed}
        empty = ", ".join(f"NULL AS {name}" for name in (*TABLES["obligations"].columns, "late"))
        joined = ", ".join(f"(SELECT NULL AS code, NULL AS day, NULL AS pays) {name}" for name in _JOINS)
        chosen = ", ".join([*fixed.values(), "0"])
        values = base.execute(f"SELECT {chosen} FROM (SELECT {empty}) o, {joined}").fetchall()[0]
        self.fixed: dict[str, int] = dict(zip(fixed, values, strict=False))

    def _moves(self, sql: str) -> bool:
        """Whether some cell may move an expression."""
        names = re.findall(r"\b([a-z])\.(\w+)", sql)
        return any((name if table == "o" else _JOINS[table][0]) in self._filled for table, name in names)

    def query(self, *, is_sorted: bool, after: int) -> str:
        """Return a row each after a row number: ids, what its instrument says, money, the moving columns, and whether a cell is odd."""
        odd = " OR ".join(f"({one})" for one in _oddities() if self._moves(one))
        cells = {**self._moving, "odd": f"CASE WHEN coalesce({odd}, false) THEN 1 ELSE 0 END"}
        chosen = f"""o.id, o.instrument, i.domain AS domain_name, coalesce(o.amount, {_NONE}) AS amount,
            coalesce(o.tolerance, CAST(0 AS DECIMAL(18,2))) AS tolerance,
            {", ".join(f"CAST({value} AS BIGINT) AS {name}" for name, value in cells.items())}"""
        joins = " ".join(join for name, (_, join) in _JOINS.items() if f"{name}." in chosen)
        order = "ORDER BY o.rn" if is_sorted else ""
        rest = f"WHERE rn > {after}" if after >= 0 else ""
        return f"SELECT {chosen} FROM (SELECT *, {CLAUSE} AS late FROM placed {rest}) o {joins} {order}"


def events(*, on_instruments: bool) -> str:
    """Return the stream of events by the obligation they stand on (`direct`), or by the first obligation of their instrument."""
    chosen = "o.rn, e.day, e.type, e.value, e.cause, e.odd"
    direct = f"SELECT {chosen}, 1 AS direct FROM known e JOIN (SELECT rn, id FROM placed) o ON e.obligation = o.id"
    on_instrument = f"""
        UNION ALL SELECT {chosen}, 0 AS direct FROM known e
        JOIN (SELECT instrument, min(rn) AS rn FROM placed GROUP BY instrument) o ON e.instrument = o.instrument WHERE e.obligation IS NULL"""
    return f"""
        SELECT rn, CAST(day AS BIGINT) AS day, CAST(type AS BIGINT) AS type, value, CAST(cause AS BIGINT) AS cause,
            CAST(direct AS BIGINT) AS direct, CAST(odd AS BIGINT) AS odd
        FROM ({direct} {on_instrument if on_instruments else ""}) ORDER BY rn"""


KNOWN = f"""
    CREATE OR REPLACE VIEW known AS SELECT e.obligation, e.instrument, w.word, coalesce(w.code, 0) AS type, coalesce(e.amount, {_NONE}) AS value,
        CASE WHEN coalesce(e.recorded_at, e.occurred_on) > (SELECT known_at FROM limits) THEN {NEVER} ELSE coalesce(e.occurred_on, {NEVER}) END AS day,
        coalesce(k.code, 0) AS cause,
        CASE WHEN e.odd OR coalesce(w.strange, false) OR coalesce(e.person NOT IN (SELECT id FROM persons), false)
            OR coalesce(e.post NOT IN (SELECT id FROM posts), false) THEN 1 ELSE 0 END AS odd
    FROM events e LEFT JOIN types w ON w.name = e.type LEFT JOIN causes k ON k.name = e.cause"""
