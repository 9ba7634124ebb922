"""What findings say: units, days and sums as people write them, attributes by their names, each language by itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from checks.cases import checked_by, docket
from govaudit.audit import Question, audit
from govaudit.model.days import parse_day
from govaudit.report import say_facts as show
from govaudit.rules.catalogue import RuleSet, load_rules

if TYPE_CHECKING:
    from govaudit.model.text import Text

RULES = load_rules()
AS_OF = parse_day("2026-06-30")


def only(*ids: str) -> RuleSet:
    return RuleSet(rules={rule: RULES[rule] for rule in ids}, files={rule: RULES.files[rule] for rule in ids})


def paid(*payments: tuple[str, str]) -> Text:
    """Return the message of SM-01a for a delivery of 1,000,000 yuan on 10 June 2025 and these payments."""
    events: list[dict[str, Any]] = [{"type": "delivered", "occurred_on": "2025-06-10"}]
    events += [{"type": "pay", "occurred_on": day, "amount": amount} for day, amount in payments]
    contract = {"amount": "1000000", "signed_on": "2025-06-01", "attributes": {"sme": True}}
    found = docket(contract, events)
    (finding,) = [
        one
        for one in audit(found, only("SM-01a"), Question(as_of=AS_OF)).run.findings
        if one.obligation and one.kind == "breach"
    ]
    return finding.message


def test_a_settled_debt_says_its_interest_and_nothing_open():
    said = paid(("2025-08-24", "1000000"))
    assert said.zh.endswith(
        "最后一日为2025年7月10日，逾期45天，按法定利率计逾期利息 22,500.00元（未付）（未写明：约定验收、定期结算、约定付款天数）"
    )
    assert "by 2025-07-10; 45 days late, late interest CNY 22,500.00 (unpaid) (not stated: " in said.en
    assert said.zh.startswith("合同：")


def test_whose_rate_it_is_and_the_order_of_set_off_are_said():
    """Agreed at exactly the LPR of the day of signature, below it, and as a clause of the contract's own."""
    rates = [{"table": "LPR-1Y", "from": "2023-08-21", "value": "0.0345"}]
    events: list[dict[str, Any]] = [{"type": "delivered", "occurred_on": "2026-05-10"}]
    for agreed, zh, en in (
        ("3.45%/year", "按约定利率计逾期利息 1,984.93元（未付）", "late interest CNY 1,984.93 at the agreed rate (unpaid)"),
        ("3.44%/year", "按法定下限（签订日一年期LPR）计逾期利息 1,984.93元（未付）", "at the floor of the law, the one-year LPR on signing (unpaid)"),
    ):  # fmt: skip
        stated = {
            "amount": "1000000",
            "signed_on": "2024-01-10",
            "attributes": {"sme": True, "late_interest_rate": agreed},
        }
        run = audit(docket(stated, events, rates=rates), only("SM-01a"), Question(as_of=AS_OF)).run
        (finding,) = [one for one in run.findings if one.rule == "SM-01a"]
        assert zh in finding.message.zh
        assert en in finding.message.en
        assert "；付款先抵本金，逾期利息另计" in show.message(finding).zh
        assert finding.facts["set_off"] == "principal_first"


def test_an_open_debt_says_what_is_open():
    said = paid(("2025-07-11", "999999"))
    assert "尚欠 1.00元" in said.zh
    assert "CNY 1.00 open" in said.en


def test_one_day_is_one_day():
    assert "1 day late" in paid(("2025-07-11", "1000000")).en


def test_a_forbidden_term_is_said_by_its_name():
    found = docket(
        {
            "signed_on": "2025-06-03",
            "attributes": {"discriminatory_terms": ["brand", "注册地"], "bid_deposit_form": "cash"},
        }
    )
    terms = {one.rule: one.message for one in checked_by(found, only("GP-28", "GP-09b"), AS_OF).findings}
    assert "投标保证金形式：现金" in terms["GP-09b"].zh
    assert "form of the bid deposit: cash" in terms["GP-09b"].en
    assert "差别歧视条款：brand、注册地" in terms["GP-28"].zh


def test_days_of_required_and_forbidden_acts_are_spoken():
    events = [
        {"type": "documents_issued", "occurred_on": "2026-03-03"},
        {"type": "bid_deadline", "occurred_on": "2026-03-22"},
    ]
    (finding,) = checked_by(docket({"domain": "tendering"}, events), only("TB-05"), AS_OF).findings
    assert "在2026年3月3日，距此仅19天，不足20日（最迟应为2026年3月2日）" in finding.message.zh
    assert "on 2026-03-03, 19 days before, fewer than 20 days" in finding.message.en


def withheld(**instrument: Any) -> Any:
    events = [{"type": "withhold", "occurred_on": "2025-09-01", "cause": "以审计机关的审计结果作为结算依据"}]
    attributes = {"sme": True, "audit_basis_agreed": True}
    (finding,) = checked_by(
        docket({"attributes": attributes, **instrument}, events), only("SM-04a", "SM-04b"), AS_OF
    ).findings
    return finding


def test_a_contract_that_straddles_the_regulations_is_a_warning_that_says_why():
    """T9: no transitional clause is known; the older regulation let a contract agree the audit result, the newer does not."""
    older, newer = withheld(signed_on="2025-05-31"), withheld(signed_on="2025-06-01")
    assert (older.rule, older.kind, newer.kind) == ("SM-04b", "warning", "breach")
    assert "旧条例允许合同约定以审计结果为结算依据" in older.message.zh
    assert "旧条例" not in newer.message.zh


def test_no_message_of_a_rule_leaves_a_key_or_a_foreign_sentence():
    for rule in RULES:
        assert not re.search(r"[一-鿿]", rule.message.en), rule.id
        words = re.sub(r"\{\w+\}|PPP|PP|SM|LPR", "", rule.message.zh)
        assert not re.search(r"[a-z]{3,}", words), rule.id


def test_a_suspension_that_is_not_deducted_is_said():
    terms = {"id": "o", "instrument": "C1", "title": "奖励", "bearer": "bureau", "due_on": "2026-03-31"}
    for cause, said in (("agreed", True), ("court", False)):
        events = [
            {"obligation": "o", "type": "suspend", "occurred_on": "2026-04-05", "cause": cause},
            {"obligation": "o", "type": "resume", "occurred_on": "2026-04-15", "cause": cause},
        ]
        (finding,) = [
            one
            for one in audit(docket({}, events, obligations=[terms]), only(), Question(as_of=AS_OF)).run.findings
            if one.obligation == "o"
        ]
        assert ("到期后有中止未扣除" in finding.message.zh) is said
        assert ("is not deducted" in finding.message.en) is said
