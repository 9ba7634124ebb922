"""What documents print of a docket, as records of the run: bodies, posts, contracts, and the papers and events that were named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from govaudit.model import (
    DebtRecord,
    EventRecord,
    EvidenceRecord,
    InstrumentRecord,
    OrgRecord,
    PersonRecord,
    PostRecord,
    iso,
    to_text,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from govaudit.docket.table import Docket
    from govaudit.model import Record

_R = TypeVar("_R", bound="Record")


def bodies(docket: Docket) -> dict[str, Any]:
    """Return all bodies, posts, persons, debts and instruments, by the name of their table."""
    plain: dict[str, type[Record]] = {
        "orgs": OrgRecord,
        "posts": PostRecord,
        "persons": PersonRecord,
        "debts": DebtRecord,
    }
    return {name: tuple(_rows(docket, name, kind)) for name, kind in plain.items()} | {
        "instruments": instruments(docket)
    }


def instruments(docket: Docket) -> tuple[InstrumentRecord, ...]:
    """Return the instruments, in the order of the docket."""
    return tuple(
        InstrumentRecord(**values, attributes=_attributes(stated))
        for values, stated in zip(
            _cells(docket, "instruments", InstrumentRecord), docket["instruments"]["attributes"], strict=True
        )
    )


def evidence(docket: Docket, keys: Collection[str]) -> tuple[EvidenceRecord, ...]:
    """Return the papers with these ids, in the order of the docket."""
    return tuple(row for row in _rows(docket, "evidence", EvidenceRecord) if row.id in keys)


def project_events(docket: Docket, as_of: int, known_at: int | None) -> tuple[EventRecord, ...]:
    """Return what had happened on each PPP project and its obligations by the day judged, and was known by then, in order of days."""
    table, promised = docket["instruments"], docket["obligations"]
    projects = {key for key, domain in zip(table["id"], table["domain"], strict=True) if domain == "ppp"}
    owner = dict(zip(promised["id"], promised["instrument"], strict=True))
    found = []
    for row in docket["events"].rows() if projects else ():
        day = iso(row["occurred_on"]) or str(row["occurred_at"])[:10]
        known = known_at is None or row["recorded_at"] is None or row["recorded_at"] <= known_at
        if known and day <= (iso(as_of) or ""):
            concerned = dict.fromkeys((row["instrument"], owner.get(row["obligation"])))
            found += [(day, row["id"], project, row) for project in concerned if project in projects]
    found.sort(key=lambda one: one[:2])
    return tuple(
        EventRecord(instrument=project, obligation=row["obligation"], type=row["type"], on=day, evidence=tuple(row["evidence"] or ()), note=row["note"])
        for day, _, project, row in found
    )  # fmt: skip


def _rows(docket: Docket, name: str, kind: type[_R]) -> Iterator[_R]:
    return (kind(**values) for values in _cells(docket, name, kind))


def _cells(docket: Docket, name: str, kind: type[Record]) -> Iterator[dict[str, Any]]:
    """Yield of each row the columns that the record has, days and amounts as text; empty cells are left to its defaults."""
    table = docket[name]
    columns = [column for column in kind.record_names if column in table.columns and column != "attributes"]
    days = [column for column in columns if column.endswith("_on")]
    for cells in zip(*(table[column] for column in columns), strict=True):
        row = {column: cell for column, cell in zip(columns, cells, strict=True) if cell is not None}
        for column in days:
            if column in row:
                row[column] = iso(row[column])
        if "amount" in row:
            row["amount"] = to_text(row["amount"], row.get("currency") or "CNY")
        yield row


def _attributes(stated: Any) -> dict[str, str | bool]:
    """Return the attributes that are one value each, as text but for yes and no."""
    plain = stated.items() if isinstance(stated, dict) else ()
    return {
        str(key): value if isinstance(value, bool) else str(value)
        for key, value in plain
        if not isinstance(value, (dict, list))
    }
