"""What the record shows about each line of a trace, in the terms in which the rules of degrees ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.accountability.acts import acts_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.accountability.inherited import Inherited
    from govaudit.accountability.trace import Tracer
    from govaudit.model.finding import Responsible

Facts = dict[str, bool]


def situations(
    tracer: Tracer, lines: Sequence[Responsible], taken_over: Sequence[Inherited]
) -> list[tuple[Responsible, Facts]]:
    """Return each line with the conditions that hold for it."""
    acts = acts_on(tracer.officials, tracer.duty, tracer.as_of)
    kinds = {act.kind for act in acts}
    objectors = {act.person for act in acts if act.kind == "object"}
    due = {
        (line.person, line.post)
        for line in lines
        if line.phase == "due" and line.role == "responsible" and line.holder == "person"
    }
    heirs = {(one.person, one.post): one for one in taken_over}
    on = tracer.as_of if tracer.status.due_on is None else min(tracer.status.due_on, tracer.as_of)
    common = {
        "breach": tracer.status.breach_days > 0,
        "collective": "decide" in kinds,
        "instructed": "instruct" in kinds,
        "delegated": any(line.role == "delegate" for line in lines),
    }
    in_charge = set(tracer.seated(on))
    found = []
    for line in lines:
        heir = heirs.get((line.person or "", line.post or ""))
        own = {
            "certain": line.certainty == "certain",
            "held_due": (line.person, line.post) in due,
            "inherited": heir is not None,
            "lying": heir is not None and heir.lying,
            "acted": heir is not None and bool(heir.acted),
            "head": tracer.officials.cell("posts", line.post, "rank") == "head",
            "in_charge": line.post in in_charge,
            "objected": line.person in objectors,
        }
        found.append((line, {**common, **own}))
    return found
