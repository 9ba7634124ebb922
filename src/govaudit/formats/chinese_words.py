"""Event types and attributes written in Chinese, taken as the words the rules and the engine know.

People who keep a ledger in Chinese write 合同公告, not contract_published; each Chinese name of the vocabulary stands for one word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.words import ATTRIBUTES, EVENTS

if TYPE_CHECKING:
    from govaudit.docket import DocketBuilder

_EVENT_OF = EVENTS.meanings()
_ATTRIBUTE_OF = ATTRIBUTES.meanings()


def take_chinese_words(docket: DocketBuilder) -> None:
    """Replace Chinese names by their words: event types, anchors and conditions, attributes of instruments."""
    for table, columns in (("events", ("type",)), ("obligations", ("anchor", "condition"))):
        for column in columns:
            docket[table].columns[column] = [value and meaning_of(value) for value in docket[table][column]]
    docket["instruments"].columns["attributes"] = [
        {_ATTRIBUTE_OF.get(key, key): value for key, value in attributes.items()}
        if isinstance(attributes, dict)
        else attributes
        for attributes in docket["instruments"]["attributes"]
    ]


def meaning_of(word: str) -> str:
    """Return the word that the name of an event type stands for, else the name itself."""
    return _EVENT_OF.get(word, word)
