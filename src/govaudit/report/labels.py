"""The words of reports in both languages: kinds, states, roles, and the keys of dates, amounts and facts."""

from __future__ import annotations

from govaudit.accountability.words import CERTAINTIES, DEGREES, PHASES, ROLES
from govaudit.docket.open_words import OPEN_ZH
from govaudit.docket.words import ZH_WORDS
from govaudit.law.attributes import ATTRIBUTES
from govaudit.law.fiscal_items import FISCAL_ITEMS
from govaudit.law.words import CONFIDENCES, OTHER_FINDINGS, SEVERITIES, VERDICTS
from govaudit.model.text import Text

KIND: dict[str, Text] = VERDICTS | {kind: text for kind, text in OTHER_FINDINGS.items() if kind != "indication"}
KIND_TITLES: dict[str, Text] = {
    kind: Text(text.zh, f"{text.en}es" if text.en.endswith("ch") else f"{text.en}s") for kind, text in KIND.items()
}
SEVERITY, CONFIDENCE, CERTAINTY = SEVERITIES, CONFIDENCES, CERTAINTIES
HOLDER: dict[str, Text] = {
    "vacant": Text("（岗位空缺）", "(vacant)"),
    "unknown": Text("（任职情况不明）", "(holder unknown)"),
    "post_missing": Text("（岗位不存在）", "(no such post)"),
    "person": Text("（姓名未显示）", "(name withheld)"),
}
STATE: dict[str, Text] = {
    "pending": Text("未触发", "pending"),
    "conditional": Text("条件未成就", "conditional"),
    "active": Text("履行期内", "active"),
    "grace": Text("宽限期内", "in grace"),
    "breached": Text("已逾期", "breached"),
    "curing": Text("催告期内", "curing"),
    "defaulted": Text("催告后仍未履行", "defaulted"),
    "repudiated": Text("已拒绝履行", "repudiated"),
    "suspended": Text("中止", "suspended"),
    "fulfilled": Text("按期履行", "fulfilled"),
    "fulfilled_late": Text("逾期履行", "fulfilled late"),
    "discharged": Text("已免除", "discharged"),
    "expired": Text("已失效", "expired"),
    "terminated": Text("已终止", "terminated"),
    "superseded": Text("已变更替代", "superseded"),
    "breached_final": Text("已违约且不可补正", "breached for good"),
}
# Flags of a status (engine.codes); unknown_after carries its day in brackets.
FLAGS: dict[str, Text] = {
    "partial": Text("部分履行", "partly performed"),
    "time_barred": Text("已过诉讼时效", "time-barred"),
    "within_grace": Text("宽限期内履行", "performed within grace"),
    "backdated": Text("到期后才签订的变更", "changed after it was due"),
    "amended": Text("经变更", "amended"),
    "repudiated": Text("曾拒绝履行", "refused"),
    "cured": Text("催告期内补正", "cured"),
    "waived_breach": Text("权利人不追究", "breach waived"),
    "amount_not_stated": Text("未写明金额", "amount not stated"),
    "rate_missing": Text("缺利率", "rate missing"),
    "cure_period_assumed": Text("催告期限为推定", "cure period assumed"),
    "excused_too_late": Text("免责通知过迟", "excuse notified too late"),
    "credit": Text("超额履行", "overpaid"),
    "other_currency": Text("含其他币种付款", "payment in another currency"),
    "unusable_amount": Text("金额不可用", "amount unusable"),
    "due_out_of_range": Text("到期日超出范围", "due day out of range"),
    "day_before_included": Text("“前”含当日", "that day included"),
    "hour_not_stated": Text("起算时刻不明", "hour not stated"),
    "compensated": Text("已补偿", "compensated"),
    "without_authority": Text("含无权行为", "act without authority"),
    "sanction_too_early": Text("处罚过早", "sanction too early"),
    "unknown_after": Text("此后无完整记录", "no complete record after"),
    "no_payment_recorded": Text("没有付款记录", "no payment on record"),
    "draft": Text("待确认", "draft"),
    "provisional": Text("暂定", "provisional"),
}
_OWN: dict[str, Text] = {
    **ROLES,
    **DEGREES,
    "none": Text("其他", "other"),
    "plan": Text("推算", "projected"),  # the basis of fiscal.plan
    "deputy_in_charge": Text("分管负责人", "deputy in charge"),
    "inherited": Text("接任", "inherited"),
    "delegator": Text("委托", "delegator"),
}
# English words that say more than their key; all others are the key itself.
_ENGLISH: dict[str, str] = {
    "ppp": "public-private partnership", "investment": "investment promotion", "debt": "local government debt", "pledge": "public pledges",
    "decision": "major decisions", "deputies": "replies to deputies", "task": "tasks",
}  # fmt: skip
# Keys of `dates`, `amounts`, `facts` and `counts`, and the columns of statuses.
KEYS: dict[str, Text] = {
    "fingerprint": Text("指纹", "fingerprint"),
    "kind": Text("类别", "kind"),
    "rule": Text("规则", "rule"),
    "severity": Text("程度", "severity"),
    "domain": Text("领域", "domain"),
    "instrument": Text("文书编号", "instrument id"),
    "instrument_title": Text("文书", "instrument title"),
    "obligation": Text("义务编号", "obligation id"),
    "obligation_title": Text("义务", "obligation title"),
    "org": Text("单位", "body"),
    "unit": Text("单位", "unit"),
    "title": Text("事项", "title"),
    "message": Text("情况", "message"),
    "basis": Text("依据", "basis"),
    "evidence": Text("证据", "evidence"),
    "place": Text("位置", "place"),
    "next_step": Text("下一步", "next step"),
    "suppressed": Text("排除理由", "suppressed"),
    "responsible": Text("在任情况", "responsible"),
    "state": Text("状态", "state"),
    "due_on": Text("到期日", "due on"),
    "due_on_raw": Text("顺延前到期日", "due before the roll"),
    "grace_until": Text("宽限至", "grace until"),
    "performed_on": Text("履行日", "performed on"),
    "occurred_on": Text("发生日", "occurred on"),
    "signed_on": Text("签订日", "signed on"),
    "effective_on": Text("生效日", "effective on"),
    "ends_on": Text("终止日", "ends on"),
    "as_of": Text("截至日", "as of"),
    "known_at": Text("已知日", "known at"),
    "amount": Text("应付金额", "amount"),
    "performed_amount": Text("已履行金额", "performed amount"),
    "open_amount": Text("未履行金额", "open amount"),
    "paid": Text("已付", "paid"),
    "open": Text("未付", "open"),
    "currency": Text("币种", "currency"),
    "breach_days": Text("逾期天数", "breach days"),
    "amount_days": Text("金额×天数", "amount-days"),
    "interest": Text("逾期利息", "late interest"),
    "episodes": Text("逾期次数", "episodes"),
    "tolled_days": Text("中止天数", "tolled days"),
    "flags": Text("标记", "flags"),
    "rules_applied": Text("适用计算规则", "rules applied"),
    "provisional": Text("暂定", "provisional"),
    "measure": Text("指标", "measure"),
    "value": Text("数值", "value"),
    "limit": Text("限值", "limit"),
    "year": Text("年度", "year"),
    "days": Text("天数", "days"),
    "post": Text("岗位", "post"),
    "post_title": Text("岗位", "post"),
    "person": Text("人员编号", "person id"),
    "name": Text("姓名", "name"),
    "from": Text("自", "from"),
    "to": Text("至", "to"),
    "role": Text("角色", "role"),
    "phase": Text("阶段", "phase"),
    "degree": Text("责任形式", "degree"),
    "holder": Text("在任状态", "holder"),
    "share": Text("分摊天数", "share"),
    "counted": Text("计入分摊", "counted"),
    "certainty": Text("确定性", "certainty"),
    "notes": Text("备注", "notes"),
    "region": Text("地区", "region"),
    "status": Text("文书状态", "status"),
    "code": Text("代码", "code"),
    "level": Text("级别", "level"),
    "file": Text("文件", "file"),
    "sheet": Text("工作表", "sheet"),
    "row": Text("行", "row"),
    "column": Text("列", "column"),
    "what": Text("问题", "problem"),
    "remedy": Text("处理办法", "remedy"),
    "locator": Text("位置", "locator"),
    "sha256": Text("SHA-256", "SHA-256"),
    "size": Text("字节数", "bytes"),
    "issued_on": Text("出具日", "issued on"),
    "clause": Text("条款", "clause"),
    "counterparty": Text("相对方", "counterparty"),
    "authority": Text("政府方", "authority"),
    "on": Text("日期", "on"),
    "compare": Text("比较方式", "comparison"),
    "measured": Text("实测值", "measured"),
    "gap": Text("缺口", "gap"),
    "records": Text("相关记录", "records"),
    "pointer": Text("可询问岗位", "whom to ask"),
    "event": Text("事件", "event"),
    "projects": Text("项目", "projects"),
    "interest_paid": Text("已付利息", "interest paid"),
    "before_on": Text("对照日", "compared with"),
    "total": Text("合计", "total"),
    "original": Text("原合同金额", "original amount"),
    # attributes of instruments that no rule asks for
    "return_mechanism": Text("回报机制", "return mechanism"),
    "operation_mode": Text("运作方式", "mode of operation"),
    "operation_start": Text("运营开始日", "start of operation"),
    "cooperation_years": Text("合作年限", "years of cooperation"),
    # counts of the manifest
    "instruments": Text("文书数", "instruments"),
    "obligations": Text("义务数", "obligations"),
    "events": Text("事件数", "events"),
    "orgs": Text("机构数", "organisations"),
    "posts": Text("岗位数", "posts"),
    "persons": Text("人员数", "persons"),
    "tenures": Text("任期数", "tenures"),
    "debts": Text("债务数", "debts"),
    "ppp_outlays": Text("支出责任数", "PPP outlays"),
    "transfers": Text("承继数", "transfers"),
    "delegations": Text("委托数", "delegations"),
    "sources": Text("数据来源数", "sources"),
    "rates": Text("利率数", "rates"),
    "fiscal": Text("财政数据数", "fiscal figures"),
    "acts": Text("履职行为数", "acts"),
    "assignments": Text("职责分工数", "assignments"),
    "authorities": Text("领导关系数", "lines of authority"),
    "findings": Text("发现数", "findings"),
    "rules": Text("规则数", "rules"),
    "problems": Text("问题数", "problems"),
}


def word(key: str | None, column: tuple[str, str] | None = None) -> Text:
    """Return a word of a list (`column` is the table and column of an open one); what is on none stays as written."""
    if not key:
        return Text("", "")
    if column is None and key in _OWN:
        return _OWN[key]
    listed = OPEN_ZH.get(column, {}) if column else {}
    return Text(listed.get(key) or ZH_WORDS.get(key, key), _ENGLISH.get(key) or key.replace("_", " "))


def flag(written: str) -> Text:
    """Return a flag in words, as in 此后无完整记录（2026-06-30）."""
    name, _, rest = written.partition("(")
    said = FLAGS.get(name, Text(name, name))
    day = rest.rstrip(")")
    return Text(f"{said.zh}（{day}）", f"{said.en} {day}") if day else said


def phase(key: str) -> Text:
    """Return the name of a phase of a breach."""
    return PHASES.get(key) or word(key)


def label(key: str) -> Text:
    """Return the heading of a key of `dates`, `amounts`, `facts` or `counts`, or of a column."""
    if key.startswith("findings_"):
        return KIND_TITLES.get(key.removeprefix("findings_"), word(key))
    if key.startswith("state_"):
        return STATE.get(key.removeprefix("state_"), word(key))
    return KEYS.get(key) or FISCAL_ITEMS.get(key) or ATTRIBUTES.get(key) or word(key)
