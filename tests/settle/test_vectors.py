"""The worked vectors of obligations.md: due dates, breach days, interest, with their known answers."""

from __future__ import annotations

import pytest

from settle.dockets import FROM_EVENT, days_of, due, status

DAILY = {"interest_rate": "0.05%/day"}
V6 = {"due_on": "2026-03-31", "amount": "1000000.00", **DAILY}
V6_PAID = [("pay", "2026-04-20", {"amount": "400000"}), ("pay", "2026-05-10", {"amount": "600000"})]
V7 = {"due_on": "2026-06-22", "amount": "365000.00", "interest_mode": "floating", "rate_table": "lpr"}
RATES = [
    {"table": "lpr", "from": "2026-01-01", "value": "0.04"},
    {"table": "lpr", "from": "2026-07-01", "value": "0.05"},
]
AS_OF = "2026-12-31"


def period(n: int, unit: str, start: str) -> dict[str, object]:
    return {"anchor": start, "n": n, "unit": unit}


def test_v1_thirty_days_from_the_award_notice_roll_over_the_spring_festival():
    terms = {"anchor": "award_notice", "n": 30, "unit": "day"}
    assert due(terms, [("award_notice", "2026-01-16")]) == "2026-02-24"


def test_v1_the_raw_day_is_kept_beside_the_rolled_one():
    found = status(period(30, "day", "2026-01-16"), [], AS_OF)
    assert (found.due_on_raw, found.due_on) == (20499, 20508)  # 2026-02-15, 2026-02-24


def test_v2_seven_working_days_skip_the_spring_festival_and_count_the_make_up_days():
    assert due(period(7, "workday", "2026-02-10")) == "2026-02-26"


def test_v3_a_worked_saturday_is_a_good_last_day():
    assert due(period(30, "day", "2026-09-10")) == "2026-10-10"


@pytest.mark.parametrize(("months", "expected"), [(1, "2024-02-29"), (2, "2024-03-31"), (3, "2024-04-30")])
def test_v4_months_end_on_the_last_day_and_are_never_chained(months: int, expected: str):
    assert due({**period(months, "month", "2024-01-31"), "roll": "none"}) == expected


SUSPENDED = [("suspend", "2026-03-10", {"cause": "court"}), ("resume", "2026-03-20", {"cause": "court"})]
AGAIN = [("suspend", "2026-04-05", {"cause": "court"}), ("resume", "2026-04-08", {"cause": "court"})]


def test_v5_ten_tolled_days_move_the_due_day():
    assert due(period(30, "day", "2026-03-02"), SUSPENDED) == "2026-04-13"  # raw 04-11, a Saturday


def test_v5b_a_suspension_inside_the_extension_works_by_itself():
    assert due(period(30, "day", "2026-03-02"), [*SUSPENDED, *AGAIN]) == "2026-04-14"


def test_v5c_working_days_count_untolled_working_days():
    assert due(period(10, "workday", "2026-03-02"), SUSPENDED) == "2026-03-26"


def test_v5d_a_suspension_from_the_due_day_itself():
    events = [("suspend", "2026-04-01", {"cause": "court"}), ("resume", "2026-04-03", {"cause": "court"})]
    assert due(period(30, "day", "2026-03-02"), events) == "2026-04-03"


def test_v6a_interest_first_leaves_principal():
    found = status(V6, V6_PAID, "2026-05-10")
    assert (found.open_amount, found.interest, found.interest_paid, found.credit) == (
        16_100_00,
        16_100_00,
        16_100_00,
        0,
    )
    assert found.state == "breached"


def test_v6b_principal_first_leaves_interest():
    found = status({**V6, "allocation": "principal_first"}, V6_PAID, AS_OF)
    assert (found.open_amount, found.interest, found.interest_paid, found.credit) == (0, 16_000_00, 0, 0)
    assert (found.state, found.breach_days) == ("fulfilled_late", 40)


V7_PAID = [("pay", "2026-07-10", {"amount": "365820.00"})]


def test_v7a_floating_interest_follows_the_table():
    found = status(V7, V7_PAID, AS_OF, rates=RATES)
    assert (found.interest, found.interest_paid, found.open_amount, found.credit) == (820_00, 820_00, 0, 0)
    assert (found.breach_days, found.state) == (18, "fulfilled_late")


def test_v7b_locked_interest_keeps_the_rate_of_the_first_day_of_breach():
    found = status({**V7, "interest_mode": "fixed_at_breach"}, V7_PAID, AS_OF, rates=RATES)
    assert (found.interest, found.interest_paid, found.open_amount, found.credit) == (720_00, 720_00, 0, 100_00)


V8_PAID = ("perform", "2026-04-20")
V8 = {"due_on": "2026-03-31", "amount": "100.00"}


def stopped(cause: str) -> list[tuple[object, ...]]:
    return [("suspend", "2026-04-05", {"cause": cause}), ("resume", "2026-04-15", {"cause": cause}), V8_PAID]


def test_v8a_force_majeure_after_default_tolls_nothing():
    found = status(V8, stopped("force_majeure"), AS_OF)
    assert (found.breach_days, found.tolled_days) == (20, 0)


@pytest.mark.parametrize("cause", ["court", "creditor", "法院裁定中止"])
def test_v8b_days_tolled_by_court_or_creditor_leave_the_breach(cause: str):
    found = status(V8, stopped(cause), AS_OF)
    assert (found.breach_days, found.tolled_days) == (10, 10)
    assert days_of(found) == [f"2026-04-{day:02d}" for day in (1, 2, 3, 4, 15, 16, 17, 18, 19, 20)]


def test_w17_late_interest_of_a_small_firm():
    """1,000,000 yuan delivered 2025-06-10, 30 days, paid 2025-08-24: 45 days at 0.05 % a day."""
    events = [("delivered", "2025-06-10"), ("pay", "2025-08-24", {"amount": "1022500.00"})]
    found = status({**FROM_EVENT, "amount": "1000000.00", **DAILY}, events, AS_OF)
    assert (found.due_on, found.breach_days, found.interest) == (20279, 45, 22_500_00)  # due 2025-07-10
    assert (found.state, found.open_amount, found.credit) == ("fulfilled_late", 0, 0)
