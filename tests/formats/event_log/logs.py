"""Small logs and maps built for each rule; what they become is read back and settled like any docket."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from govaudit.docket.view import View
from govaudit.model.days import iso, parse_day
from govaudit.settle.settle_rows import settle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket.table import Docket
    from govaudit.formats.event_log.to_docket import Imported
    from govaudit.settle.status import Status

HEAD = """\
log: {case: concept:name, activity: concept:name, timestamp: time:timestamp, time_zone: Europe/Rome}
instrument: {domain: task, kind: notice, authority: 示例市交警支队}
obligations:
"""
SEND = HEAD + "- {id: send, title: 寄出, trigger: Create, within: {n: 90, unit: day}, fulfilled_by: Send}\n"

Event = tuple[str, str, dict[str, str]]


def event(activity: str, stamp: str, **attributes: str) -> Event:
    """An event; a stamp of ten characters is written as local midnight in winter time."""
    return activity, stamp if len(stamp) > 10 else f"{stamp}T00:00:00.000+01:00", attributes


def xes(traces: Iterable[tuple[dict[str, str], Iterable[Event]]]) -> str:
    """Write a log: (attributes of the case, events) for each trace."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<log xes.version="1.0" xmlns="http://www.xes-standard.org/">']
    for own, events in traces:
        lines += ["<trace>", *(_string(*pair) for pair in own.items())]
        for activity, stamp, attributes in events:
            date = f'<date key="time:timestamp" value={quoteattr(stamp)}/>'
            lines += ["<event>", _string("concept:name", activity), date, *(_string(*pair) for pair in attributes.items()), "</event>"]  # fmt: skip
        lines.append("</trace>")
    return "\n".join([*lines, "</log>\n"])


def _string(key: str, value: str) -> str:
    return f"<string key={quoteattr(key)} value={quoteattr(value)}/>"


def case(name: str, *events: Event, **attributes: str) -> tuple[dict[str, str], list[Event]]:
    return {"concept:name": name, **attributes}, list(events)


class Made:
    """What a log became."""

    def __init__(self, done: Imported, docket: Docket) -> None:
        self.done, self.docket = done, docket

    def rows(self, table: str) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.docket[table].rows()}

    def codes(self) -> Counter[str]:
        return Counter(problem.code for problem in self.done.problems)

    def settled(self, as_of: str = "2026-06-30") -> dict[str, Status]:
        return {status.obligation: status for status in settle(View(self.docket, parse_day(as_of)))}

    def verdict(self, obligation: str, as_of: str = "2026-06-30") -> tuple[str, str | None, str | None, int]:
        status = self.settled(as_of)[obligation]
        return status.state, iso(status.due_on), iso(status.performed_on), status.breach_days
