"""Whose side a duty lies on (R25.6): told by the parties of the instrument, never by what kind of body the bearer is."""

from __future__ import annotations

from typing import Any

import pytest

from govaudit.audit import Audit, Question, audit
from govaudit.docket.view import View
from govaudit.model.days import parse_day
from govaudit.rules.catalogue import RuleSet
from officials.facts import docket

NONE = RuleSet(rules={}, files={})
ORGS = [
    {"id": "county", "name": "某县政府", "kind": "government"},
    {"id": "bureau", "name": "财政局", "kind": "department", "parent": "county"},
    {"id": "works", "name": "城投公司", "kind": "company", "level": "company"},
    {"id": "power", "name": "供电公司", "kind": "company", "parent": "state"},
    {"id": "state", "name": "省级公司", "kind": "company"},
    {"id": "firm", "name": "青麦公司", "kind": "company"},
    {"id": "branch", "name": "青麦分公司", "kind": "company", "parent": "firm"},
    {"id": "heir", "name": "青麦新公司", "kind": "company"},
]
POSTS = [
    {"id": "works-head", "org": "works", "title": "董事长", "rank": "head"},
    {"id": "firm-head", "org": "firm", "title": "经理", "rank": "head"},
    {"id": "mayor", "org": "county", "title": "县长", "rank": "head"},
    {"id": "agent", "org": "state", "title": "代理", "rank": "member"},
]
PAPER = {"id": "i-1", "domain": "investment", "kind": "agreement", "title": "投资协议", "authority": "county"}


def facts(duty: dict[str, Any], paper: dict[str, Any] | None = None, **more: list[dict[str, Any]]) -> Any:
    row = {
        "id": "o-1",
        "instrument": "i-1",
        "title": "七通一平",
        "due_on": "2025-03-31",
        "roll": "none",
        "kind": "achievement",
        **duty,
    }
    tenures = [{"id": "t-1", "post": "mayor", "person": "p-1", "start": "2020-01-01"}]
    given = {
        "orgs": ORGS, "posts": POSTS, "persons": [{"id": "p-1", "name": "席八方"}], "tenures": tenures,
        "instruments": [{**PAPER, "counterparty": "firm", **(paper or {})}], "obligations": [row],
        "transfers": [{"id": "m-1", "kind": "merge", "from": "firm", "to": "heir", "date": "2024-01-01"}],
        "delegations": [{"id": "d-1", "from_post": "firm-head", "to_post": "agent"}],
    }  # fmt: skip
    return docket(**{**given, **more})


def side(duty: dict[str, Any], paper: dict[str, Any] | None = None) -> str:
    return View(facts(duty, paper), parse_day("2025-06-30")).sides.of("o-1")


def audited(duty: dict[str, Any], paper: dict[str, Any] | None = None) -> Audit:
    return audit(facts(duty, paper), NONE, Question(as_of=parse_day("2025-06-30")))


@pytest.mark.parametrize("bearer", ["county", "mayor", "bureau", "works", "works-head", "power"])
def test_whoever_is_not_bound_to_the_counterparty_performs_for_the_authority(bearer: str):
    assert side({"bearer": bearer, "beneficiary": "firm"}) == "public_side"


@pytest.mark.parametrize("bearer", ["firm", "firm-head", "branch", "heir", "agent"])
def test_the_counterparty_its_posts_and_who_is_bound_to_it_are_the_other_side(bearer: str):
    assert side({"bearer": bearer}) == "other_side"


def test_a_state_company_that_is_itself_the_counterparty_is_the_other_side():
    assert side({"bearer": "works"}, {"counterparty": "works"}) == "other_side"


def test_a_company_that_is_the_authority_owes_as_such():
    assert side({"bearer": "works"}, {"authority": "works", "counterparty": None}) == "public_side"


@pytest.mark.parametrize(
    ("creditor", "found"), [(None, "not_stated"), ("county", "other_side"), ("bureau", "other_side"), ("firm", "public_side")]
)  # fmt: skip
def test_without_a_counterparty_a_company_is_told_by_its_creditor_else_by_nothing(creditor: str | None, found: str):
    assert side({"bearer": "works", "beneficiary": creditor}, {"counterparty": None}) == found


def test_what_the_row_states_goes_before_what_the_parties_tell():
    assert side({"bearer": "county", "side": "assumed"}) == "assumed"


@pytest.mark.parametrize("level", [None, "company", "department"])
def test_a_promise_kept_through_a_company_is_a_breach_of_the_authority_whatever_its_level(level: str | None):
    orgs = [org | {"level": level, "kind": None} if org["id"] == "works" else org for org in ORGS]
    done = audit(
        facts({"bearer": "works", "beneficiary": "firm"}, orgs=orgs), NONE, Question(as_of=parse_day("2025-06-30"))
    )
    (found,) = [one for one in done.run.findings if one.rule.startswith("OB")]
    assert (found.rule, found.kind, found.facts["breach_days"]) == ("OB-01", "breach", 91)
    assert "优化营商环境条例" in [basis.act for basis in found.basis]
    # The authority answers beside the company, and takes none of its days.
    assert {(line.role, line.post, line.person) for line in found.responsible if line.role == "authority"} == {
        ("authority", "mayor", "p-1")
    }
    assert not any(line.counted for line in found.responsible if line.role == "authority")


@pytest.mark.parametrize("stated", ["assumed", "not_stated"])
def test_late_without_a_side_warns_says_so_and_names_nobody(stated: str):
    (found,) = [one for one in audited({"bearer": "county", "side": stated}).run.findings if one.rule.startswith("OB")]
    assert (found.rule, found.kind, found.facts["certainty"]) == ("OB-13", "warning", "possible")
    assert "assumed" in found.message.en
    assert found.responsible == ()


def test_a_side_told_by_the_type_alone_is_a_breach_that_is_possible_at_most():
    done = audited({"bearer": "county", "side": "public_by_type"})
    (found,) = [one for one in done.run.findings if one.rule.startswith("OB")]
    assert (found.kind, found.facts["certainty"], found.basis[0].confidence) == ("breach", "possible", "doubtful")
    assert "assumed" in found.message.en
    assert "推定" in found.message.zh


@pytest.mark.parametrize(
    ("kind", "old", "new", "rule"),
    [
        ("succeed", "county", "power", "OB-01"),  # a reform moves the duty, not its side
        ("succeed", "works", "power", "OB-01"),
        ("transfer_debt", "county", "bureau", "OB-01"),
        ("transfer_debt", "county", "power", "OB-05"),  # with the creditor's consent the debt is the company's own
        ("transfer_debt", "firm", "works", "OB-05"),
        ("succeed", "firm", "works", "OB-05"),
    ],
)
def test_who_came_to_bear_a_duty_bears_it_on_the_side_it_had(kind: str, old: str, new: str, rule: str):
    moved = {
        "id": "e-1", "obligation": "o-1", "type": kind, "occurred_on": "2025-01-01",
        "terms": {"to": new, "consent": True, "from": old},
    }  # fmt: skip
    done = audit(facts({"bearer": old}, events=[moved]), NONE, Question(as_of=parse_day("2025-06-30")))
    assert [one.rule for one in done.run.findings if one.rule.startswith("OB")] == [rule]
