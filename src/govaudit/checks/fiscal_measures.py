"""Measures of a unit and year from the table of fiscal figures: debt against its limit, interest and outlay shares.

A share takes both figures on one basis (budget, adjusted, execution, final). A debt limit is fixed by the budget or its
adjustment, so a balance may meet a limit of another basis. Figures of a budget are projections: a warning, no breach.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from govaudit.checks.measured import Measured, Unit
from govaudit.law.plain import matches
from govaudit.model.money import to_text
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from govaudit.checks.facts import Facts
    from govaudit.model.problem import Place

# Most to least settled: the accounts, their execution, the adjusted and the first budget.
BASES = ("final", "execution", "adjusted", "budget")
PROJECTED = {"adjusted", "budget"}


class Figure(NamedTuple):
    """One fiscal figure in fen with its place."""

    value: int
    place: Place


class UnitYear(NamedTuple):
    """All figures of a unit in a year: (basis, item) -> figure."""

    unit: str
    year: int
    figures: dict[tuple[str, str], Figure]

    def one(self, item: str, bases: tuple[str, ...] = BASES) -> tuple[str, Figure] | None:
        """Return the figure of the most settled basis that has it."""
        return next(((basis, self.figures[basis, item]) for basis in bases if (basis, item) in self.figures), None)


@dataclass(frozen=True, slots=True)
class FiscalMeasure:
    """A measure taken of one unit and year."""

    label: Text
    formula: Text
    unit: Unit
    take: Callable[[UnitYear, Facts], Measured | Text | None]


def unit_years(facts: Facts) -> list[UnitYear]:
    """Group the fiscal table, in order of unit and year."""
    table = facts.docket["fiscal"]
    found: dict[tuple[str, int], UnitYear] = {}
    columns = zip(*(table[c] for c in ("unit", "year", "basis", "item", "value")), table.places, strict=True)
    for unit, year, basis, item, value, place in columns:
        found.setdefault((unit, year), UnitYear(unit, year, {})).figures[basis, item] = Figure(value, place)
    return [found[key] for key in sorted(found)]


def _grain(*values: int) -> Fraction:
    """Return how coarsely figures (fen) were published: the largest power of ten yuan that divides them all."""
    grain = 100
    while any(values) and all(value % (grain * 10) == 0 for value in values):
        grain *= 10
    return Fraction(grain, 100) if all(value % 100 == 0 for value in values) else Fraction(1, 100)


def _lacks(item: str) -> Text:
    return Text(f"没有财政数据 {item}", f"no fiscal figure {item}")


def _ratio(tops: tuple[str, ...], bottom: str) -> Callable[[UnitYear, Facts], Measured | Text | None]:
    """Measure Σ tops ÷ bottom, all on the most settled basis that has them."""

    def take(year: UnitYear, facts: Facts) -> Measured | Text | None:
        del facts
        if not any((basis, item) in year.figures for basis in BASES for item in tops):
            return None
        for basis in BASES:
            parts = {item: year.figures.get((basis, item)) for item in (*tops, bottom)}
            if all(parts.values()):
                values = {item: figure.value for item, figure in parts.items() if figure is not None}
                if values[bottom] <= 0:
                    return _lacks(bottom)
                shown = {item: to_text(value) for item, value in values.items()}
                return Measured(
                    Fraction(sum(values[item] for item in tops), values[bottom]),
                    {**shown, "basis": basis},
                    projected=basis in PROJECTED,
                )
        return Text(
            f"{'、'.join(tops)} 与 {bottom} 没有同一口径的数据",
            f"{', '.join(tops)} and {bottom} are not given on one basis",
        )

    return take


def _excess(kind: str) -> Callable[[UnitYear, Facts], Measured | Text | None]:
    """Measure balance − limit in yuan, of one class of debt."""

    def take(year: UnitYear, facts: Facts) -> Measured | Text | None:
        del facts
        balance = year.one(f"{kind}_balance")
        if balance is None:
            return None
        limit = year.one(f"{kind}_limit", (balance[0], "adjusted", "final", "execution", "budget"))
        if limit is None:
            return _lacks(f"{kind}_limit")
        values = balance[1].value, limit[1].value
        parts = {f"{kind}_balance": to_text(values[0]), f"{kind}_limit": to_text(values[1]), "basis": balance[0]}
        return Measured(
            Fraction(values[0] - values[1], 100), parts, grain=_grain(*values), projected=balance[0] in PROJECTED
        )

    return take


def _limit_use(kind: str) -> Callable[[UnitYear, Facts], Measured | Text | None]:
    """Measure balance ÷ limit of one class of debt."""

    def take(year: UnitYear, facts: Facts) -> Measured | Text | None:
        excess = _excess(kind)(year, facts)
        if not isinstance(excess, Measured):
            return excess
        limit = Fraction(excess.parts[f"{kind}_limit"])
        return (
            _lacks(f"{kind}_limit")
            if limit <= 0
            else Measured(Fraction(excess.parts[f"{kind}_balance"]) / limit, excess.parts, projected=excess.projected)
        )

    return take


def _ppp(year: UnitYear, facts: Facts) -> Measured | Text | None:
    """Measure Σ PPP outlay duties of the year out of the general public budget ÷ general public budget expenditure.

    A project belongs to the nearest organisation, from its authority upwards, that has fiscal figures. The duty is what the contract
    fixes, or what was planned before there is one.
    """
    duties = _outlays(year, facts)
    if not duties:
        return None
    if any(duty is None for _, duty in duties):
        return Text("有项目未填当年支出责任", "a project states no outlay for the year")
    spending = year.one("general_budget_expenditure")
    if spending is None or spending[1].value <= 0:
        return _lacks("general_budget_expenditure")
    total = sum(duty or 0 for _, duty in duties)
    parts = {"ppp_outlays": to_text(total), "general_budget_expenditure": to_text(spending[1].value), "basis": spending[0],
             "projects": str(len({project for project, _ in duties}))}  # fmt: skip
    return Measured(Fraction(total, spending[1].value), parts, projected=spending[0] in PROJECTED)


def _outlays(year: UnitYear, facts: Facts) -> list[tuple[str, int | None]]:
    units = set(facts.docket["fiscal"]["unit"])
    parents = dict(zip(facts.docket["orgs"]["id"], facts.docket["orgs"]["parent"], strict=True))
    mine = {case.id for case in facts.cases if _level(str(case.values["authority"]), parents, units) == year.unit
            and not matches(case.attributes.get("outlay_source"), ("fund_budget", "政府性基金预算"))}  # fmt: skip
    table = facts.docket["ppp_outlays"]
    rows = zip(*(table[c] for c in ("project", "year", "planned", "contracted")), strict=True)
    return [
        (project, planned if contracted is None else contracted)
        for project, y, planned, contracted in rows
        if y == year.year and project in mine
    ]


def _level(org: str, parents: dict[str, str | None], units: set[str]) -> str | None:
    seen: set[str] = set()
    at: str | None = org
    while at is not None and at not in units and at not in seen:
        seen.add(at)
        at = parents.get(at)
    return at if at in units else None


def _named(
    zh: str, en: str, formula: tuple[str, str], unit: Unit, take: Callable[[UnitYear, Facts], Measured | Text | None]
) -> FiscalMeasure:
    return FiscalMeasure(Text(zh, en), Text(*formula), unit, take)


FISCAL: dict[str, FiscalMeasure] = {
    "general_debt_excess": _named("一般债务余额超出限额", "general debt above its limit", ("一般债务余额 − 一般债务限额", "general_balance − general_limit"), "yuan", _excess("general")),
    "special_debt_excess": _named("专项债务余额超出限额", "special debt above its limit", ("专项债务余额 − 专项债务限额", "special_balance − special_limit"), "yuan", _excess("special")),
    "general_limit_use": _named("一般债务限额使用率", "use of the general debt limit", ("一般债务余额 ÷ 一般债务限额", "general_balance ÷ general_limit"), "share", _limit_use("general")),
    "special_limit_use": _named("专项债务限额使用率", "use of the special debt limit", ("专项债务余额 ÷ 专项债务限额", "special_balance ÷ special_limit"), "share", _limit_use("special")),
    "general_interest_share": _named("一般债务付息支出占比", "interest on general debt", ("一般债务付息支出 ÷ 一般公共预算支出", "general_interest ÷ general_budget_expenditure"), "share", _ratio(("general_interest",), "general_budget_expenditure")),
    "special_interest_share": _named("专项债务付息支出占比", "interest on special debt", ("专项债务付息支出 ÷ 政府性基金预算支出", "special_interest ÷ fund_budget_expenditure"), "share", _ratio(("special_interest",), "fund_budget_expenditure")),
    "debt_ratio": _named("债务率", "debt ratio", ("（一般债务余额 + 专项债务余额）÷ 综合财力", "(general_balance + special_balance) ÷ comprehensive_capacity"), "share", _ratio(("general_balance", "special_balance"), "comprehensive_capacity")),
    "debt_ratio_all": _named("全口径债务率", "all-in debt ratio", ("全口径债务余额 all_balance ÷ 综合财力", "all_balance ÷ comprehensive_capacity"), "share", _ratio(("all_balance",), "comprehensive_capacity")),
    "ppp_outlay_share": _named("PPP支出责任占比", "PPP outlays", ("Σ 当年一般公共预算安排的PPP支出责任 ÷ 一般公共预算支出", "Σ PPP outlay duties of the year ÷ general_budget_expenditure"), "share", _ppp),
}  # fmt: skip
