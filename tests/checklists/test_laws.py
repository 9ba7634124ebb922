"""Every rule outside procurement: its examples hold, its words are short, its local sources bind only their region."""

from __future__ import annotations

import re

import pytest

from checklists.law_docket import rules
from govaudit.audit import Question, audit
from govaudit.checks.examples.rule_examples import example_docket, run_examples
from govaudit.checks.measures import MEASURES
from govaudit.model.days import to_day
from govaudit.rules.catalogue import RuleSet
from govaudit.rules.kinds.rule import AnyRule, Limit, Required

FAMILIES = {"TB", "PP", "IP", "LD", "CR", "DA", "SP", "TO"}
OURS = [rule for rule in rules() if rule.id.split("-")[0] in FAMILIES]
LOCAL = {"青岛": "370200", "山东": "370000", "粤": "440000"}


def named(rule: AnyRule) -> str:
    return rule.id


def test_every_family_is_there_and_every_file_is_read() -> None:
    assert not rules().problems
    assert {rule.id.split("-")[0] for rule in OURS} == FAMILIES
    assert sum(rule.confidence_on() == "verified" for rule in OURS) >= 45


@pytest.mark.parametrize("rule", OURS, ids=named)
def test_examples_hold(rule: AnyRule) -> None:
    assert [(one.example.name.en, one.got) for one in run_examples(rule) if not one.met] == []


@pytest.mark.parametrize("rule", OURS, ids=named)
def test_examples_show_the_rule_kept_and_not_kept(rule: AnyRule) -> None:
    kept = [example for example in rule.examples if example.expect == "kept"]
    failed = [
        example
        for example in rule.examples
        if example.expect in {"breach", "warning"} or hasattr(example.expect, "breach_days")
    ]
    assert kept
    assert failed


@pytest.mark.parametrize("rule", OURS, ids=named)
def test_a_title_names_the_breach_in_few_characters(rule: AnyRule) -> None:
    assert len(rule.title.zh) <= 12
    assert not re.search("[A-Za-z]{4,}", rule.title.zh)
    assert not re.search("[\u4e00-\u9fff]", rule.title.en)


@pytest.mark.parametrize("rule", OURS, ids=named)
def test_local_law_binds_only_its_own_region(rule: AnyRule) -> None:
    places = {place for basis in rule.basis for place in LOCAL if basis.act.startswith(place)}
    if not places:
        assert rule.applies.region == ()
        return
    assert any(word.isdigit() and LOCAL[place].startswith(word) for place in places for word in rule.applies.region)


@pytest.mark.parametrize("rule", [rule for rule in OURS if isinstance(rule, Limit)], ids=named)
def test_a_limit_measures_something_the_program_knows(rule: Limit) -> None:
    assert rule.measure in MEASURES


@pytest.mark.parametrize("rule", [rule for rule in OURS if isinstance(rule, Required)], ids=named)
def test_a_minimum_time_that_cannot_be_told_is_not_a_breach(rule: Required) -> None:
    """Where a need is a time before something, a missing start is unknown or, where it is optional, fine - or itself the breach."""
    for need in rule.needs:
        if need.at_least and need.missing == "finding":
            assert rule.id == "DA-02"


@pytest.mark.parametrize("rule", OURS, ids=named)
def test_a_finding_speaks_one_language(rule: AnyRule) -> None:
    failed = [one for one in rule.examples if one.expect in {"breach", "warning"} or hasattr(one.expect, "breach_days")]
    docket = example_docket(rule, failed[0])
    run = audit(docket, RuleSet(rules={rule.id: rule}), Question(as_of=to_day(failed[0].as_of))).run
    (found,) = [finding for finding in run.findings if finding.rule == rule.id]
    assert not re.search("[a-z]+_[a-z]+| {2}", found.message.zh + found.next_step.zh)
    assert not re.search("[a-z]+_[a-z]+| {2}", found.message.en + found.next_step.en)
    if rule.kind != "deadline":  # there the title of the duty stands in the message
        assert not re.search("[\u4e00-\u9fff]", found.message.en + found.next_step.en)
