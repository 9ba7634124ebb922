"""Corner cases of accountability.md §3: dates, holders, spans and the record, each named by its number."""

from __future__ import annotations

import pytest

from govaudit.officials.trace.trace import gap_findings
from officials.facts import docket, kinds, late, office, run, split, tenure

TWENTY = late("2026-03-31", ("2026-04-01", "2026-04-20"))


def sources(through: str | None) -> list[dict[str, object]]:
    return [{"id": "register", "table": "tenures", "complete_through": through}]


def test_case_01_handover_on_the_due_date():
    facts = office([tenure("t1", "A", "2020-01-01", "2026-03-31"), tenure("t2", "B", "2026-03-31")])
    found = run(facts, TWENTY)
    assert split(found) == {"B": 20}
    on_due = [(line.person, line.notes[0].zh) for line in found.responsible if line.phase == "due"]
    assert on_due == [("B", "在该岗位任职"), ("A", "同日交接，当日计入接任者")]
    assert kinds(found) == []


@pytest.mark.parametrize(("last", "first"), [("2026-04-09", "2026-04-10"), ("2026-04-10", "2026-04-10")])
def test_case_02_inclusive_and_exclusive_ends_give_the_same_days(last: str, first: str):
    found = run(office([tenure("t1", "A", "2020-01-01", last), tenure("t2", "B", first)]), TWENTY)
    assert (split(found), kinds(found)) == ({"A": 9, "B": 11}, [])


@pytest.mark.parametrize(
    ("first", "expected"),
    [("2026-03", {"A": 20}), ("2026-04", {"UNKNOWN": 20}), ("2026", {"UNKNOWN": 20})],
)
def test_case_03_month_or_year_only(first: str, expected: dict[str, int]):
    found = run(office([tenure("t1", "A", first, "2027-01-01")]), TWENTY)
    assert split(found) == expected
    assert kinds(found) == ([] if "A" in expected else ["possible"])


def test_case_03_a_month_that_ends_within_the_span():
    facts = office([tenure("t1", "A", "2020-01-01", "2026-04-10"), tenure("t2", "B", "2026-04")])
    found = run(facts, late("2026-03-31", ("2026-04-01", "2026-05-10")))
    assert split(found) == {"UNKNOWN": 29, "B": 11}
    (gap,) = found.gaps
    assert (gap.kind, gap.days, gap.facts) == ("possible", 29, ("t2", "t1"))


def test_case_03_days_open_on_taking_office_are_a_range_where_the_start_is_a_month():
    found = run(office([tenure("t2", "B", "2026-04")]), late("2026-03-31", ("2026-04-01", "2026-05-10")))
    said = [note.zh for line in found.counted if line.person == "B" for note in line.notes]
    assert "接任时已逾期 0–29 天" in said


def test_case_04_start_unknown():
    assert split(run(office([tenure("t1", "A", None, "2026-04-10")]), TWENTY)) == {"UNKNOWN": 10, "VACANT": 10}


def test_case_05_end_unknown_against_serving():
    rows = [tenure("t1", "A", "2020-01-01")]
    assert split(run(office(rows), TWENTY)) == {"A": 20}
    assert split(run(office(rows, sources=sources("2026-04-05")), TWENTY)) == {"A": 5, "UNKNOWN": 15}
    assert split(run(office(rows, sources=sources(None)), TWENTY)) == {"A": 20}


def test_case_06_term_end_in_the_future_person_gone():
    found = run(office([tenure("t1", "A", "2020-01-01", "2026-04-05", term_end="2030-01-01")]), TWENTY)
    assert split(found) == {"A": 5, "VACANT": 15}


def test_case_09_leap_day_and_a_tenure_of_one_day():
    facts = office(
        [
            tenure("t1", "A", "2020-01-01", "2024-02-28"),
            tenure("t2", "B", "2024-02-29", "2024-02-29"),
            tenure("t3", "C", "2024-03-01"),
        ]
    )
    assert split(run(facts, late("2024-02-27", ("2024-02-28", "2024-03-02")))) == {"A": 1, "B": 1, "C": 2}


@pytest.mark.parametrize(
    "more",
    [
        {"persons": [{"id": "A", "name": "甲", "status": "retired", "status_on": "2026-04-05"}]},
        {"persons": [{"id": "A", "name": "甲", "status": "死亡", "status_on": "2026-04-05"}]},
    ],
    ids=["retired", "dead"],
)
def test_case_11_open_end_after_retirement_or_death(more: dict[str, list[dict[str, object]]]):
    found = run(office([tenure("t1", "A", "2020-01-01")], **more), TWENTY)
    assert split(found) == {"A": 5, "VACANT": 15}


def test_case_11_open_end_after_the_abolition_of_the_post():
    posts = [{"id": "head", "org": "bureau", "title": "局长", "rank": "head", "abolished": "2026-04-05"}]
    found = run(office([tenure("t1", "A", "2020-01-01")], posts=posts), TWENTY)
    assert split(found) == {"A": 5, "POST_MISSING": 15}
    assert "no_post" in kinds(found)


def test_case_13_vacancy_on_the_due_date():
    found = run(office([tenure("t1", "A", "2020-01-01", "2026-03-30"), tenure("t2", "B", "2026-04-01")]), TWENTY)
    assert split(found) == {"B": 20}
    assert [line.holder for line in found.responsible if line.phase == "due"] == ["vacant"]


def test_case_14_vacancy_over_the_whole_span():
    found = run(office([tenure("t1", "A", "2020-01-01", "2025-12-31")]), TWENTY)
    assert split(found) == {"VACANT": 20}
    (finding,) = gap_findings([found])
    assert (finding.rule, finding.facts["days"], finding.kind) == ("AG-01", 20, "accountability_gap")


@pytest.mark.parametrize("kind", ["acting", "presiding", "secondment"])
def test_case_15_acting_fills_a_vacancy(kind: str):
    facts = office(
        [tenure("t1", "A", "2020-01-01", "2026-04-05"), tenure("t2", "B", "2026-04-06", "2026-04-12", kind=kind)]
    )
    assert split(run(facts, TWENTY)) == {"A": 5, "B": 7, "VACANT": 8}


def test_case_15_acting_goes_before_presiding():
    facts = office([tenure("t1", "A", "2026-01-01", kind="acting"), tenure("t2", "B", "2026-04-01", kind="presiding")])
    assert split(run(facts, TWENTY)) == {"A": 20}


def test_case_16_acting_and_substantive_overlap():
    facts = office([tenure("t1", "A", "2020-01-01"), tenure("t2", "B", "2026-04-06", kind="acting")])
    found = run(facts, TWENTY)
    assert (split(found), kinds(found)) == ({"A": 20}, [])
    assert "同期另有姓名B在任" in [note.zh for note in found.counted[0].notes]


def test_case_17_suspended_holder():
    rows = [tenure("t1", "A", "2020-01-01", suspended=[("2026-04-06", "2026-04-10")])]
    assert split(run(office(rows), TWENTY)) == {"A": 15, "VACANT": 5}
    acting = [*rows, tenure("t2", "B", "2026-04-01", kind="acting")]
    assert split(run(office(acting), TWENTY)) == {"A": 15, "B": 5}


def test_case_18_two_holders_of_one_seat():
    found = run(office([tenure("t1", "A", "2020-01-01"), tenure("t2", "B", "2026-04-10")]), TWENTY)
    assert split(found) == {"A": 9, "B": 11}  # R24: the latest start
    (gap,) = found.gaps
    assert (gap.kind, gap.days, gap.facts) == ("conflicting_tenure", 11, ("t1", "t2"))


def test_case_19_joint_posts_share_each_day():
    posts = [{"id": "head", "org": "bureau", "title": "局长", "rank": "head", "seats": 2}]
    facts = office([tenure("t1", "A", "2020-01-01"), tenure("t2", "B", "2026-04-11")], posts=posts)
    found = run(facts, TWENTY)
    assert [(line.person, line.days, line.share, line.amount_days) for line in found.counted] == [
        ("A", 20, "15", "15.00"),
        ("B", 10, "5", "5.00"),
    ]
    assert kinds(found) == []


def test_case_20_the_same_person_returns():
    rows = [
        tenure("t1", "A", "2020-01-01", "2026-04-05"),
        tenure("t2", "B", "2026-04-06", "2026-04-10"),
        tenure("t3", "A", "2026-04-11"),
    ]
    found = run(office(rows), TWENTY)
    assert [(line.person, line.days) for line in found.counted] == [("A", 5), ("B", 5), ("A", 10)]


def test_case_21_adjacent_terms_of_one_person_are_one_line():
    found = run(office([tenure("t1", "A", "2020-01-01", "2026-04-09"), tenure("t2", "A", "2026-04-10")]), TWENTY)
    (line,) = found.counted
    assert (line.person, line.days, line.from_, line.to) == ("A", 20, "2026-04-01", "2026-04-20")
    assert [hop.fact for hop in line.path][-2:] == ["t1", "t2"]


def test_case_23_nominal_head_holds_nothing():
    found = run(office([tenure("t1", "A", "2020-01-01", kind="nominal")]), TWENTY)
    assert (split(found), kinds(found)) == ({"VACANT": 20}, ["vacant"])


def test_case_25_one_person_under_two_identifiers():
    people = [{"id": "A", "name": "甲"}, {"id": "A2", "name": "甲", "merged_into": "A"}]
    facts = office([tenure("t1", "A", "2020-01-01", "2026-04-09"), tenure("t2", "A2", "2026-04-10")], persons=people)
    assert split(run(facts, TWENTY)) == {"A": 20}


def test_case_25_two_persons_of_one_name_stay_two():
    people = [{"id": "A", "name": "甲"}, {"id": "B", "name": "甲"}]
    facts = office([tenure("t1", "A", "2020-01-01", "2026-04-09"), tenure("t2", "B", "2026-04-10")], persons=people)
    assert split(run(facts, TWENTY)) == {"A": 9, "B": 11}


def test_case_54_cured_on_the_day_of_a_handover():
    asked = late("2026-03-31", ("2026-04-01", "2026-04-10"), performed="2026-04-10")
    found = run(office([tenure("t1", "A", "2020-01-01", "2026-04-10"), tenure("t2", "B", "2026-04-10")]), asked)
    assert split(found) == {"A": 9, "B": 1}
    assert "在其任内履行完毕" in [note.zh for note in found.counted[1].notes]


def test_case_55_partial_payments_are_money_days():
    asked = late("2026-03-31", ("2026-04-01", "2026-04-10"), balance=10_000)
    rest = late("2026-03-31", ("2026-04-11", "2026-04-20"), balance=4_000)
    asked.spans, asked.breach_days = asked.spans + rest.spans, 20
    found = run(office([tenure("t1", "A", "2020-01-01", "2026-04-05"), tenure("t2", "B", "2026-04-06")]), asked)
    assert [(line.person, line.amount_days) for line in found.counted] == [("A", "500.00"), ("B", "900.00")]


def test_case_56_57_days_cut_out_of_the_span_are_charged_to_nobody():
    asked = late("2026-03-31", ("2026-04-01", "2026-04-05"), ("2026-04-11", "2026-04-20"))
    found = run(office([tenure("t1", "A", "2020-01-01", "2026-04-08"), tenure("t2", "B", "2026-04-09")]), asked)
    assert split(found) == {"A": 5, "B": 10}


def test_case_60_breach_before_the_first_known_tenure():
    rows = [tenure("t1", "A", "2026-04-11")]
    found = run(office(rows), TWENTY)
    assert (split(found), kinds(found)) == ({"UNKNOWN": 10, "A": 10}, ["unknown"])
    assert split(run(office(rows, sources=sources(None)), TWENTY)) == {"VACANT": 10, "A": 10}


def test_case_61_as_of_before_due_is_no_breach_yet():
    found = run(office([tenure("t1", "A", "2020-01-01")]), late("2026-03-31"), as_of="2026-03-01")
    assert (found.counted, found.gaps, found.breach_days) == ((), (), 0)
    assert found.hops[0].fact == "o-1"


def test_case_66_a_fact_corrected_later():
    rows = [
        tenure("t1", "A", "2020-01-01", "2026-04-05", recorded_to="2026-07-01"),
        tenure("t1b", "A", "2020-01-01", "2026-04-15", recorded_from="2026-07-01"),
    ]
    assert split(run(office(rows), TWENTY, known_at="2026-06-30")) == {"A": 5, "VACANT": 15}
    assert split(run(office(rows), TWENTY, known_at="2026-07-01")) == {"A": 15, "VACANT": 5}


def test_case_67_two_sources_of_one_person_with_other_dates():
    rows = [tenure("t1", "A", "2020-01-01", "2026-04-05"), tenure("t2", "A", "2020-02-01", "2026-04-08")]
    found = run(office(rows), TWENTY)
    assert (split(found), kinds(found)) == ({"A": 8, "VACANT": 12}, ["vacant"])


def test_case_70_a_hop_without_evidence_says_so():
    found = run(office([tenure("t1", "A", "2020-01-01", evidence=None, source=None)]), TWENTY)
    last = found.counted[0].path[-1]
    assert (last.evidence, last.text.zh[-5:], last.text.en[-13:]) == ((), "（无证据）", "(no evidence)")


def test_case_71_retired_dead_and_moved_people_stay_named():
    people = [{"id": "A", "name": "甲", "status": "retired", "status_on": "2026-09-01"}]
    found = run(office([tenure("t1", "A", "2020-01-01", "2026-06-01")], persons=people), TWENTY)
    assert found.counted[0].name == "甲"
    assert "人员状态：退休（2026-09-01）" in [note.zh for note in found.counted[0].notes]


def test_case_72_empty_record_and_unknown_duty():
    found = run(docket(), TWENTY)
    assert split(found) == {"POST_MISSING": 20}
    assert found.gaps == ()  # no post at all: one finding of the whole docket, not one for each breach
    bare = office([tenure("t1", "A", "2020-01-01")], obligations=[{"id": "other", "title": "-", "bearer": "head"}])
    assert kinds(run(bare, TWENTY)) == ["no_post"]


def test_case_75_same_input_same_answer():
    facts = office([tenure("t1", "A", "2020-01-01", "2026-04-05"), tenure("t2", "B", "2026-04-10")])
    one, other = run(facts, TWENTY), run(facts, TWENTY)
    assert one.responsible == other.responsible


def test_two_vacancies_of_one_post_are_one_finding_with_all_their_days():
    rows = [
        tenure("t1", "A", "2020-01-01", "2026-04-05"),
        tenure("t2", "B", "2026-04-08", "2026-04-15"),
        tenure("t3", "C", "2026-04-18"),
    ]
    (finding,) = gap_findings([run(office(rows), TWENTY)])
    assert finding.facts["days"] == 4
    assert "逾期日 4 天（2026-04-06 至 2026-04-07，2026-04-16 至 2026-04-17）" in finding.message.zh
    assert finding.dates == {"from": "2026-04-06", "to": "2026-04-17"}
