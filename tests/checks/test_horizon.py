"""R16: where records do not reach the day that decides, nothing on record is unknown, never a breach."""

from __future__ import annotations

from typing import Any

import pytest

from checks.cases import checked_by, docket
from govaudit.audit import Question, audit
from govaudit.model.days import parse_day
from govaudit.rules.catalogue import RuleSet, load_rules

RULES = load_rules()
AS_OF = parse_day("2026-06-30")


def only(*ids: str) -> RuleSet:
    return RuleSet(rules={rule: RULES[rule] for rule in ids}, files={rule: RULES.files[rule] for rule in ids})


def complete(through: str) -> list[dict[str, str]]:
    return [{"id": "ledger", "table": "events", "complete_from": "2000-01-01", "complete_through": through}]


def events(**days: str) -> list[dict[str, Any]]:
    return [{"type": kind, "occurred_on": day} for kind, day in days.items()]


# --- required ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("through", "known"), [("2026-03-31", True), ("2026-03-30", False)])
def test_a_missing_review_is_a_finding_only_where_records_reach_the_act(through: str, known: bool):  # noqa: FBT001 - a row of the table
    found = docket({"domain": "decision"}, events(decision_discussed="2026-03-31"), sources=complete(through))
    checked = checked_by(found, only("DA-05"), AS_OF)
    assert (len(checked.findings), len(checked.missing)) == ((1, 0) if known else (0, 1))
    if not known:
        (missing,) = checked.missing
        assert (
            missing.what.zh
            == "此前没有“合法性审查通过”的记录；记录只完整到2026年3月30日，不能判定2026年3月31日前有无此项"
        )
        assert missing.what.en.endswith("records reach only to 2026-03-30, not to 2026-03-31: it cannot be told")


@pytest.mark.parametrize(("through", "known"), [("2026-04-03", True), ("2026-04-02", False)])
def test_with_a_minimum_time_the_last_lawful_day_decides(through: str, known: bool):  # noqa: FBT001 - a row of the table
    """Papers seven days before a hearing of 10 April had to be delivered by 3 April."""
    found = docket({"domain": "decision"}, events(hearing_held="2026-04-10"), sources=complete(through))
    checked = checked_by(found, only("DA-02"), AS_OF)
    assert (len(checked.findings), len(checked.missing)) == ((1, 0) if known else (0, 1))


def test_what_is_on_record_too_late_needs_no_complete_records():
    late = events(comment_started="2026-03-20", comment_ended="2026-04-10")
    checked = checked_by(docket({"domain": "decision"}, late, sources=complete("2026-01-01")), only("DA-01"), AS_OF)
    assert (len(checked.findings), checked.missing) == (1, [])


def test_what_is_lacking_for_certain_decides_beside_what_cannot_be_told():
    """A repayment source stated as 'no' is lacking whatever the records of events reach."""
    found = docket({"domain": "debt", "attributes": {"repayment_source": False}}, events(debt_raised="2026-03-31"),
                   sources=complete("2026-01-01"))  # fmt: skip
    (finding,) = checked_by(found, only("LD-05a"), AS_OF).findings
    assert "偿债资金来源" in finding.message.zh


def test_a_document_is_not_missing_where_the_file_does_not_reach():
    found = docket(events=events(accepted="2026-03-31"), sources=complete("2026-02-28"))
    checked = checked_by(found, only("GP-30"), AS_OF)
    assert (checked.findings, len(checked.missing)) == ([], 1)


# --- forbidden during a time ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("through", "known"), [("2026-03-10", True), ("2026-03-09", False)])
def test_an_open_challenge_is_open_only_as_far_as_records_reach(through: str, known: bool):  # noqa: FBT001 - a row of the table
    said = {"attributes": {"challenge_may_change_result": True}}
    found = docket(said, events(challenge="2026-03-02", signed="2026-03-10"), sources=complete(through))
    checked = checked_by(found, only("GP-24"), AS_OF)
    assert (len(checked.findings), len(checked.missing)) == ((1, 0) if known else (0, 1))


def test_a_forbidden_reason_is_on_record_and_needs_no_complete_records():
    refused = [{"type": "withhold", "occurred_on": "2026-03-10", "cause": "负责人变更"}]
    checked = checked_by(docket({"attributes": {"sme": True}}, refused, sources=complete("2026-01-01")), only("SM-05a"), AS_OF)  # fmt: skip
    assert len(checked.findings) == 1


# --- deadlines --------------------------------------------------------------------------------------------------------


def judged(through: str | None, *rest: dict[str, Any]) -> Any:
    """A contract signed on 27 February 2026: to be published within two working days, by 3 March (GP-14; 28 February works)."""
    sources = complete(through or "2026-12-31")
    found = docket({"signed_on": "2026-02-27"}, list(rest), sources=sources)
    result = audit(found, only("GP-14"), Question(as_of=AS_OF))
    (status,) = result.statuses
    return status, [finding for finding in result.run.findings if finding.obligation]


def test_an_unrecorded_publication_is_a_breach_where_records_are_complete():
    status, (finding,) = judged(None)
    assert (finding.rule, finding.kind, status.state) == ("GP-14", "breach", "breached")


def test_an_unrecorded_publication_is_a_warning_where_no_source_says_since_when_records_are_complete():
    found = docket({"signed_on": "2026-02-27"}, [], sources=[])
    run = audit(found, only("GP-14"), Question(as_of=AS_OF)).run
    (finding,) = [one for one in run.findings if one.rule == "GP-14"]
    assert (finding.kind, finding.responsible, finding.facts["breach_days"]) == ("warning", (), 0)
    assert finding.message.zh.startswith("未见“合同：合同公告”的记录")


def test_an_unrecorded_publication_after_the_horizon_cannot_be_decided():
    status, (finding,) = judged("2026-03-01")
    assert (finding.rule, finding.kind, status.breach_days) == ("OB-06", "data_problem", 0)
    assert status.flags == ("unknown_after(2026-03-01)",)
    assert finding.message.zh == "“合同：合同公告”履行期限至2026年3月2日，此后没有完整记录，不能判定是否履行"
    assert finding.message.en.startswith("'合同: contract published' fell due on 2026-03-02")


def test_days_after_the_horizon_are_not_counted_and_the_message_says_so():
    status, (finding,) = judged("2026-03-05")
    assert (finding.rule, finding.kind, status.breach_days) == ("GP-14", "breach", 3)
    assert finding.message.zh.endswith("逾期3天（记录只完整到2026年3月5日，此后天数未计）（未写明：涉密）")


def test_a_publication_on_record_after_the_horizon_proves_the_days_before_it():
    status, (finding,) = judged("2026-03-01", {"type": "contract_published", "occurred_on": "2026-03-12"})
    assert (finding.rule, finding.kind, status.breach_days) == ("GP-14", "breach", 10)
    assert "未计" not in finding.message.zh


def test_within_grace_at_the_horizon_it_cannot_be_decided_later():
    duty = {"id": "O1", "instrument": "C1", "title": "支付", "bearer": "bureau", "beneficiary": "firm", "action": "pay",
            "due_on": "2026-03-31", "grace_n": "15", "grace_unit": "day", "amount": "100"}  # fmt: skip
    found = docket(obligations=[duty], sources=complete("2026-04-05"))
    result = audit(found, RuleSet(), Question(as_of=AS_OF))
    (finding,) = [finding for finding in result.run.findings if finding.obligation]
    assert (finding.rule, finding.kind) == ("OB-06", "data_problem")
