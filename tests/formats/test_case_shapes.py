"""One case written in several ways gives the same docket (docket.md: case files nest the same words)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from cli.desk import call
from govaudit.formats.read import read_docket

if TYPE_CHECKING:
    from pathlib import Path

OFFICIALS = """\
orgs: [{id: F, name: 示例局}]
posts: [{id: P, org: F, title: 局长, rank: head}]
persons: [{id: X, name: 甲某}]
tenures: [{id: T, post: P, person: X, start: 2020-01-01}]
"""
INSTRUMENT = "id: A, domain: investment, kind: commitment, title: 承诺, authority: F"
DUTY = "title: 兑现, bearer: P, anchor: award_notice, n: 30, unit: day, grace_n: 5, grace_unit: day"
EVENTS = "[{id: E1, type: award_notice, occurred_on: 2026-01-16}, {id: E2, obligation: A-1, type: perform, occurred_on: 2026-03-02, evidence: V}]"
EVIDENCE = "[{id: V, title: 凭证}]"


def indented(text: str, by: str = "  ") -> str:
    return "".join(by + line + "\n" for line in text.splitlines())


BESIDE = f"{OFFICIALS}instrument: {{{INSTRUMENT}}}\nobligations: [{{id: A-1, {DUTY}}}]\nevents: {EVENTS}\nevidence: {EVIDENCE}\n"
WAYS = {
    "officials in a group": f"officials:\n{indented(OFFICIALS)}instrument: {{{INSTRUMENT}}}\nobligations: [{{id: A-1, {DUTY}}}]\nevents: {EVENTS}\nevidence: {EVIDENCE}\n",
    "all in the instrument": f"instrument:\n  {INSTRUMENT.replace(', ', chr(10) + '  ')}\n  obligations: [{{id: A-1, {DUTY}}}]\n  events: {EVENTS}\n  evidence: {EVIDENCE}\n  officials:\n{indented(OFFICIALS, '    ')}",
    "the file is the instrument": f"{INSTRUMENT.replace(', ', chr(10))}\nobligations: [{{id: A-1, {DUTY}}}]\nevents: {EVENTS}\nevidence: {EVIDENCE}\nofficials:\n{indented(OFFICIALS)}",
    "rows under their ids": f"{OFFICIALS}instruments: {{A: {{{INSTRUMENT.removeprefix('id: A, ')}}}}}\nobligations: {{A-1: {{{DUTY}}}}}\nevents: {EVENTS}\nevidence: {{V: {{title: 凭证}}}}\n",
    "terms in groups": BESIDE.replace("anchor: award_notice, n: 30, unit: day, grace_n: 5, grace_unit: day", "due: {anchor: award_notice, n: 30, unit: day}, grace: {n: 5, unit: day}"),
    "a row where its id would stand": BESIDE.replace("evidence: V}", "evidence: {id: V, title: 凭证}}").replace(f"evidence: {EVIDENCE}\n", ""),
    "a list of cases": f"- {OFFICIALS.replace(chr(10), chr(10) + '  ').rstrip()}\n- instrument: {{{INSTRUMENT}}}\n  obligations: [{{id: A-1, {DUTY}}}]\n  events: {EVENTS}\n  evidence: {EVIDENCE}\n",
}  # fmt: skip
IN_EDITOR = ["officials in a group", "all in the instrument", "the file is the instrument", "terms in groups"]


def tables(path: Path) -> dict[str, list[dict[str, Any]]]:
    docket = read_docket([path])
    assert [problem.what.en for problem in docket.errors] == []
    return {
        name: sorted(table.rows(), key=lambda row: str(row.get("id"))) for name, table in docket.tables.items() if len(table)
    }  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_every_way_is_the_same_docket(way: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(BESIDE, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(WAYS[way], encoding="utf-8")
    beside, other = tables(tmp_path / "a.yaml"), tables(tmp_path / "b.yaml")
    assert other == beside


@pytest.mark.parametrize("way", IN_EDITOR)
def test_the_schema_takes_what_the_reader_takes(way: str) -> None:
    schema = json.loads(call("schema", "case").stdout)
    jsonschema.Draft202012Validator(schema).validate(yaml.load(WAYS[way], yaml.BaseLoader))  # noqa: S506 - text only, as the reader has it


def test_cases_that_name_the_same_officials_state_one_fact(tmp_path: Path) -> None:
    for name in "AB":
        case = f"{OFFICIALS}instrument: {{{INSTRUMENT.replace('id: A', f'id: {name}')}}}\n"
        (tmp_path / f"{name}.yaml").write_text(case, encoding="utf-8")
    assert {name: len(rows) for name, rows in tables(tmp_path).items()} == {
        "instruments": 2, "orgs": 1, "posts": 1, "persons": 1, "tenures": 1,
    }  # fmt: skip


def test_officials_said_twice_in_different_words_are_refused(tmp_path: Path) -> None:
    (tmp_path / "A.yaml").write_text(OFFICIALS, encoding="utf-8")
    (tmp_path / "B.yaml").write_text("persons: [{id: X, name: 乙某}]\n", encoding="utf-8")
    assert [(p.code, p.place.file, p.value) for p in read_docket([tmp_path]).errors] == [("repeated_id", "B.yaml", "X")]


def test_events_without_ids_stay_apart_in_all_files(tmp_path: Path) -> None:
    (tmp_path / "A.yaml").write_text(BESIDE, encoding="utf-8")
    paid = "events: [{obligation: A-1, type: pay, occurred_on: 2026-03-03}]\n"
    for name in "BC":
        (tmp_path / f"{name}.yaml").write_text(paid, encoding="utf-8")
    assert len(tables(tmp_path)["events"]) == 4


def test_nested_tenures_without_ids_of_two_files_are_two(tmp_path: Path) -> None:
    for name in "YZ":
        text = f"orgs: [{{id: F, name: 示例局, posts: [{{id: P, title: 局长, tenures: [{{person: {name}, start: 2020}}]}}]}}]\npersons: [{{id: {name}, name: {name}某}}]\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    assert [row["person"] for row in tables(tmp_path)["tenures"]] == ["Y", "Z"]


def test_an_event_without_an_id_is_named_by_what_it_says(tmp_path: Path) -> None:
    """Not by its place: an earlier one written above it must not take its name (docket.md: what is excluded by the trigger's id)."""
    event = "{{type: award_notice, occurred_on: {}}}"
    alone, both, twice = (
        f"{OFFICIALS}instrument: {{{INSTRUMENT}}}\nevents: [{', '.join(event.format(day) for day in days)}]\n"
        for days in (["2026-05-06"], ["2026-03-02", "2026-05-06"], ["2026-05-06", "2026-05-06"])
    )
    found = []
    for text in (alone, both, twice):
        (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
        found.append({row["id"] for row in tables(tmp_path / "a.yaml")["events"]})
    assert [len(ids) for ids in found] == [1, 2, 2]
    assert found[0] < found[1]
    assert found[0] < found[2]
