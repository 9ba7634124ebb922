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


# --- What is wrong with a single value, before it is known where the value stands


class Fault(Exception):  # noqa: N818 - it becomes a Problem once its place is known
    """A value that cannot be read: a code, what is wrong, what to do, and in a file read as a whole the line of it.

    No ValueError: whoever catches what a library says of a value does not mean what we have said of it already.
    """

    def __init__(self, code: str, what: Text, remedy: Text, *, line: int | None = None) -> None:
        super().__init__(what.en)
        self.code, self.what, self.remedy, self.line = code, what, remedy, line
