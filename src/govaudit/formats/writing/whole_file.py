"""Files written whole or not at all: a crash, a full disk or a second writer leaves the old file, the new one, or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def replace_file(target: Path, data: bytes) -> None:
    """Write a file, in place of an earlier one if there is one; OSError when it cannot be written.

    A link is followed, not replaced; into what is no regular file (a pipe, /dev/null) the bytes are just written.
    """
    target = target.resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    with _part_beside(target, data) as part:
        part.replace(target)


def move_file(part: Path, target: Path) -> None:
    """Put a finished file in the place of a target, whole or not at all, as `replace_file` does with bytes; from another disk it is copied."""
    target = target.resolve()
    if target.exists() and not target.is_file():
        with part.open("rb") as data, target.open("wb") as out:
            shutil.copyfileobj(data, out)
        return
    if part.stat().st_dev != target.parent.stat().st_dev:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        try:
            with part.open("rb") as data, os.fdopen(handle, "wb") as out:
                shutil.copyfileobj(data, out)
            _put(Path(name), target)
        finally:
            Path(name).unlink(missing_ok=True)
        return
    _put(part, target)


def _put(part: Path, target: Path) -> None:
    part.chmod(0o666 & ~_umask())
    with part.open("rb") as data:
        os.fsync(data.fileno())
    part.replace(target)


def new_file(target: Path, data: bytes) -> bool:
    """Write a file that must not exist yet, with its folders; False, and nothing written, when it exists."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with _part_beside(target, data) as part:
        try:
            os.link(part, target)  # fails where a rename would overwrite
        except FileExistsError:
            return False
    directory = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return True


@contextmanager
def _part_beside(target: Path, data: bytes) -> Iterator[Path]:
    """Give a finished file beside the target, of a name nobody can foresee; what is left of it goes away."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o666 & ~_umask())  # mkstemp lets nobody else read it; colleagues have to
        yield part
    finally:
        part.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
