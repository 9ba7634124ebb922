"""A rule: one duty of public bodies as the law states it, with dated values, sources and examples that are its tests.

Six kinds: deadline (do it within), limit (a measure against a value), grade (a measure in bands), signal (a sign of early warning),
required (on record before another act), forbidden (must not occur). The file format is docs/rules.md; these records are its definition.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, get_args

from govaudit.model import Fault, Record, Text, Written, adapter, checked_record, to_date
from govaudit.rules.kinds.rule_words_check import MESSAGE_FIELDS, check_fields, check_words
from govaudit.rules.terms.rule_fields import (
    Article,
    Compare,
    Confidence,
    Dated,
    Exact,
    Example,
    InPlaceOf,
    Interest,
    MeasureLine,
    Names,
    Period,
    Sentence,
    Unsettled,
    Within,
    Words,
    in_force,
    listed,
)  # fmt: skip
from govaudit.words import CAUSES, EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ID = re.compile(r"[A-Z]{2}-[A-Z]?\d+[a-z]?")
Severity = Literal["minor", "ordinary", "serious"]
Level = Literal["blue", "yellow", "orange", "red", "no_data"]  # 蓝 to 红, and what is unknown
Domain = Literal[
    "ppp", "procurement", "tendering", "investment", "debt", "pledge", "decision", "disclosure", "deputies", "task"
]
_ONE_DOMAIN = {"enum": list(get_args(Domain))}
Domains = Annotated[
    tuple[Domain, ...], Written(listed, {"anyOf": [_ONE_DOMAIN, {"type": "array", "items": _ONE_DOMAIN}]})
]
Grades = dict[dt.date, Confidence | None]


def _grades(values: Mapping[dt.date, Period | MeasureLine | None]) -> Grades:
    return {start: value.confidence if value is not None else None for start, value in values.items()}


@checked_record
class RuleBasis(Record):
    """One source: the act as it is called, its article, how sure the wording is, and the days it is in force."""

    act: str
    article: Article | None = None
    confidence: Confidence
    from_: dt.date
    to: dt.date | None = None  # last day in force

    def covers(self, day: int) -> bool:
        """Whether the source is in force on a day."""
        date = to_date(day)
        return self.from_ <= date and (self.to is None or date <= self.to)


@checked_record
class Applies(Record):
    """Which instruments a rule concerns; every condition given must hold. `unless` excludes by attribute.

    An attribute of `where` that is not stated cannot be told (R25.5), but for those `only_if_stated`: exceptions of which another rule
    holds what is so without them. With `null` among its words a finding is a warning that says what is not stated.
    """

    domain: Domains
    kind: Names = ()
    where: dict[str, Words] = field(default_factory=dict)
    unless: dict[str, Words] = field(default_factory=dict)
    only_if_stated: Names = ()
    amount_at_least: Exact | None = None  # yuan, inclusive (以上)
    amount_at_most: Exact | None = None  # yuan, inclusive (以下)
    region: Names = ()  # part of the region's name, or the head of its code


def weakest(grades: Iterable[Confidence]) -> Confidence:
    """Return the weakest of some grades of confidence, verified where there is none."""
    found = set(grades)
    weak: tuple[Confidence, ...] = ("doubtful", "recalled")
    return next((grade for grade in weak if grade in found), "verified")


def _rule_id(raw: object) -> object:
    if isinstance(raw, str) and not ID.fullmatch(raw):
        raise Fault("bad_rule_id", Text("编号写法不对", "not a rule id"), Text("写成 GP-13 或 GP-13a", "write GP-13 or GP-13a"))  # fmt: skip
    return raw


RuleId = Annotated[str, Written(_rule_id)]


def with_examples(schema: dict[str, Any]) -> None:
    """Ask an editor for examples, although a run may leave them out."""
    schema["required"].append("examples")
    schema["properties"]["examples"] |= {"minItems": 1}
    schema["properties"]["examples"].pop("default", None)


@checked_record
class Rule(Record):
    """What all kinds share. `soft` marks 一般 and 原则上 (T8), and a line whose crossing breaks no promise."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {**Record.__pydantic_config__, "json_schema_extra": with_examples}

    id: RuleId
    kind: str
    title: Sentence
    message: Sentence
    applies: Applies
    bearer: str = "authority"  # authority, counterparty, or the attribute that names a post or organisation
    severity: Severity = "ordinary"
    soft: bool = False
    basis: Annotated[tuple[RuleBasis, ...], Written(min_length=1)]
    verify: Sentence
    next_step: Sentence
    exclusions: tuple[Sentence, ...] = ()
    assumptions: tuple[Sentence, ...] = ()
    words: dict[str, Sentence] = field(default_factory=dict)  # event types, causes and attributes of its own
    examples: tuple[Example, ...] = ()  # none where a run had no use for them

    def refuse(self) -> None:
        """Refuse words nobody knows and blanks nobody fills in."""
        check_words(self.id, self.words, self.event_types, self.cause_words, self.attribute_names)
        check_fields(self.message, MESSAGE_FIELDS[self.kind])

    @cached_property
    def version(self) -> str:
        """Sixteen digits that name what the rule says."""
        return hashlib.sha256(adapter(type(self)).dump_json(self)).hexdigest()[:16]

    @property
    def event_types(self) -> tuple[str, ...]:
        """Every event type the rule looks for."""
        return ()

    @property
    def cause_words(self) -> tuple[str, ...]:
        """Every reason code the rule looks for."""
        return ()

    @property
    def attribute_names(self) -> tuple[str, ...]:
        """Every attribute the rule looks at."""
        bearer = () if self.bearer in {"authority", "counterparty"} else (self.bearer,)
        return (*self.applies.where, *self.applies.unless, *bearer)

    @property
    def _graded(self) -> tuple[Grades, ...]:
        """The dated values the verdict rests on."""
        return ()

    def basis_on(self, day: int) -> tuple[RuleBasis, ...]:
        """Return the sources in force on a day; the rule does not apply on a day without any."""
        return tuple(basis for basis in self.basis if basis.covers(day))

    def confidence_on(self, day: int | None = None) -> Confidence:
        """Return the weakest confidence among the sources and values in force on a day, or of all when no day is given."""
        sources = self.basis if day is None else self.basis_on(day)
        grades: list[Confidence] = [basis.confidence for basis in sources]
        for values in self._graded:
            chosen: list[Confidence | None] = list(values.values()) if day is None else [in_force(values, day)]
            grades += [grade for grade in chosen if grade is not None]
        return weakest(grades)

    def verdict(self, day: int | None = None) -> Literal["breach", "warning"]:
        """Return what not meeting the rule amounts to: a breach only when it is hard law whose every source is verified.

        This is the one place that decides it: soft law and anything recalled or doubtful is a warning by construction.
        """
        return "breach" if not self.soft and self.confidence_on(day) == "verified" else "warning"


@checked_record
class Deadline(Rule):
    """After each `trigger` event (or the first of all), an act of `fulfilled_by` within the time limit of the trigger's day.

    `suspended_by` are the causes whose suspensions toll it, `restarts_on` the events from which it runs anew, its own trigger among them
    where that may be issued again, `excused_by` the events or causes that end it without a breach (R25).
    """

    kind: Literal["deadline"]
    trigger: Names
    trigger_takes: Literal["each", "first"] = "each"
    within: Dated[Within]
    fulfilled_by: Names
    action: str
    amount: Literal["trigger", "instrument"] | None = None
    interest: Interest | None = None
    suspended_by: Names = ()
    restarts_on: Names = ()
    excused_by: Names = ()
    in_place_of: InPlaceOf | None = None
    unsettled: Unsettled | None = None

    @property
    def starts(self) -> tuple[str, ...]:
        """The events from which it runs: its triggers, and what starts it anew."""
        return tuple(dict.fromkeys((*self.trigger, *self.restarts_on)))

    @property
    def event_types(self) -> tuple[str, ...]:
        """What it runs from, the acts that fulfil it, and the events that excuse it."""
        excuses = (word for word in self.excused_by if word in EVENTS or word not in CAUSES)
        return (*self.starts, *self.fulfilled_by, *excuses)

    @property
    def cause_words(self) -> tuple[str, ...]:
        """The causes that suspend or excuse it."""
        return (*self.suspended_by, *(word for word in self.excused_by if word in CAUSES))

    @property
    def attribute_names(self) -> tuple[str, ...]:
        """Those of its scope, and those with the contract's own time and rate."""
        agreed = [within.agreed for within in self.within.values() if within and within.agreed]
        rate = [self.interest.agreed] if self.interest and self.interest.agreed else []
        older = self.unsettled.where if self.unsettled else ()
        return (*super().attribute_names, *agreed, *rate, *older)

    @property
    def _graded(self) -> tuple[Grades, ...]:
        return (_grades(self.within),)


@checked_record
class Limit(Rule):
    """Not lawful when `measure` `compare` `value`; with a tolerance, a little beyond is for review."""

    kind: Literal["limit"]
    measure: str
    compare: Compare
    value: Dated[MeasureLine]
    level: Level | None = None  # the band beyond the value where ratios are listed; by severity when not given
    signed_with: dict[str, Words] = field(
        default_factory=dict
    )  # found only where such an instrument is signed in or after a year beyond the value

    @property
    def attribute_names(self) -> tuple[str, ...]:
        """Those of its scope, and those of the instruments signed."""
        return (*super().attribute_names, *self.signed_with)

    @property
    def _graded(self) -> tuple[Grades, ...]:
        return (_grades(self.value),)


@checked_record
class RuleStep(Record):
    """From `value` on (`compare`) a measure is of a level; `name` is what the source calls it."""

    level: Level
    name: Sentence | None = None
    compare: Compare
    value: Exact


@checked_record
class Graded(Rule):
    """Each measure `of` is of the last level of `levels` it reaches. A risk, never a breach."""

    of: Names
    levels: Dated[tuple[RuleStep, ...]]

    def verdict(self, day: int | None = None) -> Literal["breach", "warning"]:
        """Return warning: a band says how near something is, not that a duty was broken."""
        del day
        return "warning"


@checked_record
class Grade(Graded):
    """The bands a place prints for a ratio."""

    kind: Literal["grade"]


@checked_record
class Signal(Graded):
    """A sign of early warning: `sign` says what is taken of each measure, by default its value."""

    kind: Literal["signal"]
    sign: str = "value"


@checked_record
class Need(Record):
    """One thing that must be on record: an event, a document (word of its title) or an attribute.

    `at_least`: so long before (`before` minus the need's day, T6). `which` of several events counts; `each` tests all.
    `missing`: what it means when nothing is on record.
    """

    event: Names = ()
    evidence: Names = ()
    attribute: str | None = None
    values: Words = ()
    at_least: Dated[Period] = field(default_factory=dict)
    which: Literal["first", "last", "each"] = "first"
    missing: Literal["finding", "unknown", "fine"] = "finding"

    def refuse(self) -> None:
        """Refuse a need of nothing or of two things at once."""
        if sum(map(bool, (self.event, self.evidence, self.attribute))) != 1:
            raise Fault("one_need", Text("event、evidence、attribute 三者取一", "give one of event, evidence and attribute"),
                        Text("拆成几项", "split it into several needs"))  # fmt: skip


@checked_record
class Required(Rule):
    """All of `needs` must be on record, each early enough, before the event `before`; `before_takes` which of several."""

    kind: Literal["required"]
    before: Names
    before_takes: Literal["first", "last"] = "first"
    needs: Annotated[tuple[Need, ...], Written(min_length=1)]

    @property
    def event_types(self) -> tuple[str, ...]:
        """The event looked at and the events needed before it."""
        return (*self.before, *(event for need in self.needs for event in need.event))

    @property
    def attribute_names(self) -> tuple[str, ...]:
        """Those of its scope, and those that must be stated."""
        return (*super().attribute_names, *(need.attribute for need in self.needs if need.attribute))

    @property
    def _graded(self) -> tuple[Grades, ...]:
        return tuple(_grades(need.at_least) for need in self.needs if need.at_least)


@checked_record
class During(Record):
    """A time in which an event is forbidden: from each `after` event until the next event of the type beside it in `until`."""

    after: Names
    until: Names

    def refuse(self) -> None:
        """Refuse openings without a closing of their own: the answer to an inquiry does not answer a challenge."""
        if len(self.after) != len(self.until):
            raise Fault("after_until", Text("after 与 until 的个数不同", "after and until differ in number"), Text("逐一对应", "name a closing type for each opening type"))  # fmt: skip


@checked_record
class Forbidden(Rule):
    """Must not occur: an event (of certain `causes`, or `during` a time), or an attribute with one of these values."""

    kind: Literal["forbidden"]
    events: Names = ()
    causes: Names = ()
    attributes: dict[str, Words] = field(default_factory=dict)
    during: During | None = None
    unsettled: Unsettled | None = None

    @property
    def event_types(self) -> tuple[str, ...]:
        """The events forbidden and those that open and close the time of it."""
        return (*self.events, *((*self.during.after, *self.during.until) if self.during else ()))

    @property
    def cause_words(self) -> tuple[str, ...]:
        """The reason codes forbidden."""
        return self.causes

    @property
    def attribute_names(self) -> tuple[str, ...]:
        """Those of its scope, and those forbidden."""
        older = self.unsettled.where if self.unsettled else ()
        return (*super().attribute_names, *self.attributes, *older)

    def refuse(self) -> None:
        """Refuse a rule that forbids nothing."""
        super().refuse()
        if not (self.events or self.causes or self.attributes):
            raise Fault("nothing_forbidden", Text("没有写明禁止什么", "nothing is forbidden"),
                        Text("填写 events、causes 或 attributes", "fill in events, causes or attributes"))  # fmt: skip


AnyRule = Deadline | Limit | Grade | Signal | Required | Forbidden
KINDS: dict[str, type[AnyRule]] = {
    "deadline": Deadline, "limit": Limit, "grade": Grade, "signal": Signal, "required": Required, "forbidden": Forbidden,
}  # fmt: skip
