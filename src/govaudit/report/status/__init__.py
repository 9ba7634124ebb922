"""Statuses as tables, and one status explained: due day, periods, money, what it rests on. Money leaves as decimal text, days as YYYY-MM-DD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.report.status.status_explained import explained_json as explained_json
    from govaudit.report.status.status_explained import explained_text as explained_text
    from govaudit.report.status.status_file import status_csv as status_csv
    from govaudit.report.status.status_file import status_json as status_json
    from govaudit.report.status.status_file import status_parquet as status_parquet
    from govaudit.report.status.status_file import status_text as status_text
    from govaudit.report.status.status_file import table_csv as table_csv
    from govaudit.report.status.status_file import table_parquet as table_parquet

open_door(__name__)
