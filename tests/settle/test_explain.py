"""The worked vectors explained step by step: each number below is worked out by hand from obligations.md."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from govaudit.docket.view import View
from govaudit.model.days import iso, parse_day
from govaudit.settle.explanation.explain_duty import Explainer
from settle.dockets import FROM_EVENT, docket, settled
from settle.test_vectors import RATES, SUSPENDED, V6, V6_PAID, V7, period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.settle.explanation.verdict_reasons import Derivation, Explanation


def explained(terms: dict[str, Any], events: Sequence[Any], as_of: str, known_at: str | None = None, **tables: Any) -> Explanation:  # fmt: skip
    made = docket(terms, events, **tables)
    status = settled(made, as_of, known_at)["o"]
    return Explainer(View(made, parse_day(as_of), None if known_at is None else parse_day(known_at))).explain(status)


def dates(one: Derivation) -> list[str | None]:
    return [iso(day) for day in (one.anchor, one.first_counted, one.untolled, one.raw, one.due)]


def moves(found: Explanation) -> list[tuple[str | None, str, str]]:
    return [(iso(step.day), step.effect, step.state) for step in found.steps]


def test_v1_the_period_the_holiday_it_rolls_over_and_the_first_day_late():
    found = explained(
        {"anchor": "award_notice", "n": 30, "unit": "day"}, [("award_notice", "2026-01-16")], "2026-02-25"
    )
    (one,) = found.derivations
    assert (one.anchor_type, one.anchor_event, one.n, one.unit, one.include) == (
        "award_notice",
        "e1",
        30,
        "day",
        False,
    )
    assert dates(one) == ["2026-01-16", "2026-01-17", "2026-02-15", "2026-02-15", "2026-02-24"]
    assert [(iso(day.day), day.name) for day in one.passed] == [
        ("2026-02-15", None), ("2026-02-16", "春节"), ("2026-02-17", "春节"), ("2026-02-18", "春节"), ("2026-02-19", "春节"),
        ("2026-02-20", "春节"), ("2026-02-21", None), ("2026-02-22", None), ("2026-02-23", "春节"),
    ]  # fmt: skip
    assert moves(found) == [("2026-01-16", "triggered", "active"), ("2026-02-25", "due_passed", "breached")]
    assert (found.verdict.answer, iso(found.verdict.decidable_from)) == ("violated", "2026-02-25")
    assert found.codes == ("R2", "R5", "R8", "A3", "T1", "T7")
    assert iso(found.calendar_until) == "2026-12-31"


def test_v2_the_working_days_that_did_not_count_and_the_worked_saturday():
    (one,) = explained(period(7, "workday", "2026-02-10"), [], "2026-02-20").derivations
    # 02-11 to 02-26: eight holidays' days (15-22 with two weekends) and 23 are off, 14 is a Saturday at work.
    assert one.off == 9
    assert [iso(day.day) for day in one.special if day.make_up] == ["2026-02-14"]
    assert one.passed == ()
    assert dates(one)[2:] == ["2026-02-26"] * 3


@pytest.mark.parametrize(
    ("begin", "cause", "why"),
    [
        ("2026-04-05", "agreed", "after_due"),
        ("2026-04-05", "", "after_due"),
        ("2026-04-05", "court", None),
        ("2026-03-10", "agreed", None),
    ],
)
def test_a_suspension_that_is_not_deducted_says_why(begin: str, cause: str, why: str | None):
    events = [("suspend", begin, {"cause": cause}), ("resume", "2026-04-10", {"cause": cause})]
    (tolled,) = explained({"due_on": "2026-03-31"}, events, "2026-06-30").tollings
    assert tolled.not_deducted == why


def test_nothing_moves_what_is_counted_backwards_or_begins_later():
    events = [("suspend", "2026-04-05", {"cause": "agreed"}), ("resume", "2026-04-10", {"cause": "agreed"})]
    (tolled,) = explained({**period(10, "day", "2026-04-25"), "start": "before"}, events, "2026-06-30").tollings
    assert tolled.not_deducted == "backwards"
    (tolled,) = explained(period(10, "day", "2026-04-25"), events, "2026-06-30").tollings
    assert tolled.not_deducted == "before_start"


def test_v3_a_worked_saturday_is_named_as_such():
    found = explained(period(30, "day", "2026-09-10"), [], "2026-09-11")
    day = found.derivations[0].make_up
    assert day is not None
    assert (iso(day.day), day.name) == ("2026-10-10", "国庆节")
    assert "A4" in found.codes


def test_v5_ten_tolled_days_then_the_roll():
    found = explained(period(30, "day", "2026-03-02"), SUSPENDED, "2026-04-01")
    (one,) = found.derivations
    assert dates(one) == ["2026-03-02", "2026-03-03", "2026-04-01", "2026-04-11", "2026-04-13"]
    (tolled,) = found.tollings
    assert (iso(tolled.begin), iso(tolled.end), tolled.causes, tolled.events) == (
        "2026-03-10",
        "2026-03-20",
        ("court",),
        ("e1", "e2"),
    )
    assert moves(found) == [("2026-03-10", "suspended", "suspended"), ("2026-03-20", "resumed", "active")]
    assert (found.verdict.answer, iso(found.verdict.decidable_from)) == ("pending", "2026-04-14")


def test_a_running_suspension_leaves_the_day_of_decision_unknown():
    found = explained(period(30, "day", "2026-03-02"), SUSPENDED[:1], "2026-04-20")
    assert found.verdict == ("pending", None, "resumption")
    assert found.tollings[0].end is None


def test_v6_each_payment_split_and_the_interest_of_each_balance():
    found = explained(V6, V6_PAID, "2026-05-10")
    paid = [step for step in found.steps if step.effect == "performed"]
    assert [(step.interest, step.principal, step.credit) for step in paid] == [
        (10_000_00, 390_000_00, 0),
        (6_100_00, 593_900_00, 0),
    ]
    assert [(iso(part.start), iso(part.end), part.balance, part.part) for part in found.segments] == [
        ("2026-04-01", "2026-04-21", 1_000_000_00, 10_000_00),
        ("2026-04-21", "2026-05-11", 610_000_00, 6_100_00),
    ]
    assert {part.daily for part in found.segments} == {Fraction(5, 10_000)}
    assert "A11" in found.codes


def test_v6_principal_first_pays_no_interest():
    found = explained({**V6, "allocation": "principal_first"}, V6_PAID, "2026-05-10")
    paid = [step for step in found.steps if step.effect == "performed"]
    assert [(step.interest, step.principal) for step in paid] == [(0, 400_000_00), (0, 600_000_00)]
    assert paid[1].codes == ("T4", "T6")


def test_v7_two_rates_two_segments_adding_up_to_the_interest():
    found = explained(V7, [("pay", "2026-07-10", {"amount": "365820.00"})], "2026-12-31", rates=RATES)
    assert [
        (iso(part.start), part.end - part.start, part.daily, iso(part.since), part.part) for part in found.segments
    ] == [
        ("2026-06-23", 8, Fraction(4, 36_500), "2026-01-01", 320_00),
        ("2026-07-01", 10, Fraction(5, 36_500), "2026-07-01", 500_00),
    ]
    assert found.status.interest == 820_00


def test_v7_locked_at_the_first_day_late_is_one_segment():
    found = explained({**V7, "interest_mode": "fixed_at_breach"}, [], "2026-07-10", rates=RATES)
    assert [(part.end - part.start, part.part) for part in found.segments] == [(18, 720_00)]


def test_parts_that_do_not_come_out_even_still_add_up():
    terms = {"due_on": "2026-03-31", "amount": "10.01", "interest_rate": "0.05%/day"}
    found = explained(terms, [("pay", "2026-04-03", {"amount": "3.33"})], "2026-04-30")
    # 3 days at 10.01 make 1.5015 fen, of which 2 are paid first: 670 fen of principal stay, for 27 days 9.045 fen; 10.5465 in all.
    assert [part.exact for part in found.segments] == [Fraction("1.5015"), Fraction("9.045")]
    assert [part.part for part in found.segments] == [2, 9]
    assert found.status.interest == 11


@pytest.mark.parametrize(
    ("terms", "events", "as_of", "verdict"),
    [
        (FROM_EVENT, [], "2026-01-31", ("pending", None, "trigger")),
        ({**FROM_EVENT, "long_stop": "2026-06-30"}, [], "2026-01-31", ("pending", "2026-07-01", "trigger")),
        ({"due_on": "2026-03-31", "condition": "accepted"}, [], "2026-05-01", ("pending", None, "condition")),
        ({"due_on": "2026-03-31", "condition": "accepted"}, [("repudiate", "2026-03-01")], "2026-05-01", ("pending", None, "condition")),
        ({"due_on": "2026-03-31"}, [], "2026-03-31", ("pending", "2026-04-01", "performance")),
        ({"due_on": "2026-03-31"}, [], "2026-04-01", ("violated", "2026-04-01", None)),
        ({"due_on": "2026-03-31", "grace_n": 5}, [], "2026-04-02", ("pending", "2026-04-08", "performance")),
        ({"due_on": "2026-03-31", "grace_n": 5}, [], "2026-04-08", ("violated", "2026-04-08", None)),
        ({"due_on": "2026-03-31", "grace_n": 5, "grace_mode": "sanction_only"}, [], "2026-04-08", ("violated", "2026-04-01", None)),
        ({"due_on": "2026-03-31"}, [("perform", "2026-03-31")], "2026-04-02", ("satisfied", None, None)),
        ({"due_on": "2026-03-31"}, [("perform", "2026-04-02")], "2026-04-03", ("violated", "2026-04-01", None)),
        ({"due_on": "2026-03-31"}, [("waive", "2026-03-01")], "2026-04-03", ("satisfied", None, "released")),
        ({"due_on": "2026-03-31"}, [("waive", "2026-04-03")], "2026-04-05", ("violated", "2026-04-01", None)),
        ({"due_on": "2026-03-31", "kind": "prohibition"}, [("violate", "2026-03-05")], "2026-03-10", ("violated", "2026-03-05", None)),
        ({"due_on": "2026-03-31", "kind": "prohibition"}, [], "2026-03-10", ("pending", "2026-04-01", "performance")),
        ({"due_on": "2026-03-31"}, [("repudiate", "2026-03-05")], "2026-03-10", ("pending", "2026-04-01", "performance")),
    ],
)  # fmt: skip
def test_r16_the_verdict_and_the_first_day_it_can_be_decided(
    terms: dict[str, Any], events: list[Any], as_of: str, verdict: tuple[str, str | None, str | None]
):
    found = explained(terms, events, as_of).verdict
    assert (found.answer, iso(found.decidable_from), found.waits_for) == verdict


def test_records_that_end_before_the_due_day_leave_the_verdict_unknown():
    source = [{"id": "s", "table": "events", "complete_through": "2026-03-15"}]
    found = explained({"due_on": "2026-03-31"}, [], "2026-05-01", sources=source)
    assert (found.verdict.answer, iso(found.verdict.decidable_from), found.verdict.waits_for) == ("unknown", "2026-04-01", "records")  # fmt: skip
    assert iso(found.horizon) == "2026-03-15"
    assert moves(found) == []


def test_demand_and_end_of_the_cure_period_are_steps_of_their_own():
    events = [("demand", "2026-04-10", {"terms": {"n": 10}})]
    found = explained({"due_on": "2026-03-31"}, events, "2026-05-01")
    assert moves(found) == [
        ("2026-04-01", "due_passed", "breached"),
        ("2026-04-10", "demanded", "curing"),
        ("2026-04-21", "cure_over", "defaulted"),
    ]
    assert [step.codes for step in found.steps] == [("T7",), ("T9",), ("T10",)]


def test_an_amendment_gives_a_second_derivation_and_the_days_before_stay():
    events = [("amend", "2026-04-05", {"terms": {"due_on": "2026-06-30"}})]
    found = explained({"due_on": "2026-03-31"}, events, "2026-07-02")
    assert [(iso(one.since), one.event, iso(one.due)) for one in found.derivations] == [
        (None, None, "2026-03-31"),
        ("2026-04-05", "e1", "2026-06-30"),
    ]
    assert moves(found) == [
        ("2026-04-01", "due_passed", "breached"),
        ("2026-04-05", "changed", "active"),
        ("2026-07-01", "due_passed", "breached"),
    ]
    assert {"T16", "A12", "R17"} <= set(found.codes)


def test_interest_locked_at_breach_follows_the_version_of_the_terms():
    events = [("amend", "2026-06-26", {"terms": {"due_on": "2026-07-05"}})]
    terms = {**V7, "interest_mode": "fixed_at_breach", "roll": "none"}
    found = explained(terms, events, "2026-07-10", rates=RATES)
    # Three days late (06-23 to 06-25) at 4 %, then five (07-06 to 07-10) at 5 %.
    assert [(iso(part.start), part.end - part.start, part.daily) for part in found.segments] == [
        ("2026-06-23", 3, Fraction(4, 36_500)),
        ("2026-07-06", 5, Fraction(5, 36_500)),
    ]
    assert sum(part.part for part in found.segments) == found.status.interest == 120_00 + 250_00


def test_money_that_names_no_debt_is_told_as_its_part():
    made = docket(
        {"due_on": "2026-03-31", "amount": "100"}, [("pay", "2026-04-02", {"instrument": "i", "amount": "60"})]
    )
    status = settled(made, "2026-04-02")["o"]
    step = Explainer(View(made, parse_day("2026-04-02"))).explain(status).steps[-1]
    assert (step.effect, step.principal, step.surplus) == ("performed", 60_00, True)


def test_a_correction_names_what_it_corrects_and_a_later_knowledge_is_left_out():
    events = [
        ("perform", "2026-04-10", {"recorded_at": "2026-04-10"}),
        ("correct", "2026-03-31", {"corrects": "e1", "recorded_at": "2026-05-01"}),
    ]
    late = explained({"due_on": "2026-03-31"}, events, "2026-06-01", "2026-04-30")
    assert (late.status.state, [step.effect for step in late.steps]) == ("fulfilled_late", ["due_passed", "performed"])
    good = explained({"due_on": "2026-03-31"}, events, "2026-06-01", "2026-05-01")
    assert good.status.state == "fulfilled"
    assert [(step.effect, step.about, iso(step.recorded)) for step in good.steps] == [
        ("corrected", "e1", "2026-05-01"),
        ("performed", None, "2026-04-10"),
    ]


def test_days_of_a_year_not_announced_say_why_they_are_provisional():
    found = explained(period(30, "day", "2027-01-20"), [], "2027-01-21")
    assert found.provisional_for == ("calendar",)
    assert "A5" in found.codes
    assert explained(V7, [], "2026-07-10", rates=RATES[1:]).provisional_for == ("rate",)


def test_a_prohibition_is_broken_for_the_day_and_kept_from_the_next():
    terms = {"due_on": "2026-03-31", "kind": "prohibition"}
    found = explained(terms, [("violate", "2026-03-05")], "2026-04-01")
    assert moves(found) == [
        ("2026-03-05", "violated", "breached"),
        ("2026-03-06", "violation_over", "active"),
        ("2026-04-01", "ended", "fulfilled"),
    ]


def test_what_happens_after_the_end_has_no_effect():
    events = [("perform", "2026-03-01"), ("amend", "2026-03-05", {"terms": {"due_on": "2026-06-30"}})]
    found = explained({"due_on": "2026-03-31"}, events, "2026-04-01")
    assert moves(found) == [("2026-03-01", "performed", "fulfilled"), ("2026-03-05", "no_effect", "fulfilled")]
    assert len(found.derivations) == 1
