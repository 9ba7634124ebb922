"""Event logs (XES, CSV) as dockets, by a map that the user writes: cases become instruments, activities become duties and events.

A case that cannot be used is a problem with its place; `--lenient` leaves it out and counts it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.formats.event_log.log_duties import Tally
    from govaudit.formats.event_log.log_map import LogMap
    from govaudit.formats.event_log.map_read import read_map
    from govaudit.formats.event_log.map_schema import log_map_schema
    from govaudit.formats.event_log.to_docket import Imported, import_log, is_log

open_door(__name__)
