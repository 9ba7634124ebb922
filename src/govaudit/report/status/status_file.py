"""Statuses as rows: CSV, JSON or Parquet, with the columns of the docket contract."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from govaudit.model import SCHEMA_VERSION, Text, as_text, iso, to_human
from govaudit.report.labels import STATE, word
from govaudit.report.renderers.terminal import clean, pad
from govaudit.settle import COLUMNS, arrow_table, row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyarrow import Table

    from govaudit.docket import Docket
    from govaudit.settle import Status

_LISTS = ("flags", "rules_applied")


def status_csv(statuses: Iterable[Status]) -> str:
    """Write CSV: lists joined by spaces, true/false in lower case, empty for none."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for status in statuses:
        values = row(status)
        lists = {name: " ".join(values[name]) for name in _LISTS}
        writer.writerow((values | lists | {"provisional": "true" if status.provisional else "false"}).values())
    return out.getvalue()


def status_json(statuses: Iterable[Status], manifest: dict[str, Any]) -> str:
    """Write one JSON document: schema_version, the manifest, and the rows."""
    rows = [row(status) for status in statuses]
    document = {"schema_version": SCHEMA_VERSION, "manifest": manifest, "statuses": rows}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def status_parquet(statuses: Iterable[Status]) -> bytes:
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


def status_text(statuses: Iterable[Status], docket: Docket, as_of: int, lang: str) -> str:
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
