from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from govaudit.formats.collect import Collector
from govaudit.formats.json_file import read_json_file

if TYPE_CHECKING:
    from pathlib import Path

RELEASE = {
    "ocid": "ocds-test-1",
    "id": "r",
    "date": "2024-01-01T00:00:00Z",
    "tag": ["contract"],
    "contracts": [{"id": "c", "title": "示例"}],
}


def read(folder: Path, data: bytes | str) -> Collector:
    path, out = folder / "d.json", Collector()
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    read_json_file(path, "d.json", out)
    return out


def errors(out: Collector) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.place.row) for problem in out.docket.errors]


@pytest.mark.parametrize(
    ("data", "code", "row"),
    [
        ("", "empty_file", None),
        (" \n ", "empty_file", None),
        ('{"releases": [\n  {"ocid": ,', "bad_json", 2),
        ("{", "bad_json", 1),
        ('{"releases": [NaN]}', "bad_json", None),
        ("[" * 200_000, "bad_json", None),
        ("{}", "unknown_json", None),
        ("[]", "unknown_json", None),
        ("3", "unknown_json", None),
        ('["a"]', "unknown_json", None),
        ('{"type": "FeatureCollection", "features": []}', "unknown_json", None),
        ('{"releases": []}', "empty_package", None),
        ('{"releases": [1]}', "unknown_json", None),
        ("示例".encode("gbk"), "wrong_encoding", 1),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_place_and_remedy(
    tmp_path: Path, data: bytes | str, code: str, row: int | None
):
    out = read(tmp_path, data)
    assert errors(out) == [(code, row)]
    (problem,) = out.docket.errors
    assert problem.place.file == "d.json"
    assert problem.remedy.zh
    assert problem.remedy.en


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks_are_read(tmp_path: Path, encoding: str):
    out = read(tmp_path, json.dumps(RELEASE, ensure_ascii=False).encode(encoding))
    assert list(out.docket["instruments"]["title"]) == ["示例"]


def test_a_bad_line_is_one_problem_and_the_others_are_read(tmp_path: Path):
    out = read(tmp_path, json.dumps(RELEASE) + "\n{bad\n" + json.dumps({**RELEASE, "ocid": "ocds-test-2"}) + "\n")
    assert errors(out) == [("bad_json", 2)]
    assert list(out.docket["instruments"]["id"]) == ["ocds-test-1/c", "ocds-test-2/c"]


def test_a_key_written_twice_is_reported(tmp_path: Path):
    out = read(
        tmp_path,
        '{"ocid": "ocds-test-1", "date": "2024-01-01T00:00:00Z", "contracts": [{"id": "c", "title": "a", "title": "b"}]}',
    )
    assert errors(out) == [("repeated_key", None)]
    assert list(out.docket["instruments"]["title"]) == ["b"]


def test_amounts_are_exact(tmp_path: Path):
    release = {**RELEASE, "contracts": [{"id": "c", "value": {"amount": 1, "currency": "CNY"}}]}
    # No float holds this amount.
    out = read(tmp_path, json.dumps(release).replace('"amount": 1', '"amount": 9007199254740993.01'))
    assert list(out.docket["instruments"]["amount"]) == [900719925474099301]


def test_the_file_is_an_input_of_the_run(tmp_path: Path):
    out = read(tmp_path, json.dumps(RELEASE))
    assert [(item.file, len(item.sha256)) for item in out.docket.inputs] == [("d.json", 64)]
