"""The workbook: readable, filtered, and nothing in it can become a formula."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from govaudit.model.days import parse_day
from govaudit.model.text import Text
from govaudit.report import say_facts
from govaudit.report.render import render_run
from govaudit.report.renderers.sheet_book import SheetBook, amount, amount_days, day
from report import example
from report.test_tables import PAYLOADS

AS_OF = parse_day(example.AS_OF)


def book(lang: str = "zh") -> openpyxl.Workbook:
    data = render_run("xlsx", example.run(), lang)
    assert isinstance(data, bytes)
    return openpyxl.load_workbook(io.BytesIO(data))


def rows(title: str) -> list[dict[str, Any]]:
    head, *body = book()[title].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in body]


def made(title: str, head: str, cell: str) -> tuple[openpyxl.Workbook, bytes]:
    maker = SheetBook("zh", "试")
    maker.sheet(title, [(head, 10)], [[cell]])
    data = maker.bytes(AS_OF)
    return openpyxl.load_workbook(io.BytesIO(data)), data


def test_the_sheets_are_named_in_the_language_of_the_report() -> None:
    assert book().sheetnames == ["发现", "在任情况", "义务状态", "数据问题", "未能核定", "运行清单"]
    assert book("en").sheetnames == ["findings", "holders", "statuses", "problems", "not computed", "manifest"]


def test_a_finding_is_a_row_with_dates_numbers_and_people() -> None:
    first = rows("发现")[0]
    assert first["规则"] == "PP-41"
    assert first["领域"] == "政府和社会资本合作"
    assert first["到期日"] == dt.datetime(2025, 12, 31)  # noqa: DTZ001 - a workbook's dates have no zone
    assert first["未履行金额"] == 13600000
    assert first["逾期天数"] == 181
    assert "甘雨桐" in first["在任情况"]


def test_excluded_findings_show_the_reason() -> None:
    assert rows("发现")[-1]["排除理由"].startswith("已完成公平竞争审查整改")


def test_holders_are_a_sheet_of_their_own() -> None:
    found = rows("在任情况")
    assert [row["天数"] for row in found[:3]] == [60, 30, 91]
    assert [row["姓名"] for row in found[:3]] == ["甘雨桐", "（岗位空缺）", "陆知远"]
    assert found[0]["金额×天数"] == 1056000000


@pytest.mark.parametrize(("lang", "unit"), [("zh", "元·天"), ("en", "CNY·days")])
def test_money_times_days_is_a_number_with_its_own_unit(lang: str, unit: str) -> None:
    for sheet in book(lang).worksheets[1:2]:
        head = [cell.value for cell in sheet[1]]
        at = head.index({"zh": "金额×天数", "en": "amount-days"}[lang])
        shown = {row[at].number_format for row in sheet.iter_rows(min_row=2) if row[at].value is not None}
        assert {one.rpartition('"')[0].rpartition('"')[2].strip() for one in shown} == {unit}


def test_money_times_days_of_another_currency_or_too_long_for_a_number() -> None:
    assert say_facts.amount_days("1234.5", "USD") == Text("1,234.5 USD·天", "1,234.5 USD·days")
    assert amount_days("12345678901234567.00", "CNY", "zh") == "12,345,678,901,234,567.00元·天"


def test_statuses_and_problems_have_chinese_headings() -> None:
    assert rows("义务状态")[0]["状态"] == "已逾期"
    assert rows("义务状态")[0]["标记"] == "部分履行"
    assert rows("数据问题")[0] == {
        "类别": "问题", "文件": "卷宗.xlsx", "工作表": "事件", "行": 9, "列": "发生日", "数值": "2019-13", "问题": "不是日期",
        "处理办法": "改为 2019-12-31 这样的日期",
    }  # fmt: skip


@pytest.mark.parametrize("title", ["发现", "在任情况", "义务状态", "数据问题"])
def test_headings_are_frozen_and_filtered(title: str) -> None:
    sheet = book()[title]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref is not None
    assert sheet.auto_filter.ref.startswith("A1:")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_becomes_a_formula(payload: str) -> None:
    workbook, data = made(payload, payload, payload)
    sheet = workbook.worksheets[0]
    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix
    assert not workbook.sheetnames[0].startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "'"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "TRUE", "1E5", "2026-01-01", "\x00\x08甲", "甲" * 40_000])
def test_text_stays_text_and_fits_a_cell(text: str) -> None:
    cell = made("表", "列", text)[0].worksheets[0]["A2"]
    assert cell.data_type == "s"
    assert len(str(cell.value)) <= 32_767


@pytest.mark.parametrize("title", ["甲/乙[1]:*?\\", "'甲'", "甲" * 50, ""])
def test_any_title_becomes_a_name_excel_takes(title: str) -> None:
    name = made(title, "列", "值")[0].sheetnames[0]
    assert 0 < len(name) <= 31
    assert not set(name) & set("[]:*?/\\")


def test_two_sheets_never_get_one_name() -> None:
    maker = SheetBook("zh", "试")
    for _ in range(3):
        maker.sheet("表", [("列", 5)], [])
    assert openpyxl.load_workbook(io.BytesIO(maker.bytes(AS_OF))).sheetnames == ["表", "表 (2)", "表 (3)"]


def test_rows_beyond_a_sheet_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govaudit.report.renderers.sheet_book.MOST_ROWS", 3)
    maker = SheetBook("zh", "试")
    maker.sheet("表", [("列", 5)], [[number] for number in range(7)])
    workbook = openpyxl.load_workbook(io.BytesIO(maker.bytes(AS_OF)))
    assert [[row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] for sheet in workbook] == [
        [0, 1, 2],
        [3, 4, 5],
        [6],
    ]


def test_same_input_same_bytes_dated_as_of() -> None:
    first, second = (render_run("xlsx", example.run(), "zh") for _ in range(2))
    assert first == second
    assert book().properties.modified == dt.datetime(2026, 6, 30)  # noqa: DTZ001 - openpyxl gives it so


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("1200000.01 CNY", Decimal("1200000.01")),
        ("-3.00", Decimal("-3.00")),
        ("12345678901234567.89", "12345678901234567.89"),
        ("约300万", "约300万"),
        (None, None),
    ],
)
def test_amounts_are_numbers_unless_a_spreadsheet_would_round_them(text: str | None, cell: object) -> None:
    assert amount(text) == cell


@pytest.mark.parametrize(
    ("text", "cell"), [("2026-02-28", dt.date(2026, 2, 28)), ("2019-05", "2019-05"), ("", None), (None, None)]
)
def test_partial_dates_stay_text(text: str | None, cell: object) -> None:
    assert day(text) == cell
