"""What rules may reach: to whom an article speaks, what only warns, whose papers are cited. The facts are those of real disputes."""

from __future__ import annotations

import re
from typing import Any

import pytest

from checks.cases import docket
from govaudit.audit import Question, audit
from govaudit.checks.examples.rule_examples import example_docket
from govaudit.model import Fault
from govaudit.model.days import parse_day, to_day
from govaudit.rules.catalogue import RuleSet, load_rules
from govaudit.rules.kinds.rule import Deadline, During, Required

RULES = load_rules()
SME = {"sme": True}


def seen(instrument: dict[str, Any], events: list[tuple[str, ...]], as_of: str = "2026-06-30", **tables: Any):
    """The findings of an audit with all published rules of a contract C1; an event is its type, its day, its cause."""
    names = ("type", "occurred_on", "cause")
    rows = [dict(zip(names, event, strict=False)) for event in events]
    return audit(docket(instrument, rows, **tables), RULES, Question(as_of=parse_day(as_of))).run


def kinds(run: Any, rule: str) -> list[str]:
    return [one.kind for one in run.findings if one.rule == rule]


def missing(run: Any, rule: str) -> list[str]:
    return [one.what.en for one in run.manifest.not_computed if one.rule == rule]


@pytest.mark.parametrize(
    ("category", "expected"),
    [({"category": "goods"}, []), ({"category": "works"}, ["breach"]), ({"category": "工程"}, ["breach"]), ({}, [])],
)
def test_a_deposit_of_another_kind_is_forbidden_in_construction_only(category: dict[str, str], expected: list[str]):
    run = seen({"attributes": SME | {"deposit_kind": "其他"} | category}, [("signed", "2025-07-01")])
    assert kinds(run, "SM-09a") == expected
    assert bool(missing(run, "SM-09a")) == (category == {})


def test_what_is_put_out_to_tender_is_the_category_of_a_tendered_contract():
    works = {"domain": "tendering", "attributes": SME | {"deposit_kind": "other", "object": "施工"}}
    goods = {"domain": "tendering", "attributes": SME | {"deposit_kind": "other", "object": "货物"}}
    assert kinds(seen(works, [("signed", "2025-07-01")]), "SM-09a") == ["breach"]
    assert kinds(seen(goods, [("signed", "2025-07-01")]), "SM-09a") == []


def test_each_regulation_is_held_to_its_own_word_for_the_completion_papers():
    old = seen({"attributes": SME, "signed_on": "2023-01-10"}, [("withhold", "2023-05-10", "等待竣工验收批复")])
    (found,) = [one for one in old.findings if one.rule.startswith("SM-05")]
    assert (found.rule, found.kind) == ("SM-05c", "breach")
    assert "批复" in found.message.zh
    assert "备案" not in found.message.zh + found.title.zh
    new = seen({"attributes": SME, "signed_on": "2025-06-10"}, [("withhold", "2025-07-10", "等待竣工验收备案")])
    assert kinds(new, "SM-05b") == ["breach"]
    assert kinds(new, "SM-05c") == []


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([("inquiry", "2025-07-01"), ("signed", "2025-07-02")], ["breach"]),
        ([("inquiry", "2025-07-01"), ("inquiry_answered", "2025-07-02"), ("signed", "2025-07-02")], []),
        ([("challenge", "2025-07-01"), ("inquiry_answered", "2025-07-02"), ("signed", "2025-07-03")], ["breach"]),
        ([("challenge", "2025-07-01"), ("inquiry", "2025-07-01"), ("challenge_answered", "2025-07-02"), ("signed", "2025-07-03")], ["breach"]),
    ],
)  # fmt: skip
def test_an_inquiry_keeps_a_contract_from_being_signed_as_a_challenge_does(events: Any, expected: list[str]):
    """政府采购法实施条例 54: 询问或者质疑; each is closed by its own answer."""
    assert kinds(seen({"attributes": {"challenge_may_change_result": True}}, events), "GP-24") == expected


def test_each_opening_of_a_forbidden_time_has_a_closing_of_its_own():
    with pytest.raises(Fault) as refused:
        During(after=("challenge", "inquiry"), until=("challenge_answered",)).refuse()
    assert refused.value.code == "after_until"


@pytest.mark.parametrize(
    ("method", "deadline", "expected"),
    [
        ("竞争性磋商", "2026-09-21", {"GP-07a": ["breach"], "GP-04": [], "GP-07": []}),
        ("competitive_consultation", "2026-09-28", {"GP-07a": [], "GP-04": [], "GP-07": []}),
        ("竞争性谈判", "2026-09-23", {"GP-07a": [], "GP-04": [], "GP-07": []}),
        ("公开招标", "2026-09-28", {"GP-07a": [], "GP-04": ["breach"], "GP-07": []}),
    ],
)
def test_each_way_of_buying_has_its_own_days(method: str, deadline: str, expected: dict[str, list[str]]):
    """财库〔2014〕214号 10: ten days; 74号令: three working days; 政府采购法 35: twenty days, for tenders."""
    run = seen(
        {"attributes": {"method": method}},
        [("documents_issued", "2026-09-18"), ("bid_deadline", deadline)],
        "2026-11-30",
    )
    assert {rule: kinds(run, rule) for rule in expected} == expected


def test_of_an_unknown_way_of_buying_no_days_are_broken():
    run = seen({}, [("documents_issued", "2026-09-18"), ("bid_deadline", "2026-09-21")], "2026-11-30")
    assert not [one for one in run.findings if one.kind == "breach"]
    assert missing(run, "GP-07a")


def test_what_is_only_in_principle_forbidden_warns():
    """政府投资条例 23: 原则上不得超过, and of 政府投资项目, which is not stated here."""
    run = seen({"domain": "ppp", "signed_on": "2021-05-01", "attributes": {"total_investment": "110000000", "approved_estimate": "100000000"}},
               [("operation_started", "2024-03-01")])  # fmt: skip
    (found,) = [one for one in run.findings if one.rule == "PP-17"]
    assert found.kind == "warning"
    assert "原则上" in found.message.zh
    assert [one.act for one in found.basis] == ["政府投资条例"]


def test_the_government_does_not_answer_for_what_its_congress_has_to_hear():
    run = seen({"domain": "debt"}, [("audit_report_heard", "2025-07-25")])
    assert kinds(run, "LD-15a") == []
    assert missing(run, "LD-15a")


def test_a_date_that_the_law_names_is_said_as_one():
    """国令802 18: 每年3月31日前: that day included (A1); a Sunday moves on, which the text does not exclude (A2)."""
    made = docket(
        events=[
            {"type": "year_ended", "occurred_on": "2023-12-31"},
            {"type": "arrears_published", "occurred_on": "2024-04-02"},
        ]
    )
    (status,) = audit(made, RuleSet(rules={"SM-10": RULES["SM-10"]}), Question(as_of=parse_day("2026-06-30"))).statuses
    assert (status.due_on_raw, status.due_on, status.breach_days) == (
        parse_day("2024-03-31"),
        parse_day("2024-04-01"),
        1,
    )
    assert "A1" in status.rules_applied


# --- What no rule may do, whichever it is


def test_no_rule_breaches_on_a_source_or_a_value_that_was_not_read_nor_on_soft_law():
    for rule in RULES:
        days = {to_day(basis.from_) for basis in rule.basis} | {
            to_day(day) for values in rule._graded for day in values
        }
        for day in days:
            grades = {basis.confidence for basis in rule.basis_on(day)}
            if rule.soft or grades - {"verified"}:
                assert rule.verdict(day) == "warning", rule.id


WEAK = [rule.id for rule in RULES if rule.soft or rule.confidence_on() != "verified"]


@pytest.mark.parametrize("rule", [key for key in WEAK if not key.startswith("EW")])
def test_soft_and_unread_law_never_becomes_a_breach_in_an_audit(rule: str):
    one = RULES[rule]
    for example in one.examples:
        made = audit(example_docket(one, example), RuleSet(rules={rule: one}), Question(as_of=to_day(example.as_of)))
        found = [finding for finding in made.run.findings if finding.rule == rule]
        unread = [finding for finding in found if {basis.confidence for basis in finding.basis} - {"verified"}]
        assert not [finding for finding in (found if one.soft else unread) if finding.kind == "breach"]


_SOFT = re.compile(r"原则上|一般(?:不|应|为)|及时(?:核算|办理|退还)")


def test_a_rule_that_says_in_principle_or_as_a_rule_is_soft():
    said = [rule for rule in RULES if _SOFT.search(rule.message.zh + rule.title.zh)]
    assert len(said) > 5
    assert [rule.id for rule in said if not rule.soft] == []


def test_a_minimum_time_before_an_act_is_never_rolled_and_a_longest_time_never_prolonged():
    """R4: an act on X − n, a day off or not, is lawful; R5: 最长不得超过 ends on its day."""
    required = [rule for rule in RULES if isinstance(rule, Required)]
    rolls = {period.roll for rule in required for need in rule.needs for period in need.at_least.values() if period}
    assert rolls == {"following"}  # what the check does not move
    for key in ("GP-23c", "CR-06", "CR-07", "CR-07a", "CR-07b"):
        rule = RULES[key]
        assert isinstance(rule, Deadline)
        assert {within.roll for within in rule.within.values() if within} == {"none"}, key


# --- Whose paper is cited


def test_a_coupon_is_not_its_own_legal_basis():
    """The papers of the bond are; of a promise on no instrument it is said that nothing is stated."""
    bond = {
        "id": "D1",
        "unit": "bureau",
        "kind": "special",
        "principal": "1000000",
        "start": "2023-03-01",
        "end": "2028-03-01",
        "rate": "0.03",
        "freq": "1",
    }
    paid = {"type": "pay", "obligation": "D1/1", "occurred_on": "2024-03-01", "amount": "30000"}
    made = docket(None, [paid], debts=[bond])
    run = audit(made, RuleSet(), Question(as_of=parse_day("2025-06-30"))).run
    (late,) = [one for one in run.findings if one.obligation == "D1/2"]
    (basis,) = late.basis
    assert (basis.act.zh, basis.act.en) == ("D1 的发行文件或者合同", "issue documents or contract of D1")
    alone = {"id": "O", "title": "修复道路", "bearer": "bureau", "due_on": "2025-03-31"}
    made = docket(None, None, obligations=[alone])
    (found,) = [
        one
        for one in audit(made, RuleSet(), Question(as_of=parse_day("2025-06-30"))).run.findings
        if one.obligation == "O"
    ]
    assert found.basis[0].act.zh == "依据未填"
