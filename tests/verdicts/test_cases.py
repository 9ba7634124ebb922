"""Twenty-four faults that were found from outside, each with its right value, and an open-data file of 500 dollars.

The facts are restated; the reckoning stands beside each. Neighbours of each kind are in the other files of this folder.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from verdicts.ledger import Ledger, contract, counted, duty, facts, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from verdicts.ledger import Row, Tables

LPR = [
    {"table": "LPR-1Y", "from": day, "value": value}
    for day, value in (("2023-06-20", "0.0355"), ("2023-08-21", "0.0345"), ("2024-07-22", "0.0335"), ("2025-05-20", "0.0300"))
]  # fmt: skip
TWO_HEADS: Tables = {"rates": LPR}

# name: tables, day, duty, (state, due_on, breach_days, open_amount or None, interest or None)
STATES: dict[str, tuple[Tables, str, str, tuple[Any, ...]]] = {
    "01 time for a third party does not count": (
        # 政府信息公开条例 33(3): 14 working days, 03-10 to 03-27, do not count; 20 of the others end on 04-20
        facts("2026-03-02 request_received", "2026-03-10 suspend cause=statute", "2026-03-30 resume cause=statute",
              "2026-04-20 request_answered", domain="disclosure", amount=1000000),
        "2026-06-30", "C1/TO-03", ("fulfilled", "2026-04-20", 0, None, None)),
    "02 nor does an expert review": (
        # 政府采购法实施条例 58: 30 working days without 03-10 to 03-27 end on 05-07
        facts("2026-03-02 complaint", "2026-03-04 complaint_accepted", "2026-03-10 suspend cause=statute note=专家评审",
              "2026-03-30 resume cause=statute", "2026-04-28 complaint_decided", attributes={"finance_department": "A"}),
        "2026-06-30", "C1/GP-23b", ("fulfilled", "2026-05-07", 0, None, None)),
    "03 a retention does not hide the price": (
        # 970,000 × 0.05 % × 143 days (21, 31, 30, 31, 30)
        contract("2025-06-10 delivered amount=970000",
                 duties=[duty("RET", amount=30000, anchor="delivered", n=24, unit="month")]),
        "2025-11-30", "C1/SM-01a", ("breached", "2025-07-10", 143, "970000.00", "69355.00")),
    "04 nor does the supplier's own bond": (
        contract("2025-06-10 delivered amount=1000000", "2025-06-02 pay obligation=BOND amount=50000",
                 duties=[duty("BOND", bearer="B", beneficiary="A", due_on="2025-06-03", amount=50000)]),
        "2025-12-31", "C1/SM-01a", ("breached", "2025-07-10", 174, "1000000.00", "87000.00")),
    "05 nor does it hide the invoice": (
        contract("2025-06-10 invoiced amount=1000000", sme=False,
                 duties=[duty("RET", amount=30000, anchor="accepted", n=24, unit="month")]),
        "2025-12-31", "C1/GP-21a", ("breached", "2025-07-10", 174, "1000000.00", None)),
    "08 sixty days bind beside ninety agreed": (
        # 60 days from 06-10 are Saturday 08-09, so 08-11; 21 days to 09-01
        contract("2025-06-10 delivered amount=1000000", "2025-09-01 pay obligation=P amount=1000000",
                 duties=[duty("P", amount=1000000, anchor="delivered", n=90, unit="day")]),
        "2026-06-30", "C1/SM-01a", ("fulfilled_late", "2025-08-11", 21, "0.00", "10500.00")),
    "10 an agreed rate below LPR bears LPR": (
        # 3.44 % agreed, 3.45 % on 2024-01-10: 1,000,000 × 3.45 % × 21 / 365
        contract("2026-05-10 delivered amount=1000000", signed_on="2024-01-10", tables=TWO_HEADS,
                 attributes={"sme": True, "late_interest_rate": "3.44%/year"}),
        "2026-06-30", "C1/SM-01a", ("breached", "2026-06-09", 21, "1000000.00", "1984.93")),
}  # fmt: skip


@pytest.mark.parametrize(("tables", "day", "key", "right"), STATES.values(), ids=STATES)
@pytest.mark.parametrize("form", ["csv", "yaml"])
def test_the_right_state(
    book: Callable[..., Ledger], tables: Tables, day: str, key: str, right: tuple[Any, ...], form: str
):
    ledger = book(tables, form)
    row = ledger.status(day)[key]
    state, due, days, still_open, interest = right
    assert (row["state"], row["due_on"], row["breach_days"]) == (state, due, days)
    assert still_open in (None, row["open_amount"])
    assert interest in (None, row["interest"])
    assert ledger.audit(day).kinds(key.removeprefix("C1/")) == (["breach"] if days else [])


def test_03_the_retention_itself_is_not_yet_due(book: Callable[..., Ledger]):
    tables = STATES["03 a retention does not hide the price"][0]
    row = book(tables).status("2025-11-30")["RET"]
    assert (row["state"], row["due_on"]) == ("active", "2027-06-10")


def test_06_the_second_candidate_signed_in_time(book: Callable[..., Ledger]):
    tables = facts("2026-01-16 award_notice", "2026-03-02 award_notice", "2026-03-20 signed", amount=1000000)
    tables["events"][1]["note"] = "first winner refused; second candidate"
    ledger = book(tables)
    live = [
        row for row in ledger.status("2026-06-30").values() if row["rule"] == "GP-13" and row["state"] != "superseded"
    ]
    assert [(row["state"], row["due_on"], row["breach_days"]) for row in live] == [("fulfilled", "2026-04-01", 0)]
    assert ledger.audit("2026-06-30").of("GP-13", "breach") == []


def test_07_a_corrected_request_is_one_matter(book: Callable[..., Ledger]):
    events = ("2026-03-02 request_received", "2026-03-20 request_received", "2026-04-15 request_answered")
    ledger = book(facts(*events, domain="disclosure"))
    live = [row for row in ledger.status("2026-06-30").values() if row["state"] != "superseded"]
    assert [(row["state"], row["due_on"]) for row in live] == [("fulfilled", "2026-04-20")]
    assert ledger.audit("2026-06-30").of("TO-03") == []


def test_08_the_contract_itself_was_kept(book: Callable[..., Ledger]):
    row = book(STATES["08 sixty days bind beside ninety agreed"][0]).status("2026-06-30")["P"]
    assert (row["state"], row["due_on"], row["breach_days"]) == ("fulfilled", "2025-09-08", 0)


def test_09_a_contract_older_than_the_regulation(book: Callable[..., Ledger]):
    tables = contract("2020-10-10 delivered amount=4900000", signed_on="2013-06-01", amount=4900000)
    audit = book(tables).audit("2020-12-31")
    assert audit.kinds("SM-01a") == ["warning"]
    assert audit.breaches == []


@pytest.mark.parametrize("rate", ["3.45%/year"])
def test_11_an_agreed_rate_is_called_agreed(book: Callable[..., Ledger], rate: str):
    attributes = {"sme": True, "late_interest_rate": rate}
    tables = contract(
        "2026-05-10 delivered amount=1000000", signed_on="2024-01-10", attributes=attributes, tables=TWO_HEADS
    )
    text = book(tables).say("audit", "--as-of", "2026-06-30", lang="zh")
    assert "1,984.93" in text
    assert "约定利率" in text
    assert "法定利率" not in text


def test_12_the_rule_printed_is_the_order_taken(book: Callable[..., Ledger]):
    """964,335.05 of the million reach L1/4: all to the principal, 47,164.95 stay open, and that is what is printed."""
    debts = [
        {"id": "B1", "unit": "A", "kind": "general", "principal": 1000000, "start": "2024-01-15", "end": "2027-01-15",
         "rate": "0.036", "freq": 2, "roll": "none", "day_count": ""},
        {"id": "L1", "unit": "A", "kind": "loan", "principal": 1000000, "start": "2024-01-15", "end": "2025-01-15",
         "rate": "0.045", "freq": 4, "roll": "none", "day_count": "act/360"},
    ]  # fmt: skip
    events = [
        {"id": "q1", "obligation": "B1/1", "type": "pay", "occurred_on": "2024-07-20", "amount": 18000, "instrument": ""},
        {"id": "q2", "obligation": "", "type": "pay", "occurred_on": "2025-01-15", "amount": 10000, "instrument": "B1"},
        {"id": "q3", "obligation": "", "type": "pay", "occurred_on": "2025-02-21", "amount": 1000000, "instrument": "L1"},
    ]  # fmt: skip
    ledger = book({"orgs": [{"id": "A", "name": "某市", "level": "city"}], "debts": debts, "events": events})
    assert ledger.status("2025-03-31")["L1/4"]["open_amount"] == "47164.95"
    text = ledger.explain("L1/4", "2025-03-31")
    assert re.search(r"principal (is paid |goes )?(first|before)", text, re.IGNORECASE)
    assert not re.search(r"money\s+pays\s+interest\s+first", text)


def test_13_month_end_bonds(book: Callable[..., Ledger]):
    terms = {
        "unit": "A",
        "kind": "general",
        "principal": 1000000,
        "rate": "0.04",
        "freq": 2,
        "end_of_month": True,
        "roll": "none",
    }
    debts = [
        {"id": "E1", "start": "2020-02-29", "end": "2024-02-28", **terms},
        {"id": "E2", "start": "2019-02-28", "end": "2024-02-28", **terms},
    ]
    rows = book({"orgs": [{"id": "A", "name": "某市", "level": "city"}], "debts": debts}).table("schedule")
    assert {row["interest"] for row in rows} == {"20000.00"}
    days = {key: [row["due_on"] for row in rows if row["instrument"] == key] for key in ("E1", "E2")}
    assert (days["E1"][0], days["E1"][-2:], len(days["E1"])) == ("2020-08-31", ["2023-08-31", "2024-02-28"], 8)
    assert (days["E2"][:2], days["E2"][-2:], len(days["E2"])) == (
        ["2019-08-31", "2020-02-29"],
        ["2023-08-31", "2024-02-28"],
        10,
    )


TOWNS = {"G": "某县政府", "A": "甲乡政府", "N": "乙乡政府", "N2": "丙镇政府"}
HOLDERS = {"A": "张三", "N": "李四", "N2": "王五", "G": "赵六"}


def town(transfers: list[tuple[str, str, str, str]]) -> Tables:
    """Return 100,000 owed by town A since 2025-03-31, paid 2025-04-20: twenty days late, over transfers of the body."""
    tables = facts("2025-04-20 pay obligation=O amount=100000", domain="task", kind="plan",
                   duties=[duty("O", amount=100000, due_on="2025-03-31", roll="none")])  # fmt: skip
    tables["orgs"] = [{"id": key, "name": name} for key, name in TOWNS.items()] + [{"id": "B", "name": "某公司"}]
    tables["posts"] = [{"id": f"P{key}", "org": key, "title": "乡长", "rank": "head"} for key in TOWNS]
    tables["persons"] = [{"id": f"p{key}", "name": name} for key, name in HOLDERS.items()]
    tables["tenures"] = [
        {"id": f"t{key}", "post": f"P{key}", "person": f"p{key}", "start": "2020-01-01"} for key in TOWNS
    ]
    tables["transfers"] = [
        {"id": f"m{n}", "kind": kind, "from": old, "to": new, "date": day}
        for n, (kind, old, new, day) in enumerate(transfers)
    ]
    return tables


def test_14_merged_there_and_back(book: Callable[..., Ledger]):
    ledger = book(town([("merge", "A", "N", "2025-04-10"), ("merge", "N", "A", "2025-04-15")]))
    right = [
        ("张三", "2025-04-01", "2025-04-09", 9),
        ("李四", "2025-04-10", "2025-04-14", 5),
        ("张三", "2025-04-15", "2025-04-20", 6),
    ]
    (found,) = ledger.audit("2025-04-30").of("OB-02")
    for lines in (ledger.trace("O", "2025-04-30")["responsible"], found["responsible"]):
        rows = [(one["name"], one["from"], one["to"], one["days"]) for one in counted(lines)]
        assert sorted(rows, key=lambda row: row[1]) == right


def test_15_a_split_body_sums_to_twenty(book: Callable[..., Ledger]):
    ledger = book(town([("split", "A", "N", "2025-04-10"), ("split", "A", "N2", "2025-04-10")]))
    lines = counted(ledger.trace("O", "2025-04-30")["responsible"])
    assert sorted(Fraction(one["share"]) for one in lines) == [Fraction(11, 2), Fraction(11, 2), 9]
    text = ledger.say("trace", "O", "--as-of", "2025-04-30")
    assert "held 20" in text
    assert "held 31" not in text


ACTS: dict[str, tuple[Tables, str, str, list[str]]] = {
    "16 another deposit in a purchase of goods": (
        facts("2025-07-01 signed", attributes={"sme": True, "category": "goods", "deposit_kind": "其他"}), "2026-06-30", "SM-09a", []),
    "18 signed while an inquiry was open": (
        facts("2025-07-01 inquiry", "2025-07-02 signed", attributes={"challenge_may_change_result": True}),
        "2026-06-30", "GP-24", ["breach"]),
    "24 above the estimate": (
        facts("2024-03-01 operation_started", domain="ppp", signed_on="2021-05-01", amount=110000000,
              attributes={"total_investment": 110000000, "approved_estimate": 100000000}), "2026-06-30", "PP-17", ["warning"]),
}  # fmt: skip


@pytest.mark.parametrize(("tables", "day", "rule", "kinds"), ACTS.values(), ids=ACTS)
def test_the_right_finding(book: Callable[..., Ledger], tables: Tables, day: str, rule: str, kinds: list[str]):
    assert book(tables).audit(day).kinds(rule) == kinds


def test_17_the_words_of_the_law_and_of_the_user(book: Callable[..., Ledger]):
    ledger = book(facts("2023-05-10 withhold cause=等待竣工验收批复", attributes={"sme": True}))
    (found,) = ledger.audit("2026-06-30").of("SM-05c")
    assert "等待竣工验收批复" in found["message"]["zh"]
    assert "等待竣工验收备案" not in ledger.say("audit", "--as-of", "2026-06-30", lang="zh")


def test_19_three_days_are_too_few_for_a_consultation(book: Callable[..., Ledger]):
    tables = facts("2026-09-18 documents_issued", "2026-09-21 bid_deadline", attributes={"method": "竞争性磋商"})
    audit = book(tables).audit("2026-11-30")
    assert [one for one in audit.findings if "214" in said(one["basis"])]


@pytest.mark.parametrize("column", [{}, {"budget": "fund"}], ids=["attribute alone", "column"])
def test_20_what_the_fund_budget_pays(book: Callable[..., Ledger], column: Row):
    spent = [{"unit": "F", "year": year, "basis": "final", "item": "general_budget_expenditure", "value": 1000000,
              "unit_of_value": "万元"} for year in range(2019, 2026)]  # fmt: skip
    outlays = [
        {"project": "C1", "year": year, "bucket": "subsidy", "planned": 1200000000, **column}
        for year in range(2024, 2029)
    ]
    tables = facts(domain="ppp", authority="F", signed_on="2016-05-01", effective_on="2016-05-01", ends_on="2036-05-01",
                   attributes={"subsidy_budget": "government_fund"}, tables={"fiscal": spent, "ppp_outlays": outlays})  # fmt: skip
    tables["orgs"] = [
        {"id": "F", "name": "某市", "level": "city", "kind": "government"},
        {"id": "B", "name": "某公司", "kind": "company", "level": ""},
    ]
    ledger = book(tables)
    assert ledger.ratio("F", 2025, "ppp_outlay_share")["value"] in {"0.0000", None}
    assert [
        one["rule"] for one in ledger.audit("2026-06-30").findings if one["rule"] in {"PP-01", "PP-02", "PP-03"}
    ] == []


def test_21_a_projected_denominator_is_called_so(book: Callable[..., Ledger]):
    spent = [{"unit": "F", "year": year, "basis": "final", "item": "general_budget_expenditure", "value": value, "unit_of_value": "亿元"}
             for year, value in zip(range(2014, 2020), (115.42, 124.18, 130.38, 129.82, 135.87, 159.07), strict=True)]  # fmt: skip
    outlays = [
        {"project": "C1", "year": year, "bucket": "subsidy", "planned": 3150000000} for year in range(2020, 2031)
    ]
    tables = facts(domain="ppp", authority="F", signed_on="2019-05-01", effective_on="2019-05-01", ends_on="2036-05-01",
                   tables={"fiscal": spent, "ppp_outlays": outlays})  # fmt: skip
    tables["orgs"] = [
        {"id": "F", "name": "某市本级", "level": "city", "kind": "government"},
        {"id": "B", "name": "某公司", "kind": "company", "level": ""},
    ]
    ledger = book(tables)
    assert ledger.ratio("F", 2030, "ppp_outlay_share")["value"] == "9.7779"  # five steps; by the mean 9.6258
    (found,) = ledger.audit("2020-12-31").of("PP-01")
    assert "project" in found["message"]["en"]
    assert "2030" not in said(found["message"])


def test_22_one_man_under_two_coarse_tenures(book: Callable[..., Ledger]):
    tables = town([])
    tables.pop("transfers")
    tables["tenures"] = [
        {"id": "t1", "post": "PA", "person": "pA", "start": "2020", "end": "2025"},
        {"id": "t2", "post": "PA", "person": "pA", "start": "2025", "end": ""},
    ]
    tables["assignments"] = [{"id": "a1", "post": "PA", "role": "responsible", "instrument": "C1"}]
    lines = counted(book(tables).trace("O", "2025-04-30")["responsible"])
    assert {(one["name"], one["certainty"]) for one in lines} == {("张三", "possible")}


def test_23_the_method_is_not_stated(book: Callable[..., Ledger]):
    audit = book(facts("2026-09-18 documents_issued", "2026-09-24 bid_deadline")).audit("2026-11-30")
    assert audit.of("GP-04", "breach") == []
    assert "GP-04" in audit.not_computed or audit.kinds("GP-04") == ["warning"]


def test_dollars_stay_dollars(tmp_path: Path):
    """A contract of 500 USD, a payment milestone without a value due 2023-06-30, 100 USD paid on 06-01: nothing is late, no yuan."""
    city, shop = {"id": "B", "name": "City"}, {"id": "S", "name": "Shop"}
    milestone = {"id": "m", "title": "Invoice", "type": "payment", "dueDate": "2023-06-30T00:00:00Z", "status": "met"}
    paid = {
        "id": "t",
        "date": "2023-06-01T00:00:00Z",
        "value": {"amount": 100, "currency": "USD"},
        "relatedImplementationMilestone": {"id": "m", "title": "Invoice"},
    }
    deal = {
        "id": "c",
        "awardID": "a",
        "value": {"amount": 500, "currency": "USD"},
        "implementation": {"milestones": [milestone], "transactions": [paid]},
    }
    release = {"ocid": "ocds-x-1", "id": "1", "date": "2024-01-31T00:00:00Z", "tag": ["implementation"], "buyer": city,
               "parties": [{**city, "roles": ["buyer"]}, {**shop, "roles": ["supplier"]}], "awards": [{"id": "a", "suppliers": [shop]}], "contracts": [deal]}  # fmt: skip
    (tmp_path / "x.json").write_text(
        json.dumps({"uri": "x:1", "publishedDate": "2024-02-01T00:00:00Z", "releases": [release]}), encoding="utf-8"
    )
    ledger = Ledger(tmp_path, {})
    assert ledger.audit("2026-06-30").breaches == []
    assert ledger.status("2026-06-30")["ocds-x-1/c/m"]["state"] == "fulfilled"
    assert "CNY" not in ledger.say("audit", "--as-of", "2026-06-30")
