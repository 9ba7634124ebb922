"""What is kept is the same as what would be made afresh: never of another key, of other code, or damaged."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from govaudit.law.rules import load_rules
from govaudit.model import kept as module
from govaudit.model.kept import kept

ROOT = Path(__file__).parents[2]
SOURCES = ("model/kept.py",)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "govaudit"


class Maker:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> list[int]:
        self.calls += 1
        return [self.calls]


def test_it_is_made_once_for_each_key():
    make = Maker()
    found = [kept("x", key, SOURCES, make) for key in (b"a", b"a", b"b", b"a", b"b")]
    assert (found, make.calls) == ([[1], [1], [2], [1], [2]], 2)


def test_it_is_made_anew_when_the_code_changed(monkeypatch: pytest.MonkeyPatch):
    make = Maker()
    kept("x", b"a", SOURCES, make)
    assert kept("x", b"a", ("model/text.py",), make) == [2]
    monkeypatch.setattr(module, "_code", lambda _: b"another Python")
    assert kept("x", b"a", SOURCES, make) == [3]


@pytest.mark.parametrize("damage", [b"", b"\x80\x05", None])
def test_what_is_damaged_is_made_anew_and_kept(cache: Path, damage: bytes | None):
    make = Maker()
    kept("x", b"a", SOURCES, make)
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes()[:-1] if damage is None else damage)
    assert [kept("x", b"a", SOURCES, make) for _ in range(2)] == [[2], [2]]


def test_a_cache_that_cannot_be_used_is_none(cache: Path, monkeypatch: pytest.MonkeyPatch):
    cache.parent.write_text("a file where the folder should be")
    make = Maker()
    assert [kept("x", b"a", SOURCES, make) for _ in range(2)] == [[1], [2]]
    monkeypatch.delenv("XDG_CACHE_HOME")

    def nowhere(_: Path) -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "expanduser", nowhere)
    assert kept("x", b"a", SOURCES, make) == [3]


def test_an_error_is_passed_on_and_nothing_kept(cache: Path):
    def fail() -> None:
        raise ValueError("broken")

    for _ in range(2):
        with pytest.raises(ValueError, match="broken"):
            kept("x", b"a", SOURCES, fail)
    assert not cache.exists()


def test_rules_kept_are_the_rules_read(cache: Path):
    read = load_rules(examples=False)
    assert len(list(cache.iterdir())) == 1
    assert load_rules(examples=False) == read
    assert [rule.version for rule in load_rules(examples=False)] == [rule.version for rule in read]


def test_a_rule_of_ones_own_is_read_as_it_is_now(tmp_path: Path):
    own = tmp_path / "own"
    own.mkdir()
    file = own / "ZZ-1-x.yaml"
    seen = []
    for text in ("id: ZZ-1\nkind: nothing\n", "id: [\n", "id: ZZ-1\nkind: limit\nlimitt: 1\n"):
        file.write_text(text)
        seen.append([[problem.code for problem in load_rules([own]).problems] for _ in range(2)])
    assert [once for once, _ in seen] == [again for _, again in seen]
    assert [once[0] for once, _ in seen[:2]] == ["unknown_kind", "bad_rule_file"]
    assert "unknown_key" in seen[2][0]


def test_a_small_audit_checks_the_rules_only_once():
    """Pydantic takes as long to import as the rest of a small audit."""
    script = (
        "import sys; from govaudit.cli.main import cli\n"
        "try: cli.main(['audit', 'contracts_samples', '--as-of', '2026-06-30'])\n"
        "except SystemExit: pass\n"
        "print('pydantic' in sys.modules, file=sys.stderr)"
    )
    first, second = (
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
        for _ in range(2)
    )
    assert first.stdout == second.stdout
    assert [run.stderr.splitlines()[-1] for run in (first, second)] == ["True", "False"]
