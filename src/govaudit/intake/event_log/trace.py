"""What a reader of a log yields: one case at a time with its events, values still as written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.model.fault import Fault


class Entry(NamedTuple):
    """One event: its number within the case and its line in the file, both from 1, and the values the map asks for."""

    number: int
    line: int
    values: dict[str, str]


class Trace(NamedTuple):
    """One case: its number in the file, its first line, its own values, its events in the order of the file.

    `faults` are (line, what is wrong) of parts that could not be read: nothing may be concluded from such a case. `flat`: the
    log has no values of cases, each event repeats them.
    """

    number: int
    line: int
    values: dict[str, str]
    entries: Sequence[Entry]
    faults: Sequence[tuple[int, Fault]] = ()
    flat: bool = False

    def pointer(self, event: int = 0, line: int = 0) -> str:
        """Return where the case, or one of its events, stands: an XPath in XML, the line elsewhere."""
        if self.flat:
            return f":{line or self.line}"
        return f"/log/trace[{self.number}]" + (f"/event[{event}]" if event else "")


class Seen:
    """The names that occurred in a log, kept to find the misspelt ones of a map."""

    def __init__(self) -> None:
        self.attributes: set[str] = set()
        self.activities: set[str] = set()
