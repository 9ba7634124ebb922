"""govaudit: everything a government promised, with a date, and what came of it."""

from __future__ import annotations

__version__ = "0.1.0"
