from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from govaudit.formats.read import read_docket

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.docket.table import Docket

BUREAU = {"id": "o", "name": "示例局", "classification": "department", "parent_id": "g", "founding_date": "2001"}
GOVERNMENT = {"id": "g", "name": "示例市政府", "classification": "government"}
POST = {"id": "p", "label": "局长", "organization_id": "o"}
PEOPLE = [{"id": "a", "name": "甲"}, {"id": "b", "name": "乙", "death_date": "2024-05-06"}]


def membership(key: str, person: str, **parts: Any) -> dict[str, Any]:
    return {"id": key, "person_id": person, "organization_id": "o", "post_id": "p", **parts}


def read(folder: Path, document: Any) -> Docket:
    path = folder / "officials.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return read_docket([path])


def rows(docket: Docket, table: str) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in docket[table].rows()}


def noted(docket: Docket, code: str) -> str:
    return next(problem.what.en for problem in docket.problems if problem.code == code)


def whole(*memberships: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "persons": PEOPLE,
        "organizations": [GOVERNMENT, BUREAU],
        "posts": [POST],
        "memberships": list(memberships),
        **more,
    }


def test_an_object_of_arrays(tmp_path: Path):
    docket = read(tmp_path, whole(membership("m", "a", start_date="2020-01-15", end_date="2023-06")))
    assert docket.errors == []
    org, post, tenure = rows(docket, "orgs")["o"], rows(docket, "posts")["p"], rows(docket, "tenures")["m"]
    assert (org["name"], org["kind"], org["parent"], org["founded"].as_written) == ("示例局", "department", "g", "2001")
    assert (post["org"], post["title"]) == ("o", "局长")
    assert (tenure["person"], tenure["post"], tenure["start"].as_written, tenure["end"].as_written) == (
        "a",
        "p",
        "2020-01-15",
        "2023-06",
    )
    assert not tenure["end"].exact
    assert rows(docket, "persons")["b"]["status"] == "dead"


def test_a_list_of_objects_gives_the_same_rows(tmp_path: Path):
    one = read(tmp_path, whole(membership("m", "a", start_date="2020-01-15")))
    typed = [{"@type": kind, **node} for kind, node in (("Organization", GOVERNMENT), ("Organization", BUREAU), ("Post", POST),
             ("Person", PEOPLE[0]), ("Person", PEOPLE[1]), ("Membership", membership("m", "a", start_date="2020-01-15")))]  # fmt: skip
    other = read(tmp_path, typed)
    for table in ("orgs", "posts", "persons", "tenures"):
        columns = [
            {key: {n: v for n, v in row.items() if n != "source"} for key, row in rows(d, table).items()}
            for d in (one, other)
        ]
        assert columns[0] == columns[1]


def test_nested_memberships_and_posts_take_the_ids_of_their_parents(tmp_path: Path):
    docket = read(tmp_path, {
        "persons": [{"id": "a", "name": "甲", "memberships": [{"post_id": "p", "start_date": "2020"}]}],
        "organizations": [{**GOVERNMENT, "children": [{"id": "o", "name": "示例局", "posts": [{"id": "p", "role": "局长"}]}]}],
    })  # fmt: skip
    assert docket.errors == []
    assert rows(docket, "orgs")["o"]["parent"] == "g"
    assert rows(docket, "posts")["p"]["org"] == "o"
    (tenure,) = rows(docket, "tenures").values()
    assert (tenure["person"], tenure["post"]) == ("a", "p")


def test_a_membership_without_a_post_is_given_one_and_it_is_said(tmp_path: Path):
    docket = read(
        tmp_path, whole({"person_id": "a", "organization_id": "o", "role": "副局长", "start_date": "2020-01-15"})
    )
    (tenure,) = rows(docket, "tenures").values()
    assert rows(docket, "posts")[tenure["post"]]["title"] == "副局长"
    assert "no post" in noted(docket, "post_made")


def test_a_role_that_is_no_text_is_no_kind_of_tenure(tmp_path: Path):
    (tenure,) = rows(
        read(tmp_path, whole(membership("m", "a", start_date="2020-01-15", role=["acting"]))), "tenures"
    ).values()
    assert tenure["kind"] == "substantive"


def test_the_end_is_the_last_day_and_the_convention_is_said(tmp_path: Path):
    docket = read(tmp_path, whole(membership("m", "a", start_date="2020-01-15", end_date="2023-06-30")))
    assert "last day in office" in noted(docket, "end_inclusive")


def test_the_days_between_holders_are_counted(tmp_path: Path):
    docket = read(tmp_path, whole(
        membership("1", "a", start_date="2020-01-01", end_date="2020-12-31"), membership("2", "b", start_date="2021-01-01", end_date="2021-12-31"),
        membership("3", "a", start_date="2021-12-31", end_date="2022-12-31"), membership("4", "b", start_date="2024-01-01", end_date="2024-12-31"),
    ))  # fmt: skip
    assert noted(docket, "handover_days").endswith("0: 1, 1: 1, 31 and more: 1")


def test_dates_of_a_legislative_period(tmp_path: Path):
    period = {
        "id": "term/3",
        "classification": "legislative period",
        "start_date": "2016-05-05",
        "end_date": "2021-05-04",
    }
    docket = read(
        tmp_path,
        whole(membership("m", "a", legislative_period_id="term/3", on_behalf_of_id="x", area_id="y"), events=[period]),
    )
    tenure = rows(docket, "tenures")["m"]
    assert (tenure["start"].as_written, tenure["end"].as_written) == ("2016-05-05", "2021-05-04")
    left = {problem.place.column for problem in docket.problems if problem.code == "not_mapped"}
    assert {"/memberships[]/on_behalf_of_id", "/memberships[]/area_id"} <= left


def test_contact_details_are_listed_not_imported(tmp_path: Path):
    person = {"id": "a", "name": "甲", "contact_details": [{"type": "voice", "value": "000"}]}
    docket = read(tmp_path, {"persons": [person], "organizations": [GOVERNMENT]})
    assert "/persons[]/contact_details" in {
        problem.place.column for problem in docket.problems if problem.code == "not_mapped"
    }


def test_ids_as_numbers_an_instant_and_an_id_twice(tmp_path: Path):
    docket = read(tmp_path, {
        "persons": [{"id": 1, "name": "甲"}, {"id": 1, "name": "甲"}], "organizations": [GOVERNMENT], "posts": [{"id": 2, "label": "市长", "organization_id": "g"}],
        "memberships": [{"id": 3, "person_id": 1, "post_id": 2, "start_date": "2020-01-15T00:00:00+00:00", "end_date": ""}],
    })  # fmt: skip
    assert docket.errors == []
    assert rows(docket, "tenures")["3"]["start"].as_written == "2020-01-15"
    codes = {problem.code for problem in docket.problems}
    assert {"id_is_number", "repeated_id"} <= codes


def test_a_membership_of_a_body_or_without_a_body_is_said(tmp_path: Path):
    docket = read(
        tmp_path,
        whole({"id": "x", "organization_id": "o", "member_id": "g"}, {"id": "y", "person_id": "a", "role": "z"}),
    )
    assert {"no_person", "no_body"} <= {problem.code for problem in docket.problems}


def test_an_impossible_date_is_a_problem_with_its_place(tmp_path: Path):
    docket = read(tmp_path, whole(membership("m", "a", start_date="2019-13")))
    (problem,) = docket.errors
    assert (problem.code, problem.place.file, problem.value) == ("impossible_date", "officials.json", "2019-13")


def test_a_credit_code_is_the_code_of_the_body(tmp_path: Path):
    docket = read(
        tmp_path,
        {
            "organizations": [{**GOVERNMENT, "identifiers": [{"scheme": "USCC", "identifier": "11370200MB0000000X"}]}],
            "persons": PEOPLE,
        },
    )
    assert rows(docket, "orgs")["g"]["code"] == "11370200MB0000000X"
