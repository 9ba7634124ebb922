"""Reports: one file per format over the same findings; `render` is the door."""

from __future__ import annotations
