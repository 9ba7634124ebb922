"""The examples of the program's own rules, run through the whole audit: each says whether the rule's finding is among what is found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from govaudit.audit import Question, audit
from govaudit.checks.examples import BadExampleError, Outcome, example_docket
from govaudit.finance import Accounts
from govaudit.model import Place, Suppression, parse_day, to_day
from govaudit.officials.structure import find_single_points
from govaudit.rules import RuleSet, load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govaudit.rules.kinds import Builtin
    from govaudit.rules.terms import Shown


def run_builtin_examples(rule: Builtin) -> list[Outcome]:
    """Run every example of a built-in rule."""
    return [Outcome(one, one.expect, _outcome(rule, one)) for one in rule.examples]


def _outcome(rule: Builtin, example: Shown) -> str:
    rows = dict(example.rows)
    excluded = [_suppression(rule, row) for row in rows.pop("suppressions", [])]
    try:
        kinds = set(_found(rule, replace(example, rows=rows), excluded))
    except BadExampleError as error:
        return f"bad example: {error}"
    return "not_found" if not kinds else "found" if kinds == {rule.finding} else f"found as {', '.join(sorted(kinds))}"


def _suppression(rule: Builtin, row: dict[str, Any]) -> Suppression:
    return Suppression(Place(f"{rule.id}.yaml", "examples"), **{**row, "until": parse_day(row["until"])})


def _found(rule: Builtin, example: Shown, excluded: list[Suppression]) -> Iterator[str]:
    """Yield the kind of each finding of the rule, of each doubt only tables show, and of each line of a trace it marks."""
    as_of = to_day(example.as_of)
    docket, law = example_docket(rule, example), load_rules(examples=False)
    rules = RuleSet(rules={key: law[key] for key in example.rules})
    doubts = Accounts(docket, rules).doubts
    done = audit(docket, rules, Question(as_of=as_of, suppressions=tuple(excluded)))
    for finding in (*done.run.findings, *find_single_points(done.officials, as_of)):
        if finding.rule == rule.id:
            yield finding.kind
    yield from ("data_problem" for one in doubts if one.check == rule.id)
    lines = (line for trace in done.traces.values() for line in trace.responsible)
    yield from ("indication" for line in lines for note in line.notes if f"（{rule.id}：" in note.zh)
