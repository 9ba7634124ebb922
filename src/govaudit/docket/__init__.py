"""The facts an audit looks at: frozen tables with their index, schema and integrity, and a view of them for a day.

Cells hold what the schema says: money in minor units, days as ints, None for nothing. A write to a docket fails. Contract: docs/guide.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.docket.builder import DocketBuilder, TableBuilder
    from govaudit.docket.cases.cases_on_record import TIES
    from govaudit.docket.excerpt import bodies, evidence, project_events
    from govaudit.docket.integrity import MOST_COMPARED, check_integrity
    from govaudit.docket.schema import TABLES, Column, TableSpec
    from govaudit.docket.table import Docket, Input, Table
    from govaudit.docket.view import View

open_door(__name__)
