"""Workbooks for the tests of intake: written by openpyxl, or with hand-made XML where no honest program would."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from govaudit.formats.read import read_docket

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from govaudit.docket.table import Docket
    from govaudit.model.problem import Problem

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ORGS = [["id", "name"], ["o1", "示例市某局"]]
INSTRUMENT = ["id", "domain", "kind", "title", "authority"]


def write_book(path: Path, sheets: Mapping[str, Iterable[Sequence[Any]]]) -> Path:
    """Write a workbook, one sheet a key."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def raw_book(path: Path, xml: str | bytes, *, sheet: str = "orgs", extra: Mapping[str, bytes] | None = None) -> Path:
    """Write a workbook with one sheet whose XML is given."""
    book = Workbook()
    book.worksheets[0].title = sheet
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = xml.encode() if isinstance(xml, str) else xml
            target.writestr(name, content if name == "xl/worksheets/sheet1.xml" else source.read(name))
        for name, data in (extra or {}).items():
            target.writestr(name, data)
    return path


def sheet_xml(rows: str, after: str = "") -> str:
    """Return the XML of a sheet around its rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def text_cell(ref: str, text: str) -> str:
    """Return the XML of a cell with text."""
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


ORG_ROWS = (
    f'<row r="1">{text_cell("A1", "id")}{text_cell("B1", "name")}</row>'
    f'<row r="2">{text_cell("A2", "o1")}{text_cell("B2", "某局")}</row>'
)


def read(path: Path) -> Docket:
    """Read one file or folder."""
    return read_docket([path])


def only(docket: Docket, code: str) -> Problem:
    """Return the one problem of a code; both languages and a remedy must be there."""
    found = [problem for problem in docket.problems if problem.code == code]
    assert len(found) == 1, [(problem.code, str(problem.place)) for problem in docket.problems]
    assert found[0].what.zh
    assert found[0].what.en
    assert found[0].remedy.zh
    assert found[0].remedy.en
    return found[0]


def codes(docket: Docket) -> list[str]:
    """Return the codes of the errors, sorted."""
    return sorted(problem.code for problem in docket.errors)
