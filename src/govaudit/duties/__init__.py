"""All that is owed in one table: what was promised, what debts oblige, what the law obliges; the docket stays as it was.

In come a view and rules, out come `Duties` and problems; each row knows its rule and the event that gave rise to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.duties.applicability import NotComputable, Unstated, concerns, doubts, other_currency, said_once
    from govaudit.duties.debt_service import NO_RECORD, DebtService, late_clause, late_factor, owed_by_debts
    from govaudit.duties.duty_table import Duties, gather_duties

open_door(__name__)
