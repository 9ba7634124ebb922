"""The Chinese words of the closed lists; readers take either form, the template offers the Chinese one."""

from __future__ import annotations

from govaudit.words import words

CHOICES = words("choices", "closed")
ZH_WORDS = {word: text.zh for word, text in CHOICES.items()}
# Names the lists had before, and short ones people write: read, never written.
ALSO_ZH = CHOICES.also
