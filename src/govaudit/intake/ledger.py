"""A ledger kept in a docket folder: one new file a record, checked against the whole docket before it is there, then never changed.

A record is written as a case file of its own, under a name made of its id, so that two people writing at once never touch the
same file and a crash leaves either the whole record or nothing.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govaudit.intake.read import read_docket
from govaudit.model.problem import Place, Problem
from govaudit.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govaudit.docket.table import Docket

Rows = dict[str, list[dict[str, Any]]]
_UNSAFE = re.compile(r"[\\/:*?\"<>|\x00-\x1f]+")


def case_text(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Write rows as a case file: tables at the top level, every value quoted as JSON, which is YAML."""
    lines = []
    for table, items in rows.items():
        lines.append(f"{table}:")
        for item in items:
            pairs = [
                f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in item.items() if value is not None
            ]
            lines += [f"{'- ' if number == 0 else '  '}{pair}" for number, pair in enumerate(pairs)]
    return "\n".join(lines) + "\n"


def next_id(docket: Docket, table: str, prefix: str) -> str:
    """Return the first unused id `prefix-001`, `prefix-002`, … of a table."""
    return f"{prefix}-{next_number(docket, table, prefix):03d}"


def next_number(docket: Docket, table: str, prefix: str) -> int:
    """Return one more than the highest k of the ids `prefix-k` of a table."""
    pattern = re.compile(re.escape(prefix) + r"-(\d+)$")
    return max((int(match[1]) for key in docket[table]["id"] if (match := pattern.match(key))), default=0) + 1


def add_record(
    folder: Path, kind: str, key: str, rows: Rows, exclude: Sequence[str] = ()
) -> tuple[Path | None, list[Problem]]:
    """Check a record against the docket and add it as `<folder>/<kind>/<id>.yaml`; return (path, no problems) or (None, problems)."""
    target = folder / kind / f"{_UNSAFE.sub('_', key)}.yaml"
    text = case_text(rows)
    before = {(p.code, p.place, p.value) for p in read_docket([folder], exclude).errors} if folder.exists() else set()
    with tempfile.TemporaryDirectory() as scratch:
        draft = Path(scratch) / target.name
        draft.write_text(text, encoding="utf-8")
        paths = [folder, draft] if folder.exists() else [draft]
        problems = [
            p
            for p in read_docket(paths, exclude).errors
            if (p.code, p.place, p.value) not in before and p.code != "empty_docket"
        ]
    if problems:
        return None, problems
    if not write_new(target, text):
        return None, [
            Problem(
                "already_there",
                Place(target.as_posix()),
                Text("文件已存在", "the file is already there"),
                Text("换一个编号", "use another id"),
                key,
            )
        ]
    return target, []


def write_new(target: Path, text: str) -> bool:
    """Write a file that must not exist yet, whole and flushed, or not at all; False when it exists."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.link(part, target)  # fails where a rename would overwrite
    except FileExistsError:
        return False
    finally:
        Path(part).unlink()
    directory = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return True
