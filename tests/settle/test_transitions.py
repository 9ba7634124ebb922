"""Transitions T1-T28 of obligations.md §1.2, each at its boundary day; the state before and after."""

from __future__ import annotations

import pytest

from govaudit.model.days import iso
from settle.dockets import FROM_EVENT, days_of, docket, due, event_rows, obligation, read, settled, status

DUE = {"due_on": "2026-03-31"}  # a Tuesday
DEBT = {**DUE, "amount": "100.00"}


def state(terms: dict[str, object], events: list[tuple[object, ...]], as_of: str, **more: object) -> str:
    return status(terms, events, as_of, **more).state  # type: ignore[arg-type]


def pay(day: str, amount: str) -> tuple[object, ...]:
    return ("pay", day, {"amount": amount})


def test_t01_trigger_starts_the_period():
    events = [("delivered", "2026-03-02")]
    assert state(FROM_EVENT, events, "2026-03-01") == "pending"
    assert state(FROM_EVENT, events, "2026-03-02") == "active"
    assert due(FROM_EVENT, events) == "2026-04-01"


def test_t01_a_trigger_leads_to_conditional_while_a_condition_is_open():
    terms = {**FROM_EVENT, "condition": "accepted"}
    assert state(terms, [("delivered", "2026-03-02")], "2026-03-02") == "conditional"


def test_t02_a_condition_met_in_time_leaves_the_due_day():
    terms = {**DUE, "condition": "accepted"}
    events = [("accepted", "2026-03-30")]
    assert state(terms, events, "2026-03-29") == "conditional"
    assert state(terms, events, "2026-03-30") == "active"
    assert due(terms, events) == "2026-03-31"


def test_t02_a_condition_met_late_makes_the_obligation_due_that_day_rolled():
    terms = {**DUE, "condition": "accepted"}
    events = [("accepted", "2026-04-18")]  # a Saturday
    assert status(terms, events, "2026-04-17").breach_days == 0
    assert due(terms, events) == "2026-04-20"
    assert state(terms, events, "2026-04-20") == "active"
    assert status(terms, events, "2026-04-21").breach_days == 1


def test_t02_the_other_sides_performance_is_a_condition():
    made = read(
        obligations=[obligation(**DUE, reciprocal_of="theirs"), obligation("theirs", due_on="2026-03-15")],
        events=event_rows([("perform", "2026-04-10", {"obligation": "theirs"})]),
    )
    assert settled(made, "2026-04-09")["o"].state == "conditional"
    assert settled(made, "2026-04-09")["o"].breach_days == 0
    assert settled(made, "2026-04-10")["o"].state == "active"
    assert settled(made, "2026-04-11")["o"].breach_days == 1


@pytest.mark.parametrize(
    ("currency", "amount", "half"), [("JPY", "1000", "500"), ("KWD", "100.000", "50.000"), ("CNY", "100", "50")]
)
def test_t02_the_other_side_has_performed_once_it_has_paid_all_in_its_own_currency(
    currency: str, amount: str, half: str
):
    """Amounts without a currency were read as yuan: 500 yen must not count as 50,000."""
    theirs = obligation("theirs", due_on="2026-03-15", amount=amount, currency=currency)
    paid = [("pay", day, {"obligation": "theirs", "amount": half}) for day in ("2026-04-07", "2026-04-10")]
    made = read(obligations=[obligation(**DUE, reciprocal_of="theirs"), theirs], events=event_rows(paid))
    assert settled(made, "2026-04-09")["o"].state == "conditional"
    assert settled(made, "2026-04-10")["o"].state == "active"


def test_t02_money_that_cannot_be_counted_performs_nothing():
    theirs = obligation("theirs", due_on="2026-03-15", amount="100")
    paid = [("pay", "2026-04-07", {"obligation": "theirs", "amount": "100", "currency": "USD"})]
    made = read(obligations=[obligation(**DUE, reciprocal_of="theirs"), theirs], events=event_rows(paid))
    assert settled(made, "2026-04-09")["o"].state == "conditional"


@pytest.mark.parametrize("terms", [FROM_EVENT, {**DUE, "condition": "delivered"}])
def test_t03_what_has_not_come_by_the_long_stop_expires(terms: dict[str, object]):
    terms = {**terms, "long_stop": "2026-06-30"}
    assert state(terms, [], "2026-06-30") in {"pending", "conditional"}
    assert state(terms, [], "2026-07-01") == "expired"
    assert state(terms, [("delivered", "2026-06-30")], "2026-12-31") == "breached"
    assert state(terms, [("delivered", "2026-07-01")], "2026-12-31") == "expired"


def test_t03_a_long_stop_does_not_end_what_waits_for_nothing():
    assert state({**DUE, "long_stop": "2026-03-01"}, [], "2026-04-01") == "breached"


def test_t04_a_part_leaves_it_open():
    found = status(DEBT, [pay("2026-03-30", "40")], "2026-04-01")
    assert (found.state, found.open_amount, found.performed_amount) == ("breached", 60_00, 40_00)
    assert "partial" in found.flags
    assert found.amount_days == 60_00


def test_t05_performance_on_the_due_day_is_in_time():
    found = status(DUE, [("perform", "2026-03-31")], "2026-12-31")
    assert (found.state, found.breach_days, iso(found.performed_on)) == ("fulfilled", 0, "2026-03-31")


def test_t05_what_is_missing_within_the_tolerance_does_not_matter():
    terms = {**DEBT, "tolerance": "0.50"}
    assert state(terms, [pay("2026-03-31", "99.50")], "2026-04-01") == "fulfilled"
    assert state(terms, [pay("2026-03-31", "99.49")], "2026-04-01") == "breached"


def test_t06_performance_a_day_later_is_late_by_one_day():
    found = status(DUE, [("perform", "2026-04-01")], "2026-12-31")
    assert (found.state, found.breach_days, found.episodes) == ("fulfilled_late", 1, 1)


def test_t06_the_last_of_several_payments_performs():
    found = status(DEBT, [pay("2026-03-31", "60"), pay("2026-04-05", "40")], "2026-12-31")
    assert (found.state, iso(found.performed_on), found.breach_days, found.amount_days) == (
        "fulfilled_late",
        "2026-04-05",
        5,
        5 * 40_00,
    )


def test_t07_the_end_of_the_due_day_is_not_late_the_end_of_the_next_is():
    assert (state(DUE, [], "2026-03-31"), status(DUE, [], "2026-03-31").breach_days) == ("active", 0)
    assert (state(DUE, [], "2026-04-01"), status(DUE, [], "2026-04-01").breach_days) == ("breached", 1)


GRACE = {**DUE, "grace_n": 10}  # to 2026-04-10, a Friday


def test_t07_grace_comes_before_breach():
    found = status(GRACE, [], "2026-04-01")
    assert (found.state, found.breach_days, iso(found.grace_until)) == ("grace", 0, "2026-04-10")


def test_t08_a_missed_grace_dates_back_to_the_day_after_the_due_day():
    assert (state(GRACE, [], "2026-04-10"), status(GRACE, [], "2026-04-10").breach_days) == ("grace", 0)
    assert (state(GRACE, [], "2026-04-11"), status(GRACE, [], "2026-04-11").breach_days) == ("breached", 11)


def test_t09_a_demand_in_breach_starts_the_time_to_cure():
    events = [("demand", "2026-04-10", {"terms": {"n": 10}})]
    assert state(DUE, events, "2026-04-09") == "breached"
    assert state(DUE, events, "2026-04-10") == "curing"
    assert state(DUE, events, "2026-04-20") == "curing"


def test_t09_a_demand_before_breach_starts_nothing():
    assert state(DUE, [("demand", "2026-03-31")], "2026-06-30") == "breached"
    assert state(GRACE, [("demand", "2026-04-10")], "2026-06-30") == "breached"


def test_t10_after_the_time_to_cure_comes_default():
    events = [("demand", "2026-04-10", {"terms": {"n": 10}})]
    assert state(DUE, events, "2026-04-21") == "defaulted"


def test_t11_a_refusal_by_the_due_day_is_repudiation_without_late_days():
    found = status(DUE, [("repudiate", "2026-03-31")], "2026-03-31")
    assert (found.state, found.breach_days) == ("repudiated", 0)
    later = status(DUE, [("repudiate", "2026-03-31")], "2026-04-01")
    assert (later.state, later.breach_days) == ("breached", 1)
    assert "repudiated" in later.flags


def test_t11_a_refusal_after_the_due_day_is_plain_breach():
    found = status(DUE, [("repudiate", "2026-04-01")], "2026-04-01")
    assert (found.state, "repudiated" in found.flags) == ("breached", False)


def test_t11_also_while_a_condition_is_open():
    assert state({**DUE, "condition": "accepted"}, [("repudiate", "2026-03-01")], "2026-05-01") == "repudiated"


def test_t12_a_refusal_taken_back():
    events = [("repudiate", "2026-03-10"), ("retract", "2026-03-20")]
    assert state(DUE, events, "2026-03-19") == "repudiated"
    assert state(DUE, events, "2026-03-20") == "active"


@pytest.mark.parametrize(
    ("cause", "expected"), [("agreed", "suspended"), ("force_majeure", "suspended"), ("court", "suspended")]
)
def test_t13_before_default_every_cause_suspends(cause: str, expected: str):
    found = status(DUE, [("suspend", "2026-03-31", {"cause": cause})], "2026-04-30")
    assert (found.state, found.breach_days, found.due_on) == (expected, 0, None)


@pytest.mark.parametrize(
    ("cause", "expected"), [("agreed", "breached"), ("force_majeure", "breached"), ("court", "suspended")]
)
def test_t13_after_default_only_court_creditor_or_statute_suspend(cause: str, expected: str):
    assert state(DUE, [("suspend", "2026-04-01", {"cause": cause})], "2026-04-30") == expected


@pytest.mark.parametrize("terms", [FROM_EVENT, {**DUE, "condition": "accepted"}])
def test_t13_what_is_pending_or_conditional_is_suspended_too(terms: dict[str, object]):
    assert state(terms, [("suspend", "2026-03-10", {"cause": "court"})], "2026-03-10") == "suspended"


def test_t14_a_resumption_leads_back_and_the_due_day_has_moved():
    events = [("suspend", "2026-03-10", {"cause": "agreed"}), ("resume", "2026-03-20", {"cause": "agreed"})]
    assert state(DUE, events, "2026-03-19") == "suspended"
    assert state(DUE, events, "2026-03-20") == "active"
    assert due(DUE, events) == "2026-04-10"


def test_t14_only_the_same_cause_resumes():
    events = [("suspend", "2026-03-10", {"cause": "court"}), ("resume", "2026-03-20", {"cause": "agreed"})]
    assert state(DUE, events, "2026-06-30") == "suspended"


def test_t14_it_stays_suspended_until_no_cause_is_left():
    events = [
        ("suspend", "2026-03-10", {"cause": "court"}),
        ("suspend", "2026-03-15", {"cause": "agreed"}),
        ("resume", "2026-03-18", {"cause": "court"}),
        ("resume", "2026-03-20", {"cause": "agreed"}),
    ]
    assert state(DUE, events, "2026-03-19") == "suspended"
    assert due(DUE, events) == "2026-04-10"


def test_t15_waiver_of_the_obligation_discharges_from_its_day():
    found = status(DUE, [("waive", "2026-04-10")], "2026-12-31")
    assert (found.state, found.breach_days) == ("discharged", 10)


def test_t15_waiver_of_the_breach_only_marks_it():
    found = status(DUE, [("waive", "2026-04-10", {"terms": {"scope": "breach"}})], "2026-04-12")
    assert (found.state, found.breach_days) == ("breached", 12)
    assert "waived_breach" in found.flags


def test_t15_waiver_of_an_amount_leaves_the_rest():
    found = status(DEBT, [("waive", "2026-04-10", {"amount": "30", "terms": {"scope": "amount"}})], "2026-04-12")
    assert (found.state, found.open_amount, found.performed_amount) == ("breached", 70_00, 0)
    assert found.amount_days == 10 * 100_00 + 2 * 70_00


def test_t15_waiver_of_time_sets_a_new_due_day_from_then_on():
    events = [("waive", "2026-04-10", {"terms": {"scope": "time", "due_on": "2026-04-30"}})]
    found = status(DUE, events, "2026-05-01")
    assert (found.state, iso(found.due_on)) == ("breached", "2026-04-30")
    assert days_of(found) == [f"2026-04-{day:02d}" for day in range(1, 10)] + ["2026-05-01"]
    assert found.episodes == 2


def test_t16_an_amendment_leaves_the_days_before_it_under_the_old_terms():
    events = [("amend", "2026-04-10", {"terms": {"due_on": "2026-04-30"}})]
    found = status(DUE, events, "2026-04-20")
    assert (found.state, found.breach_days, iso(found.due_on)) == ("active", 9, "2026-04-30")
    assert {"amended", "backdated"} <= set(found.flags)


def test_t16_signed_in_time_it_is_not_backdated():
    events = [("amend", "2026-03-31", {"terms": {"due_on": "2026-04-30"}})]
    found = status(DUE, events, "2026-04-20")
    assert (found.state, found.breach_days, "backdated" in found.flags) == ("active", 0, False)


def test_t16_an_amendment_takes_effect_when_it_says():
    events = [("amend", "2026-03-20", {"terms": {"due_on": "2026-04-30", "effective_on": "2026-04-05"}})]
    assert iso(status(DUE, events, "2026-04-04").due_on) == "2026-03-31"
    found = status(DUE, events, "2026-04-05")
    assert (found.state, found.breach_days, "backdated" in found.flags) == ("active", 4, False)


def test_t16_without_terms_it_names_a_successor_and_its_own_day_is_not_late():
    found = status(DUE, [("amend", "2026-04-03", {"terms": {"successor": "o2"}})], "2026-12-31")
    assert (found.state, found.breach_days) == ("superseded", 2)


def test_t16_an_earlier_day_agreed_within_the_grace_begins_an_episode():
    events = [("amend", "2026-04-05", {"terms": {"due_on": "2026-03-20"}})]  # its grace ends on 2026-03-30
    assert status(GRACE, [], "2026-04-04").episodes == 0
    found = status(GRACE, events, "2026-04-06")
    assert (found.state, days_of(found), found.episodes) == ("breached", ["2026-04-05", "2026-04-06"], 1)


def test_t16_a_new_amount_counts_from_its_day():
    found = status(DEBT, [("amend", "2026-04-03", {"terms": {"amount": 150}})], "2026-04-04")
    assert (found.open_amount, found.amount, found.amount_days) == (150_00, 150_00, 2 * 100_00 + 2 * 150_00)


@pytest.mark.parametrize("cause", ["agreed", "court"])
def test_t16_a_new_day_rolled_into_a_running_suspension_waits_for_its_end(cause: str):
    # agreed on Saturday 2026-03-21, for that day, while suspended: the roll to Monday leads into the suspension
    events = [("suspend", "2026-01-05", {"cause": cause}), ("amend", "2026-03-21", {"terms": {"due_on": "2026-03-21"}})]
    terms = {"due_on": "2026-01-05"}
    found = status(terms, events, "2026-03-24")
    assert (found.state, found.due_on, found.breach_days) == ("suspended", None, 0)
    found = status(terms, [*events, ("resume", "2026-03-26", {"cause": cause})], "2026-03-27")
    assert (found.state, iso(found.due_on), found.breach_days) == ("breached", "2026-03-26", 1)


def test_t17_a_rejected_tender_is_no_performance():
    events = [("perform", "2026-03-30"), ("reject", "2026-04-02", {"cause": "e1"})]
    assert state(DUE, events, "2026-04-01") == "fulfilled"
    found = status(DUE, events, "2026-04-02")
    assert (found.state, found.breach_days) == ("breached", 2)


@pytest.mark.parametrize("kind", ["assign", "delegate", "transfer_debt", "join_debt", "succeed"])
def test_t18_to_t22_a_change_of_parties_keeps_state_and_days(kind: str):
    plain = status(DUE, [], "2026-04-20")
    changed = status(DUE, [(kind, "2026-04-10")], "2026-04-20")
    assert (changed.state, changed.breach_days) == (plain.state, plain.breach_days) == ("breached", 20)


def test_t23_termination_ends_accrual_at_its_day():
    found = status(DUE, [("terminate", "2026-04-10")], "2026-12-31")
    assert (found.state, found.breach_days) == ("terminated", 10)


def test_t23_termination_of_the_instrument_ends_its_obligations():
    assert state(DUE, [("terminate", "2026-03-10", {"instrument": "i"})], "2026-12-31") == "terminated"


def test_t24_impossibility_by_the_due_day_discharges():
    assert state(DUE, [("impossible", "2026-03-31", {"cause": "force_majeure"})], "2026-12-31") == "discharged"


def test_t24_impossibility_after_default_excuses_nothing():
    found = status(DUE, [("impossible", "2026-04-01")], "2026-04-10")
    assert (found.state, found.breach_days) == ("breached", 10)
    assert "excused_too_late" in found.flags


def test_t24_impossibility_in_part_reduces_the_amount():
    found = status(DEBT, [("impossible", "2026-03-30", {"amount": "40"})], "2026-04-01")
    assert (found.state, found.open_amount) == ("breached", 60_00)


def test_t25_a_punctual_duty_missed_stays_missed():
    terms = {**DUE, "kind": "punctual"}
    assert state(terms, [], "2026-03-31") == "active"
    assert state(terms, [], "2026-04-01") == "breached_final"
    late = status(terms, [("perform", "2026-04-03")], "2026-12-31")
    assert (late.state, late.breach_days, iso(late.performed_on)) == ("breached_final", 3, "2026-04-03")
    assert state(terms, [("perform", "2026-03-31")], "2026-12-31") == "fulfilled"


KEEP = {"anchor": "2026-01-01", "n": 6, "unit": "month", "roll": "none", "kind": "maintenance"}  # to 2026-07-01


def test_t26_a_maintenance_duty_is_breached_day_by_day_until_restored():
    events = [
        ("violate", "2026-02-10"),
        ("restore", "2026-02-13"),
        ("violate", "2026-05-01"),
        ("restore", "2026-05-02"),
    ]
    assert state(KEEP, events, "2026-02-09") == "active"
    assert state(KEEP, events, "2026-02-12") == "breached"
    assert state(KEEP, events, "2026-02-13") == "active"
    found = status(KEEP, events, "2026-07-02")
    assert (found.state, found.episodes) == ("fulfilled", 2)
    assert days_of(found) == ["2026-02-10", "2026-02-11", "2026-02-12", "2026-05-01"]
    assert state(KEEP, events, "2026-07-01") == "active"


def test_t26_a_violation_never_restored_ends_with_the_duty():
    found = status(KEEP, [("violate", "2026-06-30")], "2026-12-31")
    assert (found.state, days_of(found)) == ("breached", ["2026-06-30", "2026-07-01"])


def test_t26_a_prohibition_is_breached_on_the_days_it_is_broken():
    terms = {**KEEP, "kind": "prohibition"}
    events = [
        ("violate", "2026-02-10"),
        ("violate", "2026-02-11"),
        ("violate", "2026-04-01"),
        ("violate", "2026-07-02"),
    ]
    assert state(terms, events, "2026-02-11") == "breached"
    assert state(terms, events, "2026-02-12") == "active"
    found = status(terms, events, "2026-12-31")
    assert (found.state, found.breach_days, found.episodes) == ("fulfilled", 3, 2)


def test_t26_suspended_days_are_no_violation():
    events = [
        ("violate", "2026-02-10"), ("suspend", "2026-02-12", {"cause": "agreed"}),
        ("resume", "2026-02-15", {"cause": "agreed"}), ("restore", "2026-02-16"),
    ]  # fmt: skip
    found = status(KEEP, events, "2026-03-01")
    assert days_of(found) == ["2026-02-10", "2026-02-11", "2026-02-15"]


def test_t26_what_happened_before_the_duty_began_is_no_violation():
    assert status({**KEEP, "kind": "prohibition"}, [("violate", "2025-12-31")], "2026-02-01").breach_days == 0


def test_t28_a_correction_refolds_from_the_day_it_was_recorded():
    events = [
        ("perform", "2026-03-31", {"recorded_at": "2026-04-01"}),
        ("correct", "2026-04-05", {"corrects": "e1", "recorded_at": "2026-05-01"}),
    ]
    made = docket(DUE, events)
    assert settled(made, "2026-12-31", "2026-04-30")["o"].state == "fulfilled"
    found = settled(made, "2026-12-31", "2026-05-01")["o"]
    assert (found.state, found.breach_days) == ("fulfilled_late", 5)


def test_t28_a_correction_can_void():
    events = [("perform", "2026-03-31"), ("correct", "2026-04-05", {"corrects": "e1", "terms": {"void": True}})]
    assert state(DUE, events, "2026-04-05") == "breached"


def test_t28_the_last_recorded_correction_wins_in_any_order_of_rows():
    first = {
        "id": "a",
        "type": "correct",
        "occurred_on": "2026-04-05",
        "corrects": "e1",
        "recorded_at": "2026-05-01",
        "obligation": "o",
    }
    second = {**first, "id": "b", "occurred_on": "2026-04-02", "recorded_at": "2026-06-01"}
    performed = event_rows([("perform", "2026-03-31")])
    for rows in ([first, second], [second, first]):
        found = settled(read(obligations=[obligation(**DUE)], events=[*rows, *performed]), "2026-12-31")["o"]
        assert found.breach_days == 2


def test_order_in_one_day_performance_beats_the_deadline_and_the_termination():
    found = status(DUE, [("terminate", "2026-03-31"), ("perform", "2026-03-31")], "2026-12-31")
    assert found.state == "fulfilled"
