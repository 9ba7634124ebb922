"""Debt figures and what follows from them: accounts, ledger, exposures, doubts about figures. Money in fen, shares as Fractions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.finance.accounts import Accounts
    from govaudit.finance.debt_duties import nearest_unit
    from govaudit.finance.exposure import EXPOSURES
    from govaudit.finance.figures import ACCOUNTS, Component
    from govaudit.finance.linear import LinearTerm
    from govaudit.finance.quality_words import FigureDoubt
    from govaudit.finance.units import Units

open_door(__name__)
