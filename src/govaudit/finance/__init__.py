"""Debt figures and what follows from them: accounts, ledger, exposures, doubts about figures. Money in fen, shares as Fractions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.finance.accounts import Accounts as Accounts
    from govaudit.finance.debt_duties import nearest_unit as nearest_unit
    from govaudit.finance.exposure import EXPOSURES as EXPOSURES
    from govaudit.finance.figures import ACCOUNTS as ACCOUNTS
    from govaudit.finance.figures import Component as Component
    from govaudit.finance.linear import LinearTerm as LinearTerm
    from govaudit.finance.quality_words import FigureDoubt as FigureDoubt
    from govaudit.finance.units import Units as Units

open_door(__name__)
