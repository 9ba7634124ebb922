"""Debt service as dated obligations: each flow of a debt becomes an obligation `<debt>/<n>` of its unit, settled like any other.

Interest and principal of a flow are one obligation, as they fall due on one day and are paid together; what of an open flow is
interest and what principal follows from the order of the law (`service_arrears`). A debt whose payments the docket states as
obligations of its own keeps those. Contingent debt is another's until it is called, and makes no obligation.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from govaudit.docket import TABLES
from govaudit.duties.stray_names import without_strays
from govaudit.model import Rate, Text
from govaudit.rules.days import ROLLS
from govaudit.schedules import flows, read_debts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from govaudit.docket import Docket, View
    from govaudit.model import Place, Problem
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

    `unrecorded` are the debts where not one payment of any of them is on record. Their payments are breached all the same (R16: no source
    says that its records end), but the records are more likely missing than every payment: audit says so, and what is overdue is unknown to
    ledger and early warning.
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
    docket = docket.with_tables(docket["obligations"].with_rows(rows, places), docket["debts"].without(unsound))
    docket, strays = without_strays(docket, {}, by_law=False)
    view = view.over(docket, *(("known",) if docket["events"] is view.docket["events"] else ()))
    served = {flow.debt for flow in found.values()}
    recorded = _complete(docket) or not served.isdisjoint(_paid(docket))
    return DebtService(view, debts, found, frozenset() if recorded else frozenset(served)), [*problems, *strays]


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


def _paid(docket: Docket) -> Iterator[str]:
    """Yield the debt of every payment on a debt or a flow of it."""
    table = docket["events"]
    for kind, instrument, obligation in zip(table["type"], table["instrument"], table["obligation"], strict=True):
        if kind in {"pay", "perform"}:
            yield obligation.rpartition("/")[0] if obligation else instrument


def _complete(docket: Docket) -> bool:
    """Whether a source says up to which day its events are complete: only then does "no record" mean "did not happen"."""
    sources = docket["sources"]
    return any(
        table == "events" and through is not None
        for table, through in zip(sources["table"], sources["complete_through"], strict=True)
    )
