"""What became of each duty as of a day: bound to its events, payments allotted, folded, judged (docs/engine.md, rules R1-R18, T1-T28).

In come duties and a view, out comes a `Status` for each, in the order of the table. Days are civil day numbers, money minor units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.settle.changes import StateChange, occurred_between, recorded_between, state_changes
    from govaudit.settle.compiled import is_compiled
    from govaudit.settle.settle_rows import settle, settle_with_use
    from govaudit.settle.settled_docket import Settled, Settler, settle_docket
    from govaudit.settle.status import Span, Status
    from govaudit.settle.status_rows import COLUMNS, arrow_table, row

open_door(__name__)
