"""The words of rules and dockets: event types and reason codes, each with its Chinese and English name.

A rule may use only these event types and causes (or declare its own under `words`), so that a misspelt one is found
when the rule is read, not missed for years.
"""

from __future__ import annotations

import difflib

from govaudit.model.text import Text

# type zh | en, a line each, in the order of a case's life
_EVENTS = """
intention_published 采购意向公开 | procurement intention published
procurement_started 采购活动开始 | procurement started
tender_notice 招标（采购）公告发布 | tender notice published
notice_ended 公告期届满 | notice period ended
documents_issued 采购（招标）文件开始发出 | procurement documents issued
documents_closed 采购（招标）文件停止提供 | procurement documents no longer offered
prequalification_notice 资格预审公告发布 | prequalification notice published
prequalification_deadline 资格预审申请截止 | prequalification deadline
clarification 澄清或者修改 | clarification or amendment of documents
bid_deadline 投标（响应）截止 | bid deadline
bid_withdrawn 撤回投标 | bid withdrawn
bid_opening 开标 | bid opening
single_source_published 单一来源公示开始 | single-source publicity started
single_source_ended 单一来源公示期满 | single-source publicity ended
evaluation_ended 评审结束 | evaluation ended
evaluation_report 评审报告送交 | evaluation report handed over
candidates_published 中标候选人公示开始 | candidates published
candidates_ended 中标候选人公示期满 | publicity of candidates ended
winner_fixed 中标（成交）结果确定 | winner determined
result_published 中标（成交）结果公告 | result announced
award_notice 中标（成交）通知书发出 | award notice issued
deposit_paid 缴纳投标保证金 | bid deposit paid
deposit_refunded_loser 退还未中标人保证金 | losers' deposits refunded
deposit_refunded_winner 退还中标人保证金 | winner's deposit refunded
bid_deposit_refunded 退还投标保证金 | bid deposits refunded
procurement_cancelled 采购活动终止 | procurement terminated
signed 签订 | signed
effective 生效 | in force
contract_published 合同公告 | contract published
filed 备案 | filed
contract_changed 合同变更 | contract changed
change_published 变更公告 | change published
supplement_signed 签订补充合同 | supplement signed
add_on_signed 签订添购合同 | add-on purchase signed
delivered 交付 | delivered
acceptance_due 约定验收期届满 | end of the agreed acceptance period
accepted 验收合格 | accepted
settlement_confirmed 双方确认结算金额 | amount confirmed by both sides
invoiced 收到发票 | invoice received
pay 付款 | payment
paid 已付款 | paid
published 公布 | published
refunded 退还 | refunded
reported 报告 | reported
answered 答复 | answered
perform 履行 | performance
receivable_requested 请求确权 | confirmation of receivable requested
receivable_confirmed 确认应收账款 | receivable confirmed
guarantee_expired 保证金到期 | security expired
guarantee_refunded 退还保证金 | security refunded
retention_due 质量保证期届满 | defects period ended
retention_refunded 退还质量保证金 | retention refunded
year_ended 年度终了 | year ended
arrears_published 公布逾期欠款信息 | arrears published
inquiry 询问 | inquiry
inquiry_answered 答复询问 | inquiry answered
challenge 质疑 | challenge
challenge_answered 答复质疑 | challenge answered
objection 异议 | objection
objection_answered 答复异议 | objection answered
complaint 收到投诉 | complaint received
complaint_reviewed 投诉审查完毕 | complaint reviewed
complaint_accepted 受理投诉 | complaint accepted
complaint_forwarded 转交投诉 | complaint forwarded
complaint_handled 投诉处理结果 | complaint handled
complaint_decided 投诉处理决定 | complaint decided
complaint_answer_due 质疑答复期满 | answer period of the challenge ended
procurement_suspended 暂停采购活动 | procurement suspended
procurement_resumed 恢复采购活动 | procurement resumed
received_by_media 媒体收到信息 | received by the publishing medium
published_by_media 媒体发布信息 | published by the medium
framework_filed 框架协议备案 | framework agreement filed
users_notified 告知征集适用人 | users of the framework told
suspended 中止履行 | suspended
resumed 恢复履行 | resumed
terminate 解除或者终止 | terminated
repudiate 拒绝履行 | repudiated
withhold 扣留或者拒付 | withheld
ended 终止 | ended
prefinancing 垫资 | contractor pre-financing
files_destroyed 销毁采购文件 | files destroyed
suspend 中止 | suspension
resume 恢复 | resumption
waive 免除 | waiver
amend 变更 | amendment
demand 催告 | demand
retract 撤回 | retraction
reject 拒收 | rejection
assign 转让 | assignment
delegate 委托 | delegation
transfer_debt 债务转移 | transfer of debt
succeed 承继 | succession
impossible 履行不能 | impossibility
correct 更正 | correction
demand_survey 需求调查 | demand survey
key_review 重点审查 | key review
legal_check 法律顾问审定 | checked by a lawyer
"""

# code zh [、zh …] | en; the Chinese words are what a `cause` cell may hold
_CAUSES = """
change_of_head 负责人变更、负责人更替、责任人更替、法定代表人变更、主要负责人变更 | change of head
staff_change 人员变动、人员更替、经办人变更 | change of staff
government_change 政府换届、换届 | change of government
reorganisation 机构变动、机构调整、职能调整、机构改革 | reorganisation
boundary_change 行政区划调整 | change of administrative boundaries
policy_change 政策调整、政策变化 | change of policy
internal_payment_flow 内部付款流程、履行内部付款流程 | internal payment procedure
awaiting_completion_filing 等待竣工验收备案、等待竣工验收批复、竣工验收备案 | waiting for completion filing
awaiting_final_audit 等待决算审计、决算审计 | waiting for the audit of final accounts
audit_result 等待审计结果、以审计机关的审计结果作为结算依据、审计结果 | audit result as basis of settlement
unilateral 擅自、单方决定 | on its own decision
disputed_part 部分争议、部分存在争议 | part in dispute
different_subject 改变标的 | different subject
other_terms_altered 改变其他条款 | other terms altered
no_budget 无预算、预算未安排 | no budget
fund_shortage 资金困难、资金紧张 | shortage of funds
public_interest 公共利益、国家利益 | public interest
force_majeure 不可抗力 | force majeure
"""


def _read(table: str) -> dict[str, Text]:
    found = {}
    for line in table.strip().splitlines():
        left, _, en = line.partition(" | ")
        word, _, zh = left.partition(" ")
        found[word] = Text(zh.strip(), en.strip())
    return found


EVENTS: dict[str, Text] = _read(_EVENTS)
_CAUSE_WORDS = _read(_CAUSES)
CAUSES: dict[str, Text] = {code: Text(text.zh.split("、")[0], text.en) for code, text in _CAUSE_WORDS.items()}
_SAID: dict[str, str] = {word: code for code, text in _CAUSE_WORDS.items() for word in text.zh.split("、")}


def event_name(event: str) -> Text:
    """Return the name of an event type; a type that is not in the vocabulary is quoted as written."""
    return EVENTS.get(event, Text(f"“{event}”", f"'{event}'"))


def cause_name(cause: str) -> Text:
    """Return the name of a reason code; other words are quoted as written."""
    return CAUSES.get(cause, Text(f"“{cause}”", f"'{cause}'"))


def cause_codes(text: str | None) -> frozenset[str]:
    """Return the reason codes a `cause` cell states: a code, several with ; between, or the Chinese words for them."""
    if not text:
        return frozenset()
    parts = [part.strip() for part in text.replace("；", ";").replace("，", ";").replace("、", ";").split(";")]
    return frozenset(_SAID.get(part, part) for part in parts if part)


def did_you_mean(word: str, known: dict[str, Text]) -> str | None:
    """Return the known word a misspelt one is nearest to."""
    near = difflib.get_close_matches(word, known, 1, 0.75)
    return near[0] if near else None
