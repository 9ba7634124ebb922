"""Doors of rooms: a package names what other rooms may use, and opens the module that holds a name only when it is asked for.

So a command pays for the rooms it walks through, not for the house. What a door shows stands in its `__init__` once, as imports under
`TYPE_CHECKING`, which type checkers and readers follow and `open_door` reads.
"""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

_SHOWN = re.compile(r"^    from (govaudit[\w.]+) import (?:\(([^)]*)\)|(.+))$", re.MULTILINE)


def open_door(room: str) -> None:
    """Let the package `room` give the names that its `__init__` imports for type checkers, each as it is asked for.

    Raises AttributeError, as any module does, for a name that the door does not show.
    """
    package = sys.modules[room]
    places = shown_by(Path(str(package.__file__)))

    def find(name: str) -> object:
        if name not in places:
            msg = f"the door of {room} does not show '{name}'"
            raise AttributeError(msg, name=name, obj=package)
        return getattr(
            import_module(places[name]), name
        )  # looked up each time: a test may have put another in its place

    package.__getattr__ = find  # type: ignore[method-assign] # PEP 562: asked for what the package does not have


def shown_by(door: Path) -> dict[str, str]:
    """Return the module that holds each name a package's `__init__` shows; none where it is no door."""
    text = door.read_text("utf-8") if door.is_file() else ""
    return {name: found[0] for found in _SHOWN.findall(text) for name in re.findall(r"\w+", found[1] or found[2])}
