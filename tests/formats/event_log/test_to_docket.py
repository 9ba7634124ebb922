"""From a log to tables: ids, sources, problems with their case and event, misspelt names, the same tables in both formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from formats.event_log.logs import SEND, case, event
from govaudit.docket.schema import TABLES
from govaudit.formats.event_log.log_tables import COLUMNS
from govaudit.model.days import iso

if TYPE_CHECKING:
    from collections.abc import Callable

    from formats.event_log.logs import Made

    Carry = Callable[..., Made]

RICH = (
    SEND.replace("time_zone:", "resource: org:resource, amount: paid, time_zone:")
    + """\
- {id: pay, title: 缴纳, trigger: Send, within: {n: 2, unit: month}, fulfilled_by: Pay, amount: fine, bearer: {attribute: who}, condition: Confirm}
- {id: end, title: 办结, due_attribute: deadline, fulfilled_by: {attribute: end}, bearer: {attribute: desk, as: post}}
"""
)
LOG = [
    case("甲,1", event("Create", "2026-01-01", **{"org:resource": "537"}), event("Send", "2026-01-31", fine="12.30", who="某公司", desk="一科"),
         event("Confirm", "2026-02-01"), event("Pay", "2026-02-28", paid="12.3"), deadline="2026-02-01", end="2026-02-02", desk="二科"),
    case('乙"2', event("Create", "2026-02-01"), deadline="2026-02-01", desk="二科"),
]  # fmt: skip


def test_the_tables_have_columns_of_the_docket():
    for table, columns in COLUMNS.items():
        assert set(columns) <= set(TABLES[table].columns), table


def test_rows_say_where_they_come_from_and_how_far_the_records_go(carry: Carry):
    made = carry(RICH, LOG)
    rows = made.rows("obligations")
    assert set(rows) == {"甲,1/send", "甲,1/pay", "甲,1/end", '乙"2/send', '乙"2/end'}
    assert rows["甲,1/pay"]["clause"] == "/log/trace[1]/event[2]"
    assert rows["甲,1/end"]["clause"] == "/log/trace[1]"
    assert {row["source"] for row in rows.values()} == {"log.xes"}
    assert (rows["甲,1/pay"]["anchor"], rows["甲,1/pay"]["tz"], rows["甲,1/pay"]["bearer"]) == (
        "2026-01-31",
        "Europe/Rome",
        "某公司",
    )
    assert rows["甲,1/end"]["bearer"] == "示例市交警支队/二科"
    events = made.rows("events")
    assert events["甲,1:4>pay"]["source"] == "/log/trace[1]/event[4]"
    assert events["甲,1@end>end"]["source"] == "/log/trace[1]/@end"
    assert made.rows("sources")["log.xes"]["complete_through"] == made.done.complete_through
    assert iso(made.done.complete_through) == "2026-02-28"


def test_what_has_no_record_after_the_log_is_unknown_and_not_a_breach(carry: Carry):
    made = carry(SEND, [case("A", event("Create", "2026-01-01")), case("B", event("Create", "2026-03-01"))])
    status = made.settled()["A/send"]  # due 2026-04-01, the log ends on 2026-03-01
    assert status.state == "active"
    assert "unknown_after(2026-03-01)" in status.flags
    late = carry(
        SEND.replace("time_zone:", "complete_through: 2026-05-01, time_zone:"),
        [case("A", event("Create", "2026-01-01"))],
    )
    assert late.verdict("A/send", "2026-05-01") == ("breached", "2026-04-01", None, 30)


def test_csv_and_parquet_are_the_same_docket(carry: Carry):
    first, second = carry(RICH, LOG), carry(RICH, LOG, form="parquet")
    for table in COLUMNS:
        assert list(first.docket[table].rows()) == list(second.docket[table].rows()), table
    assert first.settled() == second.settled()


def test_who_did_it_is_the_person_of_the_event(carry: Carry):
    made = carry(RICH + "events: [Create]\n", LOG)
    assert made.rows("events")["甲,1:1"]["person"] == "537"
    assert set(made.rows("persons")) == {"537"}


@pytest.mark.parametrize(
    ("bad", "code", "line", "column", "zh"),
    [
        (("", "2026-01-02T00:00:00+01:00", {}), "no_activity", 20, "concept:name", "第2个案例（B）第2个事件：事件没有活动名称"),
        (("Send", "0", {}), "bad_stamp", 20, "time:timestamp", "第2个案例（B）第2个事件：时间无法识别"),
        (("Send", " ", {}), "no_stamp", 20, "time:timestamp", "第2个案例（B）第2个事件：事件没有时间"),
    ],
)  # fmt: skip
def test_a_problem_names_case_event_and_line(
    carry: Carry, bad: tuple[str, str, dict[str, str]], code: str, line: int, column: str, zh: str
):
    log = [
        case("A", event("Create", "2026-01-01"), event("Send", "2026-01-02")),
        case("B", event("Create", "2026-01-01"), bad),
    ]
    made = carry(SEND, log)
    (problem,) = made.done.problems
    assert (problem.code, problem.place.row, problem.place.column, problem.what.zh) == (code, line, column, zh)
    assert set(made.rows("obligations")) == {"A/send"}


def test_cases_without_id_or_with_one_used_before(carry: Carry):
    first = case("A", event("Create", "2026-01-01"), event("Send", "2026-01-02"))
    made = carry(SEND, [first, ({}, first[1]), first])
    assert made.codes() == {"no_case": 1, "repeated_case": 1}
    assert (made.done.cases, made.done.left_out, len(made.rows("obligations"))) == (3, 2, 1)


def test_names_the_log_never_has_are_found_and_the_nearest_is_named(carry: Carry):
    text = SEND.replace("trigger: Create", "trigger: Creat").replace("within:", "where: {kindd: x}, within:")
    made = carry(text, [case("A", event("Create", "2026-01-01", kind="x"), event("Send", "2026-01-02"))])
    found = {problem.code: (problem.value, problem.remedy.en) for problem in made.done.errors}
    assert found == {
        "unknown_activity": ("Creat", "did you mean 'Create'?"),
        "unknown_attribute": ("kindd", "did you mean 'kind'?"),
    }


def test_many_problems_of_one_kind_are_counted_not_listed(carry: Carry):
    bad = [case(f"A{n}", event("Create", "2026-01-01"), event("Send", "gestern um zwölf")) for n in range(50)]
    made = carry(SEND, bad)
    assert (made.done.left_out, made.codes()["bad_stamp"]) == (50, 21)
    assert "另有30处" in made.done.problems[20].what.zh


@pytest.mark.parametrize("text", ["<log/>", "<log><trace/></log>"])
def test_a_log_without_cases_is_a_problem(carry: Carry, text: str):
    assert carry(SEND, text).done.errors


def test_the_same_log_gives_the_same_bytes(carry: Carry, tmp_path_factory: pytest.TempPathFactory):
    from govaudit.formats.event_log.map_read import read_map
    from govaudit.formats.event_log.to_docket import import_log

    folder = tmp_path_factory.mktemp("twice")
    carry(RICH, LOG)  # writes log and map
    source = next(path.parent for path in tmp_path_factory.getbasetemp().rglob("log.xes"))
    mapping, _ = read_map(source / "map.yaml")
    assert mapping is not None
    written = []
    for name, form in (("a", "csv"), ("b", "csv"), ("c", "parquet"), ("d", "parquet")):
        (folder / name).mkdir()
        import_log(source / "log.xes", mapping, folder / name, form)
        written.append({path.name: path.read_bytes() for path in sorted((folder / name).iterdir())})
    assert written[0] == written[1]
    assert written[2] == written[3]
