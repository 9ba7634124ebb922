"""The Chinese words of the usual values of open lists (kinds, actions, event types, fiscal items), by table and column.

Readers take either form; what is on neither list stays as written. Event types have the names rules give them.
"""

from __future__ import annotations

from govaudit.docket.schema import TABLES
from govaudit.law.vocabulary import EVENTS

_KINDS = {
    "contract": "合同", "agreement": "协议", "commitment": "承诺", "bond": "债券", "loan": "贷款", "plan": "计划", "notice": "通知",
    "concession": "特许经营协议",
}  # fmt: skip
_ACTIONS = {
    "pay": "付款", "deliver": "交付", "publish": "公开", "sign": "签订", "file": "备案", "refund": "退还", "report": "报告",
    "answer": "答复",
}  # fmt: skip
_EVENTS = {word: EVENTS[word].zh for word in TABLES["events"].columns["type"].values}
_ORGS = {"government": "政府", "department": "部门", "public_institution": "事业单位", "company": "企业"}
_LEVELS = {"city": "市", "district": "区县", "town": "乡镇街道", "department": "部门", "company": "企业"}
_ITEMS = {
    "general_budget_expenditure": "一般公共预算支出", "fund_budget_expenditure": "政府性基金预算支出", "comprehensive_capacity": "综合财力",
    "general_limit": "一般债务限额", "special_limit": "专项债务限额", "general_balance": "一般债务余额", "special_balance": "专项债务余额",
    "general_interest": "一般债务付息", "special_interest": "专项债务付息", "general_principal": "一般债务还本",
    "special_principal": "专项债务还本", "new_general": "新增一般债券", "new_special": "新增专项债券", "refinancing": "再融资债券",
    "overdue_balance": "逾期债务余额", "contingent_balance": "或有债务余额", "gdp": "地区生产总值",
}  # fmt: skip

OPEN_ZH: dict[tuple[str, str], dict[str, str]] = {
    ("instruments", "kind"): _KINDS, ("obligations", "action"): _ACTIONS, ("events", "type"): _EVENTS, ("orgs", "kind"): _ORGS,
    ("orgs", "level"): _LEVELS, ("persons", "status"): {"serving": "在任", "retired": "退休", "dead": "去世"},
    ("fiscal", "item"): _ITEMS,
}  # fmt: skip
OPEN_ENGLISH = {key: {zh: word for word, zh in words.items()} for key, words in OPEN_ZH.items()}
