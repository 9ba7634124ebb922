"""From one late duty to the posts and people that answer for it, day by day, with every hop, degree and certainty.

The counted lines add up to the breach days; an AssertionError says that they do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.officials.trace.chain import chain_of as chain_of
    from govaudit.officials.trace.degrees import RuleFile as RuleFile
    from govaudit.officials.trace.degrees import rule_file as rule_file
    from govaudit.officials.trace.duty_classes import duties_of as duties_of
    from govaudit.officials.trace.hops import TENURE_WORDS as TENURE_WORDS
    from govaudit.officials.trace.responsible_lines import held_on as held_on
    from govaudit.officials.trace.trace import Trace as Trace
    from govaudit.officials.trace.trace import conduct_lines as conduct_lines
    from govaudit.officials.trace.trace import gap_findings as gap_findings
    from govaudit.officials.trace.trace import indicator_findings as indicator_findings
    from govaudit.officials.trace.trace import trace_duty as trace_duty
    from govaudit.officials.trace.trace import unnamed as unnamed
    from govaudit.officials.trace.tracer import Tracer as Tracer

open_door(__name__)
