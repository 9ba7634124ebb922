"""How tables, columns and choices are called in Chinese and English, and the spellings that readers take. A word that no table holds stays as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.docket.labels.column_words import ALSO_ZH as ALSO_ZH
    from govaudit.docket.labels.column_words import CHOICES as CHOICES
    from govaudit.docket.labels.column_words import OPEN_ENGLISH as OPEN_ENGLISH
    from govaudit.docket.labels.column_words import OPEN_ZH as OPEN_ZH
    from govaudit.docket.labels.column_words import ZH_WORDS as ZH_WORDS

open_door(__name__)
