"""A sentence in both languages; every message of the program is one of these."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Chinese and in English."""

    zh: str
    en: str

    def pick(self, lang: str) -> str:
        """Return the sentence in `lang` (zh or en)."""
        return self.zh if lang == "zh" else self.en

    def format(self, **values: object) -> Text:
        """Fill `{name}` fields in both languages; a Text value is picked per language."""

        def fill(lang: str) -> str:
            picked = {k: v.pick(lang) if isinstance(v, Text) else v for k, v in values.items()}
            return self.pick(lang).format(**picked)

        return Text(fill("zh"), fill("en"))


def as_text(title: str | Text) -> Text:
    """Return a title in both languages: one that people wrote is the same in each, one that the program wrote has both."""
    return title if isinstance(title, Text) else Text(title, title)


# --- Text that a spreadsheet would take for a formula: what anybody may have written into a title must never be run

# Half- and full-width characters that make a cell a formula, and the controls that smuggle one in (OWASP).
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PASSED_OVER = " \u3000\ufeff\u200b"  # some programs skip these before the sign
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take a text for a formula; a plain number is none."""
    return text.lstrip(_PASSED_OVER).startswith(_LIVE) and not _NUMBER.fullmatch(text)


def guarded(text: str) -> str:
    """Return a cell of a CSV file: an apostrophe before what a spreadsheet would compute."""
    return f"'{text}" if is_formula(text) else text
