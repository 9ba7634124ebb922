"""Rows of events with a problem: left out of their table under --lenient, and still on record (R16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.model import Place


class LeftOut(NamedTuple):
    """A row that could not be used: the cells that could be read, by column, and its place."""

    values: Mapping[str, Any]
    place: Place
