"""Facts that stand in a column, as events: signed_on, effective_on and ends_on of an instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.docket.events import EVENT_OF_COLUMN

if TYPE_CHECKING:
    from govaudit.docket import Docket
    from govaudit.model import Place


def with_column_events(docket: Docket) -> Docket:
    """Return the docket with an event `<instrument>/<column>` for each such date that has no event of its type on the instrument."""
    table, events = docket["instruments"], docket["events"]
    known = set(zip(events["instrument"], events["type"], strict=True))
    rows: list[dict[str, Any]] = []
    places: list[Place] = []
    for row, instrument in enumerate(table["id"]):
        for column, type_ in EVENT_OF_COLUMN.items():
            day, key = table[column][row], f"{instrument}/{column}"
            if day is not None and (instrument, type_) not in known and key not in events.index:
                rows.append({"id": key, "instrument": instrument, "type": type_, "occurred_on": day})
                places.append(table.places[row].at(column))
    return docket.with_tables(events.with_rows(rows, places))
