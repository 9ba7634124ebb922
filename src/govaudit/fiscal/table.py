"""The table of ratios: every measure of every unit in a year, graded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from govaudit.fiscal.figures import Figures
from govaudit.fiscal.lines import lines_of, marked
from govaudit.fiscal.measures import RATIOS, SHOWN
from govaudit.fiscal.ratio import Ratio, take
from govaudit.model.text import Text

if TYPE_CHECKING:
    from govaudit.docket.table import Docket
    from govaudit.law.rules import RuleSet


def ratio_table(docket: Docket, rules: RuleSet, year: int, basis: str | None = None) -> list[Ratio]:
    """Return a ratio for each unit and measure, units in the order of the table; what cannot be computed says what it lacks."""
    figures = Figures.read(docket)
    orgs = Units(docket)
    return [
        replace(
            marked(take(figures, RATIOS[name], unit, year, basis), lines_of(rules, name, orgs.row(unit), year)),
            scope=orgs.scope(unit),
        )
        for unit in figures.units()
        for name in SHOWN
    ]


class Units:
    """The units that have figures, as organisations, and the tree they stand in."""

    def __init__(self, docket: Docket) -> None:
        self._orgs = docket["orgs"]
        self._rows = self._orgs.index()
        self._with_figures = frozenset(docket["fiscal"]["unit"])

    def row(self, unit: str) -> dict[str, Any]:
        """Return the organisation's row, empty when it has none."""
        return self._orgs.row(self._rows[unit]) if unit in self._rows else {}

    def name(self, unit: str) -> str:
        """Return the organisation's name."""
        return str(self.row(unit).get("name") or unit)

    def below(self, unit: str) -> list[str]:
        """Return the units right below that have figures themselves."""
        pairs = zip(self._orgs["id"], self._orgs["parent"], strict=True)
        return [org for org, parent in pairs if parent == unit and org in self._with_figures]

    def scope(self, unit: str) -> Text:
        """Say whose accounts these are; whether they hold those of the units below is for the reader to confirm."""
        name, below = self.name(unit), len(self.below(unit))
        if not below:
            return Text(name, name)
        return Text(
            f"{name}（另有{below}个下级单位单列，核对是否全市口径）",
            f"{name} ({below} units below are listed too: confirm whether theirs are included)",
        )
