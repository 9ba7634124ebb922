"""The house keeps its order (docs/architecture.md): these tests hold its rules, so that a reader can rely on them."""

from __future__ import annotations

import ast
import importlib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

import networkx as nx
import pytest

from govaudit.door import shown_by

SOURCES = Path(__file__).parents[1] / "src" / "govaudit"
# From top to bottom: a room imports only what stands above it.
ROOMS = (
    "door", "model", "words", "rules", "docket", "formats", "schedules", "duties", "settle", "officials", "finance",
    "checks", "indicators", "audit", "register", "mechanisms", "report", "store", "web", "cli",
)  # fmt: skip
FILES = sorted(SOURCES.rglob("*.py"))
DOORS = [file for file in FILES if file.name == "__init__.py" and "open_door" in file.read_text("utf-8")]
WIDE = {"model", "words"}  # rooms that all others use: their doors may name more
MOST_NAMES = 15
MOST_LINES, MOST_LINES_OF_A_FUNCTION = 400, 60


class Import(NamedTuple):
    """One name that a module imports: from which module, and on which line."""

    module: str
    name: str
    line: int


def named(file: Path) -> str:
    parts = file.relative_to(SOURCES.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {named(file): file for file in FILES}


def room_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


@cache
def imports_of(file: Path) -> list[Import]:
    """Return what a module imports of govaudit, anywhere in it; imports for types alone count too."""
    found = []
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, "", node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            found += [Import(node.module or "", alias.name, node.lineno) for alias in node.names]
    return [one for one in found if one.module.split(".")[0] == "govaudit"]


def target_of(one: Import) -> str:
    """Return the module an import opens: the submodule it names, else the module it names something of."""
    whole = f"{one.module}.{one.name}"
    return whole if whole in MODULES else one.module


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_room_imports_only_what_stands_above_it(file: Path) -> None:
    room = room_of(named(file))
    if not room:
        return
    assert room in ROOMS, f"{room} is no room; draw it in docs/architecture.md first"
    other = {room_of(target_of(one)) for one in imports_of(file)} - {"", "__version__"}
    assert {one for one in other if ROOMS.index(one) > ROOMS.index(room)} == set()


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_room_is_entered_by_its_door(file: Path) -> None:
    """Of another room only what its `__init__` names, or that of one of its folders; audit.py is a room of one file."""
    room = room_of(named(file))
    around = [
        f"line {one.line}: {one.module} {one.name}"
        for one in imports_of(file)
        if room_of(one.module) not in {"", room, "door", "audit"}
        and (MODULES[one.module].name != "__init__.py" or f"{one.module}.{one.name}" in MODULES)
    ]
    assert around == []


@pytest.mark.parametrize("file", DOORS, ids=named)
def test_a_door_names_a_few_things_and_says_what_the_room_is(file: Path) -> None:
    shown = {
        alias.name: node.module
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(named(file) + ".")
        for alias in node.names
    }
    assert shown_by(file) == shown
    package = importlib.import_module(named(file))
    for name, module in shown.items():
        assert getattr(package, name) is getattr(importlib.import_module(module or ""), name), (
            f"{name} is hidden by a module"
        )
    assert len(shown) <= MOST_NAMES or room_of(named(file)) in WIDE
    text = ast.get_docstring(tree_of(file)) or ""
    assert len(text) > 100, "a door says what comes in, what goes out, units, errors"


def test_nothing_stands_at_a_door_that_nobody_asks_for() -> None:
    asked = {
        (one.module, one.name)
        for file in FILES
        for one in imports_of(file)
        if room_of(one.module) != room_of(named(file))
    }
    shown = {(named(door), name) for door in DOORS for name in shown_by(door)}
    assert sorted(shown - asked) == []


def test_there_is_no_circle_of_imports_not_even_for_types() -> None:
    graph = nx.DiGraph()
    for file in FILES:
        if file.name != "__init__.py":
            graph.add_edges_from(
                (named(file), target)
                for one in imports_of(file)
                if (target := target_of(one)) != named(file) and MODULES.get(target, file).name != "__init__.py"
            )
    assert [sorted(circle) for circle in nx.strongly_connected_components(graph) if len(circle) > 1] == []


def test_a_file_name_occurs_once() -> None:
    names = Counter(
        file.name for file in FILES if room_of(named(file)) not in {"cli", "web"} and file.name != "__init__.py"
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_a_class_name_means_one_thing() -> None:
    places = defaultdict(list)
    for file in FILES:
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{named(file)}:{node.lineno}")
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


@pytest.mark.parametrize("file", FILES, ids=named)
def test_files_and_functions_stay_short(file: Path) -> None:
    assert file.read_text("utf-8").count("\n") <= MOST_LINES
    long = [
        node.name
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= MOST_LINES_OF_A_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_module_says_what_it_holds(file: Path) -> None:
    assert ast.get_docstring(tree_of(file))


def test_the_house_is_not_empty() -> None:
    assert len(FILES) > 100
    assert DOORS
