"""What the drawings of one trace show, as a value: lanes of the posts with their tenures, and which steps moved the duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.model import Chain, EmptyRecord, Lane, SpanRecord, TenureRecord, iso, parse_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.model import Responsible
    from govaudit.officials.record.officials import Officials
    from govaudit.officials.record.tenure import Tenure
    from govaudit.officials.trace.trace import Trace

_AROUND = 2  # days kept beyond the window, so that a bar that leaves it still counts as leaving


def chain_of(officials: Officials, found: Trace, finding: str = "") -> Chain:
    """Return what is drawn of a trace beside its lines; `finding` is the fingerprint of the finding that has them."""
    start, end = _window(found)
    facts = sorted({hop.fact for line in found.responsible for hop in line.path})
    posts: dict[str, str] = {}  # with the role in which they stand here, those charged first
    for line in charged_first(found.responsible):
        if line.post is not None:
            posts.setdefault(line.post, line.role)
    return Chain(
        finding=finding, obligation=found.obligation, title=found.title, instrument=found.instrument,
        instrument_title=officials.cell("instruments", found.instrument, "title"), due_on=iso(found.due_on), as_of=_day(found.as_of),
        breach_days=found.breach_days, spans=tuple(SpanRecord(from_=_day(first), to=_day(until - 1)) for first, until in found.spans),
        start=_day(start), end=_day(end), holders=_numbers(found.responsible),
        transfers=tuple(fact for fact in facts if officials.row("transfers", fact) is not None),
        delegations=tuple(fact for fact in facts if officials.row("delegations", fact) is not None),
        lanes=tuple(_lane(officials, post, role, (start, end)) for post, role in posts.items()),
    )  # fmt: skip


def charged_first(lines: Sequence[Responsible]) -> list[Responsible]:
    """Return the lines, those that are counted before the others."""
    return sorted(lines, key=lambda line: not line.counted)


def _day(day: int) -> str:
    return iso(day) or ""


def _window(found: Trace) -> tuple[int, int]:
    """Return the days shown: due date and overdue span with a quarter of air on both sides, not past the as-of day."""
    days = [parse_day(day) for line in found.counted for day in (line.from_, line.to) if day]
    days += [found.due_on] if found.due_on is not None else []
    first, last = min(days, default=found.as_of), max(days, default=found.as_of) + 1
    air = max(15, (last - first) // 4)
    return first - air, max(last + 2, min(last + air, found.as_of + 1))


def _numbers(lines: Sequence[Responsible]) -> tuple[int, ...]:
    """Number the persons of the lines in the order in which they are drawn."""
    people = dict.fromkeys(line.person for line in charged_first(lines) if line.person)
    number = {person: count for count, person in enumerate(people, 1)}
    return tuple(number.get(line.person or "", 0) for line in lines)


def _lane(officials: Officials, post: str, role: str, window: tuple[int, int]) -> Lane:
    start, end = window
    timeline = officials.timeline(post)
    shown = (tenure for tenure in timeline.tenures if tenure.end_hi > start and tenure.start_lo < end)
    empty = (
        EmptyRecord(start=_day(first), end=_day(until), holder=holding.holder, doubtful=bool(holding.possible or holding.beside))
        for first, until, holding in timeline.between(start, end)
        if holding.holder != "person"
    )  # fmt: skip
    return Lane(post=post, label=officials.post_label(post), role=role, tenures=tuple(_tenure(officials, one, window) for one in shown), empty=tuple(empty))  # fmt: skip


def _tenure(officials: Officials, one: Tenure, window: tuple[int, int]) -> TenureRecord:
    def cut(day: int) -> str:
        return _day(min(max(day, window[0] - _AROUND), window[1] + _AROUND))

    name = officials.cell("persons", one.person, "name") or one.person
    return TenureRecord(id=one.id, name=name, kind=one.kind, start_lo=cut(one.start_lo), start_hi=cut(one.start_hi), end_lo=cut(one.end_lo), end_hi=cut(one.end_hi))  # fmt: skip
