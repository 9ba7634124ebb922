"""Statuses as rows, with the columns of the docket contract: one definition for every format and for both ways of settling."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from govaudit.model import iso, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyarrow import Table

    from govaudit.settle.status import Status

COLUMNS = (
    "obligation", "instrument", "domain", "rule", "state", "due_on", "due_on_raw", "grace_until", "performed_on", "amount", "performed_amount",
    "open_amount", "breach_days", "amount_days", "interest", "episodes", "tolled_days", "flags", "rules_applied", "provisional",
    "trigger_event",
)  # fmt: skip
_CELLS = attrgetter(*COLUMNS)
_DAYS = {"due_on", "due_on_raw", "grace_until", "performed_on"}
_LISTS = ("flags", "rules_applied")
_MONEY = {"amount", "performed_amount", "open_amount", "amount_days", "interest"}


def row(status: Status) -> dict[str, Any]:
    """Return one status with dates as YYYY-MM-DD, money as decimal text, flags and rules as lists."""
    values = dict(zip(COLUMNS, _CELLS(status), strict=True))
    for column in _DAYS:
        values[column] = iso(values[column])
    for column in _MONEY:
        if values[column] is not None:
            values[column] = to_text(values[column], status.currency)
    return values | {name: list(values[name]) for name in _LISTS}


def arrow_table(statuses: Iterable[Status]) -> Table:
    """Return the statuses as an Arrow table: dates as date32, money as decimal text, lists as text joined by spaces."""
    import pyarrow as pa

    rows = [row(status) for status in statuses]
    kinds = (
        {column: pa.string() for column in COLUMNS}
        | dict.fromkeys(_DAYS, pa.date32())
        | dict.fromkeys(("breach_days", "episodes", "tolled_days"), pa.int64())
    )
    kinds["provisional"] = pa.bool_()
    columns = {}
    for column, kind in kinds.items():
        values = [item[column] for item in rows]
        if column in _DAYS:
            import datetime as dt

            values = [None if value is None else dt.date.fromisoformat(value) for value in values]
        columns[column] = pa.array([" ".join(value) if isinstance(value, list) else value for value in values], kind)
    return pa.table(columns)
