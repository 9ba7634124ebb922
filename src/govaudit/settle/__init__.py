"""What became of each duty as of a day: bound to its events, payments allotted, folded, judged (docs/engine.md, rules R1-R18, T1-T28).

In come duties and a view, out comes a `Status` for each, in the order of the table. Days are civil day numbers, money minor units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.settle.changes import StateChange as StateChange
    from govaudit.settle.changes import occurred_between as occurred_between
    from govaudit.settle.changes import recorded_between as recorded_between
    from govaudit.settle.changes import state_changes as state_changes
    from govaudit.settle.compiled import is_compiled as is_compiled
    from govaudit.settle.settle_rows import settle as settle
    from govaudit.settle.settle_rows import settle_with_use as settle_with_use
    from govaudit.settle.settled_docket import Settled as Settled
    from govaudit.settle.settled_docket import Settler as Settler
    from govaudit.settle.settled_docket import settle_docket as settle_docket
    from govaudit.settle.status import Span as Span
    from govaudit.settle.status import Status as Status
    from govaudit.settle.status_rows import COLUMNS as COLUMNS
    from govaudit.settle.status_rows import arrow_table as arrow_table
    from govaudit.settle.status_rows import row as row

open_door(__name__)
