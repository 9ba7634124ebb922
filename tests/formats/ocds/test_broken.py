"""Any value of a package may be something else: it is read or reported, all values stay accounted for, nothing is raised."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from govaudit.formats.read import read_docket

if TYPE_CHECKING:
    import pytest

DAY = "2024-03-31T00:00:00+08:00"
BUREAU, FIRM = {"id": "XX-GOV-1", "name": "局"}, {"id": "XX-REG-9", "name": "公司"}
PERIOD = {"startDate": "2024-01-01T00:00:00Z", "endDate": DAY}
VALUE = {"amount": 100, "currency": "CNY"}
METRIC = {
    "id": "k",
    "title": "率",
    "observations": [{"id": "1", "measure": "3", "period": PERIOD, "unit": {"name": "%"}, "dimensions": {"r": "a"}}],
}
CONTRACT = {
    "id": "c", "awardID": "a", "title": "合同", "status": "active", "dateSigned": DAY, "period": PERIOD, "value": VALUE, "suppliers": [FIRM],
    "milestones": [{"id": "f", "type": "financial", "dueDate": DAY, "status": "scheduled"}],
    "documents": [{"id": "d", "documentType": "contractSigned", "title": "件", "url": "u", "datePublished": DAY}],
    "amendments": [{"id": "1", "date": DAY, "rationale": "因", "releaseID": "r1"}], "signatories": [BUREAU, FIRM],
    "finance": [{"id": "1", "financingParty": FIRM, "value": VALUE}], "agreedMetrics": [METRIC],
    "implementation": {
        "milestones": [{"id": "p", "type": "payment", "dueDate": DAY, "status": "met", "dateMet": DAY, "dateModified": DAY, "value": VALUE}],
        "transactions": [{"id": "t", "date": DAY, "value": VALUE, "payer": BUREAU, "payee": FIRM, "relatedImplementationMilestone": {"id": "p"}}],
        "metrics": [METRIC], "performanceFailures": [{"id": "1", "period": PERIOD, "category": "x", "events": 1}], "tariffs": [{"id": "1"}],
    },
}  # fmt: skip
RELEASE = {
    "ocid": "ocds-test-1", "id": "r1", "date": "2024-06-30T00:00:00Z", "tag": ["contract"], "buyer": BUREAU, "contracts": [CONTRACT],
    "parties": [{**FIRM, "roles": ["supplier"], "identifier": {"scheme": "XX-REG", "id": "9"}, "address": {"country": "XX"}}],
    "awards": [{"id": "a", "date": DAY, "suppliers": [FIRM], "value": VALUE}],
    "tender": {"id": "t", "title": "标", "milestones": [{"id": "m", "dueDate": DAY}], "amendments": [{"date": DAY}], "procuringEntity": BUREAU},
    "planning": {"budget": {"amount": VALUE}, "milestones": [{"id": "m", "dueDate": DAY}]},
}  # fmt: skip
PROJECT = {
    "id": "oc4ids-1", "title": "项目", "updated": DAY, "publicAuthority": BUREAU, "budget": {"amount": VALUE}, "milestones": [{"id": "m", "dueDate": DAY}],
    "contractingProcesses": [{"id": "q", "summary": {
        "ocid": "q", "status": "closed", "suppliers": [FIRM], "contractPeriod": PERIOD, "contractValue": VALUE, "tender": {"procuringEntity": BUREAU},
        "modifications": [{"id": "1", "date": DAY, "oldContractPeriod": PERIOD, "newContractPeriod": PERIOD, "newContractValue": VALUE}],
    }}],
}  # fmt: skip
OFFICIALS = {
    "persons": [{"id": "a", "name": "甲", "identifiers": [{"scheme": "x", "identifier": "1"}], "memberships": [{"post_id": "p", "start_date": "2020"}]}],
    "organizations": [{"id": "o", "name": "局", "posts": [{"id": "p", "label": "长"}]}], "posts": [{"id": "q", "role": "副", "organization_id": "o"}],
    "memberships": [{"id": "m", "person_id": "a", "organization_id": "o", "role": "员", "start_date": "2020-01-01", "end_date": "2021-01-01",
                     "legislative_period_id": "e"}],
    "events": [{"id": "e", "start_date": "2019"}],
}  # fmt: skip
DOCUMENTS = [
    {"extensions": ["x/ppp/y"], "publishedDate": DAY, "releases": [RELEASE, {**RELEASE, "id": "r2", "date": "2024-09-30T00:00:00Z"}]},
    {"records": [{"ocid": "ocds-test-1", "releases": [{"url": "u"}], "compiledRelease": RELEASE}]},
    {"projects": [PROJECT]}, OFFICIALS,
]  # fmt: skip
JUNK = [None, "", 0, 1.5, -3, "x", True, [], {}, [1], ["a"], [{}], [{"id": 1}], {"id": "1"}, {"a": {"b": [1]}}, "2024-13-45", "2024-01-01",
        "1970-01-01T00:00:00Z", [[1]], [{"releaseDate": "2024-01-01", "value": "v"}], [{"releaseDate": 5, "value": [{"id": "1"}]}], 10**30, "9" * 300, 1e300]  # fmt: skip


def nodes(node: Any) -> list[tuple[Any, Any]]:
    found = []
    for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        found.append((node, key))
        if isinstance(value, (dict, list)):
            found += nodes(value)
    return found


def values_of(node: Any) -> int:
    if isinstance(node, (dict, list)):
        return sum(values_of(inner) for inner in (node.values() if isinstance(node, dict) else node))
    return 1


@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from(DOCUMENTS),
    st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(JUNK)), min_size=1, max_size=4),
)
def test_any_value_may_be_broken(
    tmp_path_factory: pytest.TempPathFactory, whole: dict[str, Any], changes: list[tuple[int, Any]]
):
    document = copy.deepcopy(whole)
    for at, junk in changes:
        places = nodes(document)
        node, key = places[at % len(places)]
        node[key] = copy.deepcopy(junk)
    path = tmp_path_factory.mktemp("broken") / "data.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    docket = read_docket([path])
    for problem in docket.problems:
        assert problem.what.zh
        assert problem.remedy.en
        assert problem.place.file == "data.json" or problem.code == "empty_docket"
    left = sum(int(problem.value or 0) for problem in docket.problems if problem.code == "not_mapped")
    assert left <= values_of(document)
    # What the reader itself ties together is always there: only the data's own references (Popolo) can dangle.
    if whole is not OFFICIALS:
        assert not {"missing_reference", "repeated_id", "unknown_key", "unknown_column"} & {
            problem.code for problem in docket.problems
        }


def test_the_sound_documents_have_no_problem(tmp_path_factory: pytest.TempPathFactory):
    for document in DOCUMENTS:
        path = tmp_path_factory.mktemp("sound") / "data.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        docket = read_docket([path])
        assert docket.errors == []
        assert len(docket["obligations"]) > 0 or len(docket["tenures"]) == 2
