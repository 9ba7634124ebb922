"""Deadlines of the law become obligations: one for each trigger event of an instrument a rule concerns."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.docket import TABLES, TIES
from govaudit.docket.cases import StatutoryTie
from govaudit.duties.applicability import NotComputable, bearer_of, concerns, other_currency
from govaudit.duties.due_days import period_end
from govaudit.duties.pairing import StatutoryMatter, matters_of, pair_acts, pair_payments, supersede, undesignated
from govaudit.duties.same_thing import OwedByLaw, StatedPayments
from govaudit.formats.cells import read_rate
from govaudit.model import Fault, Rate, Text, iso, spoken
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
            and not cases.types_on_record.isdisjoint(rule.starts)
        ]
        for domain in set(docket["instruments"]["domain"])
    }
    found = _Found([], [], [])
    for case in cases if any(rules_of.values()) else ():
        types = {event.type for event in case.events}
        for rule in rules_of[case.values["domain"]]:
            if not types.isdisjoint(rule.starts):
                _apply(rule, case, cases, found)
    nothing = (None,) * len(docket["obligations"])
    untied = docket["obligations"].with_columns(**dict.fromkeys(TIES, nothing))
    return untied.with_rows(found.rows, found.places), found.missing


class _Found(NamedTuple):
    rows: list[dict[str, Any]]
    places: list[Place]
    missing: list[NotComputable]


def _apply(rule: Deadline, case: Case, cases: Cases, found: _Found) -> None:
    events = case.of(rule.starts)
    starts = [
        event
        for event in (events[:1] if rule.trigger_takes == "first" else events)
        if _version(rule, event.day) is not None
    ]
    if not starts:
        return
    fits = concerns(rule.applies, case)
    bearer = bearer_of(rule, case, cases) if fits is True else fits
    if not bearer:
        return
    duties = bearer if isinstance(bearer, Text) else _duties(rule, case, cases, starts)
    if isinstance(duties, Text):
        found.missing.append(NotComputable(rule.id, case.id, duties))
        return
    for duty in duties:
        try:
            row = _obligation(rule, case, duty, str(bearer))
        except Fault as fault:
            found.missing.append(NotComputable(rule.id, case.id, fault.what))
            continue
        found.rows.append(row)
        found.places.append(cases.docket["events"].places[duty.matter.start.row])


def _duties(rule: Deadline, case: Case, cases: Cases, starts: list[CaseEvent]) -> list[_Duty] | Text:
    """Return what the law obliges from each start on, paired with its acts; a Text where something needed is missing."""
    matters = matters_of(rule, case, starts)
    money = rule.amount is not None
    acts = undesignated(rule, case, money=money)
    if not money:
        pair_acts(rule, case, matters, acts)
        return [_Duty(matter, OwedByLaw(None), shares=False) for matter in matters]
    sums = [_amount(rule, case, start, len(starts)) for start in starts]
    foreign = _other_currency(rule, case, cases, starts, acts)
    if foreign is not None:
        return foreign
    payments = StatedPayments(rule, case, cases, sums)
    duties = []
    for matter, amount in zip(matters, sums, strict=True):
        owed = _owed(rule, case, payments, matter.start, amount)
        if isinstance(owed, Text):
            return owed
        if owed is not None:
            matter.amount = owed.amount
            duties.append(_Duty(matter, owed, shares=payments.are_shared and not owed.beside))
    if not payments.are_shared and (unclear := _pay(rule, case, matters, acts)) is not None:
        return unclear
    return duties


def _owed(
    rule: Deadline, case: Case, payments: StatedPayments, start: CaseEvent, amount: int | None
) -> OwedByLaw | Text | None:
    try:
        term = _term(rule, case, start.day)
    except Fault as fault:
        return fault.what
    return payments.owed(start, amount, term.within, term.n)


def _pay(rule: Deadline, case: Case, matters: list[StatutoryMatter], acts: list[CaseEvent]) -> Text | None:
    """Give the payments that name no duty to the sums of the law, where the contract states none of its own to share them with."""
    if any(matter.amount is not None for matter in matters) and len(matters) > 1:
        unclear = pair_payments(matters, acts)
        supersede(rule, matters)
        return unclear
    if len(matters) == 1 and matters[0].amount is not None:
        matters[0].acts += acts
        return None
    pair_acts(rule, case, matters, acts)
    return None


class _Duty(NamedTuple):
    matter: StatutoryMatter
    owed: OwedByLaw
    shares: bool


def _obligation(rule: Deadline, case: Case, duty: _Duty, bearer: str) -> dict[str, Any]:
    """Return the row of a duty; Fault where a term or a rate that the instrument agrees cannot be read."""
    matter = duty.matter
    term = _term(rule, case, matter.start.day)
    return {
        **TABLES["obligations"].defaults, **_interest(rule, case),
        "id": matter.key, "instrument": case.id, "title": _act(rule), "bearer": bearer, "action": rule.action,
        "beneficiary": case.values["counterparty"] if bearer != case.values["counterparty"] else case.values["authority"],
        "anchor": iso(matter.start.day), "n": term.within.at_most if duty.owed.beside else term.n,
        "unit": term.within.unit, "start": term.within.start, "roll": term.within.roll,
        "amount": duty.owed.amount, "currency": case.values["currency"] or "CNY",
        # Late interest is the other side's claim (国令802号 17), not a debt that swallows the payment of the principal.
        "allocation": "principal_first",
        **_named_date(term, matter.start.day), **dict(zip(TIES, _tie(rule, duty), strict=True)),
    }  # fmt: skip


def _named_date(term: _Term, start: int) -> dict[str, Any]:
    """Return the last day as the date that the text names with 前 (A1); off a working day it rolls as the text lets a date roll (A2)."""
    if not term.within.names_date:
        return {}
    day = period_end(start, term.n, replace(term.within, roll="none"), None)
    return {"due_on": day, "clause": f"{spoken(day).zh}前"}


def _tie(rule: Deadline, duty: _Duty) -> StatutoryTie:
    matter = duty.matter
    superseded, excused = (None if event is None else event.id for event in (matter.superseded_by, matter.excused_by))
    acts = tuple(act.id for act in sorted(matter.acts, key=lambda act: (act.day, act.id)))
    return StatutoryTie(
        rule.id,
        matter.start.id,
        acts,
        tuple(rule.fulfilled_by),
        tuple(sorted(rule.event_types)),
        rule.suspended_by,
        superseded,
        excused,
        duty.owed.beside,
        duty.shares,
    )


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
