"""Measures that rest on schedules, outlays and payments rather than on the year's figures: concentration, peaks, resets, arrears, gaps.

All are taken at the end of the year, from the day after it on. Each names the rows it rests on.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, Protocol

from govaudit.finance.debt_duties import outlays
from govaudit.finance.figures import Component, Figure
from govaudit.finance.linear import LinearTerm
from govaudit.finance.ratios.ratio import Measure, Ratio, lacking
from govaudit.finance.ratios.ratio_lines import year_end
from govaudit.model import Text, to_date
from govaudit.schedules import by_year

if TYPE_CHECKING:
    from collections.abc import Callable

    from govaudit.docket import Docket
    from govaudit.finance.figures import Figures
    from govaudit.finance.ratios.ratio import Unit
    from govaudit.finance.units import Units
    from govaudit.schedules import Debt, Flow

_FIVE = 5
_NO_SCHEDULE = Text("没有债务明细，不能推算还本付息", "no debts are listed: no schedule")


class Owing(Protocol):
    """What a measure asks of the accounts (finance.accounts): figures, units, arrears in days, debts with their flows."""

    docket: Docket
    figures: Figures

    @property
    def units(self) -> Units:
        """The units and what stands below them."""

    @property
    def arrears(self) -> dict[str, int]:
        """By unit the longest time a payment is unpaid, in days."""

    def schedules(self, unit: str, *kinds: str) -> list[tuple[Debt, list[Flow]]]:
        """Return the debts of a unit with their flows."""


class Exposure(NamedTuple):
    """A measure with the function that takes it."""

    measure: Measure
    take: Callable[[Owing, Measure, str, int], Ratio]


def _made(measure: Measure, unit: str, year: int, value: Fraction, parts: list[Component]) -> Ratio:
    return Ratio(measure, unit, year, "plan", value, tuple(parts))


def _none(measure: Measure, unit: str, year: int, *, why: Text, parts: tuple[Component, ...] = ()) -> Ratio:
    return Ratio(measure, unit, year, None, None, parts, "no_data", (why,))


def _part(item: str, year: int, value: int, debt: Debt, *, under: bool = False) -> Component:
    return Component(item, year, "plan", Figure(value, debt.place, debt.id), Fraction(1), under)


def _owed(owing: Owing, unit: str, year: int) -> list[tuple[Debt, list[Flow]]]:
    """Return the statutory debts outstanding at the end of a year, each with the flows still to come."""
    end = year_end(year)
    found = (
        (debt, [flow for flow in flows if flow.due_on > end])
        for debt, flows in owing.schedules(unit)
        if debt.start <= end
    )
    return [(debt, flows) for debt, flows in found if flows]


def _principal(owed: list[tuple[Debt, list[Flow]]]) -> dict[int, int]:
    return {year: service.principal for year, service in by_year(flow for _, flows in owed for flow in flows).items()}


def _stock(owed: list[tuple[Debt, list[Flow]]]) -> int:
    return sum(flows[0].balance_before for _, flows in owed)


def _parts(owed: list[tuple[Debt, list[Flow]]], year: int) -> list[Component]:
    """Name the debts of which principal falls due in a year."""
    due = ((debt, sum(flow.principal for flow in flows if to_date(flow.pay_on).year == year)) for debt, flows in owed)
    return [_part("principal_due", year, value, debt) for debt, value in due if value]


def _peak_over_next(owing: Owing, measure: Measure, unit: str, year: int) -> Ratio:
    owed = _owed(owing, unit, year)
    due = _principal(owed)
    if not due:
        return _none(measure, unit, year, why=_NO_SCHEDULE)
    found = [
        (Fraction(due.get(at, 0) * _FIVE, after), at)
        for at in range(year + 1, max(due) - _FIVE + 1)
        if (after := sum(due.get(at + k, 0) for k in range(1, _FIVE + 1)))
    ]
    if not found:
        return _none(measure, unit, year, why=Text("还本计划不足六年", "the schedule does not reach six years"))
    value, at = max(found)
    return _made(measure, unit, year, value, _parts(owed, at))


def _peak_of_stock(owing: Owing, measure: Measure, unit: str, year: int) -> Ratio:
    owed = _owed(owing, unit, year)
    due = _principal(owed)
    if not due:
        return _none(measure, unit, year, why=_NO_SCHEDULE)
    at = max(sorted(due), key=lambda one: due[one])
    return _made(measure, unit, year, Fraction(due[at], _stock(owed)), _parts(owed, at))


def _one_year(owing: Owing, measure: Measure, unit: str, year: int) -> Ratio:
    owed = _owed(owing, unit, year)
    if not owed:
        return _none(measure, unit, year, why=_NO_SCHEDULE)
    return _made(measure, unit, year, Fraction(_principal(owed).get(year + 1, 0), _stock(owed)), _parts(owed, year + 1))


def _reset(owing: Owing, measure: Measure, unit: str, year: int) -> Ratio:
    owed = _owed(owing, unit, year)
    if not owed:
        return _none(measure, unit, year, why=_NO_SCHEDULE)
    floating = [(debt, flows[0].balance_before) for debt, flows in owed if debt.floating]
    budget = owing.figures.find(
        unit, year + 1, LinearTerm("total_interest"), ("adjusted", "budget", "execution", "final")
    )
    interest = (
        sum((part.amount for part in budget or ()), Fraction(0))
        or by_year(flow for _, flows in owed for flow in flows).get(year + 1, (0,))[0]
    )
    if not interest:
        return _none(measure, unit, year, why=lacking([LinearTerm("total_interest", years=1)]))
    parts = [_part("floating_balance", year, value, debt) for debt, value in floating]
    return _made(measure, unit, year, Fraction(sum(value for _, value in floating), 100) / interest, parts)


def _contingent_largest(owing: Owing, measure: Measure, unit: str, year: int) -> Ratio:
    by_party: dict[str, list[tuple[Debt, int]]] = defaultdict(list)
    end = year_end(year)
    for debt, flows in owing.schedules(unit, "contingent"):
        left = [flow for flow in flows if flow.due_on > end]
        if left and debt.start <= end:
            by_party[debt.purpose or debt.id].append((debt, left[0].balance_before))
    if not by_party:
        return _none(measure, unit, year, why=Text("没有或有债务明细", "no contingent debts are listed"))
    total = sum(value for some in by_party.values() for _, value in some)
    largest = max(sorted(by_party), key=lambda party: sum(value for _, value in by_party[party]))
    parts = [_part("contingent_balance", year, value, debt) for debt, value in by_party[largest]]
    return _made(measure, unit, year, Fraction(sum(value for _, value in by_party[largest]), total), parts)


def _ppp_peak(owing: Owing, measure: Measure, unit: str, year: int) -> Ratio:
    by_project: dict[str, dict[int, list[Component]]] = defaultdict(lambda: defaultdict(list))
    for one in outlays(owing.docket, general_only=False):
        if one.unit == unit and one.duty is not None:
            part = Component("ppp_duty", one.year, "plan", Figure(one.duty, one.place, one.project), Fraction(1))
            by_project[one.project][one.year].append(part)
    peaks = []
    for project, years in by_project.items():
        sums = {at: sum((part.amount for part in parts), Fraction(0)) for at, parts in years.items()}
        middle, top = _median(list(sums.values())), max(sorted(sums), key=lambda at: sums[at])
        if middle > 0:
            peaks.append((sums[top] / middle, project, years[top]))
    if not peaks:
        return _none(measure, unit, year, why=Text("没有PPP支出责任", "no PPP outlays are listed"))
    value, _, parts = max(peaks, key=lambda peak: (peak[0], peak[1]))
    return _made(measure, unit, year, value, parts)


def _median(values: list[Fraction]) -> Fraction:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _defaulting(owing: Owing, unit: str, year: int) -> tuple[list[Component], int, bool]:
    """Return the units right below with an amount in default, how many there are, and whether any says so at all."""
    below = owing.units.below(unit)
    stated = [(one, owing.figures.most_settled(one, year, "default_amount")) for one in below]
    parts = [
        Component("default_amount", year, "final", figure, Fraction(1))
        for _, figure in stated
        if figure and figure.value > 0
    ]
    return parts, len(below), any(figure for _, figure in stated)


def _defaulting_share(owing: Owing, measure: Measure, unit: str, year: int) -> Ratio:
    parts, below, known = _defaulting(owing, unit, year)
    if not known:
        return _none(measure, unit, year, why=lacking([LinearTerm("default_amount")]))
    return _made(measure, unit, year, Fraction(len(parts), below), parts)


def _defaulting_count(owing: Owing, measure: Measure, unit: str, year: int) -> Ratio:
    parts, _, known = _defaulting(owing, unit, year)
    if not known:
        return _none(measure, unit, year, why=lacking([LinearTerm("default_amount")]))
    return _made(measure, unit, year, Fraction(len(parts)), parts)


def _arrears(owing: Owing, measure: Measure, unit: str, year: int) -> Ratio:
    days = owing.arrears.get(unit)
    if days is None:
        return _none(measure, unit, year, why=Text("没有付款义务的履行情况", "no payment duties are settled"))
    return Ratio(measure, unit, year, "final", Fraction(days))


def _gap(owing: Owing, measure: Measure, unit: str, year: int) -> Ratio:
    """Count the days from the day looked at to the first payment that budget, refinancing and reserve of the year do not cover."""
    at = year + 1
    flows = (
        (flow.pay_on, flow.total, debt)
        for debt, some in _owed(owing, unit, year)
        for flow in some
        if to_date(flow.pay_on).year == at
    )
    due = sorted(flows, key=lambda one: (one[0], one[1], one[2].id))
    sources = [
        owing.figures.find(unit, at, LinearTerm(item), ("adjusted", "budget", "execution", "final"))
        for item in ("own_funds", "refinancing")
    ]
    reserve = owing.figures.find(unit, year, LinearTerm("reserve"), ("final", "execution"))
    if not due or sources[0] is None:
        return _none(measure, unit, year, why=lacking([LinearTerm("own_funds", years=1)]) if due else _NO_SCHEDULE)
    parts = [part for some in (*sources, reserve) for part in some or ()]
    funds, start = sum((part.amount for part in parts), Fraction(0)), year_end(year)
    for pay_on, total, debt in due:
        funds -= total
        if funds < 0:
            return _made(measure, unit, year, Fraction(pay_on - start), [*parts, _part("service_due", at, total, debt)])
    return _none(measure, unit, year, why=Text("资金来源足以覆盖全年", "the year is funded"))


def _exposure(
    name: str, zh: str, en: str, unit: Unit, words: tuple[str, str], take: Callable[[Owing, Measure, str, int], Ratio]
) -> tuple[str, Exposure]:
    return name, Exposure(Measure(name, Text(zh, en), unit=unit, words=Text(*words)), take)


EXPOSURES: dict[str, Exposure] = dict([
    _exposure("peak_over_next_five", "还本高峰与其后五年均值之比", "peak of principal over the mean of the five years after it", "times",
              ("某年还本 ÷ 其后五年平均还本，取最大", "principal of a year ÷ mean of the next five, the largest"), _peak_over_next),
    _exposure("peak_of_stock", "单年还本占存量比例", "principal of one year over the stock", "share",
              ("最高一年还本 ÷ 年末法定债务余额（按债务明细）", "highest principal of a year ÷ debt outstanding by the debts listed"), _peak_of_stock),
    _exposure("one_year_share", "一年内到期比例", "share due within a year", "share",
              ("下年还本 ÷ 年末法定债务余额（按债务明细）", "principal of the next year ÷ debt outstanding by the debts listed"), _one_year),
    _exposure("reset_cost", "利率重定价100个基点占付息预算", "cost of a reset of 100 basis points over the interest budget", "share",
              ("浮动利率债务余额 × 1% ÷ 下年付息预算", "balance at floating rates × 1% ÷ interest of the next year"), _reset),
    _exposure("contingent_largest", "最大被担保方占或有债务比例", "largest guaranteed party over contingent debt", "share",
              ("同一用途（purpose）或有债务余额的最大值 ÷ 或有债务余额（按债务明细）", "largest contingent balance of one purpose ÷ contingent balance by the debts listed"), _contingent_largest),
    _exposure("ppp_peak_over_median", "PPP最高年度支出与中位数之比", "highest PPP outlay of a year over the median year", "times",
              ("各项目最高年度支出责任 ÷ 该项目年度支出责任中位数，取最大", "highest yearly duty of a project ÷ its median year, the largest"), _ppp_peak),
    _exposure("defaulting_share", "违约的下级政府比例", "share of governments below in default", "share",
              ("有违约金额的下级单位数 ÷ 下级单位数", "units below with an amount in default ÷ units below"), _defaulting_share),
    _exposure("defaulting_count", "违约的下级政府个数", "governments below in default", "count",
              ("有违约金额的下级单位数", "units below with an amount in default"), _defaulting_count),
    _exposure("arrears_days", "欠付天数", "days in arrears", "day",
              ("债务和PPP付款义务的最长未付天数", "longest time a payment of debt or PPP is unpaid"), _arrears),
    _exposure("days_to_gap", "距资金缺口天数", "days to the first gap", "day",
              ("自年末至下年还本付息首次超过财政安排、再融资和偿债准备金之日", "from the year's end to the first payment that budget, refinancing and reserve do not cover"), _gap),
])  # fmt: skip
