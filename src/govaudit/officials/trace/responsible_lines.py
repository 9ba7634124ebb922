"""From the split to the lines of responsibility that findings carry: dates, shares, certainty and the path with its hops."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from govaudit.docket.labels import OPEN_ZH
from govaudit.model import Text, iso, to_date, to_day, to_text
from govaudit.officials.official_words import REASONS
from govaudit.officials.record.tenure import FOREVER, NEVER
from govaudit.officials.trace.apportion import ShareLine, largest_remainder
from govaudit.officials.trace.hops import office_line, tenure_hop, weakest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govaudit.model import Hop, Responsible
    from govaudit.officials.record.acts import Phases
    from govaudit.officials.record.tenure import Tenure
    from govaudit.officials.trace.tracer import Tracer

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


def counted(tracer: Tracer, charged: Sequence[ShareLine]) -> list[Responsible]:
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


def parallel(tracer: Tracer, role: str, found: Sequence[ShareLine]) -> list[Responsible]:
    """Return lines that stand beside the split: the same breach days, not additive."""
    return [_line(tracer, line, role, _holders(tracer, line)) for line in found]


def _line(tracer: Tracer, line: ShareLine, role: str, path: tuple[Hop, ...], **more: Any) -> Responsible:
    """Return the record of a line; `more` are fields that say more than the line itself."""
    notes = (HELD,) if line.holder == "person" else (REASONS["no_post" if line.post is None else line.reason],)
    steps = [step.certainty for step in path if step not in tracer.begin]
    certainty = (
        "possible" if line.holder == "unknown" or line.reason == "precision" else weakest([tracer.footing, *steps])
    )
    fields = {
        "org": tracer.officials.org_of(line.post) if line.post else tracer.duty.bearer, "role": role, "phase": "overdue", "holder": line.holder,
        "candidates": tracer.officials.names(line.possible.values()) if line.holder == "unknown" else (),
        "from_": iso(line.start), "to": iso(line.last), "days": line.days, "certainty": certainty, "path": path, "notes": notes,
    }  # fmt: skip
    return office_line(tracer.officials, line.person, line.post, **{**fields, **more})


def _holders(tracer: Tracer, line: ShareLine) -> tuple[Hop, ...]:
    tenures = sorted(line.tenures.values(), key=lambda tenure: (tenure.start_hi, tenure.id))
    days = [max(line.start, tenure.start_hi) for tenure in tenures]
    return tuple(
        tenure_hop(tracer.officials, tenure, day if day <= line.last else line.start)
        for tenure, day in zip(tenures, days, strict=True)
    )


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
        line = ShareLine(post, "person" if tenure else holding.holder, holding.reason, person, day, day)
        line.tenures = {tenure.id: tenure} if tenure else {}
        line.possible = {} if tenure else {one.id: one for one in holding.possible}
        yield _line(tracer, line, role, (*steps, *_holders(tracer, line)), phase=phase, days=0, notes=(said,))


# --- What is said beside a line of the split: handover, kind of office, status of the person, who else was there

HELD = Text("在该岗位任职", "held the post on these days")
ONE_MAN = Text(
    "日期不精确，可能在任的各段任期均为同一人", "the dates are coarse; every tenure that may cover the days is his"
)


def notes(tracer: Tracer, line: ShareLine) -> tuple[Text, ...]:
    """Return the notes of one line of the split."""
    if line.holder != "person":
        may = [
            Text(f"可能为{name}", f"may have been {name}") for name in tracer.officials.names(line.possible.values())
        ]
        return (REASONS["no_post" if line.post is None else line.reason], *may)
    found = [HELD, *([ONE_MAN] if line.reason == "precision" else _taken_over(tracer, line))]
    done = tracer.status.performed_on
    if done is not None and line.start <= done <= line.last:
        found.append(Text("在其任内履行完毕", "performed in this time of office"))
    found += _status(tracer, line)
    found += [_presided(tenure, tracer.as_of) for tenure in line.tenures.values() if tenure.kind == "presiding"]
    found += [
        Text(f"同期另有{name}在任", f"{name} was in office at the same time")
        for name in tracer.officials.names(line.beside.values())
    ]
    return (*found, *_overruled(tracer, line))


def since(line: ShareLine) -> int:
    """Return the day on which the holder of a line came into office."""
    return min(tenure.start_hi for tenure in line.tenures.values())


def after_handover(tracer: Tracer, line: ShareLine) -> int | None:
    """Return the days of a line without those of the handover allowance; None where nothing is allowed."""
    allowance = tracer.officials.rules.handover.allowance_days
    if not allowance or line.holder != "person":
        return None
    free = since(line) + allowance
    return sum(max(0, end - max(start, free)) for start, end in tracer.late_within([line]))


def _taken_over(tracer: Tracer, line: ShareLine) -> list[Text]:
    found = []
    before = _open_before(tracer, since(line))
    fewest = _open_before(tracer, min(tenure.start_lo for tenure in line.tenures.values()))
    if before:
        said = f"{before}" if fewest == before else f"{fewest}–{before}"
        found.append(Text(f"接任时已逾期 {said} 天", f"{said} breach days were open on taking office"))
    left = after_handover(tracer, line)
    if left is not None and left < line.days:
        allowance = tracer.officials.rules.handover.allowance_days
        found.append(
            Text(
                f"扣除交接期 {allowance} 天内的日数后为 {left} 天",
                f"{left} days without those within {allowance} days of taking office",
            )
        )
    return found


def _open_before(tracer: Tracer, day: int) -> int:
    return sum(max(0, min(span.end, day) - span.start) for span in tracer.status.spans)


def _status(tracer: Tracer, line: ShareLine) -> list[Text]:
    """Retired, dead or moved: still named, with the status shown (政务处分法 27)."""
    status = tracer.officials.cell("persons", line.person, "status")
    if status in {None, "serving", "在职"}:
        return []
    on = tracer.officials.cell("persons", line.person, "status_on")
    said = Text(OPEN_ZH["persons", "status"].get(status, status), status)
    day = Text(f"（{on.as_written}）", f" ({on.as_written})") if on else Text("", "")
    return [Text(f"人员状态：{said.zh}{day.zh}", f"status of the person: {said.en}{day.en}")]


def _presided(tenure: Tenure, as_of: int) -> Text:
    """Say whether a deputy presided for a year: from then on he is audited like a head (经济责任审计规定 4)."""
    surely = _a_year_after(tenure.start_hi) <= min(tenure.end_lo, as_of + 1)
    maybe = _a_year_after(tenure.start_lo) <= min(tenure.end_hi, as_of + 1)
    if surely:
        return Text(
            "主持工作满一年，依《经济责任审计规定》第四条可列为审计对象",
            "presided for a year or more: within the audits of economic responsibility (经济责任审计规定 4)",
        )
    if maybe:
        return Text(
            "主持工作是否满一年，日期不精确，不能确定", "the dates are too coarse to tell whether it was a year"
        )
    return Text("主持工作未满一年", "presided for less than a year")


def _a_year_after(day: int) -> int:
    try:
        date = to_date(day)
    except (ValueError, OverflowError):  # not known when it began
        return day
    last = date.month == 2 and date.day == 29  # noqa: PLR2004 - the leap day has no namesake: 1 March
    return to_day(date.replace(year=date.year + 1, month=3, day=1) if last else date.replace(year=date.year + 1))


def _overruled(tracer: Tracer, line: ShareLine) -> list[Text]:
    """Show what a less reliable record says of the same tenure."""
    found = []
    for tenure in line.tenures.values():
        for other in tracer.officials.overruled.get(tenure.id, ()):
            first = iso(other.start_lo) if other.start_lo > NEVER else "?"
            last = iso(other.end_hi - 1) if other.end_hi < FOREVER else "?"
            found.append(
                Text(
                    f"另有记载不一致：任期 {other.id}（{first} 至 {last}），按较可靠的 {tenure.id} 计",
                    f"another record differs: tenure {other.id} ({first} to {last}); the more reliable {tenure.id} counts",
                )
            )
    return found
