"""Measures held against dated values (kind: limit).

No measure rests on the absence of an event: sums of what is on record can only grow, so they need no horizon (R16).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from govaudit.checks.forbidden import term_day
from govaudit.checks.found import make_finding, with_doubts
from govaudit.checks.measured import Measured, measured_of, shown
from govaudit.checks.measures import MEASURES, CaseMeasure
from govaudit.duties import NotComputable, Unstated, concerns
from govaudit.finance.ratios import concerns_unit, year_end
from govaudit.model import Text, to_date
from govaudit.rules.kinds import Limit
from govaudit.rules.terms import COMPARE, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket.cases import Case, Cases
    from govaudit.finance import Accounts
    from govaudit.model import Finding, Place
    from govaudit.rules.terms import MeasureLine


def check(cases: Cases, rules: Iterable[object], book: Accounts) -> tuple[list[Finding], list[NotComputable]]:
    """Return the findings and what could not be computed."""
    findings: list[Finding] = []
    missing: list[NotComputable] = []
    limits = [rule for rule in rules if isinstance(rule, Limit)]
    figures = book.figures
    years = sorted({*figures.unit_years(), *figures.duties}) if limits else []
    for rule in limits:
        measure = MEASURES.get(rule.measure)
        if measure is None:
            missing.append(
                NotComputable(rule.id, "*", Text(f"没有指标 {rule.measure}", f"there is no measure {rule.measure}"))
            )
            continue
        results = (
            [_of_case(rule, measure, case, cases) for case in cases]
            if measure.of_case
            else [_of_year(rule, measure, unit, year, book) for unit, year in years]
        )
        for result in results:
            if isinstance(result, NotComputable):
                missing.append(result)
            elif result is not None:
                findings.append(result)
    return findings, missing


def beyond(rule: Limit, line: MeasureLine, measured: Measured) -> Literal["within", "review", "beyond"]:
    """Compare exactly; beyond the line by no more than the tolerance and the coarseness of the figures is for review."""
    line_at, compare = Fraction(line.value), COMPARE[rule.compare]
    if not compare(measured.value, line_at):
        return "within"
    slack = min(Fraction(line.tolerance), measured.grain)
    return "review" if slack and abs(measured.value - line_at) <= slack else "beyond"


def _of_case(rule: Limit, measure: CaseMeasure, case: Case, cases: Cases) -> Finding | NotComputable | None:
    day = term_day(case, cases)
    if measure.of_case is None or day is None or not _in_force(rule, day):
        return None
    fits = concerns(rule.applies, case)
    measured = measure.of_case(case, cases) if fits is True or isinstance(fits, Unstated) else fits
    if isinstance(measured, Text):
        return None if isinstance(fits, Unstated) else NotComputable(rule.id, case.id, measured)
    if not isinstance(measured, Measured):
        return None
    found = _compared(
        rule, measure, measured, day if measured.day is None else measured.day,
        _Subject((case.id,), str(case.values["title"]), case.place, case.id, {}),
    )  # fmt: skip
    if found is None or isinstance(fits, bool):
        return None if found is None else with_doubts(found, rule, case)
    return NotComputable(rule.id, case.id, fits)  # beyond the line, and whether the line is for it is not on record


class _Subject(NamedTuple):
    key: tuple[str, ...]
    title: str
    place: Place
    instrument: str | None
    facts: dict[str, str | int | bool]


def _in_force(rule: Limit, day: int) -> bool:
    return in_force(rule.value, day) is not None and bool(rule.basis_on(day))


def _compared(rule: Limit, measure: CaseMeasure, measured: Measured, day: int, subject: _Subject) -> Finding | None:
    """Return the finding when the value in force on a day is passed."""
    line = in_force(rule.value, day)
    verdict = beyond(rule, line, measured) if line is not None and rule.basis_on(day) else "within"
    if line is None or verdict == "within":
        return None
    blanks = {"title": subject.title, "measured": shown(measured.value, measure.unit, Fraction(line.value)), "limit": shown(Fraction(line.value), measure.unit),
              "year": str(to_date(day).year)}  # fmt: skip
    return make_finding(rule, subject.key, day, subject.place, blanks, instrument=subject.instrument,
                 kind="warning" if verdict == "review" or measured.projected else None, dates={"on": day},
                 amounts=_amounts(measured), facts={**_facts(rule, measured, line), **subject.facts})  # fmt: skip


def _of_year(rule: Limit, measure: CaseMeasure, unit: str, year: int, book: Accounts) -> Finding | NotComputable | None:
    day, at = year_end(year), book.units.unit(unit)
    if measure.of_year is None or not _in_force(rule, day) or not concerns_unit(rule.applies, at, perhaps=True):
        return None
    ratio = book.computed(measure.of_year.name, unit, year)
    if not ratio.asked:
        return None
    if ratio.value is None:
        return NotComputable(rule.id, f"{unit}/{year}", ratio.notes[0])
    place = ratio.components[0].figure.place
    subject = _Subject((unit, str(year)), book.units.name(unit), place, None, {"unit": unit, "year": year})
    measured = measured_of(ratio)
    # Where the level of the unit is not stated the rule may not be for it: a warning at most.
    surely = concerns_unit(rule.applies, at)
    return _compared(rule, measure, measured if surely else replace(measured, projected=True), day, subject)


def _amounts(measured: Measured) -> dict[str, str]:
    return {name: value for name, value in measured.parts.items() if name not in {"basis", "projects", "obligation"}}


def _facts(rule: Limit, measured: Measured, line: MeasureLine) -> dict[str, str | int | bool]:
    value = measured.value
    return {"measure": rule.measure, "compare": rule.compare, "limit": format(line.value, "f"),
            "measured": f"{value.numerator}/{value.denominator}" if value.denominator != 1 else str(value.numerator),
            **{name: text for name, text in measured.parts.items() if name in {"basis", "projects", "obligation"}}}  # fmt: skip
