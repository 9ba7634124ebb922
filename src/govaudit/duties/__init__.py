"""All that is owed in one table: what was promised, what debts oblige, what the law obliges; the docket stays as it was.

In come a view and rules, out come `Duties` and problems; each row knows its rule and the event that gave rise to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.duties.applicability import NotComputable as NotComputable
    from govaudit.duties.applicability import concerns as concerns
    from govaudit.duties.applicability import other_currency as other_currency
    from govaudit.duties.debt_service import NO_RECORD as NO_RECORD
    from govaudit.duties.debt_service import DebtService as DebtService
    from govaudit.duties.debt_service import late_clause as late_clause
    from govaudit.duties.debt_service import late_factor as late_factor
    from govaudit.duties.debt_service import owed_by_debts as owed_by_debts
    from govaudit.duties.duty_table import Duties as Duties
    from govaudit.duties.duty_table import gather_duties as gather_duties

open_door(__name__)
