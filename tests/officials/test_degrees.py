"""Degrees (§2.4) and inheritance (§2.3 step 9): what the acts on record indicate, and what they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from govaudit.officials.trace.degrees import DEGREES, rule_file
from govaudit.officials.trace.trace import Trace, indicator_findings
from govaudit.report.labels import word
from govaudit.rules.catalogue import builtin
from officials.facts import day, docket, kinds, late, office, run, split, tenure

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.docket.table import Docket
    from govaudit.settle.status import Status

Row = dict[str, object]
NINETY = late("2026-03-31", ("2026-04-01", "2026-06-29"))


def degrees(found: Trace, role: str = "responsible", phase: str = "overdue") -> list[tuple[str | None, str | None]]:
    return [(line.person, line.degree) for line in found.responsible if (line.role, line.phase) == (role, phase)]


def signed(facts: Docket, on: str = "2025-01-01") -> Docket:
    table = facts["instruments"]
    return facts.with_tables(table.with_columns(signed_on=[day(on), *table["signed_on"][1:]]))


def act(key: str, person: str, kind: str, date: str, **more: object) -> Row:
    return {
        "id": key,
        "person": person,
        "post": "head",
        "obligation": "o-1",
        "kind": kind,
        "date": date,
        "evidence": ["函"],
        **more,
    }


def heir(*acts: Row, first: str = "2026-04-10", **more: list[Row]) -> Trace:
    """A holds the post on the due date, B takes over within the span; signed long before."""
    rows = [tenure("t1", "A", "2020-01-01", "2026-04-09"), tenure("t2", "B", first)]
    return run(signed(office(rows, acts=list(acts), **more)), NINETY)


def test_holder_on_the_due_date_and_an_heir_who_left_it_lying():
    found = heir()
    assert degrees(found) == [("A", "direct"), ("B", "main_leading")]
    (finding,) = indicator_findings(found)
    assert (finding.kind, finding.rule, finding.facts["days"]) == ("warning", "AG-18", 81)
    assert "2023年）第一百三十条第二款（81 天）" in finding.message.zh
    assert "未见交接记录" in finding.message.zh
    assert kinds(found) == []  # an indication is no gap


@pytest.mark.parametrize("kind", ["perform", "pay", "acknowledge", "object"])
def test_case_59_a_successor_who_acted_did_not_leave_it_lying(kind: str):
    found = heir(act("a1", "B", kind, "2026-05-01"))
    assert degrees(found) == [("A", "direct"), ("B", "reduced")]
    assert found.indicators == ()


def test_case_59_acts_of_others_or_out_of_office_do_not_count():
    for other in (
        act("a1", "A", "acknowledge", "2026-04-05"),
        act("a1", "B", "acknowledge", "2026-04-05"),
        act("a1", "B", "review", "2026-05-01"),
    ):
        assert [gap.kind for gap in heir(other).indicators] == ["left_lying"]


def test_case_59_a_payment_in_part_within_the_tenure_counts():
    paid = {"id": "e1", "obligation": "o-1", "type": "pay", "occurred_on": "2026-05-01"}
    assert heir(events=[paid]).indicators == ()
    assert len(heir(events=[{**paid, "occurred_on": "2026-04-05"}]).indicators) == 1


def test_case_58_a_successor_with_fewer_days_than_the_allowance():
    found = heir(first="2026-06-01")  # 29 breach days
    assert found.indicators == ()
    assert degrees(found)[-1] == ("B", "in_office")
    assert len(heir(first="2026-05-30").indicators) == 1  # 31 days


def test_handover_on_record_is_named():
    (gap,) = heir(act("a7", "A", "handover", "2026-04-09")).indicators
    assert "交接记录：2026-04-09" in gap.text.zh
    assert "a7" not in gap.text.zh + gap.text.en  # no id of a row in a sentence
    assert "a7" in gap.facts


def test_case_69_the_version_of_the_rule_follows_the_days():
    rows = [tenure("t1", "A", "2010-01-01", "2023-11-30"), tenure("t2", "B", "2023-12-01")]
    asked = late("2023-11-15", ("2023-11-16", "2024-01-31"))
    (gap,) = run(signed(office(rows), "2023-01-01"), asked).indicators
    assert (
        "（2018年）第一百二十二条第四项（31 天）、《中国共产党纪律处分条例》（2023年）第一百三十条第二款（31 天）"
        in gap.text.zh
    )


def test_the_original_holder_keeps_his_share_and_degree():
    alone = run(signed(office([tenure("t1", "A", "2020-01-01")])), late("2026-03-31", ("2026-04-01", "2026-04-09")))
    assert degrees(alone)[0] == degrees(heir())[0] == ("A", "direct")
    assert split(heir()) == {"A": 9, "B": 81}


def test_an_assumed_post_gives_no_more_than_a_tenure():
    rows = [tenure("t1", "A", "2020-01-01")]
    duty = [{"id": "o-1", "instrument": "i-1", "title": "-", "bearer": "bureau"}]  # only the head to fall back on
    assert degrees(run(office(rows, obligations=duty), NINETY)) == [("A", "in_office")]


def test_without_a_breach_there_is_no_degree():
    found = run(office([tenure("t1", "A", "2020-01-01")]), late("2026-03-31"))
    assert [line.degree for line in found.responsible] == [None]


VOTES = {"A": ("head", "for"), "B": ("x", "for"), "C": ("y", "against"), "D": ("z", "absent"), "E": ("w", "abstain")}


def test_case_30_collective_decision_by_vote():
    posts = [
        {"id": post, "org": "bureau", "title": post, "rank": "head" if post == "head" else "member"}
        for post, _ in VOTES.values()
    ]
    tenures = [tenure(f"t{person}", person, "2010-01-01", post=post) for person, (post, _) in VOTES.items()]
    acts = [
        {
            "id": f"a{person}",
            "person": person,
            "post": post,
            "instrument": "i-1",
            "kind": "decide",
            "vote": vote,
            "date": "2024-12-01",
            "evidence": ["纪要"],
        }
        for person, (post, vote) in VOTES.items()
    ]
    found = run(signed(office(tenures, posts=posts, acts=acts)), NINETY)
    given = {line.person: line.degree for line in found.responsible if line.phase == "decision"}
    assert given == {"A": "main_leading", "B": "important_leading", "C": "reduced", "D": None, "E": None}


def test_case_32_order_from_above_with_objection_on_record():
    posts = [
        {"id": "head", "org": "bureau", "title": "局长", "rank": "head"},
        {"id": "clerk", "org": "bureau", "title": "科员", "rank": "handler"},
    ]
    tenures = [tenure("t1", "A", "2010-01-01"), tenure("t2", "B", "2010-01-01", post="clerk")]
    acts = [
        {**act("a1", "B", "object", "2024-12-01"), "post": "clerk"},
        act("a2", "A", "instruct", "2024-12-02"),
        {**act("a3", "B", "sign", "2024-12-03"), "post": "clerk"},
    ]
    found = run(signed(office(tenures, posts=posts, acts=acts)), NINETY)
    assert degrees(found, "instructor", "decision") == [("A", "main_leading")]
    assert degrees(found, "signer", "decision") == [("B", "reduced")]
    refused = run(signed(office(tenures, posts=posts, acts=acts[:2])), NINETY)  # not carried out: an interference
    assert degrees(refused, "instructor", "decision") == [("A", "direct")]
    silent = run(signed(office(tenures, posts=posts, acts=acts[1:])), NINETY)
    assert degrees(silent, "signer", "decision") == [("B", None)]


def test_delegate_and_delegator():
    posts = [{"id": "head", "org": "bureau", "title": "局长"}, {"id": "x", "org": "bureau", "title": "处长"}]
    tenures = [tenure("t1", "A", "2010-01-01"), tenure("t2", "B", "2010-01-01", post="x")]
    given = [{"id": "d1", "from_post": "head", "to_post": "x"}]
    found = run(signed(office(tenures, posts=posts, delegations=given)), NINETY)
    assert (degrees(found), degrees(found, "delegate")) == ([("A", "important_leading")], [("B", "direct")])


def test_a_delegator_is_one_only_on_the_days_of_the_delegation():
    posts = [{"id": "head", "org": "bureau", "title": "局长"}, {"id": "x", "org": "bureau", "title": "处长"}]
    tenures = [
        tenure("t1", "A", "2010-01-01", "2026-04-30"),
        tenure("t2", "B", "2010-01-01", post="x"),
        tenure("t3", "C", "2026-05-01"),
    ]
    given = [{"id": "d1", "from_post": "head", "to_post": "x", "end": "2026-03-31"}]
    found = run(signed(office(tenures, posts=posts, delegations=given)), NINETY)
    assert degrees(found, phase="due") == [("A", "important_leading")]
    assert degrees(found, "delegate", "due") == [
        ("B", "direct")
    ]  # case 36: in force on the due date, and on no breach day
    assert degrees(found) == [("A", "direct"), ("C", "main_leading")]


def test_case_01_whoever_leaves_on_the_due_date_is_shown_and_the_incomer_answers():
    rows = [tenure("t1", "A", "2020-01-01", "2026-03-31"), tenure("t2", "B", "2026-03-31")]
    found = run(signed(office(rows)), NINETY)
    assert degrees(found, phase="due") == [("B", "direct"), ("A", "in_office")]


def test_the_payer_on_the_due_date_and_the_heads_of_then_and_of_an_heir():
    posts = [
        {"id": key, "org": "bureau", "title": key, "rank": rank}
        for key, rank in (("head", "head"), ("x", "deputy"), ("cash", None))
    ]
    tenures = [
        tenure("t1", "A", "2010-01-01", "2026-04-30"), tenure("t2", "B", "2026-05-01"),
        tenure("t3", "C", "2010-01-01", "2026-04-30", post="x"), tenure("t4", "D", "2026-05-01", post="x"),
        tenure("t5", "E", "2010-01-01", "2026-04-30", post="cash"), tenure("t6", "F", "2026-05-01", post="cash"),
    ]  # fmt: skip
    assigned = [
        {"id": "s1", "post": "x", "role": "responsible", "obligation": "o-1"},
        {"id": "s2", "post": "cash", "role": "payer", "obligation": "o-1"},
    ]
    found = run(signed(office(tenures, posts=posts, assignments=assigned)), NINETY)
    assert degrees(found) == [("C", "direct"), ("D", "main_leading")]
    assert degrees(found, "head") == [("A", "main_leading"), ("B", "important_leading")]
    assert degrees(found, "payer") == [("E", "direct"), ("F", None)]


def test_head_beside_a_deputy_in_charge():
    posts = [
        {"id": "head", "org": "bureau", "title": "局长", "rank": "head"},
        {"id": "x", "org": "bureau", "title": "副局长", "rank": "deputy"},
    ]
    tenures = [tenure("t1", "A", "2010-01-01"), tenure("t2", "B", "2010-01-01", post="x")]
    assigned = [{"id": "s1", "post": "x", "role": "responsible", "obligation": "o-1"}]
    found = run(signed(office(tenures, posts=posts, assignments=assigned)), NINETY)
    assert (degrees(found), degrees(found, "head")) == ([("B", "direct")], [("A", "main_leading")])


def test_a_supervisor_gets_no_degree_from_his_post_alone():
    facts = docket(
        orgs=[{"id": "bureau", "name": "示例局"}], posts=[{"id": "head", "org": "bureau", "title": "局长"}, {"id": "s", "org": "bureau", "title": "监督"}],
        persons=[{"id": "A", "name": "甲"}, {"id": "B", "name": "乙"}], tenures=[tenure("t1", "A", "2010-01-01"), tenure("t2", "B", "2010-01-01", post="s")],
        authorities=[{"id": "u1", "superior": "s", "subordinate": "head", "kind": "supervise"}], obligations=[{"id": "o-1", "title": "-", "bearer": "head"}],
    )  # fmt: skip
    assert degrees(run(facts, NINETY), "supervisor") == [("B", None)]


def test_vacant_and_unknown_days_have_no_degree():
    asked: Status = late("2026-03-31", ("2026-04-01", "2026-04-20"))
    found = run(office([tenure("t1", "A", "2020-01-01", "2025-01-01")]), asked)
    assert [line.degree for line in found.responsible if line.holder != "person"] == [None, None]


def test_a_place_can_have_its_own_rules_and_errors_are_named(tmp_path: Path):
    mine = tmp_path / "degrees.yaml"
    mine.write_text(
        "place: 示例市\ninherited: {after_days: 10, versions: []}\ndegrees:\n"
        "- {id: X-1, situation: {zh: 甲, en: a}, basis: 无, when: {role: [head]}, degree: direct}\n",
        encoding="utf-8",
    )
    assert rule_file(mine).degrees[0].degree == "direct"
    mine.write_text(mine.read_text("utf-8").replace("role:", "rolle:"), encoding="utf-8")
    rule_file.cache_clear()
    with pytest.raises(ValidationError, match="rolle"):
        rule_file(mine)


def test_every_degree_has_its_words_in_the_reports_and_every_rule_both_languages():
    for degree, words in DEGREES.items():
        assert word(degree) == words
    for rule in rule_file().degrees:
        assert rule.said.en.isascii()
        assert rule.said.zh
        assert word(rule.degree).zh in builtin(rule.id).meaning.zh
        assert word(rule.degree).en in builtin(rule.id).meaning.en


def test_a_rule_of_a_place_says_its_situation_unless_it_is_built_in(tmp_path: Path):
    mine = tmp_path / "own.yaml"
    text = "place: 示例市\ninherited: {after_days: 10, versions: []}\ndegrees:\n- {id: DG-08, when: {role: [head]}, degree: direct}\n"
    mine.write_text(text, encoding="utf-8")
    assert rule_file(mine).degrees[0].said == builtin("DG-08").title
    other = tmp_path / "other.yaml"
    other.write_text(text.replace("DG-08", "X-1"), encoding="utf-8")
    with pytest.raises(ValidationError, match="X-1 does not say its situation"):
        rule_file(other)
