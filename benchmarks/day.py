"""The day as of which the generated dockets are judged; alone, so that a measured process loads nothing for it."""

from __future__ import annotations

AS_OF = "2026-06-30"
