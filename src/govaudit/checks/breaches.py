"""From settled obligations to findings: not performed when due, performed late, refused, undecidable.

A contractual obligation that is late is a breach of the promise itself; a statutory one speaks in its rule's words and with its rule's
confidence. Drafts, duties of the other side, and duties whose side is not on record are warnings: no record of a public body rests on them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.checks import breach_words as words
from govaudit.checks.found import name_of, with_doubts
from govaudit.model import (
    Basis,
    Finding,
    Severity,
    Text,
    as_text,
    fingerprint_of,
    iso,
    parse_day,
    spoken,
    spoken_count,
    spoken_money,
    to_text,
)
from govaudit.rules import builtin
from govaudit.rules.kinds import Deadline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket import View
    from govaudit.model import Kind
    from govaudit.rules import RuleSet
    from govaudit.rules.kinds import AnyRule
    from govaudit.settle import Status

# 31: promises and contracts with market entities are to be kept. Of the law behind OB-01 a finding cites this act, in these domains.
_PROMISES = "优化营商环境条例"
_PROMISE_DOMAINS = {"ppp", "procurement", "tendering", "investment"}
_DAILY = {"maintenance", "prohibition"}
_OPEN = {"breached", "curing", "defaulted", "breached_final"}


class _Verdict(NamedTuple):
    rule: str
    kind: Kind
    severity: Severity


_NOT_LATE = {"repudiated": words.REFUSED, "grace": words.IN_GRACE}


def _own(key: str) -> _Verdict:
    """Return the verdict of a rule of the program."""
    rule = builtin(key)
    return _Verdict(key, rule.found, rule.severity)


def breach_findings(view: View, statuses: Iterable[Status], rules: RuleSet) -> list[Finding]:
    """Return the findings that follow from the statuses, in the order of the obligations table."""
    table = view.docket["obligations"]
    judge = _Judge(view)
    found = []
    for status in statuses:
        row = table.index[status.obligation]
        rule = rules[status.rule] if status.rule else None
        if (verdict := judge.verdict(status, table.row(row), rule)) is not None:
            finding = judge.finding(status, row, rule, verdict)
            is_of_law = rule is not None and finding.rule == rule.id
            found.append(judge.with_doubts_of_law(finding, status, rule) if is_of_law else finding)
    return found


class _Judge:
    """Turns one status into a verdict and a finding."""

    def __init__(self, view: View) -> None:
        self.docket, self.as_of, self.sides, self.ties = view.docket, view.as_of, view.sides, view.statutory
        self._cases = view.cases
        events = self.docket["events"]
        self.evidence: dict[str, tuple[str, ...]] = {}
        for key, listed in zip(events["id"], events["evidence"], strict=True):
            if listed:
                self.evidence[key] = tuple(listed)

    def verdict(self, status: Status, o: dict[str, Any], rule: AnyRule | None) -> _Verdict | None:
        """Return what the status amounts to, None when nothing is to be said."""
        if status.silent or not status.breach_days:
            return self._unbroken(status, rule)
        if o["draft"]:
            return _own(words.DRAFT_DUE)
        if o["force"] == "none":
            return _own(words.PROMISE_UNKEPT)
        if rule is not None:
            return _Verdict(rule.id, rule.verdict(self._trigger_day(status, o)), rule.severity)
        side = self._side(status)
        if side == "public_side":
            return self._broken(status, o)
        return _own(words.OTHER_SIDE if side == "other_side" else words.NO_SIDE)

    def _side(self, status: Status) -> str:
        """Return the side that bore the duty on its breach days (T20-T22)."""
        return self.sides.over(status.obligation, [(span.start, span.end) for span in status.spans])

    def _told_by(self, status: Status, o: dict[str, Any]) -> Text:
        """Say that the side is an assumption, and what it rests on; nothing where the parties tell it."""
        told = o["side"] or self._side(status)
        return words.SIDES.get(told, words.NOTHING)

    def _unbroken(self, status: Status, rule: AnyRule | None) -> _Verdict | None:
        """Return what is to be said of an obligation without a day late, or of which the records do not tell."""
        if status.silent:
            return _Verdict(rule.id, "warning", rule.severity) if rule is not None and UNSEEN in status.flags else None
        if "sanction_too_early" in status.flags:
            return _own(words.SANCTION_EARLY)
        last = status.due_on if status.grace_until is None else status.grace_until
        undecided = status.state in {"active", "grace"} and last is not None and last < self.as_of
        key = words.UNDECIDABLE if undecided else _NOT_LATE.get(status.state)
        return None if key is None else _own(key)

    @staticmethod
    def _broken(status: Status, o: dict[str, Any]) -> _Verdict:
        """Return the breach of a promise of the public side."""
        if o["kind"] in _DAILY:
            verdict = _own(words.VIOLATED)
            going_on = builtin(words.VIOLATED).severity_open if status.state in _OPEN else None
            return verdict if going_on is None else verdict._replace(severity=going_on)
        if status.state in _OPEN:
            return _own(words.UNPERFORMED)
        late = status.state == "fulfilled_late" and not words.moved(status)
        return _own(words.LATE if late else words.ENDED_LATE)

    @staticmethod
    def _trigger_day(status: Status, o: dict[str, Any]) -> int | None:
        day = _anchor_day(o)
        return status.due_on if day is None else day

    def finding(self, status: Status, row: int, rule: AnyRule | None, verdict: _Verdict) -> Finding:
        """Write the finding of a verdict."""
        o = self.docket["obligations"].row(row)
        stays = rule is not None and verdict.rule == rule.id
        spoken_for = rule if rule is not None and stays else builtin(verdict.rule)
        message = (
            words.with_reach(rule.message.format(**_blanks(status, o, self._title(status))), status)
            if rule is not None and stays
            else words.message(status, self._duty(status, o, rule), verdict.rule, self._told_by(status, o))
        )
        if rule is not None and UNSEEN in status.flags:
            message = _UNSEEN.format(duty=self._duty(status, o, rule), due=spoken(status.due_on))
        basis = self._basis(status, o, rule)
        events = [key for key in status.decisive if key in self.evidence]
        known_as, former = fingerprints(status)
        return Finding(
            fingerprint=known_as, kind=verdict.kind, rule=verdict.rule, severity=verdict.severity,
            instrument=status.instrument, obligation=status.obligation, title=spoken_for.title, message=message, basis=basis, dates=_dates(status),
            amounts=_amounts(status), facts=_facts(status) | self._beside(status, o) | self._certainty(status, o), evidence=tuple(dict.fromkeys(item for key in events for item in self.evidence[key])),
            place=str(self.docket["obligations"].places[row]), next_step=spoken_for.next_step,
            former_fingerprint=former,
        )  # fmt: skip

    def with_doubts_of_law(self, finding: Finding, status: Status, rule: AnyRule | None) -> Finding:
        """Return a finding about a statutory duty with the facts not stated that it rests on, and whether it began anew (R25.3, R25.5)."""
        assert isinstance(rule, Deadline)  # noqa: S101 - only deadlines make duties
        table, case = self.docket["obligations"], self._cases.by_id[status.instrument or ""]
        finding = with_doubts(finding, rule, case, _assumed(rule, table["n"][table.index[status.obligation]]))
        if self.ties[status.obligation].superseded_by is None:
            return finding
        return replace(finding, kind="warning", message=_BEGUN_ANEW.format(said=finding.message))

    def _beside(self, status: Status, o: dict[str, Any]) -> dict[str, str | int | bool]:
        """Name the authority that answers beside a bearer who performs for it and is none of its own: a state company (R25.6)."""
        row = self.docket["instruments"].index.get(status.instrument or "")
        body = None if row is None else self.docket["instruments"]["authority"][row]
        orgs, posts = self.docket["orgs"], self.docket["posts"]
        at = posts.index.get(o["bearer"])
        above = o["bearer"] if at is None else posts["org"][at]
        for _ in range(len(orgs)):
            if above is None or above == body:
                break
            above = orgs["parent"][orgs.index[above]] if above in orgs.index else None
        if body is None or above == body or status.rule is not None or self._side(status) != "public_side":
            return {}
        return {"authority": orgs["name"][orgs.index[body]] if body in orgs.index else body}

    def _certainty(self, status: Status, o: dict[str, Any]) -> dict[str, str | int | bool]:
        """Return what is certain of a finding whose side is assumed: never more than `possible`."""
        return {"assumed": True, "certainty": "possible"} if self._told_by(status, o) != words.NOTHING else {}

    def _title(self, status: Status) -> str:
        """Return the title of the instrument, empty when there is none."""
        row = self.docket["instruments"].index.get(status.instrument or "")
        return "" if row is None else str(self.docket["instruments"]["title"][row])

    def _paper(self, status: Status) -> str | Text:
        """Return the paper that a promise rests on: its instrument, the papers of a debt, or none stated; never the duty's own title."""
        title = self._title(status)
        if title:
            return title
        if status.instrument in self.docket["debts"].index:
            return Text(
                f"{status.instrument} 的发行文件或者合同", f"issue documents or contract of {status.instrument}"
            )
        return Text("依据未填", "no basis stated")

    def _duty(self, status: Status, o: dict[str, Any], rule: AnyRule | None) -> Text:
        """Return what was to be done: a rule is named after its breach, its duty is the act, on its instrument."""
        if not isinstance(rule, Deadline):
            return as_text(o["title"])
        act, title = name_of(rule, rule.fulfilled_by[0]), self._title(status)
        return Text(f"{title}：{act.zh}", f"{title}: {act.en}")

    def _basis(self, status: Status, o: dict[str, Any], rule: AnyRule | None) -> tuple[Basis, ...]:
        if rule is not None:
            day = self._trigger_day(status, o)
            return tuple(
                Basis(act=b.act, article=b.article, confidence=b.confidence)
                for b in (rule.basis_on(day) if day is not None else rule.basis)
            )
        doubt = self._told_by(status, o) != words.NOTHING
        own = Basis(act=self._paper(status), article=o["clause"], confidence="doubtful" if doubt else "verified")
        if (
            status.domain not in _PROMISE_DOMAINS
            or status.due_on is None
            or self._side(status) != "public_side"
            or o["force"] == "none"
        ):
            return (own,)
        law = [b for b in builtin(words.UNPERFORMED).basis_on(status.due_on) if b.act == _PROMISES]
        return (own, *(Basis(act=b.act, article=b.article, confidence=b.confidence) for b in law))


UNSEEN = "no_record"  # a flag: no ledger covers the act, so that its absence is no proof (R25.5)
_UNSEEN = Text(
    "未见“{duty}”的记录，应于{due}前办理；没有数据来源写明此类记录完整，不能认定未办",
    "no record of '{duty}' is seen, which was due by {due}; no source says that such records are complete, so that it is not known to be undone",
)
_BEGUN_ANEW = Text(
    "{said}（此后重新起算，没有免责事由在案）", "{said} (the time then ran anew; no excuse for the delay is on record)"
)


def _assumed(rule: Deadline, n: int) -> list[str]:
    """Return the attributes that would state the contract's own time: where none is, that of the law counts, but for the longest one."""
    return sorted({one.agreed for one in rule.within.values() if one is not None and one.agreed and n != one.at_most})


def fingerprints(status: Status) -> tuple[str, str | None]:
    """Return the fingerprint of a finding about an obligation, and of a statutory one what it was before: by number, not by cause."""
    before = fingerprint_of(status.rule or "OB", status.obligation)
    return (before, None) if status.rule is None else (fingerprint_of(status.rule, *status.cause), before)


def _blanks(status: Status, o: dict[str, Any], title: str) -> dict[str, object]:
    """Return what a deadline rule's message may name; days and sums come with their unit."""
    sums = {"amount": status.amount, "open_amount": status.open_amount, "interest": status.interest}
    return {
        "title": title, "trigger_on": spoken(_anchor_day(o)), "due_on": spoken(status.due_on), "performed_on": spoken(status.performed_on),
        "breach_days": spoken_count(status.breach_days), **{name: spoken_money(value or 0, status.currency) for name, value in sums.items()},
        "owed": words.owed(status),
    }  # fmt: skip


def _anchor_day(o: dict[str, Any]) -> int | None:
    anchor = o["anchor"]
    return parse_day(anchor) if anchor and anchor[:4].isdecimal() else None


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
    if status.interest and status.rate_source and status.set_off:
        facts["rate_source"], facts["set_off"] = status.rate_source, status.set_off
    if status.amount_days:
        facts["amount_days_unit"] = f"{status.currency}·day"
    facts["rules_applied"] = " ".join(status.rules_applied)
    if status.provisional:
        facts["provisional"] = True
    return facts
