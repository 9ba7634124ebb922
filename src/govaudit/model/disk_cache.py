"""What was read and checked once, kept as plain data in the user's cache folder for as long as nothing it was made from changes.

Whoever can write to that folder could put words into our mouth, or code into our process. So folder and file are used only where they
belong to this user and nobody else may write there; else everything is made afresh, as it is where the folder cannot be used at all.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import os
import stat
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from govaudit.door import shown_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")
_SOURCE = Path(__file__).parents[2]  # where the package lies
_HEAD = hashlib.sha256().digest_size
_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def kept(name: str, key: bytes, make: Callable[[], T]) -> T:
    """Return what `make` returns, plain data (dict, list, str, int, bool, None), or what it returned before for this key and this code.

    `key` stands for all data that `make` reads. The code is that of the module `make` is written in and of all modules of the program
    these import, with the YAML beside them (words): their stamps are kept beside the data, so that a file changed, moved or gone makes it afresh. An error of `make` is passed on and nothing is kept. A tuple comes back as a list, a key as text, the second time: `make` returns neither.
    """
    folder = cache_folder()
    if folder is None:
        return make()
    path = folder / f"{name}-{hashlib.sha256(_libraries() + key).hexdigest()[:32]}.json"
    data = read_whole(path)
    with contextlib.suppress(ValueError, TypeError):  # of another version of the program
        code, found = json.loads(data or b"")
        if all(stamp(f"{_SOURCE}/{file}") == seen for file, seen in code.items()):
            return found  # type: ignore[no-any-return]
    made = make()
    code = {str(file.relative_to(_SOURCE)): stamp(file) for file in _files(make.__module__)}
    write_whole(path, json.dumps([code, made], ensure_ascii=False, separators=(",", ":")).encode())
    return made


# --- the code that something is made by ---------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _libraries() -> bytes:
    """Name Python, the library that checks records, and which copy of the program this is."""
    pydantic = find_spec("pydantic")
    checks = stamp(Path(pydantic.origin).with_name("version.py")) if pydantic and pydantic.origin else None
    return f"{sys.version} {checks} {_SOURCE}".encode()


def stamp(file: Path | str) -> list[int] | None:
    """Return what tells a file from what it was: inode, bytes, and when it was last changed in nanoseconds; None where there is none.

    The time is that of the last change (ctime), which no program can set back: an unpacked archive or a copy may restore the time of writing.
    """
    try:
        found = os.stat(file)  # noqa: PTH116 - hundreds of files at every start
    except OSError:
        return None
    return [found.st_ino, found.st_size, found.st_ctime_ns]


def _files(module: str) -> set[Path]:
    """Return the files of a module and of all modules of the program that it imports, wherever in it, at one remove or more, and their YAML."""
    found: set[Path] = set()
    left = [module]
    while left:
        for file in _files_of(left.pop()) - found:
            found.add(file)
            left += _imported(ast.parse(file.read_bytes()))
    return found.union(*(folder.glob("*.yaml") for folder in {file.parent for file in found}))


def _files_of(name: str) -> set[Path]:
    """Return the files that importing a name of the program runs: its module and the packages it lies in."""
    parts = name.split(".")
    if parts[0] != __name__.split(".", maxsplit=1)[0]:
        return set()
    ways = [_SOURCE.joinpath(*parts[:count]) for count in range(1, len(parts) + 1)]
    found = {file for way in ways for file in (way / "__init__.py", way.with_suffix(".py")) if file.is_file()}
    shown = shown_by(ways[-2] / "__init__.py").get(parts[-1]) if len(ways) > 1 else None
    return found if shown is None else found | _files_of(shown)


def _imported(node: ast.AST) -> Iterator[str]:
    """Name what is imported but by the type checker alone; of `from a import b` a.b, as b may be a module."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (one.name for one in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield from (f"{child.module}.{one.name}" for one in child.names)
        elif not (isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING"):
            yield from _imported(child)


# --- files nobody else may write ----------------------------------------------------------------------------------------


def cache_folder(*parts: str) -> Path | None:
    """Return the program's cache folder, or a folder in it, made where it is not there; None where another could write what we read.

    `XDG_CACHE_HOME` counts only where it is absolute (XDG Base Directory Specification 0.8): a relative one would take what lies
    beside a docket from elsewhere.
    """
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
        if not home.is_absolute():
            return None
        folder = home.resolve()
        for part in ("", "govaudit", *parts):
            folder /= part
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        safe = _is_mine(folder.lstat()) and all(_is_safe(parent.lstat()) for parent in folder.parents)
    except (OSError, RuntimeError):  # a file in the way, a disk that is read-only, a user without a home
        return None
    return folder if safe else None


def _is_mine(found: os.stat_result) -> bool:
    """Whether a folder or file is this user's, and nobody else may write to it."""
    return found.st_uid == os.geteuid() and not found.st_mode & _OTHERS and not stat.S_ISLNK(found.st_mode)


def _is_safe(parent: os.stat_result) -> bool:
    """Whether nobody but this user and root can put another thing in place of what lies in a folder."""
    return parent.st_uid in {0, os.geteuid()} and (not parent.st_mode & _OTHERS or bool(parent.st_mode & stat.S_ISVTX))


def read_whole(path: Path) -> bytes | None:
    """Return what `write_whole` wrote to a file of the cache folder; None where there is none, or it is damaged or not this user's."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123 - a descriptor
            found = os.fstat(file.fileno())
            data = file.read() if stat.S_ISREG(found.st_mode) and _is_mine(found) else b""
    except OSError:
        return None
    return data[_HEAD:] if hashlib.sha256(data[_HEAD:]).digest() == data[:_HEAD] else None


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, headed by its digest; another process may be doing the same. A full disk is no error."""
    import tempfile

    with contextlib.suppress(OSError):
        handle, part = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).digest() + data)
            Path(part).replace(path)
        finally:
            Path(part).unlink(missing_ok=True)
