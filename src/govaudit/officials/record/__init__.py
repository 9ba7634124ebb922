"""The record of office: posts, tenures, delegations, transfers of functions, bodies and their successors, handovers.

What is not on record is a gap with a name, never a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.officials.record.handover import HeldDuty as HeldDuty
    from govaudit.officials.record.handover import HeldTerm as HeldTerm
    from govaudit.officials.record.handover import sheets as sheets
    from govaudit.officials.record.officials import Officials as Officials
    from govaudit.officials.record.posts import body_bound as body_bound
    from govaudit.officials.record.tenure import CERTAINTIES as CERTAINTIES
    from govaudit.officials.record.timeline import HOLDERS as HOLDERS

open_door(__name__)
