"""The structure of the record of officials: what is reported, and what is not."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from govaudit.officials.structure.single_points import find_single_points
from govaudit.officials.structure.structure import structure_findings
from officials.facts import day, docket, office, tenure
from views import officials_of

if TYPE_CHECKING:
    from govaudit.docket.table import Docket

AS_OF = day("2026-06-30")


def rules(facts: Docket, as_of: int = AS_OF) -> list[str]:
    return [finding.rule for finding in structure_findings(officials_of(facts), as_of)]


def bureau(**more: list[dict[str, object]]) -> Docket:
    posts = [
        {"id": "head", "org": "bureau", "title": "局长", "rank": "head"},
        {"id": "deputy", "org": "bureau", "title": "副局长", "rank": "deputy"},
    ]
    tenures = [tenure("t1", "A", "2020-01-01"), tenure("t2", "B", "2020-01-01", post="deputy")]
    return office(more.pop("tenures", tenures), **{"posts": posts, **more})


def test_a_sound_record_gives_nothing():
    led = [{"id": "u1", "superior": "head", "subordinate": "deputy", "kind": "lead"}]
    assert rules(bureau(authorities=led)) == []


def test_case_65_circle_of_authority_and_only_while_it_is_in_force():
    circle = [
        {"id": "u1", "superior": "head", "subordinate": "deputy", "end": "2026-03-31"},
        {"id": "u2", "superior": "deputy", "subordinate": "head"},
    ]
    found = structure_findings(officials_of(bureau(authorities=circle)), day("2026-03-31"))
    assert [(finding.rule, finding.facts["records"]) for finding in found] == [("ST-01", "u1, u2")]
    assert rules(bureau(authorities=circle)) == []


def test_case_39_circle_of_delegation_and_self_delegation():
    circle = [
        {"id": "d1", "from_post": "head", "to_post": "deputy"},
        {"id": "d2", "from_post": "deputy", "to_post": "head"},
    ]
    assert rules(bureau(delegations=circle)) == ["ST-10"]
    assert rules(bureau(delegations=[{"id": "d1", "from_post": "head", "to_post": "head"}])) == ["ST-10"]


def test_case_49_circle_of_succession_on_one_day_only():
    orgs = [{"id": "bureau", "name": "示例局"}, {"id": "b", "name": "乙局"}]
    there = {"id": "m1", "kind": "rename", "from": "bureau", "to": "b", "date": "2020-01-01"}
    back = {"id": "m2", "kind": "rename", "from": "b", "to": "bureau", "date": "2024-01-01"}
    assert rules(bureau(orgs=orgs, transfers=[there, back])) == []
    assert rules(bureau(orgs=orgs, transfers=[there, {**back, "date": "2020-01-01"}])) == ["ST-09"]


def test_case_49_a_merged_body_that_takes_over_its_successor_is_a_circle_whatever_the_days():
    orgs = [{"id": "bureau", "name": "示例局"}, {"id": "b", "name": "乙局"}]
    there = {"id": "m1", "kind": "merge", "from": "bureau", "to": "b", "date": "2020-01-01"}
    back = {"id": "m2", "kind": "merge", "from": "b", "to": "bureau", "date": "2024-01-01"}
    (finding,) = structure_findings(officials_of(bureau(orgs=orgs, transfers=[there, back])), AS_OF)
    assert (finding.rule, finding.facts["records"]) == ("ST-09", "m1, m2")
    assert rules(bureau(orgs=orgs, transfers=[there, {**back, "kind": "split"}])) == []  # merged, and divided again


def test_circle_of_parents_names_the_bodies():
    orgs = [{"id": "bureau", "name": "示例局", "parent": "b"}, {"id": "b", "name": "乙局", "parent": "bureau"}]
    (finding,) = structure_findings(officials_of(bureau(orgs=orgs)), AS_OF)
    assert (finding.rule, finding.facts["records"]) == ("ST-01", "bureau, b")
    own = [{"id": "bureau", "name": "示例局", "parent": "bureau"}]
    (finding,) = structure_findings(officials_of(bureau(orgs=own)), AS_OF)
    assert (finding.message.zh, finding.message.en) == ("“示例局”指向自己", "示例局 leads to itself")


def test_case_25_one_identifier_under_two_ids_and_identities_merged_in_a_circle():
    people = [
        {"id": "A", "name": "甲", "identifiers": {"工号": 7}},
        {"id": "B", "name": "乙", "identifiers": {"工号": "7"}},
    ]
    (finding,) = structure_findings(officials_of(bureau(persons=people)), AS_OF)
    assert (finding.rule, finding.facts["records"], "7" in finding.message.zh) == ("ST-16", "A, B", False)
    assert rules(bureau(persons=[people[0], {**people[1], "merged_into": "A"}])) == []
    ring = [{"id": x, "name": x, "merged_into": y} for x, y in ("AB", "BC", "CB")]
    (finding,) = structure_findings(officials_of(bureau(persons=ring)), AS_OF)
    assert (finding.rule, finding.facts["records"]) == ("ST-15", "B, C")
    assert officials_of(bureau(persons=ring)).person("A") == "B"


def test_case_26_tenure_after_the_death_of_the_person():
    dead = [{"id": "A", "name": "甲", "status": "dead", "status_on": "2025-06"}]
    for row in (tenure("t1", "A", "2020-01-01", "2025-07-01"), tenure("t1", "A", "2025-07-01")):
        found = structure_findings(officials_of(office([row], persons=dead)), day("2025-06-30"))
        assert ("ST-17", "t1") in [(finding.rule, finding.facts.get("records")) for finding in found]
    assert rules(office([tenure("t1", "A", "2020-01-01", "2025-06-30")], persons=dead), day("2025-06-15")) == []


def test_case_22_one_person_in_both_controlling_posts():
    both = [
        tenure("t1", "A", "2020-01-01"),
        tenure("t2", "A", "2025-01-01", "2025-06-30", post="deputy"),
        tenure("t3", "B", "2025-07-01", post="deputy"),
    ]
    led = [{"id": "u1", "superior": "head", "subordinate": "deputy", "kind": "supervise"}]
    (finding,) = structure_findings(officials_of(bureau(tenures=both, authorities=led)), AS_OF)
    assert (finding.rule, finding.facts["records"]) == ("ST-02", "u1, t1, t2")
    assert rules(bureau(tenures=both, authorities=[{**led[0], "kind": "guide"}])) == []
    assigned = [
        {"id": "s1", "post": "head", "role": "supervisor", "instrument": "i-1"},
        {"id": "s2", "post": "deputy", "role": "responsible", "instrument": "i-1"},
    ]
    assert rules(bureau(tenures=both, assignments=assigned)) == ["ST-02"]


def test_orphan_and_empty_posts():
    posts = [
        {"id": "head", "org": "bureau", "title": "局长", "rank": "head"},
        {"id": "lost", "org": "bureau", "title": "科员"},
    ]
    found = structure_findings(
        officials_of(office([tenure("t1", "A", "2020-01-01", "2026-05-31")], posts=posts)), AS_OF
    )
    assert [(finding.rule, finding.facts["post"]) for finding in found] == [("ST-05", "head"), ("ST-03", "lost")]


def test_bodies_that_owe_without_a_post():
    duty = [{"id": "o-1", "instrument": "i-1", "title": "-", "bearer": "b"}]
    orgs = [{"id": "bureau", "name": "示例局"}, {"id": "b", "name": "乙局"}]
    assert rules(bureau(orgs=orgs, obligations=duty)) == ["ST-04"]
    private = [
        {"id": "i-1", "domain": "ppp", "kind": "contract", "title": "-", "authority": "bureau", "counterparty": "b"}
    ]
    assert rules(bureau(orgs=orgs, obligations=duty, instruments=private)) == []


def test_case_26_tenure_outside_the_life_of_post_or_body():
    posts = [{"id": "head", "org": "bureau", "title": "局长", "rank": "head", "created": "2021-01-01"}]
    assert rules(office([tenure("t1", "A", "2020-01-01")], posts=posts)) == ["ST-06"]
    assert rules(office([tenure("t1", "A", "2021-01-01")], posts=posts)) == []


def test_case_18_two_holders_of_one_seat_but_not_of_two_or_on_a_day_of_handover():
    rows = [tenure("t1", "A", "2020-01-01", "2026-01-31"), tenure("t2", "B", "2026-01-01")]
    assert rules(office(rows)) == ["ST-07"]
    posts = [{"id": "head", "org": "bureau", "title": "局长", "rank": "head", "seats": 2}]
    assert rules(office(rows, posts=posts)) == []
    assert rules(office([rows[0], tenure("t2", "B", "2026-01-31")])) == []


def test_case_25_same_name_under_two_ids_is_a_note_until_merged():
    people = [{"id": "A", "name": "甲"}, {"id": "B", "name": "甲"}]
    rows = [tenure("t1", "A", "2020-01-01", "2025-12-31"), tenure("t2", "B", "2026-01-01")]
    (finding,) = structure_findings(officials_of(office(rows, persons=people)), AS_OF)
    assert (finding.rule, finding.severity, "甲" in finding.message.zh) == ("ST-08", "minor", False)
    assert rules(office(rows, persons=[people[0], {**people[1], "merged_into": "A"}])) == []


def test_a_name_alone_is_no_reason_to_think_of_one_person():
    places = dict(zip("ABC", ("bureau", "office", "school"), strict=True))
    people = [{"id": key, "name": "张伟"} for key in places]
    rows = [tenure(f"t-{key}", key, "2020-01-01", post=f"p-{org}") for key, org in places.items()]
    met = [*rows, tenure("t-4", "A", "2010-01-01", "2012-01-01", post="p-school")]
    record = {"orgs": [{"id": org, "name": org} for org in places.values()], "persons": people,
              "posts": [{"id": f"p-{org}", "org": org, "title": "科长"} for org in places.values()]}  # fmt: skip

    def same(**more: list[dict[str, object]]) -> list[object]:
        found = structure_findings(officials_of(docket(**{**record, "tenures": rows, **more})), AS_OF)
        return [one.facts["records"] for one in found if one.rule == "ST-08"]

    assert same() == []
    assert same(tenures=met) == ["A, C"]
    assert same(persons=[{**person, "identifiers": {"code": "1"}} for person in people]) == ["A, B, C"]
    apart: list[dict[str, object]] = [{**person, "identifiers": {"code": person["id"]}} for person in people]
    assert same(tenures=met, persons=apart) == []


def test_case_72_a_docket_without_posts_says_it_once():
    duties = [{"id": f"o-{n}", "title": "-", "bearer": "a"} for n in range(3)]
    assert rules(docket(orgs=[{"id": "a", "name": "示例局"}], obligations=duties)) == ["ST-11"]
    assert rules(docket()) == []


def test_networkx_is_not_imported_without_edges():
    code = (
        "import sys; from officials.facts import *; from govaudit.officials.structure.structure import structure_findings;"
        "structure_findings(officials_of(office([tenure('t1', 'A', '2020-01-01')])), 20000); assert 'networkx' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd="tests")


def hung(facts: Docket) -> list[tuple[str, str]]:
    found = find_single_points(officials_of(facts), AS_OF)
    return [(finding.rule, str(finding.facts["records"])) for finding in found]


def duties(*bearers: str) -> list[dict[str, object]]:
    return [{"id": f"o-{number}", "title": "-", "bearer": bearer} for number, bearer in enumerate(bearers)]


def test_most_duties_on_one_post_are_a_single_point_unless_shared_or_delegated():
    facts = bureau(obligations=duties(*["head"] * 5, "deputy"))
    assert hung(facts) == [("ST-12", "head")]
    assert hung(bureau(obligations=duties(*["head"] * 4, "deputy"))) == []  # four are too few
    assert hung(bureau(obligations=duties(*["head"] * 5, *["deputy"] * 5))) == []  # half is not most
    given = [{"id": "d1", "from_post": "head", "to_post": "deputy"}]
    assert hung(bureau(obligations=duties(*["head"] * 5, "deputy"), delegations=given)) == []
    two = [
        tenure("t1", "A", "2020-01-01"),
        tenure("t2", "B", "2020-01-01", post="deputy"),
        tenure("t3", "C", "2020-01-01"),
    ]
    seats = [
        {"id": "head", "org": "bureau", "title": "局长", "rank": "head", "seats": 2},
        {"id": "deputy", "org": "bureau", "title": "副局长"},
    ]
    shared = hung(bureau(obligations=duties(*["head"] * 5, "deputy"), tenures=two, posts=seats))
    assert shared == [("ST-12", "head")]  # still one post, whoever shares it


def test_one_person_in_two_posts_on_whom_most_duties_hang():
    both = [tenure("t1", "A", "2020-01-01"), tenure("t2", "A", "2020-01-01", post="deputy")]
    facts = bureau(obligations=duties(*["head"] * 3, *["deputy"] * 3), tenures=both)
    (finding,) = find_single_points(officials_of(facts), AS_OF)
    assert finding.facts["records"] == "deputy, head"
    assert "由同一人担任，6 项义务中有 6 项" in finding.message.zh
    assert "A" not in finding.message.zh


def test_a_superior_through_whom_most_lines_of_authority_run():
    orgs = [{"id": key, "name": key} for key in ("bureau", *"abcde")]
    posts = [{"id": "top", "org": "bureau", "title": "市长"}, {"id": "mid", "org": "bureau", "title": "副市长"}]
    lines = [{"id": "u0", "superior": "top", "subordinate": "mid"}]
    lines += [{"id": f"u{key}", "superior": "mid", "subordinate": key} for key in "abcde"]
    assert hung(bureau(orgs=orgs, posts=posts, tenures=[], authorities=lines)) == [("ST-12", "mid")]
    direct = [{"id": f"v{key}", "superior": "top", "subordinate": key} for key in "abc"]
    assert hung(bureau(orgs=orgs, posts=posts, tenures=[], authorities=[*lines, *direct])) == []


def test_a_post_that_supervises_and_is_empty_is_named():
    led = [{"id": "u1", "superior": "deputy", "subordinate": "head", "kind": "supervise"}]
    rows = [tenure("t1", "A", "2020-01-01"), tenure("t2", "B", "2020-01-01", "2026-01-31", post="deputy")]
    (finding,) = structure_findings(officials_of(bureau(tenures=rows, authorities=led)), AS_OF)
    assert (finding.rule, finding.facts["post"]) == ("ST-05", "deputy")
