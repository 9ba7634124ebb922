"""From the split to the lines of responsibility that findings carry: dates, shares, certainty and the path with its hops."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from govaudit.accountability.apportion import Line, largest_remainder
from govaudit.accountability.hops import office_line, tenure_hop, weakest
from govaudit.accountability.notes import HELD, after_handover, notes
from govaudit.accountability.tenure import NEVER
from govaudit.accountability.words import REASONS
from govaudit.model.days import iso
from govaudit.model.money import to_text
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govaudit.accountability.acts import Phases
    from govaudit.accountability.tenure import Tenure
    from govaudit.accountability.tracer import Tracer
    from govaudit.model.finding import Hop, Responsible


HANDED_OVER = Text("同日交接，当日计入接任者", "day of handover, counted for the incomer")


def hops(tracer: Tracer, counted: Sequence[Responsible]) -> tuple[Hop, ...]:
    """Return all hops of the chain in order, each once, with the first day it was tested on."""
    steps = list(tracer.begin)
    if not counted:
        day = tracer.as_of if tracer.status.due_on is None else min(tracer.status.due_on, tracer.as_of)
        steps += tracer.to_posts(day)
    steps += [step for line in counted for step in line.path]
    first: dict[tuple[str, Text], Hop] = {}
    for step in steps:
        first.setdefault((step.fact, step.text), step)
    return tuple(first.values())


def counted(tracer: Tracer, charged: Sequence[Line]) -> list[Responsible]:
    """Return the additive split, in order of time."""
    status = tracer.status
    total = sum((line.amount for line in charged), Fraction(0))
    money = largest_remainder(int(total), [line.amount for line in charged])
    found = []
    for line, amount in zip(charged, money, strict=True):
        path = (*tracer.begin, *tracer.to_posts(line.start, line.post), *_holders(tracer, line))
        days = None if status.amount is None else to_text(amount, status.currency)
        more = {
            "counted": True, "share": str(line.charge), "amount_days": days,
            "days_after_handover": after_handover(tracer, line), "notes": notes(tracer, line),
        }  # fmt: skip
        found.append(_line(tracer, line, "responsible", path, **more))
    return found


def parallel(tracer: Tracer, role: str, found: Sequence[Line]) -> list[Responsible]:
    """Return lines that stand beside the split: the same breach days, not additive."""
    return [_line(tracer, line, role, _holders(tracer, line)) for line in found]


def _line(tracer: Tracer, line: Line, role: str, path: tuple[Hop, ...], **more: Any) -> Responsible:
    """Return the record of a line; `more` are fields that say more than the line itself."""
    notes = (HELD,) if line.holder == "person" else (REASONS["no_post" if line.post is None else line.reason],)
    certainty = weakest([step.certainty for step in path]) if line.holder != "unknown" else "possible"
    fields = {
        "org": tracer.officials.org_of(line.post) if line.post else tracer.duty.bearer, "role": role, "phase": "overdue", "holder": line.holder,
        "from_": iso(line.start), "to": iso(line.last), "days": line.days, "certainty": certainty, "path": path, "notes": notes,
    }  # fmt: skip
    return office_line(tracer.officials, line.person, line.post, **{**fields, **more})


def _holders(tracer: Tracer, line: Line) -> tuple[Hop, ...]:
    tenures = sorted(line.tenures.values(), key=lambda tenure: (tenure.start_hi, tenure.id))
    return tuple(tenure_hop(tracer.officials, tenure, max(line.start, tenure.start_hi)) for tenure in tenures)


def on_phases(tracer: Tracer, phases: Phases) -> list[Responsible]:
    """Return who held the responsible post on the days of commitment and of each due date (`incurred`, R24.2)."""
    return [line for phase, day in _days(tracer, phases) for line in held_on(tracer, day, phase)]


def _days(tracer: Tracer, phases: Phases) -> list[tuple[str, int]]:
    days = [("commitment", phases.commitment), *(("due", day) for day in phases.due)]
    return [(phase, day) for phase, day in days if day is not None and day <= tracer.as_of]


def held_on(tracer: Tracer, day: int, phase: str) -> list[Responsible]:
    """Return who held the responsible posts on one day; unknown and vacant are not said for the commitment."""
    return [
        line
        for seat in tracer.answer(day).seats
        for line in _on_day(tracer, seat.post, "responsible", tracer.to_posts(day, seat.post), (phase, day))
    ]


def beside_on_phases(tracer: Tracer, phases: Phases, told: Sequence[Responsible]) -> list[Responsible]:
    """Return those who stood beside on the days of commitment and due date and are not `told` of already (§3 case 62)."""
    known = {(line.role, line.post, line.person, line.holder) for line in told}
    found: list[Responsible] = []
    for phase, day in _days(tracer, phases):
        for role, posts in tracer.beside(day).items():
            for post in sorted(posts):
                holding = tracer.officials.timeline(post).at(day)
                people: list[str | None] = [*(tenure.person for tenure in holding.primary)] or [None]
                if not known.issuperset((role, post, person, holding.holder) for person in people):
                    steps = tracer.delegates(day).hops[post] if role == "delegate" else ()
                    found += _on_day(tracer, post, role, steps, (phase, day))
    return found


def _on_day(
    tracer: Tracer, post: str, role: str, steps: tuple[Hop, ...], when: tuple[str, int]
) -> Iterator[Responsible]:
    """Yield who held one post in a role on the day of a phase; on a day of handover the one who left as well."""
    phase, day = when
    holding = tracer.officials.timeline(post).at(day)
    people: list[tuple[Tenure | None, Text]] = [(tenure, HELD) for tenure in holding.primary]
    if not holding.primary and phase in {"due", "conduct"}:
        people = [(None, REASONS[holding.reason])]
    if holding.holder == "person" and role == "responsible":
        people += [(tenure, HANDED_OVER) for tenure in holding.beside if NEVER < tenure.end_lo == day + 1]
    for tenure, said in people:
        person = tenure.person if tenure else None
        line = Line(post, "person" if tenure else holding.holder, holding.reason, person, day, day)
        line.tenures = {tenure.id: tenure} if tenure else {}
        yield _line(tracer, line, role, (*steps, *_holders(tracer, line)), phase=phase, days=0, notes=(said,))
