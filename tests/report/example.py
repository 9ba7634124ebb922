"""A believable run of an invented 示例市: a small docket, its statuses, findings of every kind, and the manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.audit import printed
from govaudit.docket.view import View
from govaudit.formats.collect import Collector
from govaudit.model.days import parse_day
from govaudit.model.finding import (
    Basis,
    Finding,
    Hop,
    InputFile,
    Manifest,
    NotComputed,
    ProblemRecord,
    Responsible,
)
from govaudit.model.problem import Place
from govaudit.model.run import Chain, EmptyRecord, Lane, Run, SpanRecord, TenureRecord
from govaudit.model.text import Text
from govaudit.settle.status import Span, Status

if TYPE_CHECKING:
    from govaudit.docket.table import Docket

AS_OF = "2026-06-30"
_TABLES: dict[str, list[dict[str, Any]]] = {
    "orgs": [
        {"id": "org-city", "name": "示例市人民政府", "kind": "government", "level": "city", "code": "11990000000000001A"},
        {"id": "org-water", "name": "示例市水务局", "kind": "department", "level": "department", "code": "11990000000000002B"},
        {"id": "org-fin", "name": "示例市财政局", "kind": "department", "level": "department", "code": "11990000000000003C"},
        {"id": "org-east", "name": "示例市东湖区人民政府", "kind": "government", "level": "district"},
        {"id": "co-clean", "name": "示例清源水处理有限公司", "kind": "company", "level": "company"},
        {"id": "co-chip", "name": "示例芯材科技股份有限公司", "kind": "company", "level": "company"},
    ],
    "posts": [
        {"id": "water-head", "org": "org-water", "title": "局长", "rank": "head"},
        {"id": "water-deputy", "org": "org-water", "title": "副局长（分管建设）", "rank": "deputy"},
        {"id": "fin-head", "org": "org-fin", "title": "局长", "rank": "head"},
        {"id": "east-head", "org": "org-east", "title": "区长", "rank": "head"},
    ],
    "persons": [{"id": "p-1", "name": "甘雨桐"}, {"id": "p-2", "name": "陆知远"}, {"id": "p-3", "name": "闻若璟"}],
    "instruments": [
        {"id": "ppp-01", "domain": "ppp", "kind": "concession", "title": "示例市第二污水处理厂特许经营项目", "authority": "org-water",
         "counterparty": "co-clean", "signed_on": "2021-03-15", "effective_on": "2021-04-01", "ends_on": "2046-03-31",
         "amount": "486000000", "unit": "元", "region": "示例市", "status": "执行", "attributes": {"运作方式": "BOT", "回报机制": "可行性缺口补助", "合作期": "25年"}},
        {"id": "inv-03", "domain": "investment", "kind": "agreement", "title": "东湖区半导体材料产业园投资协议", "authority": "org-east",
         "counterparty": "co-chip", "signed_on": "2024-05-20", "amount": "20000000", "unit": "元"},
        {"id": "gp-07", "domain": "procurement", "kind": "contract", "title": "智慧水务监测平台采购合同", "authority": "org-water",
         "counterparty": "co-clean", "signed_on": "2026-01-22", "amount": "3860000", "unit": "元"},
    ],
    "obligations": [
        {"id": "ppp-01/subsidy-2025", "instrument": "ppp-01", "title": "支付2025年度可行性缺口补助", "bearer": "water-head", "beneficiary": "co-clean",
         "action": "pay", "due_on": "2025-12-31", "amount": "18600000", "amount_unit": "元", "clause": "第27.3条"},
        {"id": "ppp-01/land", "instrument": "ppp-01", "title": "交付建设用地", "bearer": "org-water", "action": "deliver", "due_on": "2021-09-30", "clause": "第9.1条"},
        {"id": "ppp-01/subsidy-2026", "instrument": "ppp-01", "title": "支付2026年上半年可行性缺口补助", "bearer": "water-head", "action": "pay", "due_on": "2026-07-31",
         "amount": "9300000", "amount_unit": "元", "clause": "第27.3条"},
        {"id": "inv-03/reward", "instrument": "inv-03", "title": "兑现设备投资奖励", "bearer": "east-head", "action": "pay", "due_on": "2025-10-31", "amount": "6000000", "amount_unit": "元"},
        {"id": "inv-03/road", "instrument": "inv-03", "title": "完成园区北路通车", "bearer": "org-east", "action": "deliver", "anchor": "land_transferred", "n": 6, "unit": "month"},
        {"id": "gp-07/GP-18", "instrument": "gp-07", "title": "公告政府采购合同", "bearer": "org-water", "action": "publish", "due_on": "2026-01-26"},
    ],
    "events": [
        {"id": "e1", "instrument": "ppp-01", "type": "award_notice", "occurred_on": "2021-02-26", "evidence": "ev-1"},
        {"id": "e2", "instrument": "ppp-01", "type": "signed", "occurred_on": "2021-03-15", "evidence": "ev-2"},
        {"id": "e3", "obligation": "ppp-01/land", "type": "perform", "occurred_on": "2021-09-18"},
        {"id": "e4", "obligation": "ppp-01/subsidy-2025", "type": "pay", "occurred_on": "2026-02-10", "amount": "5000000", "unit": "元", "evidence": "ev-3"},
    ],
    "evidence": [
        {"id": "ev-1", "title": "中标通知书", "locator": "第1页", "issued_on": "2021-02-26"},
        {"id": "ev-2", "title": "特许经营协议", "locator": "第27.3条", "sha256": "ab" * 32, "issued_on": "2021-03-15"},
        {"id": "ev-3", "title": "国库集中支付凭证", "locator": "凭证号 0210-17", "issued_on": "2026-02-10"},
        {"id": "ev-4", "title": "关于同志任职的通知", "issued_on": "2026-03-02"},
    ],
}  # fmt: skip


def docket() -> Docket:
    """Return the docket, read through the readers' own door."""
    collector = Collector()
    for table, rows in _TABLES.items():
        for number, row in enumerate(rows, 2):
            collector.add(table, row, Place("卷宗.xlsx", table, number))
    assert not collector.docket.errors, collector.docket.errors
    return collector.docket.freeze()


def _hop(fact: str, zh: str, en: str, **more: Any) -> Hop:
    return Hop(fact=fact, text=Text(zh, en), **more)


_PATH = (
    _hop(
        "ppp-01/subsidy-2025",
        "义务由示例市水务局局长岗位承担",
        "the post of head bears the obligation",
        evidence=("ev-2",),
    ),
    _hop(
        "t-1",
        "任期记录：正式任职",
        "tenure on record: substantive",
        start="2022-05-10",
        end="2026-03-01",
        tested_on="2026-01-01",
        evidence=("ev-4",),
    ),
)
_COMMON: dict[str, Any] = {
    "post": "water-head",
    "post_title": "局长",
    "org": "org-water",
    "role": "responsible",
    "phase": "overdue",
}
RESPONSIBLE = (
    Responsible(person="p-1", name="甘雨桐", **_COMMON, from_="2026-01-01", to="2026-03-01", days=60, share="60", amount_days="1056000000.00",
                counted=True, degree="direct", path=_PATH),
    Responsible(holder="vacant", **_COMMON, from_="2026-03-02", to="2026-03-31", days=30, share="30", counted=True, certainty="probable",
                notes=(Text("空缺期间由副局长（分管建设）代管，未见正式文件", "the deputy stood in; no document seen"),)),
    Responsible(person="p-2", name="陆知远", **_COMMON, from_="2026-04-01", to="2026-06-30", days=91, share="91", counted=True, degree="in_office",
                path=(_hop("t-2", "任期记录：正式任职", "tenure on record: substantive", start="2026-04-01", tested_on="2026-04-01", certainty="probable"),),
                certainty="probable"),
    Responsible(person="p-3", name="闻若璟", post="fin-head", post_title="局长", org="org-fin", role="payer", phase="due", from_="2025-12-31", to="2025-12-31"),
)  # fmt: skip

CHAIN = Chain(
    finding="3f9a1c20b7e4d851", obligation="ppp-01/subsidy-2025", title=Text("支付2025年度可行性缺口补助", "支付2025年度可行性缺口补助"), instrument="ppp-01",
    instrument_title="示例市第二污水处理厂特许经营项目", due_on="2025-12-31", as_of=AS_OF, breach_days=181, spans=(SpanRecord(from_="2026-01-01", to="2026-06-30"),),
    start="2025-11-16", end="2026-07-01", holders=(1, 0, 2, 3),
    lanes=(
        Lane(post="water-head", label="示例市水务局局长", role="responsible",
             tenures=(TenureRecord(id="t-1", name="甘雨桐", kind="substantive", start_lo="2025-11-14", start_hi="2025-11-14", end_lo="2026-03-02", end_hi="2026-03-02"),
                      TenureRecord(id="t-2", name="陆知远", kind="substantive", start_lo="2026-04-01", start_hi="2026-04-01", end_lo="2026-07-03", end_hi="2026-07-03")),
             empty=(EmptyRecord(start="2026-03-02", end="2026-04-01", holder="vacant", doubtful=False),)),
        Lane(post="fin-head", label="示例市财政局局长", role="payer",
             tenures=(TenureRecord(id="t-3", name="闻若璟", kind="acting", start_lo="2025-11-14", start_hi="2025-11-14", end_lo="2026-07-03", end_hi="2026-07-03"),), empty=()),
    ),
)  # fmt: skip


def _breach_ppp() -> Finding:
    return Finding(
        fingerprint="3f9a1c20b7e4d851", kind="breach", rule="PP-41", severity="serious", instrument="ppp-01", obligation="ppp-01/subsidy-2025",
        title=Text("逾期支付可行性缺口补助", "viability gap subsidy paid late"),
        message=Text("支付2025年度可行性缺口补助：应于2025年12月31日前支付18,600,000.00元，截至2026年6月30日尚欠13,600,000.00元，逾期181天。",
                     "the subsidy of 18,600,000.00 was due on 2025-12-31; 13,600,000.00 are open, 181 days late."),
        basis=(Basis(act="优化营商环境条例", article="31"), Basis(act="基础设施和公用事业特许经营管理办法", article="第五十一条", confidence="recalled")),
        dates={"due_on": "2025-12-31", "breach_from": "2026-01-01", "breach_to": "2026-06-30"},
        amounts={"amount": "18600000.00 CNY", "performed_amount": "5000000.00 CNY", "open_amount": "13600000.00 CNY"},
        facts={"breach_days": 181, "episodes": 1, "provisional": False},
        responsible=RESPONSIBLE, evidence=("ev-2", "ev-3"), place="卷宗.xlsx:obligations:2",
        next_step=Text("核对国库支付凭证与协议第27.3条，确认是否存在约定的中止事由。", "check the payment voucher against clause 27.3 and look for an agreed suspension."),
    )  # fmt: skip


def findings() -> tuple[Finding, ...]:
    """Return findings of every kind, one of them suppressed."""
    return (
        _breach_ppp(),
        Finding(fingerprint="77c0de5512ab9f03", kind="breach", rule="IP-05", severity="ordinary", instrument="inv-03", obligation="inv-03/reward",
                title=Text("未兑现投资奖励承诺", "investment reward not honoured"),
                message=Text("兑现设备投资奖励：应于2025年10月31日前支付6,000,000.00元，至今未付，逾期242天。", "6,000,000.00 due on 2025-10-31 are unpaid, 242 days late."),
                basis=(Basis(act="优化营商环境条例", article="31"),), dates={"due_on": "2025-10-31"}, amounts={"open_amount": "6000000.00 CNY"}, facts={"breach_days": 242},
                responsible=(Responsible(holder="unknown", post="east-head", post_title="区长", org="org-east", role="responsible", phase="overdue", days=242, share="242",
                                         counted=True, certainty="possible", from_="2025-11-01", to="2026-06-30"),),
                next_step=Text("请补充东湖区区长2025年11月以来的任职文件。", "supply the tenure documents since November 2025.")),
        Finding(fingerprint="09bb41e6a8d2c377", kind="warning", rule="GP-18", severity="minor", instrument="gp-07", obligation="gp-07/GP-18",
                title=Text("逾期公告政府采购合同", "procurement contract published late"),
                message=Text("应于2026年1月26日前公告合同，未见公告记录。", "to be published by 2026-01-26; no publication on record."),
                basis=(Basis(act="政府采购法实施条例", article="50"),), dates={"due_on": "2026-01-26"}, facts={"breach_days": 155},
                next_step=Text("核对指定媒体的公告日期。", "check the date of publication.")),
        Finding(fingerprint="5d1e0f93c64b2a18", kind="accountability_gap", rule="AC-01", severity="ordinary", instrument="ppp-01", obligation="ppp-01/subsidy-2025",
                title=Text("责任岗位空缺", "responsible post vacant"), message=Text("示例市水务局局长岗位在逾期期间空缺30天。", "the post was vacant on 30 overdue days."),
                facts={"vacant_days": 30}, next_step=Text("调取主持工作的文件。", "obtain the document that named a caretaker.")),
        Finding(fingerprint="e2a7740cb9d1f568", kind="data_problem", rule="DQ-02", severity="minor", instrument="inv-03", obligation="inv-03/road",
                title=Text("缺少起算事件", "the triggering event is missing"), message=Text("“完成园区北路通车”无土地交付记录，期限无法核定。", "no transfer of land on record; the term cannot be set."),
                place="卷宗.xlsx:obligations:6", next_step=Text("补录土地交付日期。", "record the day of transfer.")),
        Finding(fingerprint="c4d8b0a1e7f35926", kind="warning", rule="IP-09", severity="minor", instrument="inv-03",
                title=Text("奖励与税收挂钩", "reward tied to tax"), message=Text("协议第4条奖励以税收留成计算。", "clause 4 computes the reward from retained tax."),
                basis=(Basis(act="公平竞争审查条例", article="10"),), next_step=Text("请合法性审查机构复核。", "have the clause reviewed."),
                suppressed=Text("已完成公平竞争审查整改；登记人：法制科；有效期至2026年12月31日", "rectified after review; by: legal office; until 2026-12-31")),
    )  # fmt: skip


def manifest(**more: Any) -> Manifest:
    """Return the manifest of the run."""
    given: dict[str, Any] = {
        "program": "govaudit 0.1.0", "docket_digest": "d0" * 32, "rule_set": "5c2f9e71", "question_digest": "9e" * 32, "as_of": AS_OF, "known_at": None, "lenient": True, "names": True,
        "inputs": (InputFile(file="卷宗.xlsx", sha256="9f" * 32, size=48213), InputFile(file="任职/officials.json", sha256="0c" * 32, size=9120)),
        "counts": {"instruments": 3, "obligations": 6, "events": 4, "findings": 6}, "left_out": 1,
        "problems": (
            ProblemRecord(code="bad_date", level="error", file="卷宗.xlsx", sheet="事件", row=9, column="发生日", value="2019-13",
                          what=Text("不是日期", "not a date"), remedy=Text("改为 2019-12-31 这样的日期", "write a date such as 2019-12-31")),
            ProblemRecord(code="date_read", level="note", file="卷宗.xlsx", sheet="任期", column="任职日", value="2022/5/10",
                          what=Text("3个日期按此规则读取：“2022/5/10”读作 2022-05-10", "3 dates read like this: '2022/5/10' as 2022-05-10"), remedy=Text("无需处理", "nothing to do")),
        ),
        "not_computed": (NotComputed(rule="GP-31", subject="gp-07", what=Text("文书没有交货日期", "the instrument states no day of delivery")),),
        "rules": {"PP-41": "1", "IP-05": "2", "GP-18": "1", "IP-09": "1"},
    }  # fmt: skip
    return Manifest(**{**given, **more})


def run(found: tuple[Finding, ...] | None = None, stated: list[Status] | None = None, **more: Any) -> Run:
    """Return the run, or one with other findings or statuses; `more` replaces fields of the manifest."""
    found, stated = findings() if found is None else found, statuses() if stated is None else stated
    rows = printed(View(docket(), parse_day(AS_OF)), stated, list(found))
    chains = tuple(chain for chain in (CHAIN,) if any(_drawn(finding, chain) for finding in found))
    return Run(manifest=manifest(**more), findings=found, chains=chains, **rows)


def _drawn(finding: Finding, chain: Chain) -> bool:
    return finding.fingerprint == chain.finding and len(finding.responsible) == len(chain.holders)


def _day(text: str) -> int:
    return parse_day(text)


def statuses() -> list[Status]:
    """Return a verdict for every obligation of the docket."""
    return [
        Status("ppp-01/subsidy-2025", "ppp-01", "ppp", None, "breached", _day("2025-12-31"), _day("2025-12-31"), amount=1_860_000_000, performed_amount=500_000_000,
               open_amount=1_360_000_000, breach_days=181, interest=23_456_700, episodes=1, spans=(Span(_day("2026-01-01"), _day("2026-07-01"), 1_360_000_000),), flags=("partial",)),
        Status("ppp-01/land", "ppp-01", "ppp", None, "fulfilled", _day("2021-09-30"), _day("2021-09-30"), performed_on=_day("2021-09-18")),
        Status("ppp-01/subsidy-2026", "ppp-01", "ppp", None, "active", _day("2026-07-31"), _day("2026-07-31"), amount=930_000_000, open_amount=930_000_000),
        Status("inv-03/reward", "inv-03", "investment", None, "breached", _day("2025-10-31"), _day("2025-10-31"), amount=600_000_000, open_amount=600_000_000, breach_days=242),
        Status("inv-03/road", "inv-03", "investment", None, "pending"),
        Status("gp-07/GP-18", "gp-07", "procurement", "GP-18", "breached", _day("2026-01-26"), _day("2026-01-25"), breach_days=155, provisional=True),
    ]  # fmt: skip
