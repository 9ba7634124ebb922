"""The vocabulary in Chinese and English: event types, causes, attributes, fiscal items, labels; YAML files beside this one, a file a topic.

A word that is not in the vocabulary is shown as it was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.words.vocabulary import (
        ATTRIBUTES,
        CAUSES,
        EVENTS,
        FISCAL_ITEMS,
        SUSPENSION_CAUSES,
        attribute_key,
        attribute_name,
        cause_codes,
        cause_name,
        did_you_mean,
        event_name,
        value_name,
        value_names,
    )
    from govaudit.words.word_tables import words

open_door(__name__)
