"""What the sections look at: the book of the docket, the unit and year, the audit, and what several sections need, worked out once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from govaudit.finance import nearest_unit
from govaudit.finance.ratios import NO_DATA, SHOWN, lines_of, rules_by_measure, year_end
from govaudit.finance.stress import Scenario, Stress, stress_table
from govaudit.finance.warning import (
    Overall,
    Signalled,
    first_breach,
    overall,
    signal_ratios,
    statutory,
    with_projection,
)
from govaudit.model import Fault, Text, to_date, to_day
from govaudit.officials.trace import conduct_lines
from govaudit.report import say_facts as show
from govaudit.report.names import Names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from govaudit.audit import Audit
    from govaudit.finance import Accounts
    from govaudit.finance.ratios import Ratio
    from govaudit.model import Suppression
    from govaudit.report.warning.previous import Previous
    from govaudit.rules import RuleSet


@dataclass(frozen=True)
class Scene:
    """One unit of a docket on a day, with everything the report is written from."""

    book: Accounts
    unit: str
    year: int
    as_of: int
    audit: Audit
    rules: RuleSet
    scenarios: Sequence[Scenario]
    previous: Previous | None = None
    suppressions: Sequence[Suppression] = ()

    @cached_property
    def names(self) -> Names:
        """The titles behind ids."""
        return Names(self.book.docket)

    @cached_property
    def below(self) -> list[str]:
        """The units right below that have figures."""
        return self.book.units.below(self.unit)

    @cached_property
    def ratios(self) -> tuple[Ratio, ...]:
        """The ratios of the year that concern the unit: known, or with a figure on record, or with a line."""
        found = (self.book.ratio(name, self.unit, self.year) for name in SHOWN)
        return tuple(one for one in found if one.value is not None or one.asked)

    def ratio(self, name: str, unit: str | None = None, year: int | None = None) -> Ratio:
        """Return a ratio of the unit and year."""
        return self.book.ratio(name, unit or self.unit, self.year if year is None else year)

    def lines(self, name: str) -> list[tuple[Fraction, str]]:
        """Return the lines of a measure in force for the unit in the year, each with the level it begins."""
        rules = rules_by_measure(self.book.rules).get(name, ())
        return [(line.value, line.level) for line in lines_of(rules, self.book.units.unit(self.unit), self.year)]

    @cached_property
    def plan(self) -> Accounts:
        """The book with the years ahead filled in."""
        return with_projection(self.book, self.unit, self.year)

    @cached_property
    def overall(self) -> Overall:
        """The mechanical level."""
        return overall(self.book, self.unit, self.year, self.scenarios)

    @cached_property
    def lawful(self) -> list[Ratio]:
        """The ratios the law or a place's bands draw lines for, known or not."""
        return statutory(self.book, self.unit, self.year)

    @property
    def baseline(self) -> str:
        """The level without stress: no data where nothing the law draws a line for is known, or all that is known is green."""
        return self._seen(self.overall.baseline)

    @property
    def under_stress(self) -> str:
        """The worst level of the stresses, in the same way."""
        return self._seen(self.overall.under_stress)

    @property
    def risk(self) -> str:
        """The word of risk beside the level: it follows the colour; arrears and what is unknown have words of their own."""
        one = self.overall
        return one.risk if one.risk in {"in_distress", "unknown"} else _RISK_OF[one.level]

    def _seen(self, level: str) -> str:
        return NO_DATA if level == "green" and self.overall.level == NO_DATA else level

    @cached_property
    def stress(self) -> list[Stress]:
        """The baseline, each scenario, all at once."""
        return stress_table(self.book, self.unit, self.year, self.scenarios)

    @cached_property
    def signals(self) -> list[Signalled]:
        """What every signal rule comes to."""
        return signal_ratios(self.book, self.unit, self.year)

    @cached_property
    def first_breaches(self) -> dict[str, Ratio]:
        """By measure the years until the plan first reaches a worse band."""
        return {
            one.measure.name: first_breach(self.book, one.measure.name, self.unit, self.year)
            for one in self.ratios
            if one.mark is not None
        }

    @cached_property
    def nearest(self) -> dict[str, str | None]:
        """By organisation the unit with figures it belongs to."""
        owner = nearest_unit(self.book.docket)
        return {str(org): owner(org) for org in self.book.docket["orgs"]["id"]}

    def name(self, unit: str) -> str:
        """Return a unit's name."""
        return self.book.units.name(unit)

    def holder(self, body: str) -> Text:
        """Say who has to act for a body today: its responsible post, with the holder where names are shown, else the body."""
        for line in conduct_lines(self.audit.officials, None, body, self.as_of, self.as_of):
            if line.role == "responsible" and line.post:
                post = show.post(line, self.names)
                if line.holder == "person" and not self.audit.run.manifest.names:
                    return Text(post, post)
                held = show.holder(line)
                return Text(f"{post} {held.zh}", f"{post} {held.en}")
        name = self.names.title("orgs", body)
        return Text(name, name)


_RISK_OF = {"green": "low", "blue": "low", "yellow": "moderate", "orange": "elevated", "red": "high", "no_data": "unknown"}  # fmt: skip


def last_year(book: Accounts, unit: str, as_of: int) -> int:
    """Return the last year of which the unit has accounts, else the last with any figure; of a unit with debts alone the last that is over; a Fault where it has neither."""
    years = book.figures.years(unit)
    if not years and unit in book.docket["debts"]["unit"]:
        return to_date(as_of).year - (year_end(to_date(as_of).year) > as_of)
    if not years:
        raise Fault("no_figures", Text(f"单位“{unit}”在财政数据中没有数据", f"unit '{unit}' has no fiscal figures"),
                    Text(f"有数据的单位：{'、'.join(book.figures.units()) or '无'}", f"units with figures: {', '.join(book.figures.units()) or 'none'}"))  # fmt: skip
    past = [year for year in years if year_end(year) <= as_of]
    settled = [year for year in past if {"final", "execution"} & set(book.figures.bases(unit, year))]
    return (settled or past or years)[-1]


def month_end(year: int, month: int) -> int:
    """Return the last day of a month; months beyond 12 run into the next year."""
    year, month = year + month // 12, month % 12 + 1
    return to_day(dt.date(year, month, 1)) - 1
