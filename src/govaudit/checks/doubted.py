"""Figures in doubt, as findings: problems of the data, never breaches.

What another finding of the audit says already is left out: a balance above its limit, a blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.law.rules import builtin
from govaudit.model.finding import Finding
from govaudit.model.fingerprint import fingerprint
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.fiscal.quality_words import Doubt
    from govaudit.fiscal.units import Units


def doubt_findings(doubts: Iterable[Doubt], units: Units) -> list[Finding]:
    """Return a finding for each figure in doubt that no rule speaks of, in their order."""
    return [
        Finding(
            fingerprint=fingerprint(one.check, one.unit, str(one.year), *one.items), kind="data_problem", rule=one.check, severity=builtin(one.check).severity,
            title=builtin(one.check).title, message=_sentence(one, units), amounts=one.amounts,
            facts={"unit": one.unit, "year": one.year, "items": " ".join(one.items)}, place=str(one.place), next_step=builtin(one.check).next_step,
        )
        for one in doubts
        if one.check not in _SAID
    ]  # fmt: skip


_SAID = {"DQ-04", "DQ-10"}


def _sentence(one: Doubt, units: Units) -> Text:
    name = units.name(one.unit)
    return Text(f"{name}：{one.year}年{one.what.zh}", f"{name}, {one.year}: {one.what.en}")
