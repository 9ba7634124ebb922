"""The schemas take what the readers take, and refuse what they refuse."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from govaudit.docket.schema import TABLES
from govaudit.formats.settings.settings import Settings, config_schema
from govaudit.formats.yaml_case.case_json_schema import case_schema

SAMPLE = Path(__file__).parents[2] / "src" / "govaudit" / "formats" / "sample"
CASE = jsonschema.Draft202012Validator(case_schema())
CONFIG = jsonschema.Draft202012Validator(config_schema())


class TextLoader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: dates stay text."""


TextLoader.yaml_implicit_resolvers = {
    first: [item for item in items if item[0] != "tag:yaml.org,2002:timestamp"]
    for first, items in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(text: str) -> Any:
    return yaml.load(text, TextLoader)  # noqa: S506 - a safe loader without dates


def test_the_schemas_are_schemas():
    jsonschema.Draft202012Validator.check_schema(case_schema())
    jsonschema.Draft202012Validator.check_schema(config_schema())


@pytest.mark.parametrize("path", sorted(SAMPLE.rglob("*.yaml")), ids=lambda path: path.name)
def test_the_sample_project_is_valid(path: Path):
    validator = CONFIG if path.name == "govaudit.yaml" else CASE
    validator.validate(load(path.read_text("utf-8")))


ROW = "id: a\ndomain: 政府采购\nkind: 合同\ntitle: t\nauthority: o\n"


@pytest.mark.parametrize(
    "text",
    [
        ROW, ROW + "amount: 58万元\nsigned_on: 2026年3月31日\n", ROW + "amount: 580000.5\n", ROW + "region:\n",
        ROW + "obligations:\n- {id: b, title: t, bearer: p, due_on: 2026-03-31, draft: 是, interest_rate: 0.05%/day}\n",
        ROW + "events:\n- {type: 签订, occurred_on: 2026-03-31}\n- {type: 自定事件, occurred_on: 2026-03-31}\n",
        "instrument:\n  " + ROW.replace("\n", "\n  ") + "\norgs:\n- {id: o, name: n, posts: [{id: p, title: t}]}\n",
        "persons:\n- id: r\n  name: n\n  tenures:\n  - {post: p, start: 2019-05, kind: 代理}\n", "events:\n",
    ],
)  # fmt: skip
def test_what_the_reader_takes_is_valid(text: str):
    CASE.validate(load(text))


@pytest.mark.parametrize(
    "text",
    [
        ROW + "amout: 5\n", ROW.replace("政府采购", "采购"), ROW.replace("title: t\n", ""), "instrumnt: {}\n", "- a\n",
        ROW + "events:\n- {type: 签订}\n", "tenures:\n- {post: p, person: r, kind: 副职}\n",
    ],
)  # fmt: skip
def test_what_the_reader_refuses_is_not(text: str):
    assert list(CASE.iter_errors(load(text)))


def test_every_column_is_described_in_both_languages():
    defs = case_schema()["$defs"]
    for spec in TABLES.values():
        for column in spec.columns.values():
            said = defs[spec.name]["properties"][column.name]["description"]
            assert column.label.zh in said
            assert column.label.en in said


def test_the_settings_schema_has_every_setting_and_no_other():
    assert set(config_schema()["properties"]) == {field.name for field in fields(Settings)}
    assert list(CONFIG.iter_errors({"as_off": "2026-06-30"}))
