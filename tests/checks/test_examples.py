"""Every example of every published rule, through statutory obligations and the engine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govaudit.checks.examples.rule_examples import BadExampleError, example_docket, run_examples
from govaudit.cli.builtin_examples import run_builtin_examples
from govaudit.rules.catalogue import load_rules

RULES = load_rules()


@pytest.mark.parametrize("rule", RULES.rules)
def test_examples_of_the_rule_hold(rule: str):
    outcomes = run_examples(RULES[rule])
    assert [(one.example.name.en, one.wanted) for one in outcomes] == [
        (one.example.name.en, one.got) for one in outcomes
    ]


def test_an_example_that_does_not_hold_is_told():
    rule = RULES["GP-13"]
    wrong = replace(rule.examples[0], expect="breach")
    outcome = run_examples(replace(rule, examples=(wrong,)))[0]
    assert (outcome.met, outcome.wanted, outcome.got) == (False, "breach", "kept")


def test_an_example_that_is_no_docket_is_told():
    rule = RULES["GP-13"]
    bad = replace(rule.examples[0], events={"signed": "2026-13-01"})
    with pytest.raises(BadExampleError, match="no such day"):
        example_docket(rule, bad)


@pytest.mark.parametrize("rule", RULES.builtin)
def test_examples_of_the_programs_own_rule_hold(rule: str):
    outcomes = run_builtin_examples(RULES.builtin[rule])
    assert [(one.example.name.en, one.wanted) for one in outcomes] == [
        (one.example.name.en, one.got) for one in outcomes
    ]


def test_an_example_of_the_program_that_does_not_hold_is_told():
    rule = RULES.builtin["OB-01"]
    first = rule.examples[0]
    wrong = replace(rule, finding="warning", examples=(first, replace(first, expect="not_found")))
    assert [(one.met, one.got) for one in run_builtin_examples(wrong)] == [(False, "found as breach")] * 2
    bad = replace(rule, examples=(replace(first, rows={"obligations": [{"id": "O"}]}),))
    assert run_builtin_examples(bad)[0].got.startswith("bad example")
