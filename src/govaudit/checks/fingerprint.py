"""A finding's name from run to run."""

from __future__ import annotations

import hashlib


def fingerprint(rule: str, *subject: str) -> str:
    """Return 16 hex digits over what a finding is about (rule, instrument, obligation, year), never over its words or day."""
    return hashlib.sha256("\x1f".join((rule, *subject)).encode()).hexdigest()[:16]
