"""The Chinese words of the closed lists; readers take either form, the template offers the Chinese one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.docket.schema import TABLES
from govaudit.words import EVENTS, FISCAL_ITEMS, SUSPENSION_CAUSES, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.model import Text

CHOICES = words("choices", "closed")
ZH_WORDS = {word: text.zh for word, text in CHOICES.items()}
# Names the lists had before, and short ones people write: read, never written.
ALSO_ZH = CHOICES.also


# --- The Chinese words of the usual values of open lists (kinds, actions, event types, fiscal items), by table and column

_LISTS: dict[tuple[str, str], Mapping[str, Text]] = {
    ("instruments", "kind"): words("choices", "kinds"), ("obligations", "action"): words("choices", "actions"),
    ("events", "type"): {word: EVENTS[word] for word in TABLES["events"].columns["type"].values},
    ("events", "cause"): SUSPENSION_CAUSES,
    ("orgs", "kind"): words("choices", "bodies"), ("orgs", "level"): words("choices", "levels"),
    ("persons", "status"): words("choices", "people"), ("fiscal", "item"): FISCAL_ITEMS,
}  # fmt: skip
OPEN_ZH = {column: {word: text.zh for word, text in listed.items()} for column, listed in _LISTS.items()}
OPEN_ENGLISH = {key: {zh: word for word, zh in words.items()} for key, words in OPEN_ZH.items()}
OPEN_ENGLISH[
    "events", "cause"
] = {}  # a cause is kept as it was written: it may be several, or a sentence (`cause_codes` takes it apart)
OPEN_ENGLISH["fiscal", "item"] = FISCAL_ITEMS.meanings()
