"""The place of a row in a workbook, which can also name the cell of each of its columns (E7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from govaudit.model.problem import Place

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class RowPlace(Place):
    """A row; `letters` maps column names to the sheet's letters and is shared by all rows of a sheet."""

    letters: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def at(self, column: str | None) -> Place:
        """Return the place of one cell: the column by its name, the cell in `clause`."""
        letters = self.letters.get(column or "")
        return Place(self.file, self.sheet, self.row, column, f"{letters}{self.row}" if letters else self.clause)
