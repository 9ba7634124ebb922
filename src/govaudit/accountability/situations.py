"""What the record shows about each line of a trace, in the terms in which the rules of degrees ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.accountability.acts import acts_on
from govaudit.accountability.lines_out import HANDED_OVER
from govaudit.model.days import iso

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.accountability.inherited import Inherited
    from govaudit.accountability.trace import Tracer
    from govaudit.model.finding import Responsible

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
    delegated = [line for line in lines if line.role == "delegate"]
    laid_aside = [span for heir in taken_over if heir.lying for span in heir.spans]
    in_charge = set(tracer.seated(on))
    found = []
    for line in lines:
        heir = heirs.get((line.person or "", line.post or ""))
        own = {
            "certain": line.certainty == "certain",
            "held_due": _held_due(tracer, line, on),
            "delegated": any(_meet(line, other) for other in delegated),
            "lying_below": any(_within(line, span) for span in laid_aside),
            "inherited": heir is not None,
            "lying": heir is not None and heir.lying,
            "acted": heir is not None and bool(heir.acted),
            "head": tracer.officials.cell("posts", line.post, "rank") == "head",
            "in_charge": line.post in in_charge,
            "objected": line.person in objectors,
        }
        found.append((line, {**common, **own}))
    return found


def _held_due(tracer: Tracer, line: Responsible, due: int) -> bool:
    """Whether the holder held the post on the due date, in the role of the line; on a day of handover the incomer did."""
    if line.phase == "due":
        return line.holder == "person" and HANDED_OVER not in line.notes
    posts = tracer.seated(due) if line.role == "responsible" else tracer.beside(due).get(line.role, ())
    held = tracer.officials.timeline(line.post).at(due).primary if line.post in posts and line.post else ()
    return bool(line.days) and line.person in {tenure.person for tenure in held}


def _meet(one: Responsible, other: Responsible) -> bool:
    return (one.from_ or "") <= (other.to or "") and (other.from_ or "") <= (one.to or "")


def _within(line: Responsible, span: tuple[int, int]) -> bool:
    """Whether a line and half-open breach days have a day in common."""
    return (line.from_ or "") < (iso(span[1]) or "") and (iso(span[0]) or "") <= (line.to or "")
