"""The words shown to people for roles, phases, acts and reasons, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model import Text
from govaudit.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 10  # ids said in one sentence

ROLES = words("responsibility", "roles")
PHASES = words("responsibility", "phases")
HOLDERS = words("responsibility", "holders")
CERTAINTIES = words("responsibility", "certainties")
CERTAINTY_MEANING = words("responsibility", "meanings")["certainty"]
ACTS = words("responsibility", "acts")
VOTES = words("responsibility", "votes")
DEGREES = words("responsibility", "degrees")
REASONS = words("responsibility", "reasons")


def joined(keys: Sequence[str]) -> Text:
    """Say all ids one after another."""
    return Text("、".join(keys), ", ".join(keys))


def listed(keys: Sequence[str]) -> Text:
    """Say ids one after another, of a crowd the first ten and how many there are in all."""
    rest = len(keys) - _MOST
    zh, en = "、".join(keys[:_MOST]), ", ".join(keys[:_MOST])
    return Text(f"{zh} 等 {len(keys)} 项", f"{en} and {rest} more") if rest > 0 else Text(zh, en)


def role_word(key: str) -> Text:
    """Return the name of a role; one that is on no list stays as written."""
    return ROLES.get(key) or Text(key, key)


def phase_word(key: str) -> Text:
    """Return the name of a phase of a breach; one that is on no list stays as written."""
    return PHASES.get(key) or Text(key, key)
