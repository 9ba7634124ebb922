"""Whether the terms of obligations and their events can be computed.

A day that is said, periods, dates and years within reason, amounts that are not negative, one currency.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from govaudit.docket.builder import report_problem
from govaudit.docket.labels.near_words import near_anchors, near_causes, near_types
from govaudit.docket.scope_words import unknown_scopes
from govaudit.model import LARGEST, Problem, Text, iso, parse_day, to_day, to_minor

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from govaudit.docket.builder import DocketBuilder

# The days over which duties are computed; beyond them a date is more likely a slip of the pen than a promise.
_YEARS = range(1970, 2101)
_FIRST, _LAST = to_day(dt.date(_YEARS[0], 1, 1)), to_day(dt.date(_YEARS[-1], 12, 31))
# The longest period of each unit: a hundred years.
_LONGEST = {"day": 36525, "workday": 25000, "week": 5218, "month": 1200, "year": 100, "hour": 876_600}


def _bad_periods(docket: DocketBuilder) -> set[int]:
    """Find obligations that do not say a day: an event as anchor without n and unit, or a period out of all reason."""
    table = docket["obligations"]
    bad = set()
    for row, (anchor, n, unit, due_on) in enumerate(
        zip(table["anchor"], table["n"], table["unit"], table["due_on"], strict=True)
    ):
        if due_on is None and anchor is not None and (n is None or unit is None):
            bad.add(row)
            report_problem(docket, "missing_value", table.places[row].at("n"), Text("有起算事件而无期限：缺 n 或 unit", "an anchor without a period: n or unit is empty"),
                   Text("填写 n 和 unit，或直接填写 due_on", "fill in n and unit, or due_on"))  # fmt: skip
    for row, (key, other) in enumerate(zip(table["id"], table["reparation_of"], strict=True)):
        if key == other:
            bad.add(row)
            report_problem(docket, "refers_to_itself", table.places[row].at("reparation_of"), Text("义务不能是对自身的补救", "an obligation cannot be its own reparation"),
                   Text("填写被补救的义务编号", "give the id of the obligation it repairs"), other)  # fmt: skip
    for row, (unit, start) in enumerate(zip(table["unit"], table["start"], strict=True)):
        if unit == "hour" and start == "before":
            bad.add(row)
            report_problem(docket, "bad_period", table.places[row].at("unit"), Text("倒推的期限不能以小时计", "a period counted backwards cannot be in hours"),
                   Text("写成日或者工作日", "use days or working days"), unit)  # fmt: skip
    for count, unit in (("n", "unit"), ("grace_n", "grace_unit")):
        for row, (n, kind) in enumerate(zip(table[count], table[unit], strict=True)):
            longest = _LONGEST.get(kind or "day", 0)
            if n is not None and not 0 <= n <= longest:
                bad.add(row)
                report_problem(docket, "period_out_of_range", table.places[row].at(count), Text(f"期限应在0到{longest}之间", f"a period lies between 0 and {longest}"),
                       Text(f"核对 {count} 和 {unit}", f"check {count} and {unit}"), n)  # fmt: skip
    return bad


def _out_of_range(table_name: str, columns: tuple[str, ...]) -> Callable[[DocketBuilder], set[int]]:
    def find(docket: DocketBuilder) -> set[int]:
        table = docket[table_name]
        bad = set()
        for column in columns:
            for row, value in enumerate(table[column]):
                day = value and _as_day(value)
                if day is not None and not _FIRST <= day <= _LAST:
                    bad.add(row)
                    report_problem(docket, "date_out_of_range", table.places[row].at(column), Text("日期应在1970年至2100年之间", "dates lie between 1970 and 2100"),
                           Text("核对年份", "check the year"), iso(day))  # fmt: skip
        return bad

    return find


def _odd_years(table_name: str) -> Callable[[DocketBuilder], set[int]]:
    def find(docket: DocketBuilder) -> set[int]:
        table = docket[table_name]
        bad = {row for row, year in enumerate(table["year"]) if year not in _YEARS}
        for row in sorted(bad):
            report_problem(docket, "year_out_of_range", table.places[row].at("year"), Text("年度应在1970年至2100年之间", "years lie between 1970 and 2100"),
                   Text("核对年度", "check the year"), table["year"][row])  # fmt: skip
        return bad

    return find


def _bad_changes(docket: DocketBuilder) -> set[int]:
    """Find amendments whose new due day lies beyond all reason, or whose new amount the obligation's currency cannot hold."""
    table = docket["events"]
    currency = dict(zip(docket["obligations"]["id"], docket["obligations"]["currency"], strict=True))
    bad = set()
    for row, terms in enumerate(table["terms"]):
        day, amount = (terms or {}).get("due_on"), (terms or {}).get("amount")
        if day is not None and not _FIRST <= day <= _LAST:
            what = Text("变更后的日期应在1970年至2100年之间", "the changed day lies between 1970 and 2100")
        elif amount is not None and not _holds(currency.get(table["obligation"][row]) or "CNY", amount):
            what = Text(
                "变更后的金额为负、过大或精度小于最小货币单位",
                "the changed amount is negative, too large, or finer than the minor unit",
            )
        else:
            continue
        bad.add(row)
        report_problem(docket, "bad_terms", table.places[row].at("terms"), what, Text("核对变更条款", "check the changed terms"), amount if day is None else iso(day))  # fmt: skip
    return bad


def _unknown_parties(docket: DocketBuilder) -> set[int]:
    """Find events that move a party to, or from, one that is neither a body nor a post."""
    table = docket["events"]
    known = {*docket["orgs"]["id"], *docket["posts"]["id"]}
    bad = set()
    for row, terms in enumerate(table["terms"]):
        for named in (terms.get(key) for key in ("to", "from")) if terms else ():
            if named is not None and named not in known:
                bad.add(row)
                report_problem(docket, "missing_reference", table.places[row].at("terms"), Text("表 orgs / posts 中没有此编号", "no such id in orgs / posts"),
                       Text("补上该行，或改正编号", "add that row or correct the id"), named)  # fmt: skip
    return bad


def _holds(currency: str, amount: Decimal) -> bool:
    try:
        return 0 <= to_minor(amount, currency) < LARGEST
    except ValueError:
        return False


def _as_day(value: object) -> int | None:
    if isinstance(value, int):
        return value
    if isinstance(value, dt.datetime):
        return to_day(value.date())
    return parse_day(value) if isinstance(value, str) and value[:4].isdecimal() else None


def _negative(docket: DocketBuilder) -> set[int]:
    """Find obligations of less than nothing."""
    table = docket["obligations"]
    bad = {
        row
        for column in ("amount", "tolerance")
        for row, value in enumerate(table[column])
        if value is not None and value < 0
    }
    for row in sorted(bad):
        report_problem(
            docket,
            "negative_amount",
            table.places[row].at("amount"),
            Text("义务金额和容差不能为负", "amount and tolerance of an obligation cannot be negative"),
            Text("核对金额", "check the amount"),
        )
    return bad


def _negative_paid(docket: DocketBuilder) -> set[int]:
    """Find events of less than nothing: a negative payment is a refund, and that is an event of its own."""
    table = docket["events"]
    bad = {row for row, amount in enumerate(table["amount"]) if amount is not None and amount < 0}
    for row in sorted(bad):
        report_problem(
            docket,
            "negative_amount",
            table.places[row].at("amount"),
            Text("事件金额不能为负", "the amount of an event cannot be negative"),
            Text("退款请另登记为一个事件；登记有误的，用“更正”事件改正", "record a refund as its own event; set a wrong entry right by a correction"),
        )  # fmt: skip
    return bad


def _other_currency(docket: DocketBuilder) -> set[int]:
    """Find payments in another currency than the obligation they settle: no rate is known here, so they cannot be counted."""
    owed = dict(zip(docket["obligations"]["id"], docket["obligations"]["currency"], strict=True))
    table = docket["events"]
    bad = set()
    for row, (obligation, currency, amount) in enumerate(
        zip(table["obligation"], table["currency"], table["amount"], strict=True)
    ):
        expected = owed.get(obligation) or "CNY"
        if obligation in owed and amount is not None and currency is not None and currency != expected:
            bad.add(row)
            report_problem(docket, "other_currency", table.places[row].at("currency"), Text(f"币种与义务（{expected}）不同，不能抵充", f"the obligation is in {expected}; this cannot be set against it"),
                   Text("按实际折算后的金额登记", "record the amount as converted"), currency)  # fmt: skip
    return bad


# Words of aim rather than of duty; 一般 only where it is no part of a name (一般债券, 一般公共预算).
_SOFT = re.compile(
    r"原则上|力争|争取|尽量|协调|一般(?=[不应须需于在按情每由会可为，、])|\bin principle\b|\bas a rule\b|\bstrive\b",
    re.IGNORECASE,
)


def _soft_wording(docket: DocketBuilder) -> set[int]:
    """Note the duties whose words are soft though they are held to be binding; none is taken out."""
    table = docket["obligations"]
    for row, (title, clause, force) in enumerate(zip(table["title"], table["clause"], table["force"], strict=True)):
        soft = _SOFT.search(f"{title} {clause or ''}")
        if soft is not None and force != "none":
            what = Text(f"疑为软性措辞（“{soft[0]}”）", f"the wording may be soft ('{soft[0]}')")
            remedy = Text("核对“约束力”列：只是努力方向的写“无”", "check the column 'force': a mere aim is none")
            docket.problems.append(Problem("soft_wording", table.places[row].at("force"), what, remedy, str(title), level="note"))  # fmt: skip
    return set()


TERM_CHECKS: tuple[tuple[str, Callable[[DocketBuilder], set[int]]], ...] = (
    ("obligations", _bad_periods), ("obligations", _out_of_range("obligations", ("due_on", "anchor", "long_stop"))), ("obligations", _negative), ("obligations", _soft_wording),
    ("events", _out_of_range("events", ("occurred_on", "occurred_at"))), ("events", _other_currency),
    ("events", near_types), ("obligations", near_anchors), ("events", near_causes), ("events", _negative_paid), ("events", _bad_changes), ("assignments", unknown_scopes), ("events", _unknown_parties), ("fiscal", _odd_years("fiscal")), ("ppp_outlays", _odd_years("ppp_outlays")),
)  # fmt: skip
