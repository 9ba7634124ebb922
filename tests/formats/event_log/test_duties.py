"""What a map makes of a log: deadlines by civil day, which trigger and which fulfilment counts, money, conditions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formats.event_log.logs import HEAD, SEND, case, event
from govaudit.model.days import iso

if TYPE_CHECKING:
    from collections.abc import Callable

    from formats.event_log.logs import Made

    Carry = Callable[..., Made]

ROME = ZoneInfo("Europe/Rome")


def midnight(day: str) -> str:
    """Local midnight in Rome with the offset of that day, as the log of fines writes it."""
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(), ROME).isoformat(timespec="milliseconds")


def hours(first: str, last: str) -> float:
    return (dt.datetime.fromisoformat(last) - dt.datetime.fromisoformat(first)).total_seconds() / 3600


# --- civil days (R1, R2) ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("created", "sent", "elapsed"),
    [
        ("2006-08-01", "2006-10-30", 90 * 24 + 1),  # the clocks go back on 2006-10-29: elapsed hours would call it late
        ("2007-01-10", "2007-04-10", 90 * 24 - 1),  # and forward on 2007-03-25
        ("2006-01-01", "2006-04-01", 90 * 24 - 1),
        ("2006-05-01", "2006-07-30", 90 * 24),
    ],
)
def test_day_90_is_in_time_whatever_the_clocks_do(carry: Carry, created: str, sent: str, elapsed: int):
    first, last = midnight(created), midnight(sent)
    assert hours(first, last) == elapsed
    made = carry(SEND, [case("A", event("Create", first), event("Send", last))])
    assert made.verdict("A/send") == ("fulfilled", sent, sent, 0)


def test_day_91_is_a_day_late_even_where_fewer_than_91_days_have_elapsed(carry: Carry):
    first, last = midnight("2007-01-10"), midnight("2007-04-11")
    assert hours(first, last) < 91 * 24
    made = carry(SEND, [case("A", event("Create", first), event("Send", last))])
    assert made.verdict("A/send") == ("fulfilled_late", "2007-04-10", "2007-04-11", 1)


@given(created=st.dates(dt.date(1999, 1, 1), dt.date(2025, 1, 1)), after=st.integers(0, 180))
@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
def test_late_means_more_than_ninety_days_of_the_calendar(carry: Carry, created: dt.date, after: int):
    sent = created + dt.timedelta(after)
    log = [case("A", event("Create", midnight(created.isoformat())), event("Send", midnight(sent.isoformat())))]
    status = carry(SEND, log).settled()["A/send"]
    assert (status.state, status.breach_days) == ("fulfilled" if after <= 90 else "fulfilled_late", max(0, after - 90))
    assert iso(status.performed_on) == sent.isoformat()


def test_the_civil_day_is_that_of_the_stated_zone(carry: Carry):
    # 23:30 UTC is already the next day in Rome.
    log = [case("A", event("Create", "2026-01-01T00:00:00+01:00"), event("Send", "2026-04-01T22:30:00+00:00"))]
    assert carry(SEND, log).verdict("A/send")[2:] == ("2026-04-02", 1)
    assert carry(SEND.replace("Europe/Rome", "UTC"), log).verdict("A/send")[1:] == ("2026-03-31", "2026-04-01", 1)


def test_no_holiday_moves_a_deadline_unless_the_map_says_so(carry: Carry):
    log = [case("A", event("Create", "2026-01-01"), event("Send", "2026-05-06"))]
    by = "- {id: send, title: 寄出, trigger: Create, within: {n: 120, unit: day%s}, fulfilled_by: Send}\n"
    assert carry(HEAD + by % "", log).verdict("A/send")[:2] == ("fulfilled_late", "2026-05-01")
    # 2026-05-01 to 05-05 are days off in China: with its calendar the period ends on the 6th.
    assert carry(HEAD + by % ", calendar: cn", log).verdict("A/send")[:2] == ("fulfilled", "2026-05-06")


# --- which trigger, which fulfilment ----------------------------------------------------------------------------------


def test_the_first_trigger_and_the_first_fulfilment_after_it_count(carry: Carry):
    log = [case("A", event("Send", "2026-01-02"), event("Create", "2026-01-05"), event("Create", "2026-02-01"),
                event("Send", "2026-02-10"), event("Send", "2026-02-20"))]  # fmt: skip
    made = carry(SEND, log)
    assert set(made.rows("obligations")) == {"A/send"}
    assert made.verdict("A/send") == ("fulfilled", "2026-04-05", "2026-02-10", 0)
    tally = made.done.tallies["send"]
    assert (tally.obligations, tally.acts, tally.later, tally.unused) == (1, 1, 1, 2)


def test_within_a_day_the_order_of_the_log_does_not_count(carry: Carry):
    log = [case("A", event("Send", "2026-01-05T08:00:00+01:00"), event("Create", "2026-01-05T09:00:00+01:00"))]
    assert carry(SEND, log).verdict("A/send")[:3] == ("fulfilled", "2026-04-05", "2026-01-05")


def test_a_log_out_of_order_is_put_in_order(carry: Carry):
    log = [case("A", event("Send", "2026-03-01"), event("Create", "2026-01-20"), event("Create", "2026-01-10"))]
    assert carry(SEND, log).verdict("A/send")[:3] == ("fulfilled", "2026-04-10", "2026-03-01")


def test_what_was_done_before_counts_where_the_map_says_so(carry: Carry):
    log = [case("A", event("Send", "2026-01-02"), event("Create", "2026-01-05"))]
    rule = SEND.replace("time_zone:", "complete_through: 2026-06-30, time_zone:")
    assert carry(rule, log).verdict("A/send") == ("breached", "2026-04-05", None, 86)
    early = rule.replace("fulfilled_by: Send", "fulfilled_by: Send, early: yes")
    assert carry(early, log).verdict("A/send") == ("fulfilled", "2026-04-05", "2026-01-02", 0)


def test_no_trigger_no_obligation(carry: Carry):
    made = carry(SEND, [case("A", event("Send", "2026-01-02")), case("B", event("Create", "2026-01-02"))])
    assert set(made.rows("obligations")) == {"B/send"}
    assert set(made.rows("instruments")) == {"A", "B"}
    assert made.done.tallies["send"].untriggered == 1


def test_each_trigger_takes_the_first_fulfilment_not_yet_taken(carry: Carry):
    log = [case("A", event("Create", "2026-01-01"), event("Create", "2026-01-10"), event("Send", "2026-01-20"),
                event("Create", "2026-02-01"), event("Send", "2026-01-15"))]  # fmt: skip
    made = carry(SEND.replace("trigger:", "repeat: each, trigger:"), log)
    performed = {key: iso(status.performed_on) for key, status in made.settled("2026-02-15").items()}
    assert performed == {"A/send": "2026-01-15", "A/send#2": "2026-01-20", "A/send#3": None}


def test_only_cases_with_the_stated_attribute(carry: Carry):
    log = [case("A", event("Create", "2026-01-01", dismissal="NIL")), case("B", event("Create", "2026-01-01", dismissal="G")),
           case("C", event("Create", "2026-01-01"), dismissal="#"), case("D", event("Create", "2026-01-01"), event("Send", "2026-01-01"))]  # fmt: skip
    made = carry(SEND.replace("trigger:", "where: {dismissal: [NIL, '#']}, trigger:"), log)
    assert set(made.rows("obligations")) == {"A/send", "C/send"}
    assert made.done.tallies["send"].elsewhere == 2


def test_events_may_be_chosen_by_an_attribute(carry: Carry):
    only = SEND.replace("time_zone:", "only: {lifecycle:transition: complete}, time_zone:")
    log = [case("A", event("Create", "2026-01-01", **{"lifecycle:transition": "start"}), event("Create", "2026-01-05", **{"lifecycle:transition": "complete"}),
                event("Send", "2026-01-09", **{"lifecycle:transition": "complete"}))]  # fmt: skip
    made = carry(only, log)
    assert made.verdict("A/send")[1] == "2026-04-05"
    assert made.done.passed_over == 1


# --- deadlines held by attributes -------------------------------------------------------------------------------------

PERMIT = (
    HEAD
    + """\
- id: decide
  title: {attribute: concept:name, of: case}
  due_attribute: {attribute: deadline, optional: yes}
  fulfilled_by: {attribute: enddate}
  bearer: {attribute: responsible, as: person, default: 未指派}
"""
)


def test_a_case_may_hold_its_own_deadline_and_end(carry: Carry):
    log = [
        case("P1", event("Receive", "2026-01-01"), deadline="2026-03-10T23:30:00+00:00", enddate="2026-03-11", responsible="R2"),
        case("P2", event("Receive", "2026-01-01"), deadline="2026-03-10", enddate="2026-03-12T09:00:00+01:00", responsible="R2"),
        case("P3", event("Receive", "2026-03-20"), deadline="2026-03-10"),
        case("P4", event("Receive", "2026-03-20"), enddate="2026-03-10"),
    ]  # fmt: skip
    made = carry(PERMIT, log)
    assert made.verdict("P1/decide") == ("fulfilled", "2026-03-11", "2026-03-11", 0)
    assert made.verdict("P2/decide") == ("fulfilled_late", "2026-03-10", "2026-03-12", 2)
    assert made.verdict("P3/decide", "2026-03-20") == ("breached", "2026-03-10", None, 10)
    assert "P4/decide" not in made.rows("obligations")
    assert made.done.tallies["decide"].undated == 1
    assert made.rows("obligations")["P1/decide"]["bearer"] == "示例市交警支队/R2"
    assert made.rows("posts")["示例市交警支队/R2"]["org"] == "示例市交警支队"
    assert set(made.rows("persons")) == {"R2", "未指派"}
    tenure = made.rows("tenures")["示例市交警支队/R2"]
    assert (tenure["person"], tenure["start"], tenure["end"], tenure["certainty"]) == ("R2", None, None, "possible")


def test_a_deadline_that_must_be_there_and_is_not_costs_the_case(carry: Carry):
    made = carry(PERMIT.replace(", optional: yes", ""), [
        case("P1", event("Receive", "2026-01-01"), deadline="2026-03-10", enddate="2026-03-01", responsible="R1"),
        case("P2", event("Receive", "2026-01-01"), enddate="2026-03-01"),
    ])  # fmt: skip
    assert made.codes() == {"missing_attribute": 1}
    assert "第2个案例（P2）" in made.done.problems[0].what.zh
    assert set(made.rows("instruments")) == {"P1"}


# --- money ------------------------------------------------------------------------------------------------------------

PAY = (
    HEAD.replace("time_zone:", "amount: paid, time_zone:").replace("kind: notice", "kind: notice, currency: EUR")
    + """\
- id: pay
  title: 缴纳
  trigger: Notify
  within: {n: 60, unit: day}
  fulfilled_by: [Pay, Pay at bank]
  amount: [{attribute: amount, of: Create}, {attribute: expense, of: Send, default: 0}]
  bearer: 当事人
"""
)


def fined(*events: tuple[str, str, dict[str, str]]) -> list[object]:
    first = [event("Create", "2026-01-01", amount="35.0"), event("Send", "2026-01-10", expense="11.5")]
    return [case("A", *first, event("Notify", "2026-01-20"), *events)]


def test_payments_are_added_up_to_the_cent(carry: Carry):
    made = carry(PAY, fined(event("Pay", "2026-02-01", paid="20.0"), event("Pay at bank", "2026-03-25", paid="26.5")))
    status = made.settled()["A/pay"]
    assert (status.state, status.amount, status.open_amount, iso(status.due_on)) == (
        "fulfilled_late",
        4650,
        0,
        "2026-03-21",
    )
    assert status.breach_days == 4
    row = made.rows("obligations")["A/pay"]
    assert (row["currency"], row["action"], row["bearer"]) == ("EUR", "pay", "当事人")


def test_amounts_finer_than_a_cent_are_a_problem_unless_the_map_rounds(carry: Carry):
    log = fined(event("Pay", "2026-02-01", paid="46.499999999999996"), event("Pay at bank", "2026-02-01", paid="0.0"))
    made = carry(PAY, log)
    assert made.codes() == {"finer_than_minor": 1}
    assert "第4个事件" in made.done.problems[0].what.zh
    assert not made.rows("obligations")
    assert (
        carry(PAY.replace("amount: paid", "amount: paid, rounding: half_up"), log).settled()["A/pay"].state
        == "fulfilled"
    )


@pytest.mark.parametrize(
    ("paid", "code"), [("-5", "negative_amount"), ("viele", "text_in_number"), ("", "missing_attribute")]
)
def test_a_payment_that_cannot_be_counted_costs_the_case(carry: Carry, paid: str, code: str):
    made = carry(PAY, fined(event("Pay", "2026-02-01", paid="1"), event("Pay at bank", "2026-02-01", paid=paid)))
    assert made.codes() == {code: 1}
    assert not made.rows("instruments")


def test_payments_go_to_the_oldest_sum_still_open(carry: Carry):
    rule = PAY.replace(
        "amount: [{attribute: amount, of: Create}, {attribute: expense, of: Send, default: 0}]",
        "amount: owed\n  repeat: each",
    )
    log = [case("A", event("Notify", "2026-01-01", owed="10"), event("Notify", "2026-01-05", owed="20"), event("Pay", "2026-01-03", paid="4"),
                event("Pay", "2026-01-06", paid="16"), event("Pay at bank", "2026-01-07", paid="25"))]  # fmt: skip
    made = carry(rule, log)
    parts = {key: row["amount"] for key, row in made.rows("events").items()}
    assert parts == {"A:3>pay": 400, "A:4>pay": 600, "A:4>pay#2": 1000, "A:5>pay#2": 2500}
    assert [status.open_amount for status in made.settled().values()] == [0, 0]


def test_without_amounts_of_payments_a_payment_settles_in_full(carry: Carry):
    made = carry(
        PAY.replace("amount: paid, ", ""), fined(event("Pay", "2026-02-01"), event("Pay at bank", "2026-04-01"))
    )
    assert made.verdict("A/pay")[:3] == ("fulfilled", "2026-03-21", "2026-02-01")


# --- conditions and effects -------------------------------------------------------------------------------------------


def test_a_condition_keeps_the_duty_waiting(carry: Carry):
    rule = SEND.replace("trigger:", "condition: Confirm, trigger:")
    log = [
        case("A", event("Create", "2026-01-01")),
        case("B", event("Create", "2026-01-01"), event("Confirm", "2026-02-01")),
    ]
    made = carry(rule, log)
    assert made.verdict("A/send", "2026-02-15")[0] == "conditional"
    assert made.verdict("B/send", "2026-02-15")[0] == "active"


def test_an_activity_may_end_or_suspend_the_duty(carry: Carry):
    rule = SEND.replace("trigger:", "effects: {Withdraw: terminate, Hold: suspend, Go on: resume}, trigger:")
    log = [
        case("A", event("Create", "2026-01-01"), event("Withdraw", "2026-02-01")),
        case("B", event("Create", "2026-01-01"), event("Hold", "2026-02-01"), event("Go on", "2026-02-11"), event("Send", "2026-04-11")),
    ]  # fmt: skip
    made = carry(rule, log)
    assert made.verdict("A/send")[0] == "terminated"
    assert made.verdict("B/send") == ("fulfilled", "2026-04-11", "2026-04-11", 0)


def test_kept_events_stay_on_the_instrument(carry: Carry):
    log = [case("A", event("Create", "2026-01-01"), event("Send", "2026-01-02"), event("Penalty", "2026-01-03"))]
    listed = carry(SEND + "events: [Penalty]\n", log).rows("events")
    assert {key: (row["type"], row["instrument"]) for key, row in listed.items() if row["instrument"]} == {
        "A:3": ("Penalty", "A")
    }
    named = carry(SEND + "events: {Penalty: delivered}\n", log).rows("events")
    assert named["A:3"]["type"] == "delivered"
    assert len(carry(SEND + "events: all\n", log).rows("events")) == 4
