"""Debt service as dated obligations: each flow of a debt becomes an obligation `<debt>/<n>` of its unit, settled like any other.

Interest and principal of a flow are one obligation, as they fall due on one day and are paid together; what of an open flow is
interest and what principal follows from the order of the law (`service_arrears`). A debt whose payments the docket states as
obligations of its own keeps those. Contingent debt is another's until it is called, and makes no obligation.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from govaudit.docket import TABLES
from govaudit.docket.cases import ASSESSED_FROM
from govaudit.docket.events import PAYMENTS
from govaudit.duties.stray_names import without_strays
from govaudit.model import DEFAULT_TZ, Problem, Rate, Text, spoken_money, to_date, to_day, to_text
from govaudit.rules.days import NEVER, ROLLS
from govaudit.schedules import flows, read_debts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from govaudit.docket import Docket, View
    from govaudit.model import Place
    from govaudit.schedules import Debt, Flow

# 银发〔2003〕251号, 3: a late loan bears 30 to 50 per cent above its rate as the contract says; the most of it here.
LATE_FACTOR = Fraction(3, 2)
_LATE_CLAUSE = Text(
    "未写明罚息倍数，逾期利息暂按合同利率的1.5倍、一年360天计（银发〔2003〕251号第三条的上限），以合同约定为准",
    "no late factor is stated: late interest at 1.5 times the agreed rate, a 360th of a year a day (the most that 银发〔2003〕251号 art 3 allows), until the contract's own is",
)
_OWN_CLAUSE = Text(
    "逾期利息按合同约定为合同利率的{factor}倍，一年360天计",
    "late interest as agreed: {factor} times the rate, a 360th of a year a day",
)
_WHAT = {
    (True, True): Text("还本付息", "principal and interest"), (True, False): Text("还本", "principal"), (False, True): Text("付息", "interest"),
}  # fmt: skip
NO_RECORD = "no_payment_recorded"  # a flag: the docket holds no payment of any debt at all
_ROLL_NAMES = {number: name for name, number in ROLLS.items()}


class DebtService(NamedTuple):
    """What debts oblige: a view of the docket with it among the obligations, the debts, and the flow behind each obligation.

    `unrecorded` are the debts of units of whose debts not one payment is on record, while no source says since when they would be. The
    records are more likely missing than every payment: none is assessed, audit says so, and what is overdue is unknown to ledger and early
    warning. Of a unit with payments those due before the year of the first are not assessed (docket.md, `complete_from`).
    """

    view: View
    debts: Sequence[Debt]
    flow: Mapping[str, Flow]
    unrecorded: frozenset[str]


def owed_by_debts(view: View) -> tuple[DebtService, list[Problem]]:
    """Return an obligation for each flow of each debt, and the problems of debts, and of rows that name a flow there is none of.

    Such rows are not in the view any more: `<debt>/<n>` passes the reader, which knows no schedules.
    """
    debts, problems = read_debts(view)
    docket = view.docket
    stated, known = _stated(docket), docket["obligations"].index
    unit_of = {debt.id: debt.unit for debt in debts}
    rows: list[dict[str, Any]] = []
    places: list[Place] = []
    found: dict[str, Flow] = {}
    for debt in debts:
        if debt.kind == "contingent" or debt.id in stated:
            continue
        for flow in flows(debt, view.as_of, view.known_at):
            key = f"{debt.id}/{flow.n}"
            if key not in known and flow.total:
                rows.append(_obligation(key, debt, flow))
                places.append(debt.place)
                found[key] = flow
    sound = {debt.id for debt in debts}
    unsound = {row for row, key in enumerate(docket["debts"]["id"]) if key not in sound}
    paid = _first_paid(view)
    for row, flow in zip(rows, found.values(), strict=True):
        row[ASSESSED_FROM] = _year_of(paid.get(unit_of[flow.debt]))
    duties = docket["obligations"]
    duties = duties.with_columns(**{ASSESSED_FROM: (None,) * len(duties)}).with_rows(rows, places)
    docket = docket.with_tables(duties, docket["debts"].without(unsound))
    docket, strays = without_strays(docket, {}, by_law=False)
    problems = [*problems, *_other_principal(view, debts, found.values())]
    view = view.over(docket, *(("known",) if docket["events"] is view.docket["events"] else ()))
    stated_by = {debt for debt, unit in unit_of.items() if view.coverage.began(unit, PAYMENTS) is not None}
    unrecorded = {flow.debt for flow in found.values() if unit_of[flow.debt] not in paid} - stated_by
    return DebtService(view, debts, found, frozenset(unrecorded)), [*problems, *strays]


def _stated(docket: Docket) -> set[str]:
    """Return the debts whose payments are obligations of the docket."""
    table = docket["obligations"]
    columns = zip(table["instrument"], table["action"], table["amount"], strict=True)
    return {
        instrument
        for instrument, action, amount in columns
        if instrument and amount is not None and action in {None, "pay"}
    }


def _obligation(key: str, debt: Debt, flow: Flow) -> dict[str, Any]:
    # The engine's calendar is that of the State Council, so the business day of an exchange is stated as it is.
    exchange = debt.calendar == "cn-exchange"
    what = _WHAT[bool(flow.principal), bool(flow.interest)]
    title = Text(f"{debt.id} 第{flow.n}期{what.zh}", f"{debt.id}, payment {flow.n} ({what.en})")
    row = {
        **TABLES["obligations"].defaults, "id": key, "instrument": debt.id, "title": title, "bearer": debt.unit, "action": "pay",
        "due_on": flow.pay_on if exchange else flow.due_on, "roll": _ROLL_NAMES[debt.roll], "amount": flow.total, "currency": debt.currency,
        # Late interest is a further claim, whose rate the contract fixes: it does not swallow what was paid on the flow.
        "allocation": "principal_first", "interest_mode": "none",
    }  # fmt: skip
    if debt.kind == "loan":
        row |= {
            "interest_mode": "fixed_at_contract",
            "interest_rate": late_rate(debt, flow),
            "clause": late_clause(debt),
        }
    return row


def late_factor(debt: Debt) -> Fraction:
    """Return what the rate of a loan is multiplied by on what is late: as agreed, else the most that may be."""
    return LATE_FACTOR if debt.late_factor is None else Fraction(debt.late_factor)


def late_clause(debt: Debt) -> Text:
    """Say on what the late interest of a loan rests."""
    return _LATE_CLAUSE if debt.late_factor is None else _OWN_CLAUSE.format(factor=format(debt.late_factor, "f"))


def late_rate(debt: Debt, flow: Flow) -> Rate:
    """Return the rate a late loan payment bears, a 360th a day."""
    source: Literal["agreed", "assumed"] = "assumed" if debt.late_factor is None else "agreed"
    return Rate(Fraction(flow.rate) * late_factor(debt), "year", 360, source)


def _first_paid(view: View) -> dict[str, int]:
    """Return the first day on which a payment of any debt of a unit is on record."""
    table, debts = view.docket["debts"], view.docket["events"]
    unit = dict(zip(table["id"], table["unit"], strict=True))
    found: dict[str, int] = {}
    for fact in view.known.by_row.values():
        obligation, instrument = debts["obligation"][fact.row], debts["instrument"][fact.row]
        owner = unit.get(obligation.rpartition("/")[0] if obligation else instrument)
        if owner is not None and fact.type in PAYMENTS:
            day = fact.on(DEFAULT_TZ)
            found[owner] = min(day, found.get(owner, day))
    return found


def _other_principal(view: View, debts: Iterable[Debt], service: Iterable[Flow]) -> list[Problem]:
    """Return a problem for each opening principal of a debt that is another than its schedule leaves on that day."""
    of = {debt.id: debt for debt in debts}
    repaid: dict[str, list[Flow]] = defaultdict(list)
    for flow in service:
        repaid[flow.debt].append(flow)
    table, problems = view.docket["events"], []
    for fact in view.known.by_row.values():
        debt = of.get(table["instrument"][fact.row] or "")
        if fact.type != "opening" or fact.amount is None or debt is None or table["obligation"][fact.row] is not None:
            continue
        day = fact.on(DEFAULT_TZ)
        left = debt.principal - sum(flow.principal for flow in repaid[debt.id] if flow.due_on < day)
        if fact.amount != left:
            said = spoken_money(left, debt.currency)
            problems.append(Problem("opening_principal", table.places[fact.row].at("amount"),
                Text(f"期初本金与还本计划不符：按计划当日尚余{said.zh}", f"the opening principal is not that of the schedule, which leaves {said.en} on that day"),
                Text("核对期初本金和债务条款；提前还本或者展期的写明", "compare the opening with the terms of the debt; state what was repaid early or put off"), to_text(fact.amount, debt.currency)))  # fmt: skip
    return problems


def _year_of(day: int | None) -> int:
    """Return the first day of the year a unit's payments begin in, NEVER where there is none: nothing is assessed before."""
    return NEVER if day is None else to_day(to_date(day).replace(month=1, day=1))
