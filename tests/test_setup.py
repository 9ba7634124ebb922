"""What makes two commands enough on a fresh machine: the lock, the scripts, the data inside the wheel."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SCRIPTS = sorted(path for path in (ROOT / "script").iterdir() if not path.suffix and path.is_file())
WANTED = "libpango-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk", "fonts-lxgw-wenkai", "graphviz"


def normal(requirement: str) -> str:
    name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*, dev: bool) -> set[str]:
    extra = PROJECT["optional-dependencies"]["dev"] if dev else []
    return {normal(requirement) for requirement in [*PROJECT["dependencies"], *extra]}


@pytest.mark.parametrize("lock", [LOCK, (ROOT / "requirements-spark.lock").read_text("utf-8")], ids=["all", "spark"])
def test_lock_names_versions_and_hashes_and_nothing_else(lock: str) -> None:
    assert not re.search(r"https?:|file:|@ |^-|--index|--find-links", lock, re.MULTILINE)
    for line in lock.splitlines():
        assert re.fullmatch(r"\S+==\S+( ; .+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?|    #.*", line), line


def test_lock_holds_every_declared_dependency_and_the_build_backend() -> None:
    locked = set(re.findall(r"^([a-z0-9.-]+)==", LOCK, re.MULTILINE))
    assert declared(dev=True) <= locked
    assert "hatchling" in locked


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    told = {normal(name) for row in re.findall(r"^\| (.+?) \|", reasons, re.MULTILINE) for name in row.split(", ")}
    assert {name for name in declared(dev=True) if not name.startswith("types-")} <= told


def test_every_dependency_is_used() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    names = {
        "pyyaml": "yaml", "python-calamine": "python_calamine", "python-docx": "docx", "mini-racer": "py_mini_racer", "resvg-py": "resvg_py",
    }  # fmt: skip
    # openpyxl takes the first by itself; the second is for large dockets; of the third only a file is read.
    elsewhere = {"defusedxml", "duckdb", "excel-chart-echarts"}
    unused = {
        name for name in declared(dev=False) - elsewhere
        if not re.search(rf"^\s*(import|from) {names.get(name, name)}\b", code, re.MULTILINE)
    }  # fmt: skip
    assert not unused


def test_setting_up_shows_errors_of_pip_and_no_warnings_about_its_settings() -> None:
    installs = [
        line for line in (ROOT / "script" / "bootstrap").read_text("utf-8").splitlines() if "pip_install" in line
    ]
    assert len(installs) == 5
    assert " -qq " in installs[0]  # -q would let warnings through, -qqq would hide errors
    for line in installs:
        assert "2>" not in line


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_is_plain_sh(script: Path) -> None:
    assert script.read_text("utf-8").startswith("#!/bin/sh\n")
    assert script.stat().st_mode & 0o111
    shell = shutil.which("dash") or "sh"
    subprocess.run([shell, "-n", script], check=True)


def test_ci_runs_the_command_of_the_readme() -> None:
    for readme in ("README.md", "README.zh-CN.md"):
        assert "\nscript/test " in (ROOT / readme).read_text("utf-8")
    assert "\nscript/test\n" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_without_root_the_line_to_install_is_said(tmp_path: Path) -> None:
    """Nothing is installed, nobody is root, nobody may use sudo: the exact line, exit status 2, nothing written."""
    copy = tmp_path / "checkout"
    (copy / "script").mkdir(parents=True)
    for name in ("script/bootstrap", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, copy / name)
    machine = tmp_path / "bin"
    machine.mkdir()
    for name, does in {"id": "echo 1000", "dpkg-query": "exit 1", "apt-get": "exit 9", "sudo": "exit 1"}.items():
        (machine / name).write_text(f"#!/bin/sh\n{does}\n", "utf-8")
        (machine / name).chmod(0o755)
    done = subprocess.run(
        ["sh", copy / "script" / "bootstrap"],
        capture_output=True,
        check=False,
        text=True,
        env={"PATH": f"{machine}:/usr/bin:/bin", "PYTHON": str(shutil.which("python3"))},
    )
    assert done.returncode == 2, done.stderr
    line = next(line for line in done.stderr.splitlines() if "apt-get install" in line)
    assert line.startswith("    sudo apt-get update && sudo apt-get install --no-install-recommends ")
    assert set(WANTED) <= set(line.split())
    assert not (copy / ".venv").exists()


def test_paths_that_others_are_told_are_absolute() -> None:
    """A build of pip happens in a folder of its own, a test may change to another: a relative path is a different one there."""
    for script in SCRIPTS:
        for name, value in re.findall(r"\b([A-Z]*PATH|[A-Z]+_HOME|TMPDIR|HOME)=(\S+)", script.read_text("utf-8")):
            assert re.match(r'"?(/|\$PWD|\$folder|\$JAVA)', value), (script.name, name, value)


def test_no_part_of_ci_is_green_because_it_did_not_run(tmp_path: Path) -> None:
    """Where bootstrap could install no Java, the tests of Spark are a failure that says why."""
    copy = tmp_path / "checkout"
    (copy / "script").mkdir(parents=True)
    shutil.copy(ROOT / "script" / "test", copy / "script" / "test")
    for script, does in {"script/bootstrap": "exit 0", ".venv/bin/python": f'exec {sys.executable} "$@"'}.items():
        (copy / script).parent.mkdir(parents=True, exist_ok=True)
        (copy / script).write_text(f"#!/bin/sh\n{does}\n", "utf-8")
        (copy / script).chmod(0o755)
    done = subprocess.run(
        [copy / "script" / "test", "--spark"],
        capture_output=True, check=False, text=True, env={**os.environ, "JAVA_HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 2
    assert "no Java 17 or newer" in done.stdout
    assert "没有 Java 17 或更高版本" in done.stdout


def test_ci_stays_under_half_an_hour_and_each_part_ends_by_itself() -> None:
    parts = re.findall(r"^script/test ?(\S*)", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)
    assert parts == ["", "--slow", "--spark"]
    test = (ROOT / "script" / "test").read_text("utf-8")
    bounds = [int(minutes) for minutes in re.findall(r"^ +bounded (\d+) .*pytest", test, re.MULTILINE)]
    told = [int(minutes) for minutes in re.findall(r"for at most (\d+) minutes", test)]
    assert len(bounds) == len(parts)
    assert bounds == told
    assert sum(bounds) <= 25  # and five for setting up, lint and types


DRAWS = """
import sys
import conftest
from hypothesis import given, settings, strategies as st
settings.load_profile(sys.argv[1])
drawn = []
@given(st.lists(st.integers() | st.text()))
def draw(values): drawn.append(values)
draw()
print(drawn)
"""


def drawn(profile: str, *, seed: str, modules: str = "conftest") -> str:
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'tests'}:{ROOT / 'src'}",
        "PYTHONHASHSEED": seed,
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-c", f"import {modules}\n{DRAWS}", profile]
    return subprocess.run(command, capture_output=True, check=True, text=True, env=environment).stdout


def test_property_tests_draw_the_same_in_every_run_and_a_search_at_random() -> None:
    """Whatever was loaded before, and in whatever order sets come."""
    same = drawn("repeatable", seed="1")
    assert (
        drawn("repeatable", seed="2", modules="govaudit.words.vocabulary, govaudit.docket.labels.column_words") == same
    )
    assert drawn("search", seed="1") != drawn("search", seed="1")


def test_no_property_test_sets_its_own_randomness() -> None:
    """It would draw the same in `script/search` too, or at random in CI."""
    setting = re.compile(r"derandomize\s*=|database\s*=|@seed\(|load_profile\(")
    found = [
        path.name
        for path in (ROOT / "tests").rglob("test_*.py")
        if path != Path(__file__) and setting.search(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.slow
def test_rules_words_and_samples_travel_inside_the_wheel(tmp_path: Path) -> None:
    copy = tmp_path / "checkout"
    for folder in ("src", "checklists", "contracts_samples"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"], cwd=copy, check=True, capture_output=True
    )
    [wheel] = (copy / "dist").glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("checklists", "contracts_samples"):
        files = {path.relative_to(copy).as_posix() for path in (copy / folder).rglob("*") if path.is_file()}
        assert files
        assert {f"govaudit/{name}" for name in files} <= inside
    package = {
        f"govaudit/{path.relative_to(copy / 'src' / 'govaudit').as_posix()}"
        for path in (copy / "src").rglob("*")
        if path.is_file()
    }
    assert "govaudit/words/events.yaml" in package
    assert package <= inside
    assert not [name for name in inside if name.startswith(("src/", "checklists/"))]
