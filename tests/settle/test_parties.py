"""Who owes and who may claim: assignment, delegation, transfer, joining and succession (T18-T22), and acts without authority (T15, T16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from govaudit.audit import Question, audit
from govaudit.docket.events.parties_by_day import DayParties, Register
from govaudit.docket.view import View
from govaudit.model.days import parse_day
from govaudit.officials.trace.trace import Trace, trace_duty
from govaudit.rules.catalogue import RuleSet
from govaudit.settle.explanation.explain_duty import Explainer
from govaudit.settle.settle_rows import settle_with_use
from settle.dockets import WORLD, days_of, event_rows, obligation, read, settled, status
from views import officials_of

if TYPE_CHECKING:
    from govaudit.docket.table import Docket

DUE = {"due_on": "2026-03-31"}
AS_OF = "2026-04-10"
OFFICES: dict[str, list[dict[str, Any]]] = {
    "orgs": [*WORLD["orgs"], {"id": "merged", "name": "新设局"}, {"id": "third", "name": "第三人"}],
    "posts": [
        {"id": "old-head", "org": "bureau", "title": "局长", "rank": "head"},
        {"id": "new-head", "org": "merged", "title": "局长", "rank": "head"},
    ],
    "persons": [{"id": "p", "name": "甲"}, {"id": "q", "name": "乙"}],
    "tenures": [
        {"id": "t1", "post": "old-head", "person": "p", "start": "2020-01-01"},
        {"id": "t2", "post": "new-head", "person": "q", "start": "2020-01-01"},
    ],
}


def made(events: list[tuple[Any, ...]], *more: dict[str, Any], **tables: list[dict[str, Any]]) -> Docket:
    found = read(obligations=[obligation(**DUE), *more], events=event_rows(events), **{**OFFICES, **tables})
    assert not found.errors, found.errors
    return found


def move(kind: str, day: str, to: str | None, **terms: Any) -> tuple[Any, ...]:
    more = {"instrument": "i"} if terms.pop("all", False) else {}
    return (kind, day, {"terms": {**terms, **({"to": to} if to else {})}, **more})


def parties(events: list[tuple[Any, ...]], day: str, key: str = "o", *more: dict[str, Any]) -> DayParties:
    docket = made(events, *more)
    view = View(docket, parse_day(day))
    return Register(docket, view.known).on(key, view.as_of)


def split(docket: Docket, as_of: str = AS_OF) -> dict[str | None, str]:
    found = traced(docket, as_of)
    return {line.post: line.share or "" for line in found.counted}


def traced(docket: Docket, as_of: str = AS_OF) -> Trace:
    return trace_duty(officials_of(docket), settled(docket, as_of)["o"], parse_day(as_of))


def test_t18_an_assigned_claim_has_another_holder_from_notice_on():
    events = [move("assign", "2026-04-05", "third")]
    assert parties(events, "2026-04-04") == DayParties(("bureau",), None, "firm")
    assert parties(events, "2026-04-05") == DayParties(("bureau",), None, "third")
    assert split(made(events)) == {"old-head": "10"}


def test_t19_who_delegates_performance_stays_liable():
    events = [move("delegate", "2026-04-05", "third")]
    assert parties(events, "2026-04-05") == DayParties(("bureau",), "third", "firm")
    assert split(made(events)) == {"old-head": "10"}


def test_t20_a_transferred_debt_has_another_bearer_and_earlier_days_stay():
    events = [move("transfer_debt", "2026-04-05", "merged", consent=True)]
    assert parties(events, "2026-04-04").bearers == ("bureau",)
    assert parties(events, "2026-04-05").bearers == ("merged",)
    assert split(made(events)) == {"old-head": "4", "new-head": "6"}


@pytest.mark.parametrize("terms", [{}, {"consent": False}])
def test_t20_silence_of_the_creditor_is_refusal_and_is_told(terms: dict[str, Any]):
    docket = made([move("transfer_debt", "2026-04-05", "merged", **terms)])
    assert split(docket) == {"old-head": "10"}
    notes = settle_with_use(View(docket, parse_day(AS_OF)))[2]
    assert [(n.code, n.level, n.place.row, n.place.column) for n in notes] == [
        ("transfer_without_consent", "note", 2, "terms")
    ]


def test_t20_an_assignment_of_the_duty_to_an_old_post_does_not_follow_it():
    own = [{"id": "a", "post": "old-head", "role": "responsible", "obligation": "o"}]
    docket = made([move("transfer_debt", "2026-04-05", "merged", consent=True)], assignments=own)
    assert split(docket) == {"old-head": "4", "new-head": "6"}


def test_t21_who_joins_owes_jointly_from_that_day():
    events = [move("join_debt", "2026-04-05", "merged")]
    assert parties(events, "2026-04-05").bearers == ("bureau", "merged")
    assert split(made(events)) == {"old-head": "7", "new-head": "3"}  # 4 days alone, 6 days as two


def test_t21_refused_in_time_nobody_joins():
    events = [move("join_debt", "2026-04-05", "merged"), ("reject", "2026-04-06", {"corrects": "e1"})]
    assert split(made(events)) == {"old-head": "10"}


def test_t22_a_succession_moves_open_breaches_and_both_are_shown():
    docket = made([move("succeed", "2026-04-05", "merged")])
    found = traced(docket)
    assert {line.post: line.share for line in found.counted} == {"old-head": "4", "new-head": "6"}
    assert [h.start for h in found.hops if "承继" in h.text.zh] == ["2026-04-05"]
    assert settled(docket, AS_OF)["o"].breach_days == 10  # the breach itself goes on


def test_t22_before_the_due_day_all_days_are_the_successors():
    assert split(made([move("succeed", "2026-03-01", "merged")])) == {"new-head": "10"}


def test_t22_of_the_instrument_moves_all_duties_of_its_public_side():
    theirs = obligation("theirs", due_on="2026-03-31", bearer="firm", beneficiary="bureau")
    events = [move("succeed", "2026-04-05", "merged", all=True)]
    assert parties(events, "2026-04-05", "o", theirs).bearers == ("merged",)
    assert parties(events, "2026-04-05", "theirs", theirs).bearers == ("firm",)
    named = [move("succeed", "2026-04-05", "third", all=True, **{"from": "firm"})]
    assert parties(named, "2026-04-05", "o", theirs) == DayParties(("bureau",), None, "third")
    assert parties(named, "2026-04-05", "theirs", theirs) == DayParties(("third",), None, "bureau")


def test_t22_known_only_once_recorded():
    events = [("succeed", "2026-04-05", {"terms": {"to": "merged"}, "recorded_at": "2026-06-01"})]
    docket = made(events)
    status = settled(docket, AS_OF)["o"]
    early, late = (
        trace_duty(officials_of(docket, parse_day(known)), status, parse_day(AS_OF))
        for known in ("2026-05-31", "2026-06-01")
    )
    assert [{line.post: line.share for line in found.counted} for found in (early, late)] == [
        {"old-head": "10"},
        {"old-head": "4", "new-head": "6"},
    ]


def test_t18_t22_the_state_stays_and_the_steps_say_who():
    events = [
        move("assign", "2026-04-01", "third"), move("delegate", "2026-04-02", "third"), move("join_debt", "2026-04-03", "third"),
        move("transfer_debt", "2026-04-04", "merged", consent=True), move("succeed", "2026-04-05", "merged"), move("assign", "2026-04-06", None),
    ]  # fmt: skip
    docket = made(events)
    status = settled(docket, AS_OF)["o"]
    steps = [(s.effect, s.codes, s.about) for s in Explainer(View(docket, parse_day(AS_OF))).explain(status).steps][1:]
    assert steps == [
        ("moved", ("T18",), "third"), ("moved", ("T19",), "third"), ("moved", ("T21",), "third"), ("moved", ("T20",), "merged"),
        ("moved", ("T22",), "merged"), ("kept", (), None),
    ]  # fmt: skip
    assert (status.state, status.breach_days) == ("breached", 10)


def test_t20_days_under_a_public_bearer_are_a_breach_though_a_firm_took_the_debt_over():
    company = [{**row, "kind": "company"} if row["id"] == "third" else row for row in OFFICES["orgs"]]
    for day, kind in (("2026-04-05", "breach"), ("2026-04-01", "warning")):
        docket = made([move("transfer_debt", day, "third", consent=True)], orgs=company)
        run = audit(docket, RuleSet(rules={}, files={}), Question(as_of=parse_day(AS_OF))).run
        assert [f.kind for f in run.findings if f.rule.startswith("OB")] == [kind]


@pytest.mark.parametrize("kind", ["assign", "delegate", "transfer_debt", "join_debt", "succeed"])
def test_a_party_nobody_knows_is_a_problem(kind: str):
    found = read(obligations=[obligation(**DUE)], events=event_rows([move(kind, "2026-04-05", "nobody")]))
    assert [(p.code, p.place.column, p.value) for p in found.errors] == [("missing_reference", "terms", "nobody")]


@pytest.mark.parametrize(
    ("event", "without", "with_it"),
    [
        (("waive", "2026-03-20", {}), "breached", "discharged"),
        (("waive", "2026-03-20", {"due_on": "2026-06-30"}), "breached", "active"),
        (("release", "2026-03-20", {}), "breached", "discharged"),
        (("amend", "2026-03-20", {"due_on": "2026-06-30"}), "breached", "active"),
    ],
)
def test_t15_t16_without_authority_or_by_one_side_only_it_is_void_and_flagged(
    event: tuple[str, str, dict[str, Any]], without: str, with_it: str
):
    kind, day, terms = event
    for authorised, state in ((False, without), (True, with_it), (None, with_it)):
        said = terms if authorised is None else {**terms, "authorised": authorised}
        found = status(DUE, [(kind, day, {"terms": said})], AS_OF)
        assert (found.state, "without_authority" in found.flags) == (state, authorised is False)


def test_t15_a_waiver_of_the_breach_without_authority_marks_nothing():
    found = status(DUE, [("waive", "2026-04-05", {"terms": {"scope": "breach", "authorised": False}})], AS_OF)
    assert ("waived_breach" in found.flags, "without_authority" in found.flags) == (False, True)
    assert len(days_of(found)) == 10
