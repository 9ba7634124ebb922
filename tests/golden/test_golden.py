"""Every command says, in every format and in both languages, what it said when its golden was made.

A golden is a file under `kept/`: the command line, the exit status, what was written to both outputs and to files. Where both
languages say the same it is kept once. After a change that is meant, `GOVAUDIT_RENEW=1 pytest tests/golden` writes the goldens
anew: read the difference as carefully as the change itself, and name it in the commit.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest

from golden.cases import CASES, IN_ONE_LANGUAGE, is_slow
from golden.runs import LANGS, run

KEPT = Path(__file__).with_name("kept")
RENEW = os.environ.get("GOVAUDIT_RENEW") == "1"
SHOWN = 120  # lines of a difference


def _langs(name: str) -> tuple[str, ...]:
    return (IN_ONE_LANGUAGE[name],) if name in IN_ONE_LANGUAGE else LANGS


def _files(name: str) -> dict[str, Path]:
    """Return the file that keeps a case, by language: one for both, or one for each."""
    both = KEPT / f"{name}.txt"
    return {lang: both if both.exists() else KEPT / f"{name}.{lang}.txt" for lang in _langs(name)}


def _renew(name: str, said: dict[str, str]) -> None:
    for path in KEPT.glob(f"{name}.*"):
        path.unlink()
    same = len(set(said.values())) < len(said)
    for lang, text in said.items():
        path = KEPT / (f"{name}.txt" if same else f"{name}.{lang}.txt")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def _difference(path: Path, said: str) -> str:
    kept = path.read_text("utf-8") if path.exists() else ""
    names = f"kept/{path.relative_to(KEPT)}", "said now"
    lines = difflib.unified_diff(kept.split("\n"), said.split("\n"), *names, lineterm="", n=2)
    return "\n".join(list(lines)[:SHOWN])


@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * is_slow(name)) for name in CASES])
def test_a_command_says_what_it_said(name: str, tmp_path: Path):
    said = {lang: run(CASES[name], lang, tmp_path / lang) for lang in _langs(name)}
    if RENEW:
        _renew(name, said)
    changed = [_difference(path, said[lang]) for lang, path in _files(name).items()]
    if any(changed):
        pytest.fail(f"{name} says other than its golden:\n" + "\n\n".join(changed), pytrace=False)


@pytest.mark.parametrize(
    ("name", "lang"),
    [("audit/suppressions", "zh"), ("export/samples-popolo", "en"), ("help/govaudit", "zh"), ("init/init", "zh")],
)
def test_a_process_of_its_own_says_the_same(name: str, lang: str, tmp_path: Path):
    assert run(CASES[name], lang, tmp_path / lang, "--alone") == _files(name)[lang].read_text("utf-8")


def test_every_golden_has_a_case():
    wanted = {path for name in CASES for path in _files(name).values()}
    kept = {path for path in KEPT.rglob("*") if path.is_file()}
    if RENEW:
        for path in kept - wanted:
            path.unlink()
    assert RENEW or kept == wanted
