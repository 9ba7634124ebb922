"""A docket settled: the law's obligations added to the promised ones, and every obligation's status as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govaudit.checks.chinese_words import take_chinese_words
from govaudit.checks.columns import events_from_columns
from govaudit.checks.events_used import unknown_attributes, unknown_items, unused_events
from govaudit.checks.statutory import add_statutory
from govaudit.engine.settle import settle_with_use
from govaudit.fiscal.schedule_terms import read_debts
from govaudit.fiscal.service import NO_RECORD, add_service

if TYPE_CHECKING:
    from collections.abc import Callable

    from govaudit.checks.scope import NotComputable
    from govaudit.docket.table import Docket
    from govaudit.engine.status import Status
    from govaudit.law.rules import RuleSet
    from govaudit.model.problem import Problem

    Settler = Callable[[Docket, int, int | None], tuple[list[Status], set[int], list[Problem]]]


@dataclass(frozen=True, slots=True)
class Settled:
    """A docket with its statutory obligations, every obligation's status, and what could not be computed."""

    docket: Docket
    statuses: list[Status]
    missing: list[NotComputable]
    unrecorded: frozenset[str]  # debts of which no payment at all is on record


def settled(
    docket: Docket, rules: RuleSet, as_of: int, known_at: int | None = None, settle: Settler = settle_with_use
) -> Settled:
    """Add what debts and the law oblige, then settle every obligation as of a day; `settle` may do so elsewhere (large.memory)."""
    take_chinese_words(docket)
    events_from_columns(docket)
    service = add_service(docket, read_debts(docket, known_at), as_of, known_at)
    missing = add_statutory(docket, rules, as_of, known_at)
    statuses, used, idle = settle(docket, as_of, known_at)
    for status in statuses:
        if status.instrument in service.unrecorded and status.breach_days:
            status.flags += (NO_RECORD,)
    docket.problems.extend(
        [*idle, *unused_events(docket, rules, used), *unknown_attributes(docket, rules), *unknown_items(docket)]
    )
    return Settled(docket, statuses, missing, service.unrecorded)
