"""Rules held against what was settled and what is on record, one file a kind; exclusions. Out come findings, never convictions.

What cannot be computed is named with its reason; what is excluded stays in the list with who excluded it and why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.checks.apply import check_rules
    from govaudit.checks.breaches import breach_findings
    from govaudit.checks.due_soon import DueRow, due_rows
    from govaudit.checks.found import attribute_of, cause_of, name_of
    from govaudit.checks.grades import signal_findings
    from govaudit.checks.measured import shown
    from govaudit.checks.measures import MEASURES
    from govaudit.checks.suppress import suppress_findings
    from govaudit.checks.unrecorded import doubted_event_findings, not_assessed, unrecorded_findings

open_door(__name__)
