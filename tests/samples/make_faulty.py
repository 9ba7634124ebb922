"""Write the workbooks and CSV files of contracts_samples/faulty; the YAML ones are kept by hand.

Run by hand: `.venv/bin/python tests/samples/make_faulty.py`. One fault a file, so that each message can be read by itself.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from openpyxl import Workbook

FAULTY = Path(__file__).parents[2] / "contracts_samples" / "faulty"
_ORGS = [["id", "name", "kind"], ["CZ", "示例市财政局", "department"], ["Q1", "样例家具制造有限公司", "company"]]
_HEAD = ["id", "domain", "kind", "title", "authority", "counterparty", "signed_on", "amount"]
_DAY = dt.date(2026, 3, 2)
Sheets = dict[str, list[list[Any]]]


def _contract(number: int, amount: Any, title: str = "办公桌椅采购合同") -> list[Any]:
    return [f"HT-{number}", "procurement", "contract", title, "CZ", "Q1", _DAY, amount]


def books() -> dict[str, Sheets]:
    """Return the sheets of each workbook."""
    rows = [_HEAD, _contract(1, 580000), _contract(2, 96000, "会议室设备采购合同")]
    wan = [*_HEAD[:-1], "amount（万元）", "unit"]
    return {
        "21-合并单元格.xlsx": {"orgs": _ORGS, "instruments": [*rows, _contract(3, 41000, "档案柜采购合同")]},
        "22-万元还是元.xlsx": {"orgs": _ORGS, "instruments": [wan, [*_contract(1, 580000), "元"], [*_contract(2, 9.6), "万元"]]},
        "23-金额写了文字.xlsx": {"orgs": _ORGS, "instruments": [_HEAD, _contract(1, "五十八万"), _contract(2, 96000)]},
        "24-公式没有结果.xlsx": {"orgs": _ORGS, "instruments": [_HEAD, _contract(1, "=290000*2"), _contract(2, 96000)]},
        "25-错误值.xlsx": {"orgs": _ORGS, "instruments": [_HEAD, _contract(1, 580000), _contract(2, "#REF!")]},
        "26-空工作簿.xlsx": {"orgs": []},
        "27-未知工作表.xlsx": {"orgs": _ORGS, "合同清单": rows},
        "28-编号变成日期.xlsx": {"orgs": _ORGS, "instruments": [_HEAD, [dt.date(2026, 3, 1), *_contract(1, 580000)[1:]]]},
        "29-标题行在表头上.xlsx": {"orgs": _ORGS, "instruments": [["示例市政府采购合同台账"], *rows]},
        "30-有数据没有表头.xlsx": {"orgs": _ORGS, "instruments": [_HEAD, [*_contract(1, 580000), "待付"]]},
    }  # fmt: skip


def save(name: str, sheets: Sheets) -> None:
    """Write one workbook."""
    book = Workbook()
    del book["Sheet"]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for row in sheet.iter_rows():
            for one in row:
                if one.value == "#REF!":
                    one.data_type = "e"
    if name.startswith("21"):
        book["instruments"].merge_cells("E3:E4")
    book.properties.created = book.properties.modified = dt.datetime(2026, 6, 30)  # noqa: DTZ001 - a file property without zone
    book.save(FAULTY / name)


_ORGS_CSV = "id,name,kind\nCZ,示例市财政局,department\nQ1,样例家具制造有限公司,company\n"


def tables() -> dict[str, bytes]:
    """Return the CSV files: a folder each, because a CSV file is named after its table."""
    return {
        "41-GBK编码/orgs.csv": _ORGS_CSV.encode("gbk"),
        "42-编码不明/orgs.csv": "id,name,kind\nCZ,示例市财政局,department\n".encode()
        + b"Q1,\xff\xfe\xd1\xf9,company\n",
        "43-字段数不符/orgs.csv": (_ORGS_CSV + "ZJ,示例市住房和城乡建设局，建设科,department,city\n").encode(),
        "44-引号没有成对/orgs.csv": (_ORGS_CSV + 'ZJ,"示例市住房和城乡建设局,department\n').encode(),
        "45-没有这张表/合同台账.csv": _ORGS_CSV.encode(),
        "46-空表/orgs.csv": b"",
    }


if __name__ == "__main__":
    for book_name, book_sheets in books().items():
        save(book_name, book_sheets)
    for table_name, data in tables().items():
        path = FAULTY / table_name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    (FAULTY / "31-改了扩展名.xlsx").write_text(_ORGS_CSV, encoding="utf-8")
