"""The items of the table of fiscal figures; a total that is not stated is the sum of its parts (fiscal.figures)."""

from __future__ import annotations

from govaudit.words.word_tables import words

FISCAL_ITEMS = words("figures", "items")
