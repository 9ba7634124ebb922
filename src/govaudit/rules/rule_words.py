"""The words for what rules are made of: units of time, severities, kinds of rule, verdicts, and how sure a source is.

Checks, reports and commands say them all in these words.
"""

from __future__ import annotations

from govaudit.model import Text
from govaudit.words import words

_UNITS = words("rules", "units")
SEVERITIES = words("rules", "severities")
CONFIDENCES = words("rules", "confidences")
RULE_KINDS = words("rules", "kinds")
LEVELS = words("rules", "levels")
VERDICTS = words("rules", "verdicts")
OTHER_FINDINGS = words("rules", "other_findings")  # what a rule of the program may come to besides


def spoken_period(n: int, unit: str) -> Text:
    """Say a period: 7个工作日, 7 working days."""
    name = _UNITS[unit]
    return Text(f"{n}{name.zh}", f"{n} {name.en}" if n == 1 else f"{n} {name.en}s")
