"""The docket seen by instrument: its attributes, its events in civil-day order, its own obligations."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from govaudit.engine.facts import Fact, known_facts
from govaudit.engine.horizon import Horizons
from govaudit.engine.verbs import DONE
from govaudit.law.plain import plain
from govaudit.model.days import DEFAULT_TZ, spoken, to_date
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket.table import Docket
    from govaudit.fiscal.book import Book
    from govaudit.model.problem import Place

# "Performed" on a duty to do something is that act: delivering a duty to deliver is `delivered`.
_DONE = {**DONE, "pay": "pay"}
_REACH = Text(
    "记录只完整到{horizon}，不能判定{day}前有无此项", "records reach only to {horizon}, not to {day}: it cannot be told"
)


class Event(NamedTuple):
    """One event: its row in the table, its civil day (R1), what was written."""

    row: int
    type: str
    day: int
    amount: int | None
    cause: str | None
    evidence: tuple[str, ...]


@dataclass(slots=True)
class Case:
    """One instrument with what is on record about it; `events` by day, `obligations` the rows of its contractual duties."""

    row: int
    values: dict[str, Any]
    place: Place
    events: list[Event] = field(default_factory=list)
    obligations: list[int] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The instrument's id."""
        return str(self.values["id"])

    @property
    def attributes(self) -> dict[str, Any]:
        """The instrument's further attributes."""
        found = self.values["attributes"]
        return found if isinstance(found, dict) else {}

    def of(self, types: Iterable[str]) -> list[Event]:
        """Return the events of some types, by day."""
        wanted = frozenset(types)
        return [event for event in self.events if event.type in wanted]


@dataclass
class Facts:
    """All cases of a docket as known on a day."""

    docket: Docket
    as_of: int | None
    cases: list[Case]
    known_at: int | None = None

    @cached_property
    def known_bearers(self) -> frozenset[str]:
        """The ids of all posts and organisations."""
        return frozenset(self.docket["posts"]["id"]) | frozenset(self.docket["orgs"]["id"])

    @cached_property
    def _horizons(self) -> Horizons:
        return Horizons(self.docket)

    def beyond_records(self, case: Case, day: int) -> Text | None:
        """Say so when the records of a case do not reach a day: what is not on record then is unknown, not undone (R16)."""
        horizon = self._horizons.of(None, case.id)
        if day <= horizon:
            return None
        return _REACH.format(day=spoken(day), horizon=spoken(horizon))

    @cached_property
    def book(self) -> Book:
        """The public accounts of the docket."""
        from govaudit.fiscal.book import Book  # not every docket has accounts

        return Book(self.docket, as_of=self.as_of)

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
        for case in sorted(self.cases, key=lambda case: (case.values["signed_on"] or 0, case.id)):
            key = purchase_key(case)
            if key is not None and (self.as_of is None or case.values["signed_on"] <= self.as_of):
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


def gather(docket: Docket, as_of: int | None = None, known_at: int | None = None) -> Facts:
    """Group a docket by instrument; events after `as_of` or recorded after `known_at` are not seen."""
    table = docket["instruments"]
    cases = [
        Case(row, values, place) for row, (values, place) in enumerate(zip(table.rows(), table.places, strict=True))
    ]
    by_id = {case.id: case for case in cases}
    duties = docket["obligations"]
    for row, (key, instrument) in enumerate(zip(duties["id"], duties["instrument"], strict=True)):
        if instrument in by_id and key not in docket.statutory:
            by_id[instrument].obligations.append(row)
    _events(docket, by_id, as_of, known_at)
    return Facts(docket, as_of, cases, known_at)


def types_on_record(docket: Docket) -> set[str]:
    """Return every type an event of a case may have."""
    return {*docket["events"]["type"], *(_DONE.get(action, "") for action in docket["obligations"]["action"])}


def _events(docket: Docket, by_id: dict[str, Case], as_of: int | None, known_at: int | None) -> None:
    """Give each case the events on its instrument and its obligations, corrected and as known (engine.facts)."""
    known = known_facts(docket, known_at)
    evidence = docket["events"]["evidence"]
    duties = docket["obligations"]
    sources: list[tuple[str | None, str | None, str | None, list[Fact]]] = [
        (instrument, None, None, facts) for instrument, facts in known.of_instrument.items()
    ]
    owner = dict(zip(duties["id"], zip(duties["instrument"], duties["tz"], duties["action"], strict=True), strict=True))
    sources += [(*owner.get(duty, (None, None, None)), facts) for duty, facts in known.of_obligation.items()]
    for instrument, tz, action, facts in sources:
        case = by_id.get(instrument or "")
        for fact in facts if case is not None else ():
            day = fact.on(tz or DEFAULT_TZ)
            if case is not None and (as_of is None or day <= as_of):
                type_ = _DONE.get(action or "", fact.type) if fact.type == "perform" else fact.type
                case.events.append(
                    Event(fact.row, type_, day, fact.amount, fact.cause, tuple(evidence[fact.row] or ()))
                )
    for case in by_id.values():
        case.events.sort(key=lambda event: (event.day, event.row))
