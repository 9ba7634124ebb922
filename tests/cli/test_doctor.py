"""What doctor says on a complete machine and on a bare one."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from govaudit.cli import doctor as module
from govaudit.cli.doctor import doctor
from govaudit.report.renderers import fonts

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_complete_machine() -> None:
    done = CliRunner().invoke(doctor, ["--lang", "en"])
    assert done.exit_code == 0, done.output
    assert "All there" in done.output
    assert not CHINESE.search(done.output), "an English answer has no Chinese in it"
    assert re.search(r"ok +weasyprint +\d", done.output)


def test_the_same_in_chinese() -> None:
    done = CliRunner().invoke(doctor, ["--lang", "zh"])
    assert done.exit_code == 0, done.output
    assert "齐全" in done.output
    assert not re.search(r"\b(ok|absent|body|draws|sets)\b", done.output)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this a machine without libraries, programs, fonts, and with an older duckdb than the locked one."""
    monkeypatch.setattr(module, "_library_version", lambda *_names: None)
    monkeypatch.setattr(module.shutil, "which", lambda _name: None)
    monkeypatch.setattr(fonts, "installed", frozenset)
    version = module._version
    monkeypatch.setattr(module, "_version", lambda name: "1.5.0" if name == "duckdb" else version(name))


@pytest.mark.usefixtures("bare")
def test_bare_machine_is_told_the_exact_line() -> None:
    done = CliRunner().invoke(doctor, ["--lang", "en"])
    assert done.exit_code == 2
    assert (
        "sudo apt-get update && sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 "
        "libharfbuzz-subset0 graphviz fontconfig fonts-noto-cjk fonts-lxgw-wenkai"
    ) in done.output
    assert re.search(r"absent +duckdb +1\.5\.0 +2\.0\.0 is the locked version", done.output)
    assert "run script/bootstrap" in done.output


@pytest.mark.usefixtures("bare")
def test_bare_machine_in_chinese() -> None:
    done = CliRunner().invoke(doctor, ["--lang", "zh"])
    assert done.exit_code == 2
    assert "缺  FangSong" not in done.output
    assert re.search(r"缺 +仿宋 ", done.output)
    assert "运行 script/bootstrap" in done.output
