"""Stress of the years ahead: scenarios, their effect on ratios, and the shock at which a line is first broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.finance.stress.stress import STANDARD as STANDARD
    from govaudit.finance.stress.stress import STRESSED as STRESSED
    from govaudit.finance.stress.stress import Scenario as Scenario
    from govaudit.finance.stress.stress import Stress as Stress
    from govaudit.finance.stress.stress import combined as combined
    from govaudit.finance.stress.stress import read_scenarios as read_scenarios
    from govaudit.finance.stress.stress import reverse as reverse
    from govaudit.finance.stress.stress import stress_table as stress_table
    from govaudit.finance.stress.stress import stressed as stressed

open_door(__name__)
