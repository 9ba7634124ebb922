"""From settled obligations to findings: not performed when due, performed late, refused, undecidable.

A contractual obligation that is late is a breach of the promise itself; a statutory one speaks in its rule's words and with its rule's
confidence. Drafts and duties of the private side are warnings: no record of a public body rests on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.checks.fingerprint import fingerprint
from govaudit.model.days import iso, parse_day, spoken
from govaudit.model.finding import Basis, Finding, Kind, Severity
from govaudit.model.money import to_human, to_text
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket.table import Docket
    from govaudit.engine.status import Status
    from govaudit.law.rule import AnyRule
    from govaudit.law.rules import RuleSet

# The rules of the promise itself; their ids never change meaning.
UNPERFORMED, LATE, REFUSED, DRAFT_DUE, OTHER_SIDE, UNDECIDABLE, IN_GRACE = (f"OB-0{n}" for n in range(1, 8))
_TITLES: dict[str, Text] = {
    UNPERFORMED: Text("到期未履行", "not performed when due"),
    LATE: Text("逾期履行", "performed late"),
    REFUSED: Text("到期前拒绝履行", "refused before it was due"),
    DRAFT_DUE: Text("待确认义务已过期限", "a draft obligation is past its due day"),
    OTHER_SIDE: Text("相对方逾期", "the other side is late"),
    UNDECIDABLE: Text("记录不足，不能判定", "the records do not reach far enough to tell"),
    IN_GRACE: Text("宽限期内未履行", "unperformed within the period of grace"),
}
_NEXT: dict[str, Text] = {
    UNPERFORMED: Text(
        "督促义务主体书面说明原因、限期履行；逾期不改的按政务失信线索移送核实",
        "ask the body that owes it for a written explanation and a date; if it stays open, pass it on as a lead to be verified",
    ),
    LATE: Text(
        "核对履行日期的凭证，确认逾期天数；查明逾期原因并记录",
        "check the proof of the day it was performed and the days of delay; record why",
    ),
    REFUSED: Text(
        "核对拒绝履行的书面材料，督促撤回或依法定权限和程序办理变更并补偿",
        "check the refusal in writing; have it withdrawn, or changed by lawful procedure with compensation",
    ),
    DRAFT_DUE: Text("先确认该义务是否成立，再判定是否逾期", "confirm first that the obligation exists"),
    OTHER_SIDE: Text(
        "通知相对方履行；核对政府方有无先履行或协助义务未完成",
        "notify the other side; check that nothing is owed to it first",
    ),
    UNDECIDABLE: Text(
        "补齐该日之后的履行记录，或更新数据来源的完整截止日",
        "add the records after that day, or update the day up to which the source is complete",
    ),
    IN_GRACE: Text("在宽限期届满前督促履行", "have it performed before the grace ends"),
}
# 优化营商环境条例 (国令722号) 31: promises and contracts with market entities are to be kept.
_PROMISES = Basis(act="优化营商环境条例", article="第三十一条", confidence="verified")
_PROMISES_FROM = parse_day("2020-01-01")
_PROMISE_DOMAINS = {"ppp", "procurement", "tendering", "investment"}
_OPEN = {"breached", "curing", "defaulted", "breached_final"}


class _Verdict(NamedTuple):
    rule: str
    kind: Kind
    severity: Severity


_NOT_LATE = {"repudiated": _Verdict(REFUSED, "warning", "serious"), "grace": _Verdict(IN_GRACE, "warning", "minor")}


def breach_findings(docket: Docket, statuses: Iterable[Status], rules: RuleSet, as_of: int) -> list[Finding]:
    """Return the findings that follow from the statuses, in the order of the obligations table."""
    table = docket["obligations"]
    number = table.index()
    judge = _Judge(docket, as_of)
    found = []
    for status in statuses:
        row = number[status.obligation]
        rule = rules[status.rule] if status.rule else None
        if (verdict := judge.verdict(status, table.row(row), rule)) is not None:
            found.append(judge.finding(status, row, rule, verdict))
    return found


class _Judge:
    """Turns one status into a verdict and a finding."""

    def __init__(self, docket: Docket, as_of: int) -> None:
        self.docket, self.as_of = docket, as_of
        orgs, instruments = docket["orgs"], docket["instruments"]
        self.private = {
            key
            for key, kind, level in zip(orgs["id"], orgs["kind"], orgs["level"], strict=True)
            if "company" in {kind, level} or "企业" in {kind, level}
        }
        self.instruments = instruments.index()
        self.evidence: dict[str, tuple[str, ...]] = {}
        events = docket["events"]
        for key, listed in zip(events["id"], events["evidence"], strict=True):
            if listed:
                self.evidence[key] = tuple(listed)

    def verdict(self, status: Status, o: dict[str, Any], rule: AnyRule | None) -> _Verdict | None:
        """Return what the status amounts to, None when nothing is to be said."""
        if not status.breach_days:
            undecided = status.state == "active" and status.due_on is not None and status.due_on < self.as_of
            return _Verdict(UNDECIDABLE, "data_problem", "minor") if undecided else _NOT_LATE.get(status.state)
        if o["draft"]:
            return _Verdict(DRAFT_DUE, "warning", "minor")
        if rule is not None:
            return _Verdict(rule.id, rule.verdict(self._trigger_day(status, o)), rule.severity)
        if o["bearer"] in self.private:
            return _Verdict(OTHER_SIDE, "warning", "minor")
        return (
            _Verdict(UNPERFORMED, "breach", "serious")
            if status.state in _OPEN
            else _Verdict(LATE, "breach", "ordinary")
        )

    @staticmethod
    def _trigger_day(status: Status, o: dict[str, Any]) -> int | None:
        day = _anchor_day(o)
        return status.due_on if day is None else day

    def finding(self, status: Status, row: int, rule: AnyRule | None, verdict: _Verdict) -> Finding:
        """Write the finding of a verdict."""
        o = self.docket["obligations"].row(row)
        stays = rule is not None and verdict.rule == rule.id
        title = rule.title if rule is not None and stays else _TITLES[verdict.rule]
        message = (
            rule.message.format(**_blanks(status, o)) if rule is not None and stays else _message(status, o, verdict)
        )
        basis = self._basis(status, o, rule)
        events = [key for key in status.decisive if key in self.evidence]
        return Finding(
            fingerprint=fingerprint(status.rule or "OB", status.obligation), kind=verdict.kind, rule=verdict.rule, severity=verdict.severity,
            instrument=status.instrument, obligation=status.obligation, title=title, message=message, basis=basis, dates=_dates(status),
            amounts=_amounts(status), facts=_facts(status), evidence=tuple(dict.fromkeys(item for key in events for item in self.evidence[key])),
            place=str(self.docket["obligations"].places[row]), next_step=rule.next_step if rule is not None and stays else _NEXT[verdict.rule],
        )  # fmt: skip

    def _basis(self, status: Status, o: dict[str, Any], rule: AnyRule | None) -> tuple[Basis, ...]:
        if rule is not None:
            day = self._trigger_day(status, o)
            return tuple(
                Basis(act=b.act, article=b.article, confidence=b.confidence)
                for b in (rule.basis_on(day) if day is not None else rule.basis)
            )
        row = self.instruments.get(status.instrument or "")
        title = self.docket["instruments"]["title"][row] if row is not None else o["title"]
        own = Basis(act=title, article=o["clause"], confidence="verified")
        law = (
            status.domain in _PROMISE_DOMAINS
            and status.due_on is not None
            and status.due_on >= _PROMISES_FROM
            and o["bearer"] not in self.private
        )
        return (own, _PROMISES) if law else (own,)


def _blanks(status: Status, o: dict[str, Any]) -> dict[str, object]:
    """Return what a deadline rule's message may name."""

    def money(value: int | None) -> str:
        return "" if value is None else to_human(value, status.currency)

    return {
        "title": o["title"], "trigger_on": spoken(_anchor_day(o)), "due_on": spoken(status.due_on), "performed_on": spoken(status.performed_on),
        "breach_days": status.breach_days, "amount": money(status.amount), "open_amount": money(status.open_amount), "interest": money(status.interest),
    }  # fmt: skip


def _anchor_day(o: dict[str, Any]) -> int | None:
    anchor = o["anchor"]
    return parse_day(anchor) if anchor and anchor[:4].isdigit() else None


_MESSAGES: dict[str, Text] = {
    REFUSED: Text(
        "“{title}”履行期限至{due}，义务主体在到期前已表示或以行为表明不履行",
        "'{title}' is due on {due}; its performance was refused before that day",
    ),
    UNDECIDABLE: Text(
        "“{title}”履行期限至{due}，此后没有完整记录，不能判定是否履行",
        "'{title}' fell due on {due}; no complete records reach beyond, so it cannot be told whether it was performed",
    ),
    IN_GRACE: Text(
        "“{title}”履行期限至{due}，尚未履行，宽限至{grace}{open}",
        "'{title}' was due on {due} and is unperformed; grace runs until {grace}{open}",
    ),
}
_DONE_LATE = Text(
    "“{title}”履行期限至{due}，实际于{done}履行完毕，逾期{days}天{interest}",
    "'{title}' was due on {due} and performed on {done}, {days} days late{interest}",
)
_STILL_OPEN = Text(
    "“{title}”履行期限至{due}，尚未履行完毕，已逾期{days}天{open}{interest}",
    "'{title}' was due on {due} and is not fully performed, {days} days late{open}{interest}",
)
_OTHERWISE = Text(
    "“{title}”履行期限至{due}，逾期{days}天后{state}{open}{interest}",
    "'{title}' was due on {due}; {days} days late, then {state}{open}{interest}",
)
_ENDED = {
    "discharged": Text("免除", "discharged"), "terminated": Text("合同终止", "the contract was terminated"),
    "superseded": Text("被变更后的义务取代", "superseded by an amendment"), "suspended": Text("中止", "suspended"),
}  # fmt: skip


def _message(status: Status, o: dict[str, Any], verdict: _Verdict) -> Text:
    """Say in one sentence what was promised, when it was due, and what came of it."""
    late = _ENDED.get(status.state)
    text = _MESSAGES.get(verdict.rule) or (
        _OTHERWISE if late else _DONE_LATE if status.performed_on is not None else _STILL_OPEN
    )
    return text.format(
        title=o["title"], due=spoken(status.due_on), grace=spoken(status.grace_until), done=spoken(status.performed_on), days=status.breach_days,
        state=late or "", open=_money("，尚欠 {}", ", {} open", status.open_amount, status), interest=_interest(status),
    )  # fmt: skip


def _interest(status: Status) -> Text:
    """Say what late interest has accrued and what of it is unpaid; a statutory claim, not a sum awarded."""
    due = None if status.interest is None else status.interest - status.interest_paid
    if not status.interest or due is None:
        return Text("", "")
    total = _money("，按约定（法定）利率计逾期利息 {}", ", late interest {}", status.interest, status)
    unpaid = _money("（未付 {}）", " ({} unpaid)", due, status)
    return Text(total.zh + unpaid.zh, total.en + unpaid.en)


def _money(zh: str, en: str, value: int | None, status: Status) -> Text:
    if not value:
        return Text("", "")
    shown = to_human(value, status.currency)
    return Text(
        zh.format(f"{shown}元" if status.currency == "CNY" else f"{status.currency} {shown}"),
        en.format(f"{status.currency} {shown}"),
    )


def _dates(status: Status) -> dict[str, str]:
    days = {
        "due_on": status.due_on, "due_on_raw": status.due_on_raw if status.due_on_raw != status.due_on else None,
        "grace_until": status.grace_until, "performed_on": status.performed_on,
    }  # fmt: skip
    return {name: iso(day) or "" for name, day in days.items() if day is not None}


def _amounts(status: Status) -> dict[str, str]:
    values = {
        "amount": status.amount, "performed_amount": status.performed_amount, "open_amount": status.open_amount,
        "interest": status.interest, "interest_paid": status.interest_paid or None, "amount_days": status.amount_days,
    }  # fmt: skip
    return {name: to_text(value, status.currency) for name, value in values.items() if value is not None}


def _facts(status: Status) -> dict[str, str | int | bool]:
    facts: dict[str, str | int | bool] = {
        "state": status.state,
        "breach_days": status.breach_days,
        "episodes": status.episodes,
    }
    if status.amount is not None:
        facts["currency"] = status.currency
    if status.tolled_days:
        facts["tolled_days"] = status.tolled_days
    if status.flags:
        facts["flags"] = " ".join(status.flags)
    facts["rules_applied"] = " ".join(status.rules_applied)
    if status.provisional:
        facts["provisional"] = True
    return facts
