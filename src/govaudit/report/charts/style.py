"""What all charts share: how an option becomes plain JSON, fonts, colours that print in black and white."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from govaudit.model.text import Text


def spoken(option: Any, lang: str) -> Any:
    """Return an option with every Text in its language and every Fraction as a number for drawing."""
    if isinstance(option, Text):
        return option.pick(lang)
    if isinstance(option, Fraction):
        return round(float(option), 6)
    if isinstance(option, dict):
        return {key: spoken(one, lang) for key, one in option.items()}
    if isinstance(option, (list, tuple)):
        return [spoken(one, lang) for one in option]
    return option
