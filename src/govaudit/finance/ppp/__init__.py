"""Outlays of PPP projects against the cap of 10 % of general expenditure (财金〔2015〕21号, 财金〔2019〕10号). Money in fen; what is not stated is not computed, and said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.finance.ppp.ppp_outlays import BUCKETS, Amounts, Project, cap_path, projects

open_door(__name__)
