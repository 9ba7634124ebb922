"""Measures held against dated values (kind: limit).

No measure rests on the absence of an event: sums of what is on record can only grow, so they need no horizon (R16).
"""

from __future__ import annotations

import datetime as dt
import operator
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from govaudit.checks.fiscal_measures import BASES, PROJECTED, UnitYear, unit_years
from govaudit.checks.forbidden import term_day
from govaudit.checks.found import found
from govaudit.checks.measured import Measured, shown
from govaudit.checks.measures import MEASURES, Measure
from govaudit.checks.scope import NotComputable, concerns
from govaudit.law.fields import in_force
from govaudit.law.plain import matches
from govaudit.law.rule import Limit
from govaudit.model.days import to_date, to_day
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from govaudit.checks.facts import Case, Facts
    from govaudit.law.fields import Line
    from govaudit.model.finding import Finding
    from govaudit.model.problem import Place

_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
}  # fmt: skip


def check(facts: Facts, rules: Iterable[object]) -> tuple[list[Finding], list[NotComputable]]:
    """Return the findings and what could not be computed."""
    findings: list[Finding] = []
    missing: list[NotComputable] = []
    limits = [rule for rule in rules if isinstance(rule, Limit)]
    years = unit_years(facts)
    for rule in limits:
        measure = MEASURES.get(rule.measure)
        if measure is None:
            missing.append(
                NotComputable(rule.id, "*", Text(f"没有指标 {rule.measure}", f"there is no measure {rule.measure}"))
            )
            continue
        results = (
            [_of_case(rule, measure, case, facts) for case in facts.cases]
            if measure.of_case
            else [_of_year(rule, measure, year, facts) for year in years]
        )
        for result in results:
            if isinstance(result, NotComputable):
                missing.append(result)
            elif result is not None:
                findings.append(result)
    return findings, missing


def beyond(rule: Limit, line: Line, measured: Measured) -> Literal["within", "review", "beyond"]:
    """Compare exactly; beyond the line by no more than the tolerance and the coarseness of the figures is for review."""
    line_at, compare = Fraction(line.value), _COMPARE[rule.compare]
    if not compare(measured.value, line_at):
        return "within"
    slack = min(Fraction(line.tolerance), measured.grain)
    return "review" if slack and abs(measured.value - line_at) <= slack else "beyond"


def _of_case(rule: Limit, measure: Measure, case: Case, facts: Facts) -> Finding | NotComputable | None:
    if measure.of_case is None or not _in_force(rule, term_day(case, facts)):
        return None
    fits = concerns(rule.applies, case, facts)
    measured = measure.of_case(case, facts) if fits is True else fits
    if isinstance(measured, Text):
        return NotComputable(rule.id, case.id, measured)
    if not isinstance(measured, Measured):
        return None
    day = measured.day if measured.day is not None else term_day(case, facts)
    return _compared(
        rule, measure, measured, day or 0, _Subject((case.id,), str(case.values["title"]), case.place, case.id)
    )


class _Subject(NamedTuple):
    key: tuple[str, ...]
    title: str
    place: Place
    instrument: str | None = None
    facts: dict[str, str | int | bool] = {}  # noqa: RUF012 - never changed


def _in_force(rule: Limit, day: int | None) -> bool:
    return day is not None and in_force(rule.value, day) is not None and bool(rule.basis_on(day))


def _compared(rule: Limit, measure: Measure, measured: Measured, day: int, subject: _Subject) -> Finding | None:
    """Return the finding when the value in force on a day is passed."""
    line = in_force(rule.value, day)
    verdict = beyond(rule, line, measured) if line is not None and rule.basis_on(day) else "within"
    if line is None or verdict == "within":
        return None
    blanks = {"title": subject.title, "measured": shown(measured.value, measure.unit, Fraction(line.value)), "limit": shown(Fraction(line.value), measure.unit),
              "year": str(to_date(day).year)}  # fmt: skip
    return found(rule, subject.key, day, subject.place, blanks, instrument=subject.instrument,
                 kind="warning" if verdict == "review" or measured.projected else None, dates={"on": day},
                 amounts=_amounts(measured), facts={**_facts(rule, measured, line), **subject.facts})  # fmt: skip


def _of_year(rule: Limit, measure: Measure, year: UnitYear, facts: Facts) -> Finding | NotComputable | None:
    orgs = facts.docket["orgs"]
    row = facts.org_rows.get(year.unit)
    org = orgs.row(row) if row is not None else {}
    day = to_day(dt.date(year.year, 12, 31))
    known = _known_year(year, facts.as_of)
    if measure.of_year is None or not _in_force(rule, day) or not known.figures or not _concerned(rule, org):
        return None
    measured = measure.of_year(known, facts)
    if isinstance(measured, Text):
        return NotComputable(rule.id, f"{year.unit}/{year.year}", measured)
    if measured is None:
        return None
    place = next(iter(known.figures.values())).place
    subject = _Subject(
        (year.unit, str(year.year)),
        str(org.get("name") or year.unit),
        place,
        None,
        {"unit": year.unit, "year": year.year},
    )
    return _compared(rule, measure, measured, day, subject)


def _concerned(rule: Limit, org: dict[str, object]) -> bool:
    """Whether a rule concerns a unit: `where` and `unless` are held against the organisation's columns (kind, level)."""
    wanted = all(matches(org.get(name), words) for name, words in rule.applies.where.items())
    return wanted and not any(matches(org.get(name), words) for name, words in rule.applies.unless.items())


def _known_year(year: UnitYear, as_of: int | None) -> UnitYear:
    """Leave out accounts of a year that is not over on the day of the audit, and budgets of one that has not begun."""
    if as_of is None:
        return year
    over, begun = to_day(dt.date(year.year, 12, 31)) <= as_of, to_day(dt.date(year.year, 1, 1)) <= as_of
    bases = {basis for basis in BASES if (begun if basis in PROJECTED else over)}
    return UnitYear(year.unit, year.year, {key: figure for key, figure in year.figures.items() if key[0] in bases})


def _amounts(measured: Measured) -> dict[str, str]:
    return {name: value for name, value in measured.parts.items() if name not in {"basis", "projects", "obligation"}}


def _facts(rule: Limit, measured: Measured, line: Line) -> dict[str, str | int | bool]:
    value = measured.value
    return {"measure": rule.measure, "compare": rule.compare, "limit": format(line.value, "f"),
            "measured": f"{value.numerator}/{value.denominator}" if value.denominator != 1 else str(value.numerator),
            **{name: text for name, text in measured.parts.items() if name in {"basis", "projects", "obligation"}}}  # fmt: skip
