"""Stress of the years ahead: scenarios, their effect on ratios, and the shock at which a line is first broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.finance.stress.stress import (
        STANDARD,
        STRESSED,
        Scenario,
        Stress,
        combined,
        read_scenarios,
        reverse,
        stress_table,
        stressed,
    )

open_door(__name__)
