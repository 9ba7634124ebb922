"""The words for what rules are made of: units of time, severities, kinds of rule, verdicts, and how sure a source is.

Checks, reports and commands say them all in these words.
"""

from __future__ import annotations

from decimal import Decimal

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


# --- Attribute values as plain words, so that a rule's `true` meets a workbook's 是 and a JSON true

_YES = {"true", "yes", "y", "是", "√"}
_NO = {"false", "no", "n", "否"}


def plain(value: object) -> str | None:
    """Return the word a scalar stands for: true, false, the shortest form of a number, or the text; None when empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    text = "" if value is None else str(value).strip()
    if text.lower() in _YES:
        return "true"
    if text.lower() in _NO:
        return "false"
    return text or None


def matches(value: object, wanted: tuple[str | None, ...]) -> bool:
    """Whether a value, or one item of a list, is one of the wanted words; None stands for "not stated", * for anything stated."""
    words = [plain(item) for item in value] if isinstance(value, (list, tuple)) else [plain(value)]
    return any(word in wanted or (word is not None and "*" in wanted) for word in words or [None])
