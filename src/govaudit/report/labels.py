"""The words of reports in both languages: kinds, states, roles, and the keys of dates, amounts and facts."""

from __future__ import annotations

from govaudit.accountability.words import PHASES, ROLES
from govaudit.docket.words import ZH_WORDS
from govaudit.model.text import Text

KIND_TITLES: dict[str, Text] = {
    "breach": Text("违约失信", "breaches"),
    "warning": Text("风险提示", "warnings"),
    "accountability_gap": Text("责任缺口", "accountability gaps"),
    "data_problem": Text("数据问题", "data problems"),
}
KIND: dict[str, Text] = {
    "breach": Text("违约失信", "breach"),
    "warning": Text("风险提示", "warning"),
    "accountability_gap": Text("责任缺口", "accountability gap"),
    "data_problem": Text("数据问题", "data problem"),
}
SEVERITY: dict[str, Text] = {
    "serious": Text("严重", "serious"),
    "ordinary": Text("一般", "ordinary"),
    "minor": Text("轻微", "minor"),
}
CONFIDENCE: dict[str, Text] = {
    "verified": Text("已核对原文", "wording verified"),
    "recalled": Text("未核对原文", "wording not checked"),
    "doubtful": Text("存疑", "doubtful"),
}
CERTAINTY: dict[str, Text] = {
    "certain": Text("确定", "certain"),
    "probable": Text("很可能", "probable"),
    "possible": Text("可能", "possible"),
}
HOLDER: dict[str, Text] = {
    "vacant": Text("（岗位空缺）", "(vacant)"),
    "unknown": Text("（任职情况不明）", "(holder unknown)"),
    "post_missing": Text("（岗位无记载）", "(no post on record)"),
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
    "unknown_after": Text("此后无完整记录", "no complete record after"),
    "draft": Text("待确认", "draft"),
    "provisional": Text("暂定", "provisional"),
}
_WORDS: dict[str, Text] = {
    # domains and kinds of instruments
    "ppp": Text("政府和社会资本合作", "public-private partnership"),
    "procurement": Text("政府采购", "procurement"),
    "tendering": Text("招标投标", "tendering"),
    "investment": Text("招商引资", "investment promotion"),
    "debt": Text("地方政府债务", "local government debt"),
    "pledge": Text("公开承诺", "public pledges"),
    "decision": Text("重大行政决策", "major decisions"),
    "disclosure": Text("信息公开", "disclosure"),
    "deputies": Text("建议提案办理", "replies to deputies"),
    "task": Text("工作任务", "tasks"),
    "none": Text("其他", "other"),
    "contract": Text("合同", "contract"),
    "agreement": Text("协议", "agreement"),
    "commitment": Text("承诺", "commitment"),
    "bond": Text("债券", "bond"),
    "plan": Text("方案", "plan"),
    "notice": Text("通知公告", "notice"),
    "concession": Text("特许经营", "concession"),
    # actions
    "pay": Text("支付", "pay"),
    "deliver": Text("交付", "deliver"),
    "publish": Text("公开", "publish"),
    "file": Text("备案", "file"),
    "refund": Text("退还", "refund"),
    "report": Text("报告", "report"),
    "answer": Text("答复", "answer"),
    # posts and how they came to answer
    **ROLES,
    "deputy": Text("副职", "deputy"),
    "deputy_in_charge": Text("分管负责人", "deputy in charge"),
    "inherited": Text("接任", "inherited"),
    "delegator": Text("委托", "delegator"),
    "delegate": Text("受托", "delegate"),
    # degrees
    "direct": Text("直接责任线索", "direct (indication)"),
    "main_leading": Text("主要领导责任线索", "main leading (indication)"),
    "main": Text("主要领导责任线索", "main leading (indication)"),
    "important_leading": Text("重要领导责任线索", "important leading (indication)"),
    "important": Text("重要领导责任线索", "important leading (indication)"),
    "in_office": Text("在任，责任待查", "in office, to be examined"),
    "reduced": Text("减轻或免除情形", "reduced or exempt"),
    # levels and kinds of bodies
    "city": Text("市级", "city"),
    "district": Text("区县级", "district"),
    "town": Text("乡镇（街道）", "town"),
    "department": Text("部门", "department"),
    "company": Text("企业", "company"),
    "government": Text("政府", "government"),
    "public_institution": Text("事业单位", "public institution"),
}
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
    "due_raw": Text("顺延前到期日", "due before the roll"),
    "grace_until": Text("宽限至", "grace until"),
    "performed_on": Text("履行日", "performed on"),
    "breach_from": Text("逾期起", "breach from"),
    "breach_to": Text("逾期止", "breach to"),
    "breach_start": Text("逾期起", "breach from"),
    "breach_end": Text("逾期止", "breach to"),
    "triggered_on": Text("起算事件日", "triggered on"),
    "trigger": Text("起算事件日", "trigger"),
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
    "line": Text("限值", "line"),
    "distance": Text("距限值", "distance"),
    "ratio": Text("比率", "ratio"),
    "band": Text("档次", "band"),
    "year": Text("年度", "year"),
    "days": Text("天数", "days"),
    "vacant_days": Text("空缺天数", "vacant days"),
    "unknown_days": Text("不明天数", "unknown days"),
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
    "received_on": Text("收到日", "received on"),
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
    "all_balance": Text("全口径债务余额", "balance of all debt"),
    "general_balance": Text("一般债务余额", "balance of general debt"),
    "special_balance": Text("专项债务余额", "balance of special debt"),
    "general_limit": Text("一般债务限额", "limit of general debt"),
    "special_limit": Text("专项债务限额", "limit of special debt"),
    "general_interest": Text("一般债务付息", "interest on general debt"),
    "special_interest": Text("专项债务付息", "interest on special debt"),
    "general_budget_expenditure": Text("一般公共预算支出", "general budget expenditure"),
    "fund_budget_expenditure": Text("政府性基金预算支出", "fund budget expenditure"),
    "comprehensive_capacity": Text("综合财力", "comprehensive fiscal capacity"),
    "interest_open": Text("未付利息", "interest open"),
    # attributes of instruments
    "return_mechanism": Text("回报机制", "return mechanism"),
    "operation_mode": Text("运作方式", "mode of operation"),
    "operation_start": Text("运营开始日", "start of operation"),
    "cooperation_years": Text("合作年限", "years of cooperation"),
    "total_investment": Text("项目总投资", "total investment"),
    # counts of the manifest
    "instruments": Text("文书数", "instruments"),
    "obligations": Text("义务数", "obligations"),
    "statutory_obligations": Text("法定义务数", "statutory obligations"),
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
    "breach": Text("违约失信", "breaches"),
    "warning": Text("风险提示", "warnings"),
    "accountability_gap": Text("责任缺口", "accountability gaps"),
    "data_problem": Text("数据问题", "data problems"),
    "rules": Text("规则数", "rules"),
    "problems": Text("问题数", "problems"),
    "notes_count": Text("说明数", "notes"),
}


def word(key: str | None) -> Text:
    """Return a word of a closed list; one that is not known stays as written."""
    if not key:
        return Text("", "")
    if key in _WORDS:
        return _WORDS[key]
    return Text(ZH_WORDS.get(key, key), key.replace("_", " "))


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
    return KEYS.get(key) or word(key)
