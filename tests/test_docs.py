"""What the documents and comments name is there: files, functions and classes beside them, commands, links, modules."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from govaudit.cli.main import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src" / "govaudit"
READMES = sorted(ROOT.glob("README*.md"))
DOCUMENTS = [ROOT / "CONTRIBUTING.md", *READMES, *sorted((ROOT / "docs").glob("*.md"))]
MODULES = sorted(SOURCES.rglob("*.py"))
_PATH = re.compile(r"`((?:src|tests|checklists|script|benchmarks)/[\w./-]+)`(?:\s`(\w+)`)?")
_MODULE = re.compile(r"`(?:[\w/]+/)?(\w+\.py)`")
_LINK = re.compile(r"\]\((?!http|#)([^)#]+)")
# Packages of before the rooms: who names one of them sends a reader nowhere.
_GONE = {"accountability", "engine", "fiscal", "intake", "large", "law", "warn"}
_ROOMS = {path.parent.name: path.parent for path in SOURCES.glob("*/__init__.py")}
_MENTION = re.compile(rf"(?<![\w/.-])({'|'.join(sorted(_GONE | _ROOMS.keys()))})[./](?!md\b)(\w+(?:[./]\w+)*)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_and_names_in_a_document_are_there(document: Path) -> None:
    text = document.read_text("utf-8")
    absent = [link for link in _LINK.findall(text) if not (document.parent / link).exists()]
    absent += [name for name in _MODULE.findall(text) if not any(any((ROOT / part).rglob(name)) for part in ("src", "tests", "benchmarks"))]  # fmt: skip
    for path, name in _PATH.findall(text):
        file = ROOT / path
        if not file.exists():
            absent.append(path)
        elif name and not re.search(rf"^(def|class) {name}\b", file.read_text("utf-8"), re.MULTILINE):
            absent.append(f"{path} {name}")
    assert absent == []


def test_every_room_stands_in_the_drawing() -> None:
    drawn = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert [room for room in _ROOMS if f"`{room}/`" not in drawn] == []


def test_the_walk_of_an_obligation_counts_its_files() -> None:
    drawn = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    walk = drawn.partition("## The walk of an obligation")[2].partition("\n## ")[0]
    said = re.search(r"through (\d+) files", walk)
    assert said is not None
    assert int(said[1]) == len({path for path, _ in _PATH.findall(walk)})


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_a_readme_lists_every_command(readme: Path) -> None:
    listed = "".join(line for line in readme.read_text("utf-8").splitlines() if line.startswith("| `"))
    assert [name for name in COMMANDS if not re.search(rf"`{name}\b(?!-)", listed)] == []


def _comments(file: Path) -> Iterator[str]:
    """Yield the comments of a module or of a file of words, and the docstrings of a module."""
    text = file.read_text("utf-8")
    if file.suffix == ".yaml":
        yield from (line.partition("#")[2] for line in text.splitlines())
        return
    yield from (token.string for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type == tokenize.COMMENT)  # fmt: skip
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            yield ast.get_docstring(node) or ""


def _is_there(room: str, rest: str) -> bool:
    """Whether a mention such as `rules/days/cn_workdays.csv` or `settle.kernel.fold` begins with a file or folder of the room."""
    names = re.split("[./]", rest)
    return room in _ROOMS and any(
        (place := _ROOMS[room].joinpath(*names[:upto])).is_dir() or any(place.parent.glob(f"{place.name}.*"))
        for upto in range(len(names), 0, -1)
    )


@pytest.mark.parametrize("file", [*MODULES, *sorted(SOURCES.rglob("*.yaml"))], ids=lambda path: path.relative_to(SOURCES).as_posix())  # fmt: skip
def test_a_comment_names_modules_that_are_there(file: Path) -> None:
    found = [mention for said in _comments(file) for mention in _MENTION.finditer(said)]
    assert [mention[0] for mention in found if not _is_there(mention[1], mention[2])] == []
