"""Facts that stand in a column, as events: signed_on, effective_on and ends_on of an instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.engine.verbs import EVENT_OF_COLUMN

if TYPE_CHECKING:
    from govaudit.docket.table import Docket


def events_from_columns(docket: Docket) -> None:
    """Add an event `<instrument>/<column>` for each such date that has no event of its type on the instrument."""
    table, events = docket["instruments"], docket["events"]
    known = set(zip(events["instrument"], events["type"], strict=True))
    ids = set(events["id"])
    for row, instrument in enumerate(table["id"]):
        for column, type_ in EVENT_OF_COLUMN.items():
            day, key = table[column][row], f"{instrument}/{column}"
            if day is not None and (instrument, type_) not in known and key not in ids:
                events.append(
                    {"id": key, "instrument": instrument, "type": type_, "occurred_on": day},
                    table.places[row].at(column),
                )
