"""Step 7 of a trace, roles by act: who decided, signed, approved, reviewed, drafted or paid, in the capacity on record.

An act is tested against the capacity its record states: a signer without that office on that day is reported as such and
never replaced by the holder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govaudit.model import Text
from govaudit.officials.official_words import ACTS, VOTES
from govaudit.officials.record.delegation import covers
from govaudit.officials.structure.gaps import Gap
from govaudit.officials.trace.hops import hop, office_line, tenure_hop, weakest

if TYPE_CHECKING:
    from govaudit.model import Certainty, Hop, PartialDate, Responsible
    from govaudit.officials.record.assignment_scope import ScopedDuty
    from govaudit.officials.record.officials import Officials
    from govaudit.officials.record.tenure import Tenure

ROLE_OF_ACT = {
    "draft": "drafter", "review": "reviewer", "approve": "approver", "sign": "signer", "decide": "decider",
    "instruct": "instructor", "object": "objector", "handover": "handed_over", "acknowledge": "acknowledger",
    "perform": "performer", "pay": "payer", "supervise": "supervision", "transfer_on_leaving": "left_over",
}  # fmt: skip
ROLE_OF_VOTE = {"against": "dissenter", "abstain": "abstainer", "absent": "absentee"}
# Acts that need the office in which they are done.
_OF_OFFICE = {"approve", "sign", "decide", "pay", "instruct"}
_UNSEEN = {"coverage", "no_records", "before_records"}


class Act(NamedTuple):
    """One act on record; `row` is its row in the table, `certainty` None where it states none."""

    row: int
    id: str
    kind: str
    person: str | None
    post: str | None
    date: PartialDate
    vote: str | None
    certainty: Certainty | None
    obligation: str | None


class Phases(NamedTuple):
    """The days that divide the story: commitment and due dates (an amendment sets another), as far as they are known."""

    commitment: int | None
    due: tuple[int, ...]

    def of(self, day: int) -> str:
        """Return decision, commitment, running, due or overdue."""
        if self.commitment is not None and day <= self.commitment:
            return "decision" if day < self.commitment else "commitment"
        if day in self.due:
            return "due"
        if self.due and day > self.due[0]:
            return "overdue"
        return "running" if self.commitment is not None else "decision"


def acts_on(officials: Officials, duty: ScopedDuty, as_of: int) -> list[Act]:
    """Return the acts on the obligation and on its instrument up to the day, by date and id."""
    table = officials.docket["acts"]
    rows = [
        *officials.acts_on_obligation.get(duty.obligation, ()),
        *officials.acts_on_instrument.get(duty.instrument or "", ()),
    ]
    acts = [_act(officials, row) for row in rows if table["date"][row].lo <= as_of]
    return sorted(acts, key=lambda act: (act.date.lo, act.date.hi, act.id))


def _act(officials: Officials, row: int) -> Act:
    values = officials.docket["acts"].row(row)
    person = values["person"]
    named = {name: values[name] for name in ("id", "kind", "post", "date", "vote", "certainty", "obligation")}
    return Act(row=row, person=officials.person(person) if person else None, **named)


def act_lines(
    officials: Officials, duty: ScopedDuty, as_of: int, phases: Phases
) -> tuple[list[Responsible], list[Gap]]:
    """Return a line for each act, and the gaps the acts show."""
    acts = acts_on(officials, duty, as_of)
    found: list[Responsible] = []
    gaps: list[Gap] = []
    for act in acts:
        line, gap = _line(officials, act, phases, duty)
        found.append(line)
        gaps += [gap] if gap else []
    return found, gaps + _order_gaps(officials, acts, duty.instrument or duty.obligation)


def _role(act: Act) -> str:
    return ROLE_OF_VOTE.get(act.vote or "", ROLE_OF_ACT[act.kind]) if act.kind == "decide" else ROLE_OF_ACT[act.kind]


def _line(officials: Officials, act: Act, phases: Phases, duty: ScopedDuty) -> tuple[Responsible, Gap | None]:
    capacity = _capacity(officials, act, duty)
    person, path = act.person or capacity.person, (_act_hop(officials, act), *capacity.hops)
    return office_line(
        officials, person, act.post,
        role=_role(act), phase=phases.of(act.date.lo), holder="person" if person else "unknown", from_=act.date.as_written, to=act.date.as_written,
        certainty=weakest((capacity.certainty, *(step.certainty for step in path))), path=path, notes=capacity.notes,
    ), capacity.gap  # fmt: skip


class _Capacity(NamedTuple):
    certainty: str
    hops: tuple[Hop, ...] = ()
    notes: tuple[Text, ...] = ()
    person: str | None = None
    gap: Gap | None = None


def _capacity(officials: Officials, act: Act, duty: ScopedDuty) -> _Capacity:
    """Test the office in which the act was done, on its own day."""
    if act.post is None:
        said = Text("登记未写明以何岗位作出", "the record does not say in what capacity")
        return _Capacity("possible", notes=(said,))
    if act.person is None:
        return _by_post(officials, act)
    own = [
        tenure
        for tenure in officials.timeline(act.post).tenures
        if tenure.person == act.person and tenure.may_cover(act.date.lo)
    ]
    sure = [tenure for tenure in own if tenure.covers(act.date.lo) and tenure.covers(act.date.hi)]
    if own:
        tenure = (sure or own)[-1]
        return _Capacity("certain" if sure else "possible", (tenure_hop(officials, tenure, act.date.lo),))
    return _without_office(officials, act, duty)


def _by_post(officials: Officials, act: Act) -> _Capacity:
    holding = officials.timeline(act.post or "").at(act.date.lo)
    if holding.holder != "person" or len(holding.primary) != 1:
        return _Capacity(
            "possible",
            notes=(
                Text("登记只有岗位，当日何人在任不明", "only the post is recorded; who held it that day is not known"),
            ),
        )
    tenure: Tenure = holding.primary[0]
    said = Text(
        "登记只有岗位，人员按当日任期推得", "only the post is recorded; the person follows from the tenure on that day"
    )
    return _Capacity("probable", (tenure_hop(officials, tenure, act.date.lo),), (said,), tenure.person)


def _without_office(officials: Officials, act: Act, duty: ScopedDuty) -> _Capacity:
    post = act.post or ""
    holding = officials.timeline(post).at(act.date.lo)
    if holding.reason in _UNSEEN:
        return _Capacity(
            "possible",
            notes=(
                Text(
                    "该岗位当日无任期记录，不能核对",
                    "no tenure of that post is on record for the day, so it cannot be checked",
                ),
            ),
        )
    if act.kind not in _OF_OFFICE:
        return _Capacity("possible", notes=(Text("当日不在所述岗位任职", "not in the stated office on that day"),))
    delegated = _delegation(officials, act, duty)
    if delegated is not None:
        said = Text("凭委托代为签批", "acted on behalf, under a delegation")
        return _Capacity("certain", (delegated,), (said,))
    gap = Gap(
        "signed_without_office",
        (act.id,),
        {"post": officials.post_label(post), "day": act.date.as_written, "record": act.id},
        post=post,
        facts=(act.id,),
        evidence=officials.evidence("acts", act.row),
    )
    return _Capacity(
        "possible", notes=(Text("当日不在所述岗位任职（签批无职权）", "not in the stated office on that day"),), gap=gap
    )


def _delegation(officials: Officials, act: Act, duty: ScopedDuty) -> Hop | None:
    """Return the delegation from the stated post to one the person held that day, if it was in force and reached so far.

    What is signed is the instrument, so its amount is held against a ceiling; that of the duty where the act names the duty.
    """
    table, day = officials.docket["delegations"], act.date.lo
    amount = officials.cell("instruments", duty.instrument, "amount") if act.obligation is None else None
    for row in officials.delegated_from.get(act.post or "", ()):
        to = table["to_post"][row]
        reaches = covers(officials, duty, row, day, duty.amount if amount is None else amount)
        if reaches and _holds(officials, to, act.person, day):
            label = officials.post_label(to)
            return hop(officials, table["id"][row], Text(f"委托“{label}”", f"delegated to {label}"), officials.evidence("delegations", row), day,
                       certainty=table["certainty"][row] or "certain")  # fmt: skip
    return None


def _holds(officials: Officials, post: str, person: str | None, day: int) -> bool:
    return any(tenure.person == person and tenure.covers(day) for tenure in officials.timeline(post).tenures)


def _act_hop(officials: Officials, act: Act) -> Hop:
    vote = VOTES.get(act.vote or "", Text("", ""))
    kind = ACTS[act.kind]
    post = officials.post_label(act.post) if act.post else None
    capacity = Text(f"（以“{post}”身份）", f" (as {post})") if post else Text("", "")
    text = Text(f"{kind.zh}{vote.zh}{capacity.zh}", f"{kind.en}{vote.en}{capacity.en}")
    return hop(officials, act.id, text, officials.evidence("acts", act.row), act.date.lo, (act.date.as_written, act.date.as_written),
        act.certainty or ("certain" if act.date.exact else "possible"),
    )  # fmt: skip


def _order_gaps(officials: Officials, acts: list[Act], paper: str) -> list[Gap]:
    """Return what the acts show together: approval after signature, one hand in all, a decision without minutes."""
    signed = [act for act in acts if act.kind == "sign"]
    late = [
        act for act in acts if act.kind == "approve" and signed and act.date.lo > max(one.date.hi for one in signed)
    ]
    gaps = [
        Gap(
            "approval_after_signature", (act.id,), {"signed": signed[-1].date.as_written, "approved": act.date.as_written},
            facts=(signed[-1].id, act.id), evidence=officials.evidence("acts", act.row),
        )
        for act in late
    ]  # fmt: skip
    hands = {
        kind: {act.person for act in acts if act.kind == kind and act.person} for kind in ("draft", "approve", "sign")
    }
    same = hands["draft"] & hands["approve"] & hands["sign"]
    if same and all(len(people) == 1 for people in hands.values()):
        mine = tuple(act.id for act in acts if act.person in same and act.kind in hands)
        gaps.append(Gap("no_separation", (paper, min(same)), {}, facts=mine))
    bare = [act for act in acts if act.kind == "decide" and not officials.evidence("acts", act.row)]
    if bare:
        gaps.append(Gap("minutes_missing", (paper,), {"count": len(bare)}, facts=tuple(act.id for act in bare)))
    return gaps
