"""What published data look like: each kind is taken and named, or refused and named; none is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from govaudit.model.days import iso

if TYPE_CHECKING:
    from formats.ocds.conftest import Build

KEY = "ocds-test-1/c"


def one(ocds: Build, **parts: Any) -> Any:
    return ocds.read({"releases": [ocds.release(1, "2024-06-30T00:00:00+08:00", contracts=[ocds.contract(**parts)])]})


class TestTaken:
    def test_amount_as_text(self, ocds: Build):
        made = one(ocds, value={"amount": "1,234.50", "currency": "CNY"})
        assert made.row("instruments", KEY)["amount"] == 123450
        assert made.said("amount_is_text").value == "1,234.50"

    def test_ids_as_numbers(self, ocds: Build):
        made = one(ocds, id=7, implementation={"milestones": [{"id": 1, "dueDate": "2024-03-31T00:00:00Z"}]})
        assert "ocds-test-1/7/1" in made.rows("obligations")
        assert "2" in made.said("id_is_number").what.en

    def test_a_decimal_id_is_the_whole_number_a_person_sees(self, ocds: Build):
        made = ocds.text(
            '{"ocid": "ocds-test-1", "id": "r", "date": "2024-01-01T00:00:00Z", "tag": ["contract"], "contracts": [{"id": 12.0}]}'
        )
        assert "ocds-test-1/12" in made.rows("instruments")

    def test_no_id(self, ocds: Build):
        made = one(
            ocds,
            implementation={
                "milestones": [
                    {"title": "a", "dueDate": "2024-03-31T00:00:00Z"},
                    {"title": "b", "dueDate": "2024-03-31T00:00:00Z"},
                ]
            },
        )
        assert {row["title"] for row in made.rows("obligations").values()} == {"a", "b"}
        assert made.codes()["no_id"] == 1

    @pytest.mark.parametrize("empty", ["", "   "])
    def test_empty_dates(self, ocds: Build, empty: str):
        made = one(ocds, dateSigned=empty)
        assert made.row("instruments", KEY)["signed_on"] is None
        assert made.codes()["empty_value"] == 1

    def test_null_is_not_stated(self, ocds: Build):
        made = one(ocds, dateSigned=None, value={"amount": None, "currency": "CNY"})
        row = made.row("instruments", KEY)
        assert row["signed_on"] is row["amount"] is None
        assert made.errors() == []

    @pytest.mark.parametrize("written", ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00", "0001-01-01"])
    def test_placeholder_dates_are_missing(self, ocds: Build, written: Any):
        made = one(ocds, dateSigned=written)
        assert made.row("instruments", KEY)["signed_on"] is None
        assert made.said("placeholder_date").value == written

    def test_dates_without_time(self, ocds: Build):
        made = one(ocds, dateSigned="2024-01-02")
        assert made.day("instruments", KEY, "signed_on") == "2024-01-02"
        assert made.codes()["date_without_time"] == 1

    def test_dates_without_zone(self, ocds: Build):
        made = one(ocds, dateSigned="2024-01-02T23:30:00")
        assert made.day("instruments", KEY, "signed_on") == "2024-01-02"
        assert made.codes()["date_without_zone"] == 1

    def test_the_older_name_of_a_milestone_code(self, ocds: Build):
        milestone = {"id": "m", "milestoneCode": "projectApproval", "dueDate": "2024-03-31T00:00:00Z"}
        made = one(ocds, implementation={"milestones": [milestone]})
        assert made.row("obligations", f"{KEY}/m")["bearer"] == "XX-GOV-1"
        assert made.said("old_name").value == "milestoneCode → code"

    def test_versions_where_a_value_was_expected(self, ocds: Build):
        versions = [{"releaseID": "r1", "releaseDate": "2024-01-01T00:00:00Z", "releaseTag": ["contract"], "value": "旧名"},
                    {"releaseID": "r2", "releaseDate": "2024-02-01T00:00:00Z", "releaseTag": ["contract"], "value": "新名"}]  # fmt: skip
        made = one(ocds, title=versions)
        assert made.row("instruments", KEY)["title"] == "新名"
        assert made.codes()["versioned_value"] == 1

    def test_versions_of_a_due_date_are_its_history(self, ocds: Build):
        versions = [{"releaseID": "r1", "releaseDate": "2024-01-01T00:00:00Z", "releaseTag": ["contract"], "value": "2024-03-31T00:00:00Z"},
                    {"releaseID": "r2", "releaseDate": "2024-02-01T00:00:00Z", "releaseTag": ["contract"], "value": "2024-05-31T00:00:00Z"}]  # fmt: skip
        made = one(ocds, implementation={"milestones": [{"id": "m", "dueDate": versions}]})
        assert made.day("obligations", f"{KEY}/m", "due_on") == "2024-03-31"
        assert iso(made.row("events", f"{KEY}/m/amend-1")["occurred_on"]) == "2024-02-01"

    def test_an_object_where_a_list_was_expected(self, ocds: Build):
        made = one(ocds, suppliers={"id": "XX-REG-5", "name": "单个供应商"})
        assert made.row("instruments", KEY)["counterparty"] == "XX-REG-5"
        assert made.codes()["object_for_list"] == 1

    def test_a_list_where_an_object_was_expected(self, ocds: Build):
        made = one(ocds, value=[{"amount": 5, "currency": "CNY"}])
        assert made.row("instruments", KEY)["amount"] == 500
        assert made.codes()["list_for_object"] == 1

    def test_one_id_twice_in_a_list_keeps_both(self, ocds: Build):
        milestones = [{"id": "m", "title": word, "dueDate": "2024-03-31T00:00:00Z"} for word in "ab"]
        made = one(ocds, implementation={"milestones": milestones})
        assert {key: row["title"] for key, row in made.rows("obligations").items()} == {
            f"{KEY}/m": "a",
            f"{KEY}/m~2": "b",
        }
        assert made.codes()["id_repeated_in_list"] == 1

    def test_text_of_a_wrong_type_is_said(self, ocds: Build):
        made = one(ocds, title={"zh": "合同"}, description="说明")
        assert made.row("instruments", KEY)["title"] == "说明"
        assert made.codes()["wrong_type"] == 1


class TestRefused:
    @pytest.mark.parametrize("written", ["31/12/2024", "2024-02-30T00:00:00Z", "soon", 1711843200, "2024-13-01"])
    def test_what_is_no_date(self, ocds: Build, written: Any):
        made = one(ocds, dateSigned=written)
        assert made.errors() == ["bad_date"]
        problem = made.said("bad_date")
        assert (problem.value, problem.place.column) == (str(written), "/releases/0/contracts/0/dateSigned")
        assert made.row("instruments", KEY)["signed_on"] is None

    def test_a_bad_date_is_said_once_however_often_it_is_used(self, ocds: Build):
        made = one(ocds, period={"startDate": "2024-01-01T00:00:00Z", "endDate": "31/12/2024"})
        assert made.errors() == ["bad_date"]

    def test_an_amount_without_currency(self, ocds: Build):
        made = one(ocds, value={"amount": 5})
        assert made.errors() == ["no_currency"]
        assert made.row("instruments", KEY)["amount"] is None

    @pytest.mark.parametrize(
        ("amount", "currency", "code"),
        [("viel", "CNY", "text_in_number"), (0.001, "CNY", "finer_than_minor"), (1.5, "PYG", "finer_than_minor")],
    )
    def test_an_amount_that_is_none(self, ocds: Build, amount: Any, currency: str, code: str):
        made = one(ocds, value={"amount": amount, "currency": currency})
        assert made.errors() == [code]
        assert made.said(code).place.column == "/releases/0/contracts/0/value/amount"

    def test_every_problem_says_what_to_do_in_both_languages(self, ocds: Build):
        made = one(ocds, dateSigned="soon", value={"amount": "viel", "currency": "CNY"}, id=3)
        for problem in made.docket.problems:
            assert problem.what.zh
            assert problem.what.en
            assert problem.remedy.zh
            assert problem.remedy.en
            assert problem.place.file == "data.json"
