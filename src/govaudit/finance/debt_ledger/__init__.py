"""The ledger of debts of a year: opened, issued, repaid, interest, arrears with penalty and compound interest; money in fen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.finance.debt_ledger.ledger import AMOUNTS as AMOUNTS
    from govaudit.finance.debt_ledger.ledger import CONTINGENT as CONTINGENT
    from govaudit.finance.debt_ledger.ledger import TOTAL as TOTAL
    from govaudit.finance.debt_ledger.ledger import LedgerEntry as LedgerEntry
    from govaudit.finance.debt_ledger.ledger import ledger_of_year as ledger_of_year
    from govaudit.finance.debt_ledger.penalty_interest import Arrears as Arrears
    from govaudit.finance.debt_ledger.penalty_interest import Costs as Costs
    from govaudit.finance.debt_ledger.penalty_interest import Fee as Fee
    from govaudit.finance.debt_ledger.penalty_interest import costs as costs

open_door(__name__)
