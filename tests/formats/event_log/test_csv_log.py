"""CSV logs: the same docket as XES, rows in any order, encodings and delimiters, rows that do not fit."""

from __future__ import annotations

import gzip
import itertools
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from formats.event_log.logs import Made

    Carry = Callable[..., Made]

MAP = """\
log: {case: 编号, activity: 活动, timestamp: 时间, time_zone: Asia/Shanghai, timestamp_formats: ['%d/%m/%Y %H:%M', '%Y年%m月%d日']}
instrument: {domain: task, kind: notice, authority: 示例市某局, title: {attribute: 名称}}
obligations:
- {id: answer, title: 答复, trigger: 受理, within: {n: 15, unit: day}, fulfilled_by: 答复, bearer: {attribute: 科室, as: post, of: 受理}}
"""
ROWS = [
    "编号,活动,时间,名称,科室",
    "A,受理,01/03/2026 23:59,道路,一科",
    "B,受理,2026年3月2日,桥梁,二科",
    "A,答复,16/03/2026 00:00,道路,三科",
    "B,答复,2026-03-18,桥梁,二科",
]


def test_rows_of_a_case_need_not_stand_together(carry: Carry):
    made = carry(MAP, "\n".join(ROWS), "log.csv")
    assert not made.done.problems
    assert made.verdict("A/answer") == ("fulfilled", "2026-03-16", "2026-03-16", 0)
    assert made.verdict("B/answer") == ("fulfilled_late", "2026-03-17", "2026-03-18", 1)
    assert made.rows("obligations")["A/answer"]["bearer"] == "示例市某局/一科"
    assert made.rows("obligations")["A/answer"]["clause"] == ":2"
    assert made.rows("events")["A:2>answer"]["source"] == ":4"
    assert made.rows("instruments")["B"]["title"] == "桥梁"


def test_the_order_of_rows_does_not_move_a_verdict(carry: Carry):
    expected = {key: status.state for key, status in carry(MAP, "\n".join(ROWS), "log.csv").settled().items()}
    for rows in itertools.permutations(ROWS[1:]):
        made = carry(MAP, "\n".join([ROWS[0], *rows]), "log.csv")
        assert {key: status.state for key, status in made.settled().items()} == expected


@pytest.mark.parametrize(
    ("name", "data", "codes"),
    [
        ("log.csv", "\n".join(ROWS).encode("utf-8-sig"), set()),
        ("log.csv", "\r\n".join(ROWS).encode("gb18030"), {"encoding"}),
        ("log.csv", "\n".join(ROWS).replace(",", ";").encode(), set()),
        ("log.csv", "\n".join(ROWS).replace(",", "\t").encode("utf-16"), {"encoding"}),
        ("log.csv.gz", gzip.compress("\n".join(ROWS).encode(), mtime=0), set()),
    ],
)
def test_encodings_delimiters_and_gzip(carry: Carry, name: str, data: bytes, codes: set[str]):
    made = carry(MAP, data, name)
    assert set(made.codes()) == codes
    assert not made.done.errors
    assert made.verdict("A/answer")[0] == "fulfilled"


@pytest.mark.parametrize(
    ("row", "code", "line"),
    [
        ("A,答复,17/03/2026 00:00,道路", "ragged_row", 6),
        ("A,答复,17/03/2026 00:00,道路,一科,多", "ragged_row", 6),
        ("A,,17/03/2026 00:00,道路,一科", "no_activity", 6),
        ("A,答复,,道路,一科", "no_stamp", 6),
        ("A,答复,昨天,道路,一科", "bad_stamp", 6),
        ("A,答复,17/03/1026 00:00,道路,一科", "date_out_of_range", 6),
        ("A,答复,17/03/2026 00:00,铁路,一科", "value_varies", 2),
    ],
)
def test_a_bad_row_costs_its_case_and_no_other(carry: Carry, row: str, code: str, line: int):
    made = carry(MAP, "\n".join([*ROWS, row]), "log.csv")
    assert [(problem.code, problem.place.row) for problem in made.done.problems] == [(code, line)]
    assert set(made.rows("obligations")) == {"B/answer"}
    assert (made.done.cases, made.done.left_out) == (2, 1)


def test_a_row_without_case_is_a_case_nobody_can_judge(carry: Carry):
    made = carry(MAP, "\n".join([*ROWS, ",答复,17/03/2026 00:00,道路,一科"]), "log.csv")
    assert made.codes() == {"no_case": 1}
    assert set(made.rows("obligations")) == {"A/answer", "B/answer"}
    assert (made.done.cases, made.done.left_out) == (3, 1)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unknown_attribute"),
        ("\n".join([*ROWS, '"A,答复']).encode(), "bad_csv"),
        ("编号,活动,活动,时间,名称,科室\nA,受理,受理,2026-01-01,x,y".encode(), "repeated_heading"),
        ("\n".join(ROWS).replace("编号", "号码").encode(), "unknown_attribute"),
        (b"\xff\xff\xff", "wrong_encoding"),
        (gzip.compress(b"x" * 1000, mtime=0)[:-10], "damaged_gzip"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(carry: Carry, data: bytes, code: str):
    made = carry(MAP, data, "log.csv")
    assert made.done.errors
    assert code in made.codes()
    assert not made.docket["obligations"].places
