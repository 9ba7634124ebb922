"""What was read and checked once, kept in the user's cache folder for as long as nothing it was made from changes."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
_HEAD = hashlib.sha256().digest_size


def kept(name: str, key: bytes, sources: tuple[str, ...], make: Callable[[], T]) -> T:
    """Return what `make` returns, or what it returned before for the same `key` and the same code.

    `key` stands for all that `make` reads, `sources` for the files of the program that do it (`law/*.py`). An error of `make` is
    passed on and nothing is kept. Where the cache folder cannot be used everything is made afresh.
    """
    path = None
    with contextlib.suppress(OSError, RuntimeError):  # a folder nobody may read; a user without a home
        path = _folder() / f"{name}-{hashlib.sha256(key + _code(sources)).hexdigest()[:32]}.pickle"
        data = path.read_bytes()
        if hashlib.sha256(data[_HEAD:]).digest() == data[:_HEAD]:
            found: T = pickle.loads(data[_HEAD:])  # noqa: S301 - written by this user, and whole
            return found
    made = make()
    if path is not None:
        with contextlib.suppress(OSError):
            _write(path, pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
    return made


def _folder() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path("~/.cache").expanduser()) / "govaudit"


def _write(path: Path, data: bytes) -> None:
    """Write the file whole or not at all; another process may be doing the same."""
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(data).digest() + data)
        Path(part).replace(path)
    finally:
        Path(part).unlink(missing_ok=True)


@cache
def _code(sources: tuple[str, ...]) -> bytes:
    """Return a digest of sources of the program, of Python, and of the library that checks records."""
    files = [file for pattern in sources for file in sorted(Path(__file__).parents[1].glob(pattern))]
    if (pydantic := find_spec("pydantic")) and pydantic.origin:
        files.append(Path(pydantic.origin).with_name("version.py"))
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.digest()
