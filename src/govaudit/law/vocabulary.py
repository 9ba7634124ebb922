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
retract 撤回拒绝 | retraction
reject 拒收 | rejection
assign 转让债权 | assignment
delegate 委托 | delegation
transfer_debt 债务转移 | transfer of debt
join_debt 债务加入 | joining a debt
sanction 处罚或者加收违约金 | sanction
breached 发生违约 | breach
succeed 承继 | succession
impossible 履行不能 | impossibility
correct 更正 | correction
demand_survey 需求调查 | demand survey
key_review 重点审查 | key review
legal_check 法律顾问审定 | checked by a lawyer
tender_evaded 认定规避招标 | tender found evaded
contract_split 认定化整为零 | contract found split
prequalification_closed 资格预审文件停止发售 | prequalification documents no longer sold
prequalification_clarification 资格预审文件的澄清或者修改 | clarification of the prequalification documents
withdrawn_deposit_refunded 退还撤回投标的保证金 | deposit of the withdrawn bid refunded
first_candidate_skipped 未确定第一候选人中标 | first candidate passed over
tender_report_filed 提交招标投标情况书面报告 | written report on the tender filed
side_agreement 另行订立背离实质性内容的协议 | side agreement against the contract's substance
complaint_refused 不予受理投诉 | complaint not accepted
unlawful_interference 非法干涉招标投标 | unlawful interference in the tender
subsidy_paid 支付运营补贴 | operating subsidy paid
performance_scored 绩效评价结果确定 | performance scored
operation_started 进入运营期 | operation started
completion_evaluated 建设期绩效评价 | evaluation of the construction period
budget_approved 预算经人大批准 | budget approved by the congress
capital_shortfall 资本金未足额到位 | project capital not paid in
unilateral_change 单方变更协议 | agreement changed by one side
unilateral_termination 单方解除协议 | agreement ended by one side
public_interest_ground 国家利益或者社会公共利益的认定 | state or public interest established
compensation_decided 确定补偿 | compensation decided
implementation_plan_approved 实施方案批复 | implementation plan approved
value_for_money_evaluated 物有所值评价 | value for money evaluated
affordability_evaluated 财政承受能力论证 | fiscal affordability evaluated
implementer_authorised 授权实施机构 | implementing body authorised
contract_approved 合同经政府审核同意 | contract approved by the government
spv_established 设立项目公司 | project company set up
financing_closed 融资交割 | financing closed
handed_over 移交 | handed over
transfer_plan_approved 移交方案批准 | transfer plan approved
assets_tested 资产评估和性能测试 | assets valued and tested
commitment_changed 改变承诺或者合同 | commitment or contract changed
authority_decision 有权机关作出决定 | decision of the competent body
change_procedure_completed 履行变更程序 | procedure of the change completed
policy_issued 政策措施出台 | policy measure issued
competition_reviewed 公平竞争审查 | fair competition review
comment_ended 公开征求意见截止 | public comment closed
comment_started 开始公开征求意见 | public comment opened
legality_reviewed 合法性审查通过 | legality review passed
reward_paid 兑付奖补资金 | reward paid
permit_change_closed 变更、撤回许可办结 | change or withdrawal of the permit closed
compensation_paid 支付补偿 | compensation paid
old_contract_reopened 否定已签优惠合同 | old preferential contract reopened
default_case_closed 违约失信线索办结 | case of default closed
default_recorded 记录违约失信 | default recorded
state_support_granted 获得国家资金或者融资支持 | state funds or financing support granted
default_confirmed 确认违约失信 | default confirmed
credit_repaired 信用修复 | credit repaired
complaint_closed 投诉办结 | complaint closed
written_result_sent 书面告知处理结果 | result sent in writing
illegal_borrowing 违规举借债务 | illegal borrowing
guarantee_given 提供担保 | guarantee given
standing_committee_meeting 人大常委会会议举行 | standing committee met
adjustment_draft_sent 送交预算调整初步方案 | draft of the budget adjustment sent
debt_raised 举借债务 | debt raised
drawn 提款 | part of a loan drawn
budget_adjustment_approved 批准预算调整 | budget adjustment approved
special_interest_paid 支付专项债务利息 | interest on special debt paid
budget_published 公开预算 | budget published
budget_adjustment_published 公开预算调整 | budget adjustment published
final_accounts_approved 批准决算 | final accounts approved
final_accounts_published 公开决算 | final accounts published
department_budget_replied 批复部门预算或者决算 | department budget or accounts replied
department_budget_published 公开部门预算或者决算 | department budget or accounts published
debt_due 债务到期 | debt due
expected_default_reported 报告预计违约 | expected default reported
year_started 年度开始 | year began
debt_reported_to_congress 向人大常委会报告政府债务 | debt reported to the standing committee
audit_report_heard 听取审计工作报告 | audit report heard
rectification_reported 报告审计整改情况 | rectification reported
half_year_started 半年度开始 | half-year began
half_year_debt_reported 提交半年债务书面报告 | half-yearly debt report filed
major_project_started 重大项目开工 | major project started
congress_approved 人大审查批准 | approved by the congress
administrative_decision_made 作出许可、处罚决定 | permit or penalty decided
decision_published 公示许可、处罚决定 | permit or penalty published
penalty_decided 作出行政处罚决定 | penalty decided
penalty_published 公示行政处罚决定 | penalty published
penalty_annulled 处罚被变更、撤销 | penalty changed or annulled
penalty_withdrawn 撤回公示并说明理由 | penalty withdrawn and explained
credit_objection 收到信用异议申请 | credit objection received
credit_objection_handled 信用异议处理并通知 | credit objection handled
basis_annulled 失信认定依据被撤销、变更 | basis of the entry annulled
correction_reported 更正并报送 | correction reported
misconduct_ended 失信行为终止 | misconduct ended
disclosure_removed 停止公示并删除 | disclosure removed
disclosure_started 失信信息开始公示 | disclosure began
misconduct_corrected 纠正失信行为并履行义务 | misconduct corrected and duty done
credit_pledge_made 公开作出信用承诺 | public credit pledge made
award_granted 授予荣誉 | award granted
dishonesty_recorded 记入政务失信记录 | dishonesty recorded
individual_record_published 公开自然人信用信息 | individual's record published
credit_punishment_applied 实施失信惩戒 | credit punishment applied
pledge_permit_closed 告知承诺许可办结 | permit on pledge closed
pledge_recorded 信用承诺记入信用记录 | pledge recorded
pledge_checked 核查承诺履行情况 | pledge checked
credit_data_falsified 虚构、篡改信用信息 | credit data falsified
credit_data_deleted 违规删除信用信息 | credit data deleted
credit_data_leaked 泄露信用信息 | credit data leaked
performance_confirmed 确认整改履约到位 | performance confirmed
hearing_held 召开听证会 | hearing held
hearing_papers_delivered 送达听证材料 | hearing papers delivered
hearing_participants_published 公布听证参加人名单 | participants published
decision_discussed 集体讨论决策草案 | draft discussed collectively
expert_reviewed 专家论证 | expert review
risk_assessed 风险评估 | risk assessment
legality_submitted 送请合法性审查 | sent for legality review
decision_made 作出决策 | decision made
decision_issued 决策出台 | decision issued
party_committee_reported 向同级党委请示报告 | reported to the Party committee
decision_changed 变更决策 | decision changed
decision_stopped 停止执行决策 | decision stopped
supervision_objection 申请复核督查结论 | review of a supervision conclusion asked
supervision_review_decided 作出督查复核决定 | supervision review decided
audit_draft_received 收到审计报告征求意见稿 | audit draft received
audit_comment_sent 送交审计书面意见 | comment on the audit sent
audit_rectification_closed 审计整改销号 | audit rectification closed
rectification_published 公布审计整改情况 | rectification published
suggestion_handed_over 交办代表建议 | suggestion handed over
suggestion_answered 答复代表建议 | suggestion answered
co_handling_assigned 交付协办 | co-handling assigned
co_opinion_sent 送交协办意见 | co-handler's opinion sent
suggestion_submitted 提交代表建议 | suggestion submitted
deputy_dissatisfied 代表对答复不满意 | deputy not satisfied
answered_again 再次答复 | answered again
handling_reported 报告建议办理情况 | handling reported
handling_report_published 公开建议办理情况报告 | report on handling published
suggestion_closed 建议办结 | suggestion closed
suggestion_published 公开代表建议 | suggestion published
answer_published 公开建议答复 | answer published
annual_assessment 年度绩效考核 | yearly assessment
commitment_list_published 公开承诺清单 | list of commitments published
commitment_results_published 公开践诺结果 | results of commitments published
information_formed 信息形成或者变更 | information formed or changed
information_published 主动公开信息 | information disclosed
request_received 收到公开申请 | request received
request_answered 答复公开申请 | request answered
quarter_started 季度开始 | quarter began
village_affairs_published 公布村务 | village affairs published
inspection_ended 检查结束 | inspection ended
inspection_result_published 公示检查结果 | inspection result published
petition_received 收到信访事项 | petition received
petition_notified 告知信访人 | petitioner told
petition_accepted 受理信访事项 | petition accepted
petition_finished 信访事项办结 | petition finished
review_requested 申请复查 | review requested
review_answered 答复复查 | review answered
second_review_requested 申请复核 | second review requested
second_review_answered 答复复核 | second review answered
service_completed 服务事项办结 | service completed
overrun_explained 公开说明超时理由 | overrun explained in public
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
special_bond_money 专项债券资金、专项债资金 | special bond money
"""


def read_words(table: str) -> dict[str, Text]:
    """Read a table of words, `word zh | en` a line."""
    found = {}
    for line in table.strip().splitlines():
        left, _, en = line.partition(" | ")
        word, _, zh = left.partition(" ")
        found[word] = Text(zh.strip(), en.strip())
    return found


EVENTS: dict[str, Text] = read_words(_EVENTS)
_CAUSE_WORDS = read_words(_CAUSES)
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
