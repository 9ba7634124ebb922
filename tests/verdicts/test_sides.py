"""Whose delay it is (R25.6): by the parties of the instrument, and in open data only as far as these state it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from verdicts.ledger import Ledger, duty, facts, said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from verdicts.ledger import Audit, Row, Tables

# County G promised B; companies of the state, a network company and a unit below perform for G.
ORGS: list[Row] = [
    {"id": "G", "name": "某县政府", "kind": "government", "level": "district", "parent": ""},
    {"id": "B", "name": "青麦公司", "kind": "company", "level": "company", "parent": ""},
    {"id": "CT", "name": "某县城投公司", "kind": "company", "level": "company", "parent": ""},
    {"id": "GD", "name": "某供电公司", "kind": "company", "level": "", "parent": ""},
    {"id": "XS", "name": "某县下属中心", "kind": "", "level": "department", "parent": "G"},
    {"id": "YZ", "name": "某镇政府", "kind": "government", "level": "town", "parent": "G"},
]
POSTS: Tables = {"posts": [{"id": "PB", "org": "B", "title": "总经理", "rank": "head"},
                           {"id": "PC", "org": "CT", "title": "董事长", "rank": "head"}]}  # fmt: skip


def promise(bearer: str, *events: str, **more: Any) -> Tables:
    """七通一平, due Thursday 2024-10-31; done 2025-02-17 it is 109 days late: 30 + 31 + 31 + 17."""
    stated = duty("O", bearer=bearer, beneficiary="B", action="deliver", due_on="2024-10-31")
    parties = {"domain": "investment", "kind": "agreement", "authority": "G", **more}
    return {**facts(*events, duties=[stated], **parties), "orgs": ORGS, **POSTS}


DONE = "2025-02-17 perform obligation=O"


@pytest.mark.parametrize("bearer", ["G", "CT", "GD", "XS", "YZ", "PC"])
@pytest.mark.parametrize("domain", ["investment", "ppp"])
def test_who_is_not_the_counterparty_performs_for_the_authority(book: Callable[..., Ledger], bearer: str, domain: str):
    late = book(promise(bearer, DONE, domain=domain)).audit("2026-06-30")
    assert late.breaches == [("OB-02", "O")]
    assert late.of("OB-02")[0]["facts"]["breach_days"] == 109
    assert late.of("OB-05") == []
    assert book(promise(bearer, domain=domain)).audit("2026-06-30").breaches == [("OB-01", "O")]


@pytest.mark.parametrize("bearer", ["CT", "GD"])
def test_the_authority_answers_beside_it(book: Callable[..., Ledger], bearer: str):
    (found,) = book(promise(bearer, DONE)).audit("2026-06-30").of("OB-02")
    assert "某县政府" in said(found) or "G" in {line["org"] for line in found["responsible"]}


@pytest.mark.parametrize("bearer", ["B", "PB"])
@pytest.mark.parametrize("events", [(DONE,), ()], ids=["late", "never"])
def test_the_counterparty_and_who_is_bound_to_it_are_the_other_side(
    book: Callable[..., Ledger], bearer: str, events: tuple[str, ...]
):
    audit = book(promise(bearer, *events)).audit("2026-06-30")
    assert audit.breaches == []
    assert audit.kinds("OB-05") == ["warning"]


def test_level_and_kind_of_the_bearer_decide_nothing(book: Callable[..., Ledger]):
    for level in ("company", "department", ""):
        tables = promise("CT", DONE)
        tables["orgs"] = [{**one, "level": level} if one["id"] == "CT" else one for one in ORGS]
        assert book(tables).audit("2026-06-30").breaches == [("OB-02", "O")]


def test_without_a_counterparty_nobody_is_the_other_side(book: Callable[..., Ledger]):
    assert book(promise("CT", DONE, counterparty="")).audit("2026-06-30").breaches == [("OB-02", "O")]


# Open contracting data: a city buys, a shop sells. Due 2026-03-31, met on 2026-05-10: 40 days late.
CITY, SHOP = {"id": "B", "name": "City"}, {"id": "S", "name": "Shop"}
KEY = "ocds-x-1/c/m"


def package(milestone: Row, transactions: list[Row] | None = None, **contract: Any) -> Row:
    made: Row = {
        "ocid": "ocds-x-1", "id": "1", "date": "2026-05-31T00:00:00Z", "tag": ["implementation"],
        "parties": [{**CITY, "roles": ["buyer"]}, {**SHOP, "roles": ["supplier"]}], "buyer": CITY,
        "awards": [{"id": "a", "suppliers": [SHOP]}],
    }  # fmt: skip
    work: Row = {"milestones": [{"id": "m", "title": "Step", "dueDate": "2026-03-31T00:00:00Z", **milestone}]}
    if transactions:
        work["transactions"] = transactions
    made["contracts"] = [{"id": "c", "awardID": "a", "implementation": work, **contract}]
    return {"uri": "x:1", "publishedDate": "2026-06-30T00:00:00Z", "releases": [made]}


@pytest.fixture
def ocds(tmp_path: Path) -> Callable[..., Ledger]:
    def lay(*parts: Any, **contract: Any) -> Ledger:
        (tmp_path / "data.json").write_text(json.dumps(package(*parts, **contract)), encoding="utf-8")
        return Ledger(tmp_path, {})

    return lay


LATE: Row = {"status": "met", "dateMet": "2026-05-10T00:00:00Z"}


def certainties(audit: Audit) -> set[str]:
    return {line["certainty"] for one in audit.findings for line in one["responsible"]}


@pytest.mark.parametrize("kind", ["payment", "approval", "assessment"])
def test_a_late_public_act_by_type_is_found_as_a_breach(ocds: Callable[..., Ledger], kind: str):
    audit = ocds({"type": kind, **LATE}).audit("2026-06-30")
    assert audit.breaches == [("OB-02", KEY)]
    assert certainties(audit) <= {"possible"}
    assert audit.of("OB-05") == []


@pytest.mark.parametrize("kind", ["delivery", "reporting"])
def test_a_late_delivery_is_the_suppliers_at_most_possibly(ocds: Callable[..., Ledger], kind: str):
    audit = ocds({"type": kind, **LATE}).audit("2026-06-30")
    assert audit.breaches == []
    assert audit.kinds("OB-05") == ["warning"]
    assert certainties(audit) <= {"possible"}


TOLD_BY_TITLE = [
    "Approval of the final design", "Acceptance of the service", "Signature of the contract", "Promulgation of the law",
    "Opinion and approval of the ministry", "服务验收", "可行性研究报告批复", "签署合同",
]  # fmt: skip


@pytest.mark.parametrize("title", TOLD_BY_TITLE)
def test_a_public_act_told_by_its_title_alone_is_a_warning_that_says_assumed(ocds: Callable[..., Ledger], title: str):
    audit = ocds({"title": title, **LATE}).audit("2026-06-30")
    assert audit.breaches == []
    assert audit.of("OB-05") == []
    (found,) = audit.of(kind="warning", obligation=KEY)
    assert "assumed" in said(found)
    assert "推定" in said(found) or "假定" in said(found)
    assert [line for line in found["responsible"] if line["person"]] == []
    assert {line["certainty"] for line in found["responsible"]} <= {"possible"}


@pytest.mark.parametrize("title", ["Milestone 3", "Phase two", "第三阶段", ""])
def test_where_nothing_says_whose_it_is_no_side_is_taken(ocds: Callable[..., Ledger], title: str):
    ledger = ocds({"title": title, **LATE})
    audit = ledger.audit("2026-06-30")
    assert audit.breaches == []
    assert audit.of("OB-05") == []
    assert audit.kinds("OB-13") == ["warning"]
    assert "not stated" in said(audit.of("OB-13"))
    assert certainties(audit) <= {"possible"}
    assert ledger.status("2026-06-30")[KEY]["breach_days"] == 40


def test_a_stated_payer_is_a_stated_side(ocds: Callable[..., Ledger]):
    paid = {"id": "t", "date": "2026-05-10T00:00:00Z", "value": {"amount": 100, "currency": "CNY"},
            "payer": CITY, "payee": SHOP, "relatedImplementationMilestone": {"id": "m"}}  # fmt: skip
    value = {"amount": 100, "currency": "CNY"}
    audit = ocds({"type": "payment", "status": "notMet", "value": value}, [paid]).audit("2026-06-30")
    assert audit.breaches == [("OB-02", KEY)]


def test_a_payment_milestone_without_an_amount_takes_the_contracts_currency(ocds: Callable[..., Ledger]):
    paid = {"id": "t", "date": "2026-03-01T00:00:00Z", "value": {"amount": 100, "currency": "USD"},
            "relatedImplementationMilestone": {"id": "m", "title": "Invoice"}}  # fmt: skip
    milestone = {"type": "payment", "title": "Invoice", "status": "met"}
    ledger = ocds(milestone, [paid], value={"amount": 500, "currency": "USD"})
    audit = ledger.audit("2026-06-30")
    assert audit.breaches == []
    assert "CNY" not in ledger.say("audit", "--as-of", "2026-06-30")
    assert ocds(milestone, [paid]).audit("2026-06-30").breaches == []  # no contract value: the transaction's currency


PAYING: Row = {
    "type": "payment",
    "title": "Invoice",
    "status": "scheduled",
    "value": {"amount": 1000, "currency": "CNY"},
}


@pytest.mark.parametrize(
    "value",
    [
        {"amount": 1000, "currency": "RMB"},
        {"amount": 1000, "currency": "人民币"},
        {"amount": 1000, "currency": "元"},
        {"amount": 1000, "currency": "USD"},
        {"amount": 1000},
        {"currency": "CNY"},
        None,
    ],
)
def test_a_payment_that_cannot_be_used_is_not_no_payment(ocds: Callable[..., Ledger], value: Row | None):
    paid = {"id": "t", "date": "2026-03-01T00:00:00Z", "relatedImplementationMilestone": {"id": "m"}}
    ledger = ocds(PAYING, [{**paid, "value": value} if value else paid])
    audit = ledger.audit("2026-06-30", "--lenient", fine=(0, 1, 2))
    assert audit.breaches == []
    row = ledger.status("2026-06-30", "--lenient", fine=(0, 1, 2))[KEY]
    assert row["state"] == "fulfilled" or any("unusable" in flag or "unknown" in flag for flag in row["flags"])


@pytest.mark.parametrize(
    "milestone",
    [
        {"status": "Met"},
        {"status": "MET "},
        {"status": "met", "dateMet": "2026-03-20T00:00:00Z"},
        {"status": "scheduled", "dateMet": "2026-03-20T00:00:00Z"},
        {"status": "completed", "dateMet": "2026-03-20T00:00:00Z"},
        {"dateMet": "2026-03-20T00:00:00Z"},
    ],
)
@pytest.mark.parametrize("kind", ["payment", "approval", "delivery"])
def test_met_written_otherwise_is_never_late(ocds: Callable[..., Ledger], milestone: Row, kind: str):
    audit = ocds({"type": kind, **milestone}).audit("2026-06-30", "--lenient", fine=(0, 1, 2))
    assert [one["rule"] for one in audit.findings if one["rule"] in {"OB-01", "OB-02", "OB-05"}] == []


@pytest.mark.parametrize(("met", "days"), [("2026-03-31", None), ("2026-04-01", 1)])
def test_the_due_day_and_the_day_after_in_open_data(ocds: Callable[..., Ledger], met: str, days: int | None):
    audit = ocds({"type": "approval", "status": "met", "dateMet": f"{met}T12:00:00Z"}).audit("2026-06-30")
    assert [one["facts"]["breach_days"] for one in audit.of("OB-02")] == ([days] if days else [])
