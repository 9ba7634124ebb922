"""Problems as CSV, JSON or rows of a table: grouped by file, sheet and row, each once, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from govaudit.model import Text, guarded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govaudit.model import Problem

HEADINGS = (
    Text("级别", "level"), Text("文件", "file"), Text("工作表", "sheet"), Text("行", "row"), Text("列", "column"), Text("单元格", "cell"),
    Text("值", "value"), Text("问题", "problem"), Text("怎么办", "what to do"), Text("代码", "code"),
)  # fmt: skip
_LEVELS = {"error": Text("错误", "error"), "note": Text("提示", "note")}
_CELL = re.compile(r"[A-Z]{1,3}\d+(:[A-Z]{1,3}\d+)?$")


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems by file, sheet, row and column, each once; errors of a place before notes."""

    def key(problem: Problem) -> tuple[object, ...]:
        place = problem.place
        return (
            place.file,
            place.sheet or "",
            place.row or 0,
            problem.level,
            place.column or "",
            problem.code,
            problem.value or "",
        )

    return sorted(dict.fromkeys(problems), key=key)


def cell_of(problem: Problem) -> str | None:
    """Return the cell or range that a problem of a workbook names."""
    clause = problem.place.clause
    return clause if clause and _CELL.match(clause) else None


def row_of(problem: Problem, lang: str) -> tuple[str | int, ...]:
    """Return one problem under HEADINGS."""
    place = problem.place
    row = place.row if place.row is not None else ""
    return (
        _LEVELS[problem.level].pick(lang), place.file, place.sheet or "", row, place.column or "", cell_of(problem) or "",
        problem.value or "", problem.what.pick(lang), problem.remedy.pick(lang), problem.code,
    )  # fmt: skip


def problems_csv(problems: Iterable[Problem], lang: str) -> str:
    """Return all problems as CSV with headings; write it with `utf-8-sig`, so that spreadsheets read it right."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heading.pick(lang) for heading in HEADINGS)
    for problem in in_order(problems):
        writer.writerow(guarded(value) if isinstance(value, str) else value for value in row_of(problem, lang))
    return out.getvalue()


def problems_json(problems: Iterable[Problem], lang: str) -> str:
    """Return all problems as JSON: how many of each level, then one object a problem in the language asked for."""
    ordered = in_order(problems)
    counts = {level: sum(problem.level == level for problem in ordered) for level in _LEVELS}
    records = [
        {
            "level": problem.level, "code": problem.code, "file": problem.place.file, "sheet": problem.place.sheet,
            "row": problem.place.row, "column": problem.place.column, "cell": cell_of(problem), "value": problem.value,
            "problem": problem.what.pick(lang), "what_to_do": problem.remedy.pick(lang),
        }
        for problem in ordered
    ]  # fmt: skip
    return json.dumps({"counts": counts, "problems": records}, ensure_ascii=False, indent=2) + "\n"
