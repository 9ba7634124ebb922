"""A ledger kept in a docket folder: one new file a record, checked against the whole docket before it is there, then never changed.

A record is written as a case file of its own, under a name made of its id, so that two people writing at once never touch the
same file and a crash leaves either the whole record or nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govaudit.formats.read import read_docket
from govaudit.formats.writing.whole_file import new_file
from govaudit.model import Place, Problem, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govaudit.docket import Docket

Rows = dict[str, list[dict[str, Any]]]
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_LONGEST = 60  # characters of a file's name: 180 bytes in Chinese, and file systems take 255
_UNSAFE = re.compile(r"[\\/:*?\"<>|\x00-\x1f]+")


def case_text(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Write rows as a case file: tables at the top level, every value quoted as JSON, which is YAML."""
    lines = []
    for table, items in rows.items():
        lines.append(f"{table}:")
        for item in items:
            pairs = [f"{key}: {_quoted(value)}" for key, value in item.items() if value is not None]
            lines += [f"{'- ' if number == 0 else '  '}{pair}" for number, pair in enumerate(pairs)]
    return "\n".join(lines) + "\n"


def _quoted(value: Any) -> str:
    """Write a value as JSON that YAML reads back the same: it breaks lines at more characters than JSON knows."""
    return _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def _file_name(key: str) -> str:
    """Return an id as a name that every file system takes and no reader passes over; ids that differ keep names that differ."""
    name = _UNSAFE.sub("_", key).lstrip(".~ ")[:_LONGEST]
    return name if name == key else f"{name}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


def next_id(docket: Docket, table: str, prefix: str) -> str:
    """Return the first unused id `prefix-001`, `prefix-002`, … of a table."""
    return f"{prefix}-{next_number(docket, table, prefix):03d}"


def next_number(docket: Docket, table: str, prefix: str) -> int:
    """Return one more than the highest k of the ids `prefix-k` of a table."""
    pattern = re.compile(re.escape(prefix) + r"-(\d+)$")
    return max((int(match[1]) for key in docket[table]["id"] if (match := pattern.match(key))), default=0) + 1


def add_record(
    folder: Path, docket: Docket, kind: str, key: str, rows: Rows, exclude: Sequence[str] = ()
) -> tuple[Path | None, list[Problem]]:
    """Check a record with the docket read from the folder and add it as `<folder>/<kind>/<id>.yaml`.

    Return (path, no problems) or (None, the problems it has or causes); OSError when it cannot be written.
    """
    target = folder / kind / f"{_file_name(key)}.yaml"
    text = case_text(rows)
    before = {(p.code, p.place, p.value) for p in docket.errors}
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
    if not new_file(target, text.encode()):
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
