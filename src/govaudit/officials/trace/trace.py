"""From the status of one obligation to the posts and people who answered for it, day by day, with every hop.

The ten steps of accountability.md §2.3: phases, body, post, delegation, holders, gaps, roles, split of the breach days,
inheritance, explanation; and the degrees of §2.4.
The lines with `counted` are the additive split (rule R24): people, vacant and unknown days add up to the breach days.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

from govaudit.model import iso, parse_day
from govaudit.officials.record.acts import Phases, act_lines, acts_on
from govaudit.officials.record.assignment_scope import ScopedDuty
from govaudit.officials.record.posts import UNASSIGNED
from govaudit.officials.structure.gaps import Concerned, Gap, finding, merged
from govaudit.officials.trace import other_roles as beside
from govaudit.officials.trace import responsible_lines as lines_out
from govaudit.officials.trace.apportion import lines
from govaudit.officials.trace.degrees import with_degrees
from govaudit.officials.trace.hops import weakest
from govaudit.officials.trace.inherited import inherited, lying_gaps
from govaudit.officials.trace.responsible_lines import HANDED_OVER, held_on
from govaudit.officials.trace.trace_gaps import answer_gaps, conflict_gaps, delegation_gaps, line_gaps
from govaudit.officials.trace.tracer import Tracer, title
from govaudit.settle import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govaudit.model import Finding, Hop, Responsible, Text
    from govaudit.officials.record.officials import Officials
    from govaudit.officials.trace.inherited import Inherited


@dataclass(frozen=True, slots=True)
class Trace:
    """One obligation traced: `hops` from the duty to the holders, lines of responsibility, and what is missing."""

    obligation: str
    instrument: str | None
    title: Text
    due_on: int | None
    as_of: int
    breach_days: int
    spans: tuple[tuple[int, int], ...]
    hops: tuple[Hop, ...]
    responsible: tuple[Responsible, ...]
    gaps: tuple[Gap, ...]
    indicators: tuple[Gap, ...] = ()

    @property
    def counted(self) -> tuple[Responsible, ...]:
        """The additive split of the breach days."""
        return tuple(line for line in self.responsible if line.counted)


def trace_duty(officials: Officials, status: Status, as_of: int) -> Trace:
    """Trace one settled obligation as of a day; without breach days only the due date and the acts are answered for."""
    tracer = Tracer(officials, status, as_of)
    split = tracer.pieces(tracer.seated)
    charged = lines(split)
    if sum((line.charge for line in charged), Fraction(0)) != status.breach_days:
        msg = f"{status.obligation}: the split does not add up to {status.breach_days} breach days"
        raise AssertionError(msg)
    counted = lines_out.counted(tracer, charged)
    phases = Phases(commitment_day(officials, tracer.duty), tracer.due_days)
    acts, act_gaps = ([], []) if tracer.duty.uncharged else act_lines(officials, tracer.duty, as_of, phases)
    gaps = (
        []
        if _untraceable(tracer)
        else [
            *answer_gaps(tracer, split),
            *line_gaps(tracer, charged),
            *conflict_gaps(tracer, split),
            *delegation_gaps(tracer, split),
        ]
    )
    parallel = _beside(tracer)
    parallel += lines_out.beside_on_phases(tracer, phases, parallel)
    all_lines = [*counted, *lines_out.on_phases(tracer, phases), *parallel, *acts]
    taken_over = inherited(tracer, charged)
    return Trace(
        status.obligation,
        status.instrument,
        title(tracer),
        status.due_on,
        as_of,
        status.breach_days,
        tuple((span.start, span.end) for span in status.spans),
        lines_out.hops(tracer, counted),
        tuple(with_degrees(situations(tracer, all_lines, taken_over), officials.rules)),
        merged([*gaps, *act_gaps]),
        merged(lying_gaps(tracer, taken_over)),
    )


def _untraceable(tracer: Tracer) -> bool:
    """Whether no official can answer: no post is on record at all, or the duty is not of the public side and its bearer has none."""
    bearer, officials = tracer.duty.bearer or "", tracer.officials
    other = tracer.duty.side != "public_side" and not officials.posts_of.get(bearer)
    return tracer.duty.uncharged or other or not officials.posts


def _beside(tracer: Tracer) -> list[Responsible]:
    """Return the parallel lines: head, supervisors, delegates, authority and assigned roles, over the same breach days."""
    by_day = {day: tracer.beside(day) for day in tracer.first_days}
    found: list[Responsible] = []
    for role in beside.BESIDE:
        if any(posts[role] for posts in by_day.values()):  # most duties have no delegate, reviewer, payer
            posts_of = {day: posts[role] for day, posts in by_day.items()}
            runs = lines(tracer.pieces(posts_of.__getitem__))
            told = lines_out.parallel(tracer, role, [line for line in runs if line.post is not None])
            found += [_delegated(tracer, line) for line in told] if role == "delegate" else told
    return found


def _delegated(tracer: Tracer, line: Responsible) -> Responsible:
    """Put before the path the delegations that led to the post on the first day of the line."""
    path = (*tracer.delegates(parse_day(line.from_ or "")).hops.get(line.post or "", ()), *line.path)
    certainty = weakest((line.certainty, *(step.certainty for step in path)))
    return replace(line, path=path, certainty=certainty)


def commitment_day(officials: Officials, duty: ScopedDuty) -> int | None:
    """Return the day of commitment: signature, else effect, else the first recorded signature."""
    for column in ("signed_on", "effective_on"):
        day: int | None = officials.cell("instruments", duty.instrument, column)
        if day is not None:
            return day
    table = officials.docket["acts"]
    rows = officials.acts_on_instrument.get(duty.instrument or "", ())
    return min((table["date"][row].hi for row in rows if table["kind"][row] == "sign"), default=None)


def gap_findings(traces: Iterable[Trace]) -> list[Finding]:
    """Return the gaps of traces as findings: a gap of one post, paper or body once, with every duty it touches."""
    found: dict[tuple[str, tuple[str, ...]], tuple[list[Gap], list[Concerned]]] = {}
    for one in traces:
        for gap in one.gaps:
            gaps, duties = found.setdefault((gap.kind, gap.subject), ([], []))
            gaps.append(gap)
            duties.append(Concerned(one.obligation, one.title, one.instrument))
    return [finding(merged(gaps)[0], duties) for gaps, duties in found.values()]


def indicator_findings(found: Trace) -> list[Finding]:
    """Return the inherited duties that were left lying (新官不理旧账), as warnings."""
    duty = Concerned(found.obligation, found.title, found.instrument)
    return [finding(gap, [duty], own=True) for gap in found.indicators]


def unnamed(found: Trace) -> Trace:
    """Leave out persons' names and ids; posts, days and records stay."""
    lines = tuple(replace(line, name=None, person=None, candidates=()) for line in found.responsible)
    return replace(found, responsible=lines)


# --- Who held the posts, and who acted, when a rule was broken that is no dated duty: a limit, a missing or a forbidden act


def conduct_lines(
    officials: Officials, instrument: str | None, body: str | None, day: int, as_of: int
) -> tuple[Responsible, ...]:
    """Return who held the posts of a body on the day of the conduct, and who acted on the instrument up to `as_of`.

    Without a `body` the instrument's authority answers.
    """
    bearer = body or officials.cell("instruments", instrument, "authority")
    duty = ScopedDuty(officials, "", instrument, bearer)
    status = Status("", instrument, None, None, "", due_on=day)
    tracer = Tracer(officials, status, as_of, duty)
    acts, _ = act_lines(officials, duty, as_of, Phases(commitment_day(officials, duty), (day,)))
    return (*held_on(tracer, min(day, as_of), "conduct"), *acts)


# --- What the record shows about each line of a trace, in the terms in which the rules of degrees ask

Facts = dict[str, bool]
_CARRIED_OUT = {"perform", "pay", "sign"}  # acts by which an order is carried out


def situations(
    tracer: Tracer, lines: Sequence[Responsible], taken_over: Sequence[Inherited]
) -> list[tuple[Responsible, Facts]]:
    """Return each line with the conditions that hold for it."""
    acts = acts_on(tracer.officials, tracer.duty, tracer.as_of)
    kinds = {act.kind for act in acts}
    objectors = {act.person for act in acts if act.kind == "object" and act.person}
    heirs = {(one.person, one.post): one for one in taken_over}
    on = tracer.as_of if tracer.status.due_on is None else min(tracer.status.due_on, tracer.as_of)
    common = {
        "breach": tracer.status.breach_days > 0,
        "collective": "decide" in kinds,
        "instructed": "instruct" in kinds,
        "obeyed": any(act.person in objectors and act.kind in _CARRIED_OUT for act in acts),
    }
    delegated = _Days((line.from_ or "", line.to or "") for line in lines if line.role == "delegate")
    laid_aside = _Days(
        (iso(start) or "", iso(end - 1) or "") for heir in taken_over if heir.lying for start, end in heir.spans
    )
    in_charge = set(tracer.seated(on))
    answers = [tracer.answer(day) for day in (on, *tracer.first_days)]
    by_default = {seat.post for answer in answers for seat in answer.seats if seat.level in UNASSIGNED}
    found = []
    for line in lines:
        heir = heirs.get((line.person or "", line.post or ""))
        own = {
            "certain": _is_sure(line, by_default),
            "held_due": _held_due(tracer, line, on),
            "delegated": delegated.meet(line),
            "lying_below": laid_aside.meet(line),
            "inherited": heir is not None,
            "lying": heir is not None and heir.lying,
            "acted": heir is not None and bool(heir.acted),
            "head": tracer.officials.cell("posts", line.post, "rank") == "head",
            "in_charge": line.post in in_charge,
            "objected": line.person in objectors,
        }
        found.append((line, {**common, **own}))
    return found


def _is_sure(line: Responsible, by_default: set[str]) -> bool:
    """Whether dates and assignments leave no doubt who is meant; whether a document shows them is another question."""
    return line.certainty != "possible" and not (line.role == "responsible" and line.post in by_default)


def _held_due(tracer: Tracer, line: Responsible, due: int) -> bool:
    """Whether the holder held the post on the due date, in the role of the line; on a day of handover the incomer did."""
    if line.phase == "due":
        return line.holder == "person" and HANDED_OVER not in line.notes
    posts = tracer.seated(due) if line.role == "responsible" else tracer.beside(due).get(line.role, ())
    held = tracer.officials.timeline(line.post).at(due).primary if line.post in posts and line.post else ()
    return bool(line.days) and line.person in {tenure.person for tenure in held}


class _Days:
    """Stretches of days, first and last as ISO text, asked whether a line has a day in common with one of them."""

    def __init__(self, stretches: Iterable[tuple[str, str]]) -> None:
        ordered = sorted(stretches)
        self.firsts = [first for first, _ in ordered]
        self.latest = list(accumulate((last for _, last in ordered), max))

    def meet(self, line: Responsible) -> bool:
        number = bisect_right(self.firsts, line.to or "")
        return number > 0 and self.latest[number - 1] >= (line.from_ or "")
