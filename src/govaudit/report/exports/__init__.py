"""The record of office and the traces for other programs: Popolo, FollowTheMoney, GraphML, PROV-JSON, shares of days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.report.exports.export_view import HandedOut as HandedOut
    from govaudit.report.exports.export_view import write_popolo as write_popolo
    from govaudit.report.exports.follow_the_money import write_ftm as write_ftm
    from govaudit.report.exports.graphml import write_graphml as write_graphml
    from govaudit.report.exports.provenance import write_prov as write_prov
    from govaudit.report.exports.shares_file import share_rows as share_rows
    from govaudit.report.exports.shares_file import shares_csv as shares_csv
    from govaudit.report.exports.shares_file import shares_json as shares_json
    from govaudit.report.exports.shares_file import shares_parquet as shares_parquet

open_door(__name__)
