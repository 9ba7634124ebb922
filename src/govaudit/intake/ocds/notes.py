"""What the reader of open contracting data says about what it understood: code -> (what, what to do)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.words import words

if TYPE_CHECKING:
    from govaudit.model.text import Text

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
