"""Lines and bands of a ratio, from the rules in force for the unit's place at the end of the year.

A rule that grades a measure gives its bands; where none does, the limits held against it do. The band is never better than the data.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.finance.ratios.ratio import Mark, Ratio
from govaudit.model import to_day
from govaudit.rules import matches
from govaudit.rules.kinds import Graded, Limit, Signal
from govaudit.rules.terms import COMPARE, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from govaudit.model import Text
    from govaudit.rules.kinds import AnyRule, Applies

GREEN, NO_DATA = "green", "no_data"
_BY_SEVERITY = {"minor": "yellow", "ordinary": "orange", "serious": "red"}


class RatioLine(NamedTuple):
    """From here on (`compare`) a value is of a level."""

    level: str
    compare: str
    value: Fraction
    rule: str
    name: Text | None = None


class Unit(NamedTuple):
    """A unit as an organisation: its row, and the names and codes of it and all above it."""

    id: str
    row: Mapping[str, object]
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


def concerns_unit(applies: Applies, unit: Unit, *, perhaps: bool = False) -> bool:
    """Whether a rule concerns a unit; `perhaps`: also where a column it asks for is not filled in.

    `where` and `unless` are held against the organisation's columns (kind, level); a region is part of the name of the unit or of one
    above it, or the head of the division code inside its credit code (GB 32100-2015: characters 3 to 8).
    """
    stated = {name: unit.row.get(name) for name in applies.where}
    wanted = all(
        (perhaps and stated[name] is None) or matches(stated[name], words) for name, words in applies.where.items()
    )
    if not wanted or any(matches(unit.row.get(name), words) for name, words in applies.unless.items()):
        return False
    return not applies.region or any(
        any(code[2:8].startswith(word) for code in unit.codes)
        if word.isdigit()
        else any(word in name for name in unit.names)
        for word in applies.region
    )


def year_end(year: int) -> int:
    """Return the last day of a year: what is in force then is what the year is judged by."""
    return to_day(dt.date(year, 12, 31))


LineRule = Graded | Limit


def rules_by_measure(rules: Iterable[AnyRule]) -> dict[str, list[LineRule]]:
    """Return by measure the rules whose values are lines of it: grades, signals of the value itself, limits."""
    found: dict[str, list[LineRule]] = defaultdict(list)
    for rule in rules:
        if isinstance(rule, Limit):
            found[rule.measure].append(rule)
        elif isinstance(rule, Graded) and is_value(rule):
            for measure in rule.of:
                found[measure].append(rule)
    return dict(found)


def lines_of(rules: Iterable[LineRule], unit: Unit, year: int) -> list[RatioLine]:
    """Return the lines of a measure in force at the end of a year, from the first a rising value meets.

    Of bands those printed by the unit's own place go before those of no place; limits count only where there are no bands.
    """
    day = year_end(year)
    concerned = [rule for rule in rules if rule.basis_on(day) and concerns_unit(rule.applies, unit, perhaps=True)]
    banded = [rule for rule in concerned if isinstance(rule, Graded)]
    local = [rule for rule in banded if rule.applies.region] or banded
    found = [line for rule in local[:1] for line in bands(rule, year)] or [
        line for rule in concerned if isinstance(rule, Limit) for line in _limits(rule, day)
    ]
    return _from_first(found)


def _from_first(lines: list[RatioLine]) -> list[RatioLine]:
    """Put lines in the order a worsening value meets them."""
    falling = any(line.compare in {"<", "<="} for line in lines)
    return sorted(lines, key=lambda line: (line.value, line.compare == ">"), reverse=falling)


def is_value(rule: Graded) -> bool:
    """Whether a rule grades the measure itself, not a sign of it."""
    return not isinstance(rule, Signal) or rule.sign == "value"


def bands(rule: Graded, year: int) -> list[RatioLine]:
    """Return the levels of a rule in force at the end of a year."""
    found = [
        RatioLine(step.level, step.compare, Fraction(step.value), rule.id, step.name)
        for step in in_force(rule.levels, year_end(year)) or ()
    ]
    return _from_first(found)


def _limits(rule: Limit, day: int) -> list[RatioLine]:
    line = in_force(rule.value, day)
    return (
        []
        if line is None
        else [RatioLine(rule.level or _BY_SEVERITY[rule.severity], rule.compare, Fraction(line.value), rule.id)]
    )


def reached(value: Fraction, lines: list[RatioLine]) -> RatioLine | None:
    """Return the last line a value has passed."""
    return next((line for line in reversed(lines) if COMPARE[line.compare](value, line.value)), None)


def marked(ratio: Ratio, lines: list[RatioLine], value: Fraction | None = None) -> Ratio:
    """Return the ratio with its band and the next line; `value` is what the band is taken of where rounding blurs the ratio's own."""
    if ratio.value is None:
        return replace(ratio, mark=Mark(NO_DATA))
    if not lines:
        return ratio
    value = ratio.value if value is None else value
    passed = [line for line in lines if COMPARE[line.compare](value, line.value)]
    ahead = [line for line in lines if line not in passed]
    line = ahead[0] if ahead else passed[-1]
    band = passed[-1].level if passed else GREEN
    if band == GREEN and (ratio.status != "ok" or ratio.doubted):
        band = NO_DATA
    distance = line.value - value if line.compare in {">", ">="} else value - line.value
    return replace(ratio, mark=Mark(band, line.value, distance, line.rule, passed[-1].name if passed else None))


def within_rounding(use: Ratio, excess: Ratio, rules: Iterable[LineRule]) -> bool:
    """Whether a balance stands above its limit by rounding alone, so that it is past no line anywhere.

    `use` is the use of the limit, `excess` the balance beyond it in yuan, `rules` those that hold it against a value. It is so where these send the excess
    to review, it is no more than the last digit published, and the use is printed (two decimals) as 100 %.
    """
    lines = [line for rule in rules if isinstance(rule, Limit) and (line := in_force(rule.value, year_end(use.year)))]
    if use.value is None or excess.value is None or excess.value <= 0 or not lines:
        return False
    tolerance = max(Fraction(line.tolerance) for line in lines)
    step = Fraction(published_step(*(one.figure.value for one in excess.components)), 100)
    return excess.value <= min(tolerance, step) and abs(use.value - 1) < _PRINTED


_PRINTED = Fraction(1, 20_000)  # half of the last digit of a share printed with two decimals


def published_step(*values: int) -> int:
    """Return how coarsely figures were published, in fen: the largest power of ten yuan that divides them all."""
    step = 100
    if any(value % step for value in values) or not any(values):
        return 1
    while all(value % (step * 10) == 0 for value in values):
        step *= 10
    return step
