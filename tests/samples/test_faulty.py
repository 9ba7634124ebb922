"""contracts_samples/faulty: each input says what the table in its README promises, and nothing is lost or guessed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook

from govaudit.formats.read import read_docket
from samples.make_faulty import FAULTY, books, tables

COMMAND = Path(sys.executable).with_name("govaudit")
NOTE = "（提示）"


class Row(NamedTuple):
    """One line of the README's table."""

    name: str
    code: str
    sheet: str
    row: str
    column: str
    what: str
    remedy: str


def _promised() -> list[Row]:
    lines = (FAULTY / "README.md").read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("| ") and not line.startswith("| 输入")
    ]
    return [Row(*row) for row in cells]


PROMISED = _promised()


def test_the_table_has_every_file() -> None:
    assert sorted(row.name for row in PROMISED) == sorted(
        path.name for path in FAULTY.iterdir() if path.name != "README.md"
    )


MORE = {"21-合并单元格.xlsx": [("merged_cells", 4)]}  # each row under merged cells has its problem


@pytest.mark.parametrize("promised", PROMISED, ids=lambda row: row.name)
def test_one_problem_with_its_place_and_what_to_do(promised: Row) -> None:
    docket = read_docket([FAULTY / promised.name])
    code, level = promised.code.removesuffix(NOTE), "note" if promised.code.endswith(NOTE) else "error"
    problem, *more = [problem for problem in docket.problems if problem.level == "error" or problem.code == code]
    assert [(item.code, item.place.row) for item in more] == MORE.get(promised.name, [])
    assert (problem.code, problem.level) == (code, level)
    place = problem.place
    assert (place.sheet or "", "" if place.row is None else str(place.row), place.column or "") == (
        promised.sheet,
        promised.row,
        promised.column,
    )
    assert place.file.endswith((promised.name, ".csv"))
    assert promised.what in problem.what.zh
    assert promised.remedy in problem.remedy.zh


def test_good_rows_beside_a_bad_one_are_read() -> None:
    merged = read_docket([FAULTY / "21-合并单元格.xlsx"])
    assert list(merged["instruments"]["id"]) == ["HT-1"]  # rows 3 and 4 are under the merged cells
    assert list(read_docket([FAULTY / "25-错误值.xlsx"])["instruments"]["id"]) == ["HT-1"]
    assert list(read_docket([FAULTY / "41-GBK编码"])["orgs"]["name"]) == ["示例市财政局", "样例家具制造有限公司"]


def test_the_workbooks_and_tables_are_those_their_script_writes() -> None:
    for name, sheets in books().items():
        stored = load_workbook(FAULTY / name)
        assert stored.sheetnames == list(sheets)
        for title, rows in sheets.items():
            assert len([row for row in stored[title].values if any(row)]) == len(rows)
    assert all((FAULTY / name).read_bytes() == data for name, data in tables().items())


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("16-别名炸弹.yaml", 2),
        ("26-空工作簿.xlsx", 2),
        ("42-编码不明", 2),
        ("12-事件类型写错.yaml", 2),
        ("41-GBK编码", 0),
    ],
)
def test_the_command_ends_with_a_message_not_a_traceback(name: str, status: int) -> None:
    done = subprocess.run(
        [COMMAND, "audit", FAULTY / name, "--as-of", "2026-06-30", "--lang", "zh"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert (name in done.stderr or "orgs.csv" in done.stderr) if status else "GBK" in done.stdout
