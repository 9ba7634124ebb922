"""Not one payment of any debt is on record: each is a breach (R16), yet the records are more likely missing, so it is said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.checks import breach_words as words
from govaudit.law.rules import builtin
from govaudit.model.days import iso, spoken
from govaudit.model.finding import Finding
from govaudit.model.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket.table import Docket
    from govaudit.engine.status import Status


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
        fingerprint=fingerprint(words.NO_RECORD), kind="warning", rule=rule.id, severity=rule.severity, title=rule.title, message=message,
        dates={"first_due_on": iso(min(days)) or "", "last_due_on": iso(max(days)) or ""}, facts={"debts": len(owing), "payments": len(late)},
        place=str(docket["debts"].places[0]), next_step=rule.next_step,
    )]  # fmt: skip
