"""The ledger of debts of a year: opened, issued, repaid, interest, arrears with penalty and compound interest; money in fen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.finance.debt_ledger.ledger import AMOUNTS, CONTINGENT, TOTAL, LedgerEntry, ledger_of_year
    from govaudit.finance.debt_ledger.penalty_interest import Arrears, Costs, Fee, costs

open_door(__name__)
