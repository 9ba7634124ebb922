"""What the documents name is there: files of the program, functions and classes beside them, folders of tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*.md"))]
_PATH = re.compile(r"`((?:src|tests|checklists|script|benchmarks)/[\w./-]+)`(?: `(\w+)`)?")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_files_and_names_in_a_document_are_there(document: Path) -> None:
    absent = []
    for path, name in _PATH.findall(document.read_text("utf-8")):
        file = ROOT / path
        if not file.exists() and not path.startswith("script/"):
            absent.append(path)
        elif name and not re.search(rf"^(def|class) {name}\b", file.read_text("utf-8"), re.MULTILINE):
            absent.append(f"{path} {name}")
    assert absent == []


def test_every_room_stands_in_the_drawing() -> None:
    drawn = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rooms = [f"`{path.name}/`" for path in (ROOT / "src" / "govaudit").iterdir() if (path / "__init__.py").exists()]
    assert [room for room in rooms if room not in drawn] == []
