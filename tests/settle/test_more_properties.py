"""What holds of reparations, parties, hours and cut-offs, whatever the facts: against readings that walk through every day."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govaudit.model.days import parse_day, to_date
from govaudit.officials.trace.trace import trace_duty
from settle.dockets import event_rows, obligation, read, settled, status
from settle.reference import Interpreter
from settle.test_parties import OFFICES
from settle.test_reference import BASE, day, events, rates_of, row, rows_of, terms, workdays
from views import officials_of

ONE = dt.timedelta(days=1)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(FEW, max_examples=600)


def walked_to_breach(data: st.DataObject) -> None:
    """A reparation runs from the first day whose own verdict, asked day by day, holds a breach (T27)."""
    promised, as_of = data.draw(terms()), data.draw(day(90))
    found = data.draw(events(promised))
    n = data.draw(st.integers(0, 20))
    first, walk = None, BASE - 400 * ONE if promised.start == "before" else BASE - 20 * ONE
    while first is None and walk <= as_of:
        # What is known on as_of is known throughout: only what happened by the day is seen, and the state of that day's end.
        verdict = Interpreter(promised, found, walk, set(workdays())).run()
        if verdict.breach or verdict.state in {"fulfilled_late", "breached_final"}:
            first = walk
        walk += ONE
    repair = obligation("r", anchor="breached", n=n, unit="day", roll="none", reparation_of="o")
    made = read(
        obligations=[repair, obligation(**row(promised))], events=event_rows(rows_of(found)), rates=rates_of(promised)
    )
    if promised.start == "before" and not promised.anchor:
        return  # owed before its trigger came: no verdict of those days could know it
    due = settled(made, as_of.isoformat())["r"].due_on
    assert (None if due is None else to_date(due)) == (None if first is None else first + n * ONE)


@FEW
@given(st.data())
def test_t27_a_reparation_runs_from_the_first_day_in_breach(data: st.DataObject):
    walked_to_breach(data)


@pytest.mark.slow
@MANY
@given(st.data())
def test_t27_a_reparation_runs_from_the_first_day_in_breach_on_many_more(data: st.DataObject):
    walked_to_breach(data)


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["assign", "delegate", "transfer_debt", "join_debt", "succeed"]), st.integers(-10, 40),
        st.sampled_from(["bureau", "merged"]), st.sampled_from([None, True, False]),
    ),
    max_size=5,
)  # fmt: skip


@FEW
@given(MOVES)
def test_t18_t22_each_breach_day_is_its_bearers(moves: list[tuple[str, int, str, bool | None]]):
    """Every day from 1 April to 10 May is charged to the head of whoever bears the duty on it, joint bearers in equal parts."""
    due, as_of = dt.date(2026, 3, 31), "2026-05-10"
    rows = [
        (kind, (due + at * ONE).isoformat(), {"terms": {"to": to, **({} if consent is None else {"consent": consent})}})
        for kind, at, to, consent in moves
    ]
    made = read(obligations=[obligation(due_on="2026-03-31")], events=event_rows(rows), **OFFICES)
    expected = {"old-head": Fraction(0), "new-head": Fraction(0)}
    posts = {"bureau": "old-head", "merged": "new-head"}
    for at in range(1, 41):
        bearers = ["bureau"]
        for kind, on, to, consent in sorted(moves, key=lambda move: move[1]):
            if on > at:
                break
            if kind == "join_debt" and to not in bearers:
                bearers.append(to)
            elif kind == "succeed" or (kind == "transfer_debt" and consent):
                bearers = [to]
        for one in bearers:
            expected[posts[one]] += Fraction(1, len(bearers))
    found = trace_duty(officials_of(made), settled(made, as_of)["o"], parse_day(as_of))
    counted = dict.fromkeys(expected, 0.0)
    for line in found.counted:
        counted[line.post or ""] += Fraction(line.share or 0)
    assert counted == expected


@FEW
@given(
    st.integers(0, 60 * 48),
    st.integers(0, 72),
    st.integers(-60 * 24, 60 * 100),
    st.sampled_from(["+08:00", "+00:00", "-05:00"]),
)
def test_a15_late_is_what_comes_after_the_hours_and_counts_whole_days(begun: int, n: int, after: int, tz: str):
    """Hours counted one by one, in minutes of the world's clock; days by the clock of the obligation."""
    zone = dt.timezone(dt.timedelta(hours=int(tz[:3])))
    start = dt.datetime(2026, 3, 2, tzinfo=dt.UTC) + dt.timedelta(minutes=begun)
    end = start
    for _ in range(n):
        end += dt.timedelta(hours=1)
    done = end + dt.timedelta(minutes=after)
    rows: list[tuple[Any, ...]] = [
        ("accident", "", {"occurred_at": start.isoformat()}), ("perform", "", {"occurred_at": done.isoformat()}),
    ]  # fmt: skip
    found = status({"anchor": "accident", "n": n, "unit": "hour", "tz": tz}, rows, "2026-12-31")
    last_minute = end.astimezone(zone) - dt.timedelta(seconds=1)
    expected = 0 if after <= 0 else max(1, (done.astimezone(zone).date() - last_minute.date()).days)
    assert (found.state, found.breach_days) == ("fulfilled" if after <= 0 else "fulfilled_late", expected)


@FEW
@given(st.data(), st.integers(0, 24 * 60), st.integers(0, 24 * 60))
def test_r06_a_later_cut_off_never_makes_anything_later(data: st.DataObject, one: int, other: int):
    moment = data.draw(st.integers(0, 24 * 60 - 1))
    paid = ("perform", "", {"occurred_at": f"2026-04-10T{moment // 60:02}:{moment % 60:02}:00+08:00"})
    early, late = (
        status({"due_on": "2026-03-31", "cutoff": f"{cut // 60:02}:{cut % 60:02}"}, [paid], "2026-12-31").breach_days
        for cut in sorted((one, other))
    )
    assert 10 <= late <= early <= 11
