"""What is said beside a line of the split: handover, kind of office, status of the person, who else was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.accountability.tenure import FOREVER, NEVER
from govaudit.accountability.words import REASONS
from govaudit.docket.open_words import OPEN_ZH
from govaudit.model.days import iso, to_date, to_day
from govaudit.model.text import Text

if TYPE_CHECKING:
    from govaudit.accountability.apportion import Line
    from govaudit.accountability.tenure import Tenure
    from govaudit.accountability.tracer import Tracer

HELD = Text("在该岗位任职", "held the post on these days")


def notes(tracer: Tracer, line: Line) -> tuple[Text, ...]:
    """Return the notes of one line of the split."""
    if line.holder != "person":
        may = [
            Text(f"可能由任期 {other.id} 覆盖", f"tenure {other.id} may cover them") for other in line.possible.values()
        ]
        return (REASONS["no_post" if line.post is None else line.reason], *may)
    found = [HELD, *_taken_over(tracer, line)]
    done = tracer.status.performed_on
    if done is not None and line.start <= done <= line.last:
        found.append(Text("在其任内履行完毕", "performed in this time of office"))
    found += _status(tracer, line)
    found += [_presided(tenure, tracer.as_of) for tenure in line.tenures.values() if tenure.kind == "presiding"]
    found += [
        Text(f"同期另有任期 {other.id}", f"tenure {other.id} ran at the same time") for other in line.beside.values()
    ]
    return (*found, *_overruled(tracer, line))


def since(line: Line) -> int:
    """Return the day on which the holder of a line came into office."""
    return min(tenure.start_hi for tenure in line.tenures.values())


def after_handover(tracer: Tracer, line: Line) -> int | None:
    """Return the days of a line without those of the handover allowance; None where nothing is allowed."""
    allowance = tracer.officials.rules.handover.allowance_days
    if not allowance or line.holder != "person":
        return None
    free = since(line) + allowance
    return sum(max(0, end - max(start, free)) for start, end in tracer.late_within([line]))


def _taken_over(tracer: Tracer, line: Line) -> list[Text]:
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


def _status(tracer: Tracer, line: Line) -> list[Text]:
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


def _overruled(tracer: Tracer, line: Line) -> list[Text]:
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
