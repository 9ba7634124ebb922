"""Invariants of accountability.md §2.5, over random records of office."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from govaudit.model.days import PartialDate, iso, parse_day, to_date
from govaudit.settle.status import Span, Status
from officials.facts import office, run, tenure

if TYPE_CHECKING:
    from govaudit.docket.table import Docket
    from govaudit.officials.trace.trace import Trace

BASE = parse_day("2026-03-31")
Row = dict[str, object]


def status(spans: list[tuple[int, int]], shift: int = 0) -> Status:
    made = tuple(Span(BASE + shift + start, BASE + shift + end, 100) for start, end in spans)
    return Status(
        "o-1",
        "i-1",
        "procurement",
        None,
        "breached",
        due_on=BASE + shift,
        breach_days=sum(s.days for s in made),
        spans=made,
        amount=100,
    )


@st.composite
def records(draw: st.DrawFn) -> list[Row]:
    rows = []
    for number in range(draw(st.integers(0, 5))):
        start, length = draw(st.integers(-30, 40)), draw(st.integers(0, 25))
        more = {"kind": draw(st.sampled_from(["substantive", "acting", "presiding", "nominal", "concurrent"]))}
        end = None if draw(st.booleans()) else written(start + length, draw(st.integers(0, 2)))
        rows.append(
            tenure(f"t{number}", draw(st.sampled_from("ABC")), None)
            | {"start": written(start, draw(st.integers(0, 2))), "end": end}
            | more
        )
    return rows


def written(offset: int, width: int) -> PartialDate:
    return PartialDate(BASE + offset, BASE + offset + width, iso(BASE + offset) or "")


spans = st.lists(st.integers(1, 45), min_size=2, max_size=6, unique=True).map(
    lambda cuts: [(a, b) for a, b in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False)]
)


def totals(found: Trace) -> dict[tuple[str, str | None], Fraction]:
    charged: dict[tuple[str, str | None], Fraction] = {}
    for line in found.counted:
        key = (line.holder, line.person)
        charged[key] = charged.get(key, Fraction(0)) + Fraction(line.share or 0)
    return charged


@settings(deadline=None)
@given(records(), spans, st.integers(1, 2))
def test_holders_vacant_and_unknown_add_up_to_the_breach_days(rows: list[Row], late: list[tuple[int, int]], seats: int):
    posts = [{"id": "head", "org": "bureau", "title": "局长", "rank": "head", "seats": seats}]
    asked = status(late)
    found = run(office(rows, posts=posts), asked)
    assert sum(totals(found).values()) == asked.breach_days
    money = sum((Fraction(line.amount_days or 0) for line in found.counted), Fraction(0))
    assert money == asked.breach_days  # 100 fen a day is 1.00 a day
    if seats == 1 and all(line.share == str(line.days) for line in found.counted):
        assert sum(line.days for line in found.counted) == asked.breach_days


@settings(deadline=None)
@given(records(), spans, st.randoms())
def test_the_order_of_rows_means_nothing(rows: list[Row], late: list[tuple[int, int]], random: object):
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert run(office(rows), status(late)) == run(office(shuffled), status(late))


@settings(deadline=None)
@given(records(), spans, st.integers(0, 24))
def test_splitting_a_tenure_changes_no_totals(rows: list[Row], late: list[tuple[int, int]], cut: int):
    exact = [row for row in rows if row["start"].exact and row["end"] is not None and row["end"].exact]
    if not exact:
        return
    whole = exact[0]
    middle = whole["start"].lo + cut
    if not whole["start"].lo < middle <= whole["end"].lo:
        return
    # A later start would win against overlapping tenures of others (R24), so only a tenure that stands alone is split.
    others = [row for row in rows if row is not whole and row["person"] != whole["person"]]
    if any(_may_meet(whole, row) for row in others):
        return
    parts = [
        whole | {"end": written(middle - 1 - BASE, 0)},
        whole | {"id": "t9", "start": written(middle - BASE, 0)},
    ]
    split = [row for row in rows if row is not whole] + parts
    assert totals(run(office(rows), status(late))) == totals(run(office(split), status(late)))


def _may_meet(one: Row, other: Row) -> bool:
    end = other["end"]
    return other["start"].lo <= one["end"].hi and (end is None or end.hi >= one["start"].lo)


@settings(deadline=None)
@given(records(), spans, st.integers(-4000, 4000))
def test_shifting_all_dates_shifts_all_answers(rows: list[Row], late: list[tuple[int, int]], shift: int):
    moved = [row | {side: _moved(row[side], shift) for side in ("start", "end")} for row in rows]
    before = run(office(rows), status(late), as_of="2026-12-31")
    after = run(office(moved), status(late, shift), as_of=to_date(parse_day("2026-12-31") + shift).isoformat())
    assert totals(before) == totals(after)
    for old, new in zip(before.counted, after.counted, strict=True):
        assert parse_day(new.from_ or "") - parse_day(old.from_ or "") == shift
        assert parse_day(new.to or "") - parse_day(old.to or "") == shift


def _moved(date: PartialDate | None, shift: int) -> PartialDate | None:
    return None if date is None else PartialDate(date.lo + shift, date.hi + shift, iso(date.lo + shift) or "")


@settings(deadline=None)
@given(records(), records(), spans)
def test_facts_recorded_after_known_at_change_nothing(rows: list[Row], later: list[Row], late: list[tuple[int, int]]):
    known = "2026-06-30"
    added = [row | {"id": f"later-{row['id']}", "recorded_from": "2026-07-01"} for row in later]
    people = [{"id": person, "name": person} for person in "ABC"]
    before = run(office(rows, persons=people), status(late), known_at=known)
    after = run(office(rows + added, persons=people), status(late), known_at=known)
    assert before == after


@settings(deadline=None)
@given(records(), spans)
def test_facts_of_another_scope_or_time_change_nothing(rows: list[Row], late: list[tuple[int, int]]):
    def facts(**more: list[Row]) -> Docket:
        orgs = [{"id": "bureau", "name": "示例局"}, {"id": "other", "name": "他局"}]
        posts = [
            {"id": "head", "org": "bureau", "title": "局长", "rank": "head"},
            {"id": "x", "org": "bureau", "title": "科长"},
        ]
        return office(rows, orgs=orgs, posts=posts, **more)

    foreign = facts(
        assignments=[
            {"id": "s1", "post": "x", "role": "responsible", "scope": "debt"},
            {"id": "s2", "post": "x", "role": "responsible", "obligation": "o-1", "end": "2020-12-31"},
        ],
        transfers=[
            {
                "id": "m1",
                "kind": "function_move",
                "from": "bureau",
                "to": "other",
                "scope": "debt",
                "date": "2026-04-05",
            }
        ],
        authorities=[{"id": "u1", "superior": "x", "subordinate": "other"}],
    )
    assert run(facts(), status(late)) == run(foreign, status(late))


@settings(deadline=None)
@given(records(), spans)
def test_every_hop_interval_contains_the_day_tested(rows: list[Row], late: list[tuple[int, int]]):
    tenure_ids = {row["id"]: row for row in rows}
    for line in run(office(rows), status(late)).counted:
        for hop in line.path:
            if hop.fact in tenure_ids:
                row, on = tenure_ids[hop.fact], parse_day(hop.tested_on or "")
                assert row["start"].lo <= on
                assert row["end"] is None or on <= row["end"].hi
