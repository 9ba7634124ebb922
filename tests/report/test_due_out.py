"""The list of what falls due: text, workbook, calendar, JSON and CSV."""

from __future__ import annotations

import datetime as dt
import io
import json

import icalendar
import openpyxl
import pytest

from govaudit.checks.due_soon import DueRow
from govaudit.model.days import parse_day
from govaudit.model.text import as_text
from govaudit.report.tables import due_table as due_out
from report import example

AS_OF = parse_day(example.AS_OF)
ROWS = [
    DueRow("gp-07/GP-18", "gp-07", as_text("公告政府采购合同"), "publish", AS_OF - 1, -1, "red", None, None, None, provisional=False, amount=None, currency="CNY"),
    DueRow("ppp-01/subsidy-2026", "ppp-01", as_text("支付2026年上半年可行性缺口补助"), "pay", AS_OF + 31, 31, "yellow", "org-water", "局长", "陆知远",
           provisional=True, amount="9300000.00", currency="CNY"),
    DueRow("inv-03/today", "inv-03", as_text("=1+1"), "deliver", AS_OF, 0, "green", "org-east", "区长", None, provisional=False, amount=None, currency="CNY"),
]  # fmt: skip


def out(form: str, lang: str = "zh") -> str | bytes:
    return due_out.write_due(form, ROWS, example.docket(), AS_OF, lang)


def test_text_says_the_day_what_is_left_and_who() -> None:
    text = out("text")
    assert isinstance(text, str)
    for said in (
        "红灯 1项，黄灯 1项，绿灯 1项",
        "已逾期1天",
        "还有31天",
        "今日到期",
        "9,300,000.00元",
        "示例市水务局局长 陆知远",
        "（未明确）",
        "暂定",
    ):
        assert said in text


def test_an_empty_list_says_so() -> None:
    assert "没有到期的义务" in str(due_out.write_due("text", [], example.docket(), AS_OF, "zh"))
    assert "Nothing falls due" in str(due_out.write_due("text", [], example.docket(), AS_OF, "en"))


def test_the_calendar_has_a_whole_day_for_each_obligation() -> None:
    events = list(icalendar.Calendar.from_ical(out("ics")).walk("VEVENT"))
    assert [event.decoded("dtstart") for event in events] == [
        dt.date(2026, 6, 29),
        dt.date(2026, 7, 31),
        dt.date(2026, 6, 30),
    ]
    assert str(events[1]["summary"]) == "[黄灯] 支付2026年上半年可行性缺口补助"
    assert {event.decoded("dtstamp") for event in events} == {dt.datetime(2026, 6, 30, tzinfo=dt.UTC)}


def test_an_obligation_keeps_its_uid_when_its_day_and_light_change() -> None:
    later = [row._replace(due_on=row.due_on + 5, days_left=1, light="red", title=as_text("改名")) for row in ROWS]
    was, now = (
        [
            str(event["uid"])
            for event in icalendar.Calendar.from_ical(
                due_out.write_due("ics", rows, example.docket(), AS_OF, "zh")
            ).walk("VEVENT")
        ]
        for rows in (ROWS, later)
    )
    assert was == now
    assert len(set(was)) == len(ROWS)


@pytest.mark.parametrize("form", due_out.FORMATS)
def test_same_input_same_bytes(form: str) -> None:
    assert out(form) == out(form)


def test_the_workbook_has_names_dates_and_no_formula() -> None:
    data = out("xlsx")
    assert isinstance(data, bytes)
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert [cell.value for cell in sheet[3]][:7] == [
        "黄灯",
        dt.datetime(2026, 7, 31),  # noqa: DTZ001 - a workbook's dates have no zone
        31,
        "支付2026年上半年可行性缺口补助",
        "付款",
        9300000,
        "示例市水务局",
    ]
    assert sheet["D4"].data_type == "s"


def test_json_and_csv_hold_the_rows() -> None:
    document = json.loads(out("json"))
    assert document["as_of"] == "2026-06-30"
    assert document["due"][1]["due_on"] == "2026-07-31"
    data = out("csv")
    assert isinstance(data, str)
    assert data.startswith("obligation,")
    assert "'=1+1" in data


def test_the_legend_states_the_lead_times_in_use() -> None:
    from govaudit.checks.due_soon import LEAD_DAYS
    from govaudit.report.tables.due_table import _LEGEND

    assert LEAD_DAYS == {
        "pay": 30,
        "refund": 30,
        "deliver": 60,
        "publish": 7,
        "sign": 10,
        "file": 10,
        "report": 15,
        "answer": 15,
        None: 20,
    }
    for days in LEAD_DAYS.values():
        assert f"{days}天" in _LEGEND.zh
        assert str(days) in _LEGEND.en
