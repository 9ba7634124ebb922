"""The words of rules and dockets: event types and reason codes, each with its Chinese and English name.

A rule may use only these event types and causes (or declare its own under `words`), so that a misspelt one is found
when the rule is read, not missed for years.
"""

from __future__ import annotations

import difflib

from govaudit.model import Text
from govaudit.words.word_tables import words

EVENTS = words("events", "types")
CAUSES = words("events", "causes")
_CAUSE_OF = CAUSES.meanings()


def event_name(event: str) -> Text:
    """Return the name of an event type; a type that is not in the vocabulary is quoted as written."""
    return EVENTS.get(event, Text(f"“{event}”", f"'{event}'"))


def cause_name(cause: str) -> Text:
    """Return the name of a reason code; other words are quoted as written."""
    return CAUSES.get(cause, Text(f"“{cause}”", f"'{cause}'"))


def cause_codes(text: str | None) -> frozenset[str]:
    """Return the reason codes a `cause` cell states: a code, several with ; between, or the Chinese words for them."""
    if not text:
        return frozenset()
    parts = [part.strip() for part in text.replace("；", ";").replace("，", ";").replace("、", ";").split(";")]
    return frozenset(_CAUSE_OF.get(part, part) for part in parts if part)


def did_you_mean(word: str, known: dict[str, Text]) -> str | None:
    """Return the known word a misspelt one is nearest to."""
    near = difflib.get_close_matches(word, known, 1, 0.75)
    return near[0] if near else None
