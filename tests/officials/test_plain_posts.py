"""The timelines of plain posts, cut in columns, against those of timeline.py; and which posts are plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govaudit.model.days import PartialDate, iso
from govaudit.officials.bulk.plain_posts import BITS, plain_posts
from govaudit.officials.record.tenure import FOREVER
from govaudit.officials.record.timeline import HOLDERS
from officials.facts import docket, office, tenure
from views import officials_of

if TYPE_CHECKING:
    from govaudit.docket.table import Docket
    from govaudit.officials.record.officials import Officials

POSTS = ["p0", "p1"]
Row = dict[str, object]
Said = list[tuple[int, str, list[int]]]  # first day, who holds, rows of the tenures that share the post


def date(day: int, width: int = 0) -> PartialDate:
    return PartialDate(day, day + width, iso(day) or "")


# What a tenure, a post and a docket may have beside the usual.
KINDS: list[Row] = [{}, {}, {"kind": "substantive"}, {"kind": "concurrent"}, {"kind": "acting"}, {"kind": "presiding"}]
ODD: list[Row] = [
    {"kind": "nominal"}, {"seat": "1"}, {"suspended": [("1970-01-04", "1970-01-09")]}, {"start": None}, {"start": date(2, 2)},
    {"end": date(32, 3)}, {"certainty": "probable"}, {"recorded_from": 200}, {"recorded_to": 200},
]  # fmt: skip
LIVES: list[Row] = [
    {},
    {},
    {"created": date(-2)},
    {"created": date(5, 2)},
    {"abolished": date(33)},
    {"abolished": date(20)},
]
REACH: list[Row] = [{"table": "tenures"}, {"table": "tenures", "complete_through": 18}, {"table": "acts", "rank": 1}]


@st.composite
def terms(draw: st.DrawFn) -> Row:
    """Draw a tenure near 1970-01-01, for days before that have no segments of their own."""
    first, length = draw(st.integers(-4, 30)), draw(st.none() | st.integers(0, 15))
    return {
        "post": draw(st.sampled_from(POSTS)), "person": draw(st.sampled_from("ABCDE")),
        "start": date(first), "end": None if length is None else date(first + length),
        **draw(st.sampled_from([*KINDS * 8, *ODD])),
    }  # fmt: skip


@st.composite
def dockets(draw: st.DrawFn) -> Docket:
    posts = [
        {"id": post, "org": "a", "title": post, **draw(st.sampled_from([*LIVES * 2, {"seats": 2}]))} for post in POSTS
    ]
    persons: list[Row] = [{"id": person, "name": person} for person in "ABCDE"]
    persons[2] |= draw(st.sampled_from([{}, {}, {"status": "dead", "status_on": date(20)}]))
    persons[1] |= draw(st.sampled_from([{}, {"merged_into": "C"}]))
    return docket(
        orgs=[
            {"id": "a", "name": "a", **draw(st.sampled_from([{}, {}, {"founded": date(3)}, {"dissolved": date(25)}]))}
        ],
        posts=posts,
        persons=persons,
        tenures=[{"id": f"t{number}", **row} for number, row in enumerate(draw(st.lists(terms(), max_size=8)))],
        sources=[{"id": "q", **one} for one in draw(st.sampled_from([[], [], [], *([one] for one in REACH)]))],
    )


def by_columns(officials: Officials, number: int) -> Said:
    """Return the days on which another holds the post, as columns have it; the post must be plain."""
    _, cut = plain_posts(officials, POSTS)
    mine = cut.key >> BITS == number
    found: Said = []
    for day, held in zip((cut.key[mine] & (1 << BITS) - 1).tolist(), cut.held[mine].tolist(), strict=True):
        said = ("person", [held]) if held >= 0 else (HOLDERS[-1 - held], [])
        if not found or found[-1][1:] != said:
            found.append((day, *said))
    return found


def by_timeline(officials: Officials, post: str) -> Said:
    """Return the same of any post."""
    found: Said = []
    for day, _, holding in officials.timeline(post).between(0, FOREVER):
        said = (holding.holder, [one.row for one in holding.primary])
        if not found or found[-1][1:] != said:
            found.append((day, *said))
    return found


@settings(max_examples=300, deadline=None)
@given(dockets(), st.sampled_from([None, 100, 300]))
def test_columns_say_what_the_timeline_says(facts: Docket, known_at: int | None):
    officials = officials_of(facts, known_at)
    plain, cut = plain_posts(officials, POSTS)
    assert (np.diff(cut.key) > 0).all()
    assert set((cut.key >> BITS).tolist()) == set(np.flatnonzero(plain).tolist())
    for number in np.flatnonzero(plain).tolist():
        assert by_columns(officials, number) == by_timeline(officials, POSTS[number])


FIRST = tenure("t1", "A", "2024-01-01", "2025-03-31")
NEXT = tenure("t2", "B", "2025-03-31")
DEAD = [{"id": "B", "name": "B", "status": "dead", "status_on": PartialDate(20300, 20300, "2025-07-31")}]


def post(**more: object) -> dict[str, list[Row]]:
    return {"posts": [{"id": "head", "org": "bureau", "title": "局长", "rank": "head", **more}]}


@pytest.mark.parametrize(
    ("tenures", "more"),
    [
        ([], {}),
        ([FIRST, NEXT], {}),
        ([FIRST, NEXT, tenure("t3", "C", "2024-06-01", "2024-07-01", kind="acting")], {}),
        ([FIRST, NEXT, tenure("t3", "C", "2024-01-01", "2024-07-01", kind="acting")], {}),  # another class
        ([FIRST], post(created="2020-01-01", abolished="2025-12-31")),
        ([FIRST], {"sources": [{"id": "q", "table": "tenures", "complete_through": 20500}]}),
        ([FIRST], {"persons": [{**DEAD[0], "id": "A"}]}),
    ],
)  # fmt: skip
def test_what_dates_alone_decide_is_plain(tenures: list[Row], more: dict[str, list[Row]]):
    plain, _ = plain_posts(officials_of(office(tenures, **more)), ["head"])
    assert plain.tolist() == [True]


@pytest.mark.parametrize(
    ("tenures", "more"),
    [
        ([FIRST, NEXT], post(seats=2)),
        ([FIRST, NEXT], post(abolished="2026-12-31")),  # which ends the second
        ([FIRST, NEXT], {"persons": DEAD}),
        ([FIRST, NEXT], {"sources": [{"id": "q", "table": "tenures", "complete_through": 20500}]}),
        ([FIRST, NEXT], {"sources": [{"id": "q", "table": "acts", "rank": 1}]}),
        ([FIRST, tenure("t2", "B", "2025")], {}),
        ([FIRST, tenure("t2", "B", None, "2025-12-31")], {}),
        ([tenure("t1", "A", "2024-01-01", "2025")], {}),
        ([FIRST, tenure("t2", "B", "2024-01-01", "2024-12-31")], {}),  # they share the post
        ([FIRST, tenure("t2", "B", "2025-03-31", kind="nominal")], {}),
        ([FIRST, tenure("t2", "B", "2025-03-31", suspended=[("2025-06-01", "2025-06-30")])], {}),
        ([FIRST, tenure("t2", "B", "2025-03-31", certainty="probable")], {}),
        ([tenure(f"t{n}", "A", iso(20000 + n), iso(20000 + n)) for n in range(65)], {}),
    ],
)
def test_what_needs_more_than_dates_is_not(tenures: list[Row], more: dict[str, list[Row]]):
    plain, cut = plain_posts(officials_of(office(tenures, **more)), ["head"])
    assert (plain.tolist(), len(cut.key)) == ([False], 0)
