"""Integrity of a docket: what cannot be used is named with its place, what refers to it goes with it, the rest stays."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from govaudit.docket.integrity import check_integrity
from govaudit.formats.collect import Collector
from govaudit.model.problem import Place

if TYPE_CHECKING:
    from govaudit.docket.table import Docket


def _docket(**changes: dict[str, object]) -> Docket:
    out = Collector()
    rows: dict[str, dict[str, object]] = {
        "orgs": {"id": "B", "name": "某局"},
        "instruments": {"id": "C", "domain": "debt", "kind": "loan", "title": "借款", "authority": "B"},
        "obligations": {
            "id": "O",
            "instrument": "C",
            "title": "还款",
            "bearer": "B",
            "due_on": "2026-03-31",
            "amount": "100",
        },
        "events": {"id": "E", "obligation": "O", "type": "pay", "occurred_on": "2026-03-31", "amount": "100"},
    }
    rows |= {table: rows.get(table, {}) | change for table, change in changes.items()}
    for number, (table, row) in enumerate(rows.items(), 1):
        out.add(table, row, Place("f.csv", table, number))
    check_integrity(out.docket)
    return out.docket


def _codes(docket: Docket) -> list[str]:
    return [problem.code for problem in docket.errors]


def test_a_sound_docket_has_no_problem() -> None:
    docket = _docket()
    assert _codes(docket) == []
    assert len(docket["events"]) == 1


@pytest.mark.parametrize(("table", "change", "code", "column"), [
    ("obligations", {"bearer": "Z"}, "missing_reference", "bearer"),
    ("obligations", {"due_on": None, "anchor": "delivered"}, "missing_value", "n"),
    ("obligations", {"due_on": None, "anchor": "delivered", "n": "-1", "unit": "day"}, "period_out_of_range", "n"),
    ("obligations", {"due_on": None, "anchor": "delivered", "n": "36526", "unit": "day"}, "period_out_of_range", "n"),
    ("obligations", {"due_on": "1969-12-31"}, "date_out_of_range", "due_on"),
    ("obligations", {"due_on": "2101-01-01"}, "date_out_of_range", "due_on"),
    ("obligations", {"amount": "-1"}, "negative_amount", "amount"),
    ("events", {"occurred_on": "2101-01-01"}, "date_out_of_range", "occurred_on"),
    ("events", {"amount": "-1"}, "negative_amount", "amount"),
    ("events", {"currency": "USD"}, "other_currency", "currency"),
    ("events", {"obligation": "OO"}, "missing_reference", "obligation"),
    ("events", {"type": "amend", "terms": {"amount": "0.001"}}, "bad_terms", "terms"),
    ("events", {"type": "amend", "terms": {"amount": "-1"}}, "bad_terms", "terms"),
    ("events", {"type": "amend", "terms": {"due_on": "2199-01-01"}}, "bad_terms", "terms"),
    ("fiscal", {"unit": "B", "year": "1e99", "basis": "final", "item": "gdp", "value": "1"}, "year_out_of_range", "year"),
    ("fiscal", {"unit": "B", "year": "26", "basis": "final", "item": "gdp", "value": "1"}, "year_out_of_range", "year"),
])  # fmt: skip
def test_each_fault_is_named_where_it_stands(table: str, change: dict[str, object], code: str, column: str) -> None:
    docket = _docket(**{table: change})
    first = docket.errors[0]
    assert (first.code, first.place.file, first.place.sheet, first.place.column) == (code, "f.csv", table, column)
    assert first.remedy.zh
    assert first.remedy.en


def test_rows_that_refer_to_a_bad_row_go_with_it_and_say_so() -> None:
    docket = _docket(instruments={"authority": "Z"})
    assert _codes(docket) == ["missing_reference", "refers_to_bad_row", "refers_to_bad_row"]
    assert [len(docket[name]) for name in ("orgs", "instruments", "obligations", "events")] == [1, 0, 0, 0]


def test_a_near_id_is_suggested() -> None:
    docket = _docket(events={"obligation": "0"})
    assert docket.errors[0].value == "0"
    docket = _docket(obligations={"id": "ZF-2026-001"}, events={"obligation": "ZF-2026-01"})
    assert "ZF-2026-001" in docket.errors[0].remedy.zh


def test_of_a_repeated_id_the_first_row_stays() -> None:
    out = Collector()
    for number, name in enumerate(("甲局", "乙局"), 1):
        out.add("orgs", {"id": "B", "name": name}, Place("orgs.csv", None, number + 1))
    check_integrity(out.docket)
    assert list(out.docket["orgs"]["name"]) == ["甲局"]
    assert [(p.code, p.place.row) for p in out.docket.errors] == [("repeated_id", 3)]


def test_a_yen_has_no_hundredths_when_an_amount_is_changed() -> None:
    docket = _docket(
        obligations={"currency": "JPY"}, events={"type": "amend", "amount": None, "terms": {"amount": "10.5"}}
    )
    assert _codes(docket) == ["bad_terms"]


def test_many_missing_ids_are_named_in_a_moment() -> None:
    out = Collector()
    for number in range(5000):
        out.add(
            "orgs",
            {"id": f"机构-{number:05d}", "name": "某局", "parent": f"机构-{number + 50_000:05d}"},
            Place("orgs.csv", None, number + 2),
        )
    began = time.process_time()
    check_integrity(out.docket)
    assert len(_codes(out.docket)) == 5000
    assert time.process_time() - began < 20  # a guess for each of them takes minutes


def test_a_long_chain_of_references_falls_at_once() -> None:
    out = Collector()
    for number in range(20_000):
        out.add(
            "orgs",
            {"id": f"B{number}", "name": "某局", "parent": f"B{number + 1}"},
            Place("orgs.csv", None, number + 2),
        )
    began = time.process_time()
    check_integrity(out.docket)
    assert len(out.docket["orgs"]) == 0
    assert sorted(set(_codes(out.docket))) == ["missing_reference", "refers_to_bad_row"]
    assert time.process_time() - began < 20


def test_an_id_that_another_table_still_has_is_no_dangling_reference() -> None:
    out = Collector()
    out.add("orgs", {"id": "A", "name": "某局"}, Place("orgs.csv", None, 2))
    out.add("posts", {"id": "A", "org": "nowhere", "title": "局长"}, Place("posts.csv", None, 2))
    out.add(
        "instruments",
        {"id": "C", "domain": "pledge", "kind": "plan", "title": "承诺", "authority": "A"},
        Place("i.csv", None, 2),
    )
    out.add(
        "obligations",
        {"id": "O", "instrument": "C", "title": "公开", "bearer": "A", "due_on": "2026-01-01"},
        Place("o.csv", None, 2),
    )
    check_integrity(out.docket)
    assert len(out.docket["obligations"]) == 1
    assert len(out.docket["posts"]) == 0


@pytest.mark.parametrize(
    ("title", "force", "soft"),
    [
        ("一般不迟于2026年6月底协调银行授信", None, "一般"),
        ("原则上六月底前拨付", "binding", "原则上"),
        ("力争年内交付", None, "力争"),
        ("力争年内交付", "none", None),  # said to be a mere aim: nothing to check
        ("一般债券第1期付息", None, None),
        ("支付一般公共预算安排的补助", None, None),
    ],
)
def test_soft_words_of_a_binding_promise_are_noted_and_nothing_is_taken_out(
    title: str, force: str | None, soft: str | None
):
    docket = _docket(obligations={"title": title} | ({"force": force} if force else {}))
    notes = [problem for problem in docket.problems if problem.code == "soft_wording"]
    assert [f"（“{soft}”）" in one.what.zh for one in notes] == ([True] if soft else [])
    assert {one.level for one in notes} <= {"note"}
    assert (_codes(docket), len(docket["obligations"])) == ([], 1)
