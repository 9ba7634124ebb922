from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from govaudit.model.days import iso

if TYPE_CHECKING:
    from formats.ocds.conftest import Build

KEY = "ocds-test-1/c"
MARCH = {"startDate": "2024-03-31T00:00:00+08:00", "endDate": "2024-03-31T23:59:59+08:00"}


def metric(*observations: dict[str, Any]) -> dict[str, Any]:
    return {"id": "k", "title": "覆盖率", "observations": list(observations)}


def observation(key: str, measure: Any, period: dict[str, str] | None = None, region: str = "全市") -> dict[str, Any]:
    return {
        "id": key,
        "measure": measure,
        "period": period or MARCH,
        "unit": {"name": "%"},
        "dimensions": {"region": region},
    }


def read(ocds: Build, implementation: dict[str, Any] | None = None, **parts: Any) -> Any:
    contract = ocds.contract(implementation=implementation or {}, **parts)
    return ocds.read({"releases": [ocds.release(1, "2024-12-31T00:00:00+08:00", contracts=[contract])]})


def test_ppp_fields_or_the_declared_profile_make_the_domain(ocds: Build):
    assert (
        read(ocds, riskAllocation=[{"id": "1", "category": "forceMajeure"}]).row("instruments", KEY)["domain"] == "ppp"
    )
    declared = {
        "extensions": ["https://x.example/profiles/ppp/extension.json"],
        "releases": [ocds.release(1, "2024-01-01T00:00:00Z", contracts=[ocds.contract()])],
    }
    assert ocds.read(declared).row("instruments", KEY)["domain"] == "ppp"
    assert read(ocds).row("instruments", KEY)["domain"] == "procurement"


def test_an_agreed_metric_is_a_draft_obligation(ocds: Build):
    made = read(ocds, agreedMetrics=[metric(observation("1", "30.0"))])
    row = made.row("obligations", f"{KEY}/agreedMetrics/k/1")
    assert (row["draft"], row["bearer"], iso(row["due_on"]), row["title"]) == (
        True,
        "XX-REG-9",
        "2024-03-31",
        "覆盖率 30.0 % 全市",
    )
    assert made.codes()["metric_draft"] == made.codes()["number_is_text"] == 1


def test_measured_meets_agreed_by_id_period_and_dimensions(ocds: Build):
    april = {"startDate": "2024-04-30T00:00:00+08:00", "endDate": "2024-04-30T23:59:59+08:00"}
    made = read(
        ocds,
        {
            "metrics": [
                metric(
                    observation("a", "28.000000000000004"),
                    observation("b", 31, april),
                    observation("c", 31, region="城区"),
                )
            ]
        },
        agreedMetrics=[metric(observation("1", 30))],
    )
    where = {key: made.row("events", f"{KEY}/metrics/k/{key}")["obligation"] for key in "abc"}
    assert where == {"a": f"{KEY}/agreedMetrics/k/1", "b": None, "c": None}
    assert "28.000000000000004" in made.row("events", f"{KEY}/metrics/k/a")["note"]
    assert made.codes()["metric_unmatched"] == 1
    assert "2" in made.said("metric_unmatched").what.en


def test_a_failure_keeps_what_was_agreed_imposed_and_paid(ocds: Build):
    failure = {
        "id": "1",
        "period": MARCH,
        "category": "停电",
        "events": 6,
        "penaltyContracted": "每次5万元",
        "penaltyImposed": "300000.0",
        "penaltyPaid": False,
    }
    made = read(ocds, {"performanceFailures": [failure]})
    event = made.row("events", f"{KEY}/performanceFailures/1")
    assert (event["type"], event["cause"], iso(event["occurred_on"])) == ("service_failure", "停电", "2024-03-31")
    assert event["note"] == "events=6; penaltyContracted=每次5万元; penaltyImposed=300000.0; penaltyPaid=False"


def test_blocks_without_a_table_are_kept_exact_in_the_attributes(ocds: Build):
    loan = {
        "id": "1",
        "financingParty": {"id": "XX-FI-1", "name": "示例银行"},
        "value": {"amount": 801999.9999999999, "currency": "CNY"},
        "interestRate": {"margin": 0.03},
    }
    tariff = {"id": "1", "value": {"amount": 0.0005, "currency": "CNY"}}
    made = read(ocds, {"tariffs": [tariff]}, finance=[loan], signatories=[ocds.bureau, ocds.firm])
    kept = made.row("instruments", KEY)["attributes"]
    assert Decimal(kept["finance"][0]["value"]["amount"]) == Decimal("801999.9999999999")
    assert Decimal(kept["implementation_tariffs"][0]["value"]["amount"]) == Decimal("0.0005")
    assert kept["signatories"] == ["XX-GOV-1", "XX-REG-9"]
    assert made.row("orgs", "XX-FI-1")["kind"] == "company"
