"""From which day a ledger speaks (R16, R25.5, docket.md): `complete_from`, `opening`, and acts nobody recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from verdicts.ledger import complete, duty, facts, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from verdicts.ledger import Ledger, Row, Tables

PROMISE: dict[str, Any] = {"domain": "investment", "kind": "agreement", "signed_on": "2024-03-15", "amount": 32000000}
SINCE_2026 = complete("2026-01-01")
AS_OF = "2026-03-31"


# As of 2026-03-31: due 12-31, 31 + 28 + 31 = 90 days; due 01-01 without rolling 89.
@pytest.mark.parametrize(
    ("due", "since", "days"),
    [
        ("2025-12-31", "2026-01-01", None),
        ("2021-06-30", "2026-01-01", None),
        ("2026-01-01", "2026-01-01", 89), # due on the day itself is not before it
        ("2026-01-05", "2026-01-01", 85),
        ("2025-12-31", "2025-12-31", 90),
        ("2025-12-31", "2025-01-01", 90),
    ],
)  # fmt: skip
def test_what_was_due_before_the_ledger_began_is_not_assessed(
    book: Callable[..., Ledger], due: str, since: str, days: int | None
):
    ledger = book(facts(duties=[duty("O", due_on=due, roll="none", amount=500000)], tables=complete(since), **PROMISE))
    row = ledger.status(AS_OF)["O"]
    audit = ledger.audit(AS_OF)
    assert row["breach_days"] == (days or 0)
    assert audit.breaches == ([("OB-01", "O")] if days else [])
    assert (f"not_assessed({since})" in row["flags"]) is (days is None)
    if days is None:
        assert ledger.verdict("O", AS_OF) == "unknown"
        assert row["state"] != "breached"
        assert since in audit.not_computed


def test_a_bureau_that_starts_in_2026_gets_one_line_about_what_went_before(book: Callable[..., Ledger]):
    duties = [duty(f"O{year}", due_on=f"{year}-06-30", amount=500000) for year in range(2015, 2026)]
    audit = book(facts(duties=duties, tables=SINCE_2026, **PROMISE)).audit(AS_OF)
    assert audit.of(kind="breach") == []
    assert len([line for line in audit.run["manifest"]["not_computed"] if "2026-01-01" in said(line)]) == 1


# Due Monday 2025-12-22; open on 2026-01-01 were 300,000. Late since 12-23: 9 + 31 + 28 + 31 = 99 days. Money from the opening day on: 90 days
# of 300,000, at 0.05 % a day 13,500.00.
OPENING = "2026-01-01 opening obligation=O amount=300000"


@pytest.mark.parametrize("word", ["opening", "期初"])
def test_an_opening_sum_is_assessed_money_from_that_day(book: Callable[..., Ledger], word: str):
    owed = duty("O", due_on="2025-12-22", amount=500000, interest_mode="fixed_at_contract", interest_rate="0.05%/day")
    ledger = book(facts(OPENING.replace("opening", word, 1), duties=[owed], tables=SINCE_2026, **PROMISE))
    row = ledger.status(AS_OF)["O"]
    assert (row["state"], row["due_on"], row["breach_days"]) == ("breached", "2025-12-22", 99)
    assert (row["open_amount"], row["amount_days"], row["interest"]) == ("300000.00", "27000000.00", "13500.00")
    assert ledger.audit(AS_OF).breaches == [("OB-01", "O")]


def test_an_opening_sum_paid_off_is_late_and_done(book: Callable[..., Ledger]):
    # paid 2026-02-10: 9 + 31 + 10 = 50 days
    tables = facts(
        OPENING,
        "2026-02-10 pay obligation=O amount=300000",
        duties=[duty("O", due_on="2025-12-22", amount=500000)],
        tables=SINCE_2026,
        **PROMISE,
    )
    row = book(tables).status(AS_OF)["O"]
    assert (row["state"], row["breach_days"], row["open_amount"]) == ("fulfilled_late", 50, "0.00")


PLACES = [
    ({"unit": "A"}, False),
    ({"unit": "G"}, False), # with the bodies below it
    ({"unit": "B"}, True), # another unit's ledger says nothing about A's
    ({"unit": "A", "types": "pay"}, False),
    ({"unit": "A", "types": "signed"}, True),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "assessed"), PLACES)
def test_a_source_speaks_for_its_unit_and_its_types(
    book: Callable[..., Ledger],
    columns: Row,
    assessed: bool,  # noqa: FBT001
):
    tables = facts(
        duties=[duty("O", due_on="2025-06-30", amount=500000)], tables=complete("2026-01-01", **columns), **PROMISE
    )
    assert bool(book(_below(tables)).audit(AS_OF).breaches) is assessed


def _below(tables: Tables) -> Tables:
    """Put A below a government G."""
    government = {"id": "G", "name": "某市政府", "kind": "government", "level": "city"}
    return {
        **tables,
        "orgs": [government, *({**one, "parent": "G" if one["id"] == "A" else ""} for one in tables["orgs"])],
    }


# GP-14: published within 2 working days of Monday 2026-03-02, by 03-04. As of 2026-06-30 never: 27 + 30 + 31 + 30 = 118 days.
SIGNED = "2026-03-02 signed"
COVERS: dict[str, tuple[Tables, int]] = {
    "since the trigger's day": (complete("2026-03-02"), 118),
    "since long before": (complete("2020-01-01"), 118),
    "of the unit": (complete("2026-01-01", unit="A"), 118),
    "of the unit above": (complete("2026-01-01", unit="G"), 118),
    "of this act": (complete("2026-01-01", types="contract_published"), 118),
    "of this act, in Chinese": (complete("2026-01-01", types="合同公告"), 118),
    "up to the end of April": (complete("2026-01-01", complete_through="2026-04-30"), 57), # 27 + 30, then unknown
}  # fmt: skip
COVERS_NOT: dict[str, Tables] = {
    "no source": {},
    "since the day after the trigger": complete("2026-03-03"),
    "of another unit": complete("2026-01-01", unit="B"),
    "of other acts": complete("2026-01-01", types="filed"),
    "not to the last day": complete("2026-01-01", complete_through="2026-03-03"),
    "no first day stated": {"sources": [{"id": "ledger", "table": "events", "complete_through": "2026-06-30"}]},
}


@pytest.mark.parametrize(("sources", "days"), COVERS.values(), ids=COVERS)
def test_an_act_not_on_record_is_a_breach_where_the_record_is_complete(
    book: Callable[..., Ledger], sources: Tables, days: int
):
    (found,) = book(_below(facts(SIGNED, tables=sources))).audit("2026-06-30").of("GP-14")
    assert (found["kind"], found["facts"]["breach_days"]) == ("breach", days)


@pytest.mark.parametrize("sources", COVERS_NOT.values(), ids=COVERS_NOT)
def test_else_one_warning_says_that_no_record_was_seen(book: Callable[..., Ledger], sources: Tables):
    people: Tables = {
        "posts": [{"id": "PA", "org": "A", "title": "局长", "rank": "head"}],
        "persons": [{"id": "x", "name": "张三"}],
        "tenures": [{"id": "t1", "post": "PA", "person": "x", "start": "2020-01-01"}],
    }
    ledger = book(_below(facts(SIGNED, tables={**sources, **people})))
    audit = ledger.audit("2026-06-30")
    assert audit.breaches == []
    assert audit.kinds("GP-14") in (["warning"], [])  # past its horizon it may be unknown instead  # fmt: skip
    if "complete_through" not in said(sources):
        assert audit.kinds("GP-14") == ["warning"]
    for one in audit.of("GP-14"):
        assert not one["facts"].get("breach_days")
        assert one["responsible"] == []
        assert "张三" not in said(one)
    row = ledger.status("2026-06-30")["C1/GP-14"]
    assert row["breach_days"] == 0
    assert {"no_record", "unknown_after(2026-03-03)"} & set(row["flags"]) or "unknown_after" in said(row["flags"])


def test_an_act_on_record_too_late_stays_a_breach(book: Callable[..., Ledger]):
    (found,) = book(facts(SIGNED, "2026-03-10 contract_published")).audit("2026-06-30").of("GP-14")
    assert (found["kind"], found["facts"]["breach_days"]) == ("breach", 6)


def test_before_the_last_day_nothing_is_said(book: Callable[..., Ledger]):
    assert book(facts(SIGNED)).audit("2026-03-04").of("GP-14") == []


DEADLINES = [
    ("GP-13", "2026-01-16 award_notice", "procurement", {}),
    ("GP-15", "2026-02-10 signed", "procurement", {}),
    ("TB-14", "2026-01-16 award_notice", "tendering", {}),
    ("TO-03", "2026-03-02 request_received", "disclosure", {}),
    ("PP-14b", "2018-09-28 signed", "ppp", {}),
    ("SP-01", "2026-01-16 suggestion_handed_over", "deputies", {}),
    ("GP-23b", "2026-03-02 complaint", "procurement", {"finance_department": "A"}),
]
REQUIRED = [
    ("IP-04", "2026-03-20 policy_issued", "investment"),
    ("IP-08a", "2026-03-20 policy_issued", "investment"),
    ("DA-03", "2026-03-20 decision_made", "decision"),
    ("GP-30", "2026-03-20 accepted", "procurement"),
]


@pytest.mark.parametrize(("rule", "trigger", "domain", "attributes"), DEADLINES, ids=[one[0] for one in DEADLINES])
def test_every_deadline_of_an_act_asks_first_whether_the_record_is_complete(
    book: Callable[..., Ledger], rule: str, trigger: str, domain: str, attributes: Row
):
    tables = facts(trigger, domain=domain, attributes=attributes)
    assert book(tables).audit("2026-08-31").kinds(rule) == ["warning"]
    audit = book({**tables, **complete()}).audit("2026-08-31")
    assert len(audit.of(rule)) == 1
    assert audit.of(rule)[0]["facts"]["breach_days"] > 0


@pytest.mark.parametrize(("rule", "act", "domain"), REQUIRED, ids=[one[0] for one in REQUIRED])
def test_so_does_every_act_required_before_another(book: Callable[..., Ledger], rule: str, act: str, domain: str):
    tables = facts(act, domain=domain, attributes={"technical": True})
    (found,) = book(tables).audit("2026-08-31").of(rule)
    assert (found["kind"], found["responsible"]) == ("warning", [])
    whole = complete()["sources"] + [{"id": "papers", "table": "evidence", "complete_from": "2000-01-01"}]
    (found,) = book({**tables, "sources": whole}).audit("2026-08-31").of(rule)
    assert found["kind"] == "breach"


@pytest.mark.parametrize("action", ["pay", "deliver"])
def test_the_ledger_is_kept_for_payments_and_stated_duties(book: Callable[..., Ledger], action: str):
    amount = 500000 if action == "pay" else None
    audit = book(facts(duties=[duty("O", due_on="2025-03-31", action=action, amount=amount)], **PROMISE)).audit(
        "2025-06-30"
    )
    assert audit.breaches == [("OB-01", "O")]


# A bond of 2021: interest 30,000.00 each 15 June from 2022, principal in 2028.
BOND: Row = {"id": "B1", "unit": "U", "kind": "general", "principal": 1000000, "start": "2021-06-15", "end": "2028-06-15",
             "rate": "0.03", "freq": 1, "roll": "none"}  # fmt: skip
CITY: list[Row] = [{"id": "U", "name": "某市", "kind": "government", "level": "city"}]
PAID = [{"id": "q1", "obligation": "B1/5", "type": "pay", "occurred_on": "2026-06-15", "amount": 30000}]


def test_a_bureau_that_enters_this_year_only_is_not_told_of_2021(book: Callable[..., Ledger]):
    """The first day of the year of the unit's first payment on record is where its record of debt service begins."""
    second = {**BOND, "id": "B2", "start": "2022-03-20", "end": "2029-03-20"}
    ledger = book({"orgs": CITY, "debts": [BOND, second], "events": PAID})
    audit = ledger.audit("2026-06-30")
    assert [one["obligation"] for one in audit.of(kind="breach")] == ["B2/4"]  # 2026-03-20 unpaid, within the record  # fmt: skip
    (asked,) = audit.of("OB-12")
    assert "2026" in said(asked)
    rows = ledger.status("2026-06-30")
    assert {rows[f"B1/{n}"]["breach_days"] for n in range(1, 6)} == {0}
    assert "not_assessed(2026-01-01)" in rows["B1/1"]["flags"]
    assert rows["B2/4"]["breach_days"] == 102  # 11 + 30 + 31 + 30  # fmt: skip


def test_without_any_payment_none_is_assessed_and_it_is_said(book: Callable[..., Ledger]):
    audit = book({"orgs": CITY, "debts": [BOND]}).audit("2026-06-30")
    assert (audit.breaches, len(audit.of("OB-12"))) == ([], 1)


def test_a_stated_first_day_goes_before_the_assumed_one(book: Callable[..., Ledger]):
    tables = {"orgs": CITY, "debts": [BOND], "events": PAID, **complete("2025-01-01", unit="U")}
    assert [one["obligation"] for one in book(tables).audit("2026-06-30").of(kind="breach")] == ["B1/4"]


@pytest.mark.parametrize(("principal", "asks"), [(1000000, False), (900000, True)])
def test_an_opening_principal_other_than_the_schedules_is_a_problem(
    book: Callable[..., Ledger],
    principal: int,
    asks: bool,  # noqa: FBT001
):
    event = {"id": "q0", "instrument": "B1", "type": "opening", "occurred_on": "2026-01-01", "amount": principal}
    tables = {"orgs": CITY, "debts": [BOND], "events": [event, *PAID], **complete("2026-01-01", unit="U")}
    ledger = book(tables)
    assert ledger.asks("2026-06-30") is asks
    if not asks:
        assert ledger.audit("2026-06-30").breaches == []


def test_a_flow_may_be_opened(book: Callable[..., Ledger]):
    """The interest of 2025-06-15 was still open on New Year's Day: late since 06-16, 15 + 31*4 + 30*2 ... to 2026-03-31 is 289 days."""
    event = {"id": "q0", "obligation": "B1/4", "type": "opening", "occurred_on": "2026-01-01", "amount": 30000}
    tables = {"orgs": CITY, "debts": [BOND], "events": [event], **complete("2026-01-01", unit="U")}
    row = book(tables).status(AS_OF)["B1/4"]
    # 15 of June, 31, 31, 30, 31, 30, 31, then 31, 28, 31
    assert (row["state"], row["breach_days"], row["open_amount"]) == ("breached", 289, "30000.00")


def test_facts_that_decide_are_asked_for_once_with_the_number_of_contracts(book: Callable[..., Ledger]):
    events = [f"2026-09-18 documents_issued instrument=C{n}" for n in (1, 2, 3)]
    events += [f"2026-09-24 bid_deadline instrument=C{n}" for n in (1, 2, 3)]
    tables = facts(*events)
    tables["instruments"] = [{**tables["instruments"][0], "id": f"C{n}"} for n in (1, 2, 3)]
    audit = book(tables).audit("2026-11-30")
    assert audit.of("GP-04", "breach") == []
    lines = [line for line in audit.run["manifest"]["not_computed"] if "GP-04" in said(line)]
    assert len(lines) == 1
    assert "3" in said(lines).replace("GP-03", "")
