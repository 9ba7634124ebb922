"""Rules against their articles (law.md; issue 11, point 8): whom they bind, what they excuse, on which day they end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from cli.desk import call
from verdicts.ledger import complete, contract, duty, facts, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from verdicts.ledger import Audit, Ledger, Row, Tables

AS_OF = "2026-11-30"


def judged(book: Callable[..., Ledger], *events: str, day: str = AS_OF, **more: Any) -> Audit:
    return book(facts(*events, **more)).audit(day)


# 国令802 art 13 and 8: 工程建设中, 政府投资项目; what is not stated is asked for, never a breach (R25.5).
DEPOSITS = [
    ({"category": "works"}, "other", ["breach"]), ({"category": "工程"}, "其他", ["breach"]),
    ({"category": "goods"}, "other", []), ({"category": "货物"}, "其他", []), ({"category": "services"}, "other", []),
    ({"category": "works"}, "performance", []),
]  # fmt: skip


@pytest.mark.parametrize(("category", "deposit", "kinds"), DEPOSITS)
@pytest.mark.parametrize("domain", ["procurement", "tendering"])
def test_other_deposits_are_forbidden_in_works_only(
    book: Callable[..., Ledger], category: Row, deposit: str, kinds: list[str], domain: str
):
    attributes = {"sme": True, "deposit_kind": deposit, **category}
    audit = judged(book, domain=domain, attributes=attributes, signed_on="2025-07-01")
    assert audit.kinds("SM-09a") == kinds


PREFINANCED = [
    ({"category": "works", "government_investment": True}, ["breach"]),
    ({"category": "works", "government_investment": False}, []),
    ({"category": "goods", "government_investment": True}, []),
]


@pytest.mark.parametrize(("attributes", "kinds"), PREFINANCED)
def test_prefinancing_is_forbidden_in_works_of_government_investment(
    book: Callable[..., Ledger], attributes: Row, kinds: list[str]
):
    assert judged(book, "2025-07-01 prefinancing", attributes=attributes).kinds("SM-11a") == kinds


DECIDING: list[tuple[str, tuple[str, ...], Row, Row]] = [
    ("SM-09a", (), {"sme": True, "deposit_kind": "other"}, {"signed_on": "2025-07-01"}),
    ("SM-11a", ("2025-07-01 prefinancing",), {"category": "works"}, {}),
    ("SM-11a", ("2025-07-01 prefinancing",), {"government_investment": True}, {}),
    ("SM-11a", ("2025-07-01 prefinancing",), {}, {}),
    ("PP-17", (), {"total_investment": 110000000, "approved_estimate": 100000000}, {"domain": "ppp", "signed_on": "2021-05-01"}),
    ("GP-02", ("2026-09-18 tender_notice", "2026-09-21 notice_ended"), {}, {}),
    ("GP-04", ("2026-09-18 documents_issued", "2026-09-24 bid_deadline"), {}, {}),
    ("GP-05", ("2026-09-18 clarification", "2026-09-24 bid_deadline"), {}, {}),
    ("SM-01a", ("2025-06-10 delivered amount=1000000",), {}, {"signed_on": "2025-06-01"}),
    ("SM-05b", ("2025-06-10 withhold cause=awaiting_completion_filing",), {}, {}),
    ("GP-24", ("2025-07-01 inquiry", "2025-07-02 signed"), {}, {}),
    ("TO-05", ("2026-03-10 inspection_ended",), {"random_selection": False}, {"domain": "task"}),
    ("CR-07c", ("2026-04-15 disclosure_started", "2026-05-15 credit_repaired"), {}, {"domain": "disclosure"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "events", "attributes", "more"), DECIDING, ids=[f"{n}-{one[0]}" for n, one in enumerate(DECIDING)]
)
def test_a_fact_that_decides_and_is_not_stated_accuses_nobody(
    book: Callable[..., Ledger], rule: str, events: tuple[str, ...], attributes: Row, more: Row
):
    audit = judged(book, *events, attributes=attributes, **{"amount": 110000000, **more})
    assert "breach" not in audit.kinds(rule)
    assert rule in audit.not_computed or audit.kinds(rule) == ["warning"] or rule == "CR-07c"


# Tender periods hold for tenders (政府采购法 35: 实行招标方式采购的), zh and en words alike.
METHODS = [
    ("open_tender", "GP-04", True), ("公开招标", "GP-04", True), ("邀请招标", "GP-04", True), ("inquiry", "GP-04", False),
    ("询价", "GP-04", False), ("竞争性磋商", "GP-04", False), ("single_source", "GP-04", False), ("竞争性磋商", "GP-07", False),
]  # fmt: skip


@pytest.mark.parametrize(("method", "rule", "found"), METHODS)
def test_the_period_is_that_of_the_method(
    book: Callable[..., Ledger],
    method: str,
    rule: str,
    found: bool,  # noqa: FBT001
):
    audit = judged(book, "2026-09-07 documents_issued", "2026-09-26 bid_deadline", attributes={"method": method})
    assert audit.kinds(rule) == (["breach"] if found else [])


# 财库〔2014〕214号 10: ten days from the documents to the responses; what is clarified, five days before.
CONSULTED = [
    (("2026-09-18 documents_issued", "2026-09-28 bid_deadline"), False),
    (("2026-09-18 documents_issued", "2026-09-27 bid_deadline"), True),
    (("2026-09-18 documents_issued", "2026-09-21 bid_deadline"), True),
    (("2026-09-01 documents_issued", "2026-09-23 clarification", "2026-09-28 bid_deadline"), False),
    (("2026-09-01 documents_issued", "2026-09-24 clarification", "2026-09-28 bid_deadline"), True),
]


@pytest.mark.parametrize(("events", "short"), CONSULTED)
@pytest.mark.parametrize("form", ["csv", "yaml"])
def test_competitive_consultation_has_its_own_days(
    book: Callable[..., Ledger],
    events: tuple[str, ...],
    short: bool,  # noqa: FBT001
    form: str,
):
    audit = book(facts(*events, attributes={"method": "竞争性磋商"}), form).audit(AS_OF)
    found = [one for one in audit.findings if "214" in said(one["basis"])]
    assert bool(found) is short
    assert {one["kind"] for one in found} <= {"breach", "warning"}


# A statute's "at least 15 days before" is not rolled (R4): 2026-10-19 − 15 is 10-04, a holiday and lawful.
@pytest.mark.parametrize(("rule", "domain"), [("GP-05", "procurement"), ("TB-06", "tendering")])
@pytest.mark.parametrize(("day", "kinds"), [("2026-10-04", []), ("2026-10-05", ["breach"])])
def test_a_least_interval_does_not_roll(
    book: Callable[..., Ledger], rule: str, domain: str, day: str, kinds: list[str]
):
    events = ("2026-09-01 documents_issued", f"{day} clarification", "2026-10-19 bid_deadline")
    audit = judged(book, *events, domain=domain, attributes={"method": "open_tender"})
    assert audit.kinds(rule) == kinds


OPEN_QUESTION = [
    (("2025-07-01 inquiry", "2025-07-02 signed"), ["breach"]),
    (("2025-07-01 询问", "2025-07-02 签订"), ["breach"]),
    (("2025-07-01 inquiry", "2025-07-03 inquiry_answered", "2025-07-03 signed"), []), # on the day of the answer
    (("2025-07-01 inquiry", "2025-07-03 inquiry_answered", "2025-07-02 signed"), ["breach"]),
    (("2025-07-02 inquiry", "2025-07-01 signed"), []),
    (("2025-07-01 challenge", "2025-07-02 signed"), ["breach"]),
    (("2025-07-01 challenge", "2025-07-02 inquiry", "2025-07-03 inquiry_answered", "2025-07-04 signed"), ["breach"]),
]  # fmt: skip


@pytest.mark.parametrize(("events", "kinds"), OPEN_QUESTION)
def test_no_signature_while_an_inquiry_or_challenge_is_open(
    book: Callable[..., Ledger], events: tuple[str, ...], kinds: list[str]
):
    audit = judged(book, *events, attributes={"challenge_may_change_result": True}, tables=complete())
    assert audit.kinds("GP-24") == kinds


@pytest.mark.parametrize("attributes", [{"challenge_may_change_result": False}])
def test_a_question_that_changes_nothing_stops_nothing(book: Callable[..., Ledger], attributes: Row):
    assert judged(book, "2025-07-01 inquiry", "2025-07-02 signed", attributes=attributes).kinds("GP-24") == []


@pytest.mark.parametrize(
    ("day", "cause", "word", "not_word"),
    [
        ("2023-05-10", "等待竣工验收批复", "批复", "备案"), # 728 art 13
        ("2025-07-10", "等待竣工验收备案", "备案", "批复"), # 802 art 14
        ("2025-07-10", "awaiting_completion_filing", "备案", "批复"),
        ("2023-05-10", "awaiting_final_audit", "决算", "批复"),
    ],
)  # fmt: skip
def test_an_excuse_is_printed_as_the_law_and_the_user_wrote_it(
    book: Callable[..., Ledger], day: str, cause: str, word: str, not_word: str
):
    audit = judged(book, f"{day} withhold cause={cause}", attributes={"sme": True}, signed_on="2023-01-10")
    (found,) = audit.of("SM-05c" if day < "2025-06-01" else "SM-05b", "breach")  # 728, then 802
    assert word in found["message"]["zh"]
    assert not_word not in found["message"]["zh"]


# Boundary days, each reckoned on the calendar of the State Council.
BOUNDARIES = [
    # a longest duration is not rolled: 01-20 + 30 = 02-19, in the festival; 2025-09-05 + 30 = 10-05, in October's
    ("GP-23c", "2026-01-20 procurement_suspended", "procurement_resumed", "2026-02-19", "2026-02-20", {"finance_department": "A"}, "procurement"),
    ("GP-23c", "2025-09-05 procurement_suspended", "procurement_resumed", "2025-10-05", "2025-10-06", {"finance_department": "A"}, "procurement"),
    # from the receipt of the papers: 06-17 + 30 = 07-17, Thursday; + 90 = 09-15, Monday
    ("SM-12b", "2025-06-17 complaint_received", "complaint_handled", "2025-07-17", "2025-07-18", {"handling_department": "A"}, "task"),
    ("SM-12c", "2025-06-17 complaint_received", "complaint_handled", "2025-09-15", "2025-09-16",
     {"handling_department": "A", "extension_approved": True}, "task"),
    # before 31 March, the day included (A1); 2026-03-31 is a Tuesday
    ("SM-10", "2025-12-31 year_ended", "arrears_published", "2026-03-31", "2026-04-01", {}, "task"),
    # 7 working days from 2026-04-28: 04-29, 30, 05-06, 07, 08, Saturday 09, 11
    ("GP-22b", "2026-04-28 challenge", "challenge_answered", "2026-05-11", "2026-05-12", {}, "procurement"),
    # 3 days from 2026-04-30: 05-03, in the holiday until 05-05
    ("TB-07", "2026-04-30 objection", "objection_answered", "2026-05-06", "2026-05-07", {}, "tendering"),
    # 2 working days from Monday 2025-09-29: 09-30, and 10-09 after the holiday
    ("GP-14", "2025-09-29 signed", "contract_published", "2025-10-09", "2025-10-10", {}, "procurement"),
    # 7 working days from 2025-09-26: Sunday 09-28, 29, 30, 10-09, 10, Saturday 11, 13
    ("GP-15", "2025-09-26 signed", "filed", "2025-10-13", "2025-10-14", {}, "procurement"),
    # 20 working days from 2025-09-15: 16-19, 22-26, 28-30 are 12; 10-09, 10, 11, 13-17 are 20
    ("TO-03", "2025-09-15 request_received", "request_answered", "2025-10-17", "2025-10-18", {}, "disclosure"),
    # 3 months from 2025-11-30: the last of February, Saturday 2026-02-28, a worked one
    ("SP-01", "2025-11-30 suggestion_handed_over", "suggestion_answered", "2026-02-28", "2026-03-01", {}, "deputies"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "trigger", "act", "last", "after", "attributes", "domain"), BOUNDARIES, ids=[f"{one[0]}-{one[3]}" for one in BOUNDARIES]
)  # fmt: skip
def test_the_last_day_and_the_day_after(
    book: Callable[..., Ledger], rule: str, trigger: str, act: str, last: str, after: str, attributes: Row, domain: str
):
    for day, late in ((last, 0), (after, 1)):
        ledger = book(facts(trigger, f"{day} {act}", domain=domain, attributes=attributes))
        row = ledger.status(AS_OF)[f"C1/{rule}"]
        assert (row["due_on"], row["breach_days"]) == (last, late)
        assert ("breach" in ledger.audit(AS_OF).kinds(rule)) is bool(late) or rule == "GP-22b"


def test_a_complaint_counts_from_its_receipt_not_from_the_sending(book: Callable[..., Ledger]):
    """Forwarded 06-10, received 06-17: 30 days end on 07-17."""
    events = ("2025-06-10 complaint_forwarded", "2025-06-17 complaint_received", "2025-07-17 complaint_handled")
    audit = judged(book, *events, domain="task", attributes={"handling_department": "A"})
    assert audit.kinds("SM-12b") == []


@pytest.mark.parametrize(
    ("representatives", "experts", "found"),
    [(2, 5, False), (1, 4, False), (2, 3, True), (1, 2, True), (2, 4, True), (3, 6, False), (0, 4, True)],
)
def test_a_committee_is_odd_of_five_or_more_and_two_thirds_experts(
    book: Callable[..., Ledger],
    representatives: int,
    experts: int,
    found: bool,  # noqa: FBT001
):
    attributes = {"committee_representatives": representatives, "committee_experts": experts}
    audit = judged(book, domain="tendering", attributes=attributes, signed_on="2025-07-01")
    assert any(one["rule"].startswith("TB-10") for one in audit.findings) is found


ESTIMATES = [
    ({"government_investment": True}, 110000000, ["warning"]), # 原则上
    ({"government_investment": False}, 110000000, []),
    ({"government_investment": True, "estimate_adjusted": True}, 110000000, []),
    ({"government_investment": True}, 100000000, []),
    ({"government_investment": True}, "100000000.01", ["warning"]),
]  # fmt: skip


@pytest.mark.parametrize(("attributes", "total", "kinds"), ESTIMATES)
def test_in_principle_not_above_the_estimate(
    book: Callable[..., Ledger], attributes: Row, total: float | str, kinds: list[str]
):
    stated = {"total_investment": total, "approved_estimate": 100000000, **attributes}
    audit = judged(book, domain="ppp", attributes=stated, signed_on="2021-05-01", amount=110000000)
    assert audit.kinds("PP-17") == kinds


def above_five(*signed: tuple[str, str]) -> Tables:
    """Return a city at 6 % of PPP outlays in 2020 to 2026 out of a project of 2016, and further projects by day and payment mechanism."""
    old: Row = {"id": "X1", "domain": "ppp", "kind": "contract", "title": "老项目", "authority": "A", "counterparty": "B",
                "signed_on": "2016-05-01", "attributes": {"payment_mechanism": "government_pay"}}  # fmt: skip
    more = [
        {
            **old,
            "id": f"X{n}",
            "title": f"项目{n}",
            "signed_on": day,
            "attributes": {"payment_mechanism": how} if how else {},
        }
        for n, (day, how) in enumerate(signed, 2)
    ]
    years = range(2020, 2027)
    tables = facts(tables={
        "instruments": [old, *more],
        "ppp_outlays": [{"project": "X1", "year": year, "bucket": "subsidy", "planned": 600000000} for year in years],
        "fiscal": [{"unit": "A", "year": year, "basis": "final", "item": "general_budget_expenditure", "value": 100, "unit_of_value": "亿元"}
                   for year in range(2015, 2026)],
    })  # fmt: skip
    tables["orgs"] = [
        {"id": "A", "name": "某市", "kind": "government", "level": "city"},
        {"id": "B", "name": "某公司", "kind": "company", "level": ""},
    ]
    return tables


@pytest.mark.parametrize(
    ("signed", "found"),
    [((), False), ((("2020-03-02", "government_pay"),), True), ((("2020-03-02", "user_pay"),), False), ((("2018-03-02", "government_pay"),), False)],
    ids=["nothing new", "government pay", "user pay", "before the paper"],
)  # fmt: skip
def test_above_five_percent_only_a_new_government_pay_project_is_against_the_paper(
    book: Callable[..., Ledger],
    signed: tuple[tuple[str, str], ...],
    found: bool,  # noqa: FBT001
):
    audit = book(above_five(*signed)).audit("2026-06-30")
    assert bool(audit.of("PP-02")) is found
    assert "breach" not in audit.kinds("PP-02")


@pytest.mark.parametrize("rule", ["SM-01a", "SM-01b", "SM-01c"])
@pytest.mark.parametrize(
    ("signed", "kind"),
    [("2013-06-01", "warning"), ("2020-08-31", "warning"), ("2020-09-01", "breach"), ("", "never a breach")],
)
def test_a_contract_older_than_the_regulation_is_a_claim_with_reservation(
    book: Callable[..., Ledger], rule: str, signed: str, kind: str
):
    trigger, attributes = {
        "SM-01a": ("delivered", {}),
        "SM-01b": ("accepted", {"acceptance_agreed": True}),
        "SM-01c": ("settlement_confirmed", {"periodic_settlement": True}),
    }[rule]
    tables = contract(f"2020-10-10 {trigger} amount=4900000", attributes={"sme": True, **attributes}, signed_on=signed)
    audit = book(tables).audit("2020-12-31")
    assert audit.kinds(rule) == [kind] if signed else "breach" not in audit.kinds(rule)


def test_files_are_kept_from_the_end_of_the_procurement(book: Callable[..., Ledger]):
    """Fifteen years after the signature nothing is found; after five it is, or it is asked when the procurement ended."""
    assert judged(book, "2005-03-01 signed", "2020-03-01 files_destroyed").of("GP-31", "breach") == []
    early = judged(book, "2005-03-01 signed", "2010-03-01 files_destroyed")
    assert early.of("GP-31") or "GP-31" in early.not_computed


def test_the_standing_committee_hears_the_report_and_the_government_is_not_charged(book: Callable[..., Ledger]):
    events = ("2025-07-25 audit_report_heard", "2026-02-25 rectification_reported")
    tables = facts(*events, domain="debt", kind="plan")
    tables["posts"] = [{"id": "PA", "org": "A", "title": "市长", "rank": "head"}]
    tables["persons"] = [{"id": "x", "name": "张三"}]
    tables["tenures"] = [{"id": "t1", "post": "PA", "person": "x", "start": "2020-01-01"}]
    assert "张三" not in said(book(tables).audit(AS_OF).of("LD-15a"))


REPAIRED = [
    ("CR-07c", "general", "2026-07-14", {}, True), ("CR-07c", "一般", "2026-07-15", {}, False),
    ("CR-07d", "serious", "2027-04-14", {}, True), ("CR-07d", "严重", "2027-04-15", {}, False),
    ("CR-07c", "general", "2026-06-03", {"record_kind": "default"}, False), # 发改财金〔2023〕1103: repaired after performance
    ("CR-07c", "general", "2026-06-03", {"record_kind": "pledge_broken"}, False),
    ("CR-07d", "serious", "2026-06-03", {"record_kind": "default"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "grade", "day", "attributes", "found"), REPAIRED)
def test_repair_waits_for_its_minimum_but_not_that_of_a_default(
    book: Callable[..., Ledger],
    rule: str,
    grade: str,
    day: str,
    attributes: Row,
    found: bool,  # noqa: FBT001
):
    stated = {"dishonesty_class": grade, **(attributes or {"record_kind": "penalty"})}
    events = ("2026-04-15 disclosure_started", f"{day} credit_repaired")
    audit = judged(book, *events, day="2028-12-31", domain="disclosure", attributes=stated)
    assert bool(audit.of(rule)) is found


@pytest.mark.parametrize("rule", ["IP-04", "IP-04a"])
def test_the_ban_is_cited_where_it_stands(rule: str):
    done = call("explain", rule, "--lang", "zh")
    assert done.exit_code == 0
    assert re.search("第?(18|十八)条?", done.stdout)


def test_soft_words_of_a_title_are_pointed_out(book: Callable[..., Ledger]):
    """一般不迟于: a promise that may not bind is asked about before it is called serious."""
    owed = duty("O", title="一般不迟于2026年6月底协调银行授信", due_on="2026-06-30", action="report")
    audit = book(facts(duties=[owed], domain="investment")).audit("2026-07-31")
    assert re.search("软性|约束力|soft|binding", audit.everything)
