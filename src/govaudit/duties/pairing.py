"""Which act performs which statutory duty, what starts one anew, and what excuses it (R25.3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from govaudit.model import Text
from govaudit.words import cause_codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.docket.cases import Case, CaseEvent
    from govaudit.rules.kinds import Deadline

_PAYING = {"pay", "perform"}  # on a duty itself these perform it, whatever its act is called


@dataclass(slots=True)
class StatutoryMatter:
    """One start of a rule's time, the duty `key` it gives, and what became of it; `amount` is the sum owed, None for an act."""

    key: str
    start: CaseEvent
    amount: int | None = None
    acts: list[CaseEvent] = field(default_factory=list)
    superseded_by: CaseEvent | None = None
    excused_by: CaseEvent | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing on record has performed it or excused it."""
        if self.amount is None:
            return not self.acts and self.excused_by is None
        return self.excused_by is None and self.left > 0

    @property
    def left(self) -> int:
        """What of the sum is open."""
        return (self.amount or 0) - sum(act.amount or 0 for act in self.acts)


def matters_of(rule: Deadline, case: Case, starts: Sequence[CaseEvent]) -> list[StatutoryMatter]:
    """Return the matters of the starts, each with the acts that name it, and with what ended it."""
    found = [StatutoryMatter(name_of_duty(case, rule, k), start) for k, start in enumerate(starts, 1)]
    named = {matter.key: matter for matter in found}
    acts = {*rule.fulfilled_by, *_PAYING}
    for event in case.events:
        if event.duty in named and event.type in acts:
            named[event.duty].acts.append(event)
    return found


def name_of_duty(case: Case, rule: Deadline, k: int) -> str:
    """Return the id of the duty that the k-th start gives."""
    return f"{case.id}/{rule.id}" + (f"#{k}" if k > 1 else "")


def undesignated(rule: Deadline, case: Case, *, money: bool) -> list[CaseEvent]:
    """Return the acts that name no duty of this rule; of payments those that name no duty at all."""
    own = f"{case.id}/{rule.id}"
    return [
        act for act in case.of(rule.fulfilled_by)
        if act.duty is None or not (money or act.duty.partition("#")[0] == own)
    ]  # fmt: skip


def pair_acts(rule: Deadline, case: Case, matters: list[StatutoryMatter], acts: Sequence[CaseEvent]) -> None:
    """Give the acts that name no duty to matters, and excuse and supersede what is to be.

    Under a rule that restarts, the last start before an act has it; else the oldest open one, and a lone one may be anticipated.
    """
    restarts = bool(rule.restarts_on)
    taken = {act.row for act in acts}
    excuses = [event for event in case.events if _excuses(rule, event)]
    for event in sorted((*acts, *excuses), key=lambda one: (one.day, one.id)):
        is_act = event.row in taken
        # What is issued anew on the very day of a refusal answers it; an act of that day belongs to what is new.
        matter = _matter_of(event, matters, event.day if is_act else event.day - 1, restarts=restarts)
        if matter is not None and is_act:
            matter.acts.append(event)
        elif matter is not None and matter.is_open:
            matter.excused_by = event
    if len(matters) == 1 and acts and not matters[0].acts:
        matters[0].acts.append(acts[-1])
    supersede(rule, matters)


def _excuses(rule: Deadline, event: CaseEvent) -> bool:
    return event.type in rule.excused_by or not cause_codes(event.cause).isdisjoint(rule.excused_by)


def _matter_of(
    event: CaseEvent, matters: list[StatutoryMatter], upto: int, *, restarts: bool
) -> StatutoryMatter | None:
    """Return the matter an event concerns: the one it names, else of those begun by a day; None where it is none's."""
    before = [matter for matter in matters if matter.start.day <= upto]
    if restarts:
        before = before[-1:]
    named = [matter for matter in matters if matter.key == event.duty]
    return next((matter for matter in named or before if named or restarts or matter.is_open), None)


def supersede(rule: Deadline, matters: list[StatutoryMatter]) -> None:
    """Mark the matters that are still open when their time starts anew; one that an act names was a matter of its own."""
    for matter, later in pairwise(matters):
        done = matter.excused_by is not None and matter.excused_by.day <= later.start.day
        if later.start.type in rule.restarts_on and not done and (matter.is_open or matter.excused_by is not None):
            matter.superseded_by, matter.excused_by = later.start, None


def pair_payments(matters: list[StatutoryMatter], acts: Sequence[CaseEvent]) -> Text | None:
    """Give payments to the oldest sum still open; a Text where one covers parts of two sums, or a sum is not stated."""
    at = 0
    for act in acts:
        while matters[at].amount is not None and matters[at].left <= 0 and at + 1 < len(matters):
            at += 1
        matter = matters[at]
        if matter.amount is None or act.amount is None or (act.amount > matter.left and at + 1 < len(matters)):
            return Text(
                "有付款无法对应到某一次交付：请在合同中逐笔写明付款义务",
                "a payment cannot be attributed to one delivery: state the payment duties in the contract",
            )
        matter.acts.append(act)
    return None
