"""What is wrong with a single value, before it is known where the value stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govaudit.model.text import Text


class Fault(Exception):  # noqa: N818 - it becomes a Problem once its place is known
    """A value that cannot be read: a code, what is wrong, what to do, and in a file read as a whole the line of it.

    No ValueError: whoever catches what a library says of a value does not mean what we have said of it already.
    """

    def __init__(self, code: str, what: Text, remedy: Text, *, line: int | None = None) -> None:
        super().__init__(what.en)
        self.code, self.what, self.remedy, self.line = code, what, remedy, line
