"""The vocabulary in Chinese and English: event types, causes, attributes, fiscal items, labels; YAML files beside this one, a file a topic.

A word that is not in the vocabulary is shown as it was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.words.vocabulary import ATTRIBUTES as ATTRIBUTES
    from govaudit.words.vocabulary import CAUSES as CAUSES
    from govaudit.words.vocabulary import EVENTS as EVENTS
    from govaudit.words.vocabulary import FISCAL_ITEMS as FISCAL_ITEMS
    from govaudit.words.vocabulary import attribute_key as attribute_key
    from govaudit.words.vocabulary import attribute_name as attribute_name
    from govaudit.words.vocabulary import cause_codes as cause_codes
    from govaudit.words.vocabulary import cause_name as cause_name
    from govaudit.words.vocabulary import did_you_mean as did_you_mean
    from govaudit.words.vocabulary import event_name as event_name
    from govaudit.words.vocabulary import value_name as value_name
    from govaudit.words.vocabulary import value_names as value_names
    from govaudit.words.word_tables import words as words

open_door(__name__)
