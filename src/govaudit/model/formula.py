"""Text that a spreadsheet would take for a formula: what anybody may have written into a title must never be run."""

from __future__ import annotations

import re

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
