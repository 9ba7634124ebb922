"""Events as known on a day: corrected, not rejected, dated as civil days; up to which day records are complete; what each type does.

Source: rules R1, R16, T17, T28 of docs/engine.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.docket.events.horizons import Horizons as Horizons
    from govaudit.docket.events.known_events import DONE as DONE
    from govaudit.docket.events.known_events import EVENT_OF_COLUMN as EVENT_OF_COLUMN
    from govaudit.docket.events.known_events import KEPT as KEPT
    from govaudit.docket.events.known_events import KnownEvent as KnownEvent
    from govaudit.docket.events.known_events import day_of as day_of
    from govaudit.docket.events.parties_by_day import Register as Register
    from govaudit.docket.events.parties_by_day import effective as effective
    from govaudit.docket.events.parties_by_day import idle_moves as idle_moves

open_door(__name__)
