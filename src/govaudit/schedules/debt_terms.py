"""From the rows of `debts` and `rates` to terms that can be computed; what cannot be is a problem with its place and remedy."""

from __future__ import annotations

import difflib
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from govaudit.formats.cells import read_number
from govaudit.model import DEFAULT_TZ, Fault, Problem, Text, iso, parse_day, to_text
from govaudit.rules.days import ROLLS
from govaudit.schedules.schedule import Debt, Draw, RateFrom
from govaudit.schedules.schedule_dates import DateGrid, ends_month

if TYPE_CHECKING:
    from collections.abc import Callable

    from govaudit.docket import View
    from govaudit.model import Place

DRAWN = "drawn"  # the event of drawing a part of a loan
FREQUENCIES = (1, 2, 3, 4, 6, 12)
_FIRST, _LAST = parse_day("1970-01-01"), parse_day("2150-12-31")
# Above it a yearly rate is more likely per cent written as a fraction (3.35 for 0.0335) than a rate.
_HIGHEST = Decimal("0.36")

_MOST_LATE = 2  # 银发〔2003〕251号 art 3 allows 1.3 to 1.5 for what is late, to 2 for what is put to another use

_Wrong = tuple[str, Text, Text, Any]  # column, what is wrong, what to do, the value


def read_debts(view: View) -> tuple[list[Debt], list[Problem]]:
    """Return the terms of every debt that can be computed, in order of rows, and the problems of the others with the notes on all.

    Rates recorded later than the view knows of are not used.
    """
    table, problems = view.docket["debts"], list[Problem]()
    if not len(table):
        return [], problems
    tables, draws = _rate_tables(view), _draws(view)
    found = []
    for row, place in zip(table.rows(), table.places, strict=True):
        wrong = [problem for check in _CHECKS for problem in check(row, tables)]
        if not wrong:
            debt = _debt(row, tables, place, tuple(draws.get(row["id"], ())))
            wrong = _against_grid(debt) or _against_periods(debt, row)
        for column, what, remedy, value in wrong:
            problems.append(Problem("bad_debt", place.at(column), what, remedy, None if value is None else str(value)))
        if not wrong:
            found.append(debt)
            problems += _notes(debt)
    return found, problems


def _debt(row: dict[str, Any], tables: dict[str, list[RateFrom]], place: Place, draws: tuple[Draw, ...]) -> Debt:
    rate, end = row["rate"], row["end"]
    rates = (
        (RateFrom(row["start"], rate),)
        if rate is not None
        else tuple(_in_use(tables[row["rate_table"]], row["start"], end))
    )
    return Debt(
        row["id"], row["unit"], row["kind"], row["principal"], row["start"], end, rates, row["freq"], place,
        currency=row["currency"] or "CNY", floating=rate is None, amortisation=row["amortisation"] or "bullet",
        weights=_shares(row["principal_weights"]) if row["amortisation"] == "custom" else (), grace=row["grace_periods"] or 0, first_pay_on=row["first_pay_on"],
        last_regular_on=row["last_regular_on"], equal_last=row["last"] == "equal",
        end_of_month=bool(row["end_of_month"]), day_count=row["day_count"] or "act/act-icma", roll=ROLLS[row["roll"] or "following"],
        calendar=row["calendar"] or "cn", draws=draws, late_factor=row["late_factor"], commitment_rate=row["commitment_rate"], purpose=row["purpose"], repayment_source=row["repayment_source"],
    )  # fmt: skip


def _in_use(table: list[RateFrom], start: int, end: int) -> list[RateFrom]:
    """Return the rows in force on any day of [start, end)."""
    before = [row for row in table if row.first <= start]
    return [*before[-1:], *(row for row in table if start < row.first < end)]


def _rate_tables(view: View) -> dict[str, list[RateFrom]]:
    table, known_at = view.docket["rates"], view.known_at
    found: dict[str, dict[int, Decimal]] = defaultdict(dict)
    columns = zip(*(table[name] for name in ("table", "from", "value", "recorded_at")), strict=True)
    for name, first, value, recorded in columns:
        if known_at is None or recorded is None or recorded <= known_at:
            found[name][first] = value
    return {name: [RateFrom(*item) for item in sorted(rows.items())] for name, rows in found.items()}


def _draws(view: View) -> dict[str, list[Draw]]:
    """Return what was drawn of each debt (events `drawn`), in order of days."""
    found: dict[str, list[Draw]] = defaultdict(list)
    for debt, events in view.known.of_instrument.items():
        for one in events:
            if one.type == DRAWN and one.amount is not None:
                found[debt].append(Draw(one.on(DEFAULT_TZ), one.amount))
    return {debt: sorted(draws) for debt, draws in found.items()}


# --- what a row may say -------------------------------------------------------------------------------------------------


def _bad_principal(row: dict[str, Any], _tables: dict[str, list[RateFrom]]) -> list[_Wrong]:
    if row["principal"] > 0:
        return []
    return [("principal", Text("本金应大于零", "the principal must be above zero"), Text("核对金额；已还清的债务填发行时的本金", "check the amount; of a repaid debt write the principal as issued"), to_text(row["principal"], row["currency"] or "CNY"))]  # fmt: skip


def _bad_days(row: dict[str, Any], _tables: dict[str, list[RateFrom]]) -> list[_Wrong]:
    start, end, first, last = row["start"], row["end"], row["first_pay_on"], row["last_regular_on"]
    wrong: list[_Wrong] = [
        (column, Text("日期应在1970年至2150年之间", "dates lie between 1970 and 2150"), Text("核对年份", "check the year"), iso(row[column]))
        for column in ("start", "end", "first_pay_on", "last_regular_on")
        if row[column] is not None and not _FIRST <= row[column] <= _LAST
    ]  # fmt: skip
    if end <= start:
        wrong.append(("end", Text("到期日应晚于起息日", "the maturity must be after the start"), Text("核对两个日期", "check both dates"), iso(end)))  # fmt: skip
    elif first is not None and not start < first <= end:
        wrong.append(("first_pay_on", Text("首次付息日应在起息日之后、不晚于到期日", "the first payment must be after the start and not after the maturity"),
                      Text("核对首次付息日；按期付息的可留空", "check the first payment; leave it empty where all periods are regular"), iso(first)))  # fmt: skip
    elif last is not None and not (start if first is None else first - 1) < last < end:
        wrong.append(("last_regular_on", Text("末次整期付息日应在起息日之后、不早于首次付息日、早于到期日", "the last regular payment must be after the start, not before the first payment, and before the maturity"),
                      Text("核对末次整期付息日；最后一期也是整期的可留空", "check the last regular payment; leave it empty where the last period is regular too"), iso(last)))  # fmt: skip
    return wrong


def _bad_frequency(row: dict[str, Any], _tables: dict[str, list[RateFrom]]) -> list[_Wrong]:
    if row["freq"] in FREQUENCIES:
        return []
    return [("freq", Text("每年付息次数只能是1、2、3、4、6或12", "payments a year are 1, 2, 3, 4, 6 or 12"),
             Text("到期一次还本付息的，填1并把首次付息日填为到期日", "where everything is paid at maturity write 1, and the maturity as first payment"), row["freq"])]  # fmt: skip


def _bad_rate(row: dict[str, Any], tables: dict[str, list[RateFrom]]) -> list[_Wrong]:
    rate, name = row["rate"], row["rate_table"]
    if rate is not None and name is not None:
        return [("rate_table", Text("同时填写了利率和利率表", "both a rate and a rate table are given"),
                 Text("只填一个；浮动利率加点的，把加点后的利率写入利率表", "give one; of a floating rate with a margin write the rates with the margin in the table"), name)]  # fmt: skip
    if rate is not None:
        return [] if 0 <= rate <= _HIGHEST else [("rate", *_no_fraction(rate), rate)]
    if name not in tables:
        near = difflib.get_close_matches(name, tables, 1)
        remedy = Text(f"是否指“{near[0]}”？", f"did you mean '{near[0]}'?") if near else Text("在表 rates 中补上", "add it to the table rates")  # fmt: skip
        return [("rate_table", Text("没有这张利率表", "there is no such rate table"), remedy, name)]
    if tables[name][0].first > row["start"]:
        return [("rate_table", Text(f"利率表从{iso(tables[name][0].first)}才开始，不包括起息日", f"the table begins on {iso(tables[name][0].first)}, after the start of the debt"),
                 Text("补上起息日适用的一行", "add the row in force on the start of the debt"), name)]  # fmt: skip
    used = _in_use(tables[name], row["start"], row["end"])
    return [("rate_table", *_no_fraction(item.value), f"{name} {iso(item.first)} {item.value}") for item in used if not 0 <= item.value <= _HIGHEST][:1]  # fmt: skip


def _no_fraction(rate: Decimal) -> tuple[Text, Text]:
    if rate < 0:
        return Text("利率不能为负", "a rate is not negative"), Text("核对利率", "check the rate")
    percent = Decimal(format(rate / 100, "f"))
    return (
        Text("年利率应为小数，超过0.36视为误填", "a yearly rate is a fraction; above 0.36 it is taken for a slip"),
        Text(f"如果是{rate}%，写成 {percent} 或 {rate}%", f"if it is {rate} per cent write {percent} or {rate}%"),
    )


def _bad_weights(row: dict[str, Any], _tables: dict[str, list[RateFrom]]) -> list[_Wrong]:
    weights, custom = row["principal_weights"], row["amortisation"] == "custom"
    if weights is None and not custom:
        return []
    remedy = Text(
        "每期写一个比例，合计为1，如 [0, 0.5, 0.5]",
        "write a share for each period, adding up to 1, such as [0, 0.5, 0.5]",
    )
    if not custom:
        return [("principal_weights", Text("只有自定义还本才填各期权重", "weights are for custom amortisation only"),
                 Text("还本方式改为 custom，或清空权重", "make the amortisation custom, or clear the weights"), weights)]  # fmt: skip
    shares = _shares(weights)
    if not shares:
        return [("principal_weights", Text("自定义还本需要各期权重的列表", "custom amortisation needs a list of weights"), remedy, weights)]  # fmt: skip
    if min(shares) < 0:
        return [("principal_weights", Text("权重不能为负", "a weight is not negative"), remedy, _written(weights))]
    if sum(shares) != 1:
        total = format(float(sum(shares)), ".6g")
        return [("principal_weights", Text(f"各期权重合计为{total}，应为1", f"the weights add up to {total}, not 1"), remedy, _written(weights))]  # fmt: skip
    return []


def _shares(weights: Any) -> tuple[Fraction, ...]:
    """Return weights, numbers or their text, as fractions; nothing when they are no list of numbers."""
    try:
        return tuple(Fraction(read_number(weight)) for weight in weights) if isinstance(weights, list) else ()
    except Fault:
        return ()


def _written(weights: list[Any]) -> str:
    return "[" + ", ".join(str(weight) for weight in weights) + "]"


def _bad_grace(row: dict[str, Any], _tables: dict[str, list[RateFrom]]) -> list[_Wrong]:
    if (row["grace_periods"] or 0) >= 0:
        return []
    return [("grace_periods", Text("宽限期数不能为负", "grace periods are not negative"), Text("核对宽限期数", "check the number"), row["grace_periods"])]  # fmt: skip


def _bad_last(row: dict[str, Any], _tables: dict[str, list[RateFrom]]) -> list[_Wrong]:
    if row["last"] != "equal" or row["amortisation"] == "level":
        return []
    return [("last", Text("只有等额本息的末期才能与其他各期相等", "only the last of level instalments can equal the others"),
             Text("还本方式改为 level，或清空“末期”", "make the amortisation level, or clear it"), row["last"])]  # fmt: skip


def _bad_cost(row: dict[str, Any], _tables: dict[str, list[RateFrom]]) -> list[_Wrong]:
    factor, fee = row["late_factor"], row["commitment_rate"]
    wrong: list[_Wrong] = []
    if factor is not None and not 1 <= factor <= _MOST_LATE:
        wrong.append(("late_factor", Text(f"罚息倍数应在1至{_MOST_LATE}之间", f"a late factor lies between 1 and {_MOST_LATE}"),
                      Text("加收50%的写1.5", "for half above the rate write 1.5"), factor))  # fmt: skip
    if fee is not None and not 0 <= fee <= _HIGHEST:
        wrong.append(("commitment_rate", *_no_fraction(fee), fee))
    return wrong


_CHECKS: tuple[Callable[[dict[str, Any], dict[str, list[RateFrom]]], list[_Wrong]], ...] = (
    _bad_principal, _bad_days, _bad_frequency, _bad_rate, _bad_weights, _bad_grace, _bad_last, _bad_cost,
)  # fmt: skip


def _against_periods(debt: Debt, row: dict[str, Any]) -> list[_Wrong]:
    """Check what only the number of periods tells: a share for each, a grace shorter than the debt."""
    count = len(debt.periods.ends) - 1
    if debt.weights and len(debt.weights) != count:
        return [("principal_weights", Text(f"共{count}期，却有{len(debt.weights)}个权重", f"there are {count} periods but {len(debt.weights)} weights"),
                 Text("每期一个权重，不还本的期次写0", "one weight a period, 0 where nothing is repaid"), _written(row["principal_weights"]))]  # fmt: skip
    if debt.grace >= count:
        return [("grace_periods", Text(f"宽限{debt.grace}期，而全部只有{count}期", f"{debt.grace} periods of grace, but only {count} in all"),
                 Text("宽限期数按付息期计，应少于总期数", "count the grace in payment periods, fewer than there are"), debt.grace)]  # fmt: skip
    if debt.draws and not debt.start <= debt.draws[0].day <= debt.draws[-1].day < debt.end:
        day = next(draw.day for draw in debt.draws if not debt.start <= draw.day < debt.end)
        return [("start", Text(f"{iso(day)}的提款不在起息日至到期日之间", f"the sum drawn on {iso(day)} lies outside the term"), Text("核对提款日期", "check the day it was drawn"), iso(day))]  # fmt: skip
    if (total := sum(draw.amount for draw in debt.draws)) > debt.principal:
        return [("principal", Text("提款合计超过本金", "more was drawn than the principal"), Text("核对提款金额和合同金额", "check the sums drawn and the amount agreed"), to_text(total, debt.currency))]  # fmt: skip
    if debt.weights and any(debt.weights[: debt.grace]):
        return [("principal_weights", Text("宽限期内的权重应为0", "weights within the grace must be 0"), Text("改正权重或宽限期数", "correct the weights or the grace"), _written(row["principal_weights"]))]  # fmt: skip
    return []


def _against_grid(debt: Debt) -> list[_Wrong]:
    """Check that regular periods lead from the first payment to the last regular one."""
    if debt.first_pay_on is None or debt.last_regular_on is None or _on_grid(debt.periods.grid, debt.last_regular_on):
        return []
    return [("last_regular_on", Text(f"{iso(debt.last_regular_on)}不在从首次付息日起的付息日上", f"{iso(debt.last_regular_on)} is none of the payment days that follow from the first payment"),
             Text("核对两个日期；整期按首次付息日推算", "check both dates: regular periods follow from the first payment"), iso(debt.last_regular_on))]  # fmt: skip


def _on_grid(grid: DateGrid, day: int) -> bool:
    """Whether a day after the grid's first one lies on it."""
    k = 0
    while grid.day(k) < day and not grid.meets(k, day):
        k += 1
    return grid.meets(k, day)


def _notes(debt: Debt) -> list[Problem]:
    anchor = debt.first_pay_on or debt.last_regular_on or debt.end
    if not debt.end_of_month or ends_month(anchor):
        return []
    return [Problem("end_of_month_idle", debt.place.at("end_of_month"), Text(f"{iso(anchor)}不是月末，各期按该日推算", f"{iso(anchor)} is no month end, so the periods fall on its day of the month"),
                    Text("核对到期日或首次付息日", "check the maturity or the first payment"), iso(anchor), "note")]  # fmt: skip
