"""One table a command: status, due, diff, ratios, ledger, schedule, officials, trace, backtest, forms. Each returns text or bytes for a format; money leaves as decimal text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.report.tables.backtest_table import write_backtest
    from govaudit.report.tables.due_table import write_due
    from govaudit.report.tables.forms_table import write_forms
    from govaudit.report.tables.ledger_table import write_ledger
    from govaudit.report.tables.officials_table import Listed, write_officials
    from govaudit.report.tables.ratios_table import write_ratios
    from govaudit.report.tables.schedule_table import write_schedule
    from govaudit.report.tables.trace_text import trace_json, trace_lines

open_door(__name__)
