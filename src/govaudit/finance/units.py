"""The units that have figures, as organisations, and the tree they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.finance.ratios.ratio_lines import Unit
from govaudit.model import Text

if TYPE_CHECKING:
    from govaudit.docket import Docket

_OWN_NAME = "本级"  # what the name of an own level ends with
_OWN = (_OWN_NAME, "own_level")  # the level of its row


class Units:
    """The units that have figures, as organisations, and the tree they stand in."""

    def __init__(self, docket: Docket) -> None:
        self._orgs = docket["orgs"]
        self._rows = self._orgs.index
        self._known: dict[str, Unit] = {}
        with_figures = frozenset(docket["fiscal"]["unit"])
        self._below: dict[str | None, list[str]] = {}
        for org, parent in zip(self._orgs["id"], self._orgs["parent"], strict=True):
            if org in with_figures:
                self._below.setdefault(parent, []).append(org)

    def row(self, unit: str) -> dict[str, Any]:
        """Return the organisation's row, empty when it has none."""
        return self._orgs.row(self._rows[unit]) if unit in self._rows else {}

    def unit(self, unit: str) -> Unit:
        """Return the unit with the names and codes of those above it."""
        if unit not in self._known:
            self._known[unit] = self._read(unit)
        return self._known[unit]

    def _read(self, unit: str) -> Unit:
        above: list[dict[str, Any]] = []
        at: str | None = unit
        while at is not None and at in self._rows and len(above) < len(self._rows):
            above.append(self._orgs.row(self._rows[at]))
            at = above[-1]["parent"]
        codes = tuple(str(row["code"]) for row in above if row["code"])
        row = self.row(unit)
        if row.get("level") in _OWN:  # the own level of a city is of the level of the city
            row = row | {"level": above[1]["level"] if len(above) > 1 else None}
        return Unit(unit, row, tuple(str(one["name"]) for one in above), codes)

    def name(self, unit: str) -> str:
        """Return the organisation's name."""
        return str(self.row(unit).get("name") or unit)

    def below(self, unit: str) -> list[str]:
        """Return the units right below that have figures themselves."""
        return self._below.get(unit, [])

    def own_level(self, unit: str) -> bool:
        """Whether a unit is the own level (本级) of the one above it."""
        return self.name(unit).endswith(_OWN_NAME) or self.row(unit).get("level") in _OWN

    def scope(self, unit: str) -> Text:
        """Say whose accounts these are; whether they hold those of the units below is for the reader to confirm."""
        name, below = self.name(unit), len(self.below(unit))
        if not below:
            return Text(name, name)
        return Text(
            f"{name}（另有{below}个下级单位单列，核对是否全市口径）",
            f"{name} ({below} units below are listed too: confirm whether theirs are included)",
        )
