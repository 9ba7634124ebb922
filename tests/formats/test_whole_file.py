"""A file is there whole or not at all, readable by others, and never in the place of something else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from govaudit.formats.writing.whole_file import new_file, replace_file

if TYPE_CHECKING:
    from pathlib import Path


def test_colleagues_may_read_what_was_written(tmp_path: Path):
    before = os.umask(0o022)
    try:
        replace_file(tmp_path / "a", b"1")
        assert new_file(tmp_path / "b", b"2")
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in "ab"] == [0o644, 0o644]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path):
    target = tmp_path / "deep" / "a"
    assert new_file(target, b"1")
    assert not new_file(target, b"2")
    assert target.read_bytes() == b"1"
    assert [path.name for path in target.parent.iterdir()] == ["a"]


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path):
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    replace_file(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_device_is_written_into_and_stays(tmp_path: Path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        replace_file(pipe, b"through")
        assert os.read(reader, 100) == b"through"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_nothing_is_left_where_writing_fails(tmp_path: Path):
    (tmp_path / "folder" / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="folder"):
        replace_file(tmp_path / "folder", b"1")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
