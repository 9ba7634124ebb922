"""Corner cases 45 and 49 of accountability.md §3 once more: abolitions beside other transfers, and bodies that are no more."""

from __future__ import annotations

from collections import Counter

import pytest

from officials.facts import kinds, run, split
from officials.test_cases_bodies import TWENTY, Row, bodies, reform

DAY = "2026-04-11"
INTO_B = {"kind": "merge", "from": "a", "to": "b", "date": DAY}
ABOLISHED = {"kind": "abolish", "from": "a", "date": DAY}


@pytest.mark.parametrize("deciding", ["a", "d", None])
@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("beside", "expected"),
    [
        ([INTO_B], {"B": 10}),
        ([{**INTO_B, "kind": "rename"}], {"B": 10}),
        ([{**INTO_B, "kind": "split"}, {**INTO_B, "kind": "split", "to": "c"}], {"B": 5, "C": 5}),
        ([{**INTO_B, "kind": "function_move", "scope": "ppp"}], {"B": 10}),
    ],
    ids=["merger", "renaming", "split", "function"],
)
def test_case_45_an_abolition_beside_what_names_a_successor_adds_none(
    deciding: str | None, order: int, beside: list[Row], expected: dict[str, int]
):
    rows = [*beside, {**ABOLISHED, "deciding_body": deciding}]
    found = run(reform(*rows[::order]), TWENTY)
    charged = Counter[str | None]()
    for line in found.counted:
        charged[line.person] += int(line.share or line.days)
    assert charged == {"A": 10, **expected}
    assert kinds(found) == (["joint_successors"] if len(expected) > 1 else [])
    narrower = [*beside, {**ABOLISHED, "deciding_body": deciding, "scope": "i-1"}]
    assert set(bodies(reform(*narrower[::order]), "2026-04-20")[0]) == {person.lower() for person in expected}


@pytest.mark.parametrize(
    ("merged", "abolished", "expected"),
    [("2026-04-10", DAY, {"A": 9, "B": 11}), (DAY, "2026-04-10", {"A": 9, "D": 11})],
    ids=["the day after", "the day before"],
)
def test_case_45_the_earlier_of_a_merger_and_an_abolition_takes_the_duty(
    merged: str, abolished: str, expected: dict[str, int]
):
    facts = reform({**INTO_B, "date": merged}, {**ABOLISHED, "date": abolished, "deciding_body": "d"})
    assert split(run(facts, TWENTY)) == expected


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([{**ABOLISHED, "deciding_body": "a"}], ()),  # itself
        ([{**ABOLISHED, "deciding_body": "b"}, {**ABOLISHED, "from": "b", "deciding_body": "a"}], ()),  # each the other
        ([{**INTO_B, "date": "2020-01-01"}, {**ABOLISHED, "from": "b", "deciding_body": "a"}], ()),
        ([{**INTO_B, "from": "d", "date": "2020-01-01"}, {**ABOLISHED, "deciding_body": "d"}], ()),
        ([{**INTO_B, "from": "d"}, {**ABOLISHED, "deciding_body": "d"}], ("b",)),  # it decided, then was merged
        ([{**INTO_B, "from": "d", "date": "2020-01-01"}, {**INTO_B, "kind": "split", "from": "b", "to": "d", "date": "2024-01-01"},
          {**ABOLISHED, "deciding_body": "d"}], ("d",)),  # set up anew
    ],
)  # fmt: skip
def test_case_45_a_body_that_is_no_more_takes_nothing_on(rows: list[Row], at: tuple[str, ...]):
    assert bodies(reform(*rows), "2026-04-10")[0] in {("a",), ("b",)}  # the day before nothing has happened yet
    for order in (1, -1):
        found, flags = bodies(reform(*rows[::order]), DAY)
        assert (found, flags[0]) == (at, "no_successor")


def test_case_45_a_body_that_gives_up_a_function_by_its_own_decision_keeps_it():
    facts = reform({**ABOLISHED, "scope": "ppp", "deciding_body": "a"})
    assert bodies(facts, DAY)[0] == ("a",)


def test_case_49_a_duty_handed_on_and_back_on_one_day_is_not_lost():
    facts = reform(
        INTO_B,
        {"kind": "split", "from": "b", "to": "c", "scope": "ppp", "date": DAY},
        {"kind": "split", "from": "c", "to": "b", "date": DAY},
    )
    assert bodies(facts, DAY) == (("b",), ("succession_cycle",))
