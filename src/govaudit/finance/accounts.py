"""The book of a docket: figures, units, rules and doubts at hand; every ratio is taken from it, graded and in its scope."""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from govaudit.docket import View
from govaudit.finance.debt_duties import Unpaid, arrears, unpaid
from govaudit.finance.exposure import EXPOSURES
from govaudit.finance.figures import ACCOUNTS, Figures, Method, grow_item
from govaudit.finance.quality import doubts
from govaudit.finance.ratios.ratio import take
from govaudit.finance.ratios.ratio_lines import lines_of, marked, rules_by_measure, within_rounding
from govaudit.finance.ratios.ratio_measures import RATIOS, SHOWN
from govaudit.finance.units import Units
from govaudit.rules.days import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket import Docket
    from govaudit.finance.figures import Figure, Key
    from govaudit.finance.quality_words import FigureDoubt
    from govaudit.finance.ratios.ratio import Ratio
    from govaudit.finance.ratios.ratio_lines import LineRule
    from govaudit.rules.kinds import AnyRule
    from govaudit.schedules import Debt, Flow
    from govaudit.settle import Status

    Schedule = tuple[Debt, list[Flow]]


class Accounts:
    """A docket's public accounts.

    `as_of` and `known_at` leave out accounts of years not over and what was recorded later (see Figures.read); `statuses` are the settled obligations, for
    arrears, `debts` those whose schedules can be computed (duties.debt_service), read here where nobody did; `method` is how the denominator of the PPP
    share of a year ahead grows.
    """

    def __init__(
        self,
        docket: Docket,
        rules: Iterable[AnyRule] = (),
        as_of: int | None = None,
        statuses: Iterable[Status] = (),
        debts: Iterable[Debt] | None = None,
        known_at: int | None = None,
        method: Method = "compound",
    ) -> None:
        self.docket, self.rules, self.as_of, self.method = docket, rules, as_of, method
        self.figures = Figures.read(docket, as_of, known_at)
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
    def unpaid(self) -> dict[tuple[str, int], Unpaid]:
        """By unit and year what PPP contracts owe and no payment is on record for."""
        return unpaid(self.docket)

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
        said = (*ratio.notes, ratio.said_growth, ratio.said_beside, *(one.what for one in about))
        notes = tuple(dict.fromkeys(one for one in said if one is not None))
        grave = ratio.status == "ok" and any(one.grave for one in about)
        return replace(
            ratio, notes=notes, status="inconsistent" if grave else ratio.status, doubted=any(one.proves_nothing for one in about)
        )  # fmt: skip

    def _outlays_ahead(self, unit: str, year: int) -> Ratio | None:
        """Return the outlay share of a year ahead, over expenditure grown at its past rate (财金〔2015〕21号); None where nothing can be grown."""
        item, stated = "general_budget_expenditure", self.figures.stated
        years = [at for at in self.figures.years(unit) if any((unit, at, basis, item) in stated for basis in ACCOUNTS)]
        if not years or year <= years[-1]:
            return None
        filled = self.grown(unit, years[-1], item, year - years[-1])
        return (
            take(Figures({**filled, **stated}, self.figures.duties), RATIOS["ppp_outlay_share"], unit, year)
            if filled
            else None
        )

    def grown(self, unit: str, year: int, item: str, horizon: int) -> dict[Key, Figure]:
        """Return an item of the years after one, grown at its past rate."""
        return grow_item(self.figures, unit, year, item, horizon, self.method)

    def ratio(self, name: str, unit: str, year: int, basis: str | None = None) -> Ratio:
        """Return a ratio with its band, its line and its scope."""
        lines = lines_of(self._line_rules.get(name, ()), self.units.unit(unit), year)
        found = self.computed(name, unit, year, basis)
        return replace(marked(found, lines, self.on_limit(found, basis)), scope=self.units.scope(unit))

    def on_limit(self, ratio: Ratio, basis: str | None = None) -> Fraction | None:
        """Return the value on the limit where a balance is above it by rounding alone; None of any other ratio."""
        kind, _, what = ratio.measure.name.partition("_")
        if what not in {"limit_use", "debt_excess"} or ratio.value is None:
            return None
        use, excess = (
            self.computed(f"{kind}_{one}", ratio.unit, ratio.year, basis) for one in ("limit_use", "debt_excess")
        )
        blurred = within_rounding(use, excess, self._line_rules.get(excess.measure.name, ()))
        return Fraction(what == "limit_use") if blurred else None

    def level(self, name: str, unit: str, year: int) -> str | None:
        """Return the one band of a figure wherever it is shown, that of its row among the ratios; None where no line is drawn for it.

        An excess over a limit is the use of the limit the other way round and has the band of that.
        """
        use = name.replace("_debt_excess", "_limit_use")
        marks = (self.ratio(one, unit, year).mark for one in dict.fromkeys((use, name)))
        return next((mark.band for mark in marks if mark is not None), None)

    def table(self, year: int, basis: str | None = None) -> list[Ratio]:
        """Return a ratio for each unit and measure, units in the order of the table."""
        units = dict.fromkeys((*self.figures.units(), *self.docket["debts"]["unit"]))
        return [self.ratio(name, unit, year, basis) for unit in units for name in SHOWN]
