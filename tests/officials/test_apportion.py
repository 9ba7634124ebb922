"""Rule R24: the vectors V9a to V9c, and exact parts of whole amounts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.officials.trace.apportion import largest_remainder
from govaudit.officials.trace.trace import gap_findings
from officials.facts import kinds, late, office, run, split, tenure

# Due 2026-03-31, twenty breach days 2026-04-01 to 2026-04-20.
TWENTY = late("2026-03-31", ("2026-04-01", "2026-04-20"))


@pytest.mark.parametrize(
    ("last_of_a", "first_of_b", "expected"),
    [
        pytest.param("2026-04-09", "2026-04-10", {"A": 9, "B": 11}, id="V9a"),
        pytest.param("2026-04-10", "2026-04-10", {"A": 9, "B": 11}, id="V9b same-day handover"),
        pytest.param("2026-04-05", "2026-04-10", {"A": 5, "VACANT": 4, "B": 11}, id="V9c vacancy"),
    ],
)
def test_worked_vectors(last_of_a: str, first_of_b: str, expected: dict[str, int]):
    facts = office([tenure("t1", "A", "2020-01-01", last_of_a), tenure("t2", "B", first_of_b)])
    assert split(run(facts, TWENTY)) == expected


def test_lines_carry_days_shares_money_and_evidence():
    facts = office([tenure("t1", "A", "2020-01-01", "2026-04-09"), tenure("t2", "B", "2026-04-10", evidence=None)])
    first, second = run(facts, TWENTY).counted
    assert (first.from_, first.to, first.days, first.share, first.amount_days) == (
        "2026-04-01",
        "2026-04-09",
        9,
        "9",
        "9.00",
    )
    assert (second.from_, second.to, second.days, second.share, second.amount_days) == (
        "2026-04-10",
        "2026-04-20",
        11,
        "11",
        "11.00",
    )
    assert first.path[-1].evidence == ("任免文件",)
    assert second.path[-1].text.zh.endswith("（无证据）")
    assert second.path[-1].text.en.endswith("(no evidence)")
    assert "接任时已逾期 9 天" in [note.zh for note in second.notes]


def test_a_vacancy_is_a_finding_and_its_superior_only_a_pointer():
    facts = office(
        [tenure("t1", "A", "2020-01-01", "2026-04-05"), tenure("t2", "B", "2026-04-10")],
        posts=[
            {"id": "head", "org": "bureau", "title": "局长", "rank": "head"},
            {"id": "mayor", "org": "bureau", "title": "分管副市长"},
        ],
        authorities=[{"id": "u1", "superior": "mayor", "subordinate": "head", "kind": "lead"}],
    )
    found = run(facts, TWENTY)
    (finding,) = gap_findings([found])
    assert (finding.kind, finding.rule, finding.facts["days"], finding.facts["pointer"]) == (
        "accountability_gap",
        "AG-01",
        4,
        "mayor",
    )
    assert finding.dates == {"from": "2026-04-06", "to": "2026-04-09"}
    assert all(line.post != "mayor" for line in found.counted)
    assert kinds(found) == ["vacant"]


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=12))
def test_parts_add_up_and_are_within_one_of_the_exact_share(total: int, weights: list[int]):
    parts = largest_remainder(total, weights)
    assert sum(parts) == total
    if sum(weights):
        assert all(
            abs(part - Fraction(total * weight, sum(weights))) < 1 for part, weight in zip(parts, weights, strict=True)
        )


def test_interest_by_largest_remainder():
    assert largest_remainder(100, [1, 1, 1]) == [34, 33, 33]
    assert largest_remainder(1, [9, 11]) == [0, 1]
