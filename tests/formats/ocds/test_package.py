from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from govaudit.model.days import iso

if TYPE_CHECKING:
    from pathlib import Path

    from formats.ocds.conftest import Build

KEY = "ocds-test-1/c"
DUE, MOVED = "2024-03-31T00:00:00+08:00", "2024-05-31T00:00:00+08:00"


def stated(ocds: Build, number: int, date: str | None, due: str = DUE, **parts: Any) -> dict[str, Any]:
    milestone = {"id": "m", "title": "交付", "type": "delivery", "status": "notMet", "dueDate": due}
    return ocds.release(number, date, contracts=[ocds.contract(implementation={"milestones": [milestone]})], **parts)


def versioned(ocds: Build) -> dict[str, Any]:
    def value(word: Any, release: str = "r1", date: str = "2024-01-10T00:00:00+08:00") -> list[dict[str, Any]]:
        return [{"releaseID": release, "releaseDate": date, "releaseTag": ["implementation"], "value": word}]

    milestone = {"id": "m", "title": value("交付"), "type": value("delivery"), "status": value("notMet"),
                 "dueDate": [*value(DUE), *value(MOVED, "r2", "2024-03-01T00:00:00+08:00")]}  # fmt: skip
    return {"ocid": ocds.ocid, "buyer": {"id": value("XX-GOV-1"), "name": value("示例市某局")},
            "contracts": [{"id": "c", "title": value("示例合同"), "suppliers": [{"id": "XX-REG-9", "name": value("示例公司")}],
                           "implementation": {"milestones": [milestone]}}]}  # fmt: skip


def compiled(ocds: Build) -> dict[str, Any]:
    return stated(ocds, 9, "2024-03-01T00:00:00+08:00", MOVED, tag=["compiled"])


class TestRecords:
    def test_embedded_releases_give_the_history(self, ocds: Build):
        releases = [stated(ocds, 1, "2024-01-10T00:00:00+08:00"), stated(ocds, 2, "2024-03-01T00:00:00+08:00", MOVED)]
        made = ocds.read({"records": [{"ocid": ocds.ocid, "releases": releases, "compiledRelease": compiled(ocds)}]})
        assert made.day("obligations", f"{KEY}/m", "due_on") == "2024-03-31"
        assert iso(made.row("events", f"{KEY}/m/amend-1")["terms"]["due_on"]) == "2024-05-31"

    def test_the_versioned_release_gives_the_same_rows(self, ocds: Build):
        releases = [stated(ocds, 1, "2024-01-10T00:00:00+08:00"), stated(ocds, 2, "2024-03-01T00:00:00+08:00", MOVED)]
        one = ocds.read({"records": [{"ocid": ocds.ocid, "releases": releases}]})
        other = ocds.read({"records": [{"ocid": ocds.ocid, "versionedRelease": versioned(ocds)}]})
        wanted = {"title", "bearer", "beneficiary", "due_on", "occurred_on", "terms", "type"}
        for table in ("obligations", "events", "orgs"):
            rows = [
                {key: {name: row.get(name) for name in wanted} for key, row in made.rows(table).items()}
                for made in (one, other)
            ]
            assert rows[0] == rows[1]
        assert other.codes()["versioned_value"] == 0

    def test_linked_releases_leave_the_compiled_one_and_are_said(self, ocds: Build):
        link = {"url": "https://x.example/r1", "date": "2024-01-10T00:00:00+08:00", "tag": ["implementation"]}
        made = ocds.read({"records": [{"ocid": ocds.ocid, "releases": [link], "compiledRelease": compiled(ocds)}]})
        assert made.day("obligations", f"{KEY}/m", "due_on") == "2024-05-31"
        assert made.codes()["linked_releases"] == 1

    def test_links_alone_are_a_problem(self, ocds: Build):
        made = ocds.read({"records": [{"ocid": ocds.ocid, "releases": [{"url": "https://x.example/r1"}]}]})
        assert "only_links" in made.errors()

    def test_a_process_in_two_records_is_read_once_and_said(self, ocds: Build):
        record = {"ocid": ocds.ocid, "compiledRelease": compiled(ocds)}
        made = ocds.read({"records": [record, record]})
        assert made.errors() == ["repeated_ocid"]
        assert len(made.rows("obligations")) == 1


class TestReleases:
    def test_a_single_release(self, ocds: Build):
        assert f"{KEY}/m" in ocds.read(stated(ocds, 1, "2024-01-10T00:00:00+08:00")).rows("obligations")

    def test_a_list_of_compiled_releases(self, ocds: Build):
        other = {**compiled(ocds), "ocid": "ocds-test-2"}
        made = ocds.read([compiled(ocds), other])
        assert made.rows("obligations").keys() == {f"{KEY}/m", "ocds-test-2/c/m"}

    def test_json_lines_keep_the_line(self, ocds: Build):
        lines = [json.dumps(compiled(ocds)), "", json.dumps({**compiled(ocds), "ocid": "ocds-test-2"})]
        made = ocds.text("\n".join(lines))
        places = {
            key: place.row
            for key, place in zip(made.docket["obligations"]["id"], made.docket["obligations"].places, strict=True)
        }
        assert places == {f"{KEY}/m": 1, "ocds-test-2/c/m": 3}

    def test_a_compiled_release_twice_is_reported(self, ocds: Build):
        made = ocds.read([compiled(ocds), compiled(ocds)])
        assert made.errors() == ["repeated_ocid"]

    def test_the_same_release_twice_is_read_once(self, ocds: Build):
        release = stated(ocds, 1, "2024-01-10T00:00:00+08:00")
        made = ocds.read({"releases": [release, release]})
        assert made.errors() == []
        assert made.codes()["repeated_release"] == 1

    def test_one_release_id_with_two_contents_is_reported(self, ocds: Build):
        made = ocds.read(
            {
                "releases": [
                    stated(ocds, 1, "2024-01-10T00:00:00+08:00"),
                    stated(ocds, 1, "2024-02-10T00:00:00+08:00", MOVED),
                ]
            }
        )
        assert made.errors() == ["repeated_ocid"]

    def test_without_an_ocid_it_is_reported_and_the_others_are_read(self, ocds: Build):
        nameless = stated(ocds, 1, "2024-01-10T00:00:00+08:00")
        del nameless["ocid"]
        made = ocds.read({"releases": [nameless, stated(ocds, 2, "2024-01-10T00:00:00+08:00")]})
        assert made.errors() == ["no_ocid"]
        assert f"{KEY}/m" in made.rows("obligations")

    def test_a_release_without_a_date_keeps_its_place(self, ocds: Build):
        made = ocds.read({"releases": [stated(ocds, 1, "2024-01-10T00:00:00+08:00"), stated(ocds, 2, None, MOVED)]})
        assert made.day("obligations", f"{KEY}/m", "due_on") == "2024-03-31"
        assert made.codes()["no_release_date"] == 1

    def test_a_process_of_an_earlier_file_is_reported(self, ocds: Build, tmp_path: Path):
        from govaudit.formats.read import read_docket

        folder = tmp_path / "folder"
        folder.mkdir()
        for name in ("a.json", "b.json"):
            (folder / name).write_text(json.dumps(compiled(ocds)), encoding="utf-8")
        docket = read_docket([folder])
        assert [(problem.code, problem.place.file) for problem in docket.errors] == [("repeated_ocid", "b.json")]
        assert "a.json" in docket.errors[0].what.en

    def test_the_package_date_says_how_far_the_records_go(self, ocds: Build):
        made = ocds.read(
            {"publishedDate": "2024-12-01T00:00:00Z", "releases": [stated(ocds, 1, "2024-01-10T00:00:00+08:00")]}
        )
        assert made.day("sources", "data.json#ocds-test-1", "complete_through") == "2024-12-01"

    def test_an_organisation_of_two_files_is_one_row(self, ocds: Build, tmp_path: Path):
        from govaudit.formats.read import read_docket

        folder = tmp_path / "folder"
        folder.mkdir()
        for name in "ab":
            (folder / f"{name}.json").write_text(json.dumps({**compiled(ocds), "ocid": name}), encoding="utf-8")
        docket = read_docket([folder])
        assert docket.errors == []
        assert sorted(docket["orgs"]["id"]) == ["XX-GOV-1", "XX-REG-9"]


def test_a_file_of_releases_and_records_is_read_whole(ocds: Build):
    release = ocds.release(1, "2024-01-01T00:00:00Z", contracts=[ocds.contract()])
    other = {**release, "ocid": "ocds-test-2"}
    made = ocds.read({"releases": [release], "records": [{"ocid": "ocds-test-2", "compiledRelease": other}]})
    assert set(made.rows("instruments")) == {"ocds-test-1/c", "ocds-test-2/c"}


def test_a_list_written_as_an_object_by_ids_is_read(ocds: Build):
    contract = ocds.contract()
    del contract["id"]
    made = ocds.read({"releases": [ocds.release(1, "2024-01-01T00:00:00Z", contracts={"c": contract, "d": contract})]})
    assert set(made.rows("instruments")) == {"ocds-test-1/c", "ocds-test-1/d"}
    assert made.codes()["keyed_object"] == 1
