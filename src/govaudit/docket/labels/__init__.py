"""How tables, columns and choices are called in Chinese and English, and the spellings that readers take. A word that no table holds stays as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.docket.labels.column_words import ALSO_ZH, CHOICES, OPEN_ENGLISH, OPEN_ZH, ZH_WORDS

open_door(__name__)
