"""Whatever bytes a workbook or CSV file holds, reading it ends in rows and problems, never in an exception."""

from __future__ import annotations

import random
import re
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from intake_books import ORGS, read, write_book

TAGS = [
    b"<c ",
    b"<v>",
    b"<row ",
    b'r="A1"',
    b't="s"',
    b't="e"',
    b't="d"',
    b"<f>",
    b"</c>",
    b"<mergeCell ",
    b'r="ZZZ9"',
    b'r="-1"',
    b"1e999",
    b"&#0;",
    b"\xff",
]


def seed_book() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as name:
        path = write_book(Path(name) / "a.xlsx", {"orgs": [*ORGS, ["o2", 1.5], ["o3", "=1+1"]], "说明": [["x"]]})
        with zipfile.ZipFile(path) as archive:
            return {item: archive.read(item) for item in archive.namelist()}


PARTS = seed_book()


def mutated(rng: random.Random) -> dict[str, bytes]:
    """Change one part: cut, repeat, overwrite, or insert what an XML of sheets is made of."""
    parts = dict(PARTS)
    name = rng.choice([*sorted(parts), "xl/worksheets/sheet1.xml", "xl/workbook.xml"])
    data = bytearray(parts[name])
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(5)
        if kind == 0:
            del data[at : at + rng.randint(1, 40)]
        elif kind == 1:
            data[at:at] = rng.choice(TAGS)
        elif kind == 2:
            data[at:at] = data[at : at + rng.randint(1, 200)]
        elif kind == 3 and data:
            data[at % len(data)] = rng.randrange(256)
        elif numbers := list(re.finditer(rb"\d+", bytes(data))):
            match = rng.choice(numbers)
            data[match.start() : match.end()] = str(rng.choice([0, 1, 16385, 1048577, 2**31, 2**63])).encode()
    parts[name] = bytes(data)
    if rng.random() < 0.1:
        del parts[rng.choice(sorted(parts))]
    return parts


def check(path: Path) -> None:
    docket = read(path)
    assert docket.problems or any(len(table) for table in docket.tables.values())
    for problem in docket.problems:
        assert problem.what.zh
        assert problem.remedy.en


@pytest.mark.parametrize("seed", range(150))
def test_a_workbook_with_a_mutated_part(seed: int, tmp_path: Path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in mutated(random.Random(seed)).items():  # noqa: S311 - repeatable, not secret
            archive.writestr(name, data)
    check(path)


@pytest.mark.slow
def test_many_workbooks_with_mutated_parts_or_bytes(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    for seed in range(1000, 5000):
        rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in mutated(rng).items():
                archive.writestr(name, data)
        if seed % 2:
            data_of = bytearray(path.read_bytes())
            for _ in range(rng.randint(1, 6)):
                data_of[rng.randrange(len(data_of))] = rng.randrange(256)
            path.write_bytes(data_of)
        check(path)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text('id,name;\t"\n\r甲乙o1\x00', max_size=120).map(str.encode))
@example(b'id,name\n"')
@example(b"\xff\xfei")
@example(b"\xef\xbb\xbf")
@example(b"\r\r\n,\n")
def test_any_bytes_as_csv(data: bytes):
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "orgs.csv"
        path.write_bytes(data)
        check(path)
