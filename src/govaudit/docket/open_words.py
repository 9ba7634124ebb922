"""The Chinese words of the usual values of open lists (kinds, actions, event types, fiscal items), by table and column.

Readers take either form; what is on neither list stays as written. Event types have the names rules give them.
"""

from __future__ import annotations

from govaudit.docket.schema import TABLES
from govaudit.law.fiscal_items import FISCAL_ITEMS, ITEM_OF
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
OPEN_ZH: dict[tuple[str, str], dict[str, str]] = {
    ("instruments", "kind"): _KINDS, ("obligations", "action"): _ACTIONS, ("events", "type"): _EVENTS, ("orgs", "kind"): _ORGS,
    ("orgs", "level"): _LEVELS, ("persons", "status"): {"serving": "在任", "retired": "退休", "dead": "去世"},
    ("fiscal", "item"): {word: text.zh for word, text in FISCAL_ITEMS.items()},
}  # fmt: skip
OPEN_ENGLISH = {key: {zh: word for word, zh in words.items()} for key, words in OPEN_ZH.items()}
OPEN_ENGLISH["fiscal", "item"] |= ITEM_OF
