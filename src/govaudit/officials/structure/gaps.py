"""What a trace could not find, or found at odds: each gap becomes a finding of its own (kind accountability_gap).

An inherited duty left lying (新官不理旧账) has the same form and is a warning: an indication, never a breach.

A gap charges nobody. The superior of a vacant post is named as a pointer only (rule R24).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from govaudit.model import Finding, Text, fingerprint_of, iso
from govaudit.rules import builtin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

GapKind = Literal[
    "vacant", "unknown", "possible", "post_missing", "no_post", "conflicting_tenure", "signed_without_office",
    "no_successor", "joint_successors", "joint_posts", "succession_cycle", "succession_order", "approval_after_signature",
    "no_separation", "minutes_missing", "void_delegation", "tied_delegations", "left_lying",
]  # fmt: skip


# The rule behind each kind of gap (checklists/builtin); its id never changes meaning.
RULE_OF: dict[GapKind, str] = {
    "vacant": "AG-01", "unknown": "AG-02", "possible": "AG-03", "post_missing": "AG-04", "no_post": "AG-05", "conflicting_tenure": "AG-06",
    "signed_without_office": "AG-07", "no_successor": "AG-08", "joint_successors": "AG-09", "joint_posts": "AG-10", "succession_cycle": "AG-11",
    "succession_order": "AG-12", "approval_after_signature": "AG-13", "no_separation": "AG-14", "minutes_missing": "AG-15",
    "void_delegation": "AG-16", "tied_delegations": "AG-17", "left_lying": "AG-18",
}  # fmt: skip


class Gap(NamedTuple):
    """One gap: whom or what it concerns (`subject`: ids, stable), the breach days touched, and what is known of it.

    `blanks` fill in the sentence of its rule; `spans` are half-open breach days (empty where the gap has no days); `pointer` is the superior post or body, never
    charged.
    """

    kind: GapKind
    subject: tuple[str, ...]
    blanks: Mapping[str, object]
    spans: tuple[tuple[int, int], ...] = ()
    post: str | None = None
    pointer: str | None = None
    facts: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        """The sentence of its rule."""
        return builtin(RULE_OF[self.kind]).say(**self.blanks)

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
    rule = builtin(RULE_OF[gap.kind])
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
        fingerprint=fingerprint_of(rule.id, *(duty.obligation for duty in duties if own), *gap.subject),
        kind=rule.found,
        rule=rule.id,
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
    said, days = gap.text, _spans(gap) if gap.spans else Text("", "")
    if len(duties) == 1:
        title = duties[0].title
        return Text(f"{title.zh}：{said.zh}{days.zh}", f"{title.en}: {said.en}{days.en}")
    some = [duty.obligation for duty in duties[:_NAMED]]
    more = len(duties) > len(some)
    return Text(
        f"{said.zh}{days.zh}；涉及 {len(duties)} 项义务：{'、'.join(some)}{'等' if more else ''}",
        f"{said.en}{days.en}; {len(duties)} obligations: {', '.join(some)}{' and others' if more else ''}",
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
