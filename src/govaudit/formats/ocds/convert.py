"""One JSON file while it is read: where rows go, which values were used, and what was noted, each place once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from govaudit.model import Place, Text
from govaudit.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.formats.collect import Collector


@dataclass(slots=True)
class _Tally:
    count: int
    place: Place
    value: str | None


@dataclass(slots=True)
class Conversion:
    """One file. `used` holds (id of the JSON object or list, key or index) of every value that became part of a row."""

    file: str
    out: Collector
    notes: Mapping[str, tuple[Text, Text]] = field(default_factory=lambda: NOTES)
    used: set[tuple[int, str | int]] = field(default_factory=set)
    _tallies: dict[str, _Tally] = field(default_factory=dict)
    _said: set[tuple[str, Place]] = field(default_factory=set)

    def add(self, table: str, row: Mapping[str, Any], place: Place) -> None:
        """Add one row; its `source` is the JSON pointer it was read from."""
        self.out.add(table, {**row, "source": place.column}, place)

    def problem(self, code: str, place: Place, what: Text, remedy: Text, value: object = None) -> None:
        """Report a problem; one that was reported at the same place is not said twice."""
        if self._first(code, place):
            self.out.problem(code, place, what, remedy, value)

    def note(self, code: str, place: Place, value: object = None) -> None:
        """Count a note; it is said once a file, with its first place and the number of places."""
        if not self._first(code, place):
            return
        tally = self._tallies.get(code)
        if tally is None:
            self._tallies[code] = _Tally(1, place, None if value is None else str(value))
        else:
            tally.count += 1

    def _first(self, code: str, place: Place) -> bool:
        if (code, place) in self._said:
            return False
        self._said.add((code, place))
        return True

    def finish(self) -> None:
        """Say the counted notes."""
        for code, tally in self._tallies.items():
            what, remedy = self.notes[code]
            n = tally.count
            said = (
                what
                if n == 1
                else Text(f"{what.zh}（共{n}处，此为第一处）", f"{what.en} ({n} places, this is the first)")
            )
            self.out.note(code, tally.place, said, remedy, tally.value)
        self._tallies.clear()


def at(place: Place, pointer: str) -> Place:
    """Return the place of another JSON pointer in the same process."""
    return Place(place.file, place.sheet, place.row, pointer)


# --- What the reader of open contracting data says about what it understood: code -> (what, what to do)

_REMEDIES = words("ocds_notes", "remedies")
_GROUPS = {
    "publisher": words("ocds_notes", "publisher"),
    "nothing": words("ocds_notes", "nothing"),
    "reader": words("ocds_notes", "reader"),
}
NOTES: dict[str, tuple[Text, Text]] = {
    code: (what, _REMEDIES.get(code) or _REMEDIES[group])
    for group, notes in _GROUPS.items()
    for code, what in notes.items()
}
