"""The working state of one trace: the duty, the answers already found by day, and the hops every chain begins with."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from govaudit.model import Text, as_text, iso
from govaudit.officials.record import delegation
from govaudit.officials.record.assignment_scope import ScopedDuty
from govaudit.officials.record.posts import Answer, changes, duty_papers, responsible_posts
from govaudit.officials.trace import other_roles as beside
from govaudit.officials.trace.apportion import Piece, pieces
from govaudit.officials.trace.hops import hop, weakest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from govaudit.model import Certainty, Hop
    from govaudit.officials.record.officials import Officials
    from govaudit.officials.trace.apportion import ShareLine
    from govaudit.settle import Status


class Tracer:
    """The working state of one trace: the duty, and the answers already found by day."""

    def __init__(self, officials: Officials, status: Status, as_of: int, duty: ScopedDuty | None = None) -> None:
        self.officials, self.status, self.as_of = officials, status, as_of
        self.duty = duty or ScopedDuty(officials, status.obligation)
        self._answers: dict[int, Answer] = {}
        self._changes: dict[tuple[int, int], list[int]] = {}
        self._delegates: dict[int, delegation.Delegates] = {}
        self._beside: dict[int, dict[str, list[str]]] = {}

    def answer(self, day: int) -> Answer:
        """Return the posts that answer on the day."""
        if day not in self._answers:
            self._answers[day] = responsible_posts(self.officials, self.duty, day)
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

    def to_posts(self, day: int, post: str | None = None) -> tuple[Hop, ...]:
        """Return the hops from the duty to one post (or all) on the day."""
        found = self.answer(day)
        steps = [step for seat in found.seats if post in {None, seat.post} for step in seat.hops]
        return tuple(dict.fromkeys((*found.hops, *steps)))

    def beside(self, day: int) -> dict[str, list[str]]:
        """Return the posts that stand beside the responsible ones on the day, by role."""
        if day not in self._beside:
            self._beside[day] = self._find_beside(day)
        return self._beside[day]

    def _find_beside(self, day: int) -> dict[str, list[str]]:
        found, own = self.answer(day), self.seated(day)
        if self.duty.uncharged:
            return {role: [] for role in beside.BESIDE}
        above = beside.supervisors(self.officials, self.duty, found, day)
        authority = beside.authority(self.officials, self.duty, found, day)
        return {
            "head": [post for post in found.heads if post not in own],
            "supervisor": above,
            "delegate": list(self.delegates(day).hops),
            "authority": [post for post in authority if post not in above],  # who supervises is named already
            **{role: beside.assigned(self.officials, self.duty, found, day, role) for role in beside.ROLES},
        }

    def pieces(self, posts_on: Callable[[int], Sequence[str]]) -> list[Piece]:
        """Cut the breach days by those posts and their holders."""
        return list(pieces(self.officials, self.status.spans, posts_on, self.changes))

    def late_within(self, runs: Iterable[ShareLine]) -> Iterator[tuple[int, int]]:
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
        return (*duty_hops(self), *(_suspension(self.officials, row) for row in _suspensions(self)))

    @cached_property
    def footing(self) -> Certainty:
        """How certain it is that there is the duty at all: nobody's answering for it is more. A suspension only takes days away."""
        return weakest(step.certainty for step in duty_hops(self))


def title(tracer: Tracer) -> Text:
    """Return what the obligation is called, as written."""
    return as_text(tracer.officials.cell("obligations", tracer.duty.obligation, "title") or tracer.duty.obligation)


def duty_hops(tracer: Tracer) -> tuple[Hop, ...]:
    """Return the hops of the breach, the obligation and its instrument."""
    officials, status = tracer.officials, tracer.status
    said, spans = title(tracer), status.spans
    due_on = status.due_on
    known = [due_on] if due_on is not None else []
    interval = (iso(min([spans[0].start, *known])), iso(max([spans[-1].end - 1, *known]))) if spans else (None, None)
    evidence = duty_papers(officials, tracer.duty)
    due = Text(f"，到期日 {iso(due_on)}", f", due on {iso(due_on)}") if due_on is not None else Text("", "")
    late = (
        Text(f"，逾期 {status.breach_days} 天", f", {status.breach_days} breach days")
        if status.breach_days
        else Text("", "")
    )
    assumed = Text("（义务方为推定）", " (the obligor is assumed)") if tracer.duty.assumed else Text("", "")
    steps = [
        hop(
            officials,
            tracer.duty.obligation,
            Text(
                f"义务：{said.zh}{due.zh}{late.zh}{assumed.zh}", f"obligation: {said.en}{due.en}{late.en}{assumed.en}"
            ),
            evidence,
            due_on,
            interval,
            "possible" if tracer.duty.assumed else "certain",
        )
    ]
    instrument = tracer.duty.instrument
    if instrument is not None and instrument in officials.instruments:
        name = officials.cell("instruments", instrument, "title")
        signed = officials.cell("instruments", instrument, "signed_on")
        row = officials.obligations.get(tracer.duty.obligation)
        proof = officials.shown_by(("instruments", officials.instruments[instrument]), ("obligations", row))
        tested = due_on if due_on is None or signed is None else max(signed, due_on)
        # Its duties outlive the term of a contract, so no end is set here.
        steps.append(
            hop(officials, instrument, Text(f"文书：{name}", f"instrument: {name}"), proof, tested, (iso(signed), None))
        )
    return tuple(steps)


def _suspensions(tracer: Tracer) -> list[int]:
    """Return the events by which days were left out of the count, in order of time."""
    if not tracer.status.tolled_days:
        return []
    found = tracer.officials.suspended_by
    days = tracer.officials.docket["events"]["occurred_on"]
    rows = [row for key in (tracer.duty.obligation, tracer.duty.instrument or "") for row in found.get(key, ())]
    return sorted(
        (row for row in rows if days[row] is not None and days[row] <= tracer.as_of), key=lambda row: (days[row], row)
    )


def _suspension(officials: Officials, row: int) -> Hop:
    """Return the hop that says why days do not count."""
    table = officials.docket["events"]
    day, cause = table["occurred_on"][row], table["cause"][row]
    said = (
        Text("中止计期，此后的日子不计入", "suspended: the days from then on are left out")
        if table["type"][row] == "suspend"
        else Text("恢复计期", "resumed")
    )
    why = Text(f"：{cause}", f": {cause}") if cause else Text("", "")
    return hop(
        officials,
        table["id"][row],
        Text(said.zh + why.zh, said.en + why.en),
        officials.evidence("events", row),
        day,
        (iso(day), None),
    )
