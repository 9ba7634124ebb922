"""A fact that decides and is not on record never makes a breach (R25.5): it is named, and said once for a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from checks.cases import checked_by, docket
from govaudit.audit import Question, audit
from govaudit.model.days import parse_day
from govaudit.rules.catalogue import RuleSet, load_rules

if TYPE_CHECKING:
    from govaudit.model.finding import Run

RULES = load_rules()
AS_OF = parse_day("2026-11-30")
SHORT = [
    {"type": "documents_issued", "occurred_on": "2026-09-18"},
    {"type": "bid_deadline", "occurred_on": "2026-09-24"},
]
DELIVERED = [{"type": "delivered", "occurred_on": "2020-10-10", "amount": "4900000"}]


def run(instrument: dict[str, Any], events: list[dict[str, Any]], *rules: str, as_of: int = AS_OF) -> Run:
    return audit(
        docket(instrument, events), RuleSet(rules={key: RULES[key] for key in rules}), Question(as_of=as_of)
    ).run


def found(made: Run) -> list[tuple[str, str]]:
    return [(one.rule, one.kind) for one in made.findings if one.rule in RULES.rules]


def test_a_method_not_stated_is_a_warning_that_says_so():
    made = run({}, SHORT, "GP-04")
    assert found(made) == [("GP-04", "warning")]
    (said,) = [one for one in made.findings if one.rule == "GP-04"]
    assert said.message.zh.endswith("（未写明：采购方式）")
    assert said.message.en.endswith("(not stated: procurement method)")
    assert said.facts["not_stated"] == "method"
    assert found(run({"attributes": {"method": "公开招标"}}, SHORT, "GP-04")) == [("GP-04", "breach")]
    assert found(run({"attributes": {"method": "询价"}}, SHORT, "GP-04")) == []


def test_a_contract_older_than_the_regulation_is_a_warning_with_its_interest():
    made = run(
        {"amount": "4900000", "signed_on": "2013-06-01", "attributes": {"sme": True}},
        DELIVERED,
        "SM-01a",
        as_of=parse_day("2020-12-31"),
    )
    assert found(made) == [("SM-01a", "warning")]
    (said,) = [one for one in made.findings if one.rule == "SM-01a"]
    assert (said.facts["breach_days"], said.amounts["interest"]) == (52, "127400.00")
    assert "法院有支持也有不予支持的" in said.message.zh


@pytest.mark.parametrize(("signed", "kind"), [("2020-08-31", "warning"), ("2020-09-01", "breach"), (None, "warning")])
def test_the_day_of_signature_decides_and_where_it_is_not_stated_it_is_named(signed: str | None, kind: str):
    made = run({"amount": "4900000", "signed_on": signed, "attributes": {"sme": True}}, DELIVERED, "SM-01a")
    assert found(made) == [("SM-01a", kind)]
    (said,) = [one for one in made.findings if one.rule == "SM-01a"]
    assert ("day of signature" in said.message.en) is (signed is None)


def test_a_signature_among_the_events_is_a_day_of_signature():
    events = [*DELIVERED, {"type": "signed", "occurred_on": "2020-09-10"}]
    assert found(run({"amount": "4900000", "attributes": {"sme": True}}, events, "SM-01a")) == [("SM-01a", "breach")]


def test_the_size_of_the_firm_not_stated_is_not_computed_and_named():
    made = run({"amount": "4900000"}, DELIVERED, "SM-01a", "SM-01b", "SM-01d")
    assert found(made) == []
    (said,) = made.manifest.not_computed
    assert (said.rule, said.subject) == ("SM-01a", "C1")
    assert said.what.zh == "未写明：中小企业（sme）"
    assert said.what.en == "not stated: small or medium enterprise (sme)"


@pytest.mark.parametrize(
    ("rule", "events", "attributes"),
    [
        ("SM-08", [], {"non_cash_forced": True}),  # forbidden
        ("SM-01d", [], {"payment_days": 90}),  # limit
        ("GP-25a", [{"type": "procurement_started", "occurred_on": "2026-09-18"}], {}),  # required
    ],
)  # fmt: skip
def test_what_is_not_stated_decides_only_where_the_rule_would_come_to_something(
    rule: str, events: list[dict[str, Any]], attributes: dict[str, Any]
):
    instrument = {"amount": "90000000", "signed_on": "2026-09-20"}
    one = RuleSet(rules={rule: RULES[rule]})
    assert checked_by(docket(instrument), one, AS_OF).missing == []
    made = checked_by(docket({**instrument, "attributes": attributes}, events), one, AS_OF)
    assert made.findings == []
    assert [(item.rule, item.what.en.startswith("not stated: ")) for item in made.missing] == [(rule, True)]


def test_it_is_said_once_for_all_instruments():
    from govaudit.duties.applicability import NotComputable, said_once, unstated
    from govaudit.model.text import Text

    missing = [NotComputable("SM-01a", key, unstated(["sme"])) for key in ("C1", "C2", "C3")]
    missing += [NotComputable("SM-01a", "C4", Text("别的", "else")), NotComputable("SM-01b", "C1", unstated(["sme"]))]
    assert [(one.rule, one.instrument, one.what.en) for one in said_once(missing)] == [
        ("SM-01a", "*", "not stated: small or medium enterprise (sme) (3 instruments, C1 the first)"),
        ("SM-01a", "C4", "else"),
        ("SM-01b", "C1", "not stated: small or medium enterprise (sme)"),
    ]


def test_an_exception_not_stated_excludes_nothing_and_is_named():
    made = run({"signed_on": "2026-09-01"}, [], "GP-14")
    (said,) = [one for one in made.findings if one.rule == "GP-14"]
    assert (said.kind, said.facts["not_stated"]) == ("breach", "secret")
    stated = run({"signed_on": "2026-09-01", "attributes": {"secret": False}}, [], "GP-14")
    assert "not_stated" not in next(one for one in stated.findings if one.rule == "GP-14").facts


def test_an_exception_has_no_rule_of_its_own_where_it_is_not_stated():
    made = run({"domain": "disclosure"}, [{"type": "request_received", "occurred_on": "2026-09-01"}], "TO-03", "TO-03a")
    assert found(made) == [("TO-03", "breach")]
    assert made.manifest.not_computed == ()


@pytest.mark.parametrize("fact", ["sme", "payment_days", "acceptance_agreed", "secret", "difficult", "method"])
def test_leaving_a_fact_out_never_makes_a_breach_that_does_not_name_it(fact: str):
    cases: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
        "sme": ({"sme": False}, [{"type": "delivered", "occurred_on": "2026-05-06"}]),
        "payment_days": ({"sme": True, "payment_days": 60}, [{"type": "delivered", "occurred_on": "2026-05-06"}, {"type": "pay", "occurred_on": "2026-07-01", "amount": "1000000"}]),
        "acceptance_agreed": ({"sme": True, "acceptance_agreed": True}, [{"type": "delivered", "occurred_on": "2026-05-06"}]),
        "secret": ({"secret": True}, [{"type": "signed", "occurred_on": "2026-05-06"}, {"type": "filed", "occurred_on": "2026-05-07"}]),
        "difficult": ({"difficult": True}, [{"type": "suggestion_handed_over", "occurred_on": "2026-03-02"}, {"type": "suggestion_answered", "occurred_on": "2026-08-31"}]),
        "method": ({"method": "询价", "secret": True}, SHORT),
    }  # fmt: skip
    attributes, events = cases[fact]
    instrument = {
        "amount": "1000000",
        "signed_on": "2026-05-01",
        "domain": "deputies" if fact == "difficult" else "procurement",
    }
    if fact in {"sme", "payment_days", "acceptance_agreed"}:
        rules = ("SM-01a", "SM-01b", "SM-01c", "GP-21a")
    else:
        rules = ("GP-04", "GP-14", "SP-01", "SP-01a")
    assert found(run({**instrument, "attributes": attributes}, events, *rules)) == []
    blurred = run(
        {**instrument, "attributes": {key: value for key, value in attributes.items() if key != fact}}, events, *rules
    )
    for one in blurred.findings:
        assert one.kind != "breach" or fact in str(one.facts["not_stated"]).split()
