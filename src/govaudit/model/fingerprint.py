"""The name a finding keeps from run to run: made from its rule and its subject, never from rows, dates or wording."""

from __future__ import annotations

import hashlib

_LENGTH = 16


def fingerprint_of(rule: str, *subject: str) -> str:
    """Return 16 hexadecimal digits that stay the same as long as rule and subject (ids, in order) do."""
    text = "\x1f".join((rule, *subject))
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
