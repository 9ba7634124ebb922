from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from govaudit.audit import Question, audit
from govaudit.model.days import iso, parse_day
from govaudit.rules.catalogue import RuleSet

if TYPE_CHECKING:
    from formats.ocds.conftest import Build

KEY = "ocds-test-1/c"


def owed(key: str, amount: int, due: str, **parts: Any) -> dict[str, Any]:
    return {"id": key, "title": f"付款{key}", "type": "payment", "status": "notMet", "dueDate": f"{due}T00:00:00+08:00",
            "value": {"amount": amount, "currency": "CNY"}, **parts}  # fmt: skip


def paid(key: str, amount: Any, day: str, **parts: Any) -> dict[str, Any]:
    return {"id": key, "date": f"{day}T00:00:00+08:00", "value": {"amount": amount, "currency": "CNY"},
            "payer": {"id": "XX-GOV-1", "name": "示例市某局"}, "payee": {"id": "XX-REG-9", "name": "示例公司"}, **parts}  # fmt: skip


def test_the_link_decides(ocds: Build):
    made = ocds.milestones(
        owed("1", 100, "2024-03-31"), owed("2", 100, "2024-06-30"),
        transactions=[paid("t", 100, "2024-03-30", relatedImplementationMilestone={"id": "2"})],
    )  # fmt: skip
    event = made.row("events", f"{KEY}/transactions/t")
    assert (event["type"], event["obligation"], event["amount"], iso(event["occurred_on"])) == (
        "pay",
        f"{KEY}/2",
        10000,
        "2024-03-30",
    )
    assert made.codes()["payment_matched"] == made.codes()["payment_unmatched"] == 0


def test_without_a_link_equal_amount_and_nearest_date_and_said(ocds: Build):
    made = ocds.milestones(
        owed("1", 100, "2024-03-31"),
        owed("2", 100, "2024-06-30"),
        owed("3", 200, "2024-07-01"),
        transactions=[paid("t", 100, "2024-07-01")],
    )
    event = made.row("events", f"{KEY}/transactions/t")
    assert event["obligation"] == f"{KEY}/2"
    assert "amount+date" in event["note"]
    assert made.codes()["payment_matched"] == 1


def test_two_equal_payments_settle_two_milestones(ocds: Build):
    made = ocds.milestones(
        owed("1", 100, "2024-03-31"),
        owed("2", 100, "2024-06-30"),
        transactions=[paid("a", 100, "2024-03-30"), paid("b", 100, "2024-04-01")],
    )
    assert {made.row("events", f"{KEY}/transactions/{t}")["obligation"] for t in "ab"} == {f"{KEY}/1", f"{KEY}/2"}


def test_otherwise_unmatched_on_the_contract_and_said(ocds: Build):
    made = ocds.milestones(owed("1", 100, "2024-03-31"), transactions=[paid("t", 99, "2024-03-31")])
    event = made.row("events", f"{KEY}/transactions/t")
    assert (event["instrument"], event["obligation"], event["type"]) == (KEY, None, "pay")
    assert "unmatched" in event["note"]
    assert made.codes()["payment_unmatched"] == 1


@pytest.mark.parametrize("link", ["9", "d"])
def test_a_link_to_nothing_or_to_no_payment_is_said(ocds: Build, link: str):
    delivery = {"id": "d", "type": "delivery", "dueDate": "2024-01-01T00:00:00Z", "status": "scheduled"}
    made = ocds.milestones(
        owed("1", 100, "2024-03-31"),
        delivery,
        transactions=[paid("t", 100, "2024-03-31", relatedImplementationMilestone={"id": link})],
    )
    assert made.row("events", f"{KEY}/transactions/t")["instrument"] == KEY
    assert made.codes()["payment_link_broken"] == 1


def test_another_currency_is_no_payment_of_the_debt(ocds: Build):
    payment = paid("t", 100, "2024-03-31", relatedImplementationMilestone={"id": "1"}) | {
        "value": {"amount": 100, "currency": "USD"}
    }
    made = ocds.milestones(owed("1", 100, "2024-03-31"), transactions=[payment])
    event = made.row("events", f"{KEY}/transactions/t")
    assert (event["instrument"], event["currency"]) == (KEY, "USD")
    assert made.codes()["payment_link_broken"] == 1


def test_paid_in_another_currency_is_unknown_not_unpaid(ocds: Build):
    payment = paid("t", 14, "2024-03-31", relatedImplementationMilestone={"id": "1"}) | {
        "value": {"amount": 14, "currency": "USD"}
    }
    made = ocds.milestones(owed("1", 100, "2024-03-31"), transactions=[payment])
    assert made.row("events", f"{KEY}/transactions/t/unclear")["obligation"] == f"{KEY}/1"
    done = audit(made.docket, RuleSet(rules={}, files={}), Question(as_of=parse_day("2024-06-30")))
    assert [one.rule for one in done.run.findings if one.kind != "accountability_gap"] == ["OB-14"]


@pytest.mark.parametrize("written", ["RMB", "cny", "人民币", "元"])
def test_a_currency_in_other_words_is_its_code_and_said_once(ocds: Build, written: str):
    payment = paid("t", 100, "2024-03-31") | {"value": {"amount": 100, "currency": written}}
    made = ocds.milestones(owed("1", 100, "2024-03-31"), transactions=[payment])
    event = made.row("events", f"{KEY}/transactions/t")
    assert (event["obligation"], event["currency"], event["amount"]) == (f"{KEY}/1", "CNY", 10000)
    assert made.codes()["currency_word"] == 1


@pytest.mark.parametrize("contract", [{"amount": 500, "currency": "USD"}, None])
def test_a_payment_milestone_without_value_has_the_currency_of_its_contract_else_of_its_payment(
    ocds: Build, contract: Any
):
    milestone = {"id": "1", "title": "Invoice", "type": "payment", "dueDate": "2024-03-31T00:00:00Z", "status": "met"}
    payment = paid("t", 100, "2024-03-01", relatedImplementationMilestone={"id": "1"}) | {
        "value": {"amount": 100, "currency": "USD"}
    }
    made = ocds.read({"releases": [ocds.release(1, "2024-06-30T00:00:00Z", contracts=[
        ocds.contract(value=contract, implementation={"milestones": [milestone], "transactions": [payment]})])]})  # fmt: skip
    row = made.row("obligations", f"{KEY}/1")
    assert (row["currency"], row["amount"], row["bearer"], row["side"]) == ("USD", None, "XX-GOV-1", "public_side")
    assert made.errors() == []
    done = audit(made.docket, RuleSet(rules={}, files={}), Question(as_of=parse_day("2024-06-30")))
    assert [one.state for one in done.statuses] == ["fulfilled"]


def test_a_payment_without_an_amount_stays_on_record_and_is_said(ocds: Build):
    payment = paid("t", None, "2024-03-31", relatedImplementationMilestone={"id": "1"})
    made = ocds.milestones(owed("1", 100, "2024-03-31"), owed("2", 100, "2024-04-30"), transactions=[payment])
    event = made.row("events", f"{KEY}/transactions/t")
    assert (event["type"], event["obligation"], event["amount"]) == ("pay", f"{KEY}/1", None)
    assert made.codes()["payment_without_amount"] == 1


def test_who_was_paid_tells_who_owed(ocds: Build):
    link = {"relatedImplementationMilestone": {"id": "1"}, "payer": None}
    made = ocds.milestones(owed("1", 100, "2024-03-31"), transactions=[paid("t", 100, "2024-03-30", **link)])
    assert made.row("obligations", f"{KEY}/1")["bearer"] == "XX-GOV-1"
    assert made.codes()["bearer_from_type"] == 0
    back = paid("t", 100, "2024-03-30", **link, payee={"id": "XX-GOV-1"})
    made = ocds.milestones(owed("1", 100, "2024-03-31"), transactions=[back])
    row = made.row("obligations", f"{KEY}/1")
    assert (row["bearer"], row["side"]) == ("XX-REG-9", "other_side")


class TestMetAndPaid:
    def test_payments_are_the_performance(self, ocds: Build):
        made = ocds.milestones(
            owed("1", 100, "2024-03-31", status="met", dateMet="2024-03-30T00:00:00+08:00"),
            transactions=[paid("t", 100, "2024-03-30", relatedImplementationMilestone={"id": "1"})],
        )
        assert [row["type"] for row in made.rows("events").values()] == ["pay"]

    def test_the_rest_counts_at_date_met_and_is_said(self, ocds: Build):
        made = ocds.milestones(
            owed("1", 100, "2024-03-31", status="met", dateMet="2024-03-30T00:00:00+08:00"),
            transactions=[paid("t", 40, "2024-03-20", relatedImplementationMilestone={"id": "1"})],
        )
        assert made.row("events", f"{KEY}/1/met")["amount"] == 6000
        assert made.codes()["paid_less_than_met"] == 1

    def test_without_payments_the_whole_amount(self, ocds: Build):
        made = ocds.milestones(owed("1", 100, "2024-03-31", status="met", dateMet="2024-03-30T00:00:00+08:00"))
        assert made.row("events", f"{KEY}/1/met")["amount"] == 10000


def test_who_paid_owes_the_payment(ocds: Build):
    treasury = {"id": "XX-GOV-2", "name": "示例市国库"}
    made = ocds.milestones(
        owed("1", 100, "2024-03-31"),
        transactions=[paid("t", 100, "2024-03-30", relatedImplementationMilestone={"id": "1"}, payer=treasury)],
    )
    assert made.row("obligations", f"{KEY}/1")["bearer"] == "XX-GOV-2"


def test_money_given_back_is_no_payment(ocds: Build):
    made = ocds.milestones(owed("1", 100, "2024-03-31"), transactions=[paid("t", -100, "2024-03-31")])
    event = made.row("events", f"{KEY}/transactions/t")
    assert (event["type"], event["amount"], event["instrument"]) == ("refunded", 10000, KEY)


def test_money_paid_by_the_supplier_is_not_the_governments(ocds: Build):
    payment = paid("t", 50, "2024-03-31") | {"payer": {"id": "XX-REG-9"}, "payee": {"id": "XX-GOV-1"}}
    made = ocds.milestones(owed("1", 100, "2024-03-31"), transactions=[payment])
    assert made.row("events", f"{KEY}/transactions/t")["type"] == "receipt"


def test_a_payment_without_a_date_is_a_problem(ocds: Build):
    payment = paid("t", 100, "2024-03-31")
    del payment["date"]
    made = ocds.milestones(owed("1", 100, "2024-03-31"), transactions=[payment])
    assert made.errors() == ["missing_value"]
    assert made.docket.rejected["events"] == {f"{KEY}/transactions/t"}
    assert str(made.said("missing_value").place).endswith("/implementation/transactions/0/date")


def test_version_1_0_names_are_read_and_said(ocds: Build):
    payment = {"id": "t", "date": "2024-03-30T00:00:00+08:00", "amount": {"amount": 100, "currency": "CNY"},
               "providerOrganization": {"id": "XX-GOV-1"}, "receiverOrganization": {"id": "XX-REG-9"}}  # fmt: skip
    made = ocds.milestones(owed("1", 100, "2024-03-31"), transactions=[payment])
    event = made.row("events", f"{KEY}/transactions/t")
    assert (event["obligation"], event["amount"]) == (f"{KEY}/1", 10000)
    assert made.codes()["old_name"] == 1


def test_the_spending_record_is_evidence(ocds: Build):
    made = ocds.milestones(
        owed("1", 100, "2024-03-31"), transactions=[paid("t", 100, "2024-03-30", uri="https://spending.example/t")]
    )
    (key,) = made.row("events", f"{KEY}/transactions/t")["evidence"]
    assert made.row("evidence", key)["locator"] == "https://spending.example/t"
