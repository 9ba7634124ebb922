"""The tables as text, a line a column: `name[*] kind zh|en [= default] [ : refs or words]`.

A star marks a required column; a list of words ending in `…` is open. Source: spec of the docket.
"""

from __future__ import annotations

from govaudit.words import FISCAL_ITEMS, SUSPENSION_CAUSES

Needs = tuple[tuple[str, ...], ...]

TABLE_TITLES: dict[str, tuple[str, str, Needs]] = {
    "instruments": ("文书", "instruments", ()),
    "obligations": ("义务", "obligations", (("due_on", "anchor"),)),
    "events": ("事件", "events", (("obligation", "instrument"), ("occurred_on", "occurred_at"))),
    "orgs": ("机构", "organisations", ()),
    "posts": ("岗位", "posts", ()),
    "persons": ("人员", "persons", ()),
    "tenures": ("任期", "tenures", ()),
    "assignments": ("职责分工", "assignments", (("obligation", "instrument", "scope"),)),
    "delegations": ("委托授权", "delegations", ()),
    "authorities": ("领导关系", "lines of authority", ()),
    "transfers": ("职能承继", "transfers of function", ()),
    "acts": ("履职行为", "official acts", ()),
    "evidence": ("证据", "evidence", ()),
    "fiscal": ("财政数据", "fiscal figures", ()),
    "debts": ("债务", "debts", (("rate", "rate_table"),)),
    "rates": ("利率表", "rate tables", ()),
    "ppp_outlays": ("PPP支出责任", "PPP outlays", ()),
    "sources": ("数据来源", "sources", ()),
}

_AMOUNT = """
amount money 金额|amount
currency text 币种|currency = CNY
unit text 金额单位|unit of the amounts
"""
_SOURCE = "source text 出处|source"
_COMMON = """
evidence list 证据|evidence
certainty choice 确定性|certainty : certain, probable, possible
recorded_from recorded 记录日|recorded from
recorded_to recorded 记录失效日|recorded to
source text 出处|source
"""

COLUMNS: dict[str, str] = {
    "instruments": f"""
id* id 编号|id
domain* choice 领域|domain : ppp, procurement, tendering, investment, debt, pledge, decision, disclosure, deputies, task
kind* text 种类|kind : contract, agreement, commitment, bond, loan, plan, notice, concession, …
title* text 名称|title
authority* ref 政府方|authority : orgs
counterparty ref 相对方|counterparty : orgs
signed_on date 签订日|signed on
effective_on date 生效日|effective on
ends_on date 终止日|ends on
{_AMOUNT.strip()}
region text 地区|region
status text 状态|status
attributes json 其他属性|attributes
evidence list 证据|evidence
{_SOURCE}
""",
    "obligations": f"""
id* id 编号|id
instrument ref 文书|instrument : instruments
title* text 名称|title
kind choice 义务类型|kind = achievement : achievement, maintenance, punctual, prohibition
bearer* ref 义务主体|bearer : posts, orgs
performer ref 履行人|performer : posts, orgs
beneficiary ref 权利人|beneficiary : orgs, posts
action text 行为|action : pay, deliver, publish, sign, file, refund, report, answer, …
due_on date 到期日|due on
anchor anchor 起算事件或日期|anchor (event type or date)
n int 期限数|n
unit choice 期限单位|unit : day, workday, week, month, year, hour
start choice 首日|first day = exclude : exclude, include, before
roll choice 顺延|roll = following : following, none, preceding, modified_following
cutoff clock 截止时点|cut-off of the day (HH:MM)
grace_n int 宽限数|grace n
grace_unit choice 宽限单位|grace unit = day : day, workday, week, month, year
grace_mode choice 宽限方式|grace mode = forgive : forgive, extend, sanction_only
amount money 金额|amount
currency text 币种|currency = CNY
amount_unit text 金额单位|unit of the amounts
tolerance money 容差|tolerance
allocation choice 抵充顺序|allocation = interest_first : interest_first, principal_first, fifo
paying_day choice 付款当日|day of payment = counted : counted, not_counted
interest_mode choice 逾期利息方式|late interest : none, floating, fixed_at_breach, semester, fixed_at_contract
interest_rate rate 逾期利率|late interest rate
rate_table text 利率表|rate table
condition text 条件|condition (event type)
reciprocal_of ref 对待给付义务|reciprocal of : obligations
reparation_of ref 补救的义务|reparation of : obligations
force choice 约束力|force = binding : binding, none
long_stop date 最后期限|long stop
tolling choice 中止方式|tolling = pause : pause, residual, restart
calendar choice 日历|calendar = cn : cn, none
tz tz 时区|time zone = Asia/Shanghai
clause text 条款|clause
pays_for choice 款项性质|pays for : price, advance, retention, bond, other
draft flag 待确认|draft
side choice 所属方|side : public_side, other_side, public_by_type, other_by_type, assumed, not_stated
evidence list 证据|evidence
{_SOURCE}
""",
    "events": f"""
id* id 编号|id
obligation ref 义务|obligation : obligations
instrument ref 文书|instrument : instruments
type* text 类型|type : award_notice, signed, delivered, accepted, invoiced, perform, pay, suspend, resume, waive, amend, demand, repudiate, retract, reject, assign, delegate, transfer_debt, join_debt, succeed, sanction, terminate, impossible, correct, opening, …
occurred_on date 发生日|occurred on
occurred_at instant 发生时刻|occurred at
recorded_at recorded 记录时刻|recorded at
amount money 金额|amount
currency text 币种|currency (that of the obligation when empty)
unit text 金额单位|unit of the amounts
cause text 原因|cause : {", ".join(SUSPENSION_CAUSES)}, …
person ref 人员|person : persons
post ref 岗位|post : posts
evidence list 证据|evidence
confirmed flag 已核对|checked (amount, double, surplus)
note text 备注|note
terms terms 变更条款|changed terms
corrects ref 更正事件|corrects : events
{_SOURCE}
""",
    "orgs": f"""
id* id 编号|id
name* text 名称|name
kind text 种类|kind : government, department, public_institution, company, …
level text 层级|level : city, district, town, department, company, …
parent ref 上级机构|parent : orgs
code text 统一社会信用代码|unified credit code
founded partial 设立日|founded
dissolved partial 撤销日|dissolved
{_SOURCE}
""",
    "posts": f"""
id* id 编号|id
org* ref 机构|organisation : orgs
title* text 职务|title
rank choice 级别|rank : head, deputy, member, handler
seats int 职数|seats
created partial 设置日|created
abolished partial 撤销日|abolished
{_SOURCE}
""",
    "persons": f"""
id* id 编号|id
name* text 姓名|name
status text 状态|status : serving, retired, dead, …
status_on partial 状态日|status on
merged_into ref 并入|merged into : persons
identifiers json 证件标识|identifiers
{_SOURCE}
""",
    "tenures": f"""
id* id 编号|id
post* ref 岗位|post : posts
person* ref 人员|person : persons
seat text 席位|seat
start partial 任职日|start
end partial 离任日|end
term_end partial 届满日|end of term
kind choice 任职方式|kind = substantive : substantive, acting, presiding, concurrent, secondment, nominal
start_reason text 任职原因|reason of the start
end_reason text 离任原因|reason of the end
announced_on partial 公布日|announced on
gazetted_on partial 公报日|gazetted on
suspended spans 停职期间|suspended (from/to; from/to)
{_COMMON.strip()}
""",
    "assignments": f"""
id* id 编号|id
post* ref 岗位|post : posts
role* choice 角色|role : responsible, handler, reviewer, approver, payer, supervisor
obligation ref 义务|obligation : obligations
instrument ref 文书|instrument : instruments
scope text 范围|scope
start partial 开始日|start
end partial 结束日|end
{_COMMON.strip()}
""",
    "delegations": f"""
id* id 编号|id
from_post* ref 委托岗位|from post : posts
to_post* ref 受托岗位|to post : posts
scope text 范围|scope
start partial 开始日|start
end partial 结束日|end
may_redelegate flag 可转委托|may be delegated again
revoked_on date 撤销日|revoked on
revoked_by text 撤销依据|revoked by
ceiling money 金额上限|ceiling
currency text 币种|currency = CNY
{_COMMON.strip()}
""",
    "authorities": f"""
id* id 编号|id
superior* ref 上级|superior : posts, orgs
subordinate* ref 下级|subordinate : posts, orgs
kind choice 关系|kind = lead : lead, guide, supervise
scope text 范围|scope
start partial 开始日|start
end partial 结束日|end
{_COMMON.strip()}
""",
    "transfers": f"""
id* id 编号|id
kind* choice 类型|kind : merge, split, abolish, rename, function_move, post_move
from* ref 转出|from : orgs, posts
to ref 承继|to : orgs, posts
scope text 范围|scope
date* date 日期|date
deciding_body ref 决定机关|deciding body : orgs
{_COMMON.strip()}
""",
    "acts": f"""
id* id 编号|id
person ref 人员|person : persons
post ref 岗位（身份）|post (capacity) : posts
instrument ref 文书|instrument : instruments
obligation ref 义务|obligation : obligations
kind* choice 行为|kind : draft, review, approve, sign, decide, instruct, object, handover, acknowledge, perform, pay, supervise, transfer_on_leaving
vote choice 表决|vote : for, against, abstain, absent
date* partial 日期|date
note text 备注|note
{_COMMON.strip()}
""",
    "evidence": f"""
id* id 编号|id
title* text 名称|title
locator text 位置|locator
sha256 text 哈希|sha256
issued_on date 出具日|issued on
received_on date 收到日|received on
withdrawn_on date 撤回日|withdrawn on
{_SOURCE}
""",
    "fiscal": f"""
unit* ref 单位|unit : orgs
year* int 年度|year
basis* choice 口径|basis : budget, adjusted, execution, final
item* text 项目|item : {", ".join(FISCAL_ITEMS)}, …
value* money 数值|value
unit_of_value text 数值单位|unit of the value = 元
recorded_at recorded 记录日|recorded at
{_SOURCE}
""",
    "debts": f"""
id* id 编号|id
unit* ref 单位|unit : orgs
kind* choice 种类|kind : general, special, on_lent, loan, ppp, contingent
principal* money 本金|principal
currency text 币种|currency = CNY
start* date 起息日|start
end* date 到期日|end
rate number 年利率|yearly rate (fraction)
rate_table text 利率表|rate table
freq* int 每年付息次数|payments a year
amortisation choice 还本方式|amortisation = bullet : bullet, equal_principal, level, custom
principal_weights json 各期还本权重|principal weights
grace_periods int 宽限期数|grace periods
first_pay_on date 首次付息日|first payment
end_of_month flag 月末|end of month
day_count choice 计息方式|day count = act/act-icma : act/act-icma, act/act-isda, act/365, act/360, 30/360, 30e/360, periodic
roll choice 顺延|roll = following : following, modified_following, preceding, none
calendar choice 日历|calendar = cn : cn, cn-exchange
late_factor number 罚息倍数|late factor (1.5: half above the rate)
commitment_rate number 承诺费年率|commitment fee (fraction a year)
last_regular_on date 末次整期付息日|last regular payment day
last choice 末期|last instalment = rest : rest, equal
purpose text 用途|purpose
repayment_source text 偿还资金来源|repayment source
{_SOURCE}
""",
    "rates": f"""
table* text 利率表|table
from* date 自|from
value* number 利率|value (fraction a year)
recorded_at recorded 记录日|recorded at
{_SOURCE}
""",
    "ppp_outlays": f"""
project* ref 项目|project : instruments
year* int 年度|year
bucket* choice 类别|bucket : equity, subsidy, risk, matching
budget choice 列支预算|budget it is paid from : general, fund
planned* money 计划|planned
contracted money 合同|contracted
paid money 实付|paid
unit text 金额单位|unit of the amounts
{_SOURCE}
""",
    "sources": """
id* id 编号|id
table* text 数据表|table
unit ref 单位（含下级）|unit, with the bodies below it : orgs
types list 事件类型或证据名称|event types, or titles of evidence
complete_from date 记录完整起始日|complete from
complete_through date 记录完整截止日|complete through
rank int 可靠次序|rank (1 is the most reliable)
ends choice 离任日含义|what the end of a tenure is = last_day : last_day, day_after
""",
}
