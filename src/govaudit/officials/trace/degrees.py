"""Degrees of responsibility (直接、主要领导、重要领导) by the rules of `degrees.yaml`; no rule, no degree."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from govaudit.model import (
    Fault,
    Record,
    Text,
    Written,
    adapter,
    as_plain,
    checked_record,
    from_plain,
    kept,
    load_documents,
    parse_day,
    to_day,
)
from govaudit.officials.official_words import DEGREES
from govaudit.officials.record.tenure import FOREVER, NEVER
from govaudit.rules import builtin, builtin_rules
from govaudit.rules.terms import Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.model import Responsible

Degree = Literal["direct", "main_leading", "important_leading", "in_office", "reduced"]
_LARGEST = 1 << 20
_FILE = Path(__file__).with_name("degrees.yaml")
_CONDITIONS = (
    "certain", "breach", "held_due", "inherited", "lying", "acted", "head", "in_charge", "collective", "objected", "instructed", "delegated",
    "obeyed", "lying_below",
)  # fmt: skip


@checked_record
class _Dated(Record):
    """What applies to conduct from one day to another, both included; open where a day is missing."""

    from_: dt.date | None = None
    to: dt.date | None = None

    def covers(self, day: int) -> bool:
        """Whether conduct of that day falls under this version."""
        first, last = self.days
        return first <= day <= last

    @cached_property
    def days(self) -> tuple[int, int]:
        """First and last day covered; beyond all days where it is open."""
        return to_day(self.from_) if self.from_ else NEVER, to_day(self.to) if self.to else FOREVER


@checked_record
class Versioned(_Dated):
    """A version of a rule, with the law it is taken from."""

    basis: str


@checked_record
class When(Record):
    """Conditions that must all hold; those left out are not asked."""

    role: tuple[str, ...] | None = None
    phase: tuple[str, ...] | None = None
    certain: bool | None = None
    breach: bool | None = None
    held_due: bool | None = None
    inherited: bool | None = None
    lying: bool | None = None
    acted: bool | None = None
    head: bool | None = None
    in_charge: bool | None = None
    collective: bool | None = None
    objected: bool | None = None
    instructed: bool | None = None
    delegated: bool | None = None
    obeyed: bool | None = None
    lying_below: bool | None = None

    def concerns(self, role: str, phase: str) -> bool:
        """Whether it speaks of lines of this role and phase."""
        return (self.role is None or role in self.role) and (self.phase is None or phase in self.phase)

    def answered(self, facts: dict[str, bool]) -> bool:
        """Whether these facts answer all that is asked as it wants."""
        return all(facts.get(name, False) == wanted for name, wanted in self.asked)

    @cached_property
    def asked(self) -> tuple[tuple[str, bool], ...]:
        """The conditions that are asked, with the answer wanted."""
        answers = ((name, getattr(self, name)) for name in _CONDITIONS)
        return tuple((name, wanted) for name, wanted in answers if wanted is not None)


@checked_record
class DegreeRule(_Dated):
    """One rule: a situation on record, and the degree it indicates; situation and law of a built-in rule are in checklists/builtin."""

    id: str
    basis: str | None = None
    situation: Sentence | None = None
    when: When
    degree: Degree

    def refuse(self) -> None:
        """Refuse a rule of a place that does not say its situation."""
        if self.situation is None and self.id not in builtin_rules(examples=False).builtin:
            raise Fault("missing_value", Text(f"{self.id} 没有写明情形", f"{self.id} does not say its situation"),
                        Text("填写 situation: {zh: …, en: …}", "fill in situation: {zh: …, en: …}"))  # fmt: skip

    @property
    def said(self) -> Text:
        """The situation in words."""
        return self.situation or builtin(self.id).title


@checked_record
class InheritedRule(Record):
    """From how many days on an inherited duty counts as left lying, and under which version of the rule."""

    after_days: Annotated[int, Written(ge=0)]
    versions: tuple[Versioned, ...]


@checked_record
class HandoverRule(Record):
    """How handovers are read, in days.

    `tolerance_days`: two holders may overlap so long, beyond the shared day, before it is a conflict; the later start wins.
    `allowance_days`: so long a newcomer needs to take over; his days are shown with and without them.
    """

    tolerance_days: Annotated[int, Written(ge=0)] = 0
    allowance_days: Annotated[int, Written(ge=0)] = 0


@checked_record
class DelegationRule(Record):
    """Whether a delegation ends when whoever gave it leaves the post."""

    lapses_with_delegator: bool = False


@checked_record
class RuleFile(Record):
    """The rules of one place."""

    place: str
    inherited: InheritedRule
    handover: HandoverRule = HandoverRule()
    delegation: DelegationRule = DelegationRule()
    degrees: tuple[DegreeRule, ...]

    def adjusted(self, tolerance: int | None, allowance: int | None, after: int | None) -> RuleFile:
        """Return the rules with other numbers of days, where they are given."""
        handover, inherited = self.handover, self.inherited
        if tolerance is not None:
            handover = replace(handover, tolerance_days=tolerance)
        if allowance is not None:
            handover = replace(handover, allowance_days=allowance)
        if after is not None:
            inherited = replace(inherited, after_days=after)
        return replace(self, handover=handover, inherited=inherited)

    def concerning(self, role: str, phase: str) -> tuple[DegreeRule, ...]:
        """Return the rules that speak of lines of this role and phase, in order."""
        if (role, phase) not in self._concerning:
            self._concerning[role, phase] = tuple(rule for rule in self.degrees if rule.when.concerns(role, phase))
        return self._concerning[role, phase]

    @cached_property
    def _concerning(self) -> dict[tuple[str, str], tuple[DegreeRule, ...]]:
        return {}


@cache
def rule_file(path: Path = _FILE) -> RuleFile:
    """Read a rule file; a Fault or a pydantic ValidationError says what is wrong with it."""
    data = path.read_bytes()
    found: RuleFile = from_plain(RuleFile, kept("degrees", data, lambda: as_plain(_read(data))))
    return found


def _read(data: bytes) -> RuleFile:
    (document,) = load_documents(data, _LARGEST)
    return adapter(RuleFile).validate_python(document)


def with_degrees(lines: Iterable[tuple[Responsible, dict[str, bool]]], rules: RuleFile) -> list[Responsible]:
    """Return the lines with the degree of the first rule that holds, and the rule said in a note."""
    return [_marked(line, facts, rules.concerning(line.role, line.phase)) for line, facts in lines]


def _marked(line: Responsible, facts: dict[str, bool], rules: Iterable[DegreeRule]) -> Responsible:
    if line.holder != "person":
        return line
    day = _conduct(line)
    for rule in rules:
        if rule.covers(day) and rule.when.answered(facts):
            word = DEGREES[rule.degree]
            note = Text(f"{word.zh}（{rule.id}：{rule.said.zh}）", f"{word.en} ({rule.id}: {rule.said.en})")
            return replace(line, degree=rule.degree, notes=(*line.notes, note))
    return line


def _conduct(line: Responsible) -> int:
    """Return the last day of the conduct; of a date known to the month or year the first day."""
    parts = (line.to or line.from_ or "").split("-")
    return parse_day("-".join((*parts, "01", "01")[:3])) if parts != [""] else 0
