"""From the status of one obligation to the posts and people who answered for it, day by day, with every hop.

The ten steps of accountability.md §2.3: phases, body, post, delegation, holders, gaps, roles, split of the breach days,
inheritance, explanation; and the degrees of §2.4.
The lines with `counted` are the additive split (rule R24): people, vacant and unknown days add up to the breach days.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from govaudit.accountability import beside, delegation, lines_out
from govaudit.accountability.acts import Phases, act_lines
from govaudit.accountability.apportion import Piece, lines, pieces
from govaudit.accountability.degrees import with_degrees
from govaudit.accountability.gaps import Concerned, Gap, finding, merged
from govaudit.accountability.hops import weakest
from govaudit.accountability.inherited import inherited, lying_gaps
from govaudit.accountability.posts import Answer, answer, changes
from govaudit.accountability.scope import Duty
from govaudit.accountability.situations import situations
from govaudit.accountability.tracegaps import answer_gaps, conflict_gaps, delegation_gaps, line_gaps
from govaudit.model.days import parse_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from govaudit.accountability.apportion import Line
    from govaudit.accountability.officials import Officials
    from govaudit.engine.status import Status
    from govaudit.model.finding import Finding, Hop, Responsible
    from govaudit.model.text import Text


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


class Tracer:
    """The working state of one trace: the duty, and the answers already found by day."""

    def __init__(self, officials: Officials, status: Status, as_of: int, duty: Duty | None = None) -> None:
        self.officials, self.status, self.as_of = officials, status, as_of
        self.duty = duty or Duty(officials, status.obligation)
        self._answers: dict[int, Answer] = {}
        self._changes: dict[tuple[int, int], list[int]] = {}
        self._delegates: dict[int, delegation.Delegates] = {}
        self._beside: dict[int, dict[str, list[str]]] = {}

    def answer(self, day: int) -> Answer:
        """Return the posts that answer on the day."""
        if day not in self._answers:
            self._answers[day] = answer(self.officials, self.duty, day)
        return self._answers[day]

    def seated(self, day: int) -> list[str]:
        """Return the responsible posts on the day."""
        return [seat.post for seat in self.answer(day).seats]

    def changes(self, start: int, end: int) -> list[int]:
        """Return the days on which posts or lines of authority may change."""
        if (start, end) not in self._changes:
            self._changes[start, end] = self._find_changes(start, end)
        return self._changes[start, end]

    def _find_changes(self, start: int, end: int) -> list[int]:
        found = self.answer(start)
        keys = [*(seat.post for seat in found.seats), *found.bodies]
        duty = changes(self.officials, self.duty, start, end)
        later = [key for day in duty for key in (*self.seated(day), *self.answer(day).bodies)]
        led = beside.authority_changes(self.officials, [*keys, *later], start, end)
        seated = [post for day in (start, *duty) for post in self.seated(day)]
        return sorted({*duty, *led, *delegation.changes(self.officials, seated, start, end)})

    def delegates(self, day: int) -> delegation.Delegates:
        """Return the posts the duty was delegated to on the day."""
        if day not in self._delegates:
            self._delegates[day] = delegation.delegates(self.officials, self.duty, self.seated(day), day)
        return self._delegates[day]

    def to_posts(self, day: int, post: str | None) -> tuple[Hop, ...]:
        """Return the hops from the duty to one post (or all) on the day."""
        return lines_out.to_posts(self, day, post)

    def beside(self, day: int) -> dict[str, list[str]]:
        """Return the posts that stand beside the responsible ones on the day, by role."""
        if day not in self._beside:
            self._beside[day] = self._find_beside(day)
        return self._beside[day]

    def _find_beside(self, day: int) -> dict[str, list[str]]:
        found, own = self.answer(day), self.seated(day)
        return {
            "head": [post for post in found.heads if post not in own],
            "supervisor": beside.supervisors(self.officials, self.duty, found, day),
            "delegate": list(self.delegates(day).hops),
            **{role: beside.assigned(self.officials, self.duty, found, day, role) for role in beside.ROLES},
        }

    def pieces(self, posts_on: Callable[[int], Sequence[str]]) -> list[Piece]:
        """Cut the breach days by those posts and their holders."""
        return list(pieces(self.officials, self.status.spans, posts_on, self.changes))

    def late_within(self, runs: Iterable[Line]) -> Iterator[tuple[int, int]]:
        """Yield the breach days of runs as half-open spans; a run goes on over days that do not count."""
        for line in runs:
            for span in self.status.spans:
                start, end = max(span.start, line.start), min(span.end, line.last + 1)
                if start < end:
                    yield start, end

    @cached_property
    def due_days(self) -> tuple[int, ...]:
        """The due dates: that of the terms in force, and those before an amendment that were missed (the eve of their days)."""
        status = self.status
        days = set() if status.due_on is None else {status.due_on}
        if "amended" in status.flags and status.spans:
            begun = status.spans if status.episodes >= len(status.spans) else status.spans[:1]
            days |= {span.start - 1 for span in begun}
        return tuple(sorted(days))

    @cached_property
    def first_days(self) -> list[int]:
        """The first days of the runs of breach days on which posts and lines of authority stay the same."""
        return [day for span in self.status.spans for day in (span.start, *self.changes(span.start, span.end))]

    @cached_property
    def begin(self) -> tuple[Hop, ...]:
        """The hops every chain of this duty begins with."""
        return lines_out.duty_hops(self)


def trace(officials: Officials, status: Status, as_of: int) -> Trace:
    """Trace one settled obligation as of a day; without breach days only the due date and the acts are answered for."""
    tracer = Tracer(officials, status, as_of)
    split = tracer.pieces(tracer.seated)
    charged = lines(split)
    if sum((line.charge for line in charged), Fraction(0)) != status.breach_days:
        msg = f"{status.obligation}: the split does not add up to {status.breach_days} breach days"
        raise AssertionError(msg)
    counted = lines_out.counted(tracer, charged)
    phases = Phases(commitment_day(officials, tracer.duty), tracer.due_days)
    acts, act_gaps = act_lines(officials, tracer.duty, as_of, phases)
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
    taken_over = inherited(tracer, charged, phases.commitment)
    return Trace(
        status.obligation,
        status.instrument,
        lines_out.title(tracer),
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
    """Whether no official can answer: no post is on record at all, or the duty lies on the other party and it has none."""
    bearer = tracer.duty.bearer
    other = tracer.officials.cell("instruments", tracer.duty.instrument, "counterparty")
    private = bearer is not None and bearer == other and not tracer.officials.posts_of.get(bearer)
    return private or not tracer.officials.posts


def _beside(tracer: Tracer) -> list[Responsible]:
    """Return the parallel lines: head, supervisors, delegates and assigned roles, over the same breach days."""
    by_day = {day: tracer.beside(day) for day in tracer.first_days}
    found: list[Responsible] = []
    for role in ("head", "supervisor", "delegate", *beside.ROLES):
        if any(posts[role] for posts in by_day.values()):  # most duties have no delegate, reviewer, payer
            posts_of = {day: posts[role] for day, posts in by_day.items()}
            runs = lines(tracer.pieces(posts_of.__getitem__))
            told = lines_out.parallel(tracer, role, [line for line in runs if line.post is not None])
            found += [_delegated(tracer, line) for line in told] if role == "delegate" else told
    return found


def _delegated(tracer: Tracer, line: Responsible) -> Responsible:
    """Put before the path the delegations that led to the post on the first day of the line."""
    path = (*tracer.delegates(parse_day(line.from_ or "")).hops.get(line.post or "", ()), *line.path)
    certainty = line.certainty if line.holder == "unknown" else weakest(step.certainty for step in path)
    return replace(line, path=path, certainty=certainty)


def commitment_day(officials: Officials, duty: Duty) -> int | None:
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
    lines = tuple(replace(line, name=None, person=None) for line in found.responsible)
    return replace(found, responsible=lines)
