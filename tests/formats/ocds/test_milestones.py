from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from govaudit.audit import Question, audit
from govaudit.model.days import iso, parse_day
from govaudit.rules.catalogue import RuleSet

if TYPE_CHECKING:
    from formats.ocds.conftest import Build

KEY = "ocds-test-1/c/m"


def delivery(**parts: Any) -> dict[str, Any]:
    return {
        "id": "m",
        "title": "交付设备",
        "type": "delivery",
        "dueDate": "2024-03-31T00:00:00+08:00",
        "status": "scheduled",
        **parts,
    }


def test_a_milestone_is_an_obligation_keyed_by_process_contract_and_milestone(ocds: Build):
    made = ocds.milestones(delivery())
    row = made.row("obligations", KEY)
    assert (row["instrument"], row["title"], row["action"]) == ("ocds-test-1/c", "交付设备", "deliver")
    assert (row["roll"], row["calendar"]) == ("none", "none")
    assert row["clause"] == "/releases/0/contracts/0/implementation/milestones/0"
    place = made.docket["obligations"].places[0]
    assert (place.file, place.sheet, place.column) == ("data.json", "ocds-test-1", row["clause"])


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2018-03-08T23:59:59-06:00", "2018-03-08"),  # 2018-03-09 in UTC: the date's own offset decides
        ("2018-10-10T00:00:00+04:30", "2018-10-10"),  # 2018-10-09 in UTC
        ("2018-10-10T00:00:00Z", "2018-10-10"),
        ("2018-10-10", "2018-10-10"),
        ("2018-10-10T12:00:00", "2018-10-10"),
        ("2018-10-10 12:00:00+08:00", "2018-10-10"),
        ("2018-10-10T12:00:00.000Z", "2018-10-10"),
    ],
)
def test_due_is_the_civil_day_in_its_own_offset(ocds: Build, written: Any, day: str):
    made = ocds.milestones(delivery(dueDate=written))
    assert made.day("obligations", KEY, "due_on") == day
    assert made.errors() == []


def test_met_performs_on_date_met(ocds: Build):
    made = ocds.milestones(delivery(status="met", dateMet="2024-03-15T09:00:00+08:00"))
    event = made.row("events", f"{KEY}/met")
    assert (event["type"], event["obligation"], iso(event["occurred_on"])) == ("perform", KEY, "2024-03-15")


@pytest.mark.parametrize(
    ("due", "met", "day"),
    [
        # An evening in the west is the next morning in UTC: still the due day where it is owed.
        ("2024-03-31T23:59:59-06:00", "2024-04-01T03:00:00Z", "2024-03-31"),
        ("2024-03-31T23:59:59-06:00", "2024-04-01T07:00:00Z", "2024-04-01"),
        # A date written as midnight in summer time keeps its day beside a winter offset.
        ("2024-12-31T00:00:00-05:00", "2024-07-15T00:00:00-04:00", "2024-07-15"),
    ],
)
def test_performance_is_dated_in_the_offset_of_the_due_date(ocds: Build, due: str, met: str, day: str):
    made = ocds.milestones(delivery(dueDate=due, status="met", dateMet=met), date="2025-01-31T00:00:00Z")
    assert made.day("events", f"{KEY}/met", "occurred_on") == day


@pytest.mark.parametrize("status", ["notMet", "scheduled", "partiallyMet", "Not met", "PARTIALLY_MET"])
def test_what_is_not_met_is_not_performed(ocds: Build, status: str):
    made = ocds.milestones(delivery(status=status))
    assert made.rows("events") == {}
    assert made.codes()["partially_met"] == status.casefold().startswith("partially")


@pytest.mark.parametrize("status", ["Met", "MET", " met "])
def test_met_is_met_however_it_is_written(ocds: Build, status: str):
    made = ocds.milestones(delivery(status=status, dateMet="2024-03-15T09:00:00+08:00"))
    assert made.day("events", f"{KEY}/met", "occurred_on") == "2024-03-15"
    made = ocds.milestones(delivery(status=status), date="2024-03-20T00:00:00+08:00")
    assert made.day("events", f"{KEY}/met", "occurred_on") == "2024-03-20"


@pytest.mark.parametrize(
    ("status", "met", "code"),
    [("delayed", None, "status_unknown"), ("completed", "2024-03-15T00:00:00+08:00", "status_unknown"),
     ("scheduled", "2024-03-15T00:00:00+08:00", "status_contradicts"), ("notMet", "2024-05-15T00:00:00+08:00", "status_contradicts")],
)  # fmt: skip
def test_what_is_said_and_cannot_be_used_is_unknown_and_named(ocds: Build, status: str, met: str | None, code: str):
    made = ocds.milestones(delivery(status=status, dateMet=met))
    event = made.row("events", f"{KEY}/status")
    assert (event["type"], event["obligation"]) == ("status_unclear", KEY)
    assert status in event["note"]
    assert made.codes()[code] == 1
    done = audit(made.docket, RuleSet(rules={}, files={}), Question(as_of=parse_day("2024-06-30")))
    assert [(one.obligation, one.breach_days) for one in done.statuses] == [(KEY, 0)]
    assert [one.rule for one in done.run.findings if one.kind != "accountability_gap"] == ["OB-06"]


class TestMetWithoutDate:
    def test_stated_before_due_is_dated_by_its_upper_bound(self, ocds: Build):
        made = ocds.milestones(delivery(status="met"), date="2024-03-20T00:00:00+08:00")
        assert made.day("events", f"{KEY}/met", "occurred_on") == "2024-03-20"
        assert made.said("met_without_date").level == "note"

    def test_date_modified_is_the_nearer_bound(self, ocds: Build):
        made = ocds.milestones(
            delivery(status="met", dateModified="2024-03-10T00:00:00+08:00"), date="2024-06-30T00:00:00+08:00"
        )
        assert made.day("events", f"{KEY}/met", "occurred_on") == "2024-03-10"
        assert made.row("events", f"{KEY}/met")["note"] == "dateMet=?; ? ≤ dateMet ≤ 2024-03-10"

    def test_unknown_whether_late_is_not_late(self, ocds: Build):
        made = ocds.history(
            ("2024-02-01T00:00:00+08:00", delivery()), ("2024-06-30T00:00:00+08:00", delivery(status="met"))
        )
        assert made.day("events", f"{KEY}/met", "occurred_on") == "2024-03-31"
        assert made.row("events", f"{KEY}/met")["note"] == "dateMet=?; 2024-02-01 ≤ dateMet ≤ 2024-06-30"

    def test_late_for_certain_counts_from_the_last_denial(self, ocds: Build):
        made = ocds.history(
            ("2024-05-01T00:00:00+08:00", delivery(status="notMet")),
            ("2024-06-30T00:00:00+08:00", delivery(status="met")),
        )
        assert made.day("events", f"{KEY}/met", "occurred_on") == "2024-05-01"


class TestHistory:
    def test_a_moved_due_date_is_an_amendment_not_an_overwrite(self, ocds: Build):
        made = ocds.history(
            ("2024-01-10T00:00:00+08:00", delivery()),
            ("2024-03-01T00:00:00+08:00", delivery(dueDate="2024-05-31T00:00:00+08:00")),
        )
        assert made.day("obligations", KEY, "due_on") == "2024-03-31"
        event = made.row("events", f"{KEY}/amend-1")
        assert (event["type"], iso(event["occurred_on"]), iso(event["terms"]["due_on"])) == (
            "amend",
            "2024-03-01",
            "2024-05-31",
        )
        assert iso(event["recorded_at"]) == "2024-03-01"

    def test_the_order_is_that_of_the_release_dates_not_of_the_file(self, ocds: Build):
        made = ocds.history(
            ("2024-03-01T00:00:00+08:00", delivery(dueDate="2024-05-31T00:00:00+08:00")),
            ("2024-01-10T00:00:00+08:00", delivery()),
        )
        assert made.day("obligations", KEY, "due_on") == "2024-03-31"

    def test_a_date_said_again_is_no_amendment(self, ocds: Build):
        made = ocds.history(
            ("2024-01-10T00:00:00+08:00", delivery()), ("2024-03-01T00:00:00+08:00", delivery(status="notMet"))
        )
        assert made.rows("events") == {}


class TestHowFarTheRecordsGo:
    def test_of_a_denied_milestone_to_the_last_release(self, ocds: Build):
        made = ocds.history(
            ("2024-01-10T00:00:00+08:00", delivery()), ("2024-06-30T00:00:00+08:00", delivery(status="notMet"))
        )
        source = made.row("obligations", KEY)["source"]
        assert made.day("sources", source, "complete_through") == "2024-06-30"

    def test_of_an_announced_one_to_the_release_that_says_so(self, ocds: Build):
        later = ocds.release(2, "2024-06-30T00:00:00+08:00", contracts=[ocds.contract()])
        first = ocds.release(
            1, "2024-01-10T00:00:00+08:00", contracts=[ocds.contract(implementation={"milestones": [delivery()]})]
        )
        made = ocds.read({"releases": [first, later]})
        source = made.row("obligations", KEY)["source"]
        assert made.day("sources", source, "complete_through") == "2024-01-10"


class TestWhoOwes:
    @pytest.mark.parametrize(
        ("kind", "bearer", "side"),
        [("delivery", "XX-REG-9", "other_by_type"), ("reporting", "XX-REG-9", "other_by_type"), ("payment", "XX-GOV-1", "public_by_type"),
         ("approval", "XX-GOV-1", "public_by_type"), ("assessment", "XX-GOV-1", "public_by_type"), ("preProcurement", "XX-GOV-1", "public_by_type")],
    )  # fmt: skip
    def test_by_the_type_of_the_milestone_and_said(self, ocds: Build, kind: str, bearer: str, side: str):
        made = ocds.milestones(delivery(type=kind))
        row = made.row("obligations", KEY)
        assert (row["bearer"], row["side"]) == (bearer, side)
        assert made.codes()["bearer_from_type"] == 1

    @pytest.mark.parametrize(
        "title",
        ["Acceptance of the service", "The municipality signs the contract", "Legislative decree", "MEF approval No. 2", "Ley de concesión",
         "Firma del contrato", "Aprobación del expediente", "Signature du contrat", "Réception des travaux", "Loi de ratification", "初步设计批复",
         "服务验收", "合同签订", "立法"],
    )  # fmt: skip
    def test_by_the_title_alone_the_public_side_is_assumed(self, ocds: Build, title: str):
        row = ocds.milestones(delivery(type=None, title=title)).row("obligations", KEY)
        assert (row["bearer"], row["side"]) == ("XX-GOV-1", "assumed")

    @pytest.mark.parametrize(
        "title",
        ["交付设备", "Start of works", "Submission of the design for approval", "Request for authorisation", "Entrega del proyecto para aprobación",
         "提交设计报批", "Design", "Lawn mowing"],
    )  # fmt: skip
    def test_where_nothing_tells_it_no_side_is_taken(self, ocds: Build, title: str):
        made = ocds.milestones(delivery(type=None, title=title))
        row = made.row("obligations", KEY)
        assert (row["bearer"], row["side"], row["beneficiary"]) == ("ocds-test-1 (not stated)", "not_stated", None)
        assert made.row("orgs", row["bearer"])["kind"] is None

    @pytest.mark.parametrize(("party", "side"), [("XX-GOV-1", "public_side"), ("XX-REG-9", "other_side")])
    def test_a_party_that_the_milestone_names_states_the_side(self, ocds: Build, party: str, side: str):
        made = ocds.milestones(delivery(type="approval", relatedParties=[{"id": party}]))
        row = made.row("obligations", KEY)
        assert (row["bearer"], row["side"]) == (party, side)
        assert made.codes()["bearer_from_type"] == 0

    def test_a_party_without_a_role_states_none(self, ocds: Build):
        row = ocds.milestones(delivery(relatedParties=[{"id": "XX-REG-7", "name": "第三方"}])).row("obligations", KEY)
        assert row["bearer"] == "XX-REG-9"

    def test_a_company_can_be_told_from_a_public_body(self, ocds: Build):
        made = ocds.milestones(delivery())
        assert made.row("orgs", "XX-REG-9")["kind"] == "company"
        assert made.row("orgs", "XX-GOV-1")["kind"] == "government"

    def test_several_suppliers_are_one_joint_body_never_the_buyer(self, ocds: Build):
        contract = ocds.contract(
            suppliers=[ocds.firm, {"id": "XX-REG-8", "name": "另一公司"}], implementation={"milestones": [delivery()]}
        )
        made = ocds.read({"releases": [ocds.release(1, "2024-01-01T00:00:00Z", contracts=[contract])]})
        row = made.row("orgs", made.row("obligations", KEY)["bearer"])
        assert (row["name"], row["kind"]) == ("示例公司、另一公司", "company")
        assert made.codes()["joint_suppliers"] == 1

    def test_no_supplier_is_a_placeholder_company(self, ocds: Build):
        contract = {"id": "c", "implementation": {"milestones": [delivery()]}}
        made = ocds.read({"releases": [ocds.release(1, "2024-01-01T00:00:00Z", contracts=[contract])]})
        assert made.row("obligations", KEY)["bearer"] == "ocds-test-1 (supplier)"
        assert made.row("orgs", "ocds-test-1 (supplier)")["kind"] == "company"
        assert made.codes()["no_supplier"] == 1
        assert made.row("obligations", "ocds-test-1/c/m")["side"] == "other_by_type"

    def test_before_the_contract_the_public_body_owes(self, ocds: Build):
        tender = {"id": "t", "title": "示例招标", "milestones": [delivery(type="delivery")]}
        made = ocds.read({"releases": [ocds.release(1, "2024-01-01T00:00:00Z", tender=tender)]})
        assert made.row("obligations", "ocds-test-1/tender/m")["bearer"] == "XX-GOV-1"
        assert made.row("instruments", "ocds-test-1")["kind"] == "tender"


def test_a_plan_without_tender_is_an_instrument_of_its_own(ocds: Build):
    planning = {
        "budget": {"description": "示例预算", "amount": {"amount": 100, "currency": "CNY"}},
        "milestones": [delivery()],
    }
    made = ocds.read({"releases": [ocds.release(1, "2024-01-01T00:00:00Z", planning=planning)]})
    row = made.row("instruments", "ocds-test-1")
    assert (row["kind"], row["title"], row["amount"]) == ("planning", "示例预算", 10000)
    assert "ocds-test-1/planning/m" in made.rows("obligations")


def test_without_a_due_date_it_is_an_event_not_an_obligation(ocds: Build):
    milestone = delivery(status="met", dateMet="2024-03-15T00:00:00+08:00")
    del milestone["dueDate"]
    made = ocds.milestones(milestone)
    assert made.rows("obligations") == {}
    assert made.row("events", KEY)["type"] == "milestone_met"
    assert made.codes()["no_due_date"] == 1


def test_contract_and_implementation_milestones_with_one_id_stay_two_promises(ocds: Build):
    contract = ocds.contract(milestones=[delivery(title="融资交割")], implementation={"milestones": [delivery()]})
    made = ocds.read({"releases": [ocds.release(1, "2024-01-01T00:00:00Z", contracts=[contract])]})
    titles = {key: row["title"] for key, row in made.rows("obligations").items()}
    assert titles == {KEY: "交付设备", "ocds-test-1/c/milestones/m": "融资交割"}


def test_the_same_input_gives_the_same_rows(ocds: Build):
    document = json.dumps(
        {
            "releases": [
                ocds.release(
                    1, "2024-01-01T00:00:00Z", contracts=[ocds.contract(implementation={"milestones": [delivery()]})]
                )
            ]
        }
    )
    first, second = ocds.text(document), ocds.text(document)
    assert [list(table.rows()) for table in first.docket.tables.values()] == [
        list(table.rows()) for table in second.docket.tables.values()
    ]
    assert first.docket.problems == second.docket.problems
