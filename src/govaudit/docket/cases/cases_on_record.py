"""The docket seen by instrument: its attributes, its events in civil-day order, its own obligations."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.docket.events.known_events import DONE
from govaudit.model import DEFAULT_TZ, Text, spoken, to_date
from govaudit.rules import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govaudit.docket.events.coverage import Coverage
    from govaudit.docket.events.horizons import Horizons
    from govaudit.docket.events.known_events import KnownEvent, KnownEvents
    from govaudit.docket.table import Docket, Table
    from govaudit.model import Place

# "Performed" on a duty to do something is that act: delivering a duty to deliver is `delivered`.
_DONE = {**DONE, "pay": "pay"}
_REACH = Text(
    "记录只完整到{horizon}，不能判定{day}前有无此项", "records reach only to {horizon}, not to {day}: it cannot be told"
)


class CaseEvent(NamedTuple):
    """One event: its row in the table, its id, its civil day (R1), what was written; `duty` is the obligation it stands on, if any."""

    row: int
    id: str
    type: str
    day: int
    amount: int | None
    cause: str | None
    evidence: tuple[str, ...]
    duty: str | None


@dataclass(slots=True)
class Case:
    """One instrument with what is on record about it; `events` by day, `obligations` the rows of its duties but for those of the law."""

    row: int
    values: dict[str, Any]
    place: Place
    events: list[CaseEvent] = field(default_factory=list)
    obligations: list[int] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The instrument's id."""
        return str(self.values["id"])

    @property
    def attributes(self) -> dict[str, Any]:
        """The instrument's further attributes; what is put out to tender (招标标的) is the category of the purchase as well."""
        found = self.values["attributes"]
        if not isinstance(found, dict):
            return {}
        return {"category": found["object"], **found} if found.get("object") is not None else found

    def of(self, types: Iterable[str]) -> list[CaseEvent]:
        """Return the events of some types, by day."""
        wanted = frozenset(types)
        return [event for event in self.events if event.type in wanted]


@dataclass(frozen=True, eq=False)
class Cases:
    """The cases of a docket as known on a day: one for each instrument, in the order of the table."""

    docket: Docket
    as_of: int
    known_at: int | None
    known: KnownEvents
    horizons: Horizons
    coverage: Coverage

    def __iter__(self) -> Iterator[Case]:
        return iter(self._all)

    @cached_property
    def by_id(self) -> dict[str, Case]:
        """The cases by the id of their instrument."""
        return {case.id: case for case in self}

    @cached_property
    def _all(self) -> tuple[Case, ...]:
        table = self.docket["instruments"]
        cases = [
            Case(row, values, place) for row, (values, place) in enumerate(zip(table.rows(), table.places, strict=True))
        ]
        by_id = {case.id: case for case in cases}
        duties = self.docket["obligations"]
        statutory = ties_of(duties)
        for row, (key, instrument) in enumerate(zip(duties["id"], duties["instrument"], strict=True)):
            if instrument in by_id and key not in statutory:
                by_id[instrument].obligations.append(row)
        self._add_events(by_id)
        return tuple(cases)

    def _add_events(self, by_id: dict[str, Case]) -> None:
        """Give each case the events on its instrument and its obligations."""
        evidence = self.docket["events"]["evidence"]
        duties = self.docket["obligations"]
        owner = dict(
            zip(duties["id"], zip(duties["instrument"], duties["tz"], duties["action"], strict=True), strict=True)
        )
        sources: list[tuple[str | None, str | None, str | None, str | None, list[KnownEvent]]] = [
            (None, instrument, None, None, events) for instrument, events in self.known.of_instrument.items()
        ]
        # The law's duties are none of the table yet when cases are built: their names say on which instrument they are.
        sources += [
            (duty, *(owner.get(duty) or (instrument_of(duty), None, None)), events)
            for duty, events in self.known.of_obligation.items()
        ]
        for duty, instrument, tz, action, events in sources:
            case = by_id.get(instrument or "")
            for event in events if case is not None else ():
                day = event.on(tz or DEFAULT_TZ)
                if case is not None and day <= self.as_of:
                    type_ = _DONE.get(action or "", event.type) if event.type == "perform" else event.type
                    case.events.append(
                        CaseEvent(
                            event.row,
                            event.id,
                            type_,
                            day,
                            event.amount,
                            event.cause,
                            tuple(evidence[event.row] or ()),
                            duty,
                        )
                    )
        for case in by_id.values():
            case.events.sort(key=lambda event: (event.day, event.id))  # the order of the rows decides nothing

    @cached_property
    def types_on_record(self) -> frozenset[str]:
        """Every type an event of a case may have."""
        actions = (_DONE.get(action, "") for action in self.docket["obligations"]["action"])
        return frozenset((*self.docket["events"]["type"], *actions))

    @cached_property
    def known_bearers(self) -> frozenset[str]:
        """The ids of all posts and organisations."""
        return frozenset(self.docket["posts"]["id"]) | frozenset(self.docket["orgs"]["id"])

    def beyond_records(self, case: Case, day: int) -> Text | None:
        """Say so when the records of a case do not reach a day: what is not on record then is unknown, not undone (R16)."""
        horizon = self.horizons.of(None, case.id)
        if day <= horizon:
            return None
        return _REACH.format(day=spoken(day), horizon=spoken(horizon))

    @cached_property
    def evidence_of_acts(self) -> dict[str, set[str]]:
        """Instrument -> the evidence its official acts rest on."""
        found: dict[str, set[str]] = defaultdict(set)
        acts = self.docket["acts"]
        for instrument, evidence in zip(acts["instrument"], acts["evidence"], strict=True):
            found[instrument].update(evidence or ())
        return found

    @cached_property
    def documents(self) -> dict[str, tuple[str, int | None]]:
        """Evidence -> its title and the day it was issued."""
        table = self.docket["evidence"]
        return dict(zip(table["id"], zip(table["title"], table["issued_on"], strict=True), strict=True))

    @cached_property
    def unopened(self) -> dict[PurchaseKey, list[Case]]:
        """Signed purchases without open tender by purchaser, year, budget item and category, in order of signature."""
        found: dict[PurchaseKey, list[Case]] = defaultdict(list)
        for case in sorted(self, key=lambda case: (case.values["signed_on"] or 0, case.id)):
            key = purchase_key(case)
            if key is not None and case.values["signed_on"] <= self.as_of:
                found[key].append(case)
        return found


PurchaseKey = tuple[str, int, str, str]


def purchase_key(case: Case) -> PurchaseKey | None:
    """Return what purchases must share to count as one that was split; None when it is not stated, or the tender was open."""
    signed = case.values["signed_on"]
    item, category, method = (plain(case.attributes.get(name)) for name in ("budget_item", "category", "method"))
    if signed is None or item is None or category is None or method in {None, "open_tender", "公开招标"}:
        return None
    return str(case.values["authority"]), to_date(signed).year, item, category


# --- How the duties that the law adds are tied to their rules and events: further columns of the table of obligations (rooms: duties)

_BY_LAW = re.compile(r"(.+)/([A-Z]{2}-[A-Z]?\d+[a-z]?)(?:#(\d+))?")


def instrument_of(duty: str) -> str | None:
    """Return the instrument that the name of a statutory duty, `<instrument>/<rule>[#k]`, begins with; None for any other name."""
    match = _BY_LAW.fullmatch(duty)
    return match[1] if match else None


ASSESSED_FROM = "assessed_from"  # a column of debt service: since when its payments are on record, where no source says
TIES = (
    "rule",
    "trigger_event",
    "performed_by",
    "acts",
    "types",
    "suspended_by",
    "superseded_by",
    "excused_by",
    "beside",
    "shares",
)


class StatutoryTie(NamedTuple):
    """The rule of a statutory duty (`<instrument>/<rule>[#k]`), the id of the event that triggers it, and of those that perform it; `acts` are the types of such events, `types` all that its rule looks at.

    The id of a trigger that was read from a column of its instrument is `<instrument>/<column>`. `suspended_by` are the causes that its law
    lists; `superseded_by` and `excused_by` the events that ended it (R25.3); `beside` the stated duties for the same thing, whose money
    performs it too (R25.4); one that `shares` takes its part of the payments that name no duty, as the stated duties beside it do.
    """

    rule: str
    trigger_event: str
    performed_by: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    suspended_by: tuple[str, ...] = ()
    superseded_by: str | None = None
    excused_by: str | None = None
    beside: tuple[str, ...] = ()
    shares: bool = False

    @property
    def events(self) -> tuple[str, ...]:
        """The ids of all events that it is tied to."""
        ends = (self.superseded_by, self.excused_by)
        return (self.trigger_event, *self.performed_by, *(event for event in ends if event is not None))


def ties_of(obligations: Table) -> dict[str, StatutoryTie]:
    """Return the ties of the statutory duties in a table of obligations, by duty; none where no law was asked."""
    if "rule" not in obligations.columns:
        return {}
    rows = zip(obligations["id"], *(obligations[name] for name in TIES), strict=True)
    return {key: StatutoryTie(*tie) for key, *tie in rows if tie[0] is not None}
