"""Deadlines of the law as obligations: counting rules T1 to T9, triggers, matching, bearers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.cases import docket
from govaudit.duties.duty_table import Duties, gather_duties, with_column_events
from govaudit.model.days import iso, parse_day
from govaudit.rules.catalogue import RuleSet, load_rules
from govaudit.rules.kinds.rule import Deadline
from govaudit.settle.settle_rows import settle

if TYPE_CHECKING:
    from govaudit.docket.table import Docket

RULES = load_rules()
AS_OF = parse_day("2026-12-31")


def only(*ids: str) -> RuleSet:
    return RuleSet(rules={rule: RULES[rule] for rule in ids})


def gathered(found: Docket, rules: RuleSet) -> Duties:
    """The duties of a docket, which stays as it was."""
    before = list(found["obligations"]["id"])
    duties, problems = gather_duties(found, rules, AS_OF)
    assert list(found["obligations"]["id"]) == before
    assert problems == []
    return duties


def due(rule: str, **events: str) -> str | None:
    """Return the due day of the one obligation a rule adds."""
    found = docket(events=[{"type": type_, "occurred_on": day} for type_, day in events.items()])
    (status,) = settle(gathered(found, only(rule)).view)
    return iso(status.due_on)


@pytest.mark.parametrize(
    ("rule", "event", "day", "expected"),
    [
        # T1, T7: working days, with a make-up Sunday and a make-up Saturday (State Council notices 2025, 2024, 2026)
        ("GP-14", "signed", "2025-09-26", "2025-09-29"),
        ("GP-15", "signed", "2025-09-26", "2025-10-13"),
        ("GP-15", "signed", "2024-04-26", "2024-05-09"),
        ("GP-15", "signed", "2026-02-10", "2026-02-26"),
        ("GP-11b", "evaluation_report", "2026-02-12", "2026-02-26"),
        # T2: the day of the trigger does not count, the last day does; T3: a last day in a holiday moves forward
        ("GP-13", "award_notice", "2025-03-03", "2025-04-02"),
        ("GP-13", "award_notice", "2025-09-05", "2025-10-09"),
        ("GP-13", "award_notice", "2026-01-16", "2026-02-24"),
        # ... but not off a worked Saturday
        ("GP-13", "award_notice", "2026-09-10", "2026-10-10"),
        # T4: months end on the corresponding day, else the last of the month
        ("SM-10", "year_ended", "2025-12-31", "2026-03-31"),
    ],
)
def test_due_days(rule: str, event: str, day: str, expected: str):
    assert due(rule, **{event: day}) == expected


def test_versions_are_chosen_by_the_day_of_the_trigger():
    found = docket(
        {"attributes": {"sme": True}, "amount": 100},
        [{"type": "delivered", "occurred_on": day} for day in ("2020-08-31",)],
    )
    duties = gathered(found, only("SM-01a"))
    assert duties.missing == []
    assert duties.view.statutory == {}
    last_day, first_day = (RULES["SM-01a"].basis_on(parse_day(day)) for day in ("2025-05-31", "2025-06-01"))
    assert [("728" in basis.act, basis.article) for basis in last_day] == [(True, "第八条")]
    assert [("802" in basis.act, basis.article) for basis in first_day] == [(True, "第九条")]


def test_late_payment_of_a_small_enterprise_w17():
    events = [
        {"type": "delivered", "occurred_on": "2025-06-10"},
        {"type": "pay", "occurred_on": "2025-08-24", "amount": "1000000"},
    ]
    found = docket({"attributes": {"sme": True}, "amount": "1000000"}, events)
    (status,) = settle(gathered(found, only("SM-01a")).view)
    assert (iso(status.due_on), status.breach_days, status.interest, status.state) == (
        "2025-07-10",
        45,
        22_500_00,
        "fulfilled_late",
    )


def test_a_payment_the_contract_schedules_too_late_has_the_day_of_the_law_beside_it():
    """Delivered on 2025-06-10 and due by the contract on 2025-12-31: 60 days end on Saturday 2025-08-09, so on 08-11 (国令802 art 9, A16)."""
    own = {"id": "P1", "instrument": "C1", "title": "付款", "bearer": "bureau", "action": "pay", "due_on": "2025-12-31"}
    found = docket(
        {"attributes": {"sme": True}, "amount": "1000000"},
        [{"type": "delivered", "occurred_on": "2025-06-10"}],
        obligations=[own],
    )
    duties = gathered(found, RULES)
    assert [key for key in duties.view.statutory if key.startswith("C1/SM-01")] == ["C1/SM-01a"]
    (beside,) = [status for status in settle(duties.view) if status.rule == "SM-01a"]
    assert (iso(beside.due_on), beside.amount, beside.flags) == ("2025-08-11", 1_000_000_00, ("beside(P1)",))


def test_each_trigger_is_matched_with_the_first_unused_act_after_it():
    events = [{"type": "signed", "occurred_on": "2025-03-03"}, {"type": "signed", "occurred_on": "2025-06-03"},
              {"type": "contract_published", "occurred_on": "2025-06-05"}, {"type": "contract_published", "occurred_on": "2025-03-05"}]  # fmt: skip
    found = docket(events=events)
    duties = gathered(found, only("GP-14"))
    tied = {key: (one.trigger_event, one.performed_by) for key, one in duties.view.statutory.items()}
    assert tied == {"C1/GP-14": ("E1", ("E4",)), "C1/GP-14#2": ("E2", ("E3",))}


def test_a_lone_trigger_may_have_been_anticipated():
    found = docket(
        events=[{"type": "signed", "occurred_on": "2025-03-03"}, {"type": "filed", "occurred_on": "2025-03-01"}]
    )
    duties = gathered(found, only("GP-15"))
    assert duties.view.statutory["C1/GP-15"].performed_by == ("E2",)
    assert settle(duties.view)[0].state == "fulfilled"


def test_payments_go_to_the_oldest_sum_and_one_across_two_sums_is_not_computable():
    settled = [
        {"type": "settlement_confirmed", "occurred_on": "2025-06-10", "amount": "300"},
        {"type": "settlement_confirmed", "occurred_on": "2025-07-10", "amount": "200"},
    ]
    attributes = {"sme": True, "periodic_settlement": True}
    whole = [
        {"type": "pay", "occurred_on": "2025-07-01", "amount": "100"},
        {"type": "pay", "occurred_on": "2025-07-02", "amount": "200"},
        {"type": "pay", "occurred_on": "2025-08-01", "amount": "200"},
    ]
    found = docket({"attributes": attributes}, settled + whole)
    duties = gathered(found, only("SM-01c"))
    assert duties.missing == []
    assert [one.performed_by for one in duties.view.statutory.values()] == [("E3", "E4"), ("E5",)]
    across = docket(
        {"attributes": attributes}, [*settled, {"type": "pay", "occurred_on": "2025-07-01", "amount": "400"}]
    )
    duties = gathered(across, only("SM-01c"))
    (missing,) = duties.missing
    assert (missing.rule, missing.instrument) == ("SM-01c", "C1")
    assert duties.view.statutory == {}


def test_the_duty_says_whom_it_binds_and_where_it_comes_from():
    found = docket(events=[{"type": "award_notice", "occurred_on": "2026-01-16"}])
    duties = gathered(found, only("GP-13"))
    row = duties.table.row(0)
    assert (row["id"], row["bearer"], row["beneficiary"], row["anchor"], row["n"], row["unit"], row["action"]) == (
        "C1/GP-13",
        "bureau",
        "firm",
        "2026-01-16",
        30,
        "day",
        "sign",
    )
    assert str(duties.table.places[0]) == "case.yaml:1"


def test_a_bearer_nobody_named_is_said():
    found = docket(events=[{"type": "complaint", "occurred_on": "2025-06-03"}])
    duties = gathered(found, only("GP-23b"))
    (missing,) = duties.missing
    assert missing.rule == "GP-23b"
    assert missing.what.zh == "没有写明义务主体：财政部门（finance_department）"
    assert missing.what.en == "nobody is named who has to do it: finance department (finance_department)"


def test_an_instant_counts_as_its_day_in_china():
    found = docket(events=[{"type": "award_notice", "occurred_at": "2026-01-15T20:00:00+00:00"}])
    duties = gathered(found, only("GP-13"))
    assert list(duties.table["anchor"]) == ["2026-01-16"]


def test_performing_a_duty_of_the_contract_is_the_act_it_is_a_duty_to_do():
    own = {
        "id": "D1",
        "instrument": "C1",
        "title": "供货",
        "bearer": "firm",
        "action": "deliver",
        "due_on": "2025-06-30",
    }
    found = docket(
        {"attributes": {"sme": True}, "amount": "100"},
        [{"type": "perform", "obligation": "D1", "occurred_on": "2025-06-10"}],
        obligations=[own],
    )
    duties = gathered(found, only("SM-01a"))
    assert duties.table["anchor"][-1] == "2025-06-10"


def test_a_corrected_trigger_counts_at_its_corrected_day():
    events = [
        {"type": "award_notice", "occurred_on": "2026-01-06"},
        {"type": "correct", "occurred_on": "2026-01-16", "corrects": "E1"},
    ]
    found = docket(events=events)
    duties = gathered(found, only("GP-13"))
    assert list(duties.table["anchor"]) == ["2026-01-16"]


def test_columns_become_events_unless_there_is_one():
    found = docket(
        {"signed_on": "2025-03-03", "ends_on": "2026-03-03"}, [{"type": "ended", "occurred_on": "2025-12-31"}]
    )
    once = with_column_events(found)
    for made in (once, with_column_events(once)):
        assert list(made["events"]["id"]) == ["E1", "C1/signed_on"]
        assert list(made["events"]["type"]) == ["ended", "signed"]
    assert list(found["events"]["id"]) == ["E1"]
    assert str(once["events"].places[1]) == "case.yaml:1:signed_on"


def test_a_trigger_read_from_a_column_is_named_by_instrument_and_column():
    duties = gathered(docket({"signed_on": "2025-03-03"}), only("GP-14"))
    assert duties.view.statutory["C1/GP-14"][:3] == ("GP-14", "C1/signed_on", ())
    assert duties.table["trigger_event"] == ("C1/signed_on",)


def test_every_deadline_rule_has_its_trigger_and_act_apart():
    for rule in RULES:
        if isinstance(rule, Deadline):
            assert not set(rule.trigger) & set(rule.fulfilled_by), rule.id
