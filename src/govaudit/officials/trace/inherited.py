"""Step 9 of a trace: duties that were inherited, and whether anything was done about them in office (新官不理旧账).

A holder inherits only what was already overdue when he took office (problems that existed before, 纪律处分条例 130(2)), and never from
himself: who held a responsible post when it became overdue, or was carried on by a merger, renaming or move, is no newcomer. With more
than the allowed days in office and no payment, performance, acknowledgement or objection on record it is an indication, with the
version of the rule in force on those days and the handover on record or its absence. The share of the one who decided stays his.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from govaudit.model import DEFAULT_TZ, Text, civil_day, iso, to_day
from govaudit.officials.record.acts import acts_on
from govaudit.officials.structure.gaps import Gap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.officials.record.officials import Officials
    from govaudit.officials.record.tenure import Tenure
    from govaudit.officials.trace.apportion import ShareLine
    from govaudit.officials.trace.degrees import RuleFile, Versioned
    from govaudit.officials.trace.tracer import Tracer

_DEALT_WITH = {"perform", "pay", "acknowledge", "object"}
_HANDOVER = {"handover", "transfer_on_leaving"}
_EVE = 31  # a handover paper of so many days before he took office was made for him


class Inherited(NamedTuple):
    """One holder who took the duty over: days in office while it was open, what he did, and the handover on record.

    `known`: the first record that shows he knew of it, with its day. `lying`: open longer than allowed and nothing done.
    """

    person: str
    post: str
    tenures: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    days: int
    acted: tuple[str, ...]
    handover: tuple[str, ...]
    known: tuple[str, int] | None
    lying: bool


def inherited(tracer: Tracer, charged: list[ShareLine]) -> list[Inherited]:
    """Return the holders who inherited the duty, each with all his days; `post` is the one in which he took it over."""
    if not tracer.status.spans:
        return []
    first = tracer.status.spans[0].start
    own = {person for day in (first - 1, first) for person in _holders(tracer, day)}
    found: dict[str, list[ShareLine]] = {}
    for line in charged:
        if line.person is not None and line.post is not None and line.person not in own:
            found.setdefault(line.person, []).append(line)
    return [
        _one(tracer, person, runs[0].post or "", runs)
        for person, runs in found.items()
        if min(tenure.start_hi for line in runs for tenure in line.tenures.values()) > first
    ]


def _holders(tracer: Tracer, day: int) -> set[str]:
    """Return who held, or may have held, a responsible post on the day."""
    holdings = [tracer.officials.timeline(post).at(day) for post in tracer.seated(day)]
    return {tenure.person for one in holdings for tenure in (*one.primary, *one.possible, *one.beside)}


def _one(tracer: Tracer, person: str, post: str, runs: list[ShareLine]) -> Inherited:
    tenures = {key: tenure for line in runs for key, tenure in line.tenures.items()}
    acts = acts_on(tracer.officials, tracer.duty, tracer.as_of)
    mine = [
        act for act in acts if act.person == person and any(tenure.covers(act.date.lo) for tenure in tenures.values())
    ]
    done = [act.id for act in mine if act.kind in _DEALT_WITH]
    done += _events(tracer, person, tenures.values())
    handed = [act for act in acts if act.kind in _HANDOVER and act.date.lo <= runs[-1].last]
    days = sum(line.days for line in runs)
    began = min(tenure.start_lo for tenure in tenures.values())
    received = [act for act in handed if act.date.hi >= began - _EVE and act.post in {None, post}]
    return Inherited(
        person,
        post,
        tuple(tenures),
        tuple(tracer.late_within(runs)),
        days,
        tuple(done),
        tuple(act.id for act in handed),
        min(
            ((act.id, max(act.date.lo, began)) for act in (*mine, *received)),
            key=lambda found: found[::-1],
            default=None,
        ),
        not done and days > tracer.officials.rules.inherited.after_days,
    )


def _events(tracer: Tracer, person: str, tenures: Iterable[Tenure]) -> list[str]:
    """Return what was done about the duty while he was in office: paid, performed, or agreed anew; another's act is not his."""
    table = tracer.officials.docket["events"]
    moved = {key for key in tracer.status.decisive if key not in tracer.officials.against}
    rows = {*tracer.officials.dealt_with.get(tracer.duty.obligation, ())}
    rows |= {tracer.officials.events[key] for key in moved}
    found = []
    for row in sorted(rows):
        day = table["occurred_on"][row]
        if day is None and table["occurred_at"][row] is not None:
            zone = tracer.officials.cell("obligations", tracer.duty.obligation, "tz") or DEFAULT_TZ
            day = civil_day(table["occurred_at"][row], zone)
        his = table["person"][row] in {None, person}
        if his and day is not None and day <= tracer.as_of and any(tenure.covers(day) for tenure in tenures):
            found.append(table["id"][row])
    return found


def lying_gaps(tracer: Tracer, found: list[Inherited]) -> list[Gap]:
    """Return an indication for each holder who left the inherited duty lying."""
    return [_gap(tracer, one) for one in found if one.lying]


def _gap(tracer: Tracer, one: Inherited) -> Gap:
    handed = [_paper(tracer.officials, key) for key in one.handover]
    papers = (
        Text(f"交接记录：{'、'.join(handed)}", f"handover on record: {', '.join(handed)}")
        if handed
        else Text("未见交接记录", "no handover on record")
    )
    if one.known is not None:
        papers = Text(
            f"{papers.zh}；最早知悉 {iso(one.known[1])}", f"{papers.en}; first knew of it {iso(one.known[1])}"
        )
    said = {
        "post": tracer.officials.post_label(one.post), "who": tracer.officials.cell("persons", one.person, "name") or one.person,
        "law": _versions(tracer.officials.rules, one.spans), "papers": papers,
    }  # fmt: skip
    return Gap("left_lying", (one.post, one.person), said, one.spans, one.post, None, (*one.tenures, *one.handover))


def _paper(officials: Officials, key: str) -> str:
    """Return what shows a handover: its documents, else its day."""
    acts = officials.docket["acts"]
    row = acts.index[key]
    shown = [officials.evidence_title(one) for one in officials.evidence("acts", row) if officials.documented((one,))]
    return "、".join(shown) or str(acts["date"][row].as_written)


def _versions(rules: RuleFile, spans: tuple[tuple[int, int], ...]) -> Text:
    """Say how many of the days fall under which version of the rule (§3 case 69)."""
    said = []
    for version in rules.inherited.versions:
        days = sum(_within(span, version) for span in spans)
        if days:
            said.append((version.basis, days))
    if not said:
        return Text("当时无对应条款", "no version of the rule was in force then")
    return Text(
        "、".join(f"{basis}（{days} 天）" for basis, days in said),
        ", ".join(f"{basis} ({days} days)" for basis, days in said),
    )


def _within(span: tuple[int, int], version: Versioned) -> int:
    start = max(span[0], to_day(version.from_) if version.from_ else span[0])
    end = min(span[1], to_day(version.to) + 1 if version.to else span[1])
    return max(0, end - start)
