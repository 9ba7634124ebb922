"""What the record shows about each line of a trace, in the terms in which the rules of degrees ask."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from govaudit.model import iso
from govaudit.officials.record.acts import acts_on
from govaudit.officials.trace.responsible_lines import HANDED_OVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govaudit.model import Responsible
    from govaudit.officials.trace.inherited import Inherited
    from govaudit.officials.trace.tracer import Tracer

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
    found = []
    for line in lines:
        heir = heirs.get((line.person or "", line.post or ""))
        own = {
            "certain": line.certainty == "certain",
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
