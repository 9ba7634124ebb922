"""Rejections and undesignated money are worked out quickly; the plain readings in `slow.py` give the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govaudit.docket.events import known_events as facts
from govaudit.model.days import iso, parse_day
from govaudit.settle import allocate, reparation
from settle import slow
from settle.dockets import obligation, read, settled

BASE = parse_day("2026-01-05")
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
AS_OF = "2026-09-30"
KEYS = ["o0", "o1", "o2", "o3"]


def days(last: int) -> st.SearchStrategy[str]:
    return st.integers(0, last).map(lambda n: iso(BASE + n) or "")


EVENT = st.fixed_dictionaries({
    "type": st.sampled_from(["pay", "pay", "pay", "pay", "reject", "waive", "amend", "suspend", "resume", "demand", "terminate", "correct"]),
    "place": st.sampled_from([None, None, None, *KEYS]), "occurred_on": days(200),
    "amount": st.sampled_from(["50.00", "99.99", "100.00", "130.00", "400.00", ""]), "due_on": days(220), "new": st.sampled_from(["", "80.00", "160.00"]),
    "names": st.integers(-9, 9), "currency": st.sampled_from(["", "", "", "USD"]),
})  # fmt: skip
DEBT = st.fixed_dictionaries({
    "due_on": days(150), "amount": st.sampled_from(["100.00", "100.00", "60.00", "33.33"]),
    "interest_rate": st.sampled_from(["0.05%/day", "0.05%/day", "3.65%/year", None]), "allocation": st.sampled_from([None, None, "fifo", "principal_first"]),
    "tolerance": st.sampled_from([None, None, "1.00"]), "grace_n": st.sampled_from([None, 10]), "currency": st.sampled_from([None, None, None, "USD"]),
    "action": st.sampled_from(["pay", "pay", None]), "kind": st.sampled_from([None, None, None, "punctual"]),
})  # fmt: skip


def event(number: int, made: dict[str, Any]) -> dict[str, Any]:
    """One row of events; what does not fit its type is left out."""
    row = {"id": f"e{number}", "type": made["type"], "occurred_on": made["occurred_on"]}
    row |= {"obligation": made["place"]} if made["place"] else {"instrument": "i"}
    if made["type"] in {"pay", "correct"}:
        row |= {"amount": made["amount"], "currency": made["currency"]}
    elif made["type"] == "waive" and made["new"]:
        row["amount"] = "20.00"
    elif made["type"] == "amend" and made["place"]:
        row["terms"] = {"due_on": made["due_on"]} | ({"amount": made["new"]} if made["new"] else {})
    if made["type"] in {"reject", "correct"} and 0 <= made["names"] < number:
        row["corrects"] = f"e{made['names']}"
    return row


@SETTINGS
@given(st.lists(DEBT, min_size=2, max_size=4), st.lists(EVENT, max_size=14))
def test_as_the_plain_readings_have_it(debts: list[dict[str, Any]], events: list[dict[str, Any]]):
    rows = [
        obligation(key, **{name: value for name, value in debt.items() if value is not None})
        for key, debt in zip(KEYS, debts, strict=False)
    ]
    known = {row["id"] for row in rows}
    made = read(
        obligations=rows,
        events=[event(number, one) for number, one in enumerate(events) if one["place"] in {None, *known}],
    )
    quick = settled(made, AS_OF)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reparation, "allot", slow.allot)
        patch.setattr(facts, "_reject", slow.reject)
        assert settled(made, AS_OF) == quick


def test_hundreds_of_instalments_are_folded_a_few_times_each(monkeypatch: pytest.MonkeyPatch):
    """The work grows with the instalments, not with their square or cube: counted, not timed."""
    count = 200
    folds = []
    monkeypatch.setattr(allocate, "fold", lambda *args: folds.append(1) or FOLD(*args))
    made = read(
        obligations=[
            obligation(
                f"o{n:03}", due_on=iso(BASE - 9000 + 30 * n), amount="100.00", interest_rate="0.05%/day", action="pay"
            )
            for n in range(count)
        ],
        events=[
            {
                "id": f"e{n}",
                "instrument": "i",
                "type": "pay",
                "occurred_on": iso(BASE - 8990 + 30 * n),
                "amount": "99.50",
            }
            for n in range(count)
        ],
    )
    found = settled(made, AS_OF)
    assert sum(status.performed_amount or 0 for status in found.values()) <= 99_50 * count
    assert len(folds) < 10 * count


FOLD = allocate.fold


def test_a_rejection_voids_the_last_performance_still_standing():
    events = [
        {"id": "a", "obligation": "o", "type": "pay", "occurred_on": "2026-02-01", "amount": "10.00"},
        {"id": "b", "obligation": "o", "type": "pay", "occurred_on": "2026-02-02", "amount": "20.00"},
        {"id": "c", "obligation": "o", "type": "pay", "occurred_on": "2026-02-09", "amount": "40.00"},
        {"id": "r1", "obligation": "o", "type": "reject", "occurred_on": "2026-02-03"},
        {"id": "r2", "obligation": "o", "type": "reject", "occurred_on": "2026-02-04"},
        {"id": "r3", "obligation": "o", "type": "reject", "occurred_on": "2026-02-05"},
    ]
    made = read(obligations=[obligation(due_on="2026-03-31", amount="100.00")], events=events)
    assert settled(made, AS_OF)["o"].performed_amount == 40_00


def test_many_rejections_do_not_look_through_all_events(monkeypatch: pytest.MonkeyPatch):
    """Three thousand payments, each rejected: every event is dated a few times (counted, not timed)."""
    dated = []
    on = facts.KnownEvent.on
    monkeypatch.setattr(facts.KnownEvent, "on", lambda fact, tz: dated.append(1) or on(fact, tz))
    rows = [
        {"id": f"{kind[0]}{n}", "obligation": "o", "type": kind, "occurred_on": iso(BASE + n // 20), **money}
        for n in range(3000)
        for kind, money in (("pay", {"amount": "1.00"}), ("reject", {}))
    ]
    made = read(obligations=[obligation(due_on="2026-03-31", amount="100.00")], events=rows)
    assert settled(made, AS_OF)["o"].performed_amount == 0
    assert len(dated) < 10 * len(rows)
