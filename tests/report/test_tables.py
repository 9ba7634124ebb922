"""JSON and CSV: the same bytes for the same input, a published schema, and no formula smuggled into a spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import jsonschema
import pytest

from govaudit.report.render import render_run
from govaudit.report.renderers import csv_out
from govaudit.report.renderers.run_json import run_schema
from report import example

PAYLOADS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(A1)", " =1+1", "\u3000=1+1",
    "=cmd|' /C calc'!A0", '=HYPERLINK("http://example.invalid","点我")', "+86 532 0000", "-2+3+cmd|' /C calc'!A0", '@import("x")',
    '=WEBSERVICE("http://example.invalid")', "\ufeff=1+1",
)  # fmt: skip


def out(kind: str, lang: str = "zh") -> bytes:
    made = render_run(kind, example.run(), lang)
    return made if isinstance(made, bytes) else made.encode()


def rows(data: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data, newline="")))


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_same_input_same_bytes(kind: str) -> None:
    assert out(kind) == out(kind)


def test_json_keeps_to_the_published_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(run_schema())
    jsonschema.validate(json.loads(out("json")), run_schema())


def test_json_has_the_manifest_and_every_finding_the_suppressed_one_too() -> None:
    document = json.loads(out("json"))
    assert document["schema_version"] == "1.1"
    assert document["manifest"]["inputs"][0] == {"file": "卷宗.xlsx", "sha256": "9f" * 32, "size": 48213}
    assert [finding["fingerprint"] for finding in document["findings"]] == [
        finding.fingerprint for finding in example.findings()
    ]
    assert document["findings"][0]["message"]["zh"].endswith("逾期181天。")
    assert document["findings"][0]["responsible"][0]["from"] == "2026-01-01"


def test_the_schema_refuses_a_field_it_does_not_know() -> None:
    document = json.loads(out("json"))
    document["findings"][0]["guilty"] = True
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, run_schema())


def test_csv_has_a_row_a_finding() -> None:
    head, *body = rows(out("csv").decode())
    assert len(body) == len(example.findings())
    first = dict(zip(head, body[0], strict=True))
    assert first["instrument_title"] == "示例市第二污水处理厂特许经营项目"
    assert first["dates.due_on"] == "2025-12-31"
    assert first["facts.breach_days"] == "181"
    assert first["domain"] == "ppp"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_formula_in_a_cell_becomes_text(payload: str) -> None:
    head, body = rows(csv_out.csv_table([payload], [[payload]]))
    assert head == [f"'{payload}"]
    assert body == [f"'{payload}"]


@pytest.mark.parametrize("value", [-5, 0, 181, "-5.00", "1200000.01", "+3", "ppp-01/x", "示例", "2026-06-30", ""])
def test_numbers_dates_and_plain_text_stay_as_they_are(value: object) -> None:
    assert csv_out.guard(value) == str(value)
