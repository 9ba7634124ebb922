"""The words of a map: how the columns of a log become instruments, obligations and events."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from govaudit.docket import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

OF_CASE, OF_EVENT = "case", "event"
_UNIT = TABLES["obligations"].columns["unit"]
# A log's instants become civil days before anything is counted: no hours.
DAY_UNITS = replace(_UNIT, values=tuple(word for word in _UNIT.values if word != "hour"))
PARTIES = ("org", "post", "person", "ref")
# What an activity may do to an obligation besides fulfilling it: the engine's words for it.
EFFECTS = ("suspend", "resume", "terminate", "impossible", "waive", "demand", "repudiate", "retract")


@dataclass(frozen=True, slots=True)
class Value:
    """A constant, or an attribute of the log.

    `of` None: of the triggering event, else of its case; `case` or `event`: of that only; any other word: of the last event of
    this activity up to the trigger. `default` stands in where the log says nothing.
    """

    constant: str | None = None
    attribute: str | None = None
    of: str | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Who: the value names a body (org), a post of the authority, an official (person), or a row of another file (ref)."""

    value: Value
    kind: Literal["org", "post", "person", "ref"] = "org"


@dataclass(frozen=True, slots=True)
class MappedMoment:
    """When: the day of an activity, or the day an attribute holds."""

    activity: str | None = None
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class MappedPeriod:
    """A period from the trigger (R2)."""

    n: int
    unit: str = "day"
    start: str = "exclude"


@dataclass(frozen=True, slots=True)
class MappedDuty:
    """One kind of obligation: an obligation for each case (or each trigger) it concerns."""

    id: str
    title: Value
    fulfilled_by: tuple[MappedMoment, ...]
    trigger: MappedMoment | None = None
    within: MappedPeriod | None = None
    due: Value | None = None
    due_optional: bool = False
    roll: str = "none"
    calendar: str = "none"
    bearer: Party | None = None
    beneficiary: Party | None = None
    action: str | None = None
    amount: tuple[Value, ...] = ()
    condition: str | None = None
    where: dict[str, tuple[str, ...]] = field(default_factory=dict)
    effects: dict[str, str] = field(default_factory=dict)
    each: bool = False
    early: bool = False

    def values(self) -> Iterator[Value]:
        """Yield every value the rule reads."""
        yield self.title
        yield from self.amount
        yield from (party.value for party in (self.bearer, self.beneficiary) if party)
        yield from (moment.value for moment in (self.trigger, *self.fulfilled_by) if moment and moment.value)
        if self.due:
            yield self.due

    def activities(self) -> Iterator[str]:
        """Yield every activity the rule names."""
        yield from (moment.activity for moment in (self.trigger, *self.fulfilled_by) if moment and moment.activity)
        yield from self.effects
        yield from (value.of for value in self.values() if value.of and value.of not in {OF_CASE, OF_EVENT})
        if self.condition:
            yield self.condition


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a log holds what every log holds, and how its time stamps are to be read.

    `only` keeps the events whose attributes have one of the stated values; `stamps_in` is the zone of stamps without an offset.
    """

    case: str
    activity: str
    timestamp: str
    time_zone: str
    stamps_in: str | None = None
    formats: tuple[str, ...] = ()
    resource: str | None = None
    amount: str | None = None
    rounding: bool = False
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)
    complete_through: int | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """The instrument that each case becomes."""

    domain: str
    kind: str
    authority: Party
    title: Value | None = None
    counterparty: Party | None = None
    region: str | None = None
    currency: str = "CNY"
    attributes: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogMap:
    """A whole map. `keep` names further activities whose events stay on the instrument, each with its event type."""

    log: Columns
    instrument: Paper
    duties: tuple[MappedDuty, ...]
    keep: dict[str, str] = field(default_factory=dict)
    keep_all: bool = False

    def values(self) -> Iterator[Value]:
        """Yield every value the map reads."""
        paper = self.instrument
        yield paper.authority.value
        if paper.title:
            yield paper.title
        if paper.counterparty:
            yield paper.counterparty.value
        yield from paper.attributes.values()
        for duty in self.duties:
            yield from duty.values()

    def attributes(self) -> set[str]:
        """Return the attributes of the log that the map names; the rest of the log need not be kept."""
        log = self.log
        named = {log.case, log.activity, log.timestamp, log.resource, log.amount, *log.only}
        named |= {value.attribute for value in self.values()}
        named |= {name for duty in self.duties for name in duty.where}
        return {name for name in named if name is not None}

    def activities(self) -> set[str]:
        """Return the activities that the map names."""
        return {name for duty in self.duties for name in duty.activities()} | set(self.keep)
