"""Small dockets written as one would say them: posts, tenures and one obligation, with typed values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.docket.builder import DocketBuilder
from govaudit.docket.schema import TABLES
from govaudit.model.days import PartialDate, parse_day, partial_date
from govaudit.model.problem import Place
from govaudit.officials.trace.trace import Trace, trace_duty
from govaudit.settle.status import Span, Status
from views import officials_of

if TYPE_CHECKING:
    from govaudit.docket.table import Docket


def day(text: str) -> int:
    return parse_day(text)


def partial(text: str) -> PartialDate:
    return partial_date(*(int(part) for part in text.split("-")))


def docket(**tables: list[dict[str, object]]) -> Docket:
    """Build a docket; dates are written as text and typed by the column's kind."""
    made = DocketBuilder()
    for name, rows in tables.items():
        for number, row in enumerate(rows, 2):
            typed = {column: _typed(TABLES[name].columns[column].kind, value) for column, value in row.items()}
            made[name].append(typed, Place("facts", name, number))
    return made.freeze()


def _typed(kind: str, value: object) -> object:
    if kind == "partial" and isinstance(value, str):
        return partial(value)
    if kind in {"date", "recorded"} and isinstance(value, str):
        return day(value)
    if kind == "spans" and isinstance(value, list):
        return [(day(start), day(end) + 1) for start, end in value]
    return value


def tenure(key: str, person: str, start: str | None, end: str | None = None, **more: object) -> dict[str, object]:
    return {"id": key, "post": "head", "person": person, "start": start, "end": end, "evidence": ["任免文件"], **more}


def office(tenures: list[dict[str, object]], **more: list[dict[str, object]]) -> Docket:
    """One body with one head post and one obligation of that post."""
    people = {str(row["person"]): None for row in tenures}
    facts: dict[str, list[dict[str, object]]] = {
        "orgs": [{"id": "bureau", "name": "示例局", "kind": "department"}],
        "posts": [{"id": "head", "org": "bureau", "title": "局长", "rank": "head"}],
        "persons": [{"id": person, "name": f"姓名{person}"} for person in people],
        "tenures": tenures,
        "instruments": [
            {"id": "i-1", "domain": "procurement", "kind": "contract", "title": "示例合同", "authority": "bureau"}
        ],
        "obligations": [
            {
                "id": "o-1",
                "instrument": "i-1",
                "title": "支付货款",
                "bearer": "head",
                "action": "pay",
                "amount": 100,
                "clause": "第5条",
            }
        ],
    }
    return docket(**{**facts, **more})


def late(due: str, *spans: tuple[str, str], balance: int = 100, performed: str | None = None) -> Status:
    """A status due on a day with breach days, the last day of each span included."""
    made = tuple(Span(day(start), day(end) + 1, balance) for start, end in spans)
    days = sum(span.days for span in made)
    return Status(
        "o-1", "i-1", "procurement", None, "breached", due_on=day(due), breach_days=days, spans=made, amount=balance,
        performed_on=day(performed) if performed else None,
    )  # fmt: skip


def run(facts: Docket, status: Status, as_of: str = "2026-12-31", known_at: str | None = None) -> Trace:
    return trace_duty(officials_of(facts, None if known_at is None else day(known_at)), status, day(as_of))


def split(found: Trace) -> dict[str, int]:
    """Days by holder, in order of time: person ids, VACANT, UNKNOWN, POST_MISSING."""
    days: dict[str, int] = {}
    for line in found.counted:
        key = line.person or line.holder.upper()
        days[key] = days.get(key, 0) + line.days
    return days


def kinds(found: Trace) -> list[str]:
    return [gap.kind for gap in found.gaps]
