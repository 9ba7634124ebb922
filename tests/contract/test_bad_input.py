"""Facts that are odd or wrong, through the readers of tables and case files: each a problem with its place, or a defined result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from contract.forms import FORMS, PEOPLE
from govaudit.formats.read import read_docket
from govaudit.model.days import iso, parse_day
from govaudit.rules.catalogue import RuleSet
from govaudit.settle.settled_docket import settle_docket as settled

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.docket.table import Docket
    from govaudit.settle.status import Status

AS_OF = "2026-12-31"
DUE = {"due_on": "2026-03-31"}
DEBT = {**DUE, "amount": "100.00"}
PERIOD = {"anchor": "delivered", "n": 30, "unit": "day"}
Event = dict[str, Any]


@pytest.fixture(params=["csv", "parquet", "yaml-nested"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def docket(form: str, path: Path, terms: dict[str, Any], events: list[Event]) -> Docket:
    tables: dict[str, list[dict[str, Any]]] = {
        **{name: [] for name in PEOPLE},
        "orgs": [{"id": "bureau", "name": "示例局"}, {"id": "firm", "name": "示例公司"}],
        "instruments": [
            {"id": "i", "domain": "procurement", "kind": "contract", "title": "示例合同", "authority": "bureau"}
        ],
        "obligations": [
            {"id": "o", "instrument": "i", "title": "示例义务", "bearer": "bureau", "beneficiary": "firm", **terms}
        ],
        "events": [{"id": f"e{n}", "obligation": "o", **event} for n, event in enumerate(events, 1)],
    }
    return read_docket([FORMS[form](tables, path / form)])


def outcome(
    form: str, path: Path, terms: dict[str, Any], events: list[Event], as_of: str = AS_OF
) -> tuple[Docket, Status]:
    found = docket(form, path, terms, events)
    assert not found.errors, found.errors
    done = settled(found, RuleSet(rules={}, files={}), parse_day(as_of))
    (status,) = [one for one in done.statuses if one.obligation == "o"]
    return done.docket, status


def refused(form: str, path: Path, terms: dict[str, Any], events: list[Event]) -> list[tuple[str, str | None]]:
    """Code and column of each problem; it says where, and in both languages what and what to do."""
    found = docket(form, path, terms, events)
    for problem in found.errors:
        assert problem.place.row
        assert all((problem.what.zh, problem.what.en, problem.remedy.zh, problem.remedy.en))
    return [(problem.code, problem.place.column) for problem in found.errors]


def on(kind: str, day: str, **more: Any) -> Event:
    return {"type": kind, "occurred_on": day, **more}


def test_a_performance_before_its_trigger_is_in_time(form: str, tmp_path: Path):
    _, found = outcome(form, tmp_path, PERIOD, [on("perform", "2026-03-01"), on("delivered", "2026-03-02")])
    assert (found.state, iso(found.performed_on), found.breach_days) == ("fulfilled", "2026-03-01", 0)


def test_a_condition_before_the_trigger_does_not_move_the_due_day(form: str, tmp_path: Path):
    terms = {**PERIOD, "condition": "accepted"}
    _, found = outcome(form, tmp_path, terms, [on("accepted", "2026-02-01"), on("delivered", "2026-03-02")])
    assert (iso(found.due_on), found.state) == ("2026-04-01", "breached")


def test_two_equal_payments_on_one_day_are_unknown_until_they_are_checked(form: str, tmp_path: Path):
    events = [on("pay", "2026-04-02", amount="60.00"), on("pay", "2026-04-02", amount="60.00")]
    _, found = outcome(form, tmp_path / "asked", DEBT, events)
    assert (found.state, found.breach_days, found.flags) == ("active", 1, ("unusable(e2)",))
    _, found = outcome(form, tmp_path / "checked", DEBT, [{**one, "confirmed": True} for one in events])
    assert (found.state, found.breach_days, found.credit, found.amount_days) == ("fulfilled_late", 2, 20_00, 2 * 100_00)


def test_an_act_performed_twice_on_one_day_is_performed_once(form: str, tmp_path: Path):
    _, found = outcome(form, tmp_path, DUE, [on("perform", "2026-03-30"), on("perform", "2026-03-30")])
    assert (found.state, iso(found.performed_on)) == ("fulfilled", "2026-03-30")


def test_a_suspension_that_never_ends_leaves_no_due_day(form: str, tmp_path: Path):
    _, found = outcome(form, tmp_path, DUE, [on("suspend", "2026-03-10", cause="court")], "2099-12-31")
    assert (found.state, found.due_on, found.breach_days) == ("suspended", None, 0)


def test_a_suspension_in_breach_that_never_ends_keeps_the_days_before(form: str, tmp_path: Path):
    _, found = outcome(form, tmp_path, DUE, [on("suspend", "2026-04-10", cause="court")])
    assert (found.state, iso(found.due_on), found.breach_days) == ("suspended", "2026-03-31", 9)


@pytest.mark.parametrize("causes", [("court", "agreed"), ("court", "court")])
def test_overlapping_suspensions_are_counted_once(form: str, tmp_path: Path, causes: tuple[str, str]):
    """[3-10, 3-20) and [3-15, 3-25): fifteen days of two causes; of one cause the first resumption ends it."""
    first, second = causes
    events = [
        on("suspend", "2026-03-10", cause=first), on("suspend", "2026-03-15", cause=second),
        on("resume", "2026-03-20", cause=first), on("resume", "2026-03-25", cause=second),
    ]  # fmt: skip
    done, found = outcome(form, tmp_path, {**DUE, "roll": "none"}, events)
    assert (iso(found.due_on), found.tolled_days) == (("2026-04-15", 15) if first != second else ("2026-04-10", 10))
    notes = [p.value for p in done.problems if p.code == "resume_without_suspension"]
    assert notes == ([] if first != second else ["e4"])


def test_a_reversed_suspension_has_not_ended_and_its_resumption_is_told(form: str, tmp_path: Path):
    events = [on("suspend", "2026-03-20", cause="court"), on("resume", "2026-03-10", cause="court")]
    done, found = outcome(form, tmp_path, DUE, events)
    assert (found.state, found.due_on) == ("suspended", None)
    assert [(p.level, p.value) for p in done.problems if p.code == "resume_without_suspension"] == [("note", "e2")]


def test_an_event_type_that_looks_misspelt_is_refused(form: str, tmp_path: Path):
    assert refused(form, tmp_path, DUE, [on("preform", "2026-03-20")]) == [("near_word", "type")]


def test_an_event_type_nobody_knows_is_told(form: str, tmp_path: Path):
    done, found = outcome(form, tmp_path, DUE, [on("some_unheard_of_thing", "2026-03-20")])
    (problem,) = [p for p in done.problems if p.code == "event_unused"]
    assert (problem.level, problem.value, bool(problem.place.row)) == ("note", "some_unheard_of_thing", True)
    assert (found.state, found.strange) == ("breached", ("e1",))


@pytest.mark.parametrize("amount", [str(2**63), "9" * 40, "1e30"])
def test_an_amount_beyond_sixty_four_bits_is_a_problem(form: str, tmp_path: Path, amount: str):
    assert refused(form, tmp_path / "a", {**DUE, "amount": amount}, [])[0] == ("amount_too_large", "amount")
    assert refused(form, tmp_path / "b", DEBT, [on("pay", "2026-04-01", amount=amount)]) == [
        ("amount_too_large", "amount")
    ]


def test_the_largest_amounts_are_exact(form: str, tmp_path: Path):
    terms = {**DUE, "amount": "46000000000000000.00", "interest_rate": "0.05%/day"}
    _, found = outcome(form, tmp_path, terms, [], "2100-12-31")
    assert found.interest == found.breach_days * 46 * 10**17 * 5 // 10**4


@pytest.mark.parametrize("day", ["1969-12-31", "2101-01-01", "1700-01-01"])
def test_dates_before_1970_or_after_2100_are_problems(form: str, tmp_path: Path, day: str):
    assert refused(form, tmp_path / "a", {"due_on": day}, []) == [("date_out_of_range", "due_on")]
    assert refused(form, tmp_path / "b", DUE, [on("perform", day)]) == [("date_out_of_range", "occurred_on")]
    assert refused(form, tmp_path / "c", {"anchor": day, "n": 1, "unit": "day"}, []) == [
        ("date_out_of_range", "anchor")
    ]


@pytest.mark.parametrize("day", ["1699-12-31", "9999-12-31", "2026-02-30", "31.3.2026"])
def test_what_is_no_date_is_a_problem(form: str, tmp_path: Path, day: str):
    (found,) = refused(form, tmp_path, {"due_on": day}, [])
    assert found[0] in {"placeholder_date", "impossible_date", "bad_date"}


@pytest.mark.parametrize("day", ["1970-01-01", "2100-12-31"])
def test_the_first_and_the_last_day_are_computed(form: str, tmp_path: Path, day: str):
    _, found = outcome(form, tmp_path, {"due_on": day, "roll": "none"}, [on("perform", day)], "2100-12-31")
    assert (found.state, iso(found.due_on)) == ("fulfilled", day)


def test_an_instant_without_an_offset_is_a_problem(form: str, tmp_path: Path):
    assert refused(form, tmp_path, DUE, [{"type": "perform", "occurred_at": "2026-03-31T17:00:00"}]) == [
        ("no_offset", "occurred_at")
    ]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [("cutoff", "25:00", "bad_clock"), ("paying_day", "maybe", "bad_choice"), ("force", "strong", "bad_choice"), ("reparation_of", "nobody", "missing_reference"),
     ("unit", "minute", "bad_choice"), ("start", "after", "bad_choice"), ("reparation_of", "o", "refers_to_itself")],
)  # fmt: skip
def test_the_columns_of_clauses_are_checked(form: str, tmp_path: Path, column: str, value: str, code: str):
    found = refused(form, tmp_path, {"anchor": "2026-03-02", "n": 30, "unit": "day", column: value}, [])
    assert found == [(code, column)]


def test_the_columns_of_clauses_are_read(form: str, tmp_path: Path):
    terms = {**DEBT, "cutoff": "17:30", "paying_day": "not_counted", "force": "none"}
    late = {"type": "pay", "occurred_at": "2026-04-02T17:31:00+08:00", "amount": "100.00"}
    _, found = outcome(form, tmp_path, terms, [late])
    assert (found.state, found.breach_days, iso(found.performed_on)) == ("fulfilled_late", 2, "2026-04-03")
