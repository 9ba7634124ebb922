"""CSV and Parquet: the table from the file's name, rows by their lines, encodings and separators echoed (docket.md)."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from govaudit.formats.read import read_docket
from govaudit.model.days import parse_day
from intake_books import codes, only, read

if TYPE_CHECKING:
    from pathlib import Path


def csv(folder: Path, text: str | bytes, name: str = "orgs.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_with_and_without_a_mark(tmp_path: Path, encoding: str):
    docket = read(csv(tmp_path, "id,name\no1,财政局\n".encode(encoding)))
    assert list(docket["orgs"]["name"]) == ["财政局"]
    assert docket.problems == ()


def test_gbk_is_detected_and_echoed(tmp_path: Path):
    docket = read(csv(tmp_path, "编号,名称\r\no1,示例市财政局\r\n".encode("gbk")))
    assert list(docket["orgs"]["name"]) == ["示例市财政局"]
    note = only(docket, "encoding")
    assert (note.level, note.value) == ("note", "GBK/GB18030")


def test_gbk_is_read_when_declared(tmp_path: Path):
    docket = read_docket([csv(tmp_path, "id,name\no1,局\n".encode("gbk"))], encoding="gbk")
    assert list(docket["orgs"]["name"]) == ["局"]


def test_a_declared_encoding_that_does_not_fit_names_the_line(tmp_path: Path):
    docket = read_docket([csv(tmp_path, "id,name\no1,甲\no2,乙\n".encode("gbk"))], encoding="utf-8")
    problem = only(docket, "wrong_encoding")
    assert problem.place.row == 2
    assert "--encoding" in problem.remedy.en


def test_an_unknown_declared_encoding(tmp_path: Path):
    assert only(read_docket([csv(tmp_path, "id,name\n")], encoding="gb9999"), "unknown_encoding").remedy.zh


@pytest.mark.parametrize(
    "data", [b"id,name\no1,x\no2,\xff\xfe\xfa\n", "id,name\no1,x\no2,Ünïcödé çàñ\n".encode("latin-1")]
)
def test_bytes_that_are_no_text_name_the_line(tmp_path: Path, data: bytes):
    problem = only(read(csv(tmp_path, data)), "wrong_encoding")
    assert (problem.place.file, problem.place.row) == ("orgs.csv", 3)


def test_utf_16_as_spreadsheets_export_it(tmp_path: Path):
    docket = read(csv(tmp_path, "id\tname\r\no1\t财政局\r\n".encode("utf-16")))
    assert list(docket["orgs"]["name"]) == ["财政局"]
    assert only(docket, "encoding").value == "UTF-16"


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_separators_are_accepted_and_echoed(tmp_path: Path, mark: str):
    docket = read(csv(tmp_path, f"id{mark}name\no1{mark}a,b\n"))
    assert list(docket["orgs"]["name"]) == ["a,b"]
    assert only(docket, "delimiter").level == "note"


def test_rows_are_lines_of_the_file_even_after_quoted_line_breaks(tmp_path: Path):
    docket = read(csv(tmp_path, 'id,name\n\no1,"甲\n乙"\n,\no2,\n'))
    assert list(docket["orgs"]["name"]) == ["甲\n乙"]
    assert docket["orgs"].places[0].row == 3
    problem = only(docket, "missing_value")
    assert (problem.place.row, problem.place.column) == (6, "name")


@pytest.mark.parametrize("row", ["o2", "o2,乙,多"])
def test_ragged_rows_are_problems(tmp_path: Path, row: str):
    docket = read(csv(tmp_path, f"id,name\no1,甲\n{row}\no3,丙\n"))
    problem = only(docket, "ragged_row")
    assert (problem.place.row, problem.value) == (3, row)
    assert list(docket["orgs"]["id"]) == ["o1", "o3"]


@pytest.mark.parametrize("text", ['id,name\no1,甲\no2,"乙\no3,丙\n', 'id,name\no1,甲\no2,"乙"丁\no3,丙\n'])
def test_a_quote_that_is_not_closed_names_the_line_it_starts_on(tmp_path: Path, text: str):
    docket = read(csv(tmp_path, text))
    assert only(docket, "bad_csv").place.row == 3
    assert list(docket["orgs"]["id"]) == ["o1"]


def test_the_stem_is_the_table_in_either_language(tmp_path: Path):
    csv(tmp_path, "id,name\no1,甲\n", "机构.csv")
    csv(tmp_path, "id,title\ne1,合同扫描件\n", "Evidence.CSV")
    docket = read(tmp_path)
    assert not docket.errors
    assert (len(docket["orgs"]), len(docket["evidence"])) == (1, 1)


def test_an_unknown_stem_is_a_problem_with_a_did_you_mean(tmp_path: Path):
    problem = only(read(csv(tmp_path, "id\n1\n", "event.csv")), "unknown_table")
    assert (problem.place.file, problem.value) == ("event.csv", "event")
    assert "events" in problem.remedy.en


def test_an_empty_file_and_one_without_headings(tmp_path: Path):
    assert codes(read(csv(tmp_path, b""))) == ["empty_file"]
    problem = only(read(csv(tmp_path, "o1,甲\no2,乙\n")), "no_headings")
    assert (problem.place.row, problem.value) == (1, "o1")


def test_an_unknown_column_says_did_you_mean_and_no_row_is_read(tmp_path: Path):
    docket = read(csv(tmp_path, "id,nmae\no1,甲\n"))
    problem = only(docket, "unknown_column")
    assert (problem.place.row, problem.place.column) == (1, "nmae")
    assert "name" in problem.remedy.en
    assert len(docket["orgs"]) == 0


def test_a_unit_in_the_heading(tmp_path: Path):
    text = "id,domain,kind,title,authority,金额（亿元）\nc1,debt,loan,贷款,o1,1.5\n"
    csv(tmp_path, "id,name\no1,甲\n")
    csv(tmp_path, text, "instruments.csv")
    assert list(read(tmp_path)["instruments"]["amount"]) == [15_000_000_000]


def test_a_byte_that_ends_strings_elsewhere_is_no_end_here(tmp_path: Path):
    docket = read(csv(tmp_path, b"id,name\no1,a\x00b\n"))
    assert list(docket["orgs"]["name"]) == ["a\x00b"]


def parquet(folder: Path, columns: dict[str, Any], name: str = "instruments.parquet") -> Path:
    (folder / name).parent.mkdir(exist_ok=True)
    pq.write_table(pa.table(columns), folder / name)
    csv(folder, "id,name\no1,甲\n")
    return folder


BASE = {
    "id": ["c1", "c2"],
    "domain": ["debt"] * 2,
    "kind": ["loan"] * 2,
    "title": ["甲", "乙"],
    "authority": ["o1"] * 2,
}


def test_parquet_types_are_taken_as_they_are(tmp_path: Path):
    amounts = pa.array([Decimal("580000.50"), None], pa.decimal128(18, 2))
    docket = read(parquet(tmp_path, {**BASE, "signed_on": [dt.date(2026, 3, 31), None], "amount": amounts}))
    assert not docket.errors
    assert list(docket["instruments"]["signed_on"]) == [parse_day("2026-03-31"), None]
    assert list(docket["instruments"]["amount"]) == [58_000_050, None]


def test_parquet_instants_keep_their_offset(tmp_path: Path):
    moments = pa.array([dt.datetime(2026, 3, 31, 16, tzinfo=dt.UTC)], pa.timestamp("us", tz="UTC"))
    docket = read(
        parquet(
            tmp_path, {"id": ["e1"], "instrument": ["c1"], "type": ["signed"], "occurred_at": moments}, "events.parquet"
        )
    )
    assert codes(docket) == ["missing_reference"]


def test_parquet_float_money_is_read_by_its_shortest_decimal_and_echoed(tmp_path: Path):
    docket = read(parquet(tmp_path, {**BASE, "amount": [1.1, float("nan")]}))
    assert list(docket["instruments"]["amount"]) == [110, None]
    assert only(docket, "float_money").place.column == "amount"


def test_parquet_float_money_finer_than_a_fen_is_a_problem(tmp_path: Path):
    problem = only(read(parquet(tmp_path, {**BASE, "amount": [0.1 + 0.2, 1.0]})), "finer_than_minor")
    assert (problem.place.row, problem.value) == (1, "0.30000000000000004")


def test_parquet_part_files_take_the_name_of_their_folder(tmp_path: Path):
    assert len(read(parquet(tmp_path, BASE, "instruments/part-0.parquet"))["instruments"]) == 2


def test_a_file_that_is_no_parquet(tmp_path: Path):
    path = tmp_path / "orgs.parquet"
    path.write_bytes(b"PAR1 nothing")
    assert only(read(path), "damaged_parquet").remedy.en


def test_parquet_text_kept_as_bytes_is_text(tmp_path: Path):
    columns = {"id": pa.array([b"p1"], pa.binary()), "name": pa.array(["某甲".encode()], pa.binary())}
    docket = read(parquet(tmp_path, columns, "persons.parquet"))
    assert list(docket["persons"]["name"]) == ["某甲"]


def test_parquet_of_a_marked_copy_passes_over_the_column_of_remarks(tmp_path: Path):
    docket = read(parquet(tmp_path, {"id": ["p1"], "错误": ["改正姓名"], "name": ["某甲"]}, "persons.parquet"))
    assert list(docket["persons"]["name"]) == ["某甲"]
    assert not docket.errors


def test_a_codec_that_is_no_encoding_of_text(tmp_path: Path):
    assert codes(read_docket([csv(tmp_path, "id,name\no1,局\n")], encoding="zlib")) == ["unknown_encoding"]


def test_a_heading_of_many_blanks_is_refused_at_once(tmp_path: Path):
    docket = read(csv(tmp_path, "id,name,a" + " " * 100_000 + "b\no1,局,1\n"))
    assert only(docket, "unknown_column").place.row == 1


def test_a_file_that_cannot_be_opened_is_a_problem_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    csv(tmp_path, "id,name\no1,局\n")
    shut = csv(tmp_path, "id,name\n", "persons.csv")

    def refuse(path: Path, *args: Any, **more: Any) -> Any:
        if path == shut:
            raise PermissionError(13, "Permission denied")
        return io.open(path, *args, **more)  # noqa: UP020 - Path.open is what is replaced

    monkeypatch.setattr(type(tmp_path), "open", refuse)
    docket = read_docket([tmp_path])
    assert [(problem.code, problem.place.file) for problem in docket.errors] == [("unreadable_file", "persons.csv")]
    assert list(docket["orgs"]["name"]) == ["局"]
