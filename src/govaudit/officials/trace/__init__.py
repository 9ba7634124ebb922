"""From one late duty to the posts and people that answer for it, day by day, with every hop, degree and certainty.

The counted lines add up to the breach days; an AssertionError says that they do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.officials.trace.chain import chain_of
    from govaudit.officials.trace.degrees import RuleFile, rule_file
    from govaudit.officials.trace.duty_classes import duties_of
    from govaudit.officials.trace.hops import TENURE_WORDS
    from govaudit.officials.trace.responsible_lines import held_on
    from govaudit.officials.trace.trace import (
        Trace,
        conduct_lines,
        gap_findings,
        indicator_findings,
        trace_duty,
        unnamed,
    )
    from govaudit.officials.trace.tracer import Tracer

open_door(__name__)
