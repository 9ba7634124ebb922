"""The house keeps its order: a room imports only what stands above it (CONTRIBUTING.md, The rooms)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[1] / "src" / "govaudit"
ROOMS = (
    "door", "model", "words", "law", "docket", "intake", "engine", "schedules", "duties", "accountability", "fiscal",
    "checks", "audit", "register", "report", "large", "web", "cli",
)  # fmt: skip
MODULES = sorted(SOURCES.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(SOURCES).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """Return the rooms a module imports, anywhere in it; imports for types alone count too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {parts[1] for name in names if (parts := name.split("."))[0] == "govaudit" and len(parts) > 1} & set(ROOMS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCES).as_posix())
def test_room_imports_only_what_stands_above_it(path: Path) -> None:
    room = room_of(path)
    if room in ("__init__", "__main__"):
        return
    assert room in ROOMS, f"{room} is no room; add it to the drawing first"
    below = {other for other in imported_rooms(path) if ROOMS.index(other) > ROOMS.index(room)}
    assert not below, f"{room} must know nothing of {sorted(below)}"


def test_the_house_is_not_empty() -> None:
    assert MODULES
