"""Corner cases of accountability.md §3: bodies, posts, acts and supervision, each named by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govaudit.model.days import parse_day
from govaudit.officials.record.assignment_scope import ScopedDuty
from govaudit.officials.record.bodies import follow
from officials.facts import docket, kinds, late, run, split, tenure
from views import officials_of

if TYPE_CHECKING:
    from govaudit.docket.table import Docket

TWENTY = late("2026-03-31", ("2026-04-01", "2026-04-20"))
Row = dict[str, object]


def reform(*transfers: Row, **more: list[Row]) -> Docket:
    """Bodies a to d, each with a head post ha to hd held by A to D; body a owes the obligation."""
    letters = "abcd"
    facts: dict[str, list[Row]] = {
        "orgs": [{"id": x, "name": f"示例{x}局", "kind": "department"} for x in letters],
        "posts": [{"id": f"h{x}", "org": x, "title": "局长", "rank": "head"} for x in letters],
        "persons": [{"id": x.upper(), "name": f"姓名{x}"} for x in letters],
        "tenures": [tenure(f"t{x}", x.upper(), "2010-01-01", post=f"h{x}") for x in letters],
        "instruments": [{"id": "i-1", "domain": "ppp", "kind": "concession", "title": "示例协议", "authority": "a"}],
        "obligations": [
            {"id": "o-1", "instrument": "i-1", "title": "支付", "bearer": "a", "action": "pay", "amount": 100}
        ],
        "transfers": [{"id": f"m{number}", **row} for number, row in enumerate(transfers, 1)],
    }
    return docket(**{**facts, **more})


def bodies(facts: Docket, on: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    officials = officials_of(facts)
    found = follow(officials, "a", ScopedDuty(officials, "o-1"), parse_day(on))
    return found.at, found.flags


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-03-01", {"B": 20}),
        ("2026-04-01", {"B": 20}),
        ("2026-04-10", {"A": 9, "B": 11}),
        ("2026-04-21", {"A": 20}),
    ],
)
def test_case_43_52_merged_before_on_and_after_the_due_date(date: str, expected: dict[str, int]):
    found = run(reform({"kind": "merge", "from": "a", "to": "b", "date": date}), TWENTY)
    assert (split(found), kinds(found)) == (expected, [])
    before = parse_day(date) <= parse_day("2026-03-31")
    assert [line.person for line in found.responsible if line.phase == "due"] == ["B" if before else "A"]


def test_case_44_split_by_scope_goes_to_the_body_that_took_the_matter():
    facts = reform(
        {"kind": "split", "from": "a", "to": "b", "scope": "debt", "date": "2026-01-01"},
        {"kind": "split", "from": "a", "to": "c", "scope": "ppp", "date": "2026-01-01"},
    )
    assert (split(run(facts, TWENTY)), kinds(run(facts, TWENTY))) == ({"C": 20}, [])


def test_case_44_unscoped_split_is_joint_and_flagged():
    facts = reform(*({"kind": "split", "from": "a", "to": to, "date": "2026-01-01"} for to in "bc"))
    found = run(facts, TWENTY)
    assert [(line.person, line.days, line.share) for line in found.counted] == [("B", 20, "10"), ("C", 20, "10")]
    assert kinds(found) == ["joint_successors"]


def test_case_45_abolished_without_successor_falls_to_the_deciding_body():
    found = run(reform({"kind": "abolish", "from": "a", "deciding_body": "d", "date": "2026-01-01"}), TWENTY)
    assert (split(found), kinds(found)) == ({"D": 20}, ["no_successor"])
    nobody = run(reform({"kind": "abolish", "from": "a", "date": "2026-01-01"}), TWENTY)
    assert (split(nobody), kinds(nobody)) == ({"POST_MISSING": 20}, ["no_successor", "no_post"])


def test_case_46_renamed_only():
    found = run(reform({"kind": "rename", "from": "a", "to": "b", "date": "2026-04-11"}), TWENTY)
    assert (split(found), kinds(found)) == ({"A": 10, "B": 10}, [])


def test_case_47_function_moved_body_lives_on():
    moved = {"kind": "function_move", "from": "a", "to": "b", "scope": "政府和社会资本合作", "date": "2026-04-11"}
    assert split(run(reform(moved), TWENTY)) == {"A": 10, "B": 10}
    assert split(run(reform({**moved, "scope": "debt"}), TWENTY)) == {"A": 20}


def test_case_48_chain_of_three_reforms_a_day_apart_or_on_one_day():
    steps = [("a", "b"), ("b", "c"), ("c", "d")]
    apart = reform(
        *({"kind": "merge", "from": x, "to": y, "date": f"2026-04-0{n}"} for n, (x, y) in enumerate(steps, 5))
    )
    assert split(run(apart, TWENTY)) == {"A": 4, "B": 1, "C": 1, "D": 14}
    same = reform(*({"kind": "merge", "from": x, "to": y, "date": "2026-04-05"} for x, y in steps))
    assert split(run(same, TWENTY)) == {"A": 4, "D": 16}


def test_case_48_hop_dates_may_not_decrease():
    facts = reform(
        {"kind": "merge", "from": "a", "to": "b", "date": "2026-04-05"},
        {"kind": "merge", "from": "b", "to": "c", "date": "2020-01-01"},
    )
    assert bodies(facts, "2026-04-10") == (("b",), ("succession_order",))


def test_case_49_succession_cycle_ends_and_is_flagged():
    facts = reform(
        {"kind": "merge", "from": "a", "to": "b", "date": "2026-01-01"},
        {"kind": "merge", "from": "b", "to": "a", "date": "2026-01-01"},
    )
    assert bodies(facts, "2026-04-10")[1] == ("succession_cycle",)
    back = reform(
        {"kind": "rename", "from": "a", "to": "b", "date": "2020-01-01"},
        {"kind": "rename", "from": "b", "to": "a", "date": "2024-01-01"},
    )
    assert bodies(back, "2022-06-01") == (("b",), ())
    assert bodies(back, "2026-04-10") == (("a",), ())


def test_case_50_post_abolished_and_the_duty_reassigned_in_the_same_body():
    posts = [
        {"id": "old", "org": "a", "title": "科长", "abolished": "2026-04-10"},
        {"id": "new", "org": "a", "title": "主任", "created": "2026-04-11"},
    ]
    tenures = [tenure("t1", "A", "2020-01-01", post="old"), tenure("t2", "B", "2026-04-11", post="new")]
    duty = [{"id": "o-1", "instrument": "i-1", "title": "支付", "bearer": "old", "amount": 100}]
    assigned = [{"id": "s1", "post": "new", "role": "responsible", "obligation": "o-1", "start": "2026-04-11"}]
    found = run(reform(posts=posts, tenures=tenures, obligations=duty, assignments=assigned), TWENTY)
    assert (split(found), kinds(found)) == ({"A": 10, "B": 10}, [])
    moved = [{"id": "m1", "kind": "post_move", "from": "old", "to": "new", "date": "2026-04-11"}]
    assert split(run(reform(posts=posts, tenures=tenures, obligations=duty, transfers=moved), TWENTY)) == {
        "A": 10,
        "B": 10,
    }


def test_case_53_two_heads_are_joint_and_flagged():
    posts = [
        {"id": "ha", "org": "a", "title": "董事长", "rank": "head"},
        {"id": "hb", "org": "a", "title": "书记", "rank": "head"},
    ]
    found = run(reform(posts=posts), TWENTY)
    assert [(line.person, line.share) for line in found.counted] == [("A", "10"), ("B", "10")]
    assert kinds(found) == ["joint_posts"]


LADDER = [
    ({"obligation": "o-1"}, "obligation"), ({"instrument": "i-1"}, "instrument"), ({"scope": "ppp"}, "scope"),
]  # fmt: skip


@pytest.mark.parametrize("step", range(5))
def test_step_3_the_most_specific_level_wins_and_is_recorded(step: int):
    names = ["obligation", "instrument", "scope", "deputy", "head"]
    posts = [
        {"id": name, "org": "a", "title": name, "rank": {"deputy": "deputy", "head": "head"}.get(name)}
        for name in names
    ]
    tenures = [tenure(f"t-{name}", "A", "2010-01-01", post=name) for name in names]
    rows: list[Row] = [{"post": name, "role": "responsible", **named} for named, name in LADDER]
    rows.append({"post": "deputy", "role": "supervisor", "scope": "ppp"})
    facts = reform(
        posts=posts, tenures=tenures, assignments=[{"id": f"s{n}", **row} for n, row in enumerate(rows) if n >= step]
    )
    found = run(facts, TWENTY)
    (line,) = found.counted
    assert line.post == names[step]
    assert line.certainty == "probable"  # no document shows the duty
    beside = {other.post for other in found.responsible if other.role == "head"}
    assert beside == (set() if step == 4 else {"head"})  # the head is always listed too


@pytest.mark.parametrize("scope", ["debt、ppp.pay", "债务、政府和社会资本合作.付款", "ppp/支付"])
def test_step_3_the_narrowest_scope_wins(scope: str):
    posts = [{"id": name, "org": "a", "title": name} for name in ("wide", "narrow")]
    tenures = [tenure(f"t-{name}", "A", "2010-01-01", post=name) for name in ("wide", "narrow")]
    rows = [
        {"id": "s1", "post": "wide", "role": "responsible", "scope": "全面工作"},
        {"id": "s2", "post": "narrow", "role": "responsible", "scope": scope},
    ]
    (line,) = run(reform(posts=posts, tenures=tenures, assignments=rows), TWENTY).counted
    assert line.post == "narrow"


def test_step_3_a_narrow_assignment_that_is_over_does_not_hide_a_wider_one():
    posts = [{"id": key, "org": "a", "title": key} for key in ("ha", "wide", "narrow")]
    posts[0]["rank"] = "head"
    tenures = [
        tenure(f"t{n}", x, "2010-01-01", post=key)
        for n, (key, x) in enumerate((("ha", "A"), ("wide", "B"), ("narrow", "C")))
    ]
    wide = {"id": "s1", "post": "wide", "role": "responsible", "scope": "ppp"}
    over = {"id": "s2", "post": "narrow", "role": "responsible", "scope": "ppp.pay", "end": "2026-04-10"}
    facts = reform(posts=posts, tenures=tenures, assignments=[wide, over])
    assert split(run(facts, TWENTY)) == {"C": 10, "B": 10}
    gone = [*posts[:2], {**posts[2], "abolished": "2026-04-10"}]
    facts = reform(posts=gone, tenures=tenures, assignments=[wide, {**over, "end": None}])
    assert split(run(facts, TWENTY)) == {"C": 10, "B": 10}


def test_step_3_an_assignment_without_a_start_ends_on_the_day_another_begins():
    posts = [{"id": key, "org": "a", "title": key} for key in ("ha", "x")]
    tenures = [tenure("t1", "A", "2010-01-01", post="ha"), tenure("t2", "B", "2010-01-01", post="x")]
    rows = [{"id": "s1", "post": "ha", "role": "responsible", "scope": "ppp", "end": "2026-04-10"},
            {"id": "s2", "post": "x", "role": "responsible", "scope": "ppp", "start": "2026-04-10"}]  # fmt: skip
    assert split(run(reform(posts=posts, tenures=tenures, assignments=rows), TWENTY)) == {"A": 9, "B": 11}


def signed(person: str | None, post: str | None, date: str = "2026-01-10", **more: object) -> Row:
    return {
        "id": "a1",
        "person": person,
        "post": post,
        "instrument": "i-1",
        "kind": "sign",
        "date": date,
        "evidence": ["签署页"],
        **more,
    }


def acts_of(facts: Docket, role: str) -> list[tuple[str | None, str, str]]:
    found = run(facts, TWENTY)
    return [(line.person, line.holder, line.certainty) for line in found.responsible if line.role == role]


def test_case_27_signer_not_in_office_that_day_is_never_replaced():
    facts = reform(
        tenures=[tenure("ta", "A", "2020-01-01", post="ha"), tenure("tb", "B", "2010-01-01", "2019-12-31", post="ha")],
        acts=[signed("B", "ha")],
    )
    assert acts_of(facts, "signer") == [("B", "person", "possible")]
    assert "signed_without_office" in kinds(run(facts, TWENTY))
    assert "signed_without_office" not in kinds(run(reform(acts=[signed("A", "ha")]), TWENTY))


def test_case_28_signed_on_behalf_with_and_without_a_delegation():
    acts = [signed("B", "ha")]  # B holds hb
    given = [{"id": "d1", "from_post": "ha", "to_post": "hb", "start": "2026-01-01", "end": "2026-12-31"}]
    assert "signed_without_office" in kinds(run(reform(acts=acts), TWENTY))
    found = run(reform(acts=acts, delegations=given), TWENTY)
    assert "signed_without_office" not in kinds(found)
    (line,) = [line for line in found.responsible if line.role == "signer"]
    assert [hop.fact for hop in line.path] == ["a1", "d1"]
    assert "signed_without_office" in kinds(
        run(reform(acts=acts, delegations=[{**given[0], "revoked_on": "2026-01-10"}]), TWENTY)
    )


def test_case_28_a_delegation_of_other_matters_or_of_less_money_covers_no_signature():
    acts = [signed("B", "ha")]
    given = {"id": "d1", "from_post": "ha", "to_post": "hb"}
    assert "signed_without_office" in kinds(run(reform(acts=acts, delegations=[{**given, "scope": "debt"}]), TWENTY))
    assert "signed_without_office" not in kinds(run(reform(acts=acts, delegations=[{**given, "scope": "i-1"}]), TWENTY))
    for amount, said in ((500, True), (499, False)):  # the amount of what is signed
        facts = reform(acts=acts, delegations=[{**given, "ceiling": 499}])
        facts = facts.with_tables(facts["instruments"].with_columns(amount=[amount]))
        assert ("signed_without_office" in kinds(run(facts, TWENTY))) == said


def test_case_29_one_hand_drafted_approved_and_signed():
    acts = [{**signed("A", "ha"), "id": f"a{n}", "kind": kind} for n, kind in enumerate(("draft", "approve", "sign"))]
    assert kinds(run(reform(acts=acts), TWENTY)) == ["no_separation"]


def test_case_30_31_votes_and_missing_minutes():
    votes = {"A": "for", "B": "against", "C": "abstain", "D": "absent"}
    acts = [
        {
            "id": f"v{person}",
            "person": person,
            "post": f"h{person.lower()}",
            "instrument": "i-1",
            "kind": "decide",
            "vote": vote,
            "date": "2026-01-05",
        }
        for person, vote in votes.items()
    ]
    found = run(reform(acts=acts), TWENTY)
    roles = {
        line.person: line.role
        for line in found.responsible
        if line.post and line.phase != "overdue" and line.path[0].fact.startswith("v")
    }
    assert roles == {"A": "decider", "B": "dissenter", "C": "abstainer", "D": "absentee"}
    assert kinds(found) == ["minutes_missing"]
    minutes = [{**act, "evidence": ["会议纪要"]} for act in acts]
    assert kinds(run(reform(acts=minutes), TWENTY)) == []


def test_case_33_approval_dated_after_signature():
    acts = [signed("A", "ha"), {**signed("A", "ha", "2026-01-11"), "id": "a2", "kind": "approve"}]
    assert kinds(run(reform(acts=acts), TWENTY)) == ["approval_after_signature"]


def test_case_34_person_without_capacity_and_capacity_without_person():
    assert acts_of(reform(acts=[signed("A", None)]), "signer") == [("A", "person", "possible")]
    assert acts_of(reform(acts=[signed(None, "ha")]), "signer") == [("A", "person", "probable")]


def led(kind: str | None = "lead", **more: object) -> list[Row]:
    return [{"id": "u1", "superior": "hd", "subordinate": "a", "kind": kind, **more}]


def supervisors(facts: Docket) -> list[tuple[str | None, str, int, bool]]:
    return [
        (line.person, line.holder, line.days, line.counted)
        for line in run(facts, TWENTY).responsible
        if line.role == "supervisor"
    ]


def test_case_62_superior_changed_within_the_span():
    rows = [
        *led(end="2026-04-10"),
        {"id": "u2", "superior": "hc", "subordinate": "ha", "kind": "supervise", "start": "2026-04-11"},
    ]
    assert supervisors(reform(authorities=rows)) == [("D", "person", 10, False), ("C", "person", 10, False)]


def test_case_62_superior_changed_between_the_phases():
    rows = [
        {"id": "u1", "superior": "hb", "subordinate": "ha", "kind": "supervise", "end": "2026-03-31"},
        {"id": "u2", "superior": "hc", "subordinate": "ha", "kind": "supervise", "start": "2026-04-01"},
    ]
    found = run(reform(authorities=rows), TWENTY)
    lines = [(line.post, line.phase, line.days) for line in found.responsible if line.role == "supervisor"]
    assert lines == [("hc", "overdue", 20), ("hb", "due", 0)]


def test_case_63_supervisor_vacant():
    facts = reform(
        authorities=led(),
        tenures=[tenure("ta", "A", "2010-01-01", post="ha"), tenure("td", "D", "2010-01-01", "2025-12-31", post="hd")],
    )
    assert supervisors(facts) == [(None, "vacant", 20, False)]
    assert kinds(run(facts, TWENTY)) == []  # a gap of the parallel column charges nobody


def test_case_64_guidance_supervises_nobody():
    assert supervisors(reform(authorities=led("guide"))) == []
    assert supervisors(reform(authorities=led("supervise"))) == [("D", "person", 20, False)]


def test_case_65_a_circle_of_supervision_ends():
    rows = [*led(), {"id": "u2", "superior": "ha", "subordinate": "hd", "kind": "lead"}]
    assert supervisors(reform(authorities=rows)) == [("D", "person", 20, False)]


def test_the_other_party_without_posts_is_no_gap():
    orgs = [{"id": "a", "name": "示例局"}, {"id": "co", "name": "示例公司", "kind": "company"}]
    facts = reform(
        orgs=orgs, posts=[{"id": "ha", "org": "a", "title": "局长", "rank": "head"}], tenures=[], persons=[],
        instruments=[{"id": "i-1", "domain": "ppp", "kind": "concession", "title": "示例协议", "authority": "a", "counterparty": "co"}],
        obligations=[{"id": "o-1", "instrument": "i-1", "title": "建成", "bearer": "co"}],
    )  # fmt: skip
    found = run(facts, TWENTY)
    assert (split(found), kinds(found)) == ({"POST_MISSING": 20}, [])
