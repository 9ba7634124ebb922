"""What is on record and cannot be used, what is there twice or too much, and words nobody knows (R16).

The duty O: a million by Monday 2025-03-31. As of 2025-06-30 unpaid it is 91 days late: 30, 31, 30.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from verdicts.ledger import duty, facts, happened, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from verdicts.ledger import Ledger, Row, Tables

AS_OF = "2025-06-30"
PROMISE: dict[str, Any] = {"domain": "investment", "kind": "agreement", "signed_on": "2024-03-15", "amount": 32000000}


def promised(*events: str, more: tuple[Row, ...] = (), **columns: Any) -> Tables:
    stated = duty("O", due_on="2025-03-31", **{"amount": 1000000, **columns})
    tables = facts(*events, duties=[stated], **PROMISE)
    return {**tables, "events": [*tables.get("events", []), *more]} if events or more else tables


def is_unknown(ledger: Ledger, *options: str, event: str = "e1", days: int = 0) -> None:
    row = ledger.status(AS_OF, *options)["O"]
    assert row["state"] not in {"breached", "fulfilled", "fulfilled_late", "defaulted"}
    assert row["breach_days"] == days
    assert any(flag.startswith("unusable") and event in flag for flag in row["flags"])
    assert ledger.verdict("O", AS_OF, *options) == "unknown"
    audit = ledger.audit(AS_OF, *options)
    assert audit.breaches == []
    told = audit.of("OB-14", "data_problem")
    assert any(event in said(one) for one in told)
    assert [line for one in audit.findings for line in one["responsible"] if line["person"]] == []


# Days before the event's own day cannot be removed by any use of it: 04-01 to 06-19 are 30 + 31 + 19 = 80.
@pytest.mark.parametrize(("day", "days"), [("2025-03-20", 0), ("2025-03-31", 0), ("2025-06-20", 80)])
@pytest.mark.parametrize("word", ["pay", "付款", "兑现", "拨付"])
def test_a_payment_without_an_amount_is_neither_paid_nor_unpaid(
    book: Callable[..., Ledger], word: str, day: str, days: int
):
    is_unknown(book(promised(f"{day} {word} obligation=O")), days=days)


def test_a_part_and_a_payment_without_an_amount(book: Callable[..., Ledger]):
    """The part is known, the whole is not."""
    ledger = book(promised("2025-03-20 pay obligation=O amount=400000", "2025-03-25 pay obligation=O"))
    is_unknown(ledger, event="e2")
    assert ledger.status(AS_OF)["O"]["performed_amount"] == "400000.00"


def test_enough_without_the_doubtful_one_is_enough(book: Callable[..., Ledger]):
    ledger = book(promised("2025-03-20 pay obligation=O amount=1000000", "2025-03-25 pay obligation=O"))
    assert ledger.verdict("O", AS_OF) == "satisfied"
    assert ledger.audit(AS_OF).breaches == []


@pytest.mark.parametrize("word", ["perform", "履行"])
def test_performed_without_an_amount_is_performed(book: Callable[..., Ledger], word: str):
    row = book(promised(f"2025-03-20 {word} obligation=O")).status(AS_OF)["O"]
    assert (row["state"], row["breach_days"]) == ("fulfilled", 0)


@pytest.mark.parametrize("word", ["兑现", "拨付", "付清", "支付", "付款", "缴付", "pay"])
def test_the_domains_own_words_are_payments(book: Callable[..., Ledger], word: str):
    row = book(promised(f"2025-04-01 {word} obligation=O amount=1000000"), "yaml").status(AS_OF)["O"]
    assert (row["state"], row["breach_days"], row["open_amount"]) == ("fulfilled_late", 1, "0.00")


@pytest.mark.parametrize("word", ["兑现", "付清", "支付"])
def test_on_a_duty_without_an_amount_they_are_a_performance(book: Callable[..., Ledger], word: str):
    row = book(promised(f"2025-03-31 {word} obligation=O", amount=None, action="deliver")).status(AS_OF)["O"]
    assert row["state"] == "fulfilled"


BAD = {
    "amount in words": {"amount": "五十万左右", "occurred_on": "2025-03-20"},
    "no such date": {"amount": 1000000, "occurred_on": "2025-13-40"},
    "no date": {"amount": 1000000, "occurred_on": ""},
    "other currency": {"amount": 1000000, "currency": "USD", "occurred_on": "2025-03-20"},
    "finer than a fen": {"amount": "999999.999", "occurred_on": "2025-03-20"},
    "a word near a known one": {"type": "支付款", "amount": 1000000, "occurred_on": "2025-03-20"},
}


@pytest.mark.parametrize("cells", BAD.values(), ids=BAD)
@pytest.mark.parametrize("place", [{"obligation": "O"}, {"instrument": "C1"}], ids=["duty", "instrument"])
def test_a_row_left_out_is_still_on_record(book: Callable[..., Ledger], cells: Row, place: Row):
    """Lenient: no verdict without that row; strict: no audit at all. Either way nobody is accused."""
    ledger = book(promised(more=({"id": "e1", "type": "pay", **cells, **place},)))
    if (
        "currency" in cells and "instrument" in place
    ):  # read, as other duties of the instrument may take it: the duty is unknown all the same
        assert ledger.verdict("O", AS_OF) == "unknown"
        return
    audit = ledger.audit(AS_OF, "--lenient")
    assert audit.breaches == []
    assert ledger.verdict("O", AS_OF, "--lenient") == "unknown"
    row = ledger.status(AS_OF, "--lenient")["O"]
    assert (row["breach_days"], row["state"]) == (0, "active")
    assert any(flag.startswith("unusable") for flag in row["flags"])
    assert "e1" in audit.everything or "events.csv" in said(audit.of("OB-14"))
    assert ledger.refused(AS_OF)


@pytest.mark.parametrize(
    "cells", [{"instrument": "C1", "type": "contract_published"}, {"obligation": "O2", "type": "pay", "amount": 5}]
)
def test_a_row_that_cannot_touch_the_duty_saves_nobody(book: Callable[..., Ledger], cells: Row):
    tables = promised(more=({"id": "e1", "occurred_on": "2025-13-40", **cells},))
    tables["obligations"].append(duty("O2", due_on="2025-05-30", amount=5))
    ledger = book(tables)
    assert ledger.status(AS_OF, "--lenient")["O"]["breach_days"] == 91
    assert ("OB-01", "O") in ledger.audit(AS_OF, "--lenient").breaches


def test_a_row_whose_type_cannot_be_read_may_concern_all(book: Callable[..., Ledger]):
    tables = promised(more=({"id": "e1", "instrument": "C1", "type": "delivred", "occurred_on": "2025-03-20"},))
    tables["obligations"].append(duty("O2", due_on="2025-05-30", amount=5))
    ledger = book(tables)
    assert {ledger.verdict(key, AS_OF, "--lenient") for key in ("O", "O2")} == {"unknown"}
    assert ledger.audit(AS_OF, "--lenient").breaches == []


# The instrument's own amount is 32,000,000; without one ten times what is owed is the measure.
SURPLUS = [
    ("1000000", 32000000, "satisfied", False),
    ("1000000.01", 32000000, "satisfied", True),
    ("30000000", 32000000, "satisfied", True), # credited, and asked about
    ("32000000.01", 32000000, "unknown", True),
    ("300000000000", 32000000, "unknown", True), # 万元 typed as 元
    ("10000000", None, "satisfied", True),
    ("10000000.01", None, "unknown", True),
]  # fmt: skip


@pytest.mark.parametrize(("paid", "whole", "verdict", "asks"), SURPLUS)
def test_more_than_is_owed_is_asked_about(
    book: Callable[..., Ledger],
    paid: str,
    whole: int | None,
    verdict: str,
    asks: bool,  # noqa: FBT001
):
    tables = promised(f"2025-03-20 pay obligation=O amount={paid}")
    tables["instruments"][0]["amount"] = whole
    ledger = book(tables)
    assert ledger.verdict("O", AS_OF) == verdict
    audit = ledger.audit(AS_OF)
    assert bool(audit.of("OB-14", "data_problem")) is asks
    assert audit.breaches == []


@pytest.mark.parametrize("paid", ["1000500", "32000000.01"])
def test_a_confirmed_surplus_asks_no_more(book: Callable[..., Ledger], paid: str):
    ledger = book(promised(f"2025-03-20 pay obligation=O amount={paid} confirmed=yes"))
    assert (ledger.verdict("O", AS_OF), ledger.audit(AS_OF).of("OB-14")) == ("satisfied", [])


def test_within_the_tolerance_nothing_is_asked(book: Callable[..., Ledger]):
    ledger = book(promised("2025-03-20 pay obligation=O amount=1000100", tolerance=100))
    assert ledger.audit(AS_OF).of("OB-14") == []


TWICE = "2025-03-20 pay obligation=O amount=500000"
DOUBLED = [
    ((TWICE, TWICE), "unknown", True),
    ((TWICE, f"{TWICE} confirmed=yes"), "satisfied", False),
    ((TWICE, "2025-03-21 pay obligation=O amount=500000"), "satisfied", False),
    ((TWICE, "2025-03-20 pay obligation=O amount=500000.01"), "satisfied", None),
    (("2025-03-20 pay obligation=O amount=1000000",) * 2, "satisfied", True), # one of them is enough
]  # fmt: skip


@pytest.mark.parametrize(("events", "verdict", "asks"), DOUBLED)
def test_the_same_payment_twice_is_asked_about(
    book: Callable[..., Ledger],
    events: tuple[str, ...],
    verdict: str,
    asks: bool | None,  # noqa: FBT001
):
    ledger = book(promised(*events))
    assert ledger.verdict("O", AS_OF) == verdict
    audit = ledger.audit(AS_OF)
    assert audit.breaches == []
    if asks is not None:
        assert bool(audit.of("OB-14", "data_problem")) is asks


def test_two_duties_paid_alike_on_one_day_are_no_double(book: Callable[..., Ledger]):
    tables = promised("2025-03-20 pay obligation=O amount=1000000", "2025-03-20 pay obligation=O2 amount=1000000")
    tables["obligations"].append(duty("O2", due_on="2025-03-31", amount=1000000))
    audit = book(tables).audit(AS_OF)
    assert (audit.of("OB-14"), audit.breaches) == ([], [])


@pytest.mark.parametrize(
    ("event", "meant"),
    [
        ("2025-03-20 supplement", "supplement_signed"),
        ("2025-03-20 delivred", "delivered"),
        ("2025-03-20 验收合恪", "验收合格"),
        ("2025-03-20 suspend cause=征求意件", "征求意见"),
        ("2025-03-20 suspend cause=expert_reviw", "expert_review"),
        ("2025-03-20 取得不动产权证", "不动产权证取得"), # the anchor of the duty, its characters in another order
    ],
)  # fmt: skip
def test_a_word_near_a_known_one_is_an_error_that_asks(book: Callable[..., Ledger], event: str, meant: str):
    tables = promised(event)
    tables["obligations"].append(duty("L", anchor="不动产权证取得", n=60, unit="workday", amount=12500000))
    text = book(tables).refused(AS_OF)
    assert "did you mean" in text
    assert meant in text


def test_a_word_of_another_world_is_noted_and_saves_nobody(book: Callable[..., Ledger]):
    ledger = book(promised("2025-03-20 剪彩"))
    assert "剪彩" in ledger.say("audit", "--as-of", AS_OF, "--format", "json")
    assert ("OB-01", "O") in ledger.audit(AS_OF).breaches


@pytest.mark.parametrize("word", ["violate", "violation"])
def test_a_violation_counts(book: Callable[..., Ledger], word: str):
    kept = duty("N", kind="prohibition", action="keep", due_on="2025-12-31")
    row = book(facts(f"2025-03-20 {word} obligation=N", duties=[kept], **PROMISE)).status(AS_OF)["N"]
    assert row["breach_days"] == 1


KEPT: dict[str, Any] = {
    "id": "e1", "obligation": "O", "type": "pay", "occurred_on": "2025-03-31", "amount": "1000000"
}  # fmt: skip


@pytest.mark.parametrize("cell", ["obligation", "type", "occurred_on", "amount"])
@pytest.mark.parametrize("blurred", ["", "??", "看不清"])
def test_blurring_a_cell_of_what_kept_it_never_accuses(book: Callable[..., Ledger], cell: str, blurred: str):
    """Either nothing is found, or the finding (or the unknown verdict) names the row."""
    ledger = book(promised(more=({**KEPT, "instrument": "C1", cell: blurred},)))
    audit = ledger.audit(AS_OF, "--lenient") if not _reads(ledger) else ledger.audit(AS_OF)
    assert [one for one in audit.of(kind="breach", obligation="O") if "e1" not in said(one)] == []


def _reads(ledger: Ledger) -> bool:
    try:
        ledger.audit(AS_OF)
    except AssertionError:
        return False
    return True


def test_the_unusable_event_of_a_statutory_duty(book: Callable[..., Ledger]):
    """GP-21a from the invoice of 06-10: the payment without an amount leaves it open, 2025-07-10 or not."""
    tables = facts("2025-06-10 invoiced amount=500000", amount=500000)
    tables["events"] += happened("2025-07-01 pay", start=2)
    ledger = book(tables)
    assert ledger.verdict("C1/GP-21a", "2025-09-30") == "unknown"
    assert ledger.audit("2025-09-30").breaches == []
    assert "e2" in said(ledger.audit("2025-09-30").of("OB-14"))
