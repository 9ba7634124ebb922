"""Which obligations a case gives rise to, and which of its events fulfil them.

The civil day decides, not the order of the log within a day (obligations.md, order inside one civil day: trigger before
performance). Of repeated triggers the first counts, or each with `repeat: each`. The k-th trigger takes the first unused
fulfilment on or after its day; payments go to the oldest sum still open. What was done before the trigger counts only with `early`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from govaudit.formats.event_log.log_case import LogCase, LogEvent, Purse, holds
from govaudit.formats.event_log.log_map import OF_EVENT, Value
from govaudit.model import Fault, Text

if TYPE_CHECKING:
    from govaudit.formats.event_log.log_map import LogMap, MappedDuty, MappedMoment
    from govaudit.formats.event_log.stamps import Clock


class LoggedAct(NamedTuple):
    """One performance: its day, its event (None: the attribute `named` holds the day), minor units (None: an act, or in full)."""

    day: int
    event: LogEvent | None
    named: str
    amount: int | None = None

    @property
    def order(self) -> tuple[int, int, str]:
        """Day, then the order of the log."""
        return self.day, self.event.number if self.event else 0, self.named


class Start(NamedTuple):
    """What gives rise to an obligation: the trigger's day and event, None where the case itself does."""

    day: int | None
    event: LogEvent | None


class Owed(NamedTuple):
    """An obligation of a case: the k-th of its rule, from which trigger, due when (None: a period), how much, and what fulfils it."""

    k: int
    start: Start
    due: int | None
    amount: int | None
    acts: list[LoggedAct]


@dataclass(slots=True)
class Tally:
    """What a rule met in the log: numbers to check a map by."""

    obligations: int = 0
    acts: int = 0
    untriggered: int = 0  # cases without the trigger
    later: int = 0  # triggers after the first, not counted
    elsewhere: int = 0  # triggers that `where` leaves out
    undated: int = 0  # no deadline, which the map allows
    unused: int = 0  # fulfilments that fulfil nothing: before the trigger, or more than needed


@dataclass(slots=True)
class DutyFault(Exception):  # noqa: N818 - it becomes a PlaceFault
    """What is wrong, and with which event and attribute."""

    fault: Fault
    event: LogEvent | None
    attribute: str | None
    value: str | None = None


@dataclass(slots=True)
class LogDuties:
    """Finds the obligations of cases under a map."""

    mapping: LogMap
    clock: Clock
    purse: Purse
    tallies: dict[str, Tally] = field(default_factory=dict)

    def of(self, rule: MappedDuty, case: LogCase) -> list[Owed]:
        """Return the obligations that a rule gives rise to in a case; DutyFault where the log lacks what they need."""
        tally = self.tallies.setdefault(rule.id, Tally())
        starts = self._starts(rule, case)
        if not starts:
            tally.untriggered += 1
        fitting = [start for start in starts if holds(case, rule.where, start.event)]
        tally.elsewhere += len(starts) - len(fitting)
        taken = fitting if rule.each else fitting[:1]
        tally.later += len(fitting) - len(taken)
        dated = [(start, due) for start in taken if (due := self._due(rule, case, start)) is not _UNDATED]
        tally.undated += len(taken) - len(dated)
        if not dated:
            return []
        amounts = [self._amount(rule, case, start) for start, _ in dated]
        acts = self._acts(rule, case)
        matched = _match([start.day for start, _ in dated], amounts, acts, early=rule.early)
        tally.obligations += len(dated)
        tally.acts += sum(map(len, matched))
        tally.unused += len(acts) - len({act.order for part in matched for act in part})
        return [
            Owed(k, start, due, amount, part)
            for k, ((start, due), amount, part) in enumerate(zip(dated, amounts, matched, strict=True), 1)
        ]

    def _starts(self, rule: MappedDuty, case: LogCase) -> list[Start]:
        if rule.trigger is None:
            return [Start(None, None)]
        if rule.trigger.activity is not None:
            return [Start(event.day, event) for event in case.of(rule.trigger.activity)]
        act = self._moment(rule.trigger, case)
        return [] if act is None else [Start(act.day, None)]

    def _due(self, rule: MappedDuty, case: LogCase, start: Start) -> int | None:
        """Return the day an attribute holds, None for a period, _UNDATED where it is empty and may be."""
        if rule.due is None:
            return None
        if rule.due_optional and not case.look(rule.due, start.event):
            return _UNDATED
        text = _need(case, rule.due, start.event)
        return self._day(text, start.event, rule.due.attribute)

    def _amount(self, rule: MappedDuty, case: LogCase, start: Start) -> int | None:
        if not rule.amount:
            return None
        return sum(self._money(_need(case, value, start.event), start.event, value.attribute) for value in rule.amount)

    def _acts(self, rule: MappedDuty, case: LogCase) -> list[LoggedAct]:
        """Return all that could fulfil the rule, by day and order in the log."""
        found = []
        paid = self.mapping.log.amount if rule.amount else None
        for moment in rule.fulfilled_by:
            if moment.activity is None:
                found += [act] if (act := self._moment(moment, case)) else []
                continue
            for event in case.of(moment.activity):
                amount = None if paid is None else self._paid(case, event, paid)
                found.append(LoggedAct(event.day, event, moment.activity, amount))
        return sorted(found, key=lambda act: act.order)

    def _paid(self, case: LogCase, event: LogEvent, name: str) -> int:
        amount = self._money(_need(case, Value(attribute=name, of=OF_EVENT), event), event, name)
        if amount < 0:
            raise DutyFault(_NEGATIVE, event, name, event.values[name])
        return amount

    def _moment(self, moment: MappedMoment, case: LogCase) -> LoggedAct | None:
        assert moment.value is not None  # noqa: S101 - a moment is an activity or a value
        text = case.look(moment.value, None)
        name = moment.value.attribute or ""
        return None if not text else LoggedAct(self._day(text, None, name), None, name)

    def _day(self, text: str, event: LogEvent | None, name: str | None) -> int:
        try:
            return self.clock.day(text)
        except Fault as fault:
            raise DutyFault(fault, event, name, text) from None

    def _money(self, text: str, event: LogEvent | None, name: str | None) -> int:
        try:
            return self.purse.read(text)
        except Fault as fault:
            raise DutyFault(fault, event, name, text) from None


_UNDATED = -(1 << 40)
_NEGATIVE = Fault("negative_amount", Text("付款金额为负", "a payment of less than nothing"),
                  Text("退款另列活动，不列入 fulfilled_by", "make refunds an activity of their own, not one of fulfilled_by"))  # fmt: skip


def _need(case: LogCase, value: Value, event: LogEvent | None) -> str:
    try:
        return case.need(value, event)
    except Fault as fault:
        raise DutyFault(fault, event, value.attribute) from None


def _match(
    days: list[int | None], amounts: list[int | None], acts: list[LoggedAct], *, early: bool
) -> list[list[LoggedAct]]:
    """Give each obligation, in the order of their triggers, the acts that fulfil it."""
    if amounts[0] is None:
        return _match_acts(days, acts, early=early)
    return _match_payments(days, amounts, acts, early=early)


def _match_acts(days: list[int | None], acts: list[LoggedAct], *, early: bool) -> list[list[LoggedAct]]:
    left, matched = list(acts), []
    for day in days:
        act = next((act for act in left if early or day is None or act.day >= day), None)
        if act is not None:
            left.remove(act)
        matched.append([] if act is None else [act])
    return matched


def _match_payments(
    days: list[int | None], amounts: list[int | None], acts: list[LoggedAct], *, early: bool
) -> list[list[LoggedAct]]:
    """Fill the oldest sums first; what exceeds all that are owed by then stays on the last of them as credit (R11, R12)."""
    open_ = [amount or 0 for amount in amounts]
    matched: list[list[LoggedAct]] = [[] for _ in days]
    for act in acts:
        owed = [k for k, day in enumerate(days) if early or day is None or act.day >= day]
        left = act.amount
        for k in owed:
            if left is None:  # the log states no amounts: a payment settles one sum in full
                if open_[k] or k == owed[-1]:
                    matched[k].append(act)
                    open_[k] = 0
                    break
                continue
            part = left if k == owed[-1] else min(left, open_[k])
            if part:
                matched[k].append(act._replace(amount=part))
                open_[k] -= min(part, open_[k])
                left -= part
    return matched
