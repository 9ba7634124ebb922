"""The record of office and the traces for other programs: Popolo, FollowTheMoney, GraphML, PROV-JSON, shares of days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.report.exports.export_view import HandedOut, write_popolo
    from govaudit.report.exports.follow_the_money import write_ftm
    from govaudit.report.exports.graphml import write_graphml
    from govaudit.report.exports.provenance import write_prov
    from govaudit.report.exports.shares_file import share_rows, shares_csv, shares_json, shares_parquet

open_door(__name__)
