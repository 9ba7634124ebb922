"""One case of a log, read: its events on civil days, and what the map asks of it. What is missing is a fault, never a guess."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from govaudit.formats.cells.cell_values import read_money, read_number
from govaudit.formats.event_log.log_map import OF_CASE, OF_EVENT, Columns, LogMap, Value
from govaudit.model import Fault, Text, exponent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govaudit.formats.event_log.stamps import Clock


class LogEvent(NamedTuple):
    """One event on its civil day; events sort by day, then by their order in the log."""

    day: int
    number: int
    line: int
    activity: str
    values: dict[str, str]


class PlaceFault(NamedTuple):
    """What is wrong with a case: the event (0: the case itself), line and attribute, and the value found there."""

    event: int
    line: int
    attribute: str | None
    value: str | None
    fault: Fault


class LogCase:
    """A case of which everything could be read."""

    def __init__(self, key: str, trace: LogTrace, events: list[LogEvent]) -> None:
        self.id, self.trace, self.events = key, trace, events
        self._of: dict[str, list[LogEvent]] = defaultdict(list)
        for event in events:
            self._of[event.activity].append(event)

    def of(self, activity: str) -> list[LogEvent]:
        """Return the events of an activity in order."""
        return self._of.get(activity, [])

    def look(self, value: Value, event: LogEvent | None) -> str | None:
        """Return what a value of the map is in this case, seen from the triggering event; None where the log does not say."""
        if value.attribute is None:
            return value.constant
        return self._find(value.attribute, value.of, event) or value.default

    def need(self, value: Value, event: LogEvent | None) -> str:
        """Return the same; Fault where the log does not say."""
        found = self.look(value, event)
        if not found:
            raise Fault("missing_attribute", Text(f"没有“{value.attribute}”", f"'{value.attribute}' is missing"),
                        Text("在日志中补上，或在对照表中写明 default", "add it to the log, or state a default in the map"))  # fmt: skip
        return found

    def _find(self, name: str, of: str | None, event: LogEvent | None) -> str | None:
        if of == OF_CASE:
            return self._own(name)
        if of == OF_EVENT:
            return event.values.get(name) if event else None
        if of is None:
            return (event.values.get(name) if event else None) or self._own(name)
        before = [one for one in self.of(of) if event is None or one[:2] <= event[:2]]
        return before[-1].values.get(name) if before else None

    def _own(self, name: str) -> str | None:
        if not self.trace.flat:
            return self.trace.values.get(name)
        found = {entry.values[name]: None for entry in self.trace.entries if entry.values.get(name)}
        if len(found) > 1:
            raise Fault("value_varies", Text(f"案例的各行中“{name}”取值不同", f"'{name}' differs between the rows of the case"),
                        Text("统一取值，或在对照表中以 of 指明取哪个活动的", "make them the same, or state in the map which activity's counts, with 'of'"))  # fmt: skip
        return next(iter(found), None)


class CaseReader:
    """Reads the traces of one log as cases."""

    def __init__(self, mapping: LogMap, clock: Clock, seen: Seen) -> None:
        self.log: Columns = mapping.log
        self.clock, self.seen = clock, seen
        self.last_day: int | None = None
        self.passed_over = 0  # events that `only` leaves out
        self._known: set[str] = set()

    def read(self, trace: LogTrace) -> LogCase | list[PlaceFault]:
        """Return the case, or all that is wrong with it: of a case that cannot be read whole nothing is concluded."""
        faults = [PlaceFault(0, line, None, None, fault) for line, fault in trace.faults]
        key = trace.values.get(self.log.case)
        if not key and not faults:
            faults.append(PlaceFault(0, trace.line, self.log.case, None, _NO_CASE))
        elif key in self._known:
            faults.append(PlaceFault(0, trace.line, self.log.case, key, _REPEATED_CASE))
        elif key:
            self._known.add(key)
        events = []
        for entry in trace.entries:
            if self.log.only and not self._wanted(entry):
                self.passed_over += 1
            elif isinstance(found := self._event(entry), LogEvent):
                events.append(found)
            else:
                faults.append(found)
        if faults or not key:
            return faults
        return LogCase(key, trace, sorted(events, key=lambda event: event[:2]))

    def _wanted(self, entry: LogEntry) -> bool:
        return all(entry.values.get(name) in values for name, values in self.log.only.items())

    def _event(self, entry: LogEntry) -> LogEvent | PlaceFault:
        activity, stamp = entry.values.get(self.log.activity), entry.values.get(self.log.timestamp)
        if activity:
            self.seen.activities.add(activity)
        if not activity:
            return PlaceFault(entry.number, entry.line, self.log.activity, None, _NO_ACTIVITY)
        if not stamp:
            return PlaceFault(entry.number, entry.line, self.log.timestamp, None, _NO_STAMP)
        try:
            day = self.clock.day(stamp)
        except Fault as fault:
            return PlaceFault(entry.number, entry.line, self.log.timestamp, stamp, fault)
        if self.last_day is None or day > self.last_day:
            self.last_day = day
        return LogEvent(day, entry.number, entry.line, activity, entry.values)


_NO_CASE = Fault("no_case", Text("没有案例编号", "no case id"), Text("补上案例编号", "add the case id"))
_REPEATED_CASE = Fault("repeated_case", Text("案例编号重复", "the case id was used before"), Text("合并为一个案例，或改用另一个编号", "make them one case, or give this one another id"))  # fmt: skip
_NO_ACTIVITY = Fault("no_activity", Text("事件没有活动名称", "the event has no activity"), Text("补上活动名称", "add the activity"))  # fmt: skip
_NO_STAMP = Fault("no_stamp", Text("事件没有时间", "the event has no time stamp"), Text("补上时间", "add the time stamp"))  # fmt: skip


class Purse:
    """Reads amounts as minor units of one currency; XES has only floats, so the map may ask to round."""

    def __init__(self, currency: str, *, rounding: bool) -> None:
        self._currency = currency
        self._step = Decimal(1).scaleb(-exponent(currency)) if rounding else None
        self.read = lru_cache(maxsize=1 << 14)(self._read)

    def _read(self, text: str) -> int:
        if self._step is None:
            return read_money(text, self._currency, None)
        return read_money(read_number(text).quantize(self._step, ROUND_HALF_UP), self._currency, None)


def holds(case: LogCase, where: Mapping[str, tuple[str, ...]], event: LogEvent | None) -> bool:
    """Tell whether the case, seen from the triggering event, has the attributes that a rule asks for."""
    return all(case.look(Value(attribute=name), event) in values for name, values in where.items())


# --- What a reader of a log yields: one case at a time with its events, values still as written


class LogEntry(NamedTuple):
    """One event: its number within the case and its line in the file, both from 1, and the values the map asks for."""

    number: int
    line: int
    values: dict[str, str]


class LogTrace(NamedTuple):
    """One case: its number in the file, its first line, its own values, its events in the order of the file.

    `faults` are (line, what is wrong) of parts that could not be read: nothing may be concluded from such a case. `flat`: the
    log has no values of cases, each event repeats them.
    """

    number: int
    line: int
    values: dict[str, str]
    entries: Sequence[LogEntry]
    faults: Sequence[tuple[int, Fault]] = ()
    flat: bool = False

    def pointer(self, event: int = 0, line: int = 0) -> str:
        """Return where the case, or one of its events, stands: an XPath in XML, the line elsewhere."""
        if self.flat:
            return f":{line or self.line}"
        return f"/log/trace[{self.number}]" + (f"/event[{event}]" if event else "")


class Seen:
    """The names that occurred in a log, kept to find the misspelt ones of a map."""

    def __init__(self) -> None:
        self.attributes: set[str] = set()
        self.activities: set[str] = set()
