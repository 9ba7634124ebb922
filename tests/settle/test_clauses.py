"""Clauses beyond a plain period: cut-off (R6), at least n days before (R4), the paying day (A7), hours (A15), 前 (A1), sanctions (A6)."""

from __future__ import annotations

import pytest

from govaudit.model.days import iso
from settle.dockets import days_of, docket, due, event_rows, obligation, read, settled, status

DUE = {"due_on": "2026-03-31"}  # a Tuesday
DEBT = {**DUE, "amount": "1000.00", "interest_rate": "0.05%/day"}


def at(kind: str, moment: str, **more: object) -> tuple[object, ...]:
    return (kind, "", {"occurred_at": moment, **more})


# --- R6 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "state", "days"),
    [
        ("2026-03-31T17:30:00+08:00", "fulfilled", 0),
        ("2026-03-31T17:30:01+08:00", "fulfilled_late", 1),
        ("2026-03-31T09:30:01+00:00", "fulfilled_late", 1),  # the same, by another clock
        ("2026-04-01T17:30:01+08:00", "fulfilled_late", 2),
    ],
)
def test_r06_an_act_after_the_cut_off_counts_as_the_next_civil_day(moment: str, state: str, days: int):
    found = status({**DUE, "cutoff": "17:30"}, [at("perform", moment)], "2026-12-31")
    assert (found.state, found.breach_days, "R6" in found.rules_applied) == (state, days, True)


def test_r06_without_a_cut_off_the_day_runs_to_midnight():
    assert status(DUE, [at("perform", "2026-03-31T23:59:59+08:00")], "2026-12-31").state == "fulfilled"
    assert (
        status({**DUE, "cutoff": "24:00"}, [at("perform", "2026-03-31T23:59:59+08:00")], "2026-12-31").state
        == "fulfilled"
    )


def test_r06_evidence_that_states_a_date_only_counts_as_in_time():
    assert status({**DUE, "cutoff": "09:00"}, [("perform", "2026-03-31")], "2026-12-31").state == "fulfilled"


def test_r06_a_trigger_after_the_cut_off_starts_a_day_later():
    terms = {"anchor": "invoiced", "n": 10, "unit": "day", "roll": "none", "cutoff": "17:30"}
    assert due(terms, [at("invoiced", "2026-03-02T17:30:00+08:00")]) == "2026-03-12"
    assert due(terms, [at("invoiced", "2026-03-02T17:31:00+08:00")]) == "2026-03-13"


def test_r06_is_read_by_the_clock_of_the_obligation():
    terms = {**DUE, "cutoff": "17:30", "tz": "+00:00"}
    assert status(terms, [at("perform", "2026-03-31T17:31:00+08:00")], "2026-12-31").state == "fulfilled"


def test_r06_money_that_names_no_debt_takes_the_cut_off_of_its_debts():
    late = at("pay", "2026-03-31T18:00:00+08:00", amount="100", instrument="i")
    for number in (1, 2):
        debts = [obligation(f"o{k}", **DUE, amount=f"{100 // number}", cutoff="17:30") for k in range(number)]
        found = settled(read(obligations=debts, events=event_rows([late])), "2026-12-31")
        assert {(s.state, s.breach_days) for s in found.values()} == {("fulfilled_late", 1)}


@pytest.mark.parametrize("written", ["17:30", "17：30", "17时30分", "17:30:00"])
def test_r06_the_cut_off_as_people_write_it(written: str):
    late = at("perform", "2026-03-31T17:31:00+08:00")
    assert status({**DUE, "cutoff": written}, [late], "2026-12-31").state == "fulfilled_late"


@pytest.mark.parametrize("written", ["25:00", "24:01", "17:60", "5pm", "2026-03-31", "0.5", "-1:00"])
def test_r06_what_is_no_time_of_day_is_a_problem(written: str):
    made = read(obligations=[obligation(**DUE, cutoff=written)])
    assert [(p.code, p.place.column) for p in made.errors] == [("bad_clock", "cutoff")]


# --- R4 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "n", "roll", "last"),
    [
        ("day", 20, None, "2026-03-27"),  # the 28th is a Saturday: back to Friday
        ("day", 20, "none", "2026-03-28"),
        ("day", 20, "following", "2026-03-27"),  # never forward, whatever the clause says
        ("day", 20, "modified_following", "2026-03-27"),
        ("workday", 3, None, "2026-04-14"),
        ("week", 1, None, "2026-04-10"),
        ("month", 1, None, "2026-03-17"),
        ("year", 1, None, "2025-04-17"),
        ("day", 0, None, "2026-04-17"),
    ],
)
def test_r04_at_least_n_days_before_rolls_back_only(unit: str, n: int, roll: str | None, last: str):
    terms = {"anchor": "2026-04-17", "n": n, "unit": unit, "start": "before", "roll": roll}
    found = status(terms, [], "2025-01-06")
    assert (iso(found.due_on), found.state, "R4" in found.rules_applied) == (last, "active", True)


def test_r04_months_before_end_on_the_last_day_of_a_month_that_has_no_such_day():
    assert due({"anchor": "2026-05-31", "n": 3, "unit": "month", "start": "before", "roll": "none"}) == "2026-02-28"


def test_r04_working_days_are_counted_by_the_official_arrangement():
    """Before Monday 2026-05-11 lie Saturday 9 (worked for 1 to 5 May), Friday 8, Thursday 7, Wednesday 6, then 30 April."""
    terms = {"anchor": "2026-05-11", "n": 5, "unit": "workday", "start": "before"}
    assert due(terms) == "2026-04-30"


def test_r04_the_day_of_the_event_it_must_precede():
    terms = {"anchor": "bid_opening", "n": 20, "unit": "day", "start": "before", "roll": "none"}
    assert status(terms, [], "2026-03-31").state == "pending"
    in_time = status(terms, [("bid_opening", "2026-04-17"), ("perform", "2026-03-28")], "2026-04-17")
    late = status(terms, [("bid_opening", "2026-04-17"), ("perform", "2026-03-29")], "2026-04-17")
    assert (in_time.state, late.state, late.breach_days) == ("fulfilled", "fulfilled_late", 1)


def test_r04_a_suspension_does_not_move_it():
    terms = {"anchor": "2026-04-17", "n": 20, "unit": "day", "start": "before", "roll": "none"}
    events = [("suspend", "2026-03-10", {"cause": "agreed"}), ("resume", "2026-03-20", {"cause": "agreed"})]
    found = status(terms, events, "2026-03-28")
    assert (iso(found.due_on), found.tolled_days) == ("2026-03-28", 0)


def test_r04_hours_do_not_run_backwards():
    terms = {"anchor": "2026-04-17", "n": 20, "unit": "hour", "start": "before"}
    assert [p.code for p in read(obligations=[obligation(**terms)]).errors] == ["bad_period"]


# --- A1, A6, A7 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "flagged"),
    [("甲方应于3月31日前付款", True), ("2026年底前", True), ("before 31 March", True), ("3月31日以前", True), ("3月31日付款", False), (None, False)],
)  # fmt: skip
def test_a01_a_day_named_with_before_is_included_and_flagged(clause: str | None, flagged: bool):  # noqa: FBT001 - a table of cases
    found = status({**DUE, "clause": clause}, [("perform", "2026-03-31")], "2026-12-31")
    assert (found.state, "day_before_included" in found.flags, "A1" in found.rules_applied) == (
        "fulfilled",
        flagged,
        flagged,
    )


@pytest.mark.parametrize(
    ("terms", "day", "early"),
    [
        (DUE, "2026-03-31", True),
        (DUE, "2026-04-01", False),
        ({**DUE, "grace_n": 10}, "2026-04-10", True),
        ({**DUE, "grace_n": 10}, "2026-04-11", False),
        ({**DUE, "grace_n": 10, "grace_mode": "sanction_only"}, "2026-04-10", True),
        ({**DUE, "grace_n": 10, "grace_mode": "sanction_only"}, "2026-04-11", False),
        ({**DUE, "condition": "accepted"}, "2026-06-01", True),  # nothing can be missed yet
    ],
)
def test_a06_a_sanction_on_the_last_day_itself_is_flagged(terms: dict[str, object], day: str, early: bool):  # noqa: FBT001 - a table of cases
    found = status(terms, [("sanction", day)], "2026-12-31")
    assert ("sanction_too_early" in found.flags, "A6" in found.rules_applied) == (early, early)


def test_a06_a_sanction_is_judged_by_the_terms_of_its_day():
    events = [("sanction", "2026-04-10"), ("amend", "2026-05-06", {"terms": {"due_on": "2026-06-30"}})]
    assert "sanction_too_early" not in status(DUE, events, "2026-12-31").flags


def test_a06_a_sanction_moves_nothing():
    with_it, without = (status(DUE, events, "2026-05-01") for events in ([("sanction", "2026-04-20")], []))
    assert (with_it.state, with_it.breach_days) == (without.state, without.breach_days) == ("breached", 31)


def not_counted(*payments: tuple[str, str]) -> object:
    terms = {**DEBT, "paying_day": "not_counted", "allocation": "principal_first"}
    return status(terms, [("pay", day, {"amount": amount}) for day, amount in payments], "2026-12-31")


def test_a07_where_the_paying_day_is_not_counted():
    found = not_counted(("2026-04-03", "1001.00"))
    assert days_of(found) == ["2026-04-01", "2026-04-02"]
    assert (found.state, found.interest, found.interest_paid) == ("fulfilled_late", 1_00, 1_00)


def test_a07_what_stays_open_is_late_on_the_paying_day_too():
    found = not_counted(("2026-04-03", "400"), ("2026-04-05", "600"))
    assert [(iso(s.start), s.days, s.balance) for s in found.spans] == [
        ("2026-04-01", 2, 1000_00),
        ("2026-04-03", 2, 600_00),
    ]
    assert found.amount_days == 2 * 1000_00 + 2 * 600_00


def test_a07_paid_the_day_after_no_day_is_counted_though_it_is_late():
    found = not_counted(("2026-04-01", "1000"))
    assert (found.state, found.breach_days, found.interest) == ("fulfilled_late", 0, 0)


def test_a07_money_that_names_no_debt_pays_no_interest_for_its_own_day():
    debts = [obligation(key, **DEBT, paying_day="not_counted") for key in "ab"]
    paid = ("pay", "2026-04-03", {"amount": "2002.00", "instrument": "i"})
    found = settled(read(obligations=debts, events=event_rows([paid])), "2026-12-31")
    assert {(s.state, s.interest, s.interest_paid, s.credit) for s in found.values()} == {
        ("fulfilled_late", 1_00, 1_00, 0)
    }


# --- A15 --------------------------------------------------------------------------------------------------------------

HOURS = {"anchor": "accident", "n": 24, "unit": "hour"}
BEGAN = at("accident", "2026-03-27T10:00:00+08:00")  # a Friday


@pytest.mark.parametrize(
    ("moment", "state", "days"),
    [
        ("2026-03-27T10:05:00+08:00", "fulfilled", 0),
        ("2026-03-28T10:00:00+08:00", "fulfilled", 0),
        ("2026-03-28T02:00:00+00:00", "fulfilled", 0),
        ("2026-03-28T10:00:01+08:00", "fulfilled_late", 1),
        ("2026-03-29T00:00:00+08:00", "fulfilled_late", 1),
        ("2026-03-30T00:00:00+08:00", "fulfilled_late", 2),
    ],
)
def test_a15_hours_run_from_the_stated_time_and_do_not_roll(moment: str, state: str, days: int):
    found = status(HOURS, [BEGAN, at("perform", moment)], "2026-12-31")
    assert (iso(found.due_on), found.state, found.breach_days) == ("2026-03-28", state, days)
    assert "A15" in found.rules_applied


def test_a15_a_performance_that_states_a_date_only_is_in_time_on_the_last_day():
    assert status(HOURS, [BEGAN, ("perform", "2026-03-28")], "2026-12-31").state == "fulfilled"
    assert status(HOURS, [BEGAN, ("perform", "2026-03-29")], "2026-12-31").state == "fulfilled_late"


def test_a15_a_trigger_that_states_a_date_only_runs_from_the_end_of_its_day_and_says_so():
    events = [("accident", "2026-03-27")]
    found = status({**HOURS, "n": 2}, [*events, at("perform", "2026-03-28T02:00:00+08:00")], "2026-12-31")
    assert (found.state, "hour_not_stated" in found.flags) == ("fulfilled", True)
    late = status({**HOURS, "n": 2}, [*events, at("perform", "2026-03-28T02:00:01+08:00")], "2026-12-31")
    assert late.state == "fulfilled_late"


def test_a15_hours_that_end_at_midnight_end_with_the_day():
    midnight = at("perform", "2026-03-29T00:00:00+08:00")
    assert due(HOURS, [("accident", "2026-03-27")]) == "2026-03-28"
    assert status(HOURS, [("accident", "2026-03-27"), midnight], "2026-12-31").state == "fulfilled"


def test_a15_an_hour_is_an_hour_where_clocks_change():
    """In Berlin 2026-03-29 has 23 hours: 24 hours from Saturday 10:00 end on Sunday at 11:00."""
    terms = {**HOURS, "tz": "Europe/Berlin"}
    began = at("accident", "2026-03-28T10:00:00+01:00")
    assert status(terms, [began, at("perform", "2026-03-29T11:00:00+02:00")], "2026-12-31").state == "fulfilled"
    assert status(terms, [began, at("perform", "2026-03-29T11:00:01+02:00")], "2026-12-31").state == "fulfilled_late"


def test_a15_untriggered_is_pending_and_unperformed_is_late_from_the_next_day():
    assert status(HOURS, [], "2026-12-31").state == "pending"
    assert status(HOURS, [BEGAN], "2026-03-28").state == "active"
    assert (status(HOURS, [BEGAN], "2026-03-29").state, status(HOURS, [BEGAN], "2026-03-29").breach_days) == (
        "breached",
        1,
    )


def test_the_new_columns_are_optional_and_their_defaults_are_the_specifications():
    row = docket(DUE)["obligations"].row(0)
    assert {name: row[name] for name in ("cutoff", "paying_day", "force", "start")} == {
        "cutoff": None, "paying_day": "counted", "force": "binding", "start": "exclude",
    }  # fmt: skip
