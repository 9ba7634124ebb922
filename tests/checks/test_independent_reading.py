"""Forty rules read again, apart from their files: the last lawful day worked by hand from the article, and the day after it.

The forty were drawn from the 132 rules with a day or a number (`random.Random(11).sample` over their sorted ids). Days are counted on the
State Council's notices: 2025 off 05-01..05, 06-02, 10-01..08, at work 04-27, 09-28, 10-11; 2025/26 off 01-01..03, 02-15..23, 05-01..05, at
work 01-04, 02-14, 02-28, 05-09. Nothing here is read from the rules: each row holds the law, the facts, the day kept and the day that is not.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from checks.cases import docket
from govaudit.audit import Question, audit
from govaudit.model.days import parse_day
from govaudit.rules.catalogue import RuleSet, load_rules

RULES = load_rules()
SHANDONG, TENDER = {"region": "370000"}, {"attributes": {"must_tender": True}}


class Read(NamedTuple):
    """A rule with its law; the start and its day; the act, on the last lawful day and on the first that is not; the verdict then."""

    rule: str
    law: str
    domain: str
    start: tuple[str, str]
    act: tuple[str, str, str]
    verdict: str = "breach"
    instrument: dict[str, Any] = {}  # noqa: RUF012 - never written to
    amount: str | None = None


READ = [
    # working days: 2..5, 8..12, 15..19, 22..26 September are 19, the worked Sunday 09-28 is the twentieth
    Read("CR-02", "令45 §9: 20W", "disclosure", ("penalty_decided", "2025-09-01"), ("penalty_published", "2025-09-28", "2025-09-29"), instrument={"attributes": {"market_regulator": True}}),
    # 09-28, 29, 30
    Read("CR-04", "山东 §39: 3W", "disclosure", ("credit_objection", "2025-09-26"), ("credit_objection_handled", "2025-09-30", "2025-10-01"), instrument=SHANDONG | {"attributes": {"cross_check": False}}),
    # 09-28, 29, 30, 10-09, 10, the worked Saturday 11, 13
    Read("CR-04a", "山东 §39: 7W with other units' help", "disclosure", ("credit_objection", "2025-09-26"), ("credit_objection_handled", "2025-10-13", "2025-10-14"), instrument=SHANDONG | {"attributes": {"cross_check": True}}),
    # 02-13, the worked Saturday 14, then 24
    Read("CR-05", "山东 §40: 3W", "disclosure", ("basis_annulled", "2026-02-12"), ("correction_reported", "2026-02-24", "2026-02-25"), instrument=SHANDONG),
    # 07-05 of 2028 is a Wednesday; a longest time is not prolonged in any case
    Read("CR-07", "国办发〔2025〕22: at most 3 years", "disclosure", ("disclosure_started", "2025-07-05"), ("disclosure_removed", "2028-07-05", "2028-07-06"), instrument={"attributes": {"dishonesty_class": "严重"}}),
    # 2026-08-30 is a Sunday and still the last day
    Read("CR-07a", "国办发〔2025〕22: at most 1 year", "disclosure", ("disclosure_started", "2025-08-30"), ("disclosure_removed", "2026-08-30", "2026-08-31"), instrument={"attributes": {"dishonesty_class": "一般"}}),
    # a minimum: the act may not come before
    Read("CR-07d", "国办发〔2025〕22: at least 1 year", "disclosure", ("disclosure_started", "2025-08-10"), ("credit_repaired", "2026-08-10", "2026-08-09"), instrument={"attributes": {"dishonesty_class": "严重"}}),
    Read("DA-01", "重大决策条例 §15: 一般 at least 30C", "decision", ("comment_started", "2025-09-01"), ("comment_ended", "2025-10-01", "2025-09-30"), "warning"),
    # 09-28, 29, 30, 10-09, 10
    Read("GP-02", "87号令 §16: 5W", "procurement", ("tender_notice", "2025-09-26"), ("notice_ended", "2025-10-10", "2025-10-09"), instrument={"attributes": {"method": "公开招标"}}),
    # a minimum interval of a statute is not rolled: 10-05 lies in the holidays and will do
    Read("GP-04", "政府采购法 §35: 20C", "procurement", ("documents_issued", "2025-09-15"), ("bid_deadline", "2025-10-05", "2025-10-04"), instrument={"attributes": {"method": "邀请招标"}}),
    # 02-12, 13, the worked Saturday 14, 24, 25
    Read("GP-06", "实施条例 §21: 5W", "procurement", ("prequalification_notice", "2026-02-11"), ("prequalification_deadline", "2026-02-25", "2026-02-24")),
    # 04-30, 05-06, 07
    Read("GP-07", "74号令 §45: 3W", "procurement", ("documents_issued", "2026-04-29"), ("bid_deadline", "2026-05-07", "2026-05-06"), instrument={"attributes": {"method": "询价"}}),
    # 09-28, 29, 30, 10-09, 10; the worked Saturday 10-11 is a day late
    Read("GP-10a", "实施条例 §33: 5W", "procurement", ("award_notice", "2025-09-26"), ("deposit_refunded_loser", "2025-10-10", "2025-10-11"), instrument={"attributes": {"bid_deposit": "20000"}}),
    # eleven days of October, nineteen of November
    Read("GP-13", "政府采购法 §46: 30C", "procurement", ("award_notice", "2025-10-20"), ("signed", "2025-11-19", "2025-11-20")),
    # 09-28, 29, 30, 10-09, 10, 11, 13, 14, 15, 16
    Read("GP-21c", "财办库〔2023〕243: 原则上 10W", "procurement", ("invoiced", "2025-09-26"), ("pay", "2025-10-16", "2025-10-17"), "warning"),
    # 09-30, 10-09, 10
    Read("GP-22a", "实施条例 §52: 3W", "procurement", ("inquiry", "2025-09-29"), ("inquiry_answered", "2025-10-10", "2025-10-11")),
    # 05-30; Monday 06-02 off; 06-03, 4, 5, 6
    Read("GP-23a", "94号令 §21: 5W", "procurement", ("complaint", "2025-05-29"), ("complaint_reviewed", "2025-06-06", "2025-06-07"), instrument={"attributes": {"finance_department": "bureau"}}),
    Read("GP-31", "政府采购法 §42: 15 years from the end", "procurement", ("procurement_ended", "2010-06-15"), ("files_destroyed", "2025-06-15", "2025-06-14")),
    # the worked Sunday 04-27, 28, 29, 30, 05-06, 7, 8
    Read("GP-33a", "110号令 §29: 7W", "procurement", ("signed", "2025-04-25"), ("framework_filed", "2025-05-08", "2025-05-09"), instrument={"kind": "framework"}),
    Read("IP-08", "优化营商环境条例 §62: 一般 at least 30C", "investment", ("comment_started", "2025-11-03"), ("comment_ended", "2025-12-03", "2025-12-02"), "warning"),
    # 01-30 + 20 = 02-19, off until 02-23
    Read("LD-08", "预算法 §14: 20C", "debt", ("budget_approved", "2026-01-30"), ("budget_published", "2026-02-24", "2026-02-25")),
    # 12-12 + 20 = 01-01, off until the worked Sunday 01-04
    Read("LD-08a", "预算法 §14: 20C", "debt", ("budget_adjustment_approved", "2025-12-12"), ("budget_adjustment_published", "2026-01-04", "2026-01-05")),
    # 12-29, 30, 31, the worked Sunday 01-04, 05; recalled
    Read("PP-14a", "财库〔2014〕215: 5W", "ppp", ("result_published", "2025-12-26"), ("signed", "2026-01-05", "2026-01-04"), "warning"),
    # 07-31 + 30 = Saturday 08-30
    Read("SM-01a", "国令802 §9: 30C", "procurement", ("delivered", "2025-07-31"), ("pay", "2025-09-01", "2025-09-02"), instrument={"attributes": {"sme": True, "acceptance_agreed": False, "periodic_settlement": False}, "signed_on": "2025-06-10"}, amount="200000"),
    # 08-29 + 30 = Sunday 09-28, a working day
    Read("SM-01c", "国令802 §9: 30C from the confirmed amount", "procurement", ("settlement_confirmed", "2025-08-29"), ("pay", "2025-09-28", "2025-09-29"), instrument={"attributes": {"sme": True, "periodic_settlement": True}, "signed_on": "2025-06-10"}, amount="200000"),
    # no number in the law: 15 days as A9 has it, 08-15 + 15 = Saturday 08-30
    Read("SM-09d", "国令802 §13: 及时", "procurement", ("retention_due", "2025-08-15"), ("retention_refunded", "2025-09-01", "2025-09-02"), "warning", {"attributes": {"sme": True}}),
    # 31 July + 3 months = 31 October, a Friday
    Read("SP-01", "代表法 §51: 3M", "deputies", ("suggestion_handed_over", "2025-07-31"), ("suggestion_answered", "2025-10-31", "2025-11-01")),
    Read("SP-03b", "山东代表建议办理条例 §21, recalled: 1M", "deputies", ("co_handling_assigned", "2025-09-30"), ("co_opinion_sent", "2025-10-30", "2025-10-31"), "warning", SHANDONG | {"attributes": {"deputies_level": "省"}}),
    # Saturday 11-08 will do
    Read("TB-03", "招标投标法实施条例 §16: 5C", "tendering", ("documents_issued", "2025-11-03"), ("documents_closed", "2025-11-08", "2025-11-07")),
    Read("TB-04", "招标投标法实施条例 §17: 5C", "tendering", ("prequalification_closed", "2025-11-07"), ("prequalification_deadline", "2025-11-12", "2025-11-11"), instrument=TENDER),
    Read("TB-06a", "招标投标法实施条例 §21: 3C", "tendering", ("prequalification_clarification", "2025-11-10"), ("prequalification_deadline", "2025-11-13", "2025-11-12")),
    # 09-28 + 5 = 10-03, off until 10-08
    Read("TB-09", "招标投标法实施条例 §57: 5C", "tendering", ("signed", "2025-09-28"), ("bid_deposit_refunded", "2025-10-09", "2025-10-10"), instrument={"attributes": {"bid_bond_taken": True}}),
    Read("TB-11", "招标投标法实施条例 §54: 3C", "tendering", ("evaluation_report", "2025-06-27"), ("candidates_published", "2025-06-30", "2025-07-01"), instrument=TENDER),
    # 04-04 + 30 = Sunday 05-04, off until 05-05
    Read("TB-14", "招标投标法 §46: 30C", "tendering", ("award_notice", "2025-04-04"), ("signed", "2025-05-06", "2025-05-07")),
    # 22..26, 28, 29, 30 September are 8; 9, 10, 11, 13..17, 20..23 October are 12
    Read("TO-02", "政府信息公开条例 §26: 20W", "disclosure", ("information_formed", "2025-09-19"), ("information_published", "2025-10-23", "2025-10-24")),
    # 09-08 + 30 = 10-08, off
    Read("TO-07d", "信访工作条例 §36: 30C", "task", ("second_review_requested", "2025-09-08"), ("second_review_answered", "2025-10-09", "2025-10-10")),
]  # fmt: skip


def found(rule: str, instrument: dict[str, Any], events: list[dict[str, Any]]) -> list[str]:
    """What an audit with this rule alone finds of it."""
    run = audit(
        docket(instrument, events), RuleSet(rules={rule: RULES[rule]}), Question(as_of=parse_day("2028-12-31"))
    ).run
    return [one.kind for one in run.findings if one.rule == rule]


@pytest.mark.parametrize("read", READ, ids=lambda read: read.rule)
def test_the_last_lawful_day_is_kept_and_the_day_after_it_is_not(read: Read):
    act, kept, late = read.act
    instrument = {"domain": read.domain, **read.instrument, **({"amount": read.amount} if read.amount else {})}
    start = {"type": read.start[0], "occurred_on": read.start[1]}
    for day, expected in ((kept, []), (late, [read.verdict])):
        events = [start, {"type": act, "occurred_on": day} | ({"amount": read.amount} if read.amount else {})]
        assert found(read.rule, instrument, events) == expected, (read.law, day)


@pytest.mark.parametrize(
    ("rule", "instrument", "kept", "beyond", "verdict"),
    [
        # 国办函〔2023〕115, 原则上不超过40年: 2024-06-01 to 2064-05-31 is forty years, its last day included
        ("PP-16", {"domain": "ppp", "signed_on": "2024-06-01", "effective_on": "2024-06-01"}, {"ends_on": "2064-05-31"}, {"ends_on": "2064-06-01"}, "warning"),
        # 政府投资条例 §23: in principle not above the approved estimate
        ("PP-17", {"domain": "ppp", "signed_on": "2020-01-10"}, {"attributes": {"government_investment": True, "approved_estimate": "50000000", "total_investment": "50000000"}},
         {"attributes": {"government_investment": True, "approved_estimate": "50000000", "total_investment": "50000000.01"}}, "warning"),
        # 政府投资条例 §12: to be reported when more than a tenth above; 55,000,000 is a tenth
        ("PP-19", {"domain": "tendering", "signed_on": "2020-01-10"}, {"attributes": {"government_investment": True, "feasibility_estimate": "50000000", "design_estimate": "55000000"}},
         {"attributes": {"government_investment": True, "feasibility_estimate": "50000000", "design_estimate": "55000000.01"}}, "breach"),
        # 招标投标法实施条例 §58: not above a tenth of 5,000,000
        ("TB-16", {"domain": "tendering", "signed_on": "2025-06-10", "amount": "5000000"}, {"attributes": {"performance_bond": "500000"}}, {"attributes": {"performance_bond": "500000.01"}}, "breach"),
    ],
)  # fmt: skip
def test_the_last_lawful_value_is_kept_and_a_fen_or_a_day_more_is_not(
    rule: str, instrument: dict[str, Any], kept: dict[str, Any], beyond: dict[str, Any], verdict: str
):
    assert found(rule, instrument | kept, []) == []
    assert found(rule, instrument | beyond, []) == [verdict]


def test_a_day_late_costs_the_small_enterprise_half_a_per_mille():
    """国令802 §17: nothing agreed, 0.05 % a day, simple: 200,000 for one day is 100."""
    events = [{"type": "delivered", "occurred_on": "2025-07-31"}, {"type": "pay", "occurred_on": "2025-09-02", "amount": "200000"}]  # fmt: skip
    made = docket({"attributes": {"sme": True}, "signed_on": "2025-06-10", "amount": "200000"}, events)
    rules = RuleSet(rules={"SM-01a": RULES["SM-01a"]})
    (finding,) = [
        one for one in audit(made, rules, Question(as_of=parse_day("2025-12-31"))).run.findings if one.rule == "SM-01a"
    ]
    assert (finding.amounts["interest"], finding.facts["breach_days"]) == ("100.00", 1)
