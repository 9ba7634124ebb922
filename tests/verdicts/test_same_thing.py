"""When the law's payment duty stands back for a stated one, and when it runs beside it (R25.4, 国令802 art 9, A16).

Delivered 2025-06-12 unless said: 30 days are Saturday 07-12, so 07-14; 60 days are Monday 08-11; 61 are 08-12.
As of 2025-12-31 a million unpaid since 07-14 is 170 days late: 17 of July, 31, 30, 31, 30, 31; 0.05 % a day, 85,000.00.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from verdicts.ledger import contract, duty, facts, happened, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from verdicts.ledger import Ledger, Row

DELIVERED = "2025-06-12 delivered amount=1000000"
WHOLE = "1000000.00"
TWO_MILLIONS = r"(?<![\d,])(2,000,000|2000000|200万)(?![\d,])"


def later(key: str, n: int, unit: str = "day", **columns: Any) -> Row:
    return duty(key, anchor="delivered", n=n, unit=unit, **columns)


def payments_by_law(rows: dict[str, Row]) -> list[str]:
    """Return the statutory duties to pay among the rows; publication and filing of the contract are none."""
    return [
        key for key, row in rows.items() if str(row["rule"]).startswith(("SM-01", "GP-21")) and row["rule"] != "GP-21c"
    ]  # which only warns


STANDS_BACK = {
    "the whole within thirty days": [later("P", 30, amount=1000000)],
    "the whole in exactly sixty days": [later("P", 60, amount=1000000)],
    "a duty whose amount is not stated": [duty("P", due_on="2025-07-31")],
    "two parts that add up": [duty("P1", due_on="2025-07-21", amount=400000), duty("P2", due_on="2025-07-21", amount=600000)],
    "three parts in other places": [later(f"P{n}", n, amount=amount) for n, amount in ((10, 250000), (20, 250000), (40, 500000))],
}  # fmt: skip


@pytest.mark.parametrize("duties", STANDS_BACK.values(), ids=STANDS_BACK)
def test_a_stated_duty_for_the_same_thing_stands_alone(book: Callable[..., Ledger], duties: list[Row]):
    rows = book(contract(DELIVERED, duties=duties)).status("2025-06-30")
    assert payments_by_law(rows) == []
    assert {one["id"] for one in duties} <= set(rows)


ANOTHER_THING = {
    "a retention": ([later("X", 24, "month", amount=30000)], WHOLE),
    "a retention as large as the price": ([later("X", 24, "month", amount=1000000, pays_for="retention")], WHOLE),
    "a bond": ([duty("X", due_on="2025-07-01", amount=1000000, pays_for="bond")], WHOLE),
    "the supplier's own bond": ([duty("X", due_on="2025-07-01", amount=50000, bearer="B", beneficiary="A")], WHOLE),
    "the supplier's payment of the same sum": ([duty("X", due_on="2025-07-01", amount=1000000, bearer="B")], WHOLE),
    "a later sum": ([duty("X", due_on="2025-07-15", amount=400000)], WHOLE), # the day after the statutory one
    "a part due before": ([duty("X", due_on="2025-07-01", amount=400000)], "600000.00"),
    "a part due on the very day": ([duty("X", due_on="2025-07-14", amount=400000)], "600000.00"),
    "a duty that is no payment": ([duty("X", due_on="2025-07-01", action="report")], WHOLE),
}  # fmt: skip


@pytest.mark.parametrize(("duties", "owed"), ANOTHER_THING.values(), ids=ANOTHER_THING)
@pytest.mark.parametrize("form", ["csv", "yaml"])
def test_what_pays_for_another_thing_hides_nothing(
    book: Callable[..., Ledger], duties: list[Row], owed: str, form: str
):
    row = book(contract(DELIVERED, duties=duties), form).status("2025-12-31")["C1/SM-01a"]
    assert (row["state"], row["due_on"], row["breach_days"], row["open_amount"]) == (
        "breached",
        "2025-07-14",
        170,
        owed,
    )


@pytest.mark.parametrize(
    ("rule", "trigger", "attributes", "domain"),
    [
        ("SM-01a", "delivered", {"sme": True}, "tendering"),
        ("SM-01b", "accepted", {"sme": True, "acceptance_agreed": True}, "procurement"),
        ("SM-01c", "settlement_confirmed", {"sme": True, "periodic_settlement": True}, "tendering"),
        ("GP-21a", "invoiced", {"sme": False}, "procurement"),
    ],
)
def test_every_rule_of_payment_looks_at_what_is_paid_for(
    book: Callable[..., Ledger], rule: str, trigger: str, attributes: Row, domain: str
):
    retention = duty("RET", anchor=trigger, n=24, unit="month", amount=30000)
    event = f"2025-06-12 {trigger} amount=1000000"
    ledger = book(
        facts(event, domain=domain, attributes=attributes, amount=1000000, signed_on="2025-06-01", duties=[retention])
    )
    row = ledger.status("2025-12-31")[f"C1/{rule}"]
    assert (row["due_on"], row["breach_days"], row["open_amount"]) == ("2025-07-14", 170, WHOLE)
    assert ledger.audit("2025-12-31").kinds(rule) == ["breach"]


@pytest.mark.parametrize("day", ["2025-06-02", "2025-06-20"])
def test_an_advance_is_taken_off(book: Callable[..., Ledger], day: str):
    """Paid before the delivery, or due and paid after it but before the statutory day: 700,000 are left to pay."""
    paid = f"{day} pay obligation=ADV amount=300000"
    rows = book(contract(paid, DELIVERED, duties=[duty("ADV", due_on=day, amount=300000)])).status("2025-12-31")
    assert (rows["C1/SM-01a"]["due_on"], rows["C1/SM-01a"]["open_amount"]) == ("2025-07-14", "700000.00")


def test_the_rest_after_an_advance_is_the_same_thing(book: Callable[..., Ledger]):
    duties = [
        duty("ADV", due_on="2025-06-02", amount=300000, pays_for="advance"),
        duty("P", due_on="2025-07-31", amount=700000),
    ]
    rows = book(contract("2025-06-02 pay obligation=ADV amount=300000", DELIVERED, duties=duties)).status("2025-12-31")
    assert payments_by_law(rows) == []


# Each later than sixty days after delivery: the statutory duty beside it, due 08-11, performed by the same money.
#   201 days are 2025-12-30: 08-12..31 20, 30, 31, 30, 30 = 141 days, × 500.00
#   61 days: 08-12 is one day; ninety: 09-10 (a Wednesday) is 20 + 10 = 30 days; three months, 09-12: 32 days
BESIDE = [
    (duty("P", due_on="2025-12-30", amount=1000000), "2025-12-30", 141, "70500.00"),
    (later("P", 61, amount=1000000), "2025-08-12", 1, "500.00"),
    (later("P", 90, amount=1000000), "2025-09-10", 30, "15000.00"),
    (later("P", 3, "month", amount=1000000), "2025-09-12", 32, "16000.00"),
    (later("P", 90), "2025-09-10", 30, "15000.00"),
]


@pytest.mark.parametrize(
    ("stated", "paid", "days", "interest"), BESIDE, ids=["date", "61", "90", "months", "no amount"]
)
def test_sixty_days_bind_beside_a_longer_promise(
    book: Callable[..., Ledger], stated: Row, paid: str, days: int, interest: str
):
    ledger = book(contract(DELIVERED, f"{paid} pay obligation=P amount=1000000", duties=[stated]))
    rows = ledger.status("2026-06-30")
    law = rows["C1/SM-01a"]
    assert (rows["P"]["state"], rows["P"]["due_on"], rows["P"]["breach_days"]) == ("fulfilled", paid, 0)
    assert (law["due_on"], law["breach_days"], law["interest"], law["open_amount"]) == (
        "2025-08-11",
        days,
        interest,
        "0.00",
    )
    assert any(flag.startswith("beside") and "P" in flag for flag in law["flags"])
    assert ledger.audit("2026-06-30").kinds("SM-01a") == ["breach"]


def test_of_parts_only_the_late_one_has_the_law_beside(book: Callable[..., Ledger]):
    # 120 days are 10-10, a working Friday: 20 days of August, 30, 10 = 60 days on 500,000 = 15,000.00
    duties = [later("P1", 30, amount=500000), later("P2", 120, amount=500000)]
    paid = ("2025-07-14 pay obligation=P1 amount=500000", "2025-10-10 pay obligation=P2 amount=500000")
    rows = book(contract(DELIVERED, *paid, duties=duties)).status("2026-06-30")
    law = [row for row in rows.values() if row["rule"] == "SM-01a"]
    assert [(row["due_on"], row["amount"], row["breach_days"], row["interest"]) for row in law] == [
        ("2025-08-11", "500000.00", 60, "15000.00")
    ]
    assert {rows[key]["state"] for key in ("P1", "P2")} == {"fulfilled"}


def test_unpaid_the_money_is_owed_once(book: Callable[..., Ledger]):
    """P is not yet due on 08-31; the law's day has passed: 20 days, and nobody adds the two rows to two millions."""
    ledger = book(contract(DELIVERED, duties=[later("P", 90, amount=1000000)]))
    rows = ledger.status("2025-08-31")
    assert (rows["P"]["state"], rows["C1/SM-01a"]["breach_days"]) == ("active", 20)
    assert not re.search(TWO_MILLIONS, ledger.say("audit", "--as-of", "2025-12-31", "--format", "json"))
    assert not re.search(TWO_MILLIONS, ledger.say("audit", "--as-of", "2025-12-31", lang="zh"))


def test_a_rule_without_a_longest_term_leaves_the_contract_alone(book: Callable[..., Ledger]):
    invoiced = "2025-06-12 invoiced amount=1000000"
    rows = book(contract(invoiced, sme=False, duties=[duty("P", due_on="2025-12-30", amount=1000000)])).status(
        "2025-12-31"
    )
    assert payments_by_law(rows) == []


@pytest.mark.parametrize(
    ("amount", "duties", "missing"),
    [
        (None, [duty("P", due_on="2025-07-31", amount=400000)], "amount|金额|sum"), # S is on record nowhere
        (1000000, [duty("P", anchor="accepted", n=30, unit="day")], "P|amount|金额"), # neither amount nor day
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_not_computed(
    book: Callable[..., Ledger], amount: int | None, duties: list[Row], missing: str
):
    audit = book(contract("2025-06-12 delivered", amount=amount, duties=duties)).audit("2025-12-31")
    assert audit.of("SM-01a", "breach") == []
    assert "SM-01a" in audit.not_computed
    assert re.search(missing, audit.not_computed)


def test_the_amount_of_the_contract_serves_where_the_trigger_has_none(book: Callable[..., Ledger]):
    row = book(contract("2025-06-12 delivered")).status("2025-12-31")["C1/SM-01a"]
    assert (row["amount"], row["interest"]) == (WHOLE, "85000.00")


@pytest.mark.parametrize(
    ("paid", "state", "days"), [("2025-07-14", "fulfilled", 0), ("2025-07-15", "fulfilled_late", 1)]
)
def test_the_last_day_and_the_day_after(book: Callable[..., Ledger], paid: str, state: str, days: int):
    retention = later("RET", 24, "month", amount=30000)
    money = happened(f"{paid} pay obligation=C1/SM-01a amount=1000000", start=9)
    tables = contract(DELIVERED, duties=[retention])
    row = book({**tables, "events": tables["events"] + money}).status("2025-12-31")["C1/SM-01a"]
    assert (row["state"], row["breach_days"], row["interest"]) == (state, days, f"{500 * days}.00")


def test_an_excuse_about_the_retention_does_not_reach_the_price(book: Callable[..., Ledger]):
    """Waiving the retention waives nothing else."""
    tables = contract(DELIVERED, "2025-08-01 waive obligation=RET", duties=[later("RET", 24, "month", amount=30000)])
    audit = book(tables).audit("2025-12-31")
    (found,) = audit.of("SM-01a", "breach")
    assert "1000000.00" in said(found["amounts"])
