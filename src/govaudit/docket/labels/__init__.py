"""How tables, columns and choices are called in Chinese and English, and the spellings that readers take. A word that no table holds stays as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.docket.labels.column_words import ALSO_ZH, CHOICES, OPEN_ENGLISH, OPEN_ZH, ZH_WORDS
    from govaudit.docket.labels.near_words import is_near_cause, is_near_type

open_door(__name__)
