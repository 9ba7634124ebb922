"""The docket by instrument: its attributes, its events in civil-day order, its own duties; built once for a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.docket.cases.cases_on_record import Case, CaseEvent, Cases, StatutoryTie, instrument_of, purchase_key

open_door(__name__)
