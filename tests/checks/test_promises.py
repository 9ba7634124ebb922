"""Promises without force (A13) and sanctions before their time (A6) as findings."""

from __future__ import annotations

from typing import Any

from engine.dockets import event_rows, obligation, read
from govaudit.audit import Question, audit
from govaudit.law.rules import RuleSet
from govaudit.model.days import parse_day

NONE = RuleSet(rules={}, files={})
DUE = {"due_on": "2026-03-31"}


def findings(terms: dict[str, Any], events: tuple[tuple[Any, ...], ...], as_of: str) -> list[Any]:
    made = read(obligations=[obligation(**terms)], events=event_rows(events))
    return [f for f in audit(made, NONE, Question(parse_day(as_of))).run.findings if f.rule.startswith("OB")]


def test_a13_a_promise_without_force_is_tracked_and_never_a_breach():
    (found,) = findings({**DUE, "force": "none"}, (), "2026-04-10")
    assert (found.kind, found.rule, found.facts["breach_days"]) == ("warning", "OB-10", 10)
    assert "违约" not in found.title.zh + found.message.zh
    assert "breach" not in found.title.en + found.message.en
    assert [b.act for b in found.basis] == ["示例合同"]  # no law on promises is cited
    (binding,) = findings(DUE, (), "2026-04-10")
    assert (binding.kind, binding.rule) == ("breach", "OB-01")
    assert "优化营商环境条例" in [b.act for b in binding.basis]


def test_a13_kept_in_time_there_is_nothing_to_say():
    assert findings({**DUE, "force": "none"}, (("perform", "2026-03-31"),), "2026-04-10") == []


def test_a06_a_sanction_on_the_last_day_is_a_finding_even_when_all_was_done():
    (found,) = findings(DUE, (("perform", "2026-03-31"), ("sanction", "2026-03-31")), "2026-04-10")
    assert (found.kind, found.rule) == ("warning", "OB-11")
    assert findings(DUE, (("perform", "2026-04-02"), ("sanction", "2026-04-01")), "2026-04-10")[0].rule == "OB-02"
