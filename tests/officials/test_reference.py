"""The program's trace equals the slow reference walk on random dockets: every row kind, partial dates, both times."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govaudit.model.days import PartialDate, iso, parse_day
from govaudit.officials.trace.trace import Trace, trace_duty
from govaudit.settle.status import Span, Status
from officials.facts import docket
from officials.reference import Walked, walk
from views import officials_of

if TYPE_CHECKING:
    from govaudit.docket.table import Docket

BASE = parse_day("2026-03-31")
Row = dict[str, object]
ORGS, POSTS, PEOPLE = "abcd", [f"{body}{n}" for body in "abcd" for n in range(2)], "ABCDE"
SCOPES = st.sampled_from(["*", "ppp", "ppp.pay", "debt", "i-1", "o-1", "debt,ppp"])


def dates(low: int = -15, high: int = 30) -> st.SearchStrategy[int]:
    return st.integers(low, high).map(lambda offset: BASE + offset)


@st.composite
def partials(draw: st.DrawFn, low: int = -15, high: int = 30) -> PartialDate:
    day, width = draw(dates(low, high)), draw(st.sampled_from([0, 0, 0, 1, 2]))
    return PartialDate(day, day + width, iso(day) or "")


@st.composite
def intervals(draw: st.DrawFn) -> Row:
    start = draw(st.none() | partials(-15, 15))
    end = draw(st.none() | partials(0, 30))
    return {"start": start, "end": end if start is None or end is None or end.lo >= start.hi else None}


def recorded() -> st.SearchStrategy[Row]:
    return st.sampled_from([{}, {}, {"recorded_from": BASE + 50}, {"recorded_to": BASE + 20}])


@st.composite
def tables(draw: st.DrawFn) -> Docket:
    def some(most: int, row: st.SearchStrategy[Row], name: str) -> list[Row]:
        return [{"id": f"{name}{number}", **one} for number, one in enumerate(draw(st.lists(row, max_size=most)))]

    spans = st.sampled_from([None, None, [("2026-04-03", "2026-04-08")]])
    tenure = st.builds(lambda post, person, kind, off, dates, known: {"post": post, "person": person, "kind": kind, "suspended": off, **dates, **known},
                       st.sampled_from(POSTS[:4]), st.sampled_from(PEOPLE), st.sampled_from(["substantive", "acting", "presiding", "nominal"]), spans,
                       intervals(), recorded())  # fmt: skip
    target = st.sampled_from([{"obligation": "o-1"}, {"instrument": "i-1"}]) | SCOPES.map(
        lambda scope: {"scope": scope}
    )
    assignment = st.builds(lambda post, role, what, dates: {"post": post, "role": role, **what, **dates}, st.sampled_from(POSTS),
                           st.sampled_from(["responsible", "responsible", "supervisor"]), target, intervals())  # fmt: skip
    transfer = st.builds(lambda kind, pair, scope, date, body: {"kind": kind, "from": pair[0], "to": pair[1] if kind != "abolish" else None, "scope": scope, "date": date, "deciding_body": body},
                         st.sampled_from(["merge", "split", "rename", "function_move", "abolish"]),
                         st.tuples(st.sampled_from(ORGS), st.sampled_from(ORGS)).filter(lambda pair: pair[0] != pair[1]),
                         st.none() | SCOPES, dates(0, 20), st.none() | st.sampled_from(ORGS))  # fmt: skip
    delegation = st.builds(lambda pair, scope, again, ceiling, revoked, dates: {"from_post": pair[0], "to_post": pair[1], "scope": scope, "may_redelegate": again, "ceiling": ceiling, "revoked_on": revoked, **dates},
                           st.tuples(st.sampled_from(POSTS[:4]), st.sampled_from(POSTS[:4])), st.none() | SCOPES, st.booleans(),
                           st.none() | st.sampled_from([50, 100]), st.none() | dates(0, 20), intervals())  # fmt: skip
    authority = st.builds(lambda up, down, kind, scope, dates: {"superior": up, "subordinate": down, "kind": kind, "scope": scope, **dates},
                          st.sampled_from([*ORGS, *POSTS]), st.sampled_from([*ORGS, *POSTS]), st.sampled_from(["lead", "guide", "supervise"]),
                          st.none() | SCOPES, intervals())  # fmt: skip
    posts = [
        {"id": post, "org": post[0], "title": post, "rank": draw(st.sampled_from(["head", "deputy", "member"])),
         "seats": draw(st.sampled_from([None, 1, 2])), "created": draw(st.none() | partials(-15, 10)), "abolished": draw(st.none() | partials(12, 30))}
        for post in POSTS
    ]  # fmt: skip
    persons = [{"id": person, "name": person} for person in PEOPLE]
    persons[0] |= {"status": draw(st.sampled_from([None, "retired", "dead"])), "status_on": draw(partials())}
    persons[4] |= {"merged_into": draw(st.sampled_from([None, "A"]))}
    return docket(
        orgs=[{"id": body, "name": body, "parent": "a" if body != "a" and draw(st.booleans()) else None} for body in ORGS], posts=posts, persons=persons, tenures=some(5, tenure, "t"),
        assignments=some(3, assignment, "s"), transfers=some(3, transfer, "m"), delegations=some(4, delegation, "d"),
        authorities=some(2, authority, "u"), sources=draw(st.sampled_from([[], [{"id": "q", "table": "tenures", "complete_through": BASE + 12}]])),
        instruments=[{"id": "i-1", "domain": "ppp", "kind": "contract", "title": "-", "authority": "a"}],
        obligations=[{"id": "o-1", "instrument": "i-1", "title": "-", "bearer": draw(st.sampled_from(["a", "a", "b", "a0"])), "action": "pay", "amount": 100}],
    )  # fmt: skip


late = st.lists(st.integers(1, 26), min_size=2, max_size=4, unique=True).map(
    lambda cuts: [(a, b) for a, b in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False)]
)


def status(spans: list[tuple[int, int]]) -> Status:
    made = tuple(Span(BASE + start, BASE + end, 100) for start, end in spans)
    days = sum(span.days for span in made)
    return Status("o-1", "i-1", "ppp", None, "breached", due_on=BASE, breach_days=days, spans=made, amount=100)


def said(found: Trace) -> Walked:
    charged: dict[tuple[str | None, str, str | None], Fraction] = {}
    beside: Counter[tuple[str, tuple[str | None, str, str | None]]] = Counter()
    for line in found.responsible:
        who = (line.post, line.holder, line.person)
        if line.counted:
            charged[who] = charged.get(who, Fraction(0)) + Fraction(line.share or 0)
        elif line.phase == "overdue" and line.role in {"head", "supervisor", "delegate"}:
            beside[line.role, who] += line.days
    return Walked(charged, dict(beside))


def compare(facts: Docket, spans: list[tuple[int, int]], known_at: int) -> None:
    asked = status(spans)
    found = trace_duty(officials_of(facts, known_at), asked, BASE + 60)
    assert said(found) == walk(facts, asked, known_at)


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(tables(), late, st.sampled_from([BASE + 30, BASE + 60]))
def test_trace_equals_the_slow_reference(facts: Docket, spans: list[tuple[int, int]], known_at: int) -> None:
    compare(facts, spans, known_at)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None, suppress_health_check=QUIET)
@given(tables(), late, st.sampled_from([BASE + 30, BASE + 60]))
def test_trace_equals_the_slow_reference_many_times(facts: Docket, spans: list[tuple[int, int]], known_at: int) -> None:
    compare(facts, spans, known_at)
