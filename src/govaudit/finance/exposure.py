"""Measures that rest on schedules, outlays and payments rather than on the year's figures: concentration, peaks, resets, arrears, gaps.

All are taken at the end of the year, from the day after it on. Each names the rows it rests on.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, Protocol

from govaudit.finance.debt_duties import outlays
from govaudit.finance.figures import ACCOUNTS, Component, Figure
from govaudit.finance.linear import LinearTerm
from govaudit.finance.ratios.ratio import Measure, Ratio, lacking
from govaudit.finance.ratios.ratio_lines import year_end
from govaudit.model import Text, to_date
from govaudit.schedules import by_year

if TYPE_CHECKING:
    from collections.abc import Callable

    from govaudit.docket import Docket
    from govaudit.finance.debt_duties import Unpaid
    from govaudit.finance.figures import Figures
    from govaudit.finance.ratios.ratio import Unit
    from govaudit.finance.units import Units
    from govaudit.schedules import Debt, Flow

_FIVE = 5
_BUDGETS = ("adjusted", "budget", "execution", "final")  # of the year ahead, from the most settled plan
_MONTHS = 180  # days within which principal asks for funds
_OWED = ("general", "special", "on_lent", "loan", "ppp")  # all but what others owe
_NO_SCHEDULE = Text("没有债务明细，不能推算还本付息", "no debts are listed: no schedule")


class Owing(Protocol):
    """What a measure asks of the accounts (finance.accounts): figures, units, arrears in days, debts with their flows."""

    docket: Docket
    figures: Figures
    as_of: int | None

    @property
    def units(self) -> Units:
        """The units and what stands below them."""

    @property
    def arrears(self) -> dict[str, int]:
        """By unit the longest time a payment is unpaid, in days."""

    @property
    def unpaid(self) -> dict[tuple[str, int], Unpaid]:
        """By unit and year what PPP contracts owe and no payment is on record for."""

    def schedules(self, unit: str, *kinds: str) -> list[tuple[Debt, list[Flow]]]:
        """Return the debts of a unit with their flows."""


class Exposure(NamedTuple):
    """A measure with the function that takes it."""

    measure: Measure
    take: Callable[[Owing, Measure, str, int], Ratio]


def _made(
    measure: Measure, unit: str, year: int, value: Fraction, parts: list[Component], at: int | None = None
) -> Ratio:
    return Ratio(measure, unit, year, "plan", value, tuple(parts), at=at)


def _none(measure: Measure, unit: str, year: int, *, why: Text, parts: tuple[Component, ...] = ()) -> Ratio:
    return Ratio(measure, unit, year, None, None, parts, "no_data", (why,))


def _part(item: str, year: int, value: int, debt: Debt, *, under: bool = False) -> Component:
    return Component(item, year, "plan", Figure(value, debt.place, debt.id), Fraction(1), under)


def _owed(owing: Owing, unit: str, year: int, *kinds: str) -> list[tuple[Debt, list[Flow]]]:
    """Return the debts outstanding at the end of a year, the statutory ones by default, each with the flows still to come."""
    end = year_end(year)
    found = (
        (debt, [flow for flow in flows if flow.due_on > end])
        for debt, flows in owing.schedules(unit, *kinds)
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
    """Hold each of the next five years against the five after it, all within the wall of ten; the value belongs to the year that stands out most.

    The mean is never below that of all principal still to come after the year, so that years without a maturity, or the tail of a portfolio
    of bullets, make no peak of an ordinary year.
    """
    due = _principal(_owed(owing, unit, year))
    if not due:
        return _none(measure, unit, year, why=_NO_SCHEDULE)
    found = []
    for at in range(year + 1, year + _FIVE + 1):
        rest = sum(value for later, value in due.items() if later > at)
        if rest:
            after = Fraction(sum(due.get(at + k, 0) for k in range(1, _FIVE + 1)), _FIVE)
            found.append((due.get(at, 0) / max(after, Fraction(rest, max(due) - at)), at))
    if not found:
        return _none(
            measure, unit, year, why=Text("此后没有到期本金可比", "nothing falls due afterwards to compare with")
        )
    value, at = max(found)
    return _made(measure, unit, year, value, _parts(_owed(owing, unit, year), at), at)


def _peak_of_stock(owing: Owing, measure: Measure, unit: str, year: int) -> Ratio:
    owed = _owed(owing, unit, year)
    due = _principal(owed)
    if not due:
        return _none(measure, unit, year, why=_NO_SCHEDULE)
    at = max(sorted(due), key=lambda one: due[one])
    return _made(measure, unit, year, Fraction(due[at], _stock(owed)), _parts(owed, at), at)


def _one_year(owing: Owing, measure: Measure, unit: str, year: int) -> Ratio:
    """Take the principal of the next year of the debts listed; where none is listed, of the published plan over the stated balance."""
    owed = _owed(owing, unit, year)
    if owed:
        share = Fraction(_principal(owed).get(year + 1, 0), _stock(owed))
        return _made(measure, unit, year, share, _parts(owed, year + 1))
    planned = owing.figures.find(unit, year + 1, LinearTerm("plan_total"), _BUDGETS[:2])
    balance = owing.figures.find(unit, year, LinearTerm("total_balance"), ACCOUNTS)
    stock = sum((part.amount for part in balance or ()), Fraction(0))
    if not planned or stock <= 0:
        return _none(measure, unit, year, why=_NO_SCHEDULE)
    parts = [*planned, *(part._replace(under=True) for part in balance or ())]
    return _made(measure, unit, year, sum((part.amount for part in planned), Fraction(0)) / stock, parts)


def _reset(owing: Owing, measure: Measure, unit: str, year: int) -> Ratio:
    owed = _owed(owing, unit, year)
    if not owed:
        return _none(measure, unit, year, why=_NO_SCHEDULE)
    floating = [(debt, flows[0].balance_before) for debt, flows in owed if debt.floating]
    budget = owing.figures.find(unit, year + 1, LinearTerm("total_interest"), _BUDGETS)
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
    for one in outlays(owing.docket):
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
        for debt, some in _owed(owing, unit, year, *_OWED)
        for flow in some
        if to_date(flow.pay_on).year == at
    )
    due = sorted(flows, key=lambda one: (one[0], one[1], one[2].id))
    sources = [owing.figures.find(unit, at, LinearTerm(item), _BUDGETS) for item in ("own_funds", "refinancing")]
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


def _unfunded(owing: Owing, measure: Measure, unit: str, year: int) -> Ratio:
    """Count the days from the day looked at to the first principal due within months in a year of which no funds are on record."""
    day = year_end(year) if owing.as_of is None else owing.as_of
    coming = [
        (flow.pay_on, debt, flow.principal)
        for debt, flows in owing.schedules(unit, *_OWED)
        for flow in flows
        if flow.principal and day < flow.pay_on <= day + _MONTHS and not _funded(owing, unit, to_date(flow.pay_on).year)
    ]
    if not coming:
        return _none(
            measure,
            unit,
            year,
            why=Text("近期没有资金来源无数据的到期本金", "no principal without funds on record falls due soon"),
        )
    first = min(pay_on for pay_on, _, _ in coming)
    parts = [_part("principal_due", to_date(pay_on).year, value, debt) for pay_on, debt, value in sorted(coming, key=lambda one: (one[0], one[1].id))]  # fmt: skip
    return _made(measure, unit, year, Fraction(first - day), parts)


def _funded(owing: Owing, unit: str, year: int) -> bool:
    """Whether anything says what the service of a year is paid with."""
    return any(owing.figures.find(unit, year, LinearTerm(item), _BUDGETS) for item in ("own_funds", "refinancing"))


def _unpaid(owing: Owing, measure: Measure, unit: str, year: int) -> Ratio:
    """Sum what PPP contracts owe of a past year beyond what was paid, in yuan; what was paid and is not stated is said."""
    found = owing.unpaid.get((unit, year))
    if found is None or (owing.as_of is not None and year_end(year) > owing.as_of):
        return _none(measure, unit, year, why=Text("没有未付的PPP支出责任", "no PPP outlay is unpaid"))
    names = "、".join(dict.fromkeys(one.project for one in found.unstated))
    why = Text(f"没有填写实付数：{names}", f"what was paid is not stated: {names}")
    if not found.short:
        return replace(_none(measure, unit, year, why=why), owed=bool(found.unstated))
    parts = [Component("ppp_unpaid", year, "contracted", Figure(gap, one.place, one.project), Fraction(1)) for one, gap in found.short]  # fmt: skip
    value = sum((part.amount for part in parts), Fraction(0)) / 100
    return Ratio(measure, unit, year, "execution", value, tuple(parts), notes=(why,) if found.unstated else ())


def _exposure(
    name: str, zh: str, en: str, unit: Unit, words: tuple[str, str], take: Callable[[Owing, Measure, str, int], Ratio]
) -> tuple[str, Exposure]:
    return name, Exposure(Measure(name, Text(zh, en), unit=unit, words=Text(*words)), take)


EXPOSURES: dict[str, Exposure] = dict([
    _exposure("peak_over_next_five", "还本高峰与其后五年均值之比", "peak of principal over the mean of the five years after it", "times",
              ("今后五年中某年还本 ÷ 其后五年平均还本（不低于其后全部还本的年均数），取最大",
               "principal of one of the next five years ÷ mean of the five after it (not below the yearly mean of all after it), the largest"), _peak_over_next),
    _exposure("peak_of_stock", "单年还本占存量比例", "principal of one year over the stock", "share",
              ("最高一年还本 ÷ 年末法定债务余额（按债务明细）", "highest principal of a year ÷ debt outstanding by the debts listed"), _peak_of_stock),
    _exposure("one_year_share", "一年内到期比例", "share due within a year", "share",
              ("下年还本 ÷ 年末法定债务余额（按债务明细；没有明细的按分年度偿还计划和余额）",
               "principal of the next year ÷ debt outstanding by the debts listed (where none is, by the published plan and the balance)"), _one_year),
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
    _exposure("days_to_unfunded", "距资金来源无数据的到期本金天数", "days to principal without funds on record", "day",
              ("自截至日至180日内首笔到期本金之日，该年预算安排和再融资均无数据", "from the day looked at to the first principal within 180 days in a year with neither budget nor refinancing on record"), _unfunded),
    _exposure("ppp_unpaid", "PPP支出责任未付数", "PPP outlays unpaid", "yuan",
              ("Σ 当年合同约定数 − 实付数（无付款义务登记的项目）", "Σ contracted − paid of the year (projects without a payment duty on record)"), _unpaid),
])  # fmt: skip
