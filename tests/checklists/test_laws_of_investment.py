"""Commitments to investors: reneging on a change of officials, and changes that meet only some of the four conditions."""

from __future__ import annotations

import pytest

from checklists.law_docket import docket_of, findings, unit

CONDITIONS = {
    "public_interest_ground": "国家利益或者社会公共利益的认定",
    "authority_decision": "有权机关作出决定",
    "change_procedure_completed": "履行变更程序",
    "compensation_decided": "确定补偿",
}


def changed(*met: str, rule: str = "IP-02") -> list[str]:
    """Change a commitment with the conditions given on record; return the Chinese messages of the rule."""
    events = [{"instrument": "C1", "type": kind, "occurred_on": "2026-03-10"} for kind in met]
    events.append({"instrument": "C1", "type": "commitment_changed", "occurred_on": "2026-03-20"})
    docket = docket_of(
        orgs=[unit(), {"id": "firm", "name": "示例公司", "kind": "company"}],
        instruments=[{"id": "C1", "domain": "investment", "kind": "agreement", "title": "投资协议", "authority": "unit", "counterparty": "firm", "signed_on": "2022-05-10"}],
        events=[{"id": f"E{n}", **event} for n, event in enumerate(events)],
    )  # fmt: skip
    return [finding.message.zh for finding in findings(docket, "2026-06-30", rule)]


def test_a_change_that_meets_all_four_conditions_is_lawful() -> None:
    assert changed(*CONDITIONS) == []


@pytest.mark.parametrize("lacking", CONDITIONS)
def test_each_condition_is_asked_for_by_name(lacking: str) -> None:
    (message,) = changed(*(kind for kind in CONDITIONS if kind != lacking))
    assert CONDITIONS[lacking] in message
    assert not any(name in message for kind, name in CONDITIONS.items() if kind != lacking)


def test_public_interest_and_procedure_leave_authority_and_compensation_open() -> None:
    # a ten-year parking deal ended for a city-wide reform, after notice and a hearing
    (message,) = changed("public_interest_ground", "change_procedure_completed")
    assert CONDITIONS["authority_decision"] in message
    assert CONDITIONS["compensation_decided"] in message


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        ("政府换届", ["breach"]),
        ("行政区划调整", ["breach"]),
        ("机构调整", ["breach"]),
        ("责任人更替", ["breach"]),
        ("不可抗力", []),
        (None, []),
    ],
)
def test_only_the_reasons_the_regulation_names_are_barred(cause: str | None, kind: list[str]) -> None:
    docket = docket_of(
        orgs=[unit()],
        instruments=[{"id": "C1", "domain": "investment", "kind": "commitment", "title": "奖励承诺", "authority": "unit", "signed_on": "2022-05-10"}],
        events=[{"id": "E1", "instrument": "C1", "type": "repudiate", "occurred_on": "2026-03-10", "cause": cause}],
    )  # fmt: skip
    assert [finding.kind for finding in findings(docket, "2026-06-30", "IP-01")] == kind
