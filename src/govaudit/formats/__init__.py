"""Readers and writers of dockets, a format each: files in, a `Docket` with its problems out; nothing in a file raises in the user's face.

A row that cannot be read is left out and named with file, sheet, row, column and value. Money comes in decimal text, leaves as minor units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.door import open_door

if TYPE_CHECKING:
    from govaudit.formats.collect import Collector, meaning_of
    from govaudit.formats.read import read_docket

open_door(__name__)
