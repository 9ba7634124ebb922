"""Ledgers as a clerk, a debt officer and an auditor of PPP keep them: the days are right, and so must be what is said of them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from cli.desk import call
from verdicts.ledger import counted, duty, facts, happened, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from verdicts.ledger import Audit, Ledger, Row, Tables

AS_OF = "2026-06-30"
YUNZHU: list[Row] = [
    {"id": "县政府", "name": "云渚县人民政府", "kind": "政府", "level": "区县", "parent": ""},
    {"id": "财政局", "name": "云渚县财政局", "kind": "部门", "level": "部门", "parent": "县政府"},
    {"id": "开发区", "name": "云渚经济开发区管理委员会", "kind": "政府", "level": "部门", "parent": "县政府"},
    {"id": "城投", "name": "云渚县城市建设投资有限公司", "kind": "企业", "level": "企业", "parent": ""},
    {"id": "青麦", "name": "青麦食品有限公司", "kind": "企业", "level": "企业", "parent": ""},
]
# id: bearer, action, due, amount (万元), events, breach days as of 2026-06-30
PROMISES: dict[str, tuple[str, str, str, float | None, tuple[str, ...], int]] = {
    # 04-01 to the next 06-30: 365 + 91
    "1-1": ("财政局", "付款", "2025-03-31", 800, ("2025-06-20 付款 300", "2026-01-15 付款 200"), 456),
    "1-2": ("财政局", "付款", "2024-12-31", 60, ("2024-12-28 付款 60",), 0),
    "1-3": ("财政局", "付款", "2025-12-31", 60, ("2026-02-09 拨付 60",), 40), # 31 + 9
    "1-5": ("开发区", "交付", "2024-09-30", None, ("2025-01-10 履行",), 102), # 31 + 30 + 31 + 10
    "2-1": ("城投", "交付", "2024-10-31", None, ("2025-02-17 履行",), 109), # 30 + 31 + 31 + 17
    "2-3": ("开发区", "交付", "2026-03-31", None, (), 91), # 30 + 31 + 30
    "3-1": ("县政府", "交付", "2025-01-31", None, ("2025-04-08 履行",), 62), # the festival moves it to 02-05: 23 + 31 + 8
    "3-4": ("财政局", "付款", "2026-05-31", 212.36, (), 29), # Sunday: 06-01
    "4-2": ("财政局", "付款", "2026-04-30", 350, ("2026-04-30 付款 349.5",), 61), # 5,000 yuan short: 31 + 30
    "4-3": ("县政府", "交付", "2025-08-31", None, ("2025-08-29 履行",), 0),
}  # fmt: skip


def promises() -> Tables:
    duties = []
    lines = []
    for key, (bearer, action, due, amount, events, _) in PROMISES.items():
        columns = {"bearer": bearer, "action": action, "due_on": due, "beneficiary": "青麦"}
        duties.append(duty(key, **columns, amount=None if amount is None else f"{amount}万元"))
        for event in events:
            day, word, *paid = event.split()
            lines.append(f"{day} {word} obligation={key}" + "".join(f" amount={one}万元" for one in paid))
    tables = facts(domain="investment", kind="agreement", authority="县政府", counterparty="青麦",
                   signed_on="2024-03-15", amount="32000万元", duties=duties)  # fmt: skip
    return {**tables, "orgs": YUNZHU, "events": happened(*lines)}


@pytest.mark.parametrize("form", ["csv", "yaml"])
def test_the_days_of_a_clerks_ledger(book: Callable[..., Ledger], form: str):
    rows = book(promises(), form).status(AS_OF)
    assert {key: rows[key]["breach_days"] for key in PROMISES} == {key: one[-1] for key, one in PROMISES.items()}
    assert {key for key, row in rows.items() if row["state"] == "breached"} == {"1-1", "2-3", "3-4", "4-2"}


def test_what_is_said_of_them(book: Callable[..., Ledger]):
    audit = book(promises()).audit(AS_OF)
    late = {key for key, one in PROMISES.items() if one[-1]}
    assert {obligation for rule, obligation in audit.breaches if rule.startswith("OB")} == late
    assert audit.of("OB-05") == []  # 城投 performs for the county: the investor is the creditor, not late
    (small,) = audit.of(obligation="4-2")
    assert small["amounts"]["open_amount"] == "5000.00"


def test_sixty_working_days_from_a_fixed_day(book: Callable[..., Ledger]):
    """From 2025-11-20: 02-13 is the sixtieth, the Friday before the festival; paid 03-05 it is 20 days late."""
    owed = duty("3-2", anchor="2025-11-20", n=60, unit="workday", amount=10000000)
    tables = facts("2026-03-05 付款 obligation=3-2 amount=10000000", duties=[owed], domain="investment")
    row = book(tables).status(AS_OF)["3-2"]
    assert (row["due_on"], row["breach_days"]) == ("2026-02-13", 20)


# A PPP of 2018: one man led the water bureau and, after its merger on 2025-01-01, the new one until 09-14; then another presided.
BUREAUS: list[Row] = [
    {"id": "SZF", "name": "沣泽市人民政府", "kind": "政府", "level": "市", "parent": "", "dissolved": "", "founded": ""},
    {"id": "SWJ", "name": "沣泽市水务局", "kind": "部门", "level": "部门", "parent": "SZF", "dissolved": "2024-12-31", "founded": ""},
    {"id": "CGJ", "name": "沣泽市城市管理和水务局", "kind": "部门", "level": "部门", "parent": "SZF", "dissolved": "", "founded": "2025-01-01"},
    {"id": "XM", "name": "沣泽清源水务有限公司", "kind": "企业", "level": "企业", "parent": "", "dissolved": "", "founded": ""},
]  # fmt: skip
# id: action, due, amount, events, days
PPP: dict[str, tuple[str, str, int | None, tuple[str, ...], int]] = {
    "A-用地": ("交付", "2018-12-31", None, ("2019-02-20 履行",), 49), # a day off until 2019-01-02: 29 + 20
    "A-2022": ("付款", "2023-03-31", 22650000, ("2023-07-14 付款 22650000",), 105), # 30 + 31 + 30 + 14
    # Sunday 2024-03-31, so 04-01: 274 days to the end of the year and 140 to 05-20
    "A-2023": ("付款", "2024-03-31", 23200000, ("2024-06-28 付款 10000000", "2025-05-20 付款 13200000"), 414),
    "A-2024": ("付款", "2025-03-31", 23800000, ("2025-12-25 付款 15000000",), 456),
    "A-2025": ("付款", "2026-03-31", 24400000, (), 91),
    "A-调价": ("答复", "2024-09-30", None, ("2025-03-06 履行",), 157), # 31 + 30 + 31 + 31 + 28 + 6
    "A-绩效": ("报告", "2026-02-28", None, ("2026-04-02 履行",), 33), # a worked Saturday: 31 + 2
}  # fmt: skip


def ppp(*more: str) -> Tables:
    duties = [
        duty(key, bearer="SWJ", action=action, due_on=due, amount=amount)
        for key, (action, due, amount, _, _) in PPP.items()
    ]
    lines = [
        " ".join((day, word, f"obligation={key}", *(f"amount={one}" for one in paid)))
        for key, (*_, events, _) in PPP.items()
        for day, word, *paid in (event.split() for event in events)
    ]
    tables = facts(
        domain="ppp",
        title="污水处理厂PPP项目合同",
        authority="SWJ",
        counterparty="XM",
        signed_on="2018-09-28",
        amount=316800000,
        duties=duties,
    )
    return {
        **tables, "orgs": BUREAUS, "events": happened(*lines, *more),
        "posts": [{"id": f"{org}-1", "org": org, "title": title, "rank": "正职"} for org, title in (("SWJ", "局长"), ("CGJ", "局长"), ("SZF", "市长"))],
        "persons": [{"id": "R1", "name": "浦一"}, {"id": "R2", "name": "濮二"}, {"id": "R4", "name": "逯四"}, {"id": "R9", "name": "祁九"}],
        "tenures": [
            {"id": "t1", "post": "SWJ-1", "person": "R1", "start": "2017-03-20", "end": "2021-08-09", "kind": "正式"},
            {"id": "t2", "post": "SWJ-1", "person": "R2", "start": "2021-08-21", "end": "2024-12-31", "kind": "正式"},
            {"id": "t4", "post": "CGJ-1", "person": "R2", "start": "2025-01-01", "end": "2025-09-14", "kind": "正式"},
            {"id": "t5", "post": "CGJ-1", "person": "R4", "start": "2025-09-15", "end": "", "kind": "主持工作"},
            {"id": "t10", "post": "SZF-1", "person": "R9", "start": "2021-01-01", "end": "", "kind": "正式"},
        ],
        "assignments": [
            {"id": "f1", "post": "SWJ-1", "role": "责任", "instrument": "C1", "start": ""},
            {"id": "f2", "post": "CGJ-1", "role": "责任", "instrument": "C1", "start": "2025-01-01"},
        ],
        "transfers": [{"id": "tr1", "kind": "合并", "from": "SWJ", "to": "CGJ", "date": "2025-01-01", "deciding_body": "SZF"}],
    }  # fmt: skip


@pytest.fixture
def reviewed(book: Callable[..., Ledger]) -> tuple[Ledger, Audit]:
    ledger = book(ppp())
    return ledger, ledger.audit(AS_OF)


def test_the_days_of_a_ppp(reviewed: tuple[Ledger, Audit]):
    rows = reviewed[0].status(AS_OF)
    assert {key: rows[key]["breach_days"] for key in PPP} == {key: one[-1] for key, one in PPP.items()}


def test_nobody_who_inherited_nothing_is_called_an_heir(reviewed: tuple[Ledger, Audit]):
    """What fell due in one's own term is one's own; a merger makes no newcomer; and he who came in September paid in December."""
    assert reviewed[1].of("AG-18") == []


def test_nothing_typed_without_a_paper_is_certain(reviewed: tuple[Ledger, Audit]):
    lines = [line for one in reviewed[1].findings for line in one["responsible"] if line["person"]]
    assert lines
    assert "certain" not in {line["certainty"] for line in lines}
    text = reviewed[0].say("trace", "A-2024", "--as-of", AS_OF, lang="zh")
    assert "很可能" in text
    assert not re.search(r"无证据[^\n]*\n[^\n]*确定", text)


def test_the_split_over_the_merger(reviewed: tuple[Ledger, Audit]):
    """A-2024: 04-01 to 09-14 are 30 + 31 + 30 + 31 + 31 + 14 = 167 days, the other 289."""
    lines = counted(reviewed[0].trace("A-2024", AS_OF)["responsible"])
    assert [(one["name"], one["days"]) for one in lines] == [("濮二", 167), ("逯四", 289)]


def test_no_act_on_record_is_told_as_such(reviewed: tuple[Ledger, Audit]):
    """PP-14b: that no event was typed is the only fact; no 2830 days and no officials."""
    for one in reviewed[1].of("PP-14b"):
        assert one["kind"] == "warning"
        assert one["responsible"] == []
        assert not re.search(r"28\d\d", said(one["message"]))


def test_a_suspension_not_deducted_is_not_reported_as_one(book: Callable[..., Ledger]):
    """No cause, after the due day: 456 days all the same, and the explanation says that they were not taken off."""
    pause = ("2025-06-01 suspend obligation=A-2024", "2025-06-30 resume obligation=A-2024")
    ledger = book(ppp(*pause))
    assert ledger.status(AS_OF)["A-2024"]["breach_days"] == 456
    text = ledger.explain("A-2024", AS_OF, lang="zh")
    assert re.search(
        "(不|未|没有).{0,6}(扣|停|中止|采用|适用|计)",
        text[text.index("2025年6月1日") :] if "2025年6月1日" in text else text,
    )
    court = book(ppp(*(f"{line} cause=court" for line in pause))).status(AS_OF)["A-2024"]
    assert court["breach_days"] == 427  # 29 days, 06-01 to 06-29


# The debt officer's city.
CITY: list[Row] = [
    {"id": "CW", "name": "澄坞市", "kind": "政府", "level": "市", "parent": ""},
    {"id": "CWCZ", "name": "澄坞市财政局", "kind": "部门", "level": "部门", "parent": "CW"},
    {"id": "NX", "name": "南汐县", "kind": "政府", "level": "区县", "parent": "CW"},
]
BOND: Row = {
    "id": "23专项02",
    "unit": "CW",
    "kind": "专项",
    "principal": 4100000000,
    "start": "2023-06-28",
    "end": "2043-06-28",
    "rate": "0.0316",
    "freq": 2,
}


def officer(scope: str) -> Tables:
    """Return the city with one coupon missed: 2026-06-28 is a Sunday, so 06-29; one day on 06-30."""
    paid = [{"id": f"p{n}", "obligation": f"23专项02/{n}", "type": "付款", "occurred_on": day, "amount": 64780000}
            for n, day in enumerate(("2023-12-28", "2024-06-28", "2024-12-30", "2025-06-30", "2025-12-29"), 1)]  # fmt: skip
    return {
        "orgs": CITY, "debts": [BOND], "events": paid,
        "posts": [{"id": "czjz", "org": "CWCZ", "title": "局长", "rank": "正职"}, {"id": "sz", "org": "CW", "title": "市长", "rank": "正职"}],
        "persons": [{"id": "p1", "name": "麦七"}, {"id": "p2", "name": "古八"}],
        "tenures": [{"id": "t1", "post": "czjz", "person": "p1", "start": "2023-04-01"}, {"id": "t2", "post": "sz", "person": "p2", "start": "2022-02-10"}],
        "assignments": [{"id": "a1", "post": "czjz", "role": "责任", "scope": scope}],
    }  # fmt: skip


@pytest.mark.parametrize("scope", ["debt", "政府债务", "全部", "all", "23专项02"])
def test_the_finance_bureau_answers_for_the_citys_coupon(book: Callable[..., Ledger], scope: str):
    ledger = book(officer(scope))
    row = ledger.status(AS_OF)["23专项02/6"]
    assert (row["due_on"], row["breach_days"], row["amount"]) == ("2026-06-29", 1, "64780000.00")
    assert [one["name"] for one in counted(ledger.trace("23专项02/6", AS_OF)["responsible"])] == ["麦七"]


@pytest.mark.parametrize("scope", ["债务", "地方政府债务"])
def test_a_scope_in_other_words_is_applied_or_refused_but_not_passed_over(book: Callable[..., Ledger], scope: str):
    done = call(
        "trace", "23专项02/6", book(officer(scope)).folder, "--as-of", AS_OF, "--format", "json", "--lang", "en"
    )
    if done.exit_code == 2:
        assert scope in done.stdout + done.stderr
    else:
        assert [one["name"] for one in counted(json.loads(done.stdout)["responsible"])] == ["麦七"]


def test_a_coupons_own_title_is_no_law(book: Callable[..., Ledger]):
    (found,) = book(officer("debt")).audit(AS_OF).of(kind="breach")
    assert not any("第6期" in said(one) for one in found["basis"])
    assert "《23专项02" not in book(officer("debt")).say("audit", "--as-of", AS_OF, lang="zh")


RATIOS = [
    ("CW", "debt_ratio", "143.6270", "yellow"), # (915,000 + 2,296,500) / 2,236,000
    ("CW", "special_interest_share", "7.2925", "green"), # 73,800 / 1,012,000
    ("NX", "special_interest_share", "12.6042", "red"), # 12,100 / 96,000
    ("CW", "general_limit_use", "98.3871", None), # 915,000 / 930,000
    ("CW", "special_limit_use", "99.8478", None), # 2,296,500 / 2,300,000
    ("CW", "ppp_outlay_share", "0.5313", "green"), # 10,100 / 1,901,000
]  # fmt: skip


@pytest.mark.parametrize(("unit", "measure", "value", "band"), RATIOS)
def test_the_ratios_of_the_city(book: Callable[..., Ledger], unit: str, measure: str, value: str, band: str | None):
    items: dict[str, dict[str, Any]] = {
        "CW": {"一般公共预算支出": 1901000, "政府性基金预算支出": 1012000, "综合财力": 2236000, "一般债务限额": 930000, "专项债务限额": 2300000,
               "一般债务余额": 915000, "专项债务余额": 2296500, "专项债务付息": 73800},
        "NX": {"政府性基金预算支出": 96000, "专项债务付息": 12100},
    }  # fmt: skip
    rows = [{"unit": key, "year": 2025, "basis": "决算", "item": item, "value": number, "unit_of_value": "万元"}
            for key, stated in items.items() for item, number in stated.items()]  # fmt: skip
    project = {
        "id": "X",
        "domain": "ppp",
        "kind": "contract",
        "title": "净水厂",
        "authority": "CWCZ",
        "counterparty": "NX",
        "signed_on": "2019-05-06",
    }
    outlays = [
        {
            "project": "X",
            "year": 2025,
            "bucket": "运营补贴",
            "planned": 101000000,
            "contracted": 101000000,
            "paid": 70000000,
        }
    ]
    found = book({"orgs": CITY, "instruments": [project], "fiscal": rows, "ppp_outlays": outlays}).ratio(
        unit, 2025, measure
    )
    assert found["value"] == value
    assert band in {None, found["band"]}
