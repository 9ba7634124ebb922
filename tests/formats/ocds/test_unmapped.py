from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govaudit.formats.collect import Collector
from govaudit.formats.json_file import read_json_file
from govaudit.formats.ocds import unmapped
from govaudit.formats.ocds.unmapped import count

if TYPE_CHECKING:
    from formats.ocds.conftest import Build


def values_of(node: Any) -> int:
    if isinstance(node, dict):
        return sum(values_of(inner) for inner in node.values())
    return sum(values_of(inner) for inner in node) if isinstance(node, list) else 1


def listed(made: Any) -> dict[str, int]:
    return {
        problem.place.column: int(problem.value) for problem in made.docket.problems if problem.code == "not_mapped"
    }


def test_what_is_not_imported_is_listed_by_path_with_its_number(ocds: Build):
    contract = ocds.contract(items=[{"id": "1", "quantity": 2}, {"id": "2", "quantity": 3}], description="说明")
    made = ocds.read(
        {"version": "1.1", "releases": [ocds.release(1, "2024-01-01T00:00:00Z", language="zh", contracts=[contract])]}
    )
    assert listed(made) == {
        "/version": 1, "/releases[]/language": 1, "/releases[]/contracts[]/items": 4, "/releases[]/contracts[]/description": 1,
    }  # fmt: skip
    assert all(problem.level == "note" for problem in made.docket.problems if problem.code == "not_mapped")


def test_a_repetition_of_the_same_content_is_called_so(ocds: Build):
    release = ocds.release(1, "2024-01-01T00:00:00Z", contracts=[ocds.contract()])
    made = ocds.read({"records": [{"ocid": ocds.ocid, "releases": [release], "compiledRelease": release}]})
    note = next(problem for problem in made.docket.problems if problem.place.column == "/records[]/compiledRelease")
    assert int(note.value) == values_of(release)
    assert "another form" in note.what.en


_PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.text("ab", max_size=2)
    | st.sampled_from(["2024-01-01T00:00:00Z", "met", "payment", "c"])
)
_NAMES = st.sampled_from([
    "id", "title", "type", "status", "dueDate", "dateMet", "dateModified", "value", "amount", "currency", "milestones", "transactions", "date",
    "implementation", "contracts", "period", "endDate", "startDate", "suppliers", "documents", "amendments", "agreedMetrics", "metrics",
    "observations", "measure", "unit", "name", "parties", "roles", "buyer", "tender", "planning", "awards", "awardID", "finance", "payer",
    "relatedImplementationMilestone", "releaseID", "releaseDate", "performanceFailures", "url", "extra",
])  # fmt: skip
_TREES = st.recursive(
    _PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=5), max_leaves=25
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(_NAMES, _TREES, max_size=6))
def test_mapped_and_listed_are_all_values_of_any_input(tmp_path_factory: pytest.TempPathFactory, parts: dict[str, Any]):
    release = {**parts, "ocid": "ocds-test-1", "date": "2024-01-01T00:00:00Z"}
    path = tmp_path_factory.mktemp("trees") / "data.json"
    path.write_text(json.dumps({"releases": [release]}), encoding="utf-8")
    out = Collector()
    seen: list[unmapped.Paths] = []
    original = unmapped.report

    def spy(run: Any, document: Any) -> unmapped.Paths:
        seen.append(original(run, document))
        return seen[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unmapped, "report", spy)
        read_json_file(path, "data.json", out)
    (paths,) = seen
    notes = sum(int(problem.value or 0) for problem in out.docket.problems if problem.code == "not_mapped")
    assert paths.used + notes == values_of({"releases": [release]})
    assert paths.used >= 2


def test_count_tells_used_from_left_at_one_path():
    document = {"a": [{"b": 1}, {"b": 2}], "c": {"d": Decimal(3)}}
    paths = count(document, {(id(document["a"][0]), "b")})
    assert paths.used == 1
    assert dict(paths.listed()) == {"/a[]/b": 1, "/c": 1}
