"""A problem in somebody's data is a value with its place and its remedy, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from govaudit.model.text import Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact stands, counted as a person sees it: row 1 is the first line of the sheet or file."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    clause: str | None = None

    def __str__(self) -> str:
        parts = [self.file, self.sheet, str(self.row) if self.row else None, self.column]
        return ":".join(part for part in parts if part)

    def at(self, column: str | None) -> Place:
        """Return the same row, another column."""
        return Place(self.file, self.sheet, self.row, column, self.clause)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell, row or file, and what to do.

    `level` error: the row cannot be used, the audit stops (exit 2) or, with --lenient, goes on without it.
    `level` note: nothing was lost; what the reader understood is echoed (a date form, an encoding, a row left out
    on purpose).
    """

    code: str
    place: Place
    what: Text
    remedy: Text
    value: str | None = None
    level: Literal["error", "note"] = "error"
