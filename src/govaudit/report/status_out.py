"""Statuses as rows: CSV, JSON or Parquet, with the columns of the docket contract."""

from __future__ import annotations

import csv
import io
import json
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from govaudit.model.days import iso
from govaudit.model.finding import SCHEMA_VERSION
from govaudit.model.money import to_human, to_text
from govaudit.model.text import Text, as_text
from govaudit.report.labels import STATE, word
from govaudit.report.terminal import clean, pad

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyarrow import Table

    from govaudit.docket.table import Docket
    from govaudit.engine.status import Status

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


def write_csv(statuses: Iterable[Status]) -> str:
    """Write CSV: lists joined by spaces, true/false in lower case, empty for none."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for status in statuses:
        values = row(status)
        lists = {name: " ".join(values[name]) for name in _LISTS}
        writer.writerow((values | lists | {"provisional": "true" if status.provisional else "false"}).values())
    return out.getvalue()


def write_json(statuses: Iterable[Status], manifest: dict[str, Any]) -> str:
    """Write one JSON document: schema_version, the manifest, and the rows."""
    rows = [row(status) for status in statuses]
    document = {"schema_version": SCHEMA_VERSION, "manifest": manifest, "statuses": rows}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def write_parquet(statuses: Iterable[Status]) -> bytes:
    """Write Parquet: dates as date32, money as decimal text, lists as text joined by spaces."""
    return table_parquet(arrow_table(statuses))


def table_parquet(table: Table) -> bytes:
    """Write an Arrow table as Parquet."""
    import pyarrow as pa
    from pyarrow import parquet

    sink = pa.BufferOutputStream()
    parquet.write_table(table, sink)
    return bytes(sink.getvalue())


def table_csv(table: Table) -> str:
    """Write an Arrow table as CSV: dates as YYYY-MM-DD, empty for none."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows(zip(*(column.to_pylist() for column in table.columns), strict=True))
    return out.getvalue()


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


def write_text(statuses: Iterable[Status], docket: Docket, as_of: int, lang: str) -> str:
    """Write a table for a terminal: id, state, due day, performed, breach days, open amount, title."""
    titles = dict(zip(docket["obligations"]["id"], docket["obligations"]["title"], strict=True))
    heads = (
        Text("义务 状态 到期日 履行日 逾期天数 未履行金额 名称", "obligation state due performed days open title")
        .pick(lang)
        .split()
    )
    lines = [
        [s.obligation, STATE.get(s.state, word(s.state)).pick(lang), iso(s.due_on) or "—", iso(s.performed_on) or "—", str(s.breach_days),
         "" if not s.open_amount else to_human(s.open_amount, s.currency), clean(as_text(titles[s.obligation]).pick(lang))]
        for s in statuses
    ]  # fmt: skip
    widths = [max(cell_len(row[column]) for row in [heads, *lines]) for column in range(len(heads) - 1)]
    shown = [
        "  ".join([*(pad(cell, width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in [heads, *lines]
    ]
    title = Text(f"截至{iso(as_of)}，共{len(lines)}项义务", f"as of {iso(as_of)}, {len(lines)} obligations").pick(lang)
    return "\n".join([title, *shown]) + "\n"
