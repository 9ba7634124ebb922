"""The attributes of instruments that rules look at, and the words they take, each with its Chinese and English name.

A rule may use only these attributes, or name its own under `words`: a misspelt one is found when the rule is read.
"""

from __future__ import annotations

from govaudit.model import Text
from govaudit.words.word_tables import words

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
