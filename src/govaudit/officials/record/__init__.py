"""The record of office: posts, tenures, delegations, transfers of functions, bodies and their successors, handovers.

What is not on record is a gap with a name, never a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.officials.record.handover import HeldDuty, HeldTerm, sheets
    from govaudit.officials.record.officials import Officials
    from govaudit.officials.record.posts import body_bound
    from govaudit.officials.record.tenure import CERTAINTIES
    from govaudit.officials.record.timeline import HOLDERS

open_door(__name__)
