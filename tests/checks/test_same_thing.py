"""A rule of payment stands back only for stated duties that pay for the same thing (R25.4).

Delivered on 2025-06-10: 30 days end on 2025-07-10, 60 on Saturday 2025-08-09 and so on Monday 08-11. Late interest 0.05 % a day (国令802 art 17).
"""

from __future__ import annotations

from typing import Any

import pytest

from checks.cases import docket
from govaudit.duties.duty_table import gather_duties
from govaudit.model.days import iso, parse_day
from govaudit.rules.catalogue import RuleSet, load_rules
from govaudit.settle.settle_rows import settle
from govaudit.settle.status import Status

RULES = load_rules()
ONLY = RuleSet(rules={key: RULES[key] for key in ("SM-01a", "SM-01b", "SM-01c", "GP-21a")})
CONTRACT = {"amount": "1000000", "signed_on": "2025-06-01", "attributes": {"sme": True}}
DELIVERED = {"type": "delivered", "occurred_on": "2025-06-10"}
RET = {"id": "RET", "title": "质保金", "amount": "30000", "anchor": "delivered", "n": 24, "unit": "month"}


def paid(day: str, amount: str, duty: str | None = None) -> dict[str, Any]:
    return {"type": "pay", "occurred_on": day, "amount": amount, **({"obligation": duty} if duty else {})}


def stated(*duties: dict[str, Any]) -> list[dict[str, Any]]:
    base = {"instrument": "C1", "title": "付款", "bearer": "bureau", "action": "pay"}
    return [{**base, **duty} for duty in duties]


def owed(
    duties: list[dict[str, Any]], *events: dict[str, Any], as_of: str = "2025-12-31", **instrument: Any
) -> dict[str, Status]:
    found = docket({**CONTRACT, **instrument}, [DELIVERED, *events], obligations=stated(*duties))
    gathered, problems = gather_duties(found, ONLY, parse_day(as_of))
    assert problems == []
    assert gathered.missing == []
    return {one.obligation: one for one in settle(gathered.view)}


def told(one: Status) -> tuple[str, str | None, int | None, int]:
    """State, due day, sum in yuan, breach days."""
    return one.state, iso(one.due_on), None if one.amount is None else one.amount // 100, one.breach_days


def missing(duties: list[dict[str, Any]], *events: dict[str, Any], **instrument: Any) -> list[str]:
    found = docket({**CONTRACT, **instrument}, [DELIVERED, *events], obligations=stated(*duties))
    gathered, _ = gather_duties(found, ONLY, parse_day("2025-12-31"))
    assert gathered.view.statutory == {}
    return [one.what.en for one in gathered.missing]


def test_a_retention_leaves_the_price():
    found = owed([RET | {"amount": "30000"}], as_of="2025-11-30", amount="970000")
    assert told(found["C1/SM-01a"]) == ("breached", "2025-07-10", 970_000, 143)
    assert found["C1/SM-01a"].interest == 69_355_00
    assert found["RET"].state == "active"


def test_the_suppliers_own_bond_is_no_payment_of_the_price():
    bond = {
        "id": "BOND",
        "title": "履约保证金",
        "bearer": "firm",
        "beneficiary": "bureau",
        "amount": "50000",
        "due_on": "2025-06-03",
    }
    found = owed([bond], paid("2025-06-02", "50000", "BOND"))
    assert (told(found["C1/SM-01a"]), found["C1/SM-01a"].interest) == (
        ("breached", "2025-07-10", 1_000_000, 174),
        87_000_00,
    )
    # A payment that names no duty is the authority's, and goes to none of the supplier's.
    unnamed = owed([bond], paid("2025-07-01", "1000000"))
    assert told(unnamed["C1/SM-01a"]) == ("fulfilled", "2025-07-10", 1_000_000, 0)
    assert unnamed["BOND"].state == "breached"


def test_ninety_days_agreed_have_the_sixty_of_the_law_beside_them():
    duty = {"id": "P", "amount": "1000000", "anchor": "delivered", "n": 90, "unit": "day"}
    found = owed([duty], paid("2025-09-01", "1000000", "P"), as_of="2026-06-30")
    assert told(found["P"]) == ("fulfilled", "2025-09-08", 1_000_000, 0)
    law = found["C1/SM-01a"]
    assert (told(law), law.interest, law.flags) == (
        ("fulfilled_late", "2025-08-11", 1_000_000, 21),
        10_500_00,
        ("beside(P)",),
    )


@pytest.mark.parametrize("duty", [None, "P", "C1/SM-01a"])
def test_the_same_money_performs_both_whichever_it_names(duty: str | None):
    fixed = {"id": "P", "amount": "1000000", "due_on": "2025-12-31"}
    found = owed([fixed], paid("2025-08-11", "400000", duty), paid("2025-09-01", "600000", duty), as_of="2026-06-30")
    assert told(found["P"])[::3] == ("fulfilled", 0)
    assert told(found["C1/SM-01a"]) == ("fulfilled_late", "2025-08-11", 1_000_000, 21)
    assert found["C1/SM-01a"].interest == 6_300_00  # 600,000 for 21 days


def test_money_of_one_sum_is_counted_once():
    found = owed([{"id": "P", "amount": "1000000", "due_on": "2025-09-30"}])
    assert [one.open_amount for one in found.values()] == [1_000_000_00, 1_000_000_00]
    assert [one.obligation for one in Status.counted_once(list(found.values()))] == ["C1/SM-01a"]
    assert [one.obligation for one in Status.counted_once([found["P"]])] == ["P"]


@pytest.mark.parametrize("days", [30, 60])
def test_a_term_the_law_allows_stands_alone(days: int):
    assert set(owed([{"id": "P", "amount": "1000000", "anchor": "delivered", "n": days, "unit": "day"}])) == {"P"}


def test_one_without_an_amount_pays_for_the_same_thing():
    assert set(owed([{"id": "P", "due_on": "2025-07-31"}])) == {"P"}
    assert told(owed([{"id": "P", "due_on": "2025-12-31"}])["C1/SM-01a"]) == ("breached", "2025-08-11", 1_000_000, 142)


def test_parts_that_add_up_are_the_same_thing_and_only_the_late_one_has_the_law_beside_it():
    parts = [
        {"id": "A", "amount": "600000", "due_on": "2025-08-08"},
        {"id": "B", "amount": "400000", "due_on": "2025-12-31"},
    ]
    law = owed(parts)["C1/SM-01a"]
    assert (told(law), law.flags) == (("breached", "2025-08-11", 400_000, 142), ("beside(B)",))


def test_parts_and_a_retention_that_add_up_leave_nothing():
    assert set(owed([{"id": "P", "amount": "970000", "due_on": "2025-07-31"}, RET])) == {"P", "RET"}


def test_a_part_due_by_the_day_of_the_law_is_taken_off_and_a_later_one_is_not():
    parts = [
        {"id": "A", "amount": "600000", "due_on": "2025-07-10"},
        {"id": "B", "amount": "300000", "due_on": "2025-12-31"},
    ]
    found = owed(parts, paid("2025-07-10", "600000", "A"))
    assert told(found["C1/SM-01a"]) == ("breached", "2025-07-10", 400_000, 174)
    assert told(found["A"]) == ("fulfilled", "2025-07-10", 600_000, 0)


@pytest.mark.parametrize("kind", ["retention", "bond", "other", "advance"])
def test_what_pays_for_something_else_takes_nothing_away(kind: str):
    found = owed([{"id": "P", "amount": "1000000", "due_on": "2025-07-10", "pays_for": kind}])
    assert told(found["C1/SM-01a"])[2] == 1_000_000


@pytest.mark.parametrize("duty", [None, "ADV"])
def test_an_advance_paid_before_the_trigger_is_taken_off(duty: str | None):
    advance = {"id": "ADV", "title": "预付款", "amount": "300000", "due_on": "2025-06-05"}
    found = owed([advance], paid("2025-06-04", "300000", duty), paid("2025-07-10", "700000"))
    assert told(found["C1/SM-01a"]) == ("fulfilled", "2025-07-10", 700_000, 0)
    assert told(found["ADV"])[::3] == ("fulfilled", 0)


def test_payments_that_name_no_duty_go_to_what_is_due_first():
    found = owed([RET], paid("2025-07-20", "970000"), amount="970000")
    assert told(found["C1/SM-01a"]) == ("fulfilled_late", "2025-07-10", 970_000, 10)
    assert found["RET"].performed_amount == 0


def test_what_cannot_be_compared_is_not_computed():
    assert missing([{"id": "P", "anchor": "invoiced", "n": 30, "unit": "day"}]) == [
        "the stated duty 'P' has neither an amount nor a day"
    ]
    assert missing([RET], amount=None) == [
        "the sum owed is not on record and cannot be compared with the stated duties to pay"
    ]
    assert missing([{"id": "P", "amount": "1000000", "due_on": "2025-12-31", "currency": "USD"}]) == [
        "the amount is in USD, the instrument in CNY"
    ]


def test_an_amended_day_counts():
    duty = {"id": "P", "amount": "1000000", "anchor": "delivered", "n": 60, "unit": "day"}
    later = {"type": "amend", "obligation": "P", "occurred_on": "2025-07-01", "terms": '{"due_on": "2025-12-31"}'}
    assert told(owed([duty], later)["C1/SM-01a"]) == ("breached", "2025-08-11", 1_000_000, 142)


def test_an_invoice_is_not_hidden_by_a_retention_and_two_invoices_take_their_own():
    invoiced = {"type": "invoiced", "occurred_on": "2025-06-10", "amount": "1000000"}
    found = owed([{**RET, "anchor": "accepted"}], invoiced, attributes={"sme": False})
    assert told(found["C1/GP-21a"]) == ("breached", "2025-07-10", 1_000_000, 174)
    assert found["RET"].state == "pending"
    two = [{**invoiced, "amount": "500000"}, {**invoiced, "amount": "500000", "occurred_on": "2025-08-01"}]
    parts = [
        {"id": "A", "amount": "500000", "due_on": "2025-07-31"},
        {"id": "B", "amount": "500000", "due_on": "2025-09-30"},
    ]
    assert set(owed(parts, *two, attributes={"sme": False})) == {"A", "B"}
    assert set(owed(parts[:1], *two, attributes={"sme": False})) == {"A", "C1/GP-21a#2"}


def test_one_stated_duty_may_pay_for_two_deliveries():
    two = [{**DELIVERED, "amount": "600000"}, {**DELIVERED, "amount": "400000", "occurred_on": "2025-06-20"}]
    for due, expected in (("2025-08-08", {"P"}), ("2025-12-31", {"P", "C1/SM-01a", "C1/SM-01a#2"})):
        found = docket(CONTRACT, two, obligations=stated({"id": "P", "amount": "1000000", "due_on": due}))
        statuses = settle(gather_duties(found, ONLY, parse_day("2025-12-31"))[0].view)
        assert {one.obligation for one in statuses} == expected
        assert sum(one.open_amount or 0 for one in Status.counted_once(statuses)) == 1_000_000_00
