"""Lines and bands of a ratio, from the rules in force for the unit's place at the end of the year.

A rule that grades a measure gives its bands; where none does, the limits held against it do. The band is never better than the data.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.law.fields import COMPARE, in_force
from govaudit.law.plain import matches
from govaudit.law.rule import Limit
from govaudit.model.days import to_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.fiscal.ratio import Ratio
    from govaudit.law.rule import AnyRule, Applies
    from govaudit.law.rules import RuleSet

GREEN, NO_DATA = "green", "no_data"
_BY_SEVERITY = {"minor": "yellow", "ordinary": "orange", "serious": "red"}


class Mark(NamedTuple):
    """The band of a value, the next line it meets (the last where all are passed), and how far it is: negative beyond it.

    `line` and `distance` are in the unit of the value; `rule` is the rule the line stands in.
    """

    band: str
    line: Fraction | None = None
    distance: Fraction | None = None
    rule: str | None = None


class Line(NamedTuple):
    """From here on (`compare`) a value is of a level."""

    level: str
    compare: str
    value: Fraction
    rule: str


def concerns_unit(applies: Applies, org: Mapping[str, object]) -> bool:
    """Whether a rule concerns a unit: `where` and `unless` are held against the organisation's columns (kind, level)."""
    wanted = all(matches(org.get(name), words) for name, words in applies.where.items())
    return wanted and not any(matches(org.get(name), words) for name, words in applies.unless.items())


def year_end(year: int) -> int:
    """Return the last day of a year: what is in force then is what the year is judged by."""
    return to_day(dt.date(year, 12, 31))


def lines_of(rules: RuleSet, measure: str, org: Mapping[str, object], year: int) -> list[Line]:
    """Return the lines of a measure in force at the end of a year, from the first a rising value meets."""
    found = [
        line for rule in rules if concerns_unit(rule.applies, org) for line in _lines(rule, measure, year_end(year))
    ]
    falling = any(line.compare in {"<", "<="} for line in found)
    return sorted(found, key=lambda line: (line.value, line.compare == ">"), reverse=falling)


def _lines(rule: AnyRule, measure: str, day: int) -> list[Line]:
    if not isinstance(rule, Limit) or rule.measure != measure or not rule.basis_on(day):
        return []
    line = in_force(rule.value, day)
    return [] if line is None else [Line(_BY_SEVERITY[rule.severity], rule.compare, Fraction(line.value), rule.id)]


def marked(ratio: Ratio, lines: list[Line]) -> Ratio:
    """Return the ratio with its band and the next line."""
    if ratio.value is None:
        return replace(ratio, mark=Mark(NO_DATA))
    if not lines:
        return ratio
    value = ratio.value
    passed = [line for line in lines if COMPARE[line.compare](value, line.value)]
    ahead = [line for line in lines if line not in passed]
    line = ahead[0] if ahead else passed[-1]
    band = passed[-1].level if passed else GREEN
    if band == GREEN and ratio.status != "ok":
        band = NO_DATA
    distance = line.value - value if line.compare in {">", ">="} else value - line.value
    return replace(ratio, mark=Mark(band, line.value, distance, line.rule))
