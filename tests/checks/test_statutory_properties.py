"""What has to hold of statutory duties whatever the facts: order of rows, suspensions, money that is counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checks.cases import docket
from govaudit.duties.duty_table import gather_duties
from govaudit.model.days import iso, parse_day
from govaudit.rules.catalogue import RuleSet, load_rules
from govaudit.settle.settle_rows import settle
from govaudit.settle.status import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

RULES = load_rules()
ONLY = RuleSet(rules={key: RULES[key] for key in ("GP-13", "GP-14", "GP-15", "GP-21a", "GP-23b", "SM-01a", "TO-03")})
SETTINGS = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
BASE, AS_OF = parse_day("2026-01-05"), parse_day("2026-09-30")
CAUSES = [None, "statute", "征求意见", "court", "agreed", "expert_review", "补正材料"]
ACTS = ["award_notice", "signed", "winner_refused", "contract_published", "filed", "complaint", "complaint_decided", "request_received", "request_corrected", "request_answered"]  # fmt: skip
STATED = [
    {"id": "P", "title": "付款", "amount": "1000", "anchor": "delivered", "n": 90, "unit": "day"},
    {"id": "Q", "title": "付款", "amount": "400", "due_on": "2026-03-31"},
    {"id": "RET", "title": "质保金", "amount": "30", "due_on": "2026-08-31", "pays_for": "retention"},
    {"id": "BOND", "title": "保证金", "bearer": "firm", "amount": "50", "due_on": "2026-02-02"},
    {"id": "ADV", "title": "预付款", "amount": "200", "due_on": "2026-01-12"},
]


def days() -> st.SearchStrategy[str]:
    return st.integers(0, 200).map(lambda n: iso(BASE + n) or "")


@st.composite
def acts(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"type": draw(st.sampled_from(ACTS)), "occurred_on": draw(days())} for _ in range(draw(st.integers(1, 7)))
    ]
    for _ in range(draw(st.integers(0, 2))):
        kind = draw(st.sampled_from(["suspend", "resume"]))
        rows.append({"type": kind, "occurred_on": draw(days()), "cause": draw(st.sampled_from(CAUSES))})
    return rows


@st.composite
def money(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Events of one delivery (or an invoice) with payments, and what the contract states."""
    rows: list[dict[str, Any]] = [
        {"type": draw(st.sampled_from(["delivered", "invoiced"])), "occurred_on": draw(days())}
    ]
    stated = draw(st.lists(st.sampled_from(STATED), unique_by=lambda one: one["id"], max_size=4))
    names = [None, None, *(one["id"] for one in stated)]
    for _ in range(draw(st.integers(0, 4))):
        row = {"type": "pay", "occurred_on": draw(days()), "amount": str(draw(st.integers(1, 1200)))}
        rows.append(row | ({"obligation": name} if (name := draw(st.sampled_from(names))) else {}))
    return rows, stated


def made(events: Sequence[dict[str, Any]], stated: Sequence[dict[str, Any]] = (), **instrument: Any) -> list[Status]:
    base = {"instrument": "C1", "bearer": "bureau", "action": "pay"}
    attributes = {"finance_department": "bureau", **instrument.pop("attributes", {})}
    found = docket(
        {**instrument, "attributes": attributes}, list(events), obligations=[{**base, **one} for one in stated]
    )
    return settle(gather_duties(found, ONLY, AS_OF)[0].view)


def told(statuses: list[Status]) -> set[tuple[Any, ...]]:
    return {(one.obligation, one.trigger_event, one.state, one.due_on, one.performed_on, one.open_amount, one.breach_days, one.interest, one.credit, one.flags) for one in statuses}  # fmt: skip


def named(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": f"e{number}", **row} for number, row in enumerate(events)]


@SETTINGS
@given(acts(), st.sampled_from(["procurement", "disclosure"]), st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(events: list[dict[str, Any]], domain: str, draw: Any):
    rows = named(events)
    before = told(made(rows, domain=domain))
    draw.shuffle(rows)
    assert told(made(rows, domain=domain)) == before


@SETTINGS
@given(money(), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_payments_and_duties_decides_nothing(given_: Any, sme: Any, draw: Any):
    events, stated = given_
    contract = {"amount": "1000", "attributes": {"sme": sme}}
    rows, duties = named(events), list(stated)
    before = told(made(rows, duties, **contract))
    draw.shuffle(rows)
    draw.shuffle(duties)
    assert told(made(rows, duties, **contract)) == before


@SETTINGS
@given(acts(), st.sampled_from(["procurement", "disclosure"]), st.sampled_from(CAUSES), days(), st.integers(0, 90))
def test_a_suspension_adds_no_day_of_breach(
    events: list[dict[str, Any]], domain: str, cause: str | None, day: str, length: int
):
    rows = named([one for one in events if one["type"] not in {"suspend", "resume"}])
    pause = [{"id": "s", "type": "suspend", "occurred_on": day, "cause": cause}, {"id": "t", "type": "resume", "occurred_on": iso(parse_day(day) + length), "cause": cause}]  # fmt: skip
    before = {one.obligation: one for one in made(rows, domain=domain)}
    after = {one.obligation: one for one in made([*rows, *pause], domain=domain)}
    assert before.keys() == after.keys()
    for key, one in after.items():
        assert one.breach_days <= before[key].breach_days
        assert (one.due_on or AS_OF) >= (before[key].due_on or 0)


@SETTINGS
@given(money(), st.booleans())
def test_money_is_counted_once(given_: Any, sme: Any):
    events, stated = given_
    statuses = made(events, stated, amount="1000", attributes={"sme": sme})
    paid = sum(100 * int(one["amount"]) for one in events if one["type"] == "pay")
    counted = Status.counted_once(statuses)
    assert sum((one.performed_amount or 0) + one.interest_paid for one in counted) <= paid
    # Of one sum that contract and law both claim no more than the sum is claimed.
    of_law = [one for one in counted if one.rule is not None]
    assert sum(one.amount or 0 for one in of_law) <= 1000_00
