"""`govaudit schema`: each of the four is valid JSON Schema, and the same every time."""

from __future__ import annotations

import json

import jsonschema
import pytest
from click.testing import CliRunner

from govaudit.cli.schema import WHAT, schema


@pytest.mark.parametrize("what", WHAT)
def test_prints_a_json_schema(what: str):
    result = CliRunner().invoke(schema, [what])
    assert result.exit_code == 0
    made = json.loads(result.output)
    jsonschema.Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert CliRunner().invoke(schema, [what]).output == result.output


def test_cases_are_the_default():
    assert CliRunner().invoke(schema, []).output == CliRunner().invoke(schema, ["case"]).output


def test_another_word_is_a_usage_error():
    assert CliRunner().invoke(schema, ["docket"]).exit_code == 2
