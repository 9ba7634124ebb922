"""The Chinese words of the usual values of open lists (kinds, actions, event types, fiscal items), by table and column.

Readers take either form; what is on neither list stays as written. Event types have the names rules give them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.docket.schema import TABLES
from govaudit.law.fiscal_items import FISCAL_ITEMS
from govaudit.law.vocabulary import EVENTS
from govaudit.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.model.text import Text

_LISTS: dict[tuple[str, str], Mapping[str, Text]] = {
    ("instruments", "kind"): words("choices", "kinds"), ("obligations", "action"): words("choices", "actions"),
    ("events", "type"): {word: EVENTS[word] for word in TABLES["events"].columns["type"].values},
    ("orgs", "kind"): words("choices", "bodies"), ("orgs", "level"): words("choices", "levels"),
    ("persons", "status"): words("choices", "people"), ("fiscal", "item"): FISCAL_ITEMS,
}  # fmt: skip
OPEN_ZH = {column: {word: text.zh for word, text in listed.items()} for column, listed in _LISTS.items()}
OPEN_ENGLISH = {key: {zh: word for word, zh in words.items()} for key, words in OPEN_ZH.items()}
OPEN_ENGLISH["fiscal", "item"] = FISCAL_ITEMS.meanings()
