"""The words shown to people for roles, phases, acts and reasons, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST = 10  # ids said in one sentence

ROLES: dict[str, Text] = {
    "responsible": Text("责任岗位", "responsible"),
    "head": Text("主要负责人", "head of the body"),
    "supervisor": Text("监督", "supervisor"),
    "delegate": Text("受托", "delegate"),
    "handler": Text("承办", "handler"),
    "reviewer": Text("审核", "reviewer"),
    "approver": Text("批准", "approver"),
    "payer": Text("支付", "payer"),
    "drafter": Text("起草", "drafter"),
    "signer": Text("签署", "signer"),
    "decider": Text("参与决定", "decided"),
    "dissenter": Text("表决反对", "voted against"),
    "abstainer": Text("表决弃权", "abstained"),
    "absentee": Text("表决缺席", "absent from the vote"),
    "instructor": Text("指示", "instructed"),
    "objector": Text("提出异议", "objected"),
    "handed_over": Text("交接", "handed over"),
    "acknowledger": Text("确认债务", "acknowledged"),
    "performer": Text("履行", "performed"),
    "supervision": Text("督办", "supervised"),
    "left_over": Text("离任移交", "transferred on leaving"),
}
PHASES: dict[str, Text] = {
    "decision": Text("决策", "decision"),
    "commitment": Text("承诺生效", "commitment"),
    "running": Text("履行期内", "before the due date"),
    "due": Text("到期日", "due date"),
    "overdue": Text("逾期期间", "overdue"),
    "conduct": Text("行为日", "day of the act"),
}
HOLDERS: dict[str, Text] = {
    "vacant": Text("空缺", "vacant"),
    "unknown": Text("不明", "unknown"),
    "post_missing": Text("无岗位", "no post"),
}
CERTAINTIES: dict[str, Text] = {
    "certain": Text("确定", "certain"),
    "probable": Text("很可能", "probable"),
    "possible": Text("可能", "possible"),
}
ACTS: dict[str, Text] = {
    "draft": Text("起草", "drafted"),
    "review": Text("审核", "reviewed"),
    "approve": Text("批准", "approved"),
    "sign": Text("签署", "signed"),
    "decide": Text("参加表决", "took part in the decision"),
    "instruct": Text("作出指示", "gave an instruction"),
    "object": Text("提出异议", "objected"),
    "handover": Text("办理交接", "handed over"),
    "acknowledge": Text("确认", "acknowledged"),
    "perform": Text("履行", "performed"),
    "pay": Text("支付", "paid"),
    "supervise": Text("督办", "supervised"),
    "transfer_on_leaving": Text("离任移交", "transferred on leaving"),
}
VOTES: dict[str, Text] = {
    "for": Text("，赞成", ", in favour"),
    "against": Text("，反对", ", against"),
    "abstain": Text("，弃权", ", abstaining"),
    "absent": Text("，缺席", ", absent"),
}
# What the acts on record indicate; the rules are in degrees.yaml.
DEGREES: dict[str, Text] = {
    "direct": Text("直接责任线索", "direct (indication)"),
    "main_leading": Text("主要领导责任线索", "main leading (indication)"),
    "important_leading": Text("重要领导责任线索", "important leading (indication)"),
    "in_office": Text("在任，责任待查", "in office, to be examined"),
    "reduced": Text("减轻或免除情形", "reduced or exempt"),
}
# Why nobody is named on a day.
REASONS: dict[str, Text] = {
    "vacant": Text("岗位空缺，无人任职", "the post was vacant"),
    "suspended": Text("在任者停职，无人代理", "the holder was suspended and nobody acted"),
    "nominal": Text("仅有挂名人员，无人实际任职", "held in name only"),
    "coverage": Text("超出任期记录的完整截止日", "beyond the day to which the record of tenures is complete"),
    "precision": Text("任免日期只到年或月，不能确定", "the dates of office are known only to the month or year"),
    "before_records": Text("早于该岗位最早的任期记录", "before the first tenure on record"),
    "no_records": Text("该岗位没有任期记录", "no tenure of the post is on record"),
    "post_missing": Text("岗位当时不存在", "the post did not exist"),
    "no_post": Text("没有责任岗位", "no post answers for it"),
}


def joined(keys: Sequence[str]) -> Text:
    """Say all ids one after another."""
    return Text("、".join(keys), ", ".join(keys))


def listed(keys: Sequence[str]) -> Text:
    """Say ids one after another, of a crowd the first ten and how many there are in all."""
    rest = len(keys) - _MOST
    zh, en = "、".join(keys[:_MOST]), ", ".join(keys[:_MOST])
    return Text(f"{zh} 等 {len(keys)} 项", f"{en} and {rest} more") if rest > 0 else Text(zh, en)
