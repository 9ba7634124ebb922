"""Money (R7, R9, R11, R13): the floor of an agreed rate, whose rate it is, the order of set-off, amount-days, currencies, grace, flows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from verdicts.ledger import contract, duty, facts, happened

if TYPE_CHECKING:
    from collections.abc import Callable

    from verdicts.ledger import Ledger, Row, Tables

LPR: Tables = {
    "rates": [
        {"table": "LPR-1Y", "from": day, "value": value}
        for day, value in (("2023-08-21", "0.0345"), ("2024-07-22", "0.0335"), ("2024-10-21", "0.0310"), ("2025-05-20", "0.0300"))
    ]
}  # fmt: skip
# Delivered 2025-06-10, due 07-10, paid 08-24: 21 + 24 = 45 days of 1,000,000.
LATE = ("2025-06-10 delivered amount=1000000", "2025-08-24 pay amount=1000000")
FLOOR = [
    ("2025-06-05", "1%/year", "3698.63"), # 3.00 %: 1,000,000 × 0.03 × 45 / 365
    ("2025-06-05", "2.99%/year", "3698.63"),
    ("2025-06-05", "3%/year", "3698.63"),
    ("2025-06-05", "5%/year", "6164.38"), # above it the agreed one
    ("2025-06-05", "0.005%/day", "3698.63"), # 1.825 % a year
    ("2025-06-05", "0.01%/day", "4500.00"), # 3.65 % a year
    ("2025-05-20", "1%/year", "3698.63"), # the day the rate changed bears the new one
    ("2025-05-19", "1%/year", "3821.92"), # 3.10 %
    ("2024-07-22", "1%/year", "4130.14"), # 3.35 %
    ("2024-07-21", "1%/year", "4253.42"), # 3.45 %
    ("2025-06-05", "", "22500.00"), # none agreed: 0.05 % a day
]  # fmt: skip


def sme(signed: str, rate: str, *events: str, **more: Any) -> Tables:
    attributes: Row = {"sme": True, **({"late_interest_rate": rate} if rate else {})}
    return contract(*(events or LATE), attributes=attributes, signed_on=signed, tables=LPR, **more)


@pytest.mark.parametrize(("signed", "rate", "interest"), FLOOR)
def test_the_floor_binds_the_agreed_rate_of_the_law(book: Callable[..., Ledger], signed: str, rate: str, interest: str):
    ledger = book(sme(signed, rate))
    row = ledger.status("2026-06-30")["C1/SM-01a"]
    assert (row["due_on"], row["breach_days"], row["interest"]) == ("2025-07-10", 45, interest)


@pytest.mark.parametrize(("signed", "rate", "interest"), FLOOR[:6])
@pytest.mark.parametrize("table", ["", "LPR-1Y"])
def test_and_that_of_a_clause(book: Callable[..., Ledger], signed: str, rate: str, interest: str, table: str):
    owed = duty("P", due_on="2025-07-10", amount=1000000, interest_mode="fixed_at_contract", interest_rate=rate)
    owed |= {"allocation": "principal_first"}  # so that nothing stays open to bear more
    owed |= {"rate_table": table} if table else {}
    tables = facts(
        "2025-08-24 pay obligation=P amount=1000000", duties=[owed], signed_on=signed, domain="investment", tables=LPR
    )
    assert book(tables).status("2026-06-30")["P"]["interest"] == interest


def test_the_floor_is_the_rate_known_at_the_day(book: Callable[..., Ledger]):
    """A rate of the table recorded later is not seen before (R17)."""
    tables = sme("2025-06-05", "1%/year")
    tables["rates"] = [
        {**row, "recorded_at": "2025-12-01" if row["from"] == "2025-05-20" else ""} for row in LPR["rates"]
    ]
    ledger = book(tables)
    assert ledger.status("2026-06-30", "--known-at", "2025-11-30")["C1/SM-01a"]["interest"] == "3821.92"
    assert ledger.status("2026-06-30", "--known-at", "2025-12-01")["C1/SM-01a"]["interest"] == "3698.63"


# Whose rate: agreed, of the law, or the floor of the law; by the rate and not by the kind of duty.
WORDS = [
    ("5%/year", "约定", "法定利率", "agreed"),
    ("1%/year", "LPR|贷款市场报价|下限|最低", "按约定利率", "floor|LPR|least|minimum"),
    ("", "法定", "约定利率", "statut|law"),
]


@pytest.mark.parametrize(("rate", "word", "never", "english"), WORDS, ids=["agreed", "floor", "law"])
@pytest.mark.parametrize("stated", [False, True], ids=["statutory", "clause"])
def test_it_is_said_whose_rate_it_is(
    book: Callable[..., Ledger],
    rate: str,
    word: str,
    never: str,
    english: str,
    stated: bool,  # noqa: FBT001
):
    owed = duty("P", due_on="2025-07-10", amount=1000000, interest_mode="fixed_at_contract", interest_rate=rate)
    owed |= {"allocation": "principal_first"}  # so that nothing stays open to bear more
    tables = facts(
        "2025-08-24 pay obligation=P amount=1000000",
        duties=[owed],
        signed_on="2025-06-05",
        domain="investment",
        tables=LPR,
    )
    ledger = book(tables if stated else sme("2025-06-05", rate))
    key = "P" if stated else "C1/SM-01a"
    (found,) = ledger.audit("2026-06-30").of(kind="breach", obligation=key)
    chinese = found["message"]["zh"]
    assert re.search(word, chinese)
    assert never not in chinese
    text = ledger.explain(key, "2026-06-30").split("Rules applied")[0]
    assert re.search(english, text[text.index("Late interest") :])


# Set-off. A clause, V6: due 03-31, 0.05 % a day, 400,000 on 04-20, 600,000 on 05-10: 20 days of 1,000,000 = 10,000.00; then 20 days.
#   interest first: 390,000 go to the principal, 610,000 × 20 × 0.05 % = 6,100.00; 593,900 to the principal, 16,100.00 stay open
#   principal first: 600,000 × 20 × 0.05 % = 6,000.00; nothing stays open, interest 16,000.00
PARTS = ("2026-04-20 pay {} amount=400000", "2026-05-10 pay {} amount=600000")
RATE: Row = {"interest_mode": "fixed_at_contract", "interest_rate": "0.05%/day"}
INTEREST_FIRST = r"interest (is paid |goes )?(first|before)"
PRINCIPAL_FIRST = r"principal (is paid |goes )?(first|before)"


@pytest.mark.parametrize(
    ("allocation", "open_amount", "interest", "says"),
    [
        ("", "16100.00", "16100.00", INTEREST_FIRST),
        ("interest_first", "16100.00", "16100.00", INTEREST_FIRST),
        ("principal_first", "0.00", "16000.00", PRINCIPAL_FIRST),
    ],
)
def test_the_order_of_a_clause(
    book: Callable[..., Ledger], allocation: str, open_amount: str, interest: str, says: str
):
    owed = duty("P", due_on="2026-03-31", amount=1000000, allocation=allocation, **RATE)
    ledger = book(facts(*(line.format("obligation=P") for line in PARTS), duties=[owed], domain="investment"))
    row = ledger.status("2026-05-10")["P"]
    assert (row["open_amount"], row["interest"]) == (open_amount, interest)
    assert re.search(says, ledger.explain("P", "2026-05-10"), re.IGNORECASE)


def test_the_order_of_a_statutory_sum_is_principal_first(book: Callable[..., Ledger]):
    """Delivered 2026-02-27, 30 days are Sunday 03-29, so 03-30. 21 days of 1,000,000 = 10,500.00, then 20 of 600,000 = 6,000.00."""
    events = ("2026-02-27 delivered amount=1000000", *(line.format("instrument=C1") for line in PARTS))
    ledger = book(contract(*events))
    row = ledger.status("2026-05-31")["C1/SM-01a"]
    assert (row["state"], row["due_on"], row["breach_days"]) == ("fulfilled_late", "2026-03-30", 41)
    assert (row["open_amount"], row["interest"]) == ("0.00", "16500.00")
    text = ledger.explain("C1/SM-01a", "2026-05-31")
    assert re.search(PRINCIPAL_FIRST, text, re.IGNORECASE)
    assert not re.search(r"money\s+pays\s+interest\s+first", text)
    chinese = ledger.explain("C1/SM-01a", "2026-05-31", lang="zh")
    assert re.search("先.{0,8}本金|本金.{0,4}(优先|在先)", chinese)


LOAN: Row = {"id": "L1", "unit": "A", "kind": "loan", "principal": 1000000, "start": "2024-01-15", "end": "2025-01-15",
             "rate": "0.045", "freq": 4, "roll": "none", "day_count": "act/360"}  # fmt: skip
CITY: list[Row] = [{"id": "A", "name": "某市", "level": "city", "kind": "government"}]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_order_of_a_loan_is_principal_first_and_said(book: Callable[..., Ledger], lang: str):
    """One payment of 1,011,500.00, the last flow whole, 37 days late: the principal is paid; 7,017.28 of interest is a claim beside it."""
    event = {"id": "q1", "obligation": "L1/4", "type": "pay", "occurred_on": "2025-02-21", "amount": "1011500.00"}
    ledger = book({"orgs": CITY, "debts": [LOAN], "events": [event]})
    row = ledger.status("2025-03-31")["L1/4"]
    # 1,011,500 × 6.75 % × 37 / 360 = 7,017.28
    assert (row["open_amount"], row["breach_days"], row["interest"]) == ("0.00", 37, "7017.28")
    text = ledger.explain("L1/4", "2025-03-31", lang=lang)
    assert re.search(PRINCIPAL_FIRST if lang == "en" else "先.{0,8}本金|本金.{0,4}(优先|在先)", text, re.IGNORECASE)


# Amount-days: 元·天 wherever they appear, in no paper that goes out. 8,000,000 due 2025-03-31; 3,000,000 on 06-20, 2,000,000 on 2026-01-15:
# 81 × 8,000,000 + 209 × 5,000,000 + 166 × 3,000,000 = 2,191,000,000 as of 2026-06-30.
REWARD = ("2025-06-20 pay obligation=O amount=3000000", "2026-01-15 pay obligation=O amount=2000000")
OWED: Tables = facts(
    *REWARD, duties=[duty("O", due_on="2025-03-31", amount=8000000)], domain="investment", kind="agreement"
)


def test_amount_days_carry_their_unit(book: Callable[..., Ledger]):
    ledger = book(OWED)
    row = ledger.status("2026-06-30")["O"]
    assert (row["breach_days"], row["open_amount"], row["amount_days"]) == (456, "3000000.00", "2191000000.00")
    for command, *more in (("trace", "O"), ("officials", "A"), ("audit",), ("explain-status", "O")):
        text = ledger.say(command, *more, "--as-of", "2026-06-30", lang="zh")
        assert not re.search(r"2,?191,?000,?000(\.00)?元(?!·天)", text)
        assert not re.search(r"金额×天数\D{0,6}[\d,.]+(万|亿)?元(?!·天)", text)


@pytest.mark.parametrize("document", ["breach-record", "risk-warning", "audit"])
def test_no_paper_that_goes_out_has_amount_days(book: Callable[..., Ledger], document: str):
    ledger = book(OWED)
    page = ledger.folder.parent / f"{document}.html"
    options = ("--as-of", "2026-06-30", "--format", "html", "--document", document, "--output", str(page))
    ledger.say("audit", *options, lang="zh")
    text = page.read_text(encoding="utf-8")
    assert "金额×天数" not in text
    assert not re.search("2,191,000,000|219,100", text)


def test_currencies_are_never_added(book: Callable[..., Ledger]):
    duties = [
        duty("O1", due_on="2025-03-31", amount=1111111),
        duty("O2", due_on="2025-03-31", amount=2222222, currency="USD"),
    ]
    ledger = book(facts(duties=duties, domain="investment"))
    page = ledger.folder.parent / "audit.html"
    ledger.say("audit", "--as-of", "2026-06-30", "--format", "html", "--output", str(page))
    texts = [page.read_text(encoding="utf-8")]
    texts += [
        ledger.say(command, *more, "--as-of", "2026-06-30") for command, *more in (("audit",), ("officials", "A"))
    ]
    assert not [text for text in texts if re.search(r"3,?333,?333|333\.33", text)]


# Grace, R7. 2025-01-30 is a holiday, the working day before it Monday 01-27; 7 days from there are 02-03, in the festival until 02-04: 02-05.
# From the raw day itself (`none`): 02-06. Following: due 02-05, and 7 days from there are Wednesday 02-12. Modified following would leave
# January, so it goes back.
GRACE = [
    ("preceding", "2025-01-27", "2025-02-05"),
    ("modified_following", "2025-01-27", "2025-02-05"),
    ("following", "2025-02-05", "2025-02-12"),
    ("none", "2025-01-30", "2025-02-06"),
]


@pytest.mark.parametrize(("roll", "due", "until"), GRACE)
def test_a_grace_of_seven_days_is_never_shorter(book: Callable[..., Ledger], roll: str, due: str, until: str):
    owed = duty("P", due_on="2025-01-30", roll=roll, grace_n=7, grace_unit="day", grace_mode="forgive", amount=1000)
    tables = facts(duties=[owed], domain="investment")
    row = book(tables).status(until)["P"]
    assert (row["due_on"], row["grace_until"], row["state"]) == (due, until, "grace")
    paid = happened(f"{until} pay obligation=P amount=1000")
    assert book({**tables, "events": paid}).status("2025-06-30")["P"]["state"] == "fulfilled"


# 2025-07-22 suspended until Saturday 08-02: the first working day on or after resumption is Monday 08-04, under `none` 08-02 itself.
@pytest.mark.parametrize(
    ("roll", "due"),
    [
        ("preceding", "2025-08-04"),
        ("following", "2025-08-04"),
        ("modified_following", "2025-08-04"),
        ("none", "2025-08-02"),
    ],
)
def test_no_due_day_lies_in_a_suspension(book: Callable[..., Ledger], roll: str, due: str):
    pause = ("2025-07-22 suspend obligation=P cause=statute", "2025-08-02 resume obligation=P cause=statute")
    ledger = book(facts(*pause, duties=[duty("P", due_on="2025-07-22", roll=roll, amount=1000)], domain="investment"))
    assert (ledger.status("2025-08-03")["P"]["due_on"], ledger.status(due)["P"]["breach_days"]) == (due, 0)
    assert ledger.status("2025-08-05")["P"]["breach_days"] == {"2025-08-04": 1, "2025-08-02": 3}[due]


def test_a_day_counted_backwards_is_not_moved_by_a_suspension(book: Callable[..., Ledger]):
    """At least 15 days before 2026-10-19 is 10-04; a clause rolls back over the October holidays, to 09-30."""
    owed = duty("P", anchor="2026-10-19", n=15, unit="day", start="before", action="report")
    pause = ("2026-09-01 suspend obligation=P cause=agreed", "2026-09-11 resume obligation=P cause=agreed")
    for events in ((), pause):
        assert (
            book(facts(*events, duties=[owed], domain="investment")).status("2026-08-01")["P"]["due_on"] == "2026-09-30"
        )
