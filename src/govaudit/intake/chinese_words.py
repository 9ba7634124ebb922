"""Event types and attributes written in Chinese, taken as the words the rules and the engine know.

People who keep a ledger in Chinese write 合同公告, not contract_published; each Chinese name of the vocabulary stands for one word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.law.attributes import ATTRIBUTES
from govaudit.law.vocabulary import EVENTS

if TYPE_CHECKING:
    from govaudit.docket.builder import DocketBuilder

# What people write besides the names of the vocabulary; a payment that is not taken as one becomes a breach.
_ALSO = {
    "pay": "支付 已支付 已付 已付款 拨付 已拨付 兑付 已兑付 付清 已付清 支付完毕", "perform": "已履行 履行完毕 完成 已完成 办结 已办结", "delivered": "已交付 交付完毕",
    "accepted": "验收 已验收 验收通过", "signed": "签署 已签订 已签署 签约", "invoiced": "开票 已开票 收票", "terminate": "解除 终止 合同终止", "amend": "变更协议",
    "award_notice": "发出中标通知书 发出成交通知书 中标通知书发出 成交通知书发出", "retract": "撤回", "assign": "转让", "transfer_debt": "转移债务",
}  # fmt: skip
_EVENT_OF = {text.zh: word for word, text in EVENTS.items()}
_EVENT_OF |= {name: word for word, names in _ALSO.items() for name in names.split()}
_ATTRIBUTE_OF = {text.zh: word for word, text in ATTRIBUTES.items()}


def take_chinese_words(docket: DocketBuilder) -> None:
    """Replace Chinese names by their words: event types, anchors and conditions, attributes of instruments."""
    for table, columns in (("events", ("type",)), ("obligations", ("anchor", "condition"))):
        for column in columns:
            docket[table].columns[column] = [value and meaning_of(value) for value in docket[table][column]]
    docket["instruments"].columns["attributes"] = [
        {_ATTRIBUTE_OF.get(key, key): value for key, value in attributes.items()}
        if isinstance(attributes, dict)
        else attributes
        for attributes in docket["instruments"]["attributes"]
    ]


def meaning_of(word: str) -> str:
    """Return the word that the name of an event type stands for, else the name itself."""
    return _EVENT_OF.get(word, word)
