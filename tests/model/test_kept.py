"""What is kept is the same as what would be made afresh: never of another key, of other code, or damaged."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from govaudit.model import disk_cache as module
from govaudit.model.disk_cache import kept
from govaudit.model.record import Record, as_plain, checked_record, from_plain
from govaudit.officials.trace.degrees import rule_file
from govaudit.rules.catalogue import builtin, builtin_rules, load_rules

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
ANOTHER = 65534  # nobody
as_root = pytest.mark.xfail(os.geteuid() != 0, reason="only root gives files away", raises=PermissionError)


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
    found = [kept("x", key, make) for key in (b"a", b"a", b"b", b"a", b"b")]
    assert (found, make.calls) == ([[1], [1], [2], [1], [2]], 2)


@pytest.mark.parametrize("change", [
    lambda root: (root / "govaudit/deep.py").write_text("N = 2"),
    lambda root: (root / "govaudit/__init__.py").write_text("N = 2"),
    lambda root: (root / "govaudit/room/words.yaml").write_text("a: 2"),
    lambda root: (root / "govaudit/near.py").write_text("from govaudit.room.other import x"),
    lambda root: (root / "govaudit/room/inner.py").rename(root / "govaudit/inner.py"),
])  # fmt: skip
def test_it_is_made_anew_when_the_code_changed_or_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object]
):
    package = tmp_path / "govaudit"
    (package / "room").mkdir(parents=True)
    for name, text in {
        "__init__": "", "maker": "from govaudit.near import x", "near": "def f():\n    import govaudit.deep\n    from govaudit.room import inner",
        "deep": "", "room/__init__": "", "room/inner": "", "unread": "",
    }.items():  # fmt: skip
        (package / f"{name}.py").write_text(text)
    (package / "room/words.yaml").write_text("a: 1")
    monkeypatch.setattr(module, "_SOURCE", tmp_path)
    make = Maker()
    make.__module__ = "govaudit.maker"
    assert [kept("x", b"a", make), kept("x", b"a", make)] == [[1], [1]]
    (package / "unread.py").write_text("N = 2")
    assert kept("x", b"a", make) == [1]
    change(tmp_path)
    assert [kept("x", b"a", make), kept("x", b"a", make)] == [[2], [2]]


def test_another_copy_of_the_program_keeps_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    make = Maker()
    kept("x", b"a", make)
    monkeypatch.setattr(module, "_SOURCE", tmp_path)
    module._libraries.cache_clear()
    assert kept("x", b"a", make) == [2]
    module._libraries.cache_clear()


@pytest.mark.parametrize("damage", [b"", b"\x80\x05", None])
def test_what_is_damaged_is_made_anew_and_kept(cache: Path, damage: bytes | None):
    make = Maker()
    kept("x", b"a", make)
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes()[:-1] if damage is None else damage)
    assert [kept("x", b"a", make) for _ in range(2)] == [[2], [2]]


def test_a_cache_that_cannot_be_used_is_none(cache: Path, monkeypatch: pytest.MonkeyPatch):
    cache.parent.write_text("a file where the folder should be")
    make = Maker()
    assert [kept("x", b"a", make) for _ in range(2)] == [[1], [2]]
    monkeypatch.delenv("XDG_CACHE_HOME")

    def nowhere(_: Path) -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "expanduser", nowhere)
    assert kept("x", b"a", make) == [3]


# --- who could have written it ------------------------------------------------------------------------------------------


def test_a_folder_that_is_made_is_for_this_user_alone(cache: Path):
    before = os.umask(0)
    try:
        kept("x", b"a", Maker())
    finally:
        os.umask(before)
    (file,) = cache.iterdir()
    assert [path.stat().st_mode & 0o777 for path in (cache.parent, cache, file)] == [0o700, 0o700, 0o600]


@pytest.mark.parametrize("bit", [0o020, 0o002])
@pytest.mark.parametrize("depth", range(4))
def test_what_others_may_write_is_passed_over(cache: Path, tmp_path: Path, depth: int, bit: int):
    make = Maker()
    kept("x", b"a", make)
    (file,) = cache.iterdir()
    path = (file, cache, cache.parent, tmp_path)[depth]
    mode = path.stat().st_mode
    path.chmod(mode | bit)
    assert kept("x", b"a", make) == [2]
    path.chmod(mode)
    assert kept("x", b"a", make) == ([2] if depth == 0 else [1])


def test_a_folder_above_may_be_everybodys_where_nobody_can_rename_in_it(cache: Path):
    make = Maker()
    kept("x", b"a", make)
    cache.parent.chmod(0o1777)
    assert kept("x", b"a", make) == [1]


@as_root
@pytest.mark.parametrize("depth", range(3))
def test_what_belongs_to_another_is_passed_over(cache: Path, depth: int):
    make = Maker()
    kept("x", b"a", make)
    (file,) = cache.iterdir()
    os.chown((file, cache, cache.parent)[depth], ANOTHER, ANOTHER)
    assert kept("x", b"a", make) == [2]


@pytest.mark.parametrize("link", ["file", "folder"])
def test_a_link_is_not_followed(cache: Path, tmp_path: Path, link: str):
    make = Maker()
    kept("x", b"a", make)
    (file,) = cache.iterdir()
    path = file if link == "file" else cache
    path.rename(tmp_path / "there")
    path.symlink_to(tmp_path / "there")
    assert kept("x", b"a", make) == [2]


@pytest.mark.parametrize("variable", ["XDG_CACHE_HOME", "HOME"])
def test_a_cache_beside_the_docket_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv(variable, ".")
    make = Maker()
    assert [kept("x", b"a", make) for _ in range(2)] == [[1], [2]]
    assert list(tmp_path.iterdir()) == []


def test_no_pickle_is_read_from_a_folder():
    """Only the messages between a run and its own tasks are pickles."""
    sources = {
        path.relative_to(ROOT / "src/govaudit"): path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py")
    }
    assert {path.parts[0] for path, text in sources.items() if re.search(r"^\s*(import|from) (pickle|marshal|shelve)\b", text, re.MULTILINE)} == {"settle"}  # fmt: skip


# --- what is kept -------------------------------------------------------------------------------------------------------


def test_an_error_is_passed_on_and_nothing_kept(cache: Path):
    def fail() -> None:
        raise ValueError("broken")

    for _ in range(2):
        with pytest.raises(ValueError, match="broken"):
            kept("x", b"a", fail)
    assert list(cache.iterdir()) == []


def test_rules_kept_are_the_rules_read(cache: Path):
    builtin_rules.cache_clear()
    read = load_rules(examples=False)
    assert len(list(cache.iterdir())) == 2  # the program's own apart
    builtin_rules.cache_clear()
    assert load_rules(examples=False) == read
    assert [rule.version for rule in load_rules(examples=False)] == [rule.version for rule in read]
    assert list(load_rules()) == list(load_rules())


def test_rules_are_kept_with_the_words_they_may_use():
    """A rule was checked against the vocabulary: where that changes it is checked again."""
    kept_with = {str(file.relative_to(module._SOURCE)) for file in module._files("govaudit.rules.catalogue")}
    assert {
        "govaudit/rules/kinds/rule.py",
        "govaudit/model/record.py",
        "govaudit/words/word_tables.py",
        "govaudit/words/events.yaml",
    } <= kept_with


def test_degrees_kept_are_the_degrees_read():
    rule_file.cache_clear()
    read = rule_file()
    rule_file.cache_clear()
    assert rule_file() == read
    assert rule_file() is not read


@checked_record
class Inner(Record):
    number: int


@checked_record
class Small(Inner):
    words: tuple[str | None, ...] = ()
    one: Inner | None = None


@pytest.mark.parametrize("plain", [{}, {"number": "1"}, {"number": True}, {"number": 1, "more": 1}, {"number": 1, "words": [1]}, {"number": 1, "one": {}}, []])  # fmt: skip
def test_plain_data_of_another_type_is_refused(plain: object):
    with pytest.raises((TypeError, KeyError)):
        from_plain(Small, plain)


def test_a_record_comes_back_as_it_was():
    whole = Small(number=1, words=("a", None), one=Inner(number=2))
    assert from_plain(Small, json.loads(json.dumps(as_plain(whole)))) == whole
    with pytest.raises(TypeError):
        as_plain({"number": 1.5})


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


def test_what_a_door_shows_is_code_that_data_is_made_by():
    """`from govaudit.model import Text` runs a module that only the door of the room names."""
    files = {str(file.relative_to(module._SOURCE)) for file in module._files("govaudit.rules.catalogue")}
    assert {"govaudit/model/text.py", "govaudit/rules/kinds/rule.py", "govaudit/words/word_tables.py"} <= files


def test_rules_of_the_program_are_read_once_a_process():
    """They were read twice: without examples by default, and again without examples as asked."""
    builtin_rules.cache_clear()
    load_rules(examples=False)
    assert builtin("OB-01") is builtin_rules(examples=False).builtin["OB-01"]
    assert builtin_rules.cache_info().misses == 1
