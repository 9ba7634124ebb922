"""The gaps of a trace: days without a known holder, tenures at odds, a duty without a post, an odd succession."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from govaudit.model import Text
from govaudit.officials.official_words import REASONS, listed
from govaudit.officials.record.bodies import name_of
from govaudit.officials.record.tenure import CLASSES
from govaudit.officials.structure.gaps import Gap, GapKind
from govaudit.officials.trace.other_roles import pointer

if TYPE_CHECKING:
    from govaudit.officials.record.officials import Officials
    from govaudit.officials.record.tenure import Tenure
    from govaudit.officials.record.timeline import Holding, Reason
    from govaudit.officials.trace.apportion import Piece, ShareLine
    from govaudit.officials.trace.tracer import Tracer

_KIND_OF: dict[Reason, GapKind] = {
    "vacant": "vacant", "suspended": "vacant", "nominal": "vacant", "coverage": "unknown", "no_records": "unknown",
    "before_records": "unknown", "precision": "possible", "blank_start": "possible", "post_missing": "post_missing",
}  # fmt: skip
_KINDS: dict[str, GapKind] = {kind: kind for kind in get_args(GapKind)}
_NOTHING = Text("", "")
_LATER = Text("逾期天数计入任职较晚者，其他人一并列示", "the days go to the later one, the others are listed")
_SHARED = Text("同日任职，逾期天数平均分摊", "they began on one day and share the days")


def line_gaps(tracer: Tracer, charged: list[ShareLine]) -> list[Gap]:
    """Return the charged days that fell to nobody known, one gap for each post and reason."""
    found: dict[tuple[str, Reason], list[ShareLine]] = {}
    for line in charged:
        if line.holder != "person" and line.post is not None:
            found.setdefault((line.post, line.reason), []).append(line)
    return [_nobody(tracer, post, reason, runs) for (post, reason), runs in found.items()]


def _nobody(tracer: Tracer, post: str, reason: Reason, runs: list[ShareLine]) -> Gap:
    officials = tracer.officials
    kind, label, why = _KIND_OF[reason], officials.post_label(post), REASONS[reason]
    to = pointer(officials, tracer.duty, post, runs[0].start) if kind in {"vacant", "post_missing"} else None
    ask = (
        Text(
            f"；可向“{name_of(officials, to)}”了解（仅作指引，不计责）",
            f"; {name_of(officials, to)} may be asked (a pointer, not a charge)",
        )
        if to
        else _NOTHING
    )
    maybe = officials.names(tenure for line in runs for tenure in line.possible.values())
    who = Text(f"；可能在任：{listed(maybe).zh}", f"; may have held it: {listed(maybe).en}") if maybe else _NOTHING
    said = {"post": label, "why": why, "possible": who, "ask": ask}
    facts = tuple(dict.fromkeys(key for line in runs for key in (*line.possible, *line.beside)))
    return Gap(kind, (post, reason), said, tuple(tracer.late_within(runs)), post, to, facts)


def conflict_gaps(tracer: Tracer, split: list[Piece]) -> list[Gap]:
    """Return the breach days on which more people than seats held the post; a shared day of handover is none."""
    gaps = []
    for piece in split:
        holding = piece.holding
        if holding is None or piece.post is None:
            continue
        too_many = rivals(tracer.officials, piece.post, holding)
        if too_many:
            ids = tuple(sorted({tenure.id for tenure in (*holding.primary, *too_many)}))
            label = tracer.officials.post_label(piece.post)
            shared = len(holding.primary) > tracer.officials.timeline(piece.post).life.seats
            people = tracer.officials.names((*holding.primary, *too_many))
            said = {"post": label, "count": len(ids), "people": listed(people), "how": _SHARED if shared else _LATER}
            gaps.append(
                Gap("conflicting_tenure", (piece.post, *ids), said, ((piece.start, piece.end),), piece.post, None, ids)
            )
    return gaps


def rivals(officials: Officials, post: str, holding: Holding) -> list[Tenure]:
    """Return the tenures that are too many for the seats, beyond the day of handover and the tolerance."""
    if holding.holder != "person":
        return []
    days = officials.rules.handover.tolerance_days
    beside = [other for other in holding.beside if any(clash(other, holder, days) for holder in holding.primary)]
    return [*beside, *holding.primary[officials.timeline(post).life.seats :]]


def clash(one: Tenure, other: Tenure, tolerance: int) -> bool:
    """Whether two tenures of one class overlap by more than the day of handover and the tolerance."""
    same = CLASSES.get(one.kind) == CLASSES.get(other.kind)
    return same and min(one.end_lo, other.end_lo) - max(one.start_hi, other.start_hi) > 1 + tolerance


def answer_gaps(tracer: Tracer, split: list[Piece]) -> list[Gap]:
    """Return what was odd on the way to the posts, on the due date and on the breach days."""
    gaps: list[Gap] = []
    first: dict[int, tuple[int, int]] = {}
    for piece in split:
        first.setdefault(piece.start, (piece.start, piece.end))
    for day in _tested(tracer, split):
        found = tracer.answer(day)
        bearer = name_of(tracer.officials, tracer.duty.bearer) or Text("（空）", "(none)")
        spans = (first[day],) if day in first else ()
        posts = "、".join(tracer.officials.post_label(seat.post) for seat in found.seats)
        bodies = "、".join(tracer.officials.org_name(body) for body in found.bodies) or "-"
        said = {"body": bearer, "posts": posts, "bodies": bodies}
        gaps += [Gap(_KINDS[flag], (tracer.duty.bearer or "",), said, spans) for flag in found.flags]
    return gaps


def _tested(tracer: Tracer, split: list[Piece]) -> list[int]:
    """Return the first day of each piece, or the due date when nothing is late."""
    days = list(dict.fromkeys(piece.start for piece in split))
    due = tracer.status.due_on
    return days or ([due] if due is not None and due <= tracer.as_of else [])


def delegation_gaps(tracer: Tracer, split: list[Piece]) -> list[Gap]:
    """Return the delegations that had no effect, or of which several were in force at once."""
    if not tracer.officials.delegated_from:
        return []
    return [gap for day in _tested(tracer, split) for gap in tracer.delegates(day).gaps]
