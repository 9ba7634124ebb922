"""Who held the posts on the breach days of all obligations: a row for each holder of each post, traced in bulk.

The rows are those of `govaudit trace` for the overdue days, without their paths; the rows with role `responsible` add up to the breach days
(`share`, exact) and the amount-days of each obligation.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from govaudit.model import iso, to_date, to_text
from govaudit.officials.bulk import ROLES, Index, lines_of, spans_of, trace_many
from govaudit.officials.record import CERTAINTIES, HOLDERS
from govaudit.officials.trace import duties_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govaudit.officials.record import Officials
    from govaudit.settle import Status

COLUMNS = (
    "obligation",
    "instrument",
    "role",
    "post",
    "holder",
    "person",
    "name",
    "from",
    "to",
    "days",
    "share",
    "counted",
    "amount_days",
    "certainty",
)
Row = dict[str, Any]


def share_rows(officials: Officials, statuses: Sequence[Status], as_of: int, *, names: bool) -> Iterator[Row]:
    """Yield the rows in the order of the docket's obligations, by role and first day; days as numbers."""
    docket = officials.docket
    spans = spans_of(docket, statuses)
    first = int(spans.start.min()) if len(spans.start) else as_of
    index = Index(officials, duties_of(docket), first, as_of + 1)
    lines = lines_of(trace_many(index, spans, len(ROLES)))
    by_key = {status.obligation: status for status in statuses}
    keys = docket["obligations"]["id"]
    for n, (duty, role, post, person) in enumerate(
        zip(*(c.tolist() for c in (lines.duty, lines.role, lines.post, lines.person)), strict=True)
    ):
        status, counted = by_key[keys[duty]], role == 0
        who = index.person_ids[person] if names and person >= 0 else None
        amount = to_text(int(lines.amount[n]), status.currency) if counted and status.amount is not None else None
        yield {
            "obligation": keys[duty], "instrument": status.instrument, "role": ROLES[role], "post": index.post_ids[post],
            "holder": HOLDERS[lines.holder[n]], "person": who, "name": officials.cell("persons", who, "name"), "from": int(lines.first[n]),
            "to": int(lines.last[n]), "days": int(lines.days[n]), "share": str(lines.share(n)) if counted else None, "counted": "yes" if counted else "no",
            "amount_days": amount, "certainty": CERTAINTIES[lines.certainty[n]],
        }  # fmt: skip


def shares_csv(rows: Iterator[Row]) -> str:
    """Return the rows as CSV, days as YYYY-MM-DD."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_dated(row) for row in rows)
    return out.getvalue()


def shares_json(rows: Iterator[Row]) -> str:
    """Return the rows as one JSON array, a row a line."""
    return "[" + ",\n".join(json.dumps(_dated(row), ensure_ascii=False) for row in rows) + "]\n"


def shares_parquet(rows: Iterator[Row]) -> bytes:
    """Return the rows as Parquet: texts, dates and whole days; shares and amounts as exact text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"from": pa.date32(), "to": pa.date32(), "days": pa.int64()}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    dated = [row | {"from": to_date(row["from"]), "to": to_date(row["to"])} for row in rows]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(dated, schema=schema), out)
    return out.getvalue()


def _dated(row: Row) -> Row:
    return row | {"from": iso(row["from"]), "to": iso(row["to"])}
