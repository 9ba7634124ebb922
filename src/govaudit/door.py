"""Doors of rooms: a package names what other rooms may use, and opens the module that holds a name only when it is asked for.

So a command pays for the rooms it walks through, not for the house. What a door names stands twice in its `__init__`: as imports under
`TYPE_CHECKING`, which type checkers and readers follow, and as the map that is used; tests/test_house.py holds the two together.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def open_door(room: str, holds: Mapping[str, tuple[str, ...]]) -> None:
    """Let the package `room` give the names of its modules: `holds` maps a module to what of it the door shows.

    Raises AttributeError, as any module does, for a name that the door does not show.
    """
    package, places = sys.modules[room], {name: module for module, names in holds.items() for name in names}

    def find(name: str) -> object:
        if name not in places:
            msg = f"the door of {room} does not show '{name}'"
            raise AttributeError(msg, name=name, obj=package)
        value = getattr(import_module(f"{room}.{places[name]}"), name)
        setattr(package, name, value)  # the next look does not come here
        return value

    package.__getattr__ = find  # type: ignore[method-assign] # PEP 562: asked for what the package does not have
