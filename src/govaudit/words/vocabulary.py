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
SUSPENSION_CAUSES = words("events", "suspensions")
_CAUSE_OF = {**CAUSES.meanings(), **SUSPENSION_CAUSES.meanings()}


def event_name(event: str) -> Text:
    """Return the name of an event type; a type that is not in the vocabulary is quoted as written."""
    return EVENTS.get(event, Text(f"“{event}”", f"'{event}'"))


def cause_name(cause: str) -> Text:
    """Return the name of a reason code; other words are quoted as written."""
    return CAUSES.get(cause) or SUSPENSION_CAUSES.get(cause) or Text(f"“{cause}”", f"'{cause}'")


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


# --- The items of the table of fiscal figures; a total that is not stated is the sum of its parts (finance.figures)

FISCAL_ITEMS = words("figures", "items")


# --- The attributes of instruments that rules look at, and the words they take, each with its Chinese and English name

ATTRIBUTES = words("attributes", "attributes")
VALUES = words("attributes", "values")
_SAID = {text.zh: text for text in VALUES.values()}
_UNSTATED = Text("未写明", "not stated")
_PLAIN = words("attributes", "plain")


def attribute_name(name: str) -> Text:
    """Return the name of an attribute; one that is not in the vocabulary is quoted as written."""
    return ATTRIBUTES.get(name, Text(f"“{name}”", f"'{name}'"))


def attribute_key(name: str) -> Text:
    """Return the name of an attribute with its key, for those who have to fill it in."""
    label = ATTRIBUTES.get(name)
    return attribute_name(name) if label is None else Text(f"{label.zh}（{name}）", f"{label.en} ({name})")


def value_name(word: str | None) -> Text:
    """Return the name of a plain value: yes and no, a word of the vocabulary in either language, else the value itself."""
    if word is None:
        return _UNSTATED
    return _PLAIN.get(word) or VALUES.get(word) or _SAID.get(word) or Text(word, word)


def value_names(words: tuple[str | None, ...]) -> Text:
    """Return the names of alternatives, each said once."""
    names = list(dict.fromkeys(value_name(word) for word in words))
    return Text("或".join(name.zh for name in names), " or ".join(name.en for name in names))
