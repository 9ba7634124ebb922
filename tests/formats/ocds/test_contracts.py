from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from govaudit.model.days import iso

if TYPE_CHECKING:
    from formats.ocds.conftest import Build

KEY = "ocds-test-1/c"
PERIOD = {"startDate": "2024-01-01T00:00:00+08:00", "endDate": "2024-12-31T23:59:59+08:00"}


def test_the_contract_is_the_instrument(ocds: Build):
    award = {
        "id": "a",
        "date": "2023-12-01T10:00:00+08:00",
        "suppliers": [ocds.firm],
        "value": {"amount": 990, "currency": "CNY"},
    }
    contract = {"id": "c", "awardID": "a", "title": "示例合同", "dateSigned": "2023-12-20T00:00:00+08:00", "period": PERIOD, "status": "active",
                "value": {"amount": 1000.5, "currency": "CNY"}}  # fmt: skip
    made = ocds.read({"releases": [ocds.release(1, "2024-01-05T00:00:00+08:00", awards=[award], contracts=[contract])]})
    row = made.row("instruments", KEY)
    assert (row["domain"], row["kind"], row["authority"], row["counterparty"]) == (
        "procurement",
        "contract",
        "XX-GOV-1",
        "XX-REG-9",
    )
    assert (iso(row["signed_on"]), iso(row["effective_on"]), iso(row["ends_on"])) == (
        "2023-12-20",
        "2024-01-01",
        "2024-12-31",
    )
    assert (row["amount"], row["currency"], row["status"]) == (100050, "CNY", "active")
    types = {event["type"]: iso(event["occurred_on"]) for event in made.rows("events").values()}
    assert types == {"award": "2023-12-01", "signed": "2023-12-20"}


def test_the_end_of_the_period_is_an_obligation_to_complete(ocds: Build):
    made = ocds.read(
        {"releases": [ocds.release(1, "2024-01-05T00:00:00+08:00", contracts=[ocds.contract(period=PERIOD)])]}
    )
    row = made.row("obligations", f"{KEY}/period")
    assert (row["bearer"], iso(row["due_on"]), row["action"]) == ("XX-REG-9", "2024-12-31", "deliver")


@pytest.mark.parametrize(("status", "note"), [("pending", "contract_pending"), ("cancelled", "contract_cancelled")])
def test_a_contract_not_in_force_owes_no_completion(ocds: Build, status: str, note: str):
    made = ocds.read(
        {
            "releases": [
                ocds.release(1, "2024-01-05T00:00:00+08:00", contracts=[ocds.contract(period=PERIOD, status=status)])
            ]
        }
    )
    assert made.rows("obligations") == {}
    assert made.codes()[note] == 1


def test_an_end_before_the_start_is_a_problem_said_once(ocds: Build):
    period = {"startDate": PERIOD["endDate"], "endDate": PERIOD["startDate"]}
    made = ocds.read(
        {"releases": [ocds.release(1, "2024-01-05T00:00:00+08:00", contracts=[ocds.contract(period=period)])]}
    )
    assert made.errors() == ["end_before_start"]
    assert f"{KEY}/period" not in made.rows("obligations")
    assert KEY in made.rows("instruments")


class TestCompletion:
    def end(self, ocds: Build, **parts: Any) -> dict[str, Any] | None:
        release = ocds.release(1, "2025-06-30T00:00:00+08:00", contracts=[ocds.contract(period=PERIOD, **parts)])
        return ocds.read({"releases": [release]}).rows("events").get(f"{KEY}/period/end")

    def test_by_the_completion_extension(self, ocds: Build):
        event = self.end(ocds, implementation={"endDate": "2025-01-10T00:00:00+08:00"})
        assert event
        assert (event["type"], iso(event["occurred_on"])) == ("perform", "2025-01-10")

    def test_by_a_completion_milestone(self, ocds: Build):
        milestone = {
            "id": "m",
            "code": "completion",
            "status": "met",
            "dueDate": "2024-12-31T00:00:00+08:00",
            "dateMet": "2024-12-20T00:00:00+08:00",
        }
        event = self.end(ocds, implementation={"milestones": [milestone]})
        assert event
        assert (event["type"], iso(event["occurred_on"])) == ("perform", "2024-12-20")

    @pytest.mark.parametrize(("final", "kind"), [("complete", "perform"), ("incomplete", "terminate")])
    def test_by_the_final_status(self, ocds: Build, final: str, kind: str):
        event = self.end(ocds, status="terminated", finalStatus=final, finalStatusDate="2025-02-01T00:00:00+08:00")
        assert event
        assert (event["type"], iso(event["occurred_on"])) == (kind, "2025-02-01")

    def test_terminated_alone_ends_it_without_asserting_lateness(self, ocds: Build):
        event = self.end(ocds, status="terminated")
        assert event
        assert (event["type"], iso(event["occurred_on"])) == ("terminate", "2024-12-31")

    def test_active_leaves_it_open(self, ocds: Build):
        assert self.end(ocds, status="active") is None


class TestChanges:
    def read(self, ocds: Build, **amended: Any) -> Any:
        first = ocds.contract(period=PERIOD, value={"amount": 100, "currency": "CNY"})
        later = {
            "id": "c",
            "period": {"endDate": "2025-03-31T23:59:59+08:00"},
            "value": {"amount": 120, "currency": "CNY"},
            **amended,
        }
        return ocds.read({"releases": [
            ocds.release(1, "2024-01-05T00:00:00+08:00", contracts=[first]), ocds.release(2, "2024-06-01T00:00:00+08:00", contracts=[later]),
        ]})  # fmt: skip

    def test_an_amendment_carries_what_its_release_changed(self, ocds: Build):
        made = self.read(
            ocds,
            amendments=[
                {
                    "id": "1",
                    "date": "2024-05-20T00:00:00+08:00",
                    "rationale": "雨季延期",
                    "amendsReleaseID": "r1",
                    "releaseID": "r2",
                }
            ],
        )
        event = made.row("events", f"{KEY}/amendments/1")
        assert (event["type"], iso(event["occurred_on"]), event["instrument"]) == (
            "contract_changed",
            "2024-05-20",
            KEY,
        )
        assert (iso(event["terms"]["due_on"]), event["terms"]["amount"]) == ("2025-03-31", 120)
        assert "雨季延期" in event["note"]
        assert f"{KEY}/changed-1" not in made.rows("events")

    def test_a_change_nobody_announced_is_an_event_too(self, ocds: Build):
        made = self.read(ocds)
        assert iso(made.row("events", f"{KEY}/changed-1")["occurred_on"]) == "2024-06-01"

    def test_the_completion_date_moves_by_amendment(self, ocds: Build):
        made = self.read(ocds)
        assert made.day("obligations", f"{KEY}/period", "due_on") == "2024-12-31"
        assert iso(made.row("events", f"{KEY}/period/amend-1")["terms"]["due_on"]) == "2025-03-31"

    def test_the_single_amendment_of_version_1_0(self, ocds: Build):
        made = self.read(
            ocds,
            amendment={
                "date": "2024-05-20T00:00:00+08:00",
                "changes": [{"property": "value.amount", "former_value": 100}],
            },
        )
        assert "value.amount ← 100" in made.row("events", f"{KEY}/amendments/1")["note"]
        assert made.codes()["old_name"] == 1
        assert made.codes()["object_for_list"] == 1

    def test_a_notice_changed_after_publication(self, ocds: Build):
        tender = {
            "id": "t",
            "title": "示例招标",
            "amendments": [{"date": "2024-02-01T00:00:00+08:00", "rationale": "补充文件"}],
        }
        made = ocds.read({"releases": [ocds.release(1, "2024-03-05T00:00:00+08:00", tender=tender)]})
        event = made.row("events", "ocds-test-1/tender/amendments/1")
        assert (event["type"], event["note"]) == ("notice_changed", "补充文件")


def test_documents_are_evidence_of_the_signing(ocds: Build):
    document = {
        "id": "d",
        "documentType": "contractSigned",
        "title": "合同扫描件",
        "url": "https://x.example/d.pdf",
        "datePublished": "2024-01-10T00:00:00+08:00",
    }
    contract = ocds.contract(dateSigned="2024-01-02T00:00:00+08:00", documents=[document])
    made = ocds.read({"releases": [ocds.release(1, "2024-03-05T00:00:00+08:00", contracts=[contract])]})
    (key,) = made.row("events", f"{KEY}/signed")["evidence"]
    row = made.row("evidence", key)
    assert (row["title"], row["locator"], iso(row["issued_on"])) == (
        "合同扫描件",
        "https://x.example/d.pdf",
        "2024-01-10",
    )


@pytest.mark.parametrize(
    ("address", "currency", "jurisdiction"),
    [
        ({"country": "CN"}, "CNY", "CN"),
        ({"countryName": "Atlantis"}, "XTS", "Atlantis"),
        (None, "CNY", "CN"),
        (None, "XTS", "unknown"),
    ],
)
def test_the_jurisdiction_is_said_so_that_domestic_law_is_not_applied_abroad(
    ocds: Build, address: dict[str, str] | None, currency: str, jurisdiction: str
):
    party = {**ocds.bureau, "roles": ["buyer"], **({"address": address} if address else {})}
    contract = ocds.contract(value={"amount": 1, "currency": currency})
    made = ocds.read(
        {"releases": [ocds.release(1, "2024-03-05T00:00:00+08:00", parties=[party], contracts=[contract])]}
    )
    assert made.row("instruments", KEY)["attributes"]["jurisdiction"] == jurisdiction


class TestWhoBuys:
    def test_the_procuring_entity_when_no_buyer_is_named(self, ocds: Build):
        release = ocds.release(
            1,
            "2024-03-05T00:00:00+08:00",
            contracts=[ocds.contract()],
            tender={"procuringEntity": {"id": "XX-GOV-3", "name": "采购中心"}},
        )
        del release["buyer"]
        made = ocds.read({"releases": [release]})
        assert made.row("instruments", KEY)["authority"] == "XX-GOV-3"
        assert made.codes()["buyer_from_role"] == 1

    def test_a_placeholder_when_nobody_is(self, ocds: Build):
        release = ocds.release(1, "2024-03-05T00:00:00+08:00", contracts=[ocds.contract()])
        del release["buyer"]
        made = ocds.read({"releases": [release]})
        assert made.row("instruments", KEY)["authority"] == "ocds-test-1 (buyer)"
        assert made.codes()["no_buyer"] == 1

    def test_a_body_without_id_is_known_by_its_identifier_or_name(self, ocds: Build):
        firm = {"name": "无号公司", "identifier": {"scheme": "XX-REG", "id": 77}}
        contract = ocds.contract(suppliers=firm)
        made = ocds.read(
            {"releases": [ocds.release(1, "2024-03-05T00:00:00+08:00", buyer={"name": "无号局"}, contracts=[contract])]}
        )
        row = made.row("instruments", KEY)
        assert (row["authority"], row["counterparty"]) == ("无号局", "XX-REG-77")

    def test_a_local_id_is_known_only_in_its_process(self, ocds: Build):
        def release(ocid: str) -> dict[str, Any]:
            return {
                **ocds.release(1, "2024-03-05T00:00:00+08:00"),
                "ocid": ocid,
                "buyer": {"id": "1", "name": f"局{ocid}"},
                "contracts": [ocds.contract()],
            }

        made = ocds.read({"releases": [release("p"), release("q")]})
        assert {"p/1", "q/1"} <= made.rows("orgs").keys()
        assert made.errors() == []


def test_publication_of_notices_and_of_the_contract_are_events(ocds: Build):
    def notice(kind: str, day: str) -> list[dict[str, Any]]:
        return [{"id": kind, "documentType": kind, "title": kind, "datePublished": f"{day}T00:00:00+08:00"}]

    award = {"id": "a", "suppliers": [ocds.firm], "documents": notice("awardNotice", "2023-12-03")}
    contract = ocds.contract(
        awardID="a", documents=notice("contractSigned", "2024-01-08") + notice("contractNotice", "2024-01-06")
    )
    tender = {
        "id": "t",
        "documents": notice("tenderNotice", "2023-11-01"),
        "milestones": [{"id": "m", "dueDate": "2023-12-01"}],
    }
    made = ocds.read(
        {
            "releases": [
                ocds.release(1, "2024-03-05T00:00:00+08:00", awards=[award], contracts=[contract], tender=tender)
            ]
        }
    )
    days = {row["type"]: (row["instrument"], iso(row["occurred_on"])) for row in made.rows("events").values()}
    assert days == {
        "result_published": (KEY, "2023-12-03"),
        "contract_published": (KEY, "2024-01-06"),
        "tender_notice": ("ocds-test-1", "2023-11-01"),
    }


def test_no_event_type_is_taken_for_a_misspelt_one(ocds: Build):
    from govaudit.rules.catalogue import load_rules
    from govaudit.settle.settled_docket import unused_events

    failure = {"id": "1", "period": PERIOD, "category": "停电"}
    metric = {"id": "k", "observations": [{"id": "1", "measure": 1, "period": PERIOD}]}
    undated = {"id": "u", "status": "met", "dateMet": "2024-02-01T00:00:00+08:00"}
    money = [{"id": key, "date": "2024-02-01T00:00:00+08:00", "value": {"amount": amount, "currency": "CNY"}, "payer": payer}
             for key, amount, payer in (("1", 5, ocds.firm), ("2", -5, ocds.bureau), ("3", 5, ocds.bureau))]  # fmt: skip
    implementation = {
        "performanceFailures": [failure],
        "metrics": [metric],
        "milestones": [undated],
        "transactions": money,
    }
    contract = ocds.contract(
        dateSigned="2024-01-01T00:00:00+08:00",
        amendments=[{"id": "1", "date": "2024-03-01"}],
        awardID="a",
        implementation=implementation,
    )
    tender = {"id": "t", "amendments": [{"date": "2024-02-01T00:00:00+08:00"}]}
    award = {"id": "a", "date": "2023-12-01T00:00:00+08:00", "suppliers": [ocds.firm]}
    made = ocds.read(
        {
            "releases": [
                ocds.release(1, "2024-06-05T00:00:00+08:00", awards=[award], contracts=[contract], tender=tender)
            ]
        }
    )
    types = {row["type"] for row in made.rows("events").values()}
    assert types == {
        "award",
        "signed",
        "contract_changed",
        "milestone_met",
        "measured",
        "service_failure",
        "receipt",
        "refunded",
        "pay",
        "notice_changed",
    }
    assert [
        problem.value for problem in unused_events(made.docket, load_rules(), set()) if problem.level == "error"
    ] == []
