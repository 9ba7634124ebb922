"""Maps: what may stand in one, what is refused and where; the JSON Schema says the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from formats.event_log.logs import SEND
from govaudit.formats.event_log.log_map import MappedMoment, Value
from govaudit.formats.event_log.map_read import read_map
from govaudit.formats.event_log.map_schema import log_map_schema
from govaudit.model.yaml_text import load_documents

if TYPE_CHECKING:
    from govaudit.model.problem import Problem

DOCS = Path(__file__).parents[3] / "docs" / "logs.md"
FULL = """\
log:
  case: c
  activity: a
  timestamp: t
  time_zone: Asia/Shanghai
  stamps_in: UTC
  timestamp_formats: ['%Y/%m/%d']
  resource: r
  amount: m
  rounding: half_up
  only: {state: [done, closed]}
  complete_through: 2026-06-30
instrument:
  domain: 工作任务
  kind: notice
  title: {attribute: name, default: 无题}
  authority: {ref: B}
  counterparty: {attribute: firm}
  region: 示例市
  currency: EUR
  attributes: {channel: {attribute: channel}, scheme: 示例}
obligations:
- id: one
  title: 甲
  trigger: Start
  fulfilled_by: [End, {attribute: end}]
  within: {n: 5, unit: 工作日, start: include, calendar: cn}
  bearer: {attribute: who, as: person}
  beneficiary: {name: 某人}
  action: answer
  amount: [fee, {attribute: extra, of: Start, default: 0}]
  condition: Go
  where: {kind: [x, y]}
  effects: {Stop: suspend}
  repeat: each
- {id: two, title: 乙, due_attribute: due, fulfilled_by: End, early: 是}
events: {Other: delivered}
"""


def refused(tmp_path: Path, text: str) -> list[Problem]:
    path = tmp_path / "map.yaml"
    path.write_text(text, encoding="utf-8")
    mapping, problems = read_map(path)
    assert mapping is None
    assert problems
    return problems


def schema_takes(text: str) -> bool:
    return jsonschema.Draft202012Validator(log_map_schema()).is_valid(load_documents(text.encode(), 1 << 20)[0])


def test_everything_a_map_may_say(tmp_path: Path):
    path = tmp_path / "map.yaml"
    path.write_text(FULL, encoding="utf-8")
    mapping, problems = read_map(path)
    assert problems == []
    assert mapping is not None
    one, two = mapping.duties
    assert (mapping.instrument.domain, mapping.instrument.authority.kind) == ("task", "ref")
    assert (one.within.n, one.within.unit, one.within.start, one.roll, one.calendar) == (
        5,
        "workday",
        "include",
        "following",
        "cn",
    )  # type: ignore[union-attr]
    assert one.fulfilled_by == (MappedMoment("End"), MappedMoment(value=Value(attribute="end")))
    assert (two.roll, two.calendar, two.early, two.each) == ("none", "none", True, False)
    assert mapping.attributes() == {
        "c",
        "a",
        "t",
        "r",
        "m",
        "state",
        "name",
        "firm",
        "channel",
        "end",
        "who",
        "fee",
        "extra",
        "kind",
        "due",
    }
    assert mapping.activities() == {"Start", "End", "Go", "Stop", "Other"}
    assert schema_takes(FULL)


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "hint"),
    [
        ("  activity: a", "  activty: a", "unknown_key", 3, "activity"),
        ("  case: c\n", "", "missing_value", 2, "case"),
        ("  fulfilled_by: [End, {attribute: end}]", "  fulfiled_by: End", "unknown_key", 26, "fulfilled_by"),
        ("start: include", "begin: include", "unknown_key", 27, "use:"),
        ("time_zone: Asia/Shanghai", "time_zone: Asia/Shangai", "unknown_tz", 5, "Asia/Shanghai"),
        ("['%Y/%m/%d']", "['%H:%M']", "bad_format", 7, "%d/%m/%Y"),
        ("domain: 工作任务", "domain: 任务", "bad_choice", 14, "task"),
        ("unit: 工作日", "unit: hour", "bad_choice", 27, "day"),
        ("n: 5", "n: five", "text_in_number", 27, ""),
        ("n: 5", "n: -5", "period_out_of_range", 27, ""),
        (", calendar: cn", "", "no_calendar", 27, "calendar: cn"),
        ("{attribute: who, as: person}", "{as: person}", "bad_party", 28, "attribute"),
        ("{attribute: who, as: person}", "{attribute: who, name: x}", "bad_party", 28, "attribute"),
        ("{Stop: suspend}", "{Stop: pause}", "bad_choice", 34, "suspend"),
        ("id: one", "id: a/b", "bad_id", 23, ""),
        ("id: two", "id: one", "repeated_id", 22, ""),
        ("due_attribute: due, ", "", "no_deadline", 36, "within"),
        ("  trigger: Start\n", "", "missing_value", 23, "trigger"),
        ("{attribute: firm}", "{attribute: firm, as: person}", "not_a_body", 13, "org"),
        ("events: {Other: delivered}", "evnts: all", "unknown_key", 37, "events"),
        ("instrument:\n", "instrument: x\ninstruments:\n", "not_a_mapping", 13, "schema map"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_line_and_what_to_do(
    tmp_path: Path, old: str, new: str, code: str, line: int, hint: str
):
    assert old in FULL
    problems = refused(tmp_path, FULL.replace(old, new, 1))
    found = next(problem for problem in problems if problem.code == code)
    assert found.place.row == line
    assert hint in found.remedy.en


def test_all_mistakes_are_told_at_once(tmp_path: Path):
    text = FULL.replace("activity: a", "activty: a").replace("n: 5", "n: five").replace("early: 是", "early: maybe")
    assert sorted(problem.code for problem in refused(tmp_path, text)) == [
        "bad_flag",
        "missing_value",
        "text_in_number",
        "unknown_key",
    ]


@pytest.mark.parametrize(
    "text", ["", "- a\n- b\n", "a: 1\n---\nb: 2\n", "log: {a: 1, a: 2}\n", "log: &x {}\n", "just text"]
)
def test_what_is_no_map_is_refused(tmp_path: Path, text: str):
    refused(tmp_path, text)


@pytest.mark.parametrize(
    "broken",
    [SEND.replace("fulfilled_by", "fulfiled_by"), SEND.replace("time_zone: Europe/Rome", "zone: x"), SEND.replace("unit: day", "unit: hour"), SEND.replace("domain: task", "domain: x")],
)  # fmt: skip
def test_the_schema_refuses_what_the_reader_refuses(tmp_path: Path, broken: str):
    assert schema_takes(SEND)
    refused(tmp_path, broken)
    assert not schema_takes(broken)


def test_the_maps_of_the_docs_are_valid(tmp_path: Path):
    maps = [block.partition("```")[0] for block in DOCS.read_text("utf-8").split("```yaml\n")[1:]]
    assert len(maps) >= 2
    for text in maps:
        path = tmp_path / "map.yaml"
        path.write_text(text, encoding="utf-8")
        assert read_map(path)[1] == []
        assert schema_takes(text)
