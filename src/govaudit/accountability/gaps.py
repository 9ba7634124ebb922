"""What a trace could not find, or found at odds: each gap becomes a finding of its own (kind accountability_gap).

An inherited duty left lying (新官不理旧账) has the same form and is a warning: an indication, never a breach.

A gap charges nobody. The superior of a vacant post is named as a pointer only (rule R24).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from govaudit.model.days import iso
from govaudit.model.finding import Finding, Severity
from govaudit.model.fingerprint import fingerprint
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

GapKind = Literal[
    "vacant", "unknown", "possible", "post_missing", "no_post", "conflicting_tenure", "signed_without_office",
    "no_successor", "joint_successors", "joint_posts", "succession_cycle", "succession_order", "approval_after_signature",
    "no_separation", "minutes_missing", "void_delegation", "tied_delegations", "left_lying",
]  # fmt: skip


class GapRule(NamedTuple):
    """The rule behind a kind of gap; its id never changes meaning."""

    rule: str
    severity: Severity
    title: Text
    next_step: Text


GAP_RULES: dict[GapKind, GapRule] = {
    "vacant": GapRule("AG-01", "ordinary", Text("逾期期间责任岗位空缺", "the responsible post was vacant on days of the breach"),
                      Text("核对任免文件，确认空缺期间由谁主持工作，并补登代理或主持工作的任期", "check the appointment papers, find out who presided meanwhile, and record that tenure")),
    "unknown": GapRule("AG-02", "ordinary", Text("逾期期间任职情况不明", "it is not known who held the post on days of the breach"),
                       Text("向组织人事部门调取该时段任免文件，补录任期或记录完整截止日", "ask the personnel department for the appointments of that time and record them")),
    "possible": GapRule("AG-03", "minor", Text("任免日期不精确，无法确定在任者", "the dates of office are too coarse to tell who held the post"),
                        Text("核对任免文件，将任职、离任日期补到日", "check the appointment papers and record the dates to the day")),
    "post_missing": GapRule("AG-04", "ordinary", Text("逾期期间责任岗位不存在", "the responsible post did not exist on days of the breach"),
                            Text("核对岗位设置与撤销日期，登记承继岗位或职能划转", "check when the post was created and abolished, and record who took over its functions")),
    "no_post": GapRule("AG-05", "ordinary", Text("义务没有责任岗位", "no post answers for the obligation"),
                       Text("在“职责分工”中登记该义务的责任岗位，或登记义务主体的岗位", "record an assignment for the obligation, or the posts of the body that owes it")),
    "conflicting_tenure": GapRule("AG-06", "ordinary", Text("同一岗位任期重叠", "tenures of one post overlap"),
                                  Text("核对前任离任日和后任任职日，改正其中有误的一个", "check when the predecessor left and the successor came, and correct the wrong one")),
    "signed_without_office": GapRule("AG-07", "ordinary", Text("签批时不在所述岗位任职", "not in the stated office on the day of the act"),
                                     Text("核对签署页与任免文件；如属代签，登记授权委托", "compare the signature page with the appointment papers; record the delegation if it was signed on behalf")),
    "no_successor": GapRule("AG-08", "ordinary", Text("机构撤销而无承继机关", "a body was abolished without a successor"),
                            Text("查明职能承继机关并登记；查不到的，由作出撤销决定的机关说明", "find the successor and record it; else the body that decided the abolition explains")),
    "joint_successors": GapRule("AG-09", "minor", Text("分立未划分职责，由承继机关共同承担", "a split without division of functions: the successors answer jointly"),
                                Text("查明分立文件中的职责划分，登记范围", "find how the functions were divided and record the scope")),
    "joint_posts": GapRule("AG-10", "minor", Text("同一义务有数个同级责任岗位", "several posts answer for the obligation on the same level"),
                           Text("查明主责岗位；确属共同责任的保留现状", "find out which of them leads; leave it if they are jointly responsible")),
    "succession_cycle": GapRule("AG-11", "ordinary", Text("承继关系成环", "the succession of bodies runs in a circle"),
                                Text("核对机构改革文件，改正承继关系的方向或日期", "check the reform papers and correct direction or date")),
    "succession_order": GapRule("AG-12", "ordinary", Text("承继日期前后颠倒", "the dates of the succession run backwards"),
                                Text("核对机构改革文件中的生效日期", "check the effective dates in the reform papers")),
    "approval_after_signature": GapRule("AG-13", "ordinary", Text("签署在前、批准在后", "approved after it was signed"),
                                        Text("核对批准文件日期；确属先签后批的，按决策程序规定处理", "check the date of the approval; if it really came later, the rules of procedure apply")),
    "no_separation": GapRule("AG-14", "minor", Text("承办、批准、签署为同一人", "drafted, approved and signed by one person"),
                             Text("核对审批单，确认是否缺少审核环节", "check the approval form: is a review missing")),
    "minutes_missing": GapRule("AG-15", "minor", Text("集体决策缺会议记录", "a collective decision without minutes"),
                               Text("调取会议纪要，登记表决情况", "obtain the minutes and record the votes")),
    "void_delegation": GapRule("AG-16", "ordinary", Text("委托不生效", "a delegation without effect"),
                               Text("核对委托书的事项、金额、期限和转委托条款", "check scope, ceiling, period and re-delegation in the paper")),
    "tied_delegations": GapRule("AG-17", "minor", Text("数份委托同时有效", "several delegations in force at once"),
                                Text("查明以哪一份委托为准", "find out which of them applies")),
    "left_lying": GapRule("AG-18", "ordinary", Text("接任后未处理（新官不理旧账线索）", "inherited and left lying (indication)"),
                          Text("核对交接清单，听取该岗位说明，确认接任后是否付款、确认或提出异议", "check the handover list and hear the holder: was anything paid, acknowledged or objected to")),
}  # fmt: skip


class Gap(NamedTuple):
    """One gap: whom or what it concerns (`subject`: ids, stable), the breach days touched, and what is known of it.

    `spans` are half-open breach days (empty where the gap has no days); `pointer` is the superior post or body, never
    charged.
    """

    kind: GapKind
    subject: tuple[str, ...]
    text: Text
    spans: tuple[tuple[int, int], ...] = ()
    post: str | None = None
    pointer: str | None = None
    facts: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        """Number of breach days touched."""
        return sum(end - start for start, end in self.spans)


def merged(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Join gaps of one kind and subject, in the order of the first of them."""
    found: dict[tuple[str, tuple[str, ...]], Gap] = {}
    for gap in gaps:
        key = (gap.kind, gap.subject)
        first = found.get(key)
        if first is None:
            found[key] = gap._replace(spans=_joined(gap.spans))
        else:
            found[key] = first._replace(
                spans=_joined(first.spans + gap.spans),
                facts=tuple(dict.fromkeys(first.facts + gap.facts)),
                evidence=tuple(dict.fromkeys(first.evidence + gap.evidence)),
            )
    return tuple(found.values())


def _joined(spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Join spans that touch or overlap."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


class Concerned(NamedTuple):
    """A duty that a gap touches: its id and title, and its instrument."""

    obligation: str
    title: Text
    instrument: str | None


_NAMED = 5  # duties and spans said in a sentence; all of them are among the facts


def finding(gap: Gap, duties: Sequence[Concerned], *, own: bool = False) -> Finding:
    """Return the finding for one gap and the duties it touches; `own`: it is each duty's own, not the post's or paper's."""
    rule = GAP_RULES[gap.kind]
    instruments = {duty.instrument for duty in duties}
    only = duties[0] if len(duties) == 1 else None
    facts: dict[str, str | int | bool] = {"gap": gap.kind}
    if gap.spans:
        facts["days"] = gap.days
    if gap.post:
        facts["post"] = gap.post
    if gap.pointer:
        facts["pointer"] = gap.pointer
    if gap.facts:
        facts["records"] = ", ".join(gap.facts)
    if only is None:
        facts["obligations"] = ", ".join(duty.obligation for duty in duties)
    return Finding(
        fingerprint=fingerprint(rule.rule, *(duty.obligation for duty in duties if own), *gap.subject),
        kind="warning" if gap.kind == "left_lying" else "accountability_gap",
        rule=rule.rule,
        severity=rule.severity,
        instrument=next(iter(instruments)) if len(instruments) == 1 else None,
        obligation=only.obligation if only else None,
        title=rule.title,
        message=_message(gap, duties),
        dates={"from": iso(gap.spans[0][0]) or "", "to": iso(gap.spans[-1][1] - 1) or ""} if gap.spans else {},
        facts=facts,
        evidence=gap.evidence,
        next_step=rule.next_step,
    )


def _message(gap: Gap, duties: Sequence[Concerned]) -> Text:
    days = _spans(gap) if gap.spans else Text("", "")
    if len(duties) == 1:
        title = duties[0].title
        return Text(f"{title.zh}：{gap.text.zh}{days.zh}", f"{title.en}: {gap.text.en}{days.en}")
    some = [duty.obligation for duty in duties[:_NAMED]]
    more = len(duties) > len(some)
    return Text(
        f"{gap.text.zh}{days.zh}；涉及 {len(duties)} 项义务：{'、'.join(some)}{'等' if more else ''}",
        f"{gap.text.en}{days.en}; {len(duties)} obligations: {', '.join(some)}{' and others' if more else ''}",
    )


def _spans(gap: Gap) -> Text:
    """Say how many breach days, and from when to when."""
    said = [
        (f"{iso(start)} 至 {iso(end - 1)}", f"{iso(start)} to {iso(end - 1)}")
        if end - start > 1
        else (f"{iso(start)}", f"{iso(start)}")
        for start, end in gap.spans[:_NAMED]
    ]
    more = len(gap.spans) > len(said)
    return Text(
        f"，逾期日 {gap.days} 天（{'，'.join(zh for zh, _ in said)}{'等' if more else ''}）",
        f", {gap.days} breach days ({', '.join(en for _, en in said)}{' and others' if more else ''})",
    )
