"""A sentence in both languages; every message of the program is one of these."""

from __future__ import annotations

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
