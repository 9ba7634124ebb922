"""The book of a docket: figures, units, rules and doubts at hand; every ratio is taken from it, graded and in its scope."""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from govaudit.docket import View
from govaudit.finance.debt_duties import arrears
from govaudit.finance.exposure import EXPOSURES
from govaudit.finance.figures import ACCOUNTS, Figures, grow_item
from govaudit.finance.quality import doubts
from govaudit.finance.ratios.ratio import take
from govaudit.finance.ratios.ratio_lines import lines_of, marked, rules_by_measure
from govaudit.finance.ratios.ratio_measures import RATIOS, SHOWN
from govaudit.finance.units import Units
from govaudit.rules.days import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket import Docket
    from govaudit.finance.quality_words import FigureDoubt
    from govaudit.finance.ratios.ratio import Ratio
    from govaudit.finance.ratios.ratio_lines import LineRule
    from govaudit.rules.kinds import AnyRule
    from govaudit.schedules import Debt, Flow
    from govaudit.settle import Status

    Schedule = tuple[Debt, list[Flow]]


class Accounts:
    """A docket's public accounts.

    `as_of` leaves out accounts of years not over on that day (see Figures.read); `statuses` are the settled obligations, for arrears, `debts` those whose
    schedules can be computed (duties.debt_service), read here where nobody did.
    """

    def __init__(
        self,
        docket: Docket,
        rules: Iterable[AnyRule] = (),
        as_of: int | None = None,
        statuses: Iterable[Status] = (),
        debts: Iterable[Debt] | None = None,
    ) -> None:
        self.docket, self.rules, self.as_of = docket, rules, as_of
        self.figures = Figures.read(docket, as_of)
        self.units = Units(docket)
        self._statuses, self._debts = statuses, debts

    def under(self, figures: Figures) -> Accounts:
        """Return the same book with other figures, a plan or a stress: what is in doubt stays so."""
        other = copy(self)
        other.__dict__.update(figures=figures, doubts=self.doubts)
        return other

    @cached_property
    def doubts(self) -> list[FigureDoubt]:
        """Everything in doubt (the data-quality checks)."""
        return doubts(self.figures, self.units)

    @cached_property
    def arrears(self) -> dict[str, int]:
        """By unit the longest time a payment of debt or PPP is unpaid; units without any such duty are not in it."""
        return arrears(self.docket, self._statuses)

    @cached_property
    def _schedules(self) -> dict[str, list[Schedule]]:
        from govaudit.schedules import flows, read_debts

        found: dict[str, list[Schedule]] = {}
        debts = self._debts
        if debts is None:
            debts, _ = read_debts(View(self.docket, NEVER if self.as_of is None else self.as_of))
        for debt in debts:
            found.setdefault(debt.unit, []).append((debt, flows(debt, self.as_of)))
        return found

    def schedules(self, unit: str, *kinds: str) -> list[Schedule]:
        """Return the yuan debts of a unit with their flows; by default the statutory ones, general and special."""
        wanted = kinds or ("general", "special")
        return [one for one in self._schedules.get(unit, []) if one[0].kind in wanted and one[0].currency == "CNY"]

    @cached_property
    def _doubted(self) -> dict[tuple[str, int, str], list[FigureDoubt]]:
        found: dict[tuple[str, int, str], list[FigureDoubt]] = defaultdict(list)
        for one in self.doubts:
            for item in one.items:
                found[one.unit, one.year, item].append(one)
        return dict(found)

    @cached_property
    def _line_rules(self) -> dict[str, list[LineRule]]:
        return rules_by_measure(self.rules)

    def computed(self, name: str, unit: str, year: int, basis: str | None = None) -> Ratio:
        """Return a ratio with what is in doubt about its figures."""
        if name not in RATIOS:
            return EXPOSURES[name].take(self, EXPOSURES[name].measure, unit, year)
        ratio = take(self.figures, RATIOS[name], unit, year, basis)
        if name == "ppp_outlay_share" and ratio.asked and ratio.value is None and basis is None:
            ratio = self._outlays_ahead(unit, year) or ratio
        keys = [(unit, one.year, one.item) for one in ratio.components] + [(unit, year, name)]
        about = [one for key in dict.fromkeys(keys) for one in self._doubted.get(key, ())]
        notes = tuple(dict.fromkeys((*ratio.notes, *(one.what for one in about))))
        grave = ratio.status == "ok" and any(one.grave for one in about)
        return replace(ratio, notes=notes, status="inconsistent" if grave else ratio.status)

    def _outlays_ahead(self, unit: str, year: int) -> Ratio | None:
        """Return the outlay share of a year ahead, over expenditure grown at its past rate (财金〔2015〕21号); None where nothing can be grown."""
        item, stated = "general_budget_expenditure", self.figures.stated
        years = [at for at in self.figures.years(unit) if any((unit, at, basis, item) in stated for basis in ACCOUNTS)]
        if not years or year <= years[-1]:
            return None
        filled = grow_item(self.figures, unit, years[-1], item, year - years[-1])
        return (
            take(Figures({**filled, **stated}, self.figures.duties), RATIOS["ppp_outlay_share"], unit, year)
            if filled
            else None
        )

    def ratio(self, name: str, unit: str, year: int, basis: str | None = None) -> Ratio:
        """Return a ratio with its band, its line and its scope."""
        lines = lines_of(self._line_rules.get(name, ()), self.units.unit(unit), year)
        return replace(marked(self.computed(name, unit, year, basis), lines), scope=self.units.scope(unit))

    def table(self, year: int, basis: str | None = None) -> list[Ratio]:
        """Return a ratio for each unit and measure, units in the order of the table."""
        units = dict.fromkeys((*self.figures.units(), *self.docket["debts"]["unit"]))
        return [self.ratio(name, unit, year, basis) for unit in units for name in SHOWN]
