"""Who held the posts, and who acted, when a rule was broken that is no dated duty: a limit, a missing or a forbidden act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.officials.record.acts import Phases, act_lines
from govaudit.officials.record.assignment_scope import ScopedDuty
from govaudit.officials.trace.responsible_lines import held_on
from govaudit.officials.trace.trace import commitment_day
from govaudit.officials.trace.tracer import Tracer
from govaudit.settle import Status

if TYPE_CHECKING:
    from govaudit.model import Responsible
    from govaudit.officials.record.officials import Officials


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
