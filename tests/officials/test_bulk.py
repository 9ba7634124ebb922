"""A trace in bulk says, line for line and hop for hop, what a trace of each obligation says: over random towns of every odd kind."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govaudit.model.days import PartialDate, iso, parse_day
from govaudit.model.money import to_text
from govaudit.officials.bulk.bulk_lines import lines_of
from govaudit.officials.bulk.holder_files import Spans, trace_many
from govaudit.officials.bulk.holder_index import ROLES, Index
from govaudit.officials.record.tenure import CERTAINTIES
from govaudit.officials.record.timeline import HOLDERS
from govaudit.officials.trace.duty_classes import duties_of
from govaudit.officials.trace.trace import trace_duty
from govaudit.settle.status import Span, Status
from officials.facts import docket
from views import officials_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.docket.table import Docket
    from govaudit.model.finding import Responsible
    from govaudit.officials.record.officials import Officials

BASE = parse_day("2026-03-31")
UNTIL = BASE + 60
ORGS, POSTS, PEOPLE = [f"g{n}" for n in range(4)], [f"p{n}" for n in range(7)], list("ABCD")
SCOPES = ["procurement", "debt", "procurement.pay", "*", "i-1", "o-2", "示例区"]
RANKS = ["head", "deputy", "member", None]


def one(*choices: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(choices)


@st.composite
def dates(draw: st.DrawFn, first: int = -40, last: int = 70) -> PartialDate:
    start, width = draw(st.integers(first, last)), draw(one(0, 0, 0, 0, 3))
    return PartialDate(BASE + start, BASE + start + width, iso(BASE + start) or "")


maybe = st.one_of(st.none(), dates())


def rows(prefix: str, most: int, **columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Up to `most` rows with ids and a period whose end is not before its start."""
    row = st.fixed_dictionaries(columns)

    def numbered(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
        made = []
        for number, one_row in enumerate(found):
            start, end = one_row.get("start"), one_row.get("end")
            if start is not None and end is not None and end.lo < start.hi:
                one_row = one_row | {"end": None}  # noqa: PLW2901 - a new row in place of the drawn one
            made.append({"id": f"{prefix}{number}", **one_row})
        return made

    return st.lists(row, max_size=most).map(numbered)


@st.composite
def towns(draw: st.DrawFn) -> Docket:
    period = {"start": maybe, "end": maybe}
    certainty = one(None, None, "probable", "possible")
    scope, post, org, key = one(*SCOPES), one(*POSTS), one(*ORGS), one(*ORGS, *POSTS)
    orgs = [{"id": g, "name": g, "parent": draw(one(None, "g0")) if g != "g0" else None, "dissolved": draw(one(None, None, None, draw(dates(20))))} for g in ORGS]  # fmt: skip
    posts = [
        {"id": p, "org": draw(org), "title": p, "rank": draw(one(*RANKS)), "seats": draw(one(None, None, 2)),
         "created": draw(one(None, None, draw(dates(-30, 10)))), "abolished": draw(one(None, None, draw(dates(30))))}
        for p in POSTS
    ]  # fmt: skip
    persons = [{"id": a, "name": a, "merged_into": None if a != "D" else draw(one(None, "A"))} for a in PEOPLE]
    instruments = [
        {"id": f"i-{n}", "domain": draw(one("procurement", "debt")), "kind": "contract", "title": "示例", "authority": "g0", "region": draw(one(None, "示例区"))}
        for n in range(2)
    ]  # fmt: skip
    obligations = [
        {"id": f"o-{n}", "instrument": draw(one(None, "i-0", "i-1")), "title": "示例", "bearer": draw(key), "action": draw(one(None, "pay", "deliver")),
         "amount": draw(one(None, 100, 900)), "clause": draw(one(None, "第5条"))}
        for n in range(4)
    ]  # fmt: skip
    kinds = one(None, "acting", "presiding", "nominal", "concurrent", "secondment")
    tenures = rows(
        "t", 14, post=post, person=one(*PEOPLE), kind=kinds, certainty=certainty, seat=one(None, None, "甲"), **period
    )
    assignments = st.one_of(
        *(rows(f"s{name}", 4, post=post, role=one("responsible", "responsible", "handler", "reviewer", "supervisor", "approver"), certainty=certainty, **period, **{name: values})
          for name, values in (("obligation", one("o-0", "o-1")), ("instrument", one("i-0")), ("scope", scope)))
    )  # fmt: skip
    more = {
        "assignments": draw(assignments) + draw(rows("z", 4, post=post, role=one("responsible", "supervisor"), scope=scope, **period)),
        "delegations": draw(rows("d", 4, from_post=post, to_post=post, scope=one(None, *SCOPES), may_redelegate=st.booleans(), ceiling=one(None, 500),
                                 revoked_on=one(None, None, BASE + 20), certainty=certainty, **period)),
        "authorities": draw(rows("u", 4, superior=key, subordinate=key, kind=one(None, "guide"), scope=one(None, *SCOPES), **period)),
        "transfers": draw(rows("m", 4, **{"kind": one("merge", "split", "abolish", "function_move", "post_move"), "from": key, "to": st.one_of(st.none(), key),
                                          "deciding_body": one(None, "g0"), "scope": one(None, *SCOPES), "date": st.integers(BASE - 20, BASE + 60)})),
        "sources": draw(one([], [], [{"id": "s", "table": "tenures", "complete_through": BASE + 30}])),
    }  # fmt: skip
    return docket(orgs=orgs, posts=posts, persons=persons, instruments=instruments, obligations=obligations, tenures=draw(tenures), **more)  # fmt: skip


spans = st.lists(st.integers(1, 58), min_size=2, max_size=6, unique=True).map(
    lambda cuts: [(a, b) for a, b in zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False)]
)


def settled(town: Docket, late: Iterable[list[tuple[int, int]]]) -> list[Status]:
    table, statuses = town["obligations"], []
    for key, instrument, amount, found in zip(table["id"], table["instrument"], table["amount"], late, strict=True):
        made = tuple(Span(BASE + start, BASE + end, amount or 0) for start, end in found)
        days = sum(span.days for span in made)
        statuses.append(Status(key, instrument, None, None, "breached", due_on=BASE, amount=amount, breach_days=days, spans=made))  # fmt: skip
    return statuses


def asked(statuses: list[Status]) -> Spans:
    listed = [(duty, *span) for duty, status in enumerate(statuses) for span in status.spans]
    return Spans(*np.array(listed, np.int64).reshape(-1, 4).T)


def told(line: Responsible) -> tuple[Any, ...]:
    """What a line of a single trace says, without words."""
    path = tuple(
        (hop.fact, hop.tested_on, hop.certainty) for hop in line.path if hop.text.zh[:3] not in {"义务：", "文书："}
    )
    amount = line.amount_days if line.counted else None
    return (
        line.role,
        line.post,
        line.holder,
        line.person,
        line.from_,
        line.to,
        line.days,
        line.share,
        amount,
        line.certainty,
        path,
    )


def bulk(officials: Officials, statuses: list[Status]) -> dict[str, list[tuple[Any, ...]]]:
    """The same of a trace in bulk, by obligation."""
    index = Index(officials, duties_of(officials.docket), BASE, UNTIL)
    traced = trace_many(index, asked(statuses), len(ROLES))
    lines = lines_of(traced)
    found: dict[str, list[tuple[Any, ...]]] = {status.obligation: [] for status in statuses}
    for n in range(len(lines.duty)):
        role, status = ROLES[lines.role[n]], statuses[lines.duty[n]]
        post = index.post_ids[lines.post[n]]
        if role != "responsible" and post is None:
            continue
        person = index.person_ids[lines.person[n]] if lines.person[n] >= 0 else None
        counted = role == "responsible"
        amount = to_text(int(lines.amount[n]), "CNY") if counted and status.amount is not None else None
        found[status.obligation].append((
            role, post, HOLDERS[lines.holder[n]], person, iso(int(lines.first[n])), iso(int(lines.last[n])), int(lines.days[n]),
            str(lines.share(n)) if counted else None, amount, CERTAINTIES[lines.certainty[n]], hops_of(index, traced, lines, n, status.obligation),
        ))  # fmt: skip
    return found


def hops_of(index: Index, traced: Any, lines: Any, n: int, obligation: str) -> tuple[tuple[Any, ...], ...]:
    """The hops of the line's first piece, and the tenures of all its pieces."""
    held, answers, found = index.held, index.answers, {}
    first: int | None = None
    for piece in range(len(traced.span)):
        entry, holding = traced.entry[piece], traced.holding[piece]
        people = held.person[held.at[holding] : held.at[holding + 1]].tolist()
        same = (traced.spans.duty[traced.span[piece]], answers.role[entry], answers.post[entry]) == (
            lines.duty[n],
            lines.role[n],
            lines.post[n],
        )
        if not same or lines.person[n] not in people or not lines.first[n] <= traced.start[piece] <= lines.last[n]:
            continue
        if lines.person[n] < 0 and (held.holder[holding], held.reason[holding]) != (lines.holder[n], lines.reason[n]):
            continue
        first = int(traced.start[piece]) if first is None else first
        for number in traced.hop[traced.hop_piece == piece].tolist():
            tenure = index.tenures.get(number - len(index.hops)) if number >= len(index.hops) else None
            if tenure is None and traced.start[piece] == first:
                found[number] = index.hop(number, first, obligation)
            elif tenure is not None and index.person_ids[lines.person[n]] == tenure.person:
                found[number] = index.hop(number, max(first, tenure.start_hi), obligation)
    in_order = sorted(found.items(), key=lambda item: _order(index, item[0]))
    return tuple((hop.fact, hop.tested_on, hop.certainty) for _, hop in in_order)


def _order(index: Index, number: int) -> tuple[Any, ...]:
    tenure = index.tenures.get(number - len(index.hops)) if number >= len(index.hops) else None
    return (0,) if tenure is None else (1, tenure.start_hi, tenure.id)


@pytest.mark.parametrize("known_at", [None, BASE])
@settings(deadline=None, max_examples=60)
@given(towns(), st.lists(spans, min_size=4, max_size=4))
def test_bulk_equals_the_trace_of_each_obligation(
    known_at: int | None, town: Docket, late: list[list[tuple[int, int]]]
):
    statuses = settled(town, late)
    officials = officials_of(town, known_at)
    found = bulk(officials, statuses)
    for status in statuses:
        whole = trace_duty(officials, status, UNTIL)
        lines = [
            told(line)
            for line in whole.responsible
            if line.phase == "overdue" and (line.counted or line.role in ROLES[1:])
        ]
        assert sorted(found[status.obligation], key=str) == sorted(lines, key=str)
        assert (
            sum((Fraction(line[7]) for line in found[status.obligation] if line[7]), Fraction(0)) == status.breach_days
        )


def test_days_outside_the_index_are_refused():
    town = docket(obligations=[{"id": "o", "title": "示例", "bearer": "x"}])
    index = Index(officials_of(town), duties_of(town), BASE, UNTIL)
    with pytest.raises(ValueError, match="outside"):
        trace_many(index, Spans(*(np.array([value]) for value in (0, BASE - 1, BASE + 1, 0))))
    assert len(lines_of(trace_many(index, Spans(*(np.array([], np.int64) for _ in range(4))))).duty) == 0


def test_sums_that_64_bits_do_not_hold_stay_exact():
    big = 10**17
    tenures = [
        {"id": f"t{n}", "post": "p", "person": f"a{n}", "start": "2026-01-01", "end": "2026-12-31"} for n in range(3)
    ]
    town = docket(
        orgs=[{"id": "g", "name": "g"}], posts=[{"id": "p", "org": "g", "title": "p", "seats": 3}],
        persons=[{"id": f"a{n}", "name": "-"} for n in range(3)], tenures=tenures,
        obligations=[{"id": "o", "title": "示例", "bearer": "p", "amount": big}],
    )  # fmt: skip
    index = Index(officials_of(town), duties_of(town), BASE, UNTIL)
    lines = lines_of(trace_many(index, Spans(*(np.array([value]) for value in (0, BASE, BASE + 50, big)))))
    assert [int(amount) for amount in lines.amount] == [1666666666666666667, 1666666666666666667, 1666666666666666666]
    assert sum(int(amount) for amount in lines.amount) == 50 * big
    assert [lines.share(n) for n in range(3)] == [Fraction(50, 3)] * 3


def test_shares_of_many_joint_holders_stay_exact():
    """On day n as many people share the post as the nth prime says: no common unit fits into 64 bits."""
    primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53]
    held = [(f"{n:02}-{m:02}", BASE + n) for n, prime in enumerate(primes) for m in range(prime)]
    tenures = [{"id": f"t{who}", "post": "p", "person": who, "start": iso(on), "end": iso(on)} for who, on in held]
    town = docket(
        orgs=[{"id": "g", "name": "g"}], posts=[{"id": "p", "org": "g", "title": "p", "seats": 60}], tenures=tenures,
        persons=[{"id": who, "name": "-"} for who, _ in held], obligations=[{"id": "o-0", "title": "示例", "bearer": "p", "amount": 101}],
    )  # fmt: skip
    statuses = settled(town, [[(0, len(primes))]])
    officials = officials_of(town)
    lines = [told(line) for line in trace_duty(officials, statuses[0], UNTIL).counted]
    assert sorted(bulk(officials, statuses)["o-0"], key=str) == sorted(lines, key=str)
    assert {line[7] for line in lines} == {f"1/{prime}" for prime in primes}


def test_duties_of_one_post_are_told_apart_by_the_ceiling_of_a_delegation():
    town = docket(
        orgs=[{"id": "g", "name": "g"}], posts=[{"id": key, "org": "g", "title": key} for key in "pq"], persons=[{"id": "A", "name": "-"}],
        tenures=[{"id": key, "post": key, "person": "A", "start": "2026-01-01", "end": "2026-12-31"} for key in "pq"],
        delegations=[{"id": "d", "from_post": "p", "to_post": "q", "ceiling": 500}],
        obligations=[{"id": f"o-{n}", "title": "示例", "bearer": "p", "amount": amount} for n, amount in enumerate((100, 900, 500, 501))],
    )  # fmt: skip
    found = bulk(officials_of(town), settled(town, [[(1, 5)]] * 4))
    assert [any(line[0] == "delegate" for line in found[f"o-{n}"]) for n in range(4)] == [True, False, True, False]


@pytest.mark.usefixtures("benchmarks")
def test_a_city_is_traced_row_for_row():
    """Every kind of edge at once, thousands of tenures: the generator of the benchmark, a thousand breaches."""
    from city import AS_OF, START, city

    town, breaches = city(200, 1000)
    officials = officials_of(town)
    index = Index(officials, duties_of(town), START, AS_OF + 1)
    traced = trace_many(index, Spans(*np.array(breaches, np.int64).T), len(ROLES))
    lines, found = lines_of(traced), {}
    for duty, role, post, person, first, last, days, amount in zip(
        *(column.tolist() for column in (lines.duty, lines.role, lines.post, lines.person, lines.first, lines.last, lines.days, lines.amount)), strict=True
    ):  # fmt: skip
        who = index.person_ids[person] if person >= 0 else None
        whole = to_text(amount, "CNY") if role == 0 else None
        found.setdefault(duty, []).append((ROLES[role], index.post_ids[post], who, iso(first), iso(last), days, whole))
    for row, start, end, balance in breaches:
        key = town["obligations"]["id"][row]
        status = Status(key, f"i{row}", None, None, "breached", due_on=start - 1, amount=balance, breach_days=end - start, spans=(Span(start, end, balance),))  # fmt: skip
        lines_of_one = [
            (line.role, line.post, line.person, line.from_, line.to, line.days, line.amount_days)
            for line in trace_duty(officials, status, AS_OF).responsible
            if line.phase == "overdue"
        ]
        assert sorted(found[row], key=str) == sorted(lines_of_one, key=str), key
