"""Odd facts: each gives a problem with its place, or a defined status, and never an exception."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from govaudit.docket.view import View
from govaudit.formats.read import read_docket
from govaudit.model.days import iso, parse_day
from govaudit.rules.days.rolling import NEVER
from govaudit.rules.days.working_days import chinese_calendar
from govaudit.settle.deadline import DAY, MONTH, WEEK, WORKDAY, YEAR, due_day
from govaudit.settle.settle_rows import settle_with_use
from settle.dockets import FROM_EVENT, WORLD, due, event_rows, obligation, read, settled, status

if TYPE_CHECKING:
    from pathlib import Path

DUE = {"due_on": "2026-03-31"}
DEBT = {**DUE, "amount": "100.00"}
AS_OF = "2026-12-31"


def errors(terms: dict[str, Any], events: list[tuple[Any, ...]] = ()) -> list[str]:  # type: ignore[assignment]
    made = read(obligations=[obligation(**terms)], events=event_rows(events))
    settled(made, AS_OF)  # what is left is sound
    return [problem.code for problem in made.errors]


def test_performance_before_its_trigger_counts():
    found = status(FROM_EVENT, [("perform", "2026-03-01"), ("delivered", "2026-03-02")], AS_OF)
    assert (found.state, found.breach_days) == ("fulfilled", 0)


def test_an_acceptance_before_delivery():
    terms = {**FROM_EVENT, "condition": "accepted"}
    assert due(terms, [("accepted", "2026-02-01"), ("delivered", "2026-03-02")]) == "2026-04-01"


def test_two_performances_on_one_day():
    twice = [("pay", "2026-04-02", {"amount": "60"}), ("pay", "2026-04-02", {"amount": "60"})]
    found = status(DEBT, twice, AS_OF)  # perhaps one payment entered twice (R16): 04-01 is late whatever it was
    assert (found.state, found.breach_days, found.flags) == ("active", 1, ("unusable(e2)",))
    checked = [(kind, day, {**more, "confirmed": True}) for kind, day, more in twice]
    found = status(DEBT, checked, AS_OF)
    assert (found.state, found.breach_days, found.credit) == ("fulfilled_late", 2, 20_00)


def test_an_act_performed_twice_was_performed_the_first_time():
    found = status(DUE, [("perform", "2026-03-30"), ("perform", "2026-04-30")], AS_OF)
    assert (found.state, iso(found.performed_on)) == ("fulfilled", "2026-03-30")


def test_a_suspension_that_never_ends():
    found = status(DUE, [("suspend", "2026-03-10", {"cause": "court"})], "2040-12-31")
    assert (found.state, found.due_on, found.breach_days) == ("suspended", None, 0)


def test_a_resumption_before_its_suspension_ends_nothing():
    found = status(DUE, [("resume", "2026-03-05"), ("suspend", "2026-03-10")], AS_OF)
    assert found.state == "suspended"


def test_a_resumption_without_a_suspension():
    assert due(DUE, [("resume", "2026-03-05")]) == "2026-03-31"


def test_suspended_twice_is_suspended_once():
    events = [("suspend", "2026-03-10"), ("suspend", "2026-03-12"), ("resume", "2026-03-20")]
    assert due({**DUE, "roll": "none"}, events) == "2026-04-10"


def test_suspended_and_resumed_on_one_day_is_no_suspension():
    assert due(DUE, [("suspend", "2026-03-10"), ("resume", "2026-03-10")]) == "2026-03-31"


def test_money_after_a_waiver_is_credit():
    found = status(DEBT, [("waive", "2026-03-20"), ("pay", "2026-04-20", {"amount": "30"})], AS_OF)
    assert (found.state, found.performed_amount, found.credit, found.breach_days) == ("discharged", 0, 30_00, 0)


def test_an_act_after_a_waiver_changes_nothing():
    assert status(DUE, [("waive", "2026-03-20"), ("perform", "2026-04-20")], AS_OF).state == "discharged"


def test_a_waiver_after_performance_changes_nothing():
    assert status(DUE, [("perform", "2026-03-20"), ("waive", "2026-04-20")], AS_OF).state == "fulfilled"


def test_money_in_another_currency_is_not_counted_as_if_it_were_this_one():
    events = [("pay", "2026-03-30", {"amount": "100.00", "currency": "USD"})]
    assert errors(DEBT, events) == ["other_currency"]


def test_money_without_a_currency_is_that_of_the_debt():
    terms = {**DUE, "amount": "1000", "currency": "JPY"}
    assert status(terms, [("pay", "2026-03-30", {"amount": "1000"})], AS_OF).state == "fulfilled"
    finer = status(terms, [("pay", "2026-03-30", {"amount": "1000.50"})], AS_OF)
    assert (finer.state, finer.flags) == (
        "active",
        ("unusable_amount", "unusable(e1)"),
    )  # R16: paid or not is not known


def test_undesignated_money_keeps_to_debts_of_its_currency():
    debts = [obligation("yuan", **DEBT, action="pay"), obligation("dollar", **DEBT, currency="USD", action="pay")]
    made = read(
        obligations=debts,
        events=event_rows([("pay", "2026-03-30", {"amount": "100", "currency": "USD"})], {"instrument": "i"}),
    )
    found = settled(made, "2026-03-31")
    assert {key: s.open_amount for key, s in found.items()} == {"yuan": 100_00, "dollar": 0}


@pytest.mark.parametrize("amount", ["-0.01", "-100"])
def test_negative_money_is_no_payment_but_a_refund_to_be_recorded_as_such(amount: str):
    assert errors(DEBT, [("pay", "2026-03-30", {"amount": amount})]) == ["negative_amount"]
    made = read(obligations=[obligation(**DEBT)], events=event_rows([("pay", "2026-03-30", {"amount": amount})]))
    found = settled(made, "2026-04-01")["o"]
    assert (found.state, found.open_amount) == ("active", 100_00)  # left out, and still on record


def loose(
    terms: dict[str, Any], events: list[tuple[Any, ...]], as_of: str = AS_OF
) -> list[tuple[str, str, int | None]]:
    made = read(obligations=[obligation(**terms)], events=event_rows(events))
    notes = settle_with_use(View(made, parse_day(as_of)))[2]
    return [(note.code, note.level, note.place.row) for note in notes]


@pytest.mark.parametrize("events", [
    [("resume", "2026-03-05")],
    [("resume", "2026-03-05", {"instrument": "i"})],
    [("resume", "2026-03-05"), ("suspend", "2026-03-10")],
    [("resume", "2026-03-05", {"cause": "court"}), ("suspend", "2026-03-01", {"cause": "agreed"})],
    [("resume", "2026-03-20"), ("suspend", "2026-03-10"), ("resume", "2026-03-15")],
])  # fmt: skip
def test_a_resumption_that_ends_no_suspension_is_told_with_its_place(events: list[tuple[Any, ...]]):
    assert loose(DUE, events) == [("resume_without_suspension", "note", 2)]


@pytest.mark.parametrize("events", [
    [("suspend", "2026-03-05", {"cause": "court"}), ("resume", "2026-03-10", {"cause": "court"})],
    [("suspend", "2026-03-05", {"cause": "court"}), ("resume", "2026-03-10")],
    [("suspend", "2026-03-05"), ("resume", "2026-03-10", {"cause": "court"})],
    [("suspend", "2026-03-05", {"instrument": "i"}), ("resume", "2026-03-10")],
    [("suspend", "2026-03-05"), ("resume", "2026-03-05")],
    [("resume", "2027-03-05")],  # has not happened yet
])  # fmt: skip
def test_a_resumption_that_ends_one_is_not(events: list[tuple[Any, ...]]):
    assert loose(DUE, events) == []


def test_a_resumption_on_the_instrument_need_not_concern_each_obligation():
    """One of two obligations was suspended; the resumption of the whole contract ends that."""
    made = read(
        obligations=[obligation(**DUE), obligation("p", **DUE)],
        events=event_rows([("suspend", "2026-03-05"), ("resume", "2026-03-10", {"instrument": "i"})]),
    )
    statuses, used, notes = settle_with_use(View(made, parse_day(AS_OF)))
    assert ([s.tolled_days for s in statuses], used, notes) == ([5, 0], {0, 1}, [])


def test_a_payment_of_nothing():
    assert status(DEBT, [("pay", "2026-03-30", {"amount": "0"})], "2026-04-01").open_amount == 100_00


def test_a_payment_that_states_no_amount_makes_it_unknown_and_a_performance_is_in_full():
    found = status(DEBT, [("pay", "2026-03-30")], AS_OF)
    assert (found.state, found.open_amount, found.breach_days, found.flags) == ("active", 100_00, 0, ("unusable(e1)",))
    done = status(DEBT, [("perform", "2026-03-30")], AS_OF)
    assert (done.state, done.open_amount, "amount_not_stated" in done.flags) == ("fulfilled", 0, True)


def test_a_debt_of_nothing_owes_nothing():
    found = status({**DUE, "amount": "0"}, [], "2026-04-10")
    assert found.open_amount == 0


def test_an_amount_beyond_what_the_fold_can_hold_is_a_problem():
    assert errors({**DUE, "amount": str(2**62)})[0] == "amount_too_large"
    assert errors(DEBT, [("pay", "2026-04-01", {"amount": str(2**62)})]) == ["amount_too_large"]


def test_amounts_just_below_are_exact():
    terms = {**DUE, "amount": "46000000000000000.00", "interest_rate": "0.05%/day"}
    found = status(terms, [], "2126-03-31")
    assert found.amount_days == found.breach_days * 46 * 10**17
    assert found.interest == found.amount_days * 5 // 10**4


@pytest.mark.parametrize("terms", [{"amount": "0.001"}, {"amount": -5}, {"amount": 10**30}])
def test_an_amendment_to_an_amount_that_cannot_be_counted_is_a_problem(terms: dict[str, Any]):
    assert errors(DEBT, [("amend", "2026-03-01", {"terms": terms})]) == ["bad_terms"]


ROLLS = ["following", "none", "preceding", "modified_following"]


@pytest.mark.parametrize("due_on", ["1970-01-01", "1999-12-31", "2041-03-31", "2100-12-31"])
@pytest.mark.parametrize("roll", ROLLS)
def test_dates_without_an_announced_calendar_are_provisional(due_on: str, roll: str):
    found = status({"due_on": due_on, "roll": roll}, [], "2026-01-01")
    assert found.due_on is not None
    assert (found.state == "breached") == (due_on < "2026")
    assert found.provisional == (roll != "none")


@pytest.mark.parametrize("due_on", ["1700-01-01", "1969-12-31", "2101-01-01"])
def test_dates_beyond_all_reason_are_problems(due_on: str):
    assert errors({"due_on": due_on}) == ["date_out_of_range"]
    assert errors(DUE, [("perform", due_on)]) == ["date_out_of_range"]


@pytest.mark.parametrize("unit", ["day", "workday", "week", "month", "year"])
@pytest.mark.parametrize("anchor", ["1970-01-01", "2100-12-31"])
def test_periods_at_the_ends_of_time(unit: str, anchor: str):
    found = status({"anchor": anchor, "n": 100, "unit": unit, "grace_n": 100, "grace_unit": unit}, [], AS_OF)
    assert found.due_on is not None
    assert found.state == ("breached" if anchor == "1970-01-01" and unit != "year" else "active")


@pytest.mark.parametrize("unit", ["day", "workday", "week", "month", "year"])
@pytest.mark.parametrize("n", [10**6, 10**12, 10**30, -1])
def test_a_huge_or_negative_period_is_a_problem(unit: str, n: int):
    assert errors({"anchor": "2026-01-01", "n": n, "unit": unit}) == ["period_out_of_range"]


def test_a_suspension_of_a_hundred_and_thirty_years_puts_the_due_day_out_of_range():
    events = [("suspend", "1970-01-02"), ("resume", "2100-12-31")]
    for terms in (
        {"anchor": "1970-01-01", "n": 1200, "unit": "month"},
        {"anchor": "1970-01-01", "n": 25000, "unit": "workday"},
    ):
        found = status(terms, events, "2100-12-31")
        assert (found.state, found.due_on) == ("active", None) or found.due_on is not None
        assert (found.due_on is None) == ("due_out_of_range" in found.flags)


@pytest.mark.parametrize("unit", [DAY, WORKDAY, WEEK, MONTH, YEAR])
@pytest.mark.parametrize("start", ["1600-01-01", "1969-12-31", "2026-01-01", "2260-12-31", "2400-01-01"])
@pytest.mark.parametrize("n", [0, 1, 100_000, 10**12])
def test_a_due_day_outside_the_calendar_is_never_and_no_error(unit: int, start: str, n: int):
    calendar = chinese_calendar()
    day = parse_day(start)
    for roll in range(4):
        raw, rolled = due_day(
            day, n, unit, 0, roll, calendar.rank, calendar.nth, (day - 5, day + 5), (day + 2, day + 9)
        )
        assert raw <= NEVER
        assert abs(rolled - raw) <= 15


def test_a_huge_time_to_cure_is_running():
    assert status(DUE, [("demand", "2026-04-10", {"terms": {"n": 10**12}})], AS_OF).state == "curing"


def test_a_negative_time_to_cure_is_none_given():
    found = status(DUE, [("demand", "2026-04-10", {"terms": {"n": -3}})], AS_OF)
    assert (found.state, "cure_period_assumed" in found.flags) == ("defaulted", True)


def test_a_period_of_no_days_is_due_at_once():
    assert due({"anchor": "2026-03-02", "n": 0, "unit": "day"}) == "2026-03-02"
    assert due({"anchor": "2026-03-02", "n": 0, "unit": "day", "start": "include"}) == "2026-03-02"


@pytest.mark.parametrize("tz", ["Mars/Olympus", "+99:99", "+24:00", "CST8", "../etc"])
def test_an_unknown_time_zone_is_a_problem(tz: str):
    instant = ("perform", "", {"occurred_at": "2026-03-31T20:00:00+00:00"})
    assert errors({**DUE, "tz": tz}, [instant])[:1] == ["unknown_tz"]


def test_corrections_in_a_circle():
    events = [
        ("correct", "2026-04-01", {"id": "a", "corrects": "b"}),
        ("correct", "2026-04-02", {"id": "b", "corrects": "a"}),
        ("correct", "2026-04-02", {"id": "c", "corrects": "c", "terms": {"void": True}}),
        ("perform", "2026-03-31", {"id": "p"}),
    ]
    assert status(DUE, events, AS_OF).state == "fulfilled"


def test_obligations_each_waiting_for_the_other():
    made = read(obligations=[obligation("a", **DUE, reciprocal_of="b"), obligation("b", **DUE, reciprocal_of="a")])
    assert {s.state for s in settled(made, AS_OF).values()} == {"conditional"}


def test_an_obligation_waiting_for_itself():
    made = read(obligations=[obligation("a", **DUE, reciprocal_of="a")])
    assert settled(made, AS_OF)["a"].state == "conditional"


def test_a_year_of_judgement_far_away():
    for day in ("1700-01-01", "2200-12-31"):
        status({**DEBT, "interest_rate": "0.05%/day"}, [("pay", "2026-04-20", {"amount": "1"})], day)


def test_the_same_facts_from_a_folder_of_csv_files(tmp_path: Path):
    tables = {
        **WORLD,
        "obligations": [obligation(**DEBT)],
        "events": event_rows([("pay", "2026-04-02", {"amount": "100.00"})]),
    }
    for name, rows in tables.items():
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    made = read_docket([tmp_path])
    assert not made.errors
    found = settled(made, AS_OF)["o"]
    assert (found.state, found.breach_days, found.amount_days) == ("fulfilled_late", 2, 2 * 100_00)
