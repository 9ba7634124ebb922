"""The attributes of instruments that rules look at, and the words they take, each with its Chinese and English name.

A rule may use only these attributes, or name its own under `words`: a misspelt one is found when the rule is read.
"""

from __future__ import annotations

from govaudit.law.vocabulary import read_words
from govaudit.model.text import Text

# name zh | en, a line each, by chapter of the checklists
_ATTRIBUTES = """
sme 中小企业 | small or medium enterprise
method 采购方式 | procurement method
category 采购品目类别 | category of the purchase
secret 涉密 | secret
public_harm 继续履行损害国家利益和社会公共利益 | going on would harm the state or the public
budget_amount 采购项目预算 | budget of the purchase
budget_item 预算项目 | budget item
open_tender_threshold 公开招标数额标准 | open-tender threshold
above_open_tender_threshold 达到公开招标数额标准 | at or above the open-tender threshold
bid_deposit 投标保证金 | bid deposit
bid_deposit_form 投标保证金形式 | form of the bid deposit
bid_bond_taken 收取投标保证金 | bid bond taken
performance_bond 履约保证金 | performance bond
performance_bond_form 履约保证金形式 | form of the performance bond
price_weight 价格分权重 | weight of the price
similar_contracts 要求的类似业绩合同数 | similar contracts asked for
discriminatory_terms 差别歧视条款 | discriminatory terms
interested_person_took_part 应当回避的人员参与 | a person who had to recuse took part
challenge_may_change_result 质疑可能影响采购结果 | the challenge may change the result
framework_years 框架协议有效期 | years of the framework agreement
sme_reserved 预留中小企业金额 | amount reserved for SMEs
sme_reserved_all 全部预留给中小企业 | wholly reserved for SMEs
reservation_exception 不专门面向中小企业的情形 | ground not to reserve for SMEs
small_micro_reserved 其中预留小微企业金额 | of it reserved for small and micro enterprises
agency 采购代理机构 | procurement agency
finance_department 财政部门 | finance department
medium 发布媒体 | publishing medium
acceptance_agreed 约定验收 | acceptance agreed
acceptance_period_agreed 约定验收期限 | period of acceptance agreed
periodic_settlement 定期结算 | settled periodically
payment_days 约定付款天数 | agreed days to pay
late_interest_rate 约定逾期利率 | agreed late interest rate
audit_basis_agreed 合同约定以审计结果为结算依据 | the contract makes the audit result the basis of settlement
audit_basis_by_law 法律、行政法规规定以审计结果为结算依据 | law makes the audit result the basis of settlement
completion_papers_agreed 合同约定以竣工验收备案或者决算审计为付款条件 | the contract makes completion papers a condition of payment
non_cash_forced 强制接受非现金支付 | non-cash payment forced
deposit_kind 保证金种类 | kind of deposit
guarantee_refused 拒收保函 | guarantee refused
within_budget 在预算内 | within the budget
retention 质量保证金 | retention
settled_amount 结算价款 | settled price
accepting_department 受理投诉部门 | department accepting complaints
handling_department 处理投诉部门 | department handling complaints
must_tender 必须招标 | tendering compulsory
state_funded 国有资金 | state-funded
object 招标标的 | object of the tender
estimated_price 招标项目估算价 | estimated price
bidders 投标人数 | number of bidders
committee_representatives 评标委员会招标人代表人数 | representatives on the committee
committee_experts 评标委员会专家人数 | experts on the committee
supervising_authority 行政监督部门 | supervising authority
legacy 存量项目 | legacy project
payment_mechanism 付费机制 | payment mechanism
room 财政承受能力空间 | room for fiscal outlays
subsidy_budget 运营补贴的预算来源 | budget the subsidy comes from
outlay_source 支出责任的预算来源 | budget the outlay comes from
outlay_inputs 支出责任测算参数 | inputs of the outlay formulas
terms 合同条款 | terms of the contract
total_investment 总投资 | total investment
approved_estimate 批准概算 | approved estimate
estimate_adjusted 概算经批准调整 | estimate adjusted with approval
design_estimate 初步设计概算 | design estimate
feasibility_estimate 可行性研究报告估算 | feasibility estimate
increase_reported 已报告超估算 | increase reported
government_investment 政府投资项目 | government investment project
foreign_invested 外商投资 | foreign-invested
within_authority 在法定权限内 | within statutory authority
content_lawful 内容合法 | content lawful
written 书面形式 | in writing
policy_terms 政策优惠内容 | favours of the policy
national_basis 有法律、行政法规依据或者国务院批准 | basis in law or approval of the State Council
competition_review_result 公平竞争审查结论 | result of the fair competition review
exception_claimed 适用例外规定 | exception claimed
exception_end 实施期限或者终止条件 | end date or condition of the exception
credit_body 信用牵头部门 | credit lead department
repayment_source 偿债资金来源 | source of repayment
repayment_plan 偿还计划 | plan of repayment
use_of_proceeds 资金用途 | use of the proceeds
project_type 项目类型 | type of project
level 层级 | level
cross_check 需要协查 | needs other units' help
dishonesty_class 失信等级 | class of dishonesty
market_regulator 市场监管部门 | market regulator
national_publication_basis 国家规定的公开依据 | national basis for publication
punishment_basis 惩戒依据 | basis of the punishment
technical 专业性、技术性较强 | technical matter
affects_stability 可能影响社会稳定、公共安全 | may affect stability or safety
shortening_explained 已说明缩短期限的理由 | shortening explained
legality_result 合法性审查结论 | result of the legality review
reform_risk_stated 已说明改革探索的法律风险 | legal risk of the reform stated
head_spoke_last 行政首长末位发言 | the head spoke last
reviewers_recused 原工作人员回避 | first reviewers recused
deputies_level 代表层级 | level of the deputies
difficult 涉及面广、处理难度大 | wide or difficult
extension_consented 经同意延长 | extension consented
in_session 会议期间提出 | submitted in session
org_level 机构层级 | level of the body
extension_approved 经批准延长 | extension approved
special_field 特殊行业、重点领域 | special field
random_selection 随机抽取 | drawn at random
overrun 超过公布的办理时限 | beyond the published time
"""

# word zh | en: the words an attribute takes; a docket may hold either form
_VALUES = """
open_tender 公开招标 | open tender
invited_tender 邀请招标 | invited tender
competitive_negotiation 竞争性谈判 | competitive negotiation
inquiry 询价 | inquiry
single_source 单一来源 | single source
goods 货物 | goods
services 服务 | services
works 工程 | works
cash 现金 | cash
cash_only 仅现金 | cash only
guarantee 保函 | guarantee
other 其他 | other
failed 不通过 | failed
unlawful 不合法 | unlawful
province 省 | province
city 市 | city
district 区 | district
county 县 | county
town 乡镇 | township
street 街道 | street
serious 严重 | serious
general 一般 | general
minor 轻微 | minor
government_pay 政府付费 | government pay
viability_gap 可行性缺口补助 | viability gap subsidy
availability 可用性付费 | availability payment
minimum_guarantee 保底 | minimum guarantee
tax_favour 税收优惠 | tax favour
selective_subsidy 选择性财政补贴 | selective subsidy
factor_favour 要素收费优惠 | favour on factors or fees
relocation_condition 迁址条件 | condition to relocate
local_tax_condition 本地纳税条件 | condition to pay tax locally
local_statistics_condition 纳入本地统计条件 | condition to enter local statistics
no_income 完全无收益 | wholly without income
office_building 楼堂馆所 | office building
borrowed 借用其他地区空间 | another area's room borrowed
split_reporting 报小建大 | reported small, built large
government_fund 政府性基金 | government fund
state_capital 国有资本经营 | state capital
fund_budget 政府性基金预算 | fund budget
buy_back 回购本金 | buy-back of principal
fixed_return 固定回报 | fixed return
minimum_return 保底收益 | minimum return
government_guarantee 政府担保 | government guarantee
fixed_payment 固化支出 | fixed payment
lowered_standard 降低考核标准 | lowered standard
recurrent 经常性支出 | recurrent spending
"""

ATTRIBUTES: dict[str, Text] = read_words(_ATTRIBUTES)
VALUES: dict[str, Text] = read_words(_VALUES)
_SAID = {text.zh: text for text in VALUES.values()}
_UNSTATED = Text("未写明", "not stated")
_PLAIN = {"*": Text("已写明", "stated"), "true": Text("是", "yes"), "false": Text("否", "no")}  # fmt: skip


def attribute_name(name: str) -> Text:
    """Return the name of an attribute; one that is not in the vocabulary is quoted as written."""
    return ATTRIBUTES.get(name, Text(f"“{name}”", f"'{name}'"))


def attribute_key(name: str) -> Text:
    """Return the name of an attribute with its key, for those who have to fill it in."""
    label = ATTRIBUTES.get(name)
    return attribute_name(name) if label is None else Text(f"{label.zh}（{name}）", f"{label.en} ({name})")


def value_name(word: str | None) -> Text:
    """Return the name of a plain value: yes and no, a word of the vocabulary in either language, else the value itself."""
    if word is None:
        return _UNSTATED
    return _PLAIN.get(word) or VALUES.get(word) or _SAID.get(word) or Text(word, word)


def value_names(words: tuple[str | None, ...]) -> Text:
    """Return the names of alternatives, each said once."""
    names = list(dict.fromkeys(value_name(word) for word in words))
    return Text("或".join(name.zh for name in names), " or ".join(name.en for name in names))
