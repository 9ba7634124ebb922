"""Measures held against dated values (kind: limit).

A line (`soft`: crossing it breaks no promise) held against the years of a unit gives one finding with all its years. No measure rests on the absence of an event: sums of what is on record can only grow, so they need no horizon (R16).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from govaudit.checks.forbidden import term_day
from govaudit.checks.found import (
    day_of,
    make_finding,
    said_values,
    said_years,
    say_projected,
    settled_first,
    with_doubts,
)
from govaudit.checks.measured import Measured, measured_of, shown
from govaudit.checks.measures import MEASURES, CaseMeasure
from govaudit.duties import NotComputable, Unstated, concerns
from govaudit.finance import nearest_unit
from govaudit.finance.ratios import concerns_unit, year_end
from govaudit.model import Text, iso, to_date
from govaudit.rules import matches
from govaudit.rules.kinds import Limit
from govaudit.rules.terms import COMPARE, in_force
from govaudit.words import attribute_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govaudit.docket.cases import Case, Cases
    from govaudit.finance import Accounts
    from govaudit.finance.ratios import Ratio
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
        results = [
            *([_of_case(rule, measure, case, cases) for case in cases] if measure.of_case else ()),
            *(_signed(rule, measure, cases, book) if rule.signed_with else _of_years(rule, measure, years, book)),
        ]
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


# --- Of the years of a unit


def _of_years(
    rule: Limit, measure: CaseMeasure, years: Iterable[tuple[str, int]], book: Accounts
) -> Iterator[Finding | NotComputable | None]:
    """Yield a finding a year, of a line one for all years of a unit that are beyond it."""
    passed: dict[str, list[_Passed]] = defaultdict(list)
    for unit, year in years if measure.of_year is not None else ():
        one = _of_year(rule, measure, unit, year, book)
        if isinstance(one, _Passed):
            passed[unit].append(one)
        elif one is not None:
            yield one
    for unit, some in passed.items():
        if rule.soft:
            yield _together(rule, measure, unit, some, book)
        else:
            yield from (_alone(rule, measure, unit, one, book) for one in some)


class _Passed(NamedTuple):
    """A year in which a line is passed."""

    ratio: Ratio
    measured: Measured
    line: MeasureLine


def _of_year(rule: Limit, measure: CaseMeasure, unit: str, year: int, book: Accounts) -> _Passed | NotComputable | None:
    day, at = year_end(year), book.units.unit(unit)
    line = in_force(rule.value, day)
    if (
        measure.of_year is None
        or line is None
        or not _in_force(rule, day)
        or not concerns_unit(rule.applies, at, perhaps=True)
    ):
        return None
    ratio = book.computed(measure.of_year.name, unit, year)
    if not ratio.asked:
        return None
    if ratio.value is None:
        return NotComputable(rule.id, f"{unit}/{year}", ratio.notes[0])
    # Where the level of the unit is not stated the rule may not be for it: a warning at most.
    measured = measured_of(ratio)
    measured = measured if concerns_unit(rule.applies, at) else replace(measured, projected=True)
    return None if beyond(rule, line, measured) == "within" else _Passed(ratio, measured, line)


def _alone(rule: Limit, measure: CaseMeasure, unit: str, one: _Passed, book: Accounts) -> Finding | None:
    year = one.ratio.year
    facts: dict[str, str | int | bool] = {"unit": unit, "year": year, **_level(rule, unit, year, book)}
    subject = _Subject((unit, str(year)), book.units.name(unit), one.ratio.components[0].figure.place, None, facts)
    found = _compared(rule, measure, one.measured, year_end(year), subject)
    return None if found is None else say_projected(found, [one.ratio])


def _together(rule: Limit, measure: CaseMeasure, unit: str, some: list[_Passed], book: Accounts) -> Finding:
    """Write one finding of all years beyond a line: it speaks of the worst with accounts, and names the others. Its fingerprint is that of the first of them."""
    falling = rule.compare in {"<", "<="}
    settled = settled_first([one.ratio for one in some])
    worst = (min if falling else max)((one for one in some if one.ratio in settled), key=lambda one: one.measured.value)
    years, day = [one.ratio.year for one in some], day_of([one.ratio.year for one in some], book)
    unit_of, limit = measure.unit, Fraction(worst.line.value)
    blanks = {
        "title": book.units.name(unit), "limit": shown(limit, unit_of), "year": said_years(years),
        "measured": said_values([(one.ratio.year, shown(one.measured.value, unit_of, Fraction(one.line.value))) for one in some], worst.ratio.year),
    }  # fmt: skip
    facts = {**_facts(rule, worst.measured, worst.line), "unit": unit, "year": worst.ratio.year, "years": " ".join(map(str, years)),
             **_level(rule, unit, worst.ratio.year, book)}  # fmt: skip
    found = make_finding(rule, (unit, str(years[0])), year_end(worst.ratio.year), worst.ratio.components[0].figure.place, blanks, dates={"on": day},
                         amounts=_amounts(worst.measured), facts=facts)  # fmt: skip
    return say_projected(found, [one.ratio for one in some])


def _level(rule: Limit, unit: str, year: int, book: Accounts) -> dict[str, str | int | bool]:
    """Return the band of the figure among the ratios, so that a finding and a table never show two colours."""
    level = book.level(rule.measure, unit, year)
    return {} if level is None else {"level": level}


def _signed(rule: Limit, measure: CaseMeasure, cases: Cases, book: Accounts) -> Iterator[Finding | NotComputable]:
    """Yield a finding for each instrument with an attribute of `signed_with` signed in a year beyond the line, or when the year before it last known was."""
    owner = nearest_unit(cases.docket)
    for case in cases:
        signed, unit = case.values["signed_on"], owner(case.values["authority"])
        if case.values["domain"] not in rule.applies.domain or signed is None or unit is None:
            continue
        if signed > cases.as_of or not _in_force(rule, signed):
            continue
        passed = _last_known(rule, measure, unit, to_date(signed).year, book)
        if passed is None:
            continue
        stated = [name for name in rule.signed_with if case.attributes.get(name) is not None]
        if not stated:
            labels = [attribute_key(name) for name in rule.signed_with]
            yield NotComputable(rule.id, case.id, Text(f"没有写明{'或'.join(one.zh for one in labels)}", f"not stated: {' or '.join(one.en for one in labels)}"))  # fmt: skip
        elif any(matches(case.attributes[name], rule.signed_with[name]) for name in stated):
            year = passed.ratio.year
            facts: dict[str, str | int | bool] = {"unit": unit, "year": year, **_level(rule, unit, year, book)}
            subject = _Subject((case.id,), str(case.values["title"]), case.place, case.id, facts)
            found = _compared(rule, measure, passed.measured, year_end(year), subject)
            if found is not None:
                yield say_projected(replace(found, dates={"on": iso(signed) or ""}), [passed.ratio])


def _last_known(rule: Limit, measure: CaseMeasure, unit: str, year: int, book: Accounts) -> _Passed | None:
    """Return the last year up to one whose measure is known, if it is beyond the line."""
    name = rule.measure if measure.of_year is None else measure.of_year.name
    years = sorted({at for one, at in (*book.figures.unit_years(), *book.figures.duties) if one == unit and at <= year})
    known = (at for at in reversed(years) if book.computed(name, unit, at).value is not None)
    last = next(known, None)
    found = None if last is None else _of_year(rule, measure, unit, last, book)
    return found if isinstance(found, _Passed) else None


def _amounts(measured: Measured) -> dict[str, str]:
    return {name: value for name, value in measured.parts.items() if name not in {"basis", "projects", "obligation"}}


def _facts(rule: Limit, measured: Measured, line: MeasureLine) -> dict[str, str | int | bool]:
    value = measured.value
    return {"measure": rule.measure, "compare": rule.compare, "limit": format(line.value, "f"),
            "measured": f"{value.numerator}/{value.denominator}" if value.denominator != 1 else str(value.numerator),
            **{name: text for name, text in measured.parts.items() if name in {"basis", "projects", "obligation"}}}  # fmt: skip
