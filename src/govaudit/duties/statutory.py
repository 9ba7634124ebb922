"""Deadlines of the law become obligations: one for each trigger event of an instrument a rule concerns."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.docket import TABLES, TIES
from govaudit.duties.applicability import NotComputable, bearer_of, concerns, other_currency
from govaudit.formats.cells import read_rate
from govaudit.model import Fault, Rate, Text, iso
from govaudit.rules import plain
from govaudit.rules.kinds import Deadline
from govaudit.rules.terms import in_force
from govaudit.words import event_name

if TYPE_CHECKING:
    from govaudit.docket import Table, View
    from govaudit.docket.cases import Case, CaseEvent, Cases
    from govaudit.model import Place
    from govaudit.rules import RuleSet
    from govaudit.rules.terms import Within


class _Term(NamedTuple):
    within: Within
    n: int


def statutory(view: View, rules: RuleSet) -> tuple[Table, list[NotComputable]]:
    """Return the obligations with those after them that deadline rules give rise to, and where something needed is missing.

    Their ids are `<instrument>/<rule>`, `#k` from the second trigger on. The version of a rule is the one in force on its trigger's day
    (T9); a trigger before any version gives no obligation, nor does one after the day of the view. Further columns tie each to its rule, its
    trigger and its acts (docket.cases.cases_on_record).
    """
    cases, docket = view.cases, view.docket
    rules_of: dict[str, list[Deadline]] = {
        domain: [
            rule
            for rule in rules
            if isinstance(rule, Deadline)
            and domain in rule.applies.domain
            and not cases.types_on_record.isdisjoint(rule.trigger)
        ]
        for domain in set(docket["instruments"]["domain"])
    }
    found = _Found([], [], [])
    for case in cases if any(rules_of.values()) else ():
        types = {event.type for event in case.events}
        for rule in rules_of[case.values["domain"]]:
            if not types.isdisjoint(rule.trigger):
                _apply(rule, case, cases, found)
    nothing = (None,) * len(docket["obligations"])
    untied = docket["obligations"].with_columns(**dict.fromkeys(TIES, nothing))
    return untied.with_rows(found.rows, found.places), found.missing


class _Found(NamedTuple):
    rows: list[dict[str, Any]]
    places: list[Place]
    missing: list[NotComputable]


def _apply(rule: Deadline, case: Case, cases: Cases, found: _Found) -> None:
    events = case.of(rule.trigger)
    triggers = [
        event
        for event in (events[:1] if rule.trigger_takes == "first" else events)
        if _version(rule, event.day) is not None
    ]
    if not triggers:
        return
    fits = concerns(rule.applies, case, cases)
    bearer = bearer_of(rule, case, cases) if fits is True else fits
    if not bearer:
        return
    if isinstance(bearer, Text):
        found.missing.append(NotComputable(rule.id, case.id, bearer))
        return
    acts = case.of(rule.fulfilled_by)
    amounts = [_amount(rule, case, event, len(triggers)) for event in triggers]
    matched = _other_currency(rule, case, cases, triggers, acts) or _match(triggers, acts, amounts)
    if isinstance(matched, Text):
        found.missing.append(NotComputable(rule.id, case.id, matched))
        return
    for k, (event, amount, acts) in enumerate(zip(triggers, amounts, matched, strict=True), 1):
        try:
            row = _obligation(rule, case, _Duty(k, event, amount, tuple(act.id for act in acts), bearer))
        except Fault as fault:
            found.missing.append(NotComputable(rule.id, case.id, fault.what))
            continue
        found.rows.append(row)
        found.places.append(cases.docket["events"].places[event.row])


class _Duty(NamedTuple):
    k: int
    trigger: CaseEvent
    amount: int | None
    acts: tuple[str, ...]
    bearer: str


def _obligation(rule: Deadline, case: Case, duty: _Duty) -> dict[str, Any]:
    """Return the row of a duty; Fault where a term or a rate that the instrument agrees cannot be read."""
    term = _term(rule, case, duty.trigger.day)
    return {
        **TABLES["obligations"].defaults, **_interest(rule, case),
        "id": f"{case.id}/{rule.id}" + (f"#{duty.k}" if duty.k > 1 else ""), "instrument": case.id, "title": _act(rule), "bearer": duty.bearer,
        "action": rule.action,
        "beneficiary": case.values["counterparty"] if duty.bearer != case.values["counterparty"] else case.values["authority"],
        "anchor": iso(duty.trigger.day), "n": term.n, "unit": term.within.unit, "start": term.within.start, "roll": term.within.roll,
        "amount": duty.amount, "currency": case.values["currency"] or "CNY",
        # Late interest is the other side's claim (国令802号 17), not a debt that swallows the payment of the principal.
        "allocation": "principal_first",
        "rule": rule.id, "trigger_event": duty.trigger.id, "performed_by": duty.acts,
    }  # fmt: skip


def _act(rule: Deadline) -> Text:
    """Return what is to be done, as the title of the duty: the rule itself is named after its breach."""
    word = rule.fulfilled_by[0]
    act = rule.words.get(word) or event_name(word)
    return Text(f"{rule.id} {act.zh}", f"{rule.id} {act.en}")


def _version(rule: Deadline, day: int) -> Within | None:
    """Return the time limit in force on a day, None when there is none or no source covers the day."""
    return in_force(rule.within, day) if rule.basis_on(day) else None


def _term(rule: Deadline, case: Case, day: int) -> _Term:
    """Return the time limit in force on a day, with the contract's own number where the law lets it agree one."""
    within = _version(rule, day)
    assert within is not None  # noqa: S101 - triggers without a version were left out
    n = within.n
    stated = plain(case.attributes.get(within.agreed)) if within.agreed else None
    if stated is not None:
        if not stated.isdigit():
            raise Fault("not_whole", Text(f"约定期限“{stated}”不是整数", f"the agreed time '{stated}' is not a whole number"),
                        Text("只写数字", "write digits only"))  # fmt: skip
        n = int(stated)
    return _Term(within, n if within.at_most is None else min(n, within.at_most))


def _interest(rule: Deadline, case: Case) -> dict[str, Any]:
    late = rule.interest
    if late is None:
        return {}
    agreed = case.attributes.get(late.agreed) if late.agreed else None
    rate = Rate(Fraction(late.rate), late.per, late.basis, "statutory") if agreed is None else read_rate(agreed)
    return {"interest_mode": late.mode, "interest_rate": rate}


def _amount(rule: Deadline, case: Case, event: CaseEvent, triggers: int) -> int | None:
    """Return the sum owed: the trigger's own, or the instrument's when it cannot be owed more than once."""
    if rule.amount is None:
        return None
    own = event.amount if rule.amount == "trigger" else None
    whole: int | None = case.values["amount"] if triggers == 1 else None
    return own if own is not None else whole


def _other_currency(
    rule: Deadline, case: Case, cases: Cases, triggers: list[CaseEvent], acts: list[CaseEvent]
) -> Text | None:
    """Say that a sum owed is not in the instrument's currency, nor, where payments are shared among several sums, a payment."""
    owing = triggers if rule.amount == "trigger" else []
    summed = [*owing, *(acts if rule.amount is not None and len(triggers) > 1 else [])]
    stated = (cases.docket["events"]["currency"][event.row] for event in summed if event.amount is not None)
    return other_currency(stated, case.values["currency"] or "CNY", Text("文书", "the instrument"))


def _match(triggers: list[CaseEvent], acts: list[CaseEvent], amounts: list[int | None]) -> list[list[CaseEvent]] | Text:
    """Give each trigger the acts that fulfil it; a Text when payments cannot be told apart."""
    if len(triggers) == 1 and amounts[0] is not None:
        return [acts]
    if any(amount is not None for amount in amounts):
        return _match_payments(triggers, acts, amounts)
    return _match_acts(triggers, acts)


def _match_acts(triggers: list[CaseEvent], acts: list[CaseEvent]) -> list[list[CaseEvent]]:
    """Match the k-th trigger with the first unused act on or after it; a lone trigger may have been anticipated."""
    left, matched = list(acts), []
    for trigger in triggers:
        later = next((act for act in left if act.day >= trigger.day), None)
        if later is None and len(triggers) == 1 and left:
            later = left[-1]
        if later is not None:
            left.remove(later)
        matched.append([later] if later is not None else [])
    return matched


def _match_payments(
    triggers: list[CaseEvent], acts: list[CaseEvent], amounts: list[int | None]
) -> list[list[CaseEvent]] | Text:
    """Give payments to the oldest sum still open; one that covers parts of two sums cannot be attributed."""
    matched: list[list[CaseEvent]] = [[] for _ in triggers]
    at, open_ = 0, amounts[0]
    for act in acts:
        while open_ == 0 and at + 1 < len(triggers):
            at, open_ = at + 1, amounts[at + 1]
        if open_ is None or act.amount is None or (act.amount > open_ and at + 1 < len(triggers)):
            return Text(
                "有付款无法对应到某一次交付：请在合同中逐笔写明付款义务",
                "a payment cannot be attributed to one delivery: state the payment duties in the contract",
            )
        matched[at].append(act)
        open_ -= act.amount
    return matched
