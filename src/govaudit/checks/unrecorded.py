"""Not one payment of any debt is on record: each is a breach (R16), yet the records are more likely missing, so it is said once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.checks import breach_words as words
from govaudit.model.days import iso, spoken
from govaudit.model.finding import Finding
from govaudit.model.fingerprint import fingerprint
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket.table import Docket
    from govaudit.engine.status import Status

_MESSAGE = Text(
    "{debts}笔债务自{first}至{last}到期{count}期，没有一笔付款记录：多为记录没有并入，逐期认定前请先核对",
    "{count} payments of {debts} debts fell due from {first} to {last} and not one is on record: more likely the records were not added; check before relying on them",
)


def unrecorded_findings(docket: Docket, statuses: Iterable[Status], debts: frozenset[str]) -> list[Finding]:
    """Return one warning about the payments past due of some debts, none where nothing is past due."""
    late = [status for status in statuses if status.instrument in debts and status.breach_days]
    days = [status.due_on for status in late if status.due_on is not None]
    if not days:
        return []
    owing = {status.instrument for status in late}
    message = _MESSAGE.format(debts=len(owing), count=len(late), first=spoken(min(days)), last=spoken(max(days)))
    return [Finding(
        fingerprint=fingerprint(words.NO_RECORD), kind="warning", rule=words.NO_RECORD, severity="ordinary", title=words.TITLES[words.NO_RECORD], message=message,
        dates={"first_due_on": iso(min(days)) or "", "last_due_on": iso(max(days)) or ""}, facts={"debts": len(owing), "payments": len(late)},
        place=str(docket["debts"].places[0]), next_step=words.NEXT_STEPS[words.NO_RECORD],
    )]  # fmt: skip
