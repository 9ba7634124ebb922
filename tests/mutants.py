"""One-token changes of the program, tried one by one against the tests of their room in copies of the checkout (see script/mutants).

A change is drawn from all of src by a seed, so that a run can be repeated. It counts as noticed when a test fails, or when the tests
do not end in time. The tests of the room come first, then the golden outputs and the commands, which hold what the rooms make together.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import random
import shutil
import subprocess
import sys
import tempfile
import tokenize
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src" / "govaudit"
SECONDS = 600  # for the tests of one change
ENOUGH = 0.9  # of the changes must be noticed
_SWAPS = {
    "==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "+": "-", "-": "+", "and": "or", "or": "and",
    "True": "False", "False": "True", "min": "max", "max": "min", "any": "all", "all": "any",
}  # fmt: skip


class Change(NamedTuple):
    """One token of a file to be written otherwise; the line counts from 1, the column from 0."""

    file: Path
    line: int
    column: int
    old: str
    new: str

    def __str__(self) -> str:
        """Say where and what."""
        return f"{self.file.relative_to(ROOT)}:{self.line}:{self.column + 1}  {self.old} -> {self.new}"

    def applied(self) -> str:
        """Return the text of the file with the change made."""
        lines = self.file.read_text("utf-8").splitlines(keepends=True)
        line = lines[self.line - 1]
        lines[self.line - 1] = line[: self.column] + self.new + line[self.column + len(self.old) :]
        return "".join(lines)


def changes_of(file: Path) -> list[Change]:
    """Return every change of a file that may matter: not in annotations, which nothing runs, nor in what decorates a class."""
    text = file.read_text("utf-8")
    idle = _annotations(ast.parse(text))
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    found = []
    for before, token, after in zip([tokens[0], *tokens], tokens, [*tokens[1:], tokens[-1]], strict=False):
        (line, column), new = token.start, _changed(before.string, token, after.string, token.line[: token.start[1]])
        if new is not None and not any(start <= (line, column) < end for start, end in idle):
            found.append(Change(file, line, column, token.string, new))
    return found


def _changed(before: str, token: tokenize.TokenInfo, after: str, at: str) -> str | None:
    """Return what a token is changed to, None where it is left alone; `at` is its line before it."""
    word = token.string
    if token.type == tokenize.NUMBER:
        return str(int(word) + 1) if word.isdigit() else None
    if token.type not in {tokenize.OP, tokenize.NAME} or after == "=" or before == ".":
        return None
    if before == "=" and word == "True" and at.rstrip().endswith("strict="):
        return None  # of zip: it asserts what holds
    if word == "not":
        return "" if after == "in" or before == "is" else "not not"
    if word == "is" and after != "not":
        return "is not"
    return _SWAPS.get(word)


def _annotations(tree: ast.AST) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the spans of annotations, of what decorates classes, and of what only type checkers read."""
    spans: list[ast.expr | ast.stmt] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign) or (isinstance(node, ast.arg) and node.annotation is not None):
            spans.append(node.annotation)
        elif isinstance(node, ast.FunctionDef) and node.returns is not None:
            spans.append(node.returns)
        elif isinstance(node, ast.ClassDef):
            spans += node.decorator_list  # frozen, slots: promises to readers and type checkers
        elif isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            spans += node.body
    return [
        ((node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)) for node in spans
    ]


def tests_of(change: Change, tree: Path) -> list[list[str]]:
    """Return the runs of tests for a change: those of the nearest folder that mirrors its own, then what goes through all rooms."""
    place = Path("tests") / change.file.relative_to(SOURCES).parent
    while not (tree / place).is_dir():
        place = place.parent
    wide = [name for name in ("tests/golden", "tests/cli", "tests/samples") if (tree / name).is_dir()]
    return [["tests"]] if place == Path("tests") else [[str(place)], wide]


def noticed(change: Change, tree: Path) -> bool:
    """Whether the tests notice a change made in a copy of the checkout; the copy is put back afterwards."""
    target = tree / change.file.relative_to(ROOT)
    before = target.read_text("utf-8")
    target.write_text(change.applied(), "utf-8")
    try:
        return any(_fails(tests, tree) for tests in tests_of(change, tree))
    finally:
        target.write_text(before, "utf-8")


def _fails(tests: list[str], tree: Path) -> bool:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-m",
        "not slow and not spark",
        *tests,
    ]
    where = {**os.environ, "PYTHONPATH": str(tree / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=tree, env=where, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode not in {0, 5}


def copied(folder: Path) -> Path:
    """Return a copy of what the tests need."""
    skip = shutil.ignore_patterns(".git", ".venv", ".spark", "out", "__pycache__", ".*_cache", ".hypothesis")
    return shutil.copytree(ROOT, folder, ignore=skip, symlinks=True)


def main() -> int:
    """Draw the changes, try them, and list those that nobody noticed."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--seed", type=int, default=0, help="draws other changes")
    ask.add_argument("--count", type=int, default=100, help="how many changes")
    ask.add_argument("--under", type=Path, default=SOURCES, help="a folder or file of src")
    ask.add_argument("--jobs", type=int, default=2, help="how many are tried side by side")
    given = ask.parse_args()
    under = given.under.resolve()
    files = [under] if under.is_file() else sorted(under.rglob("*.py"))
    every = [change for file in files for change in changes_of(file)]
    drawn = random.Random(given.seed).sample(every, min(given.count, len(every)))  # noqa: S311 - not for secrets
    survivors = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(given.jobs) as pool:
        trees: Queue[Path] = Queue()
        for number in range(given.jobs):
            trees.put(copied(Path(folder) / str(number)))

        def tried(change: Change) -> bool:
            tree = trees.get()
            try:
                return noticed(change, tree)
            finally:
                trees.put(tree)

        for change, seen in zip(drawn, pool.map(tried, drawn), strict=True):
            print(f"{'noticed ' if seen else 'SURVIVED'} {change}", flush=True)
            survivors += [] if seen else [change]
    share = 1 - len(survivors) / len(drawn)
    print(f"\nseed {given.seed}: {len(drawn) - len(survivors)} of {len(drawn)} changes noticed ({share:.0%})")
    for change in survivors:
        print(f"  {change}\n    {change.file.read_text('utf-8').splitlines()[change.line - 1].strip()}")
    return int(share < ENOUGH)


if __name__ == "__main__":
    sys.exit(main())
