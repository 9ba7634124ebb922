"""Promises without force (A13) and sanctions before their time (A6) as findings."""

from __future__ import annotations

from typing import Any

import pytest

from checks.cases import docket
from govaudit.audit import Question, audit
from govaudit.model.days import iso, parse_day
from govaudit.rules.catalogue import RuleSet, load_rules
from settle.dockets import event_rows, obligation, read

NONE = RuleSet(rules={}, files={})
DUE = {"due_on": "2026-03-31"}


def findings(terms: dict[str, Any], events: tuple[tuple[Any, ...], ...], as_of: str) -> list[Any]:
    made = read(obligations=[obligation(**terms)], events=event_rows(events))
    return [f for f in audit(made, NONE, Question(as_of=parse_day(as_of))).run.findings if f.rule.startswith("OB")]


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


@pytest.mark.parametrize(
    ("agreed", "due", "flagged"), [(None, "2025-07-10", []), (20, "2025-06-30", []), (90, "2025-08-11", ["SM-01d"])]
)
def test_a16_of_two_clocks_the_earlier_applies_and_a_clause_beyond_sixty_days_is_flagged(
    agreed: int | None, due: str, flagged: list[str]
):
    """国令802 art 9: 30 days of delivery, as agreed at most 60; the sixtieth day, Saturday 2025-08-09, rolls."""
    rules = load_rules()
    only = {key: rules[key] for key in ("SM-01a", "SM-01d")}
    contract = {
        "amount": "1000000",
        "signed_on": "2025-06-03",
        "attributes": {"sme": True, **({"payment_days": agreed} if agreed else {})},
    }
    found = docket(contract, [{"type": "delivered", "occurred_on": "2025-06-10"}])
    done = audit(found, RuleSet(rules=only, files={}), Question(as_of=parse_day("2025-06-20")))
    assert [iso(status.due_on) for status in done.statuses if status.rule == "SM-01a"] == [due]
    assert [f.rule for f in done.run.findings if f.rule.startswith("SM")] == flagged
