"""`govaudit init`: a sample project that already finds three breaches (using.md §1), whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from govaudit.audit import Question, audit
from govaudit.cli.init import init
from govaudit.cli.schema import schema_of
from govaudit.formats.read import read_docket
from govaudit.formats.settings.settings import read_settings
from govaudit.rules.catalogue import load_rules

OVERDUE = {"TZ-2025-01/road", "TZ-2025-01/reward", "CN-2026-07/school"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "示例"
    result = CliRunner().invoke(init, [str(folder), "--lang", "zh"])
    assert result.exit_code == 0, result.output
    assert "govaudit audit" in result.output
    return folder


def test_three_breaches_with_who_held_the_post(project: Path):
    settings, problems = read_settings(project)
    docket = read_docket([project])
    assert not problems
    assert not docket.errors
    run = audit(docket, load_rules(), Question(as_of=settings.as_of or 0)).run
    breaches = [finding for finding in run.findings if finding.kind == "breach"]
    assert {finding.obligation for finding in breaches} == OVERDUE
    holders = {line.name for finding in breaches for line in finding.responsible}
    assert {"赵一", "钱二", "孙三"} <= holders
    assert any(finding.kind == "accountability_gap" for finding in run.findings)


def test_editors_find_the_schema_that_each_file_names(project: Path):
    files = [path for path in project.rglob("*.yaml") if not path.relative_to(project).parts[0].startswith(".")]
    assert len(files) == 4
    for path in files:
        first = path.read_text("utf-8").splitlines()[0]
        named = (path.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve()
        assert json.loads(named.read_text("utf-8")) == schema_of(named.name.split(".")[0])


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path):
    (tmp_path / "mine.txt").write_text("x", "utf-8")
    result = CliRunner().invoke(init, [str(tmp_path), "--lang", "en"])
    assert result.exit_code == 2
    assert "not empty" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_used(tmp_path: Path):
    folder = tmp_path / "empty"
    folder.mkdir()
    assert CliRunner().invoke(init, [str(folder)]).exit_code == 0
    assert (folder / "govaudit.yaml").is_file()


def test_nothing_is_left_behind_when_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    result = CliRunner().invoke(init, [str(tmp_path / "p"), "--lang", "zh"])
    assert result.exit_code == 2
    assert f"不能写入 {tmp_path / 'p'}：磁盘已满" in result.output
    assert list(tmp_path.iterdir()) == []
