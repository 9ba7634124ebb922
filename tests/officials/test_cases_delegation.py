"""Corner cases 36 to 42 of accountability.md §3: delegations, each named by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from officials.facts import docket, kinds, late, run, split, tenure

if TYPE_CHECKING:
    from govaudit.docket.table import Docket

TWENTY = late("2026-03-31", ("2026-04-01", "2026-04-20"))
Row = dict[str, object]


def office(*delegations: Row, **more: list[Row]) -> Docket:
    """Posts a, b, c of one body held by A, B, C; the obligation binds post a."""
    facts: dict[str, list[Row]] = {
        "orgs": [{"id": "bureau", "name": "示例局"}],
        "posts": [{"id": x, "org": "bureau", "title": f"{x}岗"} for x in "abc"],
        "persons": [{"id": x, "name": x} for x in "ABC"],
        "tenures": [tenure(f"t{x}", x.upper(), "2010-01-01", post=x) for x in "abc"],
        "instruments": [
            {"id": "i-1", "domain": "ppp", "kind": "concession", "title": "示例协议", "authority": "bureau"}
        ],
        "obligations": [
            {"id": "o-1", "instrument": "i-1", "title": "支付", "bearer": "a", "action": "pay", "amount": 100}
        ],
        "delegations": [
            {"id": f"d{n}", "from_post": "a", "to_post": "b", **row} for n, row in enumerate(delegations, 1)
        ],
    }
    return docket(**{**facts, **more})


def delegates(facts: Docket) -> list[tuple[str | None, int]]:
    found = run(facts, TWENTY)
    assert split(found) == {"A": 20}  # the delegator stays, whatever was delegated
    return [
        (line.person, line.days) for line in found.responsible if line.role == "delegate" and line.phase == "overdue"
    ]


def test_a_delegate_stands_beside_the_delegator():
    facts = office({"scope": "ppp"})
    assert delegates(facts) == [("B", 20)]
    (line,) = [line for line in run(facts, TWENTY).responsible if line.role == "delegate"]
    assert [hop.fact for hop in line.path] == ["d1", "tb"]


def test_case_36_expired_on_the_due_date():
    ended = office({"end": "2026-03-31"})
    assert delegates(ended) == []
    lines = [(line.person, line.phase, line.days) for line in run(ended, TWENTY).responsible if line.role == "delegate"]
    assert lines == [("B", "due", 0)]  # the last day of the delegation: still the delegate's
    assert delegates(office({"end": "2026-04-01"})) == [("B", 1)]


def test_case_37_out_of_scope_or_over_the_ceiling():
    assert delegates(office({"scope": "debt"})) == []
    over = office({"ceiling": 99})
    assert delegates(over) == []
    assert kinds(run(over, TWENTY)) == ["void_delegation"]
    assert delegates(office({"ceiling": 100})) == [("B", 20)]


def test_case_37_where_the_narrower_delegation_is_over_its_ceiling_the_wider_one_holds():
    facts = office({"scope": "ppp.pay", "ceiling": 99}, {"scope": "ppp", "to_post": "c"})
    assert delegates(facts) == [("C", 20)]
    assert kinds(run(facts, TWENTY)) == ["void_delegation"]
    assert delegates(office({"scope": "ppp.pay", "ceiling": 100}, {"scope": "ppp", "to_post": "c"})) == [("B", 20)]


def test_case_38_redelegation_is_void_unless_allowed():
    again = {"from_post": "b", "to_post": "c"}
    assert delegates(office({}, again)) == [("B", 20)]
    assert kinds(run(office({}, again), TWENTY)) == ["void_delegation"]
    assert delegates(office({"may_redelegate": True}, again)) == [("B", 20), ("C", 20)]


@pytest.mark.parametrize(
    "back", [[{"to_post": "a"}], [{"may_redelegate": True}, {"from_post": "b", "to_post": "a"}]], ids=["self", "cycle"]
)
def test_case_39_a_circle_ends_and_is_reported(back: list[Row]):
    facts = office(*back)
    assert delegates(facts) == ([("B", 20)] if len(back) > 1 else [])
    assert kinds(run(facts, TWENTY)) == ["void_delegation"]


def test_case_40_revoked_within_the_span():
    assert delegates(office({"revoked_on": "2026-04-11"})) == [("B", 10)]


def test_case_41_the_delegation_outlives_the_delegator():
    gone = [
        tenure("t1", "A", "2010-01-01", "2026-04-05", post="a"),
        tenure("t2", "C", "2026-04-06", post="a"),
        tenure("tb", "B", "2010-01-01", post="b"),
    ]
    found = run(office({}, tenures=gone), TWENTY)
    assert split(found) == {"A": 5, "C": 15}
    assert [(line.person, line.days) for line in found.responsible if line.role == "delegate"] == [("B", 20)]


def test_case_42_two_equally_specific_delegations():
    facts = office({"scope": "ppp"}, {"scope": "ppp", "to_post": "c"})
    assert delegates(facts) == [("B", 20), ("C", 20)]
    assert kinds(run(facts, TWENTY)) == ["tied_delegations"]
    assert delegates(office({}, {"scope": "ppp", "to_post": "c"})) == [("C", 20)]  # the narrower one alone
