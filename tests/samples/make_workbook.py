"""Write contracts_samples/workbook/示例市.xlsx: the case files of contracts_samples as one workbook, with the same ids.

Run by hand after the case files change: `.venv/bin/python tests/samples/make_workbook.py`. Cells are typed as a person would fill them in:
dates as dates, amounts as numbers, words of closed lists in Chinese, headings in Chinese.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from govaudit.docket.labels.column_words import ZH_WORDS
from govaudit.docket.schema import TABLES, Column
from govaudit.formats.collect import Collector
from govaudit.formats.yaml_case.case_file import read_case

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.model.problem import Place

SAMPLES = Path(__file__).parents[2] / "contracts_samples"
TARGET = SAMPLES / "workbook" / "示例市.xlsx"
_FOLDERS = ("debt", "investment", "ppp", "procurement")
_DATES = {"date", "partial", "recorded"}
_NOTES = ("本工作簿与 contracts_samples 中的案卷文件（YAML）是同一份案卷，编号相同。", "示例市及其中的地名、机构、企业、人员、文号均为虚构。",
          "审计基准日：2026-06-30（govaudit audit 示例市.xlsx --as-of 2026-06-30）。", "每个工作表是一张表，第一行是列名；金额单位见列“金额单位”“数值单位”，不填为元。")  # fmt: skip


class Recorder(Collector):
    """Keeps the raw rows of each table as the case files give them."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(self, table: str, raw: Mapping[str, Any], place: Place, units: Mapping[str, int] | None = None) -> None:
        """Keep the row, then check it as usual."""
        self.rows[table].append({name: value for name, value in raw.items() if value is not None})
        super().add(table, raw, place, units)


def case_files() -> list[Path]:
    """Return the case files in the order in which a docket folder is read."""
    found = [path for folder in _FOLDERS for path in (SAMPLES / folder).glob("*.yaml")]
    return sorted([*found, SAMPLES / "fiscal.yaml", SAMPLES / "officials.yaml"])


def raw_rows() -> dict[str, list[dict[str, Any]]]:
    """Read all case files; return the raw rows by table. ValueError when a file has a problem."""
    recorder = Recorder()
    for path in case_files():
        read_case(path, path.relative_to(SAMPLES).as_posix(), recorder)
    if recorder.docket.errors:
        raise ValueError(str(recorder.docket.errors[0]))
    return recorder.rows


def cell(value: Any, column: Column) -> Any:
    """Return a raw value as a spreadsheet cell."""
    if column.kind == "list":
        return "；".join(value) if isinstance(value, list) else value
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    if column.kind in _DATES:
        return dt.date.fromisoformat(value)
    if column.kind in {"money", "number", "int"}:
        return Decimal(value) if "." in value else int(value)
    if column.kind == "flag":
        return "是" if value == "true" else "否"
    return ZH_WORDS.get(value, value) if column.kind == "choice" else value


def build() -> Workbook:
    """Return the workbook."""
    book = Workbook()
    del book["Sheet"]
    notes = book.create_sheet("说明")
    for line in _NOTES:
        notes.append([line])
    notes.column_dimensions["A"].width = 90
    rows = raw_rows()
    for table, spec in TABLES.items():
        used = [column for column in spec.columns.values() if any(column.name in row for row in rows[table])]
        if not used:
            continue
        sheet = book.create_sheet(spec.title.zh)
        sheet.append([column.label.zh for column in used])
        for row in rows[table]:
            sheet.append([cell(row[column.name], column) if column.name in row else None for column in used])
        for position, column in enumerate(used, 1):
            sheet.cell(1, position).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(position)].width = (
                44 if column.name in {"title", "name", "note"} else 18
            )
        sheet.freeze_panes = "B2"
    book.properties.creator = "示例市"
    book.properties.created = book.properties.modified = dt.datetime(2026, 6, 30)  # noqa: DTZ001 - a file property without zone
    return book


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    build().save(TARGET)
