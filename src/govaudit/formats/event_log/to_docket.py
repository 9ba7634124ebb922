"""A log under a map becomes the tables of a docket, case by case; a case with a fault gives no rows at all."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from govaudit.formats.collect import Collector
from govaudit.formats.event_log.csv_log import read_csv_log
from govaudit.formats.event_log.log_case import CaseReader, LogCase, LogEvent, PlaceFault, Purse, Seen
from govaudit.formats.event_log.log_duties import DutyFault, LogDuties, Tally
from govaudit.formats.event_log.log_tables import LogParties, Tables
from govaudit.formats.event_log.stamps import Clock
from govaudit.formats.event_log.xes import read_xes
from govaudit.model import Fault, Place, Text, iso, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from govaudit.formats.event_log.log_case import LogTrace
    from govaudit.formats.event_log.log_duties import LoggedAct, Owed
    from govaudit.formats.event_log.log_map import LogMap, MappedDuty
    from govaudit.model import Problem

_SHOWN = 20  # problems of one kind; the rest are counted
_CONDITION = "condition_met"
Rows = list[tuple[str, tuple[Any, ...]]]


@dataclass(slots=True)
class Imported:
    """What came of a log: problems, notes, cases and rows, and for each rule what it met."""

    problems: list[Problem]
    cases: int = 0
    left_out: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)
    passed_over: int = 0
    complete_through: int | None = None

    @property
    def errors(self) -> list[Problem]:
        """Problems that cost a case, or that say the map does not fit the log."""
        return [problem for problem in self.problems if problem.level == "error"]


def import_log(path: Path, mapping: LogMap, folder: Path, form: str, encoding: str | None = None) -> Imported:
    """Write the docket of a log into an existing folder as `csv` or `parquet`; `encoding` is the declared one of a CSV log."""
    with Tables(folder, form) as tables:
        return _Importer(path, mapping, tables, encoding).run()


def is_log(name: str) -> bool:
    """Tell whether a file is called like a log that can be read."""
    return _kind(name) in {".xes", ".csv"}


def _kind(name: str) -> str:
    return "." + name.lower().removesuffix(".gz").rpartition(".")[2]


class _Importer:
    """Carries one log over."""

    def __init__(self, path: Path, mapping: LogMap, tables: Tables, encoding: str | None) -> None:
        self.path, self.mapping, self.tables = path, mapping, tables
        self.out = Collector(encoding)
        self.seen = Seen()
        clock = Clock(mapping.log)
        self.reader = CaseReader(mapping, clock, self.seen)
        self.purse = Purse(mapping.instrument.currency, rounding=mapping.log.rounding)
        self.duties = LogDuties(mapping, clock, self.purse)
        self.parties = LogParties(path.name)
        self.kinds: Counter[tuple[str, str | None]] = Counter()
        self.done = Imported(self.out.docket.problems)

    def run(self) -> Imported:
        """Carry the log over; OSError where the tables cannot be written."""
        for trace in self._readable():
            self._take(trace)
        self._finish()
        return self.done

    def _readable(self) -> Iterator[LogTrace]:
        """Yield the cases; that the log cannot be read on is a problem."""
        try:
            yield from self._traces()
        except Fault as fault:
            self.out.problem(fault.code, Place(self.path.name, row=fault.line), fault.what, fault.remedy)
        except OSError as error:
            self.out.problem("unreadable_file", Place(self.path.name), Text("文件无法读取", f"the file cannot be read: {error.strerror}"),
                             Text("核对权限后重试", "check its permissions and try again"))  # fmt: skip

    def _traces(self) -> Iterator[LogTrace]:
        wanted = self.mapping.attributes()
        if _kind(self.path.name) == ".xes":
            return read_xes(self.path, wanted, self.seen)
        return read_csv_log(self.path, self.mapping.log.case, wanted, self.seen, self.out)

    # --- one case -----------------------------------------------------------------------------------------------------

    def _take(self, trace: LogTrace) -> None:
        self.done.cases += 1
        case = self.reader.read(trace)
        rows, faults = self._rows(case) if isinstance(case, LogCase) else ([], case)
        for fault in faults:
            self._report(trace, fault)
        if faults:
            self.done.left_out += 1
            return
        for table, row in rows:
            self.tables.write(table, row)

    def _rows(self, case: LogCase) -> tuple[Rows, list[PlaceFault]]:
        """Return the rows of a case, or what it lacks for them."""
        try:
            authority, instrument = self._instrument(case)
            rows = [("instruments", instrument)]
            for rule in self.mapping.duties:
                for owed in self.duties.of(rule, case):
                    self._obligation(case, rule, owed, authority, rows)
            self._kept(case, rows)
        except DutyFault as bad:
            number, line = (bad.event.number, bad.event.line) if bad.event else (0, case.trace.line)
            return [], [PlaceFault(number, line, bad.attribute, bad.value, bad.fault)]
        except Fault as fault:
            return [], [PlaceFault(0, case.trace.line, None, None, fault)]
        return rows, []

    def _instrument(self, case: LogCase) -> tuple[str, tuple[Any, ...]]:
        paper = self.mapping.instrument
        authority = self.parties.of(paper.authority, case.need(paper.authority.value, None), "")
        other = paper.counterparty and self.parties.of(
            paper.counterparty, case.need(paper.counterparty.value, None), ""
        )
        attributes = {name: found for name, value in paper.attributes.items() if (found := case.look(value, None))}
        said = json.dumps(attributes, ensure_ascii=False, sort_keys=True) if attributes else None
        title = case.need(paper.title, None) if paper.title else case.id
        return authority, (
            case.id, paper.domain, paper.kind, title, authority, other, paper.currency, paper.region, said, self.path.name,
        )  # fmt: skip

    def _obligation(self, case: LogCase, rule: MappedDuty, owed: Owed, authority: str, rows: Rows) -> None:
        event = owed.start.event
        key = f"{case.id}/{rule.id}" + (f"#{owed.k}" if owed.k > 1 else "")
        bearer = (
            self.parties.of(rule.bearer, case.need(rule.bearer.value, event), authority) if rule.bearer else authority
        )
        other = rule.beneficiary and self.parties.of(
            rule.beneficiary, case.need(rule.beneficiary.value, event), authority
        )
        period = rule.within
        anchor = (iso(owed.start.day), period.n, period.unit, period.start) if period else (None, None, None, None)
        money = None if owed.amount is None else self._money(owed.amount)
        pointer = case.trace.pointer(event.number, event.line) if event else case.trace.pointer()
        rows.append(("obligations", (
            key, case.id, case.need(rule.title, event), bearer, other, rule.action or ("pay" if rule.amount else None), owed.due, *anchor, rule.roll,
            money, self.mapping.instrument.currency, _CONDITION if rule.condition else None, rule.calendar, self.mapping.log.time_zone, pointer,
            self.path.name,
        )))  # fmt: skip
        suffix = f"{rule.id}#{owed.k}" if owed.k > 1 else rule.id
        # A payment whose amount the log does not tell is told as what the log does tell: that it was done.
        rows += [
            ("events", self._performed(case, act, key, suffix, "perform" if act.amount is None else "pay"))
            for act in owed.acts
        ]
        for activity, effect in rule.effects.items():
            rows += [("events", self._event(case, one, suffix, key, effect)) for one in case.of(activity)]
        if rule.condition:
            rows += [("events", self._event(case, one, suffix, key, _CONDITION)) for one in case.of(rule.condition)[:1]]

    def _performed(self, case: LogCase, act: LoggedAct, key: str, suffix: str, kind: str) -> tuple[Any, ...]:
        if act.event:
            return self._event(case, act.event, suffix, key, kind, act.amount)
        pointer = f"{case.trace.pointer()}/@{act.named}"
        return (f"{case.id}@{act.named}>{suffix}", key, None, kind, act.day, None, None, None, act.named, pointer)

    def _event(
        self, case: LogCase, event: LogEvent, suffix: str | None, key: str | None, kind: str, amount: int | None = None
    ) -> tuple[Any, ...]:
        """Return the row of an event on an obligation, or on its instrument when `key` is None."""
        name = f"{case.id}:{event.number}" + (f">{suffix}" if suffix else "")
        resource = event.values.get(self.mapping.log.resource or "")
        return (
            name, key, None if key else case.id, kind, event.day, None if amount is None else self._money(amount),
            None if amount is None else self.mapping.instrument.currency, self.parties.person(resource) if resource else None,
            event.activity, case.trace.pointer(event.number, event.line),
        )  # fmt: skip

    def _kept(self, case: LogCase, rows: Rows) -> None:
        """Add the events that the map keeps on the instrument itself."""
        for event in case.events if self.mapping.keep_all or self.mapping.keep else ():
            kind = event.activity if self.mapping.keep_all else self.mapping.keep.get(event.activity)
            if kind:
                rows.append(("events", self._event(case, event, None, None, kind)))

    def _money(self, minor: int) -> str:
        return to_text(minor, self.mapping.instrument.currency)

    # --- problems -----------------------------------------------------------------------------------------------------

    def _report(self, trace: LogTrace, bad: PlaceFault) -> None:
        """Record what is wrong with a case: its number and that of the event, the line, the attribute."""
        self.kinds[bad.fault.code, bad.attribute] += 1
        if self.kinds[bad.fault.code, bad.attribute] > _SHOWN:
            return
        key = trace.values.get(self.mapping.log.case)
        name = f"（{key}）" if key else ""
        zh = f"第{trace.number}个案例{name}" + (f"第{bad.event}个事件" if bad.event else "")
        en = (f"event {bad.event} of " if bad.event else "") + f"trace {trace.number}" + (f" ({key})" if key else "")
        what = Text(f"{zh}：{bad.fault.what.zh}", f"{en}: {bad.fault.what.en}")
        self.out.problem(bad.fault.code, Place(self.path.name, row=bad.line, column=bad.attribute), what, bad.fault.remedy, bad.value)  # fmt: skip

    def _finish(self) -> None:
        """Write what is known only at the end, and say what the map named and the log never had."""
        for (code, attribute), count in self.kinds.items():
            if count > _SHOWN:
                self.out.problem(code, Place(self.path.name, column=attribute), Text(f"另有{count - _SHOWN}处同样的问题", f"{count - _SHOWN} more of the same kind"),
                                 Text("一并改正", "correct them too"))  # fmt: skip
        if not self.out.docket.errors or self.done.cases:
            self._never_seen("attribute", self.mapping.attributes(), self.seen.attributes)
        if self.done.cases:
            self._never_seen("activity", self.mapping.activities(), self.seen.activities)
        elif not self.out.docket.errors:
            self.out.problem("empty_log", Place(self.path.name), Text("日志中没有案例", "the log holds no case"), Text("核对文件", "check the file"))  # fmt: skip
        through = self.mapping.log.complete_through or self.reader.last_day
        if through is not None:
            self.tables.write("sources", (self.path.name, "events", through))
        for table, rows in self.parties.rows.items():
            for row in rows.values():
                self.tables.write(table, row)
        self.done.rows, self.done.tallies = self.tables.counts, self.duties.tallies
        self.done.passed_over, self.done.complete_through = self.reader.passed_over, through

    def _never_seen(self, what: str, named: set[str], seen: set[str]) -> None:
        words = {"attribute": Text("属性", "attribute"), "activity": Text("活动", "activity")}
        for name in sorted(named - seen):
            near = difflib.get_close_matches(name, sorted(seen), 1)
            listed = sorted(seen)[:30]
            self.out.problem(
                f"unknown_{what}", Place(self.path.name), Text(f"对照表中的{words[what].zh}“{name}”在日志中从未出现", f"the map names the {what} '{name}', which the log never has"),
                Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?") if near
                else Text(f"日志中有：{'、'.join(listed)}", f"the log has: {', '.join(listed)}"), name,
            )  # fmt: skip
