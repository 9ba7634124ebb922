"""Events as known on a day: corrected, not rejected, dated as civil days; up to which day records are complete; what each type does.

Source: rules R1, R16, T17, T28 of docs/engine.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.docket.events.coverage import PAYMENTS
    from govaudit.docket.events.horizons import Horizons
    from govaudit.docket.events.known_events import (
        COURT_CAUSES,
        CREDITOR_CAUSES,
        DONE,
        EVENT_OF_COLUMN,
        KEPT,
        STATUTE_CAUSES,
        KnownEvent,
        day_of,
    )
    from govaudit.docket.events.left_out import EventDoubt, LeftOut
    from govaudit.docket.events.parties_by_day import Register, effective, idle_moves

open_door(__name__)
