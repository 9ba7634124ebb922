"""Hostile and broken workbooks end as a problem with a remedy, never as an exception or a dead process (platform.md §7)."""

from __future__ import annotations

import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from govaudit.formats.workbook import guard
from intake_books import ORG_ROWS, ORGS, only, raw_book, read, sheet_xml, text_cell, write_book

if TYPE_CHECKING:
    from pathlib import Path


def test_a_cell_in_the_last_corner_is_refused_before_a_reader_reserves_the_whole_sheet(tmp_path: Path):
    path = raw_book(tmp_path / "a.xlsx", sheet_xml(ORG_ROWS + f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'))
    problem = only(read(path), "used_range_too_large")
    assert "1048576" in problem.what.en
    assert problem.place.file == "a.xlsx"


def test_a_lying_dimension_is_not_believed(tmp_path: Path):
    xml = sheet_xml(ORG_ROWS).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    docket = read(raw_book(tmp_path / "a.xlsx", xml))
    assert not docket.errors
    assert len(docket["orgs"]) == 1


def test_cells_without_references_count_as_the_next_ones(tmp_path: Path):
    rows = (
        '<row r="1"><c r="XFC1" s="0"/><c t="inlineStr"><is><t>id</t></is></c></row>'
        f'<row r="900">{text_cell("A900", "x")}</row>'
    )
    facts = guard.inspect(raw_book(tmp_path / "a.xlsx", sheet_xml(rows))).sheets[0].facts
    assert facts.used == (1, 900, 1, 16384)


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + sheet_xml(ORG_ROWS),
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + sheet_xml(ORG_ROWS),
        '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + sheet_xml(f'<row r="1">{text_cell("A1", "&b;")}</row>'),
    ],
)  # fmt: skip
def test_document_type_declarations_and_entities_are_refused(tmp_path: Path, xml: str):
    assert only(read(raw_book(tmp_path / "a.xlsx", xml)), "hostile_workbook").level == "error"


def test_a_declaration_in_any_other_part_is_refused(tmp_path: Path):
    path = raw_book(
        tmp_path / "a.xlsx", sheet_xml(ORG_ROWS), extra={"xl/other.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}
    )
    assert only(read(path), "hostile_workbook").level == "error"


def test_a_zip_bomb_is_refused(tmp_path: Path):
    path = raw_book(tmp_path / "a.xlsx", sheet_xml(ORG_ROWS), extra={"xl/media/image1.png": bytes(40 << 20)})
    assert path.stat().st_size < 100_000
    assert "解压" in only(read(path), "hostile_workbook").what.zh


def test_a_part_larger_than_it_declares_is_refused(tmp_path: Path):
    path = raw_book(tmp_path / "a.xlsx", sheet_xml(ORG_ROWS), extra={"xl/z.bin": b"x" * 5000})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/z.bin"))
    data[at + 24 : at + 28] = struct.pack("<L", 100)
    path.write_bytes(data)
    assert only(read(path), "damaged_workbook").level == "error"


@pytest.mark.parametrize("name", ["../evil.xml", "xl/../../evil.xml", "C:/evil.xml", "xl/workbook.xml"])
def test_names_that_repeat_or_lead_outside_are_refused(tmp_path: Path, name: str):
    path = write_book(tmp_path / "a.xlsx", {"orgs": ORGS})
    with zipfile.ZipFile(path, "a") as archive:
        if name in archive.namelist():
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr(name, b"<a/>")
        else:
            archive.writestr(name, b"<a/>")
    assert only(read(path), "hostile_workbook").level == "error"


def test_too_many_parts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(guard, "_MEMBERS", 5)
    assert only(read(write_book(tmp_path / "a.xlsx", {"orgs": ORGS})), "hostile_workbook").level == "error"


def test_a_password_or_an_old_format_says_save_as_xlsx(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    problem = only(read(path), "encrypted_or_old")
    assert ".xlsx" in problem.remedy.en
    assert "密码" in problem.remedy.zh


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"), (b"id,name\no1,x\n", "not_a_workbook"), (b"<html><table>", "not_a_workbook"), (b"PK\x03\x04garbage", "damaged_workbook"),
        (b"PK\x05\x06" + bytes(18), "not_a_workbook"),
    ],
)  # fmt: skip
def test_files_that_are_no_workbooks(tmp_path: Path, data: bytes, code: str):
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert only(read(path), code).place.file == "a.xlsx"


def test_a_workbook_cut_short_is_damaged(tmp_path: Path):
    path = write_book(tmp_path / "a.xlsx", {"orgs": ORGS})
    path.write_bytes(path.read_bytes()[:-200])
    assert only(read(path), "damaged_workbook").remedy.zh


def test_a_cell_that_claims_another_row_is_refused(tmp_path: Path):
    path = raw_book(tmp_path / "a.xlsx", sheet_xml(f'<row r="1">{text_cell("A9", "id")}</row>'))
    assert only(read(path), "damaged_workbook").level == "error"


def test_broken_xml_is_damaged(tmp_path: Path):
    assert only(read(raw_book(tmp_path / "a.xlsx", sheet_xml(ORG_ROWS)[:-20])), "damaged_workbook").level == "error"


def test_styled_blank_rows_are_no_rows_and_widen_nothing(tmp_path: Path):
    blanks = "".join(f'<row r="{row}"><c r="A{row}" s="0"/><c r="L{row}" s="0"/></row>' for row in range(3, 60_000))
    path = raw_book(tmp_path / "a.xlsx", sheet_xml(ORG_ROWS + blanks))
    assert guard.inspect(path).sheets[0].facts.used == (1, 2, 1, 2)
    docket = read(path)
    assert not docket.errors
    assert len(docket["orgs"]) == 1


def test_a_stray_cell_far_below_blank_rows_is_read_as_the_row_it_is(tmp_path: Path):
    path = raw_book(tmp_path / "a.xlsx", sheet_xml(ORG_ROWS + f'<row r="400001">{text_cell("A400001", "o2")}</row>'))
    assert only(read(path), "missing_value").place.row == 400_001


@pytest.mark.slow
def test_fifty_megabytes_of_a_million_blank_rows(tmp_path: Path):
    def rows() -> str:
        cells = "".join(f'<c r="{letter}{{0}}" s="0"/>' for letter in "ABCDEFGHIJKL")
        return "".join(f'<row r="{row}" spans="1:12">{cells.format(row)}</row>' for row in range(3, 1_048_577))

    docket = read(raw_book(tmp_path / "a.xlsx", sheet_xml(ORG_ROWS + rows())))
    assert not docket.errors
    assert list(docket["orgs"]["id"]) == ["o1"]
