"""Statutory duties are duties (R25.1 to R25.3): named, suspended by the causes of their law, restarted, superseded, excused.

Working days by the notices of the State Council: 2026-03-10 to 03-29 are 14, so 20 from 03-02 end on 04-20 and 30 on 05-07.
"""

from __future__ import annotations

from typing import Any

import pytest

from checks.cases import docket
from govaudit.audit import Question, audit
from govaudit.docket.integrity import check_integrity
from govaudit.formats.collect import Collector
from govaudit.model.days import iso, parse_day
from govaudit.model.problem import Place
from govaudit.rules.catalogue import load_rules
from govaudit.settle.settled_docket import settle_docket

RULES = load_rules()
AS_OF = parse_day("2026-06-30")
REQUEST = {"domain": "disclosure"}
PAUSE = [("request_received", "2026-03-02"), ("suspend", "2026-03-10"), ("resume", "2026-03-30"), ("request_answered", "2026-04-20")]  # fmt: skip


def events(*listed: tuple[Any, ...], cause: str | None = None, on: str | None = None) -> list[dict[str, Any]]:
    """Rows of events; suspensions with their cause, on the instrument or a duty."""
    rows = []
    for kind, day, *more in listed:
        row = {"type": kind, "occurred_on": day, **(more[0] if more else {})}
        if kind in {"suspend", "resume"}:
            row |= {"cause": cause} | ({"obligation": on} if on else {})
        rows.append(row)
    return rows


def settled(found: Any, as_of: int = AS_OF) -> dict[str, tuple[str, str | None, int]]:
    """State, due day and breach days of every duty."""
    done = settle_docket(found, RULES, as_of)
    return {one.obligation: (one.state, iso(one.due_on), one.breach_days) for one in done.statuses}


def problems(found: Any, as_of: int = AS_OF) -> list[tuple[str, str, str]]:
    """Code, level and remedy of what settling has to say."""
    return [(one.code, one.level, one.remedy.en) for one in settle_docket(found, RULES, as_of).docket.problems]


# --- suspensions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("on", [None, "C1/TO-03"])
@pytest.mark.parametrize(
    "cause", ["statute", "法定", "third_party_opinion", "征求意见", "court", "法院", "征求第三方意见"]
)
def test_time_for_a_third_party_does_not_count(cause: str, on: str | None):
    found = docket(REQUEST, events(*PAUSE, cause=cause, on=on))
    assert settled(found) == {"C1/TO-03": ("fulfilled", "2026-04-20", 0)}
    assert problems(found) == []


@pytest.mark.parametrize("on", [None, "C1/TO-03"])
@pytest.mark.parametrize("cause", [None, "agreed", "约定", "expert_review", "force_majeure", "资金紧张"])
def test_another_cause_or_none_is_named_and_not_applied(cause: str | None, on: str | None):
    found = docket(REQUEST, events(*PAUSE, cause=cause, on=on))
    assert settled(found) == {"C1/TO-03": ("fulfilled_late", "2026-03-30", 21)}
    assert [(code, level) for code, level, _ in problems(found)] == [("suspension_not_taken", "note")]


def test_a_misspelt_cause_is_a_problem_with_a_hint():
    (said,) = problems(docket(REQUEST, events(*PAUSE, cause="征求意件")))
    assert said == ("suspension_not_taken", "error", "did you mean '征求意见'?")


def test_the_general_word_tolls_no_rule_that_lists_no_cause():
    found = docket(None, events(("award_notice", "2026-03-02"), ("suspend", "2026-03-10"), ("resume", "2026-03-30"), cause="statute"))  # fmt: skip
    assert settled(found)["C1/GP-13"] == ("breached", "2026-04-01", 90)
    assert [code for code, _, _ in problems(found)] == ["suspension_not_taken"]


def test_expert_review_does_not_count_for_a_complaint_and_a_resumption_in_the_other_language_ends_it():
    moves = events(
        ("complaint", "2026-03-02"), ("complaint_accepted", "2026-03-04"), ("complaint_decided", "2026-04-28")
    )
    moves += [{"type": "suspend", "occurred_on": "2026-03-10", "cause": "专家评审"}, {"type": "resume", "occurred_on": "2026-03-30", "cause": "expert_review"}]  # fmt: skip
    found = docket({"attributes": {"finance_department": "bureau"}}, moves)
    assert settled(found)["C1/GP-23b"] == ("fulfilled", "2026-05-07", 0)


def test_a_suspension_after_the_act_is_no_matter_of_the_duty():
    late = events(("request_received", "2026-03-02"), ("request_answered", "2026-03-05"), ("suspend", "2026-03-10"))
    assert [code for code, _, _ in problems(docket(REQUEST, late))] == ["event_without_effect"]


def test_a_demand_that_names_nothing_is_said():
    found = docket(REQUEST, events(("request_received", "2026-03-02"), ("demand", "2026-04-02")))
    assert [(code, level) for code, level, _ in problems(found)] == [("event_without_effect", "note")]


# --- names ------------------------------------------------------------------------------------------------------------


def test_an_act_that_names_the_duty_performs_it():
    notices = [("award_notice", "2026-01-16"), ("award_notice", "2026-02-02")]
    signed = [{"type": "signed", "occurred_on": day, "obligation": duty}
              for day, duty in (("2026-03-04", "C1/GP-13"), ("2026-02-24", "C1/GP-13#2"))]  # fmt: skip
    assert {key: one for key, one in settled(docket(None, events(*notices) + signed)).items() if "GP-13" in key} == {
        "C1/GP-13": ("fulfilled_late", "2026-02-24", 8),
        "C1/GP-13#2": ("fulfilled", "2026-03-04", 0),
    }


def test_a_named_event_is_a_fact_of_the_instrument_too():
    found = docket(None, events(("award_notice", "2026-01-16"), ("signed", "2026-02-24", {"obligation": "C1/GP-13"})))
    assert settled(found)["C1/GP-15"][1] == "2026-03-04"


def read(**rows: dict[str, Any]) -> Any:
    """Read a contract with an award notice and rows that name duties."""
    out = Collector()
    base = {"domain": "procurement", "kind": "contract", "title": "合同", "authority": "A"}
    tables = {
        "orgs": {"id": "A", "name": "A"},
        "posts": {"id": "P", "org": "A", "title": "局长"},
        "instruments": {"id": "C1", **base},
    }
    for number, (table, row) in enumerate({**tables, **rows}.items(), 1):
        out.add(table, row, Place(f"{table}.csv", row=number))
    out.add(
        "events",
        {"id": "e0", "instrument": "C1", "type": "award_notice", "occurred_on": "2026-01-16"},
        Place("events.csv", row=9),
    )
    out.add("sources", {"id": "s", "table": "events", "complete_from": "2026-01-01"}, Place("sources.csv", row=2))
    check_integrity(out.docket)
    return out.docket.freeze()


def test_an_assignment_may_name_a_duty_of_the_law():
    found = read(assignments={"id": "a", "post": "P", "role": "responsible", "obligation": "C1/GP-13"})
    assert found.errors == []
    run = audit(found, RULES, Question(as_of=AS_OF)).run
    (late,) = [one for one in run.findings if one.rule == "GP-13"]
    assert {line.post for line in late.responsible} == {"P"}


def test_a_name_no_rule_gives_is_a_problem_with_a_hint():
    found = read(assignments={"id": "a", "post": "P", "role": "responsible", "obligation": "C1/GP-31"})
    assert found.errors == []
    (said,) = [one for one in settle_docket(found, RULES, AS_OF).docket.problems if one.level == "error"]
    assert (said.code, said.value, said.remedy.en) == ("missing_reference", "C1/GP-31", "did you mean 'C1/GP-13'?")


def test_a_name_on_no_instrument_is_refused_by_the_reader():
    assert [one.code for one in read(assignments={"id": "a", "post": "P", "role": "payer", "obligation": "C9/GP-13"}).errors] == ["missing_reference"]  # fmt: skip


def test_before_the_trigger_the_name_is_no_problem():
    found = read(assignments={"id": "a", "post": "P", "role": "responsible", "obligation": "C1/GP-13"})
    assert problems(found, parse_day("2026-01-15")) == []


# --- started anew, superseded, excused --------------------------------------------------------------------------------


def test_the_second_candidate_signs_in_time():
    twice = events(("award_notice", "2026-01-16"), ("award_notice", "2026-03-02"), ("signed", "2026-03-20"))
    found = docket(None, twice)
    assert {key: one for key, one in settled(found).items() if "GP-13" in key} == {
        "C1/GP-13": ("superseded", "2026-02-24", 5),
        "C1/GP-13#2": ("fulfilled", "2026-04-01", 0),
    }
    said = [one for one in audit(found, RULES, Question(as_of=AS_OF)).run.findings if one.rule == "GP-13"]
    assert [(one.kind, one.obligation) for one in said] == [("warning", "C1/GP-13")]
    assert "no excuse for the delay is on record" in said[0].message.en


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("2026-02-10", ("discharged", "2026-02-24", 0)),
        ("2026-02-27", ("discharged", "2026-02-24", 2)),  # 25 and 26 February stay
        ("2026-03-02", ("discharged", "2026-02-24", 5)),  # the notice of that day answers the refusal
    ],
)
@pytest.mark.parametrize("how", [{"type": "winner_refused"}, {"type": "note", "cause": "中标人拒签"}])
def test_the_winner_refused(how: dict[str, str], day: str, first: tuple[str, str, int]):
    twice = events(("award_notice", "2026-01-16"), ("award_notice", "2026-03-02"), ("signed", "2026-03-20"))
    found = docket(None, [*twice, {**how, "occurred_on": day}])
    done = {key: one for key, one in settled(found).items() if "GP-13" in key}
    assert done == {"C1/GP-13": first, "C1/GP-13#2": ("fulfilled", "2026-04-01", 0)}
    kinds = [one.kind for one in audit(found, RULES, Question(as_of=AS_OF)).run.findings if one.rule == "GP-13"]
    assert kinds == (["breach"] if first[2] else [])


def test_a_request_entered_again_counts_from_the_second():
    found = docket(REQUEST, events(("request_received", "2026-03-02"), ("request_received", "2026-03-20"), ("request_answered", "2026-04-15")))  # fmt: skip
    assert settled(found) == {"C1/TO-03": ("superseded", "2026-03-30", 0), "C1/TO-03#2": ("fulfilled", "2026-04-20", 0)}
    assert not [one for one in audit(found, RULES, Question(as_of=AS_OF)).run.findings if one.rule == "TO-03"]


def test_what_was_answered_is_not_superseded():
    found = docket(REQUEST, events(("request_received", "2026-03-02"), ("request_answered", "2026-04-03"), ("request_received", "2026-05-06"), ("request_answered", "2026-05-08")))  # fmt: skip
    assert settled(found) == {
        "C1/TO-03": ("fulfilled_late", "2026-03-30", 4),
        "C1/TO-03#2": ("fulfilled", "2026-06-02", 0),
    }


def test_an_event_that_names_no_duty_there_is_gives_rise_to_none():
    found = docket(None, [{"type": "signed", "occurred_on": "2026-03-02", "obligation": "C1/GP-13"}])
    assert settled(found) == {}
    assert [(code, level) for code, level, _ in problems(found)] == [("missing_reference", "error")]


def test_a_duty_not_computed_for_want_of_a_fact_is_a_note_and_its_rows_stay():
    rows = events(
        ("delivered", "2026-03-02", {"amount": "100"}),
        ("pay", "2026-03-20", {"amount": "100", "obligation": "C1/SM-01a"}),
    )
    found = docket({"amount": "100"}, rows)
    assert settled(found) == {}
    assert ("duty_not_computed", "note", "state what is missing") in problems(found)
