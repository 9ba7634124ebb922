from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govaudit.model.days import iso

if TYPE_CHECKING:
    from formats.ocds.conftest import Build


def project(**summary: Any) -> dict[str, Any]:
    return {
        "id": "oc4ids-test-1", "title": "示例道路", "status": "implementation", "updated": "2025-06-30T00:00:00Z",
        "publicAuthority": {"id": "XX-GOV-1", "name": "示例市某局"}, "budget": {"amount": {"amount": 500, "currency": "CNY"}},
        "milestones": [{"id": "1", "title": "拨款", "type": "payment", "status": "met", "dueDate": "2024-01-01T00:00:00Z",
                        "dateMet": "2024-01-01T00:00:00Z", "value": {"amount": 50, "currency": "CNY"}}],
        "contractingProcesses": [{"id": "ocds-test-7", "summary": {
            "ocid": "ocds-test-7", "title": "施工", "status": "active", "suppliers": [{"id": "XX-REG-9", "name": "示例公司"}],
            "contractValue": {"amount": 300, "currency": "CNY"}, "contractPeriod": {"startDate": "2024-01-01T00:00:00Z", "endDate": "2024-06-30T00:00:00Z"},
            **summary,
        }}],
    }  # fmt: skip


def test_a_project_is_an_instrument_with_its_milestones_and_payments(ocds: Build):
    payment = {"id": "t", "date": "2023-12-28T00:00:00Z", "value": {"amount": 50, "currency": "CNY"}, "payer": {"id": "XX-GOV-5", "name": "财政局"},
               "payee": {"id": "XX-GOV-1"}, "relatedImplementationMilestone": {"id": "1"}}  # fmt: skip
    made = ocds.read({"projects": [{**project(), "transactions": [payment]}]})
    row = made.row("instruments", "oc4ids-test-1")
    assert (row["kind"], row["authority"], row["amount"]) == ("project", "XX-GOV-1", 50000)
    assert made.row("obligations", "oc4ids-test-1/1")["bearer"] == "XX-GOV-5"
    event = made.row("events", "oc4ids-test-1/transactions/t")
    assert (event["type"], event["obligation"], iso(event["occurred_on"])) == ("pay", "oc4ids-test-1/1", "2023-12-28")


def test_a_summary_is_a_contract_whose_end_is_owed(ocds: Build):
    made = ocds.read({"projects": [project()]})
    row = made.row("instruments", "ocds-test-7")
    assert (row["counterparty"], row["amount"], row["attributes"]["project"]) == ("XX-REG-9", 30000, "oc4ids-test-1")
    assert made.day("obligations", "ocds-test-7/period", "due_on") == "2024-06-30"


def test_a_modification_of_the_period_moves_the_end(ocds: Build):
    change = {"id": "m1", "date": "2024-05-01T00:00:00Z", "type": "duration", "rationale": "雨季", "oldContractPeriod": {"endDate": "2024-06-30T00:00:00Z"},
              "newContractPeriod": {"endDate": "2024-12-01T00:00:00Z"}}  # fmt: skip
    made = ocds.read({"projects": [project(modifications=[change])]})
    assert made.day("obligations", "ocds-test-7/period", "due_on") == "2024-06-30"
    assert iso(made.row("events", "ocds-test-7/period/amend-m1")["terms"]["due_on"]) == "2024-12-01"
    assert "雨季" in made.row("events", "ocds-test-7/modifications/m1")["note"]


def test_a_closed_process_asserts_no_lateness(ocds: Build):
    made = ocds.read({"projects": [project(status="closed")]})
    event = made.row("events", "ocds-test-7/period/end")
    assert (event["type"], iso(event["occurred_on"])) == ("terminate", "2024-06-30")
    assert made.codes()["contract_closed"] == 1


def test_embedded_releases_go_before_the_summary(ocds: Build):
    whole = project()
    whole["contractingProcesses"][0]["releases"] = [
        {**ocds.release(1, "2024-01-01T00:00:00Z", contracts=[ocds.contract()]), "ocid": "ocds-test-7"}
    ]
    made = ocds.read({"projects": [whole]})
    assert "ocds-test-7/c" in made.rows("instruments")
    assert "ocds-test-7" not in made.rows("instruments")


def test_linked_releases_are_said(ocds: Build):
    whole = project()
    whole["contractingProcesses"][0]["releases"] = [
        {"id": "r", "date": "2024-01-01T00:00:00Z", "tag": ["contract"], "url": "https://x.example/r"}
    ]
    assert ocds.read({"projects": [whole]}).codes()["linked_releases"] == 1


def test_a_single_project_and_one_without_id(ocds: Build):
    assert "oc4ids-test-1" in ocds.read(project()).rows("instruments")
    nameless = project()
    del nameless["id"]
    assert "no_ocid" in ocds.read({"projects": [nameless]}).errors()
