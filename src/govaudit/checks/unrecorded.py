"""Not one payment of any debt is on record: each is a breach (R16), yet the records are more likely missing, so it is said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.checks import breach_words as words
from govaudit.model import Finding, Text, fingerprint_of, iso, spoken
from govaudit.rules import builtin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket import Docket
    from govaudit.finance import FigureDoubt, Units
    from govaudit.settle import Status


def unrecorded_findings(docket: Docket, statuses: Iterable[Status], debts: frozenset[str]) -> list[Finding]:
    """Return one warning about the payments past due of some debts, none where nothing is past due."""
    late = [status for status in statuses if status.instrument in debts and status.breach_days]
    days = [status.due_on for status in late if status.due_on is not None]
    if not days:
        return []
    owing = {status.instrument for status in late}
    rule = builtin(words.NO_RECORD)
    message = rule.say(debts=len(owing), count=len(late), first=spoken(min(days)), last=spoken(max(days)))
    return [Finding(
        fingerprint=fingerprint_of(words.NO_RECORD), kind="warning", rule=rule.id, severity=rule.severity, title=rule.title, message=message,
        dates={"first_due_on": iso(min(days)) or "", "last_due_on": iso(max(days)) or ""}, facts={"debts": len(owing), "payments": len(late)},
        place=str(docket["debts"].places[0]), next_step=rule.next_step,
    )]  # fmt: skip


# --- Figures in doubt, as findings: problems of the data, never breaches


def doubt_findings(doubts: Iterable[FigureDoubt], units: Units) -> list[Finding]:
    """Return a finding for each figure in doubt that no rule speaks of, in their order."""
    return [
        Finding(
            fingerprint=fingerprint_of(one.check, one.unit, str(one.year), *one.items), kind="data_problem", rule=one.check, severity=builtin(one.check).severity,
            title=builtin(one.check).title, message=_sentence(one, units), amounts=one.amounts,
            facts={"unit": one.unit, "year": one.year, "items": " ".join(one.items)}, place=str(one.place), next_step=builtin(one.check).next_step,
        )
        for one in doubts
        if one.check not in _SAID
    ]  # fmt: skip


_SAID = {"DQ-04", "DQ-10"}


def _sentence(one: FigureDoubt, units: Units) -> Text:
    name = units.name(one.unit)
    return Text(f"{name}：{one.year}年{one.what.zh}", f"{name}, {one.year}: {one.what.en}")
