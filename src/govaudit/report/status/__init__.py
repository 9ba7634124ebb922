"""Statuses as tables, and one status explained: due day, periods, money, what it rests on. Money leaves as decimal text, days as YYYY-MM-DD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.report.status.status_explained import explained_json, explained_text
    from govaudit.report.status.status_file import (
        status_csv,
        status_json,
        status_parquet,
        status_text,
        table_csv,
        table_parquet,
    )

open_door(__name__)
