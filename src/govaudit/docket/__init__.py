"""The facts an audit looks at: frozen tables with their index, schema and integrity, and a view of them for a day.

Cells hold what the schema says: money in minor units, days as ints, None for nothing. A write to a docket fails. Contract: docs/guide.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.docket.builder import DocketBuilder as DocketBuilder
    from govaudit.docket.builder import TableBuilder as TableBuilder
    from govaudit.docket.cases.cases_on_record import TIES as TIES
    from govaudit.docket.excerpt import bodies as bodies
    from govaudit.docket.excerpt import evidence as evidence
    from govaudit.docket.excerpt import project_events as project_events
    from govaudit.docket.integrity import MOST_COMPARED as MOST_COMPARED
    from govaudit.docket.integrity import check_integrity as check_integrity
    from govaudit.docket.schema import TABLES as TABLES
    from govaudit.docket.schema import Column as Column
    from govaudit.docket.schema import TableSpec as TableSpec
    from govaudit.docket.table import Docket as Docket
    from govaudit.docket.table import Input as Input
    from govaudit.docket.table import Table as Table
    from govaudit.docket.view import View as View

open_door(__name__)
