"""Rules R1-R18 and ambiguities A1-A16 of obligations.md §1.3 and §1.5, where the engine decides."""

from __future__ import annotations

import pytest

from govaudit.model.days import iso, parse_day
from settle.dockets import FROM_EVENT, days_of, due, event_rows, obligation, read, settled, status

DUE = {"due_on": "2026-03-31"}
DEBT = {**DUE, "amount": "1000.00"}
DAILY = {"interest_rate": "0.1%/day"}


def pay(day: str, amount: str, **more: object) -> tuple[object, ...]:
    return ("pay", day, {"amount": amount, **more})


def period(n: int, unit: str, anchor: str, **more: object) -> dict[str, object]:
    return {"anchor": anchor, "n": n, "unit": unit, **more}


# --- R1: the day -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instant", "tz", "state"),
    [
        ("2026-03-31T23:59:59+08:00", "Asia/Shanghai", "fulfilled"),
        ("2026-03-31T16:00:00+00:00", "Asia/Shanghai", "fulfilled_late"),  # already 1 April in China
        ("2026-03-31T15:59:59+00:00", "Asia/Shanghai", "fulfilled"),
        ("2026-03-31T23:00:00-03:00", "America/Asuncion", "fulfilled"),
        ("2026-03-31T23:00:00-03:00", "Asia/Shanghai", "fulfilled_late"),
        ("2026-03-31T18:00:00+00:00", "+05:30", "fulfilled"),
        ("2026-03-31T18:30:00+00:00", "+05:30", "fulfilled_late"),
    ],
)
def test_r01_an_instant_is_its_civil_day_where_the_obligation_lies(instant: str, tz: str, state: str):
    found = status({**DUE, "tz": tz}, [("perform", "", {"occurred_at": instant})], "2026-12-31")
    assert found.state == state


# --- R2-R4: periods ----------------------------------------------------------------------------------------------------


def test_r02_the_first_day_is_excluded_and_the_last_included():
    assert due(period(10, "day", "2026-03-02", roll="none")) == "2026-03-12"


def test_r02_include_counts_the_first_day():
    assert due(period(10, "day", "2026-03-02", roll="none", start="include")) == "2026-03-11"
    assert due(period(1, "workday", "2026-03-02", start="include")) == "2026-03-02"
    assert due(period(1, "workday", "2026-03-01", start="include")) == "2026-03-02"  # a Sunday does not count


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [("2026-03-01", 1, "2026-03-31"), ("2026-01-15", 3, "2026-04-14"), ("2026-01-31", 1, "2026-02-28")],
)
def test_r02_r03_months_whose_first_day_counts_end_on_the_day_before_or_on_the_last_of_the_month(
    start: str, n: int, expected: str
):
    assert due(period(n, "month", start, roll="none", start="include")) == expected


@pytest.mark.parametrize(
    ("n", "unit", "expected"), [(1, "year", "2025-02-28"), (4, "year", "2028-02-29"), (2, "week", "2024-03-14")]
)
def test_r03_a14_years_and_weeks(n: int, unit: str, expected: str):
    assert due(period(n, unit, "2024-02-29", roll="none")) == expected


def test_r04_at_least_n_days_before_rolls_back():
    assert due({"due_on": "2026-03-28", "roll": "preceding"}) == "2026-03-27"  # a Saturday


# --- R5: roll ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("roll", "expected"),
    [
        ("following", "2026-02-02"),
        ("none", "2026-01-31"),
        ("preceding", "2026-01-30"),
        ("modified_following", "2026-01-30"),
    ],
)
def test_r05_a02_a_fixed_date_on_a_free_day(roll: str, expected: str):
    assert due({"due_on": "2026-01-31", "roll": roll}) == expected


def test_r05_the_roll_comes_after_the_tolling_and_once():
    events = [("suspend", "2026-03-30", {"cause": "court"}), ("resume", "2026-04-01", {"cause": "court"})]
    assert due({"due_on": "2026-04-01"}, events) == "2026-04-03"  # two tolled days, then no roll: a Friday
    assert due({"due_on": "2026-04-02"}, events) == "2026-04-07"  # raw 04-04, Qingming to 04-06


def test_r05_a_calendar_of_none_does_not_roll():
    assert due({"due_on": "2026-01-31", "calendar": "none"}) == "2026-01-31"


def test_a03_the_first_working_day_after_the_arrangement():
    assert due({"due_on": "2026-10-01"}) == "2026-10-08"


def test_a04_a_make_up_saturday_is_a_good_last_day():
    assert due({"due_on": "2026-10-10"}) == "2026-10-10"


def test_a05_the_arrangement_known_at_the_time():
    terms = {"due_on": "2019-05-03"}
    assert iso(status(terms, [], "2019-12-31", "2019-03-21").due_on) == "2019-05-03"
    assert iso(status(terms, [], "2019-12-31").due_on) == "2019-05-05"  # made free later; Sunday 5 May works


def test_r05_a_due_day_of_a_year_not_announced_is_provisional():
    found = status({"due_on": "2027-03-31"}, [], "2026-11-23")
    assert found.provisional
    assert "provisional" in found.flags
    assert not status({"due_on": "2027-03-31", "roll": "none"}, [], "2026-11-23").provisional


def test_r17_before_its_notice_a_year_is_provisional():
    assert status({"due_on": "2026-03-31"}, [], "2026-03-31", "2025-10-01").provisional
    assert not status({"due_on": "2026-03-31"}, [], "2026-03-31", "2025-12-31").provisional


# --- R6, R7: grace -----------------------------------------------------------------------------------------------------


def grace(mode: str) -> dict[str, object]:
    return {**DUE, "grace_n": 10, "grace_mode": mode}  # to 2026-04-10, a Friday


@pytest.mark.parametrize(
    ("mode", "day", "state", "days"),
    [
        ("forgive", "2026-04-10", "fulfilled", 0),
        ("forgive", "2026-04-11", "fulfilled_late", 11),
        ("extend", "2026-04-10", "fulfilled", 0),
        ("extend", "2026-04-11", "fulfilled_late", 1),
        ("sanction_only", "2026-04-01", "fulfilled_late", 1),
        ("sanction_only", "2026-04-10", "fulfilled_late", 10),
    ],
)
def test_r07_a08_grace_by_its_mode(mode: str, day: str, state: str, days: int):
    found = status(grace(mode), [("perform", day)], "2026-12-31")
    assert (found.state, found.breach_days) == (state, days)
    assert ("within_grace" in found.flags) == (mode == "forgive" and state == "fulfilled")


def test_r07_grace_ends_on_a_working_day():
    assert (
        iso(status({**DUE, "grace_n": 4}, [], "2026-04-01").grace_until) == "2026-04-07"
    )  # raw Saturday 04-04, Qingming


def test_r07_extended_grace_is_the_due_day():
    assert iso(status(grace("extend"), [], "2026-04-01").due_on) == "2026-04-10"


@pytest.mark.parametrize("roll", ["following", "none", "preceding", "modified_following"])
@pytest.mark.parametrize("mode", ["forgive", "extend", "sanction_only"])
@pytest.mark.parametrize("day", ["2025-01-30", "2026-02-15", "2026-01-31", "2026-09-24"])
def test_r07_no_roll_takes_a_day_of_grace_away(roll: str, mode: str, day: str):
    plain = parse_day(str(due({"due_on": day, "roll": roll})))
    found = status({"due_on": day, "roll": roll, "grace_n": 7, "grace_mode": mode}, [], "2026-12-31")
    assert found.grace_until is not None
    assert found.grace_until >= plain + 7
    assert (found.grace_until == plain + 7) or roll != "none"


def test_r07_seven_days_of_grace_before_the_spring_festival_are_not_none():
    terms = {"due_on": "2025-01-30", "roll": "preceding", "grace_n": 7}
    found = status(terms, [("perform", "2025-02-05")], "2025-03-31")
    # Back to Monday 01-27; 02-03 and 02-04 are the festival's last days off.
    assert (iso(found.due_on), iso(found.grace_until), found.state) == ("2025-01-27", "2025-02-05", "fulfilled")


def test_r07_what_is_waived_or_amended_within_grace_was_never_late():
    for event in [
        ("waive", "2026-04-05"),
        ("terminate", "2026-04-05"),
        ("amend", "2026-04-05", {"terms": {"due_on": "2026-06-30"}}),
    ]:
        assert status(grace("forgive"), [event], "2026-05-31").breach_days == 0


def test_r07_r13_a_part_paid_within_a_missed_grace_goes_to_the_principal_and_its_days_still_bear_interest():
    found = status({**grace("forgive"), "amount": "1000.00", **DAILY}, [pay("2026-04-05", "500")], "2026-04-11")
    assert found.open_amount == 500_00
    assert found.amount_days == 5 * 1000_00 + 6 * 500_00
    assert found.interest == 5_00 + 3_00


# --- R8, R9: days and tolling ------------------------------------------------------------------------------------------


def test_r08_a07_the_paying_day_counts():
    assert days_of(status(DEBT, [pay("2026-04-03", "1000")], "2026-12-31")) == [
        "2026-04-01",
        "2026-04-02",
        "2026-04-03",
    ]


def test_r08_amount_days_follow_the_balance_at_opening():
    found = status(DEBT, [pay("2026-04-02", "400"), pay("2026-04-04", "600")], "2026-12-31")
    assert found.amount_days == 2 * 1000_00 + 2 * 600_00
    assert [(span.days, span.balance) for span in found.spans] == [(2, 1000_00), (2, 600_00)]


def test_r09_months_and_fixed_dates_get_the_tolled_days_added_until_stable():
    events = [
        ("suspend", "2026-03-10", {"cause": "agreed"}), ("resume", "2026-03-20", {"cause": "agreed"}),
        ("suspend", "2026-04-05", {"cause": "agreed"}), ("resume", "2026-04-08", {"cause": "agreed"}),
    ]  # fmt: skip
    assert due({"due_on": "2026-03-31", "roll": "none"}, events) == "2026-04-13"
    assert due(period(1, "month", "2026-02-28", roll="none"), events) == "2026-04-10"  # 03-28 + 10 = 04-07, + 3


def test_r09_overlapping_causes_are_counted_once():
    events = [
        ("suspend", "2026-03-10", {"cause": "agreed"}), ("resume", "2026-03-20", {"cause": "agreed"}),
        ("suspend", "2026-03-15", {"cause": "court"}), ("resume", "2026-03-25", {"cause": "court"}),
    ]  # fmt: skip
    assert due({"due_on": "2026-03-31", "roll": "none"}, events) == "2026-04-15"


def test_r09_restart_runs_the_whole_period_again():
    events = [("suspend", "2026-03-10", {"cause": "agreed"}), ("resume", "2026-03-20", {"cause": "agreed"})]
    assert due(period(30, "day", "2026-03-02", roll="none", tolling="restart"), events) == "2026-04-19"


def test_r09_residual_leaves_six_months():
    events = [("suspend", "2028-12-01", {"cause": "statute"}), ("resume", "2029-02-01", {"cause": "statute"})]
    assert due(period(3, "year", "2026-01-15", roll="none", tolling="residual"), events) == "2029-08-01"


def test_r09_a_suspension_that_begins_between_the_raw_and_the_rolled_day():
    events = [("suspend", "2026-04-12", {"cause": "court"}), ("resume", "2026-04-15", {"cause": "court"})]
    assert due({"due_on": "2026-04-11"}, events) == "2026-04-15"  # a Saturday, rolled to Monday 13, suspended


def suspended(begin: str, end: str, cause: str = "agreed") -> list[tuple[object, ...]]:
    return [("suspend", begin, {"cause": cause}), ("resume", end, {"cause": cause})]


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        # Tolled to Saturday 08-02, back to Friday 08-01: suspended; so the first working day after.
        ({"due_on": "2025-07-22", "roll": "preceding"}, "2025-08-04"),
        ({"due_on": "2025-07-22", "roll": "none"}, "2025-08-02"),
        ({"due_on": "2025-07-22"}, "2025-08-04"),
        # A condition met while suspended, and an extension by grace that ends there.
        ({"due_on": "2025-07-01", "condition": "accepted"}, "2025-08-04"),
        ({"due_on": "2025-07-01", "condition": "accepted", "roll": "none"}, "2025-08-02"),
        ({"due_on": "2025-07-18", "grace_n": 7, "grace_mode": "extend"}, "2025-08-04"),
        ({"anchor": "2025-07-25", "n": 0, "unit": "day"}, "2025-08-04"),
        ({"anchor": "2025-07-01", "n": 1, "unit": "month", "tolling": "restart", "roll": "preceding"}, "2025-09-02"),
    ],
)
def test_r09_no_due_day_falls_on_a_suspended_day(terms: dict[str, object], expected: str):
    events = [*suspended("2025-07-22", "2025-08-02"), ("accepted", "2025-07-25", {"obligation": "o"})]
    assert due(terms, events) == expected


def test_r09_no_suspension_moves_what_is_counted_backwards():
    terms = {"anchor": "bid_opening", "n": 15, "unit": "day", "start": "before"}
    events = [*suspended("2026-04-01", "2026-04-20", "court"), ("bid_opening", "2026-04-25", {"instrument": "i"})]
    assert due(terms, events) == "2026-04-10"
    found = status(terms, [*events, ("perform", "2026-04-22")], "2026-12-31")
    # Twelve days after the last one, eight of which (12 to 19 April) the court had stayed.
    assert (found.breach_days, days_of(found)[0]) == (3, "2026-04-20")
    stated = {**terms, "anchor": "2026-04-25", "roll": "none"}
    assert status(stated, suspended("2026-04-09", "2026-04-15"), "2026-04-12").breach_days == 2


def test_r09_an_amended_due_day_knows_what_was_suspended_before():
    events = [
        ("suspend", "2026-03-10", {"cause": "agreed"}), ("resume", "2026-03-20", {"cause": "agreed"}),
        ("amend", "2026-03-25", {"terms": {"due_on": "2026-04-30"}}),
    ]  # fmt: skip
    assert due(DUE, events) == "2026-04-30"


def test_r09_resumed_and_suspended_anew_on_one_day_in_any_order_of_ids():
    def moves(*keys: str) -> list[tuple[object, ...]]:
        kinds = [
            ("suspend", "2026-03-10"),
            ("resume", "2026-03-15"),
            ("suspend", "2026-03-15"),
            ("resume", "2026-03-20"),
        ]
        return [(kind, day, {"cause": "agreed", "id": key}) for (kind, day), key in zip(kinds, keys, strict=True)]

    for keys in (("a", "b", "c", "d"), ("a", "c", "b", "d"), ("d", "c", "b", "a")):
        assert due({**DUE, "roll": "none"}, moves(*keys)) == "2026-04-10"


# --- R10: conditions ---------------------------------------------------------------------------------------------------


def test_r10_while_the_other_side_has_to_go_first_nothing_is_late():
    found = status({**DEBT, "condition": "accepted", **DAILY}, [], "2026-12-31")
    assert (found.state, found.breach_days, found.interest) == ("conditional", 0, 0)
    assert iso(found.due_on) == "2026-03-31"


def test_r10_performance_before_the_condition_is_in_time():
    assert status({**DUE, "condition": "accepted"}, [("perform", "2026-06-01")], "2026-12-31").state == "fulfilled"


# --- R11, R12: payments ------------------------------------------------------------------------------------------------

TWO = [
    obligation("a", due_on="2026-03-31", amount="100.00", action="pay"),
    obligation("b", due_on="2026-04-30", amount="100.00", action="pay"),
]


def together(obligations: list[dict[str, object]], events: list[tuple[object, ...]], as_of: str) -> dict[str, object]:
    found = settled(read(obligations=obligations, events=event_rows(events, {"instrument": "i"})), as_of)
    return {key: (s.state, s.open_amount) for key, s in found.items()}


def test_r11_money_goes_to_what_is_due_and_waits_for_the_rest():
    events = [pay("2026-03-31", "150")]
    assert together(TWO, events, "2026-04-29") == {"a": ("fulfilled", 0), "b": ("active", 100_00)}
    assert together(TWO, events, "2026-04-30") == {"a": ("fulfilled", 0), "b": ("active", 50_00)}


def test_r11_the_heavier_debt_first():
    heavy = [TWO[0], {**TWO[1], "due_on": "2026-04-01", "interest_rate": "0.05%/day"}]
    found = together(heavy, [pay("2026-04-01", "100")], "2026-04-01")
    assert found["b"] == ("fulfilled", 0)


def test_r11_fifo_without_burden():
    heavy = [
        {**TWO[0], "allocation": "fifo"},
        {**TWO[1], "due_on": "2026-04-01", "interest_rate": "0.05%/day", "allocation": "fifo"},
    ]
    assert together(heavy, [pay("2026-04-01", "100")], "2026-04-01")["a"][1] == 0  # type: ignore[index]


def test_r11_equals_in_proportion_with_largest_remainders():
    three = [obligation(key, due_on="2026-03-31", amount="1.00", action="pay") for key in "abc"]
    found = together(three, [pay("2026-03-31", "1.00")], "2026-03-31")
    assert sorted(open_amount for _, open_amount in found.values()) == [66, 67, 67]  # type: ignore[misc]


def test_r11_a_payment_that_names_its_debt_is_that_debts():
    found = together(TWO, [pay("2026-04-30", "100", obligation="b")], "2026-04-30")
    assert found == {"a": ("breached", 100_00), "b": ("fulfilled", 0)}


def test_r12_surplus_of_one_debt_is_used_on_the_due_day_of_the_next():
    events = [pay("2026-03-31", "160", obligation="a")]
    made = read(obligations=TWO, events=event_rows(events))
    assert settled(made, "2026-04-29")["a"].credit == 60_00
    assert settled(made, "2026-04-29")["b"].open_amount == 100_00
    later = settled(made, "2026-04-30")
    assert (later["a"].credit, later["b"].open_amount, later["b"].breach_days) == (0, 40_00, 0)


def test_r12_early_performance_counts_at_its_date():
    assert status(DUE, [("perform", "2026-01-01")], "2026-01-01").state == "fulfilled"


# --- R13: interest -----------------------------------------------------------------------------------------------------


def test_r13_the_paying_day_accrues_and_is_rounded_once():
    found = status(
        {"due_on": "2026-03-31", "amount": "0.33", "interest_rate": "1%/day", "allocation": "principal_first"},
        [],
        "2026-04-02",
    )
    assert found.interest == 1  # 0.0066 yuan
    assert (
        status({"due_on": "2026-03-31", "amount": "0.50", "interest_rate": "1%/day"}, [], "2026-04-01").interest == 1
    )  # 0.005 up


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("floating", 10 * 10 + 21 * 20),
        ("fixed_at_breach", 31 * 10),
        ("semester", 31 * 7),
        ("none", None),
    ],
)
def test_r13_a10_rates_by_mode(mode: str, expected: int | None):
    """365.00 due 2026-03-31 (rolled none); yearly rates so that a day bears 7, 10, then 20 fen; 31 days to 05-01."""
    rates = [
        {"table": "t", "from": "2026-01-01", "value": "0.07"},
        {"table": "t", "from": "2026-03-01", "value": "0.10"},
        {"table": "t", "from": "2026-04-11", "value": "0.20"},
    ]
    found = status(
        {"due_on": "2026-03-31", "amount": "365.00", "interest_mode": mode, "rate_table": "t"},
        [],
        "2026-05-01",
        rates=rates,
    )
    assert (found.breach_days, found.interest) == (31, expected)


def test_r13_semester_changes_on_the_first_of_july():
    rates = [
        {"table": "t", "from": "2026-01-01", "value": "0.10"},
        {"table": "t", "from": "2026-06-15", "value": "0.20"},
    ]
    terms = {"due_on": "2026-06-29", "amount": "365.00", "interest_mode": "semester", "rate_table": "t"}
    assert status(terms, [], "2026-07-02", rates=rates).interest == 10 + 20 + 20


def test_r13_days_without_a_rate_are_provisional():
    rates = [{"table": "t", "from": "2026-04-11", "value": "0.20"}]
    found = status({**DEBT, "interest_mode": "floating", "rate_table": "t"}, [], "2026-04-12", rates=rates)
    assert "rate_missing" in found.flags
    assert found.provisional


def test_r13_r17_a_rate_recorded_later_is_not_known():
    rates = [
        {"table": "t", "from": "2026-01-01", "value": "0.10"},
        {"table": "t", "from": "2026-04-01", "value": "0.20", "recorded_at": "2026-05-01"},
    ]
    terms = {"due_on": "2026-03-31", "amount": "365.00", "interest_mode": "floating", "rate_table": "t"}
    assert status(terms, [], "2026-04-10", "2026-04-30", rates=rates).interest == 100
    assert status(terms, [], "2026-04-10", "2026-05-01", rates=rates).interest == 200


def test_r13_a_rate_without_a_mode_runs_and_360_is_taken_when_stated():
    assert status({**DEBT, "amount": "360.00", "interest_rate": "10%/year act/360"}, [], "2026-04-10").interest == 100
    assert status({**DEBT, "amount": "365.00", "interest_rate": "10%/year"}, [], "2026-04-10").interest == 100


def test_r13_fixed_at_contract_without_a_rate_is_a_twentieth_per_cent_a_day():
    assert status({**DEBT, "interest_mode": "fixed_at_contract"}, [], "2026-04-10").interest == 5_00


RATE_ROWS = [{"table": "LPR-1Y", "from": "2025-05-20", "value": "0.03"}]
LOW = {**DUE, "amount": "1000000.00", "interest_mode": "fixed_at_contract", "interest_rate": "1%/year"}


def contract(**stated: object) -> list[dict[str, object]]:
    return [{"id": "i", "domain": "procurement", "kind": "contract", "title": "示例合同", "authority": "bureau", "counterparty": "firm",
             "signed_on": "2026-01-10", **stated}]  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "agreed", "interest", "source"),
    [
        ({}, "1%/year", 7479_45, "floor"),  # 3 % × 91/365, not 1 %: 2,493.15
        ({}, "3%/year", 7479_45, "agreed"),
        ({}, "2.96%/year act/360", 7482_22, "agreed"),  # a 360th of it a day is more than 3 % / 365
        ({}, "0.008%/day", 7479_45, "floor"),  # 2.92 % a year
        ({}, "0.0083%/day", 7553_00, "agreed"),
        ({"attributes": {"sme": False}}, "1%/year", 2493_15, "agreed"),
        ({"attributes": {"sme": True}}, "1%/year", 7479_45, "floor"),
        (
            {"counterparty": "bureau"},
            "1%/year",
            2493_15,
            "agreed",
        ),  # what the contractor owes is nobody's claim under the article
        ({"domain": "debt"}, "1%/year", 2493_15, "agreed"),
    ],
)
def test_r13_the_law_sets_a_floor_to_the_rate_agreed(
    stated: dict[str, object], agreed: str, interest: int, source: str
):
    found = status({**LOW, "interest_rate": agreed}, [], "2026-06-30", instruments=contract(**stated), rates=RATE_ROWS)
    assert (found.interest, found.rate_source, "rate_floor" in found.flags) == (interest, source, source == "floor")
    assert found.provisional is False


def test_r13_the_day_of_signature_may_be_an_event():
    signed = ("signed", "2026-01-10", {"instrument": "i"})
    found = status(LOW, [signed], "2026-06-30", instruments=contract(signed_on=None), rates=RATE_ROWS)
    assert (found.interest, found.rate_source) == (7479_45, "floor")


def test_r13_the_floor_holds_where_the_rate_is_that_of_a_table():
    terms = {**LOW, "interest_rate": None, "rate_table": "t"}
    rates = [
        *RATE_ROWS,
        {"table": "t", "from": "2026-01-01", "value": "0.02"},
        {"table": "t", "from": "2026-02-01", "value": "0.09"},
    ]
    assert status(terms, [], "2026-06-30", instruments=contract(), rates=rates).interest == 7479_45
    assert (
        status({**terms, "rate_table": "LPR-1Y"}, [], "2026-06-30", instruments=contract(), rates=rates).rate_source
        == "agreed"
    )


@pytest.mark.parametrize("signed", [None, "2025-01-10", "2020-08-31"])
def test_r13_a_floor_that_is_not_known_raises_nothing_and_is_said(signed: str | None):
    found = status(LOW, [], "2026-06-30", instruments=contract(signed_on=signed), rates=RATE_ROWS)
    assert (found.interest, found.rate_source) == (2493_15, "agreed")
    assert "rate_floor_unknown" in found.flags


def test_r13_the_rate_of_the_day_of_signature_is_the_one_known_then_and_the_programs_own_is_provisional():
    late = [{**RATE_ROWS[0], "recorded_at": "2026-05-01"}, {"table": "LPR-1Y", "from": "2025-01-01", "value": "0.05"}]
    assert status(LOW, [], "2026-06-30", "2026-04-30", instruments=contract(), rates=late).interest == 12465_75
    assert status(LOW, [], "2026-06-30", "2026-05-01", instruments=contract(), rates=late).interest == 7479_45
    found = status(LOW, [], "2026-06-30", instruments=contract(signed_on="2024-01-10"))
    assert (found.interest, found.provisional) == (8601_37, True)  # 3.45 %
    assert {"rate_floor", "rate_floor_recalled"} <= set(found.flags)


def test_r13_whose_rate_it_is_and_the_order_of_set_off_are_kept():
    silent = status({**DEBT, "interest_mode": "fixed_at_contract"}, [], "2026-04-10")
    assert (silent.rate_source, silent.set_off) == ("statutory", "interest_first")
    agreed = status({**DEBT, **DAILY, "allocation": "principal_first"}, [], "2026-04-10")
    assert (agreed.rate_source, agreed.set_off) == ("agreed", "principal_first")
    assert status(DEBT, [], "2026-04-10").set_off is None


def test_r09_a_suspension_after_the_due_day_is_deducted_only_for_causes_that_stop_a_breach():
    for cause, days in (("agreed", 20), ("", 20), ("court", 10), ("statute", 10), ("债权人", 10)):
        found = status(DUE, suspended("2026-04-05", "2026-04-15", cause), "2026-04-20")
        assert (found.breach_days, "suspension_not_deducted" in found.flags) == (days, days == 20)
    assert "suspension_not_deducted" not in status(DUE, suspended("2026-03-05", "2026-03-15"), "2026-06-30").flags


def test_r13_tolled_days_bear_no_interest():
    events = [("suspend", "2026-04-05", {"cause": "court"}), ("resume", "2026-04-15", {"cause": "court"})]
    assert status({**DEBT, **DAILY}, events, "2026-04-20").interest == 10_00


# --- R14-R18 -----------------------------------------------------------------------------------------------------------


def test_r14_a_refusal_opens_remedies_at_its_date_and_no_day_is_late_before_the_due_day():
    refused = [("repudiate", "2026-03-10")]
    for day, state, days in (
        ("2026-03-10", "repudiated", 0),
        ("2026-03-31", "repudiated", 0),
        ("2026-04-01", "breached", 1),
    ):
        found = status(DUE, refused, day)
        assert (found.state, found.breach_days, "R14" in found.rules_applied) == (state, days, True)
    assert status(DUE, [*refused, ("perform", "2026-03-31")], "2026-12-31").state == "fulfilled"


def test_r15_cured_in_time_keeps_its_days():
    events = [("demand", "2026-04-10", {"terms": {"n": 10}}), ("perform", "2026-04-20")]
    found = status(DUE, events, "2026-12-31")
    assert (found.state, found.breach_days, "cured" in found.flags) == ("fulfilled_late", 20, True)
    assert "cured" not in status(DUE, [events[0], ("perform", "2026-04-21")], "2026-12-31").flags


def test_r15_a09_no_period_given_is_fifteen_days():
    events = [("demand", "2026-04-08")]
    assert status(DUE, events, "2026-04-23").state == "curing"
    found = status(DUE, events, "2026-04-24")
    assert found.state == "defaulted"
    assert "cure_period_assumed" in found.flags
    assert "A9" in found.rules_applied


def sources(day: str) -> list[dict[str, object]]:
    return [{"id": "s", "table": "events", "complete_through": day}]


def test_r16_after_the_horizon_no_record_is_unknown():
    found = status(DUE, [], "2026-12-31", sources=sources("2026-04-10"))
    assert (found.state, found.breach_days) == ("breached", 10)
    assert "unknown_after(2026-04-10)" in found.flags
    before = status(DUE, [], "2026-12-31", sources=sources("2026-03-31"))
    assert (before.state, before.breach_days) == ("active", 0)


def test_r16_a_performance_on_record_settles_the_days_before_it():
    found = status(DUE, [("perform", "2026-05-10")], "2026-12-31", sources=sources("2026-04-10"))
    assert (found.state, found.breach_days) == ("fulfilled_late", 40)
    assert not any(flag.startswith("unknown_after") for flag in found.flags)


def test_r16_a_termination_or_waiver_proves_nothing():
    for kind in ("terminate", "waive"):
        assert status(DUE, [(kind, "2026-05-10")], "2026-12-31", sources=sources("2026-04-10")).breach_days == 10


def test_r17_facts_recorded_later_are_not_known():
    events = [("perform", "2026-03-31", {"recorded_at": "2026-05-01"})]
    assert status(DUE, events, "2026-04-10", "2026-04-30").state == "breached"
    assert status(DUE, events, "2026-04-10", "2026-05-01").state == "fulfilled"
    assert status(DUE, events, "2026-04-10").state == "fulfilled"


def test_r18_three_years_set_a_flag_and_a_demand_begins_them_anew():
    assert "time_barred" not in status({**DEBT, "due_on": "2023-03-31"}, [], "2026-03-31").flags
    found = status({**DEBT, "due_on": "2023-03-31"}, [], "2026-04-01")
    assert (found.state, "time_barred" in found.flags) == ("breached", True)
    demanded = status({**DEBT, "due_on": "2023-03-31"}, [("demand", "2024-05-01")], "2026-04-01")
    assert "time_barred" not in demanded.flags


def test_a06_a_sanction_is_earliest_the_day_after():
    assert days_of(status(period(60, "day", "2026-01-30", roll="none"), [], "2026-04-01")) == ["2026-04-01"]


def test_a11_partly_on_time_the_whole_stays_breached():
    found = status(DEBT, [pay("2026-03-31", "999.99")], "2026-04-01")
    assert (found.state, found.amount_days) == ("breached", 1)


def test_a12_a_backdated_extension_does_not_wash_the_days_away():
    events = [
        (
            "amend",
            "2026-05-01",
            {"terms": {"due_on": "2026-06-30", "effective_on": "2026-03-15", "signed_on": "2026-05-01"}},
        )
    ]
    found = status(DUE, events, "2026-06-01")
    assert (found.state, found.breach_days, "backdated" in found.flags) == ("active", 30, True)
    assert "A12" in found.rules_applied


def test_a12_later_amendments_build_on_earlier_ones_in_the_order_they_take_effect():
    events = [
        ("amend", "2026-03-02", {"terms": {"due_on": "2026-06-30", "effective_on": "2026-04-20"}}),
        ("amend", "2026-03-03", {"terms": {"amount": 2000, "effective_on": "2026-04-10"}}),
    ]
    between = status(DEBT, events, "2026-04-15")
    assert (iso(between.due_on), between.amount, between.breach_days) == ("2026-03-31", 2000_00, 15)
    after = status(DEBT, events, "2026-04-20")
    assert (iso(after.due_on), after.amount, after.breach_days) == ("2026-06-30", 2000_00, 19)


def test_a_draft_obligation_is_flagged():
    assert "draft" in status({**DUE, "draft": "yes"}, [], "2026-03-01").flags


def test_r02_a_period_from_an_event_of_the_instrument():
    events = [("delivered", "2026-03-02", {"instrument": "i"})]
    assert due(FROM_EVENT, events) == "2026-04-01"
