"""Flows of debts, to the fen and to the day: day counts, stubs, resets of rates, rolls; totals by year.

In come rows of `debts`, out come `Flow`s in fen with accrual and payment days. A debt whose terms cannot be used is a problem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.schedules.debt_terms import read_debts
    from govaudit.schedules.schedule import Debt, Flow, flows
    from govaudit.schedules.schedule_dates import civil_parts
    from govaudit.schedules.schedule_totals import Portfolio, by_year, portfolio

open_door(__name__)
