"""Events on record that cannot be used: rows with a problem, left out under --lenient, and what is in doubt of others (R16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.model import Place, Text


class LeftOut(NamedTuple):
    """A row that could not be used: the cells that could be read, by column, and its place."""

    values: Mapping[str, Any]
    place: Place


class EventDoubt(NamedTuple):
    """An event on record that cannot be used for a duty, or asks to be checked: its row (-1: a row left out), name, day, and why.

    `usable` where it was counted all the same: a surplus, or a double that decides nothing.
    """

    row: int
    name: str
    day: int
    why: Text
    usable: bool = False
    place: str = ""  # of a row left out
