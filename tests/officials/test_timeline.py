"""The timeline against a slow reference: every reading of the partial dates is walked through, day by day."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govaudit.officials.record.tenure import FOREVER, NEVER, Tenure
from govaudit.officials.record.timeline import Life, Timeline
from officials.facts import day

CLASS = {"substantive": 0, "concurrent": 0, "acting": 1, "presiding": 2, "secondment": 3}
World = list[tuple[str, str, int, int, list[tuple[int, int]]]]


def answer_in(world: World, on: int, seats: int) -> frozenset[str]:
    """Rule R24 and step 5, word for word, for exact dates: who shares the day."""
    serving = [
        (CLASS[kind], -start, person)
        for person, kind, start, end, suspended in world
        if kind in CLASS and start <= on < end and not any(s <= on < e for s, e in suspended)
    ]
    best: dict[str, tuple[int, int]] = {}
    for klass, late, person in sorted(serving):
        best.setdefault(person, (klass, late))
    ranked = sorted(best.items(), key=lambda item: item[1])
    seated = ranked[:seats]
    return frozenset(person for person, rank in ranked if any(rank <= other for _, other in seated[-1:]))


def readings(tenure: Tenure) -> list[tuple[str, str, int, int, list[tuple[int, int]]]]:
    """Every exact tenure that a tenure with partial dates may stand for."""
    starts, ends = range(tenure.start_lo, tenure.start_hi + 1), range(tenure.end_lo, tenure.end_hi + 1)
    return [(tenure.person, tenure.kind, start, end, list(tenure.suspended)) for start in starts for end in ends]


@st.composite
def tenures(draw: st.DrawFn) -> Tenure:
    start = draw(st.integers(0, 14))
    spread = draw(st.integers(0, 2))
    end = draw(st.integers(start, 18))
    loose = draw(st.integers(0, 2))
    off = draw(st.integers(0, 18))
    return Tenure(
        0, draw(st.uuids()).hex, "p", draw(st.sampled_from("ABC")), draw(st.sampled_from([*CLASS, "nominal"])), None,
        start, start + spread, end, end + loose, "written", draw(st.sampled_from([(), ((off, off + 3),)])),
    )  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(tenures(), max_size=3), st.integers(1, 2))
def test_index_equals_slow_reference(record: list[Tenure], seats: int):
    timeline = Timeline(record, Life(seats=seats, known_from=NEVER))
    for on in range(-1, 22):
        answers = {answer_in(list(world), on, seats) for world in product(*(readings(t) for t in record))}
        holding = timeline.at(on)
        people = {person for answer in answers for person in answer}
        able = [t for t in record if t.may_cover(on) and t.kind in CLASS and not t.is_suspended(on)]
        if len(answers) > 1 and seats == 1 and len(people) == 1 and len(able) > 1:
            # Several tenures of one man, of which it is not known which covers the day: his, possible at most.
            assert (holding.holder, holding.reason, holding.primary[0].person) == ("person", "precision", *people), on
        elif len(answers) > 1:
            assert holding.holder == "unknown", on
        elif answers == {frozenset()}:
            assert holding.holder == "vacant", on
        else:
            assert (holding.holder, {frozenset(t.person for t in holding.primary)}) == ("person", answers), on


def test_a_second_tenure_of_one_who_shares_the_day_may_leave_the_other_without_it():
    def held(key: str, person: str, start: tuple[int, int], end: tuple[int, int]) -> Tenure:
        return Tenure(0, key, "p", person, "substantive", None, *start, *end, "written", ())

    together = [held("1", "A", (0, 0), (4, 4)), held("2", "B", (0, 0), (4, 4))]
    again = held("3", "A", (0, 2), (4, 4))  # it may have begun later than B's, and then A alone holds the seat
    life = Life(known_from=NEVER)
    assert [t.person for t in Timeline(together, life).at(1).primary] == ["A", "B"]
    assert [Timeline([*together, again], life).at(on).holder for on in (0, 1, 3)] == ["person", "unknown", "unknown"]


@given(st.lists(tenures(), max_size=6), st.integers(-5, 25), st.integers(0, 30))
def test_a_span_is_cut_without_gap_or_overlap(record: list[Tenure], start: int, length: int):
    timeline = Timeline(record, Life())
    found = list(timeline.between(start, start + length))
    assert [on for since, until, _ in found for on in range(since, until)] == list(range(start, start + length))
    assert all(timeline.at(on) == holding for since, until, holding in found for on in range(since, until))


@given(st.lists(tenures(), min_size=1, max_size=5), st.data())
def test_widening_a_date_only_takes_certainty_away(record: list[Tenure], data: st.DataObject):
    number = data.draw(st.integers(0, len(record) - 1))
    early, late = data.draw(st.integers(0, 2)), data.draw(st.integers(0, 2))
    one = record[number]
    wide = one._replace(start_lo=one.start_lo - early, end_hi=one.end_hi + late)
    before = Timeline(record, Life(known_from=NEVER))
    after = Timeline([*record[:number], wide, *record[number + 1 :]], Life(known_from=NEVER))
    for on in range(-3, 24):
        old, new = before.at(on), after.at(on)
        same = {t.person for t in old.primary} == {t.person for t in new.primary} and old.holder == new.holder
        assert same or new.holder == "unknown" or new.reason == "precision", on


@pytest.mark.parametrize("on", ["1970-01-01", "2026-04-10"])
def test_without_tenures_nothing_is_known(on: str):
    holding = Timeline([], Life()).at(day(on))
    assert (holding.holder, holding.reason) == ("unknown", "no_records")
    assert Timeline([], Life(NEVER, FOREVER, NEVER)).at(day(on)).holder == "vacant"
