"""The Chinese words of the closed lists; readers take either form, the template offers the Chinese one."""

from __future__ import annotations

ZH_WORDS: dict[str, str] = {
    # domain
    "ppp": "政府和社会资本合作", "procurement": "政府采购", "tendering": "招标投标", "investment": "招商引资",
    "debt": "地方政府债务", "pledge": "公开承诺", "decision": "重大行政决策", "disclosure": "信息公开",
    "deputies": "建议提案办理", "task": "工作任务",
    # obligation kind
    "achievement": "完成型", "maintenance": "持续型", "punctual": "定时型", "prohibition": "禁止型",
    # units of time
    "day": "日", "workday": "工作日", "week": "周", "month": "月", "year": "年", "hour": "小时",
    # start, roll, grace, allocation, interest, tolling
    "exclude": "不计首日", "include": "计首日", "before": "倒推", "following": "顺延", "none": "无", "preceding": "提前",
    "modified_following": "顺延不跨月", "forgive": "宽限免责", "extend": "延长期限", "sanction_only": "仅缓处理",
    "counted": "计入", "not_counted": "不计入", "binding": "有约束力",
    "interest_first": "先息后本", "principal_first": "先本后息", "fifo": "先到期先抵充",
    "floating": "分段计息", "fixed_at_breach": "违约日固定", "semester": "半年固定",
    "fixed_at_contract": "合同日固定", "pause": "中止", "residual": "剩余期间", "restart": "重新计算",
    # rank, tenure
    "head": "正职", "deputy": "副职", "member": "成员", "handler": "承办",
    "substantive": "正式", "acting": "代理", "presiding": "主持工作", "concurrent": "兼任",
    "secondment": "挂职", "nominal": "挂名",
    "last_day": "末日", "day_after": "次日",
    # roles
    "responsible": "责任", "reviewer": "审核", "approver": "批准", "payer": "支付", "supervisor": "监督",
    # authority
    "lead": "领导", "guide": "业务指导", "supervise": "监督",
    # transfers
    "merge": "合并", "split": "分立", "abolish": "撤销", "rename": "更名", "function_move": "职能划转",
    "post_move": "岗位划转",
    # acts and votes
    "draft": "起草", "review": "审核", "approve": "批准", "sign": "签署", "decide": "决定",
    "instruct": "指示", "object": "提出异议", "handover": "交接", "acknowledge": "确认", "perform": "履行",
    "pay": "支付", "transfer_on_leaving": "离任移交", "for": "赞成", "against": "反对", "abstain": "弃权",
    "absent": "缺席",
    # certainty
    "certain": "确定", "probable": "很可能", "possible": "可能",
    # fiscal basis, debts, outlays
    "budget": "预算", "adjusted": "调整预算", "execution": "执行", "final": "决算",
    "general": "一般", "special": "专项", "on_lent": "转贷", "loan": "贷款", "contingent": "或有",
    "bullet": "到期一次还本", "equal_principal": "等额本金", "level": "等额本息", "custom": "自定义",
    "act/act-icma": "实际/实际（ICMA）", "act/act-isda": "实际/实际（ISDA）", "act/365": "实际/365", "act/360": "实际/360",
    "periodic": "按期等分", "cn": "银行间", "cn-exchange": "交易所",
    "equity": "股权投资", "subsidy": "运营补贴", "risk": "风险承担", "matching": "配套投入",
}  # fmt: skip
# Names the lists had before, and short ones people write: read, never written.
ALSO_ZH: dict[str, tuple[str, ...]] = {
    "debt": ("地方债务", "政府债务"),
    "decision": ("重大决策",),
    "deputies": ("建议提案",),
    "none": ("不顺延",),
    "budget": ("预算数", "年初预算", "年初预算数"),
    "adjusted": ("调整预算数", "预算调整", "预算调整数"),
    "execution": ("执行数", "预计执行", "预计执行数"),
    "final": ("决算数",),
    "periodic": ("按期", "按月"),
    "bullet": ("到期还本", "一次还本"),
}
